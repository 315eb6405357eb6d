"""Files, folders and standard input → articles: their text, what in it is not prose, and who printed it when.

find(paths, options)      which files there are, without opening them
items(source)             the articles that one file holds, unread, one at a time
parse(source, item)       one article
read(paths)               all of it at once
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from claimkit import text as texts
from claimkit.errors import InputError
from claimkit.models import Article
from claimkit.reader import html, markdown, plain
from claimkit.reader.decoding import checked, decode
from claimkit.reader.files import HTML, MARKDOWN, STDIN, Source, find, read_bytes, suffix
from claimkit.reader.items import Item
from claimkit.reader.options import DEFAULT, Options
from claimkit.reader.page import UnreadableError

__all__ = ["DEFAULT", "STDIN", "Item", "Options", "Source", "find", "items", "parse", "read"]

_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype\s{1,20}html|html)\b", re.IGNORECASE)


def read(
    paths: Sequence[str], stdin: BinaryIO | None = None, options: Options = DEFAULT
) -> Iterator[Article | InputError]:
    """Each article under `paths`, sorted by path; an input that cannot be read comes as an InputError.

    `paths` are files, folders (read through to the bottom) and `-` for standard input (`stdin`, or the process's own).
    """
    for found in find(paths, options):
        if isinstance(found, InputError):
            yield found
            continue
        for item in items(found, stdin, options):
            if isinstance(item, InputError):
                yield item
                continue
            try:
                yield parse(found, item)
            except InputError as error:
                yield error


def items(source: Source, stdin: BinaryIO | None = None, options: Options = DEFAULT) -> Iterator[Item | InputError]:
    """The articles that `source` holds, in its order and one at a time; what cannot be read comes as an InputError.

    `stdin` is standard input (or the process's own). Nothing is raised for what is in the file.
    """
    try:
        yield Item("", read_bytes(source, stdin), name=source.path)
    except InputError as error:
        yield error


def parse(source: Source, item: Item) -> Article:
    """The article in `item`. The format follows from its kind, the content (HTML) and the name; InputError if there
    is none."""
    path = item.path(source)
    kind = suffix(item.name)
    try:
        markup = item.kind == "html" or kind in HTML
        text = decode(item.data, markup=markup) if isinstance(item.data, bytes) else checked(item.data)
        if markup or (item.kind == "auto" and _HTML_START.match(text)):
            page = html.parse(text, item.name)
        elif item.kind == "markdown" or (item.kind == "auto" and kind in MARKDOWN):
            page = markdown.parse(text, item.name)
        else:
            page = plain.parse(text, item.name)
    except UnreadableError as error:
        raise InputError(item.shown(source), str(error)) from error
    facts = item.facts.or_else(page.facts)
    return Article(
        id="a_" + texts.digest(path, page.text),
        path=path,
        text=page.text,
        title=facts.title,
        outlet=facts.outlet,
        published=facts.published,
        url=facts.url,
        format=page.format,
        cuts=page.cuts,
    )
