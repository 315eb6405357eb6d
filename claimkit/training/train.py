"""Train the tagger: seeded, resumable from its checkpoint, logging to a file, on CPU or GPU alike.

Losses: cross-entropy and CRF likelihood of the words' tags, cross-entropy of the links between gold spans. The
weights that count are an exponential moving average over the steps (Polyak and Juditsky, 1992).
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from claimkit.analysis.tagger.encode import Wordpieces
from claimkit.analysis.tagger.linker import CONTENT, CUE, CUE_OF_SOURCE, SOURCE, pair_features
from claimkit.errors import ModelError, UsageError
from claimkit.training.examples import NO_SOURCE, ROLES, Cut, TaggerBatch, TaggerExample, make_batches, pad
from claimkit.training.model import Shape, TaggerNet

log = logging.getLogger("claimkit.training")

_PARAGRAPHS = 10_000  # more than an article has: keeps the windows of a batch apart in paragraph numbers
_SAVE_EVERY = 300.0  # seconds between checkpoints
_UNLINKED = -1e4


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyper-parameters; docs/experiments.md says how they were chosen."""

    epochs: float = 5.0
    rate: float = 1.5e-4  # of the top layer
    layer_decay: float = 0.9  # of the rate, layer by layer downwards
    head_factor: float = 8.0  # rate of what starts from scratch, over `rate`
    transition_factor: float = 40.0  # the same for the CRF's 49 numbers
    tokens: int = 1280  # wordpieces a batch
    sizes: tuple[int, ...] = (128, 160, 192)  # window sizes in wordpieces
    dropout: float = 0.1
    hide: float = 0.05  # share of words hidden behind the mask token
    orphans: float = 0.08  # share of cues withheld from the links, whose contents then belong to none
    crf_weight: float = 0.3
    link_weight: float = 0.3
    teacher_weight: float = 0.4  # at the start; falls to 0 at the end
    average: float = 0.998  # decay of the moving average a step
    warm_up: float = 0.05  # share of the steps
    weight_decay: float = 0.01
    held_out: int = 60  # articles kept for choosing hyper-parameters
    seed: int = 1


def split(
    examples: Sequence[TaggerExample], held_out: int, seed: int
) -> tuple[list[TaggerExample], list[TaggerExample]]:
    """(training, held-out) articles, by a seeded draw over names."""
    if not 0 <= held_out < len(examples):
        raise UsageError(f"cannot hold out {held_out} of {len(examples)} articles")
    kept = set(random.Random(seed).sample(sorted(e.name for e in examples), held_out))
    return [e for e in examples if e.name not in kept], [e for e in examples if e.name in kept]


class Trainer:
    """One training run; `run` resumes from `checkpoint` if that file exists."""

    def __init__(
        self,
        examples: Sequence[TaggerExample],
        wordpieces: Wordpieces,
        mask_id: int,
        base: Path | None,
        shape: Shape,
        settings: Settings,
        checkpoint: Path,
    ) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.checkpoint = settings, checkpoint
        self.training, self.held_out = split(examples, settings.held_out, settings.seed)
        self.wordpieces, self.mask_id = wordpieces, mask_id
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.net = TaggerNet(shape, settings.dropout)
        if base is not None:
            self.net.load_bert(base)
            self.net.encoder.word.weight.requires_grad_(False)  # 12 of 22 million parameters, at no loss
        self.net.to(self.device)
        self.learned = {name: p for name, p in self.net.named_parameters() if p.requires_grad}
        self.averaged = {name: p.detach().clone() for name, p in self.learned.items()}
        self.optimiser = torch.optim.AdamW(self._groups(), weight_decay=settings.weight_decay)
        self.steps_an_epoch = len(self._batches(0))
        self.total = max(1, round(self.steps_an_epoch * settings.epochs))
        self.step = 0

    def run(self, stop_after: int | None = None) -> TaggerNet | None:
        """Train to the end and return the network with averaged weights, in evaluation mode, on the CPU.

        With `stop_after` stop at that step, with a checkpoint, and return None.
        """
        self._resume()
        log.info("%d articles, %d held out, %d steps", len(self.training), len(self.held_out), self.total)
        saved = started = time.monotonic()
        sums: dict[str, float] = {}
        self.net.train()
        for cuts in self._remaining():
            for name, value in self._learn(cuts).items():
                sums[name] = sums.get(name, 0.0) + value
            if self.step == stop_after:
                self._save()
                return None
            if self.step % 50 == 0:
                means = " ".join(f"{name} {value / 50:.4f}" for name, value in sums.items())
                log.info("step %d of %d, %.0f s: %s", self.step, self.total, time.monotonic() - started, means)
                sums.clear()
            if time.monotonic() - saved > _SAVE_EVERY:
                self._save()
                saved = time.monotonic()
            if self.step % self.steps_an_epoch == 0 and self.held_out:
                log.info("epoch %d, held out: %s", self.step // self.steps_an_epoch, json.dumps(self.measure()))
        self._save()
        return self._finished()

    def measure(self) -> dict[str, float]:
        """Mean tag loss and share of right tags of the held-out articles' words, by averaged weights."""
        net = self._finished()
        loss = right = count = 0.0
        batches = make_batches(self.held_out, random.Random(0), self.settings.sizes[-1:], self.settings.tokens)
        with torch.inference_mode():
            for cuts in batches:
                batch = pad(cuts, self.wordpieces)
                scores, tags, mask = self._scores(net, batch, torch.device("cpu"))[1:]
                loss += float(F.cross_entropy(scores[mask], tags[mask], reduction="sum"))
                right += float((scores[mask].argmax(-1) == tags[mask]).sum())
                count += float(mask.sum())
        return {"tag_loss": round(loss / count, 4), "tags_right": round(right / count, 4)}

    def _groups(self) -> list[dict[str, Any]]:
        """Parameters by learning rate: lower layers learn slower, what starts from scratch faster."""
        s, layers = self.settings, len(self.net.encoder.layers)
        groups: dict[float, list[Tensor]] = {}
        for name, parameter in self.learned.items():
            part = name.split(".")
            if name == "transitions":
                rate = s.rate * s.transition_factor
            elif part[0] != "encoder" or part[1] == "feature":
                rate = s.rate * s.head_factor
            elif part[1] == "layers":
                rate = s.rate * s.layer_decay ** (layers - 1 - int(part[2]))
            else:
                rate = s.rate * s.layer_decay**layers
            groups.setdefault(rate, []).append(parameter)
        return [{"params": parameters, "lr": rate, "base": rate} for rate, parameters in groups.items()]

    def _batches(self, epoch: int) -> list[tuple[Cut, ...]]:
        rng = random.Random(self.settings.seed * 1000 + epoch)
        return make_batches(self.training, rng, self.settings.sizes, self.settings.tokens)

    def _remaining(self) -> Iterator[tuple[Cut, ...]]:
        """Batches from the present step to the last; an epoch's order depends on seed and epoch alone."""
        epoch, done = self._place()
        while self.step < self.total:
            batches = self._batches(epoch)
            for cuts in batches[done:]:
                if self.step >= self.total:
                    return
                yield cuts
            epoch, done = epoch + 1, 0

    def _place(self) -> tuple[int, int]:
        """Epoch and batch of the present step (epochs differ a little in length, as new windows are drawn for each)."""
        epoch, left = 0, self.step
        while left and left >= (n := len(self._batches(epoch))):
            epoch, left = epoch + 1, left - n
        return epoch, left

    def _scale(self) -> float:
        """Learning rate over its base: up in a line, then down in a line."""
        warm = max(1, round(self.total * self.settings.warm_up))
        if self.step < warm:
            return (self.step + 1) / warm
        return max(0.02, 1 - (self.step - warm) / max(1, self.total - warm))

    def _scores(
        self, net: TaggerNet, batch: TaggerBatch, device: torch.device
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """States [rows, length, hidden]; scores, tags and mask of words [rows, words, …]."""
        ids, features, mask = (torch.from_numpy(x).to(device) for x in (batch.ids, batch.features, batch.mask))
        words, tags, word_mask = (torch.from_numpy(x).to(device) for x in (batch.words, batch.tags, batch.word_mask))
        states = net.encoder(ids, features, mask)
        at_words = states.gather(1, words[..., None].expand(-1, -1, states.shape[2]))
        return states, net.tag(net.drop(at_words)), tags, word_mask

    def _learn(self, cuts: tuple[Cut, ...]) -> dict[str, float]:
        s = self.settings
        batch = pad(cuts, self.wordpieces)
        self._hide(batch)
        scale = self._scale()
        for group in self.optimiser.param_groups:
            group["lr"] = group["base"] * scale
        states, scores, tags, mask = self._scores(self.net, batch, self.device)
        logs = F.log_softmax(scores[mask], -1)
        tag = loss = F.nll_loss(logs, tags[mask])
        if batch.soft is not None:
            words = torch.from_numpy(batch.words)[..., None].expand(-1, -1, batch.soft.shape[2])
            soft = torch.from_numpy(batch.soft).gather(1, words).to(self.device)[mask]
            share = s.teacher_weight * (1 - self.step / self.total)
            loss = (1 - share) * tag - share * (F.softmax(soft, -1) * logs).sum(-1).mean()
        crf = self.net.crf_loss(scores, tags, mask)
        link = self._link_loss(batch, self.net.project(states).flatten(0, 1))
        loss = loss + s.crf_weight * crf + s.link_weight * link
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learned.values(), 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(s.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.values()), list(self.learned.values()), 1 - keep)
        return {"tag": float(tag.detach()), "crf": float(crf.detach()), "link": float(link.detach())}

    def _hide(self, batch: TaggerBatch) -> None:
        """Replace some words' first pieces by the mask token, in place: against overfitting."""
        rng = np.random.default_rng((self.settings.seed, self.step))
        rows, columns = np.nonzero(batch.word_mask & (rng.random(batch.words.shape) < self.settings.hide))
        batch.ids[rows, batch.words[rows, columns]] = self.mask_id

    def _link_loss(self, batch: TaggerBatch, states: Tensor) -> Tensor:
        """Mean loss of the links between gold spans that stand whole in one window; all windows side by side."""
        links = _Links(batch, random.Random(f"{self.settings.seed} {self.step}"), self.settings.orphans)
        net, spans = self.net, {role: torch.tensor(links.spans[role], device=self.device) for role in ROLES}
        zero = states.sum() * 0
        if not links.spans["cue"]:
            return zero
        losses = []
        if links.cue_of:
            contents = net.represent(states, spans["content"], CONTENT)
            pairs = contents @ net.content_cue @ net.represent(states, spans["cue"], CUE).T
            pairs = self._paired(pairs, links, "content", "cue", net.content_tables)
            pairs[:, links.withheld] = _UNLINKED
            scores = torch.cat([net.no_cue(contents), pairs], 1)
            rows, targets = zip(*links.cue_of, strict=True)
            losses.append(F.cross_entropy(scores[list(rows)], self._long(targets), reduction="sum"))
        if links.source_of:
            cues = net.represent(states, spans["cue"], CUE_OF_SOURCE)
            scores = net.no_source(cues)
            if links.spans["source"]:
                pairs = cues @ net.cue_source @ net.represent(states, spans["source"], SOURCE).T
                pairs = self._paired(pairs, links, "cue", "source", net.source_tables)
                scores = torch.cat([scores, pairs], 1)
            rows, targets = zip(*links.source_of, strict=True)
            losses.append(F.cross_entropy(scores[list(rows)], self._long(targets), reduction="sum"))
        count = len(links.cue_of) + len(links.source_of)
        return sum(losses, zero) / max(1, count)

    def _paired(self, scores: Tensor, links: _Links, a: str, b: str, tables: Any) -> Tensor:
        features = pair_features(links.spans[a], links.spans[b], links.paragraph, links.sentence, links.quoted)
        rows = torch.from_numpy(features).to(self.device)
        for i, table in enumerate(tables):
            scores = scores + table[rows[..., i]]
        apart = self._long(links.window[a])[:, None] != self._long(links.window[b])[None]
        return scores.masked_fill(apart, _UNLINKED)

    def _long(self, numbers: Sequence[int]) -> Tensor:
        return torch.tensor(numbers, dtype=torch.long, device=self.device)

    def _finished(self) -> TaggerNet:
        """A copy with averaged weights."""
        with torch.random.fork_rng():  # a look at the weights must not change what is drawn next
            net = TaggerNet(_shape(self.net), self.settings.dropout)
        state = {name: value.detach().cpu() for name, value in self.net.state_dict().items()}
        net.load_state_dict(state | {name: value.cpu() for name, value in self.averaged.items()})
        net.eval()
        return net

    def _save(self) -> None:
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        beside = self.checkpoint.with_suffix(".part")
        state = {
            "settings": asdict(self.settings),
            "step": self.step,
            "net": self.net.state_dict(),
            "averaged": self.averaged,
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(state, beside)
        beside.replace(self.checkpoint)

    def _resume(self) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        if state["settings"] != asdict(self.settings):
            raise ModelError(f"{self.checkpoint}: made with other settings; use them again or remove the file")
        self.net.load_state_dict(state["net"])
        for name, value in state["averaged"].items():
            self.averaged[name].copy_(value)
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"].cpu())
        self.step = state["step"]
        log.info("resuming from step %d (%s)", self.step, self.checkpoint)


class _Links:
    """Gold spans of a batch as rows of its flattened states, with the links between them."""

    def __init__(self, batch: TaggerBatch, rng: random.Random, orphans: float) -> None:
        self._rng, self._orphans = rng, orphans
        rows, length = batch.ids.shape
        self.spans: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        self.window: dict[str, list[int]] = {role: [] for role in ROLES}
        self.cue_of: list[tuple[int, int]] = []  # here and below 0 is none, the others count from 1
        self.source_of: list[tuple[int, int]] = []
        self.withheld: list[int] = []  # cues that contents must do without, as where the tagger missed one
        self.paragraph = np.zeros(rows * length, np.int64)
        self.sentence = np.zeros(rows * length, np.int64)
        self.quoted = np.zeros(rows * length, np.bool_)
        for row, cut in enumerate(batch.cuts):
            at = row * length + 1
            place = slice(at, at + cut.end - cut.start)
            pieces, inside = cut.example.pieces, slice(cut.start, cut.end)
            self.paragraph[place] = pieces.paragraph[inside] + row * _PARAGRAPHS
            self.sentence[place] = pieces.sentence[inside] + row * _PARAGRAPHS
            self.quoted[place] = pieces.quoted[inside]
            self._add(row, cut, at - cut.start)

    def _add(self, row: int, cut: Cut, shift: int) -> None:
        index: dict[int, int] = {}
        for number, (role, start, end) in enumerate(cut.labels.spans):
            if cut.start <= start and end <= cut.end:
                index[number] = len(self.spans[role])
                self.spans[role].append((start + shift, end + shift))
                self.window[role].append(row)
        for link in cut.labels.links:
            if link.cue not in index:
                continue
            cue = index[link.cue]
            orphaned = self._rng.random() < self._orphans
            if orphaned:
                self.withheld.append(cue)
            self.cue_of += [(index[k], 0 if orphaned else 1 + cue) for k in link.contents if k in index]
            if link.source == NO_SOURCE:
                self.source_of.append((cue, 0))
            elif link.source in index:
                self.source_of.append((cue, 1 + index[link.source]))


def _shape(net: TaggerNet) -> Shape:
    encoder = net.encoder
    first = encoder.layers[0]
    return Shape(
        encoder.word.num_embeddings,
        encoder.word.embedding_dim,
        first.up.out_features,
        len(encoder.layers),
        first.heads,
        encoder.position.num_embeddings,
    )
