"""Datelines: where a report comes from, and whose it is, at the beginning of a paragraph: `KYIV (Reuters) – …`."""

from __future__ import annotations

import re

from claimkit.analysis.resolution.article_tokens import ArticleTokens

_LONGEST = 60  # characters before a name in one
_BEGINNING = 5000  # characters in which lines with a colon are looked for: one ends a dateline, several are speakers'
_LABELS = re.compile(r"^[A-Z][A-Z .'’]{1,40}:", re.MULTILINE)
_LINE = re.compile(r"[A-Z][A-Z'’.]+(?:[ -][A-Z'’.]+){0,3}(?:,[ \w.,]{1,30})?(?: ?\([\w .]{2,24}\))? ?[-–—:] ?(?=\S)")


def end(article: ArticleTokens, start: int, stop: int) -> int | None:
    """Where the dateline ends in which `start:stop` is; None if it is in none."""
    line = article.text.rfind("\n", 0, start) + 1
    if start - line > _LONGEST:
        return None
    match = _LINE.match(article.text, line)
    if match is None or stop > match.end():
        return None
    label = match[0].rstrip().endswith(":") and len(_LABELS.findall(article.text, 0, _BEGINNING)) > 1  # “CALDER: I …”
    return None if label else match.end()
