"""What linking needs of articles, as columns: small, quick to read back, and the same however articles are split up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from functools import cache, lru_cache
from hashlib import blake2b
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit._version import digest_of
from claimkit.corpus import clusters, people
from claimkit.corpus.clusters import Columns
from claimkit.corpus.clusters.arrays import Bools, Hashes, Ints, Small
from claimkit.corpus.people import Seen
from claimkit.english.lexicon import data_dir
from claimkit.models import Extraction, Quote, Speaker

# What decides what is kept of an article; a change in any of these makes it stale.
ROOMS = ("corpus", "english")

NOBODY = -1
NO_STEPS, STEPS, NEW_STEPS = range(3)


@dataclass(frozen=True, slots=True)
class Lean:
    """Some articles and all their quotations.

    `articles` are the articles' keys in the store, `quotes` those of their quotations; `article` is each quotation's
    place in `articles`, `speaker` that in `speakers` (-1 for none), and `steps` tells of its evidence: `NO_STEPS`,
    `STEPS`, or `NEW_STEPS` where the list of offices added to the article's own. `compared` are the places of the
    quotations that may be in a cluster, `columns` their words.
    """

    articles: Ints
    article_ids: NDArray[np.bytes_]
    quotes: Ints
    article: Small
    speaker: Small
    steps: NDArray[np.uint8]
    compared: Small
    columns: Columns
    speakers: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What links say of each quotation of a `Lean`, as digests (0: nothing), `how` and place in the cluster (-1)."""

    who: Hashes
    how: NDArray[np.uint8]
    cluster: Hashes
    position: Small


def lean(articles: Sequence[tuple[int, Sequence[int], Extraction]]) -> Lean:
    """Of articles, each with its key, the keys of its quotations and what was found in it."""
    settled = [people.settle(extraction) for _, _, extraction in articles]
    numbers: dict[Seen, int] = {}
    speaker: list[int] = []
    steps: list[int] = []
    for (_, _, before), after in zip(articles, settled, strict=True):
        speaker += [NOBODY if one is None else numbers.setdefault(one, len(numbers)) for one in people.seen(after)]
        steps += [_steps(*speakers) for speakers in zip(before.quotes, after.quotes, strict=True)]
    columns = clusters.columns(settled)[0]
    types = [quote.type for extraction in settled for quote in extraction.quotes]
    compared = np.array([n for n, type_ in enumerate(types) if type_ != "indirect"], dtype=np.int32)
    article = np.repeat(np.arange(len(settled), dtype=np.int32), [len(one.quotes) for one in settled])
    ids = [one.article.id.encode("utf-8", "surrogatepass") for one in settled]
    return Lean(
        articles=np.array([key for key, _, _ in articles], dtype=np.int64),
        article_ids=np.array(ids or [b""], dtype=np.bytes_)[: len(ids)],
        quotes=np.array([key for _, keys, _ in articles for key in keys], dtype=np.int64),
        article=article,
        speaker=np.array(speaker, dtype=np.int32),
        steps=np.array(steps, dtype=np.uint8),
        compared=compared,
        columns=replace(columns, article=article[compared]),
        speakers=tuple(numbers),
    )


def joined(several: Sequence[Lean]) -> Lean:
    """All of them, one after the other; a speaker that several have is one."""
    numbers: dict[Seen, int] = {}
    speakers, compared, columns, of_article = [], [], [], []
    articles = quotes = 0
    for one in several:
        codes = [numbers.setdefault(seen, len(numbers)) for seen in one.speakers]
        table = np.array([*codes, NOBODY], dtype=np.int32)  # the last one serves -1
        speakers.append(table[one.speaker])
        compared.append(one.compared + np.int32(quotes))
        of_article.append(one.article + np.int32(articles))
        columns.append(replace(one.columns, article=one.columns.article + np.int32(articles)))
        articles, quotes = articles + len(one.articles), quotes + len(one.quotes)
    return Lean(
        articles=np.concatenate([one.articles for one in several]),
        article_ids=np.concatenate([one.article_ids for one in several]),
        quotes=np.concatenate([one.quotes for one in several]),
        article=np.concatenate(of_article),
        speaker=np.concatenate(speakers),
        steps=np.concatenate([one.steps for one in several]),
        compared=np.concatenate(compared),
        columns=clusters.joined(columns),
        speakers=tuple(numbers),
    )


def only(one: Lean, kept: Bools) -> Lean:
    """The chosen articles of a part."""
    quotes = kept[one.article]
    compared = quotes[one.compared]
    place = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    quote_place = np.cumsum(quotes, dtype=np.int32) - np.int32(1)
    columns = clusters.only(one.columns, compared)
    speaker = one.speaker[quotes]
    named = np.unique(speaker[speaker != NOBODY])
    numbers = np.full(len(one.speakers) + 1, NOBODY, dtype=np.int32)  # the last one serves -1
    numbers[named] = np.arange(len(named))
    return replace(
        one,
        articles=one.articles[kept],
        article_ids=one.article_ids[kept],
        quotes=one.quotes[quotes],
        article=place[one.article[quotes]],
        speaker=numbers[speaker],
        steps=one.steps[quotes],
        compared=quote_place[one.compared[compared]],
        columns=replace(columns, article=place[columns.article]),
        speakers=tuple(one.speakers[number] for number in named.tolist()),
    )


def without_words(one: Lean) -> Lean:
    """The articles and quotations alone."""
    return replace(one, columns=clusters.joined([]), speakers=())


def packed(one: Lean) -> bytes:
    """As bytes, for `unpacked`."""
    speakers = [[*astuple(seen.speaker), seen.titles] for seen in one.speakers]
    arrays = {f.name: getattr(one, f.name) for f in fields(Lean) if f.name not in ("columns", "speakers")}
    text = json.dumps(speakers, separators=(",", ":")).encode()
    return _pack(
        **arrays,
        speakers=np.frombuffer(text, dtype=np.uint8),
        columns=np.frombuffer(clusters.packed(one.columns), dtype=np.uint8),
    )


def unpacked(data: bytes) -> Lean:
    """The way back. Raises ValueError, KeyError or TypeError for bytes that are something else."""
    arrays = _unpack(data)
    speakers = json.loads(arrays.pop("speakers").tobytes())
    columns = clusters.unpacked(arrays.pop("columns").tobytes())
    return Lean(**arrays, columns=columns, speakers=tuple(_seen(*one) for one in speakers))


def pack_links(one: Links) -> bytes:
    """As bytes, for `unpack_links`."""
    return _pack(**{f.name: getattr(one, f.name) for f in fields(Links)})


def unpack_links(data: bytes) -> Links:
    """The way back. Raises as `unpacked` does."""
    return Links(**_unpack(data))


def join_links(several: Sequence[Links]) -> Links:
    """All of them, one after the other."""
    return Links(**{f.name: np.concatenate([getattr(one, f.name) for one in several]) for f in fields(Links)})


def some_links(one: Links, chosen: Bools | slice) -> Links:
    """Those of the chosen quotations."""
    return Links(**{f.name: getattr(one, f.name)[chosen] for f in fields(Links)})


def number(*parts: object) -> int:
    """A number of 64 bits, not 0, that stands for the parts."""
    data = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


def who(speaker: Speaker) -> int:
    """A number for what makes a store-wide speaker one row."""
    one = speaker
    return _number(one.id, one.name, one.kind, one.wikidata, one.affiliation, one.aliases)


@lru_cache(maxsize=1 << 18)
def _number(*parts: object) -> int:
    return number(*parts)


@cache
def version() -> str:
    """A digest of all that decides what is kept of an article: code and word lists."""
    return digest_of(ROOMS, (data_dir() / "lexicon").glob("*.toml"))


def _steps(before: Quote, after: Quote) -> int:
    if after.speaker is None or not after.speaker.evidence:
        return NO_STEPS
    same = before is after or (before.speaker is not None and before.speaker.evidence == after.speaker.evidence)
    return STEPS if same else NEW_STEPS


def _seen(*row: Any) -> Seen:
    *values, titles = row
    named = dict(zip((f.name for f in fields(Speaker)), values, strict=True))
    named |= {"evidence": (), "aliases": tuple(named["aliases"])}
    return Seen(Speaker(**named), tuple(map(tuple, titles)))


def _pack(**arrays: NDArray[Any]) -> bytes:
    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def _unpack(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
