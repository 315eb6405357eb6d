"""Judged pairs of quotations → the weights of claimkit.corpus.clusters.score, and how good they are. numpy only.

    python -m claimkit.training.pairs PAIRS.jsonl CORPUS

PAIRS has one object a line: `a` and `b`, each {"article": NAME, "spans": [[start, end], …], "src": [[start, end], …]},
and `label`: 1 for one utterance, 0 for two. CORPUS holds metadata.tsv (columns `filename`, `publication_date`) and
folders of brat files (see claimkit.brat); its other quotations are there for the frequencies of words.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from claimkit.brat import AnnotatedArticle, Fragments, read_corpus
from claimkit.corpus import clusters
from claimkit.corpus.clusters import score
from claimkit.corpus.clusters.arrays import Bools, Floats, Ints
from claimkit.corpus.clusters.quote_columns import encode_quotes
from claimkit.corpus.clusters.texts import build_texts
from claimkit.english.quotation_marks import find_regions, outermost
from claimkit.english.text import slug, words
from claimkit.errors import ClaimkitError, InputError
from claimkit.models.record import Article, Extraction, Quote, Speaker

FOLDS = 10
REPEATS = 10
# Variance of the Gaussian prior of standardised weights; 0.1 and 1 give F1 within .003.
PRIOR = 0.3
# Each pair is fitted as it is and with its speakers, its dates and both unknown: (speakers kept, dates kept).
MASKS = ((True, True), (True, False), (False, True), (False, False))

_MIN_WORDS = 4  # as the judged quotations have
_PRONOUNS = frozenset({"he", "she", "i", "they", "who", "it", "we", "him", "her", "his", "me"})
_NO_NAME = frozenset({"The", "A", "An", "Mr", "Mrs", "Ms"})
_CAPITALISED = re.compile(r"[A-Z][\wé'’-]+")
_PARENTHESIS = re.compile(r"\([^()]*\)")

Key = tuple[str, Fragments]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two quotations (their ids), whether they are one utterance, and a number that pairs of one utterance share."""

    first: str
    second: str
    same: bool
    utterance: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: float, found: float, wanted: float) -> Figures:
        """From counts: how many found are right, how many were found, how many there are."""
        return cls(right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1))

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def fit(columns: Floats, same: Bools, prior: float = PRIOR) -> tuple[Floats, float]:
    """Weights and intercept of logistic regression with a Gaussian prior on standardised columns (Newton's method)."""
    mean, spread = columns.mean(0), columns.std(0) + 1e-9
    design = np.column_stack([np.ones(len(columns)), (columns - mean) / spread])
    penalty = np.diag([0.0] + [1 / prior] * columns.shape[1])
    beta = np.zeros(design.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-design @ beta))
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, design.T @ (same - chance) - penalty @ beta)
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    weights = beta[1:] / spread
    return weights, float(beta[0] - weights @ mean)


def features(extractions: Sequence[Extraction], judged: Sequence[JudgedPair]) -> Floats:
    """The features of the judged pairs, words weighed over all `extractions`."""
    found, said_by, speakers = encode_quotes(extractions)
    texts = build_texts(found, said_by, speakers)
    ids = (id_.decode() for id_ in found.ids[texts.entries].tolist())
    row = dict(zip(ids, texts.row.tolist(), strict=True))
    pairs: Ints = np.array([[row[pair.first], row[pair.second]] for pair in judged], dtype=np.int64)
    return score.pair_features(texts, pairs[:, 0], pairs[:, 1])


def cross_validate(columns: Sequence[Floats], judged: Sequence[JudgedPair], repeats: int = REPEATS) -> list[Figures]:
    """Figures for the pairs under each mask; pairs of one utterance are always in the same fold."""
    same = np.array([pair.same for pair in judged])
    counts = np.zeros((len(columns), 2))
    for seed in range(repeats):
        folds = _folds(judged, seed)
        for fold in range(FOLDS):
            held = folds == fold
            weights, intercept = fit(np.concatenate([c[~held] for c in columns]), np.tile(same[~held], len(columns)))
            for number, these in enumerate(columns):
                found = these[held] @ weights + intercept >= 0
                counts[number] += (found & same[held]).sum(), found.sum()
    return [Figures.of(right / repeats, found / repeats, same.sum()) for right, found in counts]


def cross_validate_clusters(
    extractions: Sequence[Extraction], columns: Sequence[Floats], judged: Sequence[JudgedPair]
) -> Figures:
    """Figures for pairs of judged quotations in one cluster, the pairs of an utterance by a model fitted without it."""
    same = np.array([pair.same for pair in judged])
    utterance = {quote: pair.utterance for pair in judged for quote in (pair.first, pair.second) if pair.same}
    folds = _folds(judged, 0)
    fold_of = {pair.utterance: fold for pair, fold in zip(judged, folds, strict=True)}
    quotes = sorted({quote for pair in judged for quote in (pair.first, pair.second)})
    right = found = wanted = 0
    for fold in range(FOLDS):
        held = folds == fold
        model = fit(np.concatenate([c[~held] for c in columns]), np.tile(same[~held], len(columns)))
        place = {
            member: cluster.id for cluster in clusters.cluster(extractions, model=model) for member in cluster.members
        }
        for one, other in combinations(quotes, 2):
            if fold_of.get(utterance.get(one, -1), 0) != fold:
                continue
            together = one in place and place.get(one) == place.get(other)
            truly = one in utterance and utterance.get(one) == utterance.get(other)
            right, found, wanted = right + (together and truly), found + together, wanted + truly
    return Figures.of(right, found, wanted)


def mask(extractions: Iterable[Extraction], speakers: bool, dates: bool) -> list[Extraction]:
    """The extractions with or without their speakers and dates."""
    return [
        Extraction(
            extraction.article if dates else replace(extraction.article, published=None),
            tuple(quote if speakers else replace(quote, speaker=None) for quote in extraction.quotes),
        )
        for extraction in extractions
    ]


def load(pairs: Path, corpus: Path) -> tuple[list[JudgedPair], list[Extraction]]:
    """The judged pairs and all quotations of the corpus, the judged ones among them.

    Raises InputError or UsageError for what cannot be read.
    """
    try:
        rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
        with (corpus / "metadata.tsv").open(encoding="utf-8", newline="") as file:
            dates = {
                row["filename"]: row["publication_date"]
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            }
        wanted: dict[str, dict[Fragments, Fragments]] = defaultdict(dict)
        for row in rows:
            for side in (row["a"], row["b"]):
                wanted[side["article"]][_fragments(side["spans"])] = _fragments(side["src"])
        ends = [(_id(_key(row["a"])), _id(_key(row["b"])), bool(row["label"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(pairs), f"judged pairs or {corpus}/metadata.tsv cannot be read ({error!r})") from error
    folders = sorted(path.parent for path in corpus.glob("*/attributions"))
    articles = [article for folder in folders for article in read_corpus(folder)]
    extractions = [_extraction(article, dates.get(article.name), wanted[article.name]) for article in articles]
    return _grouped(ends), extractions


def _grouped(ends: Sequence[tuple[str, str, bool]]) -> list[JudgedPair]:
    """Pairs that share an utterance get its number, all others a number of their own."""
    root: dict[str, str] = {}

    def find(quote: str) -> str:
        while root.get(quote, quote) != quote:
            quote = root[quote]
        return quote

    for first, second, same in ends:
        if same:
            root[find(first)] = find(second)
    numbers: dict[str, int] = {}
    return [
        JudgedPair(
            first, second, same, numbers.setdefault(find(first) if same else f"{first} {second}", len(numbers))
        )
        for first, second, same in ends
    ]  # fmt: skip


def _folds(judged: Sequence[JudgedPair], seed: int) -> Ints:
    shuffled = np.random.default_rng(seed).permutation(1 + max(pair.utterance for pair in judged))
    folds: Ints = shuffled[[pair.utterance for pair in judged]] % FOLDS
    return folds


def _extraction(article: AnnotatedArticle, published: str | None, judged: dict[Fragments, Fragments]) -> Extraction:
    """The quotations of an article: the judged ones and what else stands between marks inside annotated content."""
    sources = dict(judged)
    taken = [span for fragments in judged for span in fragments]
    quoted = [(region.inner_start, region.inner_end) for region in outermost(find_regions(article.text))]
    for annotation in (one for annotator in article.annotations for one in annotator if one.cue):
        inside = tuple(sorted({cut for a in quoted for b in annotation.content if (cut := _common(a, b)) is not None}))
        if inside and not any(_common(a, b) for a in inside for b in taken):
            sources[inside] = annotation.source
            taken += inside
    quotes: list[Quote] = []
    last: str | None = None
    for fragments in sorted(sources):
        said = _text(article, fragments)
        source = _text(article, sources[fragments])
        if len(words(said)) < _MIN_WORDS and fragments not in judged:
            continue
        # Rough resolution: a pronoun means the last name before it.
        name = _surname(source) or (last if source.lower() in _PRONOUNS else None)
        last = _surname(source) or last
        speaker = Speaker(slug(name), name, "person", "resolved") if name else None
        key = (article.name, fragments)
        quotes.append(Quote(_id(key), article.name, "direct", said, (), None, None, speaker, 1.0))
    return Extraction(Article(article.name, article.name, "", published=published), tuple(quotes))


def _surname(source: str) -> str | None:
    before_comma = _PARENTHESIS.sub("", source).split(",")[0]
    names = [
        name for name in _CAPITALISED.findall(before_comma) if name.lower() not in _PRONOUNS and name not in _NO_NAME
    ]
    return re.sub(r"['’]s?$", "", names[-1]) if names else None


def _text(article: AnnotatedArticle, fragments: Fragments) -> str:
    return " ".join(article.text[start:end].strip() for start, end in fragments)


def _common(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int] | None:
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start < end else None


def _fragments(spans: Iterable[Sequence[int]]) -> Fragments:
    return tuple((int(start), int(end)) for start, end in spans)


def _key(side: dict[str, object]) -> Key:
    return str(side["article"]), _fragments(side["spans"])  # type: ignore[arg-type]


def _id(key: Key) -> str:
    return " ".join([key[0], *(f"{start}-{end}" for start, end in key[1])])


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m claimkit.training.pairs", description="Fit the score of clusters.")
    parser.add_argument("pairs", type=Path, help="JSON Lines of judged pairs")
    parser.add_argument("corpus", type=Path, help="folder with metadata.tsv and folders of brat files")
    options = parser.parse_args(arguments)
    try:
        judged, extractions = load(options.pairs, options.corpus)
    except ClaimkitError as error:
        sys.exit(str(error))
    columns = [features(mask(extractions, *kept), judged) for kept in MASKS]
    weights, intercept = fit(np.concatenate(columns), np.tile([pair.same for pair in judged], len(columns)))
    for name, weight in zip((*score.FEATURES, "intercept"), (*weights, intercept), strict=True):
        write(f"{name:15} {weight:7.2f}")
    for (speakers, dates), figures in zip(MASKS, cross_validate(columns, judged), strict=True):
        known = " and ".join(name for name, there in (("speaker", speakers), ("date", dates)) if there)
        write(f"pairs, {known or 'text only':18} {figures}")
    write(f"{'clusters':25} {cross_validate_clusters(extractions, columns, judged)}")


if __name__ == "__main__":
    main()
