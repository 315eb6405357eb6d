"""How to cite a record without naming anybody the article does not name."""

from __future__ import annotations

from typing import Any

_LONGEST = 200  # characters of the words in a citation; the record holds all of them


def cite(record: dict[str, Any]) -> str:
    """One line for a reader: the words, who said them as far as that is known, where they were printed, and the id."""
    article = record["article"]
    words = _line(record["text"])
    words = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"
    said = f"“{words}”" if record["type"] == "direct" else f"{words} ({_FORMS[record['type']]})"
    where = article["outlet"] or article["url"] or article["path"]
    spans = ", ".join(f"{span['start']}–{span['end']}" for span in record["content"])
    printed = ", ".join(part for part in (where, article["published"], f"characters {spans}") if part)
    return f"{said} — {speaker(record)}; {printed}; {record['id']}"


def speaker(record: dict[str, Any]) -> str:
    """The speaker in words: the name only where the record's status is `resolved`."""
    given = record["speaker"]
    source = record["source"] and _line(record["source"]["text"])
    if given is not None and given["status"] == "resolved":
        return str(given["name"])
    if given is not None and given["status"] == "anonymous":
        return f"a speaker whom the article does not name ({source})" if source else "a speaker not named"
    return f"speaker not established (the article says “{source}”)" if source else "speaker not established"


def _line(text: str) -> str:
    return " ".join(text.split())


_FORMS = {"mixed": "partly in the article's words", "indirect": "in the article's words"}
