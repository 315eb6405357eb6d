"""What an article says of the person who speaks, named or not: all that another article can agree with.

Where two articles print the same words, one of them may name the speaker whom the other calls "she" or "the mayor" (see
`corpus.same_words`). A hint keeps what tells whether that can be the same person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from claimkit.english import lexicon, names
from claimkit.english.text import normalise
from claimkit.models.record import Evidence, Quote, Speaker

# From this chance on, of the first step that leads to a name, the name may be lent; set by hand.
_SURE = 0.9
_LONGEST = 200  # characters of a source or title that are kept; set by hand, as is the next
_MOST_STEPS = 50
_SURE_REASONS = frozenset({"full name", "surname", "pronoun", "correction"})
_GENDERS = {"she": "female", "her": "female", "he": "male", "his": "male", "him": "male"}
_PRONOUNS = {"she": "female", "he": "male"}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEAD_END = re.compile(r"[,;:()—–]| (?:of|for|in|at|from|with|to|on|who|that|which) ")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")


@dataclass(frozen=True, slots=True)
class Hint:
    """What an article says of a person in one quotation.

    `source` is what the source calls them and `reason` the first step from there; `title` and `pronouns` are as in
    `Speaker`. `candidates` are the names of those who may be meant. `sure`: the name is certain enough to be lent.
    """

    source: str
    reason: str
    title: str
    pronouns: str
    candidates: tuple[str, ...] = ()
    sure: bool = False


def hint_of(quote: Quote) -> Hint | None:
    """The hint of a quotation; None where no person speaks, or one who wants no name."""
    who = quote.speaker
    if who is None or who.kind != "person" or not who.evidence or who.status == "anonymous":
        return None
    return Hint(
        source=" ".join(quote.source.text[:_LONGEST].split()) if quote.source else "",
        reason=who.evidence[0].reason,
        title=who.title.text[:_LONGEST] if who.title else "",
        pronouns=who.pronouns if who.pronouns_span and who.pronouns else "",
        candidates=tuple(
            e.candidate or " ".join(e.text.split()) for e in who.evidence[:_MOST_STEPS] if e.reason == "candidate"
        ),
        sure=_is_sure(who.evidence),
    )


def is_open(speaker: Speaker) -> bool:
    """Whether another article may say who this is: a person of whom the article does not say it."""
    return speaker.kind == "person" and speaker.status in ("unresolved", "ambiguous") and speaker.decided_by is None


def agrees(open_: Hint, form: str | None, name: str, known: Iterable[Hint]) -> bool | None:
    """Whether the person called `name` may be the one of the hint `open_`, of whom `known` are all hints.

    False where something contradicts, None where nothing speaks for it. `form` is the name of several people that the
    article of `open_` gives, if any.
    """
    hints = list(known)
    wanted = _gender_of(open_)
    found = _genders(name, hints)
    if wanted is not None and found and wanted not in found:
        return False
    forms = [form] if form else list(open_.candidates)
    if forms and not any(_compatible(one, name) for one in forms):
        return False
    if forms:  # the article itself says that this person may be meant
        return True
    if open_.reason == "pronoun":
        return True if wanted is not None and wanted in found else None
    return _role_agrees(open_.source, hints)


def _is_sure(evidence: Iterable[Evidence]) -> bool:
    step = next((e for e in evidence if e.share is not None or e.reason != "source"), None)
    if step is None:
        return False
    return step.share >= _SURE if step.share is not None else step.reason in _SURE_REASONS


def _compatible(one: str, other: str) -> bool:
    first, second = names.parse(one), names.parse(other)
    return first is not None and second is not None and names.compatible(first, second)


def _gender_of(hint: Hint) -> str | None:
    """The gender of somebody without a name: of the pronoun, of the role, or of pronouns elsewhere in the article."""
    if hint.reason == "pronoun":
        return _GENDERS.get(hint.source.casefold())
    head = set(_words_before_end(hint.source)[-1:])
    genders = lexicon.table("roles")["gender"].items()
    said = next((gender for gender, roles in genders if head & set(roles.split())), None)
    return said or _PRONOUNS.get(hint.pronouns)


def _genders(name: str, known: Iterable[Hint]) -> set[str]:
    """The genders that articles give somebody; without any, what the given name usually tells."""
    said = {_PRONOUNS[hint.pronouns] for hint in known if hint.pronouns in _PRONOUNS}
    parsed = names.parse(name)
    usual = names.given_gender(parsed.given[0]) if parsed is not None and parsed.given else None
    return said or ({usual} if usual else set())


def _role_agrees(source: str, known: Iterable[Hint]) -> bool | None:
    """Whether an article calls the person by the same role, with every name and every `former` of the source."""
    head = _head(source)
    others, capitals = set(_folded(source)) & _others(), set(_capitals(source))
    if not head:
        return None
    for hint in known:
        for words in (hint.title, hint.source):
            folded = set(_folded(words))
            heads = {_role(word) for word in folded}
            if head in heads and folded & _others() == others and capitals <= set(_places(folded)):
                return True
    return None


def _head(source: str) -> str:
    """`the former mayor of London` → `mayor`, in the form by which roles are known."""
    words = _words_before_end(source)
    return _role(words[-1]) if words else ""


def _words_before_end(source: str) -> list[str]:
    return _folded(_HEAD_END.split(_POSSESSIVE.sub("", source).strip(), maxsplit=1)[0])


def _folded(text: str) -> list[str]:
    plain = normalise(_POSSESSIVE.sub("", text)).replace("-", " ")
    for words, role in lexicon.table("roles")["compound_roles"].items():
        plain = plain.replace(words, role)
    return _WORD.findall(plain)


def _capitals(source: str) -> Iterator[str]:
    """The capitalised words of a source but its first, folded; forms of a country are its name."""
    found = [m for m in _WORD.finditer(_POSSESSIVE.sub("", source)) if m.start() and m[0][0].isupper()]
    return _places(normalise(m[0]).casefold() for m in found)


def _places(words: Iterable[str]) -> Iterator[str]:
    return (_countries().get(word, word) for word in words)


@cache
def _countries() -> dict[str, str]:
    table = lexicon.country_forms()
    forms = {form: country for country, several in table.items() for form in several}
    return {country.casefold(): country for country in table} | forms


@cache
def _others() -> frozenset[str]:
    return frozenset(lexicon.table("roles")["others"]["words"].split())


@cache
def _roles() -> dict[str, str]:
    forms: dict[str, str] = lexicon.table("roles")["forms"]
    return {form: role for role, several in forms.items() for form in (role, *several.split())}


def _role(word: str) -> str:
    return _roles().get(word, word)
