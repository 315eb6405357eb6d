"""Articles whose speakers were named by people → mentions with candidates, features and which candidates are right.

A file of speakers has one JSON object a line: `article` (file name), `source`, `cue`, `content` (of [start, end]),
`kind` (person, org, group, unnamed, author, unknown) and `speaker` (names; several speak jointly); `verdict` where a
reader judged a program's records: `junk` and `extent` are left out. An object without a `kind` is an attribution whose
speaker nobody looked for: it stands around the others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit import reader
from claimkit.analysis import attribution
from claimkit.analysis import ner as nlp
from claimkit.analysis.parsed_sources import with_parsed_sources
from claimkit.analysis.resolution import resolver
from claimkit.analysis.resolution.whom import corrections, decide, table, vetoes
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Candidate, Scene
from claimkit.analysis.tagger import Tagger
from claimkit.english import quotation_marks as marks
from claimkit.english import text as texts
from claimkit.errors import InputError
from claimkit.evaluation.annotated import Statement
from claimkit.evaluation.pairing import pair, units
from claimkit.evaluation.speaker_scores import same_person
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.extraction import Attribution, JudgedAttribution, Mention, States
from claimkit.models.record import Article, Span
from claimkit.models.types import QuoteType

Floats = NDArray[np.float32]
Row = Mapping[str, Any]

_SKIPPED = frozenset({"junk", "extent"})
_KINDS = {"group": "group", "author": "author", "unknown": "unknown", "org": "org"}


@dataclass(frozen=True, slots=True)
class MentionExample:
    """One mention: which of its candidates are right, and what the rules answered.

    `spans` says where it comes from: `record` (found by the tagger) or `gold` (as annotated). `curve` is the kind of
    source, `how` how the annotators say that the words name the speaker.
    """

    article: str
    spans: str
    kind: str
    how: str
    curve: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    ruled_out: tuple[bool, ...]
    rule: Candidate
    rule_right: bool
    undecided: bool
    matrix: Floats
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """What the models make of one article."""

    text: str
    mentions: Sequence[Mention]
    found: Sequence[Attribution]
    states: States
    quoted: bytearray


class ArticleReader:
    """The recogniser and the tagger, as in use."""

    def __init__(self) -> None:
        self._recogniser, self._tagger = nlp.load(), Tagger()

    def read(self, text: str) -> Read:
        """Mentions, attributions and states of one clean text."""
        regions = marks.find_regions(text)
        quoted = marks.mask_quoted(regions, len(text))
        tagging = self._tagger.tag(text, marks.mark_styles(regions, len(text)))
        certain = (a for a in attribution.attribute(text, regions, quoted, tagging) if not a.doubtful)
        drafts = [JudgedAttribution(a, 1.0) for a in certain]
        found = [j.attribution for j in with_parsed_sources(text, drafts, self._recogniser.parse)]
        assert tagging.states is not None
        return Read(text, self._recogniser.mentions(text), found, tagging.states, quoted)


def read_corpus(
    speakers: Path, folder: Path, models: ArticleReader | None = None, weight: float = 1.0
) -> Iterator[MentionExample]:
    """All mentions of the articles in `folder` that `speakers` names; each counts `weight`. Raises InputError."""
    models = models or ArticleReader()
    rows: dict[str, list[Row]] = defaultdict(list)
    try:
        for line in speakers.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("verdict") not in _SKIPPED and not row.get("optional"):
                rows[Path(row["article"]).name.removesuffix(".txt")].append(row)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(speakers), f"is not a file of speakers ({error!r})") from error
    for stem, gold in sorted(rows.items()):
        article = next(iter(reader.read([str(folder / f"{stem}.txt")])), None)
        if not isinstance(article, Article):
            raise InputError(str(folder / f"{stem}.txt"), "cannot be read")
        yield from (replace(example, weight=weight) for example in article_examples(stem, article, gold, models))


def article_examples(
    stem: str, article: Article, gold: Sequence[Row], models: ArticleReader
) -> Iterator[MentionExample]:
    """The mentions of one article: those that the tagger finds, and the annotated ones."""
    clean = texts.clean_text(article.text, article.cuts)
    rows = [_moved(row, clean) for row in gold]
    read = models.read(clean.text)
    matched = _match(clean.text, rows, read.found)
    yield from _examples(stem, "record", read, read.found, [(j, rows[i]) for i, j in matched.items()])
    annotated = [(row, a) for row in rows if (a := _attribution(row, read)) is not None]
    asked = [(i, row) for i, (row, _) in enumerate(annotated)]
    yield from _examples(stem, "gold", read, [a for _, a in annotated], asked)


def _moved(row: Row, clean: texts.Cleaned) -> dict[str, Any]:
    """The row with offsets of the clean text, and its names as a list."""
    moved = dict(row)
    for part in ("source", "cue", "content"):
        spans = (clean.clean_range(*span) for span in row.get(part) or [])
        moved[part] = [span for span in spans if span[0] < span[1]]
    names = row.get("speaker") or []
    moved["speaker"] = [names] if isinstance(names, str) else list(names)
    return moved


def _match(text: str, rows: Sequence[Row], found: Sequence[Attribution]) -> dict[int, int]:
    words = WordIndex(text)
    gold = [Statement(tuple(row["content"])) for row in rows]
    records = [Statement(tuple((c.start, c.end) for c in a.content)) for a in found]
    return pair(units(words, gold), units(words, records))


def _attribution(row: Row, read: Read) -> Attribution | None:
    """An annotated row as the tagger would hand it over."""
    text = read.text
    content = tuple(Span(s, e, text[s:e]) for s, e in sorted(row["content"]))
    if not content or row.get("verdict") not in (None, "ok"):
        return None
    letters = [bool(read.quoted[i]) for s in content for i in range(s.start, s.end) if text[i].isalnum()]
    share = sum(letters) / max(1, len(letters))
    kind: QuoteType = row.get("type") or ("direct" if share >= 0.9 else "mixed" if share else "indirect")
    return Attribution(kind, content, _whole(row["cue"], text), _whole(row["source"], text), 1.0)


def _whole(spans: Sequence[tuple[int, int]], text: str) -> Span | None:
    if not spans:
        return None
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return Span(start, end, text[start:end])


def _examples(
    stem: str, spans: str, read: Read, attributions: Sequence[Attribution], asked: Sequence[tuple[int, Row]]
) -> Iterator[MentionExample]:
    asked = [(i, row) for i, row in asked if row.get("kind")]
    if not asked:
        return
    done = resolver.first_pass(read.text, read.mentions, attributions, read.states)
    scene = Scene(done.walk, done.readings, done.genders, read.states)
    place = {i: k for k, i in enumerate(done.order)}
    profiles = Profiles.of(scene)
    for i, row in asked:
        k = place[i]
        rows = table.rows(scene, k, profiles)
        right = tuple(_right(scene, c, row) for c in rows.candidates)
        yield MentionExample(
            stem,
            spans,
            row["kind"],
            row.get("how") or "other",
            corrections.curve(scene, k),
            rows.candidates,
            right,
            tuple(any(veto(scene, k, c) for veto in vetoes.VETOES) for c in rows.candidates),
            scene.said[k],
            any(r and c == scene.said[k] for r, c in zip(right, rows.candidates, strict=True)),
            decide.undecided(scene, k),
            rows.matrix,
        )


def _right(scene: Scene, candidate: Candidate, row: Row) -> bool:
    """Whether a candidate is the row's speaker."""
    names = row["speaker"]
    own = [scene.people[p].name.text for p in candidate.people]
    if row["kind"] == "person":
        if candidate.kind not in ("person", "joint") or len(own) > len(names) or (len(own) > 1) != (len(names) > 1):
            return False
        return all(any(same_person(name, other) for other in own) for name in names)
    if row["kind"] == "unnamed":
        return candidate.kind in ("group", "stranger")
    return candidate.kind == _KINDS.get(row["kind"], "unknown")
