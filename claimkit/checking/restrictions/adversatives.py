"""Whether the sentence after a whole quoted one goes against it: `However, …`, `Not that it …`, `But it is not …`.

Unlike the reservations of the next sentence (reservations.py) these are sentences of any length: what tells is the
concessive adverb, or a frame of the clause, at their beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.checking.atoms import find_atoms
from claimkit.checking.hunks import starts_phrase
from claimkit.checking.restrictions.hedge_words import BE, SPEAKER, helpers, is_unsure, may
from claimkit.checking.restrictions.reservations import Run, corrects_itself, happens_at_times, is_subject
from claimkit.checking.restrictions.takebacks import refers, takes_from, turns_away
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_LEAST = 2  # words of the shortest such sentence
_NEAR = 5  # words after the subject in which a clause is denied
_NOUN_PHRASE = 3  # words of `the only problem`
_TURN = 6  # first or last words of a sentence that say what it does
_SHORTEST = 3  # words of a sentence whose subject is left to be understood: `On second thoughts, don't.`
_SHORT = 10  # words of the longest fragment
_WEAK = frozenset({"only", "just", "still", "hardly", "barely"})
_POINTING = frozenset({"that", "this", "it", "which"})
_OF_IT = frozenset({"it", "that", "this", "they", "he", "she", "there", "you", "which", "those", "these"})


def goes_against(sentence: str, quoted: Sequence[WordToken]) -> bool:
    """Whether a sentence takes back, at least in part, what the words `quoted` say right before it."""
    words = find_atoms(sentence)
    whole = " ".join(word.key for word in words)
    if whole in lexicon.words("checking", "ironies") or whole in lexicon.words("checking", "limiting_adverbs"):
        return True
    if len(words) < _LEAST or starts_phrase(words, "no_reservations"):
        return False
    run = Run(sentence, words, 0, len(words))
    return any(rule(run, quoted) for rule in _RULES) or takes_from(run, quoted)


def _concedes(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`However, …`, `Then again …`; `Still` and `Yet` only before a comma, as they are adverbs of time too."""
    begun = starts_phrase(run.words, "concessions")
    if begun is not None:
        rest = run.after(len(begun.split()))
        return not rest.keys or not _on_another_subject(rest, quoted)
    doubtful = starts_phrase(run.words, "concessions_before_comma")
    return (
        doubtful is not None
        and not turns_away(run.after(len(doubtful.split())))
        and "?" not in run.text
        and len(doubtful.split()) < len(run.keys)
        and run.breaks(len(doubtful.split()))
    )


def _on_another_subject(run: Run, quoted: Sequence[WordToken]) -> bool:
    """Whether a sentence neither goes back to what was said nor denies anything: `However, tell me …`."""
    if turns_away(run):
        return True
    denied = relations.negations(run.words[:_SHORTEST]) > 0 and SPEAKER.isdisjoint(run.keys[:_SHORTEST])
    return len(run.keys) > _SHORTEST and not denied and not refers(run, quoted)


def _at_the_same_time(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`At the same time, …` adds more often than not: only with a denial or a condition."""
    restricted = "if" in run.keys or "unless" in run.keys or relations.negations(run.words) > 0
    return starts_phrase(run.words, "additions") is not None and restricted


def _not(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`Not that it is worth much.`, `Not at these prices.`, `Not everyone agrees.`; but not `Not that many.`"""
    if run.keys[0] != "not" or relations.negations(quoted) > 0:
        return False
    if run.keys[1] == "that":
        return len(run.keys) > _LEAST and is_subject(run.words[2])
    if run.keys[1] == "any" and run.keys[2:3] not in (["more"], ["longer"]):
        return False
    restricted = lexicon.words("checking", "denied_at")
    return run.keys[1].startswith("every") or (len(run.keys) <= _SHORT and run.keys[1] in restricted)


def _means_less(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`That is not to say …`, `Which does not mean …`, `That was before …`, `That is if they pay`, `Which I doubt.`"""
    begun = 1 if run.keys[0] == "but" else 0
    rest = run.after(begun)
    if len(rest.keys) <= _LEAST or rest.keys[0] not in _OF_IT:
        return False
    head = rest.keys[1:_TURN]
    meant = not lexicon.words("checking", "meaning").isdisjoint(head)
    if meant and rest.keys[0] in _POINTING and relations.negations(rest.words[1:_TURN]) == 1:
        return True
    if rest.keys[0] == "which" and len(rest.keys) <= _SHORT:
        return is_unsure(rest.keys[-1]) or relations.negations(rest.words) == 1
    if rest.keys[0] not in _POINTING or rest.keys[1] not in BE:
        return False
    behind = rest.after(2)
    past = rest.keys[0] != "it" and rest.keys[1] in ("was", "were")
    return (past and behind.keys[0] in lexicon.words("checking", "gone_by")) or (
        starts_phrase(behind.words, "reservations") is not None and behind.keys[0] not in ("but", "however", "though")
    )


def _may_change(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`That could change.`, `It may not last.`, `When it suits them.`: short sentences that leave it open."""
    if len(run.keys) > _SHORT or "?" in run.text:
        return False
    changing = run.keys[0] in _POINTING | {"things"} and "change" in run.keys[1:4] and run.keys[1] != "would"
    not_last = run.keys[0] in _POINTING and run.keys[1] in ("may", "might") and "not" in run.keys[2:4]
    return (changing and relations.negations(run.words) == 0) or not_last or happens_at_times(run)


def _ends_conceding(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`It isn't cheap, though.`, `I do not, however, believe it.`"""
    middle = any(
        run.keys[at] == "however" and run.breaks(at) and run.breaks(at + 1) for at in range(1, len(run.keys) - 1)
    )
    last = run.last_clause()
    return middle or (last > 0 and " ".join(run.keys[last:]) in lexicon.words("checking", "final_concessions"))


def _corrects(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`Or is it?`, `Or it was, until …`, `Well, most of them.`, `When I say all, I mean …`, `By all I mean …`"""
    if run.keys[0] == "or":
        asks = run.text.rstrip().endswith("?") and len(run.keys) <= _NEAR
        return (asks and (run.keys[1] in helpers() or run.keys[1] in BE)) or corrects_itself(run)
    if run.keys[:3] == ["when", "i", "say"] or (run.keys[0] == "by" and "mean" in run.keys[:_TURN]):
        return "mean" in run.keys
    begun = 1 if run.keys[0] == "well" else 0
    partly = run.keys[begun] in lexicon.words("checking", "partly")
    fragment = BE.isdisjoint(run.keys) and helpers().isdisjoint(run.keys)
    return partly and fragment and len(run.keys) <= _NEAR + begun and relations.negations(run.words) == 0


def _troubles(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`The trouble is …`, `My only problem with it is …`, `Trouble is, …`, `There is one catch.`"""
    keys = run.keys[1:] if run.keys[0] == "but" else run.keys
    nouns = lexicon.words("checking", "troubles")
    at = next((at for at, word in enumerate(keys[:_NOUN_PHRASE]) if word in nouns), None)
    if keys[0] == "there" and len(keys) > _LEAST and keys[1] in BE:
        return "no" not in keys[2:_TURN] and not nouns.isdisjoint(keys[2:_TURN])
    if at is None or (at > 0 and keys[0] not in lexicon.words("checking", "determining")):
        return False
    return keys[at + 1 : at + 2] != [] and keys[at + 1] in BE and "not" not in keys[at + 1 : at + 3]


def _sets_aside(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`Whether it helps is another question.`, `How long it lasts, I couldn't tell you.`"""
    if run.keys[0] not in ("whether", "how", "why", "what", "if", "who", "when") or "?" in run.text:
        return False
    last = run.words[-_TURN:]
    keys = [word.key for word in last]
    if keys[-1] in lexicon.words("checking", "other_questions"):
        return not {"another", "different", "separate", "open"}.isdisjoint(keys[-3:])
    open_ = keys[-4:] == ["remains", "to", "be", "seen"] or keys[-1] == "guess"
    telling = not {"say", "tell", "know"}.isdisjoint(keys) and relations.negations(last) == 1
    return open_ or (telling and not {"i", "we", "nobody"}.isdisjoint(keys))


def _what_not(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`What I can't promise is …`"""
    if run.keys[0] != "what" or len(run.keys) <= _NEAR or "?" in run.text or not is_subject(run.words[1]):
        return False
    end = next((at for at in range(4, min(len(run.keys), _NEAR + 3)) if run.keys[at] in BE), 0)
    return end > 0 and relations.negations(run.words[2:end]) == 1


def _but_not(run: Run, quoted: Sequence[WordToken]) -> bool:
    """`But it is not …`, `But it may …`, `But it is only …`, `But don't …`, `It just can't …`"""
    if len(run.keys) <= _NOUN_PHRASE or relations.negations(quoted) > 0:
        return False
    if run.keys[0] != "but":
        same = run.keys[0] in _OF_IT and run.keys[1] in ("just", "only")
        modal = next((word for word in run.keys[2:4] if word in helpers() | {"can"}), "")
        return same and relations.negations(run.words[2:5]) == 1 and any(word.key == modal for word in quoted)
    if run.keys[1:3] == ["do", "not"]:
        return True
    if run.keys[1] not in _POINTING:
        return False
    clause = run.words[2 : 2 + _NEAR]
    clause = clause[: next((n for n in range(1, len(clause)) if run.breaks(2 + n)), len(clause))]
    keys = [word.key for word in clause]
    if relations.negations(clause) == 1 or may(keys[:2]):
        return True
    return len(keys) > 1 and keys[0] in BE and keys[1] in _WEAK


_RULES: tuple[Callable[[Run, Sequence[WordToken]], bool], ...] = (
    _concedes,
    _at_the_same_time,
    _not,
    _means_less,
    _may_change,
    _ends_conceding,
    _corrects,
    _troubles,
    _sets_aside,
    _what_not,
    _but_not,
)
