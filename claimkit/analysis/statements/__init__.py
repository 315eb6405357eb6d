"""Is a record a statement of anyone? Acts, plans, topics and awards look like reports: “known for”, “aims to win”.

The tagger was trained on a corpus that counts many of these. A logistic judge looks at each record once its cue is
read: what its content is built like, what the cue says, and the tagger's states at both. Views leave out what it
doubts; what attribution doubts as well is dropped. `python -m claimkit.training.statements` learns it, and
data/model/README.md says how good it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimkit.analysis.cues import CueMeaning
from claimkit.analysis.statements import weights as judge_weights
from claimkit.analysis.statements.features import features
from claimkit.analysis.statements.labels import LABEL, is_label
from claimkit.models.extraction import Attribution, JudgedAttribution, States


def judge(
    text: str,
    quoted: bytes | bytearray,
    found: Sequence[Attribution],
    meanings: Sequence[CueMeaning | None],
    states: States | None,
) -> list[JudgedAttribution]:
    """The attributions `found` in `text`, each with the chance that it is a statement.

    `meanings` are those of their cues; `quoted[i]` is 1 where character i is between quotation marks.
    """
    weights = judge_weights.load()
    judged = []
    for a, shown in zip(found, features(text, quoted, found, meanings, states), strict=True):
        if is_label(text, a):
            judged.append(JudgedAttribution(replace(a, source=None, confidence=LABEL), LABEL))
            continue
        chance = weights.direct if a.type == "direct" or a.verbatim else weights.chance(shown)
        sure = weights.curve.chance(a.confidence, chance, a.type)
        judged.append(JudgedAttribution(replace(a, confidence=sure), chance))
    return judged


def is_credible(one: JudgedAttribution) -> bool:
    """Whether a record is kept: what attribution doubts has to be surely a statement."""
    return not one.attribution.doubtful or one.statement >= judge_weights.SURE
