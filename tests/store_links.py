"""Links that a test makes up, written by the writer that linking uses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from claimkit.models.collection import Cluster
from claimkit.models.record import Extraction, Speaker
from claimkit.store import Store, links, rows, speaker_rows
from claimkit.store.sql import decode


def write_links(store: Store, extractions: Iterable[Extraction], clusters: Iterable[Cluster]) -> None:
    """Gives the stored quotations the speakers that they have in `extractions`, and these clusters alone."""
    wanted = {quote.id: quote.speaker for extraction in extractions for quote in extraction.quotes}
    groups = {cluster.id: cluster for cluster in clusters}
    positions = {member: (id_, i) for id_, group in groups.items() for i, member in enumerate(group.members)}
    speakers: dict[rows.Row, tuple[int, Speaker]] = {}
    moved, placed = [], []
    with store.transaction() as db:
        for key, id_, evidence in db.execute("SELECT key, id, evidence FROM quotes").fetchall():
            quote = decode(id_)
            placed.append((key, *positions.get(quote, (None, None))))
            if (who := wanted.get(quote)) is not None:
                # What has a span is the article's, and is stored with it.
                affiliation = who.affiliation if who.affiliation_span is None else None
                pronouns = who.pronouns if who.pronouns_span is None else None
                one = replace(who.store_wide(), affiliation=affiliation, pronouns=pronouns)
                number, _ = speakers.setdefault(speaker_rows.identity(one), (len(speakers), one))
                steps = rows.pack_evidence(who.evidence)
                moved.append((key, number, who.status, who.decided_by, None if steps == evidence else steps))
            elif quote in wanted:
                moved.append((key, None, None, None, None))
        representatives = {id_: group.representative for id_, group in groups.items()}
        several = [who for _, who in speakers.values()]
        members = {one: speaker_rows.member(one) for who in several for one in who.members}
        changes = links.Changes({}, several, moved, placed, representatives, members)
        links.write(db, changes, links.load_state(db))


def without_speaker_facts(db: sqlite3.Connection) -> None:
    """Take back the steps since titles, members, pronouns and publishers were added, for tests of older steps."""
    for table in ("vector_numbers", "vectors", "shown", "cursors", "seen", "corrected", "corrections"):
        db.execute(f"DROP TABLE {table}")
    db.execute("DELETE FROM counters WHERE name = 'vectors'")
    db.execute("ALTER TABLE files DROP COLUMN told")
    for column in ("via", "channel_kind", "channel", "inside"):
        db.execute(f"ALTER TABLE quotes DROP COLUMN {column}")
    for view in ("quotations", "speaker_counts"):
        db.execute(f"DROP VIEW {view}")
    db.execute("DROP TABLE members")
    columns = ["title", "pronouns", "publisher", "members", "places"]
    added = [("article_speakers", c) for c in columns] + [("speakers", "pronouns"), ("speakers", "members")]
    added.append(("quotes", "statement"))
    for table, column in (*added, ("people_file", "pronouns")):
        db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for view in ("quotations", "speaker_counts"):
        db.execute(f"CREATE VIEW {view} AS SELECT 1")
