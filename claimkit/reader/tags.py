"""Start tags with more attributes than any page has → without them: libxml2 compares each attribute with all others.

Almost every page is left as it is, byte for byte. One that may hold such a tag is written out again in a form that all
parsers read alike, so that nothing can hide a tag from this look at it and show it to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Pages of today have up to some thirty; up to here the comparing costs less than the rest of reading does.
_MOST = 200

# HTML's own white space; parsers differ in what they make of a form feed, so there is none left when these are asked.
_SPACE = r"[ \t\r\n]"
# One attribute, read as browsers read it. Possessive: nothing is looked at twice.
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
# Elements whose content is text whatever it looks like, and what stands for `<` in it.
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


def bounded(markup: str) -> str:
    """`markup`, in which no start tag has more than _MOST attributes, however a parser may read it."""
    markup = markup.replace("\f", " ")
    return markup if _is_sound(markup) else "".join(_rewritten(markup))


def _is_sound(markup: str) -> bool:
    """Whether, wherever a start tag may begin, it ends after _MOST attributes or fewer."""
    left = 4 * len(markup) + 1_000  # tags inside the values of tags are read for each of them
    for opening in _OPENING.finditer(markup):
        tag = _TAG.match(markup, opening.start())
        if tag is None:
            return False
        left -= tag.end() - tag.start()
        if left < 0:
            return False
    return True


def _rewritten(markup: str) -> Iterator[str]:
    """The same elements and texts with no `<` but that of a tag, and every value in a pair of quotation marks."""
    at = 0
    while (start := markup.find("<", at)) >= 0:
        yield markup[at:start]
        tag = _NAME.match(markup, start)
        if tag:
            name = _plain(tag["name"])
            attributes, at = _attributes(markup, tag.end())
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


def _attributes(markup: str, at: int) -> tuple[str, int]:
    """The first attributes of a tag, from the end of its name on, and where the tag ends."""
    kept: list[str] = []
    while attribute := _NAMED.match(markup, at):
        at = attribute.end()
        if len(kept) < _MOST and (name := _plain(attribute["name"])):
            value = attribute["value"] or ""
            if value[:1] in ("'", '"'):
                value = value[1:].removesuffix(value[0])
            value = value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
            kept.append(f' {name}="{value}"')
    end = markup.find(">", at)
    return "".join(kept), len(markup) if end < 0 else end + 1


def _plain(name: str) -> str:
    return _NO_NAME.sub("", name[:_LONGEST_NAME])
