"""Sources that stand for an organisation, several unnamed people or a document: rules for a source's first piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.organisations import document_words, named_after
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people.name_starts import is_epithet
from claimkit.analysis.resolution.sources.units import Core, SourceReading, SourceUnit, noun_phrase, plural
from claimkit.english import lexicon, names
from claimkit.english.lexicon import common_words

_NO_PUBLISHER = frozenset({"GPE", "NORP", "LOC", "WORK_OF_ART"})
_ASKED = frozenset({"poll", "polls", "polling", "survey", "surveys", "tracker", "index"})
_REACH = 8  # units after a document that are searched for who made it
_THIS = frozenset({"the", "this", "that", "these", "those", "its"})
_THE = frozenset({"the", "this", "that", "its", "their"})
_A = frozenset({"a", "an"})
_WHERE = frozenset({"in", "at", "from", "near", "to", "around", "outside", "of"})
_PLACES = 60  # places of one word that are looked at
_NAME = 6  # units of a name in apposition
_AND = 2  # units of a phrase before the second of two names
_PLACED = frozenset({"in", "on"})  # `an article in Politico`


def named_organisation(core: Core) -> SourceReading | None:
    """`the Kremlin`, `the Conservatives`; several joined by `and` are a group."""
    if (party := _party(core)) is not None:
        return SourceReading("body", party.start, core.head.end, body=(party.start, core.head.end))
    head = core.head
    if head.kind != "body" or plural(head, core.phrase):
        return None
    joined = any(u.kind == "word" and u.lower == "and" for u in core.phrase)
    if joined and sum(u.kind == "body" for u in core.phrase) > 1:
        return core.group()
    return SourceReading("body", head.start, head.end, body=(head.start, head.end), definite=core.definite)


def _party(core: Core) -> SourceUnit | None:
    """Where `the Conservatives`, `the Scottish Liberal Democrats`, `Liberal Democrats` begin.

    `Greens` alone and `senior Tories` are people.
    """
    the = core.phrase[0].lower == "the"
    named = core.phrase[1:] if the else core.phrase
    if not named or not all(u.capital or u.kind == "body" for u in named):
        return None
    words = [w for u in named for w in u.lower.split()]
    if len(words) > 1 and not words_of.party(words) and (lists.is_demonym(words[0]) or lists.place(words[0])):
        words = words[1:]
    if the and words_of.nickname_of(words[-1:]) is not None:  # “the Scottish Tories”
        words = words[-1:]
    known = words_of.party(words) and (the or len(words) > 1 or words_of.nickname_of(words) is not None)
    return named[0] if known else None


def somebody_of_a_body(core: Core) -> SourceReading | None:
    """`a Department for Work and Pensions spokeswoman`, `a Top of the Form spokesman`: somebody of a body whose name
    NER cut at its preposition."""
    last = core.rest[-1] if len(core.rest) > 1 else None
    if last is None or last.kind != "word" or last.capital or core.rest[0].lower not in ("of", "for"):
        return None
    named = core.rest[1:-1]
    if named and named[0].lower == "the":
        named = named[1:] if core.head.capital else ()
    if not named or not named[0].capital or lists.role(last.lower) is None:
        return None
    whole = core.head.capital and all(u.capital or u.kind == "body" for u in named)
    if not words_of.kinds_of_noun(core.noun) and not whole:
        return None
    return SourceReading("unnamed", core.start, last.end, noun=last.lower, definite=core.definite)


def work(core: Core) -> SourceReading | None:
    """`the show Early Thunder`: the title of a work, which says what is in it but speaks for nobody."""
    works = lexicon.words("statements", "labels", "works")
    k = next((i for i, u in enumerate(core.phrase) if u.kind == "word" and not u.capital and u.lower in works), None)
    if k is None or core.head.possessive or not 0 < k < len(core.phrase) - 1:
        return None
    title = core.phrase[k + 1 :]
    if core.phrase[0].lower not in _THE | _A or not all(u.capital for u in title):
        return None
    return SourceReading("document", core.start, core.head.end, noun=core.phrase[k].lower, definite=core.definite)


def part_of_organisation(core: Core) -> SourceReading | None:
    """`the Google team`, `Google’s security team`: what an organisation's people say together, it says."""
    if not words_of.own_part(core.noun):
        return None
    named = [u for u in core.phrase[:-1] if u.kind == "body" and not lists.is_demonym(u.lower) and u.label != "GPE"]
    if len(named) != 1:
        return None
    words = named[0].lower.split()
    if len(words) > 1 and names.is_given(words[0]) and not words_of.kinds_of_name(words) and not words_of.known(words):
        return core.group()  # “the Marcus Feldane team”
    body = (named[0].start, named[0].end)
    return SourceReading("body", named[0].start, core.head.end, body=body, definite=core.definite)


def team_of_person(core: Core) -> SourceReading | None:
    """`Team Trump`."""
    before = core.phrase[-2] if len(core.phrase) > 1 else None
    if before is None or core.head.kind != "person" or core.head.possessive or before.lower != "team":
        return None
    return SourceReading("body", before.start, core.head.end, body=(before.start, core.head.end), noun="team")


def named_after_person(core: Core) -> SourceReading | None:
    """`the Trump campaign`."""
    before = core.phrase[-2] if len(core.phrase) > 1 else None
    if before is None or before.kind != "person" or core.noun not in lists.after_name() or core.noun == "government":
        return None
    if core.noun == "team" and not named_after.team_of_candidate(core.article):
        return core.group(core.owner)
    return SourceReading("body", before.start, core.head.end, body=(before.start, core.head.end), noun=core.noun)


def one_group(core: Core) -> SourceReading | None:
    """`the group`, `the research team`: an organisation of the article, if it is one."""
    if core.noun not in lists.groups() or not words_of.kinds_of_noun(core.noun):
        return None
    theirs = core.noun in lists.campaigns() and core.owner is not None and core.owner.lower not in _THE
    if core.phrase[0].lower not in _THE and not theirs:
        return None
    return SourceReading("body", core.start, core.head.end, noun=core.noun, owner=core.owner)


def executive(core: Core) -> SourceReading | None:
    """`the Northern Ireland Executive`: in capitals after a place, a role is a government."""
    named = core.phrase[1:]
    capitals = len(named) > 1 and core.phrase[0].lower == "the" and all(u.capital or u.kind == "body" for u in named)
    if not words_of.executive(core.head.lower) or not capitals or core.head.possessive:
        return None
    place = named[-2]
    if lists.role(place.lower) or place.lower in common_words() or core.article.headline(core.start):
        return None  # “the Chief Executive”
    span = (named[0].start, core.head.end)
    return SourceReading("body", *span, body=span, noun="government")


def police(core: Core) -> SourceReading | None:
    """`Dayton police`: those of a place are one body."""
    before = core.phrase[-2] if len(core.phrase) > 1 else None
    if core.noun != "police" or before is None or before.possessive or not before.capital or before.kind == "person":
        return None
    if before.kind != "body" and (_opens(core, before) or before.lower in lists.function_words()):
        return None
    span = (before.start, core.head.end)
    return SourceReading("body", *span, body=span, noun=core.noun)


def group(core: Core) -> SourceReading | None:
    """`officials`, `31 Latinos`."""
    return core.group(core.owner) if plural(core.head, core.phrase) else None


def document(core: Core) -> SourceReading | None:
    """`a Daily Mirror poll`, `the report by Mr. Lind`, `figures released by the agency`."""
    if core.noun not in lists.read_things() or core.head.kind == "body":
        return None
    publisher = _publisher(core)
    placed = bool(core.rest) and core.rest[0].lower in _PLACED  # “a YouGov poll in the Daily Telegraph” is YouGov's
    owner = core.owner or (None if publisher and placed else author(core.rest, core.noun))
    alone = len(core.phrase) == 1 and core.article.text[core.head.end : core.head.end + 1] == ":"  # “Poll: …”
    definite = core.phrase[0].lower in _THIS or alone
    return SourceReading(
        "document",
        core.start,
        core.head.end,
        body=publisher,
        noun=core.noun,
        owner=owner,
        definite=definite,
    )


def organisation_word(core: Core) -> SourceReading | None:
    """`the agency`, `UK government`, `Ukraine`."""
    noun = core.noun
    if lists.is_people(noun):  # “the American” is a person
        return None
    if not (noun in lists.bodies() or noun in lists.tails() or lists.country(noun) or words_of.kinds_of_noun(noun)):
        return None
    named = named_body(core.phrase)
    if not named and not core.head.capital and core.owner is None:
        named = _apart(core)
    if named and not core.head.capital and _says_where(core, named):
        named = []  # “the German club”, “the Govan club”
    opens = core.head.kind == "word" and _opens(core, core.head) and not lists.country(noun)
    owner = core.owner
    if owner is not None and any(words_of.superlative(u.lower) for u in core.phrase if u.start > owner.start):
        owner = None if not core.rest or core.rest[0].lower != "of" else owner  # “the world's largest chip maker”
    if len(named) == 1 and named[0] is core.head and opens:
        named = []  # “Board members … Regulators”: the capital is the sentence's
    if len(named) == 1 and not core.head.capital and _common_opener(core, named[0]):
        named = []  # “Pharmacy chain …”
    return SourceReading(
        "body",
        core.start,
        core.head.end,
        body=(named[0].start, _end(core, named)) if named else None,
        noun=noun,
        owner=None if named else owner,
        definite=core.definite,
    )


def _common_opener(core: Core, unit: SourceUnit) -> bool:
    """Whether a word before a noun has its capital from the sentence alone."""
    common = not lexicon.common_words().isdisjoint({unit.lower, unit.lower.rstrip("s"), f"{unit.lower}s"})
    return (common or unit.kind == "word") and _opens(core, unit) and not _name_elsewhere(core, unit)


def _end(core: Core, named: Sequence[SourceUnit]) -> int:
    """Where the name ends: before words that only say what it is, as in `Reuters news agency`."""
    words = core.phrase[core.phrase.index(named[0]) :]
    small = [u for u in words if not u.capital and u.kind == "word"]
    said = [u.lower for u in small] if small and words[-len(small) :] == small else []
    alone = all(u.label not in ("GPE", "NORP", "LOC") and not lists.place(u.lower) for u in named)
    return words[-len(small) - 1].end if alone and words_of.says_what(said) else core.head.end


def capitalised(core: Core) -> SourceReading | None:
    """Any other name is taken for an organisation's, except where capitals say nothing: in a headline, and for one
    word that opens a sentence, unless the article capitalises it elsewhere or it is an acronym."""
    if not core.head.capital or core.article.headline(core.start):
        return None
    named = [u for u in core.phrase if u.capital and u.lower not in lists.function_words()]
    person = lists.is_people(core.noun)  # “the American”
    if not named or person or words_of.never(core.noun) or any(u.possessive for u in core.phrase[:-1]):
        return None
    if len(named) == 1 and _opens(core, named[0]) and not _name_elsewhere(core, named[0]):
        return None
    return SourceReading("body", core.start, core.head.end, body=(named[0].start, core.head.end), noun=core.noun)


def _apart(core: Core) -> list[SourceUnit]:
    """The name that stands apart from its noun: `the IFPI industry body`, `the AFL-CIO political committee`."""
    if not core.definite:  # “a traditional Amnesty letter writing campaign”
        return []
    named = [u for u in core.phrase[:-1] if u.kind == "body" and u.label == "ORG" and not lists.is_demonym(u.lower)]
    if not named:
        named = [u for u in core.phrase[:-1] if words_of.acronym(core.article.text[u.start : u.end]) is not None]
    return named[:1]


def _says_where(core: Core, named: Sequence[SourceUnit]) -> bool:
    """Whether the capitals before a noun in small letters only say where, or of what; the body has another name."""
    noun, the, last = core.noun, core.phrase[0].lower == "the", named[-1]
    if the and words_of.umbrella(last.lower):  # “the UN agency”
        return True
    if words_of.of_a_country(noun):  # but “the Manila force”
        return the and noun == "force" and _placed_only(named)
    if _placed_only(named) or all(is_epithet(core.article.text[u.start : u.end]) for u in named):
        return True
    known = any(words_of.known([u.lower]) or u.lower in lists.media() for u in named)
    if not the or known or not words_of.never_in_names(noun) or len(named) > 1 or " " in last.lower:
        return False
    acronym = words_of.acronym(core.article.text[last.start : last.end])
    return acronym is None and not _named_apart(core.article, last)


def _named_apart(article: ArticleTokens, unit: SourceUnit) -> bool:
    """Whether a word is somebody's name elsewhere: not after `in` or `from`, nor before a noun for organisations."""
    for i in article.capitals.get(article.text[unit.start : unit.end], ())[:_PLACES]:
        token = article.tokens[i]
        before = article.tokens[i - 1].lower if i else ""
        after = article.tokens[i + 1].lower if i + 1 < len(article.tokens) else ""
        if token.start != unit.start and before not in _WHERE and not words_of.kinds_of_noun(after):
            return True
    return False


def _placed_only(units: Sequence[SourceUnit]) -> bool:
    placed = (u.label in ("GPE", "NORP", "LOC") and u.lower not in lists.media() for u in units)
    return all(p or lists.place(u.lower) or lists.country(u.lower) for p, u in zip(placed, units, strict=True))


def _opens(core: Core, unit: SourceUnit) -> bool:
    return core.article.begins_sentence(unit.start)


def _name_elsewhere(core: Core, unit: SourceUnit) -> bool:
    text = core.article.text[unit.start : unit.end]
    known = unit.lower in lists.media() or bool(words_of.known([unit.lower]))
    return known or words_of.acronym(text) is not None or core.article.always_capital(unit.lower)


def named_body(phrase: Sequence[SourceUnit]) -> list[SourceUnit]:
    """The capitalised words right before the head, and the head: `UK government`, `State Department`."""
    head = phrase[-1]
    named = [head] if head.capital else []
    for unit in reversed(phrase[:-1]):
        if not (unit.capital or unit.kind != "word") or unit.possessive or unit.lower in lists.function_words():
            break
        named.insert(0, unit)
    return named if named else []


def _publisher(core: Core) -> tuple[int, int] | None:
    """The body before a document: `a new Daily Mirror poll`, `the Mirror’s average`, `FEC records`."""
    phrase = core.phrase[:-1]
    named = [u for u in phrase if u.kind == "body" and not lists.is_demonym(u.lower) and u.label not in _NO_PUBLISHER]
    named = [u for u in named if not document_words.title_of_document(u.lower)]
    if not named and core.noun in _ASKED:
        named = [u for u in phrase if u.kind == "person" and not u.possessive]  # NER takes pollsters for people
    if not named:
        named = [u for u in phrase if u.kind == "word" and u.capital and _may_publish(core, u)]
    return (named[0].start, named[-1].end) if named else None


def _may_publish(core: Core, unit: SourceUnit) -> bool:
    lower = unit.lower.rstrip(".")
    if lower in lists.function_words() or lists.role(lower) or lists.place(lower) or lists.country(lower):
        return False
    if document_words.title_of_document(lower):
        return False
    known = not words_of.never(lower) and not lists.plural_role(lower) and lower not in lists.groups()
    return known and (not _opens(core, unit) or _name_elsewhere(core, unit)) and not core.article.headline(unit.start)


def author(rest: Sequence[SourceUnit], noun: str = "") -> SourceUnit | None:
    """The person or body after `by` and `from`, or whose clause it is (`an essay Mrs. Feldt wrote`)."""
    clause = next((u for u in rest[:3] if u.kind != "word" or not u.capital), None)
    if clause is not None and clause.kind == "person" and not clause.possessive:
        return clause
    for i, unit in enumerate(rest[: _REACH + 1]):
        if i + 1 < len(rest) and unit.lower in lists.phrase_words("authors"):
            phrase, _ = noun_phrase(rest[i + 1 :])
            if phrase and (made := _maker(phrase)) is not None:
                return made
    if rest and rest[0].lower == "of" and len(rest) > 1 and document_words.part_of_document(noun):
        phrase, _ = noun_phrase(rest[1:])
        named = [u for u in phrase[:-1] if u.kind == "body" and u.label not in _NO_PUBLISHER]
        if phrase[-1].lower in lists.read_things() and named:  # “the results of the Quinnipiac University poll”
            return named[-1]
    if rest and rest[0].lower in _PLACED and len(rest) > 1:
        phrase, _ = noun_phrase(rest[1:])
        if phrase and (_medium(phrase[-1]) or (phrase[-1].kind == "body" and phrase[-1].label not in _NO_PUBLISHER)):
            return phrase[-1]
    return None


def with_name(article: ArticleTokens, reading: SourceReading, pieces: Sequence[Sequence[SourceUnit]]) -> SourceReading:
    """`the company, Acme Corp`, `its owner, Danish fund Red Mesa`: the name that follows in apposition."""
    phrase = noun_phrase(pieces[1])[0] if len(pieces) > 1 else []
    labels = [k for k, u in enumerate(phrase[:-1]) if not u.capital and words_of.kinds_said(u.lower)]
    named = [u for u in phrase[labels[-1] + 1 if labels else 0 :] if u.lower != "the"]
    while len(named) > 1 and is_epithet(article.text[named[0].start : named[0].end]):  # “the Lund-based Acme Corp”
        named = named[1:]
    if not named or len(named) > _NAME or not all(u.capital or u.kind != "word" for u in named):
        return reading
    head = named[-1]
    if head.possessive or lists.function_words() & {u.lower for u in named} or _other(article, named, reading.noun):
        return reading
    return replace(reading, body=(named[0].start, head.end), owner=None)


def _other(article: ArticleTokens, named: Sequence[SourceUnit], noun: str) -> bool:
    """Whether what follows a body's noun is not its name: a person, a place, a document."""
    one = named[0]
    words = article.text[one.start : named[-1].end].lower().split()
    if len(words) > 1 and words_of.kinds_of_name(words[-1:]):  # “Harbour Forum”
        return False
    if len(named) > 1:
        return any(u.kind == "person" for u in named)
    if one.kind == "person":  # NER's mistake, unless it begins with a given name or people are called so too
        return names.is_given(words[0]) or (words_of.either(noun) and not common_words().issuperset(words))
    if one.label == "GPE" and "company" in words_of.kinds_of_noun(noun):  # an unknown name, taken for a place
        return lists.place(one.lower) is not None or lists.country(one.lower) is not None
    return one.kind == "body" and one.label != "ORG"


def _medium(unit: SourceUnit) -> bool:
    kinds = words_of.kinds_of_name(unit.lower.split())
    return unit.capital and (unit.lower in lists.media() or bool(kinds & {"newspaper", "news", "broadcaster"}))


def _maker(phrase: Sequence[SourceUnit]) -> SourceUnit | None:
    """Who is named at the end of a phrase after `by`: a person, a body, another name, a body's people, `the centre`."""
    head = phrase[-1]
    if len(phrase) > _AND and phrase[-2].lower == "and" and phrase[-3].kind == head.kind == "body":
        return replace(phrase[-3], end=head.end)  # NER's two names: “the Ferry Internet and Harbour Life Project”
    if head.possessive or any(u.kind == "word" and u.lower == "and" for u in phrase):
        return None
    if head.kind in ("person", "body"):
        return head
    if head.capital and head.lower not in lists.function_words() and not words_of.never(head.lower):
        return head
    named = [u for u in phrase[:-1] if u.kind == "body" and not lists.is_demonym(u.lower)]
    people = head.lower in lists.groups() or lists.plural_role(head.lower) or words_of.own_part(head.lower)
    if named and people:
        return named[-1]
    noun = (words_of.compound(phrase[-2].lower, head.lower) if len(phrase) > 1 else None) or head.lower
    by_role = not named and phrase[0].lower in _THE and words_of.kinds_of_noun(noun)
    return replace(head, start=phrase[0].start, lower=noun) if by_role else None
