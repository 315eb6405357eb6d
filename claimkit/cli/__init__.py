"""The command line: thin commands, one file each; everything heavy is imported inside them."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from claimkit import __version__
from claimkit.cli import pager, screen
from claimkit.cli.exit_codes import ExitCode
from claimkit.cli.late import TyperCommand, TyperGroup, get_command, typer
from claimkit.cli.terminal import complain, unwritable
from claimkit.errors import ClaimkitError, InputError, NotFoundError, UsageError
from claimkit.surroundings import own_process

_SETTINGS = {"help_option_names": ["-h", "--help"]}
# The commands in the order of the help, under its headings: each with its file and the first sentence of its help,
# as only the command that is called is imported.
_SECTIONS = {
    "Read articles": {
        "quotes": ("quotes", "Show the quotations in articles with their speakers."),
        "claims": ("quotes", "Show the reported claims in articles with their speakers."),
        "run": ("run", "Read more articles than one machine can hold, in shards."),
        "import": ("import_run", "Load a part of a run into the store."),
    },
    "Ask what was read": {
        "who-said": ("who_said", "Find who said a phrase, and which outlets printed it."),
        "clusters": ("clusters", "Show the quotations that several articles print."),
        "diff": ("diff", "Show how outlets changed one quotation."),
        "explain": ("explain", "Show why a quotation has its speaker."),
        "speakers": ("speakers", "Show who is quoted in the stored articles."),
        "watch": ("watch", "Show what is new of the phrases and people on a watchlist."),
        "report": ("report", "Write a page for the browser that shows all of it."),
    },
    "Check before printing": {
        "check": ("check", "Check the quotations of a draft against transcripts and articles."),
        "verify": ("verify", "Check records against their source files."),
    },
    "Correct and measure": {
        "people": ("people", "Correct who is who."),
        "correct": ("correct", "Correct a quotation: its speaker or cue, or that it is not one."),
        "corrections": ("corrections", "List the corrections, write them to a file and read them back."),
        "evaluate": ("evaluate", "Measure claimkit on articles that people annotated."),
        "sample": ("sample", "Draw articles to annotate by hand, prefilled."),
    },
    "Hand it on": {
        "export": ("export", "Write quotations and claims in a format that other programs read."),
        "datasette-metadata": ("datasette_metadata", "Print what Datasette shows beside the store."),
        "schema": ("schema", "Print the JSON Schema of what claimkit writes as JSON."),
        "mcp": ("mcp", "Answer an assistant's questions about the store."),
    },
    "Look after it": {
        "merge": ("merge", "Merge stores into a new one."),
        "index": ("index", "Store what the records mean, so that other words find them."),
        "doctor": ("doctor", "Check the installation and the store."),
    },
}
_COMMANDS = {name: command for section in _SECTIONS.values() for name, command in section.items()}


class _Commands(TyperGroup):
    """The commands, each imported and built when it is called, so that it starts in a quarter of a second.

    Every error raised on purpose is one line on stderr and an exit code, whatever the command.
    """

    _outlined = False  # while only the commands' names and summaries are asked for

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(_COMMANDS)  # the names are all that is asked of it

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        if self._outlined:
            return TyperCommand(cmd_name, help=_COMMANDS[cmd_name][1])
        return _command(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in _COMMANDS and os.path.lexists(args[0]):
            kind = "folder" if Path(args[0]).is_dir() else "file"
            raise UsageError(f"{args[0]}: is a {kind}, not a command; run `claimkit quotes {args[0]}`")
        if args and "://" in args[0]:
            raise UsageError(f"{args[0]}: is a web address, and claimkit fetches nothing; save the page, then read it")
        if args and " " in args[0].strip():
            raise UsageError(f'{args[0]!r} is not a command; to look for a phrase, run: claimkit who-said "{args[0]}"')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for heading, commands in _SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, summary) for name, (_, summary) in commands.items()])

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        self._outlined = True
        return super().shell_complete(ctx, incomplete)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ClaimkitError as error:
            complain(str(error))
            raise typer.Exit(_code(error)) from None
        except KeyboardInterrupt as error:
            complain(str(error) or "stopped")
            raise typer.Exit(ExitCode.stopped) from None


app = typer.Typer(
    name="claimkit",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich's help takes as long to load as the rest of the command
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _command(name: str) -> Any:
    command = _built(name)
    for leaf in getattr(command, "commands", {name: command}).values():
        leaf.params += _everywhere()
    return command


def _built(name: str) -> Any:
    room = import_module(f"claimkit.cli.{_COMMANDS[name][0]}")
    if hasattr(room, "app"):  # a group of commands
        return get_command(room.app)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
    if name in ("quotes", "claims"):
        examples, text = (getattr(room, f"{name.upper()}_{part}") for part in ("EXAMPLES", "HELP"))
        alone.command(name, epilog=examples, help=text)(room.command(room.Show[name]))
    else:
        alone.command(name, epilog=room.EXAMPLES)(getattr(room, _COMMANDS[name][0]))
    return get_command(alone)


def _color(color: screen.Color | None) -> None:
    if color is not None:
        screen.choose(color)


_COLOR_HELP = "Colours: auto on a terminal, unless NO_COLOR is set."
_Color = Annotated[screen.Color | None, typer.Option("--color", help=_COLOR_HELP, callback=_color, expose_value=False)]


def _paged(no_pager: bool) -> None:
    if no_pager:
        pager.choose(False)


_PAGER_HELP = "Print long tables as they are, without CLAIMKIT_PAGER, PAGER or less."
_NoPager = Annotated[bool, typer.Option("--no-pager", help=_PAGER_HELP, callback=_paged, expose_value=False)]


def _shown(color: _Color = None, no_pager: _NoPager = False) -> None:
    """Holds the options for `_everywhere`."""


def _everywhere() -> Any:
    """`--color` and `--no-pager` after a command's name, where people write them too."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command()(_shown)
    return get_command(alone).params


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimkit {__version__}")
        raise typer.Exit


@app.callback(epilog='\b\nExamples:\n  claimkit quotes seeds/\n  claimkit who-said "making progress"')
def _claimkit(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
    color: Annotated[screen.Color, typer.Option("--color", help=_COLOR_HELP)] = screen.Color.auto,
    no_pager: Annotated[bool, typer.Option("--no-pager", help=_PAGER_HELP)] = False,
) -> None:
    """Who said what, in which outlet, and is that really what they said?

    Reads news articles (text, HTML, PDF, JSON, CSV and more), finds every quotation and reported claim, says who is
    behind each, and groups the same quotation as several outlets printed it.
    """
    screen.choose(color)
    pager.choose(not no_pager)


def main() -> None:
    """Entry point of the console script."""
    own_process()
    try:
        app(prog_name="claimkit")
    except KeyboardInterrupt:  # outside a command: while starting or ending
        raise SystemExit(int(ExitCode.stopped)) from None
    except OSError as error:
        if not _is_printing(error):
            raise
        complain(str(unwritable(error)))
        raise SystemExit(int(ExitCode.usage)) from None


def _code(error: ClaimkitError) -> ExitCode:
    if isinstance(error, NotFoundError):
        return ExitCode.nothing
    return ExitCode.failed if isinstance(error, InputError) else ExitCode.usage


def _is_printing(error: BaseException) -> bool:
    """Whether it comes from Typer's own printing: help, version, completion."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_name == "echo"
