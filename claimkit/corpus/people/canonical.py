"""One canonical name and id for each person and organisation across articles, whatever their order.

Two full names belong to one person when they are compatible (see `english.names`) with each other and with the same
other names: `George Bush` fits `George W. Bush` and `George H. W. Bush`, which do not fit each other, so it joins
neither. A bare surname joins the only person of the set who has it; if several do, titles in its article decide, or it
stays ambiguous. Before that, the list of offices names those whom an article gives by office alone (see `offices`); a
people file has the last word (see `entry_index`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from claimkit.corpus.people.article_speakers import ArticleSpeaker, count_forms, joint_names, speakers_in
from claimkit.corpus.people.entity import Counts, Entity, NamedSpeaker, Titles, bodies_in, body_key, is_published
from claimkit.corpus.people.entry_index import EntryIndex, default_name, parse_names
from claimkit.corpus.people.forms import drop_endings, family_names, given_keys, group_names, sought_keys
from claimkit.corpus.people.offices import name_office_holders
from claimkit.english import names
from claimkit.english.names import Name
from claimkit.english.text import slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Member, Quote, Speaker


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
                with_speaker(q, None if one is None else named[one])
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
        return automatic
    corrected = _canonical(speakers, counts, EntryIndex(people_file))
    pinned = {slug(p.pin) for p in people_file if p.pin}
    return [mark_decided(now, before, pinned) for now, before in zip(corrected, automatic, strict=True)]


def mark_decided(named: NamedSpeaker, before: NamedSpeaker, pinned: set[str]) -> NamedSpeaker:
    """The speaker `named`, marked if the people file decided: it is not the one `before`, or its name is pinned.

    Not where somebody corrected the speaker of that very quotation.
    """
    if named.speaker.decided_by == "correction":
        return named
    now = named.speaker
    same = replace(before.speaker, aliases=now.aliases) == now
    if same and not (now.name is not None and now.kind == "person" and now.id in pinned):
        return named
    return replace(named, speaker=replace(now, decided_by="people file"), added="people file")


def _canonical(speakers: Collection[ArticleSpeaker], counts: Counts, index: EntryIndex) -> list[NamedSpeaker]:
    members = {one: tuple(one.members()) for one in speakers if one.speaker.members}
    names_ = CanonicalNames(speakers, [each for several in members.values() for each in several], counts, index)
    return [
        join_members(one.speaker, map(names_.member, members[one])) if one in members else names_.named(one)
        for one in speakers
    ]


class CanonicalNames:
    """The canonical names of a set: of its `speakers`, and of the `members` of those who speak jointly."""

    def __init__(
        self,
        speakers: Collection[ArticleSpeaker],
        members: Iterable[ArticleSpeaker],
        counts: Counts,
        index: EntryIndex,
    ) -> None:
        members = tuple(members)
        self._bodies = bodies_in([*speakers, *members], counts)
        persons = {one.speaker.name for one in speakers if one.speaker.kind == "person"}

        def body(one: ArticleSpeaker) -> Entity | None:
            """The organisation that a member is: articles know it as a source of its own, and nobody of that name."""
            name = one.speaker.name or ""
            if one.speaker.kind == "organization":
                return self._bodies[body_key(name)]
            return None if name in persons else self._bodies.get(body_key(name))

        self._known = {each: body(each) for each in members}
        alone = (one for one, entity in self._known.items() if entity is None and one.speaker.kind == "person")
        self._people = _People([*speakers, *alone], counts, index)

    def member(self, one: ArticleSpeaker) -> Speaker:
        """Who a member of a joint speaker is."""
        if one.speaker.kind == "group":
            return one.speaker
        if (entity := self._known[one]) is not None:
            return entity.speaker(replace(one.speaker, kind="organization"))
        return self._people.speaker(one)

    def part(self, form: str, titles: Titles) -> str:
        """The canonical name of one of several people who are named together and are not members."""
        return self._people.part(form, titles)

    def named(self, one: ArticleSpeaker) -> NamedSpeaker:
        """Who a speaker without members is."""
        speaker = one.speaker
        if speaker.name is None:
            return NamedSpeaker(speaker)
        if speaker.kind == "person":
            return NamedSpeaker(self._people.speaker(one))
        if speaker.kind == "organization":
            return NamedSpeaker(self._bodies[body_key(speaker.name)].speaker(speaker))
        if is_published(speaker):
            publisher = self._bodies[body_key(speaker.name)].speaker(speaker)
            return NamedSpeaker(replace(publisher, id=f"{publisher.id}-document", publisher=publisher.name))
        return NamedSpeaker(join_parts(one, self._people.part))


def join_parts(one: ArticleSpeaker, part: Callable[[str, Titles], str]) -> Speaker:
    """Several people as one source, each under the canonical name that `part` gives."""
    speaker = one.speaker
    assert speaker.name is not None
    if not one.titles:
        return replace(speaker, id=slug(speaker.name))
    canonical = [part(form, titles) for form, titles in zip(joint_names(speaker), one.titles, strict=True)]
    joined = f"{', '.join(canonical[:-1])} and {canonical[-1]}"
    return replace(speaker, id=slug(joined), name=joined)


def join_members(speaker: Speaker, members: Iterable[Speaker]) -> NamedSpeaker:
    """Several people as one source, each under their canonical name; one person under two names counts once."""
    found = {Member(one.id, one.name or ""): replace(one, status="resolved") for one in members}
    several = [one.name for one in found]
    joined = f"{', '.join(several[:-1])} and {several[-1]}" if several[1:] else several[0]
    who = replace(speaker, id=slug(joined), name=joined, members=tuple(found))
    return NamedSpeaker(who, members=tuple(found.values()))


def with_speaker(quote: Quote, named: NamedSpeaker | None) -> Quote:
    """The quotation under the canonical name of its speaker."""
    if named is None or quote.speaker is None:
        return quote
    speaker = named.as_said_of(quote.speaker)
    return quote if speaker == quote.speaker else replace(quote, speaker=speaker)


class _People:
    """The people of a set of articles."""

    def __init__(self, speakers: Collection[ArticleSpeaker], counts: Counts, index: EntryIndex) -> None:
        self._index = index
        full: dict[str, Entity] = defaultdict(Entity)
        bare: dict[tuple[str, Titles], Entity] = defaultdict(Entity)
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
            if kind == "person" and titles and form in self._names:
                entity = full[form] if self._names[form].full else bare[form, titles[0]]
                entity.count(form, articles, quotes)
        self._entity: dict[tuple[str, Titles | None], Entity] = {}
        self._of_entry: dict[str, Entity] = {}
        self._by_family: dict[str, list[Entity]] = defaultdict(list)
        self._by_given: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
        for forms, own, entry in self._groups(full):
            entity = Entity(entry=entry)
            for form in sorted(forms):
                entity.merge(full[form])
            entity.name = entity.pick_form(drop_endings(own, self._names)) if own else ""
            entity.names = [self._names[f] for f in (sorted(forms) if entry else [entity.name])]
            self._entity.update({(form, None): entity for form in forms})
            self._add(entity)
        self._ambiguous: set[tuple[str, Titles]] = set()
        self._join(bare)

    def _groups(self, full: dict[str, Entity]) -> Iterator[tuple[list[str], list[str], PersonEntry | None]]:
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

    def _add(self, entity: Entity) -> None:
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

    def _entity_of(self, entry: PersonEntry) -> Entity:
        if entry.id not in self._of_entry:
            self._add(Entity(entry=entry))
        return self._of_entry[entry.id]

    def speaker(self, one: ArticleSpeaker) -> Speaker:
        """The person's canonical speaker."""
        speaker = one.speaker
        if not one.titles or speaker.name is None:
            return speaker
        titles = one.titles[0]
        entity = self._entity.get((speaker.name, None)) or self._entity.get((speaker.name, titles))
        if entity is None:  # a member whose name does not look like one
            return replace(speaker, id=slug(speaker.name))
        if (speaker.name, titles) in self._ambiguous:
            speaker = replace(speaker, status="ambiguous")
        return entity.speaker(speaker)

    def part(self, form: str, titles: Titles) -> str:
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

    def _compatible(self, name: Name, form: str) -> list[Entity]:
        family = names.fold_loosely(name.words[-1])
        near = self._by_family.get(family, [])
        if name.full and len(near) > 1:
            found = (g for key in sought_keys(name) for g in self._by_given.get((family, *key), ()))
            near = list({id(g): g for g in found}.values())
        fits = (g for g in near if any(names.compatible(name, own) for own in g.names))
        return [g for g in fits if not self._index.splits(g.entry, form)]

    def _join(self, bare: dict[tuple[str, Titles], Entity]) -> None:
        """Assigns bare surnames to the people who have them; surnames that fit nobody become people of their own."""
        own: dict[tuple[str, str], Entity] = {}  # by family name and suffix
        joined: list[tuple[Entity, Entity]] = []
        forced = self._forced({form for form, _ in bare})
        near: dict[str, list[Entity]] = {}
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
            alone = own.setdefault((parsed_name.family, parsed_name.suffix), Entity())
            self._entity[form, titles] = alone
            alone.merge(entity)
        for group, entity in joined:
            group.aliases |= entity.aliases
        for alone in own.values():
            alone.name = alone.pick_form(alone.quotes)
            alone.entry = self._index.by_own_form(alone.name)

    def _forced(self, forms: set[str]) -> dict[str, Entity]:
        """Bare forms that the people file assigns to one of its people, by `merge` or as nobody has that surname."""
        given = {form: self._index.merged_into(form) for form in forms}
        given.update(
            (form, self._index.by_bare_name(form))
            for form in forms
            if given[form] is None and not self._compatible(self._names[form], form)
        )
        return {form: self._entity_of(entry) for form, entry in sorted(given.items()) if entry is not None}

    def _fitting(self, titles: Titles, candidates: list[Entity]) -> list[Entity]:
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

    def _gender(self, entity: Entity) -> str | None:
        genders = (names.given_gender(name.given[0]) for name in entity.names if name.given)
        return next((gender for gender in genders if gender is not None), None)  # initials have none
