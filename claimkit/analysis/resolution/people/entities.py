"""The people of one article and the places where they are named: shared by all modules of resolution."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from claimkit.english.names import Gender, Name

# Folded words of a form → kind (full, family, given) → indices of the people who have it.
Index = dict[tuple[str, ...], dict[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a person is named. `form`: full, family, given. `people` are indices into the roster."""

    start: int
    end: int
    form: str
    people: tuple[int, ...]
    possessive: bool = False


@dataclass(slots=True)
class Person:
    """One person of the article with what is said about them.

    `forms` counts the ways of naming, `votes` is weighed evidence for a gender, `first` the first mention's offset.
    `named` is False for someone whom the article only calls `a senior official`. `relative` is True for someone whose
    family name is that of a relative (`his brother, Victor`): the article never gives it.
    """

    name: Name
    forms: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    first: int = 0
    named: bool = True
    relative: bool = False

    @property
    def printed(self) -> str:
        """The canonical name: as full as the article gives it, without a family name that it leaves to the reader."""
        return self.name.text.split()[0] if self.relative else self.name.text

    @property
    def gender(self) -> Gender | None:
        """The gender that the evidence supports, if any."""
        female, male = self.votes["female"], self.votes["male"]
        if female == male:
            return None
        return "female" if female > male else "male"

    @property
    def certainty(self) -> int:
        """How far the evidence for the gender leads."""
        return abs(self.votes["female"] - self.votes["male"])
