"""Fuzzing on demand: N generated inputs in all, by target; or one target under atheris until it is stopped.

    python tests/fuzz/run.py 200000 [--seed 1] [--target file.pdf]
    python tests/fuzz/run.py --atheris file.pdf          # needs the extra `fuzz`

Each input is made by hypothesis from the seed that is printed; the same seed makes the same inputs. A failure is
printed with the smallest input that hypothesis finds for it, and the run ends with code 1.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz import targets
from fuzz.targets import TARGETS, Target

# Few enough a round that hypothesis does not slow down on what it has seen.
_ROUND = 1_000


def rounds(target: Target, number: int, first_seed: int) -> tuple[int, float]:
    """Run `number` inputs or a few more; how many there were and the CPU seconds. Raises what an input raises."""
    _, check, strategy, _ = target
    done = 0
    start = time.process_time()
    current = first_seed

    def counted(value: object) -> None:
        nonlocal done
        done += 1
        check(value)

    while done < number:
        test = settings(
            max_examples=min(_ROUND, number - done),
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )(seed(current)(given(strategy)(counted)))
        test()
        current += 1
    return done, time.process_time() - start


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("number", type=int, nargs="?", default=2_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--target")
    arguments.add_argument("--atheris", metavar="TARGET")
    given_ = arguments.parse_args()
    targets.timed = True
    if given_.atheris:
        return under_atheris(next(t for t in TARGETS if t[0] == given_.atheris))
    chosen = [t for t in TARGETS if given_.target in (None, t[0])]
    share = sum(t[3] for t in chosen)
    total = failed = 0
    for target in chosen:
        number = max(1, round(given_.number * target[3] / share))
        try:
            done, seconds = rounds(target, number, given_.seed * 1_000_000)
        except Exception:
            failed += 1
            print(f"{target[0]:20} FAILED", flush=True)
            traceback.print_exc()
            continue
        total += done
        print(f"{target[0]:20} {done:7,} inputs {seconds:8.1f} CPU s", flush=True)
    print(f"{'all':20} {total:7,} inputs, seed {given_.seed}, {failed} targets failed")
    return 1 if failed else 0


def under_atheris(target: Target) -> int:
    """Coverage-guided: atheris gives the bytes from which hypothesis makes the input."""
    import atheris

    _, check, strategy, _ = target

    def checked(value: object) -> None:
        check(value)

    test = settings(database=None, deadline=None)(given(strategy)(checked))
    atheris.instrument_all()
    atheris.Setup([sys.argv[0]], test.hypothesis.fuzz_one_input)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
