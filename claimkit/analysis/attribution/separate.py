"""A report and the quotation after it are two statements: She was worried, Ilves said. “Nobody asked us.”"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.analysis.statements.content_form import content_form, content_words

_CLAUSES = ("that", "clause")
_STOPS = (".", "!", "?", "…")
_LEAST = 3  # words of a quotation that is a sentence of its own, and of a report that is one


def separate(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> Iterator[DraftAttribution]:
    """The draft; or its report, and its quotations from later sentences without a cue but with the same source."""
    said = _own_quotations(words, mask, draft)
    rest = [i for i in draft.words if i not in said]
    if said and rest and min(said) < rest[0] and not _is_clause(words, rest) and not _is_over(words, draft, said):
        said = set()  # it is what the quotation is about
    if not said or any(mask[words.starts[i]] for i in rest) or not any(map(words.starts_with_letter, rest)):
        yield draft
        return
    if sum(map(words.starts_with_letter, rest)) >= _LEAST:  # not “a warning” alone
        yield replace(draft, words=rest)
    yield replace(draft, words=[i for i in draft.words if i in said])


def _is_clause(words: TaggedWords, report: list[int]) -> bool:
    """Whether a report has a verb of its own: “that prices would rise”, not “the rise”."""
    said = words.text[words.starts[report[0]] : words.ends[report[-1]]]
    return content_form(content_words(said)) in _CLAUSES


def _is_over(words: TaggedWords, draft: DraftAttribution, said: set[int]) -> bool:
    """Whether the quotations end with a sentence before that of the cue: “They lost.” He also blamed the weather."""
    cue = words.within(draft.cue.start, draft.cue.end) if draft.cue else range(0)
    last = max(said)
    closes = any(words.word(i) in _STOPS for i in range(last - 1, last + 1))
    return bool(cue) and closes and words.sentence[last] < words.sentence[cue[0]]


def _own_quotations(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> set[int]:
    """The words of quotations that are whole sentences after that of the cue, or after the colon of one that ends a
    report: She was worried, Ilves said: “Nobody asked us.”"""
    if draft.cue is None or not (cue := words.within(draft.cue.start, draft.cue.end)):
        return set()
    home, reported = words.sentence[cue[-1]], False
    colon = ":" in words.text[draft.cue.end - 1 : draft.cue.end + 1]
    found: set[int] = set()
    for run in words.fragments(draft.words):
        letters = [i for i in run if words.starts_with_letter(i)]
        if not letters:
            continue
        quoted = all(mask[words.starts[i]] for i in letters)
        begins = quoted and len(letters) >= _LEAST and words.text[words.starts[letters[0]]].isupper()
        sentence = words.sentence[letters[0]]
        whole = any(words.word(i) in _STOPS for i in run[-2:]) and words.sentence[run[-1]] < home
        if begins and (sentence > home or whole or (colon and reported and letters[0] > cue[-1])):
            found.update(run)
        reported |= not quoted and letters[-1] < cue[0] and words.text[words.starts[letters[0]]].isupper()
    return found
