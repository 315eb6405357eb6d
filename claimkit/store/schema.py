"""The store's tables, and how an older store becomes a newer one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from claimkit.english.text import count_words
from claimkit.store.first_tables import TABLES
from claimkit.store.sql import decode

APPLICATION_ID = 0x434C4D4B  # "CLMK" in the file's header: a database of another program is never written to

# Tables whose rows carry a checksum (`members`, which came later, is made with it).
_CHECKED = (
    *("articles", "texts", "article_speakers", "speakers", "aliases", "clusters", "files", "people_file", "lean"),
    *("counters", "quotes"),
)

Step = str | Callable[[sqlite3.Connection], None]


def _count_words(db: sqlite3.Connection) -> None:
    """Fills `articles.words` of articles that were stored without."""
    for key, body, cuts in db.execute("SELECT article_key, text, cuts FROM texts"):
        db.execute("UPDATE articles SET words = ? WHERE key = ?", (count_words(decode(body), json.loads(cuts)), key))


# Named steps, run once each and in this order; `PRAGMA user_version` counts those that a file has been through.
# A published step is never changed: a change of the schema is a new step.
MIGRATIONS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    ("articles, quotes, speakers, clusters", TABLES),
    (
        "checksums",  # of each row that affects results; `checks` fills them in after the last step
        (
            *(f"ALTER TABLE {table} ADD COLUMN checksum INTEGER" for table in _CHECKED),
            "ALTER TABLE quotes ADD COLUMN link_checksum INTEGER",
        ),
    ),
    (
        "words of articles",
        ("ALTER TABLE articles ADD COLUMN words INTEGER NOT NULL DEFAULT 0", _count_words),
    ),
    (
        "titles, affiliations, members, pronouns and publishers of speakers",
        (
            # What an article says of its speaker: members is a JSON array of [id, name]; places are the spans of title,
            # affiliation and pronouns, `[[start, end, text], null, …]`. NULL for nothing.
            *(
                f"ALTER TABLE article_speakers ADD COLUMN {column} TEXT"
                for column in ("title", "pronouns", "publisher", "members", "places")
            ),
            # Of store-wide speakers affiliation and pronouns are what the people file says; members is how many there
            # are of a joint speaker, who are speakers themselves.
            "ALTER TABLE speakers ADD COLUMN pronouns TEXT",
            "ALTER TABLE speakers ADD COLUMN members INTEGER NOT NULL DEFAULT 0",
            """CREATE TABLE members (
                speaker_key INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                member_key INTEGER NOT NULL REFERENCES speakers (key),
                checksum INTEGER,
                PRIMARY KEY (speaker_key, position)
            ) WITHOUT ROWID""",
            "CREATE INDEX members_member ON members (member_key)",
            "ALTER TABLE people_file ADD COLUMN pronouns TEXT",
            "DROP VIEW quotations",
            """CREATE VIEW quotations AS
                SELECT q.id, q.type, s.name AS speaker, q.status, q.text AS quotation, q.cue, q.cue_class,
                       q.cue_polarity, q.cue_modality, q.cue_hearsay, q.source, a.outlet, a.published, a.title, a.path,
                       q.confidence, q.cluster_id, q.place, g.title AS speaker_title,
                       coalesce(s.affiliation, g.affiliation) AS affiliation,
                       (SELECT group_concat(name, '; ') FROM
                           (SELECT o.name FROM members m JOIN speakers o ON o.key = m.member_key
                            WHERE m.speaker_key = s.key ORDER BY m.position)) AS speaker_members,
                       nullif(coalesce(s.pronouns, g.pronouns), 'hide') AS speaker_pronouns, g.publisher
                FROM quotes q
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN speakers s ON s.key = q.speaker_key
                LEFT JOIN article_speakers g ON g.key = q.article_speaker_key""",
            # A joint statement counts for each member.
            "DROP VIEW speaker_counts",
            """CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM quotes q
                JOIN speakers w ON w.key = q.speaker_key
                LEFT JOIN members m ON w.members > 0 AND m.speaker_key = w.key
                JOIN speakers s ON s.key = coalesce(m.member_key, w.key)
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind""",
        ),
    ),
    (
        "what is new",
        (
            # When each record was first seen (UTC), by its id: it outlives the rows of the quotation. Empty for records
            # that were stored before this was kept.
            """CREATE TABLE seen (
                key INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                first_seen TEXT NOT NULL,
                checksum INTEGER
            )""",
            "CREATE INDEX seen_first_seen ON seen (first_seen)",
            "INSERT INTO seen (id, first_seen) SELECT DISTINCT id, '' FROM quotes ORDER BY id",
            # Which records each cursor has shown.
            "CREATE TABLE cursors (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER)",
            """CREATE TABLE shown (
                cursor_key INTEGER NOT NULL REFERENCES cursors (key) ON DELETE CASCADE,
                seen_key INTEGER NOT NULL REFERENCES seen (key) ON DELETE CASCADE,
                checksum INTEGER,
                PRIMARY KEY (cursor_key, seen_key)
            ) WITHOUT ROWID""",
            # Whether the user was told of the file's failures.
            "ALTER TABLE files ADD COLUMN told INTEGER NOT NULL DEFAULT 0",
            # A copy of an article does not count twice, and an unknown outlet does not count as one.
            "DROP VIEW cluster_outlets",
            """CREATE VIEW cluster_outlets AS
                SELECT c.id, r.text AS representative, count(DISTINCT q.id) AS quotes, count(DISTINCT a.id) AS articles,
                       count(DISTINCT nullif(a.outlet, '')) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM clusters c
                JOIN quotes q ON q.cluster_id = c.id
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN quotes r ON r.key = (SELECT min(key) FROM quotes WHERE id = c.representative)
                GROUP BY c.id""",
            "DROP VIEW speaker_counts",
            """CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(DISTINCT q.id) AS quotes,
                       count(DISTINCT a.id) AS articles, count(DISTINCT nullif(a.outlet, '')) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM quotes q
                JOIN speakers w ON w.key = q.speaker_key
                LEFT JOIN members m ON w.members > 0 AND m.speaker_key = w.key
                JOIN speakers s ON s.key = coalesce(m.member_key, w.key)
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind""",
        ),
    ),
    (
        "who passed words on, how they were given, and claims inside claims",
        tuple(f"ALTER TABLE quotes ADD COLUMN {name} TEXT" for name in ("via", "channel_kind", "channel", "inside")),
    ),
    (
        "corrections",
        (
            # `content` is a JSON array of [start, end], `cue` a JSON object. `told`: the user knows that it no longer
            # applies.
            """CREATE TABLE corrections (
                key INTEGER PRIMARY KEY,
                article_id TEXT NOT NULL,
                content TEXT NOT NULL,
                words TEXT NOT NULL,
                quote_id TEXT NOT NULL,
                speaker TEXT,
                kind TEXT,
                dropped INTEGER NOT NULL,
                cue TEXT,
                path TEXT NOT NULL,
                made TEXT NOT NULL,
                told INTEGER NOT NULL DEFAULT 0,
                checksum INTEGER,
                UNIQUE (article_id, content)
            )""",
            "CREATE INDEX corrections_quote ON corrections (quote_id)",
            # What analysis found where a correction changed it: a JSON object, and its place among the article's.
            """CREATE TABLE corrected (
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                correction_key INTEGER NOT NULL REFERENCES corrections (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                original TEXT NOT NULL,
                checksum INTEGER,
                PRIMARY KEY (article_key, correction_key)
            ) WITHOUT ROWID""",
            "CREATE INDEX corrected_correction ON corrected (correction_key)",
        ),
    ),
    (
        "chances of being a statement",  # known for articles that are analysed again; until then nothing is hidden
        (
            "ALTER TABLE quotes ADD COLUMN statement REAL NOT NULL DEFAULT 1",
            "DROP VIEW quotations",
            """CREATE VIEW quotations AS
                SELECT q.id, q.type, s.name AS speaker, q.status, q.text AS quotation, q.cue, q.cue_class,
                       q.cue_polarity, q.cue_modality, q.cue_hearsay, q.source, a.outlet, a.published, a.title, a.path,
                       q.confidence, q.cluster_id, q.place, g.title AS speaker_title,
                       coalesce(s.affiliation, g.affiliation) AS affiliation,
                       (SELECT group_concat(name, '; ') FROM
                           (SELECT o.name FROM members m JOIN speakers o ON o.key = m.member_key
                            WHERE m.speaker_key = s.key ORDER BY m.position)) AS speaker_members,
                       nullif(coalesce(s.pronouns, g.pronouns), 'hide') AS speaker_pronouns, g.publisher, q.statement
                FROM quotes q
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN speakers s ON s.key = q.speaker_key
                LEFT JOIN article_speakers g ON g.key = q.article_speaker_key""",
        ),
    ),
    (
        "what records mean",
        (
            # By the key of `seen`, so that it outlives the rows of the quotation. `encoder`: which made it; `words`: a
            # digest of the words it is made of. A search reads all signs, and the numbers of few.
            """CREATE TABLE vectors (
                seen_key INTEGER PRIMARY KEY REFERENCES seen (key) ON DELETE CASCADE,
                encoder TEXT NOT NULL,
                words INTEGER NOT NULL,
                signs BLOB NOT NULL,
                checksum INTEGER
            )""",
            """CREATE TABLE vector_numbers (
                seen_key INTEGER PRIMARY KEY REFERENCES seen (key) ON DELETE CASCADE,
                numbers BLOB NOT NULL,
                checksum INTEGER
            )""",
            # The greatest key of an article that was looked at when vectors were made.
            "INSERT INTO counters (name, value) VALUES ('vectors', 0)",
        ),
    ),
)
