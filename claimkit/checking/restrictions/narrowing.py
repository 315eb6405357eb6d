"""Whether words cut off behind a quotation narrow it: by what they are in the sentence, and how far the claim reaches.

reservations.py knows the conjunctions, prepositions and adverbs that restrict whatever they follow. Here are those
which add to one claim and restrict another (`after the vote` behind what happened or what will happen), and frames that
restrict with any words in them: `by … standards`, `or will be`, `which is far from …`, `that was his story`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.checking.hunks import all_phrases, starts_phrase
from claimkit.checking.restrictions import force
from claimkit.checking.restrictions.bounds import BOUNDS, BOUNDS_AHEAD, first_clause, has_verb, keys_of
from claimkit.checking.restrictions.hedge_words import BE, denies, helpers, phrases
from claimkit.checking.restrictions.reservations import Run, reserves
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

Words = Sequence[WordToken]

# Set by hand.
_PHRASE = 7  # words of the longest prepositional phrase
_CLAUSE = 9  # words of the longest clause in which its last word tells
_STANDARD = 5  # words of `by any reasonable person's standards`
_PASSED = 4  # words of an adverbial that a reservation comes after: `this morning, but`
_COMMENT = 6  # words from `that was` to its noun
_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "it", "they", "that", "this"})
_POINTING = frozenset({"that", "this", "it", "which", "such", "so"})
_FINITE = frozenset({"do", "does", "did", "is", "are", "am", "was", "were", "has", "have", "had", "be"})


def narrows(run: Run, quoted: Words) -> bool:
    """Whether words cut off behind the words `quoted` of their sentence restrict these."""
    if not run.keys:
        return False
    if starts_phrase(run.words, "no_reservations"):
        return run.keys[:2] == ["only", "to"] and run.breaks(0) and force.is_event(quoted)  # `, only to withdraw it`
    return any(rule(run, quoted) for rule in _RULES) or _later(run, quoted)


def narrows_ahead(run: Run, quoted: Words) -> bool:
    """Whether an adverbial before the words `quoted` restricts them: `On the days when there is gas, …`."""
    if not run.keys or not run.ends_at_comma() or starts_phrase(run.words, "no_reservations"):
        return False
    clause = first_clause(run)
    whole = len(clause.keys) == len(run.keys)
    return whole and any(rule(clause, quoted) for rule in _AHEAD)


def _downtones(run: Run, quoted: Words) -> bool:
    """`after a fashion`, `for the sake of argument`: adverbials that take the force from any claim."""
    later = starts_phrase(run.words, "some_day") is not None and force.is_ahead(quoted)
    return later or starts_phrase(run.words, "downtoners") is not None


def _limits_at_end(run: Run, quoted: Words) -> bool:
    """`on weekdays only`, `about the money at least`, `the odd batch excepted`, `weather depending`."""
    clause = first_clause(run).keys
    if len(clause) > _CLAUSE or clause[0] in ("and", "because", "so", "who", "which"):
        return False
    last = clause[-1]
    if (
        last in lexicon.words("checking", "absolutes") | {"excepted", "included", "depending"}
        and len(clause) <= _PHRASE
    ):
        return run.breaks(0) and last != "included"
    if last == "only" and len(clause) > 1:
        return clause[0] in lexicon.words("checking", "prepositions") or clause[0] in ("this", "these", "that", "those")
    tail = first_clause(run).words
    tagged = any(all_phrases(tail[-size:], "tags_of_part") for size in (1, 2, 3) if size < len(clause))
    return tagged or (len(clause) > 2 and " ".join(clause[-2:]) in ("at most", "at best", "that is"))


def _alternative(run: Run, quoted: Words) -> bool:
    """`or will be by Christmas`, `or as good as`, `or near enough`."""
    keys = run.keys
    if keys[0] != "or" or len(keys) == 1:
        return False
    if run.breaks(0) and not _asks(run):
        return keys[1] not in ("else", "otherwise", "as")  # the claim is then the one or the other
    verb = keys[1] in helpers() or keys[1] in BE or keys[1] in _FINITE or keys[1] in ("will", "would", "used")
    if len(keys) > 2 and keys[1] in _PRONOUNS and keys[2] in _FINITE | {"will", "would", "used"}:
        return len(first_clause(run).keys) <= _PHRASE
    near = starts_phrase(run.words[1:], "near_enough") is not None
    return verb or near


def _asks(run: Run) -> bool:
    return "?" in run.text[run.words[-1].end :][:2]


def _undoes(run: Run, quoted: Words) -> bool:
    """`and later denied it`, `before changing his mind`, `, a promise he broke`: what was said or done is undone."""
    keys = run.keys
    undoing = relations.standard_words("checking", "undoing")
    if keys[0] in ("and", "before", "then") and force.is_event(quoted):
        return any(relations.is_form(word, undoing) for word in keys[1:5]) and not denies(keys[1:5])
    appositive = run.breaks(0) and keys[0] in ("a", "another") and len(keys) > 2
    return appositive and keys[1] in lexicon.words("checking", "mere_claims")


def _standards(run: Run, quoted: Words) -> bool:
    """`by London standards`, `as politicians go`, `, for a politician`, `compared with London`."""
    keys = first_clause(run).keys
    measures = lexicon.words("checking", "standards")
    if keys[0] == "by" and any(word in measures for word in keys[1 : _STANDARD + 1]):
        return "own" in keys or "all" not in keys[:2]
    if keys[:1] == ["as"] and keys[1:2] and keys[1] in ("it", "they", "things", "matters"):
        return (
            not force.is_event(quoted)
            and keys[2:3] != []
            and keys[2] in ("stand", "stands", "stood", "is", "are", "was", "were")
        )
    if keys[0] == "as" and len(keys) <= _STANDARD:
        return keys[-1] in ("go", "goes") or (len(keys) > 2 and keys[-1] in ("was", "were") and keys[-2] == "then")
    compared = " ".join(keys[:2]) in ("compared with", "compared to", "relative to") or keys[0] == "considering"
    if compared:
        return not force.is_event(quoted) and not any(word.kind == "number" for word in (*run.words, *quoted))
    one = keys[0] == "for" and len(keys) > 2 and keys[1] in ("a", "an", "his", "her", "its", "their")
    time = lexicon.words("checking", "periods") | phrases("counted")
    rated = not force.is_event(quoted) or not BE.isdisjoint(keys_of(quoted))
    return one and run.breaks(0) and rated and len(keys) <= _STANDARD and not time & set(keys) and "reason" not in keys


def _if_not(run: Run, quoted: Words) -> bool:
    """`in letter if not in spirit`, `whatever that means`."""
    keys = first_clause(run).keys
    at = next((at for at in range(1, len(keys) - 1) if keys[at : at + 2] == ["if", "not"]), 0)
    if 0 < at < _PHRASE and run.keys[0] in lexicon.words("checking", "prepositions"):
        return True
    return keys[0] == "whatever" and keys[-1] in ("means", "mean", "meant")


def _leaving_aside(run: Run, quoted: Words) -> bool:
    """`leaving pensions to one side`, `putting the cost aside`, `subject only to the lawyers`, `less the costs`."""
    keys = first_clause(run).keys
    if keys[0] in ("leaving", "putting", "setting", "taking"):
        return keys[-1] in ("aside", "out", "side", "apart")
    if keys[0] == "subject":
        return "to" in keys[1:4]
    if keys[0] in ("less", "minus") and run.breaks(0):
        return keys[1:2] != [] and keys[1] in phrases("determiners")
    return keys[:2] == ["up", "to"] and not {"point", "degree", "limit", "level", "extent"}.isdisjoint(keys[2:5])


def _that_i_know(run: Run, quoted: Words) -> bool:
    """`that I saw`, `that we know of`, `not that I know of`: what is known of a denial."""
    keys = first_clause(run).keys
    if keys[:1] in (["not"], ["none"]):
        keys = keys[1:]
    if len(keys) < 3 or keys[0] != "that" or keys[1] not in ("i", "we", "anyone", "anybody") or len(keys) > _STANDARD:
        return False
    seen = relations.standard_words("checking", "perceiving")
    return any(relations.is_form(word, seen) or word == "aware" for word in keys[2:])


def _which(run: Run, quoted: Words) -> bool:
    """`which is a long way from saying …`, `which doesn't make it right`."""
    keys = run.keys
    if keys[0] != "which" or len(keys) < 3:
        return False
    if keys[1] in BE:
        return starts_phrase(run.words[2:], "far_from") is not None
    return keys[1] in ("do", "does", "did", "will", "would") and keys[2] == "not"


def comments(run: Run, quoted: Words) -> bool:
    """`that was the foreman's line`, `that is what was promised`: somebody's words, or a plan."""
    keys = run.keys[1:] if run.keys[0] in ("or", "but", "and", "well") else run.keys
    if keys[1:3] == ["at", "least"]:
        keys = [keys[0], *keys[3:]]
    if len(keys) < 3 or keys[0] not in _POINTING or keys[1] not in BE or not (run.breaks(0) or not run.start):
        return False
    rest = keys[2 : 2 + _COMMENT]
    if rest[0] == "what" or rest[:1] == ["how"]:
        told = relations.standard_words("checking", "saying") | {"think", "believe", "hope", "hear", "remember", "see"}
        clause = rest[1:]
        mine = bool({"i", "we"} & set(clause[:1])) and not {"hear", "heard", "remember", "think", "thought"} & set(
            clause
        )
        return not denies(clause) and not mine and any(relations.is_form(word, told) for word in keys[-2:])
    head = next((at for at, word in enumerate(rest) if word in lexicon.words("checking", "versions")), None)
    if head is None or denies(rest[:head]):
        return False
    owned = rest[0] in lexicon.words("checking", "owners") or "'s" in rest[:head] or (rest[0] == "a" and head == 1)
    ends = head + 1 == len(rest) or rest[head + 1] not in ("that", "of", "to", "i", "we", "for", "and", "in")
    return owned and (ends or run.breaks(len(run.keys) - len(keys) + 2 + head + 1))


def _and_yet(run: Run, quoted: Words) -> bool:
    """`and yet threw it out`, `and there the good news stops`, `and pigs might fly`."""
    if run.keys[0] != "and" or len(run.keys) < 2:
        return False
    clause = first_clause(run.after(1)).keys
    if run.keys[1] in ("yet", "still") and len(clause) > 1:
        return run.keys[1] == "yet" or len(clause) > 2
    if starts_phrase(run.words[1:], "takes_no_more") is not None:
        return True
    return run.keys[1] in ("there", "that") and clause[-1] in ("stop", "stops", "end", "ends", "ended", "stopped")


def _rather_than(run: Run, quoted: Words) -> bool:
    """`rather than put my name to that` behind `would`: what it would be chosen instead of."""
    chosen = " ".join(run.keys[:2]) in ("rather than", "sooner than") or run.keys[:1] == ["before"]
    return chosen and "would" in keys_of(quoted) and len(run.keys) > 2


def _though_i_do(run: Run, quoted: Words) -> bool:
    """`hate the uniform though I do`: a concession that begins with its verb or adjective."""
    keys = first_clause(run).keys
    return len(keys) > 3 and keys[-3] in ("though", "as") and keys[-2] in _PRONOUNS and keys[-1] in _FINITE


def _never(run: Run, quoted: Words) -> bool:
    """`when hell freezes over`, `the day pigs fly`, `in my dreams`, `in a novel`: when or where it never is."""
    worlds = lexicon.words("checking", "fictions")
    return run.keys[0] in ("in", "when") and any(word in worlds for word in run.keys[1:4])


def _cleft(run: Run, quoted: Words) -> bool:
    """`it's when they leave them empty that I object`, `it's their leaders I can't stand`, after a denial."""
    keys = run.keys
    if not (run.breaks(0) or not run.start) or keys[:1] != ["it"] or keys[1:2] not in (["is"], ["was"]):
        return False
    if not force.is_denied(quoted) or keys[2:3] == ["not"]:
        return False
    first = keys[2:3] and keys[2] in (
        "when",
        "how",
        "what",
        "the",
        "their",
        "his",
        "her",
        "your",
        "its",
        "who",
        "where",
    )
    return bool(first) and not {"i", "we"}.isdisjoint(keys[3:])


def _later(run: Run, quoted: Words) -> bool:
    """A reservation behind a short adverbial that is cut with it: `this morning, but by three it was a bog`."""
    end = run.clause_end()
    if end == len(run.keys) or end > _PASSED or run.breaks(0) or has_verb(run.keys[:end]):
        return False
    rest = run.after(end)
    return rest.keys[0] in lexicon.words("checking", "turning") and reserves(rest)


_RULES: tuple[Callable[[Run, Words], bool], ...] = (
    *BOUNDS,
    _downtones,
    _limits_at_end,
    _alternative,
    _undoes,
    _standards,
    _if_not,
    _leaving_aside,
    _that_i_know,
    _which,
    comments,
    _and_yet,
    _rather_than,
    _though_i_do,
    _never,
    _cleft,
)
# The same for adverbials before the claim.
_AHEAD: tuple[Callable[[Run, Words], bool], ...] = (
    *BOUNDS_AHEAD,
    _downtones,
    _standards,
    _if_not,
    _leaving_aside,
    _never,
    _limits_at_end,
)
