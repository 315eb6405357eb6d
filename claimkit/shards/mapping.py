"""One shard: its articles read and analysed, and what was found written as Parquet files with a mark that names them.

Nothing here knows where it runs. The same shard gives the same bytes wherever and however often it is done, on one kind
of processor.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache as cache_once
from functools import partial
from typing import Any

from claimkit import reader
from claimkit._version import __version__
from claimkit.corpus import cache
from claimkit.corpus.clusters.quote_columns import encode_quotes
from claimkit.corpus.people.article_speakers import ArticleSpeaker, speakers_in
from claimkit.corpus.people.hints import Hint, hint_of
from claimkit.corpus.people.offices import name_office_holders
from claimkit.errors import InputError, WorkerError
from claimkit.models.record import Extraction
from claimkit.output.exports.parquet import schema_of_records
from claimkit.output.records.flat import COLUMNS, by_column, flat_row
from claimkit.output.records.quote import records
from claimkit.runs import analysing, executors, update, versions
from claimkit.shards.deadline import LateError, within
from claimkit.shards.folder import Folder
from claimkit.shards.packing import compact, pack
from claimkit.shards.planning import Slice
from claimkit.surroundings import own_process

_SURROGATE = re.compile("[\ud800-\udfff]")
PARTS = ("records", "articles", "lean")


@dataclass(frozen=True, slots=True)
class Shard:
    """One task of a run: articles to read, where to write, the seconds that one article may take."""

    number: int
    slices: tuple[Slice, ...]
    out: Folder
    options: reader.Options
    version: str
    deadline: float

    @property
    def name(self) -> str:
        """The name that its files share."""
        return name_of(self.number)


@dataclass(slots=True)
class Found:
    """What the shard's articles hold, and what could not be read."""

    extractions: list[Extraction] = field(default_factory=list)
    origins: list[dict[str, str]] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)


def name_of(number: int) -> str:
    """The name of a shard's files, which sorts as its number does."""
    return f"shard-{number:07}"


def mark_of(number: int) -> str:
    """The file whose presence says that a shard is done."""
    return f"map/done/{name_of(number)}.json"


def version() -> str:
    """The version of all that decides what a shard's files hold; all workers of a run have the same."""
    return f"{versions.reading()} {versions.analysing()} {cache.version()}"


@cache_once
def prepare() -> None:
    """What a process of claimkit's own does at its start, also in one that a cluster started."""
    own_process()
    executors.hush()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # the run tells what became of each step


def map_shard(shard: Shard) -> dict[str, Any]:
    """Analyse the shard, and return its mark. Raises `WorkerError` on a worker of another version."""
    prepare()
    if version() != shard.version:
        raise WorkerError(
            "a worker has another version of claimkit or of its models than this command; install the same everywhere"
            " (`claimkit doctor --scheduler` compares them)"
        )
    found = Found()
    for one in shard.slices:
        _read(one, shard, found)
    return write_parts(shard, found)


def write_parts(shard: Shard, found: Found) -> dict[str, Any]:
    """Write what was found in the shard, and its mark last."""
    tables = {"records": _records(found), "articles": _articles(found), "lean": _lean(found)}
    names = {part: f"map/{part}/{shard.name}.parquet" for part in PARTS}
    digests = {names[part]: shard.out.write_table(names[part], tables[part]) for part in PARTS}
    failures = sorted((one.path, one.reason) for one in found.failures)
    mark = {
        "version": shard.version,
        "parts": digests,
        "articles": len(found.extractions),
        "words": sum(one.article.words for one in found.extractions),
        "records": tables["records"].num_rows,
        "compared": tables["lean"].num_rows - tables["lean"].column("words").null_count,
        "failures": [list(one) for one in failures],
    }
    shard.out.write_json(mark_of(shard.number), mark)  # last: from now on the shard counts
    return mark


def _read(one: Slice, shard: Shard, found: Found) -> None:
    from claimkit.analysis import analyser

    parsed = replace(one.source, beside=())
    for item in _items(one, shard.options):
        if isinstance(item, InputError):
            found.failures.append(item)
            continue
        shown = item.shown(one.source)
        try:
            result = within(shard.deadline, partial(analysing.analyse_item, analyser.Analyser, parsed, item))
        except LateError:
            found.failures.append(
                InputError(shown, f"took more than {shard.deadline:g} seconds; split it and try again")
            )
            continue
        if isinstance(result, InputError):
            found.failures.append(result)
            continue
        article = replace(result.article, analysed_by=versions.analysing(), content=item.content)
        found.extractions.append(replace(result, article=article))
        found.origins.append(
            {
                "location": item.location(one.source),
                "file": one.source.location,
                "digest": item.digest,
                "content": item.content,
                "reading": f"{versions.reading()} {update.options_digest(shard.options)}",
                "version": versions.analysing(),
            }
        )


def _items(one: Slice, options: reader.Options) -> Iterator[reader.Item | InputError]:
    for number, item in enumerate(reader.items(one.source, None, options)):
        if number >= one.last:
            return
        if number >= one.first:
            yield item


def _records(found: Found) -> Any:
    import pyarrow as pa

    schema = schema_of_records(pa).with_metadata({"claimkit": __version__})
    return pa.table(by_column(map(flat_row, records(found.extractions)), COLUMNS), schema=schema)


def _articles(found: Found) -> Any:
    """The articles with their texts and, packed, all that was found in them as each article says it."""
    import pyarrow as pa

    facts = ("id", "path", "title", "outlet", "published", "url", "format", "words", "text")
    rows = []
    for number, (one, origin) in enumerate(zip(found.extractions, found.origins, strict=True)):
        article = one.article
        # The text is packed only where Parquet cannot hold it.
        kept = article if _SURROGATE.search(article.text) else replace(article, text="")
        row = {name: getattr(article, name) for name in facts}
        rows.append({"number": number, **row, **origin, "found": pack(replace(one, article=kept))})
    types = {"number": pa.int32(), "words": pa.int64(), "found": pa.binary()}
    names = ("number", *facts, "location", "file", "digest", "content", "reading", "version", "found")
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    return pa.table(by_column(rows, names), schema=schema)


def no_articles() -> Any:
    """The table of articles without any."""
    return _articles(Found())


def _lean(found: Found) -> Any:
    """What linking needs of each quotation: its speaker as the article has it, and the hashes of its words."""
    import pyarrow as pa

    settled = [name_office_holders(one) for one in found.extractions]
    columns = encode_quotes(settled)[0]
    hashes = columns.vocabulary[columns.words]
    cuts = columns.lengths.cumsum().tolist()
    compared = iter(range(len(columns)))
    rows = []
    payloads: dict[ArticleSpeaker | None, str | None] = {None: None}
    hints: dict[Hint | None, str | None] = {None: None}
    for number, (one, before) in enumerate(zip(settled, found.extractions, strict=True)):
        for quote, speaker in zip(one.quotes, speakers_in(one), strict=True):
            row: dict[str, Any] = {"article": number, "article_id": one.article.id, "id": quote.id}
            row["settled"] = one is not before
            if speaker is not None and speaker not in payloads:
                payloads[speaker] = compact(cache.speaker_row(speaker))
            row["speaker"] = payloads[speaker]
            if quote.type != "indirect":
                at = next(compared)
                hint = hint_of(quote)
                if hint is not None and hint not in hints:
                    hints[hint] = compact(cache.hint_row(hint))
                row["hint"] = hints[hint]
                row["words"] = hashes[cuts[at] - int(columns.lengths[at]) : cuts[at]]
                row["wording"] = columns.wordings[at]
                row["day"], row["start"], row["end"] = columns.day[at], columns.start[at], columns.end[at]
            rows.append(row)
    return pa.table({name: [row.get(name) for row in rows] for name in LEAN}, schema=lean_schema())


LEAN = ("article", "article_id", "id", "settled", "speaker", "hint", "day", "start", "end", "wording", "words")


def lean_schema() -> Any:
    """The columns of a lean part.

    `settled` where the list of offices changed something in the article; `hint` is what it says of the speaker.
    """
    import pyarrow as pa

    types = (
        pa.int32(),
        pa.string(),
        pa.string(),
        pa.bool_(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int32(), pa.string()),
        pa.int32(),
        pa.int64(),
        pa.int64(),
        pa.uint64(),
        pa.list_(pa.uint64()),
    )
    return pa.schema(list(zip(LEAN, types, strict=True)))
