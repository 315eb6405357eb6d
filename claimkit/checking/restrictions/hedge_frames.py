"""Frames before quoted words that leave these open: a clause with them as its object, an adverbial, a concession."""

from __future__ import annotations

from collections.abc import Callable

from claimkit.checking.restrictions.hedge_words import (
    BE,
    HEARERS,
    OF_SPEAKER,
    SPEAKER,
    Words,
    all_hedges,
    denies,
    disclaims,
    has_noun,
    helpers,
    is_adverb,
    is_form,
    is_noun,
    may,
    phrases,
    starts,
    without_hearer,
)

# Set by hand.
_REACH = 5  # words between a subject and its verb
_PARTIAL = 6  # words of an adverbial like `in most places`

_LIKELY = frozenset({"likely", "likeliest", "probable", "possible", "plausible"})
_OPEN = frozenset({"if", "whether"})


def frames_open(words: Words, comma: bool) -> bool:
    """Whether a frame of the table leaves open what follows `words`. `comma`: a comma or the like comes between."""
    if comma and words[1:2] == ["as"] and words[0] not in ("as", "so"):  # `strange as it sounds`
        return False
    return any(rule(words, comma) for rule in _FRAMES)


def _listed(words: Words, comma: bool) -> bool:
    """`apparently`, `in all likelihood`."""
    return all_hedges(words)


def partial(words: Words, comma: bool) -> bool:
    """`in most places`, `some of the time`: where or when it holds, which is not all of it."""
    if not comma or words[0] == "by" or not phrases("counted").isdisjoint(words):
        return False
    head = words[0] in phrases("places")
    shared = any(word in phrases("quantifiers") | phrases("shares") for word in words[head : head + 4])
    if shared and "of" in words[2:6]:  # `for the great majority of our tenants`
        return True
    return len(words) <= _PARTIAL and any(word in phrases("quantifiers") for word in words[head : head + 2])


def sourced(words: Words, comma: bool) -> bool:
    """`judging by the polls`, `according to my sources`: an adverbial by the words that it begins with."""
    firm = any(" ".join(words).startswith(phrase) for phrase in phrases("sourced_firm"))
    return comma and not firm and bool(starts(words, "sourced_starts"))


def _told_by(words: Words, comma: bool) -> bool:
    """`on the plaintiff's account`, `from the look of it`, `from what the lads are saying`: whose word it is."""
    if words[0] not in phrases("telling_heads") or len(words) < 3:
        return False
    if "what" in words[1:3]:
        told = is_form(words[-1], "says") or is_form(words[-1], "told") or is_form(words[-1], "verbs")
        return (
            told
            and words[0] in ("from", "going", "judging")
            and (SPEAKER.isdisjoint(words) or not is_form(words[-1], "told"))
        )
    nouns = phrases("tellings")
    if comma and len(words) <= _REACH and words[1] in phrases("tellers_of"):  # `on first reading`, `at last count`
        return words[-1] in nouns | phrases("counts")
    return (comma and words[-1] in nouns) or (
        words[-1] in ("it", "them", "things") and any(w in nouns for w in words[1:-2])
    )


def _rumored(words: Words, comma: bool) -> bool:
    """`it has been put about that`, `we are working on the basis that`, `I saw on the internet that`."""
    if words[-1] != "that" or len(words) < 4:
        return False
    if words[0] == "it" and any(word in BE for word in words[1:4]):
        return (
            any(is_form(word, "rumoring") for word in words[2:5]) and not denies(words) and OF_SPEAKER.isdisjoint(words)
        )
    if words[-4:-2] == ["on", "the"] and words[-2] in phrases("bases"):
        return True
    seen = words[0] in SPEAKER and words[1] in ("saw", "read", "heard", "see", "hear")
    return seen and words[2] in ("on", "in", "somewhere", "from", "at")


def protests(words: Words, comma: bool) -> bool:
    """`correct me if I'm wrong`, `don't quote me on this`: before a comma, without `but`."""
    if words[:2] == ["do", "not"] or words[:2] == ["please", "do"]:
        return comma and words[2:4] != [] and words[2] in phrases("relied") and "me" in words[3:4]
    return comma and words[:2] == ["correct", "me"] and "if" in words


def _open_clause(words: Words, comma: bool) -> bool:
    """`I wonder if`, `nobody knows whether`: what was quoted is a question in the source."""
    while words and (is_adverb(words[-1]) or words[-1] in ("perhaps", "maybe")):
        words = words[:-1]
    return not comma and len(words) > 1 and words[-1] in _OPEN and words[-2] not in ("even", "only", "what", "as")


def _supposes(words: Words, comma: bool) -> bool:
    """`let us hope`, `suppose that`: a wish or a thought, in an order."""
    if words[-1] == "that":
        words = words[:-1]
    rest = [word for word in words if word not in phrases("lets")]
    return not comma and len(rest) == 1 and rest[0] in phrases("suppositions")


def _object(words: Words, comma: bool) -> bool:
    """The quoted words as an object: of `I suspect`, `it seems to me that`, `chances are`, `there is a risk that`."""
    if comma and words[-1] != "that" and len(words) > _REACH:
        return False
    that = words[-1] == "that"
    if words[-3 - that :][:1] == ["can"] and words[-1 - that] == "is":  # `the most I can say is that`
        return True
    if len(words) > 2 and words[-2:] == ["as", "if"]:
        words, that = words[:-2], True
    while (
        words
        and words[-1] in phrases("passed") | phrases("complements")
        and not (words[-1] == "is" and not _says_of_it(words))
    ):
        words = words[:-1]
    told = without_hearer(words)
    if len(told) > 1 and told[-1] == "out":
        told = told[:-1]
    if not told or (len(told) > 1 and told[-1] == "not"):
        return bool(told) and may(told)
    last, subject = told[-1], _subject(told)
    if last in BE and not _LIKELY.isdisjoint(told[-_REACH:]):  # `the likeliest explanation is that`
        return True
    if last in BE:
        return has_noun(told[-_REACH:]) or may(told[-_REACH:])
    if len(told) < len(words) and is_form(last, "told_to"):  # `something tells me`
        return words[-1] in HEARERS and subject not in OF_SPEAKER
    if is_form(last, "told") and not is_form(last, "proves") and has_noun(told[:-1]):  # `experience says`
        return True
    if told[-2:] in (["has", "it"], ["have", "it"]) or (last in ("goes", "runs") and _has_article([*told, last])):
        return True
    if (len(told) < len(words) and words[-1] == "is" and may(told)) or (told[-2:-1] == ["can"] and words[-1] == "is"):
        return True
    if _is_unproven(told) or _hardly_says(told):
        return True
    if is_noun(last) and (_has_article(told) or "there" in told or (subject and "have" in told)):
        return that or "there" in told or bool(subject)
    if _is_doubtful(told) or (that and _is_framed(told, subject)):
        return True
    if is_form(last, "verbs") or is_form(last, "evidential"):
        return _is_opinion(told, subject, that or len(told) < len(words))
    return that and _is_personal(told, subject, words)


def _says_of_it(words: Words) -> bool:
    """`the most I can say is`, `what they tell me is`."""
    return len(words) > 2 and (is_form(words[-2], "cautious_verbs") or is_form(words[-2], "told"))


def _has_article(told: Words) -> bool:
    return not phrases("determiners").isdisjoint(told[-4:-1])


def _is_unproven(told: Words) -> bool:
    """`I am not convinced`, `I cannot promise`, `nobody knows`, `fairly sure`, `signs are good`."""
    last, head = told[-1], told[-_REACH - 1 : -1]
    if last in phrases("certain") and head and head[-1] in phrases("degrees"):
        return True
    if denies(head) and "have" not in head and "need" not in head:
        return last in phrases("certain") or is_form(last, "certain_verbs")
    return len(told) > 2 and told[-2] in BE and has_noun(told[-4:-2]) and not is_form(last, "told")


def _hardly_says(told: Words) -> bool:
    """`it is fair to say`, `I would venture to think`, `I would go so far as to say`."""
    if len(told) < 3 or told[-2] != "to" or not is_form(told[-1], "cautious_verbs"):
        return False
    before = told[-3]
    return (
        before in phrases("cautious") or is_form(before, "cautious") or told[-4:-2] == ["far", "as"] or before == "as"
    )


def _is_framed(told: Words, subject: str | None) -> bool:
    """A frame that hedges whatever fills it: `one might V that`, `I would V that`, `it seems A that`, `some N that`."""
    if subject is not None and may(told[-2:-1]):
        return True
    if {"point", "points", "pointing", "pointed"} & set(told[-5:]) and "to" in told:
        return True
    if is_form(told[-1], "firm_verbs") or told[-1] in phrases("firm_words"):
        return False
    if subject in SPEAKER and told[-2:-1] == ["would"]:
        return True
    if len(told) > 2 and (is_form(told[-2], "evidential") or may(told[-3:-2])) and subject == "it":
        return True
    return "some" in told[-3:-1] and any(word in BE or word == "have" for word in told)


def _is_doubtful(told: Words) -> bool:
    """`we are told`, `I am inclined to think`, `it seems to`."""
    doubts = phrases("adjectives")
    if len(told) > 2 and told[-2] == "to":
        return told[-3] in doubts or is_form(told[-1], "verbs")
    if told[-1] == "to" and len(told) > 1:
        return told[-2] in doubts or is_form(told[-2], "evidential")
    if len(told) > 2 and any(word in doubts for word in told[:-1]) and is_form(told[-1], "firm_verbs"):
        return not SPEAKER & set(told)  # `preliminary results show`
    return told[-1] in doubts and any(word in BE for word in told[-4:-1])


def _is_opinion(told: Words, subject: str | None, closed: bool) -> bool:
    """A verb of thinking or seeming with its subject: `I guess`, `all signs suggest`, `my wife thinks`."""
    if subject is not None and (subject not in SPEAKER or is_form(told[-1], "verbs")):
        return True
    if len(told) == 1:  # `seems to me`, but not `remember`
        return is_form(told[0], "evidential") and told[0].endswith("s")
    return len(told) <= _REACH and (closed or told[0] in phrases("determiners") or is_form(told[-1], "evidential"))


def _is_personal(told: Words, subject: str | None, words: Words) -> bool:
    """A clause with `that` whose verb is of no list: `it troubles me that` hedges, `I know that` does not."""
    last = told[-1]
    if may(told) or any(map(is_adverb, told)):
        return not is_form(last, "told")
    if is_form(last, "firm_verbs") or last in phrases("firm_words"):
        return False
    if subject == "it":
        return len(words) > len(told)
    return subject in SPEAKER and len(told) >= 2 and told[-2] in SPEAKER | helpers()


def adverbial(words: Words, comma: bool) -> bool:
    """`in my opinion`, `from what we hear`, `as far as I can tell`, `if I recall`, `the way I see it`."""
    mine = any(word in OF_SPEAKER for word in words)
    if words[:2] == ["as", "soon"]:
        return False
    if not comma or words[0] not in phrases("adverbial_heads"):
        return comma and mine and len(words) <= _REACH and (has_noun(words) and words[0] in OF_SPEAKER)
    measured = any(" ".join(words[:size]) in phrases("measures") for size in (2, 3, 4, 5))
    mine_or_ones = mine or any(word in phrases("anybody") for word in words)
    if measured and (mine_or_ones or has_noun(words)):
        return True
    if _says(words) and "view" not in words:
        return False
    if any(word in phrases("relatives") and words[at + 1] in SPEAKER for at, word in enumerate(words[:-1])):
        return True
    if has_noun(words):
        return mine or words[0] == "if"
    if words[0] == "as" and words[1:2] and words[1] in SPEAKER and words[-1] == "it":  # `as I see it`
        return True
    doubts = phrases("adjectives")
    return words[0] in ("as", "if", "unless", "so") and any(
        word in SPEAKER and any(is_form(other, "verbs") or other in doubts for other in words[at + 1 :])
        for at, word in enumerate(words)
    )


def _says(words: Words) -> bool:
    """Whether somebody tells something in the words: `as I said`, but not `from what we have been told`."""
    return any(is_form(word, "told") and words[at - 1] not in BE for at, word in enumerate(words) if at)


def concession(words: Words, comma: bool) -> bool:
    """`I may be wrong, but`, `correct me if I am wrong, but`, `it is too early to tell, but`."""
    if words[-1] not in phrases("concedes") or len(words) < 3:
        return False
    return disclaims(words[:-1])


def _subject(words: Words) -> str | None:
    """The last subject before the verb at the end."""
    return next((word for word in reversed(words[-_REACH - 1 : -1]) if word in phrases("subjects")), None)


_FRAMES: tuple[Callable[[Words, bool], bool], ...] = (
    _listed,
    partial,
    sourced,
    _told_by,
    _rumored,
    protests,
    _open_clause,
    _supposes,
    _object,
    adverbial,
    concession,
)
