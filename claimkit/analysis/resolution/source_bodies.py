"""Sources that stand for an organisation, several unnamed people or a document: rules for a source's first piece."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.source_units import Core, SourceReading, SourceUnit, noun_phrase, plural


def named_organisation(core: Core) -> SourceReading | None:
    """`the Kremlin`; several joined by `and` are a group."""
    head = core.head
    if head.kind != "body" or plural(head, core.phrase):
        return None
    joined = any(u.kind == "word" and u.lower == "and" for u in core.phrase)
    if joined and sum(u.kind == "body" for u in core.phrase) > 1:
        return core.group()
    return SourceReading("body", head.start, head.end, body=(head.start, head.end), definite=core.definite)


def named_after_person(core: Core) -> SourceReading | None:
    """`the Trump campaign`."""
    before = core.phrase[-2] if len(core.phrase) > 1 else None
    if before is None or before.kind != "person" or core.noun not in lists.after_name() or core.noun == "government":
        return None
    return SourceReading("body", before.start, core.head.end, body=(before.start, core.head.end), noun=core.noun)


def group(core: Core) -> SourceReading | None:
    """`officials`, `31 Latinos`."""
    return core.group(core.owner) if plural(core.head, core.phrase) else None


def document(core: Core) -> SourceReading | None:
    """`a Daily Mirror poll`, `the report by Mr. Lind`."""
    if core.noun not in lists.documents():
        return None
    owner = core.owner or author(core.rest)
    return SourceReading(
        "document", core.start, core.head.end, body=_publisher(core.phrase), noun=core.noun, owner=owner
    )


def organisation_word(core: Core) -> SourceReading | None:
    """`the agency`, `UK government`, `Ukraine`."""
    if not (core.noun in lists.bodies() or core.noun in lists.tails() or lists.country(core.noun)):
        return None
    named = named_body(core.phrase)
    return SourceReading(
        "body",
        core.start,
        core.head.end,
        body=(named[0].start, core.head.end) if named else None,
        noun=core.noun,
        owner=None if named else core.owner,
        definite=core.definite,
    )


def capitalised(core: Core) -> SourceReading | None:
    """Any other name is taken for an organisation's, except in a headline, where capitals say nothing."""
    if not core.head.capital or core.article.headline(core.start):
        return None
    named = [u for u in core.phrase if u.capital and u.lower not in lists.function_words()]
    body = (named[0].start, core.head.end) if named else None
    return SourceReading("body", core.start, core.head.end, body=body, noun=core.noun)


def named_body(phrase: Sequence[SourceUnit]) -> list[SourceUnit]:
    """The capitalised words right before the head, and the head: `UK government`, `State Department`."""
    head = phrase[-1]
    named = [head] if head.capital else []
    for unit in reversed(phrase[:-1]):
        if not (unit.capital or unit.kind != "word") or unit.possessive or unit.lower in lists.function_words():
            break
        named.insert(0, unit)
    return named if named else []


def _publisher(phrase: Sequence[SourceUnit]) -> tuple[int, int] | None:
    """The body before a document: `a new Daily Mirror poll`, `the Mirror’s average`."""
    named = [u for u in phrase[:-1] if u.kind == "body" and not lists.is_demonym(u.lower)]
    return (named[0].start, named[-1].end) if named else None


def author(rest: Sequence[SourceUnit]) -> SourceUnit | None:
    """The person or body after `by` and `from`, or whose clause it is (`an essay Mrs. Feldt wrote`)."""
    clause = next((u for u in rest[:3] if u.kind != "word" or not u.capital), None)
    if clause is not None and clause.kind == "person" and not clause.possessive:
        return clause
    for i, unit in enumerate(rest[:-1]):
        if unit.lower in lists.phrase_words("authors"):
            phrase, _ = noun_phrase(rest[i + 1 :])
            if phrase and phrase[-1].kind in ("person", "body") and not phrase[-1].possessive:
                return phrase[-1]
    return None
