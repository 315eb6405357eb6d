"""Converts between models and rows of the store: what `save` writes, and how records are built from it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple, TypeVar

from claimkit.english.text import terms
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Article, Channel, Cue, Evidence, Extraction, Quote, Span, Speaker
from claimkit.models.types import ChannelKind
from claimkit.store import arrivals, checks, corrections, index, speaker_rows
from claimkit.store.sql import batches, decode, encode, placeholders, to_json

Row = tuple[Any, ...]
T = TypeVar("T")

_DECODE = json.JSONDecoder().raw_decode  # for what `to_json` wrote: no space around it
_OLD_CANDIDATE = "candidate: "
_ROLES = {"content": 0, "cue": 1, "source": 2, "via": 3, "channel": 4}
_QUOTE = ", ".join(f"q.{column}" for column in (*checks.GIVEN, *checks.LINKED))
_GIVEN = len(checks.GIVEN)
_LINKED = _GIVEN + len(checks.LINKED)
# Checked here rather than by SQL, which would hand every text over a second time.
_ARTICLE = ", ".join(f"a.{column}" for column in (*checks.COLUMNS["articles"], "checksum"))
_TEXT = ", ".join(f"t.{column}" for column in (*checks.COLUMNS["texts"], "checksum"))
_FACTS = len(checks.COLUMNS["articles"])
_VERSION, _CONTENT = map(checks.COLUMNS["articles"].index, ("version", "content"))


def pack_evidence(evidence: Sequence[Evidence]) -> Any:
    """Evidence as readable JSON: `[[start, end, text, reason], …]`, with a candidate's name as a fifth item and a share
    as a sixth."""
    return to_json([[e.start, e.end, e.text, e.reason, *_more(e)] for e in evidence])


def _more(step: Evidence) -> list[Any]:
    """What few steps have: a candidate, a share."""
    if step.share is not None:
        return [step.candidate, step.share]
    return [step.candidate] if step.candidate else []


def _unpack_evidence(packed: str) -> tuple[Evidence, ...]:
    steps = _DECODE(packed)[0]
    if _OLD_CANDIDATE in packed:
        steps = [_split_candidate(*step) for step in steps]
    return tuple([Evidence(*step) for step in steps])


def _split_candidate(start: int, end: int, words: str, reason: str, *name: str) -> list[Any]:
    """The reason `candidate: NAME`, as stores of earlier versions have it, in two."""
    before, found, after = reason.partition(_OLD_CANDIDATE)
    return [start, end, words, "candidate", after] if found and not before else [start, end, words, reason, *name]


class Origin(NamedTuple):
    """Where an article came from, and what tells whether it is up to date: columns of `articles`."""

    location: str
    file: str
    digest: str
    content: str
    reading: str
    version: str


def insert(db: sqlite3.Connection, extraction: Extraction, origin: Origin, *, index_later: bool = False) -> None:
    """Writes the rows of one article, with its corrections; the store must not have any of them yet.

    `index_later`: `index.fill` will index it.
    """
    extraction, applied = corrections.apply(db, extraction)
    article = extraction.article
    values = [encode(value) for value in (*(getattr(article, column) for column in checks.ARTICLE), *origin)]
    cursor = db.execute(
        f"INSERT INTO articles ({', '.join((*checks.ARTICLE, *Origin._fields))}) VALUES ({placeholders(values)})",
        values,
    )
    article_key = cursor.lastrowid
    db.execute(
        "INSERT INTO texts (article_key, text, cuts) VALUES (?,?,?)",
        (article_key, encode(article.text), to_json(article.cuts)),
    )
    first = db.execute("SELECT coalesce(max(key), 0) + 1 FROM quotes").fetchone()[0]
    named: dict[Row, tuple[int | None, int]] = {}
    indexed = [(index.preferred_place(q.type, q.confidence, q.id), " ".join(terms(q.text))) for q in extraction.quotes]
    places = index.add(db, indexed, later=index_later)
    quotes: list[Row] = []
    spans: list[Row] = []
    for position, quote in enumerate(extraction.quotes):
        key = first + position
        speaker = quote.speaker
        given, linked = speaker_rows.speaker_keys(db, article_key, speaker, named) if speaker else (None, None)
        status = encode(speaker.status) if speaker else None
        words = indexed[position][1]
        quotes.append(
            (key, places[position], encode(quote.id), article_key, position, quote.type, linked, status)
            + (encode(quote.text), words)
            + _cue(quote.cue)
            + (encode(quote.source.text) if quote.source else None, quote.confidence, quote.statement, given, status)
            + ((pack_evidence(speaker.evidence), speaker.decided_by, speaker.decided_by) if speaker else (None,) * 3)
            + _channels(quote)
        )
        single = {"cue": quote.cue, "source": quote.source, "via": quote.via, "channel": quote.channel}
        for role, pieces in (("content", quote.content), *((role, [piece]) for role, piece in single.items())):
            spans += [(key, role, i, s.start, s.end, encode(s.text)) for i, s in enumerate(pieces) if s]
    db.executemany(
        "INSERT INTO quotes (key, place, id, article_key, position, type, speaker_key, status, text, words, cue,"
        " cue_lemma, cue_class, cue_polarity, cue_modality, cue_hearsay, source, confidence, statement,"
        " article_speaker_key, article_status, evidence, article_decided_by, decided_by, via, channel_kind, channel,"
        " inside)"
        f" VALUES ({placeholders([0] * 28)})",
        quotes,
    )
    db.executemany("INSERT INTO spans VALUES (?,?,?,?,?,?)", spans)
    corrections.note(db, article_key, applied)
    arrivals.note(db, [quote.id for quote in extraction.quotes])
    checks.seal(db, article_key)


def delete(db: sqlite3.Connection, article_keys: Sequence[int]) -> None:
    """Deletes the rows of these articles; store-wide speakers and clusters stay."""
    for some in batches(article_keys):
        index.remove(
            db,
            db.execute(f"SELECT place, words FROM quotes WHERE article_key IN ({placeholders(some)})", some).fetchall(),
        )
        db.execute(f"DELETE FROM articles WHERE key IN ({placeholders(some)})", some)


def load(db: sqlite3.Connection, article_keys: Sequence[int], linked: bool) -> list[Extraction]:
    """The articles with these keys and all their quotations, in the order of the keys; missing ones are left out."""
    articles = load_articles(db, article_keys)
    quotes: dict[int, list[Quote]] = defaultdict(list)
    for _, article_key, quote in load_quotes(db, "article_key", article_keys, linked):
        quotes[article_key].append(quote)
    return [Extraction(articles[key], tuple(quotes[key])) for key in article_keys if key in articles]


def key_at(db: sqlite3.Connection, location: str) -> int | None:
    """The key of the article at this location; None where there is none."""
    row = db.execute("SELECT key FROM articles WHERE location = ?", (encode(location),)).fetchone()
    return None if row is None else int(row[0])


def load_origin(db: sqlite3.Connection, article_key: int) -> Origin:
    """Where the article with this key came from."""
    row = db.execute(f"SELECT {', '.join(Origin._fields)} FROM articles WHERE key = ?", (article_key,)).fetchone()
    return Origin(*map(decode, row))


def load_found(db: sqlite3.Connection, article_key: int) -> Extraction:
    """The article with this key as analysis found it, before linking and corrections."""
    return corrections.restore(db, article_key, load(db, [article_key], linked=False)[0])


def load_articles(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Article]:
    """The articles with these keys."""
    found: dict[int, Article] = {}
    for some in batches(keys):
        for row in db.execute(
            f"SELECT {_ARTICLE}, {_TEXT} FROM articles a LEFT JOIN texts t ON t.article_key = a.key"
            f" WHERE a.key IN ({placeholders(some)})",
            some,
        ):
            held = row[_FACTS + 1 : -1]
            if checks.of(held) != row[-1]:
                raise checks.DamagedError("a text")
            _, body, cuts = held
            ranges = () if cuts == "[]" else tuple((start, end) for start, end in json.loads(cuts))
            found[row[0]] = _article(row[: _FACTS + 1], decode(body), ranges)
    return found


def _article(row: Row, body: str, cuts: tuple[tuple[int, int], ...] = ()) -> Article:
    """The article of a row of `_ARTICLE`, with its text or without."""
    facts = row[:-1]
    if checks.of(facts) != row[-1]:
        raise checks.DamagedError("an article")
    columns = facts[1 : len(checks.ARTICLE) + 1]  # after the key
    said = dict(zip(checks.ARTICLE, map(decode, columns), strict=True))
    return Article(text=body, cuts=cuts, analysed_by=decode(facts[_VERSION]), content=decode(facts[_CONTENT]), **said)


def load_printings(
    db: sqlite3.Connection, column: Literal["cluster_id", "id"], values: Sequence[str | bytes | None]
) -> Iterator[tuple[Any, int, str, str, Speaker | None, Article]]:
    """Of the quotations whose `column` is one of `values` this value, key, id, text, store-wide speaker, and the
    article without its text.

    A tenth of what `load_quotes` takes.
    """
    articles: dict[int, Article] = {}
    quote = ", ".join(f"q.{name}" for name in (*checks.GIVEN, "checksum"))
    for some in batches(values):
        quotes = db.execute(
            f"SELECT q.{column}, {quote}, {_ARTICLE}, q.speaker_key, q.status, {checks.whole_links('q')}"
            " FROM quotes q LEFT JOIN articles a ON a.key = q.article_key"
            f" WHERE q.{column} IN ({placeholders(some)})",
            some,
        ).fetchall()
        keys = [row[1] for row in quotes]
        spans = _spans(db, keys)
        speakers = speaker_rows.linked_speakers(db, f"q.key IN ({placeholders(keys)})", keys)
        for *row, speaker_key, status, whole in quotes:
            checks.demand(whole, "a quotation")
            given = checks.Given._make(row[1 : _GIVEN + 1])
            if checks.given(tuple(given), spans[given.key]) != row[_GIVEN + 1]:
                raise checks.DamagedError("a quotation")
            if given.article_key not in articles:
                articles[given.article_key] = _article(tuple(row[_GIVEN + 2 :]), "")
            speaker = None if speaker_key is None else replace(speakers[speaker_key], status=decode(status))
            yield decode(row[0]), given.key, decode(given.id), decode(given.text), speaker, articles[given.article_key]


def load_quotes(
    db: sqlite3.Connection, column: Literal["key", "article_key"], keys: Sequence[int], linked: bool
) -> list[tuple[int, int, Quote]]:
    """(key, article key, quotation) of the quotations whose `column` is one of `keys`, by article key and position."""
    found: list[tuple[int, int, Quote]] = []
    for some in batches(keys):
        where = f"q.{column} IN ({placeholders(some)})"
        given_speakers = speaker_rows.article_speakers(db, where, some)
        speakers = speaker_rows.linked_speakers(db, where, some) if linked else given_speakers
        quotes = db.execute(
            f"SELECT {_QUOTE}, q.checksum, q.link_checksum, a.id"
            f" FROM quotes q LEFT JOIN articles a ON a.key = q.article_key WHERE {where}"
            " ORDER BY q.article_key, q.position",
            some,
        ).fetchall()
        spans = _spans(db, [key for key, *_ in quotes])
        for row in quotes:
            given, links = row[:_GIVEN], row[_GIVEN:_LINKED]
            stored = spans[given[0]]
            if checks.given(given, stored) != row[-3] or (linked and checks.of(links) != row[-2]) or row[-1] is None:
                raise checks.DamagedError("a quotation")
            own = checks.Given._make(given)
            if linked:
                link = checks.Linked._make(links)
                who = link.speaker_key, link.status, link.decided_by
                evidence = own.evidence if link.linked_evidence is None else link.linked_evidence
            else:
                link = None
                who = own.article_speaker_key, own.article_status, own.article_decided_by
                evidence = own.evidence
            speaker_key, status, decided_by = who
            content, cue, source, via, channel = _by_role(stored)
            quote = Quote(
                decode(own.id),
                decode(row[-1]),
                own.type,
                decode(own.text),
                tuple(content),
                _read_cue(cue[0], own) if cue else None,
                source[0] if source else None,
                None
                if speaker_key is None
                else _speaker(
                    speakers[speaker_key],
                    None
                    if link is None or own.article_speaker_key is None
                    else given_speakers[own.article_speaker_key],
                    decode(status),
                    decode(evidence),
                    decided_by,
                ),
                own.confidence,
                decode(link.cluster_id) if link else None,
                _channel(via, "quoted", own.via),
                _channel(channel, own.channel_kind, own.channel),
                decode(own.inside),
                own.statement,
            )
            found.append((own.key, own.article_key, quote))
    return found


def _cue(cue: Cue | None) -> Row:
    if cue is None:
        return (None,) * 6
    return encode(cue.text), encode(cue.lemma), cue.kind, cue.polarity, cue.modality, int(cue.hearsay)


def _read_cue(span: Span, own: checks.Given) -> Cue:
    return Cue(
        span.start,
        span.end,
        span.text,
        decode(own.cue_lemma),
        own.cue_class,
        own.cue_polarity,
        own.cue_modality,
        bool(own.cue_hearsay),
    )


def _channels(quote: Quote) -> Row:
    """Via, kind and name of the channel, and the claim around it."""
    via, channel = quote.via, quote.channel
    return (
        via and encode(via.name),
        channel and channel.kind,
        channel and encode(channel.name),
        encode(quote.inside),
    )


def _channel(spans: list[Span], kind: ChannelKind | None, name: str | bytes | None) -> Channel | None:
    return Channel(spans[0].start, spans[0].end, spans[0].text, kind, decode(name)) if spans and kind else None


def _spans(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, list[Row]]:
    """The rows of the spans of the quotations with these keys."""
    found: dict[int, list[Row]] = {key: [] for key in keys}
    for some in batches(keys):
        for row in db.execute(
            f'SELECT quote_key, role, start, "end", text FROM spans WHERE quote_key IN ({placeholders(some)})'
            " ORDER BY quote_key, role, position",
            some,
        ):
            found[row[0]].append(row)
    return found


def _by_role(spans: list[Row]) -> tuple[list[Span], ...]:
    """Content, cue, source and channels of a quotation."""
    found: tuple[list[Span], ...] = ([], [], [], [], [])
    for _, role, start, end, piece in spans:
        found[_ROLES[role]].append(Span(start, end, piece if piece.__class__ is str else decode(piece)))
    return found


def _speaker(speaker: Speaker, given: Speaker | None, status: Any, evidence: str | None, decided_by: Any) -> Speaker:
    """The speaker of a quotation; `given` is how the article gives a store-wide one."""
    steps = _unpack_evidence(evidence) if evidence else ()
    s = speaker  # dataclasses.replace would take three times as long
    said = (s.title, s.affiliation_span, s.members, s.pronouns, s.pronouns_span, s.publisher)
    one = Speaker(s.id, s.name, s.kind, status, steps, s.aliases, s.wikidata, s.affiliation, decided_by, *said)
    return one if given is None else one.as_said_of(given)


def people_file(db: sqlite3.Connection) -> tuple[PersonEntry, ...]:
    """The people file as it was imported."""
    found = db.execute(
        f"SELECT id, name, aliases, merge, split, pin, affiliation, wikidata, pronouns, {checks.whole('people_file')}"
        " FROM people_file ORDER BY position"
    ).fetchall()
    for *_, whole in found:
        checks.demand(whole, "the people file")
    return tuple(
        PersonEntry(
            id=decode(id_),
            name=decode(name),
            aliases=tuple(json.loads(decode(aliases))),
            merge=tuple(json.loads(decode(merge))),
            split=tuple(json.loads(decode(split))),
            pin=decode(pin),
            affiliation=decode(affiliation),
            wikidata=decode(wikidata),
            pronouns=pronouns,
        )
        for id_, name, aliases, merge, split, pin, affiliation, wikidata, pronouns, _ in found
    )


def insert_person(db: sqlite3.Connection, position: int, person: PersonEntry) -> None:
    """One person of a people file."""
    p = person
    forms = (to_json(f) for f in (p.aliases, p.merge, p.split))
    values = (
        position,
        encode(p.id),
        encode(p.name),
        *forms,
        *map(encode, (p.pin, p.affiliation, p.wikidata, p.pronouns)),
    )
    columns = ", ".join(checks.COLUMNS["people_file"])
    db.execute(f"INSERT INTO people_file ({columns}) VALUES ({placeholders(values)})", values)
