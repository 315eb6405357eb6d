"""“The gates will open at noon, they added.”: a sentence that ends with who said it and that the tagger left alone.

After a quotation, the tagger tends to take the next such sentence for the article's own words, or for more of what the
cue before it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.models.extraction import TaggedSpan, Tagging
from claimkit.models.record import Span

# Chance of a cue and of its source that are taken at their word, and the fewest words of a sentence; set by hand.
_LEAST = 0.6
_FEWEST = 4
_BETWEEN = 1  # words between source and cue: "she also said"
_AFTER = 4  # words that may follow both: "he told the conference on Sunday"


def trailing_reports(words: TaggedWords, mask: bytearray, tagging: Tagging) -> list[DraftAttribution]:
    """A draft for each cue without content at the end of a sentence that no other cue of that sentence has."""
    owned = set(words.owner)
    return [
        draft
        for cue, span in enumerate(tagging.cues)
        if cue not in owned and span.probability >= _LEAST
        for draft in [_draft(words, mask, tagging, cue)]
        if draft is not None
    ]


def _draft(words: TaggedWords, mask: bytearray, tagging: Tagging, cue: int) -> DraftAttribution | None:
    at, certainty = tagging.source_of[cue]
    if at is None or certainty < _LEAST:
        return None
    span, source = tagging.cues[cue], tagging.sources[at]
    comma = _comma(words, span, source)
    if comma is None:
        return None
    sentence = words.sentence[comma]
    begin = comma
    while begin and words.sentence[begin - 1] == sentence and not mask[words.starts[begin - 1]]:
        begin -= 1
    members = list(range(begin, comma))
    if (begin and words.sentence[begin - 1] == sentence) or sum(map(words.starts_with_letter, members)) < _FEWEST:
        return None
    home = (words.starts[begin], words.ends[comma])
    if any(_inside(home, other) for other in (*_near(tagging.cues, cue), *_near(tagging.sources, at))):
        return None
    words.take(members, range(0))
    return DraftAttribution(
        _span(words.text, span), _span(words.text, source), span.probability * certainty, members, True
    )


def _comma(words: TaggedWords, cue: TaggedSpan, source: TaggedSpan) -> int | None:
    """The comma before a cue and its source, which stand side by side in one sentence."""
    first, last = sorted((cue, source), key=lambda s: s.start)
    inner = words.within(first.start, last.start)
    comma = inner[0] - 1
    between = len(words.within(first.end, last.start))
    same = comma >= 0 and words.sentence[comma] == words.sentence[inner[-1]]
    ends = same and between <= _BETWEEN and _ends_soon(words, last.end, words.sentence[comma])
    return comma if ends and words.word(comma) == "," else None


def _ends_soon(words: TaggedWords, end: int, sentence: int) -> bool:
    """Whether only a few words of the sentence are left at `end`, or an insertion between commas."""
    after = words.within(end, len(words.text))[: _AFTER + 2]
    rest = [i for i in after if words.sentence[i] == sentence]
    return not rest or words.word(rest[0]) == "," or sum(map(words.starts_with_letter, rest)) <= _AFTER


def _near(spans: Sequence[TaggedSpan], at: int) -> Sequence[TaggedSpan]:
    return spans[max(0, at - 3) : at]


def _inside(home: tuple[int, int], span: TaggedSpan) -> bool:
    return home[0] <= span.start < home[1]


def _span(text: str, tagged: TaggedSpan) -> Span:
    return Span(tagged.start, tagged.end, text[tagged.start : tagged.end])
