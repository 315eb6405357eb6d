"""How a command ends, in one place: what a script can tell from its exit code."""

from __future__ import annotations

from enum import IntEnum

from claimkit.cli.late import typer


class ExitCode(IntEnum):
    """docs/command-line.md has the same list for users."""

    found = 0  # something was found, written or done
    nothing = 1  # all went well, and there is nothing to show; for `check` and `verify`: something is to be looked at
    usage = 2  # wrong usage, or the store or the models cannot be used
    failed = 3  # some inputs failed, or `doctor` found a problem; whatever could be done is done
    stopped = 130  # by Ctrl-C or SIGTERM


def finish(found: object, failed: bool = False) -> None:
    """Ends the command with the code for what was found, unless that is 0."""
    if failed:
        raise typer.Exit(ExitCode.failed)
    if not found:
        raise typer.Exit(ExitCode.nothing)
