"""Offices that the shipped list says a person held, whatever the article's day.

A name decides nothing here: a person whom the article names held the office that it speaks of at some time, which is
one reason to take `the chancellor` for that person and not for another of the article's people.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.whom import facts
from claimkit.analysis.resolution.whom.facts import Phrase
from claimkit.english import lexicon, names
from claimkit.english.names import Name
from claimkit.english.text import normalise

_CAMPAIGN = frozenset({"candidate", "nominee", "running-mate"})  # rows for what many run for at the same time


@cache
def _holders() -> dict[str, tuple[tuple[Name, tuple[Phrase, ...]], ...]]:
    """Family name → holders with their offices as phrases."""
    data = lexicon.table("offices")
    found: dict[str, dict[str, list[Phrase]]] = {}
    spellings: dict[str, list[Name]] = {}
    for office in data["office"]:
        made = tuple(_office(title, office) for title in office["titles"].split(";"))
        for name, *_ in office["holders"]:
            forms = (name, *data["persons"].get(name, {}).get("aliases", "").split(";"))
            spellings[name] = [p for form in forms if (p := names.parse(form.strip())) is not None]
            for parsed in spellings[name]:
                found.setdefault(parsed.family, {}).setdefault(name, []).extend(p for p in made if p is not None)
    return {
        family: tuple(
            (parsed, tuple(dict.fromkeys(offices))) for n, offices in people.items() for parsed in spellings[n]
        )
        for family, people in found.items()
    }


def _office(title: str, office: dict[str, str]) -> Phrase | None:
    made = facts.phrase(ArticleTokens(title.strip()).tokens)
    if made is None or made.head is None or made.head in _CAMPAIGN:
        return None
    country = office.get("country")
    of = frozenset(w for w in normalise(office.get("of", "")).replace(";", " ").split() if w != "of")
    return replace(made, places=made.places | ({normalise(country)} if country else set()), owner=of)


def phrases(name: Name) -> tuple[Phrase, ...]:
    """The offices that the list says somebody of this name held."""
    known = _holders().get(name.family, ())
    return tuple(dict.fromkeys(p for other, offices in known if names.compatible(other, name) for p in offices))


def answers(asked: Phrase, office: Phrase) -> bool:
    """Whether an office is the one that is asked for."""
    if asked.head != office.head or asked.ranks - {"former"} != office.ranks:
        return False
    if asked.places and office.places and not asked.places & office.places:
        return False
    return office.fields <= asked.fields and asked.fields <= office.fields | office.owner
