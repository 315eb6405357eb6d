"""docs/errors.md lists every message with what to do, and nothing else: the list is held to the code.

A message that ends in its own advice ("it is empty; get it again") is split between the two columns. Any other has a
row with all of it and advice written for it.

python tests/test_errors.py            prints the rows that are missing, ready to be filled in
python tests/test_errors.py --write    adds these to docs/errors.md, and removes rows that no message has any more
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "errors.md"
# The classes whose message a person meets, and which argument holds it.
KINDS = {
    "InputError": 1,
    "NotFoundError": 1,
    "UnreadableError": 0,
    "Failed": 1,
    "UsageError": 0,
    "StoreError": 0,
    "ModelError": 0,
    "WorkerError": 0,
    "warn": 0,
}
# Functions that make a message, and tables of messages.
MAKERS = {("files.py", "explain_os_error"), ("unpack.py", "explain_unexpected"), ("given.py", "_wrong")}
TABLES = {("connecting.py", "_REASONS")}


def template(node: ast.AST | None) -> str | None:
    """A message as the code has it, with … for what is filled in; None if it comes from elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return " ".join(text.split())
        case ast.JoinedStr(values=values):
            return " ".join("".join(v.value if isinstance(v, ast.Constant) else "…" for v in values).split())
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = template(left), template(right)
            return None if parts == (None, None) else "".join(part or "…" for part in parts)
    return None


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def messages() -> set[str]:
    """Every message in the code of the package; training has its own users and is left out."""
    found: set[str | None] = set()
    for path in sorted((ROOT / "claimkit").rglob("*.py")):
        if "training" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=func, args=args) if len(args) > KINDS.get(name_of(func), 99):
                    found.add(template(args[KINDS[name_of(func)]]))
                case ast.FunctionDef(name=name) if (path.name, name) in MAKERS:
                    found |= {template(n.value) for n in ast.walk(node) if isinstance(n, ast.Return)}
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if (
                    path.name,
                    name,
                ) in TABLES:
                    found |= {template(value) for value in values}
    return {message for message in found if message is not None and message.strip("…: ;")}


def rows() -> list[tuple[str, str]]:
    """The rows of docs/errors.md: what is wrong, what to do."""
    found = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            said, advice = line.strip("| ").split("` |", 1)
            found.append((said.removeprefix("`").replace("\\|", "|"), advice.strip(" |")))
    return found


def meant(said: str, advice: str) -> set[str]:
    """The messages that a row may be about, as they are compared."""
    return {plain(said), plain(f"{said}; {advice.removesuffix('.')}")}


def plain(message: str) -> str:
    """A message without what the table changes: backticks, and capitals where advice begins."""
    return message.replace("`", "'").casefold()


def row(message: str) -> str:
    said, _, advice = message.rpartition("; ")
    said, advice = (said, advice[:1].upper() + advice[1:] + ".") if said else (message, "")
    return f"| `{said.replace('|', chr(92) + '|').replace('`', chr(39))}` | {advice} |"


def missing() -> list[str]:
    listed = {message for said, advice in rows() for message in meant(said, advice)}
    return sorted(message for message in messages() if plain(message) not in listed)


def stale() -> list[tuple[str, str]]:
    known = {plain(message) for message in messages()}
    return [(said, advice) for said, advice in rows() if not meant(said, advice) & known]


def test_every_message_is_listed() -> None:
    assert not missing(), "add to docs/errors.md:\n" + "\n".join(map(row, missing()))


def test_nothing_else_is_listed() -> None:
    assert stale() == []


def test_every_message_comes_with_what_to_do() -> None:
    assert [said for said, advice in rows() if len(advice.split()) < 2] == []


def test_no_advice_repeats_its_message() -> None:
    repeated = [
        (said, advice) for said, advice in rows() if plain(said).endswith(plain(f"; {advice.removesuffix('.')}"))
    ]
    assert repeated == []


def write() -> None:
    """Bring the table up to date; rows without advice are left to be filled in."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    old = stale()
    gone = {
        line for line in lines if line.startswith("| `") and any(line.startswith(f"| `{said}` |") for said, _ in old)
    }
    table = [line for line in lines if line.startswith("| `") and line not in gone] + [row(m) for m in missing()]
    first = next(i for i, line in enumerate(lines) if line.startswith("| `"))
    kept = [line for line in lines if not line.startswith("| `")]
    kept[first:first] = sorted(table, key=lambda line: line.strip("| `…:").casefold())
    LIST.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    for message in missing():
        print(row(message))
