"""A seeded corpus of made-up quotations with the truth about which of them are one utterance.

    python tests/benchmarks/generate_quotes.py 10000 --seed 1 > quotes.jsonl

Words come from the frequency table that ships with claimkit and, for the rare half of a language, from invented ones.
Each word has favourite followers, so that turns of phrase recur by themselves; stock phrases stand inside quotations
and, as slogans, alone, said by other people or on other days. An utterance is printed once or, by a power law, up to
a thousand times: word for word, cut short, cut out of the middle, with a gap, a bracket, changed words or misprints.
"""

from __future__ import annotations

import argparse
import json
import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from claimkit.english import lexicon
from claimkit.english.text import slug
from claimkit.models.record import Article, Extraction, Quote, Speaker

_FIRST_DAY = date(2024, 1, 1)
_DAYS = 365
_SPEAKERS = 3_000
_OUTLETS = 40
_COPIES = 1_000  # most printings of one utterance
_POWER = 2.2  # of the number of printings: P(n) ~ n ** -2.2
_STOCK = 400  # stock phrases
_SLOGANS = 0.02  # share of utterances that are nothing but a stock phrase
_SYLLABLES = [
    head + vowel
    for head in ("b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "dr", "st")
    for vowel in "aeiou"
]


class Printed(NamedTuple):
    """One printing of an utterance: words `start:end` of it, by `kind` of change."""

    text: str
    utterance: int
    start: int
    end: int
    kind: str
    speaker: int | None
    day: int | None
    slogan: int | None


class Language:
    """Words by frequency, each with favourite followers; `phrase(n)` is n words that sound like one another."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        bands = lexicon.table("frequency")["per_million"]
        uses = {word: float(band) for band, words in bands.items() for word in words.split()}
        invented = ("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(60_000))
        rare = [word for word in dict.fromkeys(invented) if word not in uses]
        self.words = list(uses) + rare
        # The words of the table make up about 85% of running text; Zipf's law spreads the rest.
        tail = [1 / (rank + 20) for rank in range(len(rare))]
        share = 0.15 / 0.85 * sum(uses.values()) / sum(tail)
        self._sums = list(accumulate([*uses.values(), *(share * use for use in tail)]))
        self._followers: dict[str, list[str]] = {}
        self.stock = [self.phrase(rng.randint(3, 6)) for _ in range(_STOCK)]

    def word(self) -> str:
        return self.words[bisect(self._sums, self._rng.random() * self._sums[-1])]

    def phrase(self, length: int) -> list[str]:
        words = [self.word()]
        while len(words) < length:
            if self._rng.random() < 0.5:
                followers = self._followers.get(words[-1])
                if followers is None:
                    followers = self._followers[words[-1]] = [self.word() for _ in range(30)]
                words.append(followers[int(30 * self._rng.random() ** 2)])
            else:
                words.append(self.word())
        return words


def generate(count: int, seed: int = 1) -> list[Printed]:
    """`count` printed quotations in random order."""
    rng = random.Random(seed)
    language = Language(rng)
    copies = list(accumulate(n**-_POWER for n in range(1, _COPIES + 1)))
    printed: list[Printed] = []
    utterance = 0
    while len(printed) < count:
        slogan = None
        if rng.random() < _SLOGANS:
            slogan = int(_STOCK * rng.random() ** 3)
            words = language.stock[slogan]
        else:
            # Lengths of the quotations of PolNeAR: median 19 words, mean 25.
            words = language.phrase(min(max(int(rng.lognormvariate(2.95, 0.75)), 4), 250))
            if rng.random() < 0.1:
                at = rng.randrange(len(words))
                words[at:at] = language.stock[int(_STOCK * rng.random() ** 3)]
        speaker, day = int(_SPEAKERS * rng.random() ** 3), rng.randrange(_DAYS)
        times = min(1 + bisect(copies, rng.random() * copies[-1]), count - len(printed))
        for time in range(times):
            text, start, end, kind = _vary(words, language, rng) if time else (" ".join(words), 0, len(words), "full")
            chance = rng.random()
            who = speaker if chance > 0.15 else None if chance > 0.02 else int(_SPEAKERS * rng.random() ** 3)
            when = day + min(int(rng.expovariate(1)), 20) if rng.random() > 0.05 else None
            printed.append(Printed(text, utterance, start, end, kind, who, when, slogan))
        utterance += 1
    rng.shuffle(printed)
    return printed


def _vary(words: list[str], language: Language, rng: random.Random) -> tuple[str, int, int, str]:
    """The words as one more outlet prints them, with the part of the utterance that is left."""
    length, start, end = len(words), 0, len(words)
    chance, kind, out = rng.random(), "full", list(words)
    if 0.33 <= chance < 0.55 and length >= 7:
        kind, kept = "truncated", rng.randint(max(4, length // 3), length - 1)
        start, end = (0, kept) if rng.random() < 0.5 else (length - kept, length)
        out = words[start:end]
    elif 0.55 <= chance < 0.72 and length >= 9:
        kind, kept = "fragment", rng.randint(4, max(5, length // 2))
        start = rng.randint(0, length - kept)
        end = start + kept
        out = words[start:end]
    elif 0.72 <= chance < 0.80 and length >= 10:
        kind, gap = "gap", rng.randint(3, length - 6)
        resumed = min(length - 3, gap + rng.randint(1, max(1, length // 4)))
        out = words[:gap] + (["..."] if rng.random() < 0.5 else []) + words[resumed:]
    elif 0.80 <= chance < 0.86:
        kind = "bracket"
        out[rng.randrange(length)] = rng.choice(["[he]", "[they]", "[the president]", "[sic]"])
    elif 0.86 <= chance < 0.93:
        kind = "words"
        out = [word for word in words if rng.random() > 0.08]
        out = out if len(out) >= 4 else list(words)
        if rng.random() < 0.5:
            out[rng.randrange(len(out))] = language.word()
    elif chance >= 0.93:
        kind, out = "misprint", [_misprint(word, rng) if rng.random() < 0.12 else word for word in words]
    text = " ".join(out)
    text = text[:1].upper() + text[1:] if rng.random() < 0.7 else text
    return (text + "," if rng.random() < 0.3 else text), start, end, kind


def _misprint(word: str, rng: random.Random) -> str:
    if len(word) < 4:
        return word
    at, chance = rng.randrange(1, len(word) - 1), rng.random()
    if chance < 0.35:
        return word[:at] + word[at + 1 :]
    if chance < 0.7:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("aeiorstn") + word[at:]


def _name(number: int) -> str:
    """A name of its own for each number."""
    size = len(_SYLLABLES)
    return _SYLLABLES[number % size] + _SYLLABLES[number // size % size] + "nd"


def extractions(printed: list[Printed]) -> Iterator[Extraction]:
    """The quotations as claimkit's records, one article each; quote `q_0000007` is `printed[7]`."""
    names = [f"{_name(n % 60)} {_name(n)}".title() for n in range(_SPEAKERS)]
    people = [Speaker(slug(name), name, "person", "resolved") for name in names]
    for number, item in enumerate(printed):
        when = None if item.day is None else (_FIRST_DAY + timedelta(item.day)).isoformat()
        article = Article(f"a_{number:07}", f"{number}.txt", "", outlet=f"outlet {number % _OUTLETS}", published=when)
        speaker = None if item.speaker is None else people[item.speaker]
        quote = Quote(f"q_{number:07}", article.id, "direct", item.text, (), None, None, speaker, 1.0)
        yield Extraction(article, (quote,))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up quotations as JSON Lines.")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for item in generate(options.count, options.seed):
        print(json.dumps(item._asdict(), ensure_ascii=False))


if __name__ == "__main__":
    main()
