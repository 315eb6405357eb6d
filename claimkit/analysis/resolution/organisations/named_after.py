"""Bodies that go by the name of a person: `the Calder campaign`, `Calder's campaign`, `her office`."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of

_TEAM = "team"
_OFFICE = "office"  # has no name of its own
_RACE = frozenset({"campaign", "campaigns", "candidate", "candidates", "election", "nominee", "nomination", "primary"})


def team_of_candidate(article: ArticleTokens) -> bool:
    """Whether a person's team in this article may be a candidate's: any other's lawyers and coaches are just people."""
    return not _RACE.isdisjoint(article.small)


def goes_by_name(article: ArticleTokens, noun: str, pronoun: bool) -> bool:
    """Whether what a person has goes by that person's name; not `her company`, which has a name of its own."""
    if noun == _OFFICE:
        return True
    if noun in words_of.after_people() | lists.campaigns():
        return noun != _TEAM or team_of_candidate(article)
    return not pronoun and not words_of.general(noun)


def name(person: str, noun: str) -> str:
    """`Ruth Calder campaign`, as headlines have it, and `Ruth Calder's office`."""
    if noun in lists.after_name():
        return f"{person} {noun}"
    genitive = "'" if person.endswith("s") else "'s"
    return f"{person}{genitive} {noun}"
