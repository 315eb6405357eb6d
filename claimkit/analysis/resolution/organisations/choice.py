"""Which organisation a word means that names none: `the company`, `it`, `which`. Never a person.

Candidates are the organisations that were named before, in a lead also those that come right after. Weighted features
add up to a score and softmax turns scores into shares, with "none of these" as one more candidate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.named import Naming, Organisation, Organisations

By = Literal["noun", "pronoun"]

# Conditional logits with common and separate weights for each, drawn towards 0: trained on 625 sources of 733
# articles (308 of PolNeAR train, 225 of BBC News, 200 made up), 484 of which mean an organisation that the
# article names. In five-fold cross-validation by article they took 428 of these rightly, and 34 sources wrongly, at the
# shares below.
WEIGHTS: Mapping[By, Mapping[str, float]] = {
    "noun": {
        "ahead": -0.7,
        "ahead_near": 1.0,
        "alone": 0.2,
        "distance": -0.3,
        "far": 0.3,
        "kind": 0.6,
        "kind_clash": -2.6,
        "kind_specific": -0.9,
        "kind_unknown": -1.7,
        "kind_unknown_specific": -0.6,
        "latest": -0.2,
        "mark": 1.6,
        "mark_missing": -1.3,
        "mark_unknown": 0.1,
        "most": 0.7,
        "named_so": 2.9,
        "named_so_specific": 0.4,
        "none": -0.2,
        "none_general": -0.4,
        "oblique": -0.6,
        "one_back": 1.4,
        "only_fit": 0.3,
        "only_one": 0.1,
        "opening": 0.7,
        "paragraph": 2.0,
        "place": -1.5,
        "place_meant": -4.2,
        "possessor": 0.6,
        "quoted": -1.3,
        "said": 0.5,
        "same_sentence": -0.6,
        "spoke": -0.7,
        "spoke_last": 1.1,
        "spoke_near": 0.6,
        "subject": -0.6,
        "subject_near": 0.5,
        "three_back": -1.6,
        "two_back": 0.6,
    },
    "pronoun": {
        "alone": 0.1,
        "distance": -1.4,
        "far": -0.5,
        "kindless": -1.0,
        "latest": -0.7,
        "most": 0.3,
        "none": -1.1,
        "oblique": -0.1,
        "one_back": 0.6,
        "only_one": -1.2,
        "opening": -0.3,
        "paragraph": 1.7,
        "place": -0.8,
        "possessor": 0.2,
        "quoted": -1.3,
        "same_sentence": 1.7,
        "spoke": -0.5,
        "spoke_last": 1.4,
        "spoke_near": 1.6,
        "subject": 0.7,
        "subject_near": 0.9,
        "three_back": -1.3,
        "two_back": 0.4,
    },
}
# Shares from which an organisation is taken.
SHARE: Mapping[By, float] = {"noun": 0.5, "pronoun": 0.5}
_WINDOW = 120  # namings that are looked back at
_REACH: Mapping[By, int] = {"noun": 60, "pronoun": 4}  # and sentences
_BACK = ("same_sentence", "one_back", "two_back", "three_back")
# Kinds that a place's name stands for.
_PLACES = frozenset({"country", "government", "club", "council", "army", "police", "place"})
# Kinds that names tell: what shows none is of none of them.
_TOLD = frozenset({"army", "congress", "court", "department", "embassy", "police"})
# Kinds of public bodies, which nobody calls a firm or a business.
_PUBLIC = frozenset(
    {"army", "congress", "council", "country", "court", "department", "embassy", "government", "party", "police"}
)
_NEAR = 1.5
_CLOSE = 2  # sentences
_LEAD = 3  # sentences in which an article may tell whom a noun means only afterwards
_AHEAD = 2  # sentences after it


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: by a noun with its modifiers (`the oil firm`), or by `it` or `which`."""

    start: int
    noun: str = ""
    by: By = "noun"
    marks: tuple[str, ...] = ()
    excluded: frozenset[int] = frozenset()
    spoke_last: int | None = None
    spoke: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """The best candidate, its share, its last naming, and the candidates near it."""

    organisation: int | None
    share: float
    naming: Naming | None = None
    near: tuple[int, ...] = ()


def choose(organisations: Organisations, asked: Asked) -> Found:
    """Score the organisations that come into question and take the best."""
    weights = WEIGHTS[asked.by]
    scored: list[tuple[float, int, Naming]] = []
    for k, last, found in candidates(organisations, asked):
        scored.append((sum(weights.get(f, 0.0) * v for f, v in found.items()), k, last))
    if not scored:
        return Found(None, 0.0)
    scored.sort(key=lambda s: (-s[0], organisations.all[s[1]].first, s[1]))
    top = scored[0][0]
    none = sum(weights.get(f, 0.0) * v for f, v in nobody(asked).items())
    total = sum(math.exp(s - top) for s, _, _ in scored) + math.exp(none - top)
    near = tuple(k for s, k, _ in scored if s > top - _NEAR)
    if _another_called_so(organisations, asked, [k for _, k, _ in scored]):
        return Found(None, 0.0, near=near)
    return Found(scored[0][1], 1.0 / total, scored[0][2], near)


def _another_called_so(organisations: Organisations, asked: Asked, best: Sequence[int]) -> bool:
    """Whether the article calls the best candidate something else, and another one by the very noun: `the group`, of a
    publishing group and a newspaper company."""
    first = organisations.all[best[0]]
    if asked.by != "noun" or not first.said or asked.noun in first.marks | first.words:
        return False
    return any(asked.noun in organisations.all[k].marks for k in best[1:])


def nobody(asked: Asked) -> dict[str, float]:
    """The features of "none of these"."""
    general = asked.by == "noun" and words_of.general(asked.noun)
    return {"none": 1.0, "none_general": 1.0} if general else {"none": 1.0}


def candidates(organisations: Organisations, asked: Asked) -> list[tuple[int, Naming, dict[str, float]]]:
    """Every organisation that comes into question, with its nearest naming and its features by the names of WEIGHTS."""
    article = organisations.article
    here = article.sentence(asked.start)
    recent = [n for n in organisations.before(asked.start, _WINDOW) if n.end <= asked.start]
    recent = [n for n in recent if here - n.sentence <= _REACH[asked.by]]
    of: dict[int, list[Naming]] = {}
    for n in recent:
        of.setdefault(n.organisation, []).append(n)
    if asked.by == "noun" and here < _LEAD:
        for n in organisations.after(asked.start, _WINDOW):
            if n.sentence - here <= _AHEAD:
                of.setdefault(n.organisation, []).append(n)
    found = [
        (k, own[-1] if own[0].start < asked.start else own[0], _features(organisations, asked, k, own, recent))
        for k, own in of.items()
        if k not in asked.excluded and not _excluded(organisations.all[k], asked)
    ]
    fitting = sum(not f.get("kind_clash") and not f.get("kind_unknown") for _, _, f in found)
    for _, _, f in found:
        f["only_one"] = float(len(found) == 1)
        if asked.by == "noun" and fitting == 1 and not f.get("kind_clash") and not f.get("kind_unknown"):
            f["only_fit"] = 1.0
    return found


def _excluded(one: Organisation, asked: Asked) -> bool:
    """A bank is never meant by `the airline`, nor what the article calls a regulator by `the company`."""
    if asked.by != "noun" or asked.noun in one.words:
        return False
    if _place(one) and _PLACES.isdisjoint(words_of.kinds_of_noun(asked.noun)):
        return True
    made, makes = words_of.made_by(asked.noun), {words_of.made_by(mark) for mark in one.marks} - {None}
    if made is not None and makes and made not in makes:  # “the carmaker” does not mean a chipmaker
        return True
    kinds = words_of.kinds_of_noun(asked.noun)
    if one.kinds and one.kinds <= _PUBLIC and words_of.kinds_said(asked.noun) == {"company"}:  # no ministry is a firm
        return True
    if kinds and not one.kinds and kinds <= _TOLD:  # “Bluebush Homes … The force”
        return not one.words.intersection(asked.marks)
    described = one.name.islower()  # “the port authority” says what it is
    strange = [m for m in asked.marks if m not in one.words]
    if any(words_of.umbrella(m) or (described and lists.place(m)) for m in strange):
        return not any(words_of.umbrella(m) and words_of.under(one.name, m) for m in strange)  # “the UN agency”
    known = one.said if words_of.general(asked.noun) and not described else _kinds(one)
    return bool(known) and not known & kinds


def _place(one: Organisation) -> bool:
    """Whether it is a place, not only called one by NER: the article says of `Aérolux` that it is a builder."""
    return one.place and one.said <= _PLACES


def _kinds(one: Organisation) -> set[str]:
    """Its kinds; a place is a town."""
    return one.kinds | ({"place"} if _place(one) else set())


def _features(
    organisations: Organisations, asked: Asked, k: int, own: Sequence[Naming], recent: Sequence[Naming]
) -> dict[str, float]:
    article, one = organisations.article, organisations.all[k]
    kinds = _kinds(one)
    before = [n for n in own if n.start < asked.start]
    found: dict[str, float] = {}
    if before:
        _position(organisations, found, asked, before, recent)
    else:
        found["ahead"] = 1
        found["ahead_near"] = own[0].sentence - article.sentence(asked.start) <= 1
    found["spoke_last"] = asked.spoke_last == k
    found["spoke"] = k in asked.spoke
    found["opening"] = one.first <= article.sentence_end(article.sentence_end(0))
    found["most"] = organisations.counts[k] > 1 and organisations.counts[k] == max(organisations.counts.values())
    if asked.by == "noun":
        found |= _fit(asked, one.words | one.marks, kinds, asked.noun in one.words)

        found["said"] = bool(one.said & words_of.kinds_of_noun(asked.noun))
    else:
        found["kindless"] = not one.kinds
    meant = words_of.kinds_of_noun(asked.noun)
    found["place"] = _place(one) and meant.isdisjoint({"country", "place"})
    found["place_meant"] = _place(one) and "country" in meant
    return {f: float(v) for f, v in found.items() if v}


def _position(
    organisations: Organisations,
    found: dict[str, float],
    asked: Asked,
    own: Sequence[Naming],
    recent: Sequence[Naming],
) -> None:
    """Where and how the organisation was named last before."""
    article, last = organisations.article, own[-1]
    distance = article.sentence(asked.start) - last.sentence
    there = [n for n in own if n.sentence == last.sentence]
    found[_BACK[distance] if distance < len(_BACK) else "far"] = 1
    found["distance"] = math.log1p(distance)
    found["paragraph"] = article.paragraph(last.start) == article.paragraph(asked.start)
    found["latest"] = recent[-1].organisation == last.organisation
    found["subject"] = any(n.part in ("subject", "first") for n in there)
    found["oblique"] = all(n.part in ("oblique", "object") for n in there)
    found["possessor"] = all(n.part == "possessor" for n in there)
    found["quoted"] = all(n.quoted for n in there)
    near = [n for n in recent if n.sentence == last.sentence and not organisations.all[n.organisation].place]
    alone = distance < _CLOSE and all(n.organisation == last.organisation for n in near)
    found["alone"] = alone and bool(near)
    found["subject_near"] = bool(found["subject"]) and distance == 1
    found["spoke_near"] = asked.spoke_last == last.organisation and distance < _CLOSE


def _fit(asked: Asked, words: set[str], kinds: set[str], named_so: bool) -> dict[str, float]:
    """Whether the noun fits the organisation: its name has it, its kind is the noun's, or its kind is another."""
    if named_so:
        fit = "named_so"
    elif not kinds:
        fit = "kind_unknown"
    else:
        fit = "kind" if kinds & words_of.kinds_of_noun(asked.noun) else "kind_clash"
    marks = sum(m in words for m in asked.marks)
    specific = not words_of.general(asked.noun)
    return {
        fit: 1,
        f"{fit}_specific": float(specific),
        "mark": min(marks, 2),
        "mark_unknown" if fit == "kind_unknown" else "mark_missing": min(len(asked.marks) - marks, 2),
    }
