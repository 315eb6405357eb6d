"""Are the records the same on another processor?

    python tests/benchmarks/bench_processors.py FOLDER [--emulator "qemu-x86_64 -cpu Haswell"] [--most 20]

The tagger's graph runs twice over what it is asked about the articles: here, and in the emulator (Debian's qemu-user;
up to half a minute of CPU time a window of text). Then the articles are read with either answer. Prints how far the
scores are apart, and how many records are not the same, chances apart.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

GRAPH = """
import sys, numpy, onnxruntime
graph, entries, asked, answered = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
for entry in entries.split(","):
    options.add_session_config_entry(*entry.split("="))
session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
asked, answers = numpy.load(asked), {}
for n in range(len(asked.files) // 2):
    tag, states = session.run(["tag", "proj"], {"ids": asked[f"ids{n}"], "feat": asked[f"feat{n}"]})
    answers |= {f"tag{n}": tag, f"proj{n}": states}
    print(n, file=sys.stderr, flush=True)
numpy.savez(answered, **answers)
"""
ENTRIES = "session.intra_op.allow_spinning=0"


def key(inputs: dict[str, Any]) -> bytes:
    return bytes(inputs["ids"].tobytes() + inputs["feat"].tobytes())


Run = Callable[[list[str], dict[str, Any]], Any]


class Graph:
    """The tagger's session; what it is asked is kept, and `answers` may answer in its place."""

    def __init__(self, session: Any, asked: list[dict[str, Any]]) -> None:
        self.session, self.asked = session, asked
        self.answers: Run | None = None

    def run(self, names: list[str], inputs: dict[str, Any]) -> Any:
        self.asked.append(inputs)
        return (self.answers or self.session.run)(names, inputs)


def bare(record: dict[str, Any]) -> str:
    """A record without its chances, which move in the fourth digit."""
    speaker = record["speaker"] and {key: value for key, value in record["speaker"].items() if key != "confidence"}
    kept = {key: value for key, value in record.items() if key not in ("confidence", "statement", "speaker")}
    return json.dumps({**kept, "speaker": speaker}, sort_keys=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--emulator", default="qemu-x86_64 -cpu Haswell")
    parser.add_argument("--most", type=int, default=20, help="articles; about three windows each")
    parser.add_argument("--entries", default=ENTRIES, help="what the emulated session is set to")
    given = parser.parse_args()
    paths = [str(path) for path in sorted(given.folder.iterdir()) if path.is_file()][: given.most]
    from claimkit import api
    from claimkit.analysis import tagger
    from claimkit.english.lexicon import data_dir

    asked: list[dict[str, Any]] = []
    graphs: list[Graph] = []
    make = tagger.Tagger.__init__

    def made(self: Any, *settings: Any, **named: Any) -> None:
        make(self, *settings, **named)
        self._session = Graph(self._session, asked)
        graphs.append(self._session)

    tagger.Tagger.__init__ = made  # type: ignore[method-assign]
    here = api.read(*paths)
    seen = list(asked)
    with tempfile.TemporaryDirectory() as folder:
        inputs, answered = f"{folder}/asked.npz", f"{folder}/answered.npz"
        np.savez(inputs, **{f"{name}{n}": one[name] for n, one in enumerate(seen) for name in ("ids", "feat")})
        command = [*shlex.split(given.emulator), sys.executable, "-c", GRAPH, str(data_dir() / "model" / "tagger.onnx")]
        subprocess.run([*command, given.entries, inputs, answered], check=True)
        got = np.load(answered)
        answers = {key(one): [got[f"tag{n}"], got[f"proj{n}"]] for n, one in enumerate(seen)}
    apart = 0.0
    for one in seen:
        apart = max(apart, float(np.abs(graphs[0].session.run(["tag"], one)[0] - answers[key(one)][0]).max()))
    graphs[0].answers = lambda _, one: answers[key(one)]
    there = api.read(*paths)
    changed = {*map(bare, here)} ^ {*map(bare, there)}
    ids = {json.loads(line)["id"] for line in changed}
    print(f"{len(paths)} articles, {len(seen)} windows; scores apart by at most {apart:.3f}")
    print(f"{len(here)} records, of which {len(ids)} are not the same")


if __name__ == "__main__":
    main()
