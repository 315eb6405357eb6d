"""Fills the offsets of seeds.jsonl in from its strings: python tests/gold/locate.py

Run it after a sample article or the gold changed. A content string must stand in its article once. Source and cue are
taken where they stand nearest to the content and outside it; offsets that are right already are kept, so a choice made
by hand stays. HTML gets no offsets, because claimkit stores the main text of such a page and not the page.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "seeds.jsonl"
SEEDS = Path(__file__).parent.parent.parent / "seeds"

Piece = dict[str, Any]


def locate(lines: list[str]) -> list[str]:
    """The lines of seeds.jsonl with offsets. Raises ValueError for a string that is missing or not unique."""
    done = []
    for line in lines:
        row = json.loads(line)
        if not row["article"].endswith(".html"):
            text = (SEEDS / row["article"]).read_bytes().decode("utf-8")
            _fill(row, text)
        done.append(json.dumps(row, ensure_ascii=False))
    return done


def _fill(row: dict[str, Any], text: str) -> None:
    for piece in row["content"]:
        if not _right(piece, text):
            places = _places(piece["text"], text)
            if len(places) != 1:
                raise ValueError(f"{row['article']}: {piece['text']!r} stands there {len(places)} times")
            piece["start"], piece["end"] = places[0]
    spans = [(piece["start"], piece["end"]) for piece in row["content"]]
    for piece in filter(None, (row["source"], row["cue"])):
        if not _right(piece, text):
            outside = [p for p in _places(piece["text"], text) if all(p[1] <= s or e <= p[0] for s, e in spans)]
            if not outside:
                raise ValueError(f"{row['article']}: {piece['text']!r} is not there")
            piece["start"], piece["end"] = min(outside, key=lambda p: min(max(s - p[1], p[0] - e) for s, e in spans))


def _right(piece: Piece, text: str) -> bool:
    return "start" in piece and text[piece["start"] : piece["end"]] == piece["text"]


def _places(words: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


if __name__ == "__main__":
    try:
        lines = locate(GOLD.read_text(encoding="utf-8").splitlines())
    except ValueError as error:
        sys.exit(str(error))
    GOLD.write_text("\n".join(lines) + "\n", encoding="utf-8")
