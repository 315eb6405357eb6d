"""`claimkit quotes` and its twin `claimkit claims`."""

from __future__ import annotations

from collections.abc import Callable

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import InputOptions, OutputOptions, SelectionOptions, Show

QUOTES_HELP = """Show the quotations in articles with their speakers.

With PATH it answers from exactly those articles and stores them; without, it answers from the store."""
QUOTES_EXAMPLES = """\b
Examples:
  claimkit quotes seeds/
  claimkit quotes seeds/ --speaker Peskov --since 2025-02
  claimkit quotes seeds/ --type all | jq -r .speaker.name"""
CLAIMS_HELP = """Show the reported claims in articles with their speakers.

Indirect and mixed content: what someone is said to have said, asked or thought, in the article's words.
With --claims, of any type, only what is asserted or denied.
The twin of `claimkit quotes`, with the same options."""
CLAIMS_EXAMPLES = """\b
Examples:
  claimkit claims seeds/
  claimkit claims seeds/ --claims
  claimkit claims seeds/ --speaker Zelenskiy -o claims.csv"""


def command(default: Show) -> Callable[..., None]:
    """The command that shows `default` unless --type says otherwise."""
    chosen = SelectionOptions(type=default)

    @spread
    def quotes(
        path: options.Paths = None,
        printing: OutputOptions = OutputOptions(),
        selection: SelectionOptions = chosen,
        inputs: InputOptions = InputOptions(),
        prune: options.Prune = False,
    ) -> None:
        from claimkit.cli.work.list_quotes import list_quotes

        list_quotes(default, path, printing, selection, inputs, prune)

    return quotes
