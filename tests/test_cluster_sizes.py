"""Nothing about a pair of quotations depends on how many others there are: not its runs of words, not its score."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.corpus.clusters import block, quote_columns, score, shared_runs
from claimkit.corpus.clusters.quote_columns import encode_quotes
from claimkit.corpus.clusters.texts import build_texts, rank_by_fullness
from claimkit.models.record import Extraction

from test_clusters import printed

WORDS = [f"{first}{second}" for first in ("ba", "do", "ki", "lu", "me") for second in ("ran", "tol", "vis", "gem")]


@pytest.fixture
def corpus() -> list[Extraction]:
    rng = np.random.default_rng(5)
    said = [rng.choice(WORDS, size=8).tolist() for _ in range(40)]
    return [printed(number, " ".join(said[number % 40][number // 40 :])) for number in range(120)]


def test_runs_are_told_apart_by_all_bits_of_their_hashes(corpus: list[Extraction]) -> None:
    texts = build_texts(*encode_quotes(corpus))
    starts = np.flatnonzero(texts.row_at[:-2] == texts.row_at[2:])
    hashes = shared_runs.run_hashes(texts.hashes, texts.words, 3, starts)
    distinct, times = np.unique(hashes, return_counts=True)
    bits = 62  # as in a corpus so large that two bits of a hash are left
    packed = (hashes >> np.uint64(bits) << np.uint64(bits)) | starts.astype(np.uint64)
    found, offsets = shared_runs._recurring(packed, texts.hashes, texts.words, 3, bits)
    assert sorted(found.tolist()) == sorted(np.repeat(distinct, times)[np.repeat(times > 1, times)].tolist())
    assert (shared_runs.run_hashes(texts.hashes, texts.words, 3, offsets) == found).all()


def test_words_beyond_the_last_code_point_are_told_apart(
    corpus: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = build_texts(*encode_quotes(corpus))
    first, second = block.candidate_pairs(texts, rank_by_fullness(texts))
    before = score.wording_odds(texts, first, second)
    monkeypatch.setattr(score, "_POINTS", 17)  # fewer than there are words
    assert len(texts.hashes) == len(WORDS) > 17
    assert (score.wording_odds(texts, first, second) == before).all()


def test_quotations_with_more_words_than_code_points_are_encoded_apart(
    corpus: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, *_ = encode_quotes(corpus)
    monkeypatch.setattr(quote_columns, "_LAST_CODE_POINT", 10)
    after, *_ = encode_quotes(corpus)
    assert (after.wordings == before.wordings).all()
    assert (after.vocabulary[after.words] == before.vocabulary[before.words]).all()
