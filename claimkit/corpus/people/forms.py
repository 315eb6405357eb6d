"""Which full names belong to one person; the order of the names makes no difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimkit.english import names
from claimkit.english.names import Name

_FEW = 64  # pairs that are as quickly compared as sorted
_MOST_GIVEN = 8  # given names of a person that are compared; the names of an article have fewer


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
    """Pairs of names of which one may end the other, or whose family and given names may all be the same.

    No others are compatible, and of many names few pairs are left: given names are compared one after the other.
    """
    by_family: dict[str, list[str]] = defaultdict(list)
    spelt: dict[tuple[str, ...], list[str]] = defaultdict(list)
    folded = {form: names.folded(parsed[form].words) for form in forms}
    for form in forms:
        if len(folded[form]) > 1:
            spelt[folded[form]].append(form)
        if parsed[form].given:
            by_family[names.fold_loosely(parsed[form].words[-1])].append(form)
    for form in forms:
        for i in range(1, len(folded[form]) - 1):
            yield from ((form, end) for end in spelt.get(folded[form][i:], ()))
    for sharing in by_family.values():
        yield from _agreeing(sharing, sharing, parsed, 0)


def _agreeing(
    some: Sequence[str], others: Sequence[str], parsed: Mapping[str, Name], at: int
) -> Iterator[tuple[str, str]]:
    """Pairs of `some` with `others` whose given names agree from the one numbered `at` on; the shorter counts."""
    if len(some) * len(others) <= _FEW or at == _MOST_GIVEN:
        yield from ((a, b) for a in some for b in others if a != b)
        return
    ended, some = _parted(some, parsed, at)
    yield from ((a, b) for a in ended for b in others if a != b)
    ended, others = _parted(others, parsed, at)
    yield from ((a, b) for a in some for b in ended if a != b)
    one, other = _by_given(some, parsed, at), _by_given(others, parsed, at)
    # Names that share several keys are compared once.
    blocks = {(tuple(one[key]), tuple(other[twin])) for key in one for twin in _twins(key) if twin in other}
    for left, right in blocks:
        yield from _agreeing(left, right, parsed, at + 1)


def _parted(forms: Sequence[str], parsed: Mapping[str, Name], at: int) -> tuple[list[str], list[str]]:
    """Names without a given name numbered `at`, and those with one."""
    ended = [form for form in forms if len(parsed[form].given) <= at]
    return ended, [form for form in forms if len(parsed[form].given) > at]


def _by_given(forms: Sequence[str], parsed: Mapping[str, Name], at: int) -> dict[tuple[str, str], list[str]]:
    """Names by the keys of one of their given names: as formal as it gets, its first letter, or an initial."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        given = parsed[form].given[at]
        for key in _keys(given):
            found[key].append(form)
    return found


def _keys(given: str) -> set[tuple[str, str]]:
    first = {("initial", given)} if len(given) == 1 else {("letter", given[:1])}
    return first | {("name", names.fold_loosely(f)) for f in names.formal_names(given) if len(f) > 1}


def _twins(key: tuple[str, str]) -> list[tuple[str, str]]:
    """The keys of given names that may be the same: an initial is also that of a name."""
    kind, value = key
    return {"name": [key], "initial": [key, ("letter", value)], "letter": [("initial", value)]}[kind]


def given_keys(name: Name) -> set[tuple[str, str]]:
    """The keys under which names that may be compatible find this one; one without a given name is found by all."""
    return {key for given in name.given for key in _keys(given)} or {("none", "")}


def sought_keys(name: Name) -> set[tuple[str, str]]:
    """The `given_keys` of all names that may be compatible with one that has a given name."""
    return {("none", ""), *(twin for key in given_keys(name) for twin in _twins(key))}


def family_names(name: Name) -> set[str]:
    """The words that may be the family name, in their loose form."""
    return {names.fold_loosely(name.words[-1]), *([names.fold_loosely(name.words[0])] if name.family_first else [])}


def drop_endings(forms: Sequence[str], parsed: Mapping[str, Name]) -> list[str]:
    """The forms without those that are only the end of another one: `Suu Kyi` beside `Aung San Suu Kyi`."""
    ends = {words[i:] for words in {parsed[f].words for f in forms} for i in range(1, len(words))}
    return [f for f in forms if parsed[f].words not in ends or names.is_given(parsed[f].words[0])] or list(forms)
