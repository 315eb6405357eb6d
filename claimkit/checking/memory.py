"""What was read once: sources taken apart, kept in the user's cache folder under a digest of their content.

Everything in it can be made again. A file of it that is damaged, or of another release, is as if it were not there; a
folder that cannot be written is no reason to stop.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from claimkit.checking.streams import Stream, Streams
from claimkit.english import lexicon
from claimkit.models.checks import Transcript
from claimkit.writing import replacing


class Kept(NamedTuple):
    """A source taken apart: whose turns they are, where they are, and the words."""

    id: str
    labelled: bool
    labels: tuple[str | None, ...]
    lines: tuple[int | None, ...]
    times: tuple[str | None, ...]
    words: Streams


def of_transcript(transcript: Transcript, words: Streams) -> Kept:
    """What is kept of a transcript."""
    turns = transcript.turns
    labels, lines, times = (tuple(getattr(turn, key) for turn in turns) for key in ("speaker", "line", "time"))
    return Kept(transcript.id, transcript.labelled, labels, lines, times, words)


def folder() -> Path:
    """Where it is kept: `$XDG_CACHE_HOME/claimkit`, `~/.cache/claimkit`, or where the system has its caches."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "claimkit"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "claimkit" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "claimkit"
    return Path.home() / ".cache" / "claimkit"


def recall(key: str) -> Kept | None:
    """The source that was kept under `key`."""
    try:
        with np.load(_file(key), allow_pickle=False) as found:
            arrays = {name: found[name] for name in ("codes", "starts", "ends", "slips", "bounds", "facts")}
        facts = json.loads(arrays["facts"].tobytes())
        labels, lines, times = (_column(facts, key) for key in ("labels", "lines", "times"))
        return Kept(str(facts["id"]), bool(facts["labelled"]), labels, lines, times, _streams(facts, arrays))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, zipfile.BadZipFile):
        return None


def keep(key: str, kept: Kept) -> None:
    """Keep a source; nothing happens where the folder cannot be written."""
    words = kept.words
    facts = {
        **{name: getattr(kept, name) for name in ("id", "labelled", "labels", "lines", "times")},
        "streams": [[stream.speaker, stream.text, stream.starts, stream.turns] for stream in words.streams],
    }
    file = _file(key)
    with suppress(OSError, RuntimeError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as part:
            np.savez(
                part,
                codes=words.codes,
                starts=words.starts,
                ends=words.ends,
                slips=words.slips,
                bounds=np.array(words.bounds, dtype=np.int64),
                facts=np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8),
            )


def _file(key: str) -> Path:
    return folder() / "sources" / f"{_version()}-{key[:40]}.npz"


@cache
def _version() -> str:
    """A digest of the code that takes sources apart: what an older release kept is not taken for this one's."""
    data = [lexicon.data_dir() / "lexicon" / f"{name}.toml" for name in ("checking", "variants")]
    rooms = ("checking", "corpus", "english", "reader", "wording")
    return lexicon.digest_of(rooms, data).rpartition("+")[2]


def _column(facts: dict[str, Any], name: str) -> tuple[Any, ...]:
    if not isinstance(facts[name], list) or len(facts[name]) != len(facts["labels"]):
        raise TypeError
    return tuple(facts[name])


def _streams(facts: dict[str, Any], arrays: dict[str, Any]) -> Streams:
    rows = facts["streams"]
    if not isinstance(rows, list):
        raise TypeError
    streams = tuple(Stream(speaker, text, tuple(starts), tuple(turns)) for speaker, text, starts, turns in rows)
    bounds = tuple(int(bound) for bound in arrays["bounds"])
    return Streams(streams, bounds, arrays["codes"], arrays["starts"], arrays["ends"], arrays["slips"])
