"""Extractions made by hand from tests/cases/output.toml and its like, and the check of goldens."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from claimkit.english.text import digest, slug
from claimkit.models.collection import Cluster
from claimkit.models.record import JOINT, Article, Cue, Evidence, Extraction, Quote, Span, Speaker

TESTS = Path(__file__).parent


@cache
def extractions(name: str = "output") -> tuple[Extraction, ...]:
    """The articles of a case file. `\\e` in a text stands for the escape character."""
    cases = tomllib.loads((TESTS / "cases" / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(_extraction(case) for case in cases["article"])


@cache
def clusters(name: str = "output") -> tuple[Cluster, ...]:
    """The clusters that the quotations name; the longest text is the representative."""
    members: dict[str, list[Quote]] = {}
    for extraction in extractions(name):
        for quote in extraction.quotes:
            if quote.cluster:
                members.setdefault(quote.cluster, []).append(quote)
    return tuple(
        Cluster(id_, max(quotes, key=lambda q: len(q.text)).id, tuple(sorted(q.id for q in quotes)))
        for id_, quotes in sorted(members.items())
    )


def check_golden(name: str, text: str) -> None:
    """Hold `text` to the golden file; CLAIMKIT_UPDATE_GOLDENS=1 writes it anew, to be read before it is kept."""
    path = TESTS / "goldens" / name
    if os.environ.get("CLAIMKIT_UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def _extraction(case: dict[str, Any]) -> Extraction:
    article = Article(
        id="a_" + digest(case["path"]),
        path=case["path"],
        text=case["text"].replace("\\e", "\x1b"),
        title=case.get("title"),
        outlet=case.get("outlet"),
        published=case.get("published"),
        url=case.get("url"),
        format=case.get("format", "text"),
    )
    return Extraction(article, tuple(_quote(article, quote) for quote in case["quote"]))


def _quote(article: Article, case: dict[str, Any]) -> Quote:
    content: list[Span] = []
    for words in case["content"]:
        content.append(_find(article.text, words.replace("\\e", "\x1b"), content[-1].end if content else 0))
    cue = None
    if "cue" in case:
        span = _find(article.text, case["cue"][0])
        cue = Cue(span.start, span.end, span.text, case["cue"][1], *case.get("meaning", ()))
    return Quote(
        id="q_" + digest(article.id, str(content[0].start)),
        article_id=article.id,
        type=case["type"],
        text=JOINT.join(span.text for span in content),
        content=tuple(content),
        cue=cue,
        source=_find(article.text, case["source"]) if "source" in case else None,
        speaker=_speaker(article, case["speaker"]) if "speaker" in case else None,
        confidence=case["confidence"],
        cluster=case.get("cluster"),
    )


def _speaker(article: Article, case: dict[str, Any]) -> Speaker:
    steps = [(_find(article.text, words), reason) for words, reason in case.get("evidence", [])]
    return Speaker(
        id=slug(case["name"]) if "name" in case else "unresolved",
        name=case.get("name"),
        kind=case["kind"],
        status=case["status"],
        evidence=tuple(Evidence(span.start, span.end, span.text, reason) for span, reason in steps),
        aliases=tuple(case.get("aliases", ())),
        wikidata=case.get("wikidata"),
    )


def _find(text: str, words: str, start: int = 0) -> Span:
    position = text.index(words, start)
    return Span(position, position + len(words), words)
