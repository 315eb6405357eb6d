"""Zip archives: their members, one at a time and never unpacked to disk."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from claimkit.reader.parsed import UnreadableError

_MOST_MEMBERS = 200_000  # set by hand
# The list of members is read into memory; 160 bytes per member are far more than names need.
_LARGEST_LIST = 160 * _MOST_MEMBERS
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535

_DAMAGED = "damaged zip archive; copy or download the file again"


def list_members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The members except folders and hidden files (`.name`, and what macOS adds)."""
    for info in archive.infolist():
        parts = info.filename.replace("\\", "/").split("/")
        hidden = parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)
        if not info.filename.endswith("/") and not hidden:  # is_dir() fails on an empty name
            yield info


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive in a seekable file; UnreadableError if it is damaged or has too many members."""
    try:
        if _list_size(file) > _LARGEST_LIST:
            raise UnreadableError(f"has more than {_MOST_MEMBERS:,} members; split it")
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError) as error:
        raise UnreadableError(_DAMAGED) from error
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise UnreadableError(f"has more than {_MOST_MEMBERS:,} members; split it")
    return archive


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """A member's bytes; UnreadableError if it is encrypted, damaged or compressed by an unknown method."""
    if info.flag_bits & 0x1:
        raise UnreadableError("is encrypted; unpack the archive first")
    try:
        return archive.open(info)  # type: ignore[return-value]  # mypy's IO[bytes] is a BinaryIO
    except NotImplementedError as error:
        raise UnreadableError(
            "is compressed by a method that claimkit does not know; unpack the archive first"
        ) from error
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, struct.error) as error:
        raise UnreadableError(_DAMAGED) from error


class CheckedMember:
    """Reads a member; raises UnreadableError for any damage."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(size)
        except Exception as error:  # zipfile, zlib, bz2 and lzma each raise their own
            raise UnreadableError(_DAMAGED) from error


def _list_size(file: BinaryIO) -> int:
    """The size in bytes of the list of members, as the end of the archive states it; 0 if there is no such end."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if 0 <= at <= len(tail) - _END_SIZE else 0
