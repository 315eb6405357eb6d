"""Digests of what decides the answers: stored work is repeated where its version differs, and only there."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from claimkit.analysis import ner as nlp
from claimkit.english.lexicon import data_dir, digest_of

READING = ("english", "reader")  # the rooms that make an article of what is in a file …
ANALYSING = ("analysis", "english")  # … and those that decide what is found in its text
# Word lists that reading takes and analysing does not, and those that neither takes: they come in when people, clusters
# and answers are made. Every other list counts for both.
READ_LISTS = frozenset({"boilerplate", "metadata", "outlets"})
LATER_LISTS = frozenset({"hedges", "opposites", "search", "variants", "wires"})

_LEARNED = {".onnx", ".npz", ".json", ".bin"}
_MEANING = "meaning"  # the files of the encoder of meaning, which finds nothing in an article


@cache
def reading() -> str:
    """Version of what reads articles: the release and a digest of its code, word lists and extras."""
    # An extra that is installed later makes readable what was not.
    extras = [name for name in ("pypdfium2",) if find_spec(name)]
    return digest_of(READING, _lists(LATER_LISTS - READ_LISTS), " ".join(extras))


@cache
def analysing() -> str:
    """Version of what analyses articles: the release with a digest of its code and word lists, `/`, and one of the
    models."""
    model = data_dir() / "model"
    learned = [p for p in model.iterdir() if p.suffix in _LEARNED and p.stem != _MEANING]
    learned += (model / "ner").iterdir()
    _, _, models = digest_of((), learned, nlp.installed_model()).partition("+")
    return f"{digest_of(ANALYSING, _lists(LATER_LISTS | READ_LISTS))}/{models}"


def _lists(left_out: frozenset[str]) -> list[Path]:
    return [p for p in (data_dir() / "lexicon").glob("*.toml") if p.stem not in left_out]
