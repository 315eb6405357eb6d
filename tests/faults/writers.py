"""Every command that writes a file or folder, for tests and benchmarks that disturb it.

A command is run in a folder with a store, `claimkit.db`, and the articles in it, `news/`. CLUSTER and QUOTE stand for
ids of that store.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from claimkit.search import entries
from claimkit.store import Store

# What is written, and the command.
WRITERS: dict[str, str] = {
    "quotes.jsonl": "quotes -o quotes.jsonl",
    "quotes.csv": "quotes -o quotes.csv",
    "claims.json": "claims --type all -o claims.json",
    "read.csv": "quotes news --no-store -o read.csv",
    "quotes.txt": "quotes -f table -o quotes.txt",
    "said.json": "who-said harbour -o said.json",
    "clusters.csv": "clusters -o clusters.csv",
    "diff.json": "diff CLUSTER -o diff.json",
    "why.json": "explain QUOTE -o why.json",
    "speakers.csv": "speakers -o speakers.csv",
    "report.html": "report",
    "monday.html": "report -o monday.html",
    "export.jsonl": "export -o export.jsonl",
    "export.csv": "export -o export.csv",
    "export.parquet": "export -o export.parquet",
    "annotations.json": "export -f web-annotation -o annotations.json",
    "reviews.json": "export -f schema-org -o reviews.json",
    "links.csv": "export -f links -o links.csv",
    "brat": "export -f brat -o brat",
    "export.conllup": "export -o export.conllup",
    "export.spacy": "export -o export.spacy",
    "people.csv": "people export people.csv",
    "people.toml": "people export people.toml",
    "drawn": "sample 5 -o drawn",
    "drawn.zip": "sample 5 -o drawn.zip",
    "metadata.json": "datasette-metadata -o metadata.json",
    "schema.json": "schema -o schema.json",
}
# Those that leave what is there alone, as it may hold work.
CAREFUL = {"brat", "drawn", "drawn.zip"}


def arguments(name: str) -> list[str]:
    """The command that writes `name`, with ids of the store in the current folder."""
    with Store("claimkit.db", readonly=True) as store:
        entry = next(iter(entries.clustered(store)))
    given = {"CLUSTER": str(entry.quote.cluster), "QUOTE": entry.quote.id}
    return [given.get(word, word) for word in WRITERS[name].split()]


def content(path: Path) -> str | None:
    """What a file or a folder holds, as a digest; None if it is not there."""
    if not path.exists():
        return None
    found = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            found.update(f"{file.relative_to(path)}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def remains(folder: Path) -> list[str]:
    """Names of what a disturbed run left beside its target."""
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".claimkit-tmp"))
