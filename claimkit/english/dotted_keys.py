"""Keys of many parts in TOML from elsewhere, found before tomllib takes time by the square of their length."""

from __future__ import annotations

import re

# No file that claimkit reads nests at all; people who write `[a.b.c]` for order's sake stay far below.
_MOST_PARTS = 10

# What is open at the end is a mistake that tomllib names; here it only has to end somewhere.
_BASIC = r'"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z|\\)'
_LITERAL = r"'[^'\n]*+(?:'|(?=\n)|\Z)"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"{3,5}|\Z|\\)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r"|#[^\n]*+"
    rf"|(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)"
)
_ONE_PART = re.compile(_PART)


def too_deep(toml: str) -> tuple[int, int] | None:
    """The line of the first key with more than _MOST_PARTS parts, and how many it has."""
    for token in _TOKEN.finditer(toml):
        key = token["key"]
        # Each part but the first has a full stop before it, whatever else has one.
        if key and key.count(".") >= _MOST_PARTS and (parts := len(_ONE_PART.findall(key))) > _MOST_PARTS:
            return toml.count("\n", 0, token.start()) + 1, parts
    return None
