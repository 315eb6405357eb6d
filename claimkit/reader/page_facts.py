"""Title and outlet of a page from what its metadata, its headline and its title bar say, which often disagree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from claimkit.reader import outlets

_SEPARATOR = re.compile(r" [|–—·•»:-] | ?[|·•»] ?")
_WORD = re.compile(r"\w+")
# Set by hand: scripts that are read, characters of one, elements of all of them.
_MOST_SCRIPTS = 20
_LONGEST_SCRIPT = 500_000
_MOST_NODES = 5_000
_LONGEST_NAME = 5  # words of an outlet's name beside a title
_ARTICLES = re.compile(r"article|posting|report", re.IGNORECASE)


class PageFacts:
    """What a page says about itself, each kind of statement apart."""

    def __init__(self, tree: Any) -> None:
        self._properties: dict[str, str] = {}
        for meta in islice(tree.iter("meta"), 1_000):
            name = (meta.get("property") or meta.get("name") or "").casefold()
            if name and (value := _line(meta.get("content"))):
                self._properties.setdefault(name, value)
        self.headlines = [text for node in islice(tree.iter("h1"), 10) if (text := _line("".join(node.itertext())))]
        bar = next(iter(tree.iter("title")), None)
        self.bar = _line("".join(bar.itertext())) if bar is not None else ""
        self.publishers = list(dict.fromkeys(_publishers(tree)))

    def title(self, found: str | None, site: str | None) -> str | None:
        """The title without the name of site or author; `found` and `site` are what trafilatura takes for them."""
        shown = {_key(text): text for text in self.headlines}
        candidates = [text for text in (self._properties.get("og:title"), found, self.bar) if text]
        # A headline in the metadata that the page shows nowhere is that of a template.
        if found and _key(found) in shown:
            return found
        for text in candidates:
            parts = _SEPARATOR.split(text)
            for end in range(len(parts), 0, -1):
                if (title := shown.get(_key(" ".join(parts[:end])))) is not None:
                    return title
        for text in candidates:
            if text is found and len(candidates) > 1 and not _shares_words(text, [*self.headlines, self.bar]):
                continue
            return self._without_site(text, site)
        return found

    def outlet(self, found: str | None, url: str | None) -> str | None:
        """The name of the outlet; `found` is what trafilatura takes for it."""
        stated = self._properties.get("og:site_name") or (found if found and "." not in found else None)
        beside = self._beside_title()
        named = [name for name in (*self.publishers, *beside) if name]
        if stated:
            stated = _without_slogan(stated, named)
            squashed = _squash(stated)
            spelled = (name for name in named if " " in name and _squash(name) == squashed)
            return stated if " " in stated else next(spelled, stated)
        if self.publishers:
            return self.publishers[0]
        domain = _squash((outlets.from_url(url) or "").split(".")[0])
        return next((name for name in beside if domain and _squash(name) in (domain, f"the{domain}")), found)

    def _beside_title(self) -> list[str]:
        """What is printed before or after the title in the title bar, shortest first."""
        texts = (self.bar, self._properties.get("og:title", ""))
        parts = [part.strip() for text in texts if text for part in _SEPARATOR.split(text)[1:]]
        names = {part for part in parts if 1 <= len(_WORD.findall(part)) <= _LONGEST_NAME}
        return sorted(names, key=lambda name: (len(name), name))

    def _without_site(self, text: str, site: str | None) -> str:
        names = [self._properties.get("og:site_name"), self._properties.get("author"), site, *self.publishers]
        known = [_key(name) for name in names if name]
        parts = list(_SEPARATOR.finditer(text))
        if not parts:
            return text
        last = text[parts[-1].end() :]
        key = f" {_key(last)} "
        short = len(_WORD.findall(last)) <= _LONGEST_NAME
        is_site = outlets.from_masthead(last) is not None or any(f" {name} " in key for name in known if name)
        return text[: parts[-1].start()].strip() if short and is_site else text


def _publishers(tree: Any) -> Iterator[str]:
    """The publishers that a page's JSON-LD names, those of articles first."""
    others: list[str] = []
    left = _MOST_NODES
    scripts = (node for node in tree.iter("script") if node.get("type") == "application/ld+json")
    for script in islice(scripts, _MOST_SCRIPTS):
        text = "".join(script.itertext())
        if len(text) > _LONGEST_SCRIPT:
            continue
        try:
            stack: list[Any] = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while stack and left > 0:
            node, left = stack.pop(), left - 1
            if isinstance(node, list):
                stack.extend(reversed(node[:200]))
            elif isinstance(node, dict):
                names = list(_names(node.get("publisher")))
                if _ARTICLES.search(str(node.get("@type", ""))[:200]):
                    yield from names
                else:
                    others += names
                stack.extend(value for key, value in islice(node.items(), 200) if isinstance(value, (dict, list)))
    yield from others


def _names(value: Any) -> Iterator[str]:
    for one in value[:5] if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and (line := _line(name)) and not line.startswith(("http:", "https:")):
            yield line


def _without_slogan(name: str, others: Sequence[str]) -> str:
    """`Breaking News and Headlines - 8News` → `8News`: of several parts the one that is a name."""
    parts = [part.strip() for part in _SEPARATOR.split(name) if part.strip()]
    if len(parts) < 2:
        return name
    known = next((part for part in parts if any(_squash(part) == _squash(other) for other in others)), None)
    if known:
        return known
    sizes = [len(_WORD.findall(part)) for part in parts]
    shortest = min(sizes)
    return parts[sizes.index(shortest)] if shortest <= 3 < max(sizes) else name


def _shares_words(text: str, others: Sequence[str]) -> bool:
    words = set(_key(text).split())
    return any(words & set(_key(other).split()) for other in others)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _squash(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
