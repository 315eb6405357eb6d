"""Command lines as they stand in the README, the docs and the help, run in this process with the shell around them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from claimkit.cli import app

# Lines that are not for a test: they install or fetch (`.ci/run` does what they do), or serve until they are stopped.
_ELSEWHERE = re.compile(r"(sudo|git clone|cd|pip|datasette|python3? -m (venv|pytest|pip)|source|\.venv/|\.ci/)\b.*")
_BUILT_IN = {"echo", "export", "printf"}


def pieces(line: str) -> list[str]:
    """The commands of a pipeline as they are written, without a comment at the end."""
    found, piece, quote = [], "", ""
    for before, character in zip(" " + line, line, strict=False):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "#" and before == " ":
            break
        elif character == "|":
            found.append(piece.strip())
            piece = ""
            continue
        piece += character
    return [piece for piece in (*found, piece.strip()) if piece]


def joined(lines: str) -> list[str]:
    """The command lines of a block: those that end in a backslash go on in the next."""
    return [line for line in re.sub(r"\\\n\s*", "", lines).splitlines() if pieces(line)]


def is_elsewhere(line: str) -> bool:
    """Whether `line` is for a reader's own machine alone."""
    return _ELSEWHERE.match(line) is not None


def missing(line: str) -> str | None:
    """The tool that `line` needs and that is not installed here."""
    tools = (piece.split()[0] for piece in pieces(line))
    return next((t for t in tools if t != "claimkit" and t not in _BUILT_IN and shutil.which(t) is None), None)


def run(line: str, *, columns: int = 100) -> tuple[int, str]:
    """The exit code of a pipeline's last command that failed, or 0, and all that the pipeline prints."""
    data, printed, code, at = b"", b"", 0, 0
    commands = pieces(line)
    while at < len(commands):
        if commands[at].startswith("claimkit "):
            command, target = _redirected(commands[at])
            result = CliRunner().invoke(app, command, input=data, prog_name="claimkit", env={"COLUMNS": str(columns)})
            assert "Traceback" not in result.stderr, result.stderr
            code = result.exit_code or code
            data = result.stdout_bytes
            printed = result.output_bytes if at + 1 == len(commands) else printed + result.stderr_bytes
            if target:
                Path(target).write_bytes(data)
                data = printed = b""
            at += 1
        else:
            end = next((n for n in range(at, len(commands)) if commands[n].startswith("claimkit ")), len(commands))
            script = "set -o pipefail; " + " | ".join(commands[at:end])
            done = subprocess.run(["bash", "-c", script], input=data, capture_output=True)
            code = done.returncode or code
            data, at = done.stdout, end
            printed += done.stderr + (data if end == len(commands) else b"")
    return code, printed.decode("utf-8")


def _redirected(command: str) -> tuple[list[str], str | None]:
    """The arguments of `claimkit ARGUMENTS > FILE`, as bash reads them, and the file."""
    line, _, target = command.partition(" > ")
    words = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, text=True, check=True).stdout
    return words.split("\0")[1:-1], next(iter(shlex.split(target)), None)


def leaves() -> list[tuple[str, ...]]:
    """Every command that does something: `("quotes",)`, `("people", "export")`."""
    found: list[tuple[str, ...]] = []

    def walk(command: Any, names: tuple[str, ...]) -> None:
        if not isinstance(command, TyperGroup):
            found.append(names)
            return
        context = command.make_context("claimkit", [], resilient_parsing=True)
        for name in command.list_commands(context):
            walk(command.get_command(context, name), (*names, name))

    walk(get_command(app), ())
    return found


def examples(command: tuple[str, ...]) -> list[str]:
    """The lines that the help of a command gives as examples."""
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="claimkit", env={"COLUMNS": "200"})
    found = re.search(r"^  Examples?:\n((?:    .*\n)+)", result.stdout, re.MULTILINE)
    return [line.strip() for line in found[1].splitlines()] if found else []
