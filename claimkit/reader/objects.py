"""JSON and JSON Lines → records."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from claimkit.reader import streams
from claimkit.reader.decoding import decode
from claimkit.reader.input_options import Options
from claimkit.reader.items import Failed, Item, Keys
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.records import Reader

_SPACE = " \t\r\n"
_CHUNK = 262_144
_DEEPEST = 4
# Of a list, so many records are looked at to see whether it holds articles.
_TRIED = 20
_SIZE = f"{streams.MAX_BYTES // 1_000_000} MB"
_TOO_LONG = f"this line is longer than {_SIZE}; split it into articles"
_LINES_INSTEAD = "save it as JSON Lines, one article a line"


def json_lines(stream: BinaryIO, options: Options) -> Iterator[Item | Failed]:
    """An article a line; the key is the line's number."""
    reader = Reader(options)
    for number, line in enumerate(streams.lines(stream), start=1):
        key = str(number)
        if line is None:
            yield Failed(key, _TOO_LONG)
        elif line.strip():
            yield _line(line, key, reader)


def json_file(stream: BinaryIO, options: Options) -> Iterator[Item | Failed]:
    """A JSON file: an array of articles (of any length), one article, or an object with articles somewhere in it.

    The key of an article in an array is its number, after the names that lead to the array; an article alone has none.
    A file that is JSON Lines in truth is read so.
    """
    first, stream = streams.head(stream)
    start = first.lstrip()
    if start.startswith(b"["):
        yield from _array(stream, options)
    elif _is_lines(start):
        yield from json_lines(stream, options)
    else:
        data = streams.all_of(stream, streams.MAX_WHOLE, _LINES_INSTEAD)
        yield from _object(_loaded(decode(data), _all_of), Reader(options))


def _is_lines(start: bytes) -> bool:
    """Whether the first line is an object of its own, with another below."""
    line, _, below = start.partition(b"\n")
    if not below.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _line(line: bytes, key: str, reader: Reader) -> Item | Failed:
    try:
        value = _loaded(line.decode("utf-8", "surrogateescape"))
    except UnreadableError as error:
        return Failed(key, str(error))
    if not isinstance(value, Mapping):
        return Failed(key, "not a JSON object; each line has to be one, with the article's text in it")
    return reader.item(value, key)


def _all_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object without the loss of objects and lists in it that share a name: the last has it, as in any dict."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = Keys()
        for name in found:
            keys.own(f"={name}", 0)
        last = {name: number for number, (name, _) in enumerate(pairs)}
        for number, (name, value) in enumerate(pairs):
            if number != last[name] and isinstance(value, (dict, list)):
                found[keys.own(f"={name}", number + 1)[1:]] = value
    return found


def _loaded(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    try:
        return json.loads(text, object_pairs_hook=pairs)
    except RecursionError as error:
        raise UnreadableError("JSON that is nested too deep; flatten it") from error
    except ValueError as error:
        raise UnreadableError(f"broken JSON ({_why(error)}); export it again") from error


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[0].lower()}{error.msg[1:].removesuffix(' at')} at character {error.pos}"
    return "a number is too long"


def _object(value: Any, reader: Reader) -> Iterator[Item | Failed]:
    if not isinstance(value, Mapping):
        raise UnreadableError("holds no JSON object and so no article; check what this file is")
    if reader.holds_text(value):
        yield reader.item(value, "")
        return
    keys = Keys()
    number = 0
    for path, records in _lists(value, reader):
        for name, record in records:
            number += 1
            key = keys.own(f"{path}{name}", number)
            yield reader.item(record, key) if isinstance(record, Mapping) else _no_object(key)
    if not number:
        item = reader.item(value, "")
        raise UnreadableError(item.reason if isinstance(item, Failed) else "no article")


def _lists(value: Mapping[str, Any], reader: Reader) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The lists of articles in `value` that lie in no article themselves, the least deep first, each with the names
    that lead to it."""
    level: list[tuple[str, Mapping[str, Any]]] = [("", value)]
    for _ in range(_DEEPEST):
        below: list[tuple[str, Mapping[str, Any]]] = []
        for path, node in level:
            records = [(str(name), v) for name, v in node.items() if isinstance(v, Mapping)]
            articles = len(records) > 1 and any(reader.holds_text(r) for _, r in records[:_TRIED])
            if articles:
                yield path, records
            for name, child in node.items():
                if isinstance(child, list):
                    rows = [r for r in child if isinstance(r, Mapping)]
                    if any(reader.holds_text(r) for r in rows[:_TRIED]):
                        yield f"{path}{name}.", [(str(n), r) for n, r in enumerate(child, start=1)]
                elif isinstance(child, Mapping) and not articles:
                    below.append((f"{path}{name}.", child))
        level = below


def _array(stream: BinaryIO, options: Options) -> Iterator[Item | Failed]:
    """The objects of an array, without having it in memory as a whole."""
    reader = Reader(options)
    for number, value in enumerate(_elements(stream), start=1):
        if isinstance(value, Mapping):
            yield reader.item(value, str(number))
        else:
            yield _no_object(str(number))


def _no_object(key: str) -> Failed:
    return Failed(key, "not a JSON object; each element has to be one, with the article's text in it")


def _elements(stream: BinaryIO) -> Iterator[Any]:
    """Each element of a JSON array. UnreadableError where it breaks off; what came before has been given out."""
    text = _Text(stream)
    decoder = json.JSONDecoder()
    buffer, at = text.more(), 0
    wanted = _CHUNK
    number = 0
    opened = closed = False
    while True:
        while at < len(buffer) and (buffer[at] in _SPACE or (opened and not closed and buffer[at] == ",")):
            at += 1
        if at == len(buffer):
            buffer, at = text.more(), 0
            if buffer:
                continue
            if closed:
                return
            raise UnreadableError(f"broken JSON (it ends inside its array, after {number} elements); export it again")
        if closed:
            raise UnreadableError("broken JSON (more data follows its array); export it again")
        if not opened:
            opened, at = True, at + 1
            continue
        if buffer[at] == "]":
            closed, at = True, at + 1
            continue
        try:
            value, at = decoder.raw_decode(buffer, at)
        except RecursionError as error:
            raise UnreadableError(f"JSON that is nested too deep in element {number + 1}; flatten it") from error
        except ValueError as error:
            # Cut off, or broken: only more text can tell. Twice as much each time, so that the work stays linear.
            if len(buffer) - at <= streams.MAX_BYTES and (more := text.more(wanted)):
                buffer, at, wanted = buffer[at:] + more, 0, wanted * 2
                continue
            long = len(buffer) - at > streams.MAX_BYTES
            why = f"longer than {_SIZE}" if long else "it is cut off, or has a mistake in it"
            raise UnreadableError(
                f"broken JSON in element {number + 1} ({why}); what follows was not read: {_LINES_INSTEAD}"
            ) from error
        number += 1
        wanted = _CHUNK
        yield value


class _Text:
    """Decoded pieces of a stream of UTF-8; bytes that are none are kept for `decoding.escaped`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def more(self, size: int = _CHUNK) -> str:
        while data := self._stream.read(size):
            if text := self._decoder.decode(data):
                return text
        return self._decoder.decode(b"", True)
