-- A store as claimkit wrote it with schema 1.1 (three migrations): two articles, a people file, links.
CREATE TABLE articles (
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
            , checksum INTEGER, words INTEGER NOT NULL DEFAULT 0);
CREATE TABLE files (
                location TEXT PRIMARY KEY,
                path TEXT NOT NULL,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                digest TEXT NOT NULL,
                version TEXT NOT NULL,
                articles INTEGER NOT NULL,
                failures TEXT NOT NULL
            , checksum INTEGER);
CREATE TABLE texts (
                article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
                text TEXT NOT NULL,
                cuts TEXT NOT NULL
            , checksum INTEGER);
CREATE TABLE article_speakers (
                key INTEGER PRIMARY KEY,
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT,
                aliases TEXT NOT NULL
            , checksum INTEGER);
CREATE TABLE speakers (
                key INTEGER PRIMARY KEY,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT
            , checksum INTEGER);
CREATE TABLE aliases (
                speaker_key INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                alias TEXT NOT NULL, checksum INTEGER,
                PRIMARY KEY (speaker_key, position)
            ) WITHOUT ROWID;
CREATE TABLE clusters (
                id TEXT PRIMARY KEY,
                representative TEXT NOT NULL
            , checksum INTEGER);
CREATE TABLE quotes (
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
            , checksum INTEGER, link_checksum INTEGER);
CREATE TABLE people_file (
                position INTEGER PRIMARY KEY,
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                aliases TEXT NOT NULL,
                merge TEXT NOT NULL,
                split TEXT NOT NULL,
                pin TEXT,
                affiliation TEXT,
                wikidata TEXT
            , checksum INTEGER);
CREATE TABLE spans (
                quote_key INTEGER NOT NULL REFERENCES quotes (key) ON DELETE CASCADE,
                role TEXT NOT NULL,
                position INTEGER NOT NULL,
                start INTEGER NOT NULL,
                "end" INTEGER NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (quote_key, role, position)
            ) WITHOUT ROWID;
CREATE VIRTUAL TABLE quotes_fts USING fts5 (
                tokens, content="", columnsize=0, detail=none, tokenize="ascii tokenchars '_'"
            );
CREATE TABLE terms (term TEXT PRIMARY KEY, quotes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pieces (
                size INTEGER NOT NULL,
                part INTEGER NOT NULL,
                piece TEXT NOT NULL,
                term TEXT NOT NULL,
                PRIMARY KEY (size, part, piece, term)
            ) WITHOUT ROWID;
CREATE TABLE lean (
                key INTEGER PRIMARY KEY,
                version TEXT NOT NULL,
                data BLOB NOT NULL,
                written BLOB
            , checksum INTEGER);
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL, checksum INTEGER) WITHOUT ROWID;
INSERT INTO articles ("key", "title", "outlet", "published", "path", "url", "format", "id", "location", "file", "digest", "content", "reading", "version", "checksum", "words") VALUES (1, 'Title of one.txt', 'Harbour Post', '2025-02-09', 'one.txt', NULL, 'text', 'a_4bc812ba0c30', '/one.txt', '/one.txt', 'd', '', '', '1', 632584920, 0);
INSERT INTO articles ("key", "title", "outlet", "published", "path", "url", "format", "id", "location", "file", "digest", "content", "reading", "version", "checksum", "words") VALUES (2, 'Title of two.txt', 'Daily Lantern', '2025-02-10', 'two.txt', NULL, 'text', 'a_a58e13b64bb2', '/two.txt', '/two.txt', 'd', '', '', '1', 640254051, 0);
INSERT INTO texts ("article_key", "text", "cuts", "checksum") VALUES (1, 'Before it. “We want peace.” said Ada Lund. After it.

Before it. “It is late in the day.” said someone. After it.

', '[]', 1246105552);
INSERT INTO texts ("article_key", "text", "cuts", "checksum") VALUES (2, 'Before it. “We want peace.” said Lund. After it.

Before it. “Nobody asked us about the bridge.” said Ada Lund and Jonas Berg. After it.

', '[]', 2992226689);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum") VALUES (1, 1, 'Ada Lund', 'person', 'ada-lund', NULL, NULL, '[]', 1098369938);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum") VALUES (2, 2, 'Lund', 'person', 'lund', NULL, NULL, '[]', 427522309);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum") VALUES (3, 2, 'Ada Lund and Jonas Berg', 'group', 'ada-lund-and-jonas-berg', NULL, NULL, '[]', 1925642395);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum") VALUES (2, 'Ada Lund', 'person', 'ada-lund', 'Q42', 'Harbour Council', 2284546675);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum") VALUES (3, 'Ada Lund and Jonas Berg', 'group', 'ada-lund-and-jonas-berg', NULL, NULL, 2858478919);
INSERT INTO aliases ("speaker_key", "position", "alias", "checksum") VALUES (2, 0, 'Lund', 1732774884);
INSERT INTO clusters ("id", "representative", "checksum") VALUES ('c_dd91f319b96f', 'q_95d6c0c22715', 4122821274);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (1, 45463481247, 'q_95d6c0c22715', 1, 0, 'direct', 2, 'resolved', 'We want peace.', 'we want peace', 'said', 'say', NULL, 'affirmed', NULL, 0, 'Ada Lund', 0.9, 'c_dd91f319b96f', 1, 1, 'resolved', '[]', NULL, NULL, 'people file', 3442795783, 2911359144);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (2, 44959388982, 'q_8cf5f5a273a9', 1, 1, 'direct', NULL, NULL, 'It is late in the day.', 'it is late in the day', 'said', 'say', NULL, 'affirmed', NULL, 0, NULL, 0.9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2778575783, 1980146645);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (3, 45147596063, 'q_3a81caded044', 2, 0, 'direct', 2, 'resolved', 'We want peace.', 'we want peace', 'said', 'say', NULL, 'affirmed', NULL, 0, 'Lund', 0.9, 'c_dd91f319b96f', 0, 2, 'resolved', '[]', NULL, NULL, 'people file', 1253348304, 356235213);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (4, 43201206428, 'q_661a790a0a7d', 2, 1, 'direct', 3, 'resolved', 'Nobody asked us about the bridge.', 'nobody asked us about the bridge', 'said', 'say', NULL, 'affirmed', NULL, 0, 'Ada Lund and Jonas Berg', 0.9, NULL, NULL, 3, 'resolved', '[[0,6,"Before","named together"]]', NULL, NULL, NULL, 796515376, 2584872979);
INSERT INTO people_file ("position", "id", "name", "aliases", "merge", "split", "pin", "affiliation", "wikidata", "checksum") VALUES (0, 'ada-lund', 'Ada Lund', '[]', '[]', '[]', NULL, 'Harbour Council', 'Q42', 926127535);
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'content', 0, 12, 26, 'We want peace.');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'cue', 0, 28, 32, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'source', 0, 33, 41, 'Ada Lund');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (2, 'content', 0, 66, 88, 'It is late in the day.');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (2, 'cue', 0, 90, 94, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'content', 0, 12, 26, 'We want peace.');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'cue', 0, 28, 32, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'source', 0, 33, 37, 'Lund');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'content', 0, 62, 95, 'Nobody asked us about the bridge.');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'cue', 0, 97, 101, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'source', 0, 102, 125, 'Ada Lund and Jonas Berg');
DELETE FROM quotes_fts_data;
INSERT INTO quotes_fts_data ("id", "block") VALUES (1, X'041F');
INSERT INTO quotes_fts_data ("id", "block") VALUES (10, X'000000000102020002010101020101');
INSERT INTO quotes_fts_data ("id", "block") VALUES (137438953473, X'000000BA043064617981A7BEA7AA360102696E81A7BEA7AA3603045F74686581A7BEA7AA3602017381A7BEA7AA3603055F6C61746581A7BEA7AA3602017481A7BEA7AA3603035F697381A7BEA7AA3601046C61746581A7BEA7AA3605035F696E81A7BEA7AA360105706561636581A9AED6D71F010374686581A7BEA7AA3604045F64617981A7BEA7AA36010477616E7481A9AED6D71F05065F706561636581A9AED6D71F02016581A9AED6D71F03055F77616E7481A9AED6D71F040B0A0C090D090B0C0B0D0B0C0C0E09');
INSERT INTO quotes_fts_data ("id", "block") VALUES (274877906945, X'000000BF063061626F757481A0F7F8B11C06045F74686581A0F7F8B11C0204736B656481A0F7F8B11C06035F757381A0F7F8B11C010662726964676581A0F7F8B11C01066E6F626F647981A0F7F8B11C0105706561636581A89886CA1F010374686581A0F7F8B11C04075F62726964676581A0F7F8B11C0102757381A0F7F8B11C03065F61626F757481A0F7F8B11C010477616E7481A89886CA1F05065F706561636581A89886CA1F02016581A89886CA1F03055F77616E7481A89886CA1F040D0C0C0B0E0E0D0B0F0A0E0C0E09');
DELETE FROM quotes_fts_idx;
INSERT INTO quotes_fts_idx ("segid", "term", "pgno") VALUES (1, X'', 2);
INSERT INTO quotes_fts_idx ("segid", "term", "pgno") VALUES (2, X'', 2);
DELETE FROM quotes_fts_config;
INSERT INTO quotes_fts_config ("k", "v") VALUES ('version', 4);
INSERT INTO terms ("term", "quotes") VALUES ('', 4);
INSERT INTO terms ("term", "quotes") VALUES ('about', 1);
INSERT INTO terms ("term", "quotes") VALUES ('asked', 1);
INSERT INTO terms ("term", "quotes") VALUES ('bridge', 1);
INSERT INTO terms ("term", "quotes") VALUES ('day', 1);
INSERT INTO terms ("term", "quotes") VALUES ('in', 1);
INSERT INTO terms ("term", "quotes") VALUES ('is', 1);
INSERT INTO terms ("term", "quotes") VALUES ('it', 1);
INSERT INTO terms ("term", "quotes") VALUES ('late', 1);
INSERT INTO terms ("term", "quotes") VALUES ('nobody', 1);
INSERT INTO terms ("term", "quotes") VALUES ('peace', 2);
INSERT INTO terms ("term", "quotes") VALUES ('the', 2);
INSERT INTO terms ("term", "quotes") VALUES ('us', 1);
INSERT INTO terms ("term", "quotes") VALUES ('want', 2);
INSERT INTO terms ("term", "quotes") VALUES ('we', 2);
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 'd', 'day');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 't', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'a', 'day');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'h', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'e', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'y', 'day');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'l', 'late');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'w', 'want');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'a', 'late');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'a', 'want');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'nt', 'want');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'te', 'late');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'a', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'a', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'p', 'peace');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'b', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'e', 'peace');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 's', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ace', 'peace');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ked', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'out', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'br', 'bridge');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'no', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 'bo', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 'id', 'bridge');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'dy', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'ge', 'bridge');
INSERT INTO counters ("name", "value", "checksum") VALUES ('lean', 1, 1332869518);
INSERT INTO counters ("name", "value", "checksum") VALUES ('linked', 3, 475364374);
INSERT INTO counters ("name", "value", "checksum") VALUES ('links', 1, 2614977838);
INSERT INTO counters ("name", "value", "checksum") VALUES ('revision', 3, 185586146);
CREATE INDEX articles_id ON articles (id);
CREATE INDEX articles_file ON articles (file);
CREATE INDEX articles_content ON articles (content);
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX article_speakers_article ON article_speakers (article_key);
CREATE INDEX speakers_id ON speakers (id);
CREATE INDEX quotes_id ON quotes (id);
CREATE UNIQUE INDEX quotes_place ON quotes (place);
CREATE UNIQUE INDEX quotes_article ON quotes (article_key, position);
CREATE INDEX quotes_speaker ON quotes (speaker_key, place) WHERE speaker_key IS NOT NULL;
CREATE INDEX quotes_cluster ON quotes (cluster_id, cluster_position) WHERE cluster_id IS NOT NULL;
CREATE INDEX quotes_article_speaker ON quotes (article_speaker_key) WHERE article_speaker_key IS NOT NULL;
CREATE TRIGGER pieces_insert AFTER INSERT ON terms
            WHEN length(new.term) BETWEEN 3 AND 40 AND new.term NOT GLOB '*[0-9]*' BEGIN
                INSERT INTO pieces VALUES
                    (length(new.term), 0, substr(new.term, 1, length(new.term) / 3), new.term),
                    (length(new.term), 1, substr(new.term, length(new.term) / 3 + 1, length(new.term) / 3), new.term),
                    (length(new.term), 2, substr(new.term, 2 * (length(new.term) / 3) + 1), new.term);
            END;
CREATE TRIGGER pieces_delete AFTER DELETE ON terms
            WHEN length(old.term) BETWEEN 3 AND 40 AND old.term NOT GLOB '*[0-9]*' BEGIN
                DELETE FROM pieces WHERE size = length(old.term) AND term = old.term AND (part, piece) IN (VALUES
                    (0, substr(old.term, 1, length(old.term) / 3)),
                    (1, substr(old.term, length(old.term) / 3 + 1, length(old.term) / 3)),
                    (2, substr(old.term, 2 * (length(old.term) / 3) + 1)));
            END;
CREATE VIEW quotations AS
                SELECT q.id, q.type, s.name AS speaker, q.status, q.text AS quotation, q.cue, q.cue_class,
                       q.cue_polarity, q.cue_modality, q.cue_hearsay, q.source, a.outlet, a.published, a.title, a.path,
                       q.confidence, q.cluster_id, q.place
                FROM quotes q
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN speakers s ON s.key = q.speaker_key;
CREATE VIEW cluster_outlets AS
                SELECT c.id, r.text AS representative, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM clusters c
                JOIN quotes q ON q.cluster_id = c.id
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN quotes r ON r.key = (SELECT min(key) FROM quotes WHERE id = c.representative)
                GROUP BY c.id;
CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM speakers s
                JOIN quotes q ON q.speaker_key = s.key
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind;
PRAGMA application_id = 1129073995;
PRAGMA user_version = 3;
