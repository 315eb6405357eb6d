"""Capitalised words that are no name: a common noun that opens a sentence, a contraction, a label in capitals.

The article is the first witness: a word that it writes in lower case elsewhere, and never with a capital inside a
sentence, is a common word. Then come plurals of what people are called, and words that the news often uses.
"""

from __future__ import annotations

import re

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.english import names
from claimkit.english.lexicon import common_words
from claimkit.english.lexicon import words as listed

_ACRONYM = 4  # letters
_CONTRACTION = re.compile(r"^([a-z]+)['’](?:re|ll|ve|d|m|s)$")


def contraction(word: str) -> bool:
    """Whether `word` (in lower case) is a pronoun or function word with a verb: `we’ll`, `that’s`."""
    match = _CONTRACTION.match(word)
    return match is not None and (match[1] in lists.function_words() or lists.pronoun(match[1]) is not None)


def ordinary(article: ArticleTokens, token: ArticleToken, labelled: bool = False) -> bool:
    """Whether the word has its capital for another reason than being a name; `labelled`: NER takes it for one."""
    word = token.lower
    if not token.capital or not token.text[0].isalpha():
        return False
    if token.text.isupper() and len(word) > 1 and lists.country(word) is not None:  # “US” is not “us”
        return False
    if lists.pronoun(word) or contraction(word) or word in lists.phrase_words("owners"):
        return True
    if (labelled or token.text.isupper()) and words_of.known([word]):  # “POLITICO”, though a politico is a person
        return False
    if _label(token):
        return True
    if not opens(article, token) or word in article.inside or lists.country(word) is not None:
        return False
    if not article.small.isdisjoint(_numbers(word)) or lists.plural_person(word) or lists.plural_role(word):
        return True
    if word in lists.groups() or _plural_thing(word):
        return True
    return not labelled and (not common_words().isdisjoint(_numbers(word)) or _inflected(word))


def storm(article: ArticleTokens, first: str, second: str) -> bool:
    """Whether two words are a storm's name: `Hurricane Edna`, `Storm Oscar`, but not the actor Storm Calder."""
    weather = first in article.small or names.is_given(second)
    return first in listed("names", "weather", "storms") or (first in listed("names", "weather", "either") and weather)


def opens(article: ArticleTokens, token: ArticleToken) -> bool:
    """Whether the word is the first of its sentence."""
    start = article.sentence_start(token.start)
    return not any(c.isalnum() for c in article.text[start : token.start])


def _numbers(word: str) -> tuple[str, ...]:
    """The word, its singular and its plural."""
    if word.endswith("ies"):
        return word, word[:-3] + "y"
    if word.endswith("es"):
        return word, word[:-1], word[:-2]
    return (word, word[:-1]) if word.endswith("s") else (word, f"{word}s")


def _plural_thing(word: str) -> bool:
    """`Regulators`, `Photographs`."""
    singulars = _numbers(word)[1:] if word.endswith("s") else ()
    return not lists.bodies().isdisjoint(singulars) or not lists.documents().isdisjoint(singulars)


def _label(token: ArticleToken) -> bool:
    """`COURT`, `VIDEO`: a common word in capitals."""
    known = token.lower in common_words() or token.lower in lists.bodies() or lists.person_noun(token.lower)
    return token.text.isupper() and len(token.text) > _ACRONYM and known and not names.begins_name(token.lower)


def _inflected(word: str) -> bool:
    """`Prosecuting`, `Pricier`: forms that names hardly have."""
    return len(word) > 5 and word.endswith("ing")
