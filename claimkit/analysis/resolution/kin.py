"""`Calder's brother, Victor`, `his wife Dolores`: a relative has the family name too, or it would be given.

News names a relative in full where the family names differ, so that one word is the given name alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.english import names
from claimkit.english.lexicon import words as listed
from claimkit.english.names import Gender, Name

_ADJECTIVES = 2  # words before the relative: `his late older brother`
_BACK, _FARTHEST = 40, 200  # tokens to whom `his` stands for, without and with quotations
_OWNERS: dict[str, Gender] = {"his": "male", "her": "female"}


def named_after(
    article: ArticleTokens, runs: Sequence[Sequence[ArticleToken]], full: Iterable[Name], persons: Container[str]
) -> Iterator[tuple[Name, ArticleToken]]:
    """The whole names of relatives whom the article calls by their given names, and where it first does.

    `full` are the names of its people; `persons` are single words that NER takes for a person.
    """
    known: dict[str, list[Name]] = defaultdict(list)
    for name in full:
        if name.full:
            known[name.family].append(name)
            known[names.fold(name.words[0])].append(name)
    seen: set[str] = set()
    for run in runs:
        token, word = run[0], names.fold(run[0].lower)
        if len(run) > 1 or word in known or word in seen or not (names.begins_name(token.lower) or word in persons):
            continue
        owner = _owner(article, token, known)
        whole = names.parse(f"{token.text} {_family(owner)}") if owner is not None else None
        if whole is not None:
            seen.add(word)
            yield whole, token


def _owner(article: ArticleTokens, token: ArticleToken, known: dict[str, list[Name]]) -> Name | None:
    """Whose relative is named at a token."""
    tokens, i = article.tokens, article.index(token.start) - 1
    if token.possessive or article.quoted(token.start) or i < 1:
        return None
    i -= tokens[i].text == ","
    if i < 1 or tokens[i].lower not in listed("roles", "ties", "same_name") or tokens[i].possessive:
        return None
    for j in range(i - 1, max(-1, i - 2 - _ADJECTIVES), -1):
        if tokens[j].possessive and tokens[j].capital:
            return next(iter(known.get(names.fold(tokens[j].lower), ())), None)
        if tokens[j].lower in _OWNERS:
            return _last_named(article, j, _OWNERS[tokens[j].lower], known)
        if tokens[j].capital or not tokens[j].text.isalpha() or tokens[j].lower in lists.function_words():
            return None
    return None


def _last_named(article: ArticleTokens, at: int, gender: Gender, known: dict[str, list[Name]]) -> Name | None:
    """The last person named before a token who may be meant by `his` or `her`."""
    said = (t for t in reversed(article.tokens[max(0, at - _FARTHEST) : at]) if not article.quoted(t.start))
    for token in islice(said, _BACK):
        if not token.capital:
            continue
        for name in known.get(names.fold(token.lower), ()):
            if names.given_gender(name.words[0]) in (None, gender):
                return name
    return None


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
