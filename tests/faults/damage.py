"""Stores with one changed byte: what every command then says, against what it said before.

python tests/faults/damage.py 500 [SEED]        prints a table of what came of 500 of them, and each one that is wrong
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from unittest import mock

from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.store import Store

SEEDS = Path(__file__).parents[2] / "seeds"
DATABASE = "damaged.db"
_OUTPUT = Path("out")  # what a command writes is compared as what it prints is

Answer = tuple[int, bytes]  # exit code, what was printed and written


def run(*arguments: str) -> tuple[int, bytes, str]:
    """Exit code, what the command printed and wrote, and what it complained of. A traceback is exit code 70."""
    _OUTPUT.unlink(missing_ok=True)
    result = CliRunner().invoke(app, [*arguments, "--db", DATABASE], prog_name="claimkit")
    code, complaint = result.exit_code, result.stderr
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        code, complaint = 70, f"{type(result.exception).__name__}: {result.exception}"
    return code, result.stdout_bytes + (_OUTPUT.read_bytes() if _OUTPUT.exists() else b""), complaint


def base(folder: Path) -> tuple[bytes, dict[tuple[str, ...], Answer]]:
    """A store of the sample articles, with nothing in its write-ahead log, and what every command says of it."""
    code, _, complaint = run("quotes", str(SEEDS), "-q", "-f", "jsonl")
    assert code == 0, complaint
    with Store(DATABASE) as store:
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ids = [quote.id for extraction in store.extractions() for quote in extraction.quotes]
        cluster = store.clusters()[0].id
    commands: list[tuple[str, ...]] = [
        ("quotes", "--type", "all", "-f", "jsonl"),
        ("who-said", "illusionary goal", "-f", "jsonl"),
        ("who-said", "sensitive conversation", "-f", "jsonl"),
        ("clusters", "--json"),
        ("speakers", "--json"),
        ("speakers", "Zelensky", "--json"),
        ("diff", cluster, "--json"),
        ("explain", ids[0], "--json"),
        ("export", "-f", "web-annotation"),
        ("export", "-f", "conll"),
        ("report", "-q", "-o", str(_OUTPUT)),
        ("quotes", str(SEEDS), "-q", "--type", "all", "-f", "jsonl"),  # may write: the last
    ]
    answers = {}
    for command in commands:
        code, out, complaint = run(*command)
        assert (code, bool(out)) == (0, True), (command, complaint)
        answers[command] = code, out
    code, _, complaint = run("doctor")
    assert code == 0, complaint
    return Path(DATABASE).read_bytes(), answers


def flips(size: int, number: int, seed: int) -> Iterator[tuple[int, int]]:
    """(place, difference) of one changed byte each."""
    chance = random.Random(seed)
    for _ in range(number):
        yield chance.randrange(size), chance.randrange(1, 256)


def judge(whole: bytes, answers: dict[tuple[str, ...], Answer], place: int, difference: int) -> tuple[str, list[str]]:
    """What came of one changed byte, in a word or two, and what must not have."""
    changed = bytearray(whole)
    changed[place] ^= difference
    _place(bytes(changed))
    seen, complaint = _doctor()
    wrong, bad = set(), []
    for command, answer in answers.items():
        code, out, said = run(*command)
        if code == 70:
            bad.append(f"{' '.join(command)}: {said}")
        elif code == 2:
            wrong.add("an error line")
            if len(said.strip().splitlines()) != 1:
                bad.append(f"{' '.join(command)}: {said!r} is not one line")
        elif (code, out) != answer:
            wrong.add("a wrong answer")
    if seen == 70:
        bad.append(f"doctor: {complaint}")
    if wrong and seen != 3:
        bad.append(f"{' and '.join(sorted(wrong))}, and doctor says nothing")
    what = " and ".join(sorted(wrong)) or "the same answers"
    if seen != 3:
        return f"{what}, doctor is content", bad
    _place(bytes(changed))
    code, _, complaint = run("doctor", "--repair")
    if code == 0:
        bad += [f"{' '.join(c)}: another answer after the repair" for c, a in answers.items() if run(*c)[:2] != a]
        return f"{what}, doctor sees and repairs it", bad
    if code != 3 or not complaint.strip():
        bad.append(f"doctor --repair: {code}, {complaint}")
    return f"{what}, doctor sees it and says what else to do", bad


def _place(content: bytes) -> None:
    """A store of these bytes, and nothing else that belongs to one."""
    for leftover in Path().glob(f"{DATABASE}*"):
        leftover.unlink()
    Path(DATABASE).write_bytes(content)


def _doctor() -> tuple[int, str]:
    code, _, complaint = run("doctor")
    return code, complaint


def campaign(number: int, seed: int, told: bool = False) -> tuple[Counter[str], list[str]]:
    """How often each thing came of a changed byte, and all that must not have happened."""
    table: Counter[str] = Counter()
    wrong: list[str] = []
    whole, answers = base(Path())
    with mock.patch("claimkit.runs.health.installation", list):  # half a second, and the same each time
        for place, difference in flips(len(whole), number, seed):
            what, bad = judge(whole, answers, place, difference)
            table[what] += 1
            wrong += [f"byte {place} ^ {difference}: {line}" for line in bad]
            if told and table.total() % 50 == 0:
                print(dict(table), *wrong, sep="\n", file=sys.stderr, flush=True)
    return table, wrong


def main() -> None:
    number = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    os.environ.pop("CLAIMKIT_DB", None)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        table, wrong = campaign(number, seed, told=True)
    for what, times in table.most_common():
        print(f"{times:6}  {what}")
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
