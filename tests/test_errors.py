"""docs/errors.md lists every message with what to do, and nothing else: the list is held to the code.

python tests/test_errors.py        prints the rows that are missing, ready to be filled in
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The classes whose message a person meets, and which argument holds it.
KINDS = {
    "InputError": 1,
    "UnreadableError": 0,
    "Failed": 1,
    "UsageError": 0,
    "StoreError": 0,
    "ModelError": 0,
    "WorkerError": 0,
    "warn": 0,
}
# Functions that make a message, and tables of messages.
MAKERS = {("files.py", "explain_os_error"), ("unpack.py", "explain_unexpected")}
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


def rows() -> dict[str, str]:
    """The rows of docs/errors.md: message → what to do."""
    found: dict[str, str] = {}
    for line in (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            message, advice = line.strip("| ").split("` | ", 1)
            found[message.removeprefix("`").replace("\\|", "|")] = advice.strip(" |")
    return found


def row(message: str) -> str:
    said, _, advice = message.rpartition("; ")
    shown = message.replace("|", "\\|").replace("`", "'")
    return f"| `{shown}` | {advice[:1].upper() + advice[1:] + '.' if said else ''} |"


def quoted(message: str) -> str:
    return message.replace("`", "'")


def test_every_message_is_listed() -> None:
    missing = sorted(m for m in messages() if quoted(m) not in rows())
    assert not missing, "add to docs/errors.md:\n" + "\n".join(map(row, missing))


def test_nothing_else_is_listed() -> None:
    assert sorted(rows().keys() - {quoted(m) for m in messages()}) == []


def test_every_message_comes_with_what_to_do() -> None:
    assert [message for message, advice in rows().items() if len(advice.split()) < 2] == []


if __name__ == "__main__":
    for message in sorted(m for m in messages() if quoted(m) not in rows()):
        print(row(message))
