"""A first visit, timed: clone, environment, install, first table, who-said, report, DataFrame.

    python tests/benchmarks/bench_newcomer.py [--python PYTHON] [--starts N]

Everything happens in a temporary folder, in a clone of this repository as it was committed last. The install goes
through pip as the machine has it set up, with whatever its cache holds. After it, the start-up of single commands is
measured: the median of N runs, beside that of a Python that does nothing.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRAME = (
    "import claimkit\n"
    "quotes = claimkit.Store('claimkit.db').quotes().to_pandas()\n"
    "print(quotes.groupby(['speaker', 'outlet']).size().unstack(fill_value=0))\n"
)


def seconds(command: list[str], folder: Path) -> float:
    """Wall seconds of one command; ends the program where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the Python to make the environment with")
    parser.add_argument("--starts", type=int, default=10, help="runs of each single command")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "claimkit"
        python, claimkit = folder / ".venv/bin/python", folder / ".venv/bin/claimkit"
        steps = {
            "clone": ["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", str(folder)],
            "environment": [options.python, "-m", "venv", ".venv"],
            "install": [str(python), "-m", "pip", "install", "-q", "-e", "."],
            "first table": [str(claimkit), "quotes", "seeds/", "--format", "table"],
            "first table again": [str(claimkit), "quotes", "seeds/", "--format", "table"],
            "who-said": [str(claimkit), "who-said", "making progress", "--format", "table"],
            "report": [str(claimkit), "report"],
            "install pandas": [str(python), "-m", "pip", "install", "-q", "pandas"],
            "DataFrame": [str(python), "-c", FRAME],
        }
        print(f"{'step':<28}{'seconds':>9}")
        total = 0.0
        for name, command in steps.items():
            taken = seconds(command, Path(temporary) if name == "clone" else folder)
            total += taken
            print(f"{name:<28}{taken:>9.1f}", flush=True)
        print(f"{'all':<28}{total:>9.1f}\n")
        singles = {
            "a Python that does nothing": [str(python), "-c", "pass"],
            "claimkit --help": [str(claimkit), "--help"],
            "claimkit who-said, to a pipe": [str(claimkit), "who-said", "making progress"],
            "claimkit who-said, a table": [str(claimkit), "who-said", "making progress", "--format", "table"],
        }
        taken_by: dict[str, list[float]] = {name: [] for name in singles}
        for _ in range(options.starts):  # in turn, so that a busy moment hits all of them
            for name, command in singles.items():
                taken_by[name].append(seconds(command, folder))
        print(f"{'median of ' + str(options.starts):<28}{'seconds':>9}")
        for name, times in taken_by.items():
            print(f"{name:<28}{statistics.median(times):>9.3f}")


if __name__ == "__main__":
    main()
