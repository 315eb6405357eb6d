"""Which full names belong to one person; the order of the names makes no difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from claimkit.english import names
from claimkit.english.names import Name


def group_names(full: Iterable[str], parsed: Mapping[str, Name]) -> list[list[str]]:
    """Full names grouped by person: names that are compatible with each other, and with the same other names."""
    by_words: dict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)  # forms that differ only in spelling
    for form in sorted(full):
        by_words[parsed[form].words, parsed[form].suffix].append(form)
    heads = {some[0]: some for some in by_words.values()}
    near: dict[str, set[str]] = {form: {form} for form in heads}
    for a, b in _pairs(sorted(heads), parsed):
        if names.compatible(parsed[a], parsed[b]):
            near[a].add(b)
            near[b].add(a)
    # Names that are compatible with the same names are compatible with each other, since each is so with itself.
    found: dict[frozenset[str], list[str]] = defaultdict(list)
    for form in sorted(heads):
        found[frozenset(near[form])] += heads[form]
    return [sorted(forms) for forms in found.values()]


def _pairs(forms: Sequence[str], parsed: Mapping[str, Name]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a family name and a given name (as formal as it gets) or an initial; no others fit."""
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_letter: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        name = parsed[form]
        given = [f for word in name.words[:-1] for f in names.formal_names(word)]
        for family in family_names(name):
            for key in {names.fold_loosely(g) for g in given if len(g) > 1}:
                same[family, key].append(form)
            for letter in {g[0] for g in given}:
                by_letter[family, letter].append(form)
    for sharing in same.values():
        yield from combinations(sharing, 2)
    for sharing in by_letter.values():
        initials = [form for form in sharing if any(len(w) == 1 for w in parsed[form].words[:-1])]
        yield from ((a, b) for a in initials for b in sharing if a != b)


def family_names(name: Name) -> set[str]:
    """The words that may be the family name, in their loose form."""
    return {names.fold_loosely(name.words[-1]), *([names.fold_loosely(name.words[0])] if name.family_first else [])}


def drop_endings(forms: Sequence[str], parsed: Mapping[str, Name]) -> list[str]:
    """The forms without those that are only the end of another one: `Suu Kyi` beside `Aung San Suu Kyi`."""
    ends = {words[i:] for words in {parsed[f].words for f in forms} for i in range(1, len(words))}
    return [f for f in forms if parsed[f].words not in ends or names.is_given(parsed[f].words[0])] or list(forms)
