"""Companies that no list knows: `Ubisoft said its game …`, `Contractor Kiewit`, `shares in Acme`.

NER takes such a name for a person's. Articles give people a first name, a title or a pronoun, and say of companies what
they say of no person.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import organisation_words as words_of
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.appositions import apposed
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.entities import Occurrence, Person
from claimkit.english import names
from claimkit.english.lexicon import common_words

_MOST = 30  # places of one name that are looked at
_REACH = 9  # tokens after `said` in which `its` may come
_SAYS = frozenset({"said", "says", "announced", "confirmed", "claims", "claimed", "believes", "denied", "admitted"})
_PERSONAL = frozenset({"he", "she", "his", "her", "him", "they", "their", "i", "we", "my", "our", "you"})
_DETERMINERS = frozenset({"the", "its", "their", "a", "an"})
_HIS = frozenset({"his", "her", "our", "my"})
_PHRASE = 3  # tokens before a noun that may have its determiner
_SUBJECT = 6  # tokens in which the next sentence may say what it is
_APPOSED = 3  # tokens before a name: `the supplier,`
_EXPLETIVE = frozenset({"be", "been", "clear", "important", "wrong", "right", "time", "not", "no", "a", "the", "like"})


def is_company(article: ArticleTokens, person: Person, places: Sequence[Occurrence]) -> bool:
    """Whether a name that was taken for a person's is a company's: one word, or several that always come together."""
    if max(person.votes.values(), default=0) > 1 or any(o.form not in _forms(person) for o in places):
        return False
    told = 0
    for o in places[:_MOST]:
        before, after = _around(article, o)
        if _personal(before, after, person.name.full and not _thing(person)):
            return False
        told += _labelled(article, before, o.start) or _owns(o, after) or _says(article, o, after)
        told += _described(article, before, o) or _meant_next(article, o)
    return told > 0


def _thing(person: Person) -> bool:
    """Whether a name ends in a common word or a place: `Lowland Gold`."""
    last = person.name.words[-1].lower()
    return lists.place(last) is not None or not common_words().isdisjoint({last, last.removesuffix("s")})


def _forms(person: Person) -> frozenset[str]:
    return frozenset({"full"} if person.name.full else {"full", "family"})


def _around(article: ArticleTokens, o: Occurrence) -> tuple[Sequence[ArticleToken], Sequence[ArticleToken]]:
    i, j = article.index(o.start), article.index(o.end)
    here = article.sentence(o.start)
    after = [t for t in article.tokens[j : j + _REACH + 1] if article.sentence(t.start) == here]
    return [t for t in article.tokens[max(0, i - 3) : i] if article.sentence(t.start) == here], after


def _personal(before: Sequence[ArticleToken], after: Sequence[ArticleToken], full: bool) -> bool:
    """`Mr Brown`, `striker Owen`, `pollster Ruth Calder`, `Brown, who`, `Brown, 45,`."""
    last = before[-1].lower if before else ""
    role = lists.role(last) is not None or lists.person_noun(last)
    company = words_of.kinds_said(last) or words_of.labels(last)
    if names.is_title(last) or (role and (full or not company)):
        return True
    return len(after) > 1 and after[0].text == "," and (after[1].lower in {"who", "whose"} or after[1].text.isdigit())


def _labelled(article: ArticleTokens, before: Sequence[ArticleToken], start: int) -> bool:
    """`internet provider Wanadoo`, `Rival Sainsbury's`, `shares in Acme`."""
    if not before or article.text[before[-1].end : start].strip():
        return False
    last = before[-1]
    if words_of.labels(last.lower) and (not last.capital or article.begins_sentence(last.start)):
        return True
    opens = article.begins_sentence(last.start)
    if words_of.kinds_said(last.lower) and (opens or not last.capital) and not last.possessive:
        return True
    return last.lower in {"in", "of"} and len(before) > 1 and words_of.held(before[-2].lower)


def _described(article: ArticleTokens, before: Sequence[ArticleToken], o: Occurrence) -> bool:
    """`the supplier, Acme Broadband, blamed`; `Acme, the country's second-biggest chain`."""
    opened = len(before) == _APPOSED and before[-1].text == "," and before[0].lower in _DETERMINERS
    if opened and words_of.kinds_said(before[1].lower) and not before[1].capital:
        return True
    if len(before) == _APPOSED and before[-1].text == "," and _calls_it(article, before[-2], o):
        return True
    head = apposed(article, o.end)[-1:]
    return bool(head) and not o.possessive and bool(words_of.kinds_said(head[0].lower))


def _calls_it(article: ArticleTokens, noun: ArticleToken, o: Occurrence) -> bool:
    """`his company, Acme Fuels, said`: a noun with a determiner, and the name between commas or at the end."""
    i, j = article.index(noun.start), article.index(o.end)
    after = article.tokens[j].text if j < len(article.tokens) else "."
    said = words_of.kinds_said(noun.lower) and lists.role(noun.lower) is None
    if noun.capital or noun.possessive or not said or after not in {",", ".", ";", ")"}:
        return False
    return any(t.lower in _DETERMINERS | _HIS for t in article.tokens[max(0, i - _PHRASE) : i])


def _meant_next(article: ArticleTokens, o: Occurrence) -> bool:
    """`Acme disagrees. The company says …`: the next sentence of the paragraph begins with what it is."""
    opens = not article.text[article.sentence_start(o.start) : o.start].strip("“\"' ")
    after = article.sentence_end(o.start)
    if not opens or o.possessive or article.paragraph(after) != article.paragraph(o.start):
        return False
    first = article.index(after)
    phrase = article.tokens[first : first + _SUBJECT]
    if not phrase or phrase[0].text != "The":
        return False
    noun = next((k for k, t in enumerate(phrase[1:], 1) if words_of.kinds_of_noun(t.lower) and not t.capital), None)
    if noun is not None and lists.role(phrase[noun].lower) is not None:
        return False
    if noun is None or phrase[noun].possessive or any(t.text in ",.;" for t in phrase[:noun]):
        return False
    following = phrase[noun + 1].lower if noun + 1 < len(phrase) else ""
    return following in lists.auxiliaries() | _SAYS or following.endswith("ed")


def _owns(o: Occurrence, after: Sequence[ArticleToken]) -> bool:
    """`Acme's shares`, `Acme shares`, `Acme, which`; `Sainsbury's said`."""
    if o.possessive and after and after[0].lower in _SAYS:
        return True
    if len(after) > 1 and after[0].text == "," and after[1].lower == "which":
        return True
    return any(words_of.held(t.lower) for t in after[:1]) or (
        o.possessive and any(words_of.held(t.lower) for t in after[:2])
    )


def _says(article: ArticleTokens, o: Occurrence, after: Sequence[ArticleToken]) -> bool:
    """`Acme said it plans …`, `Acme has said its …`: nobody else is named between."""
    if o.possessive:
        return False
    verb = next((k for k, t in enumerate(after[:3]) if t.lower in _SAYS), None)
    if verb is None:
        return False
    for k in range(verb + 1, len(after)):
        token = after[k]
        if token.lower in _PERSONAL or (token.capital and token.text[0].isalpha()):
            return False
        if token.lower == "its":
            return True
        if token.lower == "it":
            return k + 2 < len(after) and not any(t.lower in _EXPLETIVE for t in after[k + 1 : k + 4])
    return False
