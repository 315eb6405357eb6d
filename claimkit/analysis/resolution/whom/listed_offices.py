"""Offices and seats that the shipped lists say a person held, whatever the article's day.

A name decides nothing here: a person whom the article names held the office that it speaks of at some time, which is
one reason to take `the chancellor` for that person and not for another of the article's people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.whom import facts
from claimkit.analysis.resolution.whom.facts import Phrase
from claimkit.english import lexicon, names
from claimkit.english.names import Name
from claimkit.english.text import normalise

# Rows for what many run for at the same time: they tell a party, but not which candidate an article means.
CAMPAIGN = frozenset({"candidate", "nominee", "running-mate"})
PARTIES = frozenset({"republican", "democratic", "independent"})
_STATES_OF = "united states"  # the country of the list's states


class _Row(NamedTuple):
    """An office as the lists have it: its titles, and whose it is."""

    titles: str
    country: str = ""
    of: str = ""
    party: str = ""


@cache
def _holders() -> dict[str, dict[Name, list[_Row]]]:
    """Family name → names of holders with their offices."""
    found: dict[str, dict[Name, list[_Row]]] = {}
    for forms, row in _listed():
        for parsed in filter(None, map(names.parse, forms)):
            found.setdefault(parsed.family, {}).setdefault(parsed, []).append(row)
    return found


def _listed() -> Iterator[tuple[Sequence[str], _Row]]:
    """The names of each holder, and an office."""
    data = lexicon.table("offices")
    for office in data["office"]:
        row = _Row(office["titles"], office.get("country", ""), office.get("of", ""))
        for name, *_ in office["holders"]:
            yield _split(f"{name};{data['persons'].get(name, {}).get('aliases', '')}"), row
    for party in sorted(PARTIES):
        for state, senators in lexicon.table("legislators")[party].items():
            row = _Row("senator", of=state, party=party)
            for name in _split(senators):
                yield [name], row


def _split(values: str) -> list[str]:
    return [value.strip() for value in values.split(";") if value.strip()]


@cache
def _offices(row: _Row) -> tuple[Phrase, ...]:
    """An office as phrases, one for each title. An article names the holders of few: the others are not made."""
    return tuple(phrase for title in row.titles.split(";") if (phrase := _office(title, row)) is not None)


def _office(title: str, row: _Row) -> Phrase | None:
    made = facts.phrase(ArticleTokens(title.strip()).tokens)
    if made is None or made.head is None:
        return None
    forms = normalise(row.of).split(";")
    places = {normalise(row.country)} if row.country else {form.strip() for form in forms} & lists.states()
    if places & lists.states():
        places.add(_STATES_OF)
    of = frozenset(word for form in forms for word in form.split() if word != "of")
    head = None if made.head in CAMPAIGN else made.head
    parties = frozenset({row.party}) if row.party else of & PARTIES
    return replace(made, head=head, places=made.places | places, parties=parties, owner=of)


def phrases(name: Name) -> tuple[Phrase, ...]:
    """The offices that the list says somebody of this name held."""
    known = _holders().get(name.family, {})
    held = (row for other, rows in known.items() if names.compatible(other, name) for row in rows)
    return tuple(dict.fromkeys(phrase for row in held for phrase in _offices(row)))


def parties(name: Name) -> frozenset[str]:
    """The parties for which somebody of this name sat or ran."""
    return frozenset(party for office in phrases(name) for party in office.parties)


def answers(asked: Phrase, office: Phrase) -> bool:
    """Whether an office is the one that is asked for."""
    if asked.head is None or asked.head != office.head or asked.ranks - {"former"} != office.ranks:
        return False
    if asked.places and office.places and not asked.places & office.places:
        return False
    return office.fields <= asked.fields and asked.fields <= office.fields | office.owner
