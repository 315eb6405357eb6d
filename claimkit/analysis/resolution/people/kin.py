"""`Calder's brother, Victor`, `his wife Dolores`: people of the article, whom `he`, `she` and `Mr Calder` may mean.

News names a relative in full where the family names differ, so that one word is the given name alone. The family name
serves to find them; it is not printed unless the article prints it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people.capitals import gender_before
from claimkit.english import names
from claimkit.english.names import Gender, Name

_ADJECTIVES = 2  # words before the relative: `his late older brother`
_AROUND = 10  # tokens before a couple's names and half of those after, which may call them one
_BACK, _FARTHEST = 40, 200  # tokens to whom `his` stands for, without and with quotations
_OWNERS: dict[str, Gender] = {"his": "male", "her": "female"}


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody whom the article first calls by the given name alone. `name` has the family name of `owner`, too."""

    name: Name
    token: ArticleToken
    gender: Gender | None
    owner: Name


def named_after(
    article: ArticleTokens, runs: Sequence[Sequence[ArticleToken]], full: Iterable[Name], persons: Container[str]
) -> Iterator[Relative]:
    """The relatives whom the article calls by their given names, in text order.

    `full` are the names of its people; `persons` are single words that NER takes for a person.
    """
    known: dict[str, list[Name]] = defaultdict(list)
    for name in full:
        if name.full:
            known[name.family].append(name)
            known[names.fold(name.words[0])].append(name)
    # `Mr Haigh`, where the son is one of several women's.
    titled = {(names.fold(r[1].lower), gender_before(article, r[1].start)) for r in runs if len(r) > 1}
    seen: set[str] = set()
    for run in runs:
        token, word = run[0], names.fold(run[0].lower)
        if len(run) > 1 or word in known or word in seen:
            continue
        relation = _relation(article, token)
        listed = names.begins_name(token.lower) or word in persons
        if relation is None or not (listed or _apposed(article, token)):
            continue
        gender = lists.role_gender(article.tokens[relation].lower)
        owners = _owners(article, relation, known)
        if not _one_family(owners):
            owners = [name for name in owners if (name.family, gender) in titled]
        whole = names.parse(f"{token.text} {_family(owners[0])}") if _one_family(owners) else None
        if whole is not None:
            seen.add(word)
            yield Relative(whole, token, gender, owners[0])


def couples(
    article: ArticleTokens,
    runs: Sequence[Sequence[ArticleToken]],
    name_part: Callable[[Sequence[ArticleToken]], list[ArticleToken]],
    full: Collection[tuple[str, ...]],
    sure: Container[tuple[str, ...]],
    others: Container[str],
) -> Iterator[tuple[ArticleToken, tuple[str, ...]]]:
    """`Peter` with `(olive, marsh)` for `Peter and Olive Marsh`: one name, `and`, a whole name.

    A word that begins no known name counts where the text says what the two are to each other (`The couple …`). `full`
    are the article's whole names, `sure` those that are a person's, `others` words for places and bodies.
    """
    given, families = {key[0] for key in full}, {key[-1] for key in full}
    for one, other in pairwise(runs):
        gap = article.text[one[-1].end : other[0].start].strip(" \u00a0")
        first, key = name_part(one), tuple(names.fold(t.lower) for t in other)
        if gap not in ("and", "&") or len(first) != 1 or len(other) != 2 or first[0].possessive or key not in full:
            continue
        word = names.fold(first[0].lower)
        if word in given:
            continue
        if names.begins_name(first[0].lower):
            related = names.begins_name(other[0].lower) or key in sure
        else:
            namesake = word in families or word in others or lists.place(first[0].lower) is not None
            related = not namesake and key in sure and _called_a_couple(article, one[0].start, other[-1].end)
        if related:
            yield first[0], key


def _called_a_couple(article: ArticleTokens, start: int, end: int) -> bool:
    """Whether what stands around two names says that they are a couple or of one family."""
    i, j = article.index(start), article.index(end)
    near = article.tokens[max(0, i - _AROUND) : i] + article.tokens[j : j + 2 * _AROUND]
    words = lists.phrase_words("kin_together") | lists.phrase_words("married")
    return any(t.lower in words and not article.quoted(t.start) for t in near)


def _one_family(people: Sequence[Name]) -> bool:
    return len({name.family for name in people}) == 1


def _relation(article: ArticleTokens, token: ArticleToken) -> int | None:
    """Index of `brother` before a name, with or without a comma between."""
    tokens, i = article.tokens, article.index(token.start) - 1
    if token.possessive or article.quoted(token.start) or i < 1:
        return None
    i -= tokens[i].text == ","
    return i if i >= 1 and tokens[i].lower in lists.kin() and not tokens[i].possessive else None


def _apposed(article: ArticleTokens, token: ArticleToken) -> bool:
    """Whether a capital after a relative is a name by its commas alone: `her mother, Dilnoza, said`."""
    i = article.index(token.start)
    before, after = article.tokens[i - 1], article.tokens[i + 1 : i + 2]
    closed = bool(after) and after[0].text in (",", ".", ")")
    return before.text == "," and closed and lists.place(token.lower) is None and token.text.istitle()


def _owners(article: ArticleTokens, relation: int, known: dict[str, list[Name]]) -> list[Name]:
    """Whose relative it may be, the last named first."""
    tokens = article.tokens
    for j in range(relation - 1, max(-1, relation - 2 - _ADJECTIVES), -1):
        if tokens[j].possessive and tokens[j].capital:
            return known.get(names.fold(tokens[j].lower), [])
        if tokens[j].lower in _OWNERS:
            return _last_named(article, j, _OWNERS[tokens[j].lower], known)
        if tokens[j].capital or not tokens[j].text.isalpha() or tokens[j].lower in lists.function_words():
            return []
    return []


def _last_named(article: ArticleTokens, at: int, gender: Gender, known: dict[str, list[Name]]) -> list[Name]:
    """The people named before a token who may be meant by `his` or `her`.

    They are those of its sentence, else of the one before it in its paragraph, if all have one family name, else all
    nearby.
    """
    said = (t for t in reversed(article.tokens[max(0, at - _FARTHEST) : at]) if not article.quoted(t.start))
    here, paragraph = article.sentence(article.tokens[at].start), article.paragraph(article.tokens[at].start)
    found: dict[int, list[Name]] = {0: [], 1: [], _BACK: []}  # by how many sentences ago
    for token in islice(said, _BACK):
        ago = here - article.sentence(token.start) if article.paragraph(token.start) == paragraph else _BACK
        names_of = known.get(names.fold(token.lower), ()) if token.capital else ()
        fitting = [name for name in names_of if names.given_gender(name.words[0]) in (None, gender)]
        found[ago if ago in found else _BACK] += fitting
    near = next((people for ago in (0, 1) if (people := found[ago])), [])
    return near if _one_family(near) else [name for people in found.values() for name in people]


def _family(name: Name) -> str:
    """The family name as it is written, with its particles."""
    words = name.text.split()
    i = len(words) - 1
    if names.fold(words[i].casefold()) != name.family and i > 1:  # `Sam Okafor Jr.`
        i -= 1
    start = i
    while start > 1 and words[start - 1].lower() in names.particles():
        start -= 1
    return " ".join(words[start : i + 1])
