"""Entries of a people file by the forms of names that they claim.

Forms are compared by their slugs, so that case and punctuation make no difference. A `merge` counts most, then a
person's own id, name and pin, then an alias that only one person has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimkit.english import names
from claimkit.english.text import slug
from claimkit.models.collection import PersonEntry


class EntryIndex:
    """The entries by form. An entry merged into another person resolves to that person."""

    def __init__(self, people: Sequence[PersonEntry]) -> None:
        roots = merge_roots(merge_targets(people))
        self._merged: dict[str, PersonEntry] = {}
        self._named: dict[str, PersonEntry] = {}
        self._alias: dict[str, PersonEntry | None] = {}
        self._split: dict[str, set[str]] = {}
        for person in people:
            whole = roots.get(person.id, person)
            self._split.setdefault(whole.id, set()).update(map(slug, person.split))
            for key in own_forms(person):
                (self._named if whole is person else self._merged)[key] = whole
            self._merged.update(dict.fromkeys(map(slug, person.merge), whole))
            if whole is not person:
                full = (a for a in person.aliases if (name := names.parse(a)) is not None and name.full)
                self._merged.update(dict.fromkeys(map(slug, full), whole))
            for key in set(map(slug, person.aliases)):
                taken = self._alias.setdefault(key, whole)
                if taken is not None and taken.id != whole.id:
                    self._alias[key] = None

    def merged_into(self, form: str) -> PersonEntry | None:
        """The person into whom a form is merged."""
        return self._unsplit(self._merged.get(slug(form)), form)

    def by_full_name(self, form: str) -> PersonEntry | None:
        """The person whom a full name means."""
        key = slug(form)
        return self.merged_into(form) or self._unsplit(self._named.get(key) or self._alias.get(key), form)

    def by_bare_name(self, form: str) -> PersonEntry | None:
        """The person whom a bare name means that is nobody's surname: by an alias, or by a pinned name."""
        key = slug(form)
        person = self._named.get(key)
        if person is None:
            return self._unsplit(self._alias.get(key), form)
        return self._unsplit(person, form) if person.pin else None

    def by_own_form(self, form: str) -> PersonEntry | None:
        """The person whose id, name or pin the form is."""
        return self._unsplit(self._named.get(slug(form)), form)

    def splits(self, person: PersonEntry | None, form: str) -> bool:
        """Whether the file says that a form is not this person."""
        return person is not None and slug(form) in self._split.get(person.id, ())

    def _unsplit(self, person: PersonEntry | None, form: str) -> PersonEntry | None:
        return None if self.splits(person, form) else person


def own_forms(person: PersonEntry) -> set[str]:
    """Slugs of the person's id, name and pinned name."""
    return {slug(form) for form in (person.id, person.name, person.pin) if form}


def default_name(person: PersonEntry) -> str:
    """The name to show for a person when no form of the name occurs in the articles."""
    return person.pin or person.name


def merge_targets(people: Sequence[PersonEntry]) -> dict[str, PersonEntry]:
    """Entries that another one merges: id → the entry that merges it."""
    known = {slug(form): p for p in people for form in (p.pin, p.name, p.id) if form}
    known.update((slug(form), p) for p in people for form in (p.name, p.id))
    into: dict[str, PersonEntry] = {}
    for person in people:
        for key in map(slug, person.merge):
            other = known.get(key)
            if other is not None and other.id != person.id:
                into[other.id] = person
    return into


def ids_in_circles(into: Mapping[str, PersonEntry]) -> set[str]:
    """The ids of entries that end up merged into themselves."""
    found: set[str] = set()
    done: set[str] = set()
    for start in into:
        path: dict[str, int] = {}
        id_ = start
        while id_ in into and id_ not in done and id_ not in path:
            path[id_] = len(path)
            id_ = into[id_].id
        if id_ in path:
            found.update(list(path)[path[id_] :])
        done.update(path)
    return found


def merge_roots(into: Mapping[str, PersonEntry]) -> dict[str, PersonEntry]:
    """The entry into which each merged one is merged in the end; in a circle, each entry stays itself."""
    roots: dict[str, PersonEntry] = {}
    circles = ids_in_circles(into)
    roots.update((target.id, target) for id_, target in into.items() if id_ in circles)
    for start in into:
        path: list[str] = []
        id_ = start
        while id_ in into and id_ not in roots:
            path.append(id_)
            last = into[id_]
            id_ = last.id
        if path:
            root = roots.get(id_, last)
            roots.update(dict.fromkeys(path, root))
    return roots


def parse_names(person: PersonEntry) -> list[names.Name]:
    """The person's name and pinned name, parsed."""
    found = (names.parse(form) for form in (person.name, person.pin) if form)
    return [name for name in found if name is not None]
