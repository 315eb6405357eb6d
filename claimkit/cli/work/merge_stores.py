"""Several stores written as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimkit.cli.exit_codes import finish
from claimkit.cli.guard import check_target
from claimkit.cli.terminal import complain, notice
from claimkit.errors import UsageError
from claimkit.output.labels import counted
from claimkit.runs.merging import merge


def merge_stores(stores: Sequence[str], output: str, force: bool, quiet: bool) -> None:
    """Write `stores` to `output`; conflicts are lines on stderr."""
    if len(stores) < 2:
        raise UsageError("name at least two stores to merge")
    if output == "-":
        raise UsageError("a store is a file; name one with -o")
    for at, store in enumerate(stores):
        if any(_same(Path(store), Path(other)) for other in stores[:at]):
            raise UsageError(f"{store}: is named twice; name different stores")
    check_target(output, stores, force)
    done = merge(stores, output)
    for conflict in done.conflicts:
        complain(conflict)
    articles, records = counted(done.articles, "article"), counted(done.records, "record")
    notice(f"{output}: {articles} and {records} from {len(stores)} stores", quiet)
    finish(done.articles)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
