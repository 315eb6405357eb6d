"""Polarity, modality and hearsay from the words around a cue's head."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from claimkit.analysis.cues import lexis
from claimkit.analysis.cues.head import Head, is_passive
from claimkit.analysis.cues.window import CueWindow, Word
from claimkit.english.sentences import is_question
from claimkit.models.record import Span
from claimkit.models.types import Modality, Polarity

_MODALS: tuple[Modality, ...] = ("possible", "future", "conditional", "necessary")
_WITHHELD_MODALS = ("would", "will", "'ll", "'d")
_PAIRS = {"yet": "to", "short": "of", "instead": "of", "rather": "than", "far": "from"}  # "has yet to say"
_COMPARING = ("more", "most", "less", "least")
_NEAR = 3  # words between a subject's "be" or "not" and what it belongs to


def polarity(window: CueWindow, head: Head, source: Span | None) -> Polarity:
    """Whether the source does what the cue's head says.

    `negated`: "did not say", "no one said", "failed to say"; `withheld`: "would not say", "declined to comment";
    `neither`: "neither confirmed nor denied"; else `affirmed`. Two negations cancel each other.
    """
    words = window.words
    lead = [i for i in range(head.start) if i >= _clause(words, head.start)]
    negations = [i for i in lead if _negates(words, i, head)]
    held = [i for i in lead if _withholds(words, i)]
    turned = (
        len(negations)
        + _inner_negation(words, head)
        + _nobody(window, source)
        + _inverted_negation(window)
        + _nothing(window, head)
    )
    if (turned or held) and _both(words[: window.last + _NEAR]):
        return "neither"
    if _cannot_help(words, head) and turned:
        turned -= 1
    if held:
        if turned % 2:
            return "affirmed"
        return "negated" if head.kind in ("belief", "discovery") else "withheld"
    if withholds_content(window, head):
        return "affirmed" if turned % 2 else "withheld"
    if turned % 2 == 0:
        return "affirmed"
    return "withheld" if _would_not(window, head, negations) or _no_comment(words, head) else "negated"


def modality(text: str, window: CueWindow, head: Head, source: Span | None) -> Modality | None:
    """Whether the article tells it as a fact: None for what is said to have happened.

    `possible`: "may have said", "seemed to say"; `future`: "will announce", "is expected to say"; `conditional`:
    "would say", "if he says"; `necessary`: "should say", "has to say".
    """
    words = window.words
    for i in range(_clause(words, head.start), head.start):
        found = _modal(words, i, head)
        if found is not None:
            return None if _looks_back(words, i, head) or _cannot_help(words, head) else found
    if _announced(window, head, source):
        return "future"
    lead = [w.text for w in window.before]
    if any(w in lexis.words("modality", "supposing") for w in lead[-2:]):
        return "conditional"
    if len(lead) == 1 and window.opens and window.subject and _is_finite(window.before[0]):
        if is_question(text, window.words[head.start].start):
            return "possible"  # Did he say so?
        return "conditional" if lead[0] in ("should", "had") else None  # Should he say so, …
    near = words[max(0, head.start - _NEAR) : head.start]
    compared = any(w.text in _COMPARING for w in near)  # more likely to
    if not compared and any(w.is_in("modality", "adverbs") for w in near):
        return "possible"
    return None


def is_hearsay(window: CueWindow, head: Head, source: Span | None) -> bool:
    """Whether the article marks the report as hearsay: "reportedly said", "is said to have", "it is believed that"."""
    marks = lexis.words("hearsay", "words")
    if window.lead in marks or any(w.text in marks for w in (*window.words[: window.last], *window.before[-1:])):
        return True
    if head.lemma in lexis.words("hearsay", "nouns"):
        return True
    if source is not None and head.lemma in ("according to", "have it"):
        said = source.text.casefold().split()
        return any(word.strip(",.") in ("rumors", "rumours", "rumor", "gossip", "hearsay") for word in said)
    if source is None and window.words[head.start].text in ("alleged", "purported", "supposed"):
        return True
    return any(_is_hearsay_passive(window, i, source) for i in (*head.passed, head.start))


def withholds_content(window: CueWindow, head: Head) -> bool:
    """Whether the cue is just "declined" and its content begins with "to comment"."""
    after = [w for w in window.words[head.end : head.end + 3] if not w.text.endswith("ly")]
    return (
        head.lemma in lexis.words("negation", "withholding")
        and head.end >= window.last
        and len(after) > 1
        and after[0].text == "to"
        and (
            after[1].has_lemma_in("negation", "disclosing")
            or lexis.class_of("verbs", after[1].lemma) in ("assertion", "denial")
        )
    )


def is_silence(window: CueWindow, head: Head, polarity: Polarity, source: Span | None) -> bool:
    """Whether the source says nothing: "declined to comment", "would not say", "did not respond", "made no mention"."""
    if polarity == "withheld" or _says_nothing_about(window, head):
        return True
    if polarity != "negated" or _nobody(window, source):
        return False
    return head.lemma in lexis.words("negation", "answering") or _nothing(window, head)


def asks_to_act(window: CueWindow) -> bool:
    """Whether "to" and a verb follow the cue and the person who is asked: "told | reporters to leave"."""
    after = window.words[window.last - 1 :]
    for word, next_ in pairwise(after):
        if word.text == "to":
            return not (next_.capital or next_.is_in("small", "determiners") or next_.is_in("small", "pronouns"))
        if word.is_in("to", "stops"):
            return False
    return False


def goes_on_with_to(window: CueWindow) -> bool:
    """Whether "to" ends the cue or follows it: "agreed | to meet"."""
    return any(w.text == "to" for w in window.words[window.last - 1 : window.last + 1])


def _clause(words: Sequence[Word], end: int) -> int:
    """Where the clause of word `end` begins, if the cue has several: after "who", "and" or a single comma."""
    commas = [i for i in range(end + 1) if words[i].comma]
    start = commas[-1] if len(commas) % 2 else 0  # two commas hold an insertion: "did not, however, say"
    return max(
        (i + 1 for i in range(start, end) if words[i].text in ("who", "which", "and", "but", "while")), default=start
    )


def _negates(words: Sequence[Word], i: int, head: Head) -> bool:
    word, next_ = words[i], words[i + 1] if i + 1 < len(words) else None
    after = next_.text if next_ is not None else ""
    if word.text in ("not", "n't"):
        return after not in lexis.words("negation", "not_after") and not (i and words[i - 1].text == "or")
    if word.text == "no":
        return after == head.lemma or after not in lexis.words("negation", "no_after")
    if word.text in _PAIRS:
        return after == _PAIRS[word.text]
    if word.is_in("negation", "words"):
        return True
    if word.is_in("negation", "failing_nouns"):
        return after in ("to", "of")
    if word.lemma == "stop":  # "stopped short of" counts once, and someone who stopped to say something said it
        return after not in ("short", "to")
    return word.has_lemma_in("negation", "failing")


def _withholds(words: Sequence[Word], i: int) -> bool:
    return words[i].has_lemma_in("negation", "withholding") or words[i].is_in("negation", "withholding_words")


def _nobody(window: CueWindow, source: Span | None) -> bool:
    """Whether the subject is no one."""
    if source is None:
        lead = [w.text for w in window.before]
        return "nobody" in lead or "none" in lead or ("no", "one") in pairwise(lead)
    said = source.text.casefold().split()[:2]
    if not said or said[0].strip(",") not in lexis.words("negation", "subjects"):
        return False
    second = said[1].strip(",.") if len(said) > 1 else ""
    if said[0] == "not" and second in lexis.words("negation", "not_after"):
        return False
    return second != "other" and not second[:1].isdigit()  # none other than, No 10


def _inverted_negation(window: CueWindow) -> bool:
    """Whether a negation and an auxiliary lead up to the source: "nor did he say"."""
    lead = window.before
    if not (window.subject and len(lead) > 1 and _is_finite(lead[-1])):
        return False
    if any(w.text == "not" and after.is_in("negation", "not_after") for w, after in pairwise(lead)):
        return False
    return any(w.text in ("nor", "neither", "never", "not") for w in lead)


def _nothing(window: CueWindow, head: Head) -> bool:
    """ "said nothing", "made no mention": a negated object inside the cue."""
    after = [w.text for w in window.words[head.end : min(head.end + 2, window.last)]]
    return "nothing" in after or "none" in after or (after[:1] == ["no"] and len(after) > 1)


def _says_nothing_about(window: CueWindow, head: Head) -> bool:
    """ "said | nothing about the money": the content is what was kept back."""
    after = [w.text for w in window.words[head.end : head.end + 2]]
    return head.lemma in lexis.words("neutral", "verbs") and after == ["nothing", "about"]


def _inner_negation(words: Sequence[Word], head: Head) -> bool:
    """ "made no mention": the negation is inside the phrase without being part of it."""
    inner = [w.text for w in words[head.start : head.end]]
    return "no" in inner and "no" not in head.lemma.split()


def _is_finite(word: Word) -> bool:
    return word.is_in("group", "auxiliaries") or any(word.is_in("modality", key) for key in _MODALS)


def _both(words: Sequence[Word]) -> bool:
    """Whether a verb of confirming and one of denying are joined by "or" or "nor"."""
    yes = [i for i, w in enumerate(words) if w.has_lemma_in("negation", "confirming")]
    no = [i for i, w in enumerate(words) if w.has_lemma_in("negation", "denying")]
    return bool(yes and no) and any(
        w.text in ("or", "nor") for w in words[min(yes[0], no[0]) + 1 : max(yes[-1], no[-1])]
    )


def _cannot_help(words: Sequence[Word], head: Head) -> bool:
    """ "could not help but say", "cannot but say", "could not help saying"."""
    lead = [w.text for w in words[max(0, head.start - 2) : head.start]]
    return lead[-1:] == ["but"] or (lead[-1:] == ["help"] and words[head.start].text.endswith("ing"))


def _would_not(window: CueWindow, head: Head, negations: Sequence[int]) -> bool:
    """ "would not say", "nor will he say"; "would not have said" and "would never say" are not refusals."""
    if head.lemma not in lexis.words("negation", "disclosing"):
        return False
    words = window.words
    if any(w.text in ("have", "be", "been") for w in words[: head.start]):
        return False
    if negations:
        return any(
            words[i].text in ("not", "n't", "neither")
            and any(w.text in _WITHHELD_MODALS for w in words[max(0, i - 2) : i])
            for i in negations
        )
    return bool(window.before) and window.before[-1].text in ("would", "will")


def _no_comment(words: Sequence[Word], head: Head) -> bool:
    return head.lemma == "comment" and any(w.text == "no" for w in words[: head.start])


class _Lead(NamedTuple):
    """A word before the head, the texts of the words between the two, and whether it is the window's first."""

    word: Word
    between: list[str]
    head: Word
    first: bool


def _modal(words: Sequence[Word], i: int, head: Head) -> Modality | None:
    """The modality that word i gives to the head, by the first rule that finds one."""
    lead = _Lead(words[i], [w.text for w in words[i + 1 : head.start]], words[head.start], i == 0)
    if lead.word.capital and not lead.head.capital and lead.word.text in ("may", "will", "can"):  # a month, a name
        return None
    return next((found for rule in _MODAL_RULES if (found := rule(lead)) is not None), None)


def _must(lead: _Lead) -> Modality | None:
    """ "must say", but "must have said"."""
    if lead.word.text != "must":
        return None
    return "possible" if "have" in lead.between else "necessary"


def _listed_modal(lead: _Lead) -> Modality | None:
    """ "may say", "will say", "would say", "should say"."""
    return next((kind for kind in _MODALS if lead.word.is_in("modality", kind)), None)


def _short_modal(lead: _Lead) -> Modality | None:
    """ "'ll say", "'d say"; but "'d said" is a past perfect and "'d better say" advice."""
    if lead.word.text == "'ll":
        return "future"
    would = lead.word.text == "'d" and lead.head.text == lead.head.lemma and "better" not in lead.between
    return "conditional" if would else None


def _obliged(lead: _Lead) -> Modality | None:
    """ "has to say", "needs to say", "is supposed to say"."""
    obliges = lead.word.text in ("have", "has", "need", "needs", "got", "supposed") and lead.between[:1] == ["to"]
    return "necessary" if obliges else None


def _seems(lead: _Lead) -> Modality | None:
    """ "seemed to say"."""
    return "possible" if lead.word.has_lemma_in("modality", "seeming") and "to" in lead.between else None


def _is_to(lead: _Lead) -> Modality | None:
    """ "is to say", "is expected to say"; but not "is more likely to say"."""
    if lead.word.lemma != "be" or "to" not in lead.between[:_NEAR]:
        return None
    inner = lead.between[: lead.between.index("to")]
    ahead = (lead.first and not inner) or any(text in lexis.words("modality", "ahead") for text in inner)
    return "future" if ahead and not any(text in _COMPARING for text in inner) else None


_MODAL_RULES = (_must, _listed_modal, _short_modal, _obliged, _seems, _is_to)


def _looks_back(words: Sequence[Word], i: int, head: Head) -> bool:
    """Whether "would" reports what came later: "would later say", "would go on to say"."""
    if words[i].text not in ("would", "'d"):
        return False
    return any(
        w.is_in("modality", "looking_back") or (w.text in ("go", "come") and after.text in ("on", "to"))
        for w, after in zip(words[i + 1 : head.start], words[i + 2 : head.start + 1], strict=False)
    )


def _announced(window: CueWindow, head: Head, source: Span | None) -> bool:
    """Whether a headline's infinitive follows the source: "Orlova to announce …"."""
    return window.subject and window.opens and not window.before and head.start > 0 and window.words[0].text == "to"


def _is_hearsay_passive(window: CueWindow, i: int, source: Span | None) -> bool:
    words = window.words
    if words[i].lemma not in lexis.words("hearsay", "passive") or not is_passive(words, i):
        return False
    after = [w.text for w in words[i + 1 : i + 3]]
    if "by" in after or [w.text for w in words[max(0, i - 2) : i]] == ["to", "be"]:
        return False
    return after[:1] == ["to"] or source is None or source.text.casefold() == "it"
