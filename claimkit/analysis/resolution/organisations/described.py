"""Bodies whose names are words in lower case: `the defence ministry`, `the players' association`, `the mayor's office`.

Their matter, their members or the level they are at tell them from others of their kind, as a name does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.english import lexicon
from claimkit.models.extraction import Mention

_FILE = "organisations"
_BEFORE = 6  # tokens before the head
_AFTER = 5  # and after its `of`
_DETERMINERS = frozenset({"the", "its", "their", "this", "that"})
_HELD = frozenset({"office", "department"})  # heads that one person's are
_HOLDERS_TITLES = frozenset({"prime", "attorney", "deputy", "state", "county"})
_JOINING = frozenset({"and", "&"})


def find(article: ArticleTokens) -> Iterator[Mention]:
    """The described bodies of an article, in text order, without their articles."""
    heads = _words("heads")
    for i, token in enumerate(article.tokens):
        if token.lower not in heads or token.capital:
            continue
        span = _before(article, i) or _after(article, i)
        if span is not None:
            yield Mention(*span, article.text[slice(*span)], "ORG")


def _words(key: str) -> frozenset[str]:
    return lexicon.words(_FILE, "described", key)


def _before(article: ArticleTokens, i: int) -> tuple[int, int] | None:
    """`provincial health department`, `nurses' union`: from the first word that tells which, after a determiner."""
    tokens, k = article.tokens, article.phrase_start(i, _BEFORE, _joins)
    if not k or tokens[k - 1].lower not in _DETERMINERS or not article.adjacent(k - 1):
        return None
    owned = (n for n in range(k, i) if tokens[n].possessive and not _several(tokens[n]) and not _holds(tokens[n]))
    phrase = tokens[max(owned, default=k - 1) + 1 : i + 1]  # “the energy firm's …” has a firm's matter
    first = next((n for n in range(len(phrase) - 1) if _tells(phrase, n)), None)
    return None if first is None else (phrase[first].start, phrase[-1].end)


def _joins(token: ArticleToken) -> bool:
    """Whether a token may be part of a noun phrase that goes on to the next one."""
    word = token.text[0].isalpha() or token.text == "&"
    function = _DETERMINERS | lexicon.words("speakers", "function", "words")
    return word and (token.lower in _JOINING or token.lower not in function)


def _tells(phrase: Sequence[ArticleToken], n: int) -> bool:
    """Whether a word of the phrase tells which body is meant."""
    token, head = phrase[n], phrase[-1].lower
    if token.possessive:
        if _several(token) and n + 2 < len(phrase) and phrase[n + 1].lower in _JOINING:  # “pilots' and cooks' union”
            return phrase[n + 2].possessive and _tells(phrase, n + 2)
        if _several(token) and n == len(phrase) - 2:
            return head not in _HELD
        return head in _HELD and _holds(token)
    if token.capital:
        return False
    if any(t.possessive and t.lower in _words("holders") for t in phrase[n + 1 : -1]):  # “prime minister’s office”
        return head in _HELD and token.lower in _HOLDERS_TITLES
    if token.lower in _words("levels"):
        return head in _words("levelled") or any(_tells(phrase, k) for k in range(n + 1, len(phrase) - 1))
    if head in _words("joined") and token.lower in _words("general"):  # “the trade union”
        return False
    if head in _HELD and token.lower in _words("inside"):  # “the press office”
        return False
    if token.lower not in _words("matters") and head in _words("open"):
        general = token.lower in _words("general") | _JOINING or words_of.superlative(token.lower)
        return not general and not token.lower.endswith(("ed", "ing"))
    return token.lower in _words("matters")


def _several(token: ArticleToken) -> bool:
    """`nurses'`, `women's`."""
    return token.possessive and (token.text.endswith("s") or token.lower in _words("members"))


def _holds(token: ArticleToken) -> bool:
    """`mayor's`."""
    return token.possessive and token.lower in _words("holders")


def _after(article: ArticleTokens, i: int) -> tuple[int, int] | None:
    """`department of justice`, `board of elections`."""
    tokens = article.tokens
    if not i or i + 2 >= len(tokens) or tokens[i - 1].lower not in _DETERMINERS or tokens[i + 1].lower != "of":
        return None
    end = 0
    for k in range(i + 2, min(i + 2 + _AFTER, len(tokens))):
        token = tokens[k]
        if token.capital or not article.adjacent(k - 1) or token.lower not in _words("matters") | _JOINING:
            break
        if token.lower not in _JOINING:
            end = token.end
    return (tokens[i].start, end) if end else None
