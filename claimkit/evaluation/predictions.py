"""What claimkit found, from records it printed or from its own run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimkit.brat import Fragments
from claimkit.errors import InputError
from claimkit.evaluation.annotated import GoldArticle, Statement, article_name
from claimkit.evaluation.gold import json_lines
from claimkit.models.record import Extraction, Quote, Span

_LONGEST_NAME = 180  # bytes; file systems take 255, and an id and a suffix may follow

Predictions = Mapping[str, Sequence[Statement]]


def from_records(text: str, shown: str, gold: Sequence[GoldArticle]) -> Predictions:
    """Statements by article name from the output of `claimkit quotes --type all` (JSON Lines or a JSON array).

    A name that several articles of one sample share ends in the article's id there, and is found by it. Raises
    InputError, naming the line, for anything that is not a record, and for a span whose words differ from the gold's
    text: the predictions are then about another version of the article.
    """
    pages = {page.name: page for page in gold}
    found: dict[str, list[Statement]] = defaultdict(list)
    for where, record in json_lines(text, shown):
        article = record.get("article")
        path, id_ = (article.get("path"), article.get("id")) if isinstance(article, dict) else (None, None)
        if not isinstance(path, str):
            raise InputError(
                where, "not a record of claimkit; make them with: claimkit quotes PATH --type all -f jsonl"
            )
        name = sample_name(path, str(id_))
        if name not in pages:
            name = article_name(path)
        page = pages.get(name)
        speaker = record.get("speaker")
        named = speaker.get("name") if isinstance(speaker, dict) else None
        content = record.get("content")
        if not isinstance(content, list) or not content:
            raise InputError(where, 'a record without "content"')
        said, cue, source = (_ranges(record, role, where, page) for role in ("content", "cue", "source"))
        sure = record.get("confidence")
        confidence = float(sure) if isinstance(sure, (int, float)) and 0 <= sure <= 1 else None
        names = (named,) if isinstance(named, str) and named else ()
        found[name].append(Statement(said, cue, source, names, confidence=confidence))
    return found


def from_extractions(extractions: Iterable[Extraction], gold: Sequence[GoldArticle]) -> Predictions:
    """Statements by article name. Raises InputError if an article was not read as the text that the gold indexes."""
    pages = {page.name: page for page in gold}
    found: dict[str, list[Statement]] = {}
    for extraction in extractions:
        article = extraction.article
        page = pages.get(article_name(article.path))
        if page is None:
            raise InputError(article.path, "its name is not valid UTF-8; rename it")
        if not page.text.endswith(article.text):
            raise InputError(article.path, "read by claimkit as another text; save it as UTF-8 plain text")
        shift = len(page.text) - len(article.text)  # a byte order mark
        found[page.name] = [statement(quote, shift) for quote in extraction.quotes]
    return found


def statement(quote: Quote, shift: int = 0) -> Statement:
    """A quotation as a statement, its offsets moved by `shift`."""

    def ranges(*spans: Span | None) -> Fragments:
        return tuple(sorted((s.start + shift, s.end + shift) for s in spans if s is not None))

    cue = None if quote.cue is None else Span(quote.cue.start, quote.cue.end, quote.cue.text)
    name = quote.speaker.name if quote.speaker else None
    names = (name,) if name else ()
    return Statement(ranges(*quote.content), ranges(cue), ranges(quote.source), names, confidence=quote.confidence)


def sample_name(path: str, id_: str) -> str:
    """The name that tells an article from another one of the same file name: its own and its id.

    An article in a file of many is known by what that file calls it, which need not be fit for a file's name: what does
    not print becomes a dash, and the name ends in time.
    """
    name = "".join(c if c.isprintable() else "-" for c in article_name(path))
    return f"{name.encode()[:_LONGEST_NAME].decode(errors='ignore')}-{id_.removeprefix('a_')}"


def _ranges(record: dict[str, Any], role: str, where: str, page: GoldArticle | None) -> Fragments:
    value = record.get(role)
    spans = value if isinstance(value, list) else [] if value is None else [value]
    ranges = []
    for span in spans:
        start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
        if type(start) is not int or type(end) is not int:
            raise InputError(where, f'"{role}" must have start and end as numbers')
        if page is not None:
            if not 0 <= start < end <= len(page.text):
                raise InputError(
                    where, f"{role} {start}:{end} lies outside the text of {page.name}, {len(page.text)} characters"
                )
            words = span.get("text")
            if words is not None and words != page.text[start:end]:
                raise InputError(
                    where, f"{role} {start}:{end} has other words in the text of {page.name}; is it the same?"
                )
        ranges.append((start, end))
    return tuple(sorted(ranges))
