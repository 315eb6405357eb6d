"""From the differences and the speakers to a verdict: tables of named rules, tried in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from claimkit.checking import speakers
from claimkit.checking.changes import find_changes
from claimkit.checking.edges import covers_sentences, find_cuts
from claimkit.checking.given import given_to
from claimkit.checking.hunks import Change, Weight
from claimkit.checking.occasions import Occasion, compare_days
from claimkit.checking.passages import Placed
from claimkit.checking.quotations import InDraft
from claimkit.checking.rarity import information
from claimkit.checking.reports import is_reported
from claimkit.checking.speakers import Sameness
from claimkit.models.checks import Omission, Verdict
from claimkit.wording.word_tokens import WordToken

# Chosen on one half of 138 judged press quotations and some seventy near matches without a known speaker
# (tests/benchmarks/bench_check.py): real ones had 68 bits and more, chance ones 59 and less, but for one stump line.
_OWN = 64.0  # bits of the words in common, less those that differ: from here on they are one utterance
_OWN_OF_SPEAKER = 40.0  # the same where the speaker is the same and all that differs is small words
_SMALL = 8.0  # bits of a small word or two
_SLACK = 20.0  # bits of fillers, openers and spellings that may differ in the very same words
_CLOSE = 0.9  # share from which on a changed wording of the speaker's own goes before the same words of another
_MOST_LOST = 0.33  # of the bits in common: a wording that loses more is a similar thing said another time
_MOST_LOST_EARLIER = 0.15  # the same where that other time is known: speakers say similar things at every stop

_SENTENCE = 25.0  # bits in common of a whole sentence in which a denial or a number differs
_MOST_CHANGES = 2  # such differences
_LEAST_WORDS = 3  # of a quotation that is all there, but cut to mislead
_OF_SENSE = frozenset({"number changed", "negation lost", "negation gained", "hedge dropped", "hedge added"})

_ORDER: tuple[Weight, ...] = ("fine", "cut", "minor", "altered", "misleading")
_WORDS: dict[Weight, Verdict] = {
    "fine": "verbatim",
    "cut": "cut",
    "minor": "altered",
    "altered": "altered",
    "misleading": "misleading",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One place with what differs there, how much that matters, and whose words they are in the source."""

    placed: Placed
    changes: tuple[Change, ...]
    weight: Weight
    sameness: Sameness
    reported: bool
    evidence: float
    lost: float
    skipped: float  # the same of the passage's words that the quotation lacks between those in common
    occasion: Occasion
    omission: Omission | None = None

    @property
    def enough(self) -> bool:
        """Whether this is the same utterance, whatever was changed in it."""
        differ = self.lost + self.skipped
        small = self.sameness == "same" and differ <= _SMALL and self.evidence >= _OWN_OF_SPEAKER
        most = _MOST_LOST_EARLIER if self.occasion == "earlier" and self.evidence < 2 * _OWN else _MOST_LOST
        fresh = self.sameness == "same" and self.occasion == "same"
        least = _OWN_OF_SPEAKER if fresh else _OWN
        if self.sameness == "same" and self.altered_only_in_sense:
            return True
        near = self.lost <= most * (self.evidence + self.lost)
        return (self.evidence >= least and near) or small or self.sound

    @property
    def altered_only_in_sense(self) -> bool:
        """Whether the words are the source's, but for a denial or a number in the very same sentence, or a cut at an
        edge."""
        inner = [change for change in self.changes if change.weight not in ("fine", "cut")]
        if all(self._at_edge(change) for change in inner):
            return self.lost == 0 and len(self.placed.words) >= _LEAST_WORDS
        return len(inner) <= _MOST_CHANGES and self._whole and all(change.kind in _OF_SENSE for change in inner)

    def _at_edge(self, change: Change) -> bool:
        first, last = self.placed.ranges[0][0], self.placed.ranges[-1][1]
        return change.said[1] <= first or change.said[0] >= last

    @property
    def sound(self) -> bool:
        """Whether the source has these very words."""
        same_words = _ORDER.index(self.weight) <= _ORDER.index("cut")
        respelt = self.weight == "fine" and self.sameness == "same" and self._whole
        return same_words and (self.lost <= _SLACK or self.evidence >= _OWN or respelt)

    @property
    def _whole(self) -> bool:
        """Whether the quotation is over a whole sentence that tells enough."""
        return self.evidence + self.lost >= _SENTENCE and covers_sentences(self.placed)


def judge(placed: Placed, asked: InDraft) -> Judged:
    """What differs at one place."""
    speaker = asked.quotation.speaker
    sameness = speakers.compare(speaker, placed.passage.speaker)
    changes = [
        *find_changes(placed, asked.quotation.text),
        *find_cuts(placed, asked.lead, asked.follow, own=sameness == "same"),
    ]
    weight = heaviest(changes)
    reported = is_reported(placed, speaker, sameness)
    if reported and not placed.source.labelled and speakers.compare(speaker, given_to(placed, speaker)) == "other":
        sameness, reported = "other", False  # an article has the words in marks, as those of somebody else
    respelt = [change for change in changes if change.kind == "spelling"]  # `3.30` is `half past three`
    met = {a for a, b in placed.pairs if placed.words[a].key == placed.said[b].key}
    met.update(at for change in respelt for at in range(*change.words))
    common = information([word for at, word in enumerate(placed.words) if at in met])
    lost = information([word for at, word in enumerate(placed.words) if at not in met and word.kind != "bracket"])
    skipped = information(_skipped(placed, {at for change in respelt for at in range(*change.said)}))
    occasion = "unknown" if placed.source.article else compare_days(asked.published, placed.passage.published)
    return Judged(placed, tuple(changes), weight, sameness, reported, common - lost, lost, skipped, occasion)


def heaviest(changes: Iterable[Change]) -> Weight:
    """How much all of these matter."""
    return max((change.weight for change in changes), key=_ORDER.index, default="fine")


def _skipped(placed: Placed, respelt: set[int]) -> list[WordToken]:
    """The words inside the passage's parts, but for slips, that meet none of the quotation's in any spelling."""
    met = respelt | {b for a, b in placed.pairs if placed.words[a].key == placed.said[b].key}
    inside = [at for run in placed.ranges for at in range(*run)]
    return [placed.said[at] for at in inside if at not in met and not placed.slips[at]]


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with the place it rests on; `rule` is the name of the rule."""

    verdict: Verdict
    best: Judged | None
    rule: str


def decide(judged: Sequence[Judged], asked: InDraft) -> Decision:
    """The verdict of the first rule that applies; `judged` are the places found, best first."""
    for name, rule in _RULES:
        if (found := rule(judged, asked)) is not None:
            return Decision(*found, name)
    return Decision("not found", None, "nothing like it")


Found = tuple[Verdict, Judged | None] | None


def _said(judged: Sequence[Judged], asked: InDraft) -> Found:
    """The speaker says these words, or a source that names no speaker has them."""
    for one in judged:
        if one.sound and one.sameness == "same" and one.occasion != "later":
            return _WORDS[one.weight], one
    return None


def _unlabelled(judged: Sequence[Judged], asked: InDraft) -> Found:
    for one in judged:
        if one.sound and one.sameness == "unknown" and not one.reported:
            return _WORDS[one.weight], one
    return None


def _nearly_said(judged: Sequence[Judged], asked: InDraft) -> Found:
    """The speaker says it in other words."""
    best = _closest(one for one in judged if one.enough and one.sameness == "same" and one.occasion != "later")
    rival = _closest(one for one in judged if one.sound and one.sameness != "same")
    if best is None or (rival is not None and best.weight != "minor" and best.placed.share < _CLOSE):
        return None
    return _WORDS[best.weight], best


def _said_later(judged: Sequence[Judged], asked: InDraft) -> Found:
    """The speaker says it, but after the draft was printed: a line that is the speaker's own, or words of anybody's."""
    best = _closest(one for one in judged if one.sound and one.sameness == "same")
    if best is None:
        return None
    return (_WORDS[best.weight] if best.evidence >= _OWN else "elsewhere"), best


def _second_hand(judged: Sequence[Judged], asked: InDraft) -> Found:
    """Somebody else says that the speaker said it."""
    best = _closest(one for one in judged if one.sound and one.reported)
    return None if best is None else ("second-hand only", best)


def _somebody_else(judged: Sequence[Judged], asked: InDraft) -> Found:
    """Another speaker's words: of a kind that only one person says, or that anybody may."""
    best = _closest(one for one in judged if one.sound and one.sameness == "other")
    if best is None:
        return None
    own = information(asked.words) >= _OWN
    return ("wrong speaker" if own else "elsewhere"), best


def _nearly(judged: Sequence[Judged], asked: InDraft) -> Found:
    """Other words of the speaker's, as somebody reports them, or of nobody named."""
    best = _closest(one for one in judged if one.enough and _may_be(one))
    return None if best is None else (_WORDS[best.weight], best)


_RULES: tuple[tuple[str, Callable[[Sequence[Judged], InDraft], Found]], ...] = (
    ("the speaker says it", _said),
    ("a source without speakers has it", _unlabelled),
    ("the speaker says it in other words", _nearly_said),
    ("somebody reports it", _second_hand),
    ("the speaker says it, but after the draft's date", _said_later),
    ("somebody else says it", _somebody_else),
    ("a source has it in other words", _nearly),
)


def _may_be(one: Judged) -> bool:
    """Whether the draft may have it from there."""
    return one.reported or (one.sameness != "other" and (one.sameness != "same" or one.occasion != "later"))


def _closest(judged: object) -> Judged | None:
    found: list[Judged] = list(judged)  # type: ignore[call-overload]
    return min(found, key=lambda one: (one.placed.cost, _ORDER.index(one.weight)), default=None)
