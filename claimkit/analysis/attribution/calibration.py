"""From the tagger's probabilities to the chance that an attribution is right.

The product of the probabilities of cue, links and content ranks attributions well, but means something else for a
direct quotation, which marks delimit, than for a report. A logistic curve over its log-odds (Platt, 1999), with an
offset for each form, is fitted on annotated articles that the tagger was not trained on: see
`claimkit.training.confidence` and data/model/README.md.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.models.types import QuoteType

FILE = "confidence.json"
_CLIP = 0.02  # probabilities closer to 0 or 1 than this count alike: there are too few of them to tell apart


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve; with these defaults a probability stays the same."""

    bias: float = 0.0
    slope: float = 1.0
    direct: float = 0.0
    mixed: float = 0.0
    sourceless: float = 0.0

    def chance(self, product: float, kind: QuoteType, has_source: bool) -> float:
        """The chance, from 0 to 1, that content and source are right."""
        odds = self.bias + self.slope * log_odds(product)
        odds += (self.direct if kind == "direct" else 0.0) + (self.mixed if kind == "mixed" else 0.0)
        return 1 / (1 + math.exp(-odds - (0.0 if has_source else self.sourceless)))

    def write(self, folder: Path) -> None:
        """Write it beside the model in `folder`."""
        text = json.dumps({name: round(value, 3) for name, value in asdict(self).items()}, indent=2)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


def log_odds(probability: float) -> float:
    """log(p / (1 - p)), with p kept away from 0 and 1."""
    kept = min(1 - _CLIP, max(_CLIP, probability))
    return math.log(kept / (1 - kept))


def read_calibration(folder: Path) -> Calibration:
    """The calibration of the model in `folder`. Raises ModelError."""
    path = folder / FILE
    try:
        return Calibration(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: cannot read the calibration; install claimkit again") from error


@cache
def shipped() -> Calibration:
    """The calibration of the shipped model."""
    return read_calibration(data_dir() / "model")
