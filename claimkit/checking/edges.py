"""What the source says just before and after the quoted words, in the same sentence: openly cut, or cut to mislead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.checking import hedges
from claimkit.checking.atoms import begins, find_atoms, gap
from claimkit.checking.hunks import Change, all_phrases, starts_phrase
from claimkit.checking.passages import Placed
from claimkit.english import lexicon
from claimkit.models.types import Range
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

_COMMA = re.compile(r"[,;:—–]|--|\s-\s")
_OF_ADDRESS = frozenset({"my", "friend", "friends", "sir", "folks", "everybody", "guys", "thank", "you"})
_INVERTED = frozenset({"had", "should", "were"})  # `were it legal`
# Set by hand.
_NEAR = 4  # words before the cut in which a denied verb denies what follows it
_ADDRESS = 5  # words of the longest address
_NOUN_PHRASE = 6  # words from `with` on in which its noun is looked for
_ABSOLUTE = 3  # words of the longest clause like `money permitting`
_RELATIVE = 6  # words of the longest clause like `which I doubt`
_CLAUSE = 2  # words of the shortest clause, a subject and a verb
_LEAST = 3  # words of the shortest quotation that a cut can mislead about


def find_cuts(placed: Placed, lead: str, follow: str) -> list[Change]:
    """The cuts before the first part and after the last. `lead` and `follow` are the draft's words around it."""
    if not placed.ranges:
        return []
    (start, _), (_, end) = placed.ranges[0], placed.ranges[-1]
    first = _sentence_start(placed, start, _piece(placed, start))
    last = _sentence_end(placed, end, _piece(placed, placed.ranges[-1][0]))
    return [*_before(placed, (first, start), 0, lead), *_after(placed, (end, last), len(placed.words), follow)]


def _piece(placed: Placed, at: int) -> int:
    return placed.said[at].piece if at < len(placed.said) else 0


def _sentence_start(placed: Placed, start: int, piece: int) -> int:
    at = start
    while at and placed.said[at - 1].piece == piece and not begins(placed.passage.text, placed.said, at):
        at -= 1
    return at


def _sentence_end(placed: Placed, end: int, piece: int) -> int:
    at = end
    while at < len(placed.said) and placed.said[at].piece == piece and not begins(placed.passage.text, placed.said, at):
        at += 1
    return at


def _before(placed: Placed, run: Range, at: int, lead: str) -> list[Change]:
    words = placed.said[slice(*run)]
    if not words:
        return []
    edge = (at, at)
    rest = [placed.said[at] for at in range(*run) if not placed.slips[at]]
    if not rest or all_phrases(rest, "openers") or _addresses(placed, run, "openers") or _repeated(placed, run):
        return [Change("filler dropped", "fine", run, edge)]
    if len(placed.words) >= _LEAST:
        told = find_atoms(lead)
        if _denied(words) and not relations.negations(told):
            return [Change("negation lost", "misleading", run, edge)]
        if _conditional(placed, run) and not _any_phrase(told, "conditions"):
            return [Change("condition dropped", "misleading", run, edge)]
        if _hedges(placed, run) and not _hedged(told):
            return [Change("hedge dropped", "misleading", run, edge)]
    return [Change("truncated", "cut", run, edge)]


def _after(placed: Placed, run: Range, at: int, follow: str) -> list[Change]:
    words = placed.said[slice(*run)]
    if not words:
        return []
    edge = (at, at)
    if all_phrases(words, "fillers"):
        return [Change("filler dropped", "fine", run, edge)]
    told = find_atoms(follow)
    if len(placed.words) >= _LEAST and _reserves(placed, run) and not _any_phrase(told, "reservations"):
        return [Change("condition dropped", "misleading", run, edge)]
    if len(placed.words) >= _LEAST and _hedges_after(placed, run) and not _hedged(told):
        return [Change("hedge dropped", "misleading", run, edge)]
    return [Change("truncated", "cut", run, edge)]


def _reserves(placed: Placed, run: Range) -> bool:
    """Whether the words that are cut off restrict those that were quoted: `unless …`, or after a comma `at least …`."""
    if _restricts(placed, run, _breaks(placed, run[0])):
        return True
    limited = placed.said[run[0]].key in lexicon.words("checking", "limiting")  # `, always supposing`, `, not unless`
    return (
        limited and _breaks(placed, run[0]) and run[1] - run[0] > 1 and _restricts(placed, (run[0] + 1, run[1]), True)
    )


def _restricts(placed: Placed, run: Range, after_comma: bool) -> bool:
    words = placed.said[slice(*run)]
    if starts_phrase(words, "no_reservations"):
        return False
    if starts_phrase(words, "reservations"):
        return True
    nouns = lexicon.words("checking", "reservation_nouns")
    if words[0].key == "with" and any(word.key in nouns for word in words[1:_NOUN_PHRASE]):
        return True
    linking = starts_phrase(words, "clause_reservations")
    if linking and _is_clause(placed, (run[0] + len(linking.split()), run[1])):
        return True
    return after_comma and (
        starts_phrase(words, "afterthoughts") is not None
        or _supposes(words)
        or (words[0].key in _INVERTED and _is_clause(placed, (run[0] + 1, run[1])))
    )


def _supposes(words: Sequence[WordToken]) -> bool:
    """A condition by its frame: `on the premise that …`, `theorizing that …`, `money permitting`."""
    keys = [word.key for word in words[: _NOUN_PHRASE + 1]]
    if "that" in keys and keys[0] in lexicon.words("checking", "conditional_prepositions"):
        noun = keys[keys.index("that") - 1]
        return keys.index("that") > 1 and noun not in lexicon.words("checking", "reasons")
    if len(keys) > 1 and keys[0].endswith("ing") and keys[1] == "that":
        return hedges.is_unsure(words[0]) or relations.is_form(
            keys[0], relations.standard_words("checking", "supposing")
        )
    if keys[0] == "which" and len(words) <= _RELATIVE:  # `which is a big if`, `which I doubt`
        return keys[-1] == "if" or hedges.is_unsure(words[-1])
    return len(words) <= _ABSOLUTE and keys[-1] in lexicon.words("checking", "absolutes")


def _is_clause(placed: Placed, run: Range) -> bool:
    """Whether words begin with a subject: `once everybody …`, but not `once again`."""
    if run[1] - run[0] < _CLAUSE or _breaks(placed, run[0]):
        return False
    first = placed.said[run[0]]
    return first.key in lexicon.words("checking", "clause_starts") or _names(first)


def _addresses(placed: Placed, run: Range, key: str) -> bool:
    """Whether the words only address somebody: `Well, Anderson, …`, `…, Mr. President`."""
    if run[1] - run[0] > _ADDRESS:
        return False
    words = [word for word in placed.said[slice(*run)] if not (_names(word) or word.key in _OF_ADDRESS)]
    if words and not all_phrases(words, key):
        return False
    at = run[1] if key == "openers" else run[0]
    return _COMMA.search(gap(placed.passage.text, placed.said, at)) is not None


def _names(word: WordToken) -> bool:
    """Whether a word has a capital that it does not owe to the beginning of a sentence."""
    return word.surface[:1].isupper() and word.key not in lexicon.common_words() and not word.key.endswith("ly")


def _hedges(placed: Placed, run: Range) -> bool:
    """Whether the words before the cut, or the last clause of them, leave open what follows."""
    rest = [at for at in range(*run) if not placed.slips[at]]
    comma = _breaks(placed, run[1])
    clause = next((n for n in range(len(rest) - 1, 0, -1) if _breaks(placed, rest[n])), 0)
    runs = ([placed.said[at] for at in places] for places in (rest, rest[clause:]))
    if hedges.limits([placed.said[at] for at in rest]):
        return True
    return any(relations.is_hedge(words) or hedges.frames(words, comma) for words in runs)


def _hedges_after(placed: Placed, run: Range) -> bool:
    """Whether the clause after the cut, up to the next comma, takes back what was quoted: `…, I suppose`."""
    end = next((at for at in range(run[0] + 1, run[1]) if _breaks(placed, at)), run[1])
    return hedges.trails(placed.said[run[0] : end], _breaks(placed, run[0]))


def _breaks(placed: Placed, at: int) -> bool:
    return _COMMA.search(gap(placed.passage.text, placed.said, at)) is not None


def _repeated(placed: Placed, run: Range) -> bool:
    """Whether the speaker says the same words again, which the quotation has."""
    size = run[1] - run[0]
    said = [token.key for token in placed.said]
    return said[slice(*run)] == said[run[1] : run[1] + size]


def _denied(words: Sequence[WordToken]) -> bool:
    """Whether the words before the cut deny those after it: `not …`, `I don't think that …`."""
    if relations.negations(words[-1:]) and words[-1].key != "no":
        return True
    verbs = relations.standard_words("checking", "denied_verbs")
    tail = list(words[-_NEAR:])
    if tail and tail[-1].key in ("that", "it", "is"):
        tail.pop()
    return bool(tail) and tail[-1].key in verbs and relations.negations(words[-_NEAR - 1 :]) % 2 == 1


def _conditional(placed: Placed, run: Range) -> bool:
    """Whether the words begin with a condition for the clause that was quoted: `If they pay, …`, `As of now, the …`."""
    words = list(placed.said[slice(*run)])
    while words and all_phrases(words[:1], "openers") and not starts_phrase(words, "conditions"):
        words.pop(0)
    if not words or not starts_phrase(words, "conditions"):
        return False
    places = range(run[1] - len(words) + 1, run[1] + 1)
    return any(_COMMA.search(gap(placed.passage.text, placed.said, at)) for at in places)


def _hedged(told: Sequence[WordToken]) -> bool:
    """Whether the draft hedges in its own words."""
    return any(map(hedges.is_unsure, told)) or any(
        relations.is_hedge(told[start:end]) for start in range(len(told)) for end in range(start + 1, start + 4)
    )


def _any_phrase(told: Sequence[WordToken], key: str) -> bool:
    return any(starts_phrase(told[at:], key) for at in range(len(told)))
