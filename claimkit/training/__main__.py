"""`python -m claimkit.training CORPUS --base FOLDER --out data/model`: corpus → trained and exported model."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from claimkit.errors import ClaimkitError


def main(
    corpus: Annotated[
        Path, typer.Argument(help="Folder with text/*.txt and attributions/*.ann (brat, PolNeAR's layout).")
    ],
    base: Annotated[Path, typer.Option(help="Folder with model.safetensors and tokenizer.json of MiniLM-L6-H384.")],
    out: Annotated[Path, typer.Option(help="Folder for the model's files.")] = Path("data/model"),
    work: Annotated[Path, typer.Option(help="Folder for checkpoint and log.")] = Path("training"),
    teacher: Annotated[Path | None, typer.Option(help="Model folder whose answers soften the labels.")] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the corpus.")] = 5.0,
    rate: Annotated[float, typer.Option(help="Learning rate of the top layer.")] = 1.5e-4,
    held_out: Annotated[int, typer.Option(help="Articles kept from training, measured after each epoch.")] = 60,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 1,
    threads: Annotated[int, typer.Option(help="CPU threads.")] = 2,
) -> None:
    """Train the tagger on CORPUS and write it to --out. Run the same command again to resume an interrupted run."""
    try:
        import torch
    except ImportError:
        sys.exit("claimkit.training needs torch; install claimkit[train]")
    from claimkit.training.run import train_model
    from claimkit.training.train import Settings

    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.FileHandler(work / "train.log", encoding="utf-8"), logging.StreamHandler()],
    )
    settings = replace(Settings(), epochs=epochs, rate=rate, held_out=held_out, seed=seed)
    try:
        train_model(corpus, base, out, work, settings, teacher)
    except ClaimkitError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
