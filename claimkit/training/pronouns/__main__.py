"""Pronouns with known antecedents → data/model/pronouns.npz, the weights of `resolution.pronouns.weights`. numpy only.

    python -m claimkit.training.pronouns GAP GUM [--out data/model/pronouns.npz] [--check]

GAP is the folder of gap-development.tsv and gap-validation.tsv, GUM one with WebAnno TSV files. The recogniser and the
tagger read each text as they do in use; so new weights are due with each new tagger. Each GAP text is read once more
with male and female words exchanged: what the states say about one gender then holds for the other. --check tells how
good weights are that are learned without the texts that they are measured on, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution.pronouns import weights
from claimkit.analysis.resolution.pronouns.weights import Bilinear
from claimkit.english.lexicon import data_dir
from claimkit.errors import ClaimkitError
from claimkit.training.pronouns.check import check
from claimkit.training.pronouns.corpora import read_gap, read_gum
from claimkit.training.pronouns.examples import PronounExample, PronounReader, example
from claimkit.training.pronouns.learn import learn

# The first reading of the texts needs an answer for the pronouns before the one that is asked for.
_START = {
    "gender_clash_sure": -9.0,
    "gender_clash_weak": -2.0,
    "ner_person": 3.0,
    "thing": -2.0,
    "ahead": -9.0,
    "salience": 1.0,
    "here_subject": 1.0,
    "previous_subject": 1.0,
    "first_previous_subject": 1.0,
    "back_1": -0.8,
    "back_2": -1.6,
    "back_3": -2.4,
    "back_4": -3.2,
    "back_9": -7.2,
    "nobody": -20.0,
}


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(
        prog="python -m claimkit.training.pronouns", description="Learn who pronouns mean."
    )
    parser.add_argument("gap", type=Path, help="folder with gap-development.tsv and gap-validation.tsv")
    parser.add_argument("gum", type=Path, help="folder with GUM's WebAnno TSV files")
    parser.add_argument("--out", type=Path, default=None, help="file to write (default: the shipped one)")
    parser.add_argument("--check", action="store_true", help="measure on texts held out, write nothing")
    options = parser.parse_args(arguments)
    try:
        development, validation, gum = load(options.gap, options.gum, write)
    except ClaimkitError as error:
        sys.exit(str(error))
    if options.check:
        check(development, validation, gum, write)
        return
    path = options.out or data_dir() / "model" / weights.FILE
    np.savez(path, allow_pickle=False, **learn([*development, *validation, *gum]))
    write(f"wrote {path}")


def load(
    gap: Path, gum: Path, write: Callable[[str], object]
) -> tuple[list[PronounExample], list[PronounExample], list[PronounExample]]:
    """Examples of GAP development, GAP validation and GUM.

    They are read twice: with a few weights set by hand, then with weights learned on validation and GUM alone, so that
    no answer of GAP development has a part in how its texts are read.
    """
    cases = [read_gap(gap / "gap-development.tsv"), read_gap(gap / "gap-validation.tsv"), read_gum(gum)]
    reader = PronounReader()
    read = []
    for part in cases:
        read.append([reader.read(case, twice=bool(case.names)) for case in part])
        write(f"read {len(part)} pronouns")
    learned = weights.from_arrays(_start())
    for last in (False, True):
        examples = [
            [e for case, (m, s) in zip(part, seen, strict=True) if (e := example(case, m, s, learned)) is not None]
            for part, seen in zip(cases, read, strict=True)
        ]
        if not last:
            learned = weights.from_arrays(learn([*examples[1], *examples[2]]))
    return examples[0], examples[1], examples[2]


def _start() -> dict[str, NDArray[np.generic]]:
    values = np.array(list(_START.values()), np.float32)
    empty = {name: np.zeros((512, 1) if "bias" not in name else 1, np.float32) for name in Bilinear.__slots__}
    return {"names": np.array(list(_START)), "alone": values, "beside": values, **empty}


if __name__ == "__main__":
    main()
