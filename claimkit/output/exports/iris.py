"""Names by which linked data knows what claimkit finds: `urn:claimkit:q_…`, the same on every run."""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from claimkit.models.record import Article, Member, Speaker
from claimkit.models.values import is_wikidata_id

_LONGEST_URL = 2083  # what every browser takes
_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")  # not a character of a URL (RFC 3986)


def urn(*parts: str) -> str:
    """`urn:claimkit:` with `parts`, percent-encoded where a URN asks for it (RFC 8141)."""
    return "urn:claimkit:" + ":".join(percent_encoded(part, safe="", errors="replace") for part in parts)


def article_iri(article: Article) -> str:
    """The article's web address or, where none is known, a name by its id."""
    return web_address(article) or urn(article.id)


def speaker_iri(speaker: Speaker) -> str:
    """A name by the id of a resolved speaker."""
    return urn("speaker", speaker.id)


def member_iri(member: Member) -> str:
    """The name of a speaker who speaks jointly with others: the same as when speaking alone."""
    return urn("speaker", member.id)


def wikidata_iri(speaker: Speaker) -> str | None:
    """The Wikidata entity, if it is known."""
    id_ = speaker.wikidata
    return f"http://www.wikidata.org/entity/{id_}" if is_wikidata_id(id_) else None


def web_address(article: Article) -> str | None:
    """The article's http or https address with all characters legal in a URL, else None."""
    url = (article.url or "").strip()
    if len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return _UNSAFE.sub(lambda match: percent_encoded(match[0], errors="replace"), url)


def is_named(speaker: Speaker | None) -> bool:
    """Whether it is settled who speaks: nobody else is published as a speaker."""
    return speaker is not None and speaker.status == "resolved" and speaker.name is not None
