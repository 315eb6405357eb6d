"""Pairs of what was said and what was printed → data/model/omissions.npz, the judge of `checking.omissions`.

    python -m claimkit.training.omissions PAIRS... [--transcripts FOLDER] [--check] [--out FILE]

PAIRS are files of pairs, one a writer, or folders of them (see `examples`); tests/benchmarks/omissions has those that
were written for the project. Pairs that are cut from transcripts need the folder of these. --check leaves out one file
at a time (a file of cut pairs with all of its transcripts), prints how many misleading and fine pairs are flagged, and
writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from claimkit.checking.omissions import weights
from claimkit.checking.omissions.weighing import settle
from claimkit.checking.omissions.weights import OmissionWeights
from claimkit.english.lexicon import data_dir
from claimkit.errors import ClaimkitError
from claimkit.training.omissions.examples import OmissionExample, examples, read_pairs
from claimkit.training.omissions.learn import learn


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m claimkit.training.omissions", description="Learn what misleads.")
    parser.add_argument("pairs", type=Path, nargs="+", help="files or folders of pairs")
    parser.add_argument("--transcripts", type=Path, help="folder of the transcripts that pairs are cut from")
    parser.add_argument("--out", type=Path, help="file to write (default: the shipped one)")
    parser.add_argument("--check", action="store_true", help="measure on files left out, write nothing")
    options = parser.parse_args(arguments)
    try:
        seen = list(examples(read_pairs(options.pairs), options.transcripts))
    except (ClaimkitError, OSError) as error:
        sys.exit(str(error))
    if options.check:
        for line in check(seen):
            write(line)
        return
    path = options.out or data_dir() / "model" / weights.FILE
    np.savez_compressed(path, allow_pickle=False, **weights.to_arrays(learn(seen)))
    write(f"{len(seen):,} examples; wrote {path}")


def check(seen: Sequence[OmissionExample]) -> Iterator[str]:
    """Shares of misleading and of fine pairs that are flagged, by the rules alone and with the judge."""
    yield f"{'left out':12}{'rules':>16}{'with judge':>16}   of misleading, fine ones"
    flags: dict[str, list[tuple[bool, bool, bool]]] = {}
    for file in sorted({one.pair.file for one in seen if one.kind != "whole"}):
        own = {one.pair.transcript for one in seen if one.pair.file == file} - {""}
        out = [one for one in seen if one.pair.file == file or one.pair.transcript in own]
        judge = learn([one for one in seen if one.pair.file != file and one.pair.transcript not in own])
        for one in out:
            name = file if one.kind != "whole" else "whole"
            rows = [name] if one.kind == "whole" else [name, f"all {one.kind}"]
            for row in rows:
                flags.setdefault(row, []).append((one.pair.misleads, *_flags(one, judge)))
    for name, found in flags.items():
        yield f"{name:12}" + "".join(f"{_shares(found, at):>16}" for at in (1, 2)) + f"   of {len(found):,}"


def _flags(one: OmissionExample, judge: OmissionWeights) -> tuple[bool, bool]:
    weighed = settle(one.judged, one.asked, one.seen, judge)
    return one.judged.weight == "misleading", weighed.weight == "misleading"


def _shares(found: Sequence[tuple[bool, bool, bool]], at: int) -> str:
    parts = [[row[at] for row in found if row[0] is misleads] for misleads in (True, False)]
    return " / ".join(f"{sum(part) / len(part):.3f}" if part else "-" for part in parts)


if __name__ == "__main__":
    main()
