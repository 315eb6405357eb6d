"""One article: its text in, everything found in it out. Nothing else influences the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from claimkit.analysis import attribution, cues, resolution, statements
from claimkit.analysis import ner as nlp
from claimkit.analysis.channels import with_channels
from claimkit.analysis.inside import with_inner_claims
from claimkit.analysis.parsed_sources import with_parsed_sources
from claimkit.analysis.tagger import Tagger
from claimkit.analysis.threads import one_thread
from claimkit.english import quotation_marks as marks
from claimkit.english import text
from claimkit.models.extraction import Attribution, JudgedAttribution
from claimkit.models.record import JOINT, Article, Channel, Cue, Evidence, Extraction, Quote, Span, Speaker

_ID_LENGTH = 20  # hexadecimal digits: of 100 million quotations no two share an id by chance
_CUE_REACH = 1000  # characters between a content and a cue that somebody names; set by hand
_STOPS = tuple(".,;:!?…—")
_WORD = re.compile(r"\w")


class Analyser:
    """The models, loaded once: an article in, its quotes out, with the speakers as that article names them."""

    def __init__(self) -> None:
        self._recogniser = nlp.load()
        self._cues = cues.CueReader(self._recogniser.lemma)
        self._tagger = Tagger()

    def analyse(self, article: Article) -> Extraction:
        """Everything found in one article. Ids depend on its id; the rest depends on its text and cuts alone."""
        clean = text.clean_text(article.text, article.cuts)
        regions = marks.find_regions(clean.text)
        quoted = marks.mask_quoted(regions, len(clean.text))
        with one_thread:
            tagging = self._tagger.tag(clean.text, marks.mark_styles(regions, len(clean.text)))
            drafts = attribution.attribute(clean.text, regions, quoted, tagging)
            drafts = with_channels(clean.text, with_inner_claims(clean.text, drafts, self._tagger.tag))
            meanings = [self._meaning(clean.text, a) for a in drafts]
            judged = statements.judge(clean.text, quoted, drafts, meanings, tagging.states)
            kept = [(j, m) for j, m in zip(judged, meanings, strict=True) if statements.is_credible(j)]
            judged, meanings = [j for j, _ in kept], [m for _, m in kept]
            judged = with_parsed_sources(clean.text, judged, self._recogniser.parse)
            found = [j.attribution for j in judged]
            speakers = resolution.resolve(clean.text, self._recogniser.mentions(clean.text), found, tagging.states)
        rows = zip(judged, meanings, speakers, strict=True)
        quotes = [_quote(article, clean, j, said, speaker) for j, said, speaker in rows]
        return Extraction(article, tuple(_linked(found, quotes)))

    def _meaning(self, clean: str, found: Attribution) -> cues.CueMeaning | None:
        if found.cue is None:
            return None
        return self._cues.read(clean, found.cue, found.source, found.content, found.type)


def _quote(
    article: Article,
    clean: text.Cleaned,
    judged: JudgedAttribution,
    said: cues.CueMeaning | None,
    speaker: Speaker | None,
) -> Quote:
    found = judged.attribution
    content = tuple(_raw(article, clean, s) for s in found.content)
    cue = None
    if found.cue is not None and said is not None:
        span = _raw(article, clean, found.cue)
        meaning = (said.lemma, said.kind, said.polarity, said.modality, said.hearsay)
        cue = Cue(span.start, span.end, span.text, *meaning)
    return Quote(
        id=quote_id(article, content, cue),
        article_id=article.id,
        type=found.type,
        text=_one_line(clean.text, found.content),
        content=content,
        cue=cue,
        source=None if found.source is None else _raw(article, clean, found.source),
        speaker=None if speaker is None else _raw_speaker(article, clean, speaker),
        confidence=round(found.confidence, 4),
        via=_raw_channel(article, clean, found.via),
        channel=_raw_channel(article, clean, found.channel),
        statement=round(judged.statement, 4),
    )


def _linked(found: Sequence[Attribution], quotes: Sequence[Quote]) -> Iterator[Quote]:
    """The quotes; those inside another one have its id."""
    outer = {a.cue or a.content[0]: q.id for a, q in zip(found, quotes, strict=True) if a.inside is None}
    for a, quote in zip(found, quotes, strict=True):
        yield quote if a.inside is None else replace(quote, inside=outer.get(a.inside))


def same_text(one: Article, two: Article) -> bool:
    """Whether the analysis of both is the same."""
    return one.text == two.text and one.cuts == two.cuts


def carried_over(found: Extraction, article: Article) -> Extraction:
    """The analysis of an article, turned into that of `article`, which has the same text."""
    ids = {q.id: quote_id(article, q.content, q.cue) for q in found.quotes}
    quotes = (
        replace(q, id=ids[q.id], article_id=article.id, inside=ids[q.inside] if q.inside else None)
        for q in found.quotes
    )
    return Extraction(article, tuple(quotes))


def read_cue(article: Article, quote: Quote, words: str) -> Cue | None:
    """The cue that has these words and is nearest to the content of `quote`, outside of it; None if there is none."""
    clean = text.clean_text(article.text, article.cuts)
    content = [clean.clean_range(span.start, span.end) for span in quote.content]
    wanted = r"\s+".join(map(re.escape, words.split()))
    if not wanted or not content:
        return None
    places = [
        found.span()
        for found in re.finditer(rf"(?<!\w){wanted}(?!\w)", clean.text)
        if not any(start < found.end() and found.start() < end for start, end in content)
    ]
    start, end = content[0][0], content[-1][1]
    place = min(places, key=lambda one: (max(start - one[1], one[0] - end, 0), one), default=None)
    if place is None or max(start - place[1], place[0] - end, 0) > _CUE_REACH:
        return None
    said = [Span(*one, clean.text[slice(*one)]) for one in content]
    source = None
    if quote.source is not None:
        around = clean.clean_range(quote.source.start, quote.source.end)
        source = Span(*around, clean.text[slice(*around)])
    cue = Span(*place, clean.text[slice(*place)])
    meaning = cues.CueReader(nlp.load().lemma).read(clean.text, cue, source, said, quote.type)
    raw = _raw(article, clean, cue)
    facts = (meaning.lemma, meaning.kind, meaning.polarity, meaning.modality, meaning.hearsay)
    return Cue(raw.start, raw.end, raw.text, *facts)


def quote_id(article: Article, content: Sequence[Span], cue: Cue | None) -> str:
    """The id of a quotation: the same for the same words at the same place in the same article."""
    spans = [f"{s.start}:{s.end}" for s in content] + ([f"{cue.start}"] if cue else [])
    return "q_" + text.digest(article.id, *spans, *(s.text for s in content), length=_ID_LENGTH)


def _one_line(clean: str, content: Sequence[Span]) -> str:
    """The content on one line; a piece that a cue cuts off keeps the comma or stop printed after it.

    Where words of the article are left out between two pieces `…` says so, or they would read as a sentence that nobody
    printed.
    """
    line = ""
    for span, following in zip_longest(content, content[1:]):
        end = span.end + (following is not None and clean[span.end : span.end + 1] in _STOPS)
        line += " ".join(clean[span.start : end].split())
        if following is not None:
            line += JOINT if _WORD.search(clean, end, following.start) else " "
    return line


def _raw(article: Article, clean: text.Cleaned, span: Span | Evidence | Channel) -> Span:
    start, end = clean.raw_range(span.start, span.end)
    return Span(start, end, article.text[start:end])


def _raw_channel(article: Article, clean: text.Cleaned, channel: Channel | None) -> Channel | None:
    if channel is None:
        return None
    span = _raw(article, clean, channel)
    return replace(channel, start=span.start, end=span.end, text=span.text)


def _raw_speaker(article: Article, clean: text.Cleaned, speaker: Speaker) -> Speaker:
    steps = ((_raw(article, clean, step), step) for step in speaker.evidence)
    evidence = tuple(replace(step, start=s.start, end=s.end, text=s.text) for s, step in steps)
    title, body, pronouns = (
        None if span is None else _raw(article, clean, span)
        for span in (speaker.title, speaker.affiliation_span, speaker.pronouns_span)
    )
    return replace(speaker, evidence=evidence, title=title, affiliation_span=body, pronouns_span=pronouns)
