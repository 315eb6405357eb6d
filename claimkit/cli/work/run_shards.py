"""A run over shards, with its progress and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.cli.exit_codes import finish
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import ReadingOptions
from claimkit.cli.terminal import Progress, complain, notice, write
from claimkit.cli.work.read_articles import cores, load_people, reading_options
from claimkit.errors import UsageError
from claimkit.output.labels import counted
from claimkit.runs import executors
from claimkit.runs.told import told_apart
from claimkit.shards import running
from claimkit.shards.engines import Where
from claimkit.shards.running import Settings

_TOLD = 1_000  # failures that are told one by one; a run over an archive may have a million


def run_shards(
    path: Sequence[str],
    out: str,
    jobs: int,
    scheduler: str | None,
    scheduler_file: str | None,
    shard: int,
    retries: int,
    deadline: float,
    only_map: bool,
    reading: ReadingOptions,
) -> None:
    """Run, and tell each failure and then the numbers; exit code 3 if an input failed."""
    if not path:
        raise UsageError("nothing to read; name files or folders, or ask with --status")
    options = reading_options(reading)
    people = () if reading.people is None else load_people(reading.people)
    executors.hush()
    with Progress(reading.quiet) as progress, Interrupt(progress, out) as interrupt:
        outcome = running.run(
            path,
            out,
            options,
            Where(jobs or cores(), scheduler, scheduler_file, retries),
            Settings(shard, only_map, deadline),
            people,
            interrupt.update,
        )
    failures, skipped = told_apart(outcome.failures)
    for failure in failures[:_TOLD]:
        complain(str(failure))
    if len(failures) > _TOLD:
        complain(f"and {len(failures) - _TOLD:,} more inputs; {out}/map/done has all")
    if skipped:
        notice(f"{len(skipped):,} files skipped that claimkit wrote", reading.quiet)
    copies = f", {outcome.copies:,} copies left out" if outcome.copies else ""
    linked = "" if outcome.linked else "; not linked yet: run it again without --only"
    shards = counted(outcome.shards, "shard")
    notice(
        f"{out}: {outcome.articles:,} articles in {shards}, {outcome.records:,} records{copies}{linked}", reading.quiet
    )
    finish(outcome.articles, bool(failures))


def show_status(out: str) -> None:
    """Print how far a run is."""
    found = running.status(out)
    lines = [
        f"shards    {found.done:,} of {found.shards:,} done",
        f"articles  {found.articles:,}",
        f"records   {found.records:,}",
        f"failures  {found.failures:,}",
        f"linked    {'yes' if found.linked else 'no'}",
    ]
    if found.rate is not None:
        lines.append(f"rate      {found.rate:,.1f} articles a second")
    if found.left is not None:
        hours, minutes = divmod(round(found.left / 60), 60)
        lines.append(f"to go     about {hours:,} h {minutes:02} min")
    write((f"{line}\n" for line in lines), None)
