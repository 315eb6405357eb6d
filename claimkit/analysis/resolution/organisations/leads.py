"""What a lead only describes and the next sentences name: `a watchdog has found …`, `official figures show …`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimkit.analysis.resolution.organisations import document_words
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.named import Naming, Organisation
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk
from claimkit.models.record import Evidence, Speaker

_LEAD = 2  # sentences of an article, with its headline, that may describe whom they do not name
_SOON = 2  # sentences after them
_TELLING = frozenset({"regulator"})  # kinds that nouns for many kinds say first of all
_NAMINGS = 40  # namings that are looked at


def body(walk: Walk, reading: SourceReading, steps: Sequence[Evidence]) -> Speaker | None:
    """Who `a watchdog`, `a court` of the lead is: the only one of its kind, named as the subject of a sentence."""
    general = words_of.general(reading.noun)  # “a watchdog” is a regulator, “a group” can be anything
    kinds = words_of.kinds_said(reading.noun) & _TELLING if general else words_of.kinds_of_noun(reading.noun)
    if reading.definite or reading.owner is not None or not kinds:
        return None
    found = _named_soon(walk, reading, lambda one: reading.noun in one.words or not one.kinds.isdisjoint(kinds))
    if found is None or found.part not in ("subject", "first"):
        return None
    walk.bodies.organisations.mean(reading.start, reading.end, found.organisation)
    name = walk.bodies.organisations.all[found.organisation].name
    return walk.organization(name, [*steps, walk.step(found.start, found.end, "same organisation")])


def maker(walk: Walk, reading: SourceReading) -> Naming | None:
    """Who made `a study`, `official figures` of the lead: the only body that may have."""
    kinds = document_words.makers(reading.noun)
    if reading.definite or reading.owner is not None or not kinds:
        return None
    return _named_soon(walk, reading, lambda one: not one.kinds.isdisjoint(kinds))


def _named_soon(walk: Walk, reading: SourceReading, fits: Callable[[Organisation], bool]) -> Naming | None:
    """The first naming of the only organisation that fits, if none was named before."""
    organisations, here = walk.bodies.organisations, walk.article.sentence(reading.start)
    if here >= _LEAD:
        return None
    after = [n for n in organisations.after(reading.end, _NAMINGS) if n.sentence - here <= _SOON and not n.quoted]
    soon = [n for n in after if fits(organisations.all[n.organisation])]
    before = any(fits(organisations.all[n.organisation]) for n in organisations.before(reading.start, _NAMINGS))
    return soon[0] if not before and len({n.organisation for n in soon}) == 1 else None
