"""Sources that stand for one named person: who holds an office, and what stands around a name."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.sources.units import Core, Shape, SourceReading, SourceUnit, noun_phrase
from claimkit.english import lexicon, names

_BREAKS = frozenset('.;:“”"')
_SELF = frozenset({"himself", "herself", "themself", "themselves"})
_MERELY = frozenset({"only", "simply", "just", "solely"})
_ACCOUNTS = frozenset({"gave", "gives", "identified", "introduced", "named", "known", "used", "uses"})
_DASHES = frozenset({"-", "–", "—", "--", "―"})
_LINKS = frozenset({"of", "for", "in", "and", "the"})
_OFFICE = 14  # units of an office before the name
_NAME = 2, 3  # words of a name
_DATELINE = 8  # units of a dateline
_SEATS = 60  # places of one office's letters that are looked at
_POINTS = frozenset({"north", "south", "east", "west", "central", "mid"})  # in the names of many seats


def without_aside(article: ArticleTokens, units: list[SourceUnit]) -> list[SourceUnit]:
    """The source without a dateline before it, and without letters or a day after a name."""
    units = _after_dateline(article, units)
    kept: list[SourceUnit] = []
    for unit in units:
        after_person = bool(kept) and kept[-1].kind == "person" and not kept[-1].possessive and unit.kind == "word"
        owner = len(kept) == 1 and kept[0].lower in lists.phrase_words("owners")  # “her March” before “comment”
        day = unit.lower in lists.phrase_words("days")
        letters = unit.lower.replace(".", "") in names.after_name() and unit.capital
        if not (after_person and (letters or day)) and not (owner and day and unit is units[-1]):
            kept.append(unit)
    return kept


def _after_dateline(article: ArticleTokens, units: list[SourceUnit]) -> list[SourceUnit]:
    """`NEW YORK — The candidate`: what follows the dash."""
    if not units or not opens_paragraph(article, units[0].start):
        return units
    dash = next((i for i, u in enumerate(units[:_DATELINE]) if u.lower in _DASHES), None)
    if not dash or dash + 1 == len(units):
        return units
    words = [u for u in units[:dash] if u.lower[0].isalnum()]
    first = article.text[units[0].start : units[0].end]
    place = first.isupper() and all(u.capital for u in words)
    return units[dash + 1 :] if place else units


def opens_paragraph(article: ArticleTokens, start: int) -> bool:
    """Whether nothing but white space stands before `start` in its paragraph."""
    return not article.text[:start].strip() or article.paragraph(start) != article.paragraph(start - 1)


def office_holder(core: Core) -> SourceReading | None:
    """`Mayor of London Ruth Calder`, `the director of the harbour office Sam Okafor`: an office, then who holds it.

    The name follows the office's place or field at once; `spokesman for Senator Cruz` and `friend of Ruth Calder` have
    a title or nothing there.
    """
    phrase, rest = core.phrase, core.rest
    if not rest or rest[0].lower not in ("of", "for", "in") or phrase[0].lower in lists.phrase_words("indefinite"):
        return None
    if not any(_office_word(u) for u in phrase) or any(u.kind == "person" for u in phrase):
        return None
    k = next((i for i, u in enumerate(rest[:_OFFICE]) if u.kind == "person"), 0)
    holder, between = rest[k], rest[1:k]
    while between and names.honorific(between[-1].lower):  # `Director of Public Health Dr Ruth Calder`
        between = between[:-1]
    if not between or holder.possessive or holder.occurrence is None or between[-1].possessive:
        return None
    gap = core.article.text[rest[k - 1].end : holder.start].strip(" .\u00a0")
    if gap or not _field(between) or between[-1].lower in _LINKS:
        return None
    return SourceReading("people", holder.start, holder.end, (holder.occurrence,))


def seat_holder(core: Core) -> SourceReading | None:
    """`the Cork East TD`, `the CM`: the letters of an office, which NER takes for the end of an organisation's name."""
    inside = core.article.between(core.head.start, core.head.end)
    last = inside[-1] if inside else None
    if last is None or last.possessive or not last.text.isupper() or core.head.kind == "person":
        return None
    if last.lower not in lexicon.words("roles", "letters", "offices"):
        return None
    if _seat_of_another(core):
        return SourceReading("unnamed", core.start, core.end, noun=last.lower)
    shape: Shape = "role" if core.definite else "unnamed"
    asked = core.description
    return SourceReading(shape, core.start, core.end, asked=asked, noun=last.lower, definite=core.definite)


def _seat_of_another(core: Core) -> bool:
    """Whether the article names the seat of others, and this one nowhere else: `the Cork East TD`."""
    article, offices = core.article, lexicon.words("roles", "letters", "offices")
    phrase = article.between(core.start, core.head.end)
    seat = [t for t in phrase[:-1] if t.capital and t.lower not in lists.function_words()]
    if not seat or any(len(article.capitals.get(t.text, ())) > 1 for t in seat if t.lower not in _POINTS):
        return False
    places = [i for letters in offices for i in article.capitals.get(letters.upper(), ())[:_SEATS]]
    before = (article.tokens[i - 1] for i in places if i and article.adjacent(i - 1))
    return any(t.capital and t not in seat and not lists.role(t.lower) for t in before)


def occupied(article: ArticleTokens, body: SourceReading, piece: Sequence[SourceUnit]) -> bool:
    """Whether a body is a person that NER or the roster missed: `Van Rourke, a bond strategist at Acme`.

    Two or three words of which none is an organisation's, then what only people are.
    """
    if body.body is None:
        return False
    words = [t.text for t in article.between(*body.body) if t.text[0].isalpha()]
    plain = [w for w in words if w[0].isupper() and not w.isupper()]
    folded = [w.lower() for w in words]
    known = words_of.kinds_of_name(folded) if folded else frozenset()
    if not _NAME[0] <= len(words) <= _NAME[1] or len(plain) + sum(len(w) == 1 for w in words) < len(words) or known:
        return False
    if any(lists.place(w) or words_of.ends_names(w) or w in lists.documents() for w in folded):
        return False
    head = noun_phrase(piece)[0][-1]
    role = lists.role(head.lower) is not None and not words_of.kinds_of_noun(head.lower)
    return head.kind == "word" and role and head.lower not in lists.ties() and not words_of.either(head.lower)


def one_of_a_place(core: Core) -> SourceReading | None:
    """`the 55-year-old Frenchman`: a person of the article, not a name, whatever NER takes the word for."""
    head = core.head
    word = core.article.text[head.start : head.end].lower()
    native = lists.is_native(word) or (head.label == "NORP" and core.start < head.start and _one_native(word))
    native = native or (" " in word and lists.is_people(word) and core.start < head.start)  # “the South African”
    if not core.definite or len(core.phrase) == 1 or head.possessive or not native:
        return None
    if word == "scotsman" and core.article.text[core.start : core.start + 3] == "The":  # the newspaper
        return None
    return SourceReading("unknown", core.start, head.end, noun=word, owner=core.owner)


def _one_native(word: str) -> bool:
    """`the Basque`, `the Catalan`: a people that no list of countries has, and no party."""
    return (
        word.isalpha()
        and not word.endswith(("s", "ese", "sh", "ch"))
        and lists.country(word) is None
        and not words_of.party([word])
    )


def _office_word(unit: SourceUnit) -> bool:
    last = unit.lower.split()[-1].rstrip(".")
    return lists.role(last) is not None or lists.person_noun(last) or names.is_title(last)


def _field(between: Sequence[SourceUnit]) -> bool:
    """Whether the words between an office and a name can be its place or field, and are no other person's title."""
    last = between[-1]
    second = any(u.lower == "and" for u in between)  # `Minister of Finance and Deputy Prime Minister`
    word = last.lower.split()[-1]
    own = lists.role(word) is not None or names.is_title(word) or lists.person_noun(word) or lists.is_demonym(word)
    if own and not second:
        return False
    if word in lexicon.words("roles", "empty", "words"):
        return False
    return all(
        u.kind == "body" or u.capital or u.lower in _LINKS or not u.lower.endswith(("ed", "ing")) for u in between
    ) and not any(u.kind == "word" and not u.lower[0].isalnum() for u in between)


_GIVEN = 16  # tokens of `, who gave his name only as`


def by_own_account(article: ArticleTokens, roster: Roster, reading: SourceReading) -> SourceReading | None:
    """`A neighbour, who gave his name only as Sam`, `a shopkeeper identified by her first name, Ines`: the name."""
    if reading.shape not in ("role", "unknown", "unnamed"):
        return None
    i = article.index(reading.end)
    tokens = article.tokens[i : i + _GIVEN]
    end = next((t.start for t in tokens if t.text in _BREAKS), tokens[-1].end if tokens else reading.end)
    name = next(iter(roster.within(reading.end, min(end, article.sentence_end(reading.start)))), None)
    if name is None or name.possessive:
        return None
    words = [t.lower for t in article.between(reading.end, name.start)]
    if words[-1:] == [","] and words[-2:-1] == ["name"]:
        words = words[:-1]
    return SourceReading("people", name.start, name.end, (name,), reason="apposition") if _names_self(words) else None


def _names_self(words: Sequence[str]) -> bool:
    """Whether the words before a name say that it is one's own: `who identified herself only as`."""
    if words[-1:] == ["name"]:  # “identified only by her first name”
        return not lists.phrase_words("owners").isdisjoint(words[-3:]) and not _ACCOUNTS.isdisjoint(words)
    if words[-1:] != ["as"]:
        return False
    said = [w for w in words[:-1] if w not in _MERELY]
    owned = said[-1:] == ["name"] and not lists.phrase_words("owners").isdisjoint(said[-3:])
    before, last = ["", "", *said][-2:]
    itself = last in _SELF and before in _ACCOUNTS
    passive = last in _ACCOUNTS and (not before or before in lists.be())
    return owned or itself or passive


_JOINED = 3  # a preposition, its possessive noun, a person


def named_at_end(core: Core) -> SourceReading | None:
    """`Fight for $15 organising director Ruth Calder`, `Aid on Time's Ruth Calder`: a body whose name holds a
    preposition, a role or nothing, a name."""
    rest = core.rest
    if len(rest) < 3 or rest[-1].kind != "person" or rest[-1].occurrence is None or rest[-1].possessive:
        return None
    role = rest[-2].kind == "word" and lists.role(rest[-2].lower) is not None
    capital = core.article.text[core.start].isupper() and core.head is core.phrase[0]  # even if it opens a sentence
    if capital and rest[-2].possessive and rest[-2].capital and len(rest) == _JOINED:
        return SourceReading("people", rest[-1].start, rest[-1].end, (rest[-1].occurrence,))
    head = core.head
    if not role or not core.phrase[0].capital or not head.capital or head.kind == "person" or _office_word(head):
        return None
    if lists.plural_role(head.lower) or head.lower in lists.groups() or head.lower in lists.documents():
        return None
    holder = rest[-1]
    return SourceReading("people", holder.start, holder.end, (rest[-1].occurrence,))
