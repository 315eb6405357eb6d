"""A transcript as one stream of words for each speaker, so that interruptions do not tear a sentence apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.checking.atoms import code, find_atoms
from claimkit.checking.slips import find_slips
from claimkit.checking.speakers import group_labels
from claimkit.models.checks import Transcript, Turn


@dataclass(frozen=True, slots=True)
class Stream:
    """All that one speaker says in one source. Turn i begins at `starts[i]` in `text`."""

    speaker: str | None
    text: str
    starts: tuple[int, ...]
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """The streams of one source, and their atoms: those of stream i are `bounds[i]:bounds[i + 1]`; `slips`
    are those that a quotation need not have."""

    streams: tuple[Stream, ...]
    bounds: tuple[int, ...]
    codes: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    slips: NDArray[np.bool_]


def split_streams(transcript: Transcript) -> Streams:
    """The words of each speaker, in order."""
    streams = tuple(_streams(transcript.turns))
    codes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    slips: list[bool] = []
    bounds = [0]
    for stream in streams:
        atoms = find_atoms(stream.text)
        slips += find_slips(stream.text, atoms)
        for atom in atoms:
            codes.append(code(atom.key))
            starts.append(atom.start)
            ends.append(atom.end)
        bounds.append(len(codes))
    return Streams(
        streams,
        tuple(bounds),
        np.array(codes, dtype=np.int64),
        np.array(starts, dtype=np.int32),
        np.array(ends, dtype=np.int32),
        np.array(slips, dtype=np.bool_),
    )


def _streams(turns: Sequence[Turn]) -> list[Stream]:
    """One stream for each group of labels that are one speaker's; what has no label is one stream too."""
    groups = group_labels([turn.speaker for turn in turns])
    members: dict[str | None, list[int]] = {}
    for at, turn in enumerate(turns):
        members.setdefault(turn.speaker if turn.speaker is None else groups[turn.speaker], []).append(at)
    found = []
    for speaker, places in members.items():
        starts, pieces, length = [], [], 0
        for at in places:
            starts.append(length)
            pieces.append(turns[at].text)
            length += len(turns[at].text) + 1
        found.append(Stream(speaker, "\n".join(pieces), tuple(starts), tuple(places)))
    return found
