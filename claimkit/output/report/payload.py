"""The data of a report: what the page reads from its JSON.

Texts come cut into segments, so that no offset has to be counted in another language's characters: an article is a
list of paragraphs, a paragraph a list of segments, and what a quotation points at is a range of segments.

What goes without saying is left out, as a thousand articles make twenty megabytes: null, false and empty values, the
status `resolved`, the polarity `affirmed`. Sentences that recur are named by their index in `sentences`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from claimkit.models.certainty import name_chance
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Cue, Quote, Speaker
from claimkit.models.results import MOST_STEPS, Comparison, Overview, PlacedQuote, ReportPage, Variant
from claimkit.output import labels, reasons
from claimkit.output.changes import Piece, pieces
from claimkit.output.report.phrases import address, outlet, said, shown, wikidata

Data = dict[str, Any]
UNKNOWN_OUTLET = "Outlet unknown"
# A piece of a wording: the same words, words of the fullest wording that are missing here, words that are new here.
_ROLES = {"same": 0, "old": 1, "new": 2}


def payload(found: Overview) -> Data:
    """Speakers (most quoted first), articles with their quotations, and clusters; they name each other by index."""
    table = _SentenceTable()
    quotes = [placed.quote for page in found.pages for placed in page.quotes]
    speakers = _ranked(quotes)
    people = {speaker.id: number for number, (speaker, _) in enumerate(speakers)}
    groups = {item.summary.cluster.id: number for number, item in enumerate(found.comparisons)}
    return {
        "speakers": [_speaker(speaker, number, people) for speaker, number in speakers],
        "articles": [
            {**_article(page, people, groups, table), "id": id_}
            for page, id_ in zip(found.pages, _page_ids(found.pages), strict=True)
        ],
        "clusters": [_cluster(item, people) for item in found.comparisons],
        "sentences": list(table.indexes),
    }


class _SentenceTable:
    """Texts that recur, each with its index."""

    def __init__(self) -> None:
        self.indexes: dict[str, int] = {}

    def index(self, text: str) -> int:
        return self.indexes.setdefault(text, len(self.indexes))


def _lean(data: Data) -> Data:
    """`data` without what goes without saying; 0 is an index and stays."""
    return {key: value for key, value in data.items() if value or (value == 0 and value is not False)}


def _ranked(quotes: Iterable[Quote]) -> list[tuple[Speaker, int]]:
    """The known speakers with the number of their quotations."""
    who: dict[str, Speaker] = {}
    counts: Counter[str] = Counter()
    for quote in quotes:
        if not labels.is_known(quote.speaker) or not quote.speaker.name:
            continue
        for speaker in {one.id: one for one in (quote.speaker, *labels.members(quote.speaker))}.values():
            counts[speaker.id] += 1
            held = who.setdefault(speaker.id, speaker)
            if (speaker.name or "", speaker.wikidata or "") < (held.name or "", held.wikidata or ""):
                who[speaker.id] = speaker
    return [(who[id_], number) for id_, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _speaker(speaker: Speaker, number: int, people: Mapping[str, int]) -> Data:
    return {
        "id": shown(speaker.id),
        "name": shown(speaker.name or ""),
        "kind": speaker.kind,
        "members": [people[one.id] for one in speaker.members],
        "wikidata": wikidata(speaker.wikidata),
        "number": number,
    }


def _article(page: ReportPage, people: Mapping[str, int], groups: Mapping[str, int], table: _SentenceTable) -> Data:
    paragraphs, cuts = _segments(page)
    return {
        "title": page.article.title and shown(page.article.title),
        **_place(page.article),
        "outlet": outlet(page.article) if page.article.outlet else UNKNOWN_OUTLET,
        "path": shown(page.article.path),
        "paragraphs": paragraphs,
        "quotes": [_lean(_quote(placed, cuts, people, groups, table)) for placed in page.quotes],
    }


def _page_ids(pages: Sequence[ReportPage]) -> Iterator[str]:
    """An id for each page: that of its article, with a number where the article was read with different words."""
    times: Counter[str] = Counter()
    for page in pages:
        times[page.article.id] += 1
        number = times[page.article.id]
        yield page.article.id if number == 1 else f"{page.article.id}-{number}"


def _place(article: Article) -> Data:
    return {
        "outlet": outlet(article),
        "named": bool(article.outlet),
        "published": article.published and shown(article.published),
        "url": address(article.url),
    }


def _segments(page: ReportPage) -> tuple[list[list[str]], list[int]]:
    """The paragraphs, each cut at the ends of marks, and the offset at which each segment begins."""
    ends = sorted({place for placed in page.quotes for mark in placed.marks for place in (mark.start, mark.end)})
    paragraphs: list[list[str]] = []
    starts: list[int] = []
    start = 0
    for line in page.text.split("\n"):
        end = start + len(line)
        inner = ends[bisect_right(ends, start) : bisect_left(ends, end)]
        paragraphs.append([shown(page.text[i:j]) for i, j in pairwise((start, *inner, end))])
        starts += [start, *inner]
        start = end + 1
    return paragraphs, starts


def _range(starts: Sequence[int], start: int, end: int) -> list[int]:
    """The first and the last segment of a range that begins and ends with one."""
    return [bisect_left(starts, start), bisect_left(starts, end) - 1]


def _quote(
    placed: PlacedQuote,
    starts: Sequence[int],
    people: Mapping[str, int],
    groups: Mapping[str, int],
    table: _SentenceTable,
) -> Data:
    quote, who = placed.quote, placed.quote.speaker
    places: dict[str, list[list[int]]] = {}
    steps: dict[int, list[int]] = {}
    for mark in placed.marks:
        place = _range(starts, mark.start, mark.end)
        if mark.step is None:
            places.setdefault(mark.role, []).append(place)
        else:
            steps[mark.step] = place
    evidence = who.evidence[:MOST_STEPS] if who else ()
    candidates = sum(step.reason == "candidate" for step in who.evidence) if who else 0
    return {
        "id": quote.id,
        "type": quote.type,
        "text": said(quote),
        "speaker": people.get(who.id) if labels.is_known(who) else None,
        "title": who and who.title and shown(who.title.text),
        "affiliation": who and who.affiliation and shown(who.affiliation),
        "pronouns": who and who.pronouns,
        "status": None if labels.is_known(who) else who.status if who else "unresolved",
        "source": quote.source and shown(quote.source.text),
        "cue": quote.cue and _lean(_cue(quote.cue)),
        "confidence": round(quote.confidence, 4),
        "named": who and name_chance(who),
        "why": table.index(shown(reasons.status(quote, candidates))),
        "steps": [
            _lean({"text": shown(step.text), "reason": table.index(shown(reasons.step(step))), "at": steps.get(number)})
            for number, step in enumerate(evidence, start=1)
        ],
        "cluster": groups.get(quote.cluster or ""),
        "at": places,
    }


def _cue(cue: Cue) -> Data:
    return {
        "text": shown(cue.text),
        "class": cue.kind,
        "polarity": None if cue.polarity == "affirmed" else cue.polarity,
        "modality": cue.modality,
        "hearsay": cue.hearsay,
    }


def _cluster(item: Comparison, people: Mapping[str, int]) -> Data:
    """A cluster with its wordings, the fullest one first, and its independent reports."""
    summary, best = item.summary, item.summary.representative
    groups: dict[tuple[Piece, ...], list[Variant]] = {}
    same = [best]
    for variant in item.variants:
        words = tuple(pieces(variant.entry.quote, variant.differences, shown))
        if variant.differences or variant.entry.quote.text != best.quote.text:
            groups.setdefault(words, []).append(variant)
        else:
            same.append(variant.entry)
    who = best.quote.speaker
    return {
        "id": summary.cluster.id,
        "speaker": people.get(who.id) if labels.is_known(who) and not summary.sides else None,
        "who": labels.DIFFERENTLY if summary.sides else shown(labels.speaker(best.quote).plain),
        "sides": [
            {"who": shown(side.speaker.name or ""), "places": [_place(article) for article in side.articles]}
            for side in summary.sides
        ],
        "spread": labels.spread(len(summary.outlets), summary.without_outlet),
        "reports": [
            {
                "wire": report.wire and shown(report.wire),
                "places": [_place(article) for article in report.articles],
            }
            for report in summary.reports
        ],
        "wordings": [
            {"places": [_printed(entry) for entry in same], "words": [[0, said(best.quote)]], "kinds": []},
            *(_wording(words, variants) for words, variants in groups.items()),
        ],
    }


def _wording(words: Sequence[Piece], variants: Sequence[Variant]) -> Data:
    merged: list[tuple[int, str]] = []
    for role, piece in words:
        if merged and merged[-1][0] == _ROLES[role]:
            merged[-1] = _ROLES[role], merged[-1][1] + piece
        elif piece:
            merged.append((_ROLES[role], piece))
    return {
        "places": [_printed(variant.entry) for variant in variants],
        "words": merged,
        "kinds": list(dict.fromkeys(difference.kind for difference in variants[0].differences)),
        "changed": variants[0].changed,
    }


def _printed(entry: Entry) -> Data:
    return {"quote": entry.quote.id, **_place(entry.article)}
