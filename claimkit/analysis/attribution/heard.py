"""“I heard her say …”, “footage of A asking, “…””: the words are hers and A's, who may be tagged as part of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.models.record import Span

_REACH = 160  # characters of a content that are looked at
_LEAST = 3  # words of what is said


@cache
def _pattern() -> re.Pattern[str]:
    """Whom somebody heard or showed, and the verb."""
    name = r"(?:[A-Z][\w.’'-]{0,20}[ \u00a0]){1,5}"
    return re.compile(
        rf"(?P<who>{name}|(?:him|her|them)[ \u00a0])(?P<cue>{'|'.join(sorted(listed('syntax', 'voicing')))})\b"
        r"(?:,(?=[ \u00a0][“\"])|[ \u00a0]that\b|:|(?=[ \u00a0][“\"])|(?=[ \u00a0](?:he|she|they|it|there|the)\b))"
    )


def heard(words: TaggedWords, draft: DraftAttribution) -> DraftAttribution:
    """The draft, with whoever is heard or shown as its source."""
    start = words.starts[draft.words[0]]
    match = _pattern().match(words.text, start, start + _REACH)
    if match is None or draft.cue is None or draft.cue.start > start or draft.by_layout:
        return draft
    said = [i for i in draft.words if words.starts[i] >= match.end()]
    if sum(map(words.starts_with_letter, said)) < _LEAST:
        return draft
    who = match["who"].rstrip(" \u00a0")
    cue = Span(*match.span("cue"), match["cue"])
    return replace(draft, cue=cue, source=Span(start, start + len(who), who), words=said)
