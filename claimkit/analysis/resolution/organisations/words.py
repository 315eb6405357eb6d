"""What words tell about organisations: the kinds that a noun stands for, the kind that a name shows, aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from claimkit.analysis.resolution import word_lists as lists
from claimkit.english import lexicon
from claimkit.english.names import CACHE_SIZE
from claimkit.english.text import normalise

_FILE = "organisations"
_LEADING = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’])$")
_JOINED_THE = re.compile(r"^The(?=[A-Z][a-z])")  # `TheBlaze`
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "at", "&", "de", "la"})
_PUBLIC = (
    "army",
    "authority",
    "congress",
    "council",
    "country",
    "court",
    "department",
    "embassy",
    "government",
    "police",
)
_SHORTENED = frozenset(
    {"newspaper", "bank", "fund", "union", "club", "party", "museum", "committee", "regulator", "court"}
)
_FIRST = frozenset({"leading", "top", "only", "premier", "main", "second", "third", "oldest"})
_PARTNERS = frozenset({"brothers", "sons", "partners", "associates"})
_GENERAL = 4  # kinds
_STEM = 3  # letters that an abbreviated word keeps
_MAKER = ("maker", "makers")


def plain(text: str) -> str:
    """Without article, possessive and line breaks."""
    return _TRAILING.sub("", _LEADING.sub("", " ".join(text.split()).strip('“”"*―—- ')))


def key(text: str) -> tuple[str, ...]:
    """A name's words without case, dots, article, possessive and legal form: what two spellings share."""
    words = re.findall(r"[\w&]+", normalise(_JOINED_THE.sub("", plain(text))).replace(".", "").replace("'", ""))
    while len(words) > 1 and words[-1] in lexicon.words(_FILE, "legal", "words"):
        words.pop()
    return tuple(words)


def initials(text: str) -> frozenset[str]:
    """The acronyms that a name may have, in small letters: of its capitals, and of all its words."""
    words = plain(text).replace("-", " ").split()
    capitals = "".join(w[0] for w in words if w[0].isupper())
    every = "".join(w[0] for w in words if w[0].isalnum())
    kept = "".join(w if w.isupper() and len(w) < 4 else w[0] for w in words if w[0].isupper())  # `UKIP`
    return frozenset(x.lower() for x in (capitals, every, kept) if len(x) > 1)


def acronym(text: str) -> str | None:
    """`I.M.F.` → `imf`; None for a word that is not in capitals."""
    bare = text.replace(".", "")
    return (
        bare.lower() if 2 <= len(bare) <= 8 and bare.isalpha() and bare[:2].isupper() and bare[-1].isupper() else None
    )


@cache
def _noun_kinds() -> dict[str, frozenset[str]]:
    found = {noun: set(kinds) for noun, kinds in lexicon.keys_by_word(_FILE, "nouns").items()}
    for noun, kinds in lexicon.table(_FILE)["wider"].items():
        found.setdefault(noun, set()).update(kinds.split())
    for noun in lexicon.words(_FILE, "nouns", "company"):
        found[noun] |= set(lexicon.table(_FILE)["wider"]["company"].split())
    return {noun: frozenset(kinds) for noun, kinds in found.items()}


@lru_cache(maxsize=CACHE_SIZE)
def kinds_of_noun(noun: str) -> frozenset[str]:
    """The kinds of organisations that a noun stands for: `airline`, `carmaker`; none for other words."""
    found = _noun_kinds().get(noun)
    if found is None and noun.endswith(_MAKER) and len(noun) > 6:
        found = _noun_kinds()["maker"]
    return found or frozenset()


def compound(before: str, noun: str) -> str | None:
    """Two words as the one noun that they are, if the lists have it: `think tank` → `think-tank`."""
    joined = f"{before}-{noun}"
    return joined if before and joined in _noun_kinds() else None


@lru_cache(maxsize=CACHE_SIZE)
def general(noun: str) -> bool:
    """Whether a noun is said of organisations of many kinds: `company`, `group`, not `airline`."""
    return len(kinds_of_noun(noun)) > _GENERAL


@cache
def _word_kinds() -> dict[str, frozenset[str]]:
    shown, nouns = lexicon.keys_by_word(_FILE, "words"), lexicon.keys_by_word(_FILE, "nouns")
    return {word: shown.get(word, frozenset()) | nouns.get(word, frozenset()) for word in shown.keys() | nouns.keys()}


@lru_cache(maxsize=CACHE_SIZE)
def kinds_said(noun: str) -> frozenset[str]:
    """The kinds that an organisation has of which the noun is said: `oil firm Yukos`."""
    found = lexicon.keys_by_word(_FILE, "nouns").get(noun, frozenset())
    if noun == "group":  # of companies
        return found | {"company"}
    return found or (frozenset({"company"}) if noun.endswith(_MAKER) and len(noun) > 6 else frozenset())


def made_by(noun: str) -> str | None:
    """What a maker makes: `chipmaker` → `chip`; a car's is the same as an `automaker`."""
    made = noun.removesuffix("s").removesuffix("maker")
    return {"auto": "car"}.get(made, made) if noun.endswith(_MAKER) and len(made) > 1 else None


@cache
def _known() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, names in lexicon.table(_FILE)["known"].items():
        for name in names.split():
            found.setdefault(normalise(name), set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def known(words: Sequence[str]) -> frozenset[str]:
    """The kinds of an organisation that is known everywhere."""
    return _known().get("-".join(words), frozenset())


def kinds_of_name(words: Sequence[str]) -> frozenset[str]:
    """The kinds that a name (its folded words) shows: by its head, the last word or the one before `of` and `for`."""
    if found := known(words):
        return found
    if lists.country(" ".join(words)):
        return frozenset({"country"})
    while len(words) > 1 and words[-1].isdigit():  # `BBC Radio 2`
        words = words[:-1]
    if found := known(words):
        return found
    heads = [words[i - 1] for i, w in enumerate(words) if i and w in {"of", "for"}]
    for told in (heads, words[-1:]):  # the Department of Energy is no energy company
        if found := frozenset(k for head in told for k in _word_kinds().get(head, ())):
            return found
    # United Assemblers are a union
    club = words[0] in lexicon.words(_FILE, "words", "club") and not begins_names(words[0])
    return frozenset() if club else _word_kinds().get(words[0], frozenset())


@cache
def _nicknames() -> dict[tuple[str, ...], str]:
    return {
        tuple(n.split("-")): name for name, given in lexicon.table(_FILE)["nicknames"].items() for n in given.split()
    }


def nickname_of(words: Sequence[str]) -> str | None:
    """The name of the organisation that everybody calls so: `Tories` → `Conservatives`."""
    return _nicknames().get(tuple(words))


def abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each of several words is the beginning of the long name's: `Lib Dems`, `Liberal Democrats`."""
    if len(short) != len(long) or len(short) == 1 or short == long:
        return False
    stems = [(s.removesuffix("s"), w) for s, w in zip(short, long, strict=True)]
    return all(len(s) >= _STEM and w.startswith(s) for s, w in stems)


def of_a_country(noun: str) -> bool:
    """Whether a country or place has one of them: `the Australian government`, `the Paris court`."""
    return any(noun in lexicon.table(_FILE)["nouns"][kind].split() for kind in _PUBLIC)


@cache
def _countries() -> dict[str, str]:
    return {w: country for country, words in lexicon.table(_FILE)["institutions"].items() for w in words.split()}


def country_of(word: str) -> str | None:
    """The one country that has a party, chamber or office of this name: `Whitehall`, `Tories`, `Bundestag`."""
    return _countries().get(word)


def outsider(role: str) -> bool:
    """Whether people of this role do not speak for the organisation named with it: a party's donor, a bank's critic."""
    return role in lexicon.words(_FILE, "people", "outsiders")


def either(noun: str) -> bool:
    """Whether a role is an organisation's as well as a person's: `the race's sponsor`."""
    return noun in lexicon.words(_FILE, "people", "either")


def rather(noun: str) -> bool:
    """Whether a role is an organisation's more often than a person's: `the broadcaster`."""
    return noun in lexicon.words(_FILE, "people", "rather")


def insiders(noun: str) -> bool:
    """Whether several people under this noun speak for the organisation named with it: `Kremlin officials`."""
    return noun in lexicon.words(_FILE, "people", "insiders")


def shortens_to(word: str) -> bool:
    """Whether a name may be cut down to its last word after `the`: `the Times`, `the Fund`, not `the House`."""
    return bool(kinds_of_name([word]) & _SHORTENED)


def ends_organisations(word: str) -> bool:
    """Whether only organisations' names end in this word: `Inc`, `PAC`."""
    return word.rstrip(".") in lexicon.words(_FILE, "legal", "endings")


def begins_names(word: str) -> bool:
    """Whether only organisations' names begin with this word, in capitals: `FC`."""
    return word in lexicon.words(_FILE, "legal", "beginnings")


def ends_names(word: str) -> bool:
    """Whether `word` can be left out at the end of a name: `Southwest (Airlines)`, `Deutsche Bahn (Group)`."""
    return word in lists.tails() or word in lexicon.words(_FILE, "legal", "words") or word in _word_kinds()


def partners(word: str) -> bool:
    """Whether a company is called by people of this kind: `Warner Brothers`, `Harcourt Partners`."""
    return word in _PARTNERS


def befriends(word: str) -> bool:
    """Whether bodies are called so with `of`: `Friends of the Earth`."""
    return word in lexicon.words(_FILE, "own", "friends")


def heads_names(word: str) -> bool:
    """Whether a name goes on with `of` or `for` after this word: `Council of …`, `Workers of …`, `Americans for …`."""
    return word in _word_kinds() or word.endswith("s")


def of_its_members(words: Sequence[str]) -> bool:
    """Whether a name says who is in a body, and is not these people: `Institution of Tram Engineers`."""
    heads = (words[i] for i in range(len(words) - 2) if words[i + 1] == "of")
    return any(kinds_of_noun(head) for head in heads)


@cache
def fixed_names() -> re.Pattern[str]:
    """Names with a number, which NER leaves out: `Number 10`."""
    names = sorted(lexicon.table(_FILE)["fixed"]["names"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?!\w)")


def after_people() -> frozenset[str]:
    """What is called by a person's name: `the Trump campaign`, `the Obama administration`."""
    return lexicon.words(_FILE, "own", "after_people")


def never(word: str) -> bool:
    """Whether a word alone is never an organisation's name."""
    return word in lexicon.words(_FILE, "never", "words")


def labels(word: str) -> bool:
    """Whether a word before a company's name only says what it is: `Chipmaker Intel`."""
    return word in lexicon.words(_FILE, "labels", "words") or (word.endswith(_MAKER) and len(word) > 6)


def held(word: str) -> bool:
    """Whether companies have it and people do not: `shares`, `customers`."""
    return word in lexicon.words(_FILE, "labels", "held")


def called(noun: str) -> bool:
    """Whether a body with a name of its own may be called by this noun and its matter: `the health authority`."""
    return noun in lexicon.words(_FILE, "described", "called")


def umbrella(word: str) -> bool:
    """Whether a name before `agency` or `body` is that of all of them: `the UN agency`."""
    return word in lexicon.words(_FILE, "described", "umbrellas")


def under(name: str, umbrella_: str) -> bool:
    """Whether an organisation is one of those under an umbrella: the World Food Programme is a UN agency."""
    members = lexicon.table(_FILE)["under"].get(umbrella_.replace(".", ""), "").split()
    return "-".join(key(name)) in members


def never_in_names(noun: str) -> bool:
    """Whether names do not end in this noun in small letters: `company`, `club`, not `institute`."""
    table = lexicon.table(_FILE)["nouns"]
    return noun in table["company"].split() or noun in table["club"].split()


def country_called(name: str) -> str | None:
    """The country that goes by this name: `UK`; a capital keeps its own, which may be the city or the government."""
    return None if lists.is_capital(name) else lists.country(name)


def bare(noun: str) -> bool:
    """Whether a country has one body that goes by this noun alone: `the army`."""
    return noun in lexicon.words(_FILE, "described", "bare")


def executive(noun: str) -> bool:
    """Whether it is a government after a place and in capitals, else a role: `the Northern Ireland Executive`."""
    return noun in lexicon.words(_FILE, "described", "executives")


def kinds_shown(word: str) -> frozenset[str]:
    """The kinds of organisations that have such a thing or such people: `striker` → a club."""
    return lexicon.keys_by_word(_FILE, "shown").get(word, frozenset())


def party(words: Sequence[str]) -> bool:
    """Whether these words after `the` are a party: `the Conservatives`."""
    return "-".join(words) in lexicon.words(_FILE, "parties", "plural")


def says_what(words: Sequence[str]) -> bool:
    """Whether the words after an organisation's name only say what it is: `newspaper`, `news agency`."""
    return " ".join(words) in lexicon.words(_FILE, "own", "descriptions")


def superlative(word: str) -> bool:
    """Whether a word says that an organisation is the first of its kind: `the world's largest`."""
    return word in _FIRST or (word.endswith("est") and len(word) > 5)


def own_part(word: str) -> bool:
    """Whether the word after an organisation's name is a part of it that speaks for it: `the Google team`."""
    return word in lexicon.words(_FILE, "own", "parts")


def time(word: str) -> bool:
    """Whether the word begins a time that follows a noun: `a poll this week`."""
    return word in lexicon.words(_FILE, "times", "words")


def small(word: str) -> bool:
    """Whether a word joins the parts of a name: `of`, `for`, `and`."""
    return word in _SMALL


def without_small(words: Iterable[str]) -> tuple[str, ...]:
    """The words that count."""
    return tuple(w for w in words if w not in _SMALL)
