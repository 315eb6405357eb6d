"""What the source says just before and after the quoted words, in the same sentence: openly cut, or cut to mislead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.checking.atoms import find_atoms, gap
from claimkit.checking.hunks import Change, all_phrases, starts_phrase
from claimkit.checking.passages import Placed
from claimkit.checking.restrictions import force, hedges
from claimkit.checking.restrictions.adversatives import goes_against
from claimkit.checking.restrictions.hedge_words import is_firm, is_unsure
from claimkit.checking.restrictions.narrowing import narrows, narrows_ahead
from claimkit.checking.restrictions.reservations import (
    Run,
    conditional,
    doubts_ahead,
    is_name,
    is_subject,
    reserves,
    takes_back,
)
from claimkit.checking.restrictions.takebacks import takes_back_in_passing
from claimkit.checking.restrictions.veridical import is_not_so
from claimkit.checking.surroundings import look_around, piece_of, sentence_end
from claimkit.english import lexicon
from claimkit.models.types import Range
from claimkit.wording import contradictions, relations
from claimkit.wording.word_tokens import WordToken

_COMMA = re.compile(r"[,;:—–]|--|\s-\s")
_COUNTING = frozenset({"no", "one", "two", "three", "first", "second", "third", "that", "which"})
_OF_ADDRESS = frozenset({"my", "friend", "friends", "sir", "folks", "everybody", "guys", "thank", "you"})
_TELLING = frozenset({"tell", "promise"})
_HEARERS = frozenset({"him", "her", "them", "you", "us", "anyone", "anybody", "people"})
# Set by hand.
_LONGEST = 5  # words of the longest conjunction
_NEAR = 4  # words before the cut in which a denied verb denies what follows it
_ADDRESS = 5  # words of the longest address
_CLAUSES = 2  # clauses before the cut that may say that what follows is not sure: `…, I am not sure, but`
_LEAST = 3  # words of the shortest quotation that a cut can mislead about


def find_cuts(placed: Placed, lead: str, follow: str, own: bool = False) -> list[Change]:
    """The cuts before the first part and after the last. `lead` and `follow` are the draft's words around it.

    `own`: in the source they are the draft's speaker's, so that "experts say" before them is not left out freely.
    """
    if not placed.ranges:
        return []
    first, start, end, last, _ = look_around(placed)
    return [*_before(placed, (first, start), 0, lead, own), *_after(placed, (end, last), len(placed.words), follow)]


def says_so(lead: str, follow: str) -> bool:
    """Whether the draft's own words around a quotation hedge it or take something back."""
    return any(_hedged(told) or _reserved(told) for told in (find_atoms(lead), find_atoms(follow)))


def covers_sentences(placed: Placed) -> bool:
    """Whether the quotation is over whole sentences of one place, but for what may be left out before them."""
    if len(placed.ranges) != 1:
        return False
    first, start, end, last, _ = look_around(placed)
    plain = all(change.weight == "fine" for change in _before(placed, (first, start), 0, "", own=False))
    return plain and last == end


def _before(placed: Placed, run: Range, at: int, lead: str, own: bool) -> list[Change]:
    words = placed.said[slice(*run)]
    edge = (at, at)
    if not words:
        doubted = len(placed.words) >= _LEAST and doubts_ahead(placed.passage.before) and not _hedged(find_atoms(lead))
        return [Change("hedge dropped", "misleading", run, edge)] if doubted else []
    rest = [placed.said[at] for at in range(*run) if not placed.slips[at]]
    plain = all_phrases(rest, "openers") or _addresses(placed, run, "openers")
    joined = bool(rest) and _counts(placed, run[1])
    if not rest or (plain and not joined and not hedges.is_listed(rest)) or _repeated(placed, run):
        return [Change("filler dropped", "fine", run, edge)]
    if len(placed.words) >= _LEAST:
        told = find_atoms(lead)
        if (_denied(words) or (words[-1].key == "no" and joined)) and not relations.negations(told):
            return [Change("negation lost", "misleading", run, edge)]
        conditions = not _any_phrase(told, "conditions")
        if conditions and _conditions(placed, run):
            return [Change("condition dropped", "misleading", run, edge)]
        if _opens(placed, run, own) and not _hedged(told):
            return [Change("hedge dropped", "misleading", run, edge)]
        if conditions and (_subordinates(placed, run) or narrows_ahead(_run(placed, run), _rest(placed, run[1]))):
            return [Change("condition dropped", "misleading", run, edge)]
    return [Change("truncated", "cut", run, edge)]


def _conditions(placed: Placed, run: Range) -> bool:
    """Whether words cut off before the quotation restrict it; what only says when an event was does not."""
    rest = _run(placed, run)
    if starts_phrase(rest.words, "ahead_only") and force.is_event(_rest(placed, run[1])):
        return False
    return conditional(rest)


def _rest(placed: Placed, at: int) -> Sequence[WordToken]:
    """The source's sentence from a word on."""
    return placed.said[at : sentence_end(placed, at, piece_of(placed, at))]


def _counts(placed: Placed, at: int) -> bool:
    """Whether the word before is one with the next: `No money`, `One man`, but not `No, money` or `No I promise`."""
    if not at or at >= len(placed.said) or placed.said[at - 1].key not in _COUNTING or _breaks(placed, at):
        return False
    following = placed.said[at]
    return not is_subject(following)


def _subordinates(placed: Placed, run: Range) -> bool:
    """Whether the cut leaves a subordinate clause as if it were the sentence: `While … I accept that he is able`."""
    if _breaks(placed, run[1]):
        return False
    words = placed.said[slice(*run)]
    if words[-1].key == "that":
        words = words[:-1]
    ends = {" ".join(word.key for word in words[-size:]) for size in range(1, _LONGEST + 1)}
    if not ends.isdisjoint(lexicon.words("checking", "subordinating")):
        return True
    return not ends.isdisjoint(lexicon.words("checking", "timing")) and not force.is_event(_rest(placed, run[1]))


def _after(placed: Placed, run: Range, at: int, follow: str) -> list[Change]:
    run = next((at for at in range(*run) if not placed.slips[at]), run[1]), run[1]  # `…,” she said`
    words = placed.said[slice(*run)]
    edge = (at, at)
    told = find_atoms(follow)
    if not words:
        follows = len(placed.words) >= _LEAST and _is_taken_back(placed) and not _reserved(told)
        return [Change("reservation follows", "misleading", run, edge)] if follows else []
    if all_phrases(words, "fillers"):
        return [Change("filler dropped", "fine", run, edge)]
    counted = len(words) == 1 and words[0].key in contradictions.currencies()
    if counted and contradictions.is_number(placed.said[run[0] - 1]):
        return [Change("spelling", "fine", run, edge)]  # `£3.5m` for `3.5 million pounds`
    if len(placed.words) >= _LEAST:
        reserved = _reserved(told)
        if not reserved and _reserves(placed, run):
            return [Change("condition dropped", "misleading", run, edge)]
        if _hedges_after(placed, run) and not _hedged(told):
            return [Change("hedge dropped", "misleading", run, edge)]
        if not reserved and _narrows(placed, run):
            return [Change("condition dropped", "misleading", run, edge)]
    return [Change("truncated", "cut", run, edge)]


def _reserves(placed: Placed, run: Range) -> bool:
    """Whether the words after the cut are a reservation to the sentence before it."""
    return not _adds(placed, run) and reserves(_run(placed, run))


def _narrows(placed: Placed, run: Range) -> bool:
    """Whether the words after the cut narrow the claim before it, or take it back in a clause of their own."""
    rest, quoted = _run(placed, run), _last_sentence(placed)
    return not _adds(placed, run) and (narrows(rest, quoted) or takes_back_in_passing(rest, quoted))


def _adds(placed: Placed, run: Range) -> bool:
    """`We will rebuild, even if it takes thirty years`, `We left as soon as they called`: they restrict others."""
    rest, quoted = _run(placed, run), _last_sentence(placed)
    if starts_phrase(rest.words, "unconditional") and force.is_ahead(quoted):
        return True
    said_when = starts_phrase(rest.words, "ahead_only") is not None and force.is_event(quoted) and not rest.breaks(0)
    return said_when and not force.is_denied(quoted) and not force.is_total(quoted)


def _last_sentence(placed: Placed) -> Sequence[WordToken]:
    """What the quotation has of the source's last sentence."""
    around = look_around(placed)
    return placed.said[around.sentence : around.end]


def _is_taken_back(placed: Placed) -> bool:
    """Whether the next sentence takes back what was quoted; in an article it may be somebody else's."""
    after = placed.passage.after
    return takes_back(after) or (placed.source.labelled and goes_against(after, _last_sentence(placed)))


def _addresses(placed: Placed, run: Range, key: str) -> bool:
    """Whether the words only address somebody: `Well, Anderson, …`, `…, Mr. President`."""
    if run[1] - run[0] > _ADDRESS:
        return False
    words = [word for word in placed.said[slice(*run)] if not (is_name(word) or word.key in _OF_ADDRESS)]
    if words and not all_phrases(words, key):
        return False
    at = run[1] if key == "openers" else run[0]
    return _COMMA.search(gap(placed.passage.text, placed.said, at)) is not None


def _hedges(placed: Placed, run: Range) -> bool:
    """Whether the words before the cut, or the last clause of them, leave open what follows."""
    rest = [at for at in range(*run) if not placed.slips[at]]
    comma = _breaks(placed, run[1])
    clauses = [n for n in range(len(rest) - 1, 0, -1) if _breaks(placed, rest[n])][:_CLAUSES]
    runs = [[placed.said[at] for at in rest[start:]] for start in (0, *clauses)]
    if hedges.limits([placed.said[at] for at in rest]) or _approximates(placed, rest, run[1]):
        return True
    if len(clauses) > 1:  # `It is conceivable, no more, that`
        runs.append([placed.said[at] for at in (*rest[: clauses[-1]], *rest[clauses[0] :])])
    return any(
        relations.is_hedge(words) or hedges.frames(words, comma) or is_not_so([word.key for word in words], comma)
        for words in runs
    )


def _approximates(placed: Placed, rest: Sequence[int], at: int) -> bool:
    """Whether words right before a number leave it open: `Up to 500 patients`, `Somewhere between 40 and 50`."""
    if at >= len(placed.said):
        return False
    one = placed.said[at].key == "one" and at + 1 < len(placed.said) and placed.said[at + 1].key in ("in", "of", "out")
    if not one and not contradictions.is_number(placed.said[at]):
        return False
    words = [placed.said[n] for n in rest]
    if len(words) > 2 and words[-1].key in ("and", "to", "or") and contradictions.is_number(words[-2]):
        words = words[:-2]  # `between forty and`
    return any(hedges.approximates(words[-size:]) for size in range(1, min(len(words), _NEAR) + 1))


def _hedges_after(placed: Placed, run: Range) -> bool:
    """Whether the clause after the cut, up to the next comma, takes back what was quoted: `…, I suppose`."""
    end = next((at for at in range(run[0] + 1, run[1]) if _breaks(placed, at)), run[1])
    return hedges.trails(placed.said[run[0] : end], _breaks(placed, run[0]))


def _opens(placed: Placed, run: Range, own: bool) -> bool:
    """Whether the words before the cut leave open what follows, or say that it is somebody else's."""
    rest = [placed.said[at] for at in range(*run) if not placed.slips[at]]
    return _hedges(placed, run) or _asks(placed, rest) or (own and hedges.reports(rest, _breaks(placed, run[1])))


def _asks(placed: Placed, rest: Sequence[WordToken]) -> bool:
    """Whether the source asks what the draft has as a statement: `Do you believe that …?`"""
    asked = "?" in gap(placed.passage.text, placed.said, len(placed.said))
    return asked and rest[-1].key == "that" and rest[0].key in relations.standard_words("checking", "asking")


def _breaks(placed: Placed, at: int) -> bool:
    return _COMMA.search(gap(placed.passage.text, placed.said, at)) is not None


def _repeated(placed: Placed, run: Range) -> bool:
    """Whether the speaker says the same words again, or begins again with other ones: `If you, if they …`."""
    size = run[1] - run[0]
    said = [token.key for token in placed.said]
    restarted = 1 < size <= _NEAR and said[run[0]] == said[run[1]] and _breaks(placed, run[1])
    return restarted or said[slice(*run)] == said[run[1] : run[1] + size]


def _denied(words: Sequence[WordToken]) -> bool:
    """Whether the words before the cut deny those after it: `not …`, `I don't think that …`."""
    keys = [word.key for word in words]
    if is_firm(keys):  # `I make no apology for saying that`
        return False
    if relations.negations(words[-1:]) and keys[-1] != "no" and keys[-2:-1] != ["or"]:  # `like it or not`
        return True
    verbs = relations.standard_words("checking", "denied_verbs")
    tail = list(words[-_NEAR:])
    if tail and tail[-1].key in ("that", "it", "is"):
        tail.pop()
    if (
        len(tail) > 1 and tail[-1].key in _HEARERS and relations.is_form(tail[-2].key, _TELLING)
    ):  # I never told him that
        return relations.negations(words[-_NEAR - 1 :]) % 2 == 1
    return bool(tail) and tail[-1].key in verbs and relations.negations(words[-_NEAR - 1 :]) % 2 == 1


def _hedged(told: Sequence[WordToken]) -> bool:
    """Whether the draft hedges in its own words; `said`, `a report` and `May` do not."""
    saying = relations.standard_words("checking", "saying") | lexicon.words("checking", "sayings")
    words = [word.key for word in told if not (word.key == "may" and word.surface != "may")]
    return any(is_unsure(word) and not relations.is_form(word, saying) for word in words) or any(
        relations.is_hedge(told[start:end]) for start in range(len(told)) for end in range(start + 1, start + 4)
    )


def _reserved(told: Sequence[WordToken]) -> bool:
    """Whether the draft takes something back in its own words."""
    return _any_phrase(told, "reservations") or _any_phrase(told, "afterthoughts")


def _run(placed: Placed, run: Range) -> Run:
    return Run(placed.passage.text, placed.said, *run)


def _any_phrase(told: Sequence[WordToken], key: str) -> bool:
    return any(starts_phrase(told[at:], key) for at in range(len(told)))
