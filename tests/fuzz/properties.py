"""Campaigns of the property tests: each with another seed, hence with examples that no run has had.

    python tests/fuzz/properties.py 20              # seeds by chance, printed
    python tests/fuzz/properties.py 20 --seed 1     # seeds 1 to 20
    python tests/fuzz/properties.py 1 --seed 7      # campaign 7 again

The tests themselves have the same examples on every run. The seed decides the order of sets, too. What fails is printed
with its seed, and the command ends with code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The order of sets takes no larger seed.
_SEEDS = 2**32


def campaign(seed: int, workers: str) -> tuple[bool, str]:
    """Whether the property tests hold for the examples of `seed`, and what pytest printed."""
    chosen = ("-m", "hypothesis and (slow or not slow)", "--hypothesis-profile=random", f"--hypothesis-seed={seed}")
    command = (sys.executable, "-m", "pytest", *chosen, "-n", workers, "-p", "no:cacheprovider")
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode == 0, done.stdout


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("number", type=int, nargs="?", default=1, help="of campaigns")
    arguments.add_argument("--seed", type=int, help="of the first; by chance if left out")
    arguments.add_argument("-n", dest="workers", default="auto", help="of pytest: processes")
    given = arguments.parse_args()
    first = random.SystemRandom().randrange(_SEEDS) if given.seed is None else given.seed
    failed = []
    for number in range(given.number):
        seed = (first + number) % _SEEDS
        print(f"campaign {number + 1} of {given.number}, seed {seed}: ", end="", flush=True)
        holds, printed = campaign(seed, given.workers)
        print(printed.strip().splitlines()[-1] if holds else f"FAILED\n{printed}", flush=True)
        if not holds:
            failed.append(seed)
            print(f"again: python tests/fuzz/properties.py 1 --seed {seed}\n", flush=True)
    print(f"{given.number} campaigns, {len(failed)} failed" + "".join(f", seed {seed}" for seed in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
