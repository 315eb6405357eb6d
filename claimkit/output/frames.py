"""An answer as Python programs get it: a list of records that becomes a data frame, and a table in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from claimkit.errors import InputError, MissingError
from claimkit.models.values import iso_date
from claimkit.output.records.flat import COLUMNS, by_column, flat_row
from claimkit.output.visible import visible

if TYPE_CHECKING:
    import pandas
    import polars

Record = dict[str, Any]
Flatten = Callable[[Record], list[Record]]

_SHOWN = 20  # records that a notebook shows
_SHOWN_COLUMNS = (
    "score", "name", "speaker", "speaker_status", "text", "type", "cue", "outlet", "published", "confidence",
    "quotes", "articles", "outlets", "first", "last",
)  # fmt: skip
_DATES = ("first", "last")  # of speakers


class Records(list[Record]):
    """A list of records that can become a data frame; notebooks show the first of them as a table.

    `failures` are the inputs that could not be read.
    """

    def __init__(self, items: Iterable[Record] = (), *, flatten: Flatten | None = None) -> None:
        super().__init__(items)
        self.failures: tuple[InputError, ...] = ()
        self._flatten: Flatten = flatten or flat_quote

    def _repr_html_(self) -> str:
        """The first records as a table, for notebooks; texts from articles are escaped."""
        rows = [row for record in self[:_SHOWN] for row in self._flatten(record)][:_SHOWN]
        columns = [name for name in _SHOWN_COLUMNS if any(row.get(name) is not None for row in rows)]
        head = "".join(f"<th>{name}</th>" for name in columns)
        body = "".join(f"<tr>{''.join(_html_cell(row.get(name)) for name in columns)}</tr>" for row in rows)
        count = f"{len(self):,} record{'' if len(self) == 1 else 's'}"
        more = f", the first {_SHOWN} shown" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{count}{more}</p>"

    def to_dicts(self) -> list[Record]:
        """A plain list of the records."""
        return list(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame, a row a record: the columns of `claimkit export --format parquet`.

        Raises `MissingError` without pandas.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingError("to_pandas needs pandas; run: pip install pandas") from error
        types = {"text": "string", "number": "Float64", "count": "Int64", "flag": "boolean"}
        frame = pandas.DataFrame(self._columns())
        for name in frame.columns:
            kind = COLUMNS.get(name, "date" if name in _DATES else None)
            if kind == "date":
                frame[name] = pandas.to_datetime(frame[name], errors="coerce")
            elif kind in types:
                frame[name] = frame[name].astype(types[kind])
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame with the same columns. Raises `MissingError` without polars."""
        try:
            import polars
        except ImportError as error:
            raise MissingError("to_polars needs polars; run: pip install polars") from error
        span = polars.Struct({"start": polars.Int64, "end": polars.Int64, "text": polars.String})
        types: dict[str, Any] = {
            "text": polars.String,
            "number": polars.Float64,
            "count": polars.Int64,
            "flag": polars.Boolean,
            "date": polars.Date,
            "spans": polars.List(span),
        }
        columns = self._columns()
        given = {name: types[COLUMNS.get(name, "date")] for name in columns if name in COLUMNS or name in _DATES}
        return polars.DataFrame(columns, schema_overrides=given, infer_schema_length=None)

    def _columns(self) -> dict[str, list[Any]]:
        """The flat rows by column; an empty answer about quotations has the columns too."""
        rows = [row for record in self for row in self._flatten(record)]
        names = dict.fromkeys(key for row in rows for key in row)
        if not rows and self._flatten is flat_quote:
            names = dict.fromkeys(COLUMNS)
        return by_column(rows, names)

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Record: ...

    @overload
    def __getitem__(self, index: slice, /) -> Records: ...

    def __getitem__(self, index: SupportsIndex | slice, /) -> Record | Records:
        if not isinstance(index, slice):
            return super().__getitem__(index)
        some = Records(super().__getitem__(index), flatten=self._flatten)
        some.failures = self.failures
        return some


def _html_cell(value: Any) -> str:
    shown = "" if value is None else f"{value:.2f}" if isinstance(value, float) else visible(str(value))
    return f"<td>{escape(shown)}</td>"


def flat_quote(record: Record) -> list[Record]:
    return [flat_row(record)]


def flat_hit(record: Record) -> list[Record]:
    return [{"score": record["score"], **row, "outlets": record["outlets"]} for row in flat_quote(record)]


def flat_near(record: Record) -> list[Record]:
    return [{**row, **{name: record[name] for name in ("by", "similarity", "polarity")}} for row in flat_hit(record)]


def flat_check(record: Record) -> list[Record]:
    passage = record["passage"] or {}
    kinds = "; ".join(dict.fromkeys(difference["type"] for difference in record["differences"]))
    kept = {key: value for key, value in record.items() if key not in ("passage", "differences", "others")}
    return [{**kept, "differences": kinds, "source": passage.get("source"), "said": passage.get("text")}]


def flat_cluster(record: Record) -> list[Record]:
    return [row for quote in record["quotes"] for row in flat_quote(quote)]


def flat_speaker(record: Record) -> list[Record]:
    members = "; ".join(member["name"] for member in record["members"]) or None
    return [{**record, "members": members, **{name: iso_date(record[name]) for name in _DATES}}]
