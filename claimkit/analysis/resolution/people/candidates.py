"""Which capitalised words name people: points for and against, added up over the whole article.

NER is a witness, not the judge: the small model calls `Trump` an organisation and misses half of the bare surnames.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.people import kin
from claimkit.analysis.resolution.people.capitals import can_be_name, gender_before, name_part, plain, titled
from claimkit.analysis.resolution.people.entities import Index, Person
from claimkit.analysis.resolution.people.name_starts import NameStarts
from claimkit.analysis.resolution.people.not_names import opens, ordinary, storm
from claimkit.english import names
from claimkit.english.lexicon import words as listed
from claimkit.english.names import Gender, Name
from claimkit.models.extraction import Mention

# Points for and against words being a person's name, and what it takes; set by hand on PolNeAR's development articles.
_POINTS = {
    "ner_person": 2.0,  # for each mention with exactly these words, at most twice
    "ner_other": -1.5,  # the same for organisations, places, works
    "given": 2.0,  # begins with a known given name
    "begins": 1.5,  # begins with what is a given name somewhere in the world
    "initial": 1.5,  # has a middle initial or a suffix
    "title": 2.5,  # stands after a title or role
    "tag": 3.0,  # followed by an age or a party tag
    "apposition": 1.5,  # followed by ", a …" or ", who"
    "whose": 2.5,  # follows somebody's role and a comma: "her producer,"
    "source": 1.0,  # is the source of an attribution
    "echo": 1.0,  # its last word stands alone elsewhere
    "echo_person": 1.0,  # and NER takes it for a person there
    "article": -2.0,  # stands after "the"
    "tail": -4.0,  # has a word that ends organisations' names
    "tail_given": -1.0,  # such a word at the end, but NER sees a person and the first word is a given name
    "brand": -2.0,  # begins with a word that alone is an organisation or a place: `Acme Messenger`
    "place": -2.5,  # has a country's, state's or people's name
    "owned": 1.0,  # stands after an organisation's or country's possessive
    "relative": 3.0,  # "Calder's brother, Victor" and "his wife Dolores" have the family name, too
    "couple": 3.0,  # `Peter` in `Peter and Olive Marsh`
    "echo_title": 2.0,  # its last word stands after an honorific elsewhere: `Mr Cable`
    "headline": -3.0,  # seen in a headline only
    "single": -1.0,  # has one word only
    "titled_turn": 4.5,  # that word and a title label a transcript's turn: outweighs "ner_other"
    "acts": 1.0,  # that word is followed by a verb or ", who", possesses something, or follows a tie (`sister`)
}
ENOUGH = 2.0
# Hardly anything is ruled out: the ranker of pronouns weighs again whether a name is a person's. Of the names in GAP
# that a pronoun stands for this finds 98%, ENOUGH 68%.
ANY_NAME = -6.0
LONGEST = 6  # words in a name
_RELATIVES = 50  # of an article who are named by a given name alone
_BODY = 2  # times that NER takes a word for an organisation or a place
_TWO = 2  # words of a name
_WHOSE = 3  # tokens before a name: whose role, the role, a comma
_INDENT = 20  # characters before a label on its line
_FAMILY_FIRST = 3  # words in a name that begins with the family name
_AUXILIARIES = frozenset(map(names.fold, ("will", "may")))
_OTHER_LABELS = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
_TAG = re.compile(r"\s*\([A-Z][a-z]{0,2}\.?[-–][A-Z][A-Za-z.]+[^)]{0,12}\)")
_AGE = re.compile(r",? \(?\d{2},|, \d{2}\b| \(\d{2}\)")
_WHO = re.compile(r", (?:who|whose|whom)\b")
_APPOSITION = re.compile(
    r",? (?:who|whose)\b|, (?:an?|the|his|her|their|its|one of|of|[a-z]+ (?:of|at|for)|[A-Z]?[\w.]+['’]s|\w+ [a-z]+) "
)


@dataclass(slots=True)
class ScoredName:
    """A name, where it stands, and its points."""

    name: Name
    places: list[tuple[int, int]] = field(default_factory=list)
    points: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        """The points added up."""
        return sum(_POINTS[k] * n for k, n in self.points.items())


class NameFinder:
    """Names of people in one article."""

    def __init__(
        self,
        article: ArticleTokens,
        runs: Sequence[Sequence[ArticleToken]],
        mentions: Sequence[Mention],
        sources: Sequence[tuple[int, int]],
        enough: float = ENOUGH,
    ) -> None:
        self.article = article
        self._enough = enough
        self.relatives: list[kin.Relative] = []
        self.partners: set[str] = set()  # given names of those who share the family name after the next one
        self.runs = runs
        self._sources = sorted(set(sources))
        self._persons = sorted((m for m in mentions if m.label == "PERSON"), key=lambda m: (m.start, m.end))
        self._starts = NameStarts(article, runs, mentions)
        self._bare = {names.fold(run[0].lower) for run in runs if len(run) == 1}
        self._titled = {names.fold(run[1].lower) for run in runs if len(run) == 2 and names.honorific(run[0].lower)}
        self._labels: dict[tuple[str, ...], Counter[str]] = {}
        for m in mentions:
            words = [t for t in article.between(m.start, m.end) if t.text[0].isalpha()]
            key = tuple(names.fold(w) for t in words if t.lower not in lists.function_words() for w in plain(t))
            kind = "PERSON" if m.label == "PERSON" else "OTHER" if m.label in _OTHER_LABELS else "NONE"
            self._labels.setdefault(key, Counter())[kind] += 1

    @cached_property
    def _storms(self) -> frozenset[str]:
        """What the article's storms are called: `Oscar` of `Storm Oscar`."""
        pairs = (tuple(names.fold(t.lower) for t in run) for run in self.runs if len(run) == _TWO)
        return frozenset(key[1] for key in pairs if storm(self.article, *key))

    def places_and_bodies(self) -> frozenset[str]:
        """Single words that NER takes for a place or a body more often than for a person."""
        return frozenset(k[0] for k, n in self._labels.items() if len(k) == 1 and n["OTHER"] > n["PERSON"])

    def _is_body(self, word: str) -> bool:
        """Whether NER takes the word alone for an organisation or a place, several times and mostly."""
        labels = self._labels.get((word,), Counter())
        return labels["OTHER"] >= _BODY and labels["OTHER"] > 2 * labels["PERSON"]

    def full(self) -> list[ScoredName]:
        """Names of two words and more."""
        found: dict[tuple[str, ...], ScoredName] = {}
        for run in self.runs:
            for part in self._parts(run):
                self._weigh(found, part, run)
        self._couples(found)
        people = [c.name for c in found.values() if c.total >= self._enough]
        persons = {key[0] for key, n in self._labels.items() if len(key) == 1 and n["PERSON"] > n["OTHER"]}
        self.relatives = list(islice(kin.named_after(self.article, self.runs, people, persons), _RELATIVES))
        for relative in self.relatives:
            name = found.setdefault(tuple(map(names.fold, relative.name.words)), ScoredName(relative.name))
            name.places.append((relative.token.start, relative.token.end))
            name.points["relative"] = 1
        self._drop_auxiliaries(found)
        self._drop_openings(found)
        for key in [k for k in found if len(k) == _TWO and storm(self.article, *k)]:
            del found[key]
        # "Crooked Hillary Clinton": the end of it that begins with a given name is the name.
        dropped = {key for key, c in found.items() if key[1:] in found and names.is_given(c.name.words[1])}
        # "Ruth Mercer … Dean Mercer": a title of somebody who is named.
        families = {key[-1] for key, c in found.items() if not names.is_title(key[0]) and c.total >= self._enough}
        dropped |= {key for key in found if names.is_title(key[0]) and key[-1] in families}
        return [c for key, c in found.items() if key not in dropped and c.total >= self._enough]

    def _couples(self, found: dict[tuple[str, ...], ScoredName]) -> None:
        """`Peter and Olive Marsh`: he has her family name, if nobody of his given name is named in full."""
        sure = {key for key, c in found.items() if c.total >= self._enough}
        others = self.places_and_bodies()
        for one, partner in kin.couples(self.article, self.runs, self._starts.name_part, found, sure, others):
            found[partner].points["couple"] = 1
            self.partners.add(names.fold(one.lower))
            whole = names.parse(f"{one.text} {found[partner].name.text.split()[-1]}")
            if whole is not None:
                candidate = found.setdefault((names.fold(one.lower), partner[-1]), ScoredName(whole))
                candidate.places.append((one.start, one.end))
                candidate.points["couple"] = 1

    def _drop_auxiliaries(self, found: dict[tuple[str, ...], ScoredName]) -> None:
        """`Will Sanders win?`: no `Will Sanders` if each opens a sentence and the article names another Sanders."""
        for key in [k for k in found if k[0] in _AUXILIARIES and len(k) == 2]:
            namesakes = [k for k in found if k[-1] == key[-1] and k[0] not in _AUXILIARIES]
            tokens = (self.article.between(start, end)[0] for start, end in found[key].places)
            if namesakes and all(opens(self.article, token) for token in tokens):
                del found[key]

    def _drop_openings(self, found: dict[tuple[str, ...], ScoredName]) -> None:
        """`Fuming Calder blasts officials`: an ordinary word, if the article names another Calder in full."""
        families = {k[-1] for k, c in found.items() if _begins(c.name)}
        for key in [k for k, c in found.items() if len(k) == _TWO and k[-1] in families and not _begins(c.name)]:
            tokens = (self.article.between(start, end)[0] for start, end in found[key].places)
            if all(ordinary(self.article, token) for token in tokens):
                del found[key]

    def single(self, index: Index, people: Sequence[Person]) -> list[tuple[ScoredName, bool]]:
        """Bare surnames of people whose full name the article never gives.

        The flag is set for those who must not be joined to a namesake: `Mr. Obama` beside `Michelle Obama`.
        """
        found: dict[tuple[str, bool], ScoredName] = {}
        for run in self.runs:
            name = name_part(run)
            labelled = self._labelled(run)
            if labelled:
                name = list(run[1:])
            if len(name) != 1 or len(name[0].text) < 2 or not can_be_name(name[0]):
                continue
            token = name[0]
            parsed = names.parse(token.text)
            turn = self._turn(token)
            if parsed is None or lists.known_thing(token.lower):
                continue
            if not turn and ordinary(self.article, token, labelled=True):
                continue
            key = parsed.family
            if key in self._storms:
                continue
            namesakes = [people[i] for i in index.get((key,), {}).get("family", ())]
            gender = gender_before(self.article, token.start)
            related = any(r.name.family == key and r.gender == gender for r in self.relatives)
            if (key,) in index and (related or not _clash(gender, namesakes)):
                continue
            candidate = found.setdefault((key, bool(namesakes)), ScoredName(parsed))
            candidate.places.append((token.start, token.end))
            if (
                labelled
                or turn
                or titled(self.article, token.start, strict=True)
                or (len(run) > 1 and names.is_title(run[-2].lower))
            ):
                candidate.points["title"] = 1
            if self._is_source(token.start, token.end):
                candidate.points["source"] = 1
            if self._acts(token):
                candidate.points["acts"] = 1
            if self._titled_turn(token):
                candidate.points["titled_turn"] = 1
        for (key, _), candidate in found.items():
            labels = self._labels.get((key,), Counter())
            points = candidate.points
            points["ner_person"] = min(labels["PERSON"], 2)
            points["ner_other"] = min(labels["OTHER"], 3 if labels["OTHER"] >= labels["PERSON"] else 1)
            points["given"] = int(names.is_given(key) and labels["PERSON"] > 0)
            points["acts"] *= int(labels["PERSON"] > labels["OTHER"])
            points["single"] = 1
        return [(c, apart) for (_, apart), c in found.items() if c.total >= self._enough]

    def _labelled(self, run: Sequence[ArticleToken]) -> bool:
        """`Midfielder Rodri`, `Rapper Stormzy`: one name after what somebody is, which opens the sentence."""
        if len(run) != 2 or not opens(self.article, run[0]) or run[0].possessive:
            return False
        label, name = (token.lower for token in run)
        person = lists.role(label) is not None or lists.person_noun(label, before_name=True)
        other = self._labels.get(tuple(names.fold(w) for t in run for w in plain(t)), Counter())["OTHER"]
        company = words_of.kinds_said(label) or words_of.known([name]) or words_of.ends_names(name)
        return person and not (other or company or names.begins_name(label) or name in lists.tails())

    @cached_property
    def _turns(self) -> frozenset[tuple[int, int]]:
        """The sources that are labels of turns, if two or more are: a transcript's."""
        found = frozenset(source for source in self._sources if _labels_turn(self.article.text, *source))
        return found if len(found) > 1 else frozenset()

    def _turn(self, token: ArticleToken) -> bool:
        """`WATERS: …` in a transcript: a surname, though the word is an ordinary one."""
        word = token.lower
        known = lists.role(word) is not None or lists.plural_role(word) or lists.person_noun(word)
        if known or names.is_title(word) or words_of.kinds_said(word):
            return False
        return (token.start, token.end) in self._turns or self._titled_turn(token)

    def _titled_turn(self, token: ArticleToken) -> bool:
        """`MR. TORRES: …`, `SEN. BRIGHT: …` in a transcript: nobody's but a person's label."""
        i = self.article.index(token.start)
        before = self.article.tokens[i - 1] if i else token
        return titled(self.article, token.start, strict=True) and (before.start, token.end) in self._turns

    def _acts(self, token: ArticleToken) -> bool:
        i = self.article.index(token.start)
        before = self.article.tokens[i - 1].lower if i else ""
        after = self.article.tokens[i + 1].lower if i + 1 < len(self.article.tokens) else ""
        verb = after in lists.auxiliaries() or (after.endswith("ed") and len(after) > 4)
        who = _WHO.match(self.article.text, token.end) is not None
        return verb or who or token.possessive or before in lists.ties()

    def _is_source(self, start: int, end: int) -> bool:
        """Whether a source spans `start:end`."""
        i = bisect_left(self._sources, (start + 1,))
        return any(s <= start and end <= e for s, e in self._sources[max(0, i - 5) : i])

    def _parts(self, run: Sequence[ArticleToken]) -> list[list[ArticleToken]]:
        """The pieces of a run that may be a name: what follows the last title, and what NER calls a person."""
        parts: list[list[ArticleToken]] = []
        name = self._starts.name_part(run)
        if 2 <= len(name) <= LONGEST:
            parts.append(name)
        i = bisect_left(self._persons, run[0].start, key=lambda m: m.end)
        for m in self._persons[i : i + len(run)]:
            if m.start >= run[-1].end:
                break
            whole = [t for t in run if m.start <= t.start and t.end <= m.end]
            inner = whole if self._given_people(whole) else self._starts.name_part(whole)
            if 2 <= len(inner) <= LONGEST and inner not in parts and (not parts or inner[-1] is not parts[0][-1]):
                parts.append(inner)
        return parts

    def _given_people(self, words: Sequence[ArticleToken]) -> bool:
        """Whether NER's `German Calder` is a name: two words, no `the` before, and nobody of that name elsewhere."""
        if len(words) != _TWO or not lists.is_demonym(words[0].lower) or lists.is_native(words[0].lower):
            return False
        i = self.article.index(words[0].start)
        before = self.article.tokens[i - 1] if i else None
        return before is None or before.lower not in lists.phrase_words("definite") | lists.phrase_words("indefinite")

    def _weigh(
        self, found: dict[tuple[str, ...], ScoredName], part: list[ArticleToken], run: Sequence[ArticleToken]
    ) -> None:
        article = self.article
        start, end = part[0].start, part[-1].end
        name = names.parse(article.text[start:end])
        if name is None or not name.full or not all(can_be_name(t) for t in part):
            return
        key = tuple(names.fold(w) for w in name.words)
        if key not in found:
            found[key] = ScoredName(name, points=self._of_words(name, key, part))
        candidate = found[key]
        candidate.places.append((start, end))
        points = candidate.points
        points["headline"] = points["headline"] and int(article.headline(start))
        after = article.text[end : end + 40]
        if part[0] is not run[0] or titled(article, start):
            points["title"] = 1
        if _TAG.match(after) or _AGE.match(after):
            points["tag"] = 1
        elif _APPOSITION.match(after):
            points["apposition"] = 1
        if self._is_source(start, end):
            points["source"] = 1
        if self._whose(start):
            points["whose"] = 1
        i = article.index(start)
        if i and article.tokens[i - 1].possessive and article.tokens[i - 1].capital:
            points["owned"] = 1
        if article.text[max(0, start - 4) : start].lower() == "the ":
            points["article"] = 1

    def _whose(self, start: int) -> bool:
        """Whether somebody's role stands before: `her producer, `, `the firm's lawyer, `."""
        article = self.article
        i = article.index(start)
        if i < _WHOSE or article.tokens[i - 1].text != "," or lists.role(article.tokens[i - 2].lower) is None:
            return False
        owner = article.tokens[i - _WHOSE]
        return owner.lower in lists.phrase_words("owners") or owner.possessive

    def _of_words(self, name: Name, key: tuple[str, ...], part: Sequence[ArticleToken]) -> Counter[str]:
        """Points that do not depend on where the name stands."""
        labels = self._labels.get(key, Counter())
        words = [t.lower.rstrip(".") for t in part]
        tail = key[-1] not in self._titled and lists.any_in(
            words[:-1] if words[-1] in names.family_too() else words, lists.tails()
        )
        tail = tail or (part[0].text.isupper() and words_of.begins_names(words[0]))  # “FC Lund”
        given = names.is_given(name.words[0])
        place = any(lists.country(w) or lists.is_demonym(w) for w in words)
        ends = tail and given and len(words) == 2 and labels["PERSON"] > labels["OTHER"]
        return Counter(
            ner_person=min(labels["PERSON"], 2),
            ner_other=min(labels["OTHER"], 2),
            given=int(given),
            begins=int(not given and _begins(name)),
            initial=int(bool(name.suffix) or any(len(w) == 1 for w in name.given[1:])),
            tail=int(tail and not ends),
            tail_given=int(ends),
            brand=int(not given and not place and not names.begins_name(key[0]) and self._is_body(key[0])),
            place=int(place),
            headline=1,
            echo=int(key[-1] in self._bare),
            echo_title=int(key[-1] in self._titled),
            echo_person=int(
                self._labels.get(key[-1:], Counter())["PERSON"] > self._labels.get(key[-1:], Counter())["OTHER"]
            ),
        )


def _labels_turn(text: str, start: int, end: int) -> bool:
    """Whether a source is a name in capitals that begins a line and is followed by a colon."""
    label, (_, line_break, indent) = text[start:end], text[max(0, start - _INDENT) : start].rpartition("\n")
    opens_line = not indent.strip() and bool(line_break or start < _INDENT)
    part = label.casefold() in listed("turns", "parts")
    return text[end : end + 1] == ":" and label.isupper() and len(label) > 1 and opens_line and not part


def _begins(name: Name) -> bool:
    """Whether the first word begins names: as a given name somewhere, or as a family name that comes first."""
    return names.begins_name(name.words[0]) or (name.family_first and len(name.words) <= _FAMILY_FIRST)


def _clash(title: Gender | None, namesakes: Sequence[Person]) -> bool:
    """Whether a title speaks against each of the people who share a surname."""
    genders = [names.given_gender(p.name.given[0]) for p in namesakes if p.name.given]
    return title is not None and bool(genders) and all(g is not None and g != title for g in genders)
