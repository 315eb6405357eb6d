"""What a file states before the article: front matter (YAML, TOML) or lines such as `Title: …`."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from claimkit.english import dotted_keys as dotted
from claimkit.english import lexicon
from claimkit.reader import dates, outlets
from claimkit.reader.parsed import Facts, line_spans

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]{0,5}:(?:[ \t]+(?P<value>\S.{0,2000})?)?$")
_INSIDE = re.compile(r"[ \t]|- |#|$")
# Limits of front matter, set by hand.
_MOST_LINES = 200
_MOST_CHARACTERS = 50_000


def read_header(text: str) -> tuple[Facts, int]:
    """The facts stated at the head of `text`, and where the article begins (0 if nothing is stated)."""
    head = text[:_MOST_CHARACTERS]
    found = _read_front_matter(head) or _read_header_lines(head)
    if found is None:
        return Facts(), 0
    fields, end = found
    return _to_facts(fields), end


def _read_front_matter(head: str) -> tuple[dict[str, str], int] | None:
    fence = head[:3]
    if fence not in ("---", "+++"):
        return None
    body = None
    for number, (start, end, stop) in enumerate(line_spans(head)):
        line = head[start:end].rstrip()
        if number == 0:
            if line != fence:
                return None
            body = stop
        elif line == fence or (line == "..." and fence == "---"):
            block = head[body:start]
            fields = _read_toml(block) if fence == "+++" else _read_yaml(block)
            return (fields, stop) if fields else None
        elif number > _MOST_LINES:
            return None
    return None


def _read_toml(block: str) -> dict[str, str]:
    if dotted.too_deep(block):
        return {}
    try:
        table = tomllib.loads(block.replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {_key(name): str(value) for name, value in table.items() if not isinstance(value, (dict, list))}


def _read_yaml(block: str) -> dict[str, str]:
    """The `key: value` lines; empty if any line is neither that nor part of a value."""
    fields: dict[str, str] = {}
    for start, end, _ in line_spans(block):
        line = block[start:end].rstrip()
        if match := _FIELD.match(line):
            fields.setdefault(_key(match["key"]), _unquoted(match["value"] or ""))
        elif not _INSIDE.match(line):
            return {}
    return fields


def _read_header_lines(head: str) -> tuple[dict[str, str], int] | None:
    """Two or more lines with known fields at the very top."""
    fields: dict[str, str] = {}
    end = 0
    for start, stop, after in line_spans(head):
        line = head[start:stop].strip()
        if not line and not fields:
            continue
        match = _FIELD.match(line)
        if not match or _key(match["key"]) not in _known_keys() or not match["value"]:
            break
        fields.setdefault(_key(match["key"]), _unquoted(match["value"]))
        end = after
    return (fields, end) if len(fields) >= 2 else None


def _to_facts(fields: dict[str, str]) -> Facts:
    names = lexicon.table("metadata")["fields"]
    title = next((fields[key] for key in names["title"] if fields.get(key)), None)
    published = next((day for key in names["published"] if (day := dates.first(fields.get(key, "")))), None)
    url = next((url for key in names["url"] if (url := outlets.valid_url(fields.get(key)))), None)
    outlet = next((outlets.from_field(fields[key]) for key in names["outlet"] if fields.get(key)), None)
    return Facts(title, outlet or outlets.from_url(url), published.isoformat() if published else None, url)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(key for keys in lexicon.table("metadata")["fields"].values() for key in keys)


def _key(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
        value = value.replace("''", "'") if value and "''" in value else value
    return value.strip()
