"""`claimkit explain QUOTE_ID`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import complete, options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions

EXAMPLES = """\b
Examples:
  claimkit explain q_e3e676
  claimkit explain q_e3e676 --json | jq '.[0].steps'"""


@spread
def explain(
    quote_id: Annotated[
        str,
        typer.Argument(
            metavar="QUOTE_ID", help="The `id` of a record or any unambiguous prefix.", autocompletion=complete.quotes
        ),
    ],
    printing: OutputOptions = OutputOptions(),
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show why a quotation has its speaker.

    The passage of the article with source, cue and content marked, and each step from the source's words to the name.
    """
    from claimkit.cli.work.show_one import show_explanation

    show_explanation(quote_id, printing, db)
