"""Roles as structure: what the article says that its people are, and what a source without a name asks for.

`the former Texas senator` has a head (`senator`), ranks (`former`) and places (`texas`); `the foreign secretary` has a
field (`foreign`); `his campaign manager` an owner. A phrase answers another if nothing that both say differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people import roles
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.roles import RoleProfile
from claimkit.english import lexicon
from claimkit.english.text import normalise

_STEM = 6  # letters by which forms of a word agree
_PHRASE = 9  # tokens of an apposition that are read
_AGE = re.compile(r"(?:,|\s?\()\s?(\d{1,2})(?:,|\)|\.|;|\s(?:and|who)\b)")
_AGED = re.compile(r"(\d{1,2})[-‐‑ ]years?[-‐‑ ]old", re.IGNORECASE)
_SAYS_AGE = re.compile(r"[\s,(–—-]*(?:(?:who|is|was|a|an|the)\s+){0,3}")
_NEAR_AGE = 60  # characters between a name and an age
_FROM = re.compile(r",?\s(?:\()?(?:of|from|for)?\s?(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+)?)")
_OWNERS = frozenset({"his", "her", "their", "its", "my", "our"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase about a person. `head` is a role's base form, `noun` the word itself.

    `ranks` make another office of the same name (`shadow`, `deputy`, `former`), `fields` say of what it is (`home`,
    `campaign`), `owner` whose (words of a name, or a pronoun).
    """

    start: int
    end: int
    head: str | None = None
    noun: str = ""
    ranks: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    owner: frozenset[str] = frozenset()
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the article says of one person; `words` are the beginnings of the words of appositions."""

    phrases: tuple[Phrase, ...] = ()
    places: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    ages: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How what a source asks for compares with the facts of one person. `clash` says that it is somebody else."""

    same: bool = False  # the very role
    covered: bool = False  # a role that the asked one can stand for
    noun: bool = False  # no such role, but the very word
    fields: int = 0  # fields in common with a phrase of this role
    missing: int = 0  # fields asked for that no phrase has
    place: bool = False
    party: bool = False
    age: bool = False
    owner: bool = False
    elsewhere: bool = False  # holds another office, and none like it
    clash: bool = False
    phrase: Phrase | None = None

    @property
    def strength(self) -> float:
        """How much speaks for the person, to count those for whom as much does."""
        role = 2.0 * self.same + self.covered + self.noun
        return role + self.fields + self.place + self.party + 2.0 * self.age + self.owner


NOTHING = Facts()
NO_FIT = Fit()


def phrase(tokens: Sequence[ArticleToken]) -> Phrase | None:
    """What the words of one noun phrase say; None for no words."""
    if not tokens:
        return None
    start, end = tokens[0].start, tokens[-1].end
    aged = _AGED.search(" ".join(t.lower for t in tokens))
    described = roles.describe(tokens)
    words = [t.lower for t in tokens]
    ranks = {rank for w in words for rank in (_RANKS.get(w), _RANKS.get(w.split("-")[0]) if "-" in w else None) if rank}
    owner = _owner(tokens)
    if described is None:
        places = {place for place in map(_place, words) if place}
        marks = frozenset(normalise(w) for w in words if w[0].isalnum()) - lexicon.words("roles", "empty", "words")
        head = None
    else:
        places, marks, head = {p for m in described.marks if (p := _place(m))}, described.marks, described.head
    parties = {p for p in places if p in lists.role_words("parties")}
    if "state" in words and head == "secretary":
        marks |= {"state"}
    others = frozenset(w for w in owner | set(_RANKS) | lists.role_words("unmarked"))
    fields = frozenset(m for m in marks if len(m) > 1 and not _place(m) and m not in others and not m.isdigit())
    noun = _noun(tokens)
    return Phrase(
        start,
        end,
        head,
        noun,
        frozenset(ranks),
        fields - {noun},
        frozenset(places - parties),
        frozenset(parties),
        owner,
        int(aged[1]) if aged else None,
    )


# A word before a role → the kind of office that it makes of it.
_RANKS = {
    **dict.fromkeys(("former", "ex", "ex-", "late", "retired", "onetime", "one-time", "once", "then"), "former"),
    **dict.fromkeys(("deputy", "vice", "assistant", "associate", "under"), "deputy"),
    **dict.fromkeys(("shadow", "opposition"), "shadow"),
}
# Of these a person has one only, so that another field is another office.
_OFFICES = frozenset({"secretary", "minister", "chief", "undersecretary", "premier", "commissioner"})


# Offices of which a person holds one at a time.
HELD = _OFFICES | {
    "president", "chancellor", "governor", "senator", "mayor", "representative", "pope", "king", "queen", "judge",
    "vice-president", "first-lady", "attorney-general", "ambassador", "ceo", "coach", "speaker", "mp",
}  # fmt: skip


def _owner(tokens: Sequence[ArticleToken]) -> frozenset[str]:
    """`Trump’s` in `Trump’s running mate`, `his` in `his lawyer`."""
    found: list[str] = []
    for i, token in enumerate(tokens[:-1]):
        if token.lower in _OWNERS:
            found.append(token.lower)
        elif token.possessive and token.capital and not lists.place(token.lower):
            k = i
            while k >= 0 and tokens[k].capital:
                found.append(tokens[k].lower)
                k -= 1
    return frozenset(found)


def _noun(tokens: Sequence[ArticleToken]) -> str:
    """The last word before a preposition or clause."""
    last = ""
    for token in tokens:
        if last and (token.lower in lists.prepositions() or not token.lower[0].isalnum()):
            break
        last = token.lower
    return last


@cache
def _people() -> dict[str, str]:
    """Words for one man or woman of a place, and the places themselves."""
    table = lexicon.table("places")["people"]
    return {word: normalise(place) for place, words in table.items() for word in (normalise(place), *words.split())}


@cache
def _people_words() -> frozenset[str]:
    return frozenset(w for words in lexicon.table("places")["people"].values() for w in words.split())


def _place(word: str) -> str | None:
    """The country, state, party or city that a word is or belongs to: `French`, `Frenchwoman`, `Spaniard`, `Texas`."""
    known = lists.place(word) or _people().get(word)
    if known is not None:
        return known
    for ending in ("woman", "man"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return lists.place(word.removesuffix(ending))
    return None


def is_people_word(word: str) -> bool:
    """Whether a word is for one man or woman of a place: `Spaniard`, `Frenchwoman`, `Kenyan`; `Irish` is for many."""
    if word in _people_words() or (_place(word) is not None and word.endswith(("man", "woman"))):
        return True
    party = _place(word) in lists.role_words("parties")
    return lists.is_demonym(word) and not party and not word.endswith(("s", "sh", "ch", "ese", "th"))


def facts_of(article: ArticleTokens, places: Sequence[Occurrence], profile: RoleProfile | None) -> Facts:
    """What stands around the names of one person."""
    phrases = [
        found
        for d in (profile.descriptions if profile else ())
        if (found := phrase(article.between(d.start, d.end))) is not None
    ]
    where: set[str] = {m for m in profile.marks if lists.place(m)} if profile else set()
    words: set[str] = set()
    ages: set[int] = set()
    parties: set[str] = set(profile.marks) & lists.role_words("parties") if profile else set()
    for o in places:
        near = _around(article, o)
        words.update(t.lower[:_STEM] for t in near if len(t.lower) > 2)
        where.update(_origins(article, o))
        if match := _AGE.match(article.text, o.end, o.end + 10):
            ages.add(int(match[1]))
        ages.update(_ages_beside(article, o))
    for found in phrases:
        where |= found.places
        parties |= found.parties
    return Facts(tuple(phrases), frozenset(where - parties), frozenset(parties), frozenset(ages), frozenset(words))


def _ages_beside(article: ArticleTokens, o: Occurrence) -> Iterator[int]:
    """`the 21-year-old striker Ruth Calder`; not `the 21-year-old said Calder …`."""
    text = article.text
    for match in _AGED.finditer(text, max(0, o.start - _NEAR_AGE), o.start):
        between = article.between(match.end(), o.start)
        if all(t.lower not in lists.function_words() and not _verb(t.lower) and t.text not in ".;:" for t in between):
            yield int(match[1])
    for match in _AGED.finditer(text, o.end, o.end + _NEAR_AGE // 2):
        if _SAYS_AGE.fullmatch(text, o.end, match.start()):
            yield int(match[1])


def _verb(word: str) -> bool:
    return word in lists.auxiliaries() or word in lists.phrase_words("inverted") or word.endswith(("ed", "told"))


def _around(article: ArticleTokens, o: Occurrence) -> Iterable[ArticleToken]:
    """The words of an apposition, and the nouns right before a name."""
    i, j = article.index(o.start), article.index(o.end)
    for k in range(i - 1, max(-1, i - 1 - _PHRASE), -1):
        token = article.tokens[k]
        if not token.lower[0].isalnum() or token.lower in lists.function_words():
            break
        yield token
    following = article.tokens[j : j + _PHRASE + 1]
    if not o.possessive and following and following[0].text in (",", "(", "-", "–", "—"):
        for token in following[1:]:
            if not (token.lower[0].isalnum() or token.lower == "-"):
                break
            yield token


def _origins(article: ArticleTokens, o: Occurrence) -> Iterable[str]:
    """Countries and states beside a name: `Kenya’s`, `French star`, `(Kenya)`, `of Texas`."""
    i = article.index(o.start)
    for k in range(i - 1, max(-1, i - 6), -1):
        token = article.tokens[k]
        if not token.lower[0].isalnum() or (token.lower in lists.function_words() and not token.possessive):
            break
        if token.capital and (place := _place(token.lower)):
            yield place
    if not o.possessive and (match := _FROM.match(article.text, o.end, o.end + 40)):
        for word in (match[1], match[1].split()[0]):
            if place := _place(word.lower()):
                yield place


def compare(asked: Phrase, facts: Facts) -> Fit:
    """Whether a person of whom the article says `facts` can be the one who is asked for."""
    same = [p for p in facts.phrases if asked.head is not None and asked.head == p.head]
    covered = [
        p for p in facts.phrases if asked.head is not None and p.head is not None and lists.covers(asked.head, p.head)
    ]
    holders = same or covered
    fields = frozenset(field for p in holders for field in p.fields)
    shared = asked.fields & fields
    place, party = bool(asked.places & facts.places), bool(asked.parties & facts.parties)
    age = asked.age is not None and asked.age in facts.ages
    owners = [p for p in holders if p.owner]
    owner = any(asked.owner & p.owner for p in owners)
    held = {p.head for p in facts.phrases if p.head in HELD}
    elsewhere = (
        asked.head in HELD
        and bool(held)
        and not holders
        and not any(lists.covers(h or "", asked.head or "") for h in held)
    )
    best = max(holders, key=lambda p: (len(asked.fields & p.fields), p.ranks == asked.ranks), default=None)
    return Fit(
        bool(same),
        bool(covered),
        not holders and asked.noun.isalpha() and not _place(asked.noun) and asked.noun[:_STEM] in facts.words,
        len(shared),
        len(asked.fields - fields),
        place,
        party,
        age,
        owner,
        elsewhere,
        _clash(asked, facts, same, holders),
        best,
    )


def _clash(asked: Phrase, facts: Facts, same: Sequence[Phrase], holders: Sequence[Phrase]) -> bool:
    """Another party, age or nation than the article gives the person, or another office of the same kind."""
    if asked.age is not None and facts.ages and asked.age not in facts.ages:
        return True
    if asked.parties and facts.parties and not asked.parties & facts.parties:
        return True
    abroad = _alike(asked.places, facts.places) and not asked.places & facts.places
    if abroad and (not holders or all(p.places for p in same)):
        return True
    return bool(same) and not any(_agrees(asked, p) for p in same)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name a country, or both a state."""
    states = lists.states()
    return bool({p in states for p in one} & {p in states for p in other})


def _agrees(asked: Phrase, other: Phrase) -> bool:
    """Whether both phrases can be one office."""
    former = frozenset({"former"})  # “the pollster”, who was somebody's pollster once, goes on being called so
    told = other.ranks if asked.head in HELD else other.ranks - former
    if told - asked.ranks or asked.ranks - other.ranks - former:
        return False
    if asked.head in _OFFICES and asked.fields and other.fields and not asked.fields & other.fields:
        return False
    if asked.owner and other.owner and not asked.owner & other.owner:
        return bool(asked.owner & _OWNERS) or bool(other.owner & _OWNERS)
    return not (
        asked.places and other.places and not asked.places & other.places and _alike(asked.places, other.places)
    )
