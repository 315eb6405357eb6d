"""What a person meets first: start-up, the help of every command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.store import Store

from commandline import examples, leaves
from output_cases import clusters, extractions
from store_links import write_links

ROOT = Path(claimkit.__file__).resolve().parent.parent
# What a command must not load before it works: libraries, and what `claimkit.cli.late` keeps away.
HEAVY = (
    *("spacy", "onnxruntime", "trafilatura", "jinja2", "tokenizers", "numpy", "rich", "rapidfuzz", "pandas", "pyarrow"),
    *("subprocess", "shellingham", "bz2", "lzma"),
)


def loaded(script: str) -> list[str]:
    """The modules of HEAVY that a process has loaded when it ends; `script` may use `sys`."""
    program = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print('loaded:', *sorted({{*{HEAVY!r}}} & set(sys.modules))))\n{script}"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    last = result.stdout.splitlines()[-1]
    assert last.startswith("loaded:"), result.stderr
    return last.split()[1:]


@pytest.mark.parametrize("arguments", ["--help", "--version", "who-said --help", "quotes --since x"])
def test_start_up_imports_nothing_heavy(arguments: str) -> None:
    run = f"import claimkit.cli\nsys.argv = ['claimkit', *{arguments.split()!r}]\nclaimkit.cli.main()\n"
    assert loaded(run) == []


def test_the_help_of_all_imports_no_command() -> None:
    run = (
        "import claimkit.cli\nfrom typer.testing import CliRunner\n"
        "CliRunner().invoke(claimkit.cli.app, ['--help'])\n"
        "assert 'claimkit.cli.quotes' not in sys.modules, 'a command was imported'\n"
    )
    assert "subprocess" not in loaded(run)


def test_modules_that_come_late_are_the_real_ones() -> None:
    script = (
        "import claimkit.cli, typer.main, shutil\nlate = typer.main.subprocess\n"
        "assert 'subprocess' not in sys.modules\n"
        "import subprocess\n"
        "assert late is not subprocess\nassert late.Popen is subprocess.Popen\n"
        "assert {'zip', 'tar'} <= {name for name, _ in shutil.get_archive_formats()}\n"
    )
    assert loaded(script) == ["subprocess"]


def test_the_first_module_that_uses_a_late_one_loads_it() -> None:
    script = (
        "from claimkit.cli.late import deferred\n"
        "with deferred('bz2', 'sys'):\n    import bz2 as late\n    assert type(late).__name__ == '_StandIn'\n"
        "    assert sys.platform\n"
        "assert 'bz2' not in sys.modules\n"
        "assert late.decompress(late.compress(b'x')) == b'x'\n"
        "import bz2\nassert late.compress is bz2.compress\n"
    )
    assert loaded(script) == ["bz2"]


def test_each_summary_is_what_the_command_says_of_itself() -> None:
    group: Any = get_command(app)
    context = group.make_context("claimkit", [], resilient_parsing=True)
    names = group.list_commands(context)
    own = {name: group.get_command(context, name).help.split("\n")[0] for name in names}
    helped = CliRunner().invoke(app, ["--help"], prog_name="claimkit", env={"COLUMNS": "200"}).stdout
    lists = re.sub(r"\n {6,}", " ", helped.partition("\nRead articles:\n")[2])  # a long line goes on in the next
    listed = dict(re.findall(r"^  (\S+)  +(\S.*)$", lists, re.MULTILINE))
    assert listed == own


@pytest.mark.parametrize("command", [(), ("people",), ("corrections",), *leaves()], ids=" ".join)
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    assert any(
        line.startswith(" ".join(("claimkit", *command))) or " | claimkit " in line for line in examples(command)
    )


# Completion


def completed(words: str, database: Path, shell: str = "bash") -> list[str]:
    """What the Tab key offers after `words`, by the way that typer's script for the shell asks."""
    environment = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": words,
        "_CLAIMKIT_COMPLETE": f"complete_{shell}",
        "CLAIMKIT_DB": str(database),
    }
    result = CliRunner().invoke(app, [], prog_name="claimkit", env=environment)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout.split()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "news.db"
    with Store(path) as store:
        for extraction in extractions():
            store.save(extraction, location=extraction.article.path, digest="d", version="v")
        write_links(store, list(extractions()), list(clusters()))
    return path


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("claimkit who", ["who-said"]),
        ("claimkit people ex", ["export"]),
        ("claimkit quotes --sp", ["--speaker"]),
        ("claimkit quotes --format t", ["table"]),
        ("claimkit quotes --speaker Pe", ["Peskov"]),
        ("claimkit quotes --speaker don", ["donald-trump"]),
        ("claimkit quotes --speaker ", ["dmitry-peskov", "donald-trump", "ministry-of-ports"]),
        ("claimkit speakers Minis", ["Ministry"]),
        ("claimkit diff c_p", ["c_progress"]),
        ("claimkit diff c_", ["c_contacts", "c_progress"]),
        ("claimkit explain q_ ", []),
        ("claimkit diff c_%", []),
    ],
)
def test_the_tab_key(database: Path, words: str, offered: list[str]) -> None:
    assert sorted(completed(words, database)) == offered


def test_the_tab_key_completes_quotations(database: Path) -> None:
    ids = [quote.id for extraction in extractions() for quote in extraction.quotes]
    assert completed(f"claimkit explain {ids[0][:7]}", database) == [ids[0]]
    assert sorted(completed("claimkit explain q_", database)) == sorted(ids)
    shown = " ".join(completed(f"claimkit explain {ids[0][:7]}", database, "zsh"))
    assert "I think we are making progress" in shown


@pytest.mark.parametrize("content", [None, b"not a store, but long enough to look at" * 40])
def test_the_tab_key_needs_no_store(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "none.db").write_bytes(content)
    assert completed("claimkit diff c_", tmp_path / "none.db") == []
    assert completed("claimkit quo", tmp_path / "none.db") == ["quotes"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: shell, raising=True)
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: shell, raising=True)
    result = CliRunner().invoke(app, ["--show-completion"], prog_name="claimkit")
    assert result.exit_code == 0
    assert "_CLAIMKIT_COMPLETE" in result.stdout


def test_completing_a_command_imports_none() -> None:
    run = (
        "import os, claimkit.cli\n"
        "os.environ.update(COMP_WORDS='claimkit ', COMP_CWORD='1', _CLAIMKIT_COMPLETE='complete_bash')\n"
        "from typer.testing import CliRunner\n"
        "out = CliRunner().invoke(claimkit.cli.app, [], prog_name='claimkit').stdout\n"
        "assert 'quotes' in out.split(), out\n"
        "assert 'claimkit.cli.quotes' not in sys.modules, 'a command was imported'\n"
    )
    assert "spacy" not in loaded(run)


def test_commands_do_not_load_torch_for_spacy(tmp_path: Path) -> None:
    """thinc takes torch wherever it is installed; a program of the user's own still can."""
    (tmp_path / "thinc").mkdir()
    (tmp_path / "thinc/__init__.py").touch()
    (tmp_path / "thinc/compat.py").write_text("try:\n    import torch\nexcept ImportError:\n    torch = None\n")
    (tmp_path / "torch.py").touch()
    run = (
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
        "from claimkit.surroundings import own_process\nown_process()\n"
        "import thinc.compat\nassert thinc.compat.torch is None\nimport torch\nassert torch.__file__"
    )
    subprocess.run([sys.executable, "-c", run], check=True, capture_output=True)


def test_commands_do_not_load_the_command_line_of_spacy() -> None:
    """Nor what spaCy imports of claimkit's own: it looks at every component that is installed."""
    run = (
        "from claimkit.surroundings import own_process\nown_process()\n"
        "from claimkit.analysis import ner\nassert ner.load().lemma('told') == 'tell'\nimport sys\n"
        "print(*sorted({'weasel', 'spacy.cli._util', 'claimkit.output', 'claimkit.search'} & set(sys.modules)))\n"
    )
    result = subprocess.run([sys.executable, "-c", run], check=True, capture_output=True, text=True)
    assert result.stdout.strip() == ""


def test_commands_look_for_no_garbage_among_what_they_loaded() -> None:
    run = (
        "import atexit, gc\natexit.register(lambda: print(gc.get_freeze_count() > 1000))\n"
        "from claimkit.surroundings import own_process\nown_process()\n"
        "before = gc.get_stats()[0]['collections']\nkept = [[] for _ in range(100_000)]\n"
        "assert gc.get_stats()[0]['collections'] == before\n"
    )
    result = subprocess.run([sys.executable, "-c", run], check=True, capture_output=True, text=True)
    assert result.stdout.strip() == "True"  # at the end of the process, after the handlers that came later
