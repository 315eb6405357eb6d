"""What a source is read from, its persons, bodies and words, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.organisations import document_words
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people import roles
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.roles import Description
from claimkit.models.types import Reason

Shape = Literal["empty", "pronoun", "people", "role", "body", "group", "document", "author", "unnamed", "unknown"]

_AFTER_NOUN = frozenset(
    {("close", "to"), ("loyal", "to"), ("opposed", "to"), ("familiar", "with"), ("sympathetic", "to")}
)


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What a source says. `people` are the named persons that it stands for, `start:end` is its head.

    `owner` is the possessor (`his`, `Trump’s`) or author of the head, `body` a named organisation, `asked` the role to
    look for. `definite` is false for `a spokesman`; `named` are the names of a joint source.
    """

    shape: Shape
    start: int
    end: int
    people: tuple[Occurrence, ...] = ()
    body: tuple[int, int] | None = None
    asked: Description | None = None
    noun: str = ""
    owner: SourceUnit | None = None
    definite: bool = True
    reason: Reason | None = None
    named: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """A person, a body or a word inside a source."""

    start: int
    end: int
    kind: Literal["person", "body", "word"]
    lower: str
    possessive: bool
    capital: bool
    occurrence: Occurrence | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Core:
    """A source's first piece: the noun phrase that it begins with and the rest. The phrase's last unit is its head."""

    article: ArticleTokens
    phrase: Sequence[SourceUnit]
    rest: Sequence[SourceUnit]
    end: int

    @property
    def start(self) -> int:
        return self.phrase[0].start

    @property
    def head(self) -> SourceUnit:
        return self.phrase[-1]

    @property
    def noun(self) -> str:
        """The head, with the word before it where both are one noun: `think tank`."""
        before = self.phrase[-2].lower if len(self.phrase) > 1 else ""
        return words_of.compound(before, self.head.lower) or self.head.lower

    @property
    def owner(self) -> SourceUnit | None:
        """The last possessor before the head."""
        owners = lists.phrase_words("owners")
        return next((u for u in reversed(self.phrase[:-1]) if u.possessive or u.lower in owners), None)

    @property
    def definite(self) -> bool:
        return self.phrase[0].lower not in lists.phrase_words("indefinite")

    @property
    def description(self) -> Description | None:
        return roles.describe(self.article.between(self.start, self.end))

    def group(self, owner: SourceUnit | None = None) -> SourceReading:
        """The phrase as several people."""
        return SourceReading("group", self.start, self.head.end, noun=self.noun, owner=owner)


def noun_phrase(piece: Sequence[SourceUnit]) -> tuple[list[SourceUnit], list[SourceUnit]]:
    """The piece up to its first preposition, clause or participle, and the rest.

    `a number of experts` goes on to `experts`; `experts I spoke to` and `voters worried about jobs` stop early.
    """
    for i, unit in enumerate(piece):
        if not i:
            continue
        if _begins_clause(piece, i):
            return list(piece[:i]), list(piece[i:])
        if unit.kind != "word":
            continue
        if unit.lower in lists.prepositions():
            counted = piece[i - 1].lower in lists.phrase_words("counts") or all(counts(u) for u in piece[:i])
            if unit.lower == "of" and counted and i + 1 < len(piece):
                return noun_phrase(piece[i + 1 :])
            return list(piece[:i]), list(piece[i:])
        if _follows_noun(piece, i) or _close_to(piece, i):
            return list(piece[:i]), list(piece[i:])
        clause = unit.lower in lists.phrase_words("clauses") and piece[i - 1].lower != "and"
        clause = clause or _takes_part(piece, i)
        if clause or (not unit.capital and unit.lower.endswith(("ed", "ing")) and plural(piece[i - 1], piece[:i])):
            return list(piece[:i]), list(piece[i:])
    return list(piece), []


def _takes_part(piece: Sequence[SourceUnit], i: int) -> bool:
    """`a diplomat | involved in the talks`: a participle between a role and a preposition."""
    unit, before = piece[i], piece[i - 1]
    role = before.kind == "word" and not before.capital and lists.role(before.lower) is not None
    participle = not unit.capital and unit.lower.endswith(("ed", "ing")) and lists.role(unit.lower) is None
    return role and participle and i + 1 < len(piece) and piece[i + 1].lower in lists.prepositions()


def _follows_noun(piece: Sequence[SourceUnit], i: int) -> bool:
    """`figures | released by`, `a poll | this week`: a participle after a document, a time after any noun."""
    unit, before = piece[i].lower, piece[i - 1]
    if before.kind == "word" and before.lower in lists.read_things():
        return document_words.made(unit) or words_of.time(unit)
    following = piece[i + 1].lower if i + 1 < len(piece) else ""
    timed = words_of.time(unit) and following in lists.phrase_words("time_nouns")
    return timed and before.lower not in ("the", "a", "its", "their", "of") and not before.possessive


def _close_to(piece: Sequence[SourceUnit], i: int) -> bool:
    """`people | close to the mayor`, `a source | familiar with the plans`: an adjective after its noun."""
    following = piece[i + 1].lower if i + 1 < len(piece) else ""
    return (piece[i].lower, following) in _AFTER_NOUN and piece[i - 1].kind == "word"


def counts(unit: SourceUnit) -> bool:
    """Whether a unit is a number or a quantifier."""
    return unit.lower.isdigit() or unit.lower in lists.phrase_words("quantifiers")


def _begins_clause(piece: Sequence[SourceUnit], i: int) -> bool:
    """`an essay Mrs. Feldt wrote`: a document, then a person (with titles) who is followed by more words."""
    if piece[i - 1].kind != "word" or piece[i - 1].lower not in lists.documents() or piece[i - 1].capital:
        return False
    k = i
    while k < len(piece) and piece[k].kind == "word" and (piece[k].capital or lists.role(piece[k].lower)):
        k += 1
    return k + 1 < len(piece) and piece[k].kind == "person" and not piece[k].possessive


def plural(head: SourceUnit, phrase: Sequence[SourceUnit]) -> bool:
    """Whether the head stands for several unnamed people: `officials`, `31 Latinos`, `Russians`."""
    noun = head.lower.split()[-1]
    if len(phrase) > 1 and (phrase[-2].lower, noun) in lists.compounds():  # “his opposite number”
        return False
    if head.kind == "body" and " " in head.lower:  # a name of several words: “Rhodium Group”, “Senate Democrats”
        people = noun in lists.groups() or lists.plural_role(noun) or lists.is_demonym(noun)
        of_them = words_of.partners(noun) or words_of.of_its_members(head.lower.split())
        people = people and not (head.label == "ORG" and of_them)  # “Warner Brothers”
        return noun.endswith("s") and not noun.endswith("ss") and people and not words_of.party(head.lower.split()[-2:])
    if noun in lists.groups() or lists.plural_role(noun) or noun in lists.phrase_words("quantifiers"):
        return True
    if not noun.endswith("s") or noun in {"swiss", "us", "u.s"}:
        return False
    if lists.is_demonym(noun) or head.label == "NORP" or words_of.kinds_of_noun(noun[:-1]):
        return True
    others = phrase[0].lower == "other" and noun not in lists.read_things()  # “Other Londoners”, not “Other polls”
    return others or any(counts(u) for u in phrase[:-1])
