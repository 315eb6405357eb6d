"""One file: how its path is shown, the key it is stored under, and what its name tells."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.reader.given import Sidecar

STDIN = "-"
PACKED = frozenset({".gz", ".bz2", ".zst", ".zip"})

# How `encodable` spells a byte that is not valid UTF-8; a path can also contain these very characters.
_SPELLED_OUT = re.compile(r"\\ud[89a-f][0-9a-f]{2}")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file to read.

    `path` is the path to show: relative to the current folder, with forward slashes (`-` is standard input). `file` is
    the absolute path to open, with links resolved.
    """

    path: str
    file: str
    beside: tuple[tuple[Sidecar, str], ...] = field(default=(), compare=False, repr=False)
    """Each `metadata.csv` that may say something of it, nearest first, with the file's path below its folder."""

    @property
    def location(self) -> str:
        """`file` as a key that is unique to this file and safe for any output and any database."""
        if _SPELLED_OUT.search(self.file):  # otherwise it could equal the key of a file whose odd bytes are spelled out
            return "/." + encodable(self.file.replace("\\", "\\\\"))  # no real path contains /./
        return encodable(self.file)

    @property
    def shown(self) -> str:
        """The path on one line, safe to print on a terminal."""
        return one_line(self.path)


def suffix(path: str) -> str:
    """The suffix of a file name in lower case, with its dot; empty if there is none."""
    return posixpath.splitext(posixpath.basename(path))[1].lower()


def inner_name(name: str) -> str:
    """The name without the suffix of its packing: `news.jsonl` for `news.jsonl.gz`."""
    return posixpath.splitext(name)[0] if suffix(name) in PACKED else name


def encodable(path: str) -> str:
    """`path` with the bytes that are not valid UTF-8 spelled out."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(path: str) -> str:
    """`path` on one line, safe to print on a terminal."""
    if path == STDIN:
        return "standard input"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in encodable(path)) or '""'


def explain_os_error(error: Exception) -> str:
    """Why the operating system refused a file, and what to do."""
    match error:
        case FileNotFoundError():
            return "no such file or folder; check the path"
        case PermissionError():
            return "permission denied; check who may read it"
        case OSError():
            return f"cannot be read ({error.strerror or error}); check the path"
        case _:
            return f"cannot be used as a path ({error}); check the path"
