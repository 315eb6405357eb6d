"""What the store knows about files, and its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from claimkit.store.rows import Row
from claimkit.store.sql import decode, encode


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was read to its end.

    `path` is how it was named. `modified` and `changed` are the times of its content and of its entry in the file
    system in nanoseconds, 0 where unreliable. `version` is that of the code that read and analysed it,
    `articles` the number it holds, `failures` are (path, reason) of what in it could not be read; `told`: the user
    knows. A file that could not be opened has the size -1 and no digest.
    """

    location: str
    path: str
    size: int
    modified: int
    changed: int
    digest: str
    version: str
    articles: int
    failures: tuple[tuple[str, str], ...] = ()
    told: bool = False


def pack(file: File) -> Row:
    """`file` as a row of `files`."""
    failures = json.dumps(file.failures, ensure_ascii=False)
    times = (file.size, file.modified, file.changed)
    said = (file.digest, file.version, file.articles, encode(failures), int(file.told))
    return encode(file.location), encode(file.path), *times, *said


def unpack(row: tuple[Any, ...]) -> File:
    """Undoes `pack`."""
    location, path, size, modified, changed, digest, version, articles, failures, told = map(decode, row)
    failed = () if failures == "[]" else tuple((path, reason) for path, reason in json.loads(failures))
    return File(location, path, size, modified, changed, digest, version, articles, failed, bool(told))
