"""Articles as CoNLL-U Plus: one token per line, columns of BIO tags for source, cue and content, and their links.

    ID  FORM  CLAIMKIT:SOURCE  CLAIMKIT:CUE  CLAIMKIT:CONTENT  CLAIMKIT:LINKS  MISC

The three tag columns hold one tag per token and begin again in each block. Where one attribution is inside another they
show the outer one; CLAIMKIT:LINKS has all, as `NUMBER:TAG|…` by the numbers of the article's `# attribution` lines.
MISC has `start_char` and `end_char`, which index the article's text. A token never reaches over the end of a span, so
that the exact spans can be read back. A block is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimkit.models.record import Article, Extraction, Quote
from claimkit.output.formats import dumps
from claimkit.output.records.quote import record
from claimkit.output.visible import visible

COLUMNS = ("ID", "FORM", "CLAIMKIT:SOURCE", "CLAIMKIT:CUE", "CLAIMKIT:CONTENT", "CLAIMKIT:LINKS", "MISC")
ROLES = ("SOURCE", "CUE", "CONTENT")

_TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
_SPACE = re.compile(r"\s+")
_LAST_OF_SENTENCE = tuple('.!?…”"’:)]*')
# Record fields about the attribution; the rest is already in the columns.
_FACTS = ("id", "type", "confidence", "cluster")
_SPEAKER = ("id", "name", "kind", "status", "wikidata", "members")


@dataclass(frozen=True, slots=True)
class ConllToken:
    """A word or mark of the article's text; `gap` is the white space between it and the token before."""

    start: int
    end: int
    gap: str


def conll(extractions: Iterable[Extraction]) -> Iterator[str]:
    """All articles as one document of CoNLL-U Plus."""
    yield f"# global.columns = {' '.join(COLUMNS)}\n"
    for extraction in extractions:
        yield from _article(extraction.article, extraction.quotes)


def spans(quote: Quote) -> Iterator[tuple[str, int, int]]:
    """(role, start, end) of each span of an attribution."""
    for role, span in (("SOURCE", quote.source), ("CUE", quote.cue)):
        if span is not None:
            yield role, span.start, span.end
    yield from (("CONTENT", span.start, span.end) for span in quote.content)


def tokens(article: Article, edges: Iterable[int] = ()) -> list[ConllToken]:
    """The tokens of the article's prose, in text order; none reaches over one of `edges`."""
    text = article.text
    found: list[ConllToken] = []
    cuts = [*article.cuts, (len(text), len(text))]
    stops = sorted({0, len(text), *(edge for cut in cuts for edge in cut), *edges})
    cut = 0
    for start, end in pairwise(stops):
        while cuts[cut][1] <= start < len(text):
            cut += 1
        if cuts[cut][0] <= start:
            continue
        for match in _TOKEN.finditer(text, start, end):
            gap = _SPACE.findall(text, found[-1].end if found else 0, match.start())
            found.append(ConllToken(match.start(), match.end(), "".join(gap)))
    return found


def _article(article: Article, quotes: Sequence[Quote]) -> Iterator[str]:
    numbered = dict(enumerate(quotes, 1))
    words = tokens(article, (edge for quote in quotes for _, *edges in spans(quote) for edge in edges))
    tags = _tags(words, numbered)
    comments = [f"newdoc id = {_line(article.id)}"]
    facts = {"path": article.path, "title": article.title, "outlet": article.outlet, "date": article.published}
    comments += [f"{key} = {_line(value)}" for key, value in {**facts, "url": article.url}.items() if value]
    comments += [f"attribution {number} = {_facts(quote, article)}" for number, quote in numbered.items()]
    for count, (first, last) in enumerate(_blocks(article, words), 1):
        block = words[first:last]
        forms = [visible(article.text[word.start : word.end]) for word in block]
        text = "".join(
            (" " if word.gap and i else "") + form for i, (word, form) in enumerate(zip(block, forms, strict=True))
        )
        comments += [f"sent_id = {_line(article.id)}-{count}", f"text = {text}"]
        yield "".join(f"# {comment}\n" for comment in comments)
        comments = []
        open_: dict[str, int] = {}
        for i, (word, form) in enumerate(zip(block, forms, strict=True)):
            marks = tags.get(first + i, [])
            columns = [_plain(role, marks, open_) for role in ROLES]
            links = "|".join(f"{number}:{begin}-{role}" for number, role, begin in marks) or "_"
            glued = i + 1 < len(block) and not block[i + 1].gap
            misc = f"start_char={word.start}|end_char={word.end}{'|SpaceAfter=No' if glued else ''}"
            yield "\t".join((str(i + 1), form, *columns, links, misc)) + "\n"
        yield "\n"


def _tags(words: Sequence[ConllToken], quotes: Mapping[int, Quote]) -> dict[int, list[tuple[int, str, str]]]:
    """For each token in a span: (number of the attribution, role, B or I), the outer attribution first."""
    starts = [word.start for word in words]
    found: dict[int, list[tuple[int, str, str]]] = {}
    for number, quote in quotes.items():
        for role, start, end in spans(quote):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            for i in range(first, last):
                found.setdefault(i, []).append((number, role, "B" if i == first else "I"))
    size = {number: sum(end - start for _, start, end in spans(quote)) for number, quote in quotes.items()}
    for marks in found.values():
        marks.sort(key=lambda mark: (-size[mark[0]], mark[0], mark[1]))
    return found


def _plain(role: str, marks: Sequence[tuple[int, str, str]], open_: dict[str, int]) -> str:
    """The one tag of a role; `open_` holds the attribution whose span goes on, by role."""
    mark = next((mark for mark in marks if mark[1] == role), None)
    if mark is None:
        open_.pop(role, None)
        return "O"
    number, _, begin = mark
    goes_on = begin == "I" and open_.get(role) == number
    open_[role] = number
    return f"{'I' if goes_on else 'B'}-{role}"


def _blocks(article: Article, words: Sequence[ConllToken]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that are one paragraph: it ends at a blank line, or a line's end after a sentence's."""
    first = 0
    for i in range(1, len(words)):
        breaks = words[i].gap.count("\n")
        ended = article.format == "html" or article.text[words[i - 1].end - 1] in _LAST_OF_SENTENCE
        if breaks > 1 or (breaks and ended):
            yield first, i
            first = i
    if first < len(words):
        yield first, len(words)


def _facts(quote: Quote, article: Article) -> str:
    full = record(quote, article)
    speaker = full["speaker"] and {key: full["speaker"][key] for key in _SPEAKER if full["speaker"][key] != []}
    cue = full["cue"] and {key: full["cue"][key] for key in ("lemma", "class", "polarity", "modality", "hearsay")}
    return dumps({**{key: full[key] for key in _FACTS}, "speaker": speaker, "cue": cue})


def _line(value: str) -> str:
    return visible(" ".join(value.split()))
