"""Files, folders and standard input → articles: text, the parts of it that are not prose, title, outlet and date.

find(paths, options)      the files under some paths, without opening them
items(source)             the articles in one file, one at a time and not yet parsed
parse(source, item)       one article
read(paths)               the three in a row

file_formats.py lists the formats and says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from claimkit.english import text as texts
from claimkit.errors import InputError
from claimkit.models.record import Article
from claimkit.reader import fragment, html, outlets, plain
from claimkit.reader.article_id import article_id
from claimkit.reader.decoding import check_text, decode
from claimkit.reader.file_formats import FORMAT_OF, FORMATS
from claimkit.reader.files import STDIN, Source, suffix
from claimkit.reader.folders import find
from claimkit.reader.input_options import DEFAULT, FIELDS, Options
from claimkit.reader.items import Item, is_html
from claimkit.reader.parsed import Facts, ParsedArticle, UnreadableError
from claimkit.reader.unpack import explain_unexpected, items

__all__ = ["DEFAULT", "FIELDS", "FORMATS", "STDIN", "Item", "Options", "Source", "find", "items", "parse", "read"]


def read(
    paths: Sequence[str], stdin: BinaryIO | None = None, options: Options = DEFAULT
) -> Iterator[Article | InputError]:
    """Each article under `paths`, sorted by path; an input that cannot be read comes as an InputError.

    `paths` are files, folders (searched recursively) and `-` for standard input, which `stdin` replaces.
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
    """The article in `item`; its kind, its name and its content tell the format. InputError if it has no article."""
    path = item.path(source)
    try:
        parsed = _parse_content(item)
    except UnreadableError as error:
        raise InputError(item.shown(source), str(error)) from error
    except Exception as error:  # a hostile article must not stop the others
        raise InputError(item.shown(source), explain_unexpected(error)) from error
    facts = item.facts.or_else(parsed.facts)
    facts = replace(facts, outlet=_outlet(item, facts))
    return Article(
        id=article_id(parsed.text, facts),
        path=path,
        text=parsed.text,
        title=facts.title,
        outlet=facts.outlet,
        published=facts.published,
        url=facts.url,
        format=parsed.format,
        cuts=parsed.cuts,
        words=texts.count_words(parsed.text, parsed.cuts),
        content=item.content,
    )


def _outlet(item: Item, facts: Facts) -> str | None:
    by_address = outlets.from_url(facts.url)
    if item.by_domain and by_address:
        return by_address
    return facts.outlet or by_address


def _parse_content(item: Item) -> ParsedArticle:
    kind = FORMAT_OF.get(suffix(item.name), "auto") if item.kind == "auto" else item.kind
    format = FORMATS.get(kind)
    if format and format.parse_bytes:
        data = item.data if isinstance(item.data, bytes) else item.data.encode("utf-8", "replace")
        return format.parse_bytes(data, item.name)
    text = item.data
    markup = kind in ("html", "fragment")
    text = decode(text, markup=markup, charset=item.charset) if isinstance(text, bytes) else check_text(text)
    if kind == "fragment":
        return fragment.parse(text, item.name)
    if kind == "auto":
        return html.parse(text, item.name) if is_html(text) else plain.parse(text, item.name)
    parse_text = (format and format.parse_text) or plain.parse
    return parse_text(text, item.name)
