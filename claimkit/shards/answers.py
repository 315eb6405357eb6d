"""The records of a group of shards with the people and clusters of all: what `claimkit quotes` prints, as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from claimkit._version import __version__
from claimkit.corpus.people.canonical import with_speaker
from claimkit.corpus.people.entity import NamedSpeaker
from claimkit.corpus.people.offices import name_office_holders
from claimkit.corpus.same_words import lend
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Quote, Speaker
from claimkit.output.exports.parquet import schema_of_records
from claimkit.output.records.flat import by_column, flat_row
from claimkit.output.records.quote import record, sort_key
from claimkit.shards.exchange import column
from claimkit.shards.folder import Folder
from claimkit.shards.lean import copies_by_shard
from claimkit.shards.lending import lenders
from claimkit.shards.mapping import name_of
from claimkit.shards.packing import pack, unpack
from claimkit.shards.people import Named

Place = tuple[str, str, int]  # cluster, representative, position

# Beside the columns of records: the cluster's fullest wording and the place in it, the shard's article, the ids and,
# packed, the store-wide speakers who said it (several if they spoke jointly), the quotation itself, and its
# article's digest.
EXTRA = ("representative", "position", "number", "said_by", "speakers", "quote", "made_from")


def write_answers(
    copies: Any,
    named: Any,
    members: Any,
    lent: Any = None,
    *,
    step: int,
    folder: Folder,
    answer: Folder,
    groups: Sequence[Sequence[int]],
    people: Sequence[PersonEntry],
) -> dict[str, Any]:
    """Write the records of the group's shards; returns how many there are, by file."""
    who = Named(named, people)
    places = _places(members)
    names = {id_: lend(one) for id_, one in lenders(lent).items()}
    dropped = copies_by_shard(copies)
    written: dict[str, int] = {}
    for shard in groups[step]:
        name = f"records/{name_of(shard)}.parquet"
        rows = []
        speakers, settled = _speakers_of(folder, shard)
        for number, extraction in read_articles(folder, shard):
            if number not in dropped.get(shard, ()):
                one = name_office_holders(extraction) if number in settled else extraction
                said = zip(one.quotes, speakers.get(number, ()), strict=True)
                several = (
                    (quote, names.get(quote.id) or (who.speaker(speaker) if speaker else None))
                    for quote, speaker in said
                )
                rows += _rows(number, one, several, places)
        rows.sort(key=lambda row: row[0])
        table = _table([row for _, row in rows])
        answer.write_table(name, table)
        written[name] = table.num_rows
    return {"facts": written}


def read_articles(folder: Folder, shard: int, numbers: set[int] | None = None) -> list[tuple[int, Extraction]]:
    """The articles of a shard (those with some numbers, or all) as they were analysed, with their numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = folder.read_table(f"map/articles/{name_of(shard)}.parquet", ["number", "text", "found"])
    if numbers is not None:
        table = table.filter(pc.is_in(table.column("number"), pa.array(sorted(numbers), pa.int32())))
    found = []
    values = (table.column(name).to_pylist() for name in ("number", "text", "found"))
    for number, text, data in zip(*values, strict=True):
        one = unpack(Extraction, data)
        if text and not one.article.text:
            one = replace(one, article=replace(one.article, text=text))
        found.append((number, one))
    return found


def _speakers_of(folder: Folder, shard: int) -> tuple[dict[int, list[str | None]], set[int]]:
    """The speakers of a shard's quotations by article, and the articles in which the list of offices named somebody."""
    table = folder.read_table(f"map/lean/{name_of(shard)}.parquet", ["article", "settled", "speaker"])
    speakers = table.column("speaker").combine_chunks()
    names = [*speakers.dictionary.to_pylist(), None]
    found: dict[int, list[str | None]] = {}
    articles = column(table, "article")
    for number, at in zip(articles.tolist(), speakers.indices.fill_null(-1).to_pylist(), strict=True):
        found.setdefault(number, []).append(names[at])
    return found, set(articles[column(table, "settled")].tolist())


def _places(members: Any) -> dict[str, Place]:
    if members is None:
        return {}
    names = ("id", "cluster", "representative", "position")
    values = zip(*(members.column(name).to_pylist() for name in names), strict=True)
    return {id_: (cluster, best, position) for id_, cluster, best, position in values}


def _rows(
    number: int, one: Extraction, said: Iterable[tuple[Quote, NamedSpeaker | None]], places: dict[str, Place]
) -> list[tuple[Any, dict[str, Any]]]:
    rows = []
    for quote, named in said:
        cluster, best, position = places.get(quote.id, (None, None, None))
        linked = with_speaker(quote, named)
        if cluster is not None:
            linked = replace(linked, cluster=cluster)
        row = flat_row(record(linked, one.article))
        row |= {"representative": best, "position": position, "number": number, "quote": pack(linked)}
        row["made_from"] = one.article.content
        row["said_by"], row["speakers"] = _said_by(named)
        rows.append((sort_key(linked, one.article), row))
    return rows


@lru_cache(maxsize=100_000)
def _said_by(named: NamedSpeaker | None) -> tuple[list[str], list[str]]:
    """The ids of those who are counted as speakers, and they themselves, packed."""
    if named is None or named.speaker.name is None:
        return [], []
    several: tuple[Speaker, ...] = named.members or (named.speaker,)
    return [one.id for one in several], [pack(replace(one, decided_by=None)).decode() for one in several]


def _table(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    schema = schema_of_records(pa)
    for name, type_ in (
        ("representative", pa.string()),
        ("position", pa.int32()),
        ("number", pa.int32()),
        ("said_by", pa.list_(pa.string())),
        ("speakers", pa.list_(pa.string())),
        ("quote", pa.binary()),
        ("made_from", pa.string()),
    ):
        schema = schema.append(pa.field(name, type_))
    schema = schema.with_metadata({"claimkit": __version__})
    texts = [field.name for field in schema if field.name not in EXTRA and not _is_number(field.type)]
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in schema.names}
    return pa.table({**columns, **by_column(rows, texts)}, schema=schema)


def no_records() -> Any:
    """The table of records without any."""
    return _table([])


def _is_number(kind: Any) -> bool:
    """Whether a column has no strings to look into."""
    import pyarrow.types as types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind) or types.is_date(kind))


def quote_of(data: bytes) -> Quote:
    """A quotation as `write_answers` packed it."""
    return unpack(Quote, data)
