"""JSON and JSON Lines → records."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

from claimkit.reader import streams
from claimkit.reader.decoding import decode
from claimkit.reader.items import Failed, Item, Keys
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.records import Columns, RecordReader

_SPACE = " \t\r\n"
_SPACE_OR_COMMA = _SPACE + ","
_CHUNK = 262_144
_DEEPEST = 4  # names that may lead to a list of articles; set by hand
# Records of a list that are tested for text to see whether it is a list of articles. Set by hand.
_TRIED = 20
_SIZE = f"{streams.MAX_BYTES // 1_000_000} MB"
_TOO_LONG = f"this line is longer than {_SIZE}; split it into articles"
_LINES_INSTEAD = "save it as JSON Lines, one article per line"


def split_json_lines(stream: BinaryIO, columns: Columns) -> Iterator[Item | Failed]:
    """One article per line; the key is the line number."""
    reader = RecordReader(columns)
    for number, line in enumerate(streams.read_lines(stream), start=1):
        key = str(number)
        if line is None:
            yield Failed(key, _TOO_LONG)
        elif line.strip():
            yield _read_line(line, key, reader)


def split_json(stream: BinaryIO, columns: Columns) -> Iterator[Item | Failed]:
    """A JSON file: an array of articles (of any length), one article, or an object with articles somewhere in it.

    The key of an article in an array is its number, after the names that lead to the array; a single article has no
    key. A file that turns out to be JSON Lines is read as such.
    """
    first, stream = streams.peek(stream)
    start = first.lstrip()
    if start.startswith(b"["):
        yield from _read_array(stream, columns)
    elif _is_lines(start):
        yield from split_json_lines(stream, columns)
    else:
        data = streams.read_all(stream, streams.MAX_WHOLE, _LINES_INSTEAD)
        yield from _read_object(_load_json(decode(data), _keep_repeated), RecordReader(columns))


def _is_lines(start: bytes) -> bool:
    """Whether the first line is a complete object with another one below it."""
    line, _, below = start.partition(b"\n")
    if not below.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _read_line(line: bytes, key: str, reader: RecordReader) -> Item | Failed:
    try:
        value = _load_json(line.decode("utf-8", "surrogateescape"))
    except UnreadableError as error:
        return Failed(key, str(error))
    if not isinstance(value, Mapping):
        return Failed(key, "not a JSON object; each line has to be one, with the article's text in it")
    return reader.read_item(value, key)


def _keep_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that loses no object or list to a repeated name: all but the last get a name of their own."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = Keys()
        for name in found:
            keys.make_unique(f"={name}", 0)
        last = {name: number for number, (name, _) in enumerate(pairs)}
        for number, (name, value) in enumerate(pairs):
            if number != last[name] and isinstance(value, (dict, list)):
                found[keys.make_unique(f"={name}", number + 1)[1:]] = value
    return found


def _load_json(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    try:
        return json.loads(text, object_pairs_hook=pairs)
    except RecursionError as error:
        raise UnreadableError("JSON nested too deeply; flatten it") from error
    except ValueError as error:
        raise UnreadableError(f"broken JSON ({_describe_json_error(error)}); export it again") from error


def _describe_json_error(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[0].lower()}{error.msg[1:].removesuffix(' at')} at character {error.pos}"
    return "a number is too long"


def _read_object(value: Any, reader: RecordReader) -> Iterator[Item | Failed]:
    if not isinstance(value, Mapping):
        raise UnreadableError("holds no JSON object and so no article; check what this file is")
    if reader.holds_text(value):
        yield reader.read_item(value, "")
        return
    keys = Keys()
    number = 0
    for path, records in _find_lists(value, reader):
        for name, record in records:
            number += 1
            key = keys.make_unique(f"{path}{name}", number)
            yield reader.read_item(record, key) if isinstance(record, Mapping) else _not_an_object(key)
    if not number:
        item = reader.read_item(value, "")
        raise UnreadableError(item.reason if isinstance(item, Failed) else "no article")


def _find_lists(value: Mapping[str, Any], reader: RecordReader) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The lists of articles in `value`, except those inside an article, outermost first, each with the names that lead
    to it."""
    level: list[tuple[str, Mapping[str, Any]]] = [("", value)]
    for _ in range(_DEEPEST):
        below: list[tuple[str, Mapping[str, Any]]] = []
        for path, node in level:
            records = [(str(name), v) for name, v in node.items() if isinstance(v, Mapping)]
            by_id = len(records) > 1 and _has_article([record for _, record in records], reader)
            if by_id:
                yield path, records
            for name, child in node.items():
                if isinstance(child, list):
                    if _has_article(child, reader):
                        yield f"{path}{name}.", [(str(n), r) for n, r in enumerate(child, start=1)]
                elif isinstance(child, Mapping) and not by_id:
                    below.append((f"{path}{name}.", child))
        level = below


def _has_article(values: Sequence[Any], reader: RecordReader) -> bool:
    records = (value for value in values if isinstance(value, Mapping))
    return any(reader.holds_text(record) for record in islice(records, _TRIED))


def _read_array(stream: BinaryIO, columns: Columns) -> Iterator[Item | Failed]:
    """The articles of an array, read without loading the whole array."""
    reader = RecordReader(columns)
    for number, value in enumerate(_read_elements(stream), start=1):
        if isinstance(value, Mapping):
            yield reader.read_item(value, str(number))
        else:
            yield _not_an_object(str(number))


def _not_an_object(key: str) -> Failed:
    return Failed(key, "not a JSON object; each element has to be one, with the article's text in it")


def _read_elements(stream: BinaryIO) -> Iterator[Any]:
    """Each element of a JSON array, as soon as it is complete. UnreadableError where the array breaks off."""
    elements = _Elements(stream)
    elements.open_array()
    while not elements.at_end():
        yield elements.read_element()
    elements.expect_nothing_more()


class _Elements:
    """The elements of a JSON array in a stream. `buffer[offset:]` is the text that was loaded and not yet read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._text = _DecodedChunks(stream)
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._offset = 0
        self._number = 0

    def open_array(self) -> None:
        """Go behind the array's opening bracket."""
        self._skip(_SPACE)
        self._offset += 1

    def at_end(self) -> bool:
        """Whether the array is closed here."""
        if not self._skip(_SPACE_OR_COMMA):
            raise UnreadableError(
                f"broken JSON (it ends inside its array, after {self._number} elements); export it again"
            )
        if self._buffer[self._offset] != "]":
            return False
        self._offset += 1
        return True

    def expect_nothing_more(self) -> None:
        """UnreadableError if anything but white space follows."""
        if self._skip(_SPACE):
            raise UnreadableError("broken JSON (more data follows its array); export it again")

    def read_element(self) -> Any:
        """The element that begins here."""
        wanted = _CHUNK
        while True:
            try:
                value, self._offset = self._decoder.raw_decode(self._buffer, self._offset)
            except RecursionError as error:
                raise UnreadableError(f"JSON nested too deeply in element {self._number + 1}; flatten it") from error
            except ValueError as error:
                # Cut off or broken: only more text can tell. Twice as much each time, so that the work stays linear.
                size = len(self._buffer) - self._offset
                if size <= streams.MAX_BYTES and (more := self._text.read_more(wanted)):
                    self._buffer, self._offset, wanted = self._buffer[self._offset :] + more, 0, wanted * 2
                    continue
                why = f"longer than {_SIZE}" if size > streams.MAX_BYTES else "it is cut off or has a mistake in it"
                raise UnreadableError(
                    f"broken JSON in element {self._number + 1} ({why}), and the rest was not read; {_LINES_INSTEAD}"
                ) from error
            self._number += 1
            return value

    def _skip(self, characters: str) -> bool:
        """Go over these characters; whether anything follows them."""
        while True:
            while self._offset < len(self._buffer) and self._buffer[self._offset] in characters:
                self._offset += 1
            if self._offset < len(self._buffer):
                return True
            self._buffer, self._offset = self._text.read_more(), 0
            if not self._buffer:
                return False


class _DecodedChunks:
    """Decoded chunks of a UTF-8 stream; invalid bytes are kept for `decoding.decode_escapes`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def read_more(self, size: int = _CHUNK) -> str:
        """The next chunk, empty at the end."""
        while data := self._stream.read(size):
            if text := self._decoder.decode(data):
                return text
        return self._decoder.decode(b"", True)
