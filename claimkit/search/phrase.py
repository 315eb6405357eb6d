"""Who said it: the stored quotations that hold a phrase, exactly, in part or damaged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from claimkit.english import lexicon
from claimkit.english.text import prose, terms
from claimkit.errors import UsageError
from claimkit.models.certainty import chance
from claimkit.models.hits import Entry, Hit, Printing
from claimkit.models.record import Article
from claimkit.search.alignment import Phrase, align, ranges
from claimkit.search.entries import copies_of, entries, printings
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.scope import PhraseMatch, Scope
from claimkit.search.shortlist import Shortlist, find_candidates
from claimkit.search.sides import Credit, sides
from claimkit.search.vocabulary import ExpandedPhrase, Spelling, expand_phrase, spellings
from claimkit.store import Store
from claimkit.store.sql import batches, decode

# A hit must hold this share of the phrase's weight and this share of its words. Chosen on pieces of 2 to 8 words: of
# 200 each from PolNeAR train's quotations it finds 98% with a typo, all with a word missing, 82% with one added, 80%
# with one changed; of 400 from prose of dev articles that no quotation holds, 15% find something (a word or two they
# share).
ENOUGH = 0.55
MOST = 0.6
LONG = 6.0  # weight, in words, that is evidence in itself: part of a phrase much longer than the quotation

MOST_WORDS = 64  # of a phrase; what follows is not looked for
MOST_ROWS = 2000  # exact matches looked at
MOST_COMPARED = 100  # quotations compared with a damaged phrase: those that hold most of its words and pairs
MOST_SIFTED = 4000  # candidates checked against the filters
AT_ONCE = 50  # candidates per query
CONTEXT = 160  # characters before and after the quotation


def who_said(store: Store, phrase: str, filters: Filters = EVERYTHING, *, limit: int = 10) -> list[Hit]:
    """The quotations that hold `phrase`, best first, at most `limit`; one for each cluster, its best-matching member.

    Exact matches come first, then damaged ones (a word missing, changed, added or misspelt) by the weight of what
    matches: rare words weigh more. Among equal matches direct and mixed quotations come before indirect ones, then the
    surer attribution. Case, accents and the kind of quotation marks do not matter. Every hit holds most of the phrase
    or a long piece of it. Raises `UsageError` for a phrase without a word.
    """
    hits = holding(store, phrase, filters, limit=limit)
    from claimkit.search.deviations import deviations  # takes longer to import than the search, and needs a hit

    return [replace(hit, deviations=deviations(phrase, hit.quote.text, hit.ranges)) for hit in hits]


def holding(store: Store, phrase: str, filters: Filters = EVERYTHING, *, limit: int = 10) -> list[Hit]:
    """What `who_said` finds, without how each differs from the phrase."""
    words = tuple(terms(phrase)[:MOST_WORDS])
    if not words:
        raise UsageError("the phrase contains no word to look for")
    if limit < 1:
        return []
    with store.snapshot() as db:
        scope = Scope(store, filters)
        # Name uncertainty can push a hit below the threshold, so fetch more than `limit`.
        wanted = MOST_ROWS if filters.min_confidence else limit
        found: dict[str, PhraseMatch] = {}
        for spelling in spellings(db, words):
            for match in _matches(scope, spelling, wanted, bool(found)):
                if match.group not in found or match.rank < found[match.group].rank:
                    found[match.group] = match
            if sum(match.score == 100 for match in found.values()) >= wanted:
                break
        chosen = sorted(found.values(), key=lambda match: match.rank)[:wanted]
        return found_hits(store, scope, chosen, filters.min_confidence, limit)


def _matches(scope: Scope, spelling: Spelling, limit: int, satisfied: bool) -> Iterator[PhraseMatch]:
    """What may be among the `limit` best hits for one spelling of the phrase; a group's first match is its best.

    Damaged matches of another spelling are looked for only if the phrase as typed was not `satisfied`.
    """
    words = spelling.words
    exact: dict[str, float] = {}
    last: PhraseMatch | None = None
    for match in islice(scope.holding(words), MOST_ROWS):
        if last and len(exact) >= limit and match.sort_key != last.sort_key:
            break
        last = match
        if match.group not in exact:
            exact[match.group] = 100.0
            found = _occurrences(match.words.split(), words)
            yield match._replace(score=round(100 * spelling.likeness, 1), positions=found)
    if len(exact) >= limit or (spelling.likeness < 1 and (satisfied or not spelling.loose)):
        return
    stop = lexicon.words("search", "stop")
    if exact and len({word for word in words if word not in stop}) < 2:
        return  # near matches of "to be in a" or "in the world" mean nothing
    asked = expand_phrase(scope.db, words, misspelt=not exact)
    phrase = asked.phrase
    most = sum(weight for group, weight in zip(asked.groups, phrase.weights, strict=True) if group)
    if not _enough(phrase, most):
        return
    best = dict(exact)
    needed = 0.0
    comparison = PhraseComparison(phrase)
    for rest, matches in _compared(scope, asked):
        if rest < needed:
            return
        likely = []
        for match in matches:
            bound = 0.0 if match.group in exact else comparison.bound(match.words)
            if bound and bound >= needed:
                likely.append((-bound, match.place, match))
        for bound, _, match in sorted(likely):
            if -bound < needed:
                break
            score, positions = comparison.score(match.words)
            if not score or score < max(needed, best.get(match.group, 0.0)):
                continue
            best[match.group] = score
            if len(best) >= limit:
                needed = sorted(best.values(), reverse=True)[limit - 1]
            yield match._replace(score=round(score * spelling.likeness, 1), positions=positions)


class PhraseComparison:
    """Compares quotations' words with a phrase; the same words are compared once."""

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._bounds: dict[frozenset[str], float] = {}
        self._scores: dict[str, tuple[float, tuple[int, ...]]] = {}

    def bound(self, words: str) -> float:
        """An upper bound of the score of `words`: the weight of what they hold of the phrase, in any order."""
        near = self._phrase.near
        held = frozenset(filter(near.__contains__, words.split()))
        if held not in self._bounds:
            self._bounds[held] = self._bound({i for word in held for i, _ in near[word]})
        return self._bounds[held]

    def score(self, words: str) -> tuple[float, tuple[int, ...]]:
        """How much of the phrase `words` hold, 0 to 100, and where; 0 where it is not enough to be a hit."""
        if words not in self._scores:
            self._scores[words] = _score(self._phrase, words.split())
        return self._scores[words]

    def _bound(self, held: Collection[int]) -> float:
        phrase = self._phrase
        weight = sum([phrase.weights[i] for i in sorted(held)])
        many = len(held) >= MOST * len(phrase.words) or _is_long(phrase, weight)
        return _share(phrase, weight) if many and _enough(phrase, weight) else 0.0


def _compared(scope: Scope, asked: ExpandedPhrase) -> Iterator[tuple[float, list[PhraseMatch]]]:
    """Quotations to compare with the phrase, each batch after the highest score that any of it may reach."""
    phrase = asked.phrase
    few = scope.everything()
    if few is not None:
        yield 100.0, few
        return
    found = find_candidates(scope.db, asked, _needed(phrase), scope.allowed)
    candidate = _likely(found, _needed(phrase))
    sifted = compared = 0
    while sifted < MOST_SIFTED and compared < MOST_COMPARED and (some := list(islice(candidate, AT_ONCE))):
        matches = list(scope.at([place for _, place in some]))
        yield _share(phrase, some[0][0] + found.rest), matches
        sifted += len(some)
        compared += len(matches)


def _likely(found: Shortlist, needed: float) -> Iterator[tuple[float, int]]:
    """The places that may hold enough, best first, each after the weight of what it is known to hold."""
    for weight, places in found.best_first():
        if weight + found.rest < needed:
            return
        yield from ((weight, place) for place in places)


def _needed(phrase: Phrase) -> float:
    """The least weight that `_enough` takes."""
    return min(ENOUGH * phrase.weight, LONG * phrase.weight / len(phrase.words))


def _score(phrase: Phrase, words: Sequence[str]) -> tuple[float, tuple[int, ...]]:
    """How much of the phrase `words` hold, 0 to 100, and where; 0 where it is not enough to be a hit."""
    found = align(phrase, words)
    content = {phrase.words[i] for i, _ in found.pairs if phrase.content[i]}
    wanted = {word for word, counts in zip(phrase.words, phrase.content, strict=True) if counts}
    many = len(found.pairs) >= MOST * len(phrase.words) or _is_long(phrase, found.weight)
    if not many or len(content) < min(2, len(wanted)) or not _enough(phrase, found.weight):
        return 0.0, ()
    return _share(phrase, found.weight), tuple(place for _, place in found.pairs)


def _share(phrase: Phrase, weight: float) -> float:
    """`weight` as a percentage of the phrase's."""
    return round(100 * weight / phrase.weight, 1)


def _enough(phrase: Phrase, weight: float) -> bool:
    return weight >= ENOUGH * phrase.weight or _is_long(phrase, weight)


def _is_long(phrase: Phrase, weight: float) -> bool:
    return weight >= LONG * phrase.weight / len(phrase.words)


def _occurrences(words: Sequence[str], phrase: Sequence[str]) -> tuple[int, ...]:
    """The places of all words that belong to an occurrence of `phrase`."""
    size, wanted = len(phrase), list(phrase)
    starts = [i for i, word in enumerate(words) if word == wanted[0] and words[i : i + size] == wanted]
    return tuple(sorted({place for start in starts for place in range(start, start + size)}))


def found_hits(store: Store, scope: Scope, chosen: Sequence[PhraseMatch], confidence: float, limit: int) -> list[Hit]:
    """The first `limit` of those that are sure enough, each with the other places that print it."""
    hits: list[Hit] = []
    for some in batches(chosen, limit):
        keys = _keys(scope, some)
        loaded = entries(store, list(keys.values()))
        sure = [match for match in some if not confidence or chance(loaded[keys[match.id]].quote) >= confidence]
        others = printings(store, [match.cluster for match in sure if match.cluster])
        copies = copies_of(store, [match.id for match in sure if not match.cluster])
        for match in sure[: limit - len(hits)]:
            key = keys[match.id]
            same = others.get(match.cluster, {}) if match.cluster else copies[match.id]
            hits.append(_hit(match, loaded[key], [printing for other, printing in same.items() if other != key]))
    return hits


def _keys(scope: Scope, matches: Sequence[PhraseMatch]) -> dict[str, int]:
    """The quotations' keys by id; of several copies of one article, that of the first location."""
    words = {match.id: match.words for match in matches}
    copies = [
        (decode(id_), decode(location), key)
        for key, id_, location, held in scope.copies(list(words))
        if held == words[decode(id_)]
    ]
    return {id_: key for id_, _, key in sorted(copies, reverse=True)}


def _hit(match: PhraseMatch, entry: Entry, others: Sequence[Printing]) -> Hit:
    quote, article = entry.quote, entry.article
    start = min((span.start for span in quote.content), default=0)
    end = max((span.end for span in quote.content), default=0)
    places = ranges(quote.text, match.positions)
    same = sorted(others, key=lambda other: (other.article.published or "~", other.article.path, other.id))
    credits = [
        Credit(one.id, one.speaker, one.article) for one in (*same, Printing(quote.id, "", article, quote.speaker))
    ]
    around = _before(article, start), _after(article, end)
    return Hit(quote, article, match.score, places, *around, tuple(same), sides(credits))


def _before(article: Article, end: int) -> str:
    start = max(0, end - 4 * CONTEXT)
    words = prose(article, start, end).lstrip()
    if not start and len(words) <= CONTEXT:
        return words
    piece = words[-CONTEXT:]
    return "…" + piece[piece.find(" ") + 1 :]


def _after(article: Article, start: int) -> str:
    end = min(len(article.text), start + 4 * CONTEXT)
    words = prose(article, start, end).rstrip()
    if end == len(article.text) and len(words) <= CONTEXT:
        return words
    piece = words[:CONTEXT]
    return piece[: piece.rfind(" ") if " " in piece else None] + "…"
