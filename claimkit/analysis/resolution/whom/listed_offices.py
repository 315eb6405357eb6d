"""Offices and seats that the shipped lists say a person held, whatever the article's day.

A name decides nothing here: a person whom the article names held the office that it speaks of at some time, which is
one reason to take `the chancellor` for that person and not for another of the article's people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.whom import facts
from claimkit.analysis.resolution.whom.facts import Phrase
from claimkit.english import lexicon, names
from claimkit.english.names import Name
from claimkit.english.text import normalise

# Rows for what many run for at the same time: they tell a party, but not which candidate an article means.
_CAMPAIGN = frozenset({"candidate", "nominee", "running-mate"})
PARTIES = frozenset({"republican", "democratic", "independent"})
_STATES_OF = "united states"  # the country of the list's states


@cache
def _holders() -> dict[str, tuple[tuple[Name, tuple[Phrase, ...]], ...]]:
    """Family name → names of holders with their offices as phrases."""
    found: dict[str, dict[Name, dict[Phrase, None]]] = {}
    for forms, offices in _listed():
        for parsed in filter(None, map(names.parse, forms)):
            found.setdefault(parsed.family, {}).setdefault(parsed, {}).update(dict.fromkeys(offices))
    return {family: tuple((n, tuple(offices)) for n, offices in people.items()) for family, people in found.items()}


def _listed() -> Iterator[tuple[Sequence[str], Sequence[Phrase]]]:
    """The names of each holder, and an office."""
    data = lexicon.table("offices")
    for office in data["office"]:
        made = [phrase for title in office["titles"].split(";") if (phrase := _office(title, office)) is not None]
        for name, *_ in office["holders"]:
            yield _split(f"{name};{data['persons'].get(name, {}).get('aliases', '')}"), made
    for party in sorted(PARTIES):
        for state, senators in lexicon.table("legislators")[party].items():
            seat = _office("senator", {"of": state})
            assert seat is not None
            for name in _split(senators):
                yield [name], [replace(seat, parties=frozenset({party}))]


def _split(values: str) -> list[str]:
    return [value.strip() for value in values.split(";") if value.strip()]


def _office(title: str, office: dict[str, str]) -> Phrase | None:
    made = facts.phrase(ArticleTokens(title.strip()).tokens)
    if made is None or made.head is None:
        return None
    country = office.get("country")
    forms = normalise(office.get("of", "")).split(";")
    places = {normalise(country)} if country else {form.strip() for form in forms} & lists.states()
    if places & lists.states():
        places.add(_STATES_OF)
    of = frozenset(word for form in forms for word in form.split() if word != "of")
    head = None if made.head in _CAMPAIGN else made.head
    return replace(made, head=head, places=made.places | places, parties=of & PARTIES, owner=of)


def phrases(name: Name) -> tuple[Phrase, ...]:
    """The offices that the list says somebody of this name held."""
    known = _holders().get(name.family, ())
    return tuple(dict.fromkeys(p for other, offices in known if names.compatible(other, name) for p in offices))


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
