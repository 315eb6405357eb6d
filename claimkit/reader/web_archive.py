"""Web archives (WARC) → the pages that a crawl fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from claimkit.reader import outlets, streams
from claimkit.reader.items import Failed, Item, Keys, Kind
from claimkit.reader.parsed import Facts, UnreadableError
from claimkit.reader.records import Columns

_KINDS: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.ASCII)
_CHUNK = 65_536
_SLIPS = (AttributeError, TypeError, IndexError)  # what warcio raises over malformed lines
_TYPES = ("response", "resource", "conversion")


def split_warc(stream: BinaryIO, _: Columns = ()) -> Iterator[Item | Failed]:
    """One article per page that was fetched successfully; the key is the record's id. The stream is not compressed."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class QuietIterator(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
        """Does not print to standard error when data goes on after a record."""

        INC_RECORD = ""

    keys = Keys()
    records = iter(QuietIterator(stream, no_record_parse=False))
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except UnreadableError:
            raise
        except (ArchiveLoadFailed, OverflowError, ValueError, EOFError, OSError, *_SLIPS) as error:
            raise UnreadableError(
                f"damaged WARC in record {number}, and the rest was not read; download the file again"
            ) from error
        if record is None:
            return
        found = None
        if record.rec_type in _TYPES:
            key = keys.make_unique(_key(record, number), number)
            found = _read_page(record, key)
        if _is_cut(record):
            raise UnreadableError(
                f"damaged WARC in record {number}, and the rest was not read; download the file again"
            )
        if found:
            yield found


def _is_cut(record: Any) -> bool:
    """Whether the data ends before the record does: it has then swallowed what follows it."""
    try:
        while record.raw_stream.read(_CHUNK):
            pass
    except (OverflowError, ValueError):  # the record states an impossible length
        return True
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _key(record: Any, number: int) -> str:
    id_ = record.rec_headers.get_header("WARC-Record-ID") or ""
    return id_.strip("<> ").removeprefix("urn:uuid:")[:200] or str(number)


def _read_page(record: Any, key: str) -> Item | Failed | None:
    """The page in a record; None if it holds something else, or a page that was not fetched successfully."""
    type_line = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    kind = _KINDS.get(type_line.partition(";")[0].strip().lower())
    url = outlets.valid_url((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "))
    if kind is None or not _is_success(record) or (url or "").endswith("/robots.txt"):
        return None
    try:
        data = streams.read_up_to(record.content_stream(), streams.MAX_BYTES + 1)
    except UnreadableError:
        raise
    except Exception as error:  # each transfer encoding and compression has errors of its own
        return Failed(key, f"damaged page ({type(error).__name__}); fetch it again")
    if len(data) > streams.MAX_BYTES:
        return Failed(key, f"larger than {streams.MAX_BYTES // 1_000_000} MB, too large for an article; leave it out")
    if not data.strip():
        return None
    charset = _CHARSET.search(type_line[:500])
    return Item(key, data, kind, Facts(None, None, None, url), charset=charset[1] if charset else None)


def _is_success(record: Any) -> bool:
    http = record.http_headers
    status = http.get_statuscode() if http and record.rec_type == "response" else "200"
    return str(status or "").startswith("2")
