"""“A quoted B as saying”, “B was quoted as saying by A”: the words are B's, who may be tagged as part of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.models.extraction import TaggedSpan
from claimkit.models.record import Span

_SAYING = r"as[ \u00a0](?:saying|telling|stating|insisting|warning)\b"
_QUOTED = re.compile(
    r"\b(?P<passive>(?:was|were|is|are|been|being)[ \u00a0](?:also[ \u00a0])?)?"
    r"(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))[ \u00a0]"
    rf"(?P<who>[^\n“”\"]{{2,120}}?[ \u00a0])?{_SAYING}"
)
# “… as saying by A” ends with A, “as saying in A” too.
_AGENT = re.compile(r"[ \u00a0](?:by|in)[ \u00a0][^\n“”\",;:.]{2,60}(?=[.,;:]|$)")
_TRIM = " \t\u00a0,"
_AGENT_WORDS = 8  # at most
_NEAR = 4  # characters between a source and its verb


def quoted_as(
    words: TaggedWords, mask: bytearray, sources: Sequence[TaggedSpan], drafts: Iterable[DraftAttribution]
) -> Iterator[DraftAttribution]:
    """The drafts, with whoever is quoted as the source and without their name in the content."""
    found = list(_QUOTED.finditer(words.text))
    for draft in drafts:
        at = bisect_right(found, draft.cue.start, key=lambda m: m.start()) - 1 if draft.cue else -1
        if at >= 0 and draft.cue and draft.cue.start < found[at].end():
            yield from _given(words, mask, sources, draft, found[at])
        else:
            yield draft


def _given(
    words: TaggedWords,
    mask: bytearray,
    sources: Sequence[TaggedSpan],
    draft: DraftAttribution,
    clause: re.Match[str],
) -> Iterator[DraftAttribution]:
    passive = clause["passive"] is not None or (clause["who"] or "").startswith("by ")
    who = _before(words, mask, sources, draft, clause.start()) if passive else _inside(words.text, clause)
    agent = _AGENT.match(words.text, clause.end()) if passive else None
    taken = range(who.start if who and passive else clause.start(), (agent or clause).end())
    said = [i for i in draft.words if mask[words.starts[i]] or words.starts[i] not in taken]
    if passive:
        said = _without_agent(words, mask, said)
    if any(words.starts_with_letter(i) for i in said):
        yield replace(draft, source=who or draft.source, words=said)


def _without_agent(words: TaggedWords, mask: bytearray, said: list[int]) -> list[int]:
    """Quoted words without who quotes them: “…” by the Post."""
    last = max((i for i in said if mask[words.starts[i]]), default=-1)
    after = [i for i in said if i > last]
    quoted_by = last >= 0 and after and after[0] == last + 1 and words.word(after[0]) in ("by", "in")
    return [i for i in said if i <= last] if quoted_by and len(after) <= _AGENT_WORDS else said


def _inside(text: str, clause: re.Match[str]) -> Span | None:
    """B in “quoted B as saying”."""
    if clause["who"] is None:
        return None
    start, end = clause.span("who")
    name = text[start:end].strip(_TRIM)
    start += text[start:end].index(name)
    return Span(start, start + len(name), name) if name else None


def _before(
    words: TaggedWords, mask: bytearray, sources: Sequence[TaggedSpan], draft: DraftAttribution, at: int
) -> Span | None:
    """B in “B was quoted as saying”: a source, or what the tagger took for the beginning of the content."""
    text = words.text
    nearest = bisect_left(sources, at, key=lambda s: s.start) - 1
    if nearest >= 0 and sources[nearest].end <= at:
        source = sources[nearest]
        if at - source.end <= _NEAR and not text[source.end : at].strip(_TRIM):
            return Span(source.start, source.end, text[source.start : source.end])
    part = [i for i in draft.words if words.starts[i] < at and not mask[words.starts[i]]]
    if not part or part[-1] - part[0] + 1 != len(part):
        return None
    start, end = words.starts[part[0]], words.ends[part[-1]]
    if at - end > _NEAR or text[end:at].strip(_TRIM):
        return None
    return Span(start, end, text[start:end])
