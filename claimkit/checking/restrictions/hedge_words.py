"""Word classes of hedging: verbs, nouns, adjectives and adverbs by which something is left open, in all their forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from claimkit.english import lexicon
from claimkit.wording import relations

Words = Sequence[str]

BE = frozenset({"am", "are", "is", "was", "were", "be", "been", "being"})

# Set by hand.
_LEAST_STEM = 5  # letters of a verb of which a noun in -ion is made
_LONGEST_PHRASE = 6  # words


def phrases(key: str) -> frozenset[str]:
    """A list of data/lexicon/hedges.toml."""
    return relations.standard_words("hedges", key)


def helpers() -> frozenset[str]:
    """Auxiliary verbs."""
    return lexicon.words("variants", "auxiliaries") | weak_modals()


def weak_modals() -> frozenset[str]:
    """Modal verbs that leave it open."""
    return lexicon.words("variants", "weak_modals")


def denies(words: Words) -> bool:
    """Whether one of the words denies."""
    return not lexicon.words("variants", "negations").isdisjoint(words)


def may(words: Words) -> bool:
    """Whether a modal verb among the words leaves it open."""
    return not weak_modals().isdisjoint(words)


def has_noun(words: Words) -> bool:
    """Whether one of the words is a noun of opinion or chance."""
    return any(map(is_noun, words))


@lru_cache(maxsize=1 << 14)
def is_noun(word: str) -> bool:
    """A listed noun, or one made of a listed verb: `calculation`."""
    stem = word.removesuffix("s").removesuffix("ion")
    made = len(word) - len(stem) >= len("ion") and len(stem) >= _LEAST_STEM
    verbs = phrases("verbs")
    if word in phrases("no_nouns"):
        return False
    return word in phrases("nouns") or (
        made and not verbs.isdisjoint({stem, stem + "e", stem.removesuffix("at"), stem.removesuffix("at") + "e"})
    )


@lru_cache(maxsize=1 << 14)
def is_adverb(word: str) -> bool:
    """A listed adverb, or one made of a listed adjective: `dubiously`."""
    stem = word.removesuffix("ly")
    adjectives = phrases("adjectives")
    return word in phrases("adverbs") or (
        stem != word and not adjectives.isdisjoint({stem, stem + "le", stem.removesuffix("i") + "y"})
    )


@lru_cache(maxsize=1 << 14)
def is_form(word: str, key: str) -> bool:
    """Whether a word is a form of a verb of the list."""
    return relations.is_form(word, phrases(key))


def is_unsure(word: str) -> bool:
    """Whether a word is of a class that leaves something open."""
    listed = word in phrases("adjectives") or is_noun(word) or is_adverb(word) or may([word])
    return listed or is_form(word, "verbs") or is_form(word, "evidential")


def made_of(words: Words, listed: frozenset[str]) -> bool:
    """Whether phrases of a list make up all of the words."""
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST_PHRASE, len(words) - at), 0, -1)
        size = next((n for n in sizes if " ".join(words[at : at + n]) in listed), 0)
        if not size:
            return False
        at += size
    return bool(words)


def starts(words: Words, key: str) -> str:
    """The longest phrase of a list with which the words begin; empty if there is none."""
    listed = phrases(key)
    begun = (" ".join(words[:n]) for n in range(min(_LONGEST_PHRASE, len(words)), 0, -1))
    return next((phrase for phrase in begun if phrase in listed), "")


SPEAKER = frozenset({"i", "we"})
OF_SPEAKER = SPEAKER | {"me", "us", "my", "our", "mine", "ours", "myself"}
HEARERS = frozenset({"me", "us"})

_ADVERB = "*ly"  # for any adverb
_TIMES = (frozenset({"times", "out", "of"}), frozenset({"cases", "out", "of"}))  # nine times out of ten
_HEAD = 5  # words of a clause in which its subject and denial are looked for; set by hand
_SHORT = 4  # words of a clause without a subject: `too early to tell`; set by hand
_TIMES_WORDS = 6


def is_firm(words: Words) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in phrases("firm_phrases"))


def all_hedges(words: Words) -> bool:
    """Whether hedges make up all of the words but for small ones beside them."""
    fillers = lexicon.words("variants", "fillers")
    rest = [word for word in words if word not in fillers]
    plain = [word for word in rest if word not in phrases("degree_words")]
    classed = [[_ADVERB if is_adverb(word) else word for word in some] for some in (rest, plain)]
    listed = phrases("adverbials") | {_ADVERB}
    return any(made_of(some, listed) for some in (*classed, rest, words)) or (
        len(words) <= _TIMES_WORDS and any(set(words) >= times for times in _TIMES)
    )


def without_hearer(words: Words) -> Words:
    """Without `to me`, `me`, `to us` at the end."""
    if words and (words[-1] in HEARERS or words[-1] == "you"):
        words = words[:-1]
        if words and words[-1] == "to":
            words = words[:-1]
    return words


def disclaims(words: Words) -> bool:
    """Whether a clause says that what comes with it is not sure."""
    if "grain" in words or "pinch" in words or "jury" in words or words[0] == "granted":  # take it with a grain of salt
        return True
    order = words[2:] if words[:2] == ["do", "not"] else words
    if len(order) > 1 and order[1] in ("me", "us", "it") and order[0] in phrases("relied"):
        return True
    head = words[:_HEAD]
    if any(word in OF_SPEAKER for word in head):
        doubt = any(word in phrases("adjectives") or is_noun(word) or is_form(word, "verbs") for word in words)
        return doubt or may(head[:3]) or denies(head) or any(word in phrases("doubts") for word in words)
    if not any(word in phrases("doubts") or word in phrases("certain") for word in words):
        first = words[0] in phrases("nobody") or (words[0] in BE | {"no"} and bool(phrases("nobody") & set(head[:2])))
        return first and denies(head) and any(is_form(w, "certain_verbs") for w in words)
    sure = any(word in phrases("certain") for word in words) and not any(word in phrases("doubts") for word in words)
    return denies(words) if sure else bool(phrases("nobody") & set(head)) or len(words) <= _SHORT
