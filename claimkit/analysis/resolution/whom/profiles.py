"""How well each person of an article answers a role: everything that the article says of them against what is asked.

`facts` reads what the rules know as roles. Here every word for a person counts (`donor`, `hacker`), two roles joined by
`and` are two descriptions, `X is the …` and `X, as the …` describe too, and the list of offices adds what is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.whom import facts, listed_offices
from claimkit.analysis.resolution.whom.facts import Facts, Fit, Phrase
from claimkit.analysis.resolution.whom.scene import Scene, gender_of
from claimkit.english import names

_BEFORE, _AFTER = 9, 14  # tokens read before and after a name
_NAMES = 24  # names of a person around which descriptions are read
_PHRASES = 40  # descriptions kept of one person
_PEOPLE = 60  # people compared with what a source asks for
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "where", "when"})
_MARKS = frozenset("“”\"‘’'")
_SIGNS = frozenset("-–&/.")
_INSIDE = lists.role_words("inside") | {"for", "then"}
_OPENERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "my", "our", "one", "then", "now", "another"})
_COPULAS = frozenset({"is", "was", "be", "been", "became", "becomes", "remains", "being"})
_LETTERS = {"kc": "lawyer", "qc": "lawyer", "mep": "mep", "mp": "mp", "msp": "mep"}  # after a name
_NO_HEADS = frozenset({"one", "two", "three", "both", "others", "some", "many", "person", "people"})


@dataclass(frozen=True, slots=True)
class Match:
    """How one person answers a role; `score` is 0 for nothing in common."""

    fit: Fit
    listed: bool  # an office that only the list says they held
    score: float


@dataclass(slots=True)
class Profiles:
    """The profiles of one article's people, made when they are asked for."""

    scene: Scene
    _known: dict[int, tuple[Facts, tuple[Phrase, ...]]] = field(default_factory=dict)
    _matches: dict[int, dict[int, Match | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene) -> Profiles:
        """Profiles of a scene."""
        return cls(scene)

    def facts(self, person: int) -> tuple[Facts, tuple[Phrase, ...]]:
        """What the article says of a person, and what the list of offices adds."""
        if person not in self._known:
            scene = self.scene
            base = scene.facts(person)
            found = list(base.phrases)
            for o in scene.places.get(person, ())[:_NAMES]:
                for tokens in _descriptions(scene.article, o):
                    found += phrases(tokens)
                found += _letters(scene.article, o)
            unique = tuple({_key(p): p for p in reversed(found)}.values())[::-1][:_PHRASES]
            places = base.places | {place for p in unique for place in p.places}
            parties = base.parties | {party for p in unique for party in p.parties}
            name = scene.people[person].name
            self._known[person] = (
                replace(base, phrases=unique, places=places, parties=parties),
                listed_offices.phrases(name) if name.full else (),
            )
        return self._known[person]

    def matches(self, k: int) -> dict[int, Match | None]:
        """How each named person answers the role that attribution `k` has as its source; None: somebody else's role."""
        if k not in self._matches:
            asked = self.asked(k)
            people = [p for p in self.scene.by_count[:_PEOPLE] if self.scene.people[p].named] if asked else []
            self._matches[k] = {person: self._match(asked, person) for person in people}
        return self._matches[k]

    def asked(self, k: int) -> tuple[Phrase, ...]:
        """The descriptions that a source without a name at its head gives."""
        if self.scene.asked(k) is None:
            return ()
        source, reading = self.scene.walk.attributions[k].source, self.scene.readings[k]
        if source is None or reading is None:
            return ()
        tokens = self.scene.article.between(source.start, source.end)
        listed = any(t.text == "," and t.start == reading.end for t in tokens)  # “the tall, greying envoy”
        headed = listed or _is_person(reading.noun) or any(t.text in _MARKS for t in tokens)
        return phrases(tokens) if headed else ()

    def _match(self, asked: Sequence[Phrase], person: int) -> Match | None:
        known, listed = self.facts(person)
        results = [one for a in asked if (one := _compare(a, known, listed)) is not None]
        if len(results) < len(asked) or any(r.fit.clash for r in results):
            return None
        best = max(results, key=lambda r: r.score)
        return replace(best, score=best.score + sum(r.score for r in results if r is not best))


def scores(scene: Scene, k: int) -> dict[int, float]:
    """How much the role that is attribution `k`'s source speaks for each person; -1 where it is somebody else's."""
    matches = Profiles.of(scene).matches(k)
    return {person: -1.0 if match is None else match.score for person, match in matches.items()}


def _key(p: Phrase) -> tuple[object, ...]:
    return p.head, p.noun, p.ranks, p.fields, p.places, p.parties, p.owner, p.age


# What speaks how much for a person, set by hand: a role that fits outweighs all else that a phrase says.
_SAME, _COVERED, _LISTED, _NEARBY = 3.0, 2.0, 2.0, 1.0
_FIELD, _MISSING, _PLACE, _PARTY, _AGE, _OWNER, _ELSEWHERE = 1.0, -0.5, 1.5, 1.5, 3.0, 1.5, -1.5
_MOST_FIELDS = 2
_EXACT = frozenset({"premier"})  # roles for which no other is another word


def _compare(asked: Phrase, known: Facts, listed: Sequence[Phrase]) -> Match | None:
    """One description against one person."""
    fit = facts.compare(asked, known)
    if fit.clash and asked.head is not None:
        return Match(fit, False, 0.0)
    covered = fit.covered and asked.head not in _EXACT
    held = [p for p in listed if listed_offices.answers(asked, p)]
    office = bool(held) and not (fit.same or covered or fit.elsewhere)
    seated = fit.same and not asked.places.isdisjoint({place for p in held for place in p.places})
    fit = replace(fit, place=fit.place or seated)  # “Sen. Ruth Calder”, and whose senator only the list says
    role = _SAME * fit.same or _COVERED * covered or max(_LISTED * office, _NEARBY * fit.noun)
    rest = (
        _FIELD * min(fit.fields, _MOST_FIELDS)
        + _MISSING * min(fit.missing, _MOST_FIELDS) * (fit.same or covered)
        + _PLACE * fit.place
        + _PARTY * fit.party
        + _AGE * fit.age
        + _OWNER * fit.owner
        + _ELSEWHERE * (fit.elsewhere and not office)
    )
    return Match(replace(fit, covered=covered), office, max(0.0, role + rest))


def phrases(tokens: Iterable[ArticleToken]) -> tuple[Phrase, ...]:
    """The descriptions in a noun phrase: `the Florida senator and Republican candidate` gives two."""
    words = list(_words(tokens))
    parts: list[list[ArticleToken]] = [[]]
    for i, token in enumerate(words):
        if token.lower == "and" and parts[-1] and _is_role(parts[-1][-1]) and any(map(_is_role, words[i + 1 :])):
            parts.append([])
        else:
            parts[-1].append(token)
    found = []
    for part in parts:
        made = facts.phrase(part)
        if made is None:
            continue
        head = made.head or (made.noun if _is_person(made.noun) else None)
        found.append(replace(made, head=head, fields=made.fields - {head or ""}))
    return tuple(found)


def _words(tokens: Iterable[ArticleToken]) -> Iterator[ArticleToken]:
    """The words of the phrase: without marks, up to a relative word, a verb or a sign after the head."""
    headed = False
    for token in tokens:
        word = token.lower
        if word in _RELATIVE or (headed and word in lists.auxiliaries()):
            return
        if not word[0].isalnum():
            if word in _MARKS or word in _SIGNS or not headed:
                continue
            return
        headed = headed or _is_role(token)
        yield token


def _is_role(token: ArticleToken) -> bool:
    return lists.role(token.lower) is not None or _is_person(token.lower)


def _is_person(word: str) -> bool:
    """Whether a word says what somebody is, and neither whose countryman nor how old."""
    last = word.rsplit("-", 1)[-1]
    if word in _NO_HEADS or last == "old" or facts.is_people_word(word) or lists.is_demonym(word):
        return False
    return lists.person_noun(word) or lists.role(word) is not None


def _letters(article: ArticleTokens, o: Occurrence) -> Iterator[Phrase]:
    """`Ruth Calder QC`: what letters after a name say."""
    i = article.index(o.end)
    token = next(iter(article.tokens[i : i + 1]), None)
    if token is not None and token.text.isupper() and token.lower in _LETTERS and not o.possessive:
        yield Phrase(token.start, token.end, _LETTERS[token.lower], token.lower)


def _descriptions(article: ArticleTokens, o: Occurrence) -> Iterator[Sequence[ArticleToken]]:
    """The noun phrases that describe who is named at `o`."""
    yield _before(article, o)
    yield from _after(article, o)


def _before(article: ArticleTokens, o: Occurrence) -> Sequence[ArticleToken]:
    """`Top party donor` before a name."""
    i, sentence = article.index(o.start), article.sentence(o.start)
    tokens: list[ArticleToken] = []
    for k in range(i - 1, max(-1, i - 1 - _BEFORE), -1):
        token = article.tokens[k]
        if article.sentence(token.start) != sentence or not (token.lower[0].isalnum() or token.lower in "-&/"):
            break
        if not tokens and not (_is_role(token) or names.is_title(token.lower)):
            return ()
        if token.lower in lists.function_words() and token.lower not in _INSIDE:
            break
        tokens.insert(0, token)
        if token.possessive:
            break
    while tokens and tokens[0].lower in ("of", "for"):
        tokens = tokens[1:]
    return tokens


def _after(article: ArticleTokens, o: Occurrence) -> Iterator[Sequence[ArticleToken]]:
    """`, a former surgeon,`; `is the mayor`; `, who was the mayor`; `, as mayor,`."""
    if o.possessive:
        return
    sentence = article.sentence(o.start)
    j = article.index(o.end)
    tokens = [t for t in article.tokens[j : j + _AFTER] if article.sentence(t.start) == sentence]
    if tokens and tokens[0].text == "(":
        closing = next((n for n, t in enumerate(tokens) if t.text == ")"), len(tokens))
        tokens = tokens[closing + 1 :]
    if len(tokens) < 2:
        return
    if tokens[0].text in (",", "-", "–", "—"):
        tokens = tokens[1:]
        if tokens[0].lower[0].isdigit() and len(tokens) > 2 and tokens[1].text == ",":
            tokens = tokens[2:]
        if tokens[0].lower == "who":
            tokens = tokens[1:]
        elif tokens[0].lower in _OPENERS or not tokens[0].capital:
            yield _phrase(tokens)
            return
    start = next((n for n, t in enumerate(tokens[:4]) if t.lower in _COPULAS or t.lower == "as"), None)
    if start is None or start + 1 >= len(tokens) or not all(_light(t) for t in tokens[:start]):
        return
    if tokens[start].lower == "as" or tokens[start + 1].lower in _OPENERS:
        yield _phrase(tokens[start + 1 :])


def _light(token: ArticleToken) -> bool:
    return token.lower in lists.auxiliaries() or token.lower in ("served", "works", "worked", "serves", "not")


def _phrase(tokens: Sequence[ArticleToken]) -> Sequence[ArticleToken]:
    """The noun phrase that begins there; nothing if no word for a person is in it before its first verb."""
    kept: list[ArticleToken] = []
    for token in tokens:
        word = token.lower
        if not (word[0].isalnum() or word in "-&/") or word in _RELATIVE or word in lists.auxiliaries():
            break
        if kept and word in lists.prepositions() and not any(map(_is_role, kept)):
            break
        kept.append(token)
    if kept and kept[0].lower not in _OPENERS and not _is_role(kept[0]) and len(kept) > 1:
        first = next((n for n, t in enumerate(kept[:6]) if _is_role(t)), None)
        if first is None:
            return ()
    return kept if any(map(_is_role, kept)) else ()


def leaders(scene: Scene, k: int, matches: dict[int, Match | None]) -> list[int]:
    """People whom the role can be, best first, without those of the other gender and the owner (`her agent`)."""
    reading, asked = scene.readings[k], scene.asked(k)
    gender = gender_of(asked.noun) if asked is not None else None
    owner = reading.owner.occurrence if reading is not None and reading.owner is not None else None
    owners = set(scene.walk.settled(owner).people) if owner is not None else set()
    found = [
        (match.score, person)
        for person, match in matches.items()
        if match is not None
        and match.score > 0
        and person not in owners
        and not (gender and scene.genders[person][0] not in (None, gender))
    ]
    return [person for _, person in sorted(found, key=lambda f: (-f[0], scene.count_rank[f[1]]))]
