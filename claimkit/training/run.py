"""From a corpus folder to a model folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tokenizers import Tokenizer

from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.encode import Wordpieces
from claimkit.brat import read_corpus
from claimkit.errors import ModelError
from claimkit.training.confidence import fit_confidence
from claimkit.training.examples import TaggerExample, make_example
from claimkit.training.link_layer import refit_links
from claimkit.training.model import Shape
from claimkit.training.onnx_export import export, write_sums
from claimkit.training.quantise import quantise
from claimkit.training.train import Settings, Trainer

log = logging.getLogger("claimkit.training")


def train_model(
    corpus: Path,
    base: Path | None,
    out: Path,
    work: Path,
    settings: Settings,
    teacher: Path | None = None,
    shape: Shape | None = None,
    tokenizer: Path | None = None,
    stop_after: int | None = None,
) -> None:
    """Read `corpus`, train from the weights in `base` (from scratch if None) and export to `out`.

    Checkpoints go to `work`; with `stop_after` the run ends at that step, and another call resumes it.
    Raises UsageError, InputError or ModelError for a folder of the wrong kind.
    """
    tokenizer = tokenizer or (base or work) / "tokenizer.json"
    if not tokenizer.is_file():
        raise ModelError(f"{tokenizer}: no tokenizer here; give the folder of the base weights")
    wordpieces = Wordpieces(tokenizer)
    articles = read_corpus(corpus)
    examples = [make_example(article, wordpieces) for article in articles]
    log.info("%d articles, %d wordpieces", len(examples), sum(len(e.pieces.ids) for e in examples))
    if teacher is not None:
        examples = list(_softened(examples, teacher))
    weights = base / "model.safetensors" if base else None
    mask = Tokenizer.from_file(str(tokenizer)).token_to_id("[MASK]")
    if mask is None:
        raise ModelError(f"{tokenizer}: has no [MASK] token; give the tokenizer of a BERT model")
    trainer = Trainer(examples, wordpieces, mask, weights, shape or Shape(), settings, work / "checkpoint.pt")
    net = trainer.run(stop_after)
    if net is not None:
        export(net, tokenizer, out)
        quantise(out, (example.pieces for example in trainer.training))
        refit_links(out, trainer.training, settings.seed)
        held_out = {e.name for e in trainer.held_out}
        fit_confidence(out, [a for a in articles if a.name in held_out])
        write_sums(out)
        log.info("model written to %s", out)


def _softened(examples: Sequence[TaggerExample], teacher: Path) -> Iterator[TaggerExample]:
    """The examples with the tag scores of an earlier model (knowledge distillation: Hinton, Vinyals and Dean, 2015)."""
    tagger = Tagger(teacher, threads=2)
    for example in examples:
        yield replace(example, soft=tagger.run(example.pieces)[0])
