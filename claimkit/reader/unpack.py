"""A file → the articles in it: what is packed is opened, the format told by name and content, each format read."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import BinaryIO, cast

from claimkit.errors import InputError
from claimkit.reader import packed, streams
from claimkit.reader.feed import feed, is_feed
from claimkit.reader.files import FORMAT_OF, STDIN, Source, inner_name, is_readable, one_line, reason, suffix
from claimkit.reader.input_options import DEFAULT, Options
from claimkit.reader.items import Failed, Item, Keys, Kind, is_html
from claimkit.reader.objects import json_file, json_lines
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.streams import MAX_BYTES, MAX_WHOLE, Budget, ExpansionError
from claimkit.reader.tables import csv_file, tsv_file
from claimkit.reader.web_archive import warc

# A page in a zip in a zip, each packed again: deeper than anyone packs news.
_DEEPEST = 5
# So many records without an article, and none with one: the file is of another kind, or --map is needed.
_PATIENCE = 20

_MANY: dict[str, Callable[[BinaryIO, Options], Iterator[Item | Failed]]] = {
    "json": json_file,
    "ninjs": json_file,
    "jsonl": json_lines,
    "csv": csv_file,
    "tsv": tsv_file,
    "feed": lambda stream, _: feed(stream),
    "warc": lambda stream, _: warc(stream),
}
_RECODED = frozenset({"json", "ninjs", "jsonl", "csv", "tsv"})
_WHOLE = frozenset({"pdf", "docx"})


def items(source: Source, stdin: BinaryIO | None = None, options: Options = DEFAULT) -> Iterator[Item | InputError]:
    """The articles that `source` holds, in its order and one at a time; what cannot be read comes as an InputError.

    `stdin` is standard input (or the process's own). Nothing is raised for what is in the file, and no more of it is in
    memory than one article, or streams.MAX_WHOLE bytes in formats that cannot be cut.
    """
    with ExitStack() as stack:
        try:
            stream, budget = _opened(source, stdin, stack)
        except (OSError, ValueError) as error:
            yield InputError(source.shown, reason(error))
            return
        except UnreadableError as error:
            yield InputError(source.shown, str(error))
            return
        try:
            for found in _Walk(options, budget).read(stream, source.path, "", 0):
                if isinstance(found, Item):
                    yield found
                else:
                    place = f"{source.shown}#{one_line(found.key)}" if found.key else source.shown
                    yield InputError(place, found.reason)
        except UnreadableError as error:
            yield InputError(source.shown, str(error))
        except OSError as error:
            yield InputError(source.shown, reason(error))
        except Exception as error:  # files may be hostile and parsers are many; the other files go on
            yield InputError(source.shown, unexpected(error))


def unexpected(error: Exception) -> str:
    """One line about an error that no parser should raise."""
    return f"cannot be read (unexpected {type(error).__name__}); convert it to another format, and please report it"


def _opened(source: Source, stdin: BinaryIO | None, stack: ExitStack) -> tuple[BinaryIO, Budget]:
    if source.file != STDIN:
        stream, budget = streams.open_file(source.file)
        stack.enter_context(stream)
        return stream, budget
    given = stdin or getattr(sys.stdin, "buffer", None)
    if given is None:
        raise UnreadableError("there is no standard input; name a file or folder")
    return streams.counted(given)


class _Walk:
    """One file, and what is packed in it."""

    def __init__(self, options: Options, budget: Budget) -> None:
        self._options = options
        self._budget = budget

    def read(self, file: BinaryIO, name: str, key: str, depth: int) -> Iterator[Item | Failed]:
        """The articles in `file`; `key` is the way to it inside the source."""
        first, stream = streams.head(file)
        packing = streams.packing(first)
        if packing and depth >= _DEEPEST:
            raise UnreadableError(f"packed more than {_DEEPEST} times over; unpack it first")
        if packing == "zip":
            yield from self._zip(file, stream, name, key, depth)
        elif packing:
            inner = streams.unpacked(stream, packing, self._budget)
            yield from self.read(inner, inner_name(name), key, depth + 1)
        else:
            yield from self._plain(first, stream, name, key)

    def _zip(self, file: BinaryIO, stream: BinaryIO, name: str, key: str, depth: int) -> Iterator[Item | Failed]:
        # A file on disk is read where it lies; from a pipe or inside another archive it has to be in memory.
        if depth or not file.seekable():
            file = io.BytesIO(streams.all_of(stream, MAX_WHOLE, "unpack it first"))
        with packed.opened(file) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names or "mimetype" in names:
                if "word/document.xml" not in names:
                    raise UnreadableError("an office document or e-book of another kind; save it as text first")
                file.seek(0)
                yield Item(key, streams.all_of(file, MAX_WHOLE, "remove its pictures"), "docx", name=name)
                return
            found = False
            keys = Keys()
            for number, info in enumerate(packed.members(archive), start=1):
                if not (self._options.input_format or is_readable(info.filename)):
                    continue
                found = True
                # "#" leads into archives: in a name it would let one member pass for another.
                own = info.filename.encode("utf-8", "backslashreplace").decode().replace("#", "%23")
                own = keys.own(own, number)
                yield from self._member(archive, info, f"{key}#{own}" if key else own, depth)
            if not found:
                raise UnreadableError("no articles in this archive; see the formats that claimkit reads")

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: str, depth: int) -> Iterator[Item | Failed]:
        try:
            with packed.member(archive, info) as raw:
                source = packed.Member(raw)

                def more() -> bytes:
                    data = source.read(65_536)
                    self._budget.spend(len(data))
                    return data

                stream = cast(BinaryIO, io.BufferedReader(streams.Stream(more)))
                yield from self.read(stream, info.filename, key, depth + 1)
        except ExpansionError:
            raise
        except UnreadableError as error:
            yield Failed(key, str(error))

    def _plain(self, first: bytes, stream: BinaryIO, name: str, key: str) -> Iterator[Item | Failed]:
        """What is not packed, in its format."""
        format = self._options.input_format or _told(name, first)
        if format in _RECODED:
            stream = streams.utf8(first, stream)
        if many := _MANY.get(format):
            if not first.strip():
                raise UnreadableError("the file is empty")
            for found in _unless_hopeless(many(stream, self._options)):
                yield replace(found, key="#".join(filter(None, (key, found.key))))
            return
        limit = MAX_WHOLE if format in _WHOLE else MAX_BYTES
        data = streams.all_of(stream, limit, "split it into articles")
        yield Item(key, data, cast(Kind, format), name=name)


def _unless_hopeless(found: Iterator[Item | Failed]) -> Iterator[Item | Failed]:
    """`found`; UnreadableError if none of the first records is an article: one line, not one a record."""
    failures: list[Failed] = []
    for item in found:
        if isinstance(item, Item):
            yield from failures
            yield item
            break
        failures.append(item)
        if len(failures) == _PATIENCE:
            raise UnreadableError(f"none of its first {_PATIENCE} records is an article: {failures[0].reason}")
    else:
        yield from failures
    yield from found


def _told(name: str, first: bytes) -> str:
    """The format of a file that is not packed, by its name and its first bytes."""
    if first.startswith(b"%PDF-"):
        return "pdf"
    if first.startswith(b"WARC/"):
        return "warc"
    ending = suffix(name)
    format = FORMAT_OF.get(ending, "auto")
    if format not in ("auto", "feed"):
        return format
    start = first[:4_096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if is_html(start):
            return "html"
        return "feed" if format == "feed" or is_feed(start) else "auto"
    if ending == "" and start.replace(" ", "").replace("\n", "").startswith(('{"', '[{"')):
        return "json"
    return format
