"""Files, folders and standard input → articles: their text, what in it is not prose, and who printed it when.

find(paths, options)      which files there are, without opening them
items(source)             the articles that one file holds, unread, one at a time
parse(source, item)       one article
read(paths)               all of it at once
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from claimkit.english import text as texts
from claimkit.errors import InputError
from claimkit.models import Article
from claimkit.reader import fragment, html, markdown, outlets, pdf, plain, word
from claimkit.reader.decoding import checked, decode
from claimkit.reader.files import FORMAT_OF, STDIN, Source, find, suffix
from claimkit.reader.input_options import DEFAULT, FIELDS, FORMATS, Options
from claimkit.reader.items import Item, is_html
from claimkit.reader.parsed import Page, UnreadableError
from claimkit.reader.unpack import items, unexpected

__all__ = ["DEFAULT", "FIELDS", "FORMATS", "STDIN", "Item", "Options", "Source", "find", "items", "parse", "read"]


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


def parse(source: Source, item: Item) -> Article:
    """The article in `item`. The format follows from its kind, the content (HTML) and the name.

    InputError if there is no article in it.
    """
    path = item.path(source)
    try:
        page = _page(item)
    except UnreadableError as error:
        raise InputError(item.shown(source), str(error)) from error
    except Exception as error:  # one hostile article must not stop the others
        raise InputError(item.shown(source), unexpected(error)) from error
    facts = item.facts.or_else(page.facts)
    return Article(
        id="a_" + texts.digest(path, page.text),
        path=path,
        text=page.text,
        title=facts.title,
        outlet=facts.outlet or outlets.from_url(facts.url),
        published=facts.published,
        url=facts.url,
        format=page.format,
        cuts=page.cuts,
        words=texts.count_words(page.text, page.cuts),
    )


def _page(item: Item) -> Page:
    by_name = FORMAT_OF.get(suffix(item.name)) if item.kind == "auto" else None
    kind = item.kind if by_name is None else by_name
    if kind in ("pdf", "docx"):
        data = item.data if isinstance(item.data, bytes) else item.data.encode("utf-8", "replace")
        return pdf.parse(data, item.name) if kind == "pdf" else word.parse(data, item.name)
    markup = kind in ("html", "fragment")
    text = item.data
    text = decode(text, markup=markup, charset=item.charset) if isinstance(text, bytes) else checked(text)
    if kind == "fragment":
        return fragment.parse(text, item.name)
    if markup or (kind == "auto" and is_html(text)):
        return html.parse(text, item.name)
    return markdown.parse(text, item.name) if kind == "markdown" else plain.parse(text, item.name)
