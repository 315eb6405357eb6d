"""`The minister, in a statement signed by her aide, Sam Okafor, said …`: the minister speaks, not who signed it."""

from __future__ import annotations

import re
from dataclasses import replace

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.sentences import find_sentence
from claimkit.models.record import Span

_REACH = 300  # characters of the sentence before the source
_LONGEST = 80  # characters of the subject
_ = "[ \u00a0]"
_BY = re.compile(
    rf"(?P<who>[^,;:“”\"\n]+),{_}(?:in|through|via){_}(?:an?|the|his|her|its|their){_}(?:[\w’'-]{{1,20}}{_}){{0,3}}?"
    rf"(?:statement|letter|release|note|message|memo|circular|notice|communiqu[eé]){_}(?:[\w’'-]{{1,20}}{_}){{0,5}}?"
    rf"(?:signed|issued|released|read|sent|made{_}available|delivered|circulated)(?:{_}[\w’',-]{{1,20}}){{0,5}}?{_}by{_}$"
)
_OPENING = re.compile(rf"(?:But|And|Yet|So|However|Meanwhile|Also){_}")


def in_whose_name(words: TaggedWords, draft: DraftAttribution) -> DraftAttribution:
    """The draft; its source is the subject of the cue where the one it had only signed the statement."""
    source, cue, text = draft.source, draft.cue, words.text
    if source is None or cue is None or cue.start < source.end or draft.by_layout:
        return draft
    if text[source.end : cue.start].strip(" \u00a0") != ",":
        return draft
    first, _last = find_sentence(text, source.start, source.start, _REACH)
    match = _BY.fullmatch(text[first : source.start])
    if match is None:
        return draft
    opening = _OPENING.match(match["who"])
    who = match["who"][opening.end() if opening else 0 :].lstrip()
    if not 0 < len(who) <= _LONGEST:
        return draft
    end = first + match.end("who")
    return replace(draft, source=Span(end - len(who), end, who))
