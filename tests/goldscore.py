"""Scores extractions of the sample articles against the gold in tests/gold/ (used by test_gold.py).

A gold row is found when a predicted quote shares at least half of all words with it (intersection over union of word
positions, one to one, best first). Quotation marks and other punctuation never matter.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from claimkit.models.collection import Cluster
from claimkit.models.record import Extraction, Quote

GOLD = Path(__file__).parent / "gold"
SEEDS = Path(__file__).parent.parent / "seeds"
PEOPLE: dict[str, list[str]] = tomllib.loads((GOLD / "people.toml").read_text(encoding="utf-8"))
MIN_OVERLAP = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of an article. Offsets index the file; None in HTML, whose stored text is not the file."""

    text: str
    start: int | None = None
    end: int | None = None

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the piece stands in the text that an article stores; any white space fits any other."""
        if self.start is not None and self.end is not None:
            return self.start, self.end
        found = re.search(r"\s+".join(map(re.escape, self.text.split())), text)
        return found.span() if found else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of seeds.jsonl. Types: direct, mixed, indirect, scare (no one says it), furniture (of the page)."""

    article: str
    type: str
    content: tuple[Piece, ...]
    source: Piece | None
    cue: Piece | None
    speaker: str | None
    kind: str | None

    @property
    def words(self) -> str:
        return " ".join(piece.text for piece in self.content)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a gold row: the quote found for it and whether its speaker is right."""

    row: Row
    quote: Quote | None
    right: bool


def load() -> list[Row]:
    def piece(data: dict[str, Any] | None) -> Piece | None:
        return Piece(**data) if data else None

    rows = []
    for line in (GOLD / "seeds.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        content = tuple(Piece(**item) for item in data.pop("content"))
        rows.append(Row(content=content, source=piece(data.pop("source")), cue=piece(data.pop("cue")), **data))
    return rows


def score(rows: Iterable[Row], extractions: Iterable[Extraction]) -> list[Outcome]:
    """One outcome for each row, in the rows' order by article."""
    by_article = {Path(e.article.path).name: e for e in extractions}
    outcomes: list[Outcome] = []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.article, []).append(row)
    for name, group in groups.items():
        extraction = by_article.get(name)
        outcomes += _score(group, extraction) if extraction else [Outcome(row, None, False) for row in group]
    return outcomes


def right_speaker(row: Row, quote: Quote) -> bool:
    """The named person; for a source without a name, anything but a named person."""
    speaker = quote.speaker
    if row.speaker is None:
        return speaker is None or speaker.kind != "person" or speaker.status != "resolved"
    return speaker is not None and speaker.name in {row.speaker, *PEOPLE.get(row.speaker, ())}


def share_right(outcomes: Iterable[Outcome], *types: str) -> float:
    """Share of the rows of these types that were found with the right speaker."""
    right = [o.right for o in outcomes if o.row.type in types]
    return sum(right) / len(right)


def clusters_expected() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((GOLD / "clusters.toml").read_text(encoding="utf-8"))


def named(rows: Iterable[Row], member: dict[str, str]) -> list[Row]:
    """The direct and mixed rows that a member of clusters.toml names."""
    quoted = (row for row in rows if row.type in ("direct", "mixed"))
    return [row for row in quoted if row.article == member["article"] and member["words"] in row.words]


def cluster_errors(outcomes: Sequence[Outcome], clusters: Iterable[Cluster]) -> list[str]:
    """What is wrong with the clusters, one sentence each."""
    expected = clusters_expected()
    cluster_of = {quote_id: cluster.id for cluster in clusters for quote_id in cluster.members}
    quotes = {outcome.row: outcome.quote for outcome in outcomes}

    def cluster(row: Row) -> str | None:
        quote = quotes[row]
        return cluster_of.get(quote.id) if quote else None

    errors = []
    group_of: dict[Row, str] = {}
    for group in expected["together"]:
        members = [row for member in group.get("members", ()) for row in named(quotes, member)]
        may = [row for member in group.get("may", ()) for row in named(quotes, member)]
        group_of |= dict.fromkeys([*members, *may], group["name"])
        ids = {cluster(row) for row in members}
        if members and (None in ids or len(ids) > 1):
            errors.append(f"{group['name']}: not one cluster: {[(row.article, cluster(row)) for row in members]}")
    for group in expected["apart"]:
        members = [row for member in group["members"] for row in named(quotes, member)]
        for one, other in combinations(members, 2):
            if cluster(one) and cluster(one) == cluster(other):
                errors.append(f"{group['name']}: {one.article} and {other.article} share a cluster")
    for one, other in combinations([row for row in quotes if row.type in ("direct", "mixed") and cluster(row)], 2):
        same = one in group_of and group_of.get(one) == group_of.get(other)
        if cluster(one) == cluster(other) and not same:
            errors.append(f"share a cluster: {one.article} {one.words!r} and {other.article} {other.words!r}")
    return errors


def _score(rows: Sequence[Row], extraction: Extraction) -> list[Outcome]:
    text = extraction.article.text
    words = [match.span() for match in _WORD.finditer(text)]

    def covered(spans: Iterable[tuple[int, int]]) -> set[int]:
        return {i for start, end in spans for i, (s, e) in enumerate(words) if s < end and e > start}

    gold = [covered(span for piece in row.content if (span := piece.find(text))) for row in rows]
    quotes = [(quote, covered((span.start, span.end) for span in quote.content)) for quote in extraction.quotes]
    pairs = [(_overlap(g, p), i, j) for i, g in enumerate(gold) for j, (_, p) in enumerate(quotes)]
    match: dict[int, int] = {}
    for overlap, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if overlap >= MIN_OVERLAP and i not in match and j not in match.values():
            match[i] = j
    outcomes = []
    for i, row in enumerate(rows):
        quote = quotes[match[i]][0] if i in match else None
        if row.type == "furniture":
            quote = next((q for q, p in quotes if p & gold[i]), None)
            right = quote is None
        elif row.type == "scare":
            right = quote is None or quote.speaker is None or quote.speaker.name is None
        else:
            right = quote is not None and right_speaker(row, quote)
        outcomes.append(Outcome(row, quote, right))
    return outcomes


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
