"""Read a source: what kind of speaker its words stand for, before anyone is looked up.

A source is cut at commas, brackets, dashes and relative words; the first piece is its core. The core's last unit before
a preposition is its head: a person, a body, a role, a group, a document. A person in apposition to a role takes over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import plural_names
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.bodies import Bodies
from claimkit.analysis.resolution.people import not_names
from claimkit.analysis.resolution.people.name_starts import is_epithet
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.sources import bodies as source_bodies
from claimkit.analysis.resolution.sources import joint
from claimkit.analysis.resolution.sources import people as source_people
from claimkit.analysis.resolution.sources.units import Core, Shape, SourceReading, SourceUnit, noun_phrase
from claimkit.models.record import Span

__all__ = ["SourceReading", "SourceUnit", "one_of_several", "read", "widen"]

_SUBJECTS = frozenset({"he", "she", "they", "i", "we", "who"})
_JOINING = frozenset({"and", "or", "nor"})
_PHRASE = 7  # tokens of a role before `who`
_EMPHATIC = frozenset({"himself", "herself", "itself", "themselves", "themself"})

_BASED = re.compile(r"[A-Z][\w.]{1,15}[-‐‑]based\b")  # `Ala.-based`


def read(article: ArticleTokens, roster: Roster, bodies: Bodies, start: int, end: int) -> SourceReading:
    """Read the source at `start:end`."""
    units = source_people.without_aside(article, _after_topic(article, _units(article, roster, bodies, start, end)))
    units = units[:1] + [u for u in units[1:] if u.kind != "word" or u.lower not in _EMPHATIC]  # “Ilves herself”
    while units and _skipped(units):
        units = units[1:]
    while units and units[-1].kind == "word" and (not units[-1].lower[0].isalnum() or _adverb(units)):
        units = units[:-1]
    if not units:
        return SourceReading("empty", start, end)
    if _clause(units):
        units = units[:1]
    if len(units) == 1 and units[0].kind == "word" and (kind := lists.pronoun(units[0].lower)):
        if kind == "self":
            return SourceReading("author", units[0].start, units[0].end, noun=units[0].lower)
        if kind in ("male", "female", "plural", "thing", "relative"):
            return SourceReading("pronoun", units[0].start, units[0].end, noun=units[0].lower)
        return SourceReading("group", units[0].start, units[0].end, noun=units[0].lower)
    pieces = _without_seat(article, _pieces(units))
    if (several := joint.together(pieces) or joint.owners(pieces[0])) is not None:
        return several
    if (several := joint.in_headline(article, pieces) or joint.family(roster, pieces[0])) is not None:
        return several
    reading = _core(article, pieces[0])
    if reading.shape == "people" and len(units) == 1:
        return joint.of_headline(article, roster, reading) or reading
    if reading.shape == "group" and (several := joint.apposed(pieces)) is not None:
        return several
    if reading.shape == "document" and (several := joint.authors(pieces)) is not None:
        return several
    owner = reading.owner
    if reading.shape == "document" and owner is not None and owner.occurrence and not owner.possessive:
        return reading
    if reading.shape == "body" and (reading.body is None or reading.owner is not None):
        return source_bodies.with_name(article, reading, pieces)
    if reading.shape == "body" and len(pieces) > 1 and source_people.occupied(article, reading, pieces[1]):
        return replace(reading, reason="apposition")
    if reading.shape in ("role", "unknown", "unnamed") and words_of.either(reading.noun):  # “its sponsor, Acme Bank”
        named = source_bodies.with_name(article, reading, pieces)
        if named.body is not None:
            return replace(named, shape="body", asked=None)
    if reading.shape in ("role", "unnamed", "group", "document", "unknown"):
        return _with_apposition(article, reading, pieces)
    return reading


def _adverb(units: Sequence[SourceUnit]) -> bool:
    """`Judge Calder drily`: the tagger took the adverb along with the name."""
    last = units[-1]
    return len(units) > 1 and units[-2].kind == "person" and last.lower.endswith("ly") and not last.capital


def one_of_several(article: ArticleTokens, span: Span | None, reading: SourceReading) -> SourceReading | None:
    """`One said`, `One of the women who …`: the source as one person without a name."""
    words = article.between(span.start, span.end) if span is not None else []
    if not words or words[0].lower not in lists.phrase_words("one_of") or reading.shape not in ("group", "unknown"):
        return None
    following = words[1].lower if len(words) > 1 else ","
    noun = reading.noun
    people = lists.plural_role(noun) or lists.plural_person(noun) or noun in lists.phrase_words("several")
    alone = words[0].lower == "one" and following in (",", "who", "whose")
    if not (alone or (following == "of" and people)):
        return None
    return replace(reading, shape="unnamed", start=words[0].start, end=max(reading.end, words[0].end), definite=False)


def role_before(article: ArticleTokens, roster: Roster, bodies: Bodies, start: int) -> SourceReading | None:
    """The role right before `, who`: `Calder's finance director`, `the judge`; None for anything else."""
    i = article.index(start) - 1
    if i < 1 or article.tokens[i].text != "," or lists.role(article.tokens[i - 1].lower) is None:
        return None
    end = article.tokens[i - 1].end
    for j in range(i - 1, max(-1, i - 1 - _PHRASE), -1):
        token = article.tokens[j]
        owner = token.possessive or token.lower in lists.phrase_words("owners")
        if token.lower in lists.prepositions() or not (token.text[0].isalnum() or token.text == "-"):
            return None
        if owner or token.lower in ("the", "a", "an"):
            first = roster.ending(token.end) if owner else None
            reading = read(article, roster, bodies, first.start if first is not None else token.start, end)
            return reading if reading.shape in ("role", "unnamed") else None
    return None


def _after_topic(article: ArticleTokens, units: list[SourceUnit]) -> list[SourceUnit]:
    """`Of Calder, Okafor said`: the tagger took what the sentence is about for the first of two speakers."""
    i = article.index(units[0].start) if len(units) > 2 else 0
    first = i if units and units[0].lower in lists.prepositions() else i - 1
    if first < 0 or article.tokens[first].lower not in lists.prepositions():
        return units
    if not article.begins_sentence(article.tokens[first].start) or any(u.lower in _JOINING for u in units):
        return units
    comma = next((k for k in range(len(units) - 2, 0, -1) if _names_alone(units, k)), None)
    return units if comma is None else units[comma + 1 :]


def _names_alone(units: Sequence[SourceUnit], k: int) -> bool:
    """Whether a comma at `k` is followed by one person's name and nothing, or by a comma: `In Rome, Calder, who …`."""
    person = units[k].lower == "," and units[k + 1].kind == "person" and not units[k + 1].possessive
    return person and (k + 2 == len(units) or not units[k + 2].lower[0].isalnum())


def _clause(units: Sequence[SourceUnit]) -> bool:
    """`he suspended his campaign`: the tagger took the verb along with the subject."""
    first, second = units[0], units[1] if len(units) > 1 else units[0]
    subject = first.kind == "word" and first.lower in _SUBJECTS
    return subject and second.kind == "word" and second.lower[0].isalpha() and second.lower not in ("and", "or")


def _skipped(units: Sequence[SourceUnit]) -> bool:
    first = units[0]
    if first.kind != "word":
        return False
    return not first.lower[0].isalnum() or (len(units) > 1 and first.lower in lists.phrase_words("skip"))


def widen(article: ArticleTokens, start: int, end: int) -> tuple[int, int]:
    """Extend a lone possessor to the role that it possesses: `his` becomes `his attorney`."""
    i = article.index(end)
    inner = article.between(start, end)
    if not inner or not (inner[-1].possessive or (len(inner) == 1 and inner[0].lower in lists.phrase_words("owners"))):
        return start, end
    for token in article.tokens[i : i + 4]:
        if not token.text[0].isalpha() or token.lower in lists.auxiliaries() or token.lower in lists.prepositions():
            break
        if lists.role(token.lower) is not None and token.lower not in lists.documents():
            return start, token.end
    return start, end


def _units(article: ArticleTokens, roster: Roster, bodies: Bodies, start: int, end: int) -> list[SourceUnit]:
    """The source's words with persons and bodies joined."""
    spans: list[SourceUnit] = []
    around = roster.around(start)  # the tagger cut a name with a nickname in marks
    for o in (*([around] if around else ()), *roster.within(start, end + 2)):
        if o.start < end and (not spans or o.start >= spans[-1].end):
            spans.append(
                SourceUnit(
                    max(o.start, start), min(o.end, max(end, o.start + 1)), "person", "person", o.possessive, True, o
                )
            )
    for m in bodies.within(start, end):
        left, right = max(m.start, start), min(m.end, end)
        inner = [t for t in article.between(left, right) if t.text[0].isalnum()]
        while inner and inner[0].lower in {"the", "a", "an", "this", "that"}:
            inner = inner[1:]
        clash = any(s.start < right and left < s.end for s in spans)
        common = len(inner) == 1 and not_names.ordinary(article, inner[0], labelled=True)
        if inner and not clash and inner[0].capital and not _only_role(inner, m.label) and not common:
            text = article.text[inner[0].start : inner[-1].end].lower()
            spans.append(
                SourceUnit(inner[0].start, inner[-1].end, "body", text, inner[-1].possessive, True, None, m.label)
            )
    spans.sort(key=lambda u: u.start)
    units: list[SourceUnit] = []
    k = 0
    for t in article.between(start, end):
        while k < len(spans) and spans[k].end <= t.start:
            k += 1
        if k < len(spans) and spans[k].start <= t.start:
            if spans[k].start == t.start:
                units.append(spans[k])
            continue
        capital = t.capital and not not_names.ordinary(article, t) and not is_epithet(t.text)  # “Reading-based”
        units.append(SourceUnit(t.start, t.end, "word", t.lower, t.possessive, capital))
    return units


def _only_role(tokens: Sequence[ArticleToken], label: str) -> bool:
    """Whether a body's name is but a role: `Executive`, not `Congress` or `Health and Safety Executive`."""
    last = tokens[-1].lower
    words = [t.lower for t in tokens]
    if label == "ORG" and not lists.plural_role(last) and (words_of.kinds_of_name(words[-1:]) or "and" in words):
        return False
    if label == "ORG" and tokens[-1].capital and words_of.of_its_members(words):
        return False
    if len(words) > 1 and (words_of.party(words[-2:]) or (label == "ORG" and words_of.partners(last))):
        return False
    if label == "GPE" and lists.country(" ".join(words)) is not None and not lists.is_people(last):
        return False  # “Britain”
    return lists.is_demonym(last) or lists.role(last) is not None or lists.plural_role(last)


def _pieces(units: Sequence[SourceUnit]) -> list[list[SourceUnit]]:
    """Cut at commas, dashes and relative words; the cutting words begin their piece. Brackets are left out."""
    pieces: list[list[SourceUnit]] = [[]]
    depth = 0
    for i, unit in enumerate(units):
        sign = unit.kind == "word" and not unit.lower[0].isalnum()
        depth = max(0, depth + (unit.lower in "([") - (unit.lower in ")]")) if sign else depth
        if sign and unit.lower not in "&/'’“”\".()[]$£€%#@+":
            hyphen = unit.lower == "-" and 0 < i < len(units) - 1 and units[i - 1].end == unit.start
            if not hyphen and not depth:
                pieces.append([])
        elif not depth and (not sign or unit.lower == "&"):
            if unit.kind == "word" and pieces[-1] and unit.lower in lists.phrase_words("cuts"):
                pieces.append([])
            pieces[-1].append(unit)
    return [p for p in pieces if p] or [list(units)]


def _without_seat(article: ArticleTokens, pieces: list[list[SourceUnit]]) -> list[list[SourceUnit]]:
    """Without the town before a comma in `Mobile, Ala.-based Acme Corp.`."""
    if len(pieces) < 2 or len(pieces[0]) > 1 or pieces[0][0].kind == "person":
        return pieces
    based = _BASED.match(article.text, pieces[1][0].start)
    rest = [u for u in pieces[1] if based is not None and u.start >= based.end()]
    return [rest, *pieces[2:]] if rest else pieces


def _core(article: ArticleTokens, piece: Sequence[SourceUnit]) -> SourceReading:
    """What the first rule that applies makes of a source's first piece."""
    phrase, rest = noun_phrase(piece)
    core = Core(article, phrase, rest, piece[-1].end)
    for rule in _CORE_RULES:
        if (reading := rule(core)) is not None:
            return _without_label(article, reading)
    return SourceReading("unknown", core.start, core.head.end, noun=core.noun, owner=core.owner, definite=core.definite)


def _person(core: Core) -> SourceReading | None:
    """`Mr. Zelensky`, `Kremlin spokesman Dmitry Peskov`."""
    head = core.head
    alone = len(core.phrase) == 1 or _only_titles(core.phrase[:-1])
    if head.occurrence is None or (head.possessive and not alone):
        return None
    return SourceReading("people", head.start, head.end, (head.occurrence,))


def _person_first(core: Core) -> SourceReading | None:
    """`Trump Says …` in a headline; `Trump and his aides`."""
    first = core.phrase[0]
    if first.kind != "person" or first.occurrence is None or first.possessive or len(core.phrase) == 1:
        return None
    follows = core.phrase[1]
    if follows.kind == "word" and follows.capital and core.article.headline(first.start):
        return SourceReading("people", first.start, first.end, (first.occurrence,))
    return core.group() if follows.lower == "and" else None


def _and_i(core: Core) -> SourceReading | None:
    """`my wife and I`."""
    return core.group() if core.noun == "i" and len(core.phrase) > 2 else None


def _known_role(core: Core) -> SourceReading | None:
    """`the spokesman`, `his attorney`; `a spokesman` is nobody in particular."""
    if lists.role(core.noun) is None or core.noun in lists.documents():
        return None
    owner, definite = core.owner, core.definite
    shape = _shape(core)
    return SourceReading(
        shape, core.start, core.end, asked=core.description, noun=core.noun, owner=owner, definite=definite
    )


def _described(core: Core) -> SourceReading | None:
    """`Trump’s running mate`: a role that takes several words."""
    description = core.description
    if description is None or not description.head:
        return None
    return SourceReading(
        _shape(core), core.start, core.end, asked=description, noun=core.noun, owner=core.owner, definite=core.definite
    )


def _shape(core: Core) -> Shape:
    return "role" if core.definite or core.owner else "unnamed"


_CORE_RULES: tuple[Callable[[Core], SourceReading | None], ...] = (
    source_people.one_of_a_place,
    source_people.office_holder,
    source_bodies.work,
    source_people.seat_holder,
    source_bodies.team_of_person,
    _person,
    source_bodies.named_after_person,
    _person_first,
    _and_i,
    source_people.named_at_end,
    source_bodies.somebody_of_a_body,
    source_bodies.named_organisation,
    source_bodies.part_of_organisation,
    source_bodies.one_group,
    plural_names.plural_name,
    source_bodies.executive,
    source_bodies.police,
    source_bodies.group,
    _known_role,
    source_bodies.document,
    source_bodies.organisation_word,
    source_bodies.capitalised,
    _described,
)


def _without_label(article: ArticleTokens, reading: SourceReading) -> SourceReading:
    """`Chipmaker Intel` at the beginning of a sentence is Intel."""
    if reading.body is None or reading.shape != "body":
        return reading
    inside = article.between(*reading.body)
    label = len(inside) > 1 and words_of.labels(inside[0].lower) and inside[1].capital and not inside[0].possessive
    if not label or not article.begins_sentence(inside[0].start):
        return reading
    return replace(reading, body=(inside[1].start, reading.body[1]))


def _with_apposition(
    article: ArticleTokens, reading: SourceReading, pieces: Sequence[Sequence[SourceUnit]]
) -> SourceReading:
    """`the palace’s spokesperson, Ingrid Moe`; `officials, including Mika Salo`."""
    for piece in pieces[1:]:
        opener = piece[0].lower if piece[0].kind == "word" else ""
        inner = piece[1:] if opener in lists.phrase_words("cuts") else piece
        if not inner or opener in {"who", "whom", "whose", "which", "that"}:
            continue
        phrase, _ = noun_phrase(inner)
        head = phrase[-1]
        if reading.shape == "document":
            if (
                reading.body is None
                and _announced(pieces[0])
                and (named := _apposed_maker(reading, phrase)) is not None
            ):
                return replace(reading, owner=named)
            published = opener in lists.phrase_words("publishing") or inner[0].lower in lists.phrase_words("authors")
            if published and (owner := source_bodies.author(inner)):
                return SourceReading("document", reading.start, reading.end, noun=reading.noun, owner=owner)
            continue
        if opener == "like":  # “candidates like Ruth Calder”: an example of those who speak
            continue
        placed = opener in lists.prepositions() and opener not in lists.phrase_words("cuts")  # “a farmer, from Lund”
        if head.kind != "person" or head.possessive or not head.occurrence or placed:
            continue
        if reading.shape == "group":
            several = sum(u.kind == "person" and not u.possessive for u in inner) > 1
            one = pieces[0][0].lower in lists.phrase_words("one_of")
            if (one or opener in lists.phrase_words("members")) and not several:
                return SourceReading(
                    "people", head.start, head.end, (head.occurrence,), reason="named member of the group"
                )
            continue
        return SourceReading("people", head.start, head.end, (head.occurrence,), reason="apposition")
    return reading


def _announced(piece: Sequence[SourceUnit]) -> bool:
    """Whether a piece goes on to who made a document: `figures gathered by industry watchdog`, then a comma."""
    return any(u.lower in lists.phrase_words("authors") for u in piece[-4:])


def _apposed_maker(reading: SourceReading, phrase: Sequence[SourceUnit]) -> SourceUnit | None:
    """Who made a document, named after a comma: `a report by the health watchdog, Zelda`."""
    head, owner = phrase[-1], reading.owner
    if owner is None:
        return head if head.kind == "body" else None
    if owner.kind != "word" or owner.capital or owner.possessive or len(phrase) > 1 or not head.capital:
        return None
    return replace(head, kind="body", occurrence=None)


def _only_titles(units: Sequence[SourceUnit]) -> bool:
    """Whether nothing but titles stands before a possessive name (`Mrs. Clinton’s`)."""
    titles = (u.kind == "word" and (u.capital or lists.role(u.lower) is not None) for u in units)
    return all(titles) and not any(u.lower in lists.documents() for u in units)
