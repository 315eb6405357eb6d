"""Texts with their spans marked in brackets: `[1s [PERSON Trump]’s envoy] [1c said], [1q “Yes.”]`.

`1s` is the source of attribution 1, `1c` its cue, `1q`, `1m`, `1i` its direct, mixed, indirect content (several are
parts of one), `1a` what its relative pronoun belongs to; any other word is the label of a mention. Brackets nest.
"""

from __future__ import annotations

import re

from claimkit.models.extraction import Attribution, Mention
from claimkit.models.record import Span
from claimkit.models.types import QuoteType

_MARK = re.compile(r"\[(?P<tag>[\w]+) |\]")
_TYPES: dict[str, QuoteType] = {"q": "direct", "m": "mixed", "i": "indirect"}


def read(marked: str) -> tuple[str, list[Mention], list[Attribution]]:
    """The plain text, its mentions, and its attributions by number."""
    plain: list[str] = []
    length = 0
    open_marks: list[tuple[str, int]] = []
    found: list[tuple[str, int, int]] = []
    position = 0
    for match in _MARK.finditer(marked):
        plain.append(marked[position : match.start()])
        length += match.start() - position
        position = match.end()
        if match["tag"]:
            open_marks.append((match["tag"], length))
        else:
            tag, start = open_marks.pop()
            found.append((tag, start, length))
    plain.append(marked[position:])
    assert not open_marks, f"unclosed: {open_marks}"
    text = "".join(plain)
    mentions = [Mention(s, e, text[s:e], tag) for tag, s, e in sorted(found, key=lambda f: f[1:]) if tag.isalpha()]
    spans: dict[int, dict[str, list[Span]]] = {}
    for tag, start, end in sorted(found, key=lambda f: f[1:]):
        if not tag.isalpha():
            spans.setdefault(int(tag[:-1]), {}).setdefault(tag[-1], []).append(Span(start, end, text[start:end]))
    return text, mentions, [_attribution(spans[n]) for n in sorted(spans)]


def _attribution(parts: dict[str, list[Span]]) -> Attribution:
    kind = next(k for k in _TYPES if k in parts)
    source, cue = parts.get("s", [None])[0], parts.get("c", [None])[0]
    return Attribution(_TYPES[kind], tuple(parts[kind]), cue, source, 1.0, antecedents=tuple(parts.get("a", ())))
