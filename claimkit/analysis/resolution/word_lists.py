"""The word lists that resolution asks, as sets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from claimkit.english import lexicon
from claimkit.english.names import CACHE_SIZE, Gender
from claimkit.english.text import normalise

PRONOUN_KINDS = ("male", "female", "plural", "thing", "relative", "self", "demonstrative", "general")


def phrase_words(key: str) -> frozenset[str]:
    """A list of [phrases] in speakers.toml: how sources are put together."""
    return lexicon.words("speakers", "phrases", key)


def role_words(key: str) -> frozenset[str]:
    """A list of [phrases] in roles.toml: how roles beside names are put together."""
    return lexicon.words("roles", "phrases", key)


def function_words() -> frozenset[str]:
    """Words that are no part of a name even when they begin a sentence."""
    return lexicon.words("speakers", "function", "words")


def prepositions() -> frozenset[str]:
    """`of`, `with`, `against`."""
    return lexicon.words("speakers", "function", "prepositions")


def auxiliaries() -> frozenset[str]:
    """Words that often follow a subject: `is`, `said`, `also`."""
    return lexicon.words("speakers", "function", "auxiliaries")


def tails() -> frozenset[str]:
    """Words that end names of bodies, places and events."""
    return lexicon.words("speakers", "organisations", "tails")


def objects() -> frozenset[str]:
    """Verbs that a name right after them is the object of."""
    return lexicon.words("speakers", "function", "objects")


def clause_words() -> frozenset[str]:
    """Words that begin a clause: `and`, `when`, `who`."""
    return lexicon.words("speakers", "clauses", "words")


@cache
def after_object() -> frozenset[str]:
    """Words that tell the object `her` before them from the possessor."""
    return lexicon.words("speakers", "clauses", "after_object") | prepositions()


def be() -> frozenset[str]:
    """Forms of `be`."""
    return lexicon.words("speakers", "function", "be")


def cue_forms(key: str) -> frozenset[str]:
    """A list of [cue_forms] in speakers.toml: whose statement a cue without a source is."""
    return lexicon.words("speakers", "cue_forms", key)


def bodies() -> frozenset[str]:
    """Nouns for bodies that speak as one: `committee`, `bank`."""
    return lexicon.words("speakers", "organisations", "words")


def media() -> frozenset[str]:
    """Newspapers, agencies and sites by one-word names."""
    return lexicon.words("speakers", "organisations", "media")


@lru_cache(maxsize=CACHE_SIZE)
def known_thing(word: str) -> bool:
    """Whether one capitalised word is a place, a body, a role, a medium or another word that is no person's name."""
    lower = word.lower().rstrip(".")
    return (
        country(lower) is not None
        or place(lower) is not None
        or lower in media()
        or lower in bodies()
        or lower in tails()
        or lower in documents()
        or lower in groups()
        or role(lower) is not None
    )


def campaigns() -> frozenset[str]:
    """A candidate's people: `his campaign`, `her team`."""
    return lexicon.words("speakers", "phrases", "campaigns")


def after_name() -> frozenset[str]:
    """Words that turn the name before them into a body: `Trump campaign`."""
    return lexicon.words("speakers", "organisations", "after_name")


@cache
def documents() -> frozenset[str]:
    """Nouns for things that are read: `report`, `poll`."""
    return lexicon.words("speakers", "documents", "words") | personal()


@cache
def read_things() -> frozenset[str]:
    """Documents, and nouns that are documents as sources only: `figures`, `results`."""
    return documents() | lexicon.words("organisations", "documents", "more")


@cache
def authored() -> frozenset[str]:
    """Documents that are somebody's own after `his`: `statement`, `research`."""
    return personal() | lexicon.words("organisations", "documents", "authored")


def personal() -> frozenset[str]:
    """Documents whose owner speaks: `statement`, `tweet`."""
    return lexicon.words("speakers", "documents", "personal")


def groups() -> frozenset[str]:
    """Nouns for unnamed people: `officials`, `critics`."""
    return lexicon.words("speakers", "groups", "words")


def ties() -> frozenset[str]:
    """Family and the like: who it is depends on whose."""
    return lexicon.words("roles", "ties", "words")


def kin() -> frozenset[str]:
    """Family who mostly share a family name: `sister`, `husband`."""
    return lexicon.words("roles", "ties", "same_name")


@lru_cache(maxsize=CACHE_SIZE)
def pronoun(word: str) -> str | None:
    """Kind of pronoun (`male`, `plural`, `self` …) or None."""
    lower = word.lower()
    return next((kind for kind in PRONOUN_KINDS if lower in lexicon.words("speakers", "pronouns", kind)), None)


@cache
def _roles() -> dict[str, str]:
    table: dict[str, str] = {}
    for base, forms in lexicon.table("roles")["forms"].items():
        for form in (base, *forms.split()):
            table.setdefault(form, base)
    for word, role in lexicon.table("titles")["offices"].items():
        if word not in {"vice", "prime"}:
            table.setdefault(word, role)
    table.update({role: role for role in lexicon.table("roles")["compound_roles"].values()})
    table.update({word: word for word in ties()})
    for base in lexicon.table("roles")["covers"]:
        table.setdefault(base, base)
    return table


@lru_cache(maxsize=CACHE_SIZE)
def role(word: str) -> str | None:
    """Base form of a role word: `congressman` → `representative`, `Sen.` → `senator`; None for other words."""
    return _roles().get(word.lower().rstrip("."))


@lru_cache(maxsize=CACHE_SIZE)
def person_noun(word: str, before_name: bool = False) -> bool:
    """Whether `word` is what people are called (`mediator`, `Oscar-winner`); more words are only `before_name`."""
    lower = word.lower().rstrip(".")
    last = lower.rsplit("-", 1)[-1]
    if last != lower and role(last) is not None:
        return True
    keys = ("words", "more") if before_name else ("words",)
    return any(w in lexicon.words("people", key) for w in {lower, last} for key in keys)


@lru_cache(maxsize=CACHE_SIZE)
def plural_person(word: str) -> bool:
    """Whether `word` is the plural of such a noun: `mediators`, `salesmen`."""
    lower = word.lower()
    singulars = [lower[:-1] if lower.endswith("s") else lower, lower.replace("men", "man")]
    if lower.endswith("ies"):
        singulars.append(lower[:-3] + "y")
    return any(s != lower and person_noun(s, before_name=True) for s in singulars)


@lru_cache(maxsize=CACHE_SIZE)
def plural_role(word: str) -> bool:
    """Whether `word` is the plural of a role: `senators`, `spokeswomen`, `allies`."""
    lower = word.lower()
    singulars = [lower[:-1], lower[:-3] + "y", lower.replace("men", "man"), lower.replace("people", "person")]
    if not lower.endswith(("s", "men", "people")) or lower.endswith("ss"):
        return False
    return role(lower) is None and any(s != lower and role(s) is not None for s in singulars)


@lru_cache(maxsize=CACHE_SIZE)
def covers(general: str, special: str) -> bool:
    """Whether the role `general` can stand for `special`: `leader` for `president`."""
    return special in lexicon.table("roles")["covers"].get(general, "").split()


@lru_cache(maxsize=CACHE_SIZE)
def role_gender(word: str) -> Gender | None:
    """What a role says about gender: `spokeswoman` → `female`."""
    lower = word.lower()
    if lower in lexicon.words("roles", "gender", "female"):
        return "female"
    return "male" if lower in lexicon.words("roles", "gender", "male") else None


@cache
def compounds() -> dict[tuple[str, ...], str]:
    """Role words of several words → the role: `("prime", "minister")` → `premier`."""
    return {tuple(k.split()): v for k, v in lexicon.table("roles")["compound_roles"].items()}


@cache
def _places() -> dict[str, str]:
    table: dict[str, str] = {}
    places = lexicon.table("places")
    for section in ("states", "countries"):
        for country, forms in places[section].items():
            name = normalise(country)
            table[name] = name
            table.update({form: name for form in forms.split() if len(form) > 2 or section == "countries"})
    for party, forms in places["parties"].items():
        table.update({form: party for form in forms.split() if len(form) > 1})
    return table


@lru_cache(maxsize=CACHE_SIZE)
def place(word: str) -> str | None:
    """One word for a country, state or party and its people: `Ukrainian` → `ukraine`, `GOP` → `republican`."""
    lower = word.lower().strip()
    return _places().get(lower.rstrip(".")) or _places().get(lower)


@cache
def _countries() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, forms in lexicon.country_forms().items():
        table.update(dict.fromkeys((normalise(name), *forms), name))
    return table


@lru_cache(maxsize=CACHE_SIZE)
def country(word: str) -> str | None:
    """Name of the country that `word` (name, adjective, people or capital) belongs to."""
    return _countries().get(normalise(word).rstrip("."))


@lru_cache(maxsize=CACHE_SIZE)
def people_of(country_name: str) -> str | None:
    """A country's adjective: `France` → `French`."""
    forms = lexicon.country_forms().get(country_name, ())
    return next((f.title() for f in forms if is_demonym(f) and not f.endswith("s")), None)


@lru_cache(maxsize=CACHE_SIZE)
def is_demonym(word: str) -> bool:
    """Whether `word` is a country's adjective or people, a party or its members."""
    key = normalise(word).rstrip(".")
    name = _countries().get(key)
    if name is not None:
        return normalise(name) != key and not is_capital(key)
    return any(key in forms.split() for forms in lexicon.table("places")["parties"].values()) and len(key) > 1


@lru_cache(maxsize=CACHE_SIZE)
def is_people(word: str) -> bool:
    """Whether `word` is a country's adjective or people (`American`), not another name of the country (`US`)."""
    other = normalise(word).rstrip(".") in lexicon.words("places", "no_people", "words")
    return is_demonym(word) and country(word) is not None and not other


@lru_cache(maxsize=CACHE_SIZE)
def is_native(word: str) -> bool:
    """Whether `word` is one man or woman of a place and no adjective of it: `Spaniard`, `Frenchwoman`, `Londoner`."""
    lower = word.lower()
    stem = lower.removesuffix("man").removesuffix("wo")
    known = any(lower in words.split() for words in lexicon.table("places")["people"].values())
    return known or (stem != lower and is_people(stem))


@lru_cache(maxsize=CACHE_SIZE)
def is_capital(word: str) -> bool:
    """Whether `word` is a capital that stands for its government."""
    return normalise(word) in lexicon.words("places", "capitals", "words")


@lru_cache(maxsize=CACHE_SIZE)
def party_tag(text: str) -> tuple[str, ...]:
    """`R-Tex.` → (`republican`, `texas`): what a politician's tag in brackets says."""
    head, _, tail = text.replace("–", "-").partition("-")
    places = lexicon.table("places")
    found = [p for p, forms in places["parties"].items() if head.strip().lower() in forms.split()]
    key = tail.strip().lower().rstrip(".")
    found += [normalise(s) for s, forms in places["states"].items() if key in forms.split() or key == normalise(s)]
    return tuple(found)


def any_in(words: Iterable[str], chosen: frozenset[str]) -> bool:
    """Whether one of `words` is in `chosen`."""
    return not chosen.isdisjoint(words)


@cache
def states() -> frozenset[str]:
    """American states, folded."""
    return frozenset(normalise(s) for s in lexicon.table("places")["states"])
