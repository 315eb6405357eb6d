"""From folders of articles to the component `ner`, and its figures on what was left out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from spacy.language import Language

from claimkit.analysis import ner as nlp
from claimkit.analysis.ner.taught import SUMS, WITHOUT
from claimkit.training.names import check
from claimkit.training.names.entities import example
from claimkit.training.names.frames import Frames, held_out
from claimkit.training.names.known_speakers import Known, read_news
from claimkit.training.names.learn import Settings, learn
from claimkit.training.names.material import gather

log = logging.getLogger("claimkit.training")

FOLDS = 3


def fold_of(article: str) -> int:
    return int(sha256(f"fold:{article}".encode()).hexdigest(), 16) % FOLDS


def write(language: Language, out: Path) -> None:
    """The component `ner` and the SHA-256 of its files, in the form that `sha256sum -c` reads."""
    language.get_pipe("ner").to_disk(out, exclude=WITHOUT)  # type: ignore[attr-defined]
    files = sorted(path for path in out.iterdir() if path.name != SUMS)
    sums = (f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (out / SUMS).write_text("".join(sums), encoding="utf-8")
    log.info("component written to %s", out)


def train_names(
    news: Sequence[Path], gum: Path | None, out: Path, settings: Settings, made: int, fold: int | None = None
) -> None:
    """Learn from `news`, `gum` and `made` passages of sentences; write the component to `out`.

    With a `fold`, a third of the articles and a fifth of frames and words are kept, and the figures on them logged.
    """
    language = nlp.load_base()
    articles = [article for folder in news for article in read_news(folder)]
    kept = [a for a in articles if fold_of(a.name) == fold]
    frames = Frames(lambda word: not held_out(word, fold))
    taught = [a for a in articles if fold_of(a.name) != fold]
    passages = gather(nlp.Recogniser(language), taught, gum, frames, made, settings.seed)
    learn(language, [example(language, passage) for passage in passages], settings)
    write(language, out)
    if fold is not None:
        print(figures(nlp.Recogniser(language), taught, kept, fold, settings.seed))


def figures(recogniser: nlp.Recogniser, taught: Sequence[Known], kept: Sequence[Known], fold: int, seed: int) -> str:
    """What the base and `recogniser` find in `kept` articles, and in sentences of frames and words kept for `fold`."""
    base = nlp.Recogniser(nlp.load_base())
    names = check.surnames(taught)
    known, unknown = [a for a in kept if a.rows], [a.text for a in kept if not a.rows]
    unseen = Frames(lambda word: held_out(word, fold))
    columns = {
        name: check.in_articles(reader, known, names) | check.in_sentences(reader, unseen, seed)
        for name, reader in {"before": base, "after": recogniser}.items()
    }
    columns["after"] |= check.elsewhere(base, recogniser, unknown)
    return check.table(columns)
