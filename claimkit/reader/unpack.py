"""A file → the articles in it: packed files are opened, the format is detected, and each format is split up."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import BinaryIO, cast

from claimkit import own_output
from claimkit.errors import InputError
from claimkit.reader import given, packed, streams
from claimkit.reader.feed import is_feed
from claimkit.reader.file_formats import FORMAT_OF, FORMATS, is_readable
from claimkit.reader.files import STDIN, Source, explain_os_error, inner_name, one_line, suffix
from claimkit.reader.input_options import DEFAULT, Options
from claimkit.reader.items import Failed, Item, Keys, Kind, is_html
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.streams import MAX_BYTES, MAX_WHOLE, Budget, ExpansionError

# A page in a zip in a zip, each compressed again: nobody packs news deeper than that.
_DEEPEST = 5
# Give up after this many records without an article: it is another kind of file, or needs --map. Set by hand.
_MOST_FAILURES = 20


def items(source: Source, stdin: BinaryIO | None = None, options: Options = DEFAULT) -> Iterator[Item | InputError]:
    """The articles in `source`, one at a time and in its order; what cannot be read comes as an InputError.

    `stdin` replaces the standard input of the process. Nothing in the file makes this raise, and it keeps no more in
    memory than one article, or streams.MAX_WHOLE bytes in formats that cannot be read piece by piece.
    """
    with ExitStack() as stack:
        try:
            stream, budget = _open(source, stdin, stack)
        except (OSError, ValueError) as error:
            yield InputError(source.shown, explain_os_error(error))
            return
        except UnreadableError as error:
            yield InputError(source.shown, str(error))
            return
        try:
            for found in _Unpacker(options, budget).read(stream, source.path, "", 0):
                if isinstance(found, Item):
                    told = given.facts_of(source, found.key, options)
                    by_domain = options.outlet_from == "domain" and told.outlet is None
                    yield replace(found, facts=told.or_else(found.facts), by_domain=by_domain)
                else:
                    shown = f"{source.shown}#{one_line(found.key)}" if found.key else source.shown
                    yield InputError(shown, found.reason)
        except UnreadableError as error:
            yield InputError(source.shown, str(error))
        except OSError as error:
            yield InputError(source.shown, explain_os_error(error))
        except Exception as error:  # a hostile file must not stop the others
            yield InputError(source.shown, explain_unexpected(error))


def explain_unexpected(error: Exception) -> str:
    """The line for an error that no parser should raise."""
    return f"cannot be read (unexpected {type(error).__name__}); convert it to another format, and please report it"


def _open(source: Source, stdin: BinaryIO | None, stack: ExitStack) -> tuple[BinaryIO, Budget]:
    if source.file != STDIN:
        stream, budget = streams.open_file(source.file)
        stack.enter_context(stream)
        return stream, budget
    given = stdin or getattr(sys.stdin, "buffer", None)
    if given is None:
        raise UnreadableError("there is no standard input; name a file or folder")
    return streams.count_bytes(given)


class _Unpacker:
    """Reads one file and the files packed in it."""

    def __init__(self, options: Options, budget: Budget) -> None:
        self._options = options
        self._budget = budget

    def read(self, file: BinaryIO, name: str, key: str, depth: int) -> Iterator[Item | Failed]:
        """The articles in `file`, which lies under `key` inside the source."""
        first, stream = streams.peek(file)
        packing = streams.detect_packing(first)
        if packing and depth >= _DEEPEST:
            raise UnreadableError(f"packed more than {_DEEPEST} levels deep; unpack it first")
        if packing == "zip":
            yield from self._read_zip(file, stream, name, key, depth)
        elif packing:
            inner = streams.unpack(stream, packing, self._budget)
            yield from self.read(inner, inner_name(name), key, depth + 1)
        else:
            yield from self._read_unpacked(first, stream, name, key)

    def _read_zip(self, file: BinaryIO, stream: BinaryIO, name: str, key: str, depth: int) -> Iterator[Item | Failed]:
        # An archive on disk is read in place; one from a pipe or inside another archive has to be in memory.
        if depth or not file.seekable():
            file = io.BytesIO(streams.read_all(stream, MAX_WHOLE, "unpack it first"))
        with packed.open_archive(file) as archive:
            names = set(archive.namelist())
            if _is_sample(archive, names):
                raise UnreadableError(own_output.reason("a sample or brat files"))
            if "[Content_Types].xml" in names or "mimetype" in names:
                if "word/document.xml" not in names:
                    raise UnreadableError("an office document or e-book, but not .docx; save it as text first")
                file.seek(0)
                yield Item(key, streams.read_all(file, MAX_WHOLE, "remove its pictures"), "docx", name=name)
                return
            found = False
            keys = Keys()
            for number, info in enumerate(packed.list_members(archive), start=1):
                if not (self._options.input_format or is_readable(info.filename)):
                    continue
                found = True
                # "#" separates the levels of a key: left in a name, it could give two members the same key.
                own = info.filename.encode("utf-8", "backslashreplace").decode().replace("#", "%23")
                own = keys.make_unique(own, number)
                yield from self._read_member(archive, info, f"{key}#{own}" if key else own, depth)
            if not found:
                raise UnreadableError("no articles in this archive; see the formats that claimkit reads")

    def _read_member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: str, depth: int
    ) -> Iterator[Item | Failed]:
        try:
            with packed.open_member(archive, info) as raw:
                source = packed.CheckedMember(raw)

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

    def _read_unpacked(self, first: bytes, stream: BinaryIO, name: str, key: str) -> Iterator[Item | Failed]:
        """The articles in a file that is not packed."""
        if what := own_output.recognise(first):
            raise UnreadableError(own_output.reason(what))
        name_of_format = self._options.input_format or _detect_format(name, first)
        format = FORMATS.get(name_of_format)
        if format and format.split:
            if format.recoded:
                stream = streams.recode_to_utf8(first, stream)
            if not first.strip():
                raise UnreadableError("the file is empty")
            for found in _give_up_early(format.split(stream, self._options.fields)):
                yield replace(found, key="#".join(filter(None, (key, found.key))))
            return
        limit = MAX_WHOLE if format and format.parse_bytes else MAX_BYTES
        data = streams.read_all(stream, limit, "split it into articles")
        yield Item(key, data, cast(Kind, name_of_format), name=name)


def _is_sample(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether claimkit packed it."""
    for name in ("attributions/" + own_output.CONFIGURATION, own_output.CONFIGURATION):
        if name in names:
            with packed.open_member(archive, archive.getinfo(name)) as raw:
                if own_output.is_configuration(packed.CheckedMember(raw).read(own_output.HEAD)):
                    return True
    return False


def _give_up_early(found: Iterator[Item | Failed]) -> Iterator[Item | Failed]:
    """`found`, but one UnreadableError, not a line per record, if none of the first records is an article."""
    failures: list[Failed] = []
    for item in found:
        if isinstance(item, Item):
            yield from failures
            yield item
            break
        failures.append(item)
        if len(failures) == _MOST_FAILURES:
            raise UnreadableError(f"none of its first {_MOST_FAILURES} records is an article: {failures[0].reason}")
    else:
        yield from failures
    yield from found


def _detect_format(name: str, first: bytes) -> str:
    """The format of a file that is not packed, from its name and its first bytes."""
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
