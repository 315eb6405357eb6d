"""The shipped list of public offices (data/lexicon/offices.toml): which words name one, and who held it when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from claimkit.english import lexicon, names
from claimkit.english.text import normalise

Words = tuple[str, ...]

_LONGEST = 10  # words in the name of an office, with its article; set by hand
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office from `since` to `until` (None: still did on the list's last day)."""

    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """An office and all its listed holders, by time."""

    name: str
    source: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """The whole list. `as_of` is the last day for which it knows who holds an office."""

    as_of: date
    phrases: dict[Words, list[Office]]  # with a country or body: ("ukrainian", "leader")
    titles: dict[Words, list[Office]]  # without one: ("president",); only for a holder whom the article mentions
    beside: dict[Words, list[Office]]  # titles used with the holder's surname
    fillers: frozenset[str]
    former: frozenset[str]
    wikidata: dict[str, str]
    spellings: dict[str, tuple[names.Name, ...]]


def words_of(text: str) -> Words:
    """`the U.S. vice-president’s` → ("the", "us", "vice", "president")."""
    plain = _POSSESSIVE.sub("", _HYPHEN.sub(" ", normalise(text).replace(".", "")))
    return tuple(_WORD.findall(plain.replace("'", "")))


def _look_up(index: dict[Words, list[Office]], words: Words) -> list[Office]:
    """The offices under `words`, ignoring a leading article and words that do not change who holds an office."""
    if len(words) > _LONGEST:
        return []
    rest = words[1:] if words[:1] == ("the",) else words
    return index.get(rest) or index.get(tuple(w for w in rest if w not in office_table().fillers), [])


def offices_by_title(words: Words) -> list[Office]:
    """Offices that a title without a country may mean: `the president`."""
    return _look_up(office_table().titles, words)


def offices_named(words: Words) -> list[Office]:
    """Offices named with their country or body: `the Ukrainian leader`."""
    return _look_up(office_table().phrases, words)


def offices_beside_name(words: Words) -> list[Office]:
    """Offices named beside a surname, where a title is enough: `President`."""
    return offices_named(words) or _look_up(office_table().beside, words)


def in_office(holder: Holder, day: date) -> bool:
    """Whether the holder was in office on a day; the first and the last day count."""
    return holder.since <= day and (holder.until is None or day <= holder.until)


def holders_on(offices: Iterable[Office], day: date) -> list[str]:
    """Names of those who held one of the offices on a day, sorted."""
    return sorted({h.name for office in offices for h in office.holders if in_office(h, day)})


def fits_name(name: str, other: names.Name) -> bool:
    """Whether `other` may mean this holder."""
    return any(names.compatible(spelling, other) for spelling in office_table().spellings[name])


@cache
def office_table() -> OfficeTable:
    """The list, indexed by the words that name its offices."""
    data = lexicon.table("offices")
    countries = lexicon.country_forms()
    capitals = set(lexicon.table("places")["capitals"]["words"].split())
    generic = set(data["words"]["generic"].split())
    found = OfficeTable(
        as_of=data["as_of"],
        phrases={},
        titles={},
        beside={},
        fillers=frozenset(data["words"]["fillers"].split()),
        former=frozenset(data["words"]["former"].split()),
        wikidata={name: p["wikidata"] for name, p in data["persons"].items() if "wikidata" in p},
        spellings={},
    )
    for row in data["office"]:
        held_by = (Holder(name, since, until[0] if until else None) for name, since, *until in row["holders"])
        office = Office(row["name"], row["source"], tuple(held_by))
        only_of = set(_split_listed(row.get("only_of", "")))
        owners = list(_split_listed(row.get("of", "")))
        national: list[Words] = []
        if country := row.get("country"):
            forms = [f for f in countries[country] if f not in capitals]
            national = [words_of(f) for f in (country, *forms)]
        titles = list(_split_listed(row["titles"]))
        for title in titles:
            for owner in owners + (national if title not in only_of else []):
                for key in _phrases(title, owner):
                    _add(found.phrases, key, office)
            if row.get("local"):
                continue
            _add(found.beside, title, office)
            if len(title) > 1 or title[0] not in generic:
                _add(found.titles, title, office)
        for title in _split_listed(row.get("alone", "")):
            _add(found.phrases, title, office)
        for title in _split_listed(row.get("address", "")):
            _add(found.beside, title, office)
        for holder in office.holders:
            aliases = data["persons"].get(holder.name, {}).get("aliases", "").split(";")
            parsed = (names.parse(form.strip()) for form in (holder.name, *aliases) if form.strip())
            found.spellings[holder.name] = tuple(name for name in parsed if name is not None)
    return found


def _split_listed(value: str) -> Iterator[Words]:
    return (words_of(item) for item in value.split(";") if item.strip())


def _phrases(title: Words, owner: Words) -> Iterator[Words]:
    """`Russian president`, `president of Russia`, `chief of the Pentagon`."""
    yield (*owner, *title)
    for preposition in ("of", "for", "at"):
        yield (*title, preposition, *owner)
        yield (*title, preposition, "the", *owner)


def _add(index: dict[Words, list[Office]], key: Words, office: Office) -> None:
    offices = index.setdefault(key, [])
    if office not in offices:
        offices.append(office)
