"""Questions to a run without loading it: DuckDB reads of its Parquet files only the columns and rows that it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from claimkit.errors import MissingError, StoreError
from claimkit.models.certainty import LIKELY, chance
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Speaker
from claimkit.models.results import ClusterSummary, SpeakerSummary
from claimkit.search.cluster_lists import has_changes, summary
from claimkit.search.filters import (
    ALL_TYPES,
    CLAIMS,
    EVERYTHING,
    SAID,
    Filters,
    any_speaker_matches,
    outlet_matches,
    speaker_matches,
)
from claimkit.search.speaker_lists import merge_known
from claimkit.shards.answers import no_records, quote_of
from claimkit.shards.folder import folder_at, reason
from claimkit.shards.mapping import no_articles
from claimkit.shards.packing import unpack
from claimkit.shards.running import analysed_by, current_answer, people_of

_AT_ONCE = 1_000  # rows taken from DuckDB at a time
_CLUSTERS_AT_ONCE = 50
_ARTICLE = "article_id, path, title, outlet, CAST(published AS VARCHAR), url, article_words"
_ENTRY = f"quote, made_from, {_ARTICLE}"
_SAID_BY_ANY = "list_has_any(?, list_append(said_by, speaker_id))"


class Run:
    """The linked records of a run.

    Raises `UsageError` where nothing is linked, `MissingError` without DuckDB, and `StoreError`, as every question
    does, where a file is gone or damaged.
    """

    def __init__(self, out: str) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingError("--run needs DuckDB; run: pip install 'claimkit[cluster]'") from error
        self.folder = folder_at(out)
        answer, files = current_answer(out)
        self.people = people_of(self.folder)
        self._analysed_by = analysed_by(self.folder)
        self._db: Any = duckdb.connect()
        self._unreadable: Any = (duckdb.IOException, duckdb.InvalidInputException, OSError)
        self._tables = {"records": no_records(), "articles": no_articles()}
        if files:  # else no shard came to anything
            # Arrow reads the files, on a disk or in a bucket: DuckDB would fetch an extension for that.
            shards = [name.replace("records/", "map/articles/") for name in files]
            self._tables = {"records": answer.dataset(files), "articles": self.folder.dataset(shards)}

    def quotes(self, filters: Filters = EVERYTHING) -> Iterator[Entry]:
        """The quotations that meet `filters`, by article path and place in the article."""
        where, values = self.where(filters)
        rows = self._each(f"SELECT {_ENTRY} FROM records WHERE {where} ORDER BY path, start, id", values)
        found = (self._entry(row) for row in rows)
        yield from (e for e in found if not filters.min_confidence or chance(e.quote) >= filters.min_confidence)

    def speakers(self, filters: Filters = EVERYTHING) -> list[SpeakerSummary]:
        """The named speakers of the records that meet `filters`, but for the least chance; most quoted first.

        What several say jointly counts for each of them.
        """
        where, values = self.where(filters)
        rows = self._each(
            "SELECT pair[1], max(speaker_status = 'resolved'), min(speaker_status), list(DISTINCT pair[2]),"
            " list(DISTINCT speaker_pronouns) FILTER (speaker_id = pair[1] AND speaker_pronouns IS NOT NULL),"
            " count(DISTINCT id), count(DISTINCT article_id), count(DISTINCT nullif(outlet, '')),"
            " CAST(min(published) AS VARCHAR), CAST(max(published) AS VARCHAR)"
            f" FROM (SELECT *, unnest(list_zip(said_by, speakers)) AS pair FROM records WHERE {where})"
            " GROUP BY pair[1]",
            values,
        )
        found = []
        for _, resolved, status, packed, pronouns, *counts in rows:
            known = [unpack(Speaker, one.encode()) for one in packed]
            told = sorted({one.pronouns for one in known if one.pronouns}) or sorted(pronouns or ())
            used = told[0] if len(told) == 1 and told[0] != "hide" else None
            found.append(SpeakerSummary(merge_known(known, "resolved" if resolved else status, used), *counts))
        return sorted(found, key=lambda one: (-one.quotes, one.speaker.id))

    def clusters(
        self, *, min_outlets: int = 1, changed: bool = False, limit: int | None = None
    ) -> Iterator[ClusterSummary]:
        """The clusters in at least `min_outlets` outlets; most outlets first, then most members."""
        chosen = self._each(
            "SELECT cluster, any_value(representative) FROM records WHERE cluster IS NOT NULL GROUP BY cluster"
            " HAVING count(DISTINCT nullif(outlet, '')) >= ?"
            " ORDER BY count(DISTINCT nullif(outlet, '')) DESC, count(DISTINCT id) DESC, cluster",
            [min_outlets if min_outlets > 1 else 0],
        )
        yield from islice(self._summaries(chosen, changed), limit)

    def where(self, filters: Filters) -> tuple[str, list[Any]]:
        """The conditions of `filters` on records, but for the least chance (see `search.where`)."""
        kept = " OR published IS NULL" if filters.undated == "keep" else ""
        # Each with whether it is asked for, and its one value.
        conditions: dict[str, tuple[bool, Callable[[], Any]]] = {
            f"(CAST(published AS VARCHAR) >= ?{kept})": (filters.since is not None, lambda: filters.since),
            f"(CAST(published AS VARCHAR) < ?{kept})": (
                filters.until is not None,
                lambda: f"{filters.until}\U0010ffff",
            ),
            "list_contains(?, outlet)": (filters.outlet is not None, lambda: self._outlets(filters.outlet or "")),
            "statement >= ?": (filters.min_statement > 0, lambda: filters.min_statement),
            "(type = 'direct' OR statement >= ?)": (filters.only_statements, lambda: LIKELY),
            "list_contains(?, type)": (filters.types != ALL_TYPES, lambda: sorted(filters.types)),
            "list_contains(?, speaker_status)": (filters.statuses is not None, lambda: sorted(filters.statuses or ())),
            "(list_contains(?, cue_class) OR (cue_class IS NULL AND type = 'direct'))": (
                filters.claims,
                lambda: sorted(CLAIMS),
            ),
            "(list_contains(?, cue_class) OR cue_class IS NULL)": (filters.said, lambda: sorted(SAID)),
            _SAID_BY_ANY: (bool(filters.speakers), lambda: self._ids(filters.speakers)),
            f"NOT coalesce({_SAID_BY_ANY}, false)": (
                bool(filters.exclude_speakers),
                lambda: self._ids(filters.exclude_speakers),
            ),
        }
        asked = {condition: value() for condition, (is_asked, value) in conditions.items() if is_asked}
        return " AND ".join(("true", *asked)), list(asked.values())

    def articles(self, filters: Filters) -> set[str]:
        """The ids of the articles with records that meet `filters`, but for the least chance."""
        where, values = self.where(filters)
        return {id_ for (id_,) in self._each(f"SELECT DISTINCT article_id FROM records WHERE {where}", values)}

    def _outlets(self, name: str) -> list[str]:
        """The outlets that the name fits."""
        found = (outlet for (outlet,) in self._each("SELECT DISTINCT outlet FROM records", []))
        return [outlet for outlet in found if outlet and outlet_matches(name, outlet)]

    def _ids(self, names: Sequence[str]) -> list[str]:
        """The ids of the speakers that any of the names fits, alone or among several."""
        found: set[str] = set()
        for (packed,) in self._each("SELECT DISTINCT unnest(speakers) FROM records", []):
            one = unpack(Speaker, packed.encode())
            if any(speaker_matches(name, one) for name in names):
                found.add(one.id)
        for id_, quote in self._each(
            "SELECT speaker_id, any_value(quote) FROM records WHERE speaker_members IS NOT NULL GROUP BY 1", []
        ):
            if any_speaker_matches(names, quote_of(quote).speaker):
                found.add(id_)
        return sorted(found)

    def _summaries(self, chosen: Iterator[Any], changed: bool) -> Iterator[ClusterSummary]:
        while some := list(islice(chosen, _CLUSTERS_AT_ONCE)):
            members: dict[str, list[Entry]] = defaultdict(list)
            rows = self._each(
                f"SELECT cluster, {_ENTRY} FROM records WHERE list_contains(?, cluster)"
                " ORDER BY cluster, position, path, start",
                [[id_ for id_, _ in some]],
            )
            for id_, *row in rows:
                members[id_].append(self._entry(row))
            texts = self._texts({entry.article.id for several in members.values() for entry in several})
            for id_, best in some:
                entries = [
                    replace(e, article=replace(e.article, text=texts.get(e.article.id, ""))) for e in members[id_]
                ]
                if not changed or has_changes(best, entries):
                    yield summary(id_, best, entries)

    def _entry(self, row: Sequence[Any]) -> Entry:
        data, content, id_, path, title, outlet, published, url, words = row
        by = self._analysed_by
        article = Article(
            id_, path, "", title, outlet, published, url, words=words or 0, analysed_by=by, content=content
        )
        return Entry(quote_of(data), article)

    def _texts(self, articles: set[str]) -> dict[str, str]:
        return dict(self._each("SELECT id, text FROM articles WHERE list_contains(?, id)", [sorted(articles)]))

    def _each(self, query: str, values: list[Any]) -> Iterator[Any]:
        cursor = self._db.cursor()  # of its own, as questions are asked while others are answered
        for name, table in self._tables.items():
            cursor.register(name, table)
        try:
            cursor.execute(query, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except self._unreadable as error:
            raise StoreError(f"{self.folder}: one of its files cannot be read ({reason(error)}); restore it") from error
