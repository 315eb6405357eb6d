"""Streams of bytes: a look at the beginning, compressed ones, lines of bounded length, other encodings than UTF-8.

A few bytes can stand for gigabytes. What comes out of a file is counted, and stops when it is too much for its size.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

from claimkit.reader.parsed import UnreadableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# A novel is about 1 MB. What is larger than this is no article, and hostile bytes of that size could take minutes.
MAX_BYTES = 10_000_000
# What has to be in memory as a whole: a JSON object, a feed, a PDF, an archive inside another one.
MAX_WHOLE = 50_000_000

# News text shrinks to a third or a tenth, JSON Lines with many equal fields to a fiftieth.
_EXPANSION = 200
_FREE_EXPANSION = 100_000_000

_CHUNK = 65_536
_HEAD = 65_536

_PACKINGS = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_RECODED = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        ...


class ExpansionError(UnreadableError):
    """A file unpacks to too much: the whole of it is left alone."""


class Budget:
    """How many bytes may still come out of one file; `size` tells how large the file itself is, as far as known."""

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._spent = 0

    def spend(self, number: int) -> None:
        """Count bytes that came out; ExpansionError when they are too many."""
        self._spent += number
        if self._spent > _FREE_EXPANSION + _EXPANSION * self._size():
            raise ExpansionError(f"unpacks to more than {_EXPANSION} times its size; unpack it yourself if it is sound")


class Stream(io.RawIOBase):
    """Bytes from a function that gives some more at each call (none at the end)."""

    def __init__(self, more: Callable[[], bytes]) -> None:
        self._more = more
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        into = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = memoryview(self._more())
        size = min(len(into), len(self._rest))
        into[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def open_file(file: str) -> tuple[BinaryIO, Budget]:
    """A file and what may come out of it. OSError if it cannot be opened, UnreadableError if it is no file.

    A named pipe would keep its reader waiting for a writer, a device for ever; a pipe of the shell, `<(command)`, is
    fine.
    """
    mode = os.stat(file).st_mode  # noqa: PTH116  not opened yet: that alone can wait for ever
    if stat.S_ISFIFO(mode) and not file.startswith(("/dev/", "/proc/")):
        raise UnreadableError("is a named pipe, not a file; pass what comes out of it to standard input and name -")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise UnreadableError("is a device, not a file; name a file or folder")
    stream = open(file, "rb")  # noqa: SIM115, PTH123  the caller closes it
    status = os.fstat(stream.fileno())
    if stat.S_ISREG(status.st_mode):
        return stream, Budget(lambda: status.st_size)
    return counted(stream)


def counted(stream: Readable) -> tuple[BinaryIO, Budget]:
    """A stream of unknown length, and what may come out of it."""
    read = 0

    def more() -> bytes:
        nonlocal read
        data = stream.read(_CHUNK)
        read += len(data)
        return data

    return io.BufferedReader(Stream(more), _CHUNK), Budget(lambda: read)


def head(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of `stream`, and a stream that begins with them again."""
    first = ahead = whole(stream, _HEAD)

    def more() -> bytes:
        nonlocal ahead
        if ahead:
            data, ahead = ahead, b""
            return data
        return stream.read(_CHUNK)

    return first, io.BufferedReader(Stream(more), _CHUNK)


def whole(stream: Readable, limit: int) -> bytes:
    """Up to `limit` bytes; a pipe gives them in pieces."""
    pieces = []
    while limit > 0 and (data := stream.read(min(limit, 1 << 20))):
        pieces.append(data)
        limit -= len(data)
    return b"".join(pieces)


def all_of(stream: Readable, limit: int, advice: str) -> bytes:
    """All bytes of `stream`; UnreadableError, with `advice`, if they are more than `limit`."""
    data = whole(stream, limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"larger than {limit // 1_000_000} MB; {advice}")
    return data


def packing(first: bytes) -> str | None:
    """`gz`, `bz2`, `zst` or `zip` if the bytes begin as these do."""
    return next((name for magic, name in _PACKINGS if first.startswith(magic)), None)


def unpacked(stream: BinaryIO, packing: str, budget: Budget) -> BinaryIO:
    """What a compressed stream holds. Reading it raises UnreadableError where the data is damaged or too much."""
    source = _decompressor(stream, packing)

    def more() -> bytes:
        try:
            data = source.read(_CHUNK)
        except UnreadableError:  # of a packed stream inside
            raise
        except Exception as error:  # gzip, bz2 and zstandard each have their own, EOFError among them
            raise UnreadableError(f"damaged {packing} data; copy or download the file again") from error
        budget.spend(len(data))
        return data

    return io.BufferedReader(Stream(more), _CHUNK)


def _decompressor(stream: BinaryIO, packing: str) -> Readable:
    if packing == "gz":
        import gzip

        return gzip.GzipFile(fileobj=stream)
    if packing == "bz2":
        import bz2

        return bz2.BZ2File(stream)
    return _Zstandard(stream)


class _Zstandard:
    """Frame after frame. The library's own reader takes a stream that breaks off for one that ends."""

    # Four bytes can stand for 128 KB, and what a call gives has no limit but this.
    _AT_ONCE = 2_048

    def __init__(self, stream: BinaryIO) -> None:
        from zstandard import ZstdDecompressor

        self._new = ZstdDecompressor().decompressobj
        self._stream = stream
        self._frame = self._new()
        self._begun = False

    def read(self, _: int, /) -> bytes:
        """Some bytes, none at the end."""
        while True:
            if self._frame.eof:
                rest = self._frame.unused_data
                self._frame, self._begun = self._new(), False
            else:
                rest = b""
            given = rest or self._stream.read(self._AT_ONCE)
            if not given:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            if data := self._frame.decompress(given):
                return data


def utf8(first: bytes, stream: BinaryIO) -> BinaryIO:
    """`stream` without a byte order mark, and in UTF-8 if that mark says UTF-16 or UTF-32; `first` are its first
    bytes."""
    if first.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return stream
    mark, encoding = next(((m, e) for m, e in _RECODED if first.startswith(m)), (b"", ""))
    if not mark:
        return stream
    stream.read(len(mark))
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def more() -> bytes:
        while data := stream.read(_CHUNK):
            if text := decoder.decode(data):
                return text.encode("utf-8", "replace")
        return decoder.decode(b"", True).encode("utf-8", "replace")

    return io.BufferedReader(Stream(more), _CHUNK)


def lines(stream: BinaryIO, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """The lines of `stream` with their ends; None in the place of one that is longer than `limit` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield None
