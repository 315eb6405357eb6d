"""Quotations with known faults and harmless differences, made from transcripts, with the seed that makes them again.

Each case is a sentence of a transcript, what is printed of it, and what is wrong with that. A third of the cases of
each kind (`unseen`) has wordings that the word lists of `claimkit.checking` were not written on; where a transcript has
no such sentence, it is put in: `said` then replaces the line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimkit.checking.speakers import compare, name_of
from claimkit.english.text import terms
from claimkit.models.checks import Turn
from claimkit.reader.transcripts import find_turns

_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|should|would|could|have|has|do|does|did)\b(?! not|n't)")
_NOT = re.compile(r"\b(?:(\w+)n['’]t|not)\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|fifty)\b")
_HEDGE = re.compile(r"\b(?:I think|I believe|maybe|probably|perhaps|I guess|I hope),? ", re.IGNORECASE)
_BUT = re.compile(r",? (?:but|unless|except|if) ")
_WORDS = {"two": "seven", "three": "nine", "four": "eight", "five": "two", "six": "three", "seven": "four"}
_AND = re.compile(r"^(?:And|So|Well|Now|But|Look),? ")
_FILLER = re.compile(r",? you know,|,? I mean,")
_CONTRACTED = {
    "I'm ": "I am ", "we're ": "we are ", "don't ": "do not ", "it's ": "it is ", "can't ": "cannot ",
    "didn't ": "did not ", "we've ": "we have ", "I'll ": "I will ", "they're ": "they are ",
}  # fmt: skip
# Wordings for the unseen third. New ones are needed whenever the rules were mended after reading what they miss.
_HEDGED = (
    "as far as anyone can say, ", "the way things look, ", "in my book, ", "if the polls are any guide, ",
    "for all I know, ", "I am led to believe that ", "I have the sense that ", "I'm tempted to say that ",
    "I dare say ", "one gets the impression that ", "you'd have to assume that ", "the odds favor the view that ",
    "there is reason to think that ", "there's every chance that ", "it is thought that ",
    "it is widely assumed that ", "the evidence hints that ", "it could turn out that ", "unless I have it wrong, ",
    "I half suspect that ", "if I had to bet, ", "all things being equal, ", "by all accounts, ",
    "by most estimates, ", "on the face of it, ", "at first glance, ", "on balance, ", "more often than not, ",
    "nine times out of ten, ", "by and large, ", "in principle, ", "with any luck, ", "God willing, ",
    "theoretically, ", "ostensibly, ", "I like to think that ", "we have grounds to suspect that ",
    "it's anyone's guess whether ", "I can't swear to it, but ", "I'm no expert, but ",
    "take this with a grain of salt, but ", "it would seem plausible that ", "I might venture that ",
    "one could make the case that ", "I would submit that ", "some would say that ", "there is some indication that ",
    "it looks for now as if ", "to hear the experts tell it, ", "if past is prologue, ", "my instinct is that ",
    "I get the feeling that ", "it's a safe bet that ", "my money is on the idea that ", "I can only assume that ",
    "I have to think that ", "one suspects that ", "we're given to understand that ", "it is rumored that ",
    "word has it that ", "rumor has it that ", "I'm under the impression that ", "it's conceivable that ",
    "there's a decent chance that ", "there's a school of thought that ", "it doesn't seem impossible that ",
    "I lean toward the view that ", "it's fair to assume that ", "if I read this right, ", "if history is a guide, ",
    "as near as we can figure, ", "so I'm told, ", "so the story goes, ", "speaking only for myself, ",
    "as things stand, ", "not that I'd know, but ", "I may be off base, but ", "I haven't checked, but ",
    "correct me if I'm off, but ", "granted I'm biased, but ", "off the top of my head, ", "at a guess, ",
    "in most cases, ", "generally speaking, ", "broadly speaking, ", "as a general matter, ", "for the time being, ",
    "in a manner of speaking, ", "to some degree, ", "nominally, ", "tentatively, ", "word is that ",
    "the smart money says ",
)  # fmt: skip
_RESERVED = (
    ", always supposing that he signs", ", conditional upon a vote", ", with the sole exception of Leith",
    ", if only for a year", ", at least until May", ", failing a deal", ", failing which we go home",
    ", absent a court order", ", in the absence of a war", ", weather permitting", ", all being well",
    ", other things being equal", ", money permitting", ", God willing", ", so far as we can tell", ", within reason",
    ", up to a point", ", to some extent", ", in most cases", ", with few exceptions", ", outside the big cities",
    ", everywhere but Leith", ", minus the islands", ", leaving aside the islands", ", setting aside the courts",
    ", which is a big if", ", or that is the plan", ", or so they claim", ", or at any rate most of it",
    ", subject to approval", ", pending approval", ", when and only when they ask", ", not before they pay",
    ", not unless they pay", ", as and when they pay", ", presuming that they pay", ", on the premise that they pay",
    ", under the proviso that they pay", ", with one restriction", ", granting that it is late",
    ", ignoring the islands", ", not that anybody asked", ", theoretically", ", if all goes well",
    ", with the understanding that they pay", ", in so far as it is legal", ", excluding the islands",
    ", contingent upon approval", ", dependent on the weather", ", if they let us", ", so long as it lasts",
    ", except in Leith", ", other than on Sundays", ", save on Sundays", ", bar one", ", though not in Leith",
    ", although I have doubts", ", but only on Sundays", ", and only if they ask", ", and even then not always",
    ", albeit with delays", ", at least in theory", ", at least for now", ", for the moment", ", in principle",
    ", more or less", ", as a rule", ", in a sense", ", to a degree", ", for what it's worth",
    ", as far as that goes", ", supposing we live that long", ", given enough time", ", given the money",
    ", were it legal", ", should they ask", ", had we the money", ", once the vote is in",
    ", unless and until they pay", ", until such time as they pay", ", without prejudice to the courts",
    ", not including the islands", ", less the islands", ", apart from Leith", ", other than Leith",
    ", but not in Leith", ", yet not in Leith", ", only not in Leith", ", or nearly so", ", or thereabouts",
    ", within limits", ", which I doubt", ", with certain conditions", ", on certain conditions",
    ", under certain conditions", ", subject to conditions", ", in the event of rain", ", in case of rain",
    ", depending on the weather", ", assuming good weather",
)  # fmt: skip
_PRONOUN = re.compile(r"\b(?:he|she|they|it|them|that)\b")
_AMOUNTS = (("half of", "a third of"), ("a dozen", "a hundred"), ("twice", "ten times"), ("most of", "a few of"))


@dataclass(frozen=True, slots=True)
class Case:
    """`printed` is said to be `speaker`'s; the line `turn` has `said`. `kind` is what was done."""

    kind: str
    fault: bool
    unseen: bool
    transcript: str
    turn: int
    said: str
    printed: str
    speaker: str


Maker = Callable[[str, random.Random], tuple[str, str] | None]


def make_cases(folder: Path, number: int, seed: int = 1) -> tuple[list[Case], dict[str, list[Turn]]]:
    """`number` faulty cases and as many fine ones, and the transcripts by file name with what they replace in place."""
    chance = random.Random(seed)
    turns = {path.name: found for path in sorted(folder.iterdir()) if (found := _turns(path))}
    places = [(name, at) for name in sorted(turns) for at, turn in enumerate(turns[name]) if _usable(turn)]
    chance.shuffle(places)
    supply = dict.fromkeys(places)  # every kind begins where no other has taken a line
    everything = "\n".join(" ".join(terms(turn.text)) for name in sorted(turns) for turn in turns[name])
    cases: list[Case] = []
    for fault, makers in ((True, _FAULTS), (False, _FINE)):
        each = number // len(makers)
        for kind, seen, unseen in makers:
            for maker, count in ((seen, each - each // 3 if unseen else each), (unseen, each // 3)):
                if maker is not None:
                    cases += _made(kind, fault, maker is unseen, maker, count, supply, turns, chance, everything)
    rest = [case for case in cases if case.said != turns[case.transcript][case.turn].text]
    for case in rest:
        old = turns[case.transcript][case.turn]
        turns[case.transcript][case.turn] = replace(old, text=case.said)
    return cases, turns


def _turns(path: Path) -> list[Turn]:
    return find_turns(path.read_text(encoding="utf-8"), path.name) or []


def _usable(turn: Turn) -> bool:
    words = turn.text.split()
    return (
        name_of(turn.speaker) is not None and 9 <= len(words) <= 32 and "--" not in turn.text and "..." not in turn.text
    )


def _made(
    kind: str,
    fault: bool,
    unseen: bool,
    maker: Maker,
    count: int,
    supply: dict[tuple[str, int], None],
    turns: dict[str, list[Turn]],
    chance: random.Random,
    everything: str,
) -> Iterator[Case]:
    made = 0
    for name, at in list(supply):
        if made == count:
            return
        turn = turns[name][at]
        found = maker(turn.text, chance)
        if found is None:
            continue
        said, printed = found
        speaker = turn.speaker or ""
        if kind == "speaker swapped":
            others = sorted(
                {t.speaker for t in turns[name] if compare(turn.speaker, t.speaker) == "other" and t.speaker}
            )
            if not others:
                continue
            speaker = chance.choice(others)
        if kind == "spliced":
            later = [t.text for t in turns[name][at + 15 : at + 400] if t.speaker == turn.speaker and _usable(t)]
            if not later:
                continue
            printed = f"{_half(said, first=True)} {_half(chance.choice(later), first=False)}"
        words = " ".join(terms(printed))
        if fault and everything.count(words) > (words in " ".join(terms(turn.text))):
            continue  # it is said elsewhere too, and without the fault
        made += 1
        del supply[name, at]
        yield Case(kind, fault, unseen, name, at, said, printed.strip(), speaker)


def _half(text: str, first: bool) -> str:
    words = text.rstrip(".!?").split()
    middle = len(words) // 2
    return " ".join(words[:middle] if first else words[middle:])


def _negation_dropped(text: str, chance: random.Random) -> tuple[str, str] | None:
    found = [m for m in _NOT.finditer(text) if text[m.end() :].strip(" .,!?") and "not only" not in text]
    if len(found) != 1:
        return None
    match = found[0]
    stem = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}.get((match[1] or "").lower(), match[1] or "")
    return text, " ".join((text[: match.start()] + stem + text[match.end() :]).split())


def _negation_added(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _AUXILIARY.search(text, 3)
    if match is None or _NOT.search(text):
        return None
    return text, f"{text[: match.end()]} not{text[match.end() :]}"


def _negation_unseen(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _AUXILIARY.search(text, 3)
    if match is None or _NOT.search(text):
        return None
    word = chance.choice(("never", "hardly", "scarcely", "no longer", "in no way", "by no means", "rarely", "seldom"))
    with_word = f"{text[: match.end()]} {word}{text[match.end() :]}"
    return (with_word, text) if chance.random() < 0.5 else (text, with_word)


def _number_changed(text: str, chance: random.Random) -> tuple[str, str] | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    old = match[0]
    new = _WORDS.get(old, "forty") if old.isalpha() else _other_figure(old, chance)
    return text, text[: match.start()] + new + text[match.end() :]


def _other_figure(old: str, chance: random.Random) -> str:
    places = [at for at, sign in enumerate(old) if sign.isdigit()]
    at = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != old[at]])
    return old[:at] + digit + old[at + 1 :]


def _number_unseen(text: str, chance: random.Random) -> tuple[str, str] | None:
    words = text.split()
    old, new = chance.choice(_AMOUNTS)
    at = next((n for n, word in enumerate(words) if word.lower() in ("the", "our", "these") and n > 1), None)
    if at is None:
        return None
    return tuple(" ".join([*words[:at], put, *words[at:]]) for put in (old, new))  # type: ignore[return-value]


def _hedge_dropped(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _HEDGE.search(text)
    if match is None or len(_HEDGE.findall(text)) > 1 or _NOT.search(text[: match.start()]):
        return None
    rest = text[: match.start()] + text[match.end() :]
    return text, rest[:1].upper() + rest[1:]


def _hedge_unseen(text: str, chance: random.Random) -> tuple[str, str] | None:
    if _HEDGE.search(text) or _AND.match(text):
        return None
    hedge = chance.choice(_HEDGED)
    said = hedge[:1].upper() + hedge[1:] + (text if text.startswith("I ") else text[:1].lower() + text[1:])
    return said, text


def _cut_before(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = next((m for m in _BUT.finditer(text) if len(text[: m.start()].split()) >= 5), None)
    if match is None or len(text[match.end() :].split()) < 3:
        return None
    return text, text[: match.start()]


def _cut_unseen(text: str, chance: random.Random) -> tuple[str, str] | None:
    if _BUT.search(text) or "?" in text:
        return None
    plain = text.rstrip(".!")
    return plain + chance.choice(_RESERVED) + ".", plain


def _as_it_is(text: str, chance: random.Random) -> tuple[str, str] | None:
    return text, text


def _spelled(text: str, chance: random.Random) -> tuple[str, str] | None:
    for short, long in chance.sample(sorted(_CONTRACTED.items()), len(_CONTRACTED)):
        if short in text:
            return text, text.replace(short, long, 1)
        if long in text and long != "it is ":
            return text, text.replace(long, short, 1)
    return None


def _punctuated(text: str, chance: random.Random) -> tuple[str, str] | None:
    if "," not in text:
        return None
    return text, text.replace(",", "").replace(";", ",").rstrip(".") + ","


def _opener_dropped(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _AND.match(text)
    return None if match is None else (text, text[match.end() :][:1].upper() + text[match.end() + 1 :])


def _filler_dropped(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _FILLER.search(text, 10)
    return None if match is None else (text, text[: match.start()] + text[match.end() :])


def _filler_unseen(text: str, chance: random.Random) -> tuple[str, str] | None:
    words = text.split()
    at = chance.randrange(2, len(words) - 2)
    put = chance.choice(("uh,", "um,", "er,", "ah,", "uh, you know,"))
    return " ".join([*words[:at], put, *words[at:]]), text


def _repeated(text: str, chance: random.Random) -> tuple[str, str] | None:
    words = text.split()
    at = chance.randrange(0, len(words) - 4)
    run = words[at : at + chance.choice((1, 2, 2, 3))]
    if any(not word.isalpha() for word in run):
        return None
    return " ".join([*words[:at], *run, "--", *words[at:]]), text


def _cut_end(text: str, chance: random.Random) -> tuple[str, str] | None:
    words = text.split()
    keep = chance.randrange(5, len(words) - 1)
    following = " ".join(words[keep : keep + 2]).lower().strip(",")
    if re.match(r"(?:but|unless|except|if|though|although|until|only|yet|or|not|as long|so long)\b", following):
        return None
    return text, " ".join(words[:keep])


def _cut_start(text: str, chance: random.Random) -> tuple[str, str] | None:
    if _NOT.search(text) or _HEDGE.search(text) or re.search(r"\b(?:if|unless|no|never|as)\b", text.lower()):
        return None
    words = text.split()
    return text, " ".join(words[chance.randrange(1, len(words) - 5) :])


def _bracketed(text: str, chance: random.Random) -> tuple[str, str] | None:
    match = _PRONOUN.search(text, 5)
    if match is None:
        return None
    start, end = match.span()
    return text, f"{text[:start]}[{chance.choice(('the plan', 'the senator', 'these people', 'the deal'))}]{text[end:]}"


def _with_ellipsis(text: str, chance: random.Random) -> tuple[str, str] | None:
    words = text.split()
    if len(words) < 16 or _NOT.search(text) or _HEDGE.search(text) or re.search(r"\b(?:if|no|never)\b", text.lower()):
        return None
    at = len(words) // 2
    return text, " ".join([*words[: at - 2], "…" if chance.random() < 0.5 else "...", *words[at + 1 :]])


_FAULTS: Sequence[tuple[str, Maker, Maker | None]] = (
    ("negation dropped", _negation_dropped, None),
    ("negation added", _negation_added, _negation_unseen),
    ("number changed", _number_changed, _number_unseen),
    ("hedge dropped", _hedge_dropped, _hedge_unseen),
    ("cut before but, unless, if", _cut_before, _cut_unseen),
    ("spliced", _as_it_is, None),
    ("speaker swapped", _as_it_is, None),
)
_FINE: Sequence[tuple[str, Maker, Maker | None]] = (
    ("as it is", _as_it_is, None),
    ("contraction", _spelled, None),
    ("punctuation", _punctuated, None),
    ("leading And, So, Well dropped", _opener_dropped, None),
    ("filler dropped", _filler_dropped, _filler_unseen),
    ("repetition dropped", _repeated, None),
    ("end cut", _cut_end, None),
    ("beginning cut", _cut_start, None),
    ("brackets", _bracketed, None),
    ("ellipsis", _with_ellipsis, None),
)
