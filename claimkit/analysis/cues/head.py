"""The cue's head: the word or phrase that says what is done, its lemma and its class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.analysis.cues import lexis
from claimkit.analysis.cues.window import CueWindow, Word
from claimkit.models.types import CueClass

_AFTER_PASSING = 4  # words between "declined" and "to publicly comment"
_AFTER_LIGHT = 4  # words between "expressed" and its noun


@dataclass(frozen=True, slots=True)
class Head:
    """`window.words[start:end]` with lemma and class; `start == end` for a cue without a head.

    `passed` are indices of the words that only lead to it: "declined" in "declined to comment".
    """

    start: int
    end: int
    lemma: str
    kind: CueClass | None
    passed: tuple[int, ...] = ()


def find_head(window: CueWindow) -> Head:
    """The first listed verb or phrase that does not merely lead to another, else an adjective, a noun, any word."""
    units = list(_verbs(window)) or list(_nouns(window))
    if not units:
        return _unlisted(window)
    head, *rest = units
    passed: list[int] = []
    for unit in rest:
        if not (_passes_on(window, head, unit) and _linked(window.words[head.end : unit.start])):
            break
        passed += range(head.start, head.end)
        head = unit
    return Head(head.start, head.end, head.lemma, _kind(window, head), tuple(passed))


def is_noun(words: Sequence[Word], i: int) -> bool:
    """Whether word i follows an article or the like, with at most an adjective in between."""
    if i and words[i - 1].is_in("small", "determiners"):
        return True
    if i < 2 or not words[i - 2].is_in("small", "determiners") or words[i - 1].text.endswith("ly"):
        return False
    return _listed(words[i - 1], "nouns") is None and _listed(words[i - 1], "verbs") is None


def _verbs(window: CueWindow) -> Iterator[Head]:
    """The cue's listed verbs and states of mind, and phrases that share a word with it, from left to right."""
    words, i = window.words, 0
    while i < window.last:
        phrase = _phrase(window, i)
        if phrase is not None and words[phrase.start].text not in ("in", "as"):
            yield phrase
            i = phrase.end
            continue
        if i >= window.first and not is_noun(words, i):
            state = lexis.class_of("adjectives", words[i].text)
            lemma = _listed(words[i], "verbs")
            if state is not None and (lemma is None or is_passive(words, i)):
                yield Head(i, i + 1, words[i].text, state)
            elif lemma is not None and not words[i].is_in("small", "modifiers"):
                yield Head(i, i + 1, lemma, lexis.class_of("verbs", lemma))
        i += 1


def _nouns(window: CueWindow) -> Iterator[Head]:
    """Phrases ("in his words"), listed nouns, and forms of a listed verb in a noun's position."""
    for i in range(window.first, window.last):
        if (phrase := _phrase(window, i)) is not None:
            yield phrase
            continue
        for section in ("nouns", "verbs"):
            lemma = _listed(window.words[i], section)
            if lemma is not None:
                yield Head(i, i + 1, lemma, lexis.class_of(section, lemma))
                break


def _listed(word: Word, section: lexis.Section) -> str | None:
    """The listed lemma of a word; a noun in its singular or plural only ("position", not "positioning")."""
    if section == "nouns" and word.text.endswith(("ed", "ing")) and lexis.class_of("nouns", word.text) is None:
        return None
    return next((w for w in (word.lemma, word.text) if lexis.class_of(section, w) is not None), None)


def _phrase(window: CueWindow, start: int) -> Head | None:
    words = window.words
    first = words[start]
    for parts, kind in (*lexis.phrases(first.lemma), *(lexis.phrases(first.text) if first.text != first.lemma else ())):
        end = _match(words, start, parts)
        if end is None or end <= window.first or (end > window.last and not words[end - 1].is_in("small", "particles")):
            continue
        return Head(start, end, " ".join(parts), kind)
    return None


def _match(words: Sequence[Word], start: int, parts: Sequence[str]) -> int | None:
    """Where the phrase that begins at `start` ends; each of its words may follow a pronoun or an adverb."""
    at = start
    for number, part in enumerate(parts):
        if number and at < len(words) and part not in (words[at].lemma, words[at].text):
            at += words[at].is_in("small", "inside") or words[at].text.endswith("ly")
        if at >= len(words) or part not in (words[at].lemma, words[at].text):
            return None
        at += 1
    return at


def _passes_on(window: CueWindow, head: Head, next_: Head) -> bool:
    word = window.words[head.start]
    return (
        (lexis.class_of("adjectives", head.lemma) is not None and _utters(next_))
        or head.lemma in lexis.words("passing", "verbs")
        or head.lemma in lexis.words("negation", "failing")
        or head.lemma in lexis.words("negation", "withholding")
        or word.is_in("negation", "withholding_words")
        or (is_passive(window.words, head.start) and _to_follows(window.words, head.end) and _hedges(head, word))
    )


def _utters(head: Head) -> bool:
    """ "was happy to say" reports something said, "was surprised to hear" reports the surprise."""
    return head.kind in ("assertion", "denial", "question", "request")


def _hedges(head: Head, word: Word) -> bool:
    return head.lemma in lexis.words("hearsay", "passive") or word.is_in("modality", "ahead")


def is_passive(words: Sequence[Word], i: int) -> bool:
    """Whether word i is a participle after a form of "be": "was said", "has been widely reported"."""
    if words[i].text == words[i].lemma or words[i].text.endswith("ing"):
        return False
    for word in reversed(words[:i]):
        if word.lemma == "be":
            return True
        if not (word.text.endswith("ly") or word.is_in("group", "adverbs") or word.text == "not"):
            return False
    return False


def _to_follows(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].text == "to"


def _linked(between: Sequence[Word]) -> bool:
    """Whether only small words come between, so that the first verb leads to the second."""
    return len(between) <= _AFTER_PASSING and all(
        w.is_in("small", "links")
        or w.text.endswith("ly")
        or w.is_in("group", "adverbs")
        or w.is_in("negation", "words")
        for w in between
    )


def _kind(window: CueWindow, head: Head) -> CueClass | None:
    """The head's class, or that of the noun that a light verb carries: "expressed hope"."""
    if head.lemma in lexis.words("light", "verbs"):
        for word in window.words[head.end : min(head.end + _AFTER_LIGHT, window.last)]:
            lemma = _listed(word, "nouns")
            if lemma is not None:
                return lexis.class_of("nouns", lemma)
    return head.kind


def _unlisted(window: CueWindow) -> Head:
    """A cue without any listed word: its first word that is not a small one, or its last one after "'s"."""
    for i in range(window.first, window.last):
        if window.words[i].is_in("hearsay", "words"):  # "reportedly" alone
            return Head(i, i + 1, window.words[i].text, "assertion")
    large = [i for i in range(window.first, window.last) if not _is_small(window.words[i])] or [window.last - 1]
    at = large[-1 if window.cue[0].text == "'s" else 0]
    return Head(at, at + 1, window.words[at].lemma, None)


def _is_small(word: Word) -> bool:
    return (
        word.text.endswith("ly")
        or word.text in lexis.SHORT
        or word.is_in("negation", "words")
        or any(word.is_in("group", key) for key in ("auxiliaries", "adverbs"))
        or any(word.is_in("small", key) for key in ("determiners", "links", "particles", "pronouns"))
        or any(word.is_in("modality", key) for key in ("possible", "future", "conditional", "necessary"))
    )
