"""The command line: thin commands, one file each; everything heavy is imported inside them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from claimkit import __version__
from claimkit.cli import clusters, evaluate, explain, people, quotes, sample, speakers, who_said
from claimkit.cli.options import Show
from claimkit.cli.terminal import complain
from claimkit.errors import ClaimkitError, InputError


class _Commands(TyperGroup):
    """Every error raised on purpose is one line on stderr and an exit code, whatever the command."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ClaimkitError as error:
            complain(str(error))
            raise typer.Exit(1 if isinstance(error, InputError) else 2) from None
        except KeyboardInterrupt:
            complain("stopped")
            raise typer.Exit(130) from None


app = typer.Typer(
    name="claimkit",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich's help takes as long to load as the rest of the command
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


app.command("quotes", epilog=quotes.QUOTES_EXAMPLES, help=quotes.QUOTES_HELP)(quotes.command(Show.quotes))
app.command("claims", epilog=quotes.CLAIMS_EXAMPLES, help=quotes.CLAIMS_HELP)(quotes.command(Show.claims))
app.command("who-said", epilog=who_said.EXAMPLES)(who_said.who_said)
app.command("clusters", epilog=clusters.EXAMPLES)(clusters.clusters)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.command("speakers", epilog=speakers.EXAMPLES)(speakers.speakers)
app.add_typer(people.app)
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command("sample", epilog=sample.EXAMPLES)(sample.sample)


def main() -> None:
    """Entry point of the console script."""
    try:
        app(prog_name="claimkit")
    except KeyboardInterrupt:  # outside a command: while starting or ending
        raise SystemExit(130) from None
