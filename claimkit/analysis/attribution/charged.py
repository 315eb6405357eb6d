"""“Mayor sued for ‘fraud’”, “Ilves was accused of “lying” by Orlova”: who is charged or told is not who speaks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.models.record import Span

_ = "[ \u00a0]"
_BEFORE = 40  # characters before a participle in which its helping verb is looked for
# Chance that words which nobody is said to have said are right, as most are scare quotes; set by hand.
_UNSAID = 0.5
_AGENT_WORDS = 9  # of who charges, with the "by"
_AGENT = re.compile(
    rf"{_}?by{_}(?P<who>(?:(?:the|an?|his|her|its|their){_})?(?:[\w’'.-]{{1,30}}{_}){{0,5}}?[\w’'-]{{1,30}}"
    rf"(?:,{_}[A-Z][\w’'-]{{1,30}}(?:{_}[A-Z][\w’'-]{{1,30}}){{0,2}})?)(?=[.,;:\n]|$)"
)
# Who charges between the participle and what it is for: accused by Orlova of.
_BETWEEN = re.compile(
    rf"{_}by{_}(?P<who>(?:[\w’'.-]{{1,30}}{_}){{0,6}}?[\w’'.-]{{1,30}}){_}(?:of|for|over|with|to|that)\b"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A participle, alone before its preposition or in any company; and what before it makes it passive or active."""
    verbs = "|".join(sorted(listed("syntax", "charging")))
    adverbs = rf"(?:{_}(?:\w{{1,20}}ly|also|again|now|since|even|often|twice))?"
    return (
        re.compile(
            rf"\b(?P<verb>{verbs}|found{_}guilty)\b(?P<bare>{_}(?:of|for|with|over|by)\b)?"
            rf"|\b(?P<told>{'|'.join(sorted(listed('syntax', 'telling')))})\b(?P<what>{_}(?:not{_})?(?:to|over|by)\b)?",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:(?P<passive>is|are|was|were|been|being|be|gets?|got|getting)|(?P<active>has|have|had|having|to|will"
            rf"|would|who|and|he|she|they|I|we))"
            rf"{adverbs}{_}$",
            re.IGNORECASE,
        ),
    )


def charged(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> DraftAttribution:
    """The draft without its verb's passive subject as a source; whoever is named with “by” is the source."""
    if draft.cue is None or draft.by_layout or (verb := passive_charge(words.text, draft.cue)) is None:
        return draft
    named = _BETWEEN.match(words.text, verb.end)
    if named is not None:
        who = words.within(named.start(), named.end("who"))
        said = [i for i in draft.words if i not in who]
        source = Span(*named.span("who"), named["who"])
        return replace(draft, source=source, words=said) if any(map(words.starts_with_letter, said)) else draft
    if draft.source is not None and draft.source.start > verb.start:
        return draft
    said, agent = _agent(words, mask, draft.words)
    least = draft.probability if agent else min(draft.probability, _UNSAID)
    return replace(draft, source=agent, words=said, probability=least)


def passive_charge(text: str, cue: Span) -> Span | None:
    """The participle of charging or telling in a cue, if it is passive."""
    participle, helping = _patterns()
    found = participle.search(text, cue.start, min(len(text), cue.end + 6))
    if found is None or found.start() >= cue.end:
        return None
    group = "verb" if found["verb"] else "told"
    verb = Span(*found.span(group), found[group])
    before = helping.search(text, max(0, verb.start - _BEFORE), verb.start)
    if before is not None and before["passive"] is not None:
        return verb
    return verb if before is None and (found["bare"] or found["what"]) else None


def _agent(words: TaggedWords, mask: bytearray, said: list[int]) -> tuple[list[int], Span | None]:
    """The content without “by Orlova” after its quoted words, and Orlova."""
    last = max((i for i in said if mask[words.starts[i]]), default=-1)
    if last < 0:
        return said, None
    match = _AGENT.match(words.text, words.ends[last])
    after = [i for i in said if i > last]
    if match is None or len(after) > _AGENT_WORDS:
        return said, None
    return [i for i in said if i <= last], Span(*match.span("who"), match["who"])
