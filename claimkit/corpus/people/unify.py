"""Who, across articles: one canonical name and id for each person and organisation, whatever the order of the articles.

Two full names are one person's when they are compatible (see `names`) and the same other names are compatible with
both: `George Bush` fits `George W. Bush` and `George H. W. Bush`, which do not fit each other, so it joins neither.
A bare surname joins the only person of the set who has it; with several, titles in its article decide, or it stays
ambiguous. Before that the list of offices names whom an article gives by office alone (see `offices`); a people file
has the last word (see `claims`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimkit.corpus.people import offices
from claimkit.corpus.people.entry_index import Claims, parsed, shown_name
from claimkit.corpus.people.forms import components, families, whole_names
from claimkit.corpus.people.seen import Form, Seen, counted, parts, seen
from claimkit.english import names
from claimkit.english.names import Name
from claimkit.english.text import normalise, slug
from claimkit.models import Extraction, PersonEntry, Quote, Speaker

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")

Titles = tuple[str, ...]
Counts = Mapping[Form, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker under the canonical name, without evidence; `marked` where the last step is the people file's."""

    speaker: Speaker
    marked: bool = False

    def of(self, speaker: Speaker) -> Speaker:
        """With the evidence of `speaker`, whom this is."""
        steps = speaker.evidence
        if self.marked:
            steps = (*steps, *(replace(step, reason="people file") for step in steps[-1:]))
        return replace(self.speaker, evidence=steps) if steps else self.speaker


@dataclass(slots=True)
class _Entity:
    """One person or organisation over the whole set; `articles` and `quotes` count by form.

    `titles` are those before its forms. `entry` is the person of the people file who this is. A name that only the
    list of offices gives counts for nothing.
    """

    articles: Counter[str] = field(default_factory=Counter)
    quotes: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    name: str = ""
    names: list[Name] = field(default_factory=list)  # with which other names are compared
    wikidata: str | None = None
    entry: PersonEntry | None = None
    shown: tuple[str, tuple[str, ...]] | None = None  # id and aliases

    def add(self, one: Seen) -> None:
        speaker = one.speaker
        assert speaker.name is not None
        if speaker.decided_by is None:
            self.titles.update(*one.titles)
        self.wikidata = _first(self.wikidata, speaker.wikidata)
        self.aliases |= {speaker.name, *speaker.aliases}

    def count(self, form: str, articles: int, quotes: int) -> None:
        self.articles[form] += articles
        self.quotes[form] += quotes

    def take(self, other: _Entity) -> None:
        self.articles += other.articles
        self.quotes += other.quotes
        self.titles |= other.titles
        self.aliases |= other.aliases
        self.wikidata = _first(self.wikidata, other.wikidata)

    def pick(self, forms: Iterable[str]) -> str:
        """The form in most articles, then most quotes; ties go to the longest, then the alphabet."""
        return min(forms, key=lambda f: (f.isupper(), -self.articles[f], -self.quotes[f], -len(f), f))

    def speaker(self, speaker: Speaker) -> Speaker:
        """`speaker` under this entity's name; to be asked when everything was added."""
        if self.shown is None:
            kept = set(map(slug, self.entry.split)) if self.entry else set()
            others = sorted(self.aliases - {self.name})
            self.shown = slug(self.name), tuple(a for a in others if not kept or slug(a) not in kept)
        id_, aliases = self.shown
        entry = self.entry
        wikidata = (entry.wikidata if entry else None) or self.wikidata or speaker.wikidata
        affiliation = entry.affiliation if entry else speaker.affiliation
        return replace(speaker, id=id_, name=self.name, aliases=aliases, wikidata=wikidata, affiliation=affiliation)


def unify(extractions: Sequence[Extraction], people_file: Sequence[PersonEntry] = ()) -> list[Extraction]:
    """The extractions in their order, each speaker under one name and id over the whole set.

    `Speaker.name` becomes the most frequent full form, `id` its slug, `aliases` all other forms seen, sorted.
    A bare surname that several people of the set share keeps its form and gets status `ambiguous`.

    `people_file` (see `PersonEntry`) corrects this; `Speaker.decided_by` is `people file` where the answer would be
    another without it, and where a name is pinned. It is `office list` where only the shipped list names the speaker.
    """
    settled = [offices.settle(e) for e in extractions]
    speakers = [seen(e) for e in settled]
    distinct = list(dict.fromkeys(one for some in speakers for one in some if one is not None))
    counts = counted((e.article.id, some) for e, some in zip(settled, speakers, strict=True))
    named = dict(zip(distinct, name(distinct, counts, people_file), strict=True))
    return [
        replace(
            e,
            quotes=tuple(_with(q, None if one is None else named[one]) for q, one in zip(e.quotes, some, strict=True)),
        )
        for e, some in zip(settled, speakers, strict=True)
    ]


def name(speakers: Collection[Seen], counts: Counts, people_file: Sequence[PersonEntry] = ()) -> list[Named]:
    """Each of the distinct `speakers` of a set under one name and id; `counts` are of all articles (see `counted`)."""
    automatic = _unified(speakers, counts, Claims(()))
    if not people_file:
        return [Named(speaker) for speaker in automatic]
    corrected = _unified(speakers, counts, Claims(people_file))
    pinned = {slug(p.pin) for p in people_file if p.pin}
    return [_decided(now, before, pinned) for now, before in zip(corrected, automatic, strict=True)]


def _decided(now: Speaker, before: Speaker, pinned: set[str]) -> Named:
    """With a note wherever the people file decided."""
    same = replace(before, aliases=now.aliases) == now
    if same and not (now.name is not None and now.kind == "person" and now.id in pinned):
        return Named(now)
    return Named(replace(now, decided_by="people file"), marked=True)


def _unified(speakers: Collection[Seen], counts: Counts, claims: Claims) -> list[Speaker]:
    people = _People(speakers, counts, claims)
    bodies = _bodies(speakers, counts)

    def renamed(one: Seen) -> Speaker:
        speaker = one.speaker
        if speaker.name is None:
            return speaker
        if speaker.kind == "person":
            return people.speaker(one)
        if speaker.kind == "organization":
            return bodies[_body_key(speaker.name)].speaker(speaker)
        return people.joint(one)

    return [renamed(one) for one in speakers]


def _with(quote: Quote, named: Named | None) -> Quote:
    if named is None or quote.speaker is None:
        return quote
    speaker = named.of(quote.speaker)
    return quote if speaker == quote.speaker else replace(quote, speaker=speaker)


def _first(one: str | None, other: str | None) -> str | None:
    """One of two ids that may be missing, whichever came first."""
    return min(one, other) if one and other else one or other


class _People:
    """The people of a set of articles."""

    def __init__(self, speakers: Collection[Seen], counts: Counts, claims: Claims) -> None:
        self._claims = claims
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
            whole = parsed_name.full or speaker.decided_by is not None  # an office may give "Pope Francis"
            (full[speaker.name] if whole else bare[speaker.name, one.titles[0]]).add(one)
        for (kind, form, titles), (articles, quotes) in counts.items():
            if kind == "person" and titles:
                entity = full[form] if self._names[form].full else bare[form, titles[0]]
                entity.count(form, articles, quotes)
        self._entity: dict[tuple[str, Titles | None], _Entity] = {}
        self._of_entry: dict[str, _Entity] = {}
        self._by_family: dict[str, list[_Entity]] = defaultdict(list)
        for forms, own, entry in self._groups(full):
            entity = _Entity(entry=entry)
            for form in sorted(forms):
                entity.take(full[form])
            entity.name = entity.pick(whole_names(own, self._names)) if own else ""
            entity.names = [self._names[f] for f in (sorted(forms) if entry else [entity.name])]
            self._entity.update({(form, None): entity for form in forms})
            self._add(entity)
        self._ambiguous: set[tuple[str, Titles]] = set()
        self._join(bare)

    def _groups(self, full: dict[str, _Entity]) -> Iterator[tuple[list[str], list[str], PersonEntry | None]]:
        """Full names by person, and those of them that may be shown: the people file's people, then the others.

        What is merged into a person of the file, or is only another alias there, is not shown.
        """
        claimed: dict[str, list[str]] = defaultdict(list)
        shown: dict[str, list[str]] = defaultdict(list)
        entries: dict[str, PersonEntry] = {}
        others: list[list[str]] = []
        for forms in components(full, self._names):
            owners = {form: self._claims.of(form) for form in forms}
            found = {entry.id: entry for entry in owners.values() if entry is not None}
            entries.update(found)
            only = next(iter(found.values())) if len(found) == 1 else None
            named = {entry.id for form in forms if (entry := self._claims.named(form)) and entry == owners[form]}
            left: list[str] = []
            for form in forms:
                entry = owners[form] or (None if self._claims.splits(only, form) else only)
                (left if entry is None else claimed[entry.id]).append(form)
                if entry is not None and entry.id in named and not self._claims.merged(form):
                    shown[entry.id].append(form)
            others += components({form: full[form] for form in left}, self._names) if found and left else [left]
        yield from ((sorted(claimed[id_]), sorted(shown[id_]), entries[id_]) for id_ in sorted(claimed))
        yield from ((forms, forms, None) for forms in others if forms)

    def _add(self, entity: _Entity) -> None:
        """Makes the entity known by its family names; a person of the people file has the names there too."""
        if entity.entry is not None:
            entity.name = entity.entry.pin or entity.name or entity.entry.name
            entity.names += parsed(entity.entry)
            self._of_entry[entity.entry.id] = entity
        for key in sorted({key for name in entity.names for key in families(name)}):
            self._by_family[key].append(entity)

    def _entity_of(self, entry: PersonEntry) -> _Entity:
        if entry.id not in self._of_entry:
            self._add(_Entity(entry=entry))
        return self._of_entry[entry.id]

    def speaker(self, one: Seen) -> Speaker:
        """The person's canonical speaker."""
        speaker = one.speaker
        if not one.titles or speaker.name is None:
            return speaker
        titles = one.titles[0]
        entity = self._entity.get((speaker.name, None)) or self._entity[speaker.name, titles]
        if (speaker.name, titles) in self._ambiguous:
            speaker = replace(speaker, status="ambiguous")
        return entity.speaker(speaker)

    def joint(self, one: Seen) -> Speaker:
        """Several people as one source: each under the canonical name."""
        speaker = one.speaker
        assert speaker.name is not None
        if not one.titles:
            return replace(speaker, id=slug(speaker.name))
        several = zip(parts(speaker.name), one.titles, strict=True)
        canonical = [self._name(part, titles) for part, titles in several]
        joined = f"{', '.join(canonical[:-1])} and {canonical[-1]}"
        return replace(speaker, id=slug(joined), name=joined)

    def _name(self, form: str, titles: Titles) -> str:
        """The canonical name of somebody who may not be a speaker alone anywhere."""
        entity = self._entity.get((form, None)) or self._entity.get((form, titles))
        entry = self._claims.merged(form)
        if entity is None and entry is not None:
            return self._of_entry[entry.id].name if entry.id in self._of_entry else shown_name(entry)
        parsed_name = names.parse(form)
        if entity is None and parsed_name is not None:
            fits = self._fitting(titles, self._compatible(parsed_name, form))
            entity = fits[0] if len(fits) == 1 else None
        return form if entity is None else entity.name

    def _compatible(self, name: Name, form: str) -> list[_Entity]:
        near = self._by_family.get(names.fold_loosely(name.words[-1]), ())
        fits = (g for g in near if any(names.compatible(name, own) for own in g.names))
        return [g for g in fits if not self._claims.splits(g.entry, form)]

    def _join(self, bare: dict[tuple[str, Titles], _Entity]) -> None:
        """Bare surnames to the people who have them; those without one become people of their own."""
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
            alone.take(entity)
        for group, entity in joined:
            group.aliases |= entity.aliases
        for alone in own.values():
            alone.name = alone.pick(alone.quotes)
            alone.entry = self._claims.named(alone.name)

    def _forced(self, forms: set[str]) -> dict[str, _Entity]:
        """Bare forms that the people file gives to one of its people: by `merge`, or where nobody has that surname."""
        given = {form: self._claims.merged(form) for form in forms}
        given.update(
            (form, self._claims.of_bare(form))
            for form in forms
            if given[form] is None and not self._compatible(self._names[form], form)
        )
        return {form: self._entity_of(entry) for form, entry in sorted(given.items()) if entry is not None}

    def _fitting(self, titles: Titles, candidates: list[_Entity]) -> list[_Entity]:
        """Candidates whom the titles before the surname do not rule out; of several, who alone shares one."""
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
        return next((gender for gender in genders if gender is not None), None)  # an initial has none


def _bodies(speakers: Iterable[Seen], counts: Counts) -> dict[str, _Entity]:
    """Organisations by name without case, article and possessive."""
    found: dict[str, _Entity] = defaultdict(_Entity)
    for one in speakers:
        if one.speaker.name is not None and one.speaker.kind == "organization":
            found[_body_key(one.speaker.name)].add(one)
    for (kind, form, _), (articles, quotes) in counts.items():
        if kind == "organization":
            found[_body_key(form)].count(form, articles, quotes)
    for entity in found.values():
        entity.name = entity.pick(entity.quotes or entity.aliases)
    return found


def _body_key(name: str) -> str:
    return " ".join(_POSSESSIVE.sub("", _LEADING.sub("", normalise(name).strip())).replace(".", "").split())
