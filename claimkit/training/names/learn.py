"""The learning: all weights of the component `ner`, from where the base model has them."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

log = logging.getLogger("claimkit.training")

_WARM_UP = 50  # steps
_LAST = 0.05  # the rate falls linearly to this share of itself
_CLIP = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen by the figures of data/model/README.md."""

    rate: float = 7e-4
    passes: float = 1.1
    batch: int = 1000  # tokens
    dropout: float = 0.1
    share: float = 1.0  # how far from the base's weights to the new ones
    seed: int = 1


def learn(language: Language, examples: Sequence[Example], settings: Settings) -> None:
    """Teach the component `ner` of `language`. It ends after a number of tokens, never by the clock."""
    ner: Any = language.get_pipe("ner")
    rng = random.Random(settings.seed)
    fix_random_seed(settings.seed)
    before = _parameters(ner.model)
    # No weight decay: it would move the rows of all words that never occur here.
    optimizer = Adam(settings.rate, L2=0.0, grad_clip=_CLIP, use_averages=True)
    total = settings.passes * sum(len(e.predicted) for e in examples)
    seen, loss = 0, 0.0
    for step, batch in enumerate(_batches(examples, settings.batch, total, rng), 1):
        seen += sum(len(e.predicted) for e in batch)
        fall = max(_LAST, 1 - seen / total)
        optimizer.learn_rate = settings.rate * min(1.0, step / _WARM_UP) * fall
        loss += ner.update(batch, drop=settings.dropout, sgd=optimizer)["ner"]
        if step % 100 == 0:
            log.info("%d steps, %d of %d tokens, loss %.1f", step, seen, total, loss / 100)
            loss = 0.0
    _settle(ner.model, before, optimizer.averages, settings.share)


def _batches(examples: Sequence[Example], size: int, total: float, rng: random.Random) -> Any:
    """Batches of about `size` tokens, in another order each pass, until `total` tokens were given."""
    shuffled, given = list(examples), 0
    while given < total and shuffled:
        rng.shuffle(shuffled)
        batch: list[Example] = []
        for example in shuffled:
            batch.append(example)
            if sum(len(e.predicted) for e in batch) < size:
                continue
            yield batch
            given += sum(len(e.predicted) for e in batch)
            batch = []
            if given >= total:
                return
        if batch:
            yield batch
            given += sum(len(e.predicted) for e in batch)


def _parameters(model: Any) -> dict[tuple[int, str], Any]:
    return {(n.id, p): n.get_param(p).copy() for n in model.walk() for p in n.param_names if n.has_param(p)}


def _settle(model: Any, before: dict[tuple[int, str], Any], averages: dict[tuple[int, str], Any], share: float) -> None:
    """The weights' averages over the steps (Polyak), `share` of the way from those that they began with."""
    for node in model.walk():
        for name in node.param_names:
            key = node.id, name
            if key in before and key in averages:
                node.set_param(name, before[key] + share * (averages[key] - before[key]))
