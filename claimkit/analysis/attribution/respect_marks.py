"""Quotation marks as constraints: everything between two marks belongs to one cue, from mark to mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from claimkit.analysis.attribution.words import CUELESS, FREE, TaggedWords
from claimkit.models.extraction import Region, TaggedSpan, Tagging

# Share of a quotation's words that must be tagged for all of it to be content.
_MAJORITY = 0.5
_BLANK = " \t\u00a0"
_STOPS = ".!?…"
_WORDING = 5  # words and marks of a quotation that is a sentence at least
_HEADING = 80  # characters of a heading that quotes
_PROSE = 200  # characters before a quotation in which the end of a sentence is looked for
_SENTENCE = 2  # words of one: “He paused.”
_BELOW = 5000  # characters around a heading in which its words are looked for
# Characters between a quotation, its source and its cue when they follow each other directly: blanks and a comma.
_GAP = 4


class Marks:
    """Closed regions of every depth, searchable by offset."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._levels: dict[int, list[Region]] = {}
        for region in regions:
            if region.closed:
                self._levels.setdefault(region.depth, []).append(region)

    def touching(self, start: int, end: int) -> Iterator[Region]:
        """Regions that share a character with `start:end`, the outermost first."""
        for level in self._levels.values():  # those of one depth are disjoint
            i = bisect_right(level, start, key=lambda r: r.end)
            while i < len(level) and level[i].start < end:
                yield level[i]
                i += 1


def respect_marks(words: TaggedWords, regions: Sequence[Region], tagging: Tagging) -> None:
    """Make each quotation content as a whole, or leave it alone. `regions` are the outermost ones in text order."""
    before: Region | None = None  # the quotation before, where that is content
    broken_off: tuple[Region, int] | None = None  # the quotation before and its cue, where that follows it
    for chain in _chains(regions):
        parts = [words.within(r.start, r.end) for r in chain]
        members = [i for part in parts for i in part]
        votes = Counter(words.owner[i] for i in members if words.starts_with_letter(i))
        # Nobody opens a mark again but to go on: where the beginning is content, so is the rest.
        if not (_is_content(words, members) or _is_content(words, parts[0])):
            heading = _title_cased(words, members) or _is_repeated(words.text, chain)
            if before is not None and not heading and _follows(words, before, chain[0]):
                owner = words.owner[words.within(before.start, before.end)[0]]
            elif _fills_paragraphs(words.text, chain) and not heading:
                owner = CUELESS
            else:
                before = None
                continue
            for i in members:
                words.owner[i] = owner
            before = chain[-1]
            continue
        before = chain[-1]
        del votes[FREE]
        closing = _closing(words, chain[-1], tagging)
        resumed = None if broken_off is None else _resumes(words, *broken_off, chain[0], tagging.cues)
        broken_off = None if closing is None else (chain[-1], closing)
        if closing is None or len(chain) > 1:
            owner = _owner(words, chain, parts, votes, tagging.cues) if resumed is None else resumed
            for i in members:
                words.owner[i] = owner
        if closing is not None:
            for i in parts[-1]:
                words.owner[i] = closing


def _is_content(words: TaggedWords, part: Sequence[int]) -> bool:
    """Whether most words of a quotation are tagged as content."""
    tagged = [words.owner[i] != FREE for i in part if words.starts_with_letter(i)]
    return any(tagged) and sum(tagged) >= _MAJORITY * len(tagged)


def _fills_paragraphs(text: str, chain: Sequence[Region]) -> bool:
    """Whether nothing but a quotation of whole sentences is in its paragraphs: somebody speaks, whatever is around."""
    for region in chain:
        before, after = region.start - 1, region.end
        while before >= 0 and text[before] in _BLANK:
            before -= 1
        while after < len(text) and text[after] in _BLANK + "\r":
            after += 1
        alone = (before < 0 or text[before] == "\n") and (after == len(text) or text[after] == "\n")
        if not alone or text[region.inner_end - 1] not in _STOPS:
            return False
    return True


def _follows(words: TaggedWords, before: Region, region: Region) -> bool:
    """Whether a quotation of whole sentences comes after another one and who said that: “…,” he said. “We lost.”"""
    text = words.text
    inner, between = text[region.inner_start : region.inner_end].rstrip(), text[before.end : region.start]
    whole = inner[:1].isupper() and inner[-1:] in _STOPS and between.rstrip(_BLANK)[-1:] in _STOPS
    return whole and "\n" not in between and len(words.within(region.start, region.end)) > _WORDING


def _is_repeated(text: str, chain: Sequence[Region]) -> bool:
    """Whether the words of one short quotation come again: a heading takes them from the text below."""
    inner = text[chain[0].inner_start : chain[0].inner_end].rstrip(_STOPS)
    if len(chain) > 1 or len(inner) > _HEADING:
        return False
    around = text[max(0, chain[0].start - _BELOW) : chain[0].start], text[chain[0].end : chain[0].end + _BELOW]
    return any(inner.casefold() in piece.casefold() for piece in around)


def _title_cased(words: TaggedWords, members: Sequence[int]) -> bool:
    """Whether most words after the first have a capital, as in a heading."""
    initials = [words.text[words.starts[i]] for i in members if words.starts_with_letter(i)][1:]
    return 2 * sum(map(str.isupper, initials)) >= max(1, len(initials))


def _chains(regions: Sequence[Region]) -> Iterator[list[Region]]:
    """Quotations: one region, or several that continue from paragraph to paragraph. One never closed is left out."""
    chain: list[Region] = []
    for region in regions:
        chain.append(region)
        if region.continues:
            continue
        if region.closed or len(chain) > 1:
            yield chain
        chain = []


def _closing(words: TaggedWords, region: Region, tagging: Tagging) -> int | None:
    """The cue of a quotation that ends in a comma, or before one, and is directly followed by who said it: “…,” he
    said. One that ends in “?” or “!” is as well where its sentence goes on in a small letter, or ends with the two:
    “…?” he asked."""
    text = words.text
    end = text[region.inner_start : region.inner_end].rstrip()[-1:]
    end = "," if text[region.end : region.end + 1] == "," and region.closed else end
    if end not in (",", "?", "!") or _runs_in(text, region.start):
        return None
    at = bisect_left(tagging.cues, region.end, key=lambda c: c.start)
    if at == len(tagging.cues) or (source := tagging.source_of[at][0]) is None:
        return None
    first, last = sorted((tagging.cues[at], tagging.sources[source]), key=lambda s: s.start)
    follows = 0 <= first.start - region.end <= _GAP and last.start - first.end <= _GAP
    gaps = text[region.end : first.start] + text[first.end : last.start] if follows else ""
    if not follows or gaps.strip(_BLANK + ","):
        return None
    return at if end == "," or text[first.start].islower() or text[last.end : last.end + 1] in (".", ",") else None


def _resumes(words: TaggedWords, before: Region, cue: int, region: Region, cues: Sequence[TaggedSpan]) -> int | None:
    """The cue of the quotation `before`, if `region` is the rest of its sentence: “Today,” he said, “we lost.”"""
    text, between = words.text, words.within(before.end, region.start)
    if not between or not text[region.inner_start].islower() or words.word(between[-1]) != ",":
        return None
    comma = words.starts[between[-1]]
    others = [text[c.end : comma].strip() for c in cues[cue + 1 : cue + 4] if c.start < comma]
    announced = any(not rest or rest.split()[0] == "that" for rest in others)
    whole = words.sentence[between[0]] == words.sentence[between[-1]] and "\n" not in text[before.end : region.start]
    return cue if whole and not announced else None


def _runs_in(text: str, start: int) -> bool:
    """Whether a quotation at `start` continues the sentence of the word before it."""
    before = start - 1
    while before >= 0 and text[before] in _BLANK:
        before -= 1
    return before >= 0 and text[before].isalnum()


def _owner(
    words: TaggedWords, chain: Sequence[Region], parts: Sequence[range], votes: Counter[int], cues: Sequence[TaggedSpan]
) -> int:
    """The cue of a quotation: that of the sentence whose colon announces it, else one beside its first paragraph, else
    beside its last, else the one that most words have. A cue between the marks is itself quoted and comes last.
    """
    candidates = [o for o in votes if o != CUELESS]
    if (colon := parts[0][0] - 1) >= 0 and words.word(colon) == ":":
        if (announcing := _last_cue(words, cues, colon)) is not None:
            return announcing
        # The announcing words are not a cue, so only one in the sentence that the quotation ends can be meant.
        candidates = [o for o in candidates if cues[o].start > chain[0].start and _ends_with(words, parts[-1], cues[o])]

    if _after_prose(words.text, chain[0].start):
        # “…,” said Ilves. / Her deputy sighed. “…”: whoever this paragraph is about speaks, not who did before.
        line = words.text.rfind("\n", 0, chain[0].start) + 1
        candidates = [o for o in candidates if cues[o].start >= line]

    def rank(owner: int) -> tuple[bool, int, int]:
        return any(r.start < cues[owner].start < r.end for r in chain), -votes[owner], owner

    for region, part in ((chain[0], parts[0]), (chain[-1], parts[-1])):
        held = {words.owner[i] for i in part}
        beside = [
            o for o in candidates if o in held and not rank(o)[0] and _same_paragraph(words.text, region, cues[o])
        ]
        if beside:
            return min(beside, key=rank)
    return min(candidates, key=rank, default=CUELESS)


def _after_prose(text: str, start: int) -> bool:
    """Whether a whole sentence of the article's own comes before a quotation in its paragraph, below another one."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - _PROSE) : start].rstrip(_BLANK)
    return line > 0 and before[-1:] in _STOPS and len(before.split()) >= _SENTENCE


def _ends_with(words: TaggedWords, part: range, cue: TaggedSpan) -> bool:
    """Whether a cue is in the sentence of the last word of a quotation."""
    inner = words.within(cue.start, cue.end)
    return bool(inner) and words.sentence[inner[0]] == words.sentence[part[-1]]


def _last_cue(words: TaggedWords, cues: Sequence[TaggedSpan], word: int) -> int | None:
    """The last cue that begins in the sentence of `word`, not after it."""
    at = bisect_right(cues, words.starts[word], key=lambda c: c.start) - 1
    if at < 0 or not (inner := words.within(cues[at].start, cues[at].end)):
        return None
    return at if words.sentence[inner[0]] == words.sentence[word] else None


def _same_paragraph(text: str, region: Region, cue: TaggedSpan) -> bool:
    first, last = (cue.end, region.start) if cue.end <= region.start else (region.end, cue.start)
    return text.find("\n", first, last) < 0
