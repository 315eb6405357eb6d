"""Organisations that no list knows: `Ubisoft said its game …`, `Contractor Kiewit`, `shares in Acme`.

NER takes such a name for a person's. Articles give people a first name, a title or a pronoun, and say of organisations
what they say of no person: weighted signs add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.appositions import apposed
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people.entities import Occurrence, Person
from claimkit.english import names
from claimkit.english.lexicon import common_words
from claimkit.models.extraction import Mention

# Log odds of a logistic regression, drawn towards 0: trained on 373 names without a known given name or a title, of
# 251 articles (PolNeAR train, BBC News and made-up ones), 195 of them organisations'. In five-fold cross-validation by
# article 165 of these reached `_ENOUGH`, and 3 of 178 people.
WEIGHTS: Mapping[str, float] = {
    "always": -0.1,
    "capital_before": 1.3,
    "common": 0.7,
    "described": 2.2,
    "first_word": 0.4,
    "he_next": -1.2,
    "initial": -1.1,
    "kind": 2.8,
    "label": 2.4,
    "label_or_role": 0.7,
    "organisation": 2.4,
    "owns": 0.4,
    "person": -0.6,
    "place": 1.3,
    "role": -2.1,
    "role_after": -2.1,
    "said_he": -0.3,
    "said_it": 2.3,
    "said_it_is": 0.6,
    "said_its": 1.9,
    "said_their": 0.7,
    "single": 2.3,
    "surname": -1.5,
    "taken_up": 2.5,
    "thing": 1.5,
    "votes": -2.3,
    "which": 1.9,
}
Labels = Mapping[int, Sequence[tuple[int, str]]]  # by the offset at which names end
_ENOUGH = 0.8  # log odds: seven in ten of the names that reach them
# Signs of which a single word, which is mostly a surname, needs one.
_TELLING = frozenset(
    {
        "described",
        "kind",
        "label",
        "label_or_role",
        "organisation",
        "owns",
        "place",
        "said_it",
        "said_it_is",
        "said_its",
        "said_their",
        "taken_up",
        "which",
    }
)
_LABELS = 4  # of one name
_MOST = 30  # places of one name that are looked at
_REACH = 9  # tokens after `said` in which `its` may come
_SAYS = frozenset(
    {
        "said",
        "says",
        "announced",
        "confirmed",
        "claims",
        "claimed",
        "believes",
        "denied",
        "admitted",
        "told",
        "warned",
        "insisted",
        "argued",
        "added",
    }
)
_PERSONAL = frozenset({"he", "she", "his", "her", "him", "i", "we", "my", "our", "you"})
_SEVERAL = frozenset({"they", "their"})
_PLURAL = frozenset({"say", "are", "have", "were", "want", "believe", "deny", "insist", "argue"})
_DETERMINERS = frozenset({"the", "its", "their", "a", "an"})
_HIS = frozenset({"his", "her", "our", "my"})
_PHRASE = 3  # tokens before a noun that may have its determiner
_BEFORE = 3  # tokens before a name that are looked at
_SUBJECT = 6  # tokens in which the next sentence may say what it is
_OPENING = 6  # tokens of its sentence before a name that the next sentence may take up
_APPOSED = 3  # tokens before a name: `the supplier,`
_BE = frozenset(
    {"is", "was", "were", "be", "been", "'s", "’s", "seems", "seemed", "appears", "took", "takes", "may", "might"}
)
_MODALS = frozenset({"would", "could", "will", "should", "can", "'d", "'ll", "’d", "’ll", "had", "has", "must"})
_NOBODYS = frozenset({"be", "been", "take", "taken", "become", "mean", "seem", "only", "not", "always", "never"})


def is_company(article: ArticleTokens, person: Person, places: Sequence[Occurrence], labels: Labels) -> bool:
    """Whether a name that was taken for a person's is an organisation's."""
    if max(person.votes.values(), default=0) > 1:
        return False
    found = signs(article, person, places, labels)
    if found.get("title") or found.get("who"):
        return False
    if found["single"] and not any(found.get(sign) for sign in _TELLING):
        return False
    return sum(WEIGHTS.get(sign, 0.0) for sign, there in found.items() if there) >= _ENOUGH


def signs(article: ArticleTokens, person: Person, places: Sequence[Occurrence], labels: Labels) -> dict[str, bool]:
    """What the name's words and its places say, by the names of WEIGHTS."""
    words = person.name.text.lower().split()
    single = len(words) == 1
    whole = [o for o in places if o.form == "full" or single][:_MOST]
    called = {label for o in whole for label in _called(labels, o)}
    found = {
        "always": True,
        "single": single,
        "thing": not single and _common(words[-1]),
        "common": _common(words[0]) and (single or _common(words[-1])),
        "initial": any(len(w.rstrip(".")) == 1 for w in words),
        "kind": bool(words_of.kinds_of_name(words)) or words[-1] in lists.tails(),
        "votes": bool(person.votes),
        "surname": not single and any(_surname(article, o, words[-1], labels) for o in places),
        "first_word": not single and any(o.form == "given" for o in places),
        "organisation": "ORG" in called,
        "place": "GPE" in called,
        "person": "PERSON" in called,
    }
    seen: Counter[str] = Counter()
    for o in whole:
        before, after = _around(article, o)
        seen.update(_signs_before(article, before, o, single))
        seen.update(_signs_after(article, after, o))
    return found | dict.fromkeys(seen, True)


def _common(word: str) -> bool:
    """A common word or a place: `Lowland Gold`."""
    return lists.place(word) is not None or not common_words().isdisjoint({word, word.removesuffix("s")})


def labels_at(mentions: Sequence[Mention]) -> Labels:
    """What NER calls the names that end at an offset, with where they begin."""
    found: dict[int, list[tuple[int, str]]] = {}
    for m in mentions:
        found.setdefault(m.end, []).append((m.start, m.label))
    return found


def _called(labels: Labels, o: Occurrence) -> set[str]:
    """What NER calls the name there, not a longer one: `Calder Train`."""
    return {label for start, label in labels.get(o.end, ())[:_LABELS] if start <= o.start}


def _surname(article: ArticleTokens, o: Occurrence, last: str, labels: Labels) -> bool:
    """Whether the last word alone is said of somebody: `Calder`; `Green said`; not the `Bus` of `Bus Lane`, a place."""
    if o.form != "family" or _called(labels, o) == {"GPE"}:
        return False
    i, j = article.index(o.start), article.index(o.end)
    beside = {t.lower for t in (*article.tokens[max(0, i - 1) : i], *article.tokens[j : j + 1])}
    return not _common(last) or not beside.isdisjoint(_SAYS)


def _around(article: ArticleTokens, o: Occurrence) -> tuple[Sequence[ArticleToken], Sequence[ArticleToken]]:
    i, j = article.index(o.start), article.index(o.end)
    here = article.sentence(o.start)
    after = [t for t in article.tokens[j : j + _REACH + 1] if article.sentence(t.start) == here]
    return [t for t in article.tokens[max(0, i - _BEFORE) : i] if article.sentence(t.start) == here], after


def _signs_before(article: ArticleTokens, before: Sequence[ArticleToken], o: Occurrence, single: bool) -> list[str]:
    """`Mr Brown`, `striker Owen`, `internet provider Wanadoo`, `Rival Sainsbury's`, `the supplier, Acme`."""
    found = ["described"] if _described(article, before, o) else []
    found += ["role"] if _has_role(before) else []
    if not before or article.text[before[-1].end : o.start].strip(" .\u00a0"):
        return found
    last = before[-1]
    native = last.capital and (lists.is_people(last.lower) or lists.is_native(last.lower))  # “the Swede Ola Berg”
    role = _is_role(last.lower) or native
    label = _labelled(article, before, o.start) or words_of.either(last.lower)
    other = role or label or lists.place(last.lower) or lists.country(last.lower)  # “President of Fiji Wiliame Osei”
    capital = last.capital and last.lower not in lists.function_words() and not other
    signs = {
        "title": names.is_title(last.lower),
        "label": label and not role,
        "label_or_role": label and role,
        "role": role and not label,
        "capital_before": capital and not last.possessive and not single,
        "the": last.lower == "the" and _acts(article, o),
    }
    return found + [sign for sign, there in signs.items() if there]


def _has_role(before: Sequence[ArticleToken]) -> bool:
    """`the mayor, Ruth Calder`, `her producer, Femi Okafor`; not `its producer, Acme`."""
    if len(before) < _APPOSED or before[-1].text != "," or not _is_role(before[-2].lower):
        return False
    word = before[-2].lower
    company = words_of.kinds_said(word) or words_of.either(word) or words_of.labels(word)
    return before[-3].lower in _HIS or not company


def _is_role(word: str) -> bool:
    return lists.role(word) is not None or lists.person_noun(word)


def _acts(article: ArticleTokens, o: Occurrence) -> bool:
    """Whether a verb, a mark or nothing follows: not `the Calder campaign`."""
    j = article.index(o.end)
    after = article.tokens[j : j + 1]
    word = after[0].lower if after else "."
    verb = word in lists.auxiliaries() | _SAYS | _PLURAL or word.endswith("ed")
    return not o.possessive and (verb or not word[0].isalnum())


def _signs_after(article: ArticleTokens, after: Sequence[ArticleToken], o: Occurrence) -> list[str]:
    """`Acme's shares`, `Acme, which`, `Acme said its …`; `Brown, 45,`, `Brown said he …`."""
    comma = len(after) > 1 and after[0].text == ","
    phrase = apposed(article, o.end)
    heads = [t.lower for t in phrase[-1:]]
    said = _said(after, o)
    signs = {
        "who": comma and (after[1].lower in {"who", "whose"} or after[1].text.isdigit()),
        "which": comma and after[1].lower == "which",
        "owns": _owns(o, after),
        "role_after": any(_is_role(w) and not words_of.kinds_said(w) for w in heads),
        "taken_up": _meant_next(article, o),
        "he_next": _he_next(article, o),
    }
    return [sign for sign, there in signs.items() if there] + ([said] if said is not None else [])


def _he_next(article: ArticleTokens, o: Occurrence) -> bool:
    """Whether the next sentence begins with `he` or `she`."""
    after = article.sentence_end(o.start)
    token = next(iter(article.tokens[article.index(after) : article.index(after) + 1]), None)
    return token is not None and token.lower in {"he", "she"} and not article.quoted(token.start)


def _labelled(article: ArticleTokens, before: Sequence[ArticleToken], start: int) -> bool:
    """`internet provider Wanadoo`, `Rival Sainsbury's`, `Housing charity Roofline`, `shares in Acme`."""
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
    """`his company, Acme Fuels, said`, `its lawyers, Acme Stone,`: a noun with a determiner, and the name in commas."""
    i, j = article.index(noun.start), article.index(o.end)
    after = article.tokens[j].text if j < len(article.tokens) else "."
    said = words_of.kinds_said(noun.lower) and lists.role(noun.lower) is None
    several = lists.plural_role(noun.lower) or noun.lower in lists.groups()
    if noun.capital or noun.possessive or not (said or several) or after not in {",", ".", ";", ")"}:
        return False
    return any(t.lower in _DETERMINERS | _HIS for t in article.tokens[max(0, i - _PHRASE) : i])


def _may_label(token: ArticleToken) -> bool:
    """Whether a word may belong to what a name at the beginning of a sentence is called: `Shirt sponsor Acme`."""
    word = token.lower
    verb = word in _SAYS or word in lists.auxiliaries() or (word.endswith("ed") and not token.capital)
    return token.text[0].isalpha() and not verb and (word == "the" or word not in lists.function_words())


def _meant_next(article: ArticleTokens, o: Occurrence) -> bool:
    """`Acme disagrees. The company says …`: the next sentence of the paragraph begins with what it is."""
    i = article.index(o.start)
    opens = article.tokens[article.phrase_start(i, _OPENING, _may_label)].start
    opens_sentence = opens == article.sentence_start(o.start) or article.begins_sentence(opens)
    after = article.sentence_end(o.start)
    if not opens_sentence or o.possessive or article.paragraph(after) != article.paragraph(o.start):
        return False
    first = article.index(after)
    phrase = article.tokens[first : first + _SUBJECT]
    if not phrase or phrase[0].text != "The":
        return False
    noun = next((k for k, t in enumerate(phrase[1:], 1) if words_of.kinds_of_noun(t.lower) and not t.capital), None)
    if noun is None or lists.role(phrase[noun].lower) is not None or phrase[noun].possessive:
        return False
    return not any(t.text in ",.;" for t in phrase[:noun])


def _owns(o: Occurrence, after: Sequence[ArticleToken]) -> bool:
    """`Acme's shares`, `Acme shares`; `Sainsbury's said`."""
    if o.possessive and after and after[0].lower in _SAYS:
        return True
    return any(words_of.held(t.lower) for t in after[:1]) or (
        o.possessive and any(words_of.held(t.lower) for t in after[:2])
    )


def _said(after: Sequence[ArticleToken], o: Occurrence) -> str | None:
    """`Acme said it plans …`, `Acme has said its …`, `Brown said he …`: by whose pronoun, if nobody else is named
    between."""
    verb = next((k for k, t in enumerate(after[:3]) if t.lower in _SAYS), None)
    if verb is None or o.possessive:
        return None
    for k in range(verb + 1, len(after)):
        token = after[k]
        if token.capital and token.text[0].isalpha():
            return None
        if token.lower in _PERSONAL:
            return "said_he"
        if token.lower in _SEVERAL:
            return "said_their"
        if token.lower == "its":
            return "said_its"
        if token.lower == "it":
            return _said_it([t.lower for t in after[k + 1 : k + 3]])
    return None


def _said_it(following: Sequence[str]) -> str | None:
    """Whether `it` is somebody: `it plans`, not `it was time`."""
    if len(following) < 2:
        return None
    nobodys = following[0] in _BE or (following[0] in _MODALS and following[1] in _NOBODYS)
    return "said_it_is" if nobodys else "said_it"
