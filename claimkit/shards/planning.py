"""Inputs cut into shards of equally many articles, in the order of their paths."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimkit import reader
from claimkit.errors import InputError, UsageError
from claimkit.reader.file_formats import FORMAT_OF, FORMATS
from claimkit.reader.files import suffix

Count = Callable[[Sequence[reader.Source]], Iterator[tuple[reader.Source, int]]]
Row = tuple[str, int, int, int]  # path, bytes, first item, last item


@dataclass(frozen=True, slots=True)
class Slice:
    """The items of one file from number `first` up to `last`."""

    source: reader.Source
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The shards of a run; `failures` are inputs that were not found."""

    shards: tuple[tuple[Slice, ...], ...]
    failures: tuple[InputError, ...]

    @property
    def rows(self) -> list[list[Row]]:
        """What tells one plan from another."""
        return [[(s.source.path, _size(s.source), s.first, s.last) for s in shard] for shard in self.shards]

    @property
    def digest(self) -> str:
        """A digest of `rows`."""
        return hashlib.sha256(json.dumps(self.rows).encode()).hexdigest()[:20]


def make_plan(paths: Sequence[str], options: reader.Options, size: int, count: Count) -> Plan:
    """Shards of `size` articles; `count` counts the articles of files that may hold several."""
    if reader.STDIN in paths:
        raise UsageError("a run over shards reads files, not standard input; name files or folders")
    found = reader.find(paths, options)
    sources = [one for one in found if not isinstance(one, InputError)]
    several = {one.path: 0 for one in sources if _holds_several(one, options)}
    several.update((source.path, n) for source, n in count([s for s in sources if s.path in several]))
    slices = ((source, several.get(source.path, 1)) for source in sources)
    return Plan(tuple(_cut(slices, size)), tuple(one for one in found if isinstance(one, InputError)))


def count_items(source: reader.Source, options: reader.Options) -> int:
    """How many articles a file holds, failures included; at least one, so that its failure is told."""
    return max(1, sum(1 for _ in reader.items(source, None, options)))


def _cut(files: Iterable[tuple[reader.Source, int]], size: int) -> Iterator[tuple[Slice, ...]]:
    shard: list[Slice] = []
    room = size
    for source, number in files:
        first = 0
        while first < number:
            last = min(number, first + room)
            shard.append(Slice(source, first, last))
            room -= last - first
            first = last
            if not room:
                yield tuple(shard)
                shard, room = [], size
    if shard:
        yield tuple(shard)


def _holds_several(source: reader.Source, options: reader.Options) -> bool:
    """Whether the file may hold more than one article, by its name."""
    name = options.input_format or FORMAT_OF.get(suffix(source.path), "packed")
    return (name not in FORMATS and name != "auto") or (name in FORMATS and FORMATS[name].split is not None)


def _size(source: reader.Source) -> int:
    try:
        return Path(source.file).stat().st_size
    except (OSError, ValueError):
        return -1
