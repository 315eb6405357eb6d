"""The tables that every store began with: the first step of `schema.MIGRATIONS`, published and so never changed.

Rows refer to each other by integer keys: an article's own id need not be unique (two folders may hold the same file).
Keys are arbitrary, so no result may depend on them. `location` is where an article lies, `file` where its file lies
(the same for a file of one article), `path` how the user named it. `digest` identifies an unchanged article,
`content` the same body elsewhere; `reading` and `version` are the versions of the code that read and analysed it.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    # A key is never reused, and an article's rows never change: `lean` refers to articles by their keys.
    """CREATE TABLE articles (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                title TEXT,
                outlet TEXT,
                published TEXT,
                path TEXT NOT NULL,
                url TEXT,
                format TEXT NOT NULL,
                id TEXT NOT NULL,
                location TEXT NOT NULL UNIQUE,
                file TEXT NOT NULL,
                digest TEXT NOT NULL,
                content TEXT NOT NULL,
                reading TEXT NOT NULL,
                version TEXT NOT NULL
            )""",
    "CREATE INDEX articles_id ON articles (id)",
    "CREATE INDEX articles_file ON articles (file)",
    "CREATE INDEX articles_content ON articles (content)",
    "CREATE INDEX articles_outlet ON articles (outlet)",
    "CREATE INDEX articles_published ON articles (published)",
    # Files that were read to their end, as they were then: one that looks the same need not be opened.
    # Times are in nanoseconds, 0 where unreliable. `failures` lists what in it could not be read.
    """CREATE TABLE files (
                location TEXT PRIMARY KEY,
                path TEXT NOT NULL,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                digest TEXT NOT NULL,
                version TEXT NOT NULL,
                articles INTEGER NOT NULL,
                failures TEXT NOT NULL
            )""",
    # Long texts have their own table, so that the table of articles stays quick to scan and pleasant to browse.
    """CREATE TABLE texts (
                article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
                text TEXT NOT NULL,
                cuts TEXT NOT NULL
            )""",
    """CREATE TABLE article_speakers (
                key INTEGER PRIMARY KEY,
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT,
                aliases TEXT NOT NULL
            )""",
    "CREATE INDEX article_speakers_article ON article_speakers (article_key)",
    """CREATE TABLE speakers (
                key INTEGER PRIMARY KEY,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT
            )""",
    "CREATE INDEX speakers_id ON speakers (id)",
    """CREATE TABLE aliases (
                speaker_key INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                alias TEXT NOT NULL,
                PRIMARY KEY (speaker_key, position)
            ) WITHOUT ROWID""",
    """CREATE TABLE clusters (
                id TEXT PRIMARY KEY,
                representative TEXT NOT NULL
            )""",
    # place: the quotation's row number in the search index; words: the text's words in their normal form, which
    # is what search compares. A change of text.terms needs a step that refills words and the index.
    # speaker_key, status, decided_by, linked_evidence: store-wide, written by linking (linked_evidence only
    # where it differs from evidence); article_speaker_key, article_status, article_decided_by, evidence: as the
    # article gives them.
    """CREATE TABLE quotes (
                key INTEGER PRIMARY KEY,
                place INTEGER NOT NULL,
                id TEXT NOT NULL,
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                type TEXT NOT NULL,
                speaker_key INTEGER REFERENCES speakers (key),
                status TEXT,
                text TEXT NOT NULL,
                words TEXT NOT NULL,
                cue TEXT,
                cue_lemma TEXT,
                cue_class TEXT,
                cue_polarity TEXT,
                cue_modality TEXT,
                cue_hearsay INTEGER,
                source TEXT,
                confidence REAL NOT NULL,
                cluster_id TEXT REFERENCES clusters (id) ON DELETE SET NULL,
                cluster_position INTEGER,
                article_speaker_key INTEGER REFERENCES article_speakers (key) ON DELETE SET NULL,
                article_status TEXT,
                evidence TEXT,
                linked_evidence TEXT,
                article_decided_by TEXT,
                decided_by TEXT
            )""",
    # The people file that was imported last; aliases, merge and split are JSON arrays.
    """CREATE TABLE people_file (
                position INTEGER PRIMARY KEY,
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                aliases TEXT NOT NULL,
                merge TEXT NOT NULL,
                split TEXT NOT NULL,
                pin TEXT,
                affiliation TEXT,
                wikidata TEXT
            )""",
    "CREATE INDEX quotes_id ON quotes (id)",
    "CREATE UNIQUE INDEX quotes_place ON quotes (place)",
    "CREATE UNIQUE INDEX quotes_article ON quotes (article_key, position)",
    "CREATE INDEX quotes_speaker ON quotes (speaker_key, place) WHERE speaker_key IS NOT NULL",
    "CREATE INDEX quotes_cluster ON quotes (cluster_id, cluster_position) WHERE cluster_id IS NOT NULL",
    "CREATE INDEX quotes_article_speaker ON quotes (article_speaker_key) WHERE article_speaker_key IS NOT NULL",
    """CREATE TABLE spans (
                quote_key INTEGER NOT NULL REFERENCES quotes (key) ON DELETE CASCADE,
                role TEXT NOT NULL,
                position INTEGER NOT NULL,
                start INTEGER NOT NULL,
                "end" INTEGER NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (quote_key, role, position)
            ) WITHOUT ROWID""",
    # The search index (claimkit.store.index): a row for each quotation, at its `place`, with its words and
    # pairs of words. They are folded already, and the tokenizer splits at spaces: text.terms alone says what a
    # word is. For Datasette: fts_table quotes_fts, fts_pk place. It cannot be asked for phrases, as
    # the index holds no positions (they would make it half as large again).
    """CREATE VIRTUAL TABLE quotes_fts USING fts5 (
                tokens, content="", columnsize=0, detail=none, tokenize="ascii tokenchars '_'"
            )""",
    # How many quotations hold each word, and under the empty word, how many there are. FTS5's own table for
    # this (fts5vocab) counts again for each query: 8 ms for "the" in 100,000 quotations.
    "CREATE TABLE terms (term TEXT PRIMARY KEY, quotes INTEGER NOT NULL) WITHOUT ROWID",
    # The words in three pieces each. A word with one typo keeps at least one piece intact, and one with two
    # typos nearly always does: so misspelt words are found without reading all (search.vocabulary).
    """CREATE TABLE pieces (
                size INTEGER NOT NULL,
                part INTEGER NOT NULL,
                piece TEXT NOT NULL,
                term TEXT NOT NULL,
                PRIMARY KEY (size, part, piece, term)
            ) WITHOUT ROWID""",
    """CREATE TRIGGER pieces_insert AFTER INSERT ON terms
            WHEN length(new.term) BETWEEN 3 AND 40 AND new.term NOT GLOB '*[0-9]*' BEGIN
                INSERT INTO pieces VALUES
                    (length(new.term), 0, substr(new.term, 1, length(new.term) / 3), new.term),
                    (length(new.term), 1, substr(new.term, length(new.term) / 3 + 1, length(new.term) / 3), new.term),
                    (length(new.term), 2, substr(new.term, 2 * (length(new.term) / 3) + 1), new.term);
            END""",
    """CREATE TRIGGER pieces_delete AFTER DELETE ON terms
            WHEN length(old.term) BETWEEN 3 AND 40 AND old.term NOT GLOB '*[0-9]*' BEGIN
                DELETE FROM pieces WHERE size = length(old.term) AND term = old.term AND (part, piece) IN (VALUES
                    (0, substr(old.term, 1, length(old.term) / 3)),
                    (1, substr(old.term, length(old.term) / 3 + 1, length(old.term) / 3)),
                    (2, substr(old.term, 2 * (length(old.term) / 3) + 1)));
            END""",
    # What linking keeps of a group of articles, so that it need not read them again, and the links it wrote for
    # them. Only ever a cache: it may be emptied at any time.
    """CREATE TABLE lean (
                key INTEGER PRIMARY KEY,
                version TEXT NOT NULL,
                data BLOB NOT NULL,
                written BLOB
            )""",
    # `revision` counts changes of articles, `linked` is the revision that speakers and clusters reflect;
    # `links` counts changes of these, and `lean` is the count that lean.written reflects.
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO counters VALUES ('revision', 0), ('linked', 0), ('links', 0), ('lean', 0)",
    """CREATE VIEW quotations AS
                SELECT q.id, q.type, s.name AS speaker, q.status, q.text AS quotation, q.cue, q.cue_class,
                       q.cue_polarity, q.cue_modality, q.cue_hearsay, q.source, a.outlet, a.published, a.title, a.path,
                       q.confidence, q.cluster_id, q.place
                FROM quotes q
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN speakers s ON s.key = q.speaker_key""",
    """CREATE VIEW cluster_outlets AS
                SELECT c.id, r.text AS representative, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM clusters c
                JOIN quotes q ON q.cluster_id = c.id
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN quotes r ON r.key = (SELECT min(key) FROM quotes WHERE id = c.representative)
                GROUP BY c.id""",
    """CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM speakers s
                JOIN quotes q ON q.speaker_key = s.key
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind""",
)
