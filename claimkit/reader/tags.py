"""Limits the attributes of start tags: libxml2 compares each attribute of a tag with all others, in quadratic time.

Almost every page is left unchanged. A page that may hold such a tag is rewritten in a form that all parsers read alike,
so that no tag can hide from this check and still reach the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Today's pages have up to about thirty; up to this number comparing costs less than the rest of the reading.
_MOST = 200

# HTML's white space without the form feed, which parsers treat differently and `limit_attributes` removes.
_SPACE = r"[ \t\r\n]"
# One attribute, read as browsers do. Possessive, so that nothing is looked at twice.
_ATTRIBUTE = (
    r"[ \t\r\n/]*+(?P<name>[^ \t\r\n/>][^ \t\r\n/>=]*+)"
    rf"(?:{_SPACE}*+={_SPACE}*+"
    r"""(?P<value>"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\r\n>"'][^ \t\r\n>]*+)?+)?+"""
)
_NAMED = re.compile(_ATTRIBUTE)
_UNNAMED = re.sub(r"\?P<(?:name|value)>", "?:", _ATTRIBUTE)
_OPENING = re.compile(r"<(?=[A-Za-z])")
_TAG = re.compile(rf"<[A-Za-z][^ \t\r\n/>]*+(?:{_UNNAMED}){{0,{_MOST}}}+[ \t\r\n/]*+(?:>|\Z)")
_NAME = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^ \t\r\n/>]*+)")
_LONGEST_NAME = 100
_NO_NAME = re.compile(r"[^\w:.-]")
# Elements whose content is always text, and what replaces `<` in it.
_RAW = {
    "script": r"\u003c",
    "style": " ",
    "title": "&lt;",
    "textarea": "&lt;",
    "xmp": " ",
    "iframe": " ",
    "noembed": " ",
    "noframes": " ",
}
_RAW_END = {name: re.compile(rf"</{name}(?=[ \t\r\n/>])", re.IGNORECASE) for name in _RAW}


def limit_attributes(markup: str) -> str:
    """`markup` with at most _MOST attributes in any start tag, however a parser reads it."""
    markup = markup.replace("\f", " ")
    return markup if _is_sound(markup) else "".join(_rewrite(markup))


def _is_sound(markup: str) -> bool:
    """Whether every possible start tag ends after at most _MOST attributes."""
    left = 4 * len(markup) + 1_000  # tags inside attribute values are read once per tag
    for opening in _OPENING.finditer(markup):
        tag = _TAG.match(markup, opening.start())
        if tag is None:
            return False
        left -= tag.end() - tag.start()
        if left < 0:
            return False
    return True


def _rewrite(markup: str) -> Iterator[str]:
    """The same elements and texts, with `<` only where a tag begins and every value in quotation marks."""
    at = 0
    while (start := markup.find("<", at)) >= 0:
        yield markup[at:start]
        tag = _NAME.match(markup, start)
        if tag:
            name = _clean_name(tag["name"])
            attributes, at = _read_attributes(markup, tag.end())
            yield f"</{name}>" if tag["end"] else f"<{name}{attributes}>"
            folded = name.lower()
            if not tag["end"] and folded in _RAW:
                end = _RAW_END[folded].search(markup, at)
                stop = end.start() if end else len(markup)
                yield markup[at:stop].replace("<", _RAW[folded])
                at = stop
        elif markup.startswith("<!--", start):
            end_at = markup.find("-->", start + 4)
            at = len(markup) if end_at < 0 else end_at + 3
        elif markup.startswith(("<!", "<?", "</"), start):
            end_at = markup.find(">", start)
            at = len(markup) if end_at < 0 else end_at + 1
            if markup[start : start + 9].lower() == "<!doctype":
                yield "<" + markup[start + 1 : at].replace("<", "")
        else:
            yield "&lt;"
            at = start + 1
    yield markup[at:]


def _read_attributes(markup: str, at: int) -> tuple[str, int]:
    """The first attributes of a tag whose name ends at `at`, and where the tag ends."""
    kept: list[str] = []
    while attribute := _NAMED.match(markup, at):
        at = attribute.end()
        if len(kept) < _MOST and (name := _clean_name(attribute["name"])):
            value = attribute["value"] or ""
            if value[:1] in ("'", '"'):
                value = value[1:].removesuffix(value[0])
            value = value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
            kept.append(f' {name}="{value}"')
    end = markup.find(">", at)
    return "".join(kept), len(markup) if end < 0 else end + 1


def _clean_name(name: str) -> str:
    return _NO_NAME.sub("", name[:_LONGEST_NAME])
