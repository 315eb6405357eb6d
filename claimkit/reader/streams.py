"""Streams of bytes: peeking, decompressing, lines of bounded length, and recoding to UTF-8.

A few bytes can unpack to gigabytes, so a budget counts what comes out of a file and stops it when it is far too much
for the file's size.
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

# A novel is about 1 MB. Anything larger than this is not an article, and hostile bytes could take minutes.
MAX_BYTES = 10_000_000
# For what has to be in memory as a whole: a JSON object, a feed, a PDF, an archive inside another one.
MAX_WHOLE = 50_000_000

# News text compresses to between a third and a tenth, JSON Lines with many equal fields to a fiftieth.
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
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""
        ...


class ExpansionError(UnreadableError):
    """A file unpacks to too much; none of it is read any further."""


class Budget:
    """Limits the bytes that may come out of one file; `size` returns the size of the file itself, as far as known."""

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._spent = 0

    def spend(self, number: int) -> None:
        """Count bytes that came out; ExpansionError if they are too many."""
        self._spent += number
        if self._spent > _FREE_EXPANSION + _EXPANSION * self._size():
            raise ExpansionError(f"unpacks to more than {_EXPANSION} times its size; unpack it yourself if it is sound")


class Stream(io.RawIOBase):
    """Bytes from a function that returns some more at each call, and none at the end."""

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
    """An open file and its budget. OSError if it cannot be opened, UnreadableError if it is a pipe or device.

    Reading a named pipe would wait for a writer, and a device for ever; the shell's `<(command)` is fine.
    """
    mode = os.stat(file).st_mode  # noqa: PTH116  before opening, which alone can wait for ever
    if stat.S_ISFIFO(mode) and not file.startswith(("/dev/", "/proc/")):
        raise UnreadableError("is a named pipe, not a file; send its output to standard input and name -")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise UnreadableError("is a device, not a file; name a file or folder")
    stream = open(file, "rb")  # noqa: SIM115, PTH123  the caller closes it
    status = os.fstat(stream.fileno())
    if stat.S_ISREG(status.st_mode):
        return stream, Budget(lambda: status.st_size)
    return count_bytes(stream)


def count_bytes(stream: Readable) -> tuple[BinaryIO, Budget]:
    """A stream of unknown length, and its budget."""
    read = 0

    def more() -> bytes:
        nonlocal read
        data = stream.read(_CHUNK)
        read += len(data)
        return data

    return io.BufferedReader(Stream(more), _CHUNK), Budget(lambda: read)


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of `stream`, and a stream that still begins with them."""
    first = ahead = read_up_to(stream, _HEAD)

    def more() -> bytes:
        nonlocal ahead
        if ahead:
            data, ahead = ahead, b""
            return data
        return stream.read(_CHUNK)

    return first, io.BufferedReader(Stream(more), _CHUNK)


def read_up_to(stream: Readable, limit: int) -> bytes:
    """Up to `limit` bytes, even from a pipe, which returns them in pieces."""
    pieces = []
    while limit > 0 and (data := stream.read(min(limit, 1 << 20))):
        pieces.append(data)
        limit -= len(data)
    return b"".join(pieces)


def read_all(stream: Readable, limit: int, advice: str) -> bytes:
    """All bytes of `stream`; UnreadableError, with `advice`, if there are more than `limit`."""
    data = read_up_to(stream, limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"larger than {limit // 1_000_000} MB; {advice}")
    return data


def detect_packing(first: bytes) -> str | None:
    """`gz`, `bz2`, `zst` or `zip` if the bytes begin like one."""
    return next((name for magic, name in _PACKINGS if first.startswith(magic)), None)


def unpack(stream: BinaryIO, packing: str, budget: Budget) -> BinaryIO:
    """The content of a compressed stream. Reading it raises UnreadableError where data is damaged or over budget."""
    source = _open_decompressor(stream, packing)

    def more() -> bytes:
        try:
            data = source.read(_CHUNK)
        except UnreadableError:  # from a packed stream inside
            raise
        except Exception as error:  # gzip, bz2 and zstandard each raise their own, EOFError among them
            raise UnreadableError(f"damaged {packing} data; copy or download the file again") from error
        budget.spend(len(data))
        return data

    return io.BufferedReader(Stream(more), _CHUNK)


def _open_decompressor(stream: BinaryIO, packing: str) -> Readable:
    if packing == "gz":
        import gzip

        return gzip.GzipFile(fileobj=stream)
    if packing == "bz2":
        import bz2

        return bz2.BZ2File(stream)
    return _Zstandard(stream)


class _Zstandard:
    """Reads frame by frame: the library's own reader takes a stream that breaks off for one that ends."""

    # Four bytes can unpack to 128 KB, and nothing but the input limits the output of a call.
    _INPUT_SIZE = 2_048

    def __init__(self, stream: BinaryIO) -> None:
        from zstandard import ZstdDecompressor

        self._new = ZstdDecompressor().decompressobj
        self._stream = stream
        self._frame = self._new()
        self._begun = False

    def read(self, _: int, /) -> bytes:
        """Return some bytes, and none at the end."""
        while True:
            if self._frame.eof:
                rest = self._frame.unused_data
                self._frame, self._begun = self._new(), False
            else:
                rest = b""
            given = rest or self._stream.read(self._INPUT_SIZE)
            if not given:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            if data := self._frame.decompress(given):
                return data


def recode_to_utf8(first: bytes, stream: BinaryIO) -> BinaryIO:
    """`stream` without its byte order mark, recoded to UTF-8 if the mark says UTF-16 or UTF-32; `first` are its first
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


def read_lines(stream: BinaryIO, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """The lines of `stream` with their ends, and None instead of any that is longer than `limit` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield None
