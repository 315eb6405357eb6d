"""Making hostile text harmless to show: nothing in it is obeyed by a terminal."""

from __future__ import annotations

import unicodedata

# Format characters without a mark of their own: dropped (hyphenation and byte order marks, from web pages mostly) …
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")
# … or kept, because words of several scripts and emoji are spelt with them.
_JOINERS = frozenset("\u200c\u200d")


def visible(text: str, keep: str = "") -> str:
    """`text` without anything a terminal would obey: control and direction characters are made visible.

    Line ends and tabs become spaces unless they are in `keep`; halves of surrogate pairs become U+FFFD.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else _shown(c) for c in text)


def _shown(character: str) -> str:
    code = ord(character)
    category = unicodedata.category(character)
    if character in _DROPPED:
        return ""
    if character in _JOINERS or category in ("Cn", "Co"):
        return character
    if character in "\t\n\r" or category.startswith("Z"):
        return " "
    if category == "Cs":
        return "\ufffd"
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's control pictures
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
