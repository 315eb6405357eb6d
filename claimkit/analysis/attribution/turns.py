"""Turns of a transcript or an interview: lines that begin with who speaks and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.analysis.attribution.interviews import interviewee, introduced
from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.english.names import begins_name
from claimkit.english.sentences import ends_sentence
from claimkit.models.record import Span

# The form leaves no doubt about who speaks, only that it may mean something else; set by hand.
_CERTAINTY = 0.95
_BLANK = " \t\u00a0"
_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? "
_CLOCK = (
    rf"(?:[\[(]?(?P<date>{_DATE})?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?: ?[AaPp]\.?[Mm]\.?)?[\])]?"
    r"[ \t]{0,3}(?:[-–—][ \t]{0,3})?)"
)
_PART = r"(?:[^\W\d_][\w.’'-]{0,30}|&(?=[ \u00a0]))"
_CAPITALS = r"[A-Z][A-Z.&’'-]{0,30}"
_TURN = re.compile(
    rf"(?m)^[ \t\u00a0]{{0,20}}(?:>>[ \t]{{0,3}})?[\"“]?{_CLOCK}?"
    rf"(?P<name>{_CAPITALS}(?:[ \u00a0]{_CAPITALS}){{0,5}}|{_PART}(?:[ \u00a0]{_PART}){{0,5}}(?:[ \u00a0]\d{{1,2}})?)"
    r"(?P<role>,[ \u00a0][^\n:“”\"]{1,60}|(?:[ \u00a0]\([^()\n:]{1,50}\)){1,2})?"
    r"(?:[ \u00a0]\(\d{1,2}[:.]\d{2}(?: ?[ap]m)?\))?"
    r"(?P<cue>:|(?<=^Q)\.|(?<=^A)\.)[ \t\u00a0]{1,5}(?=\S)"
)
# Not said: stage directions, and what the recording is.
_DIRECTION = re.compile(
    r"\[[^\[\]\n]{1,60}\]|\((?:[A-Z][A-Z ,.;:’'/-]{2,80}|[a-z]{2,12}|Applause|Laughter)\)"
    r"|(?m:^[ \t]{0,20}\([A-Z][\w ,.;:’'/-]{2,80}\)[ \t\r]{0,4}$)"
)
# A label of initials (S&S, L.M.) and the words whose initials these are.
_INITIALS = re.compile(r"(?:[A-Z][.&]{0,2}){2,4}")
_INITIAL = re.compile(r"(?<![\w’'-])[^\W\d_]")
# A member of a parliament behind the office: The Minister for Ports (Mr. Tom Reid):
_MEMBER = re.compile(r"[ \u00a0]\((?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness)\.? [^()]{2,40})\)")
# … or named in full: The Minister for Ports (Tom Reid):
_NAMED = re.compile(r"[ \u00a0]\((?P<name>(?P<given>[A-Z][\w’'-]{1,20})(?: [A-Z][\w.’'-]{0,20}){1,3})\)")
# Whose questions follow in a court: BY MS. HALE:
_EXAMINATION = re.compile(r"[ \t]{0,20}BY (?P<name>(?:MR|MRS|MS|MISS|DR)\. [A-Z][A-Z.’' -]{1,40}?):?[ \t]{0,5}")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_DATED = 3  # turns with dates that need not be sentences
_FOLLOWS = 0.5  # share of the lines between the first and the last turn that are turns
_SMALL = 0.5  # share of the words in them that begin with a small letter: a list of names or results has fewer


@dataclass(frozen=True, slots=True)
class _Turn:
    line: int  # number of its line
    name: Span
    key: str
    cue: Span
    start: int  # of what is said
    end: int
    speaks: bool  # whether the label is a speaker's
    dated: bool  # whether a date and a time come before it, as in an exported chat


def turns(words: TaggedWords) -> Iterator[DraftAttribution]:
    """What each turn says, with its label as the source; no turn without a second speaker."""
    text = words.text
    lines = [m.span() for m in _LINE.finditer(text)]
    labelled = list(_find(text, lines))
    found = _without_headline(text, lines, [turn for turn in labelled if turn.speaks])
    if len({t.key for t in found}) < 2 or not _is_transcript(text, lines, found):
        return
    labels = {turn.line for turn in labelled}
    examiners = _examiners(text, lines, found[-1].line)
    named = {t.key: t.name for t in reversed(found) if t.name.text.casefold() != t.key}
    in_full = _in_full(text, lines[found[0].line][0], found)
    for number, turn in enumerate(found):
        last = found[number + 1].line if number + 1 < len(found) else turn.line + 1
        pieces = [
            (turn.start, turn.end),
            *(lines[i] for i in range(turn.line + 1, last) if i not in labels | examiners.keys()),
        ]
        members = [i for start, end in pieces for i in _spoken(words, start, end)]
        words.take(words.within(turn.start, pieces[-1][1]), words.within(turn.name.start, turn.name.end))
        if any(words.starts_with_letter(i) for i in members):
            # Nobody is called Q, and A is whom the introduction names.
            name: Span | None = named.get(turn.key, turn.name) if turn.key in listed("turns", "parts") else turn.name
            name = in_full.get(turn.key, name)
            if turn.key == "q":
                name = next((examiners[i] for i in sorted(examiners, reverse=True) if i < turn.line), None)
            if turn.key == "a":
                name = interviewee(text, lines[found[0].line][0]) or turn.name
            yield DraftAttribution(turn.cue, name, _CERTAINTY, members, by_layout=True, verbatim=True)


def _in_full(text: str, start: int, found: Sequence[_Turn]) -> dict[str, Span]:
    """Whom labels of initials mean: the one label, or the one person introduced above the turns or writing, that has
    them."""
    named: dict[str, Span] = {}
    people = [*introduced(text, start), *introduced(text, start, writers=True)]
    known = {t.name.text.casefold(): t.name for t in reversed(found)} | {n.text.casefold(): n for n in reversed(people)}
    for turn in found:
        if turn.key in named or _INITIALS.fullmatch(turn.name.text) is None:
            continue
        letters = [c for c in turn.name.text if c.isalpha()]
        meant = [n for key, n in known.items() if key != turn.key and letters in _initials(n.text)]
        if len(meant) == 1:
            named[turn.key] = meant[0]
    return named


def _initials(name: str) -> tuple[list[str], list[str]]:
    """The capitals with which the words of a name begin, and those of all its words: Maria van Dyk is MD or MVD."""
    letters: list[str] = _INITIAL.findall(name)
    return [c for c in letters if c.isupper()], [c.upper() for c in letters]


def _examiners(text: str, lines: Sequence[tuple[int, int]], last: int) -> dict[int, Span]:
    """Who asks from which line on."""
    found = ((i, _EXAMINATION.fullmatch(text, *lines[i])) for i in range(last))
    return {i: Span(*match.span("name"), match["name"]) for i, match in found if match}


def _find(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[_Turn]:
    """Lines with a label that can be a speaker's."""
    for number, (start, end) in enumerate(lines):
        match = _TURN.match(text, start, end)
        if not match:
            continue
        parts = match["name"].replace("\u00a0", " ").split()
        key = " ".join(parts).casefold()
        small = any(part[0].islower() and part not in listed("turns", "particles") for part in parts)
        if small and key not in listed("turns", "parts"):
            continue
        member = _member(key, match["role"] or "")
        offset = match.start("role") if member else 0
        first, last = (s + offset for s in (member or match).span("name"))
        cue = Span(match.start("cue"), match.end("cue"), match["cue"])
        speaks = key.rstrip(".") not in listed("turns", "labels")
        dated = match["date"] is not None
        yield _Turn(number, Span(first, last, text[first:last]), key, cue, match.end(), end, speaks, dated)


def _member(key: str, role: str) -> re.Match[str] | None:
    """The name behind an office or a part: The Minister for Ports (Tom Reid), HOST (Mirela Osman)."""
    if (titled := _MEMBER.fullmatch(role)) is not None:
        return titled
    named = _NAMED.fullmatch(role) if key.startswith("the ") or key in listed("turns", "parts") else None
    return named if named is not None and begins_name(named["given"]) else None


def _without_headline(text: str, lines: Sequence[tuple[int, int]], found: list[_Turn]) -> list[_Turn]:
    """Turns without a headline such as “Reid: harbour will open in May”, below which the text begins, or the title of a
    transcript, “TRANSCRIPT: Harbour committee, 2 May”: no sentence, of somebody who says nothing more."""
    if len(found) < 2 or found[0].line != 0:
        return found
    below = range(1, found[1].line)
    if any(_DIRECTION.fullmatch(text, *lines[i]) is None for i in below):
        return found[1:]
    first, *others = found
    ended = [ends_sentence(text[t.start : t.end].rstrip()) for t in found]
    titled = text[first.end - 1].isalnum() and not ended[0] and all(t.key != first.key for t in others)
    return others if titled and 2 * sum(ended) > len(others) and len({t.key for t in others}) > 1 else found


def _is_transcript(text: str, lines: Sequence[tuple[int, int]], found: Sequence[_Turn]) -> bool:
    """Whether lines with labels are turns: they follow each other, say sentences, and somebody speaks again."""
    first, last = found[0].line, found[-1].line
    between = sum(_DIRECTION.fullmatch(text, *lines[i]) is None for i in range(first, last + 1))
    if len(found) < _FOLLOWS * between:
        return False
    if len(found) >= _DATED and all(turn.dated for turn in found):
        return True
    said = [text[t.start : t.end] for t in found]
    initials = [word[0] for piece in said for word in piece[:1000].split() if word[0].isalpha()]
    if sum(map(str.islower, initials)) < _SMALL * len(initials):
        return False
    surnames = Counter(t.key.split()[-1] for t in found)
    complete = sum(ends_sentence(piece.rstrip()) for piece in said)
    if max(surnames.values()) > 1:
        return 2 * complete >= len(said)
    asked = any(piece.rstrip('"” ').endswith("?") for piece in said)
    return complete == len(said) and (asked or len(said) > 2)


def _spoken(words: TaggedWords, start: int, end: int) -> Iterator[int]:
    """The words of a turn without stage directions."""
    for direction in _DIRECTION.finditer(words.text, start, end):
        yield from words.within(start, direction.start())
        start = direction.end()
    yield from words.within(start, end)
