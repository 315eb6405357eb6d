"""Which files there are. Nothing here raises for one bad path."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import InputError
from claimkit.reader.input_options import DEFAULT, Options

# The format of a file by its suffix; a file without one may be anything.
FORMAT_OF: dict[str, str] = {
    ".txt": "auto",
    ".text": "auto",
    "": "auto",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".warc": "warc",
    ".pdf": "pdf",
    ".docx": "docx",
}
PACKED = frozenset({".gz", ".bz2", ".zst", ".zip"})

STDIN = "-"

# What `_encodable` makes of a byte that is not valid UTF-8, where a path has it of its own.
_SPELT_OUT = re.compile(r"\\ud[89a-f][0-9a-f]{2}")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file to read.

    `path` is how it is shown: relative to the current folder, with forward slashes (`-` is standard input). `file` is
    the absolute path, links resolved, that the operating system takes.
    """

    path: str
    file: str

    @property
    def location(self) -> str:
        """`file` in a form that any output and any database takes: a key for this file alone."""
        if _SPELT_OUT.search(self.file):  # else it could be the key of a file whose odd bytes are spelt out so
            return "/." + _encodable(self.file.replace("\\", "\\\\"))  # no real path has /./ in it
        return _encodable(self.file)

    @property
    def shown(self) -> str:
        """The path fit for one line of a terminal."""
        return one_line(self.path)


def find(paths: Iterable[str], options: Options = DEFAULT) -> list[Source | InputError]:
    """The files under `paths`, each once, sorted by path; then what could not be read, one InputError each.

    Folders are read through to the bottom. In them, hidden files are left out, and files of unknown suffix unless the
    user named a format; a file named outright is always taken. Links to folders are followed, each folder once.
    """
    finder = _Finder(options)
    for path in paths:
        finder.named(path)
    finder.follow_links()
    sources = sorted(source for _, source in finder.sources.values())
    return [*sources, *sorted(finder.errors, key=lambda error: error.path)]


class _Finder:
    """The walk through folders: what it found, and which folders it has seen (links can lead in circles)."""

    def __init__(self, options: Options) -> None:
        self._any_name = options.input_format is not None
        self.sources: dict[str, tuple[bool, Source]] = {}
        """By the file's real path: whether the way to it is a link, and the file as it is shown."""
        self.errors: list[InputError] = []
        self._folders: set[str] = set()
        self._links: list[str] = []

    def named(self, path: str) -> None:
        """Take one path as the user named it."""
        if path == STDIN:
            self.sources[STDIN] = False, Source(STDIN, STDIN)
            return
        try:
            mode = Path(path).stat().st_mode if path else None
            real = os.path.realpath(path)
        except (OSError, ValueError) as error:
            self.errors.append(InputError(one_line(path), reason(error)))
            return
        if mode is None:
            self.errors.append(InputError(one_line(path), reason(FileNotFoundError())))
        elif not stat.S_ISDIR(mode):
            self._add(_relative(path), path, real, Path(path).is_symlink())
        elif real not in self._folders:
            self._named_folder(path)

    def follow_links(self) -> None:
        """Walk the links to folders that the walk met: last, so that a file is shown by its own path if it has one."""
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                self._walk(link)

    def _named_folder(self, path: str) -> None:
        links, failures = len(self._links), len(self.errors)
        found, others = self._walk(path)
        if not found and len(self._links) == links and len(self.errors) == failures:
            left_out = f" ({others} of other kinds left out; name a file to read it all the same)" if others else ""
            kinds = ", ".join(sorted({*FORMAT_OF, *PACKED} - {""}))
            why = f"no articles in this folder{left_out}; claimkit reads {kinds} and files without a suffix"
            self.errors.append(InputError(one_line(path), why))

    def _walk(self, top: str) -> tuple[int, int]:
        """Number of articles under `top`, and of files of other kinds."""
        found = others = 0
        pending = [top]
        while pending:
            folder = pending.pop()
            real = os.path.realpath(folder)
            if real in self._folders:
                continue
            self._folders.add(real)
            shown = _relative(folder)
            shown = "" if shown == "." else shown.rstrip("/") + "/"
            for entry in self._entries(folder):
                if entry.name.startswith("."):
                    continue
                try:
                    linked = entry.is_symlink()
                    if entry.is_dir():
                        (self._links if linked else pending).append(entry.path)
                    elif entry.is_file() and (self._any_name or is_readable(entry.name)):
                        found += 1
                        own = os.path.realpath(entry.path) if linked else os.path.join(real, entry.name)  # noqa: PTH118
                        self._add(shown + entry.name, entry.path, own, linked)
                    elif linked and not Path(entry.path).exists():
                        raise FileNotFoundError
                    else:
                        others += 1
                except OSError as error:
                    self.errors.append(InputError(one_line(_relative(entry.path)), reason(error)))
        return found, others

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self.errors.append(InputError(one_line(_relative(folder)), reason(error)))
            return []

    def _add(self, shown: str, path: str, real: str, linked: bool) -> None:
        """Note a file; of two ways to the same file the one that is no link stays, then the first in order."""
        # A pipe's real path (`/proc/…/pipe:[7]`) cannot be opened; its name can.
        source = Source(_encodable(shown), real if os.path.exists(real) else path)  # noqa: PTH110
        found = linked, source
        self.sources[real] = min(found, self.sources.get(real, found))


def suffix(path: str) -> str:
    """The suffix of a file name in lower case, with its dot; empty if there is none."""
    return posixpath.splitext(posixpath.basename(path))[1].lower()


def _relative(path: str) -> str:
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except (OSError, ValueError):  # the current folder is gone; or another drive
        return path.replace(os.sep, "/")


def inner_name(name: str) -> str:
    """The name without the suffix that says how it is packed: `news.jsonl` for `news.jsonl.gz`."""
    return posixpath.splitext(name)[0] if suffix(name) in PACKED else name


def is_readable(name: str) -> bool:
    """Whether a file of this name in a folder or archive is read."""
    while (last := suffix(name)) in PACKED and last != ".zip":
        name = inner_name(name)
    return last in FORMAT_OF or last in PACKED


def _encodable(path: str) -> str:
    """`path` with the bytes that are not valid UTF-8 spelt out."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(path: str) -> str:
    """`path` fit for one line of a terminal."""
    if path == STDIN:
        return "standard input"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in _encodable(path)) or '""'


def reason(error: Exception) -> str:
    """What the operating system says, and what to do."""
    match error:
        case FileNotFoundError():
            return "no such file or folder; check the path"
        case PermissionError():
            return "permission denied; check who may read it"
        case OSError():
            return f"cannot be read ({error.strerror or error}); check the path"
        case _:
            return f"not a path that can be read ({error})"
