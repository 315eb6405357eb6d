"""Mentions and speakers in text order, as far as the article has been read."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.people.entities import Person
from claimkit.analysis.resolution.people.roles import RoleProfile
from claimkit.analysis.resolution.pronouns import parts
from claimkit.analysis.resolution.pronouns.parts import Part

_RECENT = 60  # mentions that a look back sees
_TITLES = 12  # tokens of titles before a name
_LOOK_BACK = 500  # mentions of one person


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A mention of a person. `how`: name, pronoun, role; `part`, `clause`: see pronouns.parts."""

    start: int
    end: int
    person: int
    how: str
    sentence: int
    subject: bool = False
    oblique: bool = False
    possessor: bool = False
    quoted: bool = False
    part: Part = "other"
    clause: int = 0


class Timeline:
    """What the ranker knows when it is asked.

    `speaker` is the last one (offset, person); `bare` counts whose the surnames were that several people share.
    """

    def __init__(self, article: ArticleTokens, people: list[Person], profiles: Mapping[int, RoleProfile]) -> None:
        self.article = article
        self.people = people
        self.profiles = profiles
        self.speaker: tuple[int, int] | None = None
        self.bare: dict[tuple[int, ...], Counter[int]] = {}
        self._points: list[Point] = []
        self._of: dict[int, list[Point]] = {}
        self._clauses = parts.cuts(article)

    @property
    def points(self) -> Sequence[Point]:
        """All mentions so far, in text order."""
        return self._points

    def clause(self, start: int) -> int:
        """Number of the clause at an offset where a token begins."""
        i = self.article.index(start)
        return self._clauses[i] if i < len(self._clauses) else -1

    def add(self, point: Point) -> None:
        """Note a mention."""
        insort(self._points, point)
        insort(self._of.setdefault(point.person, []), point)

    def before(self, start: int) -> Sequence[Point]:
        """The latest mentions before an offset, at most 60, in text order."""
        end = len(self._points)
        while end and self._points[end - 1].start >= start:
            end -= 1
        return self._points[max(0, end - _RECENT) : end]

    def last(self, person: int, before: int, how: str | None = None) -> Point | None:
        """The person's last mention before an offset, of one kind if `how` is given."""
        for point in reversed(self._of.get(person, [])[-_LOOK_BACK:]):
            if point.start < before and how in (None, point.how):
                return point
        return None

    def same_story(self, person: int, start: int) -> bool:
        """Whether the person's last mention before an offset stands in the same story of the article."""
        last = self.last(person, start)
        return last is not None and self.article.story(last.start) == self.article.story(start)

    def mentions(self, person: int) -> Sequence[Point]:
        """The person's mentions so far, at most the last 500."""
        return self._of.get(person, [])[-_LOOK_BACK:]

    def salience(self, person: int) -> float:
        """The person's share of all mentions so far."""
        return len(self._of.get(person, ())) / max(1, len(self._points))

    def name(self, start: int, end: int, person: int, possessive: bool) -> Point:
        """A mention by name, with its part in the clause: told without a parser from the words around it."""
        article = self.article
        i, j = article.index(start), article.index(end)
        following = article.tokens[j].lower if j < len(article.tokens) else "."
        k = self._before_titles(i)
        before = article.tokens[k].lower if k >= 0 else "."
        opens = k < 0 or article.sentence(article.tokens[k].start) != article.sentence(start)
        verb = following in lists.auxiliaries() or (following.endswith("ed") and len(following) > 4)
        governed = before in lists.prepositions() or before in lists.objects() or before.endswith(("ed", "ing"))
        oblique = not opens and governed
        clause = opens or before in {",", "”", '"', "that", "but", "and", "while", "when"}
        subject = not possessive and not oblique and (verb or clause)
        sentence, quoted = article.sentence(start), article.quoted(start)
        part = parts.of_name(article, start, end, possessive)
        return Point(
            start, end, person, "name", sentence, subject, oblique, possessive, quoted, part, self.clause(start)
        )

    def _before_titles(self, i: int) -> int:
        """Index of the token before the titles and the article that stand before token `i`."""
        tokens = self.article.tokens
        k = i - 1
        while (
            k >= max(0, i - _TITLES) and not tokens[k].possessive and (tokens[k].capital or lists.role(tokens[k].lower))
        ):
            apart = self.article.text[tokens[k].end : tokens[k + 1].start].strip(" .\u00a0")
            if apart or tokens[k].lower in lists.function_words():
                break
            k -= 1
        return k - 1 if k >= 0 and tokens[k].lower in {"the", "a", "an"} else k

    def word(self, start: int, end: int, word: str, person: int, how: str) -> Point:
        """A mention by pronoun or role; the pronoun's form tells its part in the clause."""
        possessor, oblique = word in {"his", "her", "hers"}, word in {"him", "himself", "herself"}
        subject = not possessor and not oblique
        sentence, quoted = self.article.sentence(start), self.article.quoted(start)
        part: Part = parts.of_pronoun(self.article, self.article.index(start)) if how == "pronoun" else "subject"
        return Point(start, end, person, how, sentence, subject, oblique, possessor, quoted, part, self.clause(start))
