"""One canonical name and id for each person and organisation across articles, whatever their order.

Two full names belong to one person when they are compatible (see `english.names`) with each other and with the same
other names: `George Bush` fits `George W. Bush` and `George H. W. Bush`, which do not fit each other, so it joins
neither. A bare surname joins the only person of the set who has it; if several do, titles in its article decide, or it
stays ambiguous. Before that, the list of offices names those whom an article gives by office alone (see `offices`); a
people file has the last word (see `entry_index`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimkit.corpus.people.article_speakers import ArticleSpeaker, Form, count_forms, joint_names, speakers_in
from claimkit.corpus.people.entry_index import EntryIndex, default_name, parse_names
from claimkit.corpus.people.forms import drop_endings, family_names, given_keys, group_names, sought_keys
from claimkit.corpus.people.offices import name_office_holders
from claimkit.english import names
from claimkit.english.names import Name
from claimkit.english.text import normalise, slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Member, Quote, Speaker

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")

Titles = tuple[str, ...]
Counts = Mapping[Form, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A speaker under the canonical name, without evidence; `marked` if the people file adds the last step of it."""

    speaker: Speaker
    marked: bool = False

    def with_evidence_of(self, speaker: Speaker) -> Speaker:
        """This speaker with the evidence of `speaker`, who is the same one in an article."""
        steps = speaker.evidence
        if self.marked:
            steps = (*steps, *(replace(step, reason="people file") for step in steps[-1:]))
        return replace(self.speaker, evidence=steps) if steps else self.speaker


@dataclass(slots=True)
class _Entity:
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

    def merge(self, other: _Entity) -> None:
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
        found = replace(speaker, id=id_, name=self.name, aliases=aliases, wikidata=wikidata)
        if entry is not None and entry.affiliation is not None:
            return replace(found, affiliation=entry.affiliation, affiliation_span=None)
        return found


def unify(extractions: Sequence[Extraction], people_file: Sequence[PersonEntry] = ()) -> list[Extraction]:
    """The extractions in their order, each speaker under one name and id over the whole set.

    `Speaker.name` becomes the most frequent full form, `id` its slug, `aliases` all other forms seen, sorted.
    A bare surname that several people of the set share keeps its form and gets status `ambiguous`.

    `people_file` (see `PersonEntry`) corrects this; `Speaker.decided_by` is `people file` where the speaker would be
    different without it, and where a name is pinned. It is `office list` where only the shipped list names the speaker.
    """
    settled = [name_office_holders(e) for e in extractions]
    speakers = [speakers_in(e) for e in settled]
    distinct = list(dict.fromkeys(one for of_article in speakers for one in of_article if one is not None))
    counts = count_forms((e.article.id, of_article) for e, of_article in zip(settled, speakers, strict=True))
    named = dict(zip(distinct, name_speakers(distinct, counts, people_file), strict=True))
    return [
        replace(
            e,
            quotes=tuple(
                _with_speaker(q, None if one is None else named[one])
                for q, one in zip(e.quotes, of_article, strict=True)
            ),
        )
        for e, of_article in zip(settled, speakers, strict=True)
    ]


def name_speakers(
    speakers: Collection[ArticleSpeaker], counts: Counts, people_file: Sequence[PersonEntry] = ()
) -> list[NamedSpeaker]:
    """Each of the distinct `speakers` of a set under its canonical name and id; `counts` are from `count_forms`."""
    automatic = _canonical(speakers, counts, EntryIndex(()))
    if not people_file:
        return [NamedSpeaker(speaker) for speaker in automatic]
    corrected = _canonical(speakers, counts, EntryIndex(people_file))
    pinned = {slug(p.pin) for p in people_file if p.pin}
    return [_mark_decided(now, before, pinned) for now, before in zip(corrected, automatic, strict=True)]


def _mark_decided(now: Speaker, before: Speaker, pinned: set[str]) -> NamedSpeaker:
    """The speaker `now`, marked if the people file decided: it is not the one `before`, or its name is pinned."""
    same = replace(before, aliases=now.aliases) == now
    if same and not (now.name is not None and now.kind == "person" and now.id in pinned):
        return NamedSpeaker(now)
    return NamedSpeaker(replace(now, decided_by="people file"), marked=True)


def _canonical(speakers: Collection[ArticleSpeaker], counts: Counts, index: EntryIndex) -> list[Speaker]:
    people = _People(speakers, counts, index)
    bodies = _bodies(speakers, counts)

    def renamed(one: ArticleSpeaker) -> Speaker:
        speaker = one.speaker
        if speaker.name is None:
            return speaker
        if speaker.kind == "person":
            return people.speaker(one)
        if speaker.kind == "organization":
            return bodies[_body_key(speaker.name)].speaker(speaker)
        return people.joint(one)

    return [renamed(one) for one in speakers]


def _with_speaker(quote: Quote, named: NamedSpeaker | None) -> Quote:
    if named is None or quote.speaker is None:
        return quote
    speaker = named.with_evidence_of(quote.speaker)
    return quote if speaker == quote.speaker else replace(quote, speaker=speaker)


def _first(one: str | None, other: str | None) -> str | None:
    """The smaller of two ids, either of which may be missing; the order in which they come makes no difference."""
    return min(one, other) if one and other else one or other


class _People:
    """The people of a set of articles."""

    def __init__(self, speakers: Collection[ArticleSpeaker], counts: Counts, index: EntryIndex) -> None:
        self._index = index
        full: dict[str, _Entity] = defaultdict(_Entity)
        bare: dict[tuple[str, Titles], _Entity] = defaultdict(_Entity)
        self._names: dict[str, Name] = {}
        for one in speakers:
            speaker = one.speaker
            if speaker.name is None or speaker.kind != "person":
                continue
            parsed_name = self._names.get(speaker.name) or names.parse(speaker.name)
            if parsed_name is None:
                continue
            self._names[speaker.name] = parsed_name
            is_full = parsed_name.full or speaker.decided_by is not None  # an office may give "Pope Francis"
            (full[speaker.name] if is_full else bare[speaker.name, one.titles[0]]).add(one)
        for (kind, form, titles), (articles, quotes) in counts.items():
            if kind == "person" and titles:
                entity = full[form] if self._names[form].full else bare[form, titles[0]]
                entity.count(form, articles, quotes)
        self._entity: dict[tuple[str, Titles | None], _Entity] = {}
        self._of_entry: dict[str, _Entity] = {}
        self._by_family: dict[str, list[_Entity]] = defaultdict(list)
        self._by_given: dict[tuple[str, str, str], list[_Entity]] = defaultdict(list)
        for forms, own, entry in self._groups(full):
            entity = _Entity(entry=entry)
            for form in sorted(forms):
                entity.merge(full[form])
            entity.name = entity.pick_form(drop_endings(own, self._names)) if own else ""
            entity.names = [self._names[f] for f in (sorted(forms) if entry else [entity.name])]
            self._entity.update({(form, None): entity for form in forms})
            self._add(entity)
        self._ambiguous: set[tuple[str, Titles]] = set()
        self._join(bare)

    def _groups(self, full: dict[str, _Entity]) -> Iterator[tuple[list[str], list[str], PersonEntry | None]]:
        """Full names by person, and which of them may be shown: first the people in the people file, then the others.

        A form that is merged into someone in the file, or is only an alias there, is not shown.
        """
        claimed: dict[str, list[str]] = defaultdict(list)
        shown: dict[str, list[str]] = defaultdict(list)
        entries: dict[str, PersonEntry] = {}
        others: list[list[str]] = []
        for forms in group_names(full, self._names):
            owners = {form: self._index.by_full_name(form) for form in forms}
            found = {entry.id: entry for entry in owners.values() if entry is not None}
            entries.update(found)
            only = next(iter(found.values())) if len(found) == 1 else None
            named = {entry.id for form in forms if (entry := self._index.by_own_form(form)) and entry == owners[form]}
            left: list[str] = []
            for form in forms:
                entry = owners[form] or (None if self._index.splits(only, form) else only)
                (left if entry is None else claimed[entry.id]).append(form)
                if entry is not None and entry.id in named and not self._index.merged_into(form):
                    shown[entry.id].append(form)
            others += group_names({form: full[form] for form in left}, self._names) if found and left else [left]
        yield from ((sorted(claimed[id_]), sorted(shown[id_]), entries[id_]) for id_ in sorted(claimed))
        yield from ((forms, forms, None) for forms in others if forms)

    def _add(self, entity: _Entity) -> None:
        """Indexes the entity by its family names; someone in the people file also has the names given there."""
        if entity.entry is not None:
            entity.name = entity.entry.pin or entity.name or entity.entry.name
            entity.names += parse_names(entity.entry)
            self._of_entry[entity.entry.id] = entity
        for key in sorted({key for name in entity.names for key in family_names(name)}):
            self._by_family[key].append(entity)
        keys = {(f, *key) for name in entity.names for f in family_names(name) for key in given_keys(name)}
        for family, kind, given in sorted(keys):
            self._by_given[family, kind, given].append(entity)

    def _entity_of(self, entry: PersonEntry) -> _Entity:
        if entry.id not in self._of_entry:
            self._add(_Entity(entry=entry))
        return self._of_entry[entry.id]

    def speaker(self, one: ArticleSpeaker) -> Speaker:
        """The person's canonical speaker."""
        speaker = one.speaker
        if not one.titles or speaker.name is None:
            return speaker
        titles = one.titles[0]
        entity = self._entity.get((speaker.name, None)) or self._entity[speaker.name, titles]
        if (speaker.name, titles) in self._ambiguous:
            speaker = replace(speaker, status="ambiguous")
        return entity.speaker(speaker)

    def joint(self, one: ArticleSpeaker) -> Speaker:
        """Several people as one source, each under their canonical name."""
        speaker = one.speaker
        assert speaker.name is not None
        if not one.titles:
            return replace(speaker, id=slug(speaker.name))
        several = zip(joint_names(speaker), one.titles, strict=True)
        canonical = [self._name(part, titles) for part, titles in several]
        joined = f"{', '.join(canonical[:-1])} and {canonical[-1]}"
        members = tuple(Member(slug(name), name) for name in canonical)
        return replace(speaker, id=slug(joined), name=joined, members=members)

    def _name(self, form: str, titles: Titles) -> str:
        """The canonical name of someone who may never be quoted alone."""
        entity = self._entity.get((form, None)) or self._entity.get((form, titles))
        entry = self._index.merged_into(form)
        if entity is None and entry is not None:
            return self._of_entry[entry.id].name if entry.id in self._of_entry else default_name(entry)
        parsed_name = names.parse(form)
        if entity is None and parsed_name is not None:
            fits = self._fitting(titles, self._compatible(parsed_name, form))
            entity = fits[0] if len(fits) == 1 else None
        return form if entity is None else entity.name

    def _compatible(self, name: Name, form: str) -> list[_Entity]:
        family = names.fold_loosely(name.words[-1])
        near = self._by_family.get(family, [])
        if name.full and len(near) > 1:
            found = (g for key in sought_keys(name) for g in self._by_given.get((family, *key), ()))
            near = list({id(g): g for g in found}.values())
        fits = (g for g in near if any(names.compatible(name, own) for own in g.names))
        return [g for g in fits if not self._index.splits(g.entry, form)]

    def _join(self, bare: dict[tuple[str, Titles], _Entity]) -> None:
        """Assigns bare surnames to the people who have them; surnames that fit nobody become people of their own."""
        own: dict[tuple[str, str], _Entity] = {}  # by family name and suffix
        joined: list[tuple[_Entity, _Entity]] = []
        forced = self._forced({form for form, _ in bare})
        near: dict[str, list[_Entity]] = {}
        for (form, titles), entity in sorted(bare.items(), key=lambda item: item[0]):
            if form in forced:
                fits = [forced[form]]
            else:
                if form not in near:
                    near[form] = self._compatible(self._names[form], form)
                fits = self._fitting(titles, near[form])
            if len(fits) == 1:
                joined.append((fits[0], entity))
                self._entity[form, titles] = fits[0]
                continue
            if fits:
                self._ambiguous.add((form, titles))
            parsed_name = self._names[form]
            alone = own.setdefault((parsed_name.family, parsed_name.suffix), _Entity())
            self._entity[form, titles] = alone
            alone.merge(entity)
        for group, entity in joined:
            group.aliases |= entity.aliases
        for alone in own.values():
            alone.name = alone.pick_form(alone.quotes)
            alone.entry = self._index.by_own_form(alone.name)

    def _forced(self, forms: set[str]) -> dict[str, _Entity]:
        """Bare forms that the people file assigns to one of its people, by `merge` or as nobody has that surname."""
        given = {form: self._index.merged_into(form) for form in forms}
        given.update(
            (form, self._index.by_bare_name(form))
            for form in forms
            if given[form] is None and not self._compatible(self._names[form], form)
        )
        return {form: self._entity_of(entry) for form, entry in sorted(given.items()) if entry is not None}

    def _fitting(self, titles: Titles, candidates: list[_Entity]) -> list[_Entity]:
        """Candidates not ruled out by the titles before the surname; of several, the only one who shares a title."""
        if not candidates:
            return []
        genders = {names.honorific(t) for t in titles} & {"female", "male"}
        fits = [g for g in candidates if len(genders) != 1 or self._gender(g) in {None, *genders}]
        if len(fits) < 2:
            return fits
        held = {t for t in titles if names.is_title(t) and names.honorific(t) is None}
        holders = [g for g in fits if held & g.titles]  # titles before the full name anywhere in the set
        return holders if len(holders) == 1 else fits

    def _gender(self, entity: _Entity) -> str | None:
        genders = (names.given_gender(name.given[0]) for name in entity.names if name.given)
        return next((gender for gender in genders if gender is not None), None)  # initials have none


def _bodies(speakers: Iterable[ArticleSpeaker], counts: Counts) -> dict[str, _Entity]:
    """Organisations by their name without case, article and possessive."""
    found: dict[str, _Entity] = defaultdict(_Entity)
    for one in speakers:
        if one.speaker.name is not None and one.speaker.kind == "organization":
            found[_body_key(one.speaker.name)].add(one)
    for (kind, form, _), (articles, quotes) in counts.items():
        if kind == "organization":
            found[_body_key(form)].count(form, articles, quotes)
    for entity in found.values():
        entity.name = entity.pick_form(entity.quotes or entity.aliases)
    return found


def _body_key(name: str) -> str:
    return " ".join(_POSSESSIVE.sub("", _LEADING.sub("", normalise(name).strip())).replace(".", "").split())
