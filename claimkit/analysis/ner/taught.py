"""Our own weights of spaCy's recogniser, in data/model/ner: the same component, taught the names of news."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

    Spacy = TypeVar("Spacy", bound=Language)

SUMS = "SHA256SUMS"
# Everything but the vocabulary: with it the folder would hold every word of the texts that were learned from, and
# loading would replace the words of the installed model.
WITHOUT = ["vocab"]


def folder() -> Path:
    return data_dir() / "model" / "ner"


def teach(language: Spacy, component: Path | None = None) -> Spacy:
    """Put the weights in `component` (ours if None) into the `ner` of `language`. Raises ModelError.

    The files have to be those that their SHA256SUMS names: damaged weights give wrong names without a word.
    """
    component = component or folder()
    for name, expected in _sums(component):
        path = component / name
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"{path}: cannot be read ({error.strerror}); install claimkit again") from error
        if found != expected:
            raise ModelError(f"{path}: is damaged, its SHA-256 is not the one in {SUMS}; install claimkit again")
    try:
        language.get_pipe("ner").from_disk(component, exclude=WITHOUT)  # type: ignore[attr-defined]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{component}: does not fit the installed spaCy model ({error}); install claimkit again"
        ) from error
    return language


def _sums(component: Path) -> Iterator[tuple[str, str]]:
    """(file, SHA-256), in the form that `sha256sum -c` reads."""
    path = component / SUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); install claimkit again") from error
    for line in lines:
        digest, _, name = line.partition("  ")
        yield name, digest
