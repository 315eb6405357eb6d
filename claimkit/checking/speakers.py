"""Whether a transcript's label and a draft's speaker are one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from claimkit.english import names
from claimkit.english.names import Name
from claimkit.reader.transcripts import read_label

Sameness = Literal["same", "other", "unknown"]


@lru_cache(maxsize=1 << 14)
def name_of(label: str | None) -> Name | None:
    """The name in a label; None where it names nobody."""
    plain = read_label(label)
    if plain is None:
        return None
    words = [word for word in plain.split() if not names.is_title(word.strip(".,").lower())] or plain.split()
    return names.parse(names.recased(" ".join(words)))


def group_labels(labels: Sequence[str | None]) -> dict[str, str]:
    """The labels of one transcript that are one speaker's, each with the one that names the speaker most fully.

    A surname goes with a full name only if one person of that name speaks.
    """
    counts = Counter(label for label in labels if label is not None)
    # The fullest first: a surname then finds the names that it may be short for.
    order = sorted(counts, key=lambda label: (-len((name_of(label) or _NOBODY).words), -counts[label], label))
    heads: list[str] = []
    found: dict[str, str] = {}
    for label in order:
        name = name_of(label)
        if name is None:
            found[label] = label
            continue
        fitting = [head for head in heads if (other := name_of(head)) is not None and names.compatible(name, other)]
        if len(fitting) == 1:
            found[label] = fitting[0]
            continue
        found[label] = label
        heads.append(label)
    return found


_NOBODY = Name("", ())


def compare(speaker: str | None, label: str | None) -> Sameness:
    """Whether the draft's `speaker` and the one a source calls `label` are the same person.

    A surname alone is the same person: transcripts use them for whoever is well known there.
    """
    if speaker is None:
        return "unknown"
    one, two = name_of(speaker), name_of(label)
    if one is None or two is None:
        return "unknown"
    return "same" if names.compatible(one, two) else "other"
