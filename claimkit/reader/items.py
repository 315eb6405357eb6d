"""One article of a file before it is parsed, with the key that identifies it in the file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import Literal

from claimkit.reader.files import Source, one_line
from claimkit.reader.parsed import Facts

# "auto": name and content decide. `html` is a whole page, `fragment` the article's HTML without a page around it.
Kind = Literal["auto", "text", "markdown", "html", "fragment", "pdf", "docx"]

_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype\s{1,20}html|html)\b", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether `text` begins like a web page."""
    return _HTML_START.match(text) is not None


@dataclass(frozen=True, slots=True)
class Item:
    """One article that is not parsed yet; it is sent between processes.

    `key` is empty if the file is one article, else unique in the file and stable as long as the article does not move.
    `data` is the body: text, or bytes that are still encoded. `facts` are what the container says about the article;
    they win over what the body shows. `name` is a file name that may tell format, outlet and date, or empty. `charset`
    is the encoding of the bytes according to the container. `by_domain`: the address names the outlet.
    """

    key: str
    data: bytes | str
    kind: Kind = "auto"
    facts: Facts = field(default_factory=Facts)
    name: str = ""
    charset: str | None = None
    by_domain: bool = False

    def path(self, source: Source) -> str:
        """The path of the article: `news.jsonl#17`."""
        return f"{source.path}#{self.key}" if self.key else source.path

    def shown(self, source: Source) -> str:
        """The path on one line, safe to print on a terminal."""
        return f"{source.shown}#{one_line(self.key)}" if self.key else source.shown

    def location(self, source: Source) -> str:
        """A key for the article that is safe for any output and any database."""
        # Like a path below the file's own, where no other file can be.
        return f"{source.location}/#{self.key}" if self.key else source.location

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of everything the article is made from."""
        sha = hashlib.sha256()
        facts = self.facts
        parts = (self.key, self.kind, self.name, self.charset, facts.title, facts.outlet, facts.published, facts.url)
        body = self.data if isinstance(self.data, bytes) else self.data.encode("utf-8", "surrogatepass")
        for part in (*(None if p is None else p.encode("utf-8", "surrogatepass") for p in parts), body):
            sha.update(b"-" if part is None else b"+%d:" % len(part) + part)
        return sha.hexdigest()

    @property
    def content(self) -> str:
        """The same of the article's body alone, wherever it is and whatever is said of it."""
        return replace(self, key="", name="", facts=type(self.facts)()).digest


class Keys:
    """Hands out the keys in one file: two articles with the same key would be one in the store."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def make_unique(self, key: str, number: int) -> str:
        """`key`, with the article's `number` appended as often as it takes to be unique."""
        while not key or key in self._given:  # ends because the key grows and those given are finite
            key = f"{key}~{number}"
        self._given.add(key)
        return key


@dataclass(frozen=True, slots=True)
class Failed:
    """An article in a file that cannot be read: its key, why, and what to do."""

    key: str
    reason: str
