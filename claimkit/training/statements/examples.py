"""Articles whose records people judged, and annotated ones → records with what the judge sees and what they are.

A file of verdicts has one JSON object a line: `article` (file name), `content` (of [start, end]) and `verdict`: `ok`,
`extent` (a statement with a wrong extent), `source` (with a wrong source), `missed` (one that a program had not found)
or `junk` (nobody is said to have said this).

An annotated corpus (brat) that counts plans and acts as attributions says less. Its records count where both mean the
same: one with a partner is a statement if its cue asserts, denies, asks, requests or believes, and one without is none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.analysis import attribution, cues
from claimkit.analysis import ner as nlp
from claimkit.analysis.cues import CueMeaning
from claimkit.analysis.inside import with_inner_claims
from claimkit.analysis.statements.features import StatementFeatures, features
from claimkit.analysis.statements.labels import is_label
from claimkit.analysis.tagger import Tagger
from claimkit.brat import AnnotatedArticle, read_corpus, read_text
from claimkit.english import quotation_marks as marks
from claimkit.errors import InputError
from claimkit.evaluation.annotated import Statement
from claimkit.evaluation.pairing import pair, same_role, units
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.extraction import Attribution
from claimkit.models.types import CueClass, QuoteType

_STATEMENTS = frozenset({"ok", "extent", "source", "missed"})
_AGREED: frozenset[CueClass | None] = frozenset({"assertion", "belief", "denial", "question", "request"})


@dataclass(frozen=True, slots=True, eq=False)
class StatementExample:
    """One record. `statement` and `right` (content and source) are None where nobody says."""

    article: str
    type: QuoteType
    kind: CueClass | None
    label: bool
    confidence: float
    shown: StatementFeatures
    statement: bool | None
    right: bool | None
    doubtful: bool = False


class JudgedArticles(NamedTuple):
    """The records of articles, and how many statements these hold, found or not."""

    examples: list[StatementExample]
    statements: int


class RecordReader:
    """The models up to the cue's meaning, as in use."""

    def __init__(self) -> None:
        self._tagger = Tagger()
        self._cues = cues.CueReader(nlp.load().lemma)

    def read(self, text: str) -> list[tuple[Attribution, CueMeaning | None, StatementFeatures, bool]]:
        """Each record of a text: attribution, meaning of its cue, features, whether it is a label."""
        regions = marks.find_regions(text)
        quoted = marks.mask_quoted(regions, len(text))
        tagging = self._tagger.tag(text, marks.mark_styles(regions, len(text)))
        found = with_inner_claims(text, attribution.attribute(text, regions, quoted, tagging), self._tagger.tag)
        meanings = [self._meaning(text, a) for a in found]
        shown = features(text, quoted, found, meanings, tagging.states)
        return [(a, m, f, is_label(text, a)) for a, m, f in zip(found, meanings, shown, strict=True)]

    def _meaning(self, text: str, a: Attribution) -> CueMeaning | None:
        return None if a.cue is None else self._cues.read(text, a.cue, a.source, a.content, a.type)


def read_verdicts(path: Path, folder: Path, models: RecordReader) -> JudgedArticles:
    """The records of the judged articles. Raises InputError for a file that cannot be read."""
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            by_article[row["article"].removesuffix(".txt")].append({"at": number, **row})
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise InputError(str(path), f"cannot be read as verdicts ({error})") from error
    examples: list[StatementExample] = []
    for name, rows in sorted(by_article.items()):
        text = read_text(folder / f"{name}.txt")
        gold = [Statement(tuple((s, e) for s, e in row["content"]), (), ()) for row in rows]
        for example, partner in _paired(name, text, gold, models):
            verdict = None if partner is None else rows[partner]["verdict"]
            stated = None if verdict is None else verdict in _STATEMENTS
            right = None if verdict is None else verdict in ("ok", "missed")
            examples.append(_told(example, stated, right))
    return JudgedArticles(examples, sum(r["verdict"] in _STATEMENTS for rows in by_article.values() for r in rows))


def read_annotated(folder: Path, models: RecordReader, only: frozenset[str] | None = None) -> list[StatementExample]:
    """The records of an annotated corpus, or of its articles `only`, against their first annotators."""
    articles = [a for a in read_corpus(folder) if only is None or a.name in only]
    return [example for article in articles for example in _annotated(article, models)]


def _annotated(article: AnnotatedArticle, models: RecordReader) -> Iterator[StatementExample]:
    words = WordIndex(article.text)
    gold = [Statement(a.content, a.cue, a.source) for a in article.annotations[0] if a.content]
    for example, partner in _paired(article.name, article.text, gold, models):
        right = partner is not None and same_role(words, gold[partner].source, example.source)
        agreed = example.meaning is not None and (
            example.meaning.kind in _AGREED
            and example.meaning.polarity == "affirmed"
            and example.meaning.modality is None
        )
        yield _told(example, (True if agreed else None) if partner is not None else False, right)


@dataclass(frozen=True, slots=True)
class _Found:
    article: str
    attribution: Attribution
    meaning: CueMeaning | None
    shown: StatementFeatures
    label: bool

    @property
    def source(self) -> tuple[tuple[int, int], ...]:
        source = self.attribution.source
        return ((source.start, source.end),) if source else ()


def _paired(
    name: str, text: str, gold: Sequence[Statement], models: RecordReader
) -> Iterator[tuple[_Found, int | None]]:
    """The records of a text, each with the number of the statement that it shares half of its words with."""
    found = [_Found(name, *row) for row in models.read(text)]
    words = WordIndex(text)
    ours = [Statement(tuple((s.start, s.end) for s in f.attribution.content), (), f.source) for f in found]
    partner = {j: i for i, j in pair(units(words, gold), units(words, ours)).items()}
    return ((f, partner.get(j)) for j, f in enumerate(found))


def _told(found: _Found, statement: bool | None, right: bool | None) -> StatementExample:
    a = found.attribution
    kind = found.meaning.kind if found.meaning else None
    return StatementExample(
        found.article, a.type, kind, found.label, a.confidence, found.shown, statement, right, a.doubtful
    )
