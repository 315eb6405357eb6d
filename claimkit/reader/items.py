"""What passes between the halves of reading: one article's raw material, told apart from the others in its file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal

from claimkit.reader.files import Source, one_line
from claimkit.reader.parsed import Facts

# `html` is a whole page, `fragment` the article's own HTML without a page around it.
Kind = Literal["auto", "text", "markdown", "html", "fragment", "pdf", "docx"]

_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype\s{1,20}html|html)\b", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether `text` begins as a page does."""
    return _HTML_START.match(text) is not None


@dataclass(frozen=True, slots=True)
class Item:
    """One article's raw material; passes between processes.

    `key` is empty where the file is one article, else a name that is unique in the file and stays the same while the
    article does. `data` is the body: bytes to be decoded or text. `facts` are what the container says of the article;
    they win over what the body shows. `name` is a file name that may tell format, outlet and date, or empty. `charset`
    is what the container says that the bytes are encoded in.
    """

    key: str
    data: bytes | str
    kind: Kind = "auto"
    facts: Facts = field(default_factory=Facts)
    name: str = ""
    charset: str | None = None

    def path(self, source: Source) -> str:
        """How the article's place is shown: `news.jsonl#17`."""
        return f"{source.path}#{self.key}" if self.key else source.path

    def shown(self, source: Source) -> str:
        """The path fit for one line of a terminal."""
        return f"{source.shown}#{one_line(self.key)}" if self.key else source.shown

    def location(self, source: Source) -> str:
        """A key for the article that any output and any database takes."""
        # As in a folder of the file's name: no other file can be there, whatever its name.
        return f"{source.location}/#{self.key}" if self.key else source.location

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over all that the article is made from."""
        sha = hashlib.sha256()
        facts = self.facts
        parts = (self.key, self.kind, self.name, self.charset, facts.title, facts.outlet, facts.published, facts.url)
        body = self.data if isinstance(self.data, bytes) else self.data.encode("utf-8", "surrogatepass")
        for part in (*(None if p is None else p.encode("utf-8", "surrogatepass") for p in parts), body):
            sha.update(b"-" if part is None else b"+%d:" % len(part) + part)
        return sha.hexdigest()


class Keys:
    """The keys that were given in a file or a part of it: two articles under one would be one in the store."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def own(self, key: str, number: int) -> str:
        """`key`, followed by the article's `number` as often as it takes for no other article to have it."""
        while not key or key in self._given:  # ends: it grows, and what was given is finite
            key = f"{key}~{number}"
        self._given.add(key)
        return key


@dataclass(frozen=True, slots=True)
class Failed:
    """An article of a file that cannot be read: its key, and why and what to do."""

    key: str
    reason: str
