"""`Filters` as SQL conditions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NamedTuple

from claimkit.models.certainty import LIKELY
from claimkit.search.filters import (
    ALL_TYPES,
    CLAIMS,
    EVERYTHING,
    SAID,
    Filters,
    outlet_matches,
    speaker_matches,
)
from claimkit.search.known_speakers import known_speakers
from claimkit.store import Store, arrivals, speaker_rows
from claimkit.store.sql import decode, encode, placeholders

BY_SPEAKER = "q.speaker_key IN (SELECT value FROM json_each(?))"

# `certainty.is_statement` of `quotes q`.
STATED = f"(q.type = 'direct' OR q.statement >= {LIKELY})"


class Where(NamedTuple):
    """Conditions on `quotes q` and on `articles a` (empty for none) with their values.

    `speaker` has a JSON array of the keys of the speakers asked for, or nothing.
    """

    quote: str
    quote_values: tuple[Any, ...]
    article: str
    article_values: tuple[Any, ...]
    speaker: tuple[Any, ...]

    @property
    def every(self) -> str:
        """All conditions."""
        return self._all(BY_SPEAKER)

    @property
    def check(self) -> str:
        """All conditions with the speaker index disabled (unary +), for rows located another way."""
        return self._all(f"+{BY_SPEAKER}")

    def _all(self, speaker: str) -> str:
        return " AND ".join(part for part in (self.quote, self.article, speaker if self.speaker else "") if part)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of `every` and of `check`."""
        return self.quote_values + self.article_values + self.speaker


def where(store: Store, filters: Filters) -> Where:
    """The conditions that `filters.matches` makes, except that a name's uncertainty may lower a record's confidence."""
    quote = ["1"]
    values: list[Any] = []
    if filters.min_confidence > 0:
        quote.append("q.confidence >= ?")
        values.append(filters.min_confidence)
    if filters.min_statement > 0:
        quote.append("q.statement >= ?")
        values.append(filters.min_statement)
    if filters.only_statements:
        quote.append(STATED)
    if filters.types != ALL_TYPES:
        quote.append(_one_of("q.type", filters.types, values))
    if filters.statuses is not None:
        quote.append(_one_of("q.status", filters.statuses, values))
    if filters.exclude_speakers:
        quote.append("(q.speaker_key IS NULL OR q.speaker_key NOT IN (SELECT value FROM json_each(?)))")
        values.append(_speaker_keys(store, filters.exclude_speakers))
    if filters.claims:  # filters.is_claim
        quote.append(f"({_one_of('q.cue_class', CLAIMS, values)} OR (q.cue_class IS NULL AND q.type = 'direct'))")
    if filters.said:  # filters.is_said
        quote.append(f"({_one_of('q.cue_class', SAID, values)} OR q.cue_class IS NULL)")
    for condition, value in ((arrivals.ADDED_SINCE, filters.added_since), (arrivals.NOT_SHOWN, filters.new_for)):
        if value is not None:
            quote.append(condition)
            values.append(encode(value))
    if filters.ids is not None:
        quote.append("q.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(filters.ids)))
    article: list[str] = []
    article_values: list[Any] = []
    kept = " OR a.published IS NULL" if filters.undated == "keep" else ""
    if filters.since is not None:
        article.append(f"(a.published >= ?{kept})")
        article_values.append(filters.since)
    if filters.until is not None:  # and what begins with it: a month holds its days
        article.append(f"(a.published < ?{kept})")
        article_values.append(filters.until + "\U0010ffff")
    if filters.outlet is not None:
        # By an article that has the outlet: JSON does not carry names with NULs or lone surrogates unchanged.
        names = store.connection.execute("SELECT min(key), outlet FROM articles GROUP BY outlet").fetchall()
        article.append("a.outlet IN (SELECT outlet FROM articles WHERE key IN (SELECT value FROM json_each(?)))")
        article_values.append(json.dumps([key for key, name in names if outlet_matches(filters.outlet, decode(name))]))
    speaker: list[Any] = []
    if filters.speakers:
        speaker = [_speaker_keys(store, filters.speakers)]
    return Where(" AND ".join(quote), tuple(values), " AND ".join(article), tuple(article_values), tuple(speaker))


def undated(store: Store, filters: Filters) -> int:
    """The number of articles without a date that meet the condition on outlets."""
    wanted = where(store, replace(EVERYTHING, outlet=filters.outlet))
    also = f" AND {wanted.article}" if wanted.article else ""
    with store.snapshot() as db:
        found = db.execute(
            f"SELECT count(DISTINCT a.id) FROM articles a WHERE a.published IS NULL{also}", wanted.article_values
        )
        return int(found.fetchone()[0])


def _one_of(column: str, allowed: frozenset[Any], values: list[Any]) -> str:
    """The condition that `column` is one of `allowed`, which are added to `values`."""
    values += sorted(allowed)
    return f"{column} IN ({placeholders(sorted(allowed))})"


def _speaker_keys(store: Store, names: tuple[str, ...]) -> str:
    """The keys of the speakers whom any of `names` fits, alone or among several, as a JSON array."""
    return json.dumps(known_speakers(store).fitting(names))


def with_ids(store: Store, filters: Filters) -> Filters:
    """`filters` with what `matches` cannot know: the ids of those whom they mean, as members of joint speakers have
    aliases, and the ids of the records that were added or not shown."""
    known = list(speaker_rows.all_speakers(store.connection).values())

    def named(names: tuple[str, ...]) -> tuple[str, ...]:
        ids = {who.id for who in known if any(speaker_matches(name, who) for name in names)}
        return (*names, *sorted(ids))

    ids = None
    if filters.added_since is not None or filters.new_for is not None:
        wanted = where(store, replace(EVERYTHING, added_since=filters.added_since, new_for=filters.new_for))
        with store.snapshot() as db:
            found = db.execute(f"SELECT q.id FROM quotes q WHERE {wanted.every}", wanted.values)
            ids = frozenset(decode(id_) for (id_,) in found)
    return replace(filters, speakers=named(filters.speakers), exclude_speakers=named(filters.exclude_speakers), ids=ids)
