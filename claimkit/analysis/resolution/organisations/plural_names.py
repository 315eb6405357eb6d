"""Organisations whose names begin with several people: `the Friends of Albert Baths`, `Veterans for Europe`."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.sources.units import Core, SourceReading, plural
from claimkit.english.lexicon import common_words

_JOINED = 2  # units that go on with a name: `of Albert`


def plural_name(core: Core) -> SourceReading | None:
    """`the Friends of Albert Baths`, `Veterans for Europe`: a name in capitals that begins with several people."""
    head, rest, start = core.head, core.rest, len(core.phrase) - 1
    joined = len(rest) >= _JOINED and (
        rest[0].lower in ("of", "for", "against") or rest[0].capital
    )  # “Nurses Without …”
    if joined and (reading := _like_title(core)) is not None:
        return reading
    if not head.capital or head.kind == "person" or not joined:
        return None
    while start and core.phrase[start - 1].capital and core.phrase[start - 1].kind == "word":
        start -= 1
    named = rest[2:] if rest[1].lower == "the" else rest[1:]
    opens = core.article.begins_sentence(core.phrase[start].start) and not (
        rest[0].capital and not core.article.headline(core.start)
    )
    alone = opens or lists.is_demonym(head.lower) or words_of.party([head.lower])
    capitals = bool(named) and all(u.capital and not u.possessive for u in named)
    if alone or not capitals or any(u.kind == "person" for u in named) or not plural(head, core.phrase):
        return None
    span = (core.phrase[start].start, named[-1].end)
    return SourceReading("body", *span, body=span)


def _like_title(core: Core) -> SourceReading | None:
    """`Doctors Across Borders`, `Taxpayers for Plain Books`, `Friends of Albert Baths`: names that open a sentence.

    A preposition in capitals, common words in capitals after `for`, and `Friends of` make them names.
    """
    head, (link, *named) = core.phrase[0], core.rest
    capital = core.article.text[head.start].isupper() and head.kind == "word"
    if len(core.phrase) > 1 or not capital or core.article.headline(core.start):
        return None
    named = [u for u in named if u.lower != "the"]
    capitals = [u for u in named if u.capital and not u.possessive]
    if not capitals or len(capitals) < len(named) or not head.lower.endswith("s"):
        return None
    words = [w for u in named for w in u.lower.split()]
    common = all(w in common_words() or w.removesuffix("s") in common_words() for w in words)
    common = common and not any(u.kind == "person" for u in named)  # “Voters for Okafor”
    known = words_of.befriends(head.lower) and link.lower == "of"
    if not (link.capital or known or (link.lower in ("for", "against") and common)):
        return None
    span = (head.start, named[-1].end)
    return SourceReading("body", *span, body=span)
