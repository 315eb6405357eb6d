"""Who copied whom: the articles of a cluster that carry the same report of a quotation.

The quotation itself shows nothing: at a press conference everybody writes down the same words. What the article says in
its own words around it does. Those passages are compared by their runs of four words (shingles; Broder 1997): an
article belongs to the report whose fullest passage holds enough of its runs. Nothing chains, and the answer does not
depend on the order of the articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from claimkit.english.quotation_marks import without_quoted
from claimkit.english.text import cut_out
from claimkit.models import Article, Quote, Report, outlet_of
from claimkit.wording.copies.wires import wire

_REACH = 1_200  # characters on either side of the quotation that are looked through for the article's own words
_NEAR = 400  # characters of those, the nearest ones on either side: some sixty words
_SIZE = 4  # words in a run
# So many runs in common, and this share of the smaller passage's, make two passages one report. Of 159 pairs of
# articles that share a quotation in PolNeAR train and dev, 53 are reprints and later versions and have 39 runs or more
# and 46 percent of the smaller passage in common; the others have 14 at most, and a fifth.
_LEAST = 16
_SHARE = 0.3
_COMMON = 50  # reports that hold a run, from which on it is a set phrase

_WORD = re.compile(r"[^\W_]+")
_CLOSING = re.compile(r"\s*[,.;:!?…]{0,3}[”\"’'»]")
_UNOPENED = re.compile(r"\A[^“”]*”")
_PARAGRAPH = re.compile(r"\n\s*\n")

Run = tuple[str, ...]


@dataclass(slots=True)
class _Page:
    """One article with the runs of words around its quotations."""

    article: Article
    runs: set[Run] = field(default_factory=set)


def reports(printed: Iterable[tuple[Quote, Article]]) -> tuple[Report, ...]:
    """The reports among the articles that print the quotations of one cluster, by date of the first article.

    Articles are one report where the passages around the quotation say the same in the same words, and where they
    credit the same agency. An outlet that repeats itself is no second report.
    """
    quoted = list(printed)
    alone = len({outlet_of(article) for _, article in quoted}) < 2  # one report, whatever it says
    pages: dict[tuple[str, str], _Page] = {}
    for quote, article in quoted:
        page = pages.setdefault((article.path, article.id), _Page(article))
        for part in () if alone else own_words(quote, article):
            page.runs.update(zip(*(part[n:] for n in range(_SIZE)), strict=False))
    order = sorted(pages.values(), key=lambda page: (-len(page.runs), *_date(page.article)))
    groups = _by_outlet(_by_wire(_by_text(order)))
    found = [_report(group) for group in groups]
    return tuple(sorted(found, key=lambda report: _date(report.articles[0])))


def own_words(quote: Quote, article: Article) -> Iterator[list[str]]:
    """The article's own words nearest to the quotation: before it, between its pieces, and after it."""
    spans = quote.content
    if not spans:
        return
    start, end = spans[0].start, spans[-1].end
    before = _outside(cut_out(article.text, article.cuts, max(start - _REACH, 0), start), article)
    yield _words(before[-_NEAR:])[len(before) > _NEAR :]  # the first word may be half a word
    for one, two in pairwise(spans):
        between = cut_out(article.text, article.cuts, one.end, min(two.start, one.end + _REACH))
        yield _words(_outside(_closed(quote, between), article)[:_NEAR])
    yield _words(_outside(_closed(quote, cut_out(article.text, article.cuts, end, end + _REACH)), article)[:_NEAR])


def _words(text: str) -> list[str]:
    """Words in small letters; copies keep accents, so the full normal form (four times as slow) is not needed."""
    return _WORD.findall(text.lower())


def _closed(quote: Quote, after: str) -> str:
    """The text after a piece of a quotation without the mark that closes it."""
    match = _CLOSING.match(after) if quote.type == "direct" else None
    return after[match.end() :] if match else after


def _outside(text: str, article: Article) -> str:
    """What stands outside quotation marks. A mark that is never closed ends with its paragraph."""
    paragraphs = text.split("\n") if article.format == "html" else _PARAGRAPH.split(text)
    return " ".join(without_quoted(_UNOPENED.sub(" ", paragraph)) for paragraph in paragraphs)


def _by_text(pages: Sequence[_Page]) -> list[list[_Page]]:
    """Groups of pages with the same passages; `pages` come with the fullest first, and each joins the best leader."""
    groups: list[list[_Page]] = []
    holders: dict[Run, list[int]] = defaultdict(list)
    for page in pages:
        shared = Counter(chain.from_iterable(holders[run] for run in page.runs & holders.keys()))
        best = max(shared, key=lambda number: (shared[number], -number), default=None)
        if best is not None and shared[best] >= max(_LEAST, _SHARE * len(page.runs)):
            groups[best].append(page)
            continue
        for run in page.runs:
            if len(holders[run]) < _COMMON:
                holders[run].append(len(groups))
        groups.append([page])
    return groups


def _by_wire(groups: Sequence[list[_Page]]) -> list[list[_Page]]:
    """Groups that credit one agency as one."""
    found: list[list[_Page]] = []
    of_wire: dict[str, int] = {}
    for group in groups:
        name = _credited(group)
        if name is not None and name in of_wire:
            found[of_wire[name]].extend(group)
            continue
        if name is not None:
            of_wire[name] = len(found)
        found.append(list(group))
    return found


def _by_outlet(groups: Sequence[list[_Page]]) -> list[list[_Page]]:
    """Groups of one outlet alone go to that outlet's first group: of several outlets, or else the first of its own."""
    found = [group for group in groups if len(_outlets(group)) > 1]
    home: dict[str, list[_Page]] = {}
    for group in found:
        for outlet in _outlets(group):
            home.setdefault(outlet, group)
    for group in groups:
        (outlet, *others) = _outlets(group)
        if others:
            continue
        if outlet in home:
            home[outlet].extend(group)
        else:
            home[outlet] = group
            found.append(group)
    return found


def _report(group: Sequence[_Page]) -> Report:
    pages = sorted(group, key=lambda page: _date(page.article))
    return Report(_credited(pages), tuple(page.article for page in pages), tuple(_outlets(pages)))


def _credited(group: Sequence[_Page]) -> str | None:
    """The agency that most of the articles credit, of several the first in the alphabet."""
    names = Counter(name for page in group if (name := wire(page.article)))
    return min(names, key=lambda name: (-names[name], name), default=None)


def _outlets(group: Sequence[_Page]) -> list[str]:
    return list(dict.fromkeys(outlet_of(page.article) for page in group))


def _date(article: Article) -> tuple[str, str, str]:
    """Sort key: date (undated ones last), path, id."""
    return article.published or "~", article.path, article.id
