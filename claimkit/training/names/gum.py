"""GUM (Zeldes 2017): people and organisations that its annotators marked, in texts that may be used for anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from claimkit.analysis.ner import Recogniser
from claimkit.errors import InputError
from claimkit.training.names.entities import PLACES, Entity, Passage, found_by, overlay
from claimkit.training.names.known_speakers import SMALL, folded
from claimkit.training.pronouns.corpora import Document

# CC BY by GUM's LICENSE.txt; the other genres are share-alike or non-commercial.
_GENRES = ("academic", "court", "interview", "news")
_KINDS = {"person": "PERSON", "organization": "ORG"}
_MOST_WORDS = 6
_TITLES = """mr mrs ms dr sir president senator professor prof king queen lord lady judge justice uncle aunt captain
general major mayor governor pope prince princess saint st mom dad mother father god"""


def passages(recogniser: Recogniser, folder: Path) -> Iterator[Passage]:
    """GUM's texts under `folder` with its names over what the recogniser finds. Raises InputError."""
    paths = [p for genre in _GENRES for p in sorted(folder.rglob(f"GUM_{genre}_*.tsv"))]
    if not paths:
        raise InputError(str(folder), f"contains no GUM .tsv files of the genres {', '.join(_GENRES)}")
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        document = Document(lines)
        text = document.text
        own = found_by(recogniser, text)
        names = [e for e in _names(lines, document) if not any(o.overlaps(e) and o.label in PLACES for o in own)]
        whole = [e for e in names if not any(o != e and o.start <= e.start and e.end <= o.end for o in names)]
        yield Passage(text, tuple(overlay(own, whole, text)))


def _names(lines: list[str], document: Document) -> Iterator[Entity]:
    """Entities all of whose words are capitalised; an organisation needs an identity in Wikidata too."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    named: set[str] = set()
    for line in lines:
        columns = line.split("\t")
        if len(columns) < 10 or line.startswith("#"):
            continue
        for entity in columns[3].split("|") if columns[3] != "_" else ():
            kind, _, number = entity.partition("[")
            members[kind, number or columns[0]].append(columns[0])
        named |= {identity.partition("[")[2] for identity in columns[6].split("|")}
    for (kind, number), tokens in members.items():
        words = [document.words[token] for token in tokens]
        alone = len(words) == 1 and tokens[0].endswith("-1")  # one capital at a sentence's start proves nothing
        known = number in named
        if kind in _KINDS and _is_name(words) and (known or (kind == "person" and not alone)):
            yield Entity(document.tokens[tokens[0]][0], document.tokens[tokens[-1]][1], _KINDS[kind])


def _is_name(words: list[str]) -> bool:
    plain = [w for w in words if w.lower() not in SMALL and w[0].isalnum()]
    capital = bool(plain) and all(w[0].isupper() and w != "I" for w in plain)
    return (
        capital
        and len(words) <= _MOST_WORDS
        and folded(words[0]) not in _TITLES.split()
        and words[-1] not in ("'s", "’s")
    )
