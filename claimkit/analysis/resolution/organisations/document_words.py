"""What words tell about documents: who makes them, what else they are called, what is no maker's name."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.organisations.words import kinds_of_name
from claimkit.english import lexicon

_FILE = "organisations"
_STUDIED = frozenset({"poll", "study", "figures", "rules"})
_LISTS = frozenset({"more", "made", "parts", "authored", "verbs", "filed"})  # of words that are no family of documents


def made(word: str) -> bool:
    """Whether the word after a document leads to who made it: `released`, `by`."""
    return word in lexicon.words(_FILE, "documents", "made")


def makes(verb: str) -> bool:
    """Whether the verb says that its subject made a document: `published`, `commissioned`."""
    return verb in lexicon.words(_FILE, "documents", "verbs")


def _families(noun: str) -> frozenset[str]:
    return lexicon.keys_by_word(_FILE, "documents").get(noun, frozenset()) - _LISTS


def same_document(one: str, other: str) -> bool:
    """Whether two nouns may stand for one document: `poll` and `survey`."""
    return one == other or not _families(one).isdisjoint(_families(other))


def title_of_document(name: str) -> bool:
    """Whether a name before a document is a common word, and thus the document's: `the annual Directions survey`."""
    word = name.rstrip(".")
    common = word in lexicon.common_words() or (word.endswith("s") and word[:-1] in lexicon.common_words())
    return common and word not in lists.media() and not kinds_of_name([word])


def part_of_document(noun: str) -> bool:
    """Whether the noun is said of another document: `the results of the poll`."""
    return noun in lexicon.words(_FILE, "documents", "parts")


def issuers(noun: str) -> frozenset[str]:
    """The kinds of organisations that alone make such a document: a court a ruling."""
    return lexicon.keys_by_word(_FILE, "issuers").get(noun, frozenset())


def studied(noun: str) -> bool:
    """Whether the noun stands for a poll, a study, figures or a ruling, which somebody made who is quoted with it."""
    return not _STUDIED.isdisjoint(_families(noun))


def filed(noun: str) -> bool:
    """Whether parties hand such a document in at a court: `the lawsuit`."""
    return noun in lexicon.words(_FILE, "documents", "filed")


def makers(noun: str) -> frozenset[str]:
    """The kinds of organisations that mostly make such a document: statistics offices make figures."""
    table = lexicon.table(_FILE)["makers"]
    return frozenset(kind for family in _families(noun) if family in table for kind in table[family].split())
