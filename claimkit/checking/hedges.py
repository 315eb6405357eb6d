"""Whether words that a quotation lacks leave open what it says: by word classes, and by the clause they make.

Lists hold whole classes of English (data/lexicon/hedges.toml). What they do not hold is told by its frame: a clause of
the speaker's, or of `it`, with the quoted words as its object, an adverbial by which somebody says how they know, a
concession before `but`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_LONGEST = 12  # words of a frame
_SHORT = 4  # words of an adverbial without a comma before it
_LEAST_STEM = 5  # letters of a verb of which a noun in -ion is made
_REACH = 5  # words between a subject and its verb

_SPEAKER = frozenset({"i", "we"})
_OF_SPEAKER = _SPEAKER | {"me", "us", "my", "our", "mine", "ours", "myself"}
_SUBJECTS = _SPEAKER | {"it", "one", "you", "they", "people", "some", "many", "there", "everything", "who"}
_BE = frozenset({"am", "are", "is", "was", "were", "be", "been", "being"})
_COMPLEMENTS = frozenset({"that", "like", "as", "though"})
_ANYBODY = frozenset({"anyone", "anybody", "one", "you"})
_TIMES = frozenset({"times", "out", "of"})  # nine times out of ten
_HEARERS = frozenset({"me", "us"})
_OPEN = frozenset({"if", "whether"})
_ADVERB = "*ly"  # for any adverb
_TOTAL = frozenset({"all", "every", "always", "everybody", "everyone", "of", "the"})
_CONCEDES = frozenset({"but", "yet", "though", "still"})
_LINKS = frozenset({"and", "so", "or", "well", "now", "look", "then", "again", "because", "but", "also", "uh", "um"})

Words = Sequence[str]


def frames(run: Sequence[WordToken], comma: bool) -> bool:
    """Whether words before the quoted ones leave these open. `comma`: a comma or the like is between the two."""
    words = [token.key for token in run]
    start = next((at for at, word in enumerate(words) if word not in _LINKS and not _is_adverb(word)), len(words))
    tried = (tail for tail in (words, words[start:]) if 0 < len(tail) <= _LONGEST and not _is_firm(tail))
    return any(rule(tail, comma) for tail in tried for rule in _FRAMES)


def trails(run: Sequence[WordToken], comma: bool) -> bool:
    """Whether words after the quoted ones leave these open: `…, I suppose`, `… from what we hear`."""
    words = [token.key for token in run]
    for start in ("or so", "or at least", "at least"):
        if words[:2] == start.split():
            words = words[2:]
    if not words or len(words) > _LONGEST or _is_firm(words):
        return False
    if (comma or len(words) <= _SHORT) and _adverbial(words, True):
        return True
    return comma and (_listed(words, True) or (words[0] in _SPEAKER and _object(words, False)))


def loosens(run: Sequence[WordToken]) -> bool:
    """Whether all words left out inside a quotation are hedges, alone or with small words about them."""
    words = [token.key for token in run]
    return bool(words) and (_all_hedges(words) or _qualifies(words))


def states(run: Sequence[WordToken]) -> bool:
    """Whether the words are at most the plain verb instead of a hedged one: `is` for `seems to be`."""
    return all(token.key in _BE or token.key in _helpers() or token.key == "that" for token in run)


def approximates(run: Sequence[WordToken]) -> bool:
    """Whether all the words leave an amount open: `about`, `more than`."""
    return _made_of([token.key for token in run], _phrases("approximators"))


def limits(run: Sequence[WordToken]) -> bool:
    """Whether the words say of how many or how often something holds: `most`, `usually`."""
    words = [token.key for token in run if token.key != "of"]
    return len(words) == 1 and words[0] in _phrases("quantifiers")


def is_total(run: Sequence[WordToken]) -> bool:
    """Whether the words say that something always holds, or say nothing."""
    return all(token.key in _TOTAL for token in run)


def is_unsure(word: WordToken) -> bool:
    """Whether a word is of a class that leaves something open."""
    key = word.key
    return (
        key in _phrases("adjectives")
        or _is_noun(key)
        or _is_adverb(key)
        or _is_form(key, "verbs")
        or _is_form(key, "evidential")
        or _may([key])
    )


def _is_firm(words: Words) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in _phrases("firm_phrases"))


def _listed(words: Words, comma: bool) -> bool:
    """`apparently`, `in all likelihood`."""
    return _all_hedges(words)


def _open_clause(words: Words, comma: bool) -> bool:
    """`I wonder if`, `nobody knows whether`: what was quoted is a question in the source."""
    return not comma and len(words) > 1 and words[-1] in _OPEN and words[-2] not in ("even", "only", "what")


def _object(words: Words, comma: bool) -> bool:
    """The quoted words as an object: of `I suspect`, `it seems to me that`, `chances are`, `there is a risk that`."""
    if comma and words[-1] != "that" and len(words) > _REACH:
        return False
    that = words[-1] == "that"
    while words and words[-1] in _COMPLEMENTS:
        words = words[:-1]
    told = _without_hearer(words)
    if not told or (len(told) > 1 and told[-1] == "not"):
        return bool(told) and _may(told)
    last, subject = told[-1], _subject(told)
    if last in _BE:
        return _has_noun(told[-_REACH:]) or _may(told[-_REACH:])
    if len(told) < len(words) and _is_form(last, "told"):  # `something tells me`
        return words[-1] in _HEARERS and subject not in _OF_SPEAKER and "you" not in told
    if _is_form(last, "told") and _has_noun(told[:-1]):  # `experience says`
        return True
    if _is_noun(last) and ((that and not _determiners().isdisjoint(told[-4:-1])) or (subject and "have" in told)):
        return True
    if _is_doubtful(told) or (that and _is_framed(told, subject)):
        return True
    if _is_form(last, "verbs") or _is_form(last, "evidential"):
        return _is_opinion(told, subject, that or len(told) < len(words))
    return that and _is_personal(told, subject, words)


def _is_framed(told: Words, subject: str | None) -> bool:
    """A frame that hedges whatever fills it: `one might V that`, `I would V that`, `it seems A that`, `some N that`."""
    if subject is not None and _may(told[-2:-1]):
        return True
    if _is_form(told[-1], "firm_verbs") or told[-1] in _phrases("firm_words"):
        return False
    if subject in _SPEAKER and told[-2:-1] == ["would"]:
        return True
    if len(told) > 2 and (_is_form(told[-2], "evidential") or _may(told[-3:-2])) and subject == "it":
        return True
    return "some" in told[-3:-1] and any(word in _BE or word == "have" for word in told)


def _is_doubtful(told: Words) -> bool:
    """`we are told`, `I am inclined to think`, `it seems to`."""
    if len(told) > 2 and told[-2] == "to":
        return told[-3] in _phrases("adjectives") or _is_form(told[-1], "verbs")
    if told[-1] == "to" and len(told) > 1:
        return told[-2] in _phrases("adjectives") or _is_form(told[-2], "evidential")
    return told[-1] in _phrases("adjectives") and any(word in _BE for word in told[-3:-1])


def _is_opinion(told: Words, subject: str | None, closed: bool) -> bool:
    """A verb of thinking or seeming with its subject: `I guess`, `all signs suggest`, `my wife thinks`."""
    if subject is not None and (subject not in _SPEAKER or _is_form(told[-1], "verbs")):
        return True
    if len(told) == 1:  # `seems to me`, but not `remember`
        return _is_form(told[0], "evidential")
    return len(told) <= _REACH and (closed or told[0] in _determiners())


def _is_personal(told: Words, subject: str | None, words: Words) -> bool:
    """A clause with `that` whose verb is of no list: `it troubles me that` hedges, `I know that` does not."""
    last = told[-1]
    if _may(told) or any(map(_is_adverb, told)):
        return not _is_form(last, "told")
    if _is_form(last, "firm_verbs") or last in _phrases("firm_words"):
        return False
    if subject == "it":
        return len(words) > len(told)
    return subject in _SPEAKER and len(told) >= 2 and told[-2] in _SPEAKER | _helpers()


def _adverbial(words: Words, comma: bool) -> bool:
    """`in my opinion`, `from what we hear`, `as far as I can tell`, `if I recall`, `the way I see it`."""
    mine = any(word in _OF_SPEAKER for word in words)
    if not comma or words[0] not in _phrases("adverbial_heads"):
        return comma and mine and len(words) <= _REACH and (_has_noun(words) and words[0] in _OF_SPEAKER)
    measured = any(" ".join(words[:size]) in _phrases("measures") for size in (2, 3, 4, 5))
    mine_or_ones = mine or any(word in _ANYBODY for word in words)
    if measured and (mine_or_ones or _has_noun(words)):
        return True
    if _says(words):
        return False
    if any(word in _phrases("relatives") and words[at + 1] in _SPEAKER for at, word in enumerate(words[:-1])):
        return True
    if _has_noun(words):
        return mine or words[0] == "if"
    if words[0] == "as" and words[1:2] and words[1] in _SPEAKER and words[-1] == "it":  # `as I see it`
        return True
    doubts = _phrases("adjectives")
    return words[0] in ("as", "if", "unless", "so") and any(
        word in _SPEAKER and any(_is_form(other, "verbs") or other in doubts for other in words[at + 1 :])
        for at, word in enumerate(words)
    )


def _says(words: Words) -> bool:
    """Whether somebody tells something in the words: `as I said`, but not `from what we have been told`."""
    return any(_is_form(word, "told") and words[at - 1] not in _BE for at, word in enumerate(words) if at)


def _concession(words: Words, comma: bool) -> bool:
    """`I may be wrong, but`, `correct me if I am wrong, but`, `it is only my opinion, but`."""
    if words[-1] not in _CONCEDES or len(words) < 3:
        return False
    if "grain" in words or "pinch" in words or words[0] == "granted":  # take it with a grain of salt
        return True
    order = words[2:] if words[:2] == ["do", "not"] else words
    if order[1] == "me":
        return True
    head = words[:_REACH]
    if not any(word in _OF_SPEAKER for word in head):
        return False
    doubt = any(word in _phrases("adjectives") or _is_noun(word) or _is_form(word, "verbs") for word in words)
    return doubt or _may(head[:3]) or any(word in lexicon.words("variants", "negations") for word in head)


_FRAMES: tuple[Callable[[Words, bool], bool], ...] = (_listed, _open_clause, _object, _adverbial, _concession)


def _without_hearer(words: Words) -> Words:
    """Without `to me`, `me`, `to us` at the end."""
    if words and (words[-1] in _HEARERS or words[-1] == "you"):
        words = words[:-1]
        if words and words[-1] == "to":
            words = words[:-1]
    return words


def _subject(words: Words) -> str | None:
    """The last subject before the verb at the end."""
    return next((word for word in reversed(words[-_REACH - 1 : -1]) if word in _SUBJECTS), None)


def _may(words: Words) -> bool:
    return any(word in lexicon.words("variants", "weak_modals") for word in words)


def _has_noun(words: Words) -> bool:
    return any(map(_is_noun, words))


@lru_cache(maxsize=1 << 14)
def _is_noun(word: str) -> bool:
    """A listed noun, or one made of a listed verb: `calculation`."""
    stem = word.removesuffix("s").removesuffix("ion")
    made = len(word) - len(stem) >= len("ion") and len(stem) >= _LEAST_STEM
    verbs = _phrases("verbs")
    return word in _phrases("nouns") or (
        made and not verbs.isdisjoint({stem, stem + "e", stem.removesuffix("at"), stem.removesuffix("at") + "e"})
    )


@lru_cache(maxsize=1 << 14)
def _is_adverb(word: str) -> bool:
    """A listed adverb, or one made of a listed adjective: `dubiously`."""
    stem = word.removesuffix("ly")
    adjectives = _phrases("adjectives")
    return word in _phrases("adverbs") or (
        stem != word and not adjectives.isdisjoint({stem, stem + "le", stem.removesuffix("i") + "y"})
    )


def _qualifies(words: Words) -> bool:
    """`seems to be`, `might have`: an auxiliary or verb that leaves the rest open, with helpers beside it."""
    loose = [word for word in words if _may([word]) or _is_form(word, "evidential")]
    return bool(loose) and all(word in _helpers() or word in _BE or word == "to" for word in words if word not in loose)


def _all_hedges(words: Words) -> bool:
    """Whether hedges make up all of the words but for small ones beside them."""
    fillers = lexicon.words("variants", "fillers")
    rest = [word for word in words if word not in fillers]
    classed = [_ADVERB if _is_adverb(word) else word for word in rest]
    listed = _phrases("adverbials") | {_ADVERB}
    return any(_made_of(some, listed) for some in (classed, rest, words)) or set(words) >= _TIMES


def _made_of(words: Words, listed: frozenset[str]) -> bool:
    at = 0
    while at < len(words):
        size = next((n for n in range(min(6, len(words) - at), 0, -1) if " ".join(words[at : at + n]) in listed), 0)
        if not size:
            return False
        at += size
    return bool(words)


@lru_cache(maxsize=1 << 14)
def _is_form(word: str, key: str) -> bool:
    """Whether a word is a form of a verb of the list."""
    return relations.is_form(word, _phrases(key))


@cache
def _determiners() -> frozenset[str]:
    return frozenset({"a", "an", "the", "my", "our", "his", "her", "their", "all", "any", "some", "every", "most"})


@cache
def _helpers() -> frozenset[str]:
    return lexicon.words("variants", "auxiliaries") | lexicon.words("variants", "weak_modals")


def _phrases(key: str) -> frozenset[str]:
    return relations.standard_words("hedges", key)
