"""Every block of the README and of docs/, and every example of the help, does what it says.

They run one after the other in a folder with the sample articles, read once. A line whose tool is not installed is left
out, and the block is reported as skipped after its other lines have passed.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import claimkit

import commandline
import documents

ROOT = Path(claimkit.__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What a Python block may need that is not installed with the tests.
OPTIONAL = {"datasette", "pandas", "polars", "pyarrow"}


@dataclass(frozen=True)
class Block:
    document: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"


def blocks() -> list[Block]:
    """Every fenced block of the documents."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            found.append(Block(document, text.count("\n", 0, match.start()) + 1, match[1], match[2]))
    return found


def of(*languages: str) -> list[object]:
    return [pytest.param(block, id=str(block)) for block in blocks() if block.language in languages]


pytestmark = [pytest.mark.model, pytest.mark.usefixtures("analysed_once")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every reader has a folder."""
    return tmp_path_factory.mktemp("newsroom")


@pytest.fixture
def desk(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Goes to the folder of one reader, who finds the articles read and what earlier blocks have left there."""
    for variable in ("CLAIMKIT_DB", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)

    def go(name: str) -> None:
        folder = newsroom / name / "claimkit"
        if folder.exists():
            monkeypatch.chdir(folder)
            return
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        monkeypatch.chdir(folder)
        shutil.copytree(ROOT / "docs" / "samples", folder / "docs" / "samples")
        make_inputs(folder)
        assert commandline.run("claimkit quotes seeds/ -q > first.jsonl")[0] == 0
        shutil.copy(folder / "first.jsonl", folder / "records.jsonl")

    return go


def make_inputs(folder: Path) -> None:
    """Files of the kinds that the documents name."""
    text = "“We sail on Friday,” Anna Ilves said.\n"
    page = f"<html><head><title>Ferry</title></head><body><article><p>{text}</p></article></body></html>"
    record = json.dumps({"title": "Ferry", "text": text})
    (folder / "article.html").write_text(page, encoding="utf-8")
    (folder / "watchlist.toml").write_text('people = ["Peskov"]\n', encoding="utf-8")
    (folder / "news").mkdir()
    (folder / "news" / "ferry.txt").write_text(text, encoding="utf-8")
    for name in ("dump.jsonl.gz", "dump.gz"):
        (folder / name).write_bytes(gzip.compress(f"{record}\n{record}\n".encode()))
    (folder / "archive.zip").write_bytes(documents.zipped({"a.txt": text, "folder/b.html": page}))
    (folder / "crawl.warc.gz").write_bytes(
        gzip.compress(documents.warc([("https://paper.example/1", "text/html", page.encode())]))
    )
    (folder / "draft.txt").write_text(text, encoding="utf-8")
    (folder / "transcripts").mkdir()
    (folder / "transcripts" / "debate.tsv").write_text("1\tILVES\tWe sail on Friday.\n", encoding="utf-8")
    (folder / "rows.csv").write_text(f'paper,story_words\nPort News,"{text.strip()}"\n', encoding="utf-8")


def run_lines(lines: list[str]) -> None:
    """Run each of `lines`; report the test as skipped if some need a tool that is not there."""
    left_out = []
    for line in lines:
        if commandline.is_elsewhere(line):
            continue
        if tool := commandline.missing(line):
            left_out.append(f"{tool} is not installed: {line}")
            continue
        code, printed = commandline.run(line)
        assert code == 0 or (code == 1 and printed.startswith("claimkit: no ")), f"{line}\n{printed}"
    if left_out:
        pytest.skip("; ".join(left_out))


@pytest.mark.parametrize("block", of("console"))
def test_console_blocks_show_what_is_printed(
    block: Block, desk: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk(block.document.stem)
    monkeypatch.setattr("claimkit.cli.printing._on_terminal", lambda: True)
    for part in block.text.removeprefix("$ ").split("\n$ "):
        command, _, shown = part.partition("\n")
        _, printed = commandline.run(command)
        real = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
        pattern = "".join(
            r"(?:.*\n)*?" if line.strip() == "⋮" else re.escape(f"{line.rstrip()}\n") for line in shown.splitlines()
        )
        assert re.fullmatch(pattern, real), f"{command}\n{real}"


@pytest.mark.parametrize("block", of("sh"))
def test_command_blocks_run(block: Block, desk: Callable[[str], None]) -> None:
    desk(block.document.stem)
    run_lines(commandline.joined(block.text))


@pytest.mark.parametrize("block", of("python"))
def test_python_blocks_run(block: Block, desk: Callable[[str], None]) -> None:
    desk(block.document.stem)
    try:
        exec(compile(block.text, str(block), "exec"), {"__name__": "reader"})
    except ModuleNotFoundError as error:
        if error.name not in OPTIONAL:
            raise
        pytest.skip(f"{error.name} is not installed")


def test_data_blocks_can_be_read() -> None:
    for block in blocks():
        if block.language == "toml":
            assert tomllib.loads(block.text)
        elif block.language in ("json", "jsonl"):
            for text in [block.text] if block.language == "json" else block.text.splitlines():
                assert json.loads(text)


def test_no_block_is_overlooked() -> None:
    tested = {"console", "sh", "python", "json", "jsonl", "toml"}
    data = {"text", "sql", "html", "csv", "r"}
    assert [str(block) for block in blocks() if block.language not in tested | data] == []


@pytest.mark.parametrize("command", [(), ("people",), ("corrections",), *commandline.leaves()], ids=" ".join)
def test_examples_of_the_help_run(command: tuple[str, ...], desk: Callable[[str], None]) -> None:
    desk("help")
    Path("people.csv").unlink(missing_ok=True)  # the store has changed since an earlier example wrote it
    for needed, line in (
        ("sample", "claimkit sample 7 seeds/ --out sample/ -q"),
        ("corrections.csv", "claimkit correct q_6c472a --speaker Zelensky -q"),
        ("corrections.csv", "claimkit corrections export corrections.csv"),
        ("people.csv", "claimkit people export people.csv"),
        ("colleague.db", "cp claimkit.db colleague.db"),
    ):
        if not Path(needed).exists():
            assert commandline.run(line)[0] == 0
    if any("--meaning" in example for example in commandline.examples(command)):
        assert commandline.run("claimkit index --meaning -q")[0] == 0
    assert commandline.examples(command)
    run_lines(commandline.examples(command))


def test_ci_runs_the_test_command_that_the_readme_gives() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if "-m pytest" in line]
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("pip install -q", "pip install")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        page = (document.parent / file) if file else document
        assert page.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}, target


def test_every_command_is_described() -> None:
    told = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert [name for (name, *_) in commandline.leaves() if f"claimkit {name}" not in told] == []
