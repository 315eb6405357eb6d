-- A store as claimkit wrote it with schema 1.2 (four migrations): two made-up articles, a people file, links.
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
            , checksum INTEGER, title TEXT, pronouns TEXT, publisher TEXT, members TEXT, places TEXT);
CREATE TABLE speakers (
                key INTEGER PRIMARY KEY,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT
            , checksum INTEGER, pronouns TEXT, members INTEGER NOT NULL DEFAULT 0);
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
            , checksum INTEGER, pronouns TEXT);
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
CREATE TABLE members (
                speaker_key INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                member_key INTEGER NOT NULL REFERENCES speakers (key),
                checksum INTEGER,
                PRIMARY KEY (speaker_key, position)
            ) WITHOUT ROWID;
INSERT INTO articles ("key", "title", "outlet", "published", "path", "url", "format", "id", "location", "file", "digest", "content", "reading", "version", "checksum", "words") VALUES (1, 'Boats Are For Sale', NULL, '2025-03-04', 'news/boats.txt', NULL, 'text', 'a_d6058f26d8b75de15686', '/desk/news/boats.txt', '/desk/news/boats.txt', '2b2500996c15bd126e128598123ef33ff1f137904963015c94f788603d8856cb', '72c9d16655faa704e16438d54e2fc452fdb022caa3965f2d3e10a6abd7b087fb', '0.1.0+67d07cfd4de0 9db317e36f70', '0.1.0+e9cace54c3f2', 3552834709, 37);
INSERT INTO articles ("key", "title", "outlet", "published", "path", "url", "format", "id", "location", "file", "digest", "content", "reading", "version", "checksum", "words") VALUES (2, 'Ferry Line To Close', 'Harbour Post', '2025-03-03', 'news/ferry.md', NULL, 'markdown', 'a_5ed3fb67c67bfffe1401', '/desk/news/ferry.md', '/desk/news/ferry.md', '9f210db4506ef8cb1c8b4979471fd3f2b1de86c9b8d8a284a0a1898275948f5e', '7552b67ae8d08197ae525ea093a176e3ae527235d704a395fea8b0c97307d5c9', '0.1.0+67d07cfd4de0 9db317e36f70', '0.1.0+e9cace54c3f2', 3192944721, 68);
INSERT INTO files ("location", "path", "size", "modified", "changed", "digest", "version", "articles", "failures", "checksum") VALUES ('/desk/news/boats.txt', 'news/boats.txt', 223, 0, 0, 'c38a323c9ce218043f812dd52c932c98bd42c1683f183e8098b975f5fa2403cf', '0.1.0+67d07cfd4de0 9db317e36f70 0.1.0+e9cace54c3f2', 1, '[]', 496190349);
INSERT INTO files ("location", "path", "size", "modified", "changed", "digest", "version", "articles", "failures", "checksum") VALUES ('/desk/news/ferry.md', 'news/ferry.md', 442, 1795976490158488348, 1795976490158488348, 'e6c2fa589be3c4f8cf9cee45febeab4d26d2310e0adffef955bb02fe9daab2f9', '0.1.0+67d07cfd4de0 9db317e36f70 0.1.0+e9cace54c3f2', 1, '[]', 1629367241);
INSERT INTO texts ("article_key", "text", "cuts", "checksum") VALUES (1, 'Boats Are For Sale

Source: Lantern Daily
Date: March 4, 2025

“We will close the line in June and sell both boats,” Lund told the council.

The Harbour Council said in a report that the line had lost money since 2019.
', '[[42,62]]', 2569630574);
INSERT INTO texts ("article_key", "text", "cuts", "checksum") VALUES (2, '---
title: Ferry Line To Close
outlet: Harbour Post
date: 2025-03-03
---
“We will close the line in June and sell both boats,” Mayor Ada Lund said on Monday. She denied that the sale had been agreed in secret.

Lund and Jonas Berg said in a joint statement that nobody had asked them about the bridge.

“Nobody told the crews,” said Berg, who heads the Dockers'' Union. An official, who asked not to be named, said the boats were old.
', '[[0,73]]', 3424376896);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (1, 1, 'Lund', 'person', 'lund', NULL, NULL, '[]', 3105643630, NULL, NULL, NULL, NULL, NULL);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (2, 1, 'Harbour Council', 'organization', 'harbour-council', NULL, NULL, '[]', 832327301, NULL, NULL, NULL, NULL, NULL);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (3, 2, 'Ada Lund', 'person', 'ada-lund', NULL, NULL, '["Lund"]', 878277586, 'Mayor', 'she', NULL, NULL, '[[127,132,"Mayor"],null,[158,161,"She"]]');
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (4, 2, 'Ada Lund and Jonas Berg', 'group', 'ada-lund-and-jonas-berg', NULL, NULL, '[]', 1853930352, NULL, NULL, NULL, '[["ada-lund","Ada Lund"],["jonas-berg","Jonas Berg"]]', NULL);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (5, 2, 'Jonas Berg', 'person', 'jonas-berg', NULL, NULL, '["Berg"]', 1794754634, NULL, NULL, NULL, NULL, NULL);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (6, 2, NULL, 'person', 'unresolved', NULL, NULL, '[]', 3784006059, NULL, NULL, NULL, NULL, NULL);
INSERT INTO article_speakers ("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases", "checksum", "title", "pronouns", "publisher", "members", "places") VALUES (7, 2, NULL, 'person', 'anonymous', NULL, NULL, '[]', 2076844497, NULL, NULL, NULL, NULL, NULL);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (2, 'Harbour Council', 'organization', 'harbour-council', NULL, NULL, 1137128967, NULL, 0);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (3, 'Ada Lund', 'person', 'ada-lund', 'Q42', 'Harbour Council', 3769304348, 'she', 0);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (6, 'Ada Lund and Jonas Berg', 'group', 'ada-lund-and-jonas-berg', NULL, NULL, 207101632, NULL, 2);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (7, 'Jonas Berg', 'person', 'jonas-berg', NULL, NULL, 2115552567, NULL, 0);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (8, NULL, 'person', 'unresolved', NULL, NULL, 36108400, NULL, 0);
INSERT INTO speakers ("key", "name", "kind", "id", "wikidata", "affiliation", "checksum", "pronouns", "members") VALUES (9, NULL, 'person', 'anonymous', NULL, NULL, 126367419, NULL, 0);
INSERT INTO aliases ("speaker_key", "position", "alias", "checksum") VALUES (3, 0, 'Lund', 2283453701);
INSERT INTO aliases ("speaker_key", "position", "alias", "checksum") VALUES (7, 0, 'Berg', 3519143);
INSERT INTO clusters ("id", "representative", "checksum") VALUES ('c_beb55ded386a560df7f2', 'q_1ba610b6f2bbf26219b2', 1826330921);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (1, 12576146592, 'q_aeb0a8a2f29448cfc784', 1, 0, 'direct', 3, 'resolved', 'We will close the line in June and sell both boats', 'we will close the line in june and sell both boats', 'told', 'tell', 'assertion', 'affirmed', NULL, 0, 'Lund', 0.9839, 'c_beb55ded386a560df7f2', 1, 1, 'resolved', '[[117,121,"Lund","surname"]]', '[[117,121,"Lund","surname"],[117,121,"Lund","people file"]]', NULL, 'people file', 4180748666, 3080311616);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (2, 696047305309, 'q_23e2a96098412d600e60', 1, 1, 'indirect', 2, 'resolved', 'that the line had lost money since 2019', 'that the line had lost money since 2019', 'said in a report', 'say', 'assertion', 'affirmed', NULL, 0, 'The Harbour Council', 0.664, NULL, NULL, 2, 'resolved', '[[145,160,"Harbour Council","organisation"]]', NULL, NULL, NULL, 781313259, 97029005);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (3, 9203384621, 'q_1ba610b6f2bbf26219b2', 2, 0, 'direct', 3, 'resolved', 'We will close the line in June and sell both boats', 'we will close the line in june and sell both boats', 'said', 'say', 'assertion', 'affirmed', NULL, 0, 'Mayor Ada Lund', 0.9839, 'c_beb55ded386a560df7f2', 0, 3, 'resolved', '[[133,141,"Ada Lund","full name"]]', '[[133,141,"Ada Lund","full name"],[133,141,"Ada Lund","people file"]]', NULL, 'people file', 2830232898, 852930531);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (4, 585182019057, 'q_88deeff8182d062203af', 2, 1, 'indirect', 3, 'resolved', 'that the sale had been agreed in secret', 'that the sale had been agreed in secret', 'denied', 'deny', 'denial', 'affirmed', NULL, 0, 'She', 0.9178, NULL, NULL, 3, 'resolved', '[[158,161,"She","pronoun",null,0.9332],[133,141,"Ada Lund","antecedent"]]', '[[158,161,"She","pronoun",null,0.9332],[133,141,"Ada Lund","antecedent"],[133,141,"Ada Lund","people file"]]', NULL, 'people file', 3718042746, 3772570577);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (5, 685316573848, 'q_6b65aaf2d2d97e574434', 2, 2, 'indirect', 6, 'resolved', 'that nobody had asked them about the bridge', 'that nobody had asked them about the bridge', 'said in a joint statement', 'say', 'assertion', 'affirmed', NULL, 0, 'Lund and Jonas Berg', 0.6945, NULL, NULL, 4, 'resolved', '[[211,215,"Lund","named together"],[220,230,"Jonas Berg","named together"]]', NULL, NULL, NULL, 2660310788, 389123894);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (6, 11884910963, 'q_76d96ab6913b124f3be8', 2, 3, 'direct', 7, 'resolved', 'Nobody told the crews', 'nobody told the crews', 'said', 'say', 'assertion', 'affirmed', NULL, 0, 'Berg, who heads the Dockers'' Union', 0.9839, NULL, NULL, 5, 'resolved', '[[333,337,"Berg","surname"],[220,230,"Jonas Berg","full name"]]', NULL, NULL, NULL, 1407621370, 2297105576);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (7, 738939244400, 'q_ad3f94b7cee45a65bbb3', 2, 4, 'indirect', 8, 'unresolved', 'not to be named', 'not to be named', 'asked', 'ask', 'request', 'affirmed', NULL, 0, 'who', 0.5639, NULL, NULL, 6, 'unresolved', '[[382,385,"who","relative pronoun"]]', NULL, NULL, NULL, 3657300657, 2250712466);
INSERT INTO quotes ("key", "place", "id", "article_key", "position", "type", "speaker_key", "status", "text", "words", "cue", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "source", "confidence", "cluster_id", "cluster_position", "article_speaker_key", "article_status", "evidence", "linked_evidence", "article_decided_by", "decided_by", "checksum", "link_checksum") VALUES (8, 622017218974, 'q_2b7355fc0febf04d5c2c', 2, 5, 'indirect', 9, 'anonymous', 'the boats were old', 'the boats were old', 'said', 'say', 'assertion', 'affirmed', NULL, 0, 'An official', 0.8386, NULL, NULL, 7, 'anonymous', '[[369,380,"An official","not named"]]', NULL, NULL, NULL, 4064081815, 374046499);
INSERT INTO people_file ("position", "id", "name", "aliases", "merge", "split", "pin", "affiliation", "wikidata", "checksum", "pronouns") VALUES (0, 'ada-lund', 'Ada Lund', '[]', '[]', '[]', NULL, 'Harbour Council', 'Q42', 3675351924, 'she');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'content', 0, 64, 114, 'We will close the line in June and sell both boats');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'cue', 0, 122, 126, 'told');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (1, 'source', 0, 117, 121, 'Lund');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (2, 'content', 0, 178, 217, 'that the line had lost money since 2019');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (2, 'cue', 0, 161, 177, 'said in a report');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (2, 'source', 0, 141, 160, 'The Harbour Council');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'content', 0, 74, 124, 'We will close the line in June and sell both boats');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'cue', 0, 142, 146, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (3, 'source', 0, 127, 141, 'Mayor Ada Lund');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'content', 0, 169, 208, 'that the sale had been agreed in secret');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'cue', 0, 162, 168, 'denied');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (4, 'source', 0, 158, 161, 'She');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (5, 'content', 0, 257, 300, 'that nobody had asked them about the bridge');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (5, 'cue', 0, 231, 256, 'said in a joint statement');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (5, 'source', 0, 211, 230, 'Lund and Jonas Berg');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (6, 'content', 0, 304, 325, 'Nobody told the crews');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (6, 'cue', 0, 328, 332, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (6, 'source', 0, 333, 367, 'Berg, who heads the Dockers'' Union');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (7, 'content', 0, 392, 407, 'not to be named');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (7, 'cue', 0, 386, 391, 'asked');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (7, 'source', 0, 382, 385, 'who');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (8, 'content', 0, 414, 432, 'the boats were old');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (8, 'cue', 0, 409, 413, 'said');
INSERT INTO spans ("quote_key", "role", "position", "start", "end", "text") VALUES (8, 'source', 0, 369, 380, 'An official');
INSERT INTO terms ("term", "quotes") VALUES ('', 8);
INSERT INTO terms ("term", "quotes") VALUES ('2019', 1);
INSERT INTO terms ("term", "quotes") VALUES ('about', 1);
INSERT INTO terms ("term", "quotes") VALUES ('agreed', 1);
INSERT INTO terms ("term", "quotes") VALUES ('and', 2);
INSERT INTO terms ("term", "quotes") VALUES ('asked', 1);
INSERT INTO terms ("term", "quotes") VALUES ('be', 1);
INSERT INTO terms ("term", "quotes") VALUES ('been', 1);
INSERT INTO terms ("term", "quotes") VALUES ('boats', 3);
INSERT INTO terms ("term", "quotes") VALUES ('both', 2);
INSERT INTO terms ("term", "quotes") VALUES ('bridge', 1);
INSERT INTO terms ("term", "quotes") VALUES ('close', 2);
INSERT INTO terms ("term", "quotes") VALUES ('crews', 1);
INSERT INTO terms ("term", "quotes") VALUES ('had', 3);
INSERT INTO terms ("term", "quotes") VALUES ('in', 3);
INSERT INTO terms ("term", "quotes") VALUES ('june', 2);
INSERT INTO terms ("term", "quotes") VALUES ('line', 3);
INSERT INTO terms ("term", "quotes") VALUES ('lost', 1);
INSERT INTO terms ("term", "quotes") VALUES ('money', 1);
INSERT INTO terms ("term", "quotes") VALUES ('named', 1);
INSERT INTO terms ("term", "quotes") VALUES ('nobody', 2);
INSERT INTO terms ("term", "quotes") VALUES ('not', 1);
INSERT INTO terms ("term", "quotes") VALUES ('old', 1);
INSERT INTO terms ("term", "quotes") VALUES ('sale', 1);
INSERT INTO terms ("term", "quotes") VALUES ('secret', 1);
INSERT INTO terms ("term", "quotes") VALUES ('sell', 2);
INSERT INTO terms ("term", "quotes") VALUES ('since', 1);
INSERT INTO terms ("term", "quotes") VALUES ('that', 3);
INSERT INTO terms ("term", "quotes") VALUES ('the', 7);
INSERT INTO terms ("term", "quotes") VALUES ('them', 1);
INSERT INTO terms ("term", "quotes") VALUES ('to', 1);
INSERT INTO terms ("term", "quotes") VALUES ('told', 1);
INSERT INTO terms ("term", "quotes") VALUES ('we', 2);
INSERT INTO terms ("term", "quotes") VALUES ('were', 1);
INSERT INTO terms ("term", "quotes") VALUES ('will', 2);
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 'a', 'and');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 'h', 'had');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 'n', 'not');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 'o', 'old');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 0, 't', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'a', 'had');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'h', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'l', 'old');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'n', 'and');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 1, 'o', 'not');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'd', 'and');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'd', 'had');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'd', 'old');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 'e', 'the');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (3, 2, 't', 'not');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'b', 'been');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'b', 'both');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'j', 'june');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'l', 'line');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'l', 'lost');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 's', 'sale');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 's', 'sell');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 't', 'that');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 't', 'them');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 't', 'told');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'w', 'were');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 0, 'w', 'will');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'a', 'sale');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'e', 'been');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'e', 'sell');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'e', 'were');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'h', 'that');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'h', 'them');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'i', 'line');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'i', 'will');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'o', 'both');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'o', 'lost');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'o', 'told');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 1, 'u', 'june');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'at', 'that');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'em', 'them');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'en', 'been');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'ld', 'told');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'le', 'sale');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'll', 'sell');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'll', 'will');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'ne', 'june');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'ne', 'line');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 're', 'were');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'st', 'lost');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (4, 2, 'th', 'both');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'a', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'a', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'b', 'boats');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'c', 'close');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'c', 'crews');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'm', 'money');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 'n', 'named');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 0, 's', 'since');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'a', 'named');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'b', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'i', 'since');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'l', 'close');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'o', 'boats');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'o', 'money');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 'r', 'crews');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 1, 's', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ats', 'boats');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ews', 'crews');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ked', 'asked');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'med', 'named');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'nce', 'since');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ney', 'money');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'ose', 'close');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (5, 2, 'out', 'about');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'ag', 'agreed');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'br', 'bridge');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'no', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 0, 'se', 'secret');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 'bo', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 'cr', 'secret');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 'id', 'bridge');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 1, 're', 'agreed');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'dy', 'nobody');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'ed', 'agreed');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'et', 'secret');
INSERT INTO pieces ("size", "part", "piece", "term") VALUES (6, 2, 'ge', 'bridge');
INSERT INTO counters ("name", "value", "checksum") VALUES ('lean', 2, 1573148256);
INSERT INTO counters ("name", "value", "checksum") VALUES ('linked', 3, 475364374);
INSERT INTO counters ("name", "value", "checksum") VALUES ('links', 2, 2305346240);
INSERT INTO counters ("name", "value", "checksum") VALUES ('revision', 3, 185586146);
INSERT INTO members ("speaker_key", "position", "member_key", "checksum") VALUES (6, 0, 3, 1280251855);
INSERT INTO members ("speaker_key", "position", "member_key", "checksum") VALUES (6, 1, 7, 3562443995);
DELETE FROM quotes_fts_data;
INSERT INTO quotes_fts_data ("id", "block") VALUES (1, X'086B');
INSERT INTO quotes_fts_data ("id", "block") VALUES (10, X'000000000102020002010101020101');
INSERT INTO quotes_fts_data ("id", "block") VALUES (137438953473, X'0000019005303230313994A0FD9C845D0103616E64AEECE3892004055F73656C6CAEECE389200105626F617473AEECE3892003027468AEECE3892005065F626F617473AEECE389200105636C6F7365AEECE3892006045F746865AEECE38920010368616494A0FD9C845D04055F6C6F737494A0FD9C845D0102696EAEECE3892003055F6A756E65AEECE3892001046A756E65AEECE3892005045F616E64AEECE3892001046C696E65AEECE3892093F290B8FB3D05045F68616494A0FD9C845D0602696EAEECE3892002036F737494A0FD9C845D05065F6D6F6E657994A0FD9C845D01056D6F6E657994A0FD9C845D06065F73696E636594A0FD9C845D010473656C6CAEECE3892005055F626F7468AEECE389200204696E636594A0FD9C845D06055F3230313994A0FD9C845D01047468617494A0FD9C845D05045F74686594A0FD9C845D030165AEECE3892093F290B8FB3D04055F6C696E65AEECE3892093F290B8FB3D01027765AEECE3892003055F77696C6CAEECE389200203696C6CAEECE3892005065F636C6F7365AEECE38920040C0A0C0C090D0C0B0B0D090C0B0B110C090B0E0D0E0B0C0C0D0C0C0E12090C0A');
INSERT INTO quotes_fts_data ("id", "block") VALUES (274877906945, X'00000304063061626F757493F980B4951806045F74686593F980B49518020567726565649183FCC3FB7107035F696E9183FCC3FB7102026E64A2A4C2822D04055F73656C6CA2A4C2822D0204736B656493F980B4951806055F7468656D93F980B495180102626595C0E1D89E7003065F6E616D656495C0E1D89E700302656E9183FCC3FB7105075F6167726565649183FCC3FB7102046F617473A2A4C2822D91EAF4B4907106055F77657265928D98F6931E03027468A2A4C2822D05065F626F617473A2A4C2822D0205726964676593F980B495180105636C6F7365A2A4C2822D06045F746865A2A4C2822D020472657773ACA395B27301036861649183FCC3FB7182F583F0992704065F61736B656493F980B4951805046265656E9183FCC3FB710102696EA2A4C2822D90E1D881F94403055F6A756E65A2A4C2822D04067365637265749183FCC3FB7101046A756E65A2A4C2822D05045F616E64A2A4C2822D01046C696E65A2A4C2822D05035F696EA2A4C2822D01056E616D656495C0E1D89E7002056F626F6479ACA395B27393CCDD9EE22507045F68616493F980B4951803017495C0E1D89E7004035F746F95C0E1D89E7001036F6C64928D98F6931E010473616C659183FCC3FB7105045F6861649183FCC3FB71020565637265749183FCC3FB7103026C6CA2A4C2822D05055F626F7468A2A4C2822D0104746861749183FCC3FB7182F583F0992705075F6E6F626F647993F980B4951806037468659183FCC3FB71030165A2A4C2822D89FED3B04690D7D9AEC87E81899CB2972D81EBE7BE817A04065F626F617473928D98F6931E0605726964676593F980B4951805056372657773ACA395B27305046C696E65A2A4C2822D050473616C659183FCC3FB7104016D93F980B4951805065F61626F757493F980B4951802016F95C0E1D89E7003035F626595C0E1D89E7003026C64ACA395B27305045F746865ACA395B27301027765A2A4C2822D03055F77696C6CA2A4C2822D03027265928D98F6931E05045F6F6C64928D98F6931E0203696C6CA2A4C2822D05065F636C6F7365A2A4C2822D040D0C0D0B090C0C0D0A0E0A0F110D090D0D0C0B0B110E0C0F0C0E0B0B0B0A0D120C090B0B0C0C0D090C120F0B1F0E0D0C0B0C090E090B090B090C0A0C0A');
DELETE FROM quotes_fts_idx;
INSERT INTO quotes_fts_idx ("segid", "term", "pgno") VALUES (1, X'', 2);
INSERT INTO quotes_fts_idx ("segid", "term", "pgno") VALUES (2, X'', 2);
DELETE FROM quotes_fts_config;
INSERT INTO quotes_fts_config ("k", "v") VALUES ('version', 4);
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
CREATE INDEX members_member ON members (member_key);
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
CREATE VIEW cluster_outlets AS
                SELECT c.id, r.text AS representative, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM clusters c
                JOIN quotes q ON q.cluster_id = c.id
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN quotes r ON r.key = (SELECT min(key) FROM quotes WHERE id = c.representative)
                GROUP BY c.id;
CREATE VIEW quotations AS
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
                LEFT JOIN article_speakers g ON g.key = q.article_speaker_key;
CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM quotes q
                JOIN speakers w ON w.key = q.speaker_key
                LEFT JOIN members m ON w.members > 0 AND m.speaker_key = w.key
                JOIN speakers s ON s.key = coalesce(m.member_key, w.key)
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind;
PRAGMA application_id = 1129073995;
PRAGMA user_version = 4;
