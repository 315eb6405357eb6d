"""Roles: what the article says that its people are, and what a source without a name asks for.

`the Ukrainian leader` asks for a `leader` of `ukraine`; `Ukrainian President Volodymyr Zelenskiy` offers a `president`
of `ukraine`. An offer is read from before the name, from an apposition after or before it, from `is/was a …`, `who
served as …` and from a politician's party tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.english import lexicon, names
from claimkit.english.text import normalise

_BEFORE = 9  # tokens looked at before a name
_MOST = 20  # descriptions kept of one person
_AFTER = 16  # and after it
_BRACKET = 3  # tokens of `(retd)`
_WHOSE = frozenset({"for", "of", "to"})  # after a role: whose it is
_TAG = re.compile(r"\s*\((?P<tag>[A-Za-z]{1,3}\.?[-–][A-Za-z.]+)")
_PARTISANS = {"republican": "republican", "democrat": "democratic", "independent": "independent"}


@dataclass(frozen=True, slots=True)
class Description:
    """Role words (base forms) and other words of a phrase; `head` is the role that the phrase is built on."""

    start: int
    end: int
    head: str | None
    roles: frozenset[str]
    marks: frozenset[str]
    former: bool = False

    @property
    def says(self) -> tuple[str | None, frozenset[str], frozenset[str], bool]:
        """All but the place."""
        return self.head, self.roles, self.marks, self.former


@dataclass(slots=True)
class RoleProfile:
    """All that the article says about what one person is; `roles` and `marks` are those of all descriptions."""

    descriptions: list[Description] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)

    def add(self, description: Description) -> None:
        """Note one more description; one says what several would."""
        known = any(d.says == description.says for d in self.descriptions)
        if known or len(self.descriptions) >= _MOST:
            return
        self.descriptions.append(description)
        self.roles |= description.roles
        self.marks |= description.marks


def describe(tokens: Sequence[ArticleToken]) -> Description | None:
    """The description that `tokens` give; None without a role, a place or a party."""
    tokens = list(_unhyphenated(tokens))
    roles: list[str] = []
    marks: set[str] = set()
    head: str | None = None
    partisan: str | None = None
    i = 0
    closed = False
    while i < len(tokens):
        word = tokens[i].lower
        role, length = _role_at(tokens, i)
        if role in _PARTISANS:
            marks.add(_PARTISANS[role])
            partisan = role
        elif role is not None:
            roles.append(role)
            if not closed:
                head = role
        elif word in lists.prepositions():
            closed = closed or head is not None
        elif word[0].isalnum() and word not in lists.role_words("unmarked"):
            marks.add(lists.place(word) or normalise(word))
            if i + 1 < len(tokens) and (two := lists.place(f"{word} {tokens[i + 1].lower}")):
                marks.add(two)
        i += length
    former = lists.any_in(marks, lists.role_words("former"))
    marks -= lexicon.words("roles", "empty", "words")
    if partisan and not roles:
        head = partisan
        roles.append(partisan)
    if not roles and not any(lists.place(m) for m in marks):
        return None
    return Description(tokens[0].start, tokens[-1].end, head, frozenset(roles), frozenset(marks), former)


def _unhyphenated(tokens: Sequence[ArticleToken]) -> Iterator[ArticleToken]:
    """`vice-presidential` as two words, so that both spellings agree."""
    for token in tokens:
        if token.lower.startswith("vice-"):
            yield ArticleToken(token.start, token.start + 4, "vice", "vice", False, token.capital)
            rest = token.text[5:]
            yield ArticleToken(token.start + 5, token.end, rest, rest.lower(), token.possessive, rest[:1].isupper())
        elif token.text not in "-–—":
            yield token


def _role_at(tokens: Sequence[ArticleToken], i: int) -> tuple[str | None, int]:
    for length in (3, 2):
        if i + length <= len(tokens):
            key = tuple(t.lower for t in tokens[i : i + length])
            if key in lists.compounds():
                return lists.compounds()[key], length
    word = tokens[i].lower
    bare = word.split("-")[-1] if "-" in word and lists.role(word) is None else word
    return lists.role(bare), 1


def profiles(article: ArticleTokens, roster: Roster) -> dict[int, RoleProfile]:
    """What the article says about each of its people."""
    found: dict[int, RoleProfile] = {}
    for occurrence in roster.occurrences:
        if len(occurrence.people) != 1:
            continue
        profile = found.setdefault(occurrence.people[0], RoleProfile())
        for tokens in (_before(article, occurrence), after(article, occurrence), apposed_before(article, occurrence)):
            if tokens and (description := describe(tokens)):
                profile.add(description)
        if match := _TAG.match(article.text, occurrence.end, occurrence.end + 30):
            marks = lists.party_tag(match["tag"])
            if marks:
                profile.add(Description(*match.span("tag"), None, frozenset(), frozenset(marks)))
    return {person: profile for person, profile in found.items() if profile.descriptions}


def _stops(token: ArticleToken) -> bool:
    word = token.lower
    if not (word[0].isalnum() or word in "-–/&"):
        return True
    return (
        word in lists.function_words()
        and word not in lists.role_words("inside")
        and not (token.capital and word == "new")
    )


def _noun_like(token: ArticleToken) -> bool:
    """Whether a word in lower case can stand inside a role; verbs mostly end otherwise."""
    word = token.lower
    return (
        lists.role(word) is not None or word in lists.role_words("adjectives") or not word.endswith(("ed", "ing", "s"))
    )


def _before(article: ArticleTokens, occurrence: Occurrence) -> list[ArticleToken]:
    """`Macron’s Sudan envoy` before `Luc Perrin`."""
    i = article.index(occurrence.start)
    if i > _BRACKET and article.tokens[i - 1].text == ")" and article.tokens[i - _BRACKET].text == "(":
        i -= _BRACKET  # “Colonel (retd) Ruth Calder”
    tokens: list[ArticleToken] = []
    for k in range(i - 1, max(-1, i - 1 - _BEFORE), -1):
        token = article.tokens[k]
        if _stops(token) or article.paragraph(token.start) != article.paragraph(occurrence.start):
            break
        known = lists.role(token.lower) or lists.is_demonym(token.lower) or names.is_title(token.lower)
        if not tokens and not known and not (token.possessive and lists.country(token.lower)):
            return []
        if token.lower == "of" and not (k and lists.role(article.tokens[k - 1].lower)):
            break
        if not token.capital and token.lower[0].isalpha() and not token.possessive:
            before_capital = bool(tokens) and tokens[-1].capital and not lists.role(token.lower) and token.lower != "of"
            if not _noun_like(token) or (
                before_capital and token.lower not in lexicon.words("roles", "empty", "words")
            ):
                break
        tokens.append(token)
        if token.possessive:
            break
    return tokens[::-1]


def after(article: ArticleTokens, occurrence: Occurrence) -> list[ArticleToken]:
    """`the head of the harbour office` after `Mika Salo,`; `who heads …`; `is the … nominee`."""
    i = article.index(occurrence.end)
    tokens = article.tokens[i : i + _AFTER]
    if tokens and tokens[0].text == "(":
        closing = next((k for k, t in enumerate(tokens) if t.text == ")"), None)
        if closing is None:
            return []
        tokens = article.tokens[i + closing + 1 : i + closing + 1 + _AFTER]
    if occurrence.possessive or not tokens:
        return []
    if tokens[0].lower == "of":
        return _until(tokens[1:5])
    if tokens[0].lower in lists.role_words("copulas"):
        return _until(tokens[1:9]) if len(tokens) > 1 and tokens[1].lower in lists.role_words("articles") else []
    if tokens[0].text not in {",", "-", "–", "—"} or len(tokens) < 3:
        return []
    rest = tokens[2:] if tokens[1].text == "-" else tokens[1:]
    if rest[0].lower == "who":
        return _until(rest[1:]) if len(rest) > 1 and rest[1].lower in lists.role_words("serves") else []
    phrase = _until(rest)
    return phrase if _is_apposition(phrase) else []


def _is_apposition(phrase: Sequence[ArticleToken]) -> bool:
    """Whether the words after a name and a comma say what the person is, and begin no new clause or name."""
    if not phrase:
        return False
    first = phrase[0]
    if first.lower not in lists.role_words("openers"):
        verb = not first.capital and not _noun_like(first) and not first.possessive
        if verb or first.lower in lists.function_words():
            return False
    if first.capital and names.is_title(first.lower) and len(phrase) > 1 and phrase[1].capital:
        return False
    for i, token in enumerate(phrase[:8]):
        if _role_at(phrase, i)[0] or lists.is_demonym(token.lower):
            return True
        if token.lower in lists.auxiliaries():
            return False
    return False


def _until(tokens: Sequence[ArticleToken]) -> list[ArticleToken]:
    """Up to the next sign that ends a phrase."""
    phrase: list[ArticleToken] = []
    for token in tokens:
        if not (token.lower[0].isalnum() or token.lower in "-&/"):
            break
        phrase.append(token)
    return phrase


def apposed_before(article: ArticleTokens, occurrence: Occurrence) -> list[ArticleToken]:
    """`The palace’s spokesperson` before `, Ingrid Moe,`; the sign after the name tells it from a clause."""
    i, j = article.index(occurrence.start), article.index(occurrence.end)
    first = max(0, i - _BEFORE)
    while i > first and article.tokens[i - 1].capital:
        i -= 1
    closing = article.tokens[j].text if j < len(article.tokens) else "."
    if not i or article.tokens[i - 1].text != "," or occurrence.possessive:
        return []
    phrase: list[ArticleToken] = []
    sentence = article.sentence(occurrence.start)
    for token in reversed(article.tokens[max(0, i - 12) : i - 1]):
        if not (token.lower[0].isalnum() or token.lower in "-&/") or article.sentence(token.start) != sentence:
            break
        phrase.append(token)
        if token.lower in lists.role_words("determiners") or token.possessive:
            if _of_a_person(article, token):  # “Counsel for the surgeon, Ingrid Moe,”: not a surgeon
                continue
            opens = not article.text[article.sentence_start(token.start) : token.start].strip("“\"' ")
            ends = closing in {",", ".", "”", '"', ";", ")"}
            return phrase[::-1] if (opens or ends) and _is_apposition(phrase[::-1]) else []
    return []


def _of_a_person(article: ArticleTokens, determiner: ArticleToken) -> bool:
    """Whether a determiner opens what a word for a person is followed by: `Counsel for the surgeon`."""
    k = article.index(determiner.start)
    if k < 2 or article.tokens[k - 1].lower not in _WHOSE:
        return False
    noun = article.tokens[k - 2].lower
    return lists.role(noun) is not None or lists.person_noun(noun)


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """How well a person's profile answers a description."""

    same: bool = False  # the very role
    covered: bool = False  # a role that the asked one can stand for
    marks: int = 0  # words in common
    missing: int = 0  # words asked for and not found
    clash: bool = False  # another country, state or party
    former: bool = False  # both former, or neither
    description: Description | None = None

    @property
    def any(self) -> bool:
        """Whether anything speaks for the person."""
        return self.same or self.covered or self.marks > 0


def match(asked: Description, profile: RoleProfile) -> RoleMatch:
    """Compare what a source asks for with all that the article says about one person."""
    marks = {m for m in asked.marks if len(m) > 1}
    common = {m for m in marks if m in profile.marks or (lists.role(m) or m) in profile.roles}
    places = {m for m in marks if lists.place(m)}
    theirs = {m for m in profile.marks if lists.place(m)}
    kinds = {_kind(m) for m in places - common}
    clash = any(_kind(m) in kinds for m in theirs)
    holders = [d for d in profile.descriptions if asked.head is not None and asked.head in d.roles]
    covered = [
        d for d in profile.descriptions if asked.head is not None and any(lists.covers(asked.head, r) for r in d.roles)
    ]
    best = next(iter(holders or covered), None)
    former = [d.former for d in holders or covered]
    return RoleMatch(
        same=bool(holders),
        covered=bool(covered),
        marks=len(common),
        missing=len(marks - common),
        clash=clash,
        former=bool(former) and asked.former in former,
        description=best,
    )


def _kind(place: str) -> str:
    if place in lists.role_words("parties"):
        return "party"
    return "state" if place in lists.states() else "country"
