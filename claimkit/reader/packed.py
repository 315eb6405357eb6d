"""Zip archives: their members, one at a time and never written anywhere."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from claimkit.reader.parsed import UnreadableError

_MOST_MEMBERS = 200_000
# The list of members is read as a whole; 160 bytes each are far more than names need.
_LARGEST_LIST = 160 * _MOST_MEMBERS
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535

_DAMAGED = "damaged zip archive; copy or download the file again"


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """What `archive` holds beside folders and hidden files (`.name`, and what macOS adds)."""
    for info in archive.infolist():
        parts = info.filename.replace("\\", "/").split("/")
        hidden = parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)
        if not info.filename.endswith("/") and not hidden:  # is_dir() fails where there is no name at all
            yield info


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive in a file that can be sought; UnreadableError if it is damaged or has too many members."""
    try:
        if _list_size(file) > _LARGEST_LIST:
            raise UnreadableError(f"has more than {_MOST_MEMBERS:,} members; split it")
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError) as error:
        raise UnreadableError(_DAMAGED) from error
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise UnreadableError(f"has more than {_MOST_MEMBERS:,} members; split it")
    return archive


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """One member's bytes. UnreadableError if they are encrypted, damaged or packed in a way that is not known."""
    if info.flag_bits & 0x1:
        raise UnreadableError("is encrypted; unpack the archive first")
    try:
        return archive.open(info)  # type: ignore[return-value]  # mypy's IO[bytes] is a BinaryIO
    except NotImplementedError as error:
        raise UnreadableError("is packed in a way that claimkit does not know; unpack the archive first") from error
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, struct.error) as error:
        raise UnreadableError(_DAMAGED) from error


class Member:
    """Reads a member; damage is an UnreadableError."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(size)
        except Exception as error:  # zipfile, zlib, bz2 and lzma each have their own
            raise UnreadableError(_DAMAGED) from error


def _list_size(file: BinaryIO) -> int:
    """Bytes of the list of members, as the archive's end states them; 0 if there is no such end."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if 0 <= at <= len(tail) - _END_SIZE else 0
