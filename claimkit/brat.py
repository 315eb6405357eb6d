"""Brat standoff in PolNeAR's layout ↔ articles with attributions.

A corpus folder holds `text/NAME.txt` (or .md) and `attributions/NAME_CODE.ann`, CODE being the annotator: four letters
or digits. Text lines (T) are spans of Source, Cue and Content; event lines (E) join them into attributions
(Newell, Margolin and Ruths, 2018: An Attribution Relations Corpus for Political News; the format is brat's, Stenetorp
et al., 2012).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import InputError, UsageError

# An offset has twelve digits at most; Python refuses to read numbers of thousands of digits.
_OFFSETS = r"\d{1,12} \d{1,12}"
_SPAN = re.compile(rf"(T\d+)\t\S+ ({_OFFSETS}(?:;{_OFFSETS})*)(?:\t|$)")
_EVENT = re.compile(r"E\d+[\t ]\S")
# Notes may continue over several lines, so a line of any other kind is not an error.
_NUMBERED = re.compile(r"[TE]\d+(?:\s|$)")
_FILE = re.compile(r"(?P<name>.+)_(?P<code>[0-9a-z]{4})", re.DOTALL)

Fragments = tuple[tuple[int, int], ...]

# What brat needs in order to show and edit these files; types and roles are PolNeAR's.
CONFIGURATION = """\
[entities]
Source
Cue
Content

[relations]

[events]
Attribution\tSource?:Source, Cue?:Cue, Content+:Content
Attribution-no-source\tCue?:Cue, Content+:Content

[attributes]
"""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One attribution; each role is a tuple of character ranges (start, end), sorted, empty where absent.

    `type` (one word) and `note` (one line) are written if given, but not read back.
    """

    source: Fragments
    cue: Fragments
    content: Fragments
    type: str | None = None
    note: str | None = None

    def role(self, name: str) -> Fragments:
        """The ranges of the role called `name`."""
        ranges: Fragments = getattr(self, name)
        return ranges


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text and what each annotator found in it; `codes` are the annotators in alphabetical order."""

    name: str
    text: str
    codes: tuple[str, ...]
    annotations: tuple[tuple[Annotation, ...], ...]


def read_corpus(folder: Path) -> list[AnnotatedArticle]:
    """All annotated articles of a corpus folder, sorted by name.

    Raises UsageError if the folder lacks the layout, InputError if a file cannot be read.
    """
    files: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted((folder / "attributions").glob("*.ann")):
        match = _FILE.fullmatch(path.stem)
        if match is None or text_file(folder / "text", path.stem).is_file():  # a file without an annotator's code
            files[path.stem][""] = path
        else:
            files[match["name"]][match["code"]] = path
    if not files:
        raise UsageError(f"{folder}: no attributions/*.ann here; give a folder with text/ and attributions/")
    return [_article(folder, name, paths) for name, paths in sorted(files.items())]


def text_file(folder: Path, name: str) -> Path:
    """The text of the article `name`: NAME.txt, or NAME.md if that is what there is."""
    markdown = folder / f"{name}.md"
    plain = folder / f"{name}.txt"
    return markdown if markdown.is_file() and not plain.is_file() else plain


def read_text(path: Path) -> str:
    """A UTF-8 file with its line ends unchanged, because offsets count them. Raises InputError."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise InputError(str(path), "no such file") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not valid UTF-8 at byte {error.start}; save it again as UTF-8") from error


def standoff(text: str, annotations: Iterable[Annotation]) -> str:
    """`annotations` of `text` as the lines of an .ann file, in the order of their contents.

    Brat anchors each event in a span of its own: here the cue's or, without a cue, the content's. It rejects a span
    whose words differ from the text, so a span over several lines is written as one fragment a line.
    """
    spans: list[str] = []
    events: list[str] = []
    more: list[str] = []

    def span(kind: str, ranges: Fragments) -> str:
        pieces = [piece for start, end in ranges for piece in _in_lines(text, start, end)]
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(" ".join(text[start:end].splitlines()) for start, end in pieces)
        spans.append(f"T{len(spans) + 1}\t{kind} {offsets}\t{words}")
        return f"T{len(spans)}"

    for annotation in sorted(annotations, key=lambda a: (a.content, a.cue, a.source)):
        roles = {"Source": annotation.source, "Cue": annotation.cue, "Content": annotation.content}
        kind = "Attribution" if annotation.source else "Attribution-no-source"
        anchor = f"{kind}:{span(kind, annotation.cue or annotation.content)}"
        places = " ".join(f"{role}:{span(role, ranges)}" for role, ranges in roles.items() if ranges)
        number = len(events) + 1
        events.append(f"E{number}\t{anchor} {places}")
        if annotation.type:
            more.append(f"A{number}\tType E{number} {annotation.type}")
        if annotation.note:
            more.append(f"#{number}\tAnnotatorNotes E{number}\t{annotation.note}")
    return "".join(f"{line}\n" for line in [*spans, *events, *more])


def _in_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The range or, if it holds a line's end, its piece of each line, without white space around it."""
    found = []
    lines = text[start:end].splitlines(keepends=True)
    if len(lines) == 1 and lines[0].splitlines() == lines:
        return [(start, end)]
    position = start
    for line in lines:
        words = line.strip()
        if words:
            first = position + line.index(words)
            found.append((first, first + len(words)))
        position += len(line)
    return found or [(start, end)]


def _joined(pieces: Iterable[tuple[int, int]], text: str) -> Fragments:
    """Undoes `_in_lines`: fragments with nothing but a line's end between them are one range."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        between = text[found[-1][1] : start] if found else ""
        if between.isspace() and between.splitlines() != [between]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _article(folder: Path, name: str, paths: dict[str, Path]) -> AnnotatedArticle:
    codes = tuple(sorted(paths))
    file = text_file(folder / "text", name)
    if not file.is_file():
        raise InputError(str(file), f"no such file; {paths[codes[0]].name} needs its text there")
    text = read_text(file)
    return AnnotatedArticle(name, text, codes, tuple(_annotations(paths[code], text) for code in codes))


def _annotations(path: Path, text: str) -> tuple[Annotation, ...]:
    """The attributions of one file; those without content are left out (PolNeAR has a few, by mistake)."""
    spans: dict[str, Fragments] = {}
    events: list[tuple[int, list[str]]] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        line = line.rstrip("\r")
        if match := _SPAN.match(line):
            pairs = (piece.split() for piece in match[2].split(";"))
            pieces = [(int(start), int(end)) for start, end in pairs]
            if any(not start < end <= len(text) for start, end in pieces):
                raise InputError(f"{path}:{number}", f"{match[1]} lies outside the text of {len(text)} characters")
            spans[match[1]] = _joined(pieces, text)
        elif _EVENT.match(line):
            events.append((number, line.split()[1:]))
        elif _NUMBERED.match(line):
            raise InputError(f"{path}:{number}", "not a line of brat standoff; write T1<tab>Source 0 5<tab>words")
    found = []
    for number, event in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for argument in filter(lambda word: ":" in word, event):
            # The event's own span plays no part here, but a deleted line may be known by it alone.
            target = _target(argument, spans, path, number)
            role = argument.partition(":")[0].rstrip("0123456789").lower()
            if role in roles:
                roles[role].extend(target)
        if roles["content"]:
            source, cue, content = (tuple(sorted(roles[name])) for name in ("source", "cue", "content"))
            found.append(Annotation(source, cue, content))
    return tuple(found)


def _target(argument: str, spans: Mapping[str, Fragments], path: Path, number: int) -> Fragments:
    """The span that an event names, as `Cue:T3`."""
    target = argument.partition(":")[2]
    if target not in spans:
        raise InputError(f"{path}:{number}", f"{argument} refers to a span that is not in this file")
    return spans[target]
