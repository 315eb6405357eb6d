"""Transcripts → turns: who says what on which line, from labelled text, tables, subtitles, questions and answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache

from claimkit.english import lexicon, names
from claimkit.english.text import normalise
from claimkit.models.checks import Turn
from claimkit.reader.files import suffix
from claimkit.reader.subtitles import captions, read_line

# A label is a name, an office or both: `TRUMP`, `Donald Trump`, `SEN. TED CRUZ, R-TX`, `Q`.
_LABEL = re.compile(
    r"[ \t>*_]{0,8}(?P<label>[^\W\d_][^:\n\t]{0,60}|Q\d{0,3}|A)[*_]{0,3}(?::|(?<=^Q)\.|(?<=^A)\.)"
    r"[*_]{0,3}[ \t]{1,9}(?=\S)"
)
_TIME = re.compile(r"[\[(]?(?P<time>(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?[ \t]{1,9}(?:-[ \t]{1,5})?")
_DIRECTION = re.compile(
    r"\[[^\[\]\n]{0,80}\]|\((?:(?-i:[A-Z][A-Z ,.;'-]{2,60})|ph|sic|sp|[^\w()]{0,3}(?:applause|laugh|cheer|boo|chant|"
    r"chuckle|cross ?talk|inaudible|unintelligible|off-?mike|murmur|sustained|through (?:a )?translator|voice-?over)"
    r"[^()\n]{0,40})\)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:[\w ]{0,30} )?(?:speaker|voter|q|a) ?\d{1,6}")
_ASIDE = re.compile(r"\([^()]{0,60}\)|\[(?!unknown|unidentified)[^\[\]]{0,60}\]", re.IGNORECASE)
# How the words come: `TRUMP VIA TELEPHONE`, `Trump - clip`.
_VIA = re.compile(r"(?<=\w)(?:[ \t]{1,9}(?:via|over|through)[ \t]|[ \t]{1,9}[-–—][ \t]).{0,60}$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# A text is a transcript if this share of its paragraphs begins with a label, and two labels come back: set by hand.
_LABELLED = 0.3
_LEAST_TURNS = 3
_LONGEST_LABEL = 5  # words of a name with its office; longer ones are sentences with a colon
_MOST_TURNS = 500_000
_HEAD = 20  # rows that show what the columns of a table are


def find_turns(text: str, name: str) -> list[Turn] | None:
    """The turns of a transcript in order; None for a text that is not one. `name` is its file name."""
    ending = suffix(name)
    if ending in (".vtt", ".srt") or "-->" in text[:2_000]:
        found = list(_of_subtitles(text))
    elif ending in (".tsv", ".csv"):
        found = _of_table(text, "\t" if ending == ".tsv" or "\t" in text[:2_000] else ",") or []
    else:
        found = _of_labels(text) or (_of_table(text, "\t") if "\t" in text[:2_000] else None) or []
    return _spoken(found[:_MOST_TURNS]) or None


def read_label(label: str | None) -> str | None:
    """A label without asides and affiliations (`SEN. TED CRUZ, R-TX (?)` → `SEN. TED CRUZ`); None for nobody."""
    bare = _VIA.sub("", _ASIDE.sub(" ", label or "").split(",")[0])
    plain = " ".join(bare.strip(" .:*_-").split())
    folded = normalise(plain).rstrip(".")
    return None if not _WORD.search(plain) or folded in _nobody() or _is_unnamed(folded) else plain


def _is_unnamed(folded: str) -> bool:
    """Whether a label says that nobody knows who speaks, or only what they are: `VOTER 2`, `UNIDENTIFIED NURSE`."""
    words = [word for word in _WORD.findall(folded) if word not in ("the", "a", "an")]
    if not lexicon.words("checking", "unnamed").isdisjoint(words):
        return True
    if _NUMBERED.fullmatch(folded):
        return True
    kinds = lexicon.words("checking", "kinds_of_speakers")
    return all(word in kinds or word.removesuffix("s") in kinds or word.isdigit() for word in words)


def _spoken(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without directions; a label that is a sentence goes back to the words of whoever was speaking."""
    found: list[Turn] = []
    last: str | None = None
    for turn in turns:
        label = turn.speaker
        if label is not None and _is_direction(label):
            continue
        text = _DIRECTION.sub(lambda match: " " * len(match[0]), turn.text)
        if label is not None and _is_sentence(label):
            label, text = last, f"{label}: {text}"
        last = label
        if _WORD.search(text):
            found.append(Turn(label, text.strip(), turn.line, turn.time))
    return found


def _is_direction(label: str) -> bool:
    return normalise(_WORD.sub(lambda m: m[0], label)).strip(" .:()[]") in lexicon.words("checking", "directions")


def _is_sentence(label: str) -> bool:
    words = _ASIDE.sub(" ", label).split(",")[0].split()
    small = [word for word in words if word[:1].islower() and word not in names.particles()]
    return len(words) > _LONGEST_LABEL or len(small) > 1


def _of_subtitles(text: str) -> Iterator[Turn]:
    label: str | None = None
    for start, _, lines in captions(text):
        for line in lines:
            named, turned, words = read_line(line)
            if not words:
                continue
            label = named or (None if turned else label)
            yield Turn(label, words, None, _clock(start))


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _of_table(text: str, delimiter: str) -> list[Turn] | None:
    """The turns of a table with columns named speaker and text, or of lines `number, speaker, text`."""
    try:
        lines = io.StringIO(text, newline="")
        if delimiter == "\t":
            rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        else:
            rows = list(csv.reader(lines))
    except csv.Error:
        return None
    if not rows:
        return None
    named = _named_columns(rows[0])
    if named is not None:
        speaker, words, line, time = named
        return [
            Turn(
                row[speaker] or None,
                row[words],
                _number(row, line) or at,
                row[time] if time is not None and time < len(row) else None,
            )
            for at, row in enumerate(rows[1:], start=2)
            if max(speaker, words) < len(row)
        ]
    head = [row for row in rows[:_HEAD] if row]
    if head and all(len(row) >= 3 and row[0].strip().isdigit() for row in head):
        return [Turn(row[1] or None, row[2], _number(row, 0) or at) for at, row in enumerate(rows, 1) if len(row) >= 3]
    if head and delimiter == "\t" and all(len(row) == 2 and len(row[0]) <= 60 for row in head):
        return [Turn(row[0] or None, row[1], at) for at, row in enumerate(rows, 1) if len(row) == 2]
    return None


def _number(row: Sequence[str], column: int | None) -> int | None:
    value = row[column].strip() if column is not None and column < len(row) else ""
    return int(value) if value.isdigit() and len(value) < 10 else None


def _named_columns(header: Sequence[str]) -> tuple[int, int, int | None, int | None] | None:
    folded = [normalise(cell).strip().strip('"') for cell in header]

    def column(key: str) -> int | None:
        wanted = lexicon.words("checking", key)
        return next((at for at, cell in enumerate(folded) if cell in wanted), None)

    speaker, words = column("speaker_columns"), column("text_columns")
    if speaker is None or words is None or speaker == words:
        return None
    return speaker, words, column("line_columns"), column("time_columns")


def _of_labels(text: str) -> list[Turn] | None:
    """The turns of a text in which paragraphs begin with a speaker's label."""
    found: list[Turn] = []
    labels: list[str] = []
    paragraphs = 0
    blank = True
    for at, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            blank = True
            continue
        paragraphs += 1
        time = None
        if stamp := _TIME.match(line):
            time, line = stamp["time"], line[stamp.end() :]
        if (
            (label := _LABEL.match(line[:200]))
            and not _is_sentence(label["label"])
            and _looks_like_label(label["label"])
        ):
            labels.append(label["label"].strip())
            found.append(Turn(label["label"].strip(), line[label.end() :], at, time))
        elif found:
            found.append(Turn(found[-1].speaker, line, at, time))
        elif not blank:
            continue
        blank = False
    several = len(labels) >= _LEAST_TURNS and len(set(labels)) < len(labels)
    return found if several and len(labels) >= _LABELLED * paragraphs else None


def _looks_like_label(label: str) -> bool:
    folded = normalise(label).strip(" .*_")
    if _is_sentence(label):
        return False
    return folded not in lexicon.words("turns", "labels") and (label[:1].isupper() or folded in _nobody())


@cache
def _nobody() -> frozenset[str]:
    return lexicon.words("checking", "nobody")
