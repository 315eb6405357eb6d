"""One record (a JSON object or a table row) → one article, not yet parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from claimkit.english import lexicon
from claimkit.reader import dates, outlets
from claimkit.reader.decoding import decode_escapes, fix_mojibake
from claimkit.reader.files import one_line
from claimkit.reader.items import Failed, Item, Kind
from claimkit.reader.parsed import Facts, UnreadableError
from claimkit.reader.streams import MAX_BYTES

Record = Mapping[str, Any]
Columns = Sequence[tuple[str, str]]  # pairs of a field and the column that the user mapped it to

_IGNORED = re.compile(r"[^a-z0-9]+")
_MARKUP = re.compile(r"\s{0,100}<[a-z!]", re.IGNORECASE)
_BLOCK = re.compile(r"</p>|</div>|<br\b", re.IGNORECASE)
_SLASHED = re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?$")
_EPOCH = re.compile(r"-?\d{9,13}(?:\.\d{1,9})?$")
_MILLISECONDS = 100_000_000_000  # from this number on a timestamp counts milliseconds: as seconds it is the year 5138
# Limits on what a record of a hostile file can cost; set by hand.
_LONGEST_FACT = 2_000
_MOST_KEYS = 2_000
_MOST_NAMED = 12  # keys that a message lists

# ninjs, the IPTC's JSON for news: 1.x has body_text and body_xhtml (body_html with Superdesk), 2.x has bodies.
_NINJS = ("body_text", "body_xhtml", "body_html", "bodies")


class RecordReader:
    """Finds text, title, outlet, date and address of records by the names of their fields, or in mapped columns."""

    def __init__(self, columns: Columns) -> None:
        self._columns = dict(columns)
        self._paths = {field: column.split(".") for field, column in columns}

    def read_item(self, record: Record, key: str) -> Item | Failed:
        """The article in `record`, or Failed if it has no text."""
        fields = _fields(record)
        body = self._find_body(record, fields)
        if body is None:
            return Failed(key, self._explain_missing(record))
        text, kind = body
        try:
            text = decode_escapes(text)
        except UnreadableError as error:
            return Failed(key, str(error))
        if not text.strip():
            return Failed(key, "its text is empty; nothing to read here")
        if len(text) > MAX_BYTES:
            return Failed(key, f"its text is longer than {MAX_BYTES // 1_000_000} MB; split it into articles")
        return Item(key, text, kind, self._read_facts(record, fields))

    def _read_facts(self, record: Record, fields: Record) -> Facts:
        ninjs = _is_ninjs(fields)
        title = self._find_fact("title", record, fields) or (_first_fact(fields.get("headlines")) if ninjs else None)
        outlet = self._find_fact("outlet", record, fields, ("provider", "source") if ninjs else ())
        stamp = self._find_fact("published", record, fields, ("firstcreated", "versioncreated") if ninjs else ())
        published = parse_day(stamp)
        url = outlets.valid_url(self._find_fact("url", record, fields))
        name = outlets.from_field(outlet.lstrip("@")) if outlet else None
        return Facts(title, name, published.isoformat() if published else None, url)

    def holds_text(self, record: Record) -> bool:
        """Whether `record` has a field that can hold an article's text, even an empty one."""
        return self._find_body(record, _fields(record)) is not None

    def _find_body(self, record: Record, fields: Record) -> tuple[str, Kind] | None:
        if "text" in self._paths:
            text = _text(_value_at(record, self._columns["text"], self._paths["text"]))
            return None if text is None else (text, _kind(text))
        return _listed_body(fields.get("bodies")) or _usual_body(fields)

    def _find_fact(self, field: str, record: Record, fields: Record, first: tuple[str, ...] = ()) -> str | None:
        """A field's value, from the column that the user mapped, else from the first usual name with a usable value."""
        if field in self._paths:
            return _fact(_value_at(record, self._columns[field], self._paths[field]))
        names = (*first, *_names(field))
        values = (fields[name] for name in names if name in fields)
        return next((fact for value in values if (fact := _fact(value)) and _fits(field, fact)), None)

    def _explain_missing(self, record: Record) -> str:
        if "text" in self._paths:
            return f"has no text in “{one_line(self._columns['text'])}”; {_list_keys(record)}"
        return f"no field holds the article's text; say which with --map text=FIELD ({_list_keys(record)})"


def parse_day(value: str | None) -> date | None:
    """The day in a date as records write it: ISO, RFC 822, `2025/02/09`, `20250209T101500Z`, or seconds since 1970."""
    if not value:
        return None
    value = value.strip()
    if found := _COMPACT.match(value) or _SLASHED.match(value):
        return dates.first(f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}")
    if _EPOCH.match(value):
        seconds = float(value)
        try:
            stamp = datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= _MILLISECONDS else seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return stamp.date()
    return dates.first(value.replace("T", " ", 1)[:100]) or dates.first(value[:100])


def _fields(record: Record) -> dict[str, Any]:
    """The fields by folded name, those inside wrappers included; the first wins where two names fold alike."""
    fields: dict[str, Any] = {}
    for opened in (record, *(record[w] for w in _wrappers() if isinstance(record.get(w), Mapping))):
        for number, (name, value) in enumerate(opened.items()):
            if number >= _MOST_KEYS:
                break
            if isinstance(name, str):
                fields.setdefault(fold_name(name), value)
    return fields


def fold_name(name: str) -> str:
    """A field name in the form in which names are compared."""
    return _IGNORED.sub("", name[:200].casefold())


@cache
def _names(field: str) -> tuple[str, ...]:
    table = lexicon.table("metadata")
    return tuple(dict.fromkeys(fold_name(n) for n in (*table["records"][field], *table["fields"].get(field, ()))))


@cache
def _wrappers() -> tuple[str, ...]:
    return tuple(lexicon.table("metadata")["records"]["wrappers"])


def _is_ninjs(fields: Record) -> bool:
    return "uri" in fields and any(fold_name(name) in fields for name in _NINJS)


def _text(value: Any) -> str | None:
    """The text of a body: a string, a list of paragraphs, or an object that holds either."""
    if isinstance(value, Mapping):
        value = next((value[k] for k in _inside() if isinstance(value.get(k), str)), None)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None


def _listed_body(value: Any) -> tuple[str, Kind] | None:
    """The body from the `bodies` of ninjs 2; plain text is preferred."""
    if not isinstance(value, list):
        return None
    found = [b for b in value if isinstance(b, Mapping) and isinstance(b.get("value"), str) and b["value"].strip()]
    for body in found:
        if "plain" in str(body.get("contenttype", body.get("contentType", "")))[:100]:
            return body["value"], "text"
    return (found[0]["value"], _kind(found[0]["value"])) if found else None


def _usual_body(fields: Record) -> tuple[str, Kind] | None:
    """The body under one of the usual names; an empty one if all that are there are empty."""
    empty: tuple[str, Kind] | None = None
    for names, kind in (("text", None), ("html", "fragment")):
        for name in _names(names):
            text = _text(fields.get(name))
            if text is not None and text.strip():
                if kind and _is_page(text):
                    return text, "html"
                return text, "fragment" if kind else _kind(text)
            if text is not None or (name in fields and fields[name] is None):
                empty = empty or ("", "text")
    return empty


def _first_fact(value: Any) -> str | None:
    """The first usable value in a list of objects (`headlines` of ninjs 2)."""
    return next((f for part in value if (f := _fact(part))), None) if isinstance(value, list) else None


def _fact(value: Any) -> str | None:
    """`value` as a short text on one line, or None if it says nothing."""
    for _ in range(3):
        if isinstance(value, Mapping):
            value = next((value[k] for k in _inside() if value.get(k)), None)
        elif isinstance(value, list):
            value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        words = " ".join(fix_mojibake(decode_escapes(str(value)[:_LONGEST_FACT])).split())
    except UnreadableError:
        return None
    return words if words and words.casefold() not in ("null", "none", "nan", "n/a", "na") else None


@cache
def _inside() -> tuple[str, ...]:
    return tuple(lexicon.table("metadata")["records"]["inside"])


def _fits(field: str, fact: str) -> bool:
    """Whether `fact` is usable for `field`: not every `uri` is a web address, and not every `date` a date."""
    match field:
        case "url":
            return outlets.valid_url(fact) is not None
        case "published":
            return parse_day(fact) is not None
        case _:
            return True


def _value_at(record: Record, column: str, path: Iterable[str]) -> Any:
    """The value in a column: under its full name, else step by step into objects and lists."""
    if column in record:
        return record[column]
    value: Any = record
    for step in path:
        if isinstance(value, Mapping):
            value = value[step] if step in value else _find_folded(value, fold_name(step))
        elif isinstance(value, list) and step.isdecimal() and len(step) < 7 and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _find_folded(record: Record, folded: str) -> Any:
    return next((value for name, value in record.items() if fold_name(str(name)) == folded), None)


def _kind(text: str) -> Kind:
    if _is_page(text):
        return "html"
    return "fragment" if _MARKUP.match(text) and _BLOCK.search(text) else "text"


def _is_page(text: str) -> bool:
    if not _MARKUP.match(text):
        return False
    return "<body" in text[:20_000].lower() or "<html" in text[:2_000].lower()


def _list_keys(record: Record) -> str:
    names = [one_line(str(name)[:40]) for name in list(record)[: _MOST_NAMED + 1]]
    more = ", …" if len(names) > _MOST_NAMED else ""
    return f"it has {', '.join(names[:_MOST_NAMED])}{more}" if names else "it has no fields"
