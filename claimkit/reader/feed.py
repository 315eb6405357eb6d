"""RSS and Atom feeds → the articles they contain in full."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any, BinaryIO

from claimkit.reader import fragment, outlets, streams
from claimkit.reader.decoding import decode
from claimkit.reader.items import Failed, Item, Keys, Kind
from claimkit.reader.parsed import Facts, UnreadableError
from claimkit.reader.records import Columns, parse_day

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|RDF)\b")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_SURROGATES = re.compile(r"(?:&#(?:[xX]0{0,9}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,9}5[5-7][0-9]{3});)+")
_HIDDEN = (("<!--", "-->"), ("<![CDATA[", "]]>"))
_START = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s/>]")
_DATES = ("pubDate", "published", "date", "issued", "updated")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
# Characters. Shorter descriptions are teasers of two or three sentences; some feeds put the whole article there.
_WHOLE_DESCRIPTION = 1_000
_LONGEST_KEY = 300


def is_feed(text: str) -> bool:
    """Whether `text`, the beginning of an XML file, is that of a feed."""
    return _ROOT.search(text[:4_000]) is not None


def split_feed(stream: BinaryIO, _: Columns = ()) -> Iterator[Item | Failed]:
    """One article per item with full text; the key is the item's id or address, else its number.

    Items that are only a teaser are counted, and reported in one Failed at the end.
    """
    from lxml import etree

    text = decode(streams.read_all(stream, streams.MAX_WHOLE, "split the feed"), markup=True)
    if not is_feed(text):
        raise UnreadableError("XML, but not an RSS or Atom feed; save the articles as text or HTML")
    # HTML's entities are undefined in XML, and the parser would drop them. Only these single characters are expanded.
    text = _ENTITY.sub(lambda m: m[0] if m[1] in _KEPT else chr(name2codepoint.get(m[1], 0)) or m[0], text)
    text = _SURROGATES.sub(_decode_surrogates, text)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, recover=True, remove_comments=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise UnreadableError("broken XML; download the feed again")
    # The parser recovers what it can from broken XML, but reports reliably neither that nor what it lost.
    entries = [node for node in root.iter() if _is_entry(node)]
    yield from _read_entries(root, entries)
    outside = _strip_hidden(text)
    if (lost := len(_START.findall(outside)) - len(entries)) > 0:
        yield Failed("", f"broken XML: {lost} of its items were not read because they run together; download it again")
    elif not outside.rstrip().endswith(">") or outside.rfind(f"/{_name(root)}") < outside.rfind("<item"):
        yield Failed("", "breaks off before its end, so its last article may be incomplete; download it again")


def _decode_surrogates(match: re.Match[str]) -> str:
    """Character references that are surrogate pairs, decoded; the parser would turn them into invalid text."""
    codes = [int(ref[1:], 16) if ref[0] in "xX" else int(ref) for ref in match[0][2:-1].split(";&#")]
    return b"".join(code.to_bytes(2) for code in codes).decode("utf-16-be", "replace")


def _strip_hidden(text: str) -> str:
    """`text` without its closed comments and CDATA sections, which may contain what looks like tags."""
    pieces: list[str] = []
    at = 0
    nearest = {begin: text.find(begin) for begin, _ in _HIDDEN}
    while True:
        for begin, start in nearest.items():
            if 0 <= start < at:
                nearest[begin] = text.find(begin, at)
        found = [(nearest[begin], begin, end) for begin, end in _HIDDEN if nearest[begin] >= 0]
        if not found:
            break
        start, begin, end = min(found)
        after = text.find(end, start + len(begin))
        if after < 0:
            break
        pieces.append(text[at:start])
        at = after + len(end)
    return "".join(pieces) + text[at:]


def _read_entries(root: Any, entries: list[Any]) -> Iterator[Item | Failed]:
    channel = next((n for n in root if _name(n) == "channel"), root)
    outlet = _child_text(channel, "title")
    keys = Keys()
    teasers = 0
    for number, entry in enumerate(entries, start=1):
        body, kind = _find_content(entry)
        if body is None:
            teasers += 1
            continue
        facts = _read_facts(entry, outlet)
        key = _child_text(entry, "guid") or _child_text(entry, "id") or facts.url or str(number)
        yield Item(keys.make_unique(key[:_LONGEST_KEY], number), body, kind, facts)
    if teasers:
        reason = f"{teasers} of {len(entries)} items hold only a teaser; save the pages themselves and read those"
        yield Failed("", reason)
    elif not entries:
        raise UnreadableError("the feed has no items; check that it is the right one")


def _read_facts(entry: Any, outlet: str | None) -> Facts:
    """What an item says of its article; `outlet` is the feed's own title."""
    url = outlets.valid_url(_find_address(entry))
    published = parse_day(next((words for name in _DATES if (words := _child_text(entry, name))), None))
    title = _child_text(entry, "title")
    return Facts(
        fragment.extract_text(title).replace("\n", " ") or None if title else None,
        _child_text(entry, "source") or outlet or outlets.from_url(url),
        published.isoformat() if published else None,
        url,
    )


def _find_content(entry: Any) -> tuple[str | None, Kind]:
    """The item's full text and its kind; None for the text if there is only a teaser."""
    for node in entry:
        if _name(node) == "encoded" and (text := _inner_markup(node)).strip():
            return text, "fragment"
        if _name(node) == "content" and not node.get("src"):
            kind = node.get("type", "text")
            if (text := _inner_markup(node)).strip():
                return text, "fragment" if "html" in kind else "text"
    for node in entry:
        if _name(node) in ("description", "summary"):
            text = _inner_markup(node)
            if len(fragment.extract_text(text)) >= _WHOLE_DESCRIPTION:
                return text, "fragment"
    return None, "text"


def _inner_markup(node: Any) -> str:
    """The text and the XHTML elements inside a node; attributes hold nothing of the article and are dropped.

    Not lxml's own serialization, which repeats all namespaces of the feed on each element. Not recursive either, as
    feeds may be nested thousands deep.
    """
    pieces = [node.text or ""]
    waiting: list[Any] = list(reversed(node))
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        name, tail = _name(one), html.escape(one.tail or "", quote=False)
        if not name:  # an entity, which is kept, or a processing instruction, which is not
            pieces.append((one.text if _is_entity(one) else "") + tail)
        elif not len(one) and not one.text:
            pieces.append(f"<{name}/>{tail}")
        else:
            pieces.append(f"<{name}>{html.escape(one.text or '', quote=False)}")
            waiting += [f"</{name}>{tail}", *reversed(one)]
    return "".join(pieces)


def _is_entity(node: Any) -> bool:
    from lxml import etree

    return node.tag is etree.Entity


def _find_address(entry: Any) -> str | None:
    links = [n for n in entry if _name(n) == "link"]
    for node in links:
        if node.get("href") and node.get("rel", "alternate") == "alternate":
            return str(node.get("href")).strip()
    own = next((n.text.strip() for n in links if n.text and n.text.strip()), None)
    return own or _child_text(entry, "guid")


def _child_text(entry: Any, name: str) -> str | None:
    node = next((n for n in entry if _name(n) == name), None)
    return None if node is None else " ".join("".join(node.itertext()).split()) or None


def _is_entry(node: Any) -> bool:
    return _name(node) in ("item", "entry")


def _name(node: Any) -> str:
    """The node's name without its namespace; empty if it is not an element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
