"""Relatives: `his sister, Aoife`, `Calder’s father, Victor`, `Jack, her husband,`.

News gives somebody's relative a first name alone where the family name is the one just printed; where it is another
name, it is printed. In one half of the articles that this was measured on, all ten such relatives had the family name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.capitals import can_be_name
from claimkit.analysis.resolution.entities import Occurrence, Person
from claimkit.english import names
from claimkit.english.names import Gender, Name

_OWNERS: dict[str, Gender] = {"his": "male", "her": "female"}
_ADJECTIVES = 2  # words between an owner and the relative: `her late elder`
_BACK = 6  # sentences in which the one whom `his` stands for was named
_NEAR = 40  # names looked at
_CLOSES = frozenset({",", ".", ";", ")", "(", "–", "—", "who", "”", '"'})
_SPACES = " \u00a0"


@dataclass(frozen=True, slots=True)
class Relative:
    """One given name after or before what its bearer is to somebody, who is one of `owners`.

    `gender` is what the relation says, `owner_gender` what the pronoun says of the owner. `sure` is False where the
    word need be no given name.
    """

    name: ArticleToken
    gender: Gender | None
    owners: tuple[int, ...]
    owner_gender: Gender | None
    sure: bool


def relatives(
    article: ArticleTokens,
    people: Sequence[Person],
    genders: Mapping[int, Gender],
    ending: Callable[[int], Occurrence | None],
    latest: Callable[[int, int], list[Occurrence]],
) -> Iterator[Relative]:
    """The relatives whom an article names by a given name alone, in text order."""
    for i, token in enumerate(article.tokens):
        if token.lower not in lists.kin() or token.capital or token.possessive:
            continue
        k = _owner(article, i)
        if k is None or article.headline(token.start):
            continue
        name = _after(article, i) or _before(article, i, k)
        if name is None:
            continue
        pronoun = _OWNERS.get(article.tokens[k].lower)
        if pronoun is None:
            named = ending(article.tokens[k].end)
            owners = named.people if named is not None else ()
        else:
            owners = _meant(article, genders, latest(article.tokens[k].start, _NEAR), article.tokens[k], pronoun)
        owners = tuple(p for p in owners if people[p].name.full or not names.begins_name(people[p].name.words[0]))
        between = article.text[min(name.end, token.end) : max(name.start, token.start)]
        sure = "," in between or names.begins_name(name.lower)
        yield Relative(name, lists.role_gender(token.lower), owners, pronoun, sure)


def _owner(article: ArticleTokens, i: int) -> int | None:
    """Index of `his`, `her` or a possessive name before the relation, with at most two adjectives between."""
    for k in range(i - 1, max(-1, i - 2 - _ADJECTIVES), -1):
        token = article.tokens[k]
        if token.lower in _OWNERS or (token.possessive and token.capital):
            return k
        if not token.text.islower() or token.lower in lists.function_words():
            return None
    return None


def _after(article: ArticleTokens, i: int) -> ArticleToken | None:
    """`his brother, Vernon,`, `her sister Nell`."""
    comma = i + 1 < len(article.tokens) and article.tokens[i + 1].text == ","
    j = i + 1 + comma
    if not _alone(article, j) or article.sentence(article.tokens[j].start) != article.sentence(article.tokens[i].start):
        return None
    gap = article.text[article.tokens[i].end : article.tokens[j].start].strip(_SPACES)
    if gap != ("," if comma else ""):
        return None
    closing = article.tokens[j + 1].lower if j + 1 < len(article.tokens) else "."
    return article.tokens[j] if not comma or closing in _CLOSES else None


def _before(article: ArticleTokens, i: int, k: int) -> ArticleToken | None:
    """`Jack, her husband,`."""
    if (
        k < 2
        or article.tokens[k - 1].text != ","
        or not names.begins_name(article.tokens[k - 2].lower)
        or not _alone(article, k - 2)
    ):
        return None
    before = article.tokens[k - 3].lower if k > 2 else "."
    closing = article.tokens[i + 1].lower if i + 1 < len(article.tokens) else "."
    listed = before in lists.prepositions() or before == "," or closing not in _CLOSES
    return None if listed or article.tokens[k - 2].possessive else article.tokens[k - 2]


def _alone(article: ArticleTokens, j: int) -> bool:
    """Whether token `j` may be a name, and no other name or capital belongs to it."""
    tokens = article.tokens
    if not 0 <= j < len(tokens):
        return False
    token = tokens[j]
    if not token.capital or len(token.text) < 2 or not can_be_name(token) or token.text.isupper():
        return False
    if token.lower in lists.function_words() or names.is_title(token.lower):
        return False
    if lists.country(token.lower) or lists.is_demonym(token.lower) or lists.role(token.lower) is not None:
        return False
    joined = [tokens[n] for n in (j - 1, j + 1) if 0 <= n < len(tokens) and _adjacent(article, j, n)]
    return not any(t.capital or t.lower in names.particles() for t in joined)


def _adjacent(article: ArticleTokens, j: int, n: int) -> bool:
    first, second = sorted((j, n))
    return not article.text[article.tokens[first].end : article.tokens[second].start].strip(_SPACES)


def _meant(
    article: ArticleTokens,
    genders: Mapping[int, Gender],
    latest: Sequence[Occurrence],
    pronoun: ArticleToken,
    gender: Gender,
) -> tuple[int, ...]:
    """Whom `his` may stand for: the only one named before it in its sentence, or those named in the last sentences."""
    here = article.sentence(pronoun.start)
    near = [o for o in latest if here - article.sentence(o.start) <= _BACK and not article.quoted(o.start)]
    found = {p: article.sentence(o.start) for o in reversed(near) for p in o.people if len(o.people) == 1}
    possible = {p: s for p, s in found.items() if genders.get(p) in (None, gender)}
    own = tuple(p for p, s in possible.items() if s == here)
    return own if len(own) == 1 else tuple(possible)


def gender_of(name: Name) -> Gender | None:
    """The gender that the given name tells."""
    return names.given_gender(name.given[0]) if name.given else None


def full_name(given: str, owner: Name) -> Name | None:
    """The given name with the owner's family name."""
    words = [w for w in owner.text.split() if w.casefold().rstrip(".,") not in names.suffixes()]
    k = len(words) - 1
    while k > 1 and words[k - 1].casefold() in names.particles():
        k -= 1
    return names.parse(" ".join([given, *words[k:]])) if words else None
