"""kill -9, again and again, during one run with the real models: are the records those of an undisturbed run?

    python tests/benchmarks/bench_kill.py 2000 [--kills 20] [--jobs 2] [--seed 1]

The articles come from generate_articles.py. Each run is killed when the store has grown by a random number of articles,
of which all kills together leave some to do; a last run finishes. All records of the two stores are compared, sorted,
and the store is checked after every kill.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

from generate_articles import write
from harness import stored

from claimkit.store import Store


def start(folder: Path, jobs: int, out: str) -> subprocess.Popen[bytes]:
    """The whole command over news/, in `folder`."""
    command = [sys.executable, "-m", "claimkit", "quotes", "../news", "--type", "all", "--jobs", str(jobs)]
    return subprocess.Popen([*command, "--format", "jsonl", "-o", out], cwd=folder, start_new_session=True)


def checked(database: Path) -> int:
    """Number of articles in a store, which must be whole."""
    if not database.exists():
        return 0
    with Store(database) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return store.count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder / "news", given.number, given.seed)
        calm, killed = folder / "calm", folder / "killed"
        calm.mkdir()
        killed.mkdir()
        began = time.perf_counter()
        assert start(calm, given.jobs, "all.jsonl").wait() == 0
        took = time.perf_counter() - began
        print(f"undisturbed: {took:.1f} s", flush=True)
        before = 0
        for n in range(given.kills):
            process = start(killed, given.jobs, "all.jsonl")
            goal = before + rng.uniform(0.2, 1.0) * given.number / given.kills
            while process.poll() is None and stored(str(killed / "claimkit.db")) < goal:
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.3))
            assert process.poll() is None, "it ended before it could be killed; take more articles"
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kept = checked(killed / "claimkit.db")
            print(f"kill {n + 1}: {kept:,} articles stored", flush=True)
            assert kept >= before
            before = kept
        assert start(killed, given.jobs, "all.jsonl").wait() == 0
        same = [sorted((f / "all.jsonl").read_bytes().splitlines()) for f in (calm, killed)]
        print(f"{len(same[0]):,} records: " + ("byte-identical" if same[0] == same[1] else "THEY DIFFER"))
        if same[0] != same[1]:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
