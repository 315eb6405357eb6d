"""Full names by person: which forms of names are one person's, whatever the order in which they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from claimkit.english import names
from claimkit.english.names import Name


def components(full: Iterable[str], parsed: Mapping[str, Name]) -> list[list[str]]:
    """Full names grouped by person: joined where they are compatible with each other and with the same others."""
    spelt: dict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)  # forms that differ in nothing that counts
    for form in sorted(full):
        spelt[parsed[form].words, parsed[form].suffix].append(form)
    heads = {some[0]: some for some in spelt.values()}
    near: dict[str, set[str]] = {form: {form} for form in heads}
    for a, b in _pairs(sorted(heads), parsed):
        if names.compatible(parsed[a], parsed[b]):
            near[a].add(b)
            near[b].add(a)
    # Who is compatible with the same names is compatible with each other: each is compatible with itself.
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
        for family in families(name):
            for key in {names.fold_loosely(g) for g in given if len(g) > 1}:
                same[family, key].append(form)
            for letter in {g[0] for g in given}:
                by_letter[family, letter].append(form)
    for block in same.values():
        yield from combinations(block, 2)
    for block in by_letter.values():
        initials = [form for form in block if any(len(w) == 1 for w in parsed[form].words[:-1])]
        yield from ((a, b) for a in initials for b in block if a != b)


def families(name: Name) -> set[str]:
    """Loose forms of the words that may be the family name."""
    return {names.fold_loosely(name.words[-1]), *([names.fold_loosely(name.words[0])] if name.family_first else [])}


def whole_names(forms: Sequence[str], parsed: Mapping[str, Name]) -> list[str]:
    """Without what is only the end of another form: `Suu Kyi` beside `Aung San Suu Kyi`."""
    ends = {words[i:] for words in {parsed[f].words for f in forms} for i in range(1, len(words))}
    return [f for f in forms if parsed[f].words not in ends or names.is_given(parsed[f].words[0])] or list(forms)
