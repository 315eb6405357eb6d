"""Records held against their files, and those printed that do not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from claimkit.checking.claimed import read_claimed
from claimkit.checking.verify import verify
from claimkit.cli.exit_codes import ExitCode
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import OutputOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import Progress, notice
from claimkit.errors import UsageError
from claimkit.models.verified import Claimed, Verified
from claimkit.output.labels import counted
from claimkit.output.records.verified import VERIFIED


def verify_records(paths: Sequence[str], root: str | None, printing: OutputOptions, quiet: bool) -> None:
    """Print the records that do not hold; exit code 1 if there is one."""
    sink = choose_sink(printing, paths)
    if root is not None and not Path(root).is_dir():
        raise UsageError(f"--root {root}: no such folder; name the one that the records' paths begin in")
    records: list[Claimed] = [record for path in paths for record in read_claimed(path)]
    with Progress(quiet) as progress, Interrupt(progress, None) as interrupt:
        found = list(_told(verify(records, root), len(records), interrupt))
        progress.end()
    broken = [one for one in found if one.finding != "holds"]
    show(broken, VERIFIED, sink)
    notice(_summary(found), quiet)
    if broken:
        raise typer.Exit(ExitCode.nothing)


def _told(found: Iterator[Verified], number: int, interrupt: Interrupt) -> Iterator[Verified]:
    for at, one in enumerate(found, start=1):
        interrupt.update(at, at / number)
        yield one


def _summary(found: Sequence[Verified]) -> str:
    counts = Counter(one.finding for one in found)
    holding = counts.pop("holds", 0)
    rest = "".join(f", {number:,} {finding}" for finding, number in counts.most_common())
    return f"{counted(len(found), 'record')}: {holding:,} hold{'s' if holding == 1 else ''}{rest}"
