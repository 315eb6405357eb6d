"""`claimkit run`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import ReadingOptions

EXAMPLES = """\b
Examples:
  claimkit run seeds/ --out run/
  claimkit run --out run/ --status
  claimkit clusters --run run/ --min-outlets 2"""


class Only(StrEnum):
    """What may be done alone."""

    map = "map"


@spread
def run(
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="The run's folder: a path, or s3://, gs:// or abfs://.")
    ],
    path: Annotated[list[str] | None, typer.Argument(metavar="INPUT", help="Files or folders to read.")] = None,
    jobs: options.Jobs = 1,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do it: tcp://host:8786."),
    ] = None,
    scheduler_file: Annotated[
        str | None, typer.Option("--scheduler-file", metavar="FILE", help="The file that names a Dask scheduler.")
    ] = None,
    shard: Annotated[int, typer.Option("--shard", metavar="N", min=1, help="Articles to a shard.")] = 1_000,
    retries: Annotated[
        int, typer.Option("--retries", metavar="N", min=0, help="How often to try again what ended its worker.")
    ] = 2,
    deadline: Annotated[
        float, typer.Option("--deadline", metavar="SECONDS", min=1.0, help="The longest that one article may take.")
    ] = 120.0,
    only: Annotated[Only | None, typer.Option("--only", help="map: analyse, and leave linking for later.")] = None,
    status: Annotated[bool, typer.Option("--status", help="Say how far the run in DIR is, and do nothing.")] = False,
    reading: ReadingOptions = ReadingOptions(),
) -> None:
    """Read more articles than one machine can hold, in shards.

    Each shard is analysed by one process, here or on a cluster, and written to DIR as Parquet; then the people and
    quotations of all shards are linked. Run the same command again after a stop: it does only what is missing.
    `--run DIR` of other commands asks DIR, `claimkit import` loads a part of it into a store. Exit code 3 if some
    inputs could not be read.
    """
    from claimkit.cli.work.run_shards import run_shards, show_status

    if status:
        show_status(out)
        return
    run_shards(path or [], out, jobs, scheduler, scheduler_file, shard, retries, deadline, only is not None, reading)
