"""What speaks for one person as the one behind a mention."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.whom import opening, questions
from claimkit.analysis.resolution.whom.facts import NO_FIT
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.analysis.resolution.whom.surroundings import Surroundings

_OF = re.compile(r"\b(?:of|to|for|by|with|from|about)\s+(?:\w+\.?\s+){0,3}$")
_APPOSED = re.compile(r"\s?,\s(?:an?|the|his|her|who)\b|\s?\(")
_COMMAS = frozenset({",", "-", "–", "—", "("})
_TITLE = 160  # characters of a title
PARTS = ("subject", "object", "oblique", "possessor", "joined", "apposed", "first", "other")

NAMES = (
    "in_source",
    "in_source_possessive",
    "in_source_shared",
    "in_source_full",
    "in_source_given",
    "in_source_last",
    "in_source_first",
    "in_source_after_comma",
    "in_source_after_of",
    "read_as_head",
    "read_as_owner",
    "mentioned_before",
    "back",
    "mentions_between",
    "people_between",
    "rivals_between",
    "tokens_back",
    "last_same_paragraph",
    *(f"last_{part}" for part in PARTS),
    "last_is_subject",
    "last_quoted",
    "last_pronoun",
    "last_role",
    "last_in_headline",
    "times_here",
    "times_previous",
    "times_paragraph",
    "first_of_paragraph",
    "first_of_sentence",
    "subject_of_sentence",
    "first_of_previous",
    "subject_of_previous",
    "last_of_previous",
    "ahead_back",
    "ahead_same_paragraph",
    "ahead_next_first",
    "in_content",
    "in_content_quoted",
    "right_before_cue",
    "right_after_cue",
    "right_before_source",
    "gap_comma",
    "gap_nothing",
    "gap_words",
    "gap_apposition",
    "gap_nearest",
    "after_comma",
    "owner_fits",
    "same_sentence_before",
    "quoting",
    "same_story",
    "count",
    "share",
    "count_rank",
    "first_rank",
    "in_title",
    "full_name",
    "salience",
    "spoke",
    "spoke_share",
    "spoke_before",
    "spoke_last_1",
    "spoke_last_2",
    "spoke_next_1",
    "spoke_next_2",
    "spoke_back",
    "spoke_paragraph",
    "spoke_next_paragraph",
    "gender_agrees",
    "gender_clash",
    "gender_unknown",
    "gender_known",
    "role_same",
    "role_covered",
    "role_noun",
    "role_fields",
    "role_missing",
    "role_place",
    "role_party",
    "role_age",
    "role_owner",
    "role_elsewhere",
    "role_clash",
    "role_strength",
    "role_rivals",
    "role_none_known",
    "has_facts",
    "profile_score",
    "profile_other",
    "profile_listed",
    "profile_leads",
    "profile_behind",
    "was_asked",
    "asked_it",
    "words_near",
    "words_near_share",
    "words_near_head",
    "cosine",
    "compared",
    "stranger",
    *opening.NAMES,
    "rank_people_between",
    "rank_count",
    "rank_strength",
    "rank_words_near",
    "rank_cosine",
    "rank_compared",
    "rank_spoke_back",
)
# Column by whose order among rivals that fit in gender a rank is told, and its sign.
_RANKED = (
    ("people_between", 1),
    ("count", -1),
    ("role_strength", -1),
    ("words_near", -1),
    ("cosine", -1),
    ("compared", -1),
    ("spoke_back", 1),
)
_AT = {name: i for i, name in enumerate(NAMES)}


def person_features(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """The values of NAMES but for the ranks, which come last and are 0 here."""
    own = scene.of.get(person, [])
    i = bisect_left(scene.of_starts.get(person, []), s.start)
    last = own[i - 1] if i else None
    return [
        *_in_source(scene, person, s),
        *_last(scene, person, s, last),
        *_before(scene, person, s, own[max(0, i - 8) : i]),
        *_ahead(scene, person, s),
        *_beside(scene, person, s),
        *_part(scene, person, s, i),
        *_speaking(scene, person, s),
        *_gender(scene, person, s),
        *_role(scene, person, s),
        *_states(scene, person, s),
        *opening.features(scene, person, s),
        *([0.0] * len(_RANKED)),
    ]


def _in_source(scene: Scene, person: int, s: Surroundings) -> list[float]:
    inside = [o for o in s.inside if person in o.people]
    reading = scene.readings[s.k]
    settled = scene.walk.settled
    owner = reading.owner.occurrence if reading and reading.owner else None
    head = float(reading is not None and any(person in settled(o).people for o in reading.people))
    owns = float(owner is not None and person in settled(owner).people)
    if not inside:
        return [*([0.0] * 9), head, owns]
    start = s.inside[0].start
    source = scene.walk.attributions[s.k].source
    opening = scene.article.text[source.start : inside[0].start] if source else ""
    return [
        1.0,
        float(all(o.possessive for o in inside)),
        max(len(o.people) for o in inside),
        float(any(o.form == "full" for o in inside)),
        float(any(o.form == "given" for o in inside)),
        float(inside[-1] is s.inside[-1]),
        float(inside[0].start == start),
        float("," in opening),
        float(_OF.search(opening[-60:]) is not None),
        head,
        owns,
    ]


def _last(scene: Scene, person: int, s: Surroundings, last: Point | None) -> list[float]:
    if last is None:
        return [0.0, 40.0, 60.0, 30.0, 30.0, 9.0, *([0.0] * (len(PARTS) + 6))]
    article = scene.article
    between = bisect_left(scene.starts, s.start) - bisect_left(scene.starts, last.start) - 1
    return [
        1.0,
        min(s.sentence - last.sentence, 30),
        min(between, 40),
        s.order.get(person, 30),
        s.rivals.get(person, 30),
        math.log1p(article.index(s.start) - article.index(last.start)),
        float(article.paragraph(last.start) == s.paragraph),
        *(float(last.part == part) for part in PARTS),
        float(last.subject),
        float(last.quoted),
        float(last.how == "pronoun"),
        float(last.how == "role"),
        float(article.headline(last.start)),
    ]


def _before(scene: Scene, person: int, s: Surroundings, own: Sequence[Point]) -> list[float]:
    paragraph = scene.article.paragraph
    return [
        sum(p.sentence == s.sentence for p in own),
        sum(p.sentence == s.sentence - 1 for p in own),
        sum(paragraph(p.start) == s.paragraph for p in own),
        float(s.paragraph_first == person),
        float(s.sentence_first == person),
        float(s.sentence_subject == person),
        float(s.previous_first == person),
        float(s.previous_subject == person),
        float(s.previous_last == person),
    ]


def _ahead(scene: Scene, person: int, s: Surroundings) -> list[float]:
    starts = scene.place_starts.get(person, [])
    j = bisect_left(starts, s.start)
    if j == len(starts):
        return [12.0, 0.0, 0.0]
    return [
        min(scene.article.sentence(starts[j]) - s.sentence, 10),
        float(scene.article.paragraph(starts[j]) == s.paragraph),
        float(s.first_ahead == starts[j]),
    ]


def _beside(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """In the content, beside the cue, and what stands between a name and the source."""
    article, a, reading = scene.article, scene.walk.attributions[s.k], scene.readings[s.k]
    starts, places = scene.place_starts.get(person, []), scene.places.get(person, [])
    within = [o for c in a.content for o in places[bisect_left(starts, c.start) : bisect_left(starts, c.end)]]
    source = (a.source.start, a.source.end) if a.source else (s.start, s.start)
    near = places[bisect_left(starts, source[0] - 90) : bisect_left(starts, source[1] + 4)]
    by_cue = places[bisect_left(starts, a.cue.start - 90) : bisect_left(starts, a.cue.end + 4)] if a.cue else []
    gap = s.gaps.get(person)
    between = gap[0].strip() if gap is not None else "."
    owner = reading.owner if reading else None
    gender = scene.genders[person][0]
    last = scene.walk.timeline
    return [
        float(bool(within)),
        float(any(article.quoted(o.start) for o in within)),
        float(a.cue is not None and any(0 <= a.cue.start - o.end <= 2 for o in by_cue)),
        float(a.cue is not None and any(0 <= o.start - a.cue.end <= 2 for o in by_cue)),
        float(any(0 <= source[0] - o.end <= 3 for o in near)),
        float(between in _COMMAS),
        float(not between),
        min(gap[1], 30) if gap is not None else 40,
        float(gap is not None and _APPOSED.match(gap[0]) is not None),
        float(gap is not None and gap[2]),
        float(any(0 <= o.start - source[1] <= 3 and "," in article.text[source[1] : o.start] for o in near)),
        float(owner is not None and owner.lower in GENDERS and gender == GENDERS[owner.lower]),
        float(gap is not None),
        float(s.quoting == person),
        float(last.same_story(person, s.start)),
    ]


def _part(scene: Scene, person: int, s: Surroundings, before: int) -> list[float]:
    """What part the person plays in the article."""
    starts, article = scene.place_starts.get(person, []), scene.article
    count = scene.count[person]
    return [
        math.log1p(count),
        count / scene.total,
        min(scene.count_rank.get(person, 30), 30),
        min(scene.first_rank.get(person, 30), 30),
        float(bool(starts) and starts[0] < _TITLE and article.sentence(starts[0]) == 0),
        float(scene.people[person].name.full),
        before / max(1, bisect_left(scene.starts, s.start)),
    ]


def _speaking(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """Where the person speaks, before and after, as far as the rules know."""
    article, n = scene.article, scene.rank[s.k]
    spoke = scene.spoke.get(person, [])
    i = bisect_left(spoke, n)
    after = i + (i < len(spoke) and spoke[i] == n)
    others = len(spoke) - (after - i)
    last = scene.at[scene.order[spoke[i - 1]]] if i else None
    following = scene.at[scene.order[spoke[after]]] if after < len(spoke) else None
    near = set(spoke[max(0, i - 2) : after + 2])
    return [
        math.log1p(others),
        others / max(1, s.spoken),
        min(i, 20),
        float(n - 1 in near),
        float(n - 2 in near),
        float(n + 1 in near),
        float(n + 2 in near),
        min(s.sentence - article.sentence(last), 20) if last is not None else 25,
        float(last is not None and article.paragraph(last) == s.paragraph),
        float(following is not None and article.paragraph(following) == s.paragraph),
    ]


def _gender(scene: Scene, person: int, s: Surroundings) -> list[float]:
    gender, certainty = scene.genders[person]
    return [
        min(certainty, 9) if s.gender and gender == s.gender else 0,
        min(certainty, 9) if s.gender and gender not in (None, s.gender) else 0,
        float(s.gender is not None and gender is None),
        min(certainty, 9),
    ]


def _role(scene: Scene, person: int, s: Surroundings) -> list[float]:
    fit = scene.fits(s.k).get(person, NO_FIT)
    if not s.strengths and scene.asked(s.k) is not None:
        s.strengths = sorted(-f.strength for f in scene.fits(s.k).values() if not f.clash) or [0.0]
    asked = scene.asked(s.k) is not None
    facts = scene.facts(person) if asked else None
    around = scene.around(person) if s.words else None
    near = sum(w in around for w in s.words) if around else 0
    return [
        float(fit.same),
        float(fit.covered),
        float(fit.noun),
        fit.fields,
        fit.missing,
        float(fit.place),
        float(fit.party),
        float(fit.age),
        float(fit.owner),
        float(fit.elsewhere),
        float(fit.clash),
        fit.strength,
        min(bisect_left(s.strengths, -fit.strength), 9) if s.strengths else 0,
        float(facts is not None and not facts.phrases),
        float(facts is not None and bool(facts.phrases)),
        *_profile(person, s),
        *questions.features(scene, person, s),
        near,
        near / max(1, len(s.words)),
        float(bool(around) and s.words[-1] in around) if around is not None else 0.0,
    ]


def _profile(person: int, s: Surroundings) -> list[float]:
    """How well everything that is said of the person answers the role, alone and beside the best of the others."""
    if not s.matches:
        return [0.0] * 5
    match = s.matches.get(person)
    score = match.score if match is not None else 0.0
    best = max((m.score for p, m in s.matches.items() if m is not None and p != person), default=0.0)
    return [
        score,
        float(person in s.matches and match is None),
        float(match is not None and match.listed),
        float(score > best),
        max(0.0, best - score),
    ]


def _states(scene: Scene, person: int, s: Surroundings) -> list[float]:
    mine = scene.vectors.get(person) if s.vector is not None else None
    cosine = float(np.dot(mine, s.vector)) if mine is not None and s.vector is not None else 0.0
    return [cosine, s.compared.get(person, 0.0), float(not scene.people[person].named)]


def add_ranks(rows: Sequence[list[float]]) -> None:
    """Tell each person's place among those whose gender fits."""
    clash = _AT["gender_clash"]
    fitting = [row for row in rows if row[clash] < 4]
    first = len(NAMES) - len(_RANKED)
    for n, (name, sign) in enumerate(_RANKED):
        at = _AT[name]
        values = sorted(sign * row[at] for row in fitting)
        for row in rows:
            row[first + n] = float(bisect_left(values, sign * row[at]))
