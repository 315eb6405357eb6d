"""What is the same for all candidates of one mention: its source and cue, and who speaks beside it."""

from __future__ import annotations

from claimkit.analysis.resolution import cue_subjects
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.models.extraction import Attribution

SHAPES = ("empty", "pronoun", "people", "role", "body", "group", "document", "author", "unnamed", "unknown")
PRONOUNS = ("male", "female", "plural", "thing", "relative")
KINDS = ("person", "stranger", "joint", "org", "group", "author", "unknown")
_SAYS = frozenset({"said", "says", "say", "told", "added", "saying"})
_FIRST = frozenset({"i", "we", "my", "our"})
_SOME = frozenset({"a", "an", "one", "some", "another"})
_COUNTS = frozenset({"two", "three", "both", "several", "many"})

NAMES = (
    *(f"shape_{s}" for s in SHAPES),
    *(f"pronoun_{p}" for p in PRONOUNS),
    "definite",
    "owner",
    "owner_pronoun",
    "no_source",
    "no_cue",
    "tokens",
    "capitals",
    "possessive",
    "capital_inside",
    "plural_noun",
    "first_person",
    "names",
    "quoted",
    "headline",
    "sentence",
    "direct",
    "indirect",
    "after_content",
    "cue_ing",
    "cue_says",
    "cue_according",
    "cue_noun",
    "cue_first",
    *(f"previous_{k}" for k in KINDS),
    "previous_back",
    *(f"next_{k}" for k in KINDS),
    "next_back",
    "people",
    "before_plural",
    "before_capital",
    "indefinite",
    "the",
    "document",
    "count_word",
    "and",
    "tie",
    "asked_head",
    "asked_fields",
    "asked_places",
    "asked_party",
    "asked_age",
    "asked_former",
    "fitting",
    "best_fit",
    "rule_person",
    "rule_unknown",
    "rule_org",
    "rule_group",
    *(f"verb_{f}" for f in cue_subjects.FORMS),
    "before_cue_blocking",
    "before_cue_joining",
    "before_cue_linking",
    "before_cue_comma",
    "before_cue_none",
)


def mention_features(scene: Scene, k: int) -> list[float]:
    """The values of NAMES for attribution `k`."""
    a, reading, start = scene.walk.attributions[k], scene.readings[k], scene.at[k]
    article = scene.article
    shape = reading.shape if reading else "empty"
    noun = reading.noun if reading else ""
    kind = lists.pronoun(noun) if shape == "pronoun" else None
    tokens = article.between(a.source.start, a.source.end) if a.source else []
    words = [t.lower for t in tokens]
    capitals = [t.capital for t in tokens]
    cue = a.cue.text.lower() if a.cue else ""
    cue_words = cue.split()
    says = not _SAYS.isdisjoint(cue_words)
    n = scene.rank[k]
    tail = article.text[max(0, start - 40) : start].split()
    asked = scene.asked(k)
    fits = scene.fits(k)
    strengths = [f.strength for f in fits.values() if not f.clash]
    rule = scene.said[k].kind
    owner = reading.owner if reading else None
    return [
        *(float(shape == s) for s in SHAPES),
        *(float(kind == p) for p in PRONOUNS),
        float(reading is not None and reading.definite),
        float(owner is not None),
        float(owner is not None and owner.lower in ("his", "her", "their", "its")),
        float(a.source is None),
        float(a.cue is None),
        min(len(tokens), 30),
        sum(capitals),
        float(bool(tokens) and tokens[-1].possessive),
        float(any(capitals[1:])),
        float(noun.endswith("s")),
        float(not _FIRST.isdisjoint(words)),
        len(scene.in_range(a.source.start, a.source.end)) if a.source else 0,
        float(article.quoted(start)),
        float(article.headline(start)),
        min(article.sentence(start), 60),
        float(a.type == "direct"),
        float(a.type == "indirect"),
        float(a.content[0].start < start),
        float(cue.endswith("ing")),
        float(says),
        float("according" in cue_words),
        float(cue.endswith(("ion", "ment", "s")) and not says),
        float(a.cue is not None and a.source is not None and a.cue.start < a.source.start),
        *_beside(scene, start, scene.before(k)),
        *_beside(scene, start, scene.order[n + 1] if n + 1 < len(scene.order) else None),
        min(len(scene.count), 60),
        float(bool(tail) and tail[-1].strip(",").endswith("s")),
        float(bool(tail) and tail[-1][:1].isupper()),
        float(bool(words) and words[0] in _SOME),
        float(bool(words) and words[0] == "the"),
        float(noun in lists.documents()),
        float(any(w in _COUNTS or w.isdigit() for w in words)),
        float("and" in words),
        float(noun in lists.ties()),
        float(asked is not None and asked.head is not None),
        len(asked.fields) if asked else 0,
        len(asked.places) if asked else 0,
        float(asked is not None and bool(asked.parties)),
        float(asked is not None and asked.age is not None),
        float(asked is not None and "former" in asked.ranks),
        sum(f.same or f.covered for f in fits.values() if not f.clash),
        max(strengths, default=0.0),
        float(rule in ("person", "stranger", "joint")),
        float(rule == "unknown"),
        float(rule == "org"),
        float(rule == "group"),
        *_verb(scene, a),
    ]


def _verb(scene: Scene, a: Attribution) -> list[float]:
    """The form of the cue of an attribution without a source, and what stands before it."""
    if a.source is not None or a.cue is None:
        return [0.0] * (len(cue_subjects.FORMS) + 5)
    form, last = cue_subjects.form(scene.article, a.cue), cue_subjects.before(scene.article, a.cue)
    word = last.lower if last is not None else ""
    return [
        *(float(form == f) for f in cue_subjects.FORMS),
        *(float(word in lists.cue_forms(key)) for key in ("blocking", "joining", "linking")),
        float(word == ","),
        float(last is None),
    ]


def _beside(scene: Scene, start: int, j: int | None) -> list[float]:
    """What kind of speaker the neighbour is, and how many sentences off."""
    if j is None:
        return [*([0.0] * len(KINDS)), 10.0]
    kind = scene.said[j].kind
    back = abs(scene.article.sentence(start) - scene.article.sentence(scene.at[j]))
    return [*(float(kind == other) for other in KINDS), min(back, 10)]
