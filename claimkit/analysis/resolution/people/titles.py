"""The office, role or rank that the article gives a person: before the name, or in apposition to it.

`Mayor of London Ruth Calder`, `Det Insp Sam Okafor`, `Ruth Calder, the mayor of London,`. Where a source is a bare
surname or a pronoun, the nearest such place counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people import roles
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.name_starts import is_epithet
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.english import lexicon, names
from claimkit.models.record import Span

_LONGEST = 14  # tokens
_REACH = 150  # characters before a name
_LINKS = frozenset({"of", "for", "in", "at", "and", "to", "&"})
_NEVER = frozenset({"according", "m"})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "one"})
_ENDS = frozenset({"who", "whom", "whose", "which", "that", "where", "when", "while", "as", "but", "after", "before"})
_AGE = re.compile(r", \d{2}(?=,)| \(\d{2}\)(?=,)")
_MODIFIERS = 2  # words in lower case before a role: `campaign manager`


class Titles:
    """The titles of an article's people with where each is."""

    def __init__(self, article: ArticleTokens, roster: Roster) -> None:
        self._article = article
        self._roster = roster
        self._found: dict[int, list[Span]] = {}

    def near(self, person: int, offset: int) -> Span | None:
        """The title of a person that is nearest to an offset, the earlier of two."""
        if person not in self._found:
            self._found[person] = self._of(person)
        return min(self._found[person], key=lambda s: (abs(s.start - offset), s.start), default=None)

    def _of(self, person: int) -> list[Span]:
        found: list[Span] = []
        for o in self._roster.occurrences:
            if o.people == (person,):
                found += [
                    span for read in (_before, _apposed) if (span := read(self._article, self._roster, o)) is not None
                ]
        return found


def _before(article: ArticleTokens, roster: Roster, o: Occurrence) -> Span | None:
    """The words right before the name that say what the person is."""
    i = article.index(o.start)
    tokens: list[ArticleToken] = []
    end = o.start
    sentence = article.sentence(o.start)
    ends = {other.end for other in roster.within(max(0, o.start - _REACH), o.start)}
    for k in range(i - 1, max(-1, i - 1 - _LONGEST), -1):
        token = article.tokens[k]
        of_the = token.lower == "the" and bool(tokens) and article.tokens[k - 1].lower in _LINKS
        gap = article.text[token.end : end].strip(" .\u00a0\n")
        if tokens and tokens[0].lower == "and" and token.end in ends:
            tokens.pop(0)
            break
        inside = of_the or _inside(token, tokens)
        if gap or token.possessive or article.sentence(token.start) != sentence or not inside:
            break
        tokens.insert(0, token)
        end = token.start
    return _span(article, _trimmed(tokens))


def _inside(token: ArticleToken, after: Sequence[ArticleToken]) -> bool:
    """Whether a word can be part of the title that `after` goes on with."""
    word = token.lower
    if word in _LINKS or word in "-&/–":
        return bool(after)
    if word in _DETERMINERS:
        return False
    if not word[0].isalpha() or lists.pronoun(word) or word in lists.be() or word in _NEVER | lists.prepositions():
        return False
    if word in lists.auxiliaries() or word in lists.clause_words():
        return False
    if _says_what(token):
        return True
    if token.capital:
        return word not in lists.function_words() or word == "new"
    return not word.endswith(("ed", "ing", "ly", "s")) and word not in lists.function_words()


def _says_what(token: ArticleToken) -> bool:
    """A role, a title, a nationality, an epithet."""
    word = token.lower.rstrip(".")
    return (
        lists.role(word) is not None
        or names.is_title(word)
        or lists.person_noun(word)
        or lists.is_demonym(word)
        or is_epithet(token.text)
    )


def _trimmed(tokens: Sequence[ArticleToken]) -> Sequence[ArticleToken]:
    """Without links, verbs and plain honorifics at its ends, and only if it says what the person is."""
    kept = list(tokens)
    first = next((k for k, t in enumerate(kept) if t.capital or _says_what(t)), len(kept))
    small = len(kept) > first and not kept[first].capital
    while first and _modifies(kept[first - 1], small) and first > len(kept) - _MODIFIERS - 1:
        first -= 1
    kept = kept[first:]
    while kept and (kept[0].lower in _LINKS or _honorific(kept[0])):
        kept = kept[1:]
    while kept and (kept[-1].lower in _LINKS or _honorific(kept[-1])):
        kept.pop()
    knights = lexicon.words("titles", "knights", "words")
    if len(kept) > 1 and kept[-1].lower in knights:  # `council leader Sir Alan Booth`
        kept.pop()
    return kept if _headed(kept) else []


def _headed(tokens: Sequence[ArticleToken]) -> bool:
    """Whether the words up to `of`, `for` … end with what people are called."""
    head = next(
        (k for k, t in enumerate(tokens) if k and t.lower in _LINKS and t.lower not in ("and", "&")), len(tokens)
    )
    return bool(tokens) and any(_says_what(t) for t in (*tokens[max(0, head - 1) : head], *tokens[-1:]))


def _modifies(token: ArticleToken, small: bool) -> bool:
    """`campaign` before `manager`, `former` before `Senator`."""
    if token.lower in lexicon.words("roles", "empty", "words"):
        return True
    return small and token.lower[0].isalpha() and token.lower not in _LINKS


def _honorific(token: ArticleToken) -> bool:
    """`Mr`, `Mrs`: it tells no office."""
    word = token.lower.rstrip(".")
    return word in {"mr", "mrs", "ms", "miss", "mx", "mister", "mme", "mlle", "madam", "madame", "herr", "frau"}


def _apposed(article: ArticleTokens, _: Roster, o: Occurrence) -> Span | None:
    """`the mayor of London` after `Ruth Calder,`, or before `, Ruth Calder,`."""
    if age := _AGE.match(article.text, o.end):
        o = replace(o, end=age.end())
    for tokens, comma in ((roles.after(article, o), True), (roles.apposed_before(article, o), False)):
        if not tokens or (comma and not _after_sign(article, o, tokens[0].start)):
            continue
        first = next((k + 1 for k in range(len(tokens) - 1, -1, -1) if tokens[k].possessive), 0)
        kept = list(tokens[first:])
        while kept and kept[0].lower in _DETERMINERS | {"now", "then", "once", "also", "himself", "herself"}:
            kept = kept[1:]
        end = next((k for k, t in enumerate(kept) if t.lower in _ENDS or t.lower in lists.auxiliaries()), len(kept))
        kept = kept[:end]
        while kept and (kept[-1].lower in _LINKS or not kept[-1].lower[0].isalnum()):
            kept.pop()
        if _headed(kept):
            return _span(article, kept)
    return None


def _after_sign(article: ArticleTokens, o: Occurrence, start: int) -> bool:
    return any(c in article.text[o.end : start] for c in ",–—-")


def _span(article: ArticleTokens, tokens: Sequence[ArticleToken]) -> Span | None:
    if not tokens:
        return None
    start, end = tokens[0].start, tokens[-1].end
    return Span(start, end, article.text[start:end])
