"""What becomes of a record when it is held against its source file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimkit.models.record import Span

Finding = Literal[
    "holds", "moved", "article changed", "wrong id", "re-encoded", "shifted", "changed", "gone", "missing", "unreadable"
]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A record as its file has it. `exact`: the spans say what the text has there, character for character.

    `placed`: the spans say where the words are. `content` is the hash of what the file held for the article. `cue` is
    where the cue begins, -1 where the record has none, None where its format does not say.
    """

    id: str
    article_id: str
    path: str
    spans: tuple[Span, ...]
    exact: bool = True
    cue: int | None = None
    content: str | None = None
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Verified:
    """One record with what was found. `now` are the words that the file has instead, and where; `file` is the file."""

    record: Claimed
    finding: Finding
    file: str | None
    now: Span | None
