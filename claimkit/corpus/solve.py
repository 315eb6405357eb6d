"""People and clusters from the lean columns of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from claimkit.corpus import clusters, people
from claimkit.corpus.cache import Lean
from claimkit.corpus.clusters import Groups
from claimkit.corpus.clusters.arrays import Ints, unique
from claimkit.corpus.clusters.columns import NOBODY, Identity
from claimkit.corpus.people import Form, Named
from claimkit.models import PersonEntry

_ARTICLE_BITS = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom each of `Lean.speakers` is, and the clusters of the quotations that `Lean.compared` counts."""

    named: list[Named]
    groups: Groups


def answer(whole: Lean, people_file: Sequence[PersonEntry]) -> Answer:
    """What the articles say together; it depends on nothing but them."""
    # Two copies of an article are one article.
    article = np.unique(whole.article_ids, return_inverse=True)[1].astype(np.int64)
    named = people.name(whole.speakers, _counts(whole, article), people_file)
    identities: dict[Identity, int] = {NOBODY: 0}
    codes = [identities.setdefault(clusters.identity(one.speaker), len(identities)) for one in named]
    said_by = np.array([*codes, 0], dtype=np.int64)[whole.speaker[whole.compared]]  # the last one serves -1
    columns = replace(whole.columns, article=article[whole.columns.article].astype(np.int32))
    return Answer(named, clusters.grouped(columns, said_by, list(identities)))


def _counts(whole: Lean, article: Ints) -> dict[Form, tuple[int, int]]:
    """In how many articles and quotations each form of a name stands."""
    forms: dict[Form, int] = {}
    codes = [-1 if seen.form is None else forms.setdefault(seen.form, len(forms)) for seen in whole.speakers]
    form = np.array([*codes, -1], dtype=np.int64)[whole.speaker]
    counted = form >= 0
    quotes = np.bincount(form[counted], minlength=len(forms))
    pairs = unique(form[counted] << _ARTICLE_BITS | article[whole.article[counted]])
    articles = np.bincount(pairs >> _ARTICLE_BITS, minlength=len(forms))
    return dict(zip(forms, zip(articles.tolist(), quotes.tolist(), strict=True), strict=True))
