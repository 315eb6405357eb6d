"""One quotation by its id, with everything that shows how its speaker was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimkit.english import names
from claimkit.models.hits import by_date
from claimkit.models.record import Article, Evidence, Quote, Span, Speaker
from claimkit.models.results import MOST_STEPS, Explanation, Mark, NameCandidate
from claimkit.search.entries import cluster_entries, entries
from claimkit.search.ids import find_id
from claimkit.search.passage import passage
from claimkit.store import Store, corrections, speaker_rows
from claimkit.store.sql import encode


def explain(store: Store, id_: str) -> Explanation:
    """The quotation with this id or unambiguous prefix of an id (`q_` may be left out), explained.

    Raises `NotFoundError` if there is none and `UsageError` if the prefix is ambiguous.
    """
    with store.snapshot() as db:
        found = find_id(store, "quote", id_)
        keys = db.execute(
            "SELECT q.key FROM quotes q JOIN articles a ON a.key = q.article_key WHERE q.id = ?"
            " ORDER BY a.location, q.position",
            (encode(found),),
        ).fetchall()
        loaded = entries(store, [key for (key,) in keys])
        same = [loaded[key] for (key,) in keys]
        quote, article = same[0].quote, same[0].article
        members = cluster_entries(store, [encode(quote.cluster)])[quote.cluster] if quote.cluster else []
        candidates = _candidates(store, quote.speaker)
        corrected = corrections.parts_in_force(db, quote.id)
    others = sorted((m for m in members if m.quote.id != quote.id), key=by_date)
    copies = dict.fromkeys(entry.article.path for entry in same[1:])
    shown = passage(article, marks(quote))
    return Explanation(
        quote, article, _line(quote, article), shown, candidates, tuple(others), tuple(copies), corrected
    )


def marks(quote: Quote) -> list[Mark]:
    """The spans of a quotation: content, cue and source, and the steps of its evidence."""
    steps = quote.speaker.evidence[:MOST_STEPS] if quote.speaker else ()
    marks = [Mark("content", span.start, span.end) for span in quote.content]
    marks += [Mark("cue", quote.cue.start, quote.cue.end)] if quote.cue else []
    marks += [Mark("source", quote.source.start, quote.source.end)] if quote.source else []
    return marks + [Mark("evidence", step.start, step.end, n) for n, step in enumerate(steps, start=1)]


def _line(quote: Quote, article: Article) -> int | None:
    """The line on which the first of content, cue and source begins; None where the text is not the file itself."""
    starts = [span.start for span in (*quote.content, quote.cue, quote.source) if span is not None]
    if article.format not in ("text", "markdown") or not starts:
        return None
    return article.text.count("\n", 0, min(starts)) + 1


def _candidates(store: Store, speaker: Speaker | None) -> tuple[NameCandidate, ...]:
    """Who else may be meant: the people whom the evidence names, else all stored people with an ambiguous name."""
    if speaker is None or speaker.status != "ambiguous":
        return ()
    people = [who for who in speaker_rows.all_speakers(store.connection).values() if who.kind == "person" and who.name]
    named = [step for step in speaker.evidence if step.reason == "candidate"]
    return _named_in_evidence(named, people) if named else _namesakes(speaker, people)


def _named_in_evidence(steps: Sequence[Evidence], people: Iterable[Speaker]) -> tuple[NameCandidate, ...]:
    """One candidate a step, with an id where a single stored person has that name."""
    ids: dict[str, set[str]] = {}
    for who in people:
        for form in (who.name or "", *who.aliases):
            ids.setdefault(form, set()).add(who.id)
    found = []
    for step in steps:
        name = step.candidate or " ".join(step.text.split())
        known = ids.get(name, set())
        found.append(
            NameCandidate(name, min(known) if len(known) == 1 else None, Span(step.start, step.end, step.text))
        )
    return tuple(found)


def _namesakes(speaker: Speaker, people: Iterable[Speaker]) -> tuple[NameCandidate, ...]:
    """The people whose full name is compatible with the speaker's."""
    wanted = names.parse(speaker.name) if speaker.name else None
    if wanted is None:
        return ()
    fitting: dict[str, str] = {}
    for who in people:
        parsed = names.parse(who.name or "")
        if parsed is not None and parsed.full and who.id != speaker.id and names.compatible(wanted, parsed):
            fitting[who.id] = who.name or ""
    return tuple(NameCandidate(name, id_, None) for id_, name in sorted(fitting.items()))
