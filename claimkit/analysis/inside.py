"""A claim inside a claim: “Reuters reported that the minister said …” is the agency's claim and the minister's.

The tagger marks the outer one only, as its annotators did. So a report that reports another is read again, by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from claimkit.analysis.attribution import attribute
from claimkit.analysis.statements.content_form import content_words, has_finite
from claimkit.english.lexicon import words as listed
from claimkit.english.quotation_marks import find_regions, mark_styles, mask_quoted
from claimkit.models.extraction import Attribution, Tagging
from claimkit.models.record import Channel, Span

# Less certain ones are seldom somebody's words: read on PolNeAR and BBC news.
_LEAST = 0.6
_WORDS = 3  # of an inner claim at least
_LONGEST = 2000  # characters of a report that is read again
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Tag = Callable[[str, bytearray], Tagging]


def with_inner_claims(text: str, found: Sequence[Attribution], tag: Tag) -> list[Attribution]:
    """The attributions and those inside them, in text order."""
    certain = [a for a in found if not a.doubtful]
    outers = [a for a in certain if a.verbatim or (a.type != "direct" and a.cue)]
    inner = [one for outer in outers for one in _inner(text, certain, outer, tag)]
    if not inner:
        return list(found)
    others = [a for a in found if not (a.doubtful and any(_same(a, one) for one in inner))]
    return sorted([*others, *inner], key=lambda a: (a.content[0].start, a.content[-1].end))


def _inner(text: str, found: Sequence[Attribution], outer: Attribution, tag: Tag) -> Iterator[Attribution]:
    for span in outer.content:
        if len(span.text) > _LONGEST or not _reports(span.text):
            continue
        # Behind its “that” a report reads like a sentence, which is what the tagger knows.
        report = span.text.removeprefix("that ")
        regions = find_regions(report)
        quoted = mask_quoted(regions, len(report))
        for one in attribute(report, regions, quoted, tag(report, mark_styles(regions, len(report)))):
            if _is_claim(one, report, quoted) or (outer.verbatim and _is_quotation(one)):
                moved = _moved(one, span.end - len(report), outer)
                if not any(_same(moved, other) for other in found):
                    yield moved


def _reports(text: str) -> bool:
    """Whether somebody says something in a report."""
    return any(word.casefold() in listed("syntax", "saying") for word in _WORD.findall(text)[1:])


def _is_claim(one: Attribution, text: str, quoted: bytearray) -> bool:
    """Whether somebody who is named or described is plainly said to have said more than a word or two."""
    if one.cue is None or one.source is None or one.confidence < _LEAST or quoted[one.cue.start]:
        return False
    said = {word.casefold() for word in _WORD.findall(one.cue.text)}
    source = one.source.text.casefold()
    said_words = content_words(one.content[0].text).words
    clause = one.type != "indirect" or one.content[0].text.startswith("that ") or has_finite(said_words)
    return (
        not listed("syntax", "saying").isdisjoint(said)
        and (clause or not listed("syntax", "clausal").isdisjoint(said))
        and listed("cues", "negation", "words").isdisjoint(said)
        and source.split()[0] not in listed("syntax", "inner_subjects")
        and sum(len(_WORD.findall(span.text)) for span in one.content) >= _WORDS
    )


def _is_quotation(one: Attribution) -> bool:
    """Whether a turn or a letter, which has no marks of its own, quotes somebody: He said, “Go home.”"""
    if one.type == "indirect" or one.cue is None or one.source is None or one.confidence < _LEAST:
        return False
    said = {word.casefold() for word in _WORD.findall(one.cue.text)}
    return (
        not listed("syntax", "saying").isdisjoint(said)
        and listed("cues", "negation", "words").isdisjoint(said)
        and one.source.text.casefold() not in listed("syntax", "own_subjects")
    )


def _moved(one: Attribution, offset: int, outer: Attribution) -> Attribution:
    """The inner attribution in the article's offsets; it can be no more certain than the outer one."""

    def moved(span: Span | None) -> Span | None:
        return None if span is None else Span(span.start + offset, span.end + offset, span.text)

    content = tuple(Span(s.start + offset, s.end + offset, s.text) for s in one.content)
    return replace(
        one,
        content=content,
        cue=moved(one.cue),
        source=moved(one.source),
        confidence=one.confidence * outer.confidence,
        via=_via(outer),
        inside=outer.cue or outer.content[0],
    )


def _via(outer: Attribution) -> Channel | None:
    """Who passes the inner claim on."""
    source = outer.source
    if source is None or source.text.casefold() in listed("syntax", "inner_subjects"):
        return None
    name = re.sub(r"^(?:the|The) ", "", " ".join(source.text.split()))
    return Channel(source.start, source.end, source.text, "quoted", name if name[:1].isupper() else None)


def _same(one: Attribution, other: Attribution) -> bool:
    return other.cue == one.cue or other.content == one.content
