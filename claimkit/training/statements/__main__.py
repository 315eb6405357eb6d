"""Judged articles → data/model/statements.npz, the judge of `analysis.statements`.

    python -m claimkit.training.statements VERDICTS FOLDER [--annotated CORPUS [--only NAMES]] [--check] [--out FILE]

VERDICTS and FOLDER are a file of verdicts and the articles (see `examples`). CORPUS (text/ and attributions/, brat)
holds articles that the tagger was not trained on, of which NAMES, a file of one name a line, may choose some. New
weights are due with each new tagger and each change of attribution. Every article is answered once by a judge that has
not seen it: --check prints how good these answers are, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from claimkit.analysis.statements import weights
from claimkit.english.lexicon import data_dir
from claimkit.errors import ClaimkitError
from claimkit.training.statements.examples import (
    JudgedArticles,
    RecordReader,
    StatementExample,
    read_annotated,
    read_verdicts,
)
from claimkit.training.statements.folds import confidence_table, curves_by_fold, out_of_fold, statements_table
from claimkit.training.statements.learn import fit_curve, learn


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m claimkit.training.statements", description="Learn what is said.")
    parser.add_argument("verdicts", type=Path, help="file of verdicts")
    parser.add_argument("folder", type=Path, help="folder of the judged articles")
    parser.add_argument("--annotated", type=Path, help="corpus that the tagger was not trained on (brat)")
    parser.add_argument("--only", type=Path, help="file with the names of the articles of the corpus that count")
    parser.add_argument("--out", type=Path, default=None, help="file to write (default: the shipped one)")
    parser.add_argument("--check", action="store_true", help="measure on articles held out, write nothing")
    options = parser.parse_args(arguments)
    try:
        models = RecordReader()
        judged = read_verdicts(options.verdicts, options.folder, models)
        only = frozenset(options.only.read_text(encoding="utf-8").split()) if options.only else None
        annotated = read_annotated(options.annotated, models, only) if options.annotated else []
    except (ClaimkitError, OSError) as error:
        sys.exit(str(error))
    train(judged, annotated, None if options.check else options.out or data_dir() / "model" / weights.FILE, write)


def train(
    judged: JudgedArticles, annotated: Sequence[StatementExample], path: Path | None, write: Callable[[str], object]
) -> None:
    """Cross-validate and print the figures; with a `path`, learn from everything and write that file."""
    by_verdict, borrowed = out_of_fold(judged.examples, annotated)
    for line in statements_table(judged, by_verdict):
        write(line)
    curves = curves_by_fold(by_verdict, borrowed)
    for name, answers in (("verdicts", by_verdict), ("annotated", borrowed)):
        for line in confidence_table(name, answers, curves) if answers else ():
            write(line)
    if path is not None:
        learned = learn(judged.examples, annotated, fit_curve(by_verdict, borrowed))
        np.savez_compressed(path, allow_pickle=False, **weights.to_arrays(learned))
        write(f"wrote {path}")


if __name__ == "__main__":
    main()
