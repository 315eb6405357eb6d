"""The id of an article: by its address, else by what it says; never by where it lies."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

from claimkit.english import text as texts
from claimkit.reader.parsed import Facts

ID_LENGTH = 20  # hexadecimal digits: of 100 million articles no two share an id by chance

_SPACE = re.compile(r"\s+")
_PORTS = {"http": 80, "https": 443}
# Parameters that say where a reader came from, not which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|mc_[ce]id|[gf]bclid|gclid|dclid|msclkid|igshid|cmpid|ocid|ref|smid|partner|ito|ns_\w+|xtor)",
    re.IGNORECASE,
)


def article_id(text: str, facts: Facts) -> str:
    """The same for the same article in any folder, archive, format or place.

    Without an address it goes by the words, and by title, outlet and date where these are known: two outlets that print
    the same report have printed two articles.
    """
    if address := canonical(facts.url):
        return "a_" + texts.digest(address, length=ID_LENGTH)
    words = _folded(text)
    title = _folded(facts.title or "")
    known = ("" if title in words else title, facts.outlet or "", facts.published or "")
    return "a_" + texts.digest(words, *known, length=ID_LENGTH)


def canonical(url: str | None) -> str | None:
    """An address without what does not tell pages apart; None for what is not one."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    place = host if port in (None, _PORTS[parts.scheme.lower()]) else f"{host}:{port}"
    asked = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key)
    ]
    query = f"?{urlencode(sorted(asked))}" if asked else ""
    return f"{place}{parts.path.rstrip('/')}{query}"


def _folded(text: str) -> str:
    """The words as they are compared: one space between them, one way to write each character."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
