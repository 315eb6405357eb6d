"""Whether a transcript's label and a draft's speaker are one person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from claimkit.english import names
from claimkit.english.names import Name
from claimkit.reader.transcripts import read_label

Sameness = Literal["same", "other", "unknown"]

_JOINT = re.compile(r"[/&;]|\sand\s", re.IGNORECASE)
_MOST_JOINT = 4  # speakers in one label
_LEAST_TYPO = 5  # letters of the shortest family name in which one wrong letter is a slip of the typist; set by hand
_INITIALS = 3  # letters of the longest initials of a name


@lru_cache(maxsize=1 << 14)
def name_of(label: str | None) -> Name | None:
    """The name in a label; None where it names nobody."""
    found = _read_name(label)
    return names.parse(found[0]) if found else None


@lru_cache(maxsize=1 << 14)
def _read_name(label: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The name in a label as an article would print it, and the titles before it."""
    plain = read_label(label)
    if plain is None or _is_described(plain):
        return None
    *leading, last = plain.split()
    titles = [word for word in leading if names.is_title(word.strip(".,").lower())]
    words = [word for word in leading if word not in titles]
    if words and last.strip(".").lower() in names.after_name():
        last = words.pop()
    words.append(last)
    lower = [word.lower() for word in words]
    if "of" in lower[1:]:  # Lord Calder of Leith
        words = words[: lower.index("of", 1)]
    return names.recased(" ".join(words)), tuple(word.strip(".,").lower() for word in titles)


def _is_described(plain: str) -> bool:
    """Whether somebody is described rather than named: `the mayor`, `he`."""
    first = plain.split()[0]
    return first.lower() == "the" or (first.islower() and first not in names.particles())


def _is_office(label: str | None) -> bool:
    """Whether a label is only an office, or a surname that is also one: `PRESIDENT`, `KING`."""
    return all(names.is_title(word.strip(".,").lower()) for word in (read_label(label) or "").split())


def group_labels(labels: Sequence[str | None]) -> dict[str, str]:
    """The labels of one transcript that are one speaker's, each with the one that names the speaker most fully.

    Who is one speaker is decided as for the articles of a store: a surname goes with a full name only if one person of
    that name speaks, and titles tell people of one surname apart.
    """
    from claimkit.corpus.people import name_labels  # of no use to sources that were taken apart before

    counts = Counter(label for label in labels if label is not None)
    ids = name_labels({label: found for label in counts if (found := _read_name(label)) and name_of(label)})
    heads: dict[str, str] = {}
    for label in sorted(counts, key=lambda label: (-len((name_of(label) or _NOBODY).words), -counts[label], label)):
        heads.setdefault(ids.get(label) or label, label)
    return {label: heads[ids.get(label) or label] for label in counts}


_NOBODY = Name("", ())


def compare(speaker: str | None, label: str | None) -> Sameness:
    """Whether the draft's `speaker` and the one a source calls `label` are the same person.

    A surname alone is the same person: transcripts use them for whoever is well known there. Of a label that names
    several, each may be the one. Only a name that is surely another's is `other`.
    """
    if speaker is None or label is None:
        return "unknown"
    found = {_compare(speaker, one) for one in _JOINT.split(label)[:_MOST_JOINT]}
    return "same" if "same" in found else "unknown" if "unknown" in found else "other"


@lru_cache(maxsize=1 << 14)
def _compare(speaker: str, label: str) -> Sameness:
    one, two = name_of(speaker), name_of(label)
    if one is None or two is None:
        return "unknown"
    if names.compatible(one, two):
        return "same" if _is_one_person(speaker, label) else "unknown"  # `Ruth Calder` and `MR. CALDER`
    return "unknown" if _is_office(label) or _may_be_short(one, two) or _mistyped(one, two) else "other"


def _is_one_person(speaker: str, label: str) -> bool:
    """Whether the people room gives both one canonical name."""
    from claimkit.corpus.people import name_labels

    found = {name: read for name in (speaker, label) if (read := _read_name(name)) is not None}
    ids = name_labels(found)
    return ids.get(speaker) is not None and ids.get(speaker) == ids.get(label)


def _may_be_short(one: Name, two: Name) -> bool:
    """Whether one is the other's given name or initials: `Hillary`, `HRC`."""
    short, long = (one, two) if len(one.words) <= len(two.words) else (two, one)
    if len(short.words) != 1 or not long.given:
        return False
    word = short.words[0]
    initials = "".join(part[0] for part in long.words)
    return names.same_given(word, long.given[0]) or (
        len(word) <= 3 and (word[0], word[-1]) == (initials[0], initials[-1])
    )


def _mistyped(one: Name, two: Name) -> bool:
    """Whether the family names differ by a slip, and the given names do not differ."""
    left, right = one.words[-1], two.words[-1]
    if min(len(left), len(right)) < _LEAST_TYPO or OSA.distance(left, right, score_cutoff=1) != 1:
        return False
    return not one.given or not two.given or names.same_given(one.given[0], two.given[0])
