"""`They`, `both`, `the two`, `the brothers`: two people who were just named together.

The networks have seen too few of them. A rule answers where the pair is the subject of a sentence shortly before and no
other people in the plural are mentioned since.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom.facts import compare, phrase
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.names import Gender

CHANCE = 0.85  # set by hand: the articles that the figures come from have too few
_BACK = 2  # sentences from the pair to `they`
_FURTHER = 4  # to `the two`
_APPOSED = 4  # tokens after the pair that may say what the two are
_ROLES = 9  # words of `the director and the archivist`
_NOUN = 2  # words of `two senators`
_THEY = frozenset({"they", "them"})
_TWO = frozenset({"both", "two", "pair", "couple", "duo", "brothers", "sisters"})
_COUNTERPARTS = frozenset({"rival", "opponent", "challenger", "colleague", "counterpart", "partner", "teammate"})
_KIN = frozenset({"brothers", "sisters"})
_GENDERS: dict[str, Gender] = {"women": "female", "men": "male"}
_NAMES = 24  # looked back at
_TOKENS = 60  # before `they`
_COUNTED = 10  # tokens from `two` to the noun that it counts
_MEN = frozenset({"men", "women", "candidates", "rivals", "leaders", "senators", "people", "players"})

Pair = tuple[int, ...]


def meant(scene: Scene, k: int, known: dict[int, Pair]) -> Pair | None:
    """The two people behind attribution `k`; `known` has those of earlier ones, and gets this one's."""
    words = _words(scene, k)
    if words is None:
        pair = _called(scene, k, known) or _by_roles(scene, k)
    elif words[0] in _THEY:
        pair = (
            _again(scene, k, known) or _joined(scene, k, _BACK) or _family(scene, k) or _only_two(scene, k, joined=True)
        )
    else:
        pair = (
            _again(scene, k, known) or _joined(scene, k, _FURTHER) or _only_two(scene, k) or _nearest(scene, k, words)
        )
    if pair is not None:
        known[k] = pair
    return pair


def _called(scene: Scene, k: int, known: dict[int, Pair]) -> Pair | None:
    """`Calder and Okafor are on strike. The teachers said`: the pair, if no such people were mentioned before."""
    source, article = scene.walk.attributions[k].source, scene.article
    words = [] if source is None else article.between(source.start, source.end)
    if source is None or len(words) != _NOUN or words[0].lower != "the" or article.quoted(source.start):
        return None
    noun = words[1].lower
    if words[1].capital or not (noun in _MEN or lists.plural_role(noun) or lists.plural_person(noun)):
        return None
    pair = _again(scene, k, known) or _joined(scene, k, _BACK)
    if pair is None or not all(_is_one(scene, p, noun) for p in pair if noun in _GENDERS):
        return None
    first = min(scene.first_named(p) for p in pair)
    return pair if all(t.lower != noun for t in article.between(0, first)) else None


def _by_roles(scene: Scene, k: int) -> Pair | None:
    """`The director and the archivist`: the only two people of whom the article has said so."""
    source, article = scene.walk.attributions[k].source, scene.article
    words = [] if source is None else article.between(source.start, source.end)
    words = words[1:] if words and words[0].lower == "both" else words
    at = next((n for n, t in enumerate(words) if t.lower == "and"), 0)
    parts = (words[:at], words[at + 1 :])
    if len(words) > _ROLES or any(len(part) < _NOUN or part[0].lower != "the" for part in parts):
        return None
    found: list[int] = []
    for asked in map(phrase, parts):
        if asked is None or asked.head is None or asked.owner or lists.plural_role(asked.noun):
            return None
        known = [p for p in scene.by_count[:_NAMES] if scene.first_named(p) < scene.at[k]]
        fits = {p: compare(asked, scene.facts(p)) for p in known}
        found += [p for p, fit in fits.items() if fit.same and not fit.clash and not fit.missing]
    pair = tuple(sorted(set(found)))
    return pair if len(found) == len(pair) == _NOUN else None


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


def _family(scene: Scene, k: int) -> Pair | None:
    """`The Calders sold the boat because they …`: the two of that name, in this sentence or the one before."""
    article, start = scene.article, scene.at[k]
    here = article.sentence_start(start)
    tokens = article.between(article.sentence_start(here - 1) if here else here, start)
    for before, token in reversed(list(pairwise(tokens[-_TOKENS:]))):
        known = scene.walk.roster.called(token.lower) if before.lower == "the" and token.capital else []
        if len(known) == _NOUN and not _others(scene, token.end, start):
            return tuple(known)
    return None


def _again(scene: Scene, k: int, known: dict[int, Pair]) -> Pair | None:
    """The pair of the attribution right before."""
    before = scene.before(k)
    if before is None or before not in known:
        return None
    near = scene.article.sentence(scene.at[k]) - scene.article.sentence(scene.at[before]) <= _FURTHER
    source = scene.walk.attributions[before].source
    since = scene.at[before] + 1 if source is None else max(source.end, scene.at[before] + 1)
    return known[before] if near and not _others(scene, since, scene.at[k]) else None


def _only_two(scene: Scene, k: int, joined: bool = False) -> Pair | None:
    """`Calder met Okafor on Monday. Both …`: the only two who are named in the sentence before; or only with `and`."""
    article, start = scene.article, scene.at[k]
    here = article.sentence_start(start)
    before = article.sentence_start(here - 1) if here else here
    named = [o for o in scene.in_range(before, here) if not article.quoted(o.start)]
    pair = tuple(sorted({p for o in named for p in o.people}))
    clear = len(pair) == _NOUN and all(len(o.people) == 1 and not o.possessive for o in named)
    if joined and not (len(named) == _NOUN and scene.joined(*named)):
        return None
    return pair if clear and not _others(scene, before, start) else None


def _nearest(scene: Scene, k: int, words: list[str]) -> Pair | None:
    """`Both`: the only two who are named in this paragraph; `the two women`, `both senators`: the only two of the kind
    in this paragraph, or in this and the last."""
    article, start = scene.article, scene.at[k]
    if words[0] in _KIN:
        return None
    noun = words[-1] if len(words) == _NOUN else ""
    here = article.paragraph(start)
    i = bisect_left(scene.name_starts, start)
    for back in (0, 1) if noun else (0,):
        near = [o for o in scene.named[max(0, i - _NAMES) : i] if here - article.paragraph(o.start) <= back]
        people = {p for o in near if len(o.people) == 1 and not article.quoted(o.start) for p in o.people}
        pair = tuple(sorted(p for p in people if _is_one(scene, p, noun)))
        if len(pair) == _NOUN and all(scene.people[p].named for p in pair):
            return pair
    return None


def _is_one(scene: Scene, person: int, noun: str) -> bool:
    """Whether somebody can be one of `the women`, `the senators`, and of `the two`, which tells nothing."""
    if noun in _GENDERS:
        return scene.genders[person][0] in (None, _GENDERS[noun])
    asked = {lists.role(form) for form in (noun[:-1], noun[:-3] + "y")} - {None}
    return not asked or not asked.isdisjoint(p.head for p in scene.facts(person).phrases)


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


def counterpart(scene: Scene, k: int) -> int | None:
    """Whom `his rival`, `her colleague` means: the one person who is named together with whom `his` stands for."""
    reading, before = scene.readings[k], scene.before(k)
    owner = reading.owner if reading is not None else None
    if reading is None or owner is None or owner.lower not in GENDERS or reading.noun not in _COUNTERPARTS:
        return None
    person = scene.walk.meant_by(owner.start)
    if person is None and before is not None and len(scene.said[before].people) == 1:
        near = scene.article.paragraph(scene.at[before]) == scene.article.paragraph(scene.at[k])
        spoke = scene.said[before].people[0]
        person = spoke if near and scene.genders[spoke][0] in (None, GENDERS[owner.lower]) else None
    found = {p for pair in scene.pairs if person in pair for p in pair} - {person}
    return found.pop() if len(found) == 1 else None


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
    return any(
        _several(tokens[i]) and not scene.article.quoted(tokens[i].start) and not _of_two(tokens, i)
        for i in range(after, len(tokens))
    )


def _of_two(tokens: Sequence[ArticleToken], i: int) -> bool:
    """Whether the plural counts two: `the two young reporters`, `two of the best reporters`."""
    for token in reversed(tokens[max(0, i - _COUNTED) : i]):
        if token.lower == "two" or not (token.lower[0].isalnum() or token.lower == "-"):
            return token.lower == "two"
    return False


def _several(token: ArticleToken) -> bool:
    """Whether the word is for several people, and no part of a name: `officials`, `Democrats`, not `Lund Press`."""
    if token.capital and (not token.lower.endswith("s") or token.lower.endswith("ss")):
        return False
    return token.lower in lists.groups() or lists.plural_role(token.lower)
