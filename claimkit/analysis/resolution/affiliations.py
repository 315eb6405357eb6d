"""For whom a person speaks: `Kremlin spokesman X`, `X, a spokesman for the ministry`, `the company’s lawyer`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.organisations import choice
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.models.extraction import Mention
from claimkit.models.record import Span, Speaker

if TYPE_CHECKING:
    from claimkit.analysis.resolution.walk import Walk

_BEFORE = 9  # tokens before a name or a role
_AFTER = 18  # and after it: `the deputy director for climate policy at …`
_MOST = 12  # mentions of one person that are looked at
_LINKS = frozenset({"for", "of", "at", "with", "from"})
_ENDS = frozenset({"said", "says", "told", "added", "who", "whom", "which", "that", "as"})
_FORMER = frozenset({"former", "ex", "then", "late", "retired", "onetime", "one-time"})
_LABELS = frozenset({"ORG", "FAC"})

Affiliation = tuple[str, int, int]


def with_affiliation(walk: Walk, i: int, speaker: Speaker) -> Speaker:
    """The speaker of attribution `i` with the organisation that the article gives, if it does."""
    if speaker.kind not in ("person", "group") or speaker.status == "ambiguous" or speaker.members:
        return speaker
    found: Affiliation | None = None
    person = walk.persons.get(i)
    if person is not None and walk.roster.people[person].named:
        if person not in walk.affiliations:
            walk.affiliations[person] = next(_of_person(walk, person), None)
        found = walk.affiliations[person]
    elif (source := walk.attributions[i].source) is not None and speaker.name is None:
        found = next(_of_role(walk, walk.article.between(source.start, source.end)), None)
    if found is None:
        return speaker
    name, start, end = found
    k = walk.bodies.organisations.find(name)
    if k is not None:
        walk.heard.append(k)
    return replace(speaker, affiliation=name, affiliation_span=Span(start, end, walk.article.text[start:end]))


def _of_person(walk: Walk, person: int) -> Iterator[Affiliation]:
    """What stands around the person's names: a body and a role before, `of` a body or an apposition after."""
    places = [o for o in walk.roster.occurrences if walk.settled(o).people == (person,)][:_MOST]
    tokens, article = walk.article.tokens, walk.article
    for o in places:
        i, j = article.index(o.start), article.index(o.end)
        here = article.sentence(o.start)
        other = next((one.end for one in walk.roster.latest(o.start, 1) if not one.possessive), 0)  # `X and MP Y`
        near = [t for t in tokens[max(0, i - _BEFORE) : i] if article.sentence(t.start) == here and t.start >= other]
        before = _clause(near[::-1])[::-1]
        yield from _before(walk, before)
        after = tokens[j : j + _AFTER]
        if after and after[0].lower in _LINKS and not o.possessive:
            yield from _body_at(walk, after[1:])
        if len(after) > 2 and after[0].lower in {",", "(", "―", "—", "–"}:
            yield from _of_role(walk, _apposition(after[1:]))


def _clause(tokens: Sequence[ArticleToken]) -> list[ArticleToken]:
    """The tokens up to a sign, a preposition or a verb."""
    found: list[ArticleToken] = []
    for token in tokens:
        word = token.lower
        sign = not word[0].isalnum() and word not in "-&'’"
        if sign or word in _ENDS or word in lists.auxiliaries():
            break
        if word in lists.prepositions() and not words_of.small(word):
            break
        found.append(token)
    return found


def _apposition(tokens: Sequence[ArticleToken]) -> list[ArticleToken]:
    """`a spokesman for the ministry` up to the next comma or verb of speech."""
    found: list[ArticleToken] = []
    for token in tokens:
        if token.text in {",", ".", ";", ")", "”", '"', ":"} or token.lower in _ENDS:
            break
        found.append(token)
    return found


def _before(walk: Walk, tokens: Sequence[ArticleToken]) -> Iterator[Affiliation]:
    """`Kremlin spokesman`, `Acme's chief executive`: a body, then a role as the last word."""
    if tokens and not any(t.lower in _FORMER for t in tokens) and any(_role(t) for t in tokens):
        first = next(k for k, t in enumerate(tokens) if _role(t))
        yield from _last_body(walk, tokens[:first])


def _of_role(walk: Walk, tokens: Sequence[ArticleToken]) -> Iterator[Affiliation]:
    """`a Southwest spokesperson`, `the deputy director of Acme`, `the company's lawyer`."""
    role = next((k for k, t in enumerate(tokens) if _role(t) or _several(t)), None)
    if role is None or any(t.lower in _FORMER for t in tokens[: role + 1]):
        return
    yield from _last_body(walk, tokens[:role])
    for k in range(role + 1, len(tokens) - 1):
        if tokens[k].text in {",", ".", ";"} or tokens[k].lower in _ENDS:
            return
        if tokens[k].lower in _LINKS:
            found = next(_body_at(walk, tokens[k + 1 :]), None)
            if found is not None:
                yield found
                return


def _role(token: ArticleToken) -> bool:
    word = token.lower
    return lists.role(word) is not None and word not in lists.ties() and not words_of.outsider(word)


def _several(token: ArticleToken) -> bool:
    return not token.capital and words_of.insiders(token.lower)


def _may_employ(mention: Mention) -> bool:
    """Not the `State` of a Secretary of State or the `Home` of a Home Secretary."""
    words = words_of.key(mention.text)
    if mention.label not in _LABELS or not words or lists.place(words[-1]):
        return False
    common = len(words) == 1 and words[0] in lists.tails()
    return not common or bool(words_of.kinds_said(words[0]) - {"country"})


def _last_body(walk: Walk, tokens: Sequence[ArticleToken]) -> Iterator[Affiliation]:
    """The body named last in the tokens before a role, or `the company's`."""
    if not tokens:
        return
    named = [m for m in walk.bodies.within(tokens[0].start, tokens[-1].end) if _may_employ(m)]
    if named and named[-1].end >= tokens[-1].start - 30:
        yield walk.bodies.name(named[-1].start, named[-1].end), named[-1].start, named[-1].end
    elif len(tokens) > 1 and tokens[-1].possessive and tokens[-2].lower in {"the", "its"}:
        yield from _meant(walk, tokens[-2], tokens[-1])


def _body_at(walk: Walk, tokens: Sequence[ArticleToken]) -> Iterator[Affiliation]:
    """The body that begins here, after an article: `the ministry`, `the National Union of Teachers`."""
    start = 1 if tokens and tokens[0].lower in {"the", "a", "an"} else 0
    if len(tokens) <= start:
        return
    token = tokens[start]
    named = [m for m in walk.bodies.within(token.start, token.end) if _may_employ(m) and m.start <= token.start]
    if named and start and tokens[0].lower != "the" and _describes(tokens, named[0].end):
        return  # `a diplomat from a NATO country`: one of several, which is not named
    if named:
        yield walk.bodies.name(named[0].start, named[0].end), named[0].start, named[0].end
    elif start and tokens[0].lower == "the":
        yield from _meant(walk, tokens[0], token)


def _describes(tokens: Sequence[ArticleToken], end: int) -> bool:
    """Whether a noun follows the body that ends at `end`."""
    after = next((t for t in tokens if t.start >= end), None)
    other = _ENDS | _LINKS | lists.prepositions() | lists.auxiliaries()
    return after is not None and after.lower.isalpha() and not after.capital and after.lower not in other


def _meant(walk: Walk, the: ArticleToken, noun: ArticleToken) -> Iterator[Affiliation]:
    """`the ministry`: an organisation of the article, if one fits."""
    if not words_of.kinds_of_noun(noun.lower):
        return
    heard = walk.heard
    ask = choice.Asked(the.start, noun.lower, spoke_last=heard[-1] if heard else None, spoke=frozenset(heard))
    found = choice.choose(walk.bodies.organisations, ask)
    if found.organisation is not None and found.share >= choice.SHARE["noun"]:
        yield walk.bodies.organisations.all[found.organisation].name, the.start, noun.end
