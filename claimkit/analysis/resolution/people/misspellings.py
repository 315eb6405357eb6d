"""A surname that is spelt wrong once: `Mr Montieth` in an article about `David Monteith`.

News gives the full name first, so a surname that comes out of nowhere and is one letter off a known one is a slip.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from claimkit.analysis.resolution.people.entities import Person
from claimkit.english import names

_LEAST = 6  # letters of the longer surname: short ones are too often one letter apart
_MOST = 200  # people compared


def meant(word: str, times: int, people: Sequence[Person], counts: dict[str, int]) -> int | None:
    """The one person named in full whose surname is one slip away from `word`, which the article has `times` times.

    `counts` tells how often the article has each folded word; the right spelling has to be there more often, or where
    two letters changed places as often: that is hardly another family's name.
    """
    if names.is_given(word):
        return None
    found = [i for i, p in enumerate(people[:_MOST]) if p.name.full and _one_slip(word, p.name.family)]
    fits = [i for i in found if counts.get(people[i].name.family, 0) > times - _swapped(word, people[i].name.family)]
    return fits[0] if len(found) == len(fits) == 1 else None


def _swapped(a: str, b: str) -> bool:
    return len(a) == len(b) and sorted(a) == sorted(b)


def _one_slip(a: str, b: str) -> bool:
    """One letter more, less or other than the first, or two that changed places."""
    if a == b or a[0] != b[0] or max(len(a), len(b)) < _LEAST:
        return False
    return OSA.distance(a, b, score_cutoff=1) <= 1
