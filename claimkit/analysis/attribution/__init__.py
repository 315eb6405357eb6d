"""Regions between quotation marks + tagged spans → attributions: content with its cue and source.

The tagger says which words are content, cue and source, and links them; quotation marks say where a quotation begins
and ends. Where the two disagree, the marks win: a region that is mostly content becomes content as a whole. Forms that
layout alone shows (signed quotations, turns of a transcript) do not need the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from claimkit.analysis.attribution.addressed import addressed
from claimkit.analysis.attribution.calibration import Calibration, shipped
from claimkit.analysis.attribution.charged import charged
from claimkit.analysis.attribution.cue_words import plain_cue
from claimkit.analysis.attribution.datelines import past_dateline, without_datelines
from claimkit.analysis.attribution.heard import heard
from claimkit.analysis.attribution.interviews import interviews
from claimkit.analysis.attribution.inverted import inverted
from claimkit.analysis.attribution.items import keep_apart, not_announced, signed_items
from claimkit.analysis.attribution.layout import announced, headed, labelled, of_headline, pull_quotes, signatures
from claimkit.analysis.attribution.letters import letters
from claimkit.analysis.attribution.named_beside import named_beside
from claimkit.analysis.attribution.posts import posts
from claimkit.analysis.attribution.quoted_as import quoted_as
from claimkit.analysis.attribution.refine import (
    agent,
    before,
    names_something,
    own_source,
    quoted_wordings,
    refine,
    says_only_that,
    subject,
    taken_from_content,
    with_nickname,
)
from claimkit.analysis.attribution.respect_marks import Marks, respect_marks
from claimkit.analysis.attribution.separate import separate
from claimkit.analysis.attribution.signed import in_whose_name
from claimkit.analysis.attribution.stated import stated
from claimkit.analysis.attribution.trailing import leading_reports, trailing_reports
from claimkit.analysis.attribution.turns import turns
from claimkit.analysis.attribution.words import CUELESS, DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.models.extraction import Attribution, Region, TaggedSpan, Tagging
from claimkit.models.record import Span
from claimkit.models.types import QuoteType

# Share of a direct quotation's letters that lie between marks (the rest is an annotator's comma or "that").
_DIRECT = 0.9
# Chance that a content without a tagged cue is right: half of them on PolNeAR dev.
_WITHOUT_CUE = 0.5
# Reports less certain than this are doubtful: one in three of them is right, on held-out articles of PolNeAR, but about
# half of those that read like statements. The rest is left out: of what is less certain than the other, nearly all.
_DOUBTED = 0.3
_LEAST = 0.1
# A name and the relative pronoun after it; at most this many words come between the pronoun and its verb.
_RELATIVE = re.compile(r"(?<=\w)\s{0,3}[,–—-]{1,2}\s{0,3}(who|which|that)$", re.IGNORECASE)
_ADVERBS = 2
# The time at which an entry of a live report was made: nobody says it.
_CLOCK = re.compile(
    r"(?m)^[ \t]{0,8}\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: (?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|PT))?(?=[ \t–—:-])"
)
_TRIM_RIGHT = " \t\r\n\u00a0\u2009,;:“”„\"«»‘’'`–—-"
_TRIM_LEFT = _TRIM_RIGHT + "."


def attribute(
    text: str,
    regions: Sequence[Region],
    mask: bytearray,
    tagging: Tagging,
    calibration: Calibration | None = None,
) -> list[Attribution]:
    """Attributions in `text` (markup removed), sorted by their first content character.

    `mask[i]` is 1 where character i lies inside one of `regions`. `calibration` turns the tagger's probabilities into
    the chance that an attribution is right; by default it is the shipped model's.
    """
    curve = calibration or shipped()
    words = TaggedWords(text, tagging)
    quoted = [r for r in regions if r.depth == 0]
    words.taken_up.update(
        w[0] for r, s in pairwise(quoted) if _goes_on(text, r, s) and (w := words.within(s.start, s.end))
    )
    for clock in _CLOCK.finditer(text):
        words.take(words.within(clock.start(), clock.end()), range(0))
    without_datelines(words, tagging)
    keep_apart(words, tagging)
    marked = Marks(regions)
    respect_marks(words, quoted, tagging)
    not_announced(words, mask, quoted, tagging)
    by_layout = [
        *signatures(words, quoted),
        *labelled(words, quoted),
        *announced(words, quoted),
        *headed(words, quoted),
        *signed_items(words, quoted),
    ]
    by_layout += [
        *of_headline(words, quoted),
        *pull_quotes(words, quoted),
        *letters(words),
        *stated(words, mask),
        *posts(words),
    ]
    by_layout += list(turns(words)) or interviews(words, mask)
    wordings = quoted_wordings(words, quoted)
    trailing = [*trailing_reports(words, mask, tagging), *leading_reports(words, mask, tagging)]
    linked = quoted_as(words, mask, tagging.sources, _linked(words, mask, tagging))
    linked = (d for d in linked if d.cue is None or not says_only_that(words, d.cue, d.words))
    linked = (addressed(words, part) for d in linked for part in inverted(words, mask, d))
    refined = (part for d in linked for part in refine(words, wordings, d))
    separated = (part for d in refined for part in separate(words, mask, charged(words, mask, heard(words, d))))
    drafts = [*by_layout, *trailing, *named_beside(words, quoted, (in_whose_name(words, d) for d in separated))]
    finished = [a for draft in drafts if (a := _finish(words, marked, mask, draft)) is not None]
    found = [
        replace(
            a,
            confidence=curve.chance(a.confidence, a.type, a.source is not None),
            doubtful=a.type == "indirect" and a.confidence < _DOUBTED,
        )
        for a in finished
        if a.type != "indirect" or a.confidence >= _LEAST
    ]
    return sorted(found, key=lambda a: (a.content[0].start, a.content[-1].end, a.cue.start if a.cue else -1))


def _goes_on(text: str, region: Region, following: Region) -> bool:
    """Whether two quotations follow each other directly, in one paragraph or in two."""
    return region.continues or text[region.end : following.start].isspace()


def _linked(words: TaggedWords, mask: bytearray, tagging: Tagging) -> Iterator[DraftAttribution]:
    """One draft for each cue. A quotation may do without a cue; an unquoted claim without one is dropped."""
    groups: dict[int, list[int]] = {}
    loose: list[int] = []
    for i, cue in enumerate(words.owner):
        if cue >= 0:
            groups.setdefault(cue, []).append(i)
        elif cue == CUELESS:
            loose.append(i)
    link = {cue: probability for cue, probability in tagging.cue_of if cue is not None}
    for cue, members in sorted(groups.items()):
        span = tagging.cues[cue]
        index, certainty = tagging.source_of[cue]
        source = (
            None
            if index is None
            else subject(words, span, own_source(words.text, span, tagging, index), tagging.sources)
        )
        if source is not None and taken_from_content(words, mask, span, source, members):
            members = [*words.within(source.start, source.end), *members]
            source = before(words, span, tagging.sources)
        if source is not None:
            source, members = with_nickname(words, past_dateline(words, source), members)
        else:
            source, members = agent(words, mask, span, members)
        if source is None and mask[words.starts[members[0]]] and names_something(words, members):
            continue
        yield DraftAttribution(
            plain_cue(_span(words.text, span)),
            None if source is None else _source(words, span, source),
            span.probability * link.get(cue, 1.0) * certainty,
            _near(words, mask, span, members),
        )
    for fragment in words.fragments(loose):
        quoted = 2 * sum(mask[words.starts[i]] for i in fragment) >= len(fragment)
        if quoted and not names_something(words, fragment):
            yield DraftAttribution(None, None, _WITHOUT_CUE, fragment)


def _near(words: TaggedWords, mask: bytearray, cue: TaggedSpan, members: list[int]) -> list[int]:
    """Leave out unquoted words outside the cue's sentence, unless there is nothing else.

    A quotation may run over many sentences; a report stays within the sentence of its verb.
    """
    home = {words.sentence[i] for i in words.within(cue.start, cue.end)}
    near: list[int] = []
    for fragment in words.fragments(members):
        for part in _at_quotations(words, mask, fragment, cue):
            quoted = sum(mask[words.starts[i]] for i in part)
            if 2 * quoted >= len(part) or any(words.sentence[i] in home for i in part):
                near += part
    return near or members


def _at_quotations(words: TaggedWords, mask: bytearray, fragment: list[int], cue: TaggedSpan) -> Iterator[list[int]]:
    """Cut a run of words where a quotation and its sentence end together, and before the cue where they begin."""
    begin = 0
    for k, (i, j) in enumerate(pairwise(fragment), start=1):
        inside, follows = mask[words.starts[i]], mask[words.starts[j]]
        borders = inside > follows or (inside < follows and words.starts[j] < cue.start)
        if borders and words.sentence[i] != words.sentence[j]:
            yield fragment[begin:k]
            begin = k
    yield fragment[begin:]


def _finish(words: TaggedWords, marks: Marks, mask: bytearray, draft: DraftAttribution) -> Attribution | None:
    """The draft's words → trimmed content spans, type and probability; None when nothing of substance is left."""
    spans = [
        span
        for run in words.fragments(draft.words)
        if (span := _trim(words.text, marks, words.starts[run[0]], words.ends[run[-1]])) is not None
    ]
    if not spans or all(s.text.casefold() in listed("syntax", "placeholders") for s in spans):
        return None
    certainty = 1.0 if draft.by_layout else sum(words.content[i] for i in draft.words) / len(draft.words)
    confidence = min(1.0, max(0.0, draft.probability * certainty))
    kind = _type(words.text, mask, spans)
    if kind == "direct":
        spans = [_unframed(words.text, marks, span) for span in spans]
    return Attribution(kind, tuple(spans), draft.cue, draft.source, confidence, verbatim=draft.verbatim)


def _trim(text: str, marks: Marks, start: int, end: int) -> Span | None:
    """Strip outer marks and punctuation that is not part of the wording; a pair inside keeps both its marks."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(_TRIM_LEFT))
    right = start + len(piece.rstrip(_TRIM_RIGHT))
    if left >= right:
        return None
    around: set[int] = set()  # closing marks of pairs that begin before the content
    for region in marks.touching(left, right):
        if region.start < left and region.end <= right:
            left = max(start, region.start)
        elif region.start < left:
            around.add(region.inner_end)
        elif region.inner_end >= right and region.inner_end not in around:
            right = min(end, region.end)
    return Span(left, right, text[left:right])


def _unframed(text: str, marks: Marks, span: Span) -> Span:
    """A direct quotation without the "that" before its opening mark."""
    outer = [r for r in marks.touching(span.start, span.end) if r.depth == 0]
    if not outer:
        return span
    left, right = max(span.start, outer[0].inner_start), min(span.end, outer[-1].inner_end)
    return _trim(text, marks, left, right) or span


def _type(text: str, mask: bytearray, spans: Sequence[Span]) -> QuoteType:
    letters = inner = 0
    for span in spans:
        for i in range(span.start, span.end):
            if text[i].isalnum():
                letters += 1
                inner += mask[i]
    if not inner:
        return "indirect"
    return "direct" if inner >= _DIRECT * letters else "mixed"


def _source(words: TaggedWords, cue: TaggedSpan, tagged: TaggedSpan) -> Span:
    """“said Ilves, who resigned” has Ilves as its source, “Ilves, who said” has “who”: the tagger marks both as one."""
    span = _span(words.text, tagged)
    if (joined := _RELATIVE.search(span.text)) is None:
        return span
    if cue.start >= span.end and len(words.within(span.end, cue.start)) <= _ADVERBS:
        return Span(span.start + joined.start(1), span.end, joined[1])
    end = span.start + joined.start()
    return Span(span.start, end, words.text[span.start : end])


def _span(text: str, tagged: TaggedSpan) -> Span:
    """A source or cue without the comma that closes an apposition; a cue may be nothing but a mark."""
    end = tagged.start + max(1, len(text[tagged.start : tagged.end].rstrip(" ,;")))
    return Span(tagged.start, end, text[tagged.start : end])
