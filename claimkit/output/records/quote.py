"""One quotation as the record that claimkit prints; `schemas` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from claimkit.models.certainty import name_chance
from claimkit.models.fields import ARTICLE_FIELDS

if TYPE_CHECKING:
    from claimkit.models.record import Article, Channel, Cue, Extraction, Quote, Span, Speaker

Record = dict[str, Any]


def record(quote: Quote, article: Article) -> Record:
    """The record of `quote`; offsets index `article.text`, confidence has four decimals."""
    return {
        "id": quote.id,
        "type": quote.type,
        "text": quote.text,
        "content": [span_record(span) for span in quote.content],
        "cue": None if quote.cue is None else _cue(quote.cue),
        "source": _span_or_none(quote.source),
        "speaker": None if quote.speaker is None else _speaker(quote.speaker),
        "confidence": round(quote.confidence, 4),
        "statement": round(quote.statement, 4),
        "via": _channel(quote.via),
        "channel": _channel(quote.channel),
        "inside": quote.inside,
        "cluster": quote.cluster,
        "article": article_record(article),
        "versions": _versions(article),
    }


def article_record(article: Article) -> Record:
    """What a record says about its article."""
    return {key: getattr(article, key) for key in ARTICLE_FIELDS}


def _versions(article: Article) -> Record:
    claimkit, _, model = (article.analysed_by or "").partition("/")
    return {"claimkit": claimkit or None, "model": model or None, "content": article.content}


def records(extractions: Iterable[Extraction]) -> list[Record]:
    """All records of `extractions`, by article path, offset in the article and id."""
    pairs = [(quote, extraction.article) for extraction in extractions for quote in extraction.quotes]
    return [record(quote, article) for quote, article in sorted(pairs, key=lambda pair: sort_key(*pair))]


def sort_key(quote: Quote, article: Article) -> tuple[str, int, str]:
    """Sort key of a record: article path, first content offset, id."""
    return article.path, quote.content[0].start if quote.content else 0, quote.id


def span_record(span: Span) -> Record:
    """A piece of a text, with its words."""
    return {"start": span.start, "end": span.end, "text": span.text}


def _span_or_none(span: Span | None) -> Record | None:
    return None if span is None else span_record(span)


def _channel(channel: Channel | None) -> Record | None:
    if channel is None:
        return None
    return {
        "kind": channel.kind,
        "name": channel.name,
        "start": channel.start,
        "end": channel.end,
        "text": channel.text,
    }


def _cue(cue: Cue) -> Record:
    return {
        "start": cue.start,
        "end": cue.end,
        "text": cue.text,
        "lemma": cue.lemma,
        "class": cue.kind,
        "polarity": cue.polarity,
        "modality": cue.modality,
        "hearsay": cue.hearsay,
    }


def _speaker(speaker: Speaker) -> Record:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "status": speaker.status,
        "evidence": [
            {"start": e.start, "end": e.end, "text": e.text, "reason": e.reason, "candidate": e.candidate}
            for e in speaker.evidence
        ],
        "wikidata": speaker.wikidata,
        "title": _span_or_none(speaker.title),
        "affiliation": speaker.affiliation,
        "affiliation_span": _span_or_none(speaker.affiliation_span),
        "members": [{"id": member.id, "name": member.name} for member in speaker.members],
        "pronouns": speaker.pronouns,
        "pronouns_span": _span_or_none(speaker.pronouns_span),
        "publisher": speaker.publisher,
        "decided_by": speaker.decided_by,
        "confidence": name_chance(speaker),
    }
