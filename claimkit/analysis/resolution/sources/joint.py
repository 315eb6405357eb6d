"""Several named speakers as one source: `Priya Nair and Simon Katz`, `He, along with Ruth Calder, a doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.sources.bodies import named_body
from claimkit.analysis.resolution.sources.units import SourceReading, SourceUnit, noun_phrase, plural

Piece = Sequence[SourceUnit]

_LINKS = (
    ("and",),
    ("&",),
    ("or",),
    ("nor",),
    ("along", "with"),
    ("as", "well", "as"),
    ("together", "with"),
    ("joined",),
    ("joins",),
)
_PRONOUNS = frozenset({"he", "she", "i"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_CLAUSES = frozenset({"as", "while", "when", "after", "before", "how", "why", "if"})
_BOTH = frozenset({"both", "like", "including", "neither", "either"})
_WHERE = frozenset({"of", "at", "from", "for", "in"})  # what may follow a member's name
_MOST = 12  # speakers of one source
_FAMILY = 2  # words of `the Calders`, and who they are


def together(pieces: Sequence[Piece]) -> SourceReading | None:
    """The speakers of a source that is a list of names over its pieces; None if it is no such list."""
    members, closed = _members(pieces)
    return _reading(members) if closed else None


def apposed(pieces: Sequence[Piece]) -> SourceReading | None:
    """`the two candidates, Ruth Calder and Sam Okafor`: those who are listed after a group."""
    rest = [p[1:] if p[0].lower in _BOTH else p for p in pieces[1:]]
    if not rest or not rest[0] or rest[0][0].lower in _RELATIVE:
        return None
    if any(p[0].lower == "like" for p in pieces[1:]):  # “groups like the Ferry Board and the Shipping Union”
        return None
    members, closed = _members([p for p in rest if p])
    alike = all(u.kind == "person" for u in members) or all(u.kind == "body" for u in members)
    return replace(_reading(members), reason="apposition") if closed and alike else None


def authors(pieces: Sequence[Piece]) -> SourceReading | None:
    """`a study by Ruth Calder of Yale and Sam Okafor`: those who are named after `by`."""
    by = next((i for i, u in enumerate(pieces[0]) if i and u.lower in lists.phrase_words("authors")), None)
    first = pieces[0][by + 1 :] if by is not None else ()
    members = together([first, *pieces[1:]]) if first else None
    return members if members is not None and len(members.people) == len(members.named) else None


def owners(piece: Piece) -> SourceReading | None:
    """`Calder and Okafor’s report`, `Calder’s and Okafor’s` before a cue: the possessors of what they say in."""
    noun = piece[-1]
    if noun.lower in lists.documents() and noun.kind == "word":
        piece = piece[:-1]
    if len(piece) < 3 or piece[-1].kind != "person" or not piece[-1].possessive:
        return None
    members, closed = _members([[replace(u, possessive=False) if u.kind == "person" else u for u in piece]])
    return _reading(members) if closed and all(u.kind == "person" for u in members) else None


def in_headline(article: ArticleTokens, pieces: Sequence[Piece]) -> SourceReading | None:
    """`Calder, Okafor` at the beginning of a headline, where a comma stands for `and`."""
    members = [piece[0] for piece in pieces]
    bare = all(len(p) == 1 and u.kind == "person" and not u.possessive for p, u in zip(pieces, members, strict=True))
    start = members[0].start
    opens = not article.paragraph(start) and article.begins_sentence(start)
    return _reading(members) if bare and opens and len(members) == 2 else None


def of_headline(article: ArticleTokens, roster: Roster, reading: SourceReading) -> SourceReading | None:
    """The same where the tagger saw the second name only."""
    start = reading.start
    opening = article.sentence_start(start)
    clause = next(iter(article.between(opening, start)), None)
    if clause is not None and clause.lower in _CLAUSES:  # “As Calder, Okafor answer …”
        opening = article.tokens[article.index(clause.end)].start
    if article.paragraph(start) or not article.text[opening:start].endswith(", "):
        return None
    first = next(iter(roster.latest(start, 1)), None)
    bare = first is not None and first.start == opening and first.end == start - 2 and not first.possessive
    verb = article.text[reading.end : reading.end + 1] == " " and len(reading.people) == 1
    if first is None or not bare or not verb or first.people == reading.people[0].people:
        return None
    spans = ((first.start, first.end), (start, reading.end))
    return replace(reading, start=opening, people=(first, *reading.people), named=spans)


def family(roster: Roster, piece: Piece) -> SourceReading | None:
    """`the Calders`: the two people of that name, or a group if the article names fewer or more of them in full."""
    if len(piece) != _FAMILY or piece[0].lower != "the" or not piece[1].capital:
        return None
    known = roster.called(piece[1].lower)
    alone = (next((o for o in roster.occurrences if o.people == (k,)), None) for k in known[: _FAMILY + 1])
    people = tuple(sorted((o for o in alone if o is not None), key=lambda o: o.start))
    if not people or (piece[1].occurrence is not None and piece[1].occurrence.form == "full"):
        return None
    start, end = piece[0].start, piece[1].end
    if len(people) != _FAMILY:
        return SourceReading("group", start, end, noun=piece[1].lower)
    return SourceReading("people", start, end, people, named=tuple((o.start, o.end) for o in people))


def _reading(members: Sequence[SourceUnit]) -> SourceReading:
    people = tuple(u.occurrence for u in members if u.occurrence)
    spans = tuple((u.start, u.end) for u in members)
    return SourceReading("people", members[0].start, members[-1].end, people, named=spans)


def _members(pieces: Sequence[Piece]) -> tuple[list[SourceUnit], bool]:
    """The persons and bodies that a list names, and whether `and` closes it."""
    found: list[SourceUnit] = []
    whole = 0  # members up to the last `and`
    for number, piece in enumerate(pieces):
        if number and _says_more(piece):
            continue
        for linked, words in _conjuncts(piece):
            following = pieces[number + 1] if number + 1 < len(pieces) else ()
            member = _member(words) or (_apposed(words, following) or _others(words, found) if linked else None)
            if member is None or len(found) == _MOST:
                return (found[:whole], True) if whole > 1 and number else (found, False)
            if all(member.start != u.start for u in found):
                found.append(member)
            if linked:
                whole = len(found)
    return found[:whole], whole > 1


def _says_more(piece: Piece) -> bool:
    """Whether a piece only says more about the name before it: `a law professor`, `who …`, `speaking in Rome`."""
    first = piece[0]
    if any(_begins(piece, 0, link) for link in _LINKS):
        return False
    if first.kind == "word" and (first.lower in _RELATIVE or first.lower in lists.prepositions()):
        return True
    member = _member(next(_conjuncts(piece))[1])
    body = member is not None and member.kind == "body" and first.lower == "the"  # “…, the World Ferry Movement and …”
    return member is None or (first.lower in lists.role_words("openers") and not body)


def _conjuncts(piece: Piece) -> Iterator[tuple[bool, Piece]]:
    """The parts between `and`, `along with` and the like, each with whether one of these stands before it."""
    start, linked, i = 0, False, 0
    while i < len(piece):
        link = next((link for link in _LINKS if _begins(piece, i, link)), None)
        if link is None:
            i += 1
            continue
        if i > start:
            yield linked, piece[start:i]
        i += len(link)
        start, linked = i, True
    if start < len(piece):
        yield linked, piece[start:]


def _begins(piece: Piece, i: int, words: Sequence[str]) -> bool:
    return len(piece) - i >= len(words) and all(piece[i + k].lower == w for k, w in enumerate(words))


def _member(words: Piece) -> SourceUnit | None:
    """The person or body that a conjunct names."""
    words = words[1:] if len(words) > 1 and words[0].lower in _BOTH else words
    if len(words) == 1 and words[0].kind == "word" and words[0].lower in _PRONOUNS:
        return words[0]
    phrase, rest = noun_phrase(words)
    head = phrase[-1]
    if head.kind == "person" and not head.possessive:
        placed = bool(rest) and rest[0].lower in _WHERE
        return head if placed or (not any(u.kind == "person" for u in rest) and not _verb(rest)) else None
    named = named_body(phrase)
    if named and (head.kind == "body" or head.lower in lists.bodies()) and not plural(head, phrase):
        return replace(named[0], end=head.end, kind="body", occurrence=None)
    return None


def _others(words: Piece, found: Sequence[SourceUnit]) -> SourceUnit | None:
    """`other leaders` after `Ruth Calder and`: people without a name who speak beside a person."""
    phrase, rest = noun_phrase(words)
    head, first = phrase[-1], phrase[0]
    beside = any(u.kind == "person" or u.lower in _PRONOUNS for u in found)
    owned = any(u.possessive or u.lower in lists.phrase_words("owners") for u in phrase)
    nameless = head.kind == "word" and not head.capital and all(u.kind != "person" for u in words)
    if not beside or owned or not nameless or not plural(head, phrase):
        return None
    return replace(first, end=head.end, kind="word", occurrence=None) if not _verb(rest) else None


def _verb(rest: Piece) -> bool:
    """Whether what follows a name is more than `of Iowa`, `from the union`, `seeking asylum`."""
    return bool(rest) and rest[0].lower not in lists.prepositions() and not rest[0].lower.endswith("ing")


def _apposed(words: Piece, following: Piece) -> SourceUnit | None:
    """`her husband` before `, Sam Okafor`."""
    role = lists.role(words[-1].lower) is not None and words[-1].kind == "word"
    if role and following and following[0].kind == "person" and len(following) == 1 and not following[0].possessive:
        return following[0]
    return None
