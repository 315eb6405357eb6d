"""Bytes → text: by byte order mark, as UTF-8, by a declared charset, or by what the bytes look like."""

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
# UTF-8 quotation marks and dashes that were read as Windows-1252 or Latin-1, once or twice; sound text never has these.
_MOJIBAKE = re.compile("â€[œ\x9d™˜“”¦\ufffd\\s]|â\x80[\x93\x94\x98\x99\x9c\x9d\xa6]|Ã¢â‚¬|â€$")
_LOST = re.compile("â€(?:[\x9d\ufffd]|(?=\\s|$))")
_ESCAPES = re.compile(r"[\udc80-\udcff]")
_SAMPLE = 200_000

# What Western prose has besides ASCII. The letters of a few languages (þ, ð) are left out because text in another
# charset, read as Western, turns into them and into accented capitals inside words.
_WESTERN = frozenset(
    "‘’‚“”„–—…•«»‹›€£¥§©®™°·½¼¾²³ªº¿¡´\xa0\xadàâäáãåæçèéêëìíîïñòóôöõøœùúûüßýšžÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŠŽ"
)
_MISREAD = re.compile(r"[a-z][À-ÖØ-ÞŒŠŽ]|[A-Za-z](?:[‚„‹]|[¡¿ªº©®°€][A-Za-zà-ÿ])")


def decode(data: bytes, *, markup: bool = False, charset: str | None = None) -> str:
    """The text of `data` with its own newlines and without the byte order mark.

    `charset` is what the data's container states; `markup` says that the data may declare one itself, as HTML does.
    Valid UTF-8 is read as UTF-8 whatever is stated. UnreadableError for data that is empty, not text, or in a charset
    that cannot be determined.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(f"not text but {reason}")
    return check_text(_decode(data, markup, charset))


def check_text(text: str) -> str:
    """`text` with mojibake fixed and lone surrogates replaced; UnreadableError if it is empty or binary."""
    if "\0" in text or len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100 + 1:
        raise UnreadableError("not a text file (it looks binary); check what it is")
    if not text.strip():
        raise UnreadableError("the file is empty")
    return fix_mojibake(replace_surrogates(text))


def fix_mojibake(text: str) -> str:
    """`text` with wrongly decoded quotation marks (`â€œ`) fixed; any other text is unchanged."""
    if not ("â" in text or "Ã" in text) or not _MOJIBAKE.search(text):
        return text
    from ftfy import fix_encoding

    # The third byte of ” has no character in Windows-1252 and is often lost; ftfy would take the space for it.
    return fix_encoding(_LOST.sub("”", text))


def decode_escapes(text: str) -> str:
    """`text` with surrogate escapes (bytes that are not UTF-8), decoded as a whole in its real charset."""
    if not _ESCAPES.search(text):
        return text
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # lone surrogates that are not escapes, as JSON can spell them
        return text


def _decode(data: bytes, markup: bool, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    if b"\0" in data[:_SAMPLE]:
        return "\0"
    if charset and (codec := _find_codec(charset)):
        return _decode_strictly(data, codec)
    declared = _DECLARED.search(data[:2048]) if markup else None
    if declared and (codec := _find_codec(declared[1].decode("ascii"))):
        return _decode_strictly(data, codec)
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    # E2 80 begins UTF-8's quotation marks and dashes, and is very rare in any other charset.
    if b"\xe2\x80" in data or bad * 10 <= len(data) - len(data.decode("ascii", "ignore")):
        raise UnreadableError(f"not valid UTF-8 at byte {broken_at}; save it again as UTF-8")
    return _decode_by_guess(data)


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper()
        raise UnreadableError(
            f"declared as {name} but not valid at byte {error.start}; save it again as UTF-8"
        ) from error


def _find_codec(name: str) -> str | None:
    """The codec for a declared charset. ASCII and Latin-1 are read as Windows-1252, as browsers do."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in {"iso8859-1", "ascii"}:
        return "cp1252"
    plain = codec.replace("-", "_")
    return codec if plain in _LEGACY or codec.startswith("iso8859-") else None


def _decode_by_guess(data: bytes) -> str:
    """Text in an undeclared charset. Western first: detectors take short Western text for Central European."""
    for encoding in ("cp1252", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_western(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_LEGACY)).best()
    # The detector nearly always finds some charset; trust it only if it recognizes the language too. Set by hand.
    if best is not None and best.coherence >= 0.2:
        with suppress(UnicodeDecodeError):
            return data.decode(best.encoding)
    raise UnreadableError("unknown character encoding; save it as UTF-8")


def _looks_western(text: str) -> bool:
    sample = text[:_SAMPLE]
    high = [c for c in sample if ord(c) >= 0x80]
    return (
        len(high) * 4 <= len(sample)
        and sum(c in _WESTERN for c in high) * 10 >= len(high) * 9
        and not _MISREAD.search(sample)
    )
