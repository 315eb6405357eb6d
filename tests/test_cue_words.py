"""The list of cue words holds together: one class for each lemma, and notes on spelling for known lemmas only."""

from __future__ import annotations

from itertools import chain

import pytest

from claimkit.english.lexicon import table

CUES = table("cues")
CLASSES = {"assertion", "denial", "question", "request", "belief", "intention", "discovery"}
VERBS = set(chain.from_iterable(CUES["verbs"].values()))


@pytest.mark.parametrize("part", ["verbs", "nouns", "phrases"])
def test_each_word_has_one_of_the_seven_classes(part: str) -> None:
    words = list(chain.from_iterable(CUES[part].values()))
    assert set(CUES[part]) == CLASSES
    assert sorted(words) == sorted(set(words))
    assert all(word == " ".join(word.lower().split()) for word in words)


def test_spelling_notes_are_about_verbs_of_the_list() -> None:
    spelling = CUES["spelling"]
    noted = {*CUES["irregular"], *spelling["doubled"], *spelling["doubled_british"], *spelling["ise"]}
    assert noted <= VERBS
    assert {verb for verb in VERBS if verb.endswith("ize")} == set(spelling["ise"])


@pytest.mark.parametrize(
    ("word", "kind"),
    [("say", "assertion"), ("tell", "assertion"), ("deny", "denial"), ("ask", "question"), ("urge", "request"),
     ("believe", "belief"), ("vow", "intention"), ("find", "discovery")],
)  # fmt: skip
def test_common_verbs_are_there(word: str, kind: str) -> None:
    assert word in CUES["verbs"][kind]


def test_phrases_of_more_than_one_word_are_not_verbs() -> None:
    assert {"according to", "in the words of", "point out"} <= set(CUES["phrases"]["assertion"])
    assert VERBS.isdisjoint(chain.from_iterable(CUES["phrases"].values()))
