"""Files, folders and standard input → articles: their text, what in it is not prose, and who printed it when.

find(paths)               which files there are, without opening them
read_bytes(source)        one file, with a limit on its size
digest(data)              what tells an unchanged file
parse(source, data)       one article
read(paths)               all of it at once
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from claimkit import text as texts
from claimkit.errors import InputError
from claimkit.models import Article
from claimkit.reader import html, markdown, plain
from claimkit.reader.decoding import decode
from claimkit.reader.files import HTML, MARKDOWN, STDIN, Source, find, read_bytes, suffix
from claimkit.reader.page import UnreadableError

__all__ = ["STDIN", "Source", "digest", "find", "parse", "read", "read_bytes"]

_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype\s{1,20}html|html)\b", re.IGNORECASE)


def read(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Article | InputError]:
    """Each article under `paths`, sorted by path; an input that cannot be read comes as an InputError.

    `paths` are files, folders (read through to the bottom) and `-` for standard input (`stdin`, or the process's own).
    """
    for found in find(paths):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield parse(found, read_bytes(found, stdin))
        except InputError as error:
            yield error


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes in hexadecimal: the same digest, the same article."""
    return hashlib.sha256(data).hexdigest()


def parse(source: Source, data: bytes) -> Article:
    """The article in `data`. The format follows from the content (HTML) and the name; InputError if there is none."""
    kind = suffix(source.path)
    try:
        text = decode(data, markup=kind in HTML)
        if kind in HTML or _HTML_START.match(text):
            page = html.parse(text, source.path)
        elif kind in MARKDOWN:
            page = markdown.parse(text, source.path)
        else:
            page = plain.parse(text, source.path)
    except UnreadableError as error:
        raise InputError(source.shown, str(error)) from error
    return Article(
        id="a_" + texts.digest(source.path, page.text),
        path=source.path,
        text=page.text,
        title=page.facts.title,
        outlet=page.facts.outlet,
        published=page.facts.published,
        url=page.facts.url,
        format=page.format,
        cuts=page.cuts,
    )
