"""`claimkit sample N`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli import options

EXAMPLES = """\b
Examples:
  claimkit sample 5 seeds/ --out drawn/
  claimkit sample 5 --out drawn.zip --seed 7"""


def sample(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="How many articles to draw.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The folder to make, or a zip archive where the name ends in .zip."
        ),
    ],
    path: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files or folders to draw from. Without: the store.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Another seed draws other articles.")] = 0,
    input_format: options.InputFormat = None,
    map: options.Map = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Draw articles to annotate by hand, prefilled.

    The folder holds what claimkit finds as brat standoff to correct (attributions/), the texts (text/) and a list of
    speakers (speakers.jsonl). `claimkit evaluate` reads it.
    """
    from claimkit.cli.work.draw_sample import draw_sample

    draw_sample(number, out, path, seed, options.InputOptions(input_format, map, jobs=jobs, quiet=quiet, db=db))
