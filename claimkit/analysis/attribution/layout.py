"""Attributions that a text's layout shows: the signed quotation (“…” ― Name) and the speaker's turn (NAME: …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.models.extraction import Region
from claimkit.models.record import Span

# Both forms leave no doubt about who speaks, only that the layout may mean something else; set by hand.
_CERTAINTY = 0.95
_BLANK = " \t\u00a0"
_SIGNATURE = re.compile(
    rf"[{_BLANK}]*+\n?[{_BLANK}]*+(?P<dash>[―—–]|--?)[{_BLANK}]*(?P<rest>[^\n“”\"]{{2,120}})(?:\n|$)"
)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*|\([^\W\d_][\w.’'-]*\))){1,5}")
_TURN = re.compile(
    r"(?m)^[ \t\u00a0]*[\"“]?(?P<name>[A-Z][A-Z.’'-]+(?:[ \u00a0][A-Z][A-Z.’'-]+){0,3})(?P<cue>:)[ \t\u00a0]+(?=\S)"
)


def signatures(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Paragraphs of one quotation, a dash and a name, which an explanation may follow after a comma."""
    text = words.text
    for region in regions:
        line_start = text.rfind("\n", 0, region.start) + 1
        if not region.closed or text[line_start : region.start].strip():
            continue
        match = _SIGNATURE.match(text, region.end)
        name = _NAME.match(match["rest"].replace("\u00a0", " ")) if match else None
        if match is None or name is None or match["rest"][name.end() :].strip(_BLANK + ".\r")[:1] not in ("", ","):
            continue
        start = match.start("rest")
        end = start + len(name.group().rstrip("."))
        if members := list(words.within(region.start, region.end)):
            words.take(members, words.within(start, end))
            yield DraftAttribution(
                Span(match.start("dash"), match.end("dash"), match["dash"]),
                Span(start, end, text[start:end]),
                _CERTAINTY,
                members,
                by_layout=True,
            )


def turns(words: TaggedWords) -> Iterator[DraftAttribution]:
    """Lines that begin with a speaker's name in capitals and a colon, where at least two speakers take turns."""
    text = words.text
    found = list(_TURN.finditer(text))
    if len({t["name"] for t in found}) < 2:
        return
    for turn in found:
        line_end = text.find("\n", turn.end())
        if members := list(words.within(turn.end(), line_end if line_end >= 0 else len(text))):
            words.take(members, words.within(*turn.span("name")))
            yield DraftAttribution(
                Span(turn.start("cue"), turn.end("cue"), turn["cue"]),
                Span(turn.start("name"), turn.end("name"), turn["name"]),
                _CERTAINTY,
                members,
                by_layout=True,
            )
