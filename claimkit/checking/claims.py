"""A reported claim in the draft's own words: whether a source holds the statement, and with which polarity.

Only words are compared, so no verdict is stronger than supported, contradicted or not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimkit.checking.atoms import begins
from claimkit.checking.judge import judge
from claimkit.checking.quotations import InDraft
from claimkit.checking.rarity import information
from claimkit.english import lexicon
from claimkit.models.checks import Check, Verdict
from claimkit.models.types import Range
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

if TYPE_CHECKING:
    from claimkit.checking.check import Checker
    from claimkit.checking.passages import Placed

# Set by hand: the share of the claim's information that one sentence has to hold, and the least number of its words.
_HELD = 0.7
_LEAST = 3


def check_claim(checker: Checker, asked: InDraft, draft: str = "-") -> Check:
    """Supported or contradicted by a sentence that holds the claim's words, else not found."""
    content = [word for word in asked.words if not _is_light(word)]
    best: tuple[float, Verdict, Placed] | None = None
    if len(content) >= _LEAST:
        for placed in checker.places(asked):
            other = judge(placed, asked).sameness == "other"
            for run in _sentences(placed):
                share = _share(content, placed.said[slice(*run)])
                verdict: Verdict = "supported" if _agree(asked.words, placed.said[slice(*run)]) else "contradicted"
                if not other and share >= _HELD and (best is None or share > best[0]):
                    best = share, verdict, placed
    if best is None:
        return Check(
            asked.quotation, "not found", False, False, None, (), (), 0.0, "no sentence holds these words", draft
        )
    share, verdict, placed = best
    reason = (
        "a sentence holds these words" if verdict == "supported" else "a sentence holds these words and denies them"
    )
    return Check(
        asked.quotation,
        verdict,
        False,
        verdict == "contradicted",
        placed.passage,
        (),
        (),
        round(share, 3),
        reason,
        draft,
    )


def _is_light(word: WordToken) -> bool:
    denying = lexicon.words("variants", "negations")
    return word.key in lexicon.words("checking", "small") or word.key in ("and", "'s") or word.key in denying


def _sentences(placed: Placed) -> list[Range]:
    starts = [at for at in range(len(placed.said)) if begins(placed.passage.text, placed.said, at)]
    return list(zip(starts, [*starts[1:], len(placed.said)], strict=True))


def _share(content: Sequence[WordToken], sentence: Sequence[WordToken]) -> float:
    """How much of the claim's information the sentence holds, forms of one word counting as the word."""
    keys = {word.key for word in sentence}
    held = [word for word in content if word.key in keys or any(_related(word, other) for other in sentence)]
    if len(held) < _LEAST:
        return 0.0
    return information(held) / max(1.0, information(content))


def _related(one: WordToken, two: WordToken) -> bool:
    return relations.relation(one, two) in ("tense", "agreement", "spelling", "denied", "affirmed")


def _agree(claim: Sequence[WordToken], sentence: Sequence[WordToken]) -> bool:
    """Whether both deny, or neither."""
    opposed = sum(
        relations.relation(one, two) in ("denied", "affirmed")
        for one in claim
        for two in sentence
        if one.key != two.key
    )
    return (relations.negations(claim) + relations.negations(sentence) + opposed) % 2 == 0
