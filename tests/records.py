"""Records for tests of the store and the search: small builders, and hypothesis strategies for odd ones."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from claimkit.english.text import digest, slug
from claimkit.models.collection import Cluster
from claimkit.models.record import Article, Cue, Evidence, Extraction, Member, Quote, Span, Speaker
from claimkit.models.types import CueClass, Modality, Polarity


def person(name: str, *aliases: str) -> Speaker:
    return Speaker(slug(name), name, "person", "resolved", aliases=aliases)


def extraction(
    path: str,
    *quotes: tuple[str, str | None] | tuple[str, str | None, str],
    outlet: str | None = None,
    published: str | None = None,
) -> Extraction:
    """An article made of `quotes`, each (text, speaker's name) or (text, speaker's name, type)."""
    body = ""
    found: list[Quote] = []
    article_id = "a_" + digest(path)
    for number, (text, name, *rest) in enumerate(quotes):
        body += "Before it. “"
        span = Span(len(body), len(body) + len(text), text)
        body += text + "” "
        cue = Cue(len(body), len(body) + 4, "said", "say")
        body += "said "
        source = Span(len(body), len(body) + len(name), name) if name else None
        body += f"{name or 'someone'}. After it.\n\n"
        found.append(
            Quote(
                id="q_" + digest(path, str(number), text),
                article_id=article_id,
                type=rest[0] if rest else "direct",
                text=text,
                content=(span,),
                cue=cue,
                source=source,
                speaker=person(name) if name else None,
                confidence=0.9,
            )
        )
    return Extraction(Article(article_id, path, body, f"Title of {path}", outlet, published), tuple(found))


# Any code point at all: NUL, lone surrogates, right-to-left marks, combining characters.
texts = st.text(st.characters(exclude_categories=()), max_size=30) | st.text("a é“”’\0\ud800\u202é", max_size=30)
offsets = st.integers(0, 2**40)
spans = st.builds(Span, offsets, offsets, texts)
evidence = st.builds(Evidence, offsets, offsets, texts, texts)
optional = st.none() | texts
speakers = st.builds(
    Speaker,
    id=texts,
    name=optional,
    kind=st.sampled_from(["person", "organization", "group", "document", "author"]),
    status=st.sampled_from(["resolved", "ambiguous", "unresolved", "anonymous"]),
    evidence=st.lists(evidence, max_size=3).map(tuple),
    aliases=st.lists(texts, max_size=3).map(tuple),
    wikidata=optional,
    affiliation=optional,
    decided_by=st.sampled_from([None, "people file", "office list"]),
    title=st.none() | spans,
    affiliation_span=st.none() | spans,
    members=st.lists(st.builds(Member, texts, texts), max_size=3).map(tuple),
    pronouns=st.sampled_from([None, "she", "he", "they"]),
    pronouns_span=st.none() | spans,
    publisher=optional,
)
# As linking makes them: what one article says is left out.
linked_speakers = speakers.map(
    lambda one: replace(one, title=None, affiliation_span=None, pronouns_span=None, publisher=None)
)
cues = st.builds(
    Cue,
    offsets,
    offsets,
    texts,
    texts,
    kind=st.none() | st.sampled_from(get_args(CueClass)),
    polarity=st.sampled_from(get_args(Polarity)),
    modality=st.none() | st.sampled_from(get_args(Modality)),
    hearsay=st.booleans(),
)
ids = st.integers(0, 10**9).map(lambda n: f"q_{n:09}")


# Strategies are made once: one made for each example is also checked for each, which takes most of the time.
_articles = st.builds(
    Article,
    id=st.just(""),
    path=texts,
    text=texts,
    title=optional,
    outlet=optional,
    published=st.none() | st.dates().map(str),
    url=optional,
    format=st.sampled_from(["text", "markdown", "html"]),
    cuts=st.lists(st.tuples(offsets, offsets), max_size=3).map(tuple),
    words=st.integers(0, 2**40),
)
_quotes = st.builds(
    Quote,
    id=ids,
    article_id=st.just(""),
    type=st.sampled_from(["direct", "mixed", "indirect"]),
    text=texts,
    content=st.lists(spans, max_size=3).map(tuple),
    cue=st.none() | cues,
    source=st.none() | spans,
    speaker=st.none() | speakers,
    confidence=st.floats(0, 1),
)
_some_quotes = st.lists(_quotes, max_size=4, unique_by=lambda quote: quote.id)
_sharing = st.sets(st.integers(1, 3))


@st.composite
def extractions(draw: st.DrawFn, name: str = "x") -> Extraction:
    """An extraction with ids of its own; everything else is arbitrary, and several quotations may have one speaker."""
    article = replace(draw(_articles), id="a_" + name)
    found = [replace(quote, article_id=article.id) for quote in draw(_some_quotes)]
    for number in draw(_sharing):
        if number < len(found):
            found[number] = replace(found[number], speaker=found[0].speaker)
    return Extraction(article, tuple(found))


def cluster(*members: Quote, id: str = "c_1") -> Cluster:
    return Cluster(id, members[0].id, tuple(quote.id for quote in members))
