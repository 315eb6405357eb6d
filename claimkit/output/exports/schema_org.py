"""Quotations as schema.org JSON-LD: `Quotation` for the speaker's words, `Claim` for what the article tells in its own.

A mixed quotation is a Claim whose parts are the words in quotation marks. Only a speaker who is settled is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from claimkit.english.quotation_marks import find_quoted
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Quote, Speaker
from claimkit.output.exports.iris import article_iri, is_named, member_iri, speaker_iri, urn, web_address, wikidata_iri
from claimkit.output.exports.text_fragments import linked
from claimkit.output.formats import dumps

Node = dict[str, Any]

_CLASSES = {"person": "Person", "author": "Person"}  # anyone else who speaks is an Organization


def schema_org(entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON-LD document, one node per line: each article before the first of its quotations."""
    yield '{"@context": "https://schema.org", "@graph": [\n'
    before = ""
    known: set[str] = set()
    for entry, link in linked(entries):
        iri = article_iri(entry.article)
        if iri not in known:
            known.add(iri)
            yield before + dumps(news_article(entry.article))
            before = ",\n"
        yield before + dumps(statement(entry.quote, entry.article, link))
    yield "\n]}\n"


def news_article(article: Article) -> dict[str, Any]:
    """A NewsArticle with what is known of it."""
    facts: dict[str, Any] = {
        "headline": article.title,
        "datePublished": article.published,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
        "url": web_address(article),
        "inLanguage": "en",
    }
    return {
        "@type": "NewsArticle",
        "@id": article_iri(article),
        "identifier": article.id,
        **{key: value for key, value in facts.items() if value},
    }


def statement(quote: Quote, article: Article, link: str | None) -> dict[str, Any]:
    """A Quotation or a Claim; `link` opens the article at it."""
    part_of = {"@id": article_iri(article)}
    found: dict[str, Any] = {"@type": "Quotation", "@id": urn(quote.id), "identifier": quote.id, "text": quote.text}
    who = _speaker(quote)
    if quote.type == "direct":
        found |= {**_spoken(who), "isPartOf": part_of}
    else:
        found |= {"@type": "Claim", **({"author": who} if who else {}), "appearance": part_of}
        parts = [quote.text[start:end] for start, end in find_quoted(quote.text)]
        if quote.type == "mixed" and parts:
            found["hasPart"] = [{"@type": "Quotation", "text": part, **_spoken(who)} for part in parts]
    if quote.cluster is not None:
        found["exampleOfWork"] = {"@type": "CreativeWork", "@id": urn(quote.cluster)}
    if link is not None:
        found["url"] = link
    return found


def _spoken(who: Node | list[Node] | None) -> Node:
    if who is None:
        return {}
    if isinstance(who, dict) and who["@type"] == "CreativeWork":  # a document speaks for itself
        return {"isBasedOn": who}
    return {"creator": who, "spokenByCharacter": who}


def _speaker(quote: Quote) -> Node | list[Node] | None:
    """Who speaks; where the article hides the name or it is not settled, the article's words for the source alone.

    Several who speak jointly are a list.
    """
    speaker, source = quote.speaker, quote.source
    if speaker is None:
        return None
    kind = "CreativeWork" if speaker.kind == "document" else _CLASSES.get(speaker.kind, "Organization")
    if not is_named(speaker):
        return {"@type": kind, "description": " ".join(source.text.split())} if source else None
    if speaker.members:
        return [{"@type": "Person", "@id": member_iri(member), "name": member.name} for member in speaker.members]
    return {"@type": kind, "@id": speaker_iri(speaker), "name": speaker.name, **_details(speaker)}


def _details(speaker: Speaker) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if entity := wikidata_iri(speaker):
        details["sameAs"] = entity
    if speaker.title and speaker.kind == "person":
        details["jobTitle"] = " ".join(speaker.title.text.split())
    if speaker.affiliation and speaker.kind == "person":
        details["affiliation"] = {"@type": "Organization", "name": speaker.affiliation}
    if speaker.publisher:
        details["publisher"] = {"@type": "Organization", "name": speaker.publisher}
    return details
