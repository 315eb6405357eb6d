"""Which pronouns an article itself uses for a person, by its honorifics and by pronouns that can mean nobody else.

A given name says nothing here, and neither does what the ranker makes of a pronoun, as it weighs given names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.pronouns import parts
from claimkit.english import names
from claimkit.models.types import Pronouns

Kind = Literal["stated", "honorific", "pronoun"]

_FORMS: dict[str, Pronouns] = {"he": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
_HONORIFICS: dict[str, Pronouns] = {"male": "he", "female": "she"}
# After a name. A sentence that only mentions such words may be about others.
_STATED = re.compile(
    r"[ \u00a0]\((?P<brackets>they|she|he)/\w{2,6}(?:/\w{2,6})?\)"
    r"|(?:, \d{1,3})?,? (?:is non-?binary and |who is non-?binary and )?(?:who )?(?:uses|goes by|prefers) (?:the )?"
    r"(?:gender-neutral )?(?:pronouns? )?[“\"‘']?(?P<words>they|she|he)\b",
    re.IGNORECASE,
)
_WORDS: dict[str, Pronouns] = {"they": "they", "she": "she", "he": "he"}
_KINDS: tuple[Kind, ...] = ("stated", "honorific", "pronoun")
_GAP = " .\u00a0"
# fmt: off
_SOMEBODY = frozenset({
    "man", "woman", "boy", "girl", "teenager", "child", "suspect", "victim", "defendant", "prisoner",
    "patient", "pupil", "son", "daughter", "husband", "wife", "brother", "sister", "father", "mother",
})
# fmt: on
# More than so many times as often as all others is what settles contradicting evidence; set by hand.
_MAJORITY = 4


class Use(NamedTuple):
    """One place where the article shows a person's pronouns."""

    person: int
    kind: Kind
    pronouns: Pronouns
    start: int
    end: int


class UsedPronouns:
    """The pronouns that one article uses for its people."""

    def __init__(self, article: ArticleTokens, roster: Roster) -> None:
        self._counts: dict[tuple[int, Kind], Counter[Pronouns]] = {}
        self._first: dict[tuple[int, Kind, Pronouns], tuple[int, int]] = {}
        for use in (*_stated(article, roster), *_honorifics(article, roster), *_sole(article, roster)):
            self._counts.setdefault((use.person, use.kind), Counter())[use.pronouns] += 1
            self._first.setdefault((use.person, use.kind, use.pronouns), (use.start, use.end))

    def of(self, person: int) -> tuple[Pronouns, int, int] | None:
        """The person's pronouns and the first place that shows them; None where the article shows none or several."""
        for kind in _KINDS:
            counts = self._counts.get((person, kind))
            if counts:
                (best, number), *_ = counts.most_common(1)
                settled = number > _MAJORITY * (counts.total() - number)
                return (best, *self._first[person, kind, best]) if settled else None
        return None


def _stated(article: ArticleTokens, roster: Roster) -> Iterator[Use]:
    """`Rowe, who uses they/them`; `Rowe (she/her)`."""
    for o in _of_one(article, roster):
        if match := _STATED.match(article.text, o.end):
            group = "brackets" if match["brackets"] else "words"
            yield Use(o.people[0], "stated", _WORDS[match[group].lower()], *match.span(group))


def _honorifics(article: ArticleTokens, roster: Roster) -> Iterator[Use]:
    """`Ms. Lund`, `Mrs Justice Lund`, but not `Mr. and Mrs. Lund`, who are two."""
    for o in _of_one(article, roster):
        i = article.index(o.start)
        end = o.start
        if i > 1 and article.tokens[i - 1].text == "Justice":
            i, end = i - 1, article.tokens[i - 1].start
        before = article.tokens[i - 1] if i else None
        if before is None or article.text[before.end : end].strip(_GAP):
            continue
        pronouns = _HONORIFICS.get(names.honorific(before.lower) or "")
        if pronouns and not _one_of_two(article, i - 1) and not _clashes(roster, o, pronouns):
            yield Use(o.people[0], "honorific", pronouns, before.start, before.end)


def _one_of_two(article: ArticleTokens, i: int) -> bool:
    """Whether `and` joins the honorific at token `i` to another one."""
    return (
        i > 1
        and article.tokens[i - 1].lower in {"and", "&"}
        and names.honorific(article.tokens[i - 2].lower) is not None
    )


def _clashes(roster: Roster, o: Occurrence, pronouns: Pronouns) -> bool:
    """Whether a surname may be somebody else's: `Mrs. Clinton` where the article names only Bill Clinton in full."""
    given = roster.people[o.people[0]].name.given
    gender = names.given_gender(given[0]) if given and o.form != "full" else None
    return gender is not None and _HONORIFICS[gender] != pronouns


def _sole(article: ArticleTokens, roster: Roster) -> Iterator[Use]:
    """Pronouns that can mean one person only: named before them in the sentence or, where they open it, in the last.

    Nobody else is named there, nor mentioned by what people are called ("the mayor", "a man") apart from the name.
    Inside a sentence, the one before may not bring in anybody else either: `Rook jailed Hale. She said he had lied.`
    """
    named = [o for o in roster.occurrences if not article.quoted(o.start)]
    starts, ends = {o.start for o in named}, {o.end for o in named}
    people: dict[int, set[int]] = {}  # by sentence: who is named in it so far
    others: set[int] = set()  # sentences in which somebody else is mentioned so far
    k = 0
    for i, token in enumerate(article.tokens):
        while k < len(named) and named[k].start < token.start:
            people.setdefault(article.sentence(named[k].start), set()).update(named[k].people)
            k += 1
        if article.quoted(token.start):
            continue
        sentence = article.sentence(token.start)
        if (lists.role(token.lower) or token.lower in _SOMEBODY) and not _beside(article, i, starts, ends):
            others.add(sentence)
        if token.lower not in _FORMS or parts.of_pronoun(article, i) == "object":
            continue
        opens = not people.get(sentence) and article.begins_sentence(token.start)
        sentence -= opens
        meant = people.get(sentence, set())
        before = set() if opens else people.get(sentence - 1, set()) - meant
        if len(meant) == 1 and not before and others.isdisjoint({sentence} if opens else {sentence, sentence - 1}):
            yield Use(next(iter(meant)), "pronoun", _FORMS[token.lower], token.start, token.end)


def _beside(article: ArticleTokens, i: int, starts: set[int], ends: set[int]) -> bool:
    """Whether a name stands right before or after token `i`."""
    tokens = article.tokens
    return (i + 1 < len(tokens) and tokens[i + 1].start in starts) or (i > 0 and tokens[i - 1].end in ends)


def _of_one(article: ArticleTokens, roster: Roster) -> Iterator[Occurrence]:
    return (o for o in roster.occurrences if len(o.people) == 1 and not article.quoted(o.start))
