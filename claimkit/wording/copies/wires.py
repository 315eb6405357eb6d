"""The news agency that an article credits."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claimkit.english import lexicon
from claimkit.models.record import Article

# Characters at the head and foot of an article that are searched for credits. Set by hand, like _TITLE.
_HEAD = 1_000
_FOOT = 400
_TITLE = 400  # a line with only a name is a byline near the title; further down it is a picture credit


def wire(article: Article) -> str | None:
    """The agency whose copy the article says it is, by its dateline, byline or credit line, or by its outlet's name.

    An agency that is a source ("told Reuters", "TASS reported") or that took a picture does not count.
    """
    return _wire(article.outlet or "", article.text[:_HEAD], article.text[_HEAD:][-_FOOT:])


@lru_cache(maxsize=4096)
def _wire(outlet: str, head: str, foot: str) -> str | None:
    forms, folded = _wire_forms(), f"{outlet}\n{head}\n{foot}".lower()
    if not any(form in folded for form in forms[0]) and not any(form in head + foot + outlet for form in forms[1]):
        return None
    name, names = _wire_names()
    if found := re.fullmatch(rf"\W*({name})\W*", outlet):
        return names[found[1].lower()]
    for text, patterns in (
        (head, _head_patterns()),
        (head[:_TITLE], _credit_patterns()),
        (foot or head[-_FOOT:], _foot_patterns()),
    ):
        for pattern in patterns:
            if match := pattern.search(text):
                return names[match[1].lower()]
    return None


@cache
def _wire_forms() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Full names in lower case, and short ones, whose capitals count."""
    rows = lexicon.table("wires")["wire"]
    return tuple(form for row in rows for form in row.get("full", ())), tuple(
        form for row in rows for form in row.get("short", ())
    )


@cache
def _wire_names() -> tuple[str, dict[str, str]]:
    """A pattern of all names, the longest first, and the agency of each name in lower case."""
    patterns: list[tuple[int, str]] = []
    names: dict[str, str] = {}
    for row in lexicon.table("wires")["wire"]:
        for form in row.get("full", ()):
            patterns.append((len(form), f"(?i:{re.escape(form)})"))
            names[form.lower()] = row["name"]
        for form in row.get("short", ()):
            patterns.append((len(form), re.escape(form)))
            names[form.lower()] = row["name"]
    return "|".join(pattern for _, pattern in sorted(patterns, key=lambda p: (-p[0], p[1]))), names


@cache
def _head_patterns() -> tuple[re.Pattern[str], ...]:
    name, _ = _wire_names()
    return (
        # WASHINGTON (AP) — ; MOSCOW, Feb 9 (Reuters) - ; (UPI) --
        re.compile(rf"(?m)^[^\n(]{{0,80}}\(({name})\)[ \t]*[-–—:.]"),
        # MOSCOW, February 9. /TASS/.
        re.compile(rf"(?m)^[^\n/]{{0,80}}/({name})/"),
        # By Ada Lund, Associated Press
        re.compile(rf"(?m)^[ \t]*(?i:by)\b[^\n]{{0,100}}?\b({name})\b[^\n]{{0,30}}$"),
    )


@cache
def _credit_patterns() -> tuple[re.Pattern[str], ...]:
    name, _ = _wire_names()
    # A line of its own: Associated Press ; Source: TASS ; — AFP
    return (
        re.compile(
            rf"(?m)^[^\w\n]*(?:(?i:by|source|from|credit|via)\b[: \t]*)?({name})(?i: news agency| staff)?[^\w\n]*$"
        ),
    )


@cache
def _foot_patterns() -> tuple[re.Pattern[str], ...]:
    name, _ = _wire_names()
    return (
        *_credit_patterns(),
        # … he said. (Reuters) ; … he said. — AP
        re.compile(rf"(?:[([]|[—–]|--|[ \t]-)[ \t]*({name})[)\]]?[^\w]*\Z"),
        re.compile(rf"(?i:©|\(c\)|\bcopyright\b)[^\w\n]*(?:\d{{4}}[^\w\n]*)?(?i:by[ \t]+)?({name})\b"),
        re.compile(
            rf"(?m)^[^\w\n]*({name}) (?i:(?:staff )?(?:writer|reporter|correspondent|journalist)s?)\b[^\n]{{3,200}}"
            r"\bcontributed\b"
        ),
    )
