"""From the differences and the speakers to a verdict: tables of named rules, tried in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claimkit.checking import speakers
from claimkit.checking.atoms import find_atoms
from claimkit.checking.changes import find_changes
from claimkit.checking.edges import find_cuts
from claimkit.checking.hunks import Change, Weight, starts_phrase
from claimkit.checking.passages import Placed
from claimkit.checking.quotations import InDraft
from claimkit.checking.rarity import information
from claimkit.checking.speakers import Sameness
from claimkit.english.quotation_marks import find_quoted
from claimkit.models.checks import Verdict
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Chosen on one half of 138 judged press quotations and some seventy near matches without a known speaker
# (tests/benchmarks/bench_check.py): real ones had 68 bits and more, chance ones 59 and less, but for one stump line.
_OWN = 64.0  # bits of the words in common, less those that differ: from here on they are one utterance
_OWN_OF_SPEAKER = 40.0  # the same where the speaker is the same and all that differs is small words
_SMALL = 8.0  # bits of a small word or two
_SLACK = 20.0  # bits of fillers, openers and spellings that may differ in the very same words
_CLOSE = 0.9  # share from which on a changed wording of the speaker's own goes before the same words of another
_REPORT_BEFORE = 16  # words before the quoted ones in which somebody says whose they are
_REPORT_AFTER = 6
_BESIDE = 2  # words between a name and its verb of saying

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

    @property
    def enough(self) -> bool:
        """Whether this is the same utterance, whatever was changed in it."""
        small = self.sameness == "same" and self.lost <= _SMALL and self.evidence >= _OWN_OF_SPEAKER
        return self.evidence >= _OWN or small or self.sound

    @property
    def sound(self) -> bool:
        """Whether the source has these very words."""
        same_words = _ORDER.index(self.weight) <= _ORDER.index("cut")
        return same_words and (self.lost <= _SLACK or self.evidence >= _OWN)


def judge(placed: Placed, asked: InDraft) -> Judged:
    """What differs at one place."""
    changes = [
        *find_changes(placed, asked.quotation.text),
        *find_cuts(placed, asked.lead, asked.follow),
    ]
    weight: Weight = max((change.weight for change in changes), key=_ORDER.index, default="fine")
    sameness = speakers.compare(asked.quotation.speaker, placed.passage.speaker)
    reported = sameness != "same" and _reported(placed, asked)
    met = {a for a, b in placed.pairs if placed.words[a].key == placed.said[b].key}
    common = information([word for at, word in enumerate(placed.words) if at in met])
    lost = information([word for at, word in enumerate(placed.words) if at not in met and word.kind != "bracket"])
    return Judged(placed, tuple(changes), weight, sameness, reported, common - lost, lost)


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
        if one.sound and one.sameness == "same":
            return _WORDS[one.weight], one
    return None


def _unlabelled(judged: Sequence[Judged], asked: InDraft) -> Found:
    for one in judged:
        if one.sound and one.sameness == "unknown" and not one.reported:
            return _WORDS[one.weight], one
    return None


def _nearly_said(judged: Sequence[Judged], asked: InDraft) -> Found:
    """The speaker says it in other words."""
    best = _closest(one for one in judged if one.enough and one.sameness == "same")
    rival = _closest(one for one in judged if one.sound and one.sameness != "same")
    if best is None or (rival is not None and best.weight != "minor" and best.placed.share < _CLOSE):
        return None
    return _WORDS[best.weight], best


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
    """Other words of the speaker's, or of nobody named."""
    best = _closest(one for one in judged if one.enough and one.sameness != "other")
    return None if best is None else (_WORDS[best.weight], best)


_RULES: tuple[tuple[str, Callable[[Sequence[Judged], InDraft], Found]], ...] = (
    ("the speaker says it", _said),
    ("a source without speakers has it", _unlabelled),
    ("the speaker says it in other words", _nearly_said),
    ("somebody reports it", _second_hand),
    ("somebody else says it", _somebody_else),
    ("a source has it in other words", _nearly),
)


def _closest(judged: object) -> Judged | None:
    found: list[Judged] = list(judged)  # type: ignore[call-overload]
    return min(found, key=lambda one: (one.placed.cost, _ORDER.index(one.weight)), default=None)


def _reported(placed: Placed, asked: InDraft) -> bool:
    """Whether the source gives the words as somebody's: in quotation marks, or after `you said` and the like."""
    start, end = placed.ranges[0][0], placed.ranges[-1][1]
    if start >= end:
        return False
    text, said = placed.passage.text, placed.said
    first, last = said[start].start, said[end - 1].end
    before = f"{placed.passage.before} {text[:first]}"
    whole = f"{before}{text[first:last]}{text[last:]} {placed.passage.after}"
    low, high = len(before), len(before) + last - first
    if any(opened - 1 <= low and high <= closed + 1 for opened, closed in find_quoted(whole)):
        return True
    lead = find_atoms(text[:first] if text[:first].strip() else placed.passage.before)[-_REPORT_BEFORE:]
    trail = find_atoms(text[last:])[:_REPORT_AFTER]
    told = {phrase for run in (lead, trail) for at in range(len(run)) if (phrase := starts_phrase(run[at:], "reports"))}
    names = _names(asked.quotation.speaker)
    if any(_reports(run, names) for run in (lead, trail)):
        return True
    if not told:
        return False
    if any(token.key in names for token in (*lead, *trail, *find_atoms(placed.passage.before))):
        return True
    addressed = any(phrase.startswith("you") for phrase in told) or any(word.key == "you" for word in lead)
    return addressed and any(
        speakers.compare(asked.quotation.speaker, label) == "same" for label in set(placed.source.labels)
    )


def _reports(run: Sequence[WordToken], names: frozenset[str]) -> bool:
    """`Trump said`, `said Trump`, `Trump is calling`: the name and a verb of saying, at most a word between them."""
    verbs = relations.standard_words("checking", "reporting")
    said = [at for at, word in enumerate(run) if word.key in verbs]
    return any(word.key in names and any(abs(at - verb) <= _BESIDE for verb in said) for at, word in enumerate(run))


def _names(speaker: str | None) -> frozenset[str]:
    name = speakers.name_of(speaker)
    return frozenset(name.words) if name else frozenset()
