"""The part that a name or pronoun plays in its clause, judged without a parser from the words beside it."""

from __future__ import annotations

from typing import Literal

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens

# `joined` follows a conjunction; `first` opens a sentence without being seen to act; `other` is none of the rest.
Part = Literal["subject", "object", "oblique", "possessor", "reflexive", "joined", "apposed", "aside", "first", "other"]

_TITLES = 5  # tokens of titles before a name
_MARKS = frozenset(',;:()—–"“”') | {"``", "''"}
_LINKS = frozenset({"and", "or", "&"})
_OBJECT_FORMS = frozenset({"him", "hers"})


def cuts(article: ArticleTokens) -> list[int]:
    """The number of each token's clause: signs, conjunctions and sentence ends begin a new one."""
    numbers: list[int] = []
    number = sentence = 0
    for token in article.tokens:
        here = article.sentence(token.start)
        number += here != sentence or token.lower in _MARKS or token.lower in lists.clause_words()
        sentence = here
        numbers.append(number)
    return numbers


def of_pronoun(article: ArticleTokens, i: int) -> Part:
    """The part of `he`, `him`, `his`, `himself` …; `her` is told by what follows."""
    word = article.tokens[i].lower
    if word in {"he", "she"}:
        return "subject"
    if word.endswith("self"):
        return "reflexive"
    if word in _OBJECT_FORMS:
        return "object"
    if word == "his":
        return "possessor"
    following = article.tokens[i + 1].lower if i + 1 < len(article.tokens) else "."
    return "object" if not following[0].isalnum() or following in lists.after_object() else "possessor"


def of_name(article: ArticleTokens, start: int, end: int, possessive: bool) -> Part:
    """The part of the name at `start:end`."""
    if possessive:
        return "possessor"
    j = article.index(end)
    following = article.tokens[j] if j < len(article.tokens) else None
    acts = following is not None and _may_be_verb(following)
    before = _before(article, start)
    if before is None:
        return "subject" if acts or (following is not None and following.lower in {",", "("}) else "first"
    word = before.lower
    if word in {"(", "["}:
        return "aside"
    if word in _LINKS:
        return "joined"
    if word in lists.prepositions() or word == "than":
        return "oblique"
    if word in _MARKS or word in lists.clause_words() or word.endswith("ly"):
        return "subject" if acts else "apposed" if word == "," else "other"
    ending = following.lower if following is not None else "."
    if word.endswith(("ed", "ing", "s")) or word in lists.objects():
        return "subject" if acts and ending.endswith("ed") else "object"
    return "subject" if ending in lists.auxiliaries() or ending.endswith("ed") else "other"


def _may_be_verb(token: ArticleToken) -> bool:
    word = token.lower
    return word[0].isalpha() and not token.capital and word not in lists.prepositions() and word not in _LINKS


def _before(article: ArticleTokens, start: int) -> ArticleToken | None:
    """The token before the name with its titles and article; None where the sentence begins."""
    tokens = article.tokens
    i = article.index(start)
    k = i - 1
    while k > i - 1 - _TITLES and k >= 0:
        token = tokens[k]
        title = (token.capital or lists.role(token.lower)) and token.lower not in lists.function_words()
        if token.possessive or not title or article.text[token.end : tokens[k + 1].start].strip(" .\u00a0"):
            break
        k -= 1
    if k >= 0 and tokens[k].lower in {"the", "a", "an"}:
        k -= 1
    return tokens[k] if k >= 0 and article.sentence(tokens[k].start) == article.sentence(start) else None
