"""Whose statement it is that has a cue and no source: the subject of the cue's verb, found without a parser.

`Calder, still a member then, did not rule out …` and `Okafor has led the way in denouncing …` tell who speaks. `Calder
is expected to …` and `when asked about …` do not: there the subject is spoken of.
"""

from __future__ import annotations

from typing import Literal

from claimkit.analysis.attribution.charged import passive_charge
from claimkit.analysis.cues import lexis
from claimkit.analysis.resolution import subjects
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.walk import Walk
from claimkit.models.record import Span

# passive: `is expected`, `asked`; finite: `did not rule out`; either: `claimed`, `plans`, which may be a participle or
# a noun too; ing: `denouncing`; to: `to have pledged`; other: no verb (`criticism of`).
CueForm = Literal["passive", "finite", "either", "ing", "to", "other"]
FORMS: tuple[CueForm, ...] = ("passive", "finite", "either", "ing", "to", "other")

_OPENING = 4  # tokens before a participle that opens its sentence: `Only days after telling …`
_ARTICLES = frozenset({"a", "an", "the"})
_ASIDES = frozenset({",", ")", "-", "–", "—", "--"})


def form(article: ArticleTokens, cue: Span) -> CueForm:
    """The form of the cue's verb."""
    words = [t.lower.replace("’", "'") for t in article.between(cue.start, cue.end) if t.text[-1].isalnum()]
    words = [w for w in words if not _adverb(w)]
    if not words:
        return "other"
    first, helping = words[0], lists.cue_forms("helping")
    if first in helping:
        main = next((w for w in words if w not in helping and (w in _ARTICLES or w not in lists.function_words())), "")
        led = words[: words.index(main)] if main else words
        be = any(w in lists.be() for w in led)
        return "passive" if be and _participle(main) and main not in lists.cue_forms("states") else "finite"
    if first in lists.cue_forms("never_active"):
        return "passive"
    if first == "to" or first.endswith("ing"):
        return "to" if first == "to" else "ing"
    if _participle(first):
        return "either"
    if not first.endswith("s") or first.endswith("ss") or first in lists.cue_forms("owners"):
        return "other"
    return "finite" if lexis.class_of("nouns", first[:-1]) is None else "either"


def before(article: ArticleTokens, cue: Span) -> ArticleToken | None:
    """The last token before the cue in its sentence that is no adverb."""
    sentence = article.sentence_start(cue.start)
    i = article.index(cue.start) - 1
    while i >= 0 and article.tokens[i].start >= sentence:
        if not _adverb(article.tokens[i].lower):
            return article.tokens[i]
        i -= 1
    return None


def subject(walk: Walk, i: int) -> Point | None:
    """The person who is the subject of the cue of attribution `i`, which has no source; None if it is not clear."""
    cue = walk.attributions[i].cue
    if cue is None or walk.article.quoted(cue.start) or passive_charge(walk.article.text, cue) is not None:
        return None
    found, last = form(walk.article, cue), before(walk.article, cue)
    if found in ("passive", "to", "other"):
        return None
    if found == "ing" and (after := _after_opening(walk, i, cue)) is not None:
        return after
    topic = subjects.of_sentence(walk, cue.start)
    if topic is None or last is None or last.lower in lists.cue_forms("blocking"):
        return None
    joined = last.lower in lists.cue_forms("joining")
    beside = topic.end == last.end or (last.text in _ASIDES and found != "either")
    linked = found == "ing" and last.lower in lists.cue_forms("linking")
    return topic if joined or beside or linked else None


def _after_opening(walk: Walk, i: int, cue: Span) -> Point | None:
    """`After telling … that …, Ruth Calder …`: who is named first after the statement, in its sentence."""
    article, end = walk.article, max(c.end for c in walk.attributions[i].content)
    start = article.sentence_start(cue.start)
    opening = [t for t in article.between(start, cue.start) if t.text[0].isalnum()]
    if len(opening) > _OPENING or any(t.capital and t is not opening[0] for t in opening):
        return None
    if opening and opening[-1].lower not in lists.cue_forms("linking"):
        return None
    name = next(iter(walk.roster.within(end, article.sentence_end(cue.start))), None)
    if name is None or name.possessive or "," not in article.text[end - 1 : name.start]:
        return None
    person = walk.settled(name).people
    known = walk.timeline.name(name.start, name.end, person[0], False)
    return known if len(person) == 1 and known.part in ("subject", "first", "other") else None


def _adverb(word: str) -> bool:
    return (word.endswith("ly") and len(word) > 4) or word in lists.phrase_words("adverbs")


def _participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 3) or word in lists.cue_forms("participles")
