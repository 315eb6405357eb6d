"""Characters that programs stumble over: halves of surrogate pairs, what terminals obey, what spreadsheets compute."""

from __future__ import annotations

import re

# Half a surrogate pair has no UTF-8 form, and strict JSON readers refuse it as an escape too.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Legal in JSON as they are, but a terminal obeys them (DEL, C1, bidi controls), or a reader that splits lines the
# Unicode way breaks at them (U+0085, U+2028, U+2029). They only occur inside strings, so an escape is lossless.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def replace_surrogates(text: str) -> str:
    """`text` with U+FFFD in place of each half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text)


def escape_json(text: str, unsafe: re.Pattern[str] = _UNSAFE) -> str:
    """JSON (or a TOML string) with escapes for `unsafe` characters, and without halves of surrogate pairs."""
    return unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", replace_surrogates(text))
