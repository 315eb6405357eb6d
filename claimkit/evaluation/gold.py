"""What people annotated, from brat standoff (contents, cues and sources) or from a file of speakers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimkit.brat import Fragments, read_corpus, read_text, text_file
from claimkit.errors import InputError, UsageError
from claimkit.evaluation.annotated import GoldArticle, Statement, check
from claimkit.evaluation.scores import TYPES
from claimkit.evaluation.speaker_scores import SCARE


def read_polnear(folder: Path, annotator: str | None = None, alone: bool = False) -> list[GoldArticle]:
    """The articles of a folder with `text/NAME.txt` and `attributions/NAME_CODE.ann`, one annotator an article.

    That is `annotator` where the article has that code, else the alphabetically first; `alone` leaves out articles
    without it. Raises UsageError for a folder without that layout and an annotator whom no article has, InputError for
    a file that cannot be read.
    """
    if not folder.is_dir():
        if folder.suffix.lower() == ".zip":
            raise UsageError(f"{folder}: an archive; unpack it and give its folder")
        if folder.exists():
            raise UsageError(f"{folder}: not a folder; give a folder with text/ and attributions/")
        raise UsageError(f"{folder}: no such folder; check the path")
    articles = read_corpus(folder)
    codes = sorted({code for article in articles for code in article.codes if code})
    if annotator is not None and annotator not in codes:
        known = ", ".join(codes[:20]) or "none"
        raise UsageError(f"{folder}: no file of annotator {annotator!r}; the annotators are: {known}")
    pages = []
    for article in articles:
        if alone and annotator is not None and annotator not in article.codes:
            continue
        chosen = article.codes.index(annotator) if annotator in article.codes else 0
        statements = (Statement(a.content, a.cue, a.source) for a in article.annotations[chosen])
        pages.append(GoldArticle(article.name, article.text, tuple(statements)))
    return pages


def read_speakers(file: Path, texts: Path) -> list[GoldArticle]:
    """The articles of a speakers file; their texts are `texts`/NAME.txt or .md. One JSON object a line:

    {"article": "NAME", "content": [[start, end], …], "kind": "person", "speaker": ["Ann Lee"]}

    `speaker` is a name, several or null; `kind` person, org, group, author or unknown (`speaker_kind` does as well);
    `type` direct, mixed, indirect or scare, where the text is not to decide. Lines without content are left out. Raises
    UsageError or InputError.
    """
    if not texts.is_dir():
        raise UsageError(f"{texts}: no such folder; name the folder of the articles with --text")
    if not file.is_file():
        raise UsageError(f"{file}: {'not a file of speakers' if file.exists() else 'no such file'}")
    rows: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for where, row in json_lines(read_text(file), str(file)):
        name = row.get("article")
        if not isinstance(name, str) or not name or "/" in name or "\\" in name:
            raise InputError(where, '"article" must be a file name')
        statement = _statement(row, where)
        if statement.content:
            rows[name.removesuffix(".txt")].append((where, statement))
    if not rows:
        raise UsageError(f"{file}: no annotated statement in it")
    pages = []
    for name, found in sorted(rows.items()):
        page = GoldArticle(name, read_text(text_file(texts, name)), tuple(statement for _, statement in found))
        for where, statement in found:
            check(page, statement, where)
        pages.append(page)
    return pages


def json_lines(text: str, shown: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object of JSON Lines, with `FILE:LINE` to name it by; a whole array on one or more lines does as well.

    Raises InputError.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "[":
        rows = _parse(text, shown)
        places = ((f"{shown}, object {i}", row) for i, row in enumerate(rows, 1))
    else:
        lines = ((f"{shown}:{i}", line) for i, line in enumerate(text.split("\n"), 1) if line.strip())
        places = ((where, _parse(line, where)) for where, line in lines)
    for where, row in places:
        if not isinstance(row, dict):
            raise InputError(where, "not a JSON object")
        yield where, row


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"not JSON ({error})") from error


def _statement(row: dict[str, Any], where: str) -> Statement:
    content = row.get("content") or ([[row["start"], row["end"]]] if "start" in row and "end" in row else [])
    speaker = row.get("speaker")
    names = speaker if isinstance(speaker, list) else [speaker] if speaker else []
    kind = row.get("kind") or row.get("speaker_kind") or ""
    type = row.get("type") or ""
    if not all(isinstance(name, str) for name in names):
        raise InputError(where, '"speaker" must be a name, a list of names or null')
    if not isinstance(kind, str):
        raise InputError(where, '"kind" must be a word such as "person"')
    if type not in ("", SCARE, *TYPES):
        raise InputError(where, f'"type" must be one of {", ".join(TYPES)} and {SCARE}')
    return Statement(_ranges(content, where), speakers=tuple(names), kind=kind, type=type)


def _ranges(value: Any, where: str) -> Fragments:
    if not isinstance(value, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair) for pair in value
    ):
        raise InputError(where, '"content" must be pairs of offsets: [[start, end], …]')
    return tuple(sorted((start, end) for start, end in value))
