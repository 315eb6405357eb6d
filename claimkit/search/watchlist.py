"""A watchlist: phrases and people somebody wants to hear of, and what the store has of them that was not shown yet."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimkit.english.dotted_keys import too_deep
from claimkit.english.text import terms
from claimkit.errors import UsageError
from claimkit.models.hits import Entry, Printing
from claimkit.models.results import WatchHit
from claimkit.search.entries import quotes
from claimkit.search.filters import EVERYTHING, Filters, from_conditions
from claimkit.search.phrase import who_said
from claimkit.store import Store

_MOST_HITS = 1000  # of one phrase at a time; what is left comes with the next run
_MOST = 1000  # phrases and names on a list
_KEYS = ("name", "phrases", "people", "outlet", "min_confidence")
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Watch:
    """One entry: any of `phrases`, said by any of those whom `filters` names; without phrases, all that they said."""

    name: str
    phrases: tuple[str, ...]
    filters: Filters


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a watchlist: the hits, and for each entry's name the ids of the records that it now knows."""

    hits: tuple[WatchHit, ...]
    seen: Mapping[str, frozenset[str]]


def parse_watchlist(data: bytes, file: str) -> tuple[Watch, ...]:
    """The entries of a watchlist in TOML. Raises `UsageError` for the first mistake in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file}: is not UTF-8; save the watchlist as TOML in UTF-8") from None
    if deep := too_deep(text):
        raise UsageError(f"{file}:{deep[0]}: has a key of {deep[1]} parts; write plain keys, as in docs/archive.md")
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _LINE.search(str(error))
        said = _LINE.sub("", str(error)).strip() if isinstance(error, tomllib.TOMLDecodeError) else "too deep"
        raise UsageError(f"{file}{f':{place[1]}' if place else ''}: is not TOML ({said})") from None
    watches = list(_watches(found, file))
    if not watches:
        raise UsageError(f"{file}: watches nothing; write phrases = […] or people = […]")
    if (count := sum(len(watch.phrases) + len(watch.filters.speakers) for watch in watches)) > _MOST:
        raise UsageError(f"{file}: has {count:,} phrases and names; divide it into lists of {_MOST:,}")
    # A list that several people add to names a thing more than once: what is the same is one entry.
    kept = {(cursor_name("", watch), _asked(watch)): watch for watch in reversed(watches)}
    names = [name for name, _ in kept]
    if twice := next((watch.name for (name, _), watch in kept.items() if names.count(name) > 1), None):
        raise UsageError(f"{file}: two entries are called {twice!r}; give one of them another name")
    return tuple(reversed(kept.values()))


def news(store: Store, watches: Sequence[Watch], cursor: str) -> News:
    """What none of `watches` has shown under this cursor, by article path and place; each record once."""
    named: dict[str, list[str]] = defaultdict(list)
    hits: dict[str, tuple[Entry, tuple[Printing, ...]]] = {}
    seen: dict[str, frozenset[str]] = {}
    with store.snapshot():
        for watch in watches:
            known = set()
            name = cursor_name(cursor, watch)
            for entry, others in _found(store, watch, replace(watch.filters, new_for=name)):
                known |= {entry.quote.id, *(other.id for other in others)}
                if watch.name not in named[entry.quote.id]:
                    named[entry.quote.id].append(watch.name)
                hits.setdefault(entry.quote.id, (entry, others))
            seen[name] = frozenset(known)
        moments = store.first_seen(list(hits))
    found = [
        WatchHit(entry, tuple(named[id_]), moments.get(id_) or None, others) for id_, (entry, others) in hits.items()
    ]
    return News(tuple(sorted(found, key=_place)), seen)


def cursor_name(cursor: str, watch: Watch) -> str:
    """The name under which an entry remembers what it has shown; what a search takes for the same has the same."""
    kind = "" if watch.phrases else "people: "
    return f"{cursor}: {kind}{' '.join(terms(watch.name)) or watch.name}"


def _asked(watch: Watch) -> tuple[frozenset[str], Filters]:
    """What an entry looks for, however it is spelt."""
    speakers = tuple(sorted({" ".join(terms(name)) or name for name in watch.filters.speakers}))
    return frozenset(" ".join(terms(phrase)) for phrase in watch.phrases), replace(watch.filters, speakers=speakers)


def _found(store: Store, watch: Watch, filters: Filters) -> Iterator[tuple[Entry, tuple[Printing, ...]]]:
    if not watch.phrases:
        for entry in quotes(store, filters):
            yield entry, ()
    for phrase in watch.phrases:
        for hit in who_said(store, phrase, filters, limit=_MOST_HITS):
            yield Entry(hit.quote, hit.article), hit.others


def _place(hit: WatchHit) -> tuple[str, int, str]:
    quote = hit.entry.quote
    return hit.entry.article.path, quote.content[0].start if quote.content else 0, quote.id


def _watches(found: Mapping[str, Any], file: str) -> Iterator[Watch]:
    """Each phrase and person of the list itself, and each `[[watch]]`."""
    if unknown := sorted(found.keys() - {"phrases", "people", "watch"}):
        raise UsageError(f"{file}: unknown key {unknown[0]!r}; choose from phrases, people and [[watch]]")
    for phrase in _texts(found, "phrases", file):
        yield Watch(phrase, _phrases([phrase], file), EVERYTHING)
    for person in _texts(found, "people", file):
        yield Watch(person, (), Filters(speakers=(person,)))
    tables = found.get("watch", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{file}: watch is not a table; write [[watch]] above each entry")
    for table in tables:
        yield _watch(table, file)


def _watch(table: Mapping[str, Any], file: str) -> Watch:
    if unknown := sorted(table.keys() - set(_KEYS)):
        raise UsageError(f"{file}: unknown key {unknown[0]!r} in [[watch]]; choose from {', '.join(_KEYS)}")
    phrases, people = _phrases(_texts(table, "phrases", file), file), _texts(table, "people", file)
    if not phrases and not people:
        raise UsageError(f"{file}: a [[watch]] has neither phrases nor people; write one of them")
    name, outlet, least = table.get("name"), table.get("outlet"), table.get("min_confidence", 0.0)
    if not all(value is None or (isinstance(value, str) and value.strip()) for value in (name, outlet)):
        raise UsageError(f"{file}: name and outlet of a [[watch]] must be text")
    if not isinstance(least, int | float) or isinstance(least, bool) or not 0 <= least <= 1:
        raise UsageError(f"{file}: min_confidence of a [[watch]] must be a number from 0 to 1")
    filters = from_conditions(speaker=people or None, outlet=outlet, min_confidence=least)
    return Watch(name or ", ".join((*phrases, *people)), phrases, filters)


def _phrases(phrases: Sequence[str], file: str) -> tuple[str, ...]:
    if empty := next((phrase for phrase in phrases if not terms(phrase)), None):
        raise UsageError(f"{file}: {empty!r} contains no word to look for")
    return tuple(phrases)


def _texts(table: Mapping[str, Any], key: str, file: str) -> list[str]:
    value = table.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
        raise UsageError(f'{file}: {key} must be a list of texts, like ["making progress"]')
    return [" ".join(item.split()) for item in values]
