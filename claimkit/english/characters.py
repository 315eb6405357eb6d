"""Characters that programs stumble over: halves of surrogate pairs, what terminals obey, what nobody sees."""

from __future__ import annotations

import re
import unicodedata

# Half a surrogate pair has no UTF-8 form, and strict JSON readers refuse it as an escape too.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Legal in JSON as they are, but a terminal obeys them (DEL, C1, bidi controls), or a reader that splits lines the
# Unicode way breaks at them (U+0085, U+2028, U+2029). They only occur inside strings, so an escape is lossless.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Characters inside words that readers do not see: soft hyphens, joiners, marks of direction and byte order, variation
# selectors (which C2PA 2.3 strings together as a manifest in plain text) and tags.
_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]+"
)
# What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def replace_surrogates(text: str) -> str:
    """`text` with U+FFFD in place of each half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text)


def unseen_ranges(text: str) -> list[tuple[int, int]]:
    """Where `text` has characters that nobody sees; programs would take them for the end of a word."""
    return [] if text.isascii() else [match.span() for match in _UNSEEN.finditer(text) if not _is_emoji(match)]


def without_unseen(text: str) -> str:
    """`text` without the characters that nobody sees."""
    return text if text.isascii() else _UNSEEN.sub(lambda match: match[0] if _is_emoji(match) else "", text)


def _is_emoji(match: re.Match[str]) -> bool:
    """Whether unseen characters belong to the symbol before them, as in ❤️."""
    before = match.string[match.start() - 1 : match.start()]
    return len(match[0]) <= 2 and bool(before) and unicodedata.category(before) in ("So", "Sk")


def escape_json(text: str, unsafe: re.Pattern[str] = _UNSAFE) -> str:
    """JSON (or a TOML string) with escapes for `unsafe` characters, and without halves of surrogate pairs."""
    return unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", replace_surrogates(text))


def unguarded(cell: str) -> str:
    """A cell of CSV without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
