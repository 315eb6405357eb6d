"""Who is what to whom: `Her son, Sam Okafor`, `Calder's wife, Ruth`; then who `his mother`, `the couple`, `the younger
Calder` are.

A tie is read from the words between an owner and a name. It holds both ways: of whom somebody is the son, is a parent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english import lexicon
from claimkit.english.names import Gender

CHANCE = 0.9  # set by hand: the articles that the figures come from have too few
_BETWEEN = 5  # tokens from an owner to the name of whom they have: `Calder's much younger brother, `
_TITLES = 3  # of these before the name
_NAMES = 400  # of an article that are looked at
_SENTENCES = 8  # from the last mention of both to `the couple`
_TWO = 2
_POINTS = 12  # mentions before `their`
_FOLLOWS = 3  # tokens after a name, its comma and an owner: `Ruth Calder, his wife`
_INVERSE = {"child": "parent", "parent": "child", "grandchild": "grandparent", "grandparent": "grandchild"}
_OLDER, _YOUNGER = frozenset({"elder", "older", "senior", "big"}), frozenset({"younger", "junior", "little", "kid"})
_ANOTHER = frozenset({"other", "another", "surviving", "late", "dead"})


@dataclass(frozen=True, slots=True)
class Tie:
    """`other` is `kind` (child, parent, spouse, sibling …) to `person`; `age` is 1 if the words call them older."""

    person: int
    other: int
    kind: str
    age: int = 0


@cache
def _kinds() -> dict[str, str]:
    """Words for family → what they are: `son` → `child`."""
    table: dict[str, str] = lexicon.table("roles")["family"]
    return {word: kind for kind, words in table.items() for word in words.split()}


class Family:
    """The ties between the people of one article."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.ties: list[Tie] = []
        for o in scene.named[:_NAMES]:
            if len(o.people) == 1 and not scene.article.quoted(o.start):
                for tie in (*self._before(o), *self._after(o)):
                    self.ties += [tie, Tie(tie.other, tie.person, _INVERSE.get(tie.kind, tie.kind), -tie.age)]

    def meant(self, k: int, spoke: int | None = None) -> int | None:
        """Whom `his mother`, `Calder's wife` as the source of attribution `k` means; `spoke` has just spoken."""
        words = self._words(k)
        kind = _kinds().get(words[-1].lower) if len(words) > 1 else None
        owned = bool(words) and (words[0].lower in GENDERS or any(t.possessive for t in words[:-1]))
        if kind is None or not owned or any(t.lower in _ANOTHER for t in words):
            return None
        gender = lists.role_gender(words[-1].lower)
        age = _age(words[:-1])
        fits = [t for t in self.ties if t.kind == kind and self._may_be(t.other, gender) and age in (0, t.age or age)]
        for owners in self._owners(k, words, spoke):
            if found := {t.other for t in fits if t.person in owners}:
                return found.pop() if len(found) == 1 else None
        return None

    def pair(self, k: int) -> tuple[int, ...] | None:
        """Whom `the couple`, `the sisters`, `father and daughter`, `Calder and his wife` mean."""
        words = [t.lower for t in self._words(k)]
        table: dict[str, str] = lexicon.table("roles")["family_pairs"]
        kind = table.get(" ".join(words).removeprefix("the ").removeprefix("both "))
        if kind is not None:
            genders = [lists.role_gender(w.removesuffix("s")) for w in words if w not in ("the", "both", "and")]
            return self._last_pair(k, kind, genders[0], genders[-1])
        return self._with_relative(k)

    def of_name(self, k: int) -> tuple[int | None, bool]:
        """Whom `the younger Calder` or `Calder senior` means, and whether the source is of that kind."""
        named, older = _by_age(self._scene, k)
        if named is None:
            return None, False
        family = self._scene.people[named.people[0]].name.family
        people = [p for p in self._scene.count if self._scene.people[p].name.family == family]
        people = [p for p in people if self._near(p, self._scene.at[k])]
        best = [p for p in people if all(q == p or self._older(p, q) == older for q in people)]
        if len(best) != 1:  # of three, those two of whom one is the other's child
            tied = {p for t in self.ties if t.person in people and t.other in people for p in (t.person, t.other)}
            best = [p for p in tied if all(q == p or self._older(p, q) == older for q in tied)]
        return (best[0] if len(best) == 1 and len(people) > 1 else None), True

    # Reading ties

    def _before(self, o: Occurrence) -> Iterator[Tie]:
        """`Her son, Themba Radebe`: the words before a name."""
        article = self._scene.article
        i = article.index(o.start) - 1
        first = i
        while i >= 0 and first - i < _TITLES and article.tokens[i].capital and not article.tokens[i].possessive:
            i -= 1
        if i >= 0 and article.tokens[i].text == ",":
            i -= 1
        if i < 1 or o.possessive or article.sentence(article.tokens[i].start) != article.sentence(o.start):
            return
        if i > _TWO and article.tokens[i - 1].lower == "and" and article.tokens[i - _TWO].lower in _kinds():
            i -= _TWO  # “her daughter and partner, Catriona”
        kind = _kinds().get(article.tokens[i].lower)
        if kind is None or article.tokens[i].possessive:
            return
        for j in range(i - 1, max(-1, i - 1 - _BETWEEN), -1):
            token = article.tokens[j]
            if token.possessive or token.lower in GENDERS or token.lower == "their":
                for owner in self._couple(token) if token.lower == "their" else self._owner(token, o):
                    if owner != o.people[0]:
                        yield Tie(owner, o.people[0], kind, _age(article.tokens[j + 1 : i]))
                return
            if not token.text[0].isalpha() or token.lower in lists.prepositions() or token.lower in lists.auxiliaries():
                return

    def _after(self, o: Occurrence) -> Iterator[Tie]:
        """`Ruth Calder, his wife`: the words after a name."""
        article = self._scene.article
        j = article.index(o.end)
        tokens = article.tokens[j : j + 2 + _FOLLOWS]
        if o.possessive or len(tokens) < _FOLLOWS or tokens[0].text not in (",", "(", "–", "—"):
            return
        if not (tokens[1].lower in GENDERS or tokens[1].possessive):
            return
        n = next((n for n, t in enumerate(tokens[2:], 2) if t.lower in _kinds() and not t.possessive), None)
        if n is None or any(not t.text[0].isalpha() for t in tokens[2:n]):
            return
        following = article.tokens[j + n + 1 : j + n + 3]
        apposed = following[1:] if following and following[0].text == "," else following
        if apposed and apposed[0].capital and following[0].text == ",":  # “Calder, whose wife, Ruth, …”
            return
        for owner in self._owner(tokens[1], o):
            if owner != o.people[0]:
                yield Tie(owner, o.people[0], _kinds()[tokens[n].lower], _age(tokens[2:n]))

    def _owner(self, token: ArticleToken, relative: Occurrence | None = None) -> Sequence[int]:
        """Whom a possessive means, where that is clear: `his` before a name is the only one who shares its surname."""
        scene = self._scene
        if token.lower not in GENDERS:
            named = scene.walk.roster.ending(token.end)
            people = scene.walk.settled(named).people if named is not None else ()
            if relative is not None:  # “Calder’s daughter, Kim Calder”
                people = tuple(p for p in people if p not in relative.people)
            return people if len(people) == 1 else ()
        if relative is not None and (namesakes := self._namesakes(relative, GENDERS[token.lower])):
            return namesakes if len(namesakes) == 1 else ()
        point = next((p for p in scene.of_start(token.start) if p.how == "pronoun"), None)
        person = point.person if point is not None else scene.walk.meant_by(token.start)
        return () if person is None or not scene.people[person].named else (person,)

    def _couple(self, token: ArticleToken) -> Sequence[int]:
        """Whom `their` means: the two people who were mentioned last."""
        scene = self._scene
        i = bisect_left(scene.starts, token.start)
        here = scene.article.sentence(token.start)
        near = (p.person for p in reversed(scene.points[max(0, i - _POINTS) : i]) if here - p.sentence <= _SENTENCES)
        return list(dict.fromkeys(p for p in near if scene.people[p].named))[:_TWO]

    def _namesakes(self, o: Occurrence, gender: Gender) -> Sequence[int]:
        """Who is named before with the same surname and may be `his` or `her`."""
        scene, family = self._scene, self._scene.people[o.people[0]].name.family
        return [
            p
            for p, places in scene.places.items()
            if p != o.people[0] and scene.people[p].name.family == family
            if places[0].start < o.start and self._may_be(p, gender)
        ]

    # Answering

    def _words(self, k: int) -> Sequence[ArticleToken]:
        return _words(self._scene, k)

    def _owners(self, k: int, words: Sequence[ArticleToken], spoke: int | None) -> Iterator[set[int]]:
        """Whose relative is asked for, then who has just spoken; everybody of the pronoun's gender where that is not
        clear."""
        token = next((t for t in words[:-1] if t.possessive or t.lower in GENDERS), words[0])
        if token.lower not in GENDERS:
            yield set(self._owner(token))
            return
        clear, gender = self._scene.walk.meant_by(token.start), GENDERS[token.lower]
        tied = {t.person for t in self.ties}
        if clear is None or clear not in tied:
            yield {p for p in tied if self._may_be(p, gender) and self._near(p, self._scene.at[k])}
            return
        yield {clear}
        if spoke is not None and self._may_be(spoke, gender):
            yield {spoke}

    def _may_be(self, person: int, gender: Gender | None) -> bool:
        return gender is None or self._scene.genders[person][0] in (None, gender)

    def _near(self, person: int, start: int) -> bool:
        here = self._scene.article.sentence(start)
        return any(p.start < start and here - p.sentence <= _SENTENCES for p in self._scene.of.get(person, ()))

    def _last_pair(self, k: int, kind: str, one: Gender | None, other: Gender | None) -> tuple[int, ...] | None:
        """The only two nearby of whom the first (`father`) is `kind` to the second (`daughter`)."""
        start = self._scene.at[k]
        pairs = {
            tuple(sorted((t.person, t.other)))
            for t in self.ties
            if t.kind == kind and self._may_be(t.other, one) and self._may_be(t.person, other)
        }
        near = [pair for pair in pairs if all(self._near(p, start) for p in pair)]
        return near[0] if len(near) == 1 else None

    def _with_relative(self, k: int) -> tuple[int, ...] | None:
        """`Mr Calder and his wife`."""
        words = self._words(k)
        at = next((n for n, t in enumerate(words) if t.lower == "and"), 0)
        if not at or len(words) - at < _FOLLOWS or words[at + 1].lower not in GENDERS:
            return None
        kind = _kinds().get(words[-1].lower)
        named = self._scene.walk.roster.ending(words[at - 1].end)
        people = named.people if named is not None else ()
        people = tuple(p for p in people if self._may_be(p, GENDERS[words[at + 1].lower]))
        if kind is None or len(people) != 1:
            return None
        gender = lists.role_gender(words[-1].lower)
        ties = (t for t in self.ties if t.kind == kind and t.person == people[0])
        found = {t.other for t in ties if self._may_be(t.other, gender)}
        return tuple(sorted((people[0], found.pop()))) if len(found) == 1 else None

    def _older(self, one: int, other: int) -> bool | None:
        """Whether one person is older than the other, where the article tells."""
        for t in self.ties:
            if (t.person, t.other) == (one, other):
                if t.kind in ("child", "grandchild", "parent", "grandparent"):
                    return t.kind in ("child", "grandchild")
                if t.age:
                    return t.age < 0
        ages = [self._scene.facts(p).ages for p in (one, other)]
        if all(len(a) == 1 for a in ages):
            first, second = (next(iter(a)) for a in ages)
            return first > second if first != second else None
        return None


def _age(words: Sequence[ArticleToken]) -> int:
    """1 if the words call somebody older than another, -1 for younger."""
    said = {t.lower for t in words}
    return 1 if said & _OLDER else -1 if said & _YOUNGER else 0


def by_age(scene: Scene, k: int) -> bool:
    """Whether the source is `the younger Calder`, which a family name alone does not settle."""
    return _by_age(scene, k)[0] is not None


def _by_age(scene: Scene, k: int) -> tuple[Occurrence | None, bool]:
    """The family name in `the younger Calder` or `Calder senior`, and whether the elder one is asked for."""
    reading, words = scene.readings[k], _words(scene, k)
    if reading is None or reading.shape not in ("people", "unknown") or len(reading.named) > 1 or not words:
        return None, False
    named = [o for o in scene.walk.roster.within(words[0].start, words[-1].end) if o.form == "family"]
    rest = {t.lower.rstrip(".") for t in words if not any(o.start <= t.start < o.end for o in named)}
    ages = rest & (_OLDER | _YOUNGER)
    if len(named) != 1 or len(ages) != 1 or not rest <= ages | {"the", "mr", "mrs", "ms", "miss", "dr"}:
        return None, False
    return named[0], bool(ages & _OLDER)


def _words(scene: Scene, k: int) -> Sequence[ArticleToken]:
    """The words of a source up to its first comma or bracket."""
    source = scene.walk.attributions[k].source
    if source is None:
        return ()
    tokens = scene.article.between(source.start, source.end)
    cut = next((n for n, t in enumerate(tokens) if n and t.text in (",", "(", "–", "—")), len(tokens))
    return tokens[:cut]
