"""The command line: thin commands, one file each; everything heavy is imported inside them."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from claimkit import __version__
from claimkit.cli.terminal import complain
from claimkit.errors import ClaimkitError, InputError

_SETTINGS = {"help_option_names": ["-h", "--help"]}
# The commands in the order of the help, each with its file.
_COMMANDS = {
    "quotes": "quotes",
    "claims": "quotes",
    "who-said": "who_said",
    "clusters": "clusters",
    "diff": "diff",
    "explain": "explain",
    "speakers": "speakers",
    "people": "people",
    "evaluate": "evaluate",
    "sample": "sample",
}


class _Commands(TyperGroup):
    """The commands, each imported and built when it is called, as a command is to start in a quarter of a second.

    Every error raised on purpose is one line on stderr and an exit code, whatever the command.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(_COMMANDS)  # the names are all that is asked of it

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in _COMMANDS else None

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ClaimkitError as error:
            complain(str(error))
            raise typer.Exit(1 if isinstance(error, InputError) else 2) from None
        except KeyboardInterrupt as error:
            complain(str(error) or "stopped")
            raise typer.Exit(130) from None


app = typer.Typer(
    name="claimkit",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich's help takes as long to load as the rest of the command
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _command(name: str) -> Any:
    room = import_module(f"claimkit.cli.{_COMMANDS[name]}")
    if name == "people":
        return get_command(room.app)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
    if name in ("quotes", "claims"):
        examples, text = (getattr(room, f"{name.upper()}_{part}") for part in ("EXAMPLES", "HELP"))
        alone.command(name, epilog=examples, help=text)(room.command(room.Show[name]))
    else:
        alone.command(name, epilog=room.EXAMPLES)(getattr(room, _COMMANDS[name]))
    return get_command(alone)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimkit {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: claimkit quotes seeds/")
def _claimkit(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Who said what, in which outlet, and is that really what they said?

    Reads news articles (text, Markdown, HTML), finds every quotation and reported claim, says who is behind each,
    and groups the same quotation as several outlets printed it.
    """


def main() -> None:
    """Entry point of the console script."""
    try:
        app(prog_name="claimkit")
    except KeyboardInterrupt:  # outside a command: while starting or ending
        raise SystemExit(130) from None
