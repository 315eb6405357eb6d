"""`claimkit explain QUOTE_ID`."""

from __future__ import annotations

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions

EXAMPLES = """\b
Examples:
  claimkit explain q_e3e676
  claimkit explain q_e3e676 --json | jq '.[0].steps'"""


@spread
def explain(
    quote_id: options.QuoteId,
    printing: OutputOptions = OutputOptions(),
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show why a quotation has its speaker.

    The passage of the article with source, cue and content marked, and each step from the source's words to the name.
    """
    from claimkit.cli.work.show_one import show_explanation

    show_explanation(quote_id, printing, db)
