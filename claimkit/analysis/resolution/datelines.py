"""Datelines: where a report comes from, and whose it is, at the beginning of a paragraph: `KYIV (Reuters) – …`."""

from __future__ import annotations

import re

from claimkit.analysis.resolution.article_tokens import ArticleTokens

_LONGEST = 60  # characters before a name in one
_FIRST = 2  # paragraphs after a headline in which a colon may end one
_LINE = re.compile(r"[A-Z][A-Z'’.]+(?:[ -][A-Z'’.]+){0,3}(?:,[ \w.,]{1,30})?(?: ?\([\w .]{2,24}\))? ?[-–—:] ?(?=\S)")


def end(article: ArticleTokens, start: int, stop: int) -> int | None:
    """Where the dateline ends in which `start:stop` is; None if it is in none."""
    line = article.text.rfind("\n", 0, start) + 1
    if start - line > _LONGEST:
        return None
    match = _LINE.match(article.text, line)
    if match is None or stop > match.end():
        return None
    label = match[0].rstrip().endswith(":") and article.paragraph(line) > _FIRST  # “CALDER: That is late.”
    return None if label else match.end()
