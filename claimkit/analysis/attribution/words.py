"""The tagger's words and, for each, the attribution it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.english.names import is_title
from claimkit.models.extraction import Tagging
from claimkit.models.record import Span

FREE = -2  # the word belongs to no content
CUELESS = -1  # the word belongs to a content without a cue


@dataclass(slots=True)
class DraftAttribution:
    """An attribution before its content is trimmed; `words` are the indices of the content's words.

    `probability` covers cue and links; the tagger's view of the content counts too, unless layout alone decides.
    `verbatim` says that the layout prints somebody's own words without marks: a turn, an answer, a letter.
    """

    cue: Span | None
    source: Span | None
    probability: float
    words: list[int]
    by_layout: bool = False
    verbatim: bool = False


class TaggedWords:
    """The tagger's words by offset and, for each, the index of the cue that its content is linked to (`owner`)."""

    def __init__(self, text: str, tagging: Tagging) -> None:
        self.text = text
        self.starts = [start for start, _ in tagging.words]
        self.ends = [end for _, end in tagging.words]
        self.sentence = self._sentences(tagging.sentence)
        self.content = tagging.content
        self.owner = [FREE] * len(self.starts)
        self.taken: set[int] = set()  # words that a layout rule claims
        self.taken_up: set[int] = set()  # words at which a quotation goes on behind a mark that opens again
        self.datelines: list[tuple[int, int]] = []  # where nobody speaks: “KYIV –”
        for content, (cue, _) in zip(tagging.contents, tagging.cue_of, strict=True):
            for i in self.within(content.start, content.end):
                self.owner[i] = CUELESS if cue is None else cue

    def _sentences(self, numbers: Sequence[int]) -> list[int]:
        """Sentence numbers of the words; the stop after a title (“Mr. Ilves”) does not end a sentence."""
        joined = list(numbers[:1])
        for i in range(1, len(numbers)):
            ends = numbers[i] != numbers[i - 1]
            titled = ends and i > 1 and self.word(i - 1) == "." and is_title(self.word(i - 2))
            joined.append(numbers[i] if ends and not titled else joined[-1])
        return joined

    def within(self, start: int, end: int) -> range:
        """Indices of the words that begin in `start:end`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def word(self, i: int) -> str:
        """Word i in lower case."""
        return self.text[self.starts[i] : self.ends[i]].casefold()

    def starts_with_letter(self, i: int) -> bool:
        """False for punctuation, which is a word of its own here."""
        return self.text[self.starts[i]].isalnum()

    def fragments(self, members: Sequence[int]) -> Iterator[list[int]]:
        """Cut word indices into runs of neighbours within one paragraph, and where a quotation is taken up again."""
        run: list[int] = []
        for i in members:
            if run and (
                i != run[-1] + 1 or i in self.taken_up or "\n" in self.text[self.ends[run[-1]] : self.starts[i]]
            ):
                yield run
                run = []
            run.append(i)
        if run:
            yield run

    def take(self, members: Sequence[int], name: range) -> None:
        """Take words that a layout rule claims away from every other attribution."""
        for i in (*members, *name):
            self.owner[i] = FREE
        self.taken.update(members)
