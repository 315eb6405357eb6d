"""What linking keeps in the store, as bytes: each part's columns, and digests of the links last written for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, fields
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters import quote_columns
from claimkit.corpus.columns import CorpusColumns
from claimkit.corpus.link_digests import LinkDigests
from claimkit.corpus.people.article_speakers import ArticleSpeaker
from claimkit.corpus.people.hints import Hint
from claimkit.english.lexicon import data_dir, digest_of
from claimkit.models.record import Member, Speaker

# The rooms that decide what is kept of an article; a change in any of their files makes it stale.
ROOMS = ("corpus", "english")
_TEXTS = ("quote_columns", "speakers", "hints")  # what is kept as bytes, not as arrays


@cache
def version() -> str:
    """A digest of all that decides what is kept of an article: code and word lists."""
    return digest_of(ROOMS, (data_dir() / "lexicon").glob("*.toml"))


def pack_columns(columns: CorpusColumns) -> bytes:
    """The columns as bytes, for `unpack_columns`."""
    speakers = [speaker_row(one) for one in columns.speakers]
    names = [f.name for f in fields(CorpusColumns) if f.name not in _TEXTS]
    return _pack(
        **{name: getattr(columns, name) for name in names},
        speakers=_pack_text(speakers),
        hints=_pack_text([hint_row(hint) for hint in columns.hints]),
        quote_columns=np.frombuffer(quote_columns.pack(columns.quote_columns), dtype=np.uint8),
    )


def unpack_columns(data: bytes) -> CorpusColumns:
    """The columns that `pack_columns` wrote. Raises ValueError, KeyError or TypeError for other bytes."""
    arrays = _unpack(data)
    speakers = json.loads(arrays.pop("speakers").tobytes())
    hints = json.loads(arrays.pop("hints").tobytes())
    words = quote_columns.unpack(arrays.pop("quote_columns").tobytes())
    return CorpusColumns(
        **arrays,
        quote_columns=words,
        speakers=tuple(speaker_from(row) for row in speakers),
        hints=tuple(hint_from(row) for row in hints),
    )


def pack_digests(digests: LinkDigests) -> bytes:
    """The digests as bytes, for `unpack_digests`."""
    return _pack(**{f.name: getattr(digests, f.name) for f in fields(LinkDigests)})


def unpack_digests(data: bytes) -> LinkDigests:
    """The digests that `pack_digests` wrote. Raises as `unpack_columns` does."""
    return LinkDigests(**_unpack(data))


def speaker_row(one: ArticleSpeaker) -> list[Any]:
    """A speaker as values for JSON, for `speaker_from`."""
    return [*astuple(one.speaker), one.titles]


def speaker_from(row: Sequence[Any]) -> ArticleSpeaker:
    """The speaker that `speaker_row` took apart."""
    *values, titles = row
    named = dict(zip((f.name for f in fields(Speaker)), values, strict=True))
    members = tuple(Member(*one) for one in named["members"])
    named |= {"evidence": (), "aliases": tuple(named["aliases"]), "members": members}
    return ArticleSpeaker(Speaker(**named), tuple(map(tuple, titles)))


def hint_row(hint: Hint) -> list[Any]:
    """A hint as values for JSON, for `hint_from`."""
    return list(astuple(hint))


def hint_from(row: Sequence[Any]) -> Hint:
    """The hint that `hint_row` took apart."""
    named = dict(zip((f.name for f in fields(Hint)), row, strict=True))
    return Hint(**named | {"candidates": tuple(named["candidates"])})


def _pack_text(values: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(values, separators=(",", ":")).encode(), dtype=np.uint8)


def _pack(**arrays: NDArray[Any]) -> bytes:
    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def _unpack(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
