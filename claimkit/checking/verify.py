"""Records against their source files: is the file there, does the span say the text, is the id right, and if not, where
are the words now?"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import product
from pathlib import Path

from rapidfuzz import fuzz

from claimkit.english.text import clean_text, digest, normalise, terms, words
from claimkit.errors import InputError
from claimkit.models.record import Article, Span
from claimkit.models.verified import Claimed, Finding, Verified
from claimkit.reader import Item, find, items, parse
from claimkit.reader.decoding import decode
from claimkit.reader.parsed import UnreadableError

_LIKE = 80  # percent of the letters in common, from which on words are changed rather than gone; set by hand
_ID_LENGTH = 20  # hexadecimal digits of a quotation's id
_LONGEST = 2_000  # characters of words that are looked for; more do not make them more alike


def verify(records: Iterable[Claimed], root: str | None = None) -> Iterator[Verified]:
    """What becomes of each record, in their order. `root` is the folder below which their files are now."""
    files = _Files(root)
    for record in records:
        yield _verify(record, files)


# What a file may have been written in: encodings with their marks, forms of letters with accents, ends of lines.
_ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", BOM_UTF8),
    ("utf-16-le", BOM_UTF16_LE),
    ("utf-16-be", BOM_UTF16_BE),
    ("cp1252", b""),
    ("latin-1", b""),
)
_LINE_ENDS = ("\n", "\r\n", "\r")


class _Read:
    """An article with what its file holds for it."""

    def __init__(self, article: Article, item: Item) -> None:
        self.article = article
        self._item = item

    @cached_property
    def writings(self) -> frozenset[str]:
        """The hashes of the same text in other bytes."""
        if not isinstance(self._item.data, bytes):
            return frozenset()
        try:
            text = decode(self._item.data, charset=self._item.charset)
        except UnreadableError:
            return frozenset()
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        found = set()
        forms = (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))
        for form, end, (encoding, mark) in product(forms, _LINE_ENDS, _ENCODINGS):
            try:
                data = mark + form.replace("\n", end).encode(encoding)
            except UnicodeEncodeError:
                continue
            found.add(replace(self._item, data=data).content)
        return frozenset(found)


class _Files:
    """The articles of files, each file read once."""

    def __init__(self, root: str | None) -> None:
        self._root = root
        self._read: dict[str, dict[str, _Read] | None] = {}
        self._below: dict[str, list[_Read]] | None = None

    def at(self, path: str) -> _Read | InputError | None:
        """The article at a record's path; None where there is no such file, `InputError` where it cannot be read."""
        name = path.partition("#")[0]
        file = name
        if self._root is not None and not Path(name).is_absolute():
            file = str(Path(self._root) / name)
        if file not in self._read:
            self._read[file] = _articles(file, name) if Path(file).is_file() else None
        found = self._read[file]
        if found is None:
            return None
        return found.get(path) or InputError(path, "the file has no such article; read it again with claimkit quotes")

    def elsewhere(self, article_id: str) -> _Read | None:
        """The article of that id below the root, the first by path."""
        if self._root is None:
            return None
        if self._below is None:
            self._below = {}
            for read in _every(self._root):
                self._below.setdefault(read.article.id, []).append(read)
        return next(iter(self._below.get(article_id, ())), None)


def _articles(file: str, name: str) -> dict[str, _Read]:
    """The articles of a file by the path that a record gives them, when the file was named `name`."""
    found: dict[str, _Read] = {}
    for source in find([file]):
        if isinstance(source, InputError):
            continue
        for item in items(source):
            if isinstance(item, InputError):
                continue
            try:
                article = parse(source, item)
            except InputError:
                continue
            found[f"{name}#{item.key}" if item.key else name] = _Read(article, item)
    return found


def _every(root: str) -> Iterator[_Read]:
    for source in find([root]):
        if not isinstance(source, InputError):
            yield from _articles(source.file, source.path).values()


def _verify(record: Claimed, files: _Files) -> Verified:
    read = files.at(record.path)
    moved = False
    if read is None:
        read = files.elsewhere(record.article_id)
        if read is None:
            return Verified(record, "missing", None, None)
        moved = True
    if isinstance(read, InputError):
        return Verified(record, "unreadable", record.path, None)
    finding, now = _compare(record, read)
    return Verified(record, "moved" if moved and finding == "holds" else finding, read.article.path, now)


def _compare(record: Claimed, read: _Read) -> tuple[Finding, Span | None]:
    article = read.article
    if not record.placed:
        return _compare_words(record, article)
    if all(_says(article.text, span, record.exact) for span in record.spans):
        if article.id != record.article_id:
            return "article changed", None
        if not _right_id(record):
            return "wrong id", None
        return _compare_files(record, read), None
    first = next(span for span in record.spans if not _says(article.text, span, record.exact))
    # An id goes by the words, so one that is still right means other characters for the same words.
    if article.id == record.article_id and (now := _find_words(article.text, first)) is not None:
        return "re-encoded" if _same_words(read, record) else "shifted", now
    if (now := _find_exactly(article.text, first)) is not None:
        return "shifted", now
    if (now := _find_words(article.text, first)) is not None:
        return "shifted", now
    return ("changed", now) if (now := _find_like(article.text, first)) is not None else ("gone", None)


def _compare_files(record: Claimed, read: _Read) -> Finding:
    """What became of the file where the words are in place: nothing, if it is as it was."""
    if not record.content or not read.article.content or record.content == read.article.content:
        return "holds"
    return "re-encoded" if _same_words(read, record) else "article changed"


def _compare_words(record: Claimed, article: Article) -> tuple[Finding, Span | None]:
    """The same of a record that does not say where its words are."""
    lost = next((span for span in record.spans if _find_words(article.text, span) is None), None)
    if lost is not None:  # a page has the words as they read, without the markup that may be among them
        read = clean_text(article.text, article.cuts).text
        lost = next((span for span in record.spans if _find_words(read, span) is None), None)
    if lost is None:
        return ("holds" if article.id == record.article_id else "article changed"), None
    return ("changed", now) if (now := _find_like(article.text, lost)) is not None else ("gone", None)


def _same_words(read: _Read, record: Claimed) -> bool:
    """Whether the article has the same words in other bytes, by its id where that goes by the words."""
    if read.article.url is None:
        return read.article.id == record.article_id
    return record.content in read.writings


def _right_id(record: Claimed) -> bool:
    """Whether the record's id follows from the rest of it; true where its format does not say enough to tell."""
    if record.cue is None or not record.exact:
        return True
    places = [f"{span.start}:{span.end}" for span in record.spans] + ([f"{record.cue}"] if record.cue >= 0 else [])
    texts = [span.text for span in record.spans]
    return record.id == "q_" + digest(record.article_id, *places, *texts, length=_ID_LENGTH)


def _says(text: str, span: Span, exact: bool) -> bool:
    here = text[span.start : span.end]
    if exact:
        return here == span.text
    # A table has the words as they read, and one range for all of them, in which a cue may stand.
    said = iter(terms(here))
    return bool(here) and all(term in said for term in terms(span.text))


def _find_exactly(text: str, span: Span) -> Span | None:
    """The same characters at another place, the one nearest to the old one."""
    before, after = text.rfind(span.text, 0, span.end), text.find(span.text, span.start)
    found = [at for at in (before, after) if at >= 0]
    if not found:
        return None
    at = min(found, key=lambda place: abs(place - span.start))
    return Span(at, at + len(span.text), span.text)


def _find_words(text: str, span: Span) -> Span | None:
    """The same words with other spaces, marks or letters for the same letters."""
    pattern = r"\W{1,20}".join(re.escape(word) for word in words(span.text[:_LONGEST]))
    plain = normalise(text)
    match = re.search(pattern, plain) if pattern else None
    if match is None:
        return None
    if len(plain) != len(text):  # the offsets are those of the normal form, so only the words are told
        return Span(0, 0, match[0])
    return Span(match.start(), match.end(), text[match.start() : match.end()])


def _find_like(text: str, span: Span) -> Span | None:
    """The most similar words."""
    found = fuzz.partial_ratio_alignment(span.text[:_LONGEST], text, score_cutoff=_LIKE)
    if found is None:
        return None
    return Span(found.dest_start, found.dest_end, text[found.dest_start : found.dest_end])
