"""WARC → the pages and texts that a crawl fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from claimkit.reader import outlets, streams
from claimkit.reader.items import Failed, Item, Keys, Kind
from claimkit.reader.parsed import Facts, UnreadableError

_KINDS: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.ASCII)
_CHUNK = 65_536
_SLIPS = (AttributeError, TypeError, IndexError)  # of warcio, over lines that are not what it takes them for
_TYPES = ("response", "resource", "conversion")


def warc(stream: BinaryIO) -> Iterator[Item | Failed]:
    """An article a page that was fetched with success; the key is the record's id. The stream is not compressed."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class Quiet(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
        """Without what it writes on standard error about data that goes on after a record."""

        INC_RECORD = ""

    keys = Keys()
    records = iter(Quiet(stream, no_record_parse=False))
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except UnreadableError:
            raise
        except (ArchiveLoadFailed, OverflowError, ValueError, EOFError, OSError, *_SLIPS) as error:
            raise UnreadableError(f"damaged WARC in record {number}; what follows was not read") from error
        if record is None:
            return
        found = None
        if record.rec_type in _TYPES:
            key = keys.own(_key(record, number), number)
            found = _article(record, key)
        if _is_cut(record):
            raise UnreadableError(f"damaged WARC in record {number}; what follows was not read")
        if found:
            yield found


def _is_cut(record: Any) -> bool:
    """Whether the data ends before the record does, which has then swallowed what follows it."""
    try:
        while record.raw_stream.read(_CHUNK):
            pass
    except (OverflowError, ValueError):  # of a length that no computer has
        return True
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _key(record: Any, number: int) -> str:
    id_ = record.rec_headers.get_header("WARC-Record-ID") or ""
    return id_.strip("<> ").removeprefix("urn:uuid:")[:200] or str(number)


def _article(record: Any, key: str) -> Item | Failed | None:
    """The page of one record; None if it is no page, or not one that was fetched with success."""
    http = record.http_headers
    status = http.get_statuscode() if http and record.rec_type == "response" else "200"
    kind_line = (http or record.rec_headers).get_header("Content-Type") or ""
    kind = _KINDS.get(kind_line.partition(";")[0].strip().lower())
    url = outlets.checked_url((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "))
    if kind is None or not str(status or "").startswith("2") or (url or "").endswith("/robots.txt"):
        return None
    try:
        data = streams.whole(record.content_stream(), streams.MAX_BYTES + 1)
    except UnreadableError:
        raise
    except Exception as error:  # chunks and compressions, each with errors of its own
        return Failed(key, f"damaged page ({type(error).__name__}); nothing to be done but to fetch it again")
    if len(data) > streams.MAX_BYTES:
        return Failed(key, f"larger than {streams.MAX_BYTES // 1_000_000} MB; no article is")
    if not data.strip():
        return None
    charset = _CHARSET.search(kind_line[:500])
    return Item(key, data, kind, Facts(None, None, None, url), charset=charset[1] if charset else None)
