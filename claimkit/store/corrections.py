"""Corrections by hand, kept through everything: they are applied to what analysis finds whenever an article is stored.

A correction knows its article by its id and the quotation by its place and words, so that it outlives a new reading, a
new version, a move and a merge. What analysis found instead is kept beside it (`corrected`): it is what undoing a
correction brings back, and what another article of the same text gets.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from claimkit.english.text import prose, slug, terms
from claimkit.models.collection import UNKNOWN, Correction, CorrectionState
from claimkit.models.rebuild import rebuild
from claimkit.models.record import Article, Cue, Evidence, Extraction, Quote, Speaker
from claimkit.models.types import Range
from claimkit.store import checks
from claimkit.store.sql import batches, decode, encode, placeholders, to_json

_COLUMNS = checks.COLUMNS["corrections"]
_HALF = 0.5  # share of the characters of both that a quotation and a correction have in common; set by hand


class Applied(NamedTuple):
    """A correction that changed a quotation: its key, the quotation's position in the article, what analysis found.

    Where that quotation was dropped, `inner` are the ids of the claims inside it, which then count on their own.
    """

    key: int
    position: int
    original: Quote
    inner: tuple[str, ...] = ()


def apply(db: sqlite3.Connection, extraction: Extraction) -> tuple[Extraction, list[Applied]]:
    """What analysis found in an article, with the corrections of it; and what these changed."""
    found = _load(db, "article_id = ?", (encode(extraction.article.id),))
    if not found:
        return extraction, []
    quotes: list[Quote | None] = list(extraction.quotes)
    applied: list[Applied] = []
    taken: set[int] = set()
    for key, correction, _ in sorted(found, key=lambda item: item[1].content):
        position = _find(correction, extraction, taken)
        if position is not None:
            taken.add(position)
            original = extraction.quotes[position]
            inner = tuple(q.id for q in extraction.quotes if correction.dropped and q.inside == original.id)
            applied.append(Applied(key, position, original, inner))
            quotes[position] = _corrected(original, correction, extraction.article)
    alone = {id_ for one in applied for id_ in one.inner}
    kept = (quote for quote in quotes if quote is not None)
    return replace(extraction, quotes=tuple(replace(q, inside=None) if q.id in alone else q for q in kept)), applied


def changed(db: sqlite3.Connection, extraction: Extraction) -> list[tuple[Quote, Correction]]:
    """The quotations that analysis found in an article and somebody corrected, each with the correction."""
    by_key = {key: correction for key, correction, _ in _load(db, "article_id = ?", (encode(extraction.article.id),))}
    return [(one.original, by_key[one.key]) for one in apply(db, extraction)[1]]


def note(db: sqlite3.Connection, article_key: int | None, applied: Sequence[Applied]) -> None:
    """Keeps beside a stored article what its corrections changed."""
    db.executemany(
        "INSERT INTO corrected (article_key, correction_key, position, original) VALUES (?,?,?,?)",
        [
            (article_key, one.key, one.position, to_json({**asdict(one.original), "inner": one.inner}))
            for one in applied
        ],
    )
    db.executemany("UPDATE corrections SET told = 0 WHERE key = ? AND told = 1", [(one.key,) for one in applied])


def restore(db: sqlite3.Connection, article_key: int, extraction: Extraction) -> Extraction:
    """A stored article as analysis found it, before corrections."""
    rows = db.execute(
        f"SELECT position, original, {checks.whole('corrected')} FROM corrected WHERE article_key = ?"
        " ORDER BY position",
        (article_key,),
    ).fetchall()
    if not rows:
        return extraction
    quotes = list(extraction.quotes)
    outer: dict[str, str] = {}
    for position, packed, whole in rows:
        checks.demand(whole, "a correction")
        found = json.loads(decode(packed))
        original: Quote = rebuild(Quote, found)
        outer |= dict.fromkeys(found["inner"], original.id)
        if position < len(quotes) and quotes[position].id == original.id:
            quotes[position] = original
        else:  # it was no quotation
            quotes.insert(position, original)
    return replace(extraction, quotes=tuple(replace(q, inside=outer.get(q.id, q.inside)) for q in quotes))


def put(db: sqlite3.Connection, correction: Correction) -> None:
    """Keeps a correction; it replaces an earlier one of the same quotation."""
    remove(db, correction)
    row = _pack(correction)
    db.execute(f"INSERT INTO corrections ({', '.join(_COLUMNS[1:])}) VALUES ({placeholders(row)})", row)


def remove(db: sqlite3.Connection, correction: Correction) -> None:
    """Forgets a correction."""
    place = encode(correction.article_id), to_json(correction.content)
    db.execute("DELETE FROM corrections WHERE article_id = ? AND content = ?", place)


def states(db: sqlite3.Connection) -> list[CorrectionState]:
    """Every correction, by article and content, each with the path that its article has now, if it is stored."""
    in_force = {key for (key,) in db.execute("SELECT DISTINCT correction_key FROM corrected")}
    loaded = [(key in in_force, correction) for key, correction, _ in _load(db, "1", ())]
    paths = _paths_of(db, {one.article_id for _, one in loaded})
    named = _paths_there(db, {one.path for _, one in loaded if one.article_id not in paths})
    found = []
    for applies, one in loaded:
        stored = one.article_id in paths
        changed = not applies and (stored or one.path in named)
        one = replace(one, path=paths.get(one.article_id, one.path))
        found.append(CorrectionState(one, applies, stored, changed))
    return sorted(found, key=lambda one: (one.correction.path, one.correction.article_id, one.correction.content))


def _paths_of(db: sqlite3.Connection, ids: Collection[str]) -> dict[str, str]:
    """The paths of the articles with these ids, as far as they are stored; of several copies the first one's."""
    found: dict[str, str] = {}
    for some in batches([encode(id_) for id_ in ids]):
        for id_, path in db.execute(
            f"SELECT id, min(path) FROM articles WHERE id IN ({placeholders(some)}) GROUP BY id", some
        ):
            found[decode(id_)] = decode(path)
    return found


def _paths_there(db: sqlite3.Connection, paths: Collection[str]) -> set[str]:
    """Those of the paths at which some article is stored."""
    found: set[str] = set()
    for some in batches([encode(path) for path in paths]):
        rows = db.execute(f"SELECT DISTINCT path FROM articles WHERE path IN ({placeholders(some)})", some)
        found.update(decode(path) for (path,) in rows)
    return found


def every(db: sqlite3.Connection) -> list[Correction]:
    """Every correction, by article and content, as it was made."""
    return [correction for _, correction, _ in _load(db, "1", ())]


def lost(db: sqlite3.Connection) -> list[Correction]:
    """Corrections that no longer apply, and of which the user was not told."""
    without = "told = 0 AND NOT EXISTS (SELECT 1 FROM corrected c WHERE c.correction_key = corrections.key)"
    return [correction for _, correction, _ in _load(db, without, ())]


def mark_told(db: sqlite3.Connection) -> None:
    """Notes that the user was told of all that no longer apply."""
    db.execute(
        "UPDATE corrections SET told = 1 WHERE told = 0"
        " AND NOT EXISTS (SELECT 1 FROM corrected c WHERE c.correction_key = corrections.key)"
    )


def of_quote(db: sqlite3.Connection, quote_id: str) -> Correction | None:
    """The correction of the quotation with this id: in force, or made when it had that id."""
    key = _in_force(db, quote_id)
    found = _load(db, "quote_id = ?", (encode(quote_id),)) if key is None else _load(db, "key = ?", (key,))
    return found[0][1] if found else None


def parts_in_force(db: sqlite3.Connection, quote_id: str) -> tuple[str, ...]:
    """What is corrected in the stored quotation with this id, in words."""
    key = _in_force(db, quote_id)
    return () if key is None else _load(db, "key = ?", (key,))[0][1].parts


def ids_with(db: sqlite3.Connection, prefix: str, limit: int) -> list[str]:
    """Ids of corrected quotations that begin so, those that were no quotations included."""
    rows = db.execute(
        "SELECT DISTINCT quote_id FROM corrections WHERE quote_id >= ?1 AND quote_id < ?1 || char(1114111)"
        " ORDER BY quote_id LIMIT ?2",
        (encode(prefix), limit),
    )
    return [decode(id_) for (id_,) in rows]


def _in_force(db: sqlite3.Connection, quote_id: str) -> int | None:
    """The key of the correction of a stored quotation, which may have had another id when it was corrected."""
    row = db.execute(
        "SELECT c.correction_key FROM quotes q JOIN corrected c ON c.article_key = q.article_key"
        " WHERE q.id = ? AND json_extract(c.original, '$.id') = q.id LIMIT 1",
        (encode(quote_id),),
    ).fetchone()
    return None if row is None else int(row[0])


def _find(correction: Correction, extraction: Extraction, taken: set[int]) -> int | None:
    """The position of the quotation that a correction is about; None where the article has changed too much."""
    free = [(n, quote) for n, quote in enumerate(extraction.quotes) if n not in taken]
    wanted = terms(correction.words)
    alike = [(n, quote) for n, quote in free if terms(quote.text) == wanted]
    for n, quote in alike:
        if _ranges(quote) == correction.content:
            return n
    start = correction.content[0][0] if correction.content else 0
    if _still_there(correction, extraction.article):
        # Another version drew the borders differently, or the very words are quoted twice.
        best = max(((_shared(quote, correction), -n) for n, quote in free), default=(0.0, 0))
        return -best[1] if best[0] >= _HALF else None
    return min(((abs(_ranges(quote)[0][0] - start), n) for n, quote in alike), default=(0, None))[1]


def _still_there(correction: Correction, article: Article) -> bool:
    """Whether the article has the words where it had them."""
    pieces = [prose(article, start, end) for start, end in correction.content]
    return terms(" ".join(pieces)) == terms(correction.words)


def _ranges(quote: Quote) -> tuple[Range, ...]:
    return tuple((span.start, span.end) for span in quote.content)


def _shared(quote: Quote, correction: Correction) -> float:
    """The characters that both contents have, as a share of those that either has."""
    one, other = _ranges(quote), correction.content
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    every = sum(end - start for start, end in (*one, *other)) - both
    return both / every if every else 0.0


def _corrected(quote: Quote, correction: Correction, article: Article) -> Quote | None:
    if correction.dropped:
        return None
    if correction.cue is not None:
        quote = replace(quote, cue=_placed(correction.cue, quote, article) or quote.cue)
    if correction.speaker is not None or correction.kind is not None:
        quote = replace(quote, speaker=_speaker(quote, correction))
    return quote


def _placed(cue: Cue, quote: Quote, article: Article) -> Cue | None:
    """The cue where the article has it: at its place, else nearest to the content."""
    if article.text[cue.start : cue.end] == cue.text:
        return cue
    near = quote.content[0].start if quote.content else 0
    after, before = article.text.find(cue.text, near), article.text.rfind(cue.text, 0, near)
    places = [place for place in (after, before) if place >= 0]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return replace(cue, start=start, end=start + len(cue.text))


def _speaker(quote: Quote, correction: Correction) -> Speaker:
    """The speaker as corrected; of the one found before only what belongs to the source's words stays."""
    found = quote.speaker
    kind = correction.kind or (found.kind if found is not None else "person")
    source = quote.source
    steps: tuple[Evidence, ...] = ()
    if source is not None:
        place = source.start, source.end, source.text
        steps = Evidence(*place, "source"), Evidence(*place, "correction")
    if correction.speaker is None and found is not None:
        return replace(found, kind=kind, decided_by="correction", evidence=found.evidence or steps)
    if correction.speaker in (None, UNKNOWN):
        return Speaker("unknown", None, kind, "unresolved", steps, decided_by="correction")
    assert correction.speaker is not None
    return Speaker(slug(correction.speaker), correction.speaker, kind, "resolved", steps, decided_by="correction")


def _load(db: sqlite3.Connection, condition: str, values: Sequence[Any]) -> list[tuple[int, Correction, bool]]:
    return list(_rows(db, condition, values))


def _rows(db: sqlite3.Connection, condition: str, values: Sequence[Any]) -> Iterator[tuple[int, Correction, bool]]:
    for *row, whole in db.execute(
        f"SELECT {', '.join(_COLUMNS)}, {checks.whole('corrections')} FROM corrections WHERE {condition}"
        " ORDER BY article_id, content",
        values,
    ).fetchall():
        checks.demand(whole, "a correction")
        key, article, content, words, quote, speaker, kind, dropped, cue, path, made, told = map(decode, row)
        correction = Correction(
            article_id=article,
            content=tuple((start, end) for start, end in json.loads(content)),
            words=words,
            quote_id=quote,
            speaker=speaker,
            kind=kind,
            dropped=bool(dropped),
            cue=None if cue is None else rebuild(Cue, json.loads(cue)),
            path=path,
            made=made,
        )
        yield key, correction, bool(told)


def _pack(correction: Correction) -> tuple[Any, ...]:
    c = correction
    cue = None if c.cue is None else to_json(asdict(c.cue))
    return (
        *(encode(c.article_id), to_json(c.content), encode(c.words), encode(c.quote_id), encode(c.speaker), c.kind),
        *(int(c.dropped), cue, encode(c.path), c.made, 0),
    )
