"""Whether words cut off behind a quotation narrow it: by what they are in the sentence, and how far the claim reaches.

reservations.py knows the conjunctions, prepositions and adverbs that restrict whatever they follow. Here are those
which add to one claim and restrict another (`after the vote` behind what happened or what will happen), and frames that
restrict with any words in them: `by … standards`, `or will be`, `which is far from …`, `that was his story`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.checking import force
from claimkit.checking.hedge_words import BE, denies, helpers, phrases
from claimkit.checking.hunks import all_phrases, starts_phrase
from claimkit.checking.reservations import Run, is_name, reserves
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


def first_clause(run: Run) -> Run:
    """Up to the next comma or the like."""
    end = next((at for at in range(1, len(run.keys)) if run.breaks(at)), len(run.keys))
    return Run(run.text, run.all, run.start, run.start + end)


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
    if last in lexicon.words("checking", "absolutes") | {"excepted", "included", "depending"} and len(clause) <= _PHRASE:
        return run.breaks(0) and last != "included"
    if last == "only" and len(clause) > 1:
        return clause[0] in lexicon.words("checking", "prepositions") or clause[0] in ("this", "these", "that", "those")
    tail = first_clause(run).words
    tagged = any(all_phrases(tail[-size:], "tags_of_part") for size in (1, 2, 3) if size < len(clause))
    return tagged or (len(clause) > 2 and " ".join(clause[-2:]) in ("at most", "at best", "that is"))


def _one_adverb(run: Run, quoted: Words) -> bool:
    """`, financially`, `once`, `sometimes`: a last adverb of how far, how often or in what respect."""
    if len(run.keys) > 2 or (len(run.keys) == 2 and run.keys[0] not in ("at", "very", "only", "if", "quite", "or")):
        return False
    last = run.keys[-1]
    if last in lexicon.words("checking", "limiting_adverbs"):
        return True
    return run.breaks(0) and last.endswith("ly") and last not in lexicon.words("checking", "plain_adverbs")


def _only_where(run: Run, quoted: Words) -> bool:
    """`purely on paper`, `strictly between us`, `mainly in the south`, `right up until the vote`."""
    if len(run.keys) < 2 or run.keys[0] not in lexicon.words("checking", "focusing"):
        return False
    return run.keys[1] in lexicon.words("checking", "prepositions") or run.keys[1] in ("if", "when", "where", "because")


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


def _when(run: Run, quoted: Words) -> bool:
    """`when the guns stop`, `the day he does`, `after the guns stop`: a condition of what will be, not of what was."""
    begun = run.keys[0]
    clause = first_clause(run).words
    day = begun == "the" and len(run.keys) > 3 and run.keys[1] in lexicon.words("checking", "moments")
    head = begun in ("when", "after", "once") or " ".join(run.keys[:3]) == "as soon as" or day
    if not head or not 3 <= len(clause) <= _PHRASE or force.is_event(quoted) or any(map(force.is_past_form, _keys(clause))):
        return False
    if not {"was", "were", "had", "did"}.isdisjoint(_keys(clause)):
        return False
    if day:
        return force.is_ahead(quoted) and _is_subject(clause[2])
    if begun == "when" and run.keys[1] in ("i", "we", "you"):  # a time of the speaker's own choice
        return False
    if begun == "when":
        return force.is_ahead(quoted) or (force.is_total(quoted) and run.breaks(0))
    return force.is_ahead(quoted) and begun != "once" and not {"which", "that", "all"} & set(_keys(clause[:2]))


def _before(run: Run, quoted: Words) -> bool:
    """`before the election`, `this year`, `for the next six weeks`: what a denial, or a promise to all, is limited to."""
    if run.keys[0] == "during" and len(run.keys) > 1:
        return not force.is_event(quoted) and not force.is_ahead(quoted)
    if run.keys[:3] == ["for", "the", "next"] or run.keys[:3] == ["for", "the", "first"]:
        return force.is_ahead(quoted) and (force.is_total(quoted) or force.is_denied(quoted))
    if not (force.is_denied(quoted) and force.is_ahead(quoted)):
        return False
    if run.keys[0] in ("before", "during", "under", "within"):
        return len(run.keys) > 1 and run.keys[1] not in ("that", "my", "our")
    return run.keys[0] == "this" and run.keys[1:2] != [] and run.keys[1] in lexicon.words("checking", "periods")


def _beyond(run: Run, quoted: Words) -> bool:
    """`beyond the usual hamper`, `outside the season`: an exception to a denial or to all."""
    leaving = run.keys[0] in ("beyond", "outside", "past", "without")
    if run.keys[0] == "without":
        return force.is_ahead(quoted) and not force.is_denied(quoted) and len(run.keys) > 1
    return leaving and (force.is_denied(quoted) or force.is_total(quoted) or "anywhere" in _keys(quoted))


def _undoes(run: Run, quoted: Words) -> bool:
    """`and later denied it`, `before changing his mind`, `, a promise he broke`: what was said or done is undone."""
    keys = run.keys
    undoing = relations.standard_words("checking", "undoing")
    if keys[0] in ("and", "before", "then") and force.is_event(quoted):
        return any(relations.is_form(word, undoing) for word in keys[1:5]) and not denies(keys[1:5])
    appositive = run.breaks(0) and keys[0] in ("a", "another") and len(keys) > 2
    return appositive and keys[1] in lexicon.words("checking", "mere_claims")


def _part_of_it(run: Run, quoted: Words) -> bool:
    """`, most of it`, `, bits of them at least`: which part of it all."""
    keys = first_clause(run).keys
    if len(keys) < 3 or "of" not in keys[1:4] or not run.breaks(0):
        return False
    share = not (phrases("shares") | phrases("quantifiers") | {"bits", "parts", "half", "much"}).isdisjoint(keys[:3])
    return share and keys[keys.index("of") + 1 :][:1] != [] and keys[keys.index("of") + 1] in ("it", "them", "us", "that", "those")


def _not_there(run: Run, quoted: Words) -> bool:
    """`, not when it counts`, `, not at night`: where it does not hold; but not `in town, not in the country`."""
    keys = run.keys
    if keys[0] != "not" or len(keys) < 2 or not run.breaks(0) or force.is_denied(quoted):
        return False
    begun = keys[1] in lexicon.words("checking", "prepositions") or keys[1] in ("when", "if", "while", "where")
    return begun and keys[1] not in _keys(quoted)


def _with_more(run: Run, quoted: Words) -> bool:
    """`with a bit of luck`, `with more money`: what it would take."""
    would = not {"would", "could", "can", "might"}.isdisjoint(_keys(quoted))
    return would and run.keys[0] == "with" and run.keys[1:2] != [] and (
        run.keys[1] in lexicon.words("checking", "needed") - {"the", "a", "support"} or run.keys[1:3] in (["the", "right"], ["a", "little"], ["a", "bit"])
    )


def _standards(run: Run, quoted: Words) -> bool:
    """`by London standards`, `as politicians go`, `, for a politician`, `compared with London`."""
    keys = first_clause(run).keys
    measures = lexicon.words("checking", "standards")
    if keys[0] == "by" and any(word in measures for word in keys[1 : _STANDARD + 1]):
        return "own" in keys or "all" not in keys[:2]
    if keys[:1] == ["as"] and keys[1:2] and keys[1] in ("it", "they", "things", "matters"):
        return not force.is_event(quoted) and keys[2:3] != [] and keys[2] in ("stand", "stands", "stood", "is", "are", "was", "were")
    if keys[0] == "as" and len(keys) <= _STANDARD:
        return keys[-1] in ("go", "goes") or (len(keys) > 2 and keys[-1] in ("was", "were") and keys[-2] == "then")
    compared = " ".join(keys[:2]) in ("compared with", "compared to", "relative to") or keys[0] == "considering"
    if compared:
        return not force.is_event(quoted) and not any(word.kind == "number" for word in (*run.words, *quoted))
    one = keys[0] == "for" and len(keys) > 2 and keys[1] in ("a", "an", "his", "her", "its", "their")
    time = lexicon.words("checking", "periods") | phrases("counted")
    rated = not force.is_event(quoted) or not BE.isdisjoint(_keys(quoted))
    return one and run.breaks(0) and rated and len(keys) <= _STANDARD and not time & set(keys) and "reason" not in keys


def _some_days(run: Run, quoted: Words) -> bool:
    """`on the days when there is gas`, `for those who can pay`, `from our side`, `in small amounts`."""
    keys = first_clause(run).keys
    if len(keys) < 3 or keys[0] not in ("on", "in", "at", "for", "to", "by", "with", "from", "under", "during"):
        return False
    if "those" in keys[1:3] or keys[1] in ("people", "anyone", "anybody", "everyone", "everybody"):
        return keys[0] in ("for", "to", "by", "in", "with") and not {"who", "with", "whose", "that"}.isdisjoint(keys[2:5])
    if not {"when", "where"}.isdisjoint(keys[2:4]) and not force.is_event(quoted):
        return True
    sided = keys[1] in ("my", "our", "his", "her", "their", "your") or "'s" in keys[1:4]
    return sided and not lexicon.words("checking", "viewpoints").isdisjoint(keys[2:5]) and keys[0] in ("from", "to", "in", "on")


def _of_all(run: Run, quoted: Words) -> bool:
    """`everyone | with a card`, `the greatest film | about dentists`: what all, or the most, are picked from."""
    if not quoted or run.breaks(0):
        return False
    first = run.keys[0]
    if quoted[-1].key in lexicon.words("checking", "total_pronouns"):
        return first in ("who", "that", "with", "whose", "over", "under", "born", "living", "earning", "in", "from", "of")
    near = quoted[-_PHRASE:]
    most = any(map(force.is_superlative, near))
    return most and first in ("about", "in", "among", "outside", "for", "of", "under", "by") and len(run.keys) > 1


def _if_not(run: Run, quoted: Words) -> bool:
    """`in letter if not in spirit`, `whatever that means`."""
    keys = first_clause(run).keys
    at = next((at for at in range(1, len(keys) - 1) if keys[at : at + 2] == ["if", "not"]), 0)
    if 0 < at < _PHRASE and run.keys[0] in lexicon.words("checking", "prepositions"):
        return True
    return keys[0] == "whatever" and keys[-1] in ("means", "mean", "meant")


def _given(run: Run, quoted: Words) -> bool:
    """`given ten years`, `given half a chance`, `with ten more men`: what it would take."""
    if run.keys[0] != "given" or len(run.keys) < 2:
        return False
    first = run.words[1]
    return first.kind == "number" or first.key in lexicon.words("checking", "needed")


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
        mine = bool({"i", "we"} & set(clause[:1])) and not {"hear", "heard", "remember", "think", "thought"} & set(clause)
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
    return chosen and "would" in _keys(quoted) and len(run.keys) > 2


def _though_i_do(run: Run, quoted: Words) -> bool:
    """`hate the uniform though I do`: a concession that begins with its verb or adjective."""
    keys = first_clause(run).keys
    return len(keys) > 3 and keys[-3] in ("though", "as") and keys[-2] in _PRONOUNS and keys[-1] in _FINITE


def _never(run: Run, quoted: Words) -> bool:
    """`when hell freezes over`, `the day pigs fly`, `in my dreams`, `in a novel`: when or where it never is."""
    worlds = lexicon.words("checking", "fictions")
    return run.keys[0] in ("in", "when") and any(word in worlds for word in run.keys[1:4])


def _afterthought(run: Run, quoted: Words) -> bool:
    """`, in cities`, `, at the right price`: a place, time or price behind a comma, of a claim that is of all of them."""
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
    return bool(right) or (plain and not _has_verb(keys))


def _cleft(run: Run, quoted: Words) -> bool:
    """`it's when they leave them empty that I object`, `it's their leaders I can't stand`, after a denial."""
    keys = run.keys
    if not (run.breaks(0) or not run.start) or keys[:1] != ["it"] or keys[1:2] not in (["is"], ["was"]):
        return False
    if not force.is_denied(quoted) or keys[2:3] == ["not"]:
        return False
    first = keys[2:3] and keys[2] in ("when", "how", "what", "the", "their", "his", "her", "your", "its", "who", "where")
    return bool(first) and not {"i", "we"}.isdisjoint(keys[3:])


def _later(run: Run, quoted: Words) -> bool:
    """A reservation behind a short adverbial that is cut with it: `this morning, but by three it was a bog`."""
    end = next((at for at in range(1, len(run.keys)) if run.breaks(at)), 0)
    if not 0 < end <= _PASSED or run.breaks(0) or _has_verb(run.keys[:end]):
        return False
    rest = run.after(end)
    return rest.keys[0] in lexicon.words("checking", "turning") and reserves(rest)


def _has_verb(keys: Sequence[str]) -> bool:
    return any(word in helpers() or word in BE or word in _FINITE for word in keys)


def _is_subject(word: WordToken) -> bool:
    return word.key in lexicon.words("checking", "clause_starts") or is_name(word)


def _keys(words: Words) -> list[str]:
    return [word.key for word in words]


_RULES: tuple[Callable[[Run, Words], bool], ...] = (
    _downtones,
    _limits_at_end,
    _one_adverb,
    _only_where,
    _denied_here,
    _for_a_while,
    _alternative,
    _when,
    _before,
    _beyond,
    _undoes,
    _part_of_it,
    _not_there,
    _with_more,
    _standards,
    _some_days,
    _of_all,
    _if_not,
    _given,
    _leaving_aside,
    _that_i_know,
    _which,
    comments,
    _and_yet,
    _rather_than,
    _though_i_do,
    _never,
    _afterthought,
    _cleft,
)
# The same for adverbials before the claim.
_AHEAD: tuple[Callable[[Run, Words], bool], ...] = (
    _downtones,
    _when,
    _before,
    _beyond,
    _standards,
    _some_days,
    _if_not,
    _given,
    _leaving_aside,
    _never,
    _limits_at_end,
)
