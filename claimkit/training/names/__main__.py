"""`python -m claimkit.training.names NEWS... --gum GUM`: articles with known speakers → data/model/ner."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from claimkit.errors import ClaimkitError


def main(
    news: Annotated[
        list[Path],
        typer.Argument(help="Folders with text/*.txt and speakers.jsonl; texts without speakers are learned from too."),
    ],
    gum: Annotated[Path | None, typer.Option(help="Folder of GUM's .tsv files.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the component.")] = Path("data/model/ner"),
    fold: Annotated[
        int | None, typer.Option(min=0, max=2, help="Leave out this third of the articles, and measure on it.")
    ] = None,
    made: Annotated[int, typer.Option(help="Passages of made-up sentences.")] = 6000,
    passes: Annotated[float, typer.Option(help="Passes over everything.")] = 1.1,
    rate: Annotated[float, typer.Option(help="Learning rate.")] = 7e-4,
    share: Annotated[float, typer.Option(min=0, max=1, help="How far from the base's weights to the new ones.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 1,
) -> None:
    """Train spaCy's recogniser further on NEWS, GUM and made-up sentences, and write the component to --out.

    It takes one core and some minutes. The same command gives the same bytes on the same machine.
    """
    try:
        import faker  # noqa: F401
    except ImportError:
        sys.exit("claimkit.training.names needs faker; install claimkit[train]")
    from claimkit.training.names.learn import Settings
    from claimkit.training.names.run import train_names

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    settings = replace(Settings(), passes=passes, rate=rate, share=share, seed=seed)
    try:
        train_names(news, gum, out, settings, made, fold)
    except ClaimkitError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
