"""One person or organisation over a whole set of articles: the forms of its name, and which of them is shown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from claimkit.corpus.people.article_speakers import ArticleSpeaker, Form
from claimkit.english.names import Name
from claimkit.english.text import normalise, slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Evidence, Speaker
from claimkit.models.types import Reason

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")

Titles = tuple[str, ...]
Counts = Mapping[Form, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A speaker under the canonical name, as it holds in all articles (see `Speaker`).

    `added` is the reason of a last step of the evidence that linking adds: the people file, or another article.
    `members` are those of a joint speaker, as the speakers who they are.
    """

    speaker: Speaker
    added: Reason | None = None
    members: tuple[Speaker, ...] = ()

    def evidence_from(self, speaker: Speaker) -> tuple[Evidence, ...]:
        """The evidence of `speaker`, who is the same one in an article, with what linking adds."""
        if self.added is None:
            return speaker.evidence
        return *speaker.evidence, *(replace(step, reason=self.added, candidate=None) for step in speaker.evidence[-1:])

    def as_said_of(self, speaker: Speaker) -> Speaker:
        """This speaker with what an article says of `speaker`, who is the same one there."""
        return replace(self.speaker.as_said_of(speaker), evidence=self.evidence_from(speaker))


@dataclass(slots=True)
class Entity:
    """One person or organisation over the whole set; `articles` and `quotes` count by form.

    `titles` are those before its forms. `entry` is its entry in the people file. Names that only the list of offices
    gives are not counted.
    """

    articles: Counter[str] = field(default_factory=Counter)
    quotes: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    name: str = ""
    names: list[Name] = field(default_factory=list)  # the ones that other names are compared with
    wikidata: str | None = None
    entry: PersonEntry | None = None
    shown: tuple[str, tuple[str, ...]] | None = None  # id and aliases

    def add(self, one: ArticleSpeaker) -> None:
        speaker = one.speaker
        assert speaker.name is not None
        if speaker.decided_by is None:
            self.titles.update(*one.titles)
        self.wikidata = _first(self.wikidata, speaker.wikidata)
        self.aliases |= {speaker.name, *speaker.aliases}

    def count(self, form: str, articles: int, quotes: int) -> None:
        self.articles[form] += articles
        self.quotes[form] += quotes

    def merge(self, other: Entity) -> None:
        self.articles += other.articles
        self.quotes += other.quotes
        self.titles |= other.titles
        self.aliases |= other.aliases
        self.wikidata = _first(self.wikidata, other.wikidata)

    def pick_form(self, forms: Iterable[str]) -> str:
        """The form in most articles, then in most quotes; ties go to the longest, then the first in the alphabet."""
        return min(forms, key=lambda f: (f.isupper(), -self.articles[f], -self.quotes[f], -len(f), f))

    def speaker(self, speaker: Speaker) -> Speaker:
        """`speaker` under this entity's name; call it only after everything was added."""
        if self.shown is None:
            kept = set(map(slug, self.entry.split)) if self.entry else set()
            others = sorted(self.aliases - {self.name})
            self.shown = slug(self.name), tuple(a for a in others if not kept or slug(a) not in kept)
        id_, aliases = self.shown
        entry = self.entry
        wikidata = (entry.wikidata if entry else None) or self.wikidata or speaker.wikidata
        affiliation, pronouns = (entry.affiliation, entry.pronouns) if entry else (None, None)
        return replace(
            speaker,
            id=id_,
            name=self.name,
            aliases=aliases,
            wikidata=wikidata,
            affiliation=affiliation,
            pronouns=pronouns,
        )


def bodies_in(speakers: Iterable[ArticleSpeaker], counts: Counts) -> dict[str, Entity]:
    """Organisations by their name without case, article and possessive."""
    found: dict[str, Entity] = defaultdict(Entity)
    for speaker in speakers:
        for one in speaker.members() if speaker.speaker.members else (speaker,):
            if one.speaker.name is not None and (one.speaker.kind == "organization" or is_published(one.speaker)):
                found[body_key(one.speaker.name)].add(one)
    for (kind, form, _), (articles, quotes) in counts.items():
        if kind == "organization":
            found[body_key(form)].count(form, articles, quotes)
    for entity in found.values():
        entity.name = entity.pick_form(entity.quotes or entity.aliases)
    return found


def body_key(name: str) -> str:
    """What the forms of an organisation's name have in common."""
    return " ".join(_POSSESSIVE.sub("", _LEADING.sub("", normalise(name).strip())).replace(".", "").split())


def is_published(speaker: Speaker) -> bool:
    """Whether it is a document under the name of who published it."""
    return speaker.kind == "document" and speaker.publisher is not None and speaker.publisher == speaker.name


def _first(one: str | None, other: str | None) -> str | None:
    """The smaller of two ids, either of which may be missing; the order in which they come makes no difference."""
    return min(one, other) if one and other else one or other
