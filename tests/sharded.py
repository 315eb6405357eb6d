"""Articles written as the shards of a run, and linked in so many pieces: for tests of what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimkit import reader
from claimkit.corpus import assign, cluster, share_names, unify
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Speaker
from claimkit.shards import linking
from claimkit.shards.answers import quote_of
from claimkit.shards.engines import Here
from claimkit.shards.folder import Folder
from claimkit.shards.mapping import Found, Shard, write_parts

Links = dict[str, tuple[Speaker | None, str | None, str | None, int | None]]


def linked(
    corpus: Sequence[Extraction], folder: Path, shards: int, *, people: Sequence[PersonEntry] = (), few: int = 0
) -> Links:
    """By quotation: its speaker, cluster, that cluster's representative and its place, as shards give them.

    There are as many pieces as shards; `few` as in `linking.link_shards`.
    """
    out = Folder(str(folder))
    size = -(-len(corpus) // shards)
    marks = {}
    for number in range(shards):
        found = Found(list(corpus[number * size : (number + 1) * size]))
        found.origins = [dict.fromkeys(_ORIGIN, one.article.path) for one in found.extractions]
        marks[number] = write_parts(Shard(number, (), out, reader.DEFAULT, "", 60.0), found)
    done = linking.link_shards(out, marks, people, Here(), share=1, few=few)
    links: Links = {}
    for name in done["files"]:
        table = out.read_table(f"{done['answer']}/{name}", ["quote", "representative", "position"])
        for data, best, position in zip(*(column.to_pylist() for column in table.columns), strict=True):
            quote = quote_of(data)
            links[quote.id] = quote.speaker, quote.cluster, best, position
    return links


_ORIGIN = ("location", "file", "digest", "content", "reading", "version")


def expected(corpus: Sequence[Extraction], people: Sequence[PersonEntry] = ()) -> Links:
    """The same, as one machine gives them."""
    named = unify(corpus, people)
    clusters = cluster(named)
    places = {
        member: (one.id, one.representative, number) for one in clusters for number, member in enumerate(one.members)
    }
    lent = share_names(assign(named, clusters))
    return {
        quote.id: (quote.speaker, *places.get(quote.id, (None, None, None))) for one in lent for quote in one.quotes
    }
