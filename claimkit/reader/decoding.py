"""Bytes → text: UTF-8 first, then what byte order marks, declarations and the bytes themselves give away."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from claimkit.english.characters import replace_surrogates
from claimkit.reader.parsed import UnreadableError

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF; leave --input-format out"),
    (b"PK\x03\x04", "a zip archive or an office document; leave --input-format out"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as .docx or text first"),
    (b"{\\rtf", "a rich-text document; save it as plain text first"),
)
# The charsets of news pages and archives before UTF-8.
_LEGACY = (
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,5}=\s{0,5}["']?([A-Za-z0-9_.:-]{2,40})""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# UTF-8's quotation marks and dashes read as Windows-1252 or Latin-1, once or twice; no good text has these.
_MOJIBAKE = re.compile("â€[œ\x9d™˜“”¦\ufffd\\s]|â\x80[\x93\x94\x98\x99\x9c\x9d\xa6]|Ã¢â‚¬|â€$")
_LOST = re.compile("â€(?:[\x9d\ufffd]|(?=\\s|$))")
_ESCAPES = re.compile(r"[\udc80-\udcff]")
_SAMPLE = 200_000

# What Western prose has beside ASCII. The letters of a few languages (þ, ð) are left out: text in another charset that
# is read as Western turns into them, and into accented capitals inside words.
_WESTERN = frozenset(
    "‘’‚“”„–—…•«»‹›€£¥§©®™°·½¼¾²³ªº¿¡´\xa0\xadàâäáãåæçèéêëìíîïñòóôöõøœùúûüßýšžÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŠŽ"
)
_MISREAD = re.compile(r"[a-z][À-ÖØ-ÞŒŠŽ]|[A-Za-z](?:[‚„‹]|[¡¿ªº©®°€][A-Za-zà-ÿ])")


def decode(data: bytes, *, markup: bool = False, charset: str | None = None) -> str:
    """The text of `data`, newlines as they are, without the byte order mark.

    `charset` is what the data's container says it is in; `markup` says that the data may declare it itself, as HTML
    does. UTF-8 that is valid is taken for UTF-8 whatever anything says. UnreadableError for data that is empty, no
    text, or in a charset that cannot be told.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(f"not text but {reason}")
    return checked(_decode(data, markup, charset))


def checked(text: str) -> str:
    """`text` if it is one, without halves of surrogate pairs; UnreadableError if it is empty or binary."""
    if "\0" in text or len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100 + 1:
        raise UnreadableError("not a text file (it looks binary); check what it is")
    if not text.strip():
        raise UnreadableError("the file is empty")
    return repaired(replace_surrogates(text))


def repaired(text: str) -> str:
    """`text` with quotation marks that were decoded wrongly (`â€œ`) put right; any other text as it is."""
    if not ("â" in text or "Ã" in text) or not _MOJIBAKE.search(text):
        return text
    from ftfy import fix_encoding

    # The third byte of ” has no character in Windows-1252, so it is often lost; ftfy would take the space for it.
    return fix_encoding(_LOST.sub("”", text))


def escaped(text: str) -> str:
    """`text` in which surrogate escapes stand for bytes that are not UTF-8, decoded as a whole in its own charset."""
    if not _ESCAPES.search(text):
        return text
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # other halves of pairs, as JSON can spell them
        return text


def _decode(data: bytes, markup: bool, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    if b"\0" in data[:_SAMPLE]:
        return "\0"
    if charset and (codec := _known(charset)):
        return _strict(data, codec)
    declared = _DECLARED.search(data[:2048]) if markup else None
    if declared and (codec := _known(declared[1].decode("ascii"))):
        return _strict(data, codec)
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    # E2 80 begins the quotation marks and dashes of UTF-8, and next to nothing in any other charset.
    if b"\xe2\x80" in data or bad * 10 <= len(data) - len(data.decode("ascii", "ignore")):
        raise UnreadableError(f"not valid UTF-8 at byte {broken_at}; save it again as UTF-8")
    return _guess(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper()
        raise UnreadableError(
            f"not valid {name} at byte {error.start}, which it says it is; save it again as UTF-8"
        ) from error


def _known(name: str) -> str | None:
    """The codec for a charset that a page declares; what browsers read as Windows-1252 is read so here."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in {"iso8859-1", "ascii"}:
        return "cp1252"
    plain = codec.replace("-", "_")
    return codec if plain in _LEGACY or codec.startswith("iso8859-") else None


def _guess(data: bytes) -> str:
    """Text in a charset that nothing names. Western first: detectors take short Western text for Central European."""
    for encoding in ("cp1252", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _western(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_LEGACY)).best()
    # The detector nearly always finds some charset; believe it when it knows the language, too.
    if best is not None and best.coherence >= 0.2:
        with suppress(UnicodeDecodeError):
            return data.decode(best.encoding)
    raise UnreadableError("its character encoding cannot be told; save it as UTF-8")


def _western(text: str) -> bool:
    sample = text[:_SAMPLE]
    high = [c for c in sample if ord(c) >= 0x80]
    return (
        len(high) * 4 <= len(sample)
        and sum(c in _WESTERN for c in high) * 10 >= len(high) * 9
        and not _MISREAD.search(sample)
    )
