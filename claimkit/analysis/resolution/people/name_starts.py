"""Where a name begins and ends in a run of capitalised words: `Finance Minister of Ghana`, then who it is.

Titles, roles and nationalities before a name are known words (see `capitals.name_part`). What else may stand before it
is weighed: a place after `of`, a position (`Winger`), an epithet (`Florida-based`), an acronym.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people.capitals import can_be_name, name_part, plain, precedes_name
from claimkit.analysis.resolution.people.not_names import opens
from claimkit.english import names
from claimkit.english.lexicon import common_words
from claimkit.models.extraction import Mention

# For and against leaving a word out at the beginning of a name, and for what is left; set by hand on one half of two
# collections of articles and on made-up sentences.
_LEFT_OUT = {
    "title": 3.0,  # a title, role or nationality
    "epithet": 3.0,  # `Florida-based`
    "person": 2.5,  # what people are called: `Winger`
    "label": 3.5,  # the same at the beginning of a sentence: `Winger Antony`
    "small": 1.0,  # the article has the word in lower case
    "place": 1.5,  # a country or its capital, a state, a party
    "acronym": 1.5,
    "office": 1.5,  # `of`, `for` or `in` and a role stand before the run
    "common": 0.5,  # a word that the news often uses
    "given": -3.0,  # a known given name
    "begins": -1.5,  # a given name somewhere in the world
    "unknown": -1.5,  # nothing is known
}
_LEFT = {
    "given": 1.5,
    "begins": 1.0,
    "initial": 1.0,
    "ner": 2.0,  # NER has exactly these words as a person here
    "ner_elsewhere": 1.0,
    "alone": 1.0,  # the words are a run of their own elsewhere
    "single": -3.0,  # one word only
}
_EPITHET = re.compile(
    r".[-‐‑](?:born|based|bred|raised|educated|trained|backed|elected|appointed|owned|led|winning|nominated|turned|trained"
    r"|speaking|style|era|sponsored|funded|old)$",
    re.IGNORECASE,
)
# `Hye-jin`, `Jae-won`: a given name in two syllables.
_SYLLABLES = re.compile(r"[A-Z][a-z]{1,5}[-‐‑][a-z]{2,5}$")
_OFFICE_BEFORE = frozenset({"of", "for", "in", "at"})
_INSIDE = frozenset({"of", "and", "for", "in", "the"})
_FAR = 6  # tokens between a role and `of`, `for`, `in`


class NameStarts:
    """Names in the runs of one article."""

    def __init__(
        self, article: ArticleTokens, runs: Sequence[Sequence[ArticleToken]], mentions: Sequence[Mention]
    ) -> None:
        self._article = article
        self._alone = Counter(_words(run) for run in runs)
        self._persons = {(m.start, m.end) for m in mentions if m.label == "PERSON"}
        self._names = Counter(_words(article.between(*span)) for span in self._persons)

    def name_part(self, run: Sequence[ArticleToken]) -> list[ArticleToken]:
        """The words of the run that are the name: without what stands before it and without letters after it."""
        name = without_letters(name_part(run))
        cut = len(run) - len(name_part(run))
        if len(name) < 2 or not can_be_name(name[-1]):
            return name
        office = self._after_office(run[0].start)
        scores = [
            self._left_out(name, k, office and not cut) + self._left(name[k:], not k and len(name) == len(run))
            for k in range(len(name))
        ]
        best = max(range(len(name)), key=lambda k: (scores[k], -k))
        return name[best:]

    def _left_out(self, name: Sequence[ArticleToken], k: int, office: bool) -> float:
        return sum(max(_LEFT_OUT[sign] for sign in self._signs(token, name, office)) for token in name[:k])

    def _signs(self, token: ArticleToken, name: Sequence[ArticleToken], office: bool) -> list[str]:
        """What speaks for leaving the word out; what speaks against it where nothing does."""
        word = token.lower.rstrip(".")
        first = token is name[0]
        given = names.is_given(word) and (first or not precedes_name(token))
        day = first and word in lists.phrase_words("days")  # which name_part leaves after a title alone: `Mr Sunday`
        if given or day or names.fold(word) in names.family_first():
            return ["given"]
        if len(word) == 1:
            return ["unknown"]
        signs = {
            "title": precedes_name(token),
            "epithet": is_epithet(token.text),
            "person": lists.person_noun(word, before_name=True) or lists.is_native(word),
            "label": opens(self._article, token) and lists.person_noun(word) and not words_of.kinds_said(word),
            "place": lists.country(word) is not None or lists.place(word) is not None,
            "acronym": token.text.isupper() and not name[-1].text.isupper() and len(word) > 1,
            "office": office and len(name) > 2,
        }
        found = [sign for sign, true in signs.items() if true]
        if found and not names.begins_name(word):
            return found
        weak = {"small": word in self._article.small, "common": word in common_words()}
        return (
            found
            or [sign for sign, true in weak.items() if true]
            or ["begins" if names.begins_name(word) else "unknown"]
        )

    def _left(self, rest: Sequence[ArticleToken], whole: bool) -> float:
        """What speaks for `rest` being the name; `whole`: it is the run itself."""
        word = rest[0].lower
        signs = {
            "given": names.is_given(word),
            "begins": names.begins_name(word) or _SYLLABLES.match(rest[0].text) is not None,
            "initial": len(word.rstrip(".")) == 1 or "." in word.rstrip("."),
        }
        score = max((_LEFT[sign] for sign, true in signs.items() if true), default=0.0) if len(rest) > 1 else 0.0
        words = _words(rest)
        if (rest[0].start, rest[-1].end) in self._persons:
            score += _LEFT["ner"]
        elif self._names[words]:
            score += _LEFT["ner_elsewhere"]
        score += _LEFT["alone"] * (self._alone[words] > whole)
        return score + _LEFT["single"] * (len(rest) == 1)

    def _after_office(self, start: int) -> bool:
        """Whether `Minister of` or the like stands right before the run."""
        article = self._article
        i = article.index(start)
        if (
            not i
            or article.tokens[i - 1].lower not in _OFFICE_BEFORE
            or article.text[article.tokens[i - 1].end : start].strip(" \u00a0")
        ):
            return False
        for token in reversed(article.tokens[max(0, i - 1 - _FAR) : i - 1]):
            if lists.role(token.lower) is not None or lists.person_noun(token.lower):
                return True
            if not token.text[0].isalpha() or (not token.capital and token.lower not in _INSIDE):
                return False
        return False


def is_epithet(word: str) -> bool:
    """`Florida-based`, `Korean-born`."""
    return _EPITHET.search(word) is not None


def without_letters(run: Sequence[ArticleToken]) -> list[ArticleToken]:
    """Without letters after a name: `Leon Gray KC`."""
    name = list(run)
    if all(t.text.isupper() for t in name):
        return name
    while len(name) > 1 and name[-1].lower.replace(".", "") in names.after_name() and name[-1].text[:2].isupper():
        name.pop()
    return name


def _words(tokens: Sequence[ArticleToken]) -> tuple[str, ...]:
    return tuple(names.fold(w) for t in tokens for w in plain(t))
