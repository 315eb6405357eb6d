"""One record (a JSON object, a row of a table) → one article's raw material."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from claimkit.english import lexicon
from claimkit.reader import dates, outlets
from claimkit.reader.decoding import escaped, repaired
from claimkit.reader.files import one_line
from claimkit.reader.input_options import Options
from claimkit.reader.items import Failed, Item, Kind
from claimkit.reader.parsed import Facts, UnreadableError
from claimkit.reader.streams import MAX_BYTES

Record = Mapping[str, Any]

_IGNORED = re.compile(r"[^a-z0-9]+")
_MARKUP = re.compile(r"\s{0,100}<[a-z!]", re.IGNORECASE)
_BLOCK = re.compile(r"</p>|</div>|<br\b", re.IGNORECASE)
_SLASHED = re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?$")
_EPOCH = re.compile(r"-?\d{9,13}(?:\.\d{1,9})?$")
_MILLISECONDS = 100_000_000_000
_LONGEST_FACT = 2_000
_MOST_NAMED = 12
_MOST_KEYS = 2_000

# ninjs, the IPTC's JSON for news: 1.x has body_text and body_xhtml (body_html with Superdesk), 2.x has bodies.
_NINJS = ("body_text", "body_xhtml", "body_html", "bodies")


class Reader:
    """Records to articles by the names of their fields. `fields` are those that the user named."""

    def __init__(self, options: Options) -> None:
        self._mapped = {field: column.split(".") for field, column in options.fields}
        self._columns = dict(options.fields)

    def item(self, record: Record, key: str) -> Item | Failed:
        """The article in `record`; Failed if its text is not there."""
        fields = _fields(record)
        body = self._body(record, fields)
        if body is None:
            return Failed(key, self._missing(record))
        text, kind = body
        try:
            text = escaped(text)
        except UnreadableError as error:
            return Failed(key, str(error))
        if not text.strip():
            return Failed(key, "its text is empty; nothing to read here")
        if len(text) > MAX_BYTES:
            return Failed(key, f"its text is longer than {MAX_BYTES // 1_000_000} MB; split it into articles")
        ninjs = _is_ninjs(fields)
        title = self._given("title", record, fields) or (_listed(fields.get("headlines")) if ninjs else None)
        outlet = self._given("outlet", record, fields, ("provider", "source") if ninjs else ())
        published = day(self._given("published", record, fields, ("firstcreated", "versioncreated") if ninjs else ()))
        url = outlets.checked_url(self._given("url", record, fields))
        name = outlets.named(outlet.lstrip("@")) if outlet else None
        facts = Facts(title, name, published.isoformat() if published else None, url)
        return Item(key, text, kind, facts)

    def holds_text(self, record: Record) -> bool:
        """Whether this looks like an article at all."""
        return self._body(record, _fields(record)) is not None

    def _body(self, record: Record, fields: Record) -> tuple[str, Kind] | None:
        if "text" in self._mapped:
            value = _at(record, self._columns["text"], self._mapped["text"])
            text = _text(value)
            return None if text is None else (text, _kind(text))
        if bodies := _listed_body(fields.get("bodies")):
            return bodies
        empty: tuple[str, Kind] | None = None
        for names, kind in (("text", None), ("html", "fragment")):
            for name in _names(names):
                text = _text(fields.get(name))
                if text is not None and text.strip():
                    if kind and _whole_page(text):
                        return text, "html"
                    return text, "fragment" if kind else _kind(text)
                if text is not None or (name in fields and fields[name] is None):
                    empty = empty or ("", "text")
        return empty

    def _given(self, field: str, record: Record, fields: Record, first: tuple[str, ...] = ()) -> str | None:
        """The words of a field: from the column that the user named, else from the first of the usual ones."""
        if field in self._mapped:
            return _fact(_at(record, self._columns[field], self._mapped[field]))
        names = (*first, *_names(field))
        values = (fields[name] for name in names if name in fields)
        return next((fact for value in values if (fact := _fact(value)) and _fits(field, fact)), None)

    def _missing(self, record: Record) -> str:
        if "text" in self._mapped:
            return f"has no text in “{one_line(self._columns['text'])}”; {_has(record)}"
        return f"no field holds the article's text; say which with --map text=FIELD ({_has(record)})"


def day(value: str | None) -> date | None:
    """The day in a date as records write it: ISO, RFC 822, `2025/02/09`, `20250209T101500Z`, seconds since 1970."""
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
    """The record's fields by their folded names; of two that are the same the first. Wrappers are opened."""
    fields: dict[str, Any] = {}
    for opened in (record, *(record[w] for w in _wrappers() if isinstance(record.get(w), Mapping))):
        for number, (name, value) in enumerate(opened.items()):
            if number >= _MOST_KEYS:
                break
            if isinstance(name, str):
                fields.setdefault(fold(name), value)
    return fields


def fold(name: str) -> str:
    """The form in which names of fields are compared."""
    return _IGNORED.sub("", name[:200].casefold())


@cache
def _names(field: str) -> tuple[str, ...]:
    table = lexicon.table("metadata")
    return tuple(dict.fromkeys(fold(n) for n in (*table["records"][field], *table["fields"].get(field, ()))))


@cache
def _wrappers() -> tuple[str, ...]:
    return tuple(lexicon.table("metadata")["records"]["wrappers"])


def _is_ninjs(fields: Record) -> bool:
    return "uri" in fields and any(fold(name) in fields for name in _NINJS)


def _text(value: Any) -> str | None:
    """A body: text, or paragraphs in a list, or an object that holds it."""
    if isinstance(value, Mapping):
        value = next((value[k] for k in _inside() if isinstance(value.get(k), str)), None)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None


def _listed_body(value: Any) -> tuple[str, Kind] | None:
    """The body among those of ninjs 2: the plain text if there is one."""
    if not isinstance(value, list):
        return None
    found = [b for b in value if isinstance(b, Mapping) and isinstance(b.get("value"), str) and b["value"].strip()]
    for body in found:
        if "plain" in str(body.get("contenttype", body.get("contentType", "")))[:100]:
            return body["value"], "text"
    return (found[0]["value"], _kind(found[0]["value"])) if found else None


def _listed(value: Any) -> str | None:
    """The first value of a list of objects (`headlines` of ninjs 2)."""
    return next((f for part in value if (f := _fact(part))), None) if isinstance(value, list) else None


def _fact(value: Any) -> str | None:
    """A short value on one line, or None."""
    for _ in range(3):
        if isinstance(value, Mapping):
            value = next((value[k] for k in _inside() if value.get(k)), None)
        elif isinstance(value, list):
            value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        words = " ".join(repaired(escaped(str(value)[:_LONGEST_FACT])).split())
    except UnreadableError:
        return None
    return words if words and words.casefold() not in ("null", "none", "nan", "n/a", "na") else None


@cache
def _inside() -> tuple[str, ...]:
    return tuple(lexicon.table("metadata")["records"]["inside"])


def _fits(field: str, fact: str) -> bool:
    """Whether a fact can be what its field says: `source` may be an address, `uri` none, `date` no date."""
    match field:
        case "url":
            return outlets.checked_url(fact) is not None
        case "published":
            return day(fact) is not None
        case _:
            return True


def _at(record: Record, column: str, path: Iterable[str]) -> Any:
    """The value of a column: by its whole name, else step by step into objects and lists."""
    if column in record:
        return record[column]
    value: Any = record
    for step in path:
        if isinstance(value, Mapping):
            folded = fold(step)
            value = (
                value[step] if step in value else next((v for k, v in value.items() if fold(str(k)) == folded), None)
            )
        elif isinstance(value, list) and step.isdecimal() and len(step) < 7 and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _kind(text: str) -> Kind:
    if _whole_page(text):
        return "html"
    return "fragment" if _MARKUP.match(text) and _BLOCK.search(text) else "text"


def _whole_page(text: str) -> bool:
    if not _MARKUP.match(text):
        return False
    return "<body" in text[:20_000].lower() or "<html" in text[:2_000].lower()


def _has(record: Record) -> str:
    names = [one_line(str(name)[:40]) for name in list(record)[: _MOST_NAMED + 1]]
    more = ", …" if len(names) > _MOST_NAMED else ""
    return f"it has {', '.join(names[:_MOST_NAMED])}{more}" if names else "it has no fields"
