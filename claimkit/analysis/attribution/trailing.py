"""Sentences that say who said them and that the tagger left alone: “The gates will open at noon, they added.”, “Ilves
said Orlova told her that …”.

After a quotation, the tagger tends to take the next sentence that ends with who said it for the article's own words, or
for more of what the cue before it says. Of two claims, one inside the other, it marks the inner one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.analysis.statements.content_form import content_form, content_words
from claimkit.english.lexicon import words as listed
from claimkit.models.extraction import TaggedSpan, Tagging
from claimkit.models.record import Span

# Chance of a cue and of its source that are taken at their word, and the fewest words of a sentence; set by hand.
_LEAST = 0.6
_FEWEST = 4
_BETWEEN = 1  # words between source and cue: "she also said"
_AFTER = 4  # words that may follow both: "he told the conference on Sunday"
_SURE = 0.9  # chance of a cue that opens its sentence
_CLAUSES = ("that", "clause")

_Make = Callable[[TaggedWords, bytearray, Tagging, int], DraftAttribution | None]


def trailing_reports(words: TaggedWords, mask: bytearray, tagging: Tagging) -> list[DraftAttribution]:
    """A draft for each cue without content at the end of a sentence that no other cue of that sentence has."""
    return _drafts(words, mask, tagging, _LEAST, _draft)


def leading_reports(words: TaggedWords, mask: bytearray, tagging: Tagging) -> list[DraftAttribution]:
    """A draft for each source and plain verb of saying, or “According to” and its source, that open a sentence and have
    no content: the rest of the sentence, in which somebody else's claim may be."""
    return _drafts(words, mask, tagging, _SURE, _opening)


def _drafts(words: TaggedWords, mask: bytearray, tagging: Tagging, least: float, make: _Make) -> list[DraftAttribution]:
    """What `make` gives for each cue without content whose probability is `least` or more."""
    owned = set(words.owner)
    free = (cue for cue, span in enumerate(tagging.cues) if cue not in owned and span.probability >= least)
    return [draft for cue in free if (draft := make(words, mask, tagging, cue)) is not None]


def _opening(words: TaggedWords, mask: bytearray, tagging: Tagging, cue: int) -> DraftAttribution | None:
    at, certainty = tagging.source_of[cue]
    if at is None or certainty < _LEAST:
        return None
    span, source = tagging.cues[cue], tagging.sources[at]
    said = words.text[span.start : span.end].casefold()
    first, last = sorted((span, source), key=lambda s: s.start)
    inner = words.within(first.start, last.end)
    after = inner[-1] + 1
    sentence = words.sentence[inner[0]]
    begins = inner[0] == 0 or words.sentence[inner[0] - 1] != sentence
    if not begins or len(words.within(first.end, last.start)) > _BETWEEN or mask[words.starts[inner[0]]]:
        return None
    according = said == "according to" and words.word(min(after, len(words.starts) - 1)) == ","
    if not according and (first is span or said not in listed("syntax", "clausal")):
        return None
    members = list(_up_to_stop(words, after + according, sentence))
    lettered = [i for i in members if words.starts_with_letter(i)]
    if len(lettered) < _FEWEST or mask[words.starts[lettered[0]]] or not words.taken.isdisjoint(members):
        return None
    form = content_form(content_words(words.text[words.starts[members[0]] : words.ends[members[-1]]]))
    if not according and form not in _CLAUSES:
        return None
    return DraftAttribution(
        _span(words.text, span), _span(words.text, source), span.probability * certainty, members, True
    )


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
    while begin and words.sentence[begin - 1] == sentence:
        begin -= 1
    members = [*range(begin, comma), *_rest(words, max(span.end, source.end), sentence)]
    if mask[words.starts[begin]] or mask[words.starts[comma]] or not words.taken.isdisjoint(members):
        return None
    if sum(map(words.starts_with_letter, members)) < _FEWEST:
        return None
    home = (words.starts[begin], words.ends[members[-1]])
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


def _rest(words: TaggedWords, end: int, sentence: int) -> range:
    """What a sentence says behind an insertion: “The museum, Ilves said, [will open in May].”"""
    first = words.within(end, len(words.text))
    if not first or words.word(first[0]) != "," or words.sentence[first[0]] != sentence:
        return range(0)
    return _up_to_stop(words, first[0] + 1, sentence)


def _up_to_stop(words: TaggedWords, first: int, sentence: int) -> range:
    """The words of a sentence from `first` on, without its stop."""
    last = first
    while last < len(words.starts) and words.sentence[last] == sentence:
        last += 1
    return range(first, last - (last > first and words.word(last - 1) == "."))


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
