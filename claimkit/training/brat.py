"""Brat standoff in PolNeAR's layout → articles with attributions.

A corpus folder holds `text/NAME.txt` and `attributions/NAME_CODE.ann`, CODE being the annotator: four letters or
digits. Text lines (T) are spans of Source, Cue and Content, event lines (E) join them to attributions
(Newell, Margolin and Ruths, 2018: An Attribution Relations Corpus for Political News).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import InputError, UsageError

_SPAN = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t")
_EVENT = re.compile(r"E\d+[\t ]")
_FILE = re.compile(r"(?P<name>.+)_(?P<code>[0-9a-z]{4})")

Fragments = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One attribution; each role is a tuple of character ranges (start, end), sorted, empty where absent."""

    source: Fragments
    cue: Fragments
    content: Fragments

    def role(self, name: str) -> Fragments:
        """The ranges of the role called `name`."""
        ranges: Fragments = getattr(self, name)
        return ranges


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text and what each annotator, by code in alphabetical order, found in it."""

    name: str
    text: str
    annotations: tuple[tuple[Annotation, ...], ...]


def read_corpus(folder: Path) -> list[AnnotatedArticle]:
    """All annotated articles of a corpus folder, sorted by name.

    Raises UsageError if the folder lacks the layout, InputError if a file cannot be read.
    """
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        match = _FILE.fullmatch(path.stem)
        files[match["name"] if match else path.stem].append(path)
    if not files:
        raise UsageError(f"{folder}: no attributions/*.ann here; give a folder with text/ and attributions/")
    return [_article(folder, name, paths) for name, paths in sorted(files.items())]


def _article(folder: Path, name: str, paths: list[Path]) -> AnnotatedArticle:
    text = _read(folder / "text" / f"{name}.txt")
    return AnnotatedArticle(name, text, tuple(_annotations(path, len(text)) for path in paths))


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:  # offsets count the line ends as they are
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read as UTF-8 text ({error})") from error


def _annotations(path: Path, length: int) -> tuple[Annotation, ...]:
    """The attributions of one file that have a cue and a content; others are slips of annotation."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in _read(path).split("\n"):
        if match := _SPAN.match(line):
            pairs = (piece.split() for piece in match[2].split(";"))
            spans[match[1]] = [(int(start), int(end)) for start, end in pairs]
            if any(not start < end <= length for start, end in spans[match[1]]):
                raise InputError(str(path), f"span {match[1]} lies outside the text")
        elif _EVENT.match(line):
            events.append(line.split()[1:])
    found = []
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for argument in event:
            role, _, target = argument.partition(":")
            roles.get(role.rstrip("0123456789").lower(), []).extend(spans.get(target, []))
        if roles["cue"] and roles["content"]:
            found.append(Annotation(**{name: tuple(sorted(ranges)) for name, ranges in roles.items()}))
    return tuple(found)
