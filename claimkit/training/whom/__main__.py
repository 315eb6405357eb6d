"""Articles with named speakers → data/model/whom.npz, the networks of `resolution.whom`.

    python -m claimkit.training.whom SPEAKERS FOLDER [SPEAKERS FOLDER ...] [--weights 1 ...]
                                     [--out data/model/whom.npz] [--check]

Each pair is a file of speakers (see `examples`) and the folder with its articles; --weights says for each pair how much
its mentions count. New weights are due with each new tagger, recogniser or rule of resolution. Every article is
answered once by networks that have not seen it; that tells how sure an answer of a given share is. --check prints how
good those answers are, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from claimkit.analysis.resolution.whom import network
from claimkit.english.lexicon import data_dir
from claimkit.errors import ClaimkitError
from claimkit.training.whom import crossing
from claimkit.training.whom.examples import ArticleReader, MentionExample, read_corpus
from claimkit.training.whom.learn import Settings, learn


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m claimkit.training.whom", description="Learn who sources mean.")
    parser.add_argument("corpora", type=Path, nargs="+", help="files of speakers, each with the folder of its articles")
    parser.add_argument("--weights", type=float, nargs="+", default=(), help="how much each pair counts (default: 1)")
    parser.add_argument("--out", type=Path, default=None, help="file to write (default: the shipped one)")
    parser.add_argument("--check", action="store_true", help="measure on articles held out, write nothing")
    options = parser.parse_args(arguments)
    if len(options.corpora) % 2:
        parser.error("give each file of speakers with the folder of its articles")
    if options.weights and len(options.weights) != len(options.corpora) // 2:
        parser.error("give one weight for each file of speakers")
    try:
        models = ArticleReader()
        weights = options.weights or [1.0] * (len(options.corpora) // 2)
        corpora = zip(options.corpora[::2], options.corpora[1::2], weights, strict=True)
        found = {str(speakers): list(read_corpus(speakers, folder, models, w)) for speakers, folder, w in corpora}
    except ClaimkitError as error:
        sys.exit(str(error))
    train(found, None if options.check else options.out or data_dir() / "model" / network.FILE, write)


def train(
    corpora: dict[str, list[MentionExample]],
    path: Path | None,
    write: Callable[[str], object],
    settings: Settings | None = None,
) -> None:
    """Cross-validate, fit the curves, print the figures; with a `path`, learn from everything and write that file."""
    everything = [e for examples in corpora.values() for e in examples if e.undecided]
    answers = crossing.crossed(everything, settings or Settings())
    curves = crossing.fit_curves(answers)
    for name, examples in corpora.items():
        own = {id(e) for e in examples}
        write(f"{name}\n" + crossing.report([a for a in answers if id(a.example) in own], curves))
    if path is not None:
        np.savez(path, allow_pickle=False, **(learn(everything, settings) | curves))
        write(f"wrote {path}")


if __name__ == "__main__":
    main()
