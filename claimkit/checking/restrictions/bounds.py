"""Where, when, for whom and at what price a claim holds: what bounds a claim that is of all of them.

Behind an event these add (`We left after the vote`); behind a denial, a rule or a promise they restrict (`We will not
leave before the vote`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.checking.restrictions import force
from claimkit.checking.restrictions.hedge_words import BE, helpers, phrases
from claimkit.checking.restrictions.reservations import Run, is_name, is_subject
from claimkit.english import lexicon
from claimkit.wording.word_tokens import WordToken

Words = Sequence[WordToken]

# Set by hand.
_PHRASE = 7  # words of the longest prepositional phrase
_FINITE = frozenset({"do", "does", "did", "is", "are", "am", "was", "were", "has", "have", "had", "be"})


def first_clause(run: Run) -> Run:
    """Up to the next comma or the like."""
    return Run(run.text, run.all, run.start, run.start + run.clause_end())


def _when(run: Run, quoted: Words) -> bool:
    """`when the guns stop`, `the day he does`, `after the guns stop`: a condition of what will be, not of what was."""
    begun = run.keys[0]
    clause = first_clause(run).words
    day = begun == "the" and len(run.keys) > 3 and run.keys[1] in lexicon.words("checking", "moments")
    head = begun in ("when", "after", "once") or " ".join(run.keys[:3]) == "as soon as" or day
    if (
        not head
        or not 3 <= len(clause) <= _PHRASE
        or force.is_event(quoted)
        or any(map(force.is_past_form, keys_of(clause)))
    ):
        return False
    if not {"was", "were", "had", "did"}.isdisjoint(keys_of(clause)):
        return False
    if day:
        return force.is_ahead(quoted) and is_subject(clause[2])
    if begun == "when" and run.keys[1] in ("i", "we", "you"):  # a time of the speaker's own choice
        return False
    if begun == "when":
        return True
    return force.is_ahead(quoted) and begun != "once" and not {"which", "that", "all"} & set(keys_of(clause[:2]))


def _before(run: Run, quoted: Words) -> bool:
    """`before the election`, `for the next six weeks`: what a denial, or a promise to all, is limited to."""
    if run.keys[0] == "during" and len(run.keys) > 1:
        return not force.is_event(quoted) and not force.is_ahead(quoted)
    if run.keys[:3] == ["for", "the", "next"] or run.keys[:3] == ["for", "the", "first"]:
        return force.is_ahead(quoted) and (force.is_total(quoted) or force.is_denied(quoted))
    if not (force.is_denied(quoted) and force.is_ahead(quoted)):
        return False
    if run.keys[0] in ("before", "during", "under", "within"):
        return len(run.keys) > 1 and run.keys[1] not in ("that", "my", "our")
    return run.keys[0] == "this" and run.keys[1:2] != [] and run.keys[1] in lexicon.words("checking", "periods")


def _denied_here(run: Run, quoted: Words) -> bool:
    """`in six weeks`, `since April`, `myself`, `yet`: what a denial of what has happened is limited to."""
    if not force.is_denied(quoted):
        return False
    first = run.keys[0]
    if len(run.keys) == 1:
        return first in lexicon.words("checking", "deictic")
    periods = lexicon.words("checking", "periods")
    if first in ("since", "lately", "recently"):
        return True
    return first in ("in", "for", "over", "during", "within") and not periods.isdisjoint(run.keys[2:6])


def _for_a_while(run: Run, quoted: Words) -> bool:
    """`, for about a week`: how long a state or a promise holds."""
    keys = first_clause(run).keys
    if keys[0] != "for" or force.is_event(quoted) or len(keys) > _PHRASE:
        return False
    short = lexicon.words("checking", "periods") - {"years", "decades", "time", "life"}
    return not short.isdisjoint(keys[2:]) and (run.breaks(0) or force.is_total(quoted))


def _beyond(run: Run, quoted: Words) -> bool:
    """`beyond the usual hamper`, `outside the season`: an exception to a denial or to all."""
    leaving = run.keys[0] in ("beyond", "outside", "past", "without")
    if run.keys[0] == "without":
        return force.is_ahead(quoted) and not force.is_denied(quoted) and len(run.keys) > 1
    return leaving and (force.is_denied(quoted) or force.is_total(quoted) or "anywhere" in keys_of(quoted))


def _part_of_it(run: Run, quoted: Words) -> bool:
    """`, most of it`, `, bits of them at least`: which part of it all."""
    keys = first_clause(run).keys
    if len(keys) < 3 or "of" not in keys[1:4] or not run.breaks(0):
        return False
    share = not (phrases("shares") | phrases("quantifiers") | {"bits", "parts", "half", "much"}).isdisjoint(keys[:3])
    return (
        share
        and keys[keys.index("of") + 1 :][:1] != []
        and keys[keys.index("of") + 1] in ("it", "them", "us", "that", "those")
    )


def _not_there(run: Run, quoted: Words) -> bool:
    """`, not when it counts`, `, not at night`: where it does not hold; but not `in town, not in the country`."""
    keys = run.keys
    if keys[0] != "not" or len(keys) < 2 or not run.breaks(0) or force.is_denied(quoted):
        return False
    begun = keys[1] in lexicon.words("checking", "prepositions") or keys[1] in ("when", "if", "while", "where")
    return begun and keys[1] not in keys_of(quoted)


def _with_more(run: Run, quoted: Words) -> bool:
    """`with a bit of luck`, `with more money`: what it would take."""
    would = not {"would", "could", "can", "might"}.isdisjoint(keys_of(quoted))
    return (
        would
        and run.keys[0] == "with"
        and run.keys[1:2] != []
        and (
            run.keys[1] in lexicon.words("checking", "needed") - {"the", "a", "support"}
            or run.keys[1:3] in (["the", "right"], ["a", "little"], ["a", "bit"])
        )
    )


def _some_days(run: Run, quoted: Words) -> bool:
    """`on the days when there is gas`, `for those who can pay`, `from our side`, `in small amounts`."""
    keys = first_clause(run).keys
    if len(keys) < 3 or keys[0] not in ("on", "in", "at", "for", "to", "by", "with", "from", "under", "during"):
        return False
    if "those" in keys[1:3] or keys[1] in ("people", "anyone", "anybody", "everyone", "everybody"):
        return keys[0] in ("for", "to", "by", "in", "with") and not {"who", "with", "whose", "that"}.isdisjoint(
            keys[2:5]
        )
    if not {"when", "where"}.isdisjoint(keys[2:4]) and not force.is_event(quoted):
        return True
    sided = keys[1] in ("my", "our", "his", "her", "their", "your") or "'s" in keys[1:4]
    return (
        sided
        and not lexicon.words("checking", "viewpoints").isdisjoint(keys[2:5])
        and keys[0] in ("from", "to", "in", "on")
    )


def _of_all(run: Run, quoted: Words) -> bool:
    """`everyone | with a card`, `the greatest film | about dentists`: what all, or the most, are picked from."""
    if not quoted or run.breaks(0):
        return False
    first = run.keys[0]
    if quoted[-1].key in lexicon.words("checking", "total_pronouns"):
        return first in (
            "who",
            "that",
            "with",
            "whose",
            "over",
            "under",
            "born",
            "living",
            "earning",
            "in",
            "from",
            "of",
        )
    near = quoted[-_PHRASE:]
    most = any(map(force.is_superlative, near))
    return most and first in ("about", "in", "among", "outside", "for", "of", "under", "by") and len(run.keys) > 1


def _given(run: Run, quoted: Words) -> bool:
    """`given ten years`, `given half a chance`, `with ten more men`: what it would take."""
    if run.keys[0] != "given" or len(run.keys) < 2:
        return False
    first = run.words[1]
    return first.kind == "number" or first.key in lexicon.words("checking", "needed")


def _afterthought(run: Run, quoted: Words) -> bool:
    """`, in cities`, `, at the right price`: a place, time or price behind a comma, of a claim of any of them."""
    clause = first_clause(run)
    keys = clause.keys
    if keys[0] in ("at", "for", "in", "under") and keys[1:3] == ["the", "right"] and force.is_ahead(quoted):
        return True
    if not run.breaks(0) or len(keys) > _PHRASE or len(keys) < 2 or len(clause.keys) != len(run.keys):
        return False
    if keys[0] not in ("in", "at", "on", "for", "during", "under", "among", "with") or force.is_event(quoted):
        return False
    if any(is_name(word) or word.kind == "number" for word in clause.words[1:]):
        return False
    determined = lexicon.words("checking", "specific") | lexicon.words("checking", "totals")
    right = keys[1] == "the" and keys[2:3] and keys[2] in lexicon.words("checking", "picking")
    plain = determined.isdisjoint(keys[1:]) and keys[1] not in lexicon.words("checking", "settled_phrases")
    return bool(right) or (plain and not has_verb(keys))


def _only_where(run: Run, quoted: Words) -> bool:
    """`purely on paper`, `strictly between us`, `mainly in the south`, `right up until the vote`."""
    if len(run.keys) < 2 or run.keys[0] not in lexicon.words("checking", "focusing"):
        return False
    return run.keys[1] in lexicon.words("checking", "prepositions") or run.keys[1] in ("if", "when", "where", "because")


def _one_adverb(run: Run, quoted: Words) -> bool:
    """`, financially`, `once`, `sometimes`: a last adverb of how far, how often or in what respect."""
    if len(run.keys) > 2 or (len(run.keys) == 2 and run.keys[0] not in ("at", "very", "only", "if", "quite", "or")):
        return False
    last = run.keys[-1]
    if last in lexicon.words("checking", "limiting_adverbs"):
        return True
    return run.breaks(0) and last.endswith("ly") and last not in lexicon.words("checking", "plain_adverbs")


def has_verb(keys: Sequence[str]) -> bool:
    return any(word in helpers() or word in BE or word in _FINITE for word in keys)


def keys_of(words: Words) -> list[str]:
    return [word.key for word in words]


BOUNDS: tuple[Callable[[Run, Words], bool], ...] = (
    _one_adverb,
    _only_where,
    _denied_here,
    _for_a_while,
    _when,
    _before,
    _beyond,
    _part_of_it,
    _not_there,
    _with_more,
    _some_days,
    _of_all,
    _given,
    _afterthought,
)
# Of these, the ones that bound a claim from before it, too.
BOUNDS_AHEAD = (_when, _before, _beyond, _some_days, _given)
