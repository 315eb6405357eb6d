"""Pairs of what was said and what was printed of it → what is seen of the omissions.

A file of pairs has one object a line: `said`, `quote`, and `label`, `misleading` or `fine`. Where a pair also names the
`transcript` that it is cut from, it is looked up there; otherwise in a transcript made of it and two other quotations.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimkit.checking import Checker, read_sources
from claimkit.checking.judge import Judged, decide, judge
from claimkit.checking.omissions.weighing import Seen, look
from claimkit.checking.quotations import InDraft, around
from claimkit.checking.sources import Source
from claimkit.checking.streams import split_streams
from claimkit.errors import InputError
from claimkit.models.checks import Quotation, Transcript, Turn

Kind = Literal["written", "cut", "whole"]

_SPEAKER = "Ruth Calder"
_SENTENCE = re.compile(r"[A-Z][^.!?\n]{40,220}[.!?]")
_OF_TRANSCRIPT = 70  # of its sentences that are quoted as they are
_SEED = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Words as they were spoken and as they were printed. `file` is the writer's, `transcript` where they are from."""

    file: str
    said: str
    quote: str
    misleads: bool
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class OmissionExample:
    """A pair as the rules judge it, and what is seen of its omissions.

    `kind`: written for the purpose, cut from a transcript, or a sentence of one that is quoted whole.
    """

    pair: Pair
    kind: Kind
    judged: Judged
    asked: InDraft
    seen: Seen


def read_pairs(paths: Iterable[Path]) -> list[Pair]:
    """The pairs of files and folders. Raises InputError for a line that is not one."""
    found = []
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                found.append(_pair(file, number, line))
    if not found:
        raise InputError(", ".join(map(str, paths)), "no pairs (*.jsonl) here")
    return found


def _pair(file: Path, number: int, line: str) -> Pair:
    try:
        row = json.loads(line)
        misleads = {"misleading": True, "fine": False}[row["label"]]
        return Pair(file.stem, str(row["said"]), str(row["quote"]), misleads, str(row.get("transcript", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file}:{number}", f"not a pair of `said`, `quote` and `label` ({error})") from error


def examples(pairs: Sequence[Pair], transcripts: Path | None) -> Iterator[OmissionExample]:
    """An example of each pair whose printed words are found, and sentences of the transcripts that pairs come from."""
    written = [pair for pair in pairs if not pair.transcript]
    for at, pair in enumerate(written):
        others = written[(at * 7 + 3) % len(written)], written[(at * 11 + 5) % len(written)]
        turns = tuple(Turn(_SPEAKER.upper(), text) for text in (others[0].quote, pair.said, others[1].quote))
        yield from _example(pair, "written", Checker([_source(turns)]), _SPEAKER)
    for name in sorted({pair.transcript for pair in pairs if pair.transcript}):
        if transcripts is None:
            raise InputError(name, "pairs are cut from it; say with --transcripts in which folder it is")
        yield from _of_transcript(transcripts / name, [pair for pair in pairs if pair.transcript == name])


def _source(turns: tuple[Turn, ...]) -> Source:
    labels, lines = tuple(turn.speaker for turn in turns), tuple(range(1, len(turns) + 1))
    streams = split_streams(Transcript("said", "said", turns))
    return Source("said", "said", None, None, None, True, False, labels, lines, (None,) * len(turns), streams)


def _of_transcript(path: Path, pairs: Sequence[Pair]) -> Iterator[OmissionExample]:
    """The pairs cut from one transcript, and some of its sentences as they are."""
    sources, failures = read_sources([str(path)])
    for failure in failures:
        raise failure
    checker = Checker(sources)
    for pair in pairs:
        yield from _example(pair, "cut", checker, _speaker_of(sources, pair.said))
    spoken = [
        (source.labels[stream.turns[0]], match.group())
        for source in sources
        for stream in source.words.streams
        for match in _SENTENCE.finditer(stream.text)
    ]
    for speaker, text in random.Random(f"{_SEED} {path.name}").sample(spoken, min(_OF_TRANSCRIPT, len(spoken))):
        yield from _example(Pair("whole", text, text, False, path.name), "whole", checker, speaker)


def _speaker_of(sources: Sequence[Source], said: str) -> str | None:
    """Whose words they are: a stream is one speaker's."""
    begun = said[:25]
    streams = ((source, stream) for source in sources for stream in source.words.streams)
    return next((source.labels[stream.turns[0]] for source, stream in streams if begun in stream.text), None)


def _example(pair: Pair, kind: Kind, checker: Checker, speaker: str | None) -> Iterator[OmissionExample]:
    text = f"“{pair.quote}”" + (f" {speaker} said." if speaker else "")
    asked = around(text, Quotation(pair.quote, 1, 1 + len(pair.quote), "direct", speaker))
    judged = [judge(place, asked) for place in checker.places(asked)]
    best = decide(judged, asked).best or next(iter(judged), None)
    if best is not None and (seen := look(best)) is not None:
        yield OmissionExample(pair, kind, best, asked, seen)
