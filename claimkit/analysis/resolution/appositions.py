"""What an article says that somebody or something is, right after the name: `Ofcom, the industry watchdog`."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens

_APPOSED = 9  # tokens of an apposition
_OPENERS = frozenset({",", "is", "was", "―", "—", "–"})


def apposed(article: ArticleTokens, end: int) -> list[ArticleToken]:
    """The noun phrase that says what was named before `end`: `, the industry watchdog`, `is a company`."""
    j = article.index(end)
    after = article.tokens[j : j + _APPOSED]
    opened = len(after) > 2 and after[0].lower in _OPENERS and after[1].lower in {"a", "an", "the", "one"}
    phrase: list[ArticleToken] = []
    for token in after[2:] if opened else ():
        word = token.lower
        if not token.text[0].isalnum() or word in lists.prepositions() or word in lists.clause_words():
            break
        phrase.append(token)
    return phrase
