"""Who copied whom: the articles of a cluster that carry the same report of a quotation.

The quotation itself proves nothing: at a press conference everyone writes down the same words. What the article says
around it, in its own words, does. Those passages are compared by their runs of four words (shingles; Broder 1997): an
article belongs to the report whose fullest passage contains enough of its runs. Nothing chains, and the order of the
articles makes no difference.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from claimkit.english.quotation_marks import without_quoted
from claimkit.english.text import cut_out
from claimkit.models.collection import Report
from claimkit.models.record import Article, Quote, outlets_of
from claimkit.wording.copies.wires import wire

_REACH = 1_200  # characters on either side of the quotation that are searched for the article's own words; set by hand
_NEAR = 400  # how many of those, nearest to the quotation, are compared: about sixty words on either side; set by hand
_SIZE = 4  # words in a run
# Two passages with this many runs in common, and this share of the smaller one's runs, are one report. Of 159 pairs of
# articles that share a quotation in PolNeAR train and dev, 53 are reprints and later versions and have 39 runs or more
# and 46 percent of the smaller passage in common; the others have 14 at most, and a fifth.
_LEAST = 16
_SHARE = 0.3
_COMMON = 50  # a run found in this many reports is a set phrase and is ignored in further ones; set by hand

_WORD = re.compile(r"[^\W_]+")
_CLOSING = re.compile(r"\s*[,.;:!?…]{0,3}[”\"’'»]")
_UNOPENED = re.compile(r"\A[^“”]*”")
_PARAGRAPH = re.compile(r"\n\s*\n")

Run = tuple[str, ...]
Printer = str | tuple[str, str]


@dataclass(slots=True)
class _Passages:
    """One article with the runs of words around its quotations."""

    article: Article
    runs: set[Run] = field(default_factory=set)


def reports(printed: Iterable[tuple[Quote, Article]]) -> tuple[Report, ...]:
    """The reports among the articles that print the quotations of one cluster, by date of the first article.

    Articles are one report where the passages around the quotation say the same in the same words, and where they
    credit the same agency. An outlet that repeats itself does not make a second report.
    """
    quoted = list(printed)
    alone = len({_printer(article) for _, article in quoted}) < 2  # then there is one report anyway
    articles: dict[tuple[str, str], _Passages] = {}
    for quote, article in quoted:
        passages = articles.setdefault((article.path, article.id), _Passages(article))
        for part in () if alone else own_words(quote, article):
            passages.runs.update(zip(*(part[n:] for n in range(_SIZE)), strict=False))
    order = sorted(articles.values(), key=lambda passages: (-len(passages.runs), *_sort_key(passages.article)))
    groups = _by_outlet(_by_wire(_by_text(order)))
    found = [_report(group) for group in groups]
    return tuple(sorted(found, key=lambda report: _sort_key(report.articles[0])))


def own_words(quote: Quote, article: Article) -> Iterator[list[str]]:
    """The article's own words nearest to the quotation: before it, between its pieces, and after it."""
    spans = quote.content
    if not spans:
        return
    start, end = spans[0].start, spans[-1].end
    before = _outside_quotes(cut_out(article.text, article.cuts, max(start - _REACH, 0), start), article)
    yield _words(before[-_NEAR:])[len(before) > _NEAR :]  # the first word may be half a word
    for one, two in pairwise(spans):
        between = cut_out(article.text, article.cuts, one.end, min(two.start, one.end + _REACH))
        yield _words(_outside_quotes(_drop_closing(quote, between), article)[:_NEAR])
    after = cut_out(article.text, article.cuts, end, end + _REACH)
    yield _words(_outside_quotes(_drop_closing(quote, after), article)[:_NEAR])


def _words(text: str) -> list[str]:
    """Words in lower case; copies keep accents, so the full normal form (four times slower) is not needed."""
    return _WORD.findall(text.lower())


def _drop_closing(quote: Quote, after: str) -> str:
    """The text after a piece of a quotation without the mark that closes it."""
    match = _CLOSING.match(after) if quote.type == "direct" else None
    return after[match.end() :] if match else after


def _outside_quotes(text: str, article: Article) -> str:
    """The text outside quotation marks. A quotation that is never closed ends with its paragraph."""
    paragraphs = text.split("\n") if article.format == "html" else _PARAGRAPH.split(text)
    return " ".join(without_quoted(_UNOPENED.sub(" ", paragraph)) for paragraph in paragraphs)


def _by_text(articles: Sequence[_Passages]) -> list[list[_Passages]]:
    """Groups of articles with the same passages; `articles` come fullest first, and each joins the best group."""
    groups: list[list[_Passages]] = []
    holders: dict[Run, list[int]] = defaultdict(list)
    for passages in articles:
        shared = Counter(chain.from_iterable(holders[run] for run in passages.runs & holders.keys()))
        best = max(shared, key=lambda number: (shared[number], -number), default=None)
        if best is not None and shared[best] >= max(_LEAST, _SHARE * len(passages.runs)):
            groups[best].append(passages)
            continue
        for run in passages.runs:
            if len(holders[run]) < _COMMON:
                holders[run].append(len(groups))
        groups.append([passages])
    return groups


def _by_wire(groups: Sequence[list[_Passages]]) -> list[list[_Passages]]:
    """The groups, with those that credit the same agency joined."""
    found: list[list[_Passages]] = []
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


def _by_outlet(groups: Sequence[list[_Passages]]) -> list[list[_Passages]]:
    """The groups, with those of a single outlet joined to that outlet's first group, preferably a shared one."""
    found = [group for group in groups if len(_printers(group)) > 1]
    home: dict[Printer, list[_Passages]] = {}
    for group in found:
        for outlet in _printers(group):
            home.setdefault(outlet, group)
    for group in groups:
        (outlet, *others) = _printers(group)
        if others:
            continue
        if outlet in home:
            home[outlet].extend(group)
        else:
            home[outlet] = group
            found.append(group)
    return found


def _report(group: Sequence[_Passages]) -> Report:
    articles = sorted(group, key=lambda passages: _sort_key(passages.article))
    printed = tuple(passages.article for passages in articles)
    return Report(_credited(articles), printed, outlets_of(printed))


def _credited(group: Sequence[_Passages]) -> str | None:
    """The agency that most of the articles credit; of several, the first in the alphabet."""
    names = Counter(name for passages in group if (name := wire(passages.article)))
    return min(names, key=lambda name: (-names[name], name), default=None)


def _printers(group: Sequence[_Passages]) -> list[Printer]:
    return list(dict.fromkeys(_printer(passages.article) for passages in group))


def _printer(article: Article) -> Printer:
    """The outlet; an article of an unknown outlet counts as one, as nothing says that another is from the same."""
    return article.outlet or (article.path, article.id)


def _sort_key(article: Article) -> tuple[str, str, str]:
    """By date (undated ones last), path and id."""
    return article.published or "~", article.path, article.id
