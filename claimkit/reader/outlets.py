"""Names of outlets, from web addresses, agencies, mastheads and file names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

from claimkit.english import lexicon

_URL = re.compile(r"https?://[^\s<>\"'“”‘’()\[\]{}|\\^`]{4,2000}", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}\Z", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?: (?:of|and|for|&|[A-Z][\w.'’-]*))+")


def find_url(text: str) -> str | None:
    """The first web address in `text`, without punctuation after it."""
    match = _URL.search(text)
    return match[0].rstrip(".,;:!?*_~") if match else None


def valid_url(value: str | None) -> str | None:
    """`value` if it is exactly one web address."""
    return value if value and _URL.fullmatch(value) else None


def from_url(url: str | None) -> str | None:
    """The outlet at an address: its name if it is well known, else its registered domain."""
    if not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    if not _HOST.match(host):
        return None
    domain = _registered_domain(host)
    names: dict[str, str] = lexicon.table("outlets")["hosts"]
    return names.get(domain, domain)


def from_agency(name: str) -> str | None:
    """The news agency that datelines call by this name, or None."""
    names: dict[str, str] = lexicon.table("outlets")["agencies"]
    return names.get(" ".join(name.casefold().split()))


def from_file(name: str) -> str | None:
    """The outlet that the first part of a file name means; None for a general word such as `article`."""
    key = name.casefold()
    names: dict[str, str] = lexicon.table("outlets")["files"]
    if key in names:
        return names[key]
    return None if key in lexicon.table("metadata")["files"]["generic"] else name


def from_folder(name: str) -> str | None:
    """The outlet that a folder is named for; None for a general word such as `articles`."""
    key = name.casefold()
    if key in lexicon.table("metadata")["files"]["folders"]:
        return None
    names: dict[str, str] = lexicon.table("outlets")["files"]
    return names.get(key, name)


def from_field(value: str) -> str:
    """The outlet in a field that holds a name, a host or an address."""
    url = find_url(value)
    return from_url(url or (f"https://{value}" if _HOST.match(value) else None)) or value


def from_masthead(shown: str) -> str | None:
    """The outlet that a short line names: a well-known one, or a name that ends like a newspaper's."""
    words = shown.split()
    if not 1 <= len(words) <= 5:
        return None
    folded = shown.casefold()
    if known := _known_names().get(folded):
        return known
    if not _NAME.fullmatch(shown) or "the" in folded.split()[1:]:
        return None
    table = lexicon.table("outlets")
    endings = (*table["endings"], *(table["common_endings"] if folded.startswith("the ") else ()))
    if not any(folded.endswith(f" {ending}") for ending in endings):
        return None
    return " ".join(word.capitalize() if len(word) > 2 else word for word in words) if shown.isupper() else shown


@cache
def _known_names() -> dict[str, str]:
    """The names of all known outlets, by their folded form."""
    table = lexicon.table("outlets")
    return {name.casefold(): name for key in ("hosts", "agencies", "files") for name in table[key].values()}


@lru_cache(maxsize=10_000)
def _registered_domain(host: str) -> str:
    """`edition.example.co.uk` → `example.co.uk`, by the public suffix list that tld ships."""
    from tld import get_fld

    try:
        domain = get_fld(f"https://{host}", fail_silently=True, search_private=True)
    except Exception:  # an odd host in a file must not stop the reading
        domain = None
    return str(domain) if domain else host.removeprefix("www.")
