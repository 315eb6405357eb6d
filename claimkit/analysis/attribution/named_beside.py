"""Quotations whose speaker is named with a noun beside them: “The message from A is simple: …”, “A's advice: …”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.english.sentences import find_sentence
from claimkit.models.extraction import Region
from claimkit.models.record import Span

_REACH = 300  # characters of a sentence before a quotation, and of one after it
_ = "[ \u00a0]"
_DETERMINER = r"(?:the|an?|his|her|their|its|one|this)"
_WORD = r"[\w’'.-]{1,30}"
# Who: up to the verb, a further preposition or the end of the clause.
_STOPS = "to|is|was|were|are|has|had|on|in|at|about|for|that|who|which"
_WHO = rf"(?:{_DETERMINER}{_})?(?:(?!(?:{_STOPS}){_}){_WORD}{_}?){{1,7}}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Announced by a noun and “from”, by a possessive, and named in the sentence after."""
    noun = rf"(?P<noun>{'|'.join(sorted(listed('syntax', 'utterances')))})"
    return (
        re.compile(rf"\b{noun}{_}(?:from|of|by){_}(?P<who>{_WHO})", re.IGNORECASE),
        re.compile(
            rf"(?P<who>\b(?:[Hh]er|[Hh]is|[Tt]heir)|\b(?:{_DETERMINER}{_})?(?:{_WORD}{_}){{0,5}}?{_WORD}(?:['’]s|s['’])){_}"
            rf"(?:[\w-]{{1,20}}{_}){{0,2}}?{noun}\b"
        ),
        re.compile(
            rf"(?:Those|These|This|That){_}(?:were|was|are|is){_}(?:(?:the|her|his){_})?"
            rf"(?:[\w-]{{1,20}}{_}){{0,2}}?{noun}{_}(?:of|from|by){_}(?P<who>{_WHO})"
        ),
    )


def named_beside(
    words: TaggedWords, regions: Sequence[Region], drafts: Iterable[DraftAttribution]
) -> Iterator[DraftAttribution]:
    """The drafts; a quotation without a source has the one that a noun for what is said names beside it."""
    edges = {words.starts[inner[0]]: r for r in regions if r.closed and (inner := words.within(r.start, r.end))}
    for draft in drafts:
        region = edges.get(words.starts[draft.words[0]]) if draft.source is None and not draft.by_layout else None
        found = None if region is None else _before(words.text, region) or _behind(words.text, region)
        yield draft if found is None else replace(draft, cue=found[0], source=found[1])


def _before(text: str, region: Region) -> tuple[Span, Span] | None:
    """“The message from A to B is simple: “…””, “Her verdict was short: …” has nobody."""
    before = text[max(0, region.start - 3) : region.start].rstrip()
    if not before.endswith(":"):
        return None
    colon = max(0, region.start - 3) + len(before) - 1
    first, _last = find_sentence(text, colon, colon, _REACH)
    announced, owned, _after = _patterns()
    return _spans(text, announced.search(text, first, colon)) or _spans(text, owned.search(text, first, colon))


def _behind(text: str, region: Region) -> tuple[Span, Span] | None:
    """““…” Those were the words of A.”"""
    start = region.end
    while start < len(text) and text[start] in " \u00a0\n\r" and start - region.end < 4:
        start += 1
    return _spans(text, _patterns()[2].match(text, start, min(len(text), start + _REACH)))


def _spans(text: str, match: re.Match[str] | None) -> tuple[Span, Span] | None:
    """Cue and source."""
    if match is None:
        return None
    who = re.sub(r"(?:['’]s|(?<=s)['’])$", "", match["who"].rstrip(" \u00a0.,"))
    start = match.start("who")
    if not who or text[start + len(who) - 1] in "([":
        return None
    return Span(*match.span("noun"), match["noun"]), Span(start, start + len(who), who)
