"""Who said it: the stored quotations that hold a phrase, exactly, in part or damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil
from typing import Any, NamedTuple

from claimkit import lexicon
from claimkit.certainty import chance
from claimkit.errors import UsageError
from claimkit.filters import EVERYTHING, Filters
from claimkit.models import Article
from claimkit.search.align import GAP, Phrase, align, ranges
from claimkit.search.lists import cluster_entries, conditions, entries
from claimkit.search.passage import prose
from claimkit.search.records import Entry, Hit, by_date
from claimkit.search.vocabulary import Asked, ask, spellings
from claimkit.store import Store, rows
from claimkit.text import terms

# A hit must hold this share of the phrase's weight and that of its words. Chosen on pieces of 2 to 8 words: of 200 each
# from PolNeAR train's quotations it finds 98% with a slip, all with a word missing, 82% with one added, 80% with one
# changed; of 400 from prose of dev articles that no quotation holds, 15% find something (a word or two they share).
ENOUGH = 0.55
MOST = 0.6
LONG = 6.0  # weight, in words, that is evidence in itself: part of a phrase much longer than the quotation

MOST_WORDS = 64  # of a phrase; what follows is not looked for
MOST_ROWS = 2000  # quotations compared with the phrase at each step of the search
MOST_NEAR = 24  # pairs of words that are asked for side by side
MOST_ASKED = 8  # rarest words of a phrase of which a quotation must hold two
CONTEXT = 160  # characters before and after the quotation


class _Match(NamedTuple):
    """A quotation that may match; `places` are those of the matching words among its own.

    Thousands are looked at for one phrase, and a dataclass takes five times as long to make.
    """

    key: int
    words: str
    indirect: int
    confidence: float
    id: str
    location: str
    cluster: str | None
    score: float = 0.0
    places: tuple[int, ...] = ()

    @property
    def group(self) -> str:
        """What is one hit: a cluster, or a quotation that is in none."""
        return self.cluster or f"{self.id} {self.location}"

    @property
    def rank(self) -> tuple[float, int, float, str, str]:
        """Sorts best first."""
        return -self.score, self.indirect, -self.confidence, self.id, self.location


def who_said(store: Store, phrase: str, filters: Filters = EVERYTHING, *, limit: int = 10) -> list[Hit]:
    """The quotations that hold `phrase`, best first, at most `limit`; one for each cluster, its best-matching member.

    The very words come first, then damaged ones (a word missing, changed, added or misspelt) by the weight of what
    matches: rare words weigh more. At equal match direct and mixed quotations come before indirect ones, then the
    surer attribution. Case, accents and the kind of quotation marks do not matter. Nothing is returned that does not
    hold most of the phrase, or a long piece of it. Raises `UsageError` for a phrase without a word.
    """
    words = tuple(terms(phrase)[:MOST_WORDS])
    if not words:
        raise UsageError("the phrase holds no word to look for")
    with store.reading() as db:
        where, values = conditions(store, filters)
        found: dict[int, _Match] = {}
        for spelling, likeness in spellings(db, words):
            for match in _matches(store, spelling, where, values, limit):
                match = match._replace(score=round(match.score * likeness, 1))
                if match.key not in found or match.score > found[match.key].score:
                    found[match.key] = match
        if filters.min_confidence:
            sure = entries(store, list(found))
            found = {key: m for key, m in found.items() if chance(sure[key].quote) >= filters.min_confidence}
        best: dict[str, _Match] = {}
        for match in sorted(found.values(), key=lambda match: match.rank):
            best.setdefault(match.group, match)
        chosen = list(best.values())[: max(limit, 0)]
        loaded = entries(store, [match.key for match in chosen])
        others = cluster_entries(store, sorted({match.cluster for match in chosen if match.cluster}))
    return [_hit(match, loaded[match.key], others.get(match.cluster or "", [])) for match in chosen]


def _matches(store: Store, words: Sequence[str], where: str, values: Sequence[Any], limit: int) -> Iterator[_Match]:
    """What holds the phrase, as far as it may be among the `limit` best."""
    exact = _select(store, f'"{" ".join(words)}"', where, values)
    yield from (match._replace(score=100.0, places=_occurrences(match.words.split(), words)) for match in exact)
    best = {match.group: 100.0 for match in exact}
    if len(best) >= limit:
        return
    stop = lexicon.words("search", "stop")
    if exact and len({word for word in words if word not in stop}) < 2:
        return  # what comes close to "to be in a" or "in the world" says nothing
    asked = ask(store.connection, words, misspelt=not exact)
    phrase = asked.phrase
    others: dict[int, _Match] = {}
    for query in _queries(asked):
        found = _select(store, query, where, values)
        others |= {match.key: match for match in found}
        if len(found) < MOST_ROWS:
            break
    for match in exact:
        others.pop(match.key, None)
    bounds = {key: _bound(phrase, match.words.split()) for key, match in others.items()}
    needed = 0.0
    for n, key in enumerate(sorted(bounds, key=lambda key: (-bounds[key], others[key].rank))):
        if n % 50 == 0 and len(best) >= limit:
            needed = sorted(best.values(), reverse=True)[limit - 1]
        if not _enough(phrase, bounds[key]) or round(100 * bounds[key] / phrase.weight, 1) < needed:
            return
        match = others[key]
        score, places = _score(phrase, match.words.split())
        if score:
            best[match.group] = max(score, best.get(match.group, 0.0))
            yield match._replace(score=score, places=places)


def _select(store: Store, query: str, where: str, values: Sequence[Any]) -> list[_Match]:
    """The quotations that a full-text query finds; of more than MOST_ROWS the surest attributions, direct ones first.

    Every word of `query` is in quotation marks: FTS5 reads none of it as an operator.
    """
    return [
        _Match(key, words, indirect, confidence, rows.text(id_), rows.text(place), rows.text(cluster))
        for key, words, indirect, confidence, id_, place, cluster in store.connection.execute(
            "SELECT q.key, q.words, q.type = 'indirect', q.confidence, q.id, a.location, q.cluster_id"
            # CROSS JOIN: SQLite is to begin with the full-text index, whatever it thinks of the conditions.
            " FROM quotes_fts CROSS JOIN quotes q ON q.key = quotes_fts.rowid"
            " CROSS JOIN articles a ON a.key = q.article_key"
            f" WHERE quotes_fts MATCH ? AND {where}"
            " ORDER BY q.type = 'indirect', q.confidence DESC, q.id, a.location LIMIT ?",
            [query, *values, MOST_ROWS],
        )
    ]


def _queries(asked: Asked) -> Iterator[str]:
    """A full-text query for the quotations which hold enough of the phrase; a narrower one if these are too many.

    One that holds enough holds two of its k rarest words, k being so large that all other words and one of these
    together do not weigh enough. So pairs of rare words are asked for, and lists of common words never read.
    """
    phrase = asked.phrase
    weights: dict[tuple[str, ...], float] = {}
    counts: dict[tuple[str, ...], int] = {}
    for group, weight, count, content in zip(asked.groups, phrase.weights, asked.counts, phrase.content, strict=True):
        if group and content:
            weights[group] = weights.get(group, 0.0) + weight
            counts[group] = count
    most = sum(weight for group, weight in zip(asked.groups, phrase.weights, strict=True) if group)
    if not weights or not _enough(phrase, most):
        return
    rarest = sorted(weights, key=lambda group: (counts[group], group))
    stops = [group for group, content in zip(asked.groups, phrase.content, strict=True) if group and not content]
    if len(rarest) == 1 and stops:
        # A hit holds MOST of the words, so one of so many stop words: the rarest, next to the one that says something.
        number = 1 + len(phrase.words) - ceil(MOST * len(phrase.words))
        stops = sorted(set(stops), key=lambda group: (_count(asked, group), group))[:number]
        yield " OR ".join(f"({_both(phrase, rarest[0], group)})" for group in stops)
        return
    every = " AND ".join(_either(group) for group in rarest)
    if len(rarest) == 1 or all(word in lexicon.words("search", "stop") for word in phrase.words):
        yield every  # of stop words only: half of all quotations hold two of them
        return
    k = 2
    while k < min(len(rarest), MOST_ASKED) and _enough(
        phrase, most - sum(weights[group] for group in rarest[:k]) + max(weights[group] for group in rarest[:k])
    ):
        k += 1
    yield " OR ".join(f"({_both(phrase, one, two)})" for one, two in combinations(rarest[:k], 2))
    if len(rarest) > 2:
        yield every


def _count(asked: Asked, group: tuple[str, ...]) -> int:
    """How many quotations hold a word of `group`."""
    return asked.counts[asked.groups.index(group)]


def _both(phrase: Phrase, one: Sequence[str], two: Sequence[str]) -> str:
    """A query for a word of `one` and a word of `two`, no further apart than a hit allows."""
    size = len(phrase.words)
    if len(one) * len(two) <= MOST_NEAR and ENOUGH * size <= LONG:  # no long piece is enough: gaps have a limit
        apart = size + ceil((1 - ENOUGH) * size / GAP)
        return " OR ".join(f'NEAR("{a}" "{b}", {apart})' for a in one for b in two)
    return f"{_either(one)} AND {_either(two)}"


def _either(group: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{term}"' for term in group) + ")"


def _bound(phrase: Phrase, words: Sequence[str]) -> float:
    """The most that `words` may hold of the phrase: the weight of its words that stand among them in any order.

    0 where these are too few to be a hit.
    """
    near = phrase.near
    held = {i for word in near.keys() & words for i, _ in near[word]}
    weight = sum([phrase.weights[i] for i in held])
    return weight if len(held) >= MOST * len(phrase.words) or _is_long(phrase, weight) else 0.0


def _score(phrase: Phrase, words: Sequence[str]) -> tuple[float, tuple[int, ...]]:
    """How much of the phrase `words` hold, 0 to 100, and where; 0 where it is not enough to be a hit."""
    found = align(phrase, words)
    content = {phrase.words[i] for i, _ in found.pairs if phrase.content[i]}
    wanted = {word for word, counts in zip(phrase.words, phrase.content, strict=True) if counts}
    many = len(found.pairs) >= MOST * len(phrase.words) or _is_long(phrase, found.weight)
    if not many or len(content) < min(2, len(wanted)) or not _enough(phrase, found.weight):
        return 0.0, ()
    return round(100 * found.weight / phrase.weight, 1), tuple(place for _, place in found.pairs)


def _enough(phrase: Phrase, weight: float) -> bool:
    return weight >= ENOUGH * phrase.weight or _is_long(phrase, weight)


def _is_long(phrase: Phrase, weight: float) -> bool:
    return weight >= LONG * phrase.weight / len(phrase.words)


def _occurrences(words: Sequence[str], phrase: Sequence[str]) -> tuple[int, ...]:
    """The places of all words that belong to an occurrence of `phrase`."""
    size = len(phrase)
    starts = (i for i in range(len(words) - size + 1) if tuple(words[i : i + size]) == tuple(phrase))
    return tuple(sorted({place for start in starts for place in range(start, start + size)}))


def _hit(match: _Match, entry: Entry, members: Sequence[Entry]) -> Hit:
    quote, article = entry.quote, entry.article
    others = [m for m in members if m != entry]
    others.sort(key=by_date)
    start = min((span.start for span in quote.content), default=0)
    end = max((span.end for span in quote.content), default=0)
    places = ranges(quote.text, match.places)
    return Hit(quote, article, match.score, places, _before(article, start), _after(article, end), tuple(others))


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
