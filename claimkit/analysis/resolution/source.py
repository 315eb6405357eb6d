"""Reading a source: what kind of speaker its words stand for, before anyone is looked up.

A source is cut at commas, brackets, dashes and relative words; the first piece is its core. The core's last unit before
a preposition is its head: a person, a body, a role, a group, a document. A person in apposition to a role takes over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimkit.analysis.resolution import roles
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.bodies import Bodies
from claimkit.analysis.resolution.entities import Occurrence
from claimkit.analysis.resolution.roles import Description
from claimkit.analysis.resolution.roster import Roster
from claimkit.analysis.resolution.tokens import Page, Token
from claimkit.models import Reason

Shape = Literal["empty", "pronoun", "people", "role", "body", "group", "document", "author", "unnamed", "unknown"]


_SUBJECTS = frozenset({"he", "she", "they", "i", "we", "who"})
_EMPHATIC = frozenset({"himself", "herself", "itself", "themselves", "themself"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says. `people` are the named persons it stands for, `start:end` its head.

    `owner` is the possessor (`his`, `Trump’s`) or author of the head; `body` a named organisation;
    `definite` is false for `a spokesman`; `named` are the names of a joint source.
    """

    shape: Shape
    start: int
    end: int
    people: tuple[Occurrence, ...] = ()
    body: tuple[int, int] | None = None
    asked: Description | None = None
    noun: str = ""
    owner: Unit | None = None
    definite: bool = True
    reason: Reason | None = None
    named: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A person, a body or a word inside a source."""

    start: int
    end: int
    kind: Literal["person", "body", "word"]
    lower: str
    possessive: bool
    capital: bool
    occurrence: Occurrence | None = None
    label: str = ""


def read(page: Page, roster: Roster, bodies: Bodies, start: int, end: int) -> Reading:
    """Read the source at `start:end`."""
    units = _units(page, roster, bodies, start, end)
    units = units[:1] + [u for u in units[1:] if u.kind != "word" or u.lower not in _EMPHATIC]  # “Ilves herself”
    while units and _skipped(units):
        units = units[1:]
    while units and not units[-1].lower[0].isalnum() and units[-1].kind == "word":
        units = units[:-1]
    if not units:
        return Reading("empty", start, end)
    if _clause(units):
        units = units[:1]
    if len(units) == 1 and units[0].kind == "word" and (kind := lists.pronoun(units[0].lower)):
        if kind == "self":
            return Reading("author", units[0].start, units[0].end, noun=units[0].lower)
        if kind in ("male", "female", "plural", "thing", "relative"):
            return Reading("pronoun", units[0].start, units[0].end, noun=units[0].lower)
        return Reading("group", units[0].start, units[0].end, noun=units[0].lower)
    pieces = _pieces(units)
    reading = _core(page, pieces[0])
    if reading.shape in ("role", "unnamed", "group", "document", "unknown"):
        return _with_apposition(page, reading, pieces)
    if reading.shape == "people" and len(reading.people) == 1 and len(pieces) > 1:
        return _listed(reading, pieces)
    return reading


def _clause(units: Sequence[Unit]) -> bool:
    """`he suspended his campaign`: a subject with the verb that came along."""
    first, second = units[0], units[1] if len(units) > 1 else units[0]
    subject = first.kind == "word" and first.lower in _SUBJECTS
    return subject and second.kind == "word" and second.lower[0].isalpha() and second.lower not in ("and", "or")


def _skipped(units: Sequence[Unit]) -> bool:
    first = units[0]
    if first.kind != "word":
        return False
    return not first.lower[0].isalnum() or (len(units) > 1 and first.lower in lists.phrase_words("skip"))


def widen(page: Page, start: int, end: int) -> tuple[int, int]:
    """A lone possessor with the role that it possesses: `his` in `his attorney` becomes `his attorney`."""
    i = page.index(end)
    inner = page.between(start, end)
    if not inner or not (inner[-1].possessive or (len(inner) == 1 and inner[0].lower in lists.phrase_words("owners"))):
        return start, end
    for token in page.tokens[i : i + 4]:
        if not token.text[0].isalpha() or token.lower in lists.auxiliaries() or token.lower in lists.prepositions():
            break
        if lists.role(token.lower) is not None and token.lower not in lists.documents():
            return start, token.end
    return start, end


def _units(page: Page, roster: Roster, bodies: Bodies, start: int, end: int) -> list[Unit]:
    """The source's words with persons and bodies joined."""
    spans: list[Unit] = []
    for o in roster.within(start, end + 2):
        if o.start < end and (not spans or o.start >= spans[-1].end):
            spans.append(Unit(o.start, min(o.end, max(end, o.start + 1)), "person", "person", o.possessive, True, o))
    for m in bodies.within(start, end):
        left, right = max(m.start, start), min(m.end, end)
        inner = [t for t in page.between(left, right) if t.text[0].isalnum()]
        while inner and inner[0].lower in {"the", "a", "an", "this", "that"}:
            inner = inner[1:]
        clash = any(s.start < right and left < s.end for s in spans)
        if inner and not clash and inner[0].capital and not _only_role(inner):
            text = page.text[inner[0].start : inner[-1].end].lower()
            spans.append(Unit(inner[0].start, inner[-1].end, "body", text, inner[-1].possessive, True, None, m.label))
    spans.sort(key=lambda u: u.start)
    units: list[Unit] = []
    k = 0
    for t in page.between(start, end):
        while k < len(spans) and spans[k].end <= t.start:
            k += 1
        if k < len(spans) and spans[k].start <= t.start:
            if spans[k].start == t.start:
                units.append(spans[k])
            continue
        units.append(Unit(t.start, t.end, "word", t.lower, t.possessive, t.capital))
    return units


def _only_role(tokens: Sequence[Token]) -> bool:
    last = tokens[-1].lower
    return lists.is_demonym(last) or lists.role(last) is not None or lists.plural_role(last)


def _pieces(units: Sequence[Unit]) -> list[list[Unit]]:
    """Cut at commas, dashes and relative words; the cutting words begin their piece. Brackets are left out."""
    pieces: list[list[Unit]] = [[]]
    depth = 0
    for i, unit in enumerate(units):
        sign = unit.kind == "word" and not unit.lower[0].isalnum()
        depth = max(0, depth + (unit.lower in "([") - (unit.lower in ")]")) if sign else depth
        if sign and unit.lower not in "&/'’“”\".()[]":
            hyphen = unit.lower == "-" and 0 < i < len(units) - 1 and units[i - 1].end == unit.start
            if not hyphen and not depth:
                pieces.append([])
        elif not sign and not depth:
            if unit.kind == "word" and pieces[-1] and unit.lower in lists.phrase_words("cuts"):
                pieces.append([])
            pieces[-1].append(unit)
    return [p for p in pieces if p] or [list(units)]


def _noun_phrase(piece: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The piece up to its first preposition, clause or participle, and the rest.

    `a number of experts` goes on to `experts`; `experts I spoke to` and `voters worried about jobs` stop early.
    """
    for i, unit in enumerate(piece):
        if not i:
            continue
        if _begins_clause(piece, i):
            return list(piece[:i]), list(piece[i:])
        if unit.kind != "word":
            continue
        if unit.lower in lists.prepositions():
            counted = piece[i - 1].lower in lists.phrase_words("counts") or all(_counts(u) for u in piece[:i])
            if unit.lower == "of" and counted and i + 1 < len(piece):
                return _noun_phrase(piece[i + 1 :])
            return list(piece[:i]), list(piece[i:])
        clause = unit.lower in lists.phrase_words("clauses") and piece[i - 1].lower != "and"
        if clause or (not unit.capital and unit.lower.endswith(("ed", "ing")) and _plural(piece[i - 1], piece[:i])):
            return list(piece[:i]), list(piece[i:])
    return list(piece), []


def _counts(unit: Unit) -> bool:
    return unit.lower.isdigit() or unit.lower in lists.phrase_words("quantifiers")


def _begins_clause(piece: Sequence[Unit], i: int) -> bool:
    """`an essay Mrs. Feldt wrote`: a document, then a person (with titles) who is followed by more words."""
    if piece[i - 1].kind != "word" or piece[i - 1].lower not in lists.documents() or piece[i - 1].capital:
        return False
    k = i
    while k < len(piece) and piece[k].kind == "word" and (piece[k].capital or lists.role(piece[k].lower)):
        k += 1
    return k + 1 < len(piece) and piece[k].kind == "person" and not piece[k].possessive


def _core(page: Page, piece: Sequence[Unit]) -> Reading:
    phrase, rest = _noun_phrase(piece)
    first, head = phrase[0], phrase[-1]
    start, end = phrase[0].start, piece[-1].end
    people = _joint(phrase)
    if people:
        return people
    alone = len(phrase) == 1 or _only_titles(phrase[:-1])
    if head.occurrence is not None and (alone or not head.possessive):
        return Reading("people", head.start, head.end, (head.occurrence,))
    if first.kind == "person" and first.occurrence and not first.possessive and len(phrase) > 1:
        follows = phrase[1]
        if follows.kind == "word" and follows.capital and page.headline(first.start):
            return Reading("people", first.start, first.end, (first.occurrence,))
        if follows.lower == "and":
            return Reading("group", start, head.end, noun=head.lower)
    if head.lower == "i" and len(phrase) > 2:
        return Reading("group", start, head.end, noun=head.lower)
    owner = next((u for u in reversed(phrase[:-1]) if u.possessive or u.lower in lists.phrase_words("owners")), None)
    definite = first.lower not in lists.phrase_words("indefinite")
    words = page.between(phrase[0].start, piece[-1].end)
    if head.kind == "body" and not _plural(head, phrase):
        if any(u.kind == "word" and u.lower == "and" for u in phrase) and sum(u.kind == "body" for u in phrase) > 1:
            return Reading("group", start, head.end, noun=head.lower)
        return Reading("body", head.start, head.end, body=(head.start, head.end), definite=definite)
    noun = head.lower
    before = phrase[-2] if len(phrase) > 1 else None
    if noun in lists.after_name() and before is not None and before.kind == "person" and noun != "government":
        return Reading("body", before.start, head.end, body=(before.start, head.end), noun=noun)
    if _plural(head, phrase):
        return Reading("group", start, head.end, noun=noun, owner=owner)
    role = lists.role(noun)
    if role is not None and noun not in lists.documents():
        asked = roles.describe(words)
        shape: Shape = "role" if definite or owner else "unnamed"
        return Reading(shape, start, end, asked=asked, noun=noun, owner=owner, definite=definite)
    if noun in lists.documents():
        return Reading("document", start, head.end, body=_publisher(phrase), noun=noun, owner=owner or _author(rest))
    if noun in lists.bodies() or noun in lists.tails() or lists.country(noun):
        named = _named_body(phrase)
        body = (named[0].start, head.end) if named else None
        return Reading("body", start, head.end, body=body, noun=noun, owner=None if named else owner, definite=definite)
    if head.capital and not page.headline(start):
        named = [u for u in phrase if u.capital and u.lower not in lists.function_words()]
        return Reading("body", start, head.end, body=(named[0].start, head.end) if named else None, noun=noun)
    if role is None and (description := roles.describe(words)) and description.head:
        return Reading("role", start, end, asked=description, noun=noun, owner=owner, definite=definite)
    return Reading("unknown", start, head.end, noun=noun, owner=owner)


def _joint(phrase: Sequence[Unit]) -> Reading | None:
    """`Priya Nair and Simon Katz`, `Ruth Calder and the Prado administration`: several named speakers as one."""
    parts: list[list[Unit]] = [[]]
    for unit in phrase:
        if unit.kind == "word" and unit.lower == "and":
            parts.append([])
        else:
            parts[-1].append(unit)
    if len(parts) < 2 or not all(parts):
        return None
    found: list[Unit] = []
    for part in parts:
        head = part[-1]
        if head.kind == "person" and not head.possessive:
            found.append(head)
        elif (head.kind == "body" or head.lower in lists.bodies()) and (named := _named_body(part)):
            found.append(replace(named[0], end=head.end, kind="body", occurrence=None))
        else:
            return None
    if all(u.kind == "body" for u in found):
        return None
    people = tuple(u.occurrence for u in found if u.occurrence)
    return Reading("people", found[0].start, found[-1].end, people, named=tuple((u.start, u.end) for u in found))


def _listed(reading: Reading, pieces: Sequence[Sequence[Unit]]) -> Reading:
    """`Ruth Calder (D-Wash.), Sam Okafor (D-Iowa) and Luis Prado`: a list over commas, closed by `and`."""
    people = [reading.people[0]]
    closed = False
    for piece in pieces[1:]:
        named = [u for u in piece if u.kind == "person" and u.occurrence and not u.possessive]
        if piece[0].lower == "and" and len(named) == 1:
            closed = True
            people += [u.occurrence for u in named if u.occurrence]
        elif len(named) == 1 and piece[0].kind == "person" and len(piece) == 1:
            people += [u.occurrence for u in named if u.occurrence]
        elif named and any(u.lower == "and" for u in piece) and piece[0].kind == "person":
            closed = True
            people += [u.occurrence for u in named if u.occurrence]
    if not closed:
        return reading
    spans = tuple((o.start, o.end) for o in people)
    return Reading("people", people[0].start, people[-1].end, tuple(people), named=spans)


def _with_apposition(page: Page, reading: Reading, pieces: Sequence[Sequence[Unit]]) -> Reading:
    """`the palace’s spokesperson, Ingrid Moe`; `officials, including Mika Salo`."""
    for piece in pieces[1:]:
        opener = piece[0].lower if piece[0].kind == "word" else ""
        inner = piece[1:] if opener in lists.phrase_words("cuts") else piece
        if not inner or opener in {"who", "whom", "whose", "which", "that"}:
            continue
        phrase, _ = _noun_phrase(inner)
        head = phrase[-1]
        if reading.shape == "document":
            published = opener in lists.phrase_words("publishing") or inner[0].lower in lists.phrase_words("authors")
            if published and (owner := _author(inner)):
                return Reading("document", reading.start, reading.end, noun=reading.noun, owner=owner)
            continue
        if head.kind != "person" or head.possessive or not head.occurrence:
            continue
        if reading.shape == "group":
            several = sum(u.kind == "person" and not u.possessive for u in inner) > 1
            if opener in lists.phrase_words("members") and not several:
                return Reading("people", head.start, head.end, (head.occurrence,), reason="named member of the group")
            continue
        return Reading("people", head.start, head.end, (head.occurrence,), reason="apposition")
    return reading


def _only_titles(units: Sequence[Unit]) -> bool:
    """Whether nothing but titles stands before a possessive name (`Mrs. Clinton’s`)."""
    titles = (u.kind == "word" and (u.capital or lists.role(u.lower) is not None) for u in units)
    return all(titles) and not any(u.lower in lists.documents() for u in units)


def _plural(head: Unit, phrase: Sequence[Unit]) -> bool:
    """Whether the head stands for several unnamed people: `officials`, `31 Latinos`, `Russians`."""
    noun = head.lower.split()[-1]
    if noun in lists.groups() or lists.plural_role(noun) or noun in lists.phrase_words("quantifiers"):
        return True
    if not noun.endswith("s") or noun in {"swiss", "us", "u.s"}:
        return False
    if lists.is_demonym(noun) or head.label == "NORP":
        return True
    return any(_counts(u) for u in phrase[:-1])


def _named_body(phrase: Sequence[Unit]) -> list[Unit]:
    """The capitalised words right before the head, and the head: `UK government`, `State Department`."""
    head = phrase[-1]
    named = [head] if head.capital else []
    for unit in reversed(phrase[:-1]):
        if not (unit.capital or unit.kind != "word") or unit.possessive or unit.lower in lists.function_words():
            break
        named.insert(0, unit)
    return named if named else []


def _publisher(phrase: Sequence[Unit]) -> tuple[int, int] | None:
    """The body before a document: `a new Daily Mirror poll`, `the Mirror’s average`."""
    named = [u for u in phrase[:-1] if u.kind == "body" and not lists.is_demonym(u.lower)]
    return (named[0].start, named[-1].end) if named else None


def _author(rest: Sequence[Unit]) -> Unit | None:
    """The person or body after `by` and `from`, or whose clause it is (`an essay Mrs. Feldt wrote`)."""
    clause = next((u for u in rest[:3] if u.kind != "word" or not u.capital), None)
    if clause is not None and clause.kind == "person" and not clause.possessive:
        return clause
    for i, unit in enumerate(rest[:-1]):
        if unit.lower in lists.phrase_words("authors"):
            phrase, _ = _noun_phrase(rest[i + 1 :])
            if phrase and phrase[-1].kind in ("person", "body") and not phrase[-1].possessive:
                return phrase[-1]
    return None
