"""What stands between quotation marks without being said: terms, nicknames, titles of works, words on signs."""

from __future__ import annotations

import re

from claimkit.english.lexicon import words as listed
from claimkit.models.extraction import Attribution

# Chance that a label is a statement, and that its source is right; set by hand.
LABEL = 0.1
_BEFORE = 80  # characters before the mark that are looked at
_LONGEST = 8  # words of a label
_SIGN = 8  # words before one that shows it on a sign
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MARKS = ("“", "”", '"', "‘", "’", "'", "«", "„")
_OPENING = " \t\u00a0" + "".join(_MARKS)
_SMALL = 4  # letters from which a word of a title has a capital
_SENTENCE = re.compile(r"[.!?]")


def is_label(text: str, a: Attribution) -> bool:
    """Whether the content of an attribution is a name for something and not what someone said of it."""
    said = a.content[0]
    if a.type != "direct" or len(a.content) > 1 or text[said.start - 1 : said.start] not in _MARKS:
        return False
    words = _WORD.findall(said.text[: 12 * _LONGEST + 1])
    if not words or len(words) > _LONGEST:
        return False
    before = text[max(0, said.start - _BEFORE) : said.start].rstrip(_OPENING)
    lead = [w.casefold() for w in _WORD.findall(_SENTENCE.split(before)[-1])]
    return bool(lead) and (_is_named(lead, a, words) or _is_work(lead, words) or _is_sign(lead))


def _is_named(lead: list[str], a: Attribution, words: list[str]) -> bool:
    """dubbed the “Ice Queen”, known as “Pops”, a scheme called “Fresh Start”; but what he called “a disgrace”."""
    last = lead[-2:-1] if lead[-1] in ("the", "a", "an") else lead[-1:]
    if lead[-1] in ("as", "simply") or last == ["as"]:
        return "known" in lead[-4:] and "well" not in lead[-5:]
    if last and last[0] in listed("statements", "labels", "naming"):
        return True
    return bool(last) and last[0] == "called" and (a.source is None or _is_title(words))


def _is_work(lead: list[str], words: list[str]) -> bool:
    """her novel “The Long Way Home”."""
    return lead[-1] in listed("statements", "labels", "works") and _is_title(words)


def _is_sign(lead: list[str]) -> bool:
    """a banner that read “Enough”, a banner across the road that carried the words “Enough”."""
    shown = lead[-1] in listed("statements", "labels", "showing") or (
        lead[-1] in listed("statements", "labels", "wording") and lead[-2:-1] in (["the"], ["a"])
    )
    return shown and not listed("statements", "labels", "signs").isdisjoint(lead[-_SIGN:])


def _is_title(words: list[str]) -> bool:
    """Whether it is printed as titles are."""
    return all(w[0].isupper() for w in words if len(w) >= _SMALL or w == words[0])
