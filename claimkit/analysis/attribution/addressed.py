"""“He texted his wife, Anna: “…””, “Lund's note to Ford: “…””: who is named before a colon may be spoken to."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.models.record import Span

_ = "[ \u00a0]"
_BEFORE = 80  # characters before the name
_ROLE = rf"(?:(?:his|her|their|its|the|an?){_}(?:[\w’'-]{{1,20}}{_}){{0,3}}[\w’'-]{{1,20}},?{_})?"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb with whom it tells, and a noun for what is told with whom it goes to."""
    verbs = "|".join(sorted(listed("syntax", "telling") | listed("syntax", "messaging")))
    nouns = "|".join(sorted(listed("syntax", "utterances")))
    return (
        re.compile(rf"\b(?P<cue>{verbs}){_}{_ROLE}$"),
        re.compile(
            rf"\b(?:{nouns})(?:{_}from(?:{_}[\w’'-]{{1,20}}){{1,4}})?{_}(?:to|for|on|about){_}{_ROLE}$", re.IGNORECASE
        ),
    )


def addressed(words: TaggedWords, draft: DraftAttribution) -> DraftAttribution:
    """The draft without a source before a colon if that is whom somebody tells; the verb of telling is its cue."""
    cue, source = draft.cue, draft.source
    if draft.by_layout or cue is None or source is None or cue.text.strip() != ":" or source.end > cue.start:
        return draft
    before = words.text[max(0, source.start - _BEFORE) : source.start]
    telling, noun = _patterns()
    if (told := telling.search(before)) is not None:
        start = source.start - len(before) + told.start("cue")
        return replace(draft, cue=Span(start, start + len(told["cue"]), told["cue"]), source=None)
    return replace(draft, source=None) if noun.search(before) else draft
