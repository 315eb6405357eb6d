"""What a cue says beyond the fact that something was said: lemma, class, polarity, modality, hearsay.

A word list (data/lexicon/cues.toml) gives the class; light rules over the words around the cue give the rest, without a
parser. The classes follow the Penn Discourse Treebank's kinds of attribution (Prasad et al., 2007: Attribution and its
annotation in the Penn Discourse TreeBank: assertions, beliefs, facts, eventualities), with denials, questions, requests
and discoveries as classes of their own, and one for those who say nothing: "declined to comment".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from claimkit.analysis.cues import lexis, syntax
from claimkit.analysis.cues.head import Head, find_head
from claimkit.analysis.cues.window import CueWindow, find_window
from claimkit.english.sentences import find_breaks
from claimkit.models.record import Span
from claimkit.models.types import CueClass, Modality, Polarity, QuoteType

_QUESTION = re.compile(r"\?[\s\"”’')\]]*$")
_TAG = re.compile(r", ([\w ’']{1,20})\?[\s\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class CueMeaning:
    """What one cue says; see `models.Cue`. `window` and `head` are the words that say so, where there are any."""

    lemma: str
    kind: CueClass | None
    polarity: Polarity = "affirmed"
    modality: Modality | None = None
    hearsay: bool = False
    window: CueWindow | None = field(default=None, repr=False, compare=False)
    head: Head | None = field(default=None, repr=False, compare=False)


class CueReader:
    """Reads cues; `lemmatise` gives the base form of a word read as a verb."""

    def __init__(self, lemmatise: Callable[[str], str]) -> None:
        self._lemmas = lexis.Lemmas(lemmatise)

    def read(self, text: str, cue: Span, source: Span | None, content: Sequence[Span], type: QuoteType) -> CueMeaning:
        """What `cue` says in `text`; `source` and `content` are those of its attribution, which has this `type`."""
        window = find_window(text, cue, source, content, self._lemmas)
        asks = type == "direct" and _asks(content)
        if not window.cue:  # ":" or a dash
            says = type != "indirect" or ":" in cue.text
            return CueMeaning(cue.text.strip(), ("question" if asks else "assertion") if says else None)
        head = find_head(window)
        polarity = syntax.polarity(window, head, source)
        modality = None if polarity in ("withheld", "neither") else syntax.modality(text, window, head, source)
        silent = type != "direct" and modality != "conditional" and syntax.is_silence(window, head, polarity, source)
        return CueMeaning(
            head.lemma,
            "silence" if silent else _kind(window, head, asks),
            polarity,
            modality,
            syntax.is_hearsay(window, head, source),
            window,
            head,
        )


def _kind(window: CueWindow, head: Head, asks: bool) -> CueClass | None:
    """The head's class, adjusted by the content."""
    if syntax.withholds_content(window, head):  # declined | to comment
        return "assertion"
    if head.lemma in lexis.words("to", "request") and syntax.asks_to_act(window):
        return "request"
    if head.lemma in lexis.words("to", "intention") and syntax.goes_on_with_to(window):
        return "intention"
    if asks and head.kind == "assertion" and head.lemma in lexis.words("neutral", "verbs"):
        return "question"
    return head.kind


def _asks(content: Sequence[Span]) -> bool:
    """Whether the content is nothing but questions."""
    if not content or any(span.text[stop - 1] != "?" for span in content for stop, _ in find_breaks(span.text)):
        return False
    end = content[-1].text[-40:]
    tag = _TAG.search(end)
    return _QUESTION.search(end) is not None and not (tag and tag[1].casefold() in lexis.words("tags", "words"))
