"""Records as a Parquet file, the columns of `flat`, written in pieces: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from claimkit.errors import MissingError, UsageError
from claimkit.output.records.flat import COLUMNS, by_column, flat_row
from claimkit.writing import replacing

_AT_ONCE = 10_000  # rows of one row group


def write_parquet(records: Iterable[Mapping[str, Any]], path: str, version: str) -> int:
    """Write `records` to the file and return how many there were; `version` is claimkit's, kept in the file's metadata.

    Raises `MissingError` without pyarrow and `UsageError` if the file cannot be written.
    """
    pyarrow, parquet = check()
    schema = schema_of_records(pyarrow).with_metadata({"claimkit": version})
    rest = map(flat_row, records)
    count = 0
    try:
        with replacing(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while rows := list(islice(rest, _AT_ONCE)):
                writer.write_table(pyarrow.table(by_column(rows, COLUMNS), schema=schema))
                count += len(rows)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); name another file with -o") from error
    return count


def check() -> tuple[Any, Any]:
    """pyarrow and its Parquet module. Raises `MissingError` without them."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("Parquet needs pyarrow; run: pip install 'claimkit[parquet]'") from error
    return pyarrow, parquet


def schema_of_records(pa: Any) -> Any:
    """The columns of records with their types."""
    span = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])
    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "count": pa.int64(),
        "flag": pa.bool_(),
        "date": pa.date32(),
        "spans": pa.list_(span),
    }
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
