"""A report and the quotation after it are two statements: She was worried, Ilves said. “Nobody asked us.”"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords

_LEAST = 3  # words of a quotation that is a sentence of its own
_STOPS = ".!?…"


def separate(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> Iterator[DraftAttribution]:
    """The draft; or its report, and its quotations from later sentences without a cue but with the same source."""
    said = _own_quotations(words, mask, draft)
    rest = [i for i in draft.words if i not in said]
    if not said or any(mask[words.starts[i]] for i in rest) or not any(words.starts_with_letter(i) for i in rest):
        yield draft
        return
    yield replace(draft, words=rest)
    yield replace(draft, words=[i for i in draft.words if i in said])


def _own_quotations(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> set[int]:
    """The words of quotations that are whole sentences after that of the cue."""
    if draft.cue is None or not (cue := words.within(draft.cue.start, draft.cue.end)):
        return set()
    home = words.sentence[cue[-1]]
    found: set[int] = set()
    for run in words.fragments(draft.words):
        letters = [i for i in run if words.starts_with_letter(i)]
        if (
            len(letters) >= _LEAST
            and words.sentence[letters[0]] > home
            and all(mask[words.starts[i]] for i in letters)
            and words.text[words.starts[letters[0]]].isupper()
        ):
            found.update(run)
    return found
