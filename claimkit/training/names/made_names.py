"""Made-up people's names of many cultures, from the lists of `faker` and a few of our own."""

from __future__ import annotations

import importlib
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_ENGLISH = 3  # the first three locales are drawn from most
# Cyrillic and Greek letters in Latin ones, as newsrooms write them.
_CYRILLIC = (
    "а a,б b,в v,г g,д d,е e,ж zh,з z,и i,й y,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,ф f,х kh,ц ts,ч ch,ш sh,щ shch,"
    "ъ ,ы y,ь ,э e,ю yu,я ya,ё yo,і i,ї yi,є ye,ґ g,ј j,љ lj,њ nj,ќ k,ѓ g,ѕ z,џ dz,ђ dj,ћ c,ў u"
)
_GREEK = "α a,β v,γ g,δ d,ε e,ζ z,η i,θ th,ι i,κ k,λ l,μ m,ν n,ξ x,ο o,π p,ρ r,σ s,ς s,τ t,υ y,φ f,χ ch,ψ ps,ω o"
_LETTERS = str.maketrans({pair[0]: pair[2:] for pair in f"{_CYRILLIC},{_GREEK}".split(",")})
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_LATIN = re.compile(r"[A-Z\u00c0-\u017f\u1e00-\u1eff][a-z\u00c0-\u017f\u1e00-\u1effA-Z'’ .-]{1,23}")
_UNMARKED = str.maketrans("øØłŁđĐðı", "oOlLdDdi", "")
_NICKNAME_MARKS = (('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"))
_INITIALS = "ABCDEFGHJKLMNPRSTW"

Pool = tuple[list[str], list[str]]  # given names, surnames


class MadeNames:
    """Draws names. `keep` tells which words of the lists may be drawn."""

    def __init__(self, lists: Mapping[str, list[str]], keep: Callable[[str], bool]) -> None:
        pools = (_pool(locale, keep) for locale in lists["locales"])
        self._pools = [pool for pool in pools if min(map(len, pool)) >= 5]
        self._english = self._pools[:_ENGLISH]
        self._tails = lists["tails"]
        names = ("extra_given", "extra_family", "word_surnames", "nicknames")
        self._given, self._family, self._words, self._nicknames = ([w for w in lists[n] if keep(w)] for n in names)

    def given(self, rng: random.Random) -> str:
        return self._pair(rng)[0]

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """A whole name, and the surname in it."""
        given, family = self._parts(rng)
        if rng.random() < 0.06 and " " not in family and "-" not in family:
            family += rng.choice("- ") + self._pair(rng)[1].split(" ")[0]
        whole = f"{self._first(given, rng)} {family}"
        if rng.random() < 0.03:
            whole += rng.choice([" ", " ", ", "]) + rng.choice(self._tails)
        if rng.random() < 0.3:
            whole, family = plain(whole), plain(family)
        if rng.random() < 0.15:
            whole, family = whole.replace("’", "'"), family.replace("’", "'")
        return whole, family

    def _parts(self, rng: random.Random) -> tuple[str, str]:
        kind = rng.random()
        if kind < 0.16:
            return rng.choice(self._given), rng.choice(self._family)
        if kind < 0.24:
            return self._pair(rng)[0], rng.choice(self._family)
        if kind < 0.36:
            return rng.choice(rng.choice(self._english)[0]), rng.choice(self._words)
        return self._pair(rng)

    def _pair(self, rng: random.Random) -> tuple[str, str]:
        given, family = rng.choice(self._english if rng.random() < 0.3 else self._pools)
        if rng.random() < 0.12:
            family = rng.choice(self._pools)[1]
        return rng.choice(given), rng.choice(family)

    def _first(self, given: str, rng: random.Random) -> str:
        """What comes before the surname: with an initial, a second name or a nickname, or initials alone."""
        form = rng.random()
        if form < 0.06:
            return f"{given} {rng.choice(_INITIALS)}."
        if form < 0.09:
            one, two = rng.choice(_INITIALS), rng.choice(_INITIALS)
            return rng.choice([f"{one}.{two}.", f"{one}. {two}.", f"{one}{two}", f"{one}."])
        if form < 0.13:
            return f"{given} {self._pair(rng)[0]}"
        if form < 0.18:
            left, right = rng.choice(_NICKNAME_MARKS)
            return f"{given} {left}{rng.choice(self._nicknames)}{right}"
        return given


def plain(word: str) -> str:
    """A name as outlets without accents print it."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_UNMARKED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _pool(locale: str, keep: Callable[[str], bool]) -> Pool:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    attributes = sorted(name for name in vars(provider) if not name.startswith("_"))
    romanised = any("romanized" in name for name in attributes)
    wanted = [name for name in attributes if ("romanized" in name) == romanised and name.endswith(_ENDINGS)]
    given = [w for name in wanted if name.startswith("first") for w in _listed(getattr(provider, name))]
    family = [w for name in wanted if name.startswith("last") for w in _listed(getattr(provider, name))]
    return _usable(given, keep), _usable(family, keep)


_ENDINGS = ("names", "names_male", "names_female", "_name_male", "_name_female")


def _listed(value: Any) -> Iterable[str]:
    return map(str, value) if isinstance(value, list | tuple | dict) else ()


def _usable(words: Iterable[str], keep: Callable[[str], bool]) -> list[str]:
    """In Latin letters, each once, in a fixed order."""
    latin = {_romanised(word) for word in words}
    return sorted(word for word in latin if _LATIN.fullmatch(word) and keep(word))


def _romanised(word: str) -> str:
    if not _FOREIGN.search(word):
        return word
    bare = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c != "\u0301")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS).capitalize()
