"""The reports, polls and other documents of an article, and who published them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import document_words
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.bodies import Bodies
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.models.extraction import Mention

_BEFORE = 5  # tokens between a publisher and its document: `Gallup's most recent tracking poll`
_AFTER = 12  # tokens after a document that may lead to who made it
_PLACES = frozenset({"GPE", "NORP", "LOC", "WORK_OF_ART"})
_NEW = frozenset({"a", "an", "new", "latest", "official", "fresh", "recent", "early"})
_HELPERS = frozenset({"has", "have", "had", "also", "just", "recently"})
_SAYS = frozenset({"said", "says", "say", "warned", "warns", "found", "finds", "claims", "argues", "concludes"})
_LEAD = 4  # sentences in which an article introduces the document that it is about
_SOON = 3  # sentences after it in which it says whose it is
_MADE_NEAR = 6  # tokens from `published` to the document
_OTHERS = frozenset({"and", "for", "with"})  # `by A and B for C`: C did not make it
_TITLES = frozenset(
    {"study", "survey", "report", "poll", "index", "review", "law", "bill", "act", "treaty", "agreement"}
)
_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "no", "any"}
)
_MAKERS = frozenset({"by", "from"})


@dataclass(frozen=True, slots=True)
class Published:
    """One place where a document is mentioned; `publisher` is the mention of who published it, if one is there."""

    start: int
    noun: str
    definite: bool
    publisher: Mention | None
    lead: bool = False


class Documents:
    """Mentions of documents in text order."""

    def __init__(self, article: ArticleTokens, bodies: Bodies, roster: Roster) -> None:
        self.article = article
        self._bodies = bodies
        self._roster = roster
        self._found = list(self._find())
        self._starts = [d.start for d in self._found]

    def publisher(self, noun: str, start: int, end: int, definite: bool) -> Mention | None:
        """Who published the document in `start:end`: who is named beside it; for `the poll` who was beside the last
        one, unless another one was begun after it (`a second poll`); in a lead, the only one after."""
        i = bisect_left(self._starts, start)
        here = [d for d in self._found[i : bisect_left(self._starts, end)] if d.noun == noun]
        if here and here[-1].publisher is not None:
            return here[-1].publisher
        if not definite and not (here and here[-1].lead):
            return None
        begun = any(d.noun == noun for d in self._found[:i])  # then an investigation is another thing than the report
        for d in reversed(self._found[:i]):
            same = d.noun == noun or (document_words.same_document(d.noun, noun) and not begun)
            if not same and not (document_words.part_of_document(noun) and d.publisher is not None):
                continue
            if d.publisher is not None:
                return d.publisher
            if not d.definite and d.noun == noun:
                break
        soon = self.article.sentence(start) + _SOON
        after = [d for d in self._found[i:] if d.publisher is not None and self._may_be(d, noun, soon, begun)]
        if here and here[-1].lead and after and self.article.sentence(after[0].start) <= soon:
            return after[0].publisher
        makers = {self._bodies.name(d.publisher.start, d.publisher.end) for d in after if d.publisher is not None}
        return after[0].publisher if len(makers) == 1 else None

    def _may_be(self, later: Published, noun: str, soon: int, begun: bool) -> bool:
        """Whether a document named later may be meant; under another noun if it comes soon, is not a new one, and this
        one was not mentioned before."""
        known = later.definite and not begun and self.article.sentence(later.start) <= soon
        return later.noun == noun or (known and document_words.same_document(later.noun, noun))

    def begun(self, noun: str, after: int, before: int) -> bool:
        """Whether another such document of nobody's was begun between two offsets: `a second poll`."""
        found = self._found[bisect_left(self._starts, after) : bisect_left(self._starts, before)]
        return any(d.noun == noun and not d.definite and d.publisher is None for d in found)

    def _find(self) -> Iterator[Published]:
        nouns = lists.read_things()
        for i, token in enumerate(self.article.tokens):
            if token.lower not in nouns:
                continue
            phrase = [t.lower for t in self.article.tokens[max(0, i - 3) : i]]
            new = any(t in lists.phrase_words("indefinite") for t in phrase)
            lead = self.article.sentence(token.start) < _LEAD and any(t in _NEW for t in phrase)
            publisher = self._before(i) or self._after(i) or self._told_in(i)
            if publisher is not None and (
                _is_document(publisher) or document_words.title_of_document(publisher.text.lower())
            ):
                publisher = None  # “International Benchmarking Study” is its title
            yield Published(token.start, token.lower, not new, publisher, lead)

    def _told_in(self, i: int) -> Mention | None:
        """The body that speaks in its document or makes it: `In a report, Ofcom says`, `Ofcom published a report`."""
        tokens, article, token = self.article.tokens, self.article, self.article.tokens[i]
        told = any(t.lower == "in" for t in tokens[max(0, i - 4) : i])
        start, end = article.sentence_start(token.start), article.sentence_end(token.start)
        for m in self._bodies.within(start, end):
            k = article.index(m.end)
            while k < len(tokens) and tokens[k].lower in _HELPERS:
                k += 1
            if m.label in _PLACES or k >= len(tokens) or tokens[k].start >= end:
                continue
            verb = tokens[k].lower
            made = document_words.makes(verb) and m.end < token.start and i - k < _MADE_NEAR
            if made or (told and verb in _SAYS):
                return m
        return None

    def _before(self, i: int) -> Mention | None:
        """The body in the same noun phrase: `the new Gallup poll`, `Ofcom's annual report`."""
        tokens, article = self.article.tokens, self.article
        for k in range(i - 1, max(-1, i - 1 - _BEFORE), -1):
            token = tokens[k]
            if not token.text[0].isalnum() or token.lower in lists.prepositions() or token.lower in lists.auxiliaries():
                break
            if token.lower in _DETERMINERS:  # “The charity called the findings encouraging”
                break
            if article.text[token.end : tokens[k + 1].start].strip(" '’s\n-") and not token.possessive:
                break
            named = [m for m in self._bodies.within(token.start, token.end) if m.label not in _PLACES]
            if named and not lists.is_demonym(named[-1].text):
                return named[-1]
        return None

    def _after(self, i: int) -> Mention | None:
        """The body after `by`, `from` or what was done: `a survey of parents conducted for a charity by Mori`."""
        article = self.article
        end = article.sentence_end(article.tokens[i].start)
        tokens: Sequence[ArticleToken] = article.tokens[i + 1 : i + 1 + _AFTER]
        for k, token in enumerate(tokens[:-1]):
            if token.start >= end or token.lower in lists.auxiliaries():
                break
            if not token.text[0].isalnum() and not (token.text == "," and _leads_on(tokens[k + 1])):
                break  # “one report, $5m in contracts from …”
            if token.lower in _MAKERS:
                first = tokens[k + 1]
                if self._roster.within(first.start, first.end):
                    return None
                stop = tokens[min(k + 4, len(tokens) - 1)].end
                named = [m for m in self._bodies.within(first.start, min(stop, end)) if m.label not in _PLACES]
                between = self.article.between(first.start, named[0].start) if named else []
                return named[0] if named and not any(t.lower in _OTHERS for t in between) else None
        return None


def _leads_on(token: ArticleToken) -> bool:
    return token.lower in _MAKERS or document_words.made(token.lower)


def _is_document(mention: Mention) -> bool:
    words = words_of.key(mention.text)
    return len(words) > 1 and words[-1] in _TITLES
