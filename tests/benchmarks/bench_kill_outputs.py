"""kill -9 at any moment of every command that writes a file or folder: is the old one or the new one there, whole?

    python tests/benchmarks/bench_kill_outputs.py [--kills 40] [--articles 400] [--seed 1]

The commands of tests/faults/writers.py take turns, over a store of small articles. Half of the kills come at any moment
of a run, half as soon as something is being written. After each the file is compared with the old and the new one, and
the same command is run again: it has to succeed and to leave nothing beside its target.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

from harness import CHEAP, write
from writers import CAREFUL, WRITERS, arguments, content, remains


def start(given: list[str]) -> subprocess.Popen[bytes]:
    """The command, with hashes that do not depend on chance: spaCy's files have the order of a set."""
    environment = {**os.environ, "CLAIMKIT_DB": "claimkit.db", "PYTHONHASHSEED": "0"}
    return subprocess.Popen([*CHEAP, *given], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        write("news", range(given.articles))
        assert start(["quotes", "news"]).wait() == 0
        new: dict[str, tuple[str | None, float]] = {}
        names = list(WRITERS)
        rng.shuffle(names)
        kills = number = 0
        while kills < given.kills:
            number += 1
            name = names[number % len(names)]
            target, command = Path(name), arguments(name)
            if name not in new:
                began = time.perf_counter()
                assert start(command).wait() == 0, name
                new[name] = content(target), time.perf_counter() - began
            whole, took = new[name]
            shutil.rmtree(target) if target.is_dir() else target.unlink()
            if name not in CAREFUL:
                target.write_text('<meta name="generator" content="claimkit">old')
            old = content(target)
            process = start(command)
            if number % 2:
                while process.poll() is None and not remains(Path()):
                    pass
                time.sleep(rng.uniform(0, 0.01))
            else:
                time.sleep(rng.uniform(0, took))
            process.send_signal(signal.SIGKILL)
            killed = process.wait() == -signal.SIGKILL
            kills += killed
            left, state = len(remains(Path())), content(target)
            said = "old" if state == old else "new" if state == whole else "BROKEN"
            again = start(command).wait() == 0 and content(target) == whole and not remains(Path())
            found[said if again else "FAILS AFTERWARDS"] += 1
            found["while it wrote"] += bool(left)
            how = f"{'killed' if killed else 'ended'}, {left} beside"
            print(f"{number:3} {name:18} {how:18} {said}; again: {'whole' if again else 'FAILS'}", flush=True)
        os.chdir("/")
    print(f"{kills} kills: " + ", ".join(f"{number} {what}" for what, number in found.items()))
    if found["BROKEN"] or found["FAILS AFTERWARDS"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
