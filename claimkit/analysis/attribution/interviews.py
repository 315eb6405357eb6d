"""Interviews without labels: questions in lines of their own, below an introduction that names who answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.names import begins_name
from claimkit.models.record import Span

# The form shows who answers unless the introduction names somebody else; set by hand.
_CERTAINTY = 0.9
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_EMPHASIS = " \t\r\u00a0*_"  # Markdown in plain text
_LONGEST = 400  # characters of a question
_INTRODUCTION = 3000  # characters before the first question that are looked at
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]yself)\b")
_NAME = re.compile(
    r"\b[A-Z][\w’'-]{1,30}(?:[ \u00a0](?:(?:van|von|de|da|di|del|al|bin)[ \u00a0])?[A-Z][\w’'.-]{1,30}){1,3}"
)
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Prof(?:essor)?)\.?[ \u00a0](?=\S)")
_BYLINE = re.compile(
    r"\s*(?:(?:By|Interview(?:ed)? by|Words by|Photo\w*|Picture\w*|Text)\b[: ]|(?:Interview(?:er)?|Words):)",
    re.IGNORECASE,
)


def interviews(words: TaggedWords, mask: bytearray) -> Iterator[DraftAttribution]:
    """What is answered to each question. Half of the questions ask somebody (“you”) and half of the answers say “I”
    outside marks, or all of the answers do: explanations by the writer have questions in lines of their own too, but
    neither of these."""
    text = words.text
    lines = [m.span() for m in _LINE.finditer(text)]
    asked = [i for i, (start, end) in enumerate(lines) if _is_question(text, start, end) and i + 1 < len(lines)]
    answers = [(i, j) for i, j in pairwise([*asked, len(lines)]) if j > i + 1]
    addressed = sum(_YOU.search(text, *lines[i]) is not None for i, _ in answers)
    personal = sum(_says_i(text, lines[i + 1 : j], mask) for i, j in answers)
    if len(answers) < 2 or 2 * personal < len(answers) or (2 * addressed < len(answers) and personal < len(answers)):
        return
    if (name := interviewee(text, lines[answers[0][0]][0])) is None:
        return
    for i, j in answers:
        members = [w for start, end in lines[i + 1 : j] for w in words.within(start, end)]
        words.take(members, words.within(*lines[i]))
        if any(words.starts_with_letter(w) for w in members):
            yield DraftAttribution(None, name, _CERTAINTY, members, by_layout=True, verbatim=True)


def interviewee(text: str, end: int) -> Span | None:
    """The one person whom an introduction that ends at `end` names in full; None where it names several."""
    found = introduced(text, end)
    return found[0] if len(found) == 1 else None


def introduced(text: str, end: int, *, writers: bool = False) -> list[Span]:
    """The people whom an introduction that ends at `end` names in full, each where it does so first; or those who
    wrote it."""
    low = max(0, end - _INTRODUCTION)
    found: dict[str, Span] = {}
    for line in _LINE.finditer(text, low, end):
        if writers != (_BYLINE.match(line.group()) is not None):
            continue
        for match in _NAME.finditer(text, *line.span()):
            name = re.sub(r"['’]s$", "", match.group().rstrip("."))
            titled = _TITLE.match(name)
            start, name = match.start() + (titled.end() if titled else 0), name[titled.end() :] if titled else name
            if begins_name(name.split()[0]) and " " in name:
                found.setdefault(name, Span(start, start + len(name), name))
    return list(found.values())


def _is_question(text: str, start: int, end: int) -> bool:
    line = text[start:end].strip(_EMPHASIS)
    return line.endswith("?") and len(line) <= _LONGEST and line[:1] not in "“\"‘'"


def _says_i(text: str, lines: Sequence[tuple[int, int]], mask: bytearray) -> bool:
    return any(not mask[match.start()] for start, end in lines for match in _I.finditer(text, start, end))
