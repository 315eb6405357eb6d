"""Quotations as W3C Web Annotations (Web Annotation Data Model, W3C Recommendation of 23 February 2017), in JSON-LD.

One AnnotationCollection with one AnnotationPage; one annotation per quotation, with a target for each piece of content.
What the vocabulary has no word for (confidence, cue, source, cluster, article) is a `claimkit:` property.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from claimkit.english.text import digest
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Quote, Span, Speaker
from claimkit.output.exports.iris import article_iri, is_named, member_iri, speaker_iri, urn, wikidata_iri
from claimkit.output.formats import dumps

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"claimkit": "urn:claimkit:term:"})
# Characters before and after a span that its selector quotes: what the tools that anchor annotations in pages take.
_AROUND = 32
# Classes that the context names; it has no plain word for a group.
_CLASSES = {"person": "Person", "author": "Person", "organization": "Organization", "group": "foaf:Group"}


def web_annotations(entries: Iterable[Entry], version: str) -> Iterator[str]:
    """One JSON-LD document, one annotation per line; `version` is claimkit's own."""
    software = {"id": urn("software", version), "type": "Software", "name": f"claimkit {version}"}
    yield (
        '{"@context": ' + dumps(CONTEXT) + ', "type": "AnnotationCollection", "label": "Quotations and reported claims"'
    )
    yield ', "creator": ' + dumps(software) + ', "generator": ' + dumps(software)
    yield ', "first": {"type": "AnnotationPage", "startIndex": 0, "items": [\n'
    name, total = "", 0
    for entry in entries:
        yield (",\n" if total else "") + dumps(annotation(entry.quote, entry.article, software["id"]))
        name, total = digest(name, entry.quote.id), total + 1
    # What depends on all of them comes last, so that none has to be kept in memory.
    collection, page = urn("collection", digest(name)), urn("page", digest(name))
    yield '\n], "id": ' + dumps(page) + ', "partOf": ' + dumps(collection) + '}, "last": ' + dumps(page)
    yield ', "total": ' + str(total) + ', "id": ' + dumps(collection) + "}\n"


def annotation(quote: Quote, article: Article, creator: str) -> dict[str, Any]:
    """One annotation. Selectors index `article.text`; `creator` is the IRI of the software."""
    found: dict[str, Any] = {
        "id": urn(quote.id),
        "type": "Annotation",
        "motivation": ["identifying", "tagging"] if is_named(quote.speaker) else "tagging",
        "creator": creator,
        "body": [*_speaker(quote.speaker), _text(quote.type, "tagging")],
        "target": [_resource(article, span) for span in quote.content],
        "claimkit:text": quote.text,
        "claimkit:confidence": round(quote.confidence, 4),
    }
    for role, span in (("source", quote.source), ("cue", quote.cue)):
        if span is not None:
            found[f"claimkit:{role}"] = _resource(article, Span(span.start, span.end, span.text))
    if quote.speaker is not None:
        found["claimkit:status"] = quote.speaker.status
    if quote.cluster is not None:
        found["claimkit:cluster"] = {"id": urn(quote.cluster)}
    return {**found, "claimkit:article": _article(article)}


def _speaker(speaker: Speaker | None) -> Iterator[dict[str, Any]]:
    """The name for programs that show text only, then who it is."""
    if speaker is None or not is_named(speaker):
        return
    yield _text(speaker.name or "", "identifying")
    if speaker.members:
        for member in speaker.members:
            one = {"id": member_iri(member), "type": _CLASSES["person"], "name": member.name}
            yield {"type": "SpecificResource", "purpose": "identifying", "source": one}
        return
    who: dict[str, Any] = {"id": speaker_iri(speaker)}
    if speaker.kind in _CLASSES:
        who["type"] = _CLASSES[speaker.kind]
    who["name"] = speaker.name
    if entity := wikidata_iri(speaker):
        who["schema:sameAs"] = {"id": entity}
    yield {"type": "SpecificResource", "purpose": "identifying", "source": who}


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _resource(article: Article, span: Span) -> dict[str, Any]:
    text = article.text
    return {
        "type": "SpecificResource",
        "source": article_iri(article),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(span.start - _AROUND, 0) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def _article(article: Article) -> dict[str, Any]:
    facts = {
        "schema:headline": article.title,
        "schema:publisher": article.outlet,
        "schema:datePublished": article.published,
        "claimkit:path": article.path,
    }
    return {"id": urn(article.id), "type": "schema:NewsArticle", **{key: v for key, v in facts.items() if v}}
