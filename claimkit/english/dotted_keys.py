"""Finds overlong dotted keys in other people's TOML, on which tomllib would take quadratic time."""

from __future__ import annotations

import re

# No file that claimkit reads nests at all, and people who group keys as `[a.b.c]` stay far below this.
_MOST_PARTS = 10

# An unclosed string is an error that tomllib reports; here it only has to end somewhere.
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
        # Each part after the first follows a full stop; strings may hold more of them.
        if key and key.count(".") >= _MOST_PARTS and (parts := len(_ONE_PART.findall(key))) > _MOST_PARTS:
            return toml.count("\n", 0, token.start()) + 1, parts
    return None
