"""`claimkit quotes` and its twin `claimkit claims`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import InputOptions, ListingOptions, NewOptions, OutputOptions, SelectionOptions, Show

QUOTES_HELP = """Show the quotations in articles with their speakers.

With PATH it answers from exactly those articles and stores them; without, it answers from the store."""
QUOTES_EXAMPLES = """\b
Examples:
  claimkit quotes seeds/
  claimkit quotes seeds/ --speaker Peskov --since 2025-02
  claimkit quotes seeds/ --new --cursor desk
  claimkit quotes seeds/ --type all | jq -r .speaker.name"""
CLAIMS_HELP = """Show the reported claims in articles with their speakers.

Indirect and mixed content: what someone is reported to have said, denied, asked or asked for, in the article's words.
With --all also what they believe, intend, found out or would not say, and what is likely nobody's statement: acts,
plans, topics. With --claims only what is asserted or denied.
The twin of `claimkit quotes`, with the same options."""
CLAIMS_EXAMPLES = """\b
Examples:
  claimkit claims seeds/
  claimkit claims seeds/ --all
  claimkit claims seeds/ --speaker Zelenskiy -o claims.csv"""


def command(default: Show) -> Callable[..., None]:
    """The command that shows `default` unless --type says otherwise."""
    return _claims if default is Show.claims else _quotes


@spread
def _claims(
    path: options.Paths = None,
    printing: OutputOptions = OutputOptions(),
    selection: SelectionOptions = SelectionOptions(type=Show.claims),
    new: NewOptions = NewOptions(),
    inputs: InputOptions = InputOptions(),
    listing: ListingOptions = ListingOptions(),
    everything: Annotated[
        bool, typer.Option("--all", help="Also beliefs, intentions, findings and what is likely no statement.")
    ] = False,
) -> None:
    _list(Show.claims, path, printing, selection, new, inputs, listing, not everything)


@spread
def _quotes(
    path: options.Paths = None,
    printing: OutputOptions = OutputOptions(),
    selection: SelectionOptions = SelectionOptions(type=Show.quotes),
    new: NewOptions = NewOptions(),
    inputs: InputOptions = InputOptions(),
    listing: ListingOptions = ListingOptions(),
) -> None:
    _list(Show.quotes, path, printing, selection, new, inputs, listing, False)


def _list(
    default: Show,
    path: Sequence[str] | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
    listing: ListingOptions,
    said: bool,
) -> None:
    if listing.run is not None:
        from claimkit.cli.work.ask_run import quotes_of_run

        quotes_of_run(listing.run, default, path, printing, selection, new, inputs, listing, said)
    else:
        from claimkit.cli.work.list_quotes import list_quotes

        list_quotes(default, path, printing, selection, new, inputs, listing, said)
