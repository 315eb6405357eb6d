"""An article's text as prose."""

from __future__ import annotations

import re

from claimkit.models import Article

_SPACE = re.compile(r"\s+")


def prose(article: Article, start: int, end: int) -> str:
    """The article's text from `start` to `end` without markup, every run of white space one space."""
    pieces, position = [], start
    for cut, resume in article.cuts:
        if cut >= end:
            break
        if position < cut:
            pieces.append(article.text[position:cut])
        position = max(position, min(resume, end))
    pieces.append(article.text[position:end])
    return _SPACE.sub(" ", "".join(pieces))
