"""`They`, `both`, `the two`, `the brothers`: two people who were just named together.

The networks have seen too few of them. A rule answers where the pair is the subject of a sentence shortly before and no
other people in the plural are mentioned since.
"""

from __future__ import annotations

from bisect import bisect_left

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.names import Gender

CHANCE = 0.85  # set by hand: the articles that the figures come from have too few
_BACK = 2  # sentences from the pair to `they`
_FURTHER = 4  # to `the two`
_APPOSED = 4  # tokens after the pair that may say what the two are
_NOUN = 2  # words of `two senators`
_THEY = frozenset({"they", "them"})
_TWO = frozenset({"both", "two", "pair", "couple", "duo", "brothers", "sisters"})
_GENDERS: dict[str, Gender] = {"women": "female", "men": "male"}
_NAMES = 24  # looked back at
_MEN = frozenset({"men", "women", "candidates", "rivals", "leaders", "senators", "people", "players"})

Pair = tuple[int, ...]


def meant(scene: Scene, k: int, known: dict[int, Pair]) -> Pair | None:
    """The two people behind attribution `k`; `known` has those of earlier ones, and gets this one's."""
    words = _words(scene, k)
    if words is None:
        return None
    they = words[0] in _THEY
    pair = _again(scene, k, known) or _joined(scene, k, _BACK if they else _FURTHER)
    if pair is None and not they:
        pair = _only_two(scene, k) or _nearest(scene, k, words)
    if pair is not None:
        known[k] = pair
    return pair


def _words(scene: Scene, k: int) -> list[str] | None:
    """The source's words if they are for two people; None if not."""
    source = scene.walk.attributions[k].source
    if source is None or scene.article.quoted(source.start):
        return None
    words = [t.lower for t in scene.article.between(source.start, source.end) if t.text[0].isalnum()]
    bare = [w for w in words if w != "the"]
    if words and words[0] in _THEY and len(words) == 1:
        return words
    two = bool(bare) and bare[0] in _TWO and len(bare) <= _NOUN
    two = two and (len(bare) < _NOUN or bare[1] in _MEN or lists.plural_role(bare[1]))
    return bare if two and (words[0] in ("the", "both")) else None


def _again(scene: Scene, k: int, known: dict[int, Pair]) -> Pair | None:
    """The pair of the attribution right before."""
    before = scene.before(k)
    if before is None or before not in known:
        return None
    near = scene.article.sentence(scene.at[k]) - scene.article.sentence(scene.at[before]) <= _FURTHER
    source = scene.walk.attributions[before].source
    since = scene.at[before] + 1 if source is None else max(source.end, scene.at[before] + 1)
    return known[before] if near and not _others(scene, since, scene.at[k]) else None


def _only_two(scene: Scene, k: int) -> Pair | None:
    """`Calder met Okafor on Monday. Both …`: the only two who are named in the sentence before."""
    article, start = scene.article, scene.at[k]
    here = article.sentence_start(start)
    before = article.sentence_start(here - 1) if here else here
    named = [o for o in scene.in_range(before, here) if not article.quoted(o.start)]
    pair = tuple(sorted({p for o in named for p in o.people}))
    clear = len(pair) == _NOUN and all(len(o.people) == 1 and not o.possessive for o in named)
    return pair if clear and not _others(scene, before, start) else None


def _nearest(scene: Scene, k: int, words: list[str]) -> Pair | None:
    """`The two women`, `both senators`: the only two of the kind who are named in this and the last paragraph."""
    article, start, noun = scene.article, scene.at[k], words[-1]
    if len(words) < _NOUN:
        return None
    here = article.paragraph(start)
    i = bisect_left(scene.name_starts, start)
    near = [o for o in scene.named[max(0, i - _NAMES) : i] if here - article.paragraph(o.start) <= 1]
    people = {p for o in near if len(o.people) == 1 and not article.quoted(o.start) for p in o.people}
    gender = _GENDERS.get(noun)
    pair = tuple(sorted(p for p in people if _is_one(scene, p, noun, gender)))
    return pair if len(pair) == _NOUN and all(scene.people[p].named for p in pair) else None


def _is_one(scene: Scene, person: int, noun: str, gender: Gender | None) -> bool:
    """Whether somebody can be one of `the women`, `the senators`."""
    if gender is not None:
        return scene.genders[person][0] in (None, gender)
    roles = {p.head for p in scene.facts(person).phrases}
    return any(lists.role(form) in roles for form in (noun[:-1], noun[:-3] + "y") if lists.role(form) is not None)


def _joined(scene: Scene, k: int, back: int) -> Pair | None:
    """The last pair joined by `and` at the beginning of a sentence."""
    article, start = scene.article, scene.at[k]
    i = bisect_left(scene.name_starts, start)
    for j in range(i - 1, max(0, i - 12), -1):
        one, other = scene.named[j - 1], scene.named[j]
        if article.sentence(start) - article.sentence(one.start) > back:
            return None
        pair = tuple(sorted((*one.people, *other.people)))
        if pair not in scene.pairs or not scene.joined(one, other) or other.possessive or article.quoted(one.start):
            continue
        opening = article.between(article.sentence_start(one.start), one.start)
        opens = all(t.capital or lists.role(t.lower) for t in opening)
        return pair if opens and not _others(scene, other.end, start, _APPOSED) else None
    return None


def others_since(scene: Scene, k: int, people: Pair) -> bool:
    """Whether `they` is asked about, and other people in the plural are mentioned after these."""
    words = _words(scene, k)
    if words is None or words[0] not in _THEY:
        return False
    start = scene.at[k]
    ends = [p.end for person in people for p in scene.of.get(person, ()) if p.end <= start]
    return bool(ends) and _others(scene, max(ends), start, _APPOSED)


def _others(scene: Scene, start: int, end: int, after: int = 0) -> bool:
    """Whether other people in the plural are mentioned in `start:end`."""
    tokens = scene.article.between(start, end)
    return any(_several(t) and not scene.article.quoted(t.start) for t in tokens[after:])


def _several(token: ArticleToken) -> bool:
    """Whether the word is for several people, and no part of a name: `officials`, `Democrats`, not `Lund Press`."""
    if token.capital and (not token.lower.endswith("s") or token.lower.endswith("ss")):
        return False
    return token.lower in lists.groups() or lists.plural_role(token.lower)
