"""What differs between a quotation and its passage inside the words that meet: each hunk gets the first rule's kind.

The words for denials, numbers, hedges and forms of one word are those of `claimkit.wording`, so that a change is
judged here as in `claimkit diff`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from claimkit.checking.atoms import begins, gap
from claimkit.checking.hunks import Change, Hunk, Weight, Words, all_phrases, find_hunks, starts_phrase
from claimkit.checking.passages import Placed
from claimkit.checking.respelt import has_got, is_corrected, same_number
from claimkit.checking.restrictions import hedges
from claimkit.checking.restrictions.hedge_words import SPEAKER
from claimkit.checking.restrictions.reservations import is_name
from claimkit.checking.speakers import name_of
from claimkit.checking.tags import find_tags
from claimkit.english import lexicon
from claimkit.english.names import is_title
from claimkit.models.checks import CheckedDifferenceKind
from claimkit.wording import contradictions, relations
from claimkit.wording.edits import ELLIPSIS
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_FEW = 2  # small words in a row whose change is minor
_SPLICE = 3  # words left out without a mark that make two quotations of one

_ADDRESS = 3  # words of the longest address

_REMNANTS = frozenset({"and", "'s", "s", "re", "ll", "ve", "d", "m"})
_BREAK = re.compile(r"[,;:—–.!?…]|--|\s-\s")
_BROKEN_OFF = re.compile(r"--|—|–|\.\s?\.\s?\.|…|\s-\s|-\s*$")
_MASKED = re.compile(r"[*#_@$%!]{2}|expletive|bleep", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['’‘]")
_CLITICS = {"s": ("is", "has", "us"), "d": ("had", "would", "did")}


def find_changes(placed: Placed, text: str) -> list[Change]:
    """The differences inside the parts of the quotation, in its order; not what is cut off at their edges."""
    found: list[Change] = []
    for number, seam in enumerate(placed.seams):
        found.append(_seam(placed, text, number, seam))
    for hunk in find_hunks(placed, text):
        found += _name(hunk)
    return found


def _seam(placed: Placed, text: str, number: int, seam: int) -> Change:
    """What is left out between two parts: marked, or a denial of what remains, or a splice."""
    at = next((b for a, b in placed.pairs if a >= seam), len(placed.said))
    if ELLIPSIS.search(gap(text, placed.words, seam)):
        return Change("ellipsis", "cut", (at, at), (seam, seam))
    first, last = placed.ranges[number][1], placed.ranges[number + 1][0]
    if not any(begins(placed.passage.text, placed.said, n) for n in range(first + 1, last + 1)):
        set_off = all(_BREAK.search(gap(placed.passage.text, placed.said, n)) for n in (first, last))
        if contradictions.denial_dropped(placed.said[first:last], set_off):
            return Change("negation lost", "misleading", (first, last), (seam, seam))
    return Change("spliced", "altered", (at, at), (seam, seam))


def _name(hunk: Hunk) -> list[Change]:
    """The kinds of a hunk: the first rule that applies, or the first for each word where it is a list of pairs."""
    for rule in _RULES:
        found = rule(hunk)
        if found is not None:
            return [Change(kind, weight, hunk.said, hunk.words) for kind, weight in found]
    raise AssertionError("the last rule always applies")


Named = list[tuple[CheckedDifferenceKind, Weight]] | None


def _brackets(hunk: Hunk) -> Named:
    """An editor's words in brackets explain, or stand for, what was said."""
    others = [token for token in hunk.new if token.kind not in ("bracket", "marked")]
    if len(others) == len(hunk.new):
        return None
    if [token.key for token in others] == [token.key for token in hunk.old]:  # the words, and what explains them
        return [("bracketed insertion", "fine")]
    if not others or (len(others) <= _FEW and _small(others) and len(hunk.old) <= _SPLICE and _small(hunk.old)):
        return [("bracketed insertion", "fine")]
    return None


def _masked(hunk: Hunk) -> Named:
    """A swear word that one side spells with signs, or replaces by a word for it."""
    sides = ((hunk.placed.passage.text, hunk.old, hunk.new), (hunk.text, hunk.new, hunk.old))
    for text, run, other in sides:
        hidden = run and all(_MASKED.search(text[max(0, word.start - 2) : word.end + 3]) for word in run)
        if hidden and len(other) <= _FEW:
            return [("spelling", "fine")]
    return None


def _same_letters(hunk: Hunk) -> Named:
    if relations.same_letters(hunk.old, hunk.new):
        return [("spelling", "fine")]
    if len(hunk.old) == len(hunk.new) == 1 and relations.relation(hunk.old[0], hunk.new[0]) == "spelling":
        return [("spelling", "fine")]
    return None


def _apostrophe(hunk: Hunk) -> Named:
    """`Calder's coming` and `Calder is coming`, `they'd gone` and `they had gone`, `its` and `it's`."""
    sides = ((hunk.old, hunk.new), (hunk.new, hunk.old))
    if any(len(run) == len(other) == 1 and other[0].key in _CLITICS.get(_clitic(run[0]), ()) for run, other in sides):
        return [("spelling", "fine")]
    one, two = ("".join(_surfaces(run)) for run in (hunk.old, hunk.new))
    plain = {_APOSTROPHE.sub("", letters.casefold()) for letters in (one, two)}
    return [("spelling", "fine")] if len(plain) == 1 and plain != {""} else None


def _clitic(word: WordToken) -> str:
    """What stands behind the apostrophe, where the word is only that: `'s` of `Calder's`."""
    _, apostrophe, tail = word.surface.replace("’", "'").rpartition("'")
    return tail if apostrophe and word.key in ("'s", "is", "has", "would", "had") else ""


def _surfaces(run: Words) -> list[str]:
    """The words as they are written; the atoms of one word have it in common."""
    return [word.surface for word in {word.start: word for word in run}.values()]


def _slip(hunk: Hunk) -> Named:
    """A slip of the speaker or the typist put right: `it remind us`."""
    if len(hunk.old) == len(hunk.new) == 1 and hunk.said[0]:
        before = hunk.placed.said[hunk.said[0] - 1].key
        right = hunk.new[0].key in (hunk.old[0].key + "s", hunk.old[0].key + "es")
        if before in ("it", "he", "she") and right:
            return [("spelling", "fine")]
    return None


def _same_amount(hunk: Hunk) -> Named:
    """The same number, amount, time or date written in another way."""
    return [("spelling", "fine")] if same_number(hunk) or has_got(hunk) else None


def _marked_gap(hunk: Hunk) -> Named:
    """An ellipsis says that something is left out; what denies or restricts the rest may not be."""
    if hunk.new or not ELLIPSIS.search(hunk.gap_words(hunk.words[0])):
        return None
    whole = any(
        begins(hunk.placed.passage.text, hunk.placed.said, at) for at in range(hunk.said[0] + 1, hunk.said[1] + 1)
    )
    if not whole and len(hunk.old) <= contradictions.CLAUSE and contradictions.denies(hunk.old):
        return [("negation lost", "misleading")] if _denies_rest(hunk) else [("ellipsis", "cut")]
    if not whole and len(hunk.old) <= contradictions.CLAUSE and _opens(hunk):
        return [("hedge dropped", "misleading")]
    return [("ellipsis", "cut")]


def _denies_rest(hunk: Hunk) -> bool:
    """Whether a denial among words left out is about the others: `, I don't think,`, but not `, he says nothing,`."""
    if not _is_set_off(hunk):
        return True
    first = next((word for word in hunk.old if word.key not in ("and", "but", "or", "so")), hunk.old[0])
    clause = first.key in lexicon.words("checking", "clause_starts") | {"which", "who"} or is_name(first)
    thought = relations.standard_words("checking", "denied_verbs")
    comment = first.key in SPEAKER and any(word.key in thought for word in hunk.old)
    return comment or not clause or contradictions.denial_dropped(hunk.old, True)


def _opens(hunk: Hunk) -> bool:
    """Whether the words left out are all a hedge, or a condition between commas."""
    if not hunk.old:
        return False
    if _is_hedge(hunk, hunk.old, ()):
        return True
    return starts_phrase(hunk.old, "conditions") is not None and (
        _is_set_off(hunk) or _BREAK.search(hunk.gap_said(hunk.said[1])) is not None
    )


def _filler(hunk: Hunk) -> Named:
    """Words that say nothing, where one side lacks them."""
    run = hunk.old or hunk.new
    if hunk.old and hunk.new:
        return None
    if all_phrases(run, "fillers"):
        return [("filler dropped", "fine")]
    return None


def _address(hunk: Hunk) -> Named:
    """Somebody else in the source who is spoken to: `, Anderson,`, `, Mr. Holm,`."""
    if hunk.new or not 0 < len(hunk.old) <= _ADDRESS or not _is_set_off(hunk):
        return None
    called = (name_of(label) for label in set(hunk.placed.source.labels) if label != hunk.placed.passage.speaker)
    names = {word for name in called if name for word in name.words}
    titled = [token for token in hunk.old if not is_title(token.key)]
    return [("filler dropped", "fine")] if titled and all(token.key in names for token in titled) else None


def _opener(hunk: Hunk) -> Named:
    """`And`, `So`, `Well` at the beginning of a sentence."""
    if hunk.old and hunk.new:
        if (
            hunk.begins_said
            and hunk.begins_words
            and all_phrases(hunk.old, "openers")
            and all_phrases(hunk.new, "openers")
        ):
            return [("filler dropped", "fine")]
        return None
    at_start = hunk.begins_said if hunk.old else hunk.begins_words
    after = hunk.begins_words if hunk.old else hunk.begins_said
    if (at_start or after) and all_phrases(hunk.old or hunk.new, "openers"):
        return [("filler dropped", "fine")]
    # The sentences are joined differently: `… time. And we` and `… time, and we`.
    if hunk.old and [t.key for t in hunk.old] in (["and"], ["so"]) and _BREAK.search(hunk.gap_words(hunk.words[0])):
        return [("filler dropped", "fine")]
    return None


def _tags(hunk: Hunk) -> Named:
    """`Ilves said` between two pieces of what she said: nothing of it is left out."""
    if hunk.new or hunk.old or hunk.said[0] == hunk.said[1]:
        return None
    placed = hunk.placed
    return [] if range(*hunk.said) in find_tags(placed.passage.text, placed.said) else None


def _slips(hunk: Hunk) -> Named:
    """Words that the speaker says again, or begins and gives up."""
    if not hunk.new and not hunk.old:
        return [("false start dropped", "fine")]
    return None


def _false_start(hunk: Hunk) -> Named:
    """A start that the speaker gives up for other words: `to the — in the House`."""
    if is_corrected(hunk):
        return [("false start dropped", "fine")]
    if hunk.new or len(hunk.old) > _SPLICE or contradictions.denies(hunk.old) or not relations.light(hunk.old):
        return None
    broken = _BROKEN_OFF.search(hunk.gap_said(hunk.said[1])) is not None
    return [("false start dropped", "fine")] if broken else None


def _numbers(hunk: Hunk) -> Named:
    return [("number changed", "misleading")] if contradictions.number_changed(hunk.old, hunk.new) else None


def _negation(hunk: Hunk) -> Named:
    """A denial that only one side has, unless a word beside it says the same (`not able`, `unable`)."""
    found = contradictions.denial(hunk.old, hunk.new)
    if found is None or contradictions.makes_up(*_around(hunk)):
        return None
    if not (hunk.old and hunk.new) and not contradictions.denial_dropped(hunk.old or hunk.new, _is_set_off(hunk)):
        return None
    kind: CheckedDifferenceKind = "negation lost" if found == "lost" else "negation gained"
    return [(kind, "altered" if _asks(hunk) else "misleading")]


def _asks(hunk: Hunk) -> bool:
    """Whether all that denies is a question's verb before its subject: `Isn't it …?`, `why don't you …?`."""
    sides = ((hunk.placed.said, hunk.said), (hunk.placed.words, hunk.words))
    places = [(words, at) for words, run in sides for at in range(*run) if relations.negations(words[at : at + 1])]
    return bool(places) and all(
        at and words[at - 1].start == words[at].start and at + 1 < len(words) and _is_subject(words[at + 1])
        for words, at in places
    )


def _is_subject(word: WordToken) -> bool:
    return word.key in lexicon.words("checking", "subjects")


def _is_set_off(hunk: Hunk) -> bool:
    """Whether commas or the like come before and after the words that one side lacks."""
    if hunk.old:
        return all(_BREAK.search(hunk.gap_said(at)) for at in hunk.said)
    return all(_BREAK.search(hunk.gap_words(at)) for at in hunk.words)


def _around(hunk: Hunk) -> tuple[Words, Words]:
    """The words of both sides with those beside them."""
    near = contradictions.BESIDE
    return (
        hunk.placed.said[max(0, hunk.said[0] - near) : hunk.said[1] + near],
        hunk.placed.words[max(0, hunk.words[0] - near) : hunk.words[1] + near],
    )


def _hedge(hunk: Hunk) -> Named:
    old, new = _is_hedge(hunk, hunk.old, hunk.new), _is_hedge(hunk, hunk.new, hunk.old)
    alike = contradictions.makes_up(*_around(hunk))  # `unsure` and `not sure`
    if old != new and not alike and not (hunk.old and hunk.new and _small(hunk.old + hunk.new)):
        return [("hedge dropped" if old else "hedge added", "misleading")]
    if len(hunk.old) == len(hunk.new) == 1:
        match relations.relation(hunk.old[0], hunk.new[0]):
            case "firmer":
                return [("hedge dropped", "misleading")]
            case "weaker":
                return [("hedge added", "misleading")]
    return None


def _is_hedge(hunk: Hunk, run: Words, other: Words) -> bool:
    if relations.is_hedge(run) or hedges.frames(run, comma=False):
        return True
    if hedges.loosens(run) or hedges.intends(run):
        return hedges.states(other)
    if not other and run is hunk.old and _is_set_off(hunk) and hedges.interrupts(run):
        return True
    if hedges.limits(run):
        return hedges.is_total(other)
    return (hedges.approximates(run) and _amount_follows(hunk)) or (
        hedges.approximates_before(run) and _amount_precedes(hunk)
    )


def _amount_precedes(hunk: Hunk) -> bool:
    """Whether a number is among the two words before: `40 or so`, `40 boats or so`."""
    return any(map(contradictions.is_number, hunk.placed.said[max(0, hunk.said[0] - 2) : hunk.said[0]]))


def _amount_follows(hunk: Hunk) -> bool:
    """Whether the next word of the quotation is a number."""
    at = hunk.words[1]
    return at < len(hunk.placed.words) and contradictions.is_number(hunk.placed.words[at])


def _condition(hunk: Hunk) -> Named:
    """Words left out without a mark that restrict the rest: `if`, `unless`, `except`."""
    if hunk.new or len(hunk.old) < _FEW:
        return None
    if starts_phrase(hunk.old, "conditions") or (_is_set_off(hunk) and starts_phrase(hunk.old, "reservations")):
        return [("condition dropped", "misleading")]
    return None


def _forms(hunk: Hunk) -> Named:
    """One word in two forms."""
    if len(hunk.old) != 1 or len(hunk.new) != 1:
        return None
    match relations.relation(hunk.old[0], hunk.new[0]):
        case "tense":
            return [("tense shifted", "minor" if _small(hunk.old) and _small(hunk.new) else "altered")]
        case "person":
            return [("person shifted", "minor")]
        case "agreement":
            return [("small word changed", "minor")]
    return None


def _small_words(hunk: Hunk) -> Named:
    if max(len(hunk.old), len(hunk.new)) <= _FEW and _small(hunk.old) and _small(hunk.new):
        return [("small word changed", "minor")]
    return None


def _small(run: Words) -> bool:
    small = lexicon.words("checking", "small")
    return all(token.key in small or token.key in _REMNANTS for token in run)


def _anything(hunk: Hunk) -> Named:
    if not hunk.new:
        return [("spliced" if len(hunk.old) >= _SPLICE else "word changed", "altered")]
    if not hunk.old:
        return [("inserted" if len(hunk.new) >= _SPLICE else "word changed", "altered")]
    few = max(len(hunk.old), len(hunk.new)) <= _FEW
    return [("word changed" if few else "reworded", "altered")]


_RULES: tuple[Callable[[Hunk], Named], ...] = (
    _tags,
    _slips,
    _brackets,
    _masked,
    _same_letters,
    _apostrophe,
    _slip,
    _same_amount,
    _marked_gap,
    _filler,
    _address,
    _opener,
    _false_start,
    _numbers,
    _negation,
    _hedge,
    _condition,
    _forms,
    _small_words,
    _anything,
)
