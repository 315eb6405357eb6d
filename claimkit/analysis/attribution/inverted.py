"""“Where were you?” shouted one man. Mr Ilves said …: whoever follows the verb of a quotation is its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.models.record import Span

_ = "[ \u00a0]"
_CLOSERS = "”\"’'»"
_STOPS = "?!,.…"
# Somebody who has not been named: one man, the crowd outside, a banner that hung on the fence.
_WHO = (
    rf"{_}(?P<who>(?:an?|another|one|the|two|three|some|several|many|someone|somebody)(?:{_}[\w’'-]{{1,30}}){{0,5}}?)"
    rf"(?=[.,;:\n]|$|{_}(?:that|who|which|whose|as|when|while|before|after|and|in|at|on|from|outside|near|held|hung)\b)"
)
_PHRASE = re.compile(_WHO)
# Chance that words in marks with such a verb are whoever's who follows it; set by hand.
_CERTAINTY = 0.9


@cache
def _crying() -> re.Pattern[str]:
    """A verb that only quotes, and who follows it."""
    return re.compile(rf"{_}(?P<cue>{'|'.join(sorted(listed('syntax', 'crying')))}){_WHO}")


def inverted(words: TaggedWords, mask: bytearray, draft: DraftAttribution) -> Iterator[DraftAttribution]:
    """The draft, with who follows its verb for a source that is in another sentence; and, apart from it, a quotation
    that the draft took for its own although somebody else cries it."""
    if draft.cue is None:
        yield draft
        return
    if _closes(words.text, draft.cue.start):
        phrase = _PHRASE.match(words.text, draft.cue.end)
        yield draft if phrase is None or _beside(words, draft, phrase.end()) else _by(words, draft, draft.cue, phrase)
        return
    for run in [*words.fragments(draft.words)]:
        end = words.ends[run[-1]]
        cried = _crying().match(words.text, end) if mask[words.starts[run[0]]] else None
        left = [i for i in draft.words if i not in run]
        if cried is None or not _closes(words.text, cried.start("cue")) or not any(map(words.starts_with_letter, left)):
            continue
        cue = Span(*cried.span("cue"), cried["cue"])
        yield replace(_by(words, replace(draft, words=run), cue, cried), cue=cue, probability=_CERTAINTY)
        draft = replace(draft, words=left)
    yield draft


def _by(words: TaggedWords, draft: DraftAttribution, cue: Span, match: re.Match[str]) -> DraftAttribution:
    """The draft with who is matched as its source, and without what was taken for content from its cue on."""
    said = [i for i in draft.words if words.starts[i] < cue.start]
    source = Span(*match.span("who"), match["who"])
    return replace(draft, source=source, words=said) if said else draft


def _closes(text: str, at: int) -> bool:
    """Whether a quotation that can be a sentence ends right before `at`."""
    before = text[max(0, at - 4) : at].rstrip()
    return before[-1:] in _CLOSERS and before[-2:-1] in _STOPS


def _beside(words: TaggedWords, draft: DraftAttribution, end: int) -> bool:
    """Whether the source is in the sentence of its cue, and in the clause that goes on at `end`."""
    if draft.source is None or draft.cue is None:
        return False
    source, cue = (words.within(s.start, s.end) for s in (draft.source, draft.cue))
    if source and cue and words.sentence[source[0]] != words.sentence[cue[0]]:
        return False
    return "," not in words.text[end : draft.source.start]
