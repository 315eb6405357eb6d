"""People and clusters from the columns of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from claimkit.corpus.clusters.arrays import Ints, Small, expand_ranges, unique
from claimkit.corpus.clusters.clustering import Groups, cluster_columns, cluster_id
from claimkit.corpus.clusters.quote_columns import NO_IDENTITY, Identity, QuoteColumns, speaker_identity
from claimkit.corpus.columns import CorpusColumns
from claimkit.corpus.people.article_speakers import Form
from claimkit.corpus.people.canonical import name_speakers
from claimkit.corpus.people.entity import NamedSpeaker
from claimkit.corpus.same_words import Printed, lend, lent_names
from claimkit.models.collection import PersonEntry

_ARTICLE_BITS = 32


@dataclass(frozen=True, slots=True)
class Solution:
    """Who said what, and the clusters of the quotations in `CorpusColumns.compared`.

    `named` is who each of `CorpusColumns.speakers` is, and after these those whose names other articles lend;
    `speaker` is the index in `named` of each quotation's speaker (`NOBODY` for none).
    """

    named: list[NamedSpeaker]
    speaker: Small
    groups: Groups

    def cluster_id(self, columns: CorpusColumns, representative: int) -> str:
        """The id of the cluster whose representative has this number among the compared quotations."""
        return cluster_id(columns.quote_columns.id_at(representative))


def solve(columns: CorpusColumns, people_file: Sequence[PersonEntry]) -> Solution:
    """Names the speakers and clusters the quotations of all articles; depends on nothing else."""
    # Two copies of an article count as one.
    article = np.unique(columns.article_ids, return_inverse=True)[1].astype(np.int64)
    named = name_speakers(columns.speakers, _count_forms(columns, article), people_file)
    identities: dict[Identity, int] = {NO_IDENTITY: 0}
    codes = [identities.setdefault(speaker_identity(one.speaker), len(identities)) for one in named]
    # Index -1, no speaker, finds the last one.
    said_by = np.array([*codes, 0], dtype=np.int64)[columns.speaker[columns.compared]]
    words = replace(columns.quote_columns, article=article[columns.quote_columns.article].astype(np.int32))
    groups = cluster_columns(words, said_by, list(identities))
    return _with_lent_names(columns, Solution(named, columns.speaker, groups), words)


def _with_lent_names(columns: CorpusColumns, solution: Solution, words: QuoteColumns) -> Solution:
    """The solution with the names that other articles give the speakers whom their own leaves open."""
    printed = Printed(
        words,
        columns.speaker[columns.compared],
        columns.hint,
        solution.groups.representative,
        [one.speaker for one in solution.named],
        columns.hints,
    )
    lent = lent_names(printed)
    if not lent:
        return solution
    lenders = sorted(set(lent.values()))
    number = {lender: len(solution.named) + n for n, lender in enumerate(lenders)}
    speaker = solution.speaker.copy()
    for entry, lender in lent.items():
        speaker[columns.compared[entry]] = number[lender]
    return replace(solution, named=solution.named + [lend(printed.speakers[one]) for one in lenders], speaker=speaker)


def _count_forms(columns: CorpusColumns, article: Ints) -> dict[Form, tuple[int, int]]:
    """In how many articles and quotations each form of a name occurs (as `article_speakers.count_forms`, on arrays)."""
    forms: dict[Form, int] = {}
    codes = [[forms.setdefault(form, len(forms)) for form in one.forms] for one in columns.speakers]
    flat = np.array([code for several in codes for code in several], dtype=np.int64)
    number = np.array([*map(len, codes), 0], dtype=np.int64)  # index -1, no speaker, finds the last one
    starts = np.cumsum(number) - number
    several = number[columns.speaker]
    form = flat[expand_ranges(starts[columns.speaker], several)[0]]
    of_article = np.repeat(article[columns.article], several)
    quotes = np.bincount(form, minlength=len(forms))
    pairs = unique(form << _ARTICLE_BITS | of_article)
    articles = np.bincount(pairs >> _ARTICLE_BITS, minlength=len(forms))
    return dict(zip(forms, zip(articles.tolist(), quotes.tolist(), strict=True), strict=True))
