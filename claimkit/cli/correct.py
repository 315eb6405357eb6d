"""`claimkit correct QUOTE_ID`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import complete, options

EXAMPLES = """\b
Examples:
  claimkit correct q_6c472a --not-a-quotation
  claimkit correct q_6c472a --undo
  claimkit correct q_6c472a --speaker "Volodymyr Zelensky"
  claimkit correct q_6c472a --cue said"""


class SpeakerKind(StrEnum):
    """What a speaker is."""

    person = "person"
    organization = "organization"
    group = "group"
    document = "document"
    author = "author"


def correct(
    quote_id: options.QuoteId,
    speaker: Annotated[
        str | None,
        typer.Option(
            "--speaker",
            "-s",
            metavar="NAME",
            help="Who said it; `unknown` where nobody knows.",
            autocompletion=complete.speakers,
        ),
    ] = None,
    kind: Annotated[SpeakerKind | None, typer.Option("--kind", help="What the speaker is.")] = None,
    not_a_quotation: Annotated[
        bool, typer.Option("--not-a-quotation", help="Nobody is said to have said this: no answer shows it.")
    ] = False,
    cue: Annotated[
        str | None, typer.Option("--cue", metavar="WORDS", help="The article's words that say that it was said.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was corrected.")] = False,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Correct a quotation: its speaker or cue, or that it is not one.

    The store keeps it through later runs, new versions, moves and merges, and the record says `decided_by: correction`.
    """
    from claimkit.cli.work.edit_corrections import correct_quote

    correct_quote(quote_id, speaker, None if kind is None else kind.value, not_a_quotation, cue, undo, quiet, db)
