"""Ridge logistic regression over sparse names, by torch's L-BFGS."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence

import torch

from claimkit.checking.omissions.weights import OmissionWeights
from claimkit.training.omissions.examples import Kind, OmissionExample

# Chosen with one writer's pairs left out at a time, and with pairs cut from other transcripts: half and twice as much
# are within 0.01 of the area under the curve.
_RIDGE = 0.0015
_LEAST = 4  # written pairs that have a name: what only transcripts have stays out
_STEPS = 80
_SLIGHT = 0.004  # a smaller weight is left out
# What is cut from transcripts is what has to be judged, and there is less of it.
_WORTH: Mapping[Kind, float] = {"written": 1.0, "cut": 3.0, "whole": 2.0}


def learn(examples: Sequence[OmissionExample]) -> OmissionWeights:
    """The judge of these examples."""
    counts = Counter(name for one in examples if one.kind == "written" for name in one.seen.values)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    place = {name: at for at, name in enumerate(names)}
    cells = [
        (row, place[name], value)
        for row, one in enumerate(examples)
        for name, value in one.seen.values.items()
        if name in place
    ]
    rows, columns, values = zip(*cells, strict=True)
    size = len(examples), len(names)
    shown = (
        torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.tensor(values), size).coalesce().to_sparse_csr()
    )
    turned = torch.sparse_coo_tensor(torch.tensor([columns, rows]), torch.tensor(values), size[::-1]).coalesce()
    target = torch.tensor([float(one.pair.misleads) for one in examples])
    worth = torch.tensor([_WORTH[one.kind] for one in examples])
    found, bias = _fit(shown, turned, target, worth / worth.sum())
    kept = {name: weight for name, weight in zip(names, found, strict=True) if abs(weight) >= _SLIGHT}
    return OmissionWeights(kept, bias)


def _sparse(
    rows: Sequence[int], columns: Sequence[int], values: Sequence[float], size: tuple[int, int]
) -> torch.Tensor:
    cells = torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.tensor(values), size, check_invariants=True)
    with warnings.catch_warnings():  # torch says that this format is new
        warnings.simplefilter("ignore", UserWarning)
        return cells.coalesce().to_sparse_csr()


def _fit(
    shown: torch.Tensor, turned: torch.Tensor, target: torch.Tensor, worth: torch.Tensor
) -> tuple[list[float], float]:
    weights, bias = torch.zeros(shown.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_STEPS, history_size=15, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        with torch.no_grad():
            odds = shown @ weights + bias
            off = worth * (torch.sigmoid(odds) - target)
            weights.grad = turned @ off + 2 * _RIDGE * weights
            bias.grad = off.sum().reshape(1)
            misfit = torch.nn.functional.binary_cross_entropy_with_logits(odds, target, worth, reduction="sum")
            return misfit + _RIDGE * weights.square().sum()

    optimizer.step(loss)
    return weights.tolist(), float(bias.detach())
