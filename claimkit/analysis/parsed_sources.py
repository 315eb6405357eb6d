"""What a sentence's parse tells of sources: the subject of a cue that has none, and whom a relative pronoun means.

“Calder, goaded by Okafor, came out against …”, “After boasting about …, Calder …”, “accused of … by Calder”, “Calder's
attacks on …”; “Calder, the first of the five who …”. Where the tagger did find a source it is right far more often than
the parser, so that is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.statements.labels import LABEL
from claimkit.english.lexicon import words as listed
from claimkit.english.sentences import find_sentence
from claimkit.models.extraction import JudgedAttribution, ParsedWord
from claimkit.models.record import Span

Parse = Callable[[str], Sequence[ParsedWord]]

_REACH = 500  # characters of a sentence on either side of the cue
_CLIMBS = 10  # clauses between a cue and its subject
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d", "'s", "’s"})
# Relations of a clause to one that it shares its subject with, and of what comes after a noun without being its name.
_SHARING = frozenset({"advcl", "conj", "xcomp", "pcomp", "prep", "acomp", "attr", "ccomp", "aux"})
_AFTER = frozenset({"relcl", "acl", "advcl", "appos", "punct"})
_RELATIVE = frozenset({"who", "whom"})
_TWO = 2
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def with_parsed_sources(text: str, judged: Sequence[JudgedAttribution], parse: Parse) -> list[JudgedAttribution]:
    """The attributions; one whose cue has no source takes the subject of its cue for one, if that can speak."""
    parsed: dict[tuple[int, int], Sentence] = {}

    def sentence(around: Span) -> Sentence:
        place = find_sentence(text, around.start, around.end, _REACH)
        if place not in parsed:
            parsed[place] = Sentence(place[0], parse(text[slice(*place)]))
        return parsed[place]

    found: list[JudgedAttribution] = []
    for one in judged:
        a = one.attribution
        if a.source is not None and _last_word(a.source) in _RELATIVE:
            places = sentence(a.source).antecedents(a.source)
            a = replace(a, antecedents=tuple(Span(s, e, text[s:e]) for s, e in places))
        elif a.cue is not None and _lacks_source(one):
            place = sentence(a.cue).subject(a.cue)
            if place is not None and not any(c.start < place[1] and place[0] < c.end for c in a.content):
                a = replace(a, source=Span(*place, text[slice(*place)]))
        found.append(replace(one, attribution=a))
    return found


def _last_word(source: Span) -> str:
    return source.text.rsplit(maxsplit=1)[-1].casefold()


def _lacks_source(one: JudgedAttribution) -> bool:
    """Whether somebody has to be found for a statement; a label is nobody's."""
    a = one.attribution
    missing = a.source is None or a.source.text.casefold() in listed("syntax", "lone_articles")
    return missing and one.statement > LABEL and a.cue is not None and not _evidential(a.cue.text)


def _evidential(cue: str) -> bool:
    return not listed("syntax", "evidential").isdisjoint(cue.casefold().split())


class Sentence:
    """A parsed sentence, which begins at `start` of its text."""

    def __init__(self, start: int, words: Sequence[ParsedWord]) -> None:
        self._start = start
        self._words = words
        self._below: list[list[int]] = [[] for _ in words]
        for i, word in enumerate(words):
            if word.head != i:
                self._below[word.head].append(i)

    def subject(self, cue: Span) -> tuple[int, int] | None:
        """Where the subject of `cue` stands, in the text's offsets."""
        start, end = cue.start - self._start, cue.end - self._start
        inside = [i for i, w in enumerate(self._words) if w.start < end and start < w.end and w.text[0].isalnum()]
        if not inside:
            return None
        heads = [i for i in inside if self._words[i].head == i or self._words[i].head not in inside]
        head = next((i for i in heads if self._words[i].tag[:2] == "VB"), heads[0])
        found = self._whose(head, inside)
        if found is None or found in inside:
            return None
        first, last = self._phrase(found, inside)
        return self._start + self._words[first].start, self._start + self._words[last].end

    def antecedents(self, pronoun: Span) -> list[tuple[int, int]]:
        """The words that the relative pronoun in `pronoun` belongs to: one, or all of a list before a verb in the
        plural and before `both of whom`; none where such a verb has no list before it."""
        end = pronoun.end - self._start
        who = next((i for i, w in enumerate(self._words) if w.end == end), None)
        if who is None:
            return []
        at = self._words[who].head
        several = self._words[at].tag == "VBP" or any(self._words[i].tag == "VBP" for i in self._under(at, "aux"))
        several |= who > 1 and self._words[who - 2].text.casefold() in listed("syntax", "amounts")  # `all of whom`
        for _ in range(_CLIMBS):
            if self._words[at].relation == "relcl":
                noun = self._named(self._words[at].head)
                nouns = [i for i in self._listed_with(noun) if i < who]
                if several and len(nouns) < _TWO:
                    return []
                nouns = nouns if several else nouns[-1:]
                return [(self._start + self._words[i].start, self._start + self._words[i].end) for i in nouns]
            at = self._words[at].head
        return []

    def _named(self, noun: int) -> int:
        """The name for what a noun calls somebody: “Calder, a doctor”, “Calder is a doctor”, “the doctor is …”."""
        for _ in range(_CLIMBS):
            above = self._words[noun].head
            if self._words[noun].relation != "appos" or above == noun:
                break
            noun = above
        beside = [*self._under(noun, "appos")]
        if self._words[noun].relation in ("attr", "nsubj") and self._words[above].text.casefold() in lists.be():
            beside += self._under(above, "nsubj" if self._words[noun].relation == "attr" else "attr")
        names = (i for i in beside if self._words[i].tag in ("NNP", "PRP") and self._speaks(i))
        return noun if self._words[noun].tag == "NNP" else next(names, noun)

    def _listed_with(self, noun: int) -> list[int]:
        """The nouns of the list that `noun` is in, in their order."""
        for _ in range(_CLIMBS):
            if self._words[noun].relation != "conj":
                break
            noun = self._words[noun].head
        found = [noun]
        for i in found:
            found += self._under(i, "conj")
        return sorted(found)

    def _whose(self, head: int, cue: Sequence[int]) -> int | None:
        """The word for whoever does what the cue's head says."""
        tag = self._words[head].tag
        if tag[:2] == "NN":
            owners = (o for i in cue if self._words[i].tag[:2] == "NN" for o in self._under(i, "poss"))
            return next((o for o in owners if o not in cue), None) or self._called(head)
        if tag[:2] == "VB" and self._passive(head):
            by = (i for i in self._under(head, "agent", "prep") if self._words[i].text.casefold() == "by")
            return next((o for i in by for o in self._under(i, "pobj")), None)
        if tag[:2] in ("VB", "MD") or (tag[:2] == "JJ" and self._words[head].relation != "amod"):
            found = self._climb(head)
            return found if found is not None and self._speaks(found) else None
        return None

    def _called(self, noun: int) -> int | None:
        """Whom an apposition calls by this noun: “Calder, a fierce critic of …”."""
        above = self._words[noun].head
        return above if self._words[noun].relation == "appos" and self._speaks(above) else None

    def _climb(self, head: int) -> int | None:
        """The subject of the clause of word `head`, or of the nearest clause above that shares its subject with it."""
        at = head
        for _ in range(_CLIMBS):
            if (own := next(self._under(at, "nsubj"), None)) is not None:
                return own
            if (own := next(self._under(at, "nsubjpass"), None)) is not None:
                return None if self._by_doing(head) else own
            if not self._shares_subject(at, is_cue=at == head):
                return None
            at = self._words[at].head
        return None

    def _shares_subject(self, at: int, is_cue: bool) -> bool:
        """Whether the clause of word `at` has the subject of the one it depends on.

        A past tense alone does so only after `and`: `said, asked about it` is somebody else's question.
        """
        word, above = self._words[at], self._words[self._words[at].head]
        if word.relation not in _SHARING or word.head == at:
            return False
        if is_cue and word.tag in ("VBD", "VBN") and word.relation != "conj" and not any(self._under(at, "aux")):
            return False
        if word.relation == "ccomp":
            return word.tag not in _FINITE
        return word.relation not in ("conj", "prep") or above.tag[:2] in ("VB", "JJ", "MD")

    def _by_doing(self, head: int) -> bool:
        """Whether the cue says by what the passive clause came about: `it was defended by arguing that`."""
        above = self._words[head].head
        return self._words[head].relation == "pcomp" and self._words[above].text.casefold() == "by"

    def _passive(self, verb: int) -> bool:
        if any(self._under(verb, "auxpass", "nsubjpass")):
            return True
        active = any(self._words[i].text.casefold() in _HAVE for i in self._under(verb, "aux"))
        return self._words[verb].tag == "VBN" and not active

    def _speaks(self, subject: int) -> bool:
        """Whether a subject stands for people or a body: a name, a personal pronoun, `who`, a role, a group."""
        word = self._words[subject]
        lower = word.text.casefold()
        if lower in listed("syntax", "empty_subjects"):
            return False
        known = lists.role(lower) is not None or lists.plural_role(lower)
        listed_so = known or lower in lists.groups() or lower in lists.bodies() or lower in listed("syntax", "amounts")
        return word.tag.startswith(("NNP", "PRP", "WP")) or listed_so

    def _phrase(self, noun: int, cue: Sequence[int]) -> tuple[int, int]:
        """The first and last word of a noun's phrase, without clauses and appositions after it."""
        held = set(self._within(noun, cue))
        first = last = noun
        while first - 1 in held:
            first -= 1
        while last + 1 in held:
            last += 1
        while first < noun and not self._words[first].text[0].isalnum():
            first += 1
        while last > noun and self._words[last].text.isspace():
            last -= 1
        return first, last

    def _within(self, noun: int, cue: Sequence[int]) -> Iterator[int]:
        waiting = [noun]
        while waiting:
            at = waiting.pop()
            yield at
            waiting += [i for i in self._below[at] if i not in cue and not (i > at and self._relation(i) in _AFTER)]

    def _relation(self, i: int) -> str:
        return self._words[i].relation

    def _under(self, head: int, *relations: str) -> Iterator[int]:
        return (i for i in self._below[head] if self._words[i].relation in relations)
