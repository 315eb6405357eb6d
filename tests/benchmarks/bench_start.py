"""What starting costs: CPU seconds of one short command beside a peer that loads the least it could do with.

    python tests/benchmarks/bench_start.py [--rounds N] [--check DRAFT TRANSCRIPTS]

`claimkit quotes` reads one sentence, without a store; its peer loads spaCy's English model and runs it on that
sentence. `claimkit --help` is compared with importing Typer and Rich. With --check a draft is checked against
transcripts that were read before. Compiled files are in place, and no peer loads torch, which spaCy takes wherever it
is installed. Rounds alternate, the first is not counted, and ratios are medians over the rounds.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from claimkit.analysis.ner import installed_model

SENTENCE = "“We will open the bridge on Monday,” said Anna Fisher, the mayor of Tartu.\n"
CLAIMKIT = [sys.executable, "-m", "claimkit"]
_SPACY = "import sys; sys.modules['torch'] = None; import spacy; spacy.load({model!r})({sentence!r})"


def cpu(command: list[str], folder: Path) -> float:
    """User and system seconds of one child process."""
    unset = "PYTHONDONTWRITEBYTECODE"
    environment = {k: v for k, v in os.environ.items() if k != unset and not k.endswith("_NUM_THREADS")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # `check` ends with 1 where something needs attention
        raise SystemExit(f"{command[:4]} ended with exit code {done.returncode}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--check", nargs=2, type=Path, metavar=("DRAFT", "TRANSCRIPTS"))
    given = parser.parse_args()
    model = installed_model().split()[0]
    quotes = [*CLAIMKIT, "quotes", "one.txt", "--no-store", "--format", "jsonl"]
    load = [sys.executable, "-c", _SPACY.format(model=model, sentence=SENTENCE)]
    pairs = {
        "claimkit --help / Typer and Rich": ([*CLAIMKIT, "--help"], [sys.executable, "-c", "import typer, rich.table"]),
        "one sentence / spaCy's model": (quotes, load),
    }
    if given.check:
        draft, transcripts = (str(path.resolve()) for path in given.check)
        pairs["a draft checked / spaCy's model"] = ([*CLAIMKIT, "check", draft, "--against", transcripts], load)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one.txt").write_text(SENTENCE, encoding="utf-8")
        for name, commands in pairs.items():
            rounds = [[cpu(command, Path(folder)) for command in commands] for _ in range(given.rounds + 1)][1:]
            ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratio = statistics.median(one / other for one, other in rounds)
            print(f"{name:35s} {ours:.2f} s, {theirs:.2f} s, ratio {ratio:.2f}")
    print("load", *(f"{one:.1f}" for one in os.getloadavg()))


if __name__ == "__main__":
    main()
