"""Brat standoff in PolNeAR's layout ↔ articles with attributions.

A corpus folder holds `text/NAME.txt` (or .md) and `attributions/NAME_CODE.ann`, CODE being the annotator: four letters
or digits. Text lines (T) are spans of Source, Cue and Content, event lines (E) join them to attributions
(Newell, Margolin and Ruths, 2018: An Attribution Relations Corpus for Political News; the format is brat's, Stenetorp
et al., 2012).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import InputError, UsageError

# An offset has twelve digits at most; Python refuses to read numbers of thousands of digits.
_OFFSETS = r"\d{1,12} \d{1,12}"
_SPAN = re.compile(rf"(T\d+)\t\S+ ({_OFFSETS}(?:;{_OFFSETS})*)(?:\t|$)")
_EVENT = re.compile(r"E\d+[\t ]\S")
# Notes may go on over several lines, so that a line of any other kind is no mistake.
_NUMBERED = re.compile(r"[TE]\d+(?:\s|$)")
_FILE = re.compile(r"(?P<name>.+)_(?P<code>[0-9a-z]{4})", re.DOTALL)

Fragments = tuple[tuple[int, int], ...]

# What brat has to know to show and edit these files; types and roles are PolNeAR's.
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
    """A UTF-8 file with its line ends as they are, because offsets count them. Raises InputError."""
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

    Brat ties every event to a span of its own: here the cue's, or the content's where there is no cue.
    """
    spans: list[str] = []
    events: list[str] = []

    def span(kind: str, ranges: Fragments) -> str:
        offsets = ";".join(f"{start} {end}" for start, end in ranges)
        words = " ".join(" ".join(text[start:end].split()) for start, end in ranges)
        spans.append(f"T{len(spans) + 1}\t{kind} {offsets}\t{words}")
        return f"T{len(spans)}"

    for annotation in sorted(annotations, key=lambda a: (a.content, a.cue, a.source)):
        roles = {"Source": annotation.source, "Cue": annotation.cue, "Content": annotation.content}
        kind = "Attribution" if annotation.source else "Attribution-no-source"
        anchor = f"{kind}:{span(kind, annotation.cue or annotation.content)}"
        places = " ".join(f"{role}:{span(role, ranges)}" for role, ranges in roles.items() if ranges)
        events.append(f"E{len(events) + 1}\t{anchor} {places}")
    return "".join(f"{line}\n" for line in [*spans, *events])


def _article(folder: Path, name: str, paths: dict[str, Path]) -> AnnotatedArticle:
    codes = tuple(sorted(paths))
    file = text_file(folder / "text", name)
    if not file.is_file():
        raise InputError(str(file), f"no such file; {paths[codes[0]].name} needs its text there")
    text = read_text(file)
    return AnnotatedArticle(name, text, codes, tuple(_annotations(paths[code], len(text)) for code in codes))


def _annotations(path: Path, length: int) -> tuple[Annotation, ...]:
    """The attributions of one file; those without content are left out (PolNeAR has a few: slips of annotation)."""
    spans: dict[str, Fragments] = {}
    events: list[tuple[int, list[str]]] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        line = line.rstrip("\r")
        if match := _SPAN.match(line):
            pairs = (piece.split() for piece in match[2].split(";"))
            spans[match[1]] = tuple((int(start), int(end)) for start, end in pairs)
            if any(not start < end <= length for start, end in spans[match[1]]):
                raise InputError(f"{path}:{number}", f"{match[1]} lies outside the text of {length} characters")
        elif _EVENT.match(line):
            events.append((number, line.split()[1:]))
        elif _NUMBERED.match(line):
            raise InputError(f"{path}:{number}", "not a line of brat standoff; T1<tab>Source 0 5<tab>words is one")
    found = []
    for number, event in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for argument in event:
            role, _, target = argument.partition(":")
            if (key := role.rstrip("0123456789").lower()) not in roles:
                continue
            if target not in spans:
                raise InputError(f"{path}:{number}", f"{argument} names no span of this file")
            roles[key].extend(spans[target])
        if roles["content"]:
            found.append(Annotation(**{name: tuple(sorted(ranges)) for name, ranges in roles.items()}))
    return tuple(found)
