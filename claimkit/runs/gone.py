"""Files that are gone: moved or deleted since they were read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from claimkit import reader
from claimkit.store import Store


def is_gone(file: str) -> bool:
    """Whether there is certainly no file at this location."""
    if file == reader.STDIN or (os.sep != "\\" and "\\" in file):  # a name in which odd bytes are spelt out
        return False
    try:
        os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):  # not known
        return False
    return False


def vanished(paths: Sequence[str], sources: Sequence[reader.Source], store: Store, prune: bool) -> int:
    """The number of stored articles whose files under the folders `paths` are gone; `prune` forgets them."""
    there = {source.location for source in sources}
    stored = {file for path in paths if Path(path).is_dir() for file in store.files_below(os.path.realpath(path))}
    gone = [file for file in sorted(stored - there) if is_gone(file)]
    return store.remove_files(gone) if prune else len(store.articles_of(gone))
