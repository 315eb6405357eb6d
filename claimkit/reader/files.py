"""Which files there are, and their bytes. Nothing here raises for one bad path."""

from __future__ import annotations

import os
import posixpath
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from claimkit.errors import InputError
from claimkit.reader.options import DEFAULT, Options

PLAIN = frozenset({".txt", ".text", ""})
MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
ARTICLES = PLAIN | MARKDOWN | HTML

# A novel is about 1 MB. What is larger than this is no article, and hostile bytes of that size could take minutes.
MAX_BYTES = 10_000_000

STDIN = "-"


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
        """`file` in a form that any output and any database takes: a key for this file."""
        return _encodable(self.file)

    @property
    def shown(self) -> str:
        """The path fit for one line of a terminal."""
        return one_line(self.path)


def find(paths: Iterable[str], options: Options = DEFAULT) -> list[Source | InputError]:
    """The files under `paths`, each once, sorted by path; then what could not be read, one InputError each.

    Folders are read through to the bottom. In them, hidden files and files of unknown suffix are left out; a file
    named outright is always taken. Links to folders are followed, each folder once.
    """
    finder = _Finder()
    for path in paths:
        finder.named(path)
    finder.follow_links()
    sources = sorted(source for _, source in finder.sources.values())
    return [*sources, *sorted(finder.errors, key=lambda error: error.path)]


def read_bytes(source: Source, stdin: BinaryIO | None = None) -> bytes:
    """The bytes of `source`; InputError if it cannot be read or is larger than MAX_BYTES."""
    try:
        if source.file == STDIN:
            stream = stdin or getattr(sys.stdin, "buffer", None)
            if stream is None:
                raise InputError(source.shown, "there is no standard input; name a file or folder")
            data = bytes(stream.read(MAX_BYTES + 1))
        else:
            with Path(source.file).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(source.shown, _reason(error)) from error
    if len(data) > MAX_BYTES:
        raise InputError(source.shown, f"larger than {MAX_BYTES // 1_000_000} MB; split it into articles")
    return data


class _Finder:
    """The walk through folders: what it found, and which folders it has seen (links can lead in circles)."""

    def __init__(self) -> None:
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
            self.errors.append(InputError(one_line(path), _reason(error)))
            return
        if mode is None:
            self.errors.append(InputError(one_line(path), _reason(FileNotFoundError())))
        elif not stat.S_ISDIR(mode):
            self._add(path, real, Path(path).is_symlink())
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
            kinds = ", ".join(sorted(ARTICLES - {""}))
            reason = f"no articles in this folder{left_out}; claimkit reads {kinds} and files without a suffix"
            self.errors.append(InputError(one_line(path), reason))

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
            for entry in self._entries(folder):
                if entry.name.startswith("."):
                    continue
                try:
                    linked = entry.is_symlink()
                    if entry.is_dir():
                        (self._links if linked else pending).append(entry.path)
                    elif entry.is_file() and suffix(entry.name) in ARTICLES:
                        found += 1
                        own = os.path.realpath(entry.path) if linked else str(Path(real, entry.name))
                        self._add(entry.path, own, linked)
                    elif linked and not Path(entry.path).exists():
                        raise FileNotFoundError
                    else:
                        others += 1
                except OSError as error:
                    self.errors.append(InputError(one_line(_relative(entry.path)), _reason(error)))
        return found, others

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self.errors.append(InputError(one_line(_relative(folder)), _reason(error)))
            return []

    def _add(self, path: str, real: str, linked: bool) -> None:
        """Note a file; of two ways to the same file the one that is no link stays, then the first in order."""
        # A pipe's real path (`/proc/…/pipe:[7]`) cannot be opened; its name can.
        source = Source(_encodable(_relative(path)), real if Path(real).exists() else path)
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


def _encodable(path: str) -> str:
    """`path` with the bytes that are not valid UTF-8 spelt out."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(path: str) -> str:
    """`path` fit for one line of a terminal."""
    if path == STDIN:
        return "standard input"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in _encodable(path)) or '""'


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "no such file or folder; check the path"
        case PermissionError():
            return "permission denied; check who may read it"
        case OSError():
            return f"cannot be read ({error.strerror or error}); check the path"
        case _:
            return f"not a path that can be read ({error})"
