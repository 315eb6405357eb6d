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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from claimkit import names
from claimkit.models import Extraction, PersonEntry, Quote, Speaker
from claimkit.names import Name
from claimkit.people import offices
from claimkit.people.claims import Claims, parsed, shown_name
from claimkit.text import normalise, slug

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = 25  # characters before a name in which its title stands
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_JOINT = re.compile(r", | and ")


@dataclass(slots=True)
class _Entity:
    """One person or organisation over the whole set; `articles` and `quotes` count by form.

    `entry` is the person of the people file who this is. A name that only the list of offices gives counts for nothing.
    """

    articles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    quotes: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    name: str = ""
    names: list[Name] = field(default_factory=list)  # with which other names are compared
    wikidata: str | None = None
    entry: PersonEntry | None = None

    def add(self, speaker: Speaker, article: str) -> None:
        assert speaker.name is not None
        if speaker.decided_by is None:
            self.articles[speaker.name].add(article)
            self.quotes[speaker.name] += 1
        self.wikidata = self.wikidata or speaker.wikidata
        self.aliases |= {speaker.name, *speaker.aliases}

    def take(self, other: _Entity) -> None:
        for form, articles in other.articles.items():
            self.articles[form] |= articles
        self.quotes += other.quotes
        self.aliases |= other.aliases
        self.wikidata = self.wikidata or other.wikidata

    def pick(self, forms: Iterable[str]) -> str:
        """The form in most articles, then most quotes; ties go to the longest, then the alphabet."""
        return min(forms, key=lambda f: (f.isupper(), -len(self.articles[f]), -self.quotes[f], -len(f), f))

    def speaker(self, speaker: Speaker) -> Speaker:
        """`speaker` under this entity's name."""
        aliases = tuple(sorted(self.aliases - {self.name}))
        wikidata = self.wikidata or speaker.wikidata
        speaker = replace(speaker, id=slug(self.name), name=self.name, aliases=aliases, wikidata=wikidata)
        entry = self.entry
        if entry is None:
            return speaker
        kept = set(map(slug, entry.split))
        return replace(
            speaker,
            aliases=tuple(a for a in aliases if slug(a) not in kept),
            wikidata=entry.wikidata or wikidata,
            affiliation=entry.affiliation,
        )


def unify(extractions: Sequence[Extraction], people_file: Sequence[PersonEntry] = ()) -> list[Extraction]:
    """The extractions in their order, each speaker under one name and id over the whole set.

    `Speaker.name` becomes the most frequent full form, `id` its slug, `aliases` all other forms seen, sorted.
    A bare surname that several people of the set share keeps its form and gets status `ambiguous`.

    `people_file` (see `PersonEntry`) corrects this; `Speaker.decided_by` is `people file` where the answer would be
    another without it, and where a name is pinned. It is `office list` where only the shipped list names the speaker.
    """
    settled = [offices.settle(e) for e in extractions]
    automatic = _unified(settled, Claims(()))
    if not people_file:
        return automatic
    corrected = _unified(settled, Claims(people_file))
    pinned = {slug(p.pin) for p in people_file if p.pin}
    return [_marked(e, before, pinned) for e, before in zip(corrected, automatic, strict=True)]


def _marked(extraction: Extraction, before: Extraction, pinned: set[str]) -> Extraction:
    """The extraction with a note wherever the people file decided."""
    quotes = [
        _with(now, _decided(now.speaker, then.speaker, pinned)) if now.speaker and then.speaker else now
        for now, then in zip(extraction.quotes, before.quotes, strict=True)
    ]
    return replace(extraction, quotes=tuple(quotes))


def _decided(now: Speaker, before: Speaker, pinned: set[str]) -> Speaker:
    same = replace(before, aliases=now.aliases) == now
    if same and not (now.name is not None and now.kind == "person" and now.id in pinned):
        return now
    last = now.evidence[-1:]
    steps = (*now.evidence, *(replace(e, reason="people file") for e in last))
    return replace(now, decided_by="people file", evidence=steps)


def _unified(extractions: Sequence[Extraction], claims: Claims) -> list[Extraction]:
    people = _People(extractions, claims)
    bodies = _bodies(extractions)

    def renamed(speaker: Speaker, article: str) -> Speaker:
        if speaker.name is None:
            return speaker
        if speaker.kind == "person":
            return people.speaker(speaker, article)
        if speaker.kind == "organization":
            return bodies[_body_key(speaker.name)].speaker(speaker)
        return people.joint(speaker, article)

    def unified(extraction: Extraction) -> Extraction:
        article = extraction.article.id
        quotes = tuple(_with(q, renamed(q.speaker, article)) if q.speaker else q for q in extraction.quotes)
        return replace(extraction, quotes=quotes)

    return [unified(e) for e in extractions]


def _with(quote: Quote, speaker: Speaker) -> Quote:
    return quote if speaker == quote.speaker else replace(quote, speaker=speaker)


class _People:
    """The people of a set of articles."""

    def __init__(self, extractions: Sequence[Extraction], claims: Claims) -> None:
        self._claims = claims
        self._texts = {e.article.id: e.article.text for e in extractions}
        full: dict[str, _Entity] = defaultdict(_Entity)
        bare: dict[tuple[str, str], _Entity] = defaultdict(_Entity)  # (form, article)
        self._names: dict[str, Name] = {}
        for extraction in extractions:
            for quote in extraction.quotes:
                speaker = quote.speaker
                if speaker is None or speaker.name is None or speaker.kind != "person":
                    continue
                name = names.parse(speaker.name)
                if name is None:
                    continue
                self._names[speaker.name] = name
                article = extraction.article.id
                whole = name.full or speaker.decided_by is not None  # an office may give "Pope Francis"
                (full[speaker.name] if whole else bare[speaker.name, article]).add(speaker, article)
        self._entity: dict[tuple[str, str | None], _Entity] = {}
        self._of_entry: dict[str, _Entity] = {}
        self._by_family: dict[str, list[_Entity]] = defaultdict(list)
        for forms, own, entry in self._groups(full):
            entity = _Entity(entry=entry)
            for form in sorted(forms):
                entity.take(full[form])
            entity.name = entity.pick(_whole(own, self._names)) if own else ""
            entity.names = [self._names[f] for f in (sorted(forms) if entry else [entity.name])]
            self._entity.update({(form, None): entity for form in forms})
            self._add(entity)
        self._ambiguous: set[tuple[str, str]] = set()
        self._join(bare)

    def _groups(self, full: dict[str, _Entity]) -> Iterator[tuple[list[str], list[str], PersonEntry | None]]:
        """Full names by person, and those of them that may be shown: the people file's people, then the others.

        What is merged into a person of the file, or is only another alias there, is not shown.
        """
        claimed: dict[str, list[str]] = defaultdict(list)
        shown: dict[str, list[str]] = defaultdict(list)
        entries: dict[str, PersonEntry] = {}
        others: list[list[str]] = []
        for forms in _components(full, self._names):
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
            others += _components({form: full[form] for form in left}, self._names) if found and left else [left]
        yield from ((sorted(claimed[id_]), sorted(shown[id_]), entries[id_]) for id_ in sorted(claimed))
        yield from ((forms, forms, None) for forms in others if forms)

    def _add(self, entity: _Entity) -> None:
        """Makes the entity known by its family names; a person of the people file has the names there too."""
        if entity.entry is not None:
            entity.name = entity.entry.pin or entity.name or entity.entry.name
            entity.names += parsed(entity.entry)
            self._of_entry[entity.entry.id] = entity
        for key in sorted({key for name in entity.names for key in _families(name)}):
            self._by_family[key].append(entity)

    def _entity_of(self, entry: PersonEntry) -> _Entity:
        if entry.id not in self._of_entry:
            self._add(_Entity(entry=entry))
        return self._of_entry[entry.id]

    def speaker(self, speaker: Speaker, article: str) -> Speaker:
        """The person's canonical speaker."""
        assert speaker.name is not None
        entity = self._entity.get((speaker.name, None)) or self._entity.get((speaker.name, article))
        if entity is None:
            return speaker
        if (speaker.name, article) in self._ambiguous:
            speaker = replace(speaker, status="ambiguous")
        return entity.speaker(speaker)

    def joint(self, speaker: Speaker, article: str) -> Speaker:
        """Several people as one source: each under the canonical name."""
        assert speaker.name is not None
        parts = [self._name(part, article) for part in _JOINT.split(speaker.name)]
        name = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else speaker.name
        return replace(speaker, id=slug(name), name=name)

    def _name(self, form: str, article: str) -> str:
        """The canonical name of somebody who may not be a speaker alone anywhere."""
        entity = self._entity.get((form, None)) or self._entity.get((form, article))
        entry = self._claims.merged(form)
        if entity is None and entry is not None:
            return self._of_entry[entry.id].name if entry.id in self._of_entry else shown_name(entry)
        name = names.parse(form)
        if entity is None and name is not None:
            fits = self._fitting(name, article, self._compatible(name, form))
            entity = fits[0] if len(fits) == 1 else None
        return form if entity is None else entity.name

    def _compatible(self, name: Name, form: str) -> list[_Entity]:
        near = self._by_family.get(names.loose(name.words[-1]), ())
        fits = (g for g in near if any(names.compatible(name, own) for own in g.names))
        return [g for g in fits if not self._claims.splits(g.entry, form)]

    def _join(self, bare: dict[tuple[str, str], _Entity]) -> None:
        """Bare surnames to the people who have them; those without one become people of their own."""
        own: dict[tuple[str, str], _Entity] = {}  # by family name and suffix
        joined: list[tuple[_Entity, _Entity]] = []
        forced = self._forced({form for form, _ in bare})
        for (form, article), entity in sorted(bare.items()):
            name = self._names[form]
            fits = [forced[form]] if form in forced else self._fitting(name, article, self._compatible(name, form))
            if len(fits) == 1:
                joined.append((fits[0], entity))
                self._entity[form, article] = fits[0]
                continue
            if fits:
                self._ambiguous.add((form, article))
            alone = own.setdefault((name.family, name.suffix), _Entity())
            self._entity[form, article] = alone
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

    def _fitting(self, name: Name, article: str, candidates: list[_Entity]) -> list[_Entity]:
        """Candidates whom the titles before the surname in this article do not rule out; of several, who shares one."""
        titles = _titles(self._texts[article], name.text) if candidates else set()
        genders = {names.honorific(t) for t in titles} & {"female", "male"}
        fits = [g for g in candidates if len(genders) != 1 or self._gender(g) in {None, *genders}]
        if len(fits) < 2:
            return fits
        offices = {t for t in titles if names.is_title(t) and names.honorific(t) is None}
        holders = [g for g in fits if offices & self._offices(g)]
        return holders if len(holders) == 1 else fits

    def _gender(self, entity: _Entity) -> str | None:
        genders = (names.given_gender(name.given[0]) for name in entity.names if name.given)
        return next((gender for gender in genders if gender is not None), None)  # an initial has none

    def _offices(self, entity: _Entity) -> set[str]:
        """Titles that stand before the full name anywhere in the set."""
        return {
            t for form, articles in entity.articles.items() for a in articles for t in _titles(self._texts[a], form)
        }


def _titles(text: str, name: str) -> set[str]:
    """The words right before `name` in `text`, folded: `mr`, `president`, `sen`."""
    found: set[str] = set()
    start = text.find(name)
    while start >= 0:
        if match := _WORD_BEFORE.search(text, max(0, start - _TITLE), start):
            found.add(match[1].casefold())
        start = text.find(name, start + len(name))
    return found


def _components(full: dict[str, _Entity], parsed: dict[str, Name]) -> list[list[str]]:
    """Full names grouped by person: joined where they are compatible with each other and with the same others."""
    near: dict[str, set[str]] = {form: {form} for form in full}
    for a, b in _pairs(sorted(full), parsed):
        if names.compatible(parsed[a], parsed[b]):
            near[a].add(b)
            near[b].add(a)
    found: list[list[str]] = []
    left = dict.fromkeys(sorted(full))
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for a in group:
            for b in sorted(b for b in near[a] if b in left and near[a] == near[b]):
                group.append(b)
                del left[b]
        found.append(group)
    return found


def _pairs(forms: Sequence[str], parsed: dict[str, Name]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a family name and a given name (as formal as it gets) or an initial; no others fit."""
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_letter: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        name = parsed[form]
        given = [f for word in name.words[:-1] for f in names.formal(word)]
        for family in _families(name):
            for key in {names.loose(g) for g in given if len(g) > 1}:
                same[family, key].append(form)
            for letter in {g[0] for g in given}:
                by_letter[family, letter].append(form)
    for block in same.values():
        yield from combinations(block, 2)
    for block in by_letter.values():
        initials = [form for form in block if any(len(w) == 1 for w in parsed[form].words[:-1])]
        yield from ((a, b) for a in initials for b in block if a != b)


def _families(name: Name) -> set[str]:
    """Loose forms of the words that may be the family name."""
    return {names.loose(name.words[-1]), *([names.loose(name.words[0])] if name.family_first else [])}


def _whole(forms: Sequence[str], parsed: dict[str, Name]) -> list[str]:
    """Without what is only the end of another form: `Suu Kyi` beside `Aung San Suu Kyi`."""
    return [f for f in forms if not any(names.is_end(parsed[f], parsed[o]) for o in forms)] or list(forms)


def _bodies(extractions: Sequence[Extraction]) -> dict[str, _Entity]:
    """Organisations by name without case, article and possessive."""
    found: dict[str, _Entity] = defaultdict(_Entity)
    for extraction in extractions:
        for quote in extraction.quotes:
            speaker = quote.speaker
            if speaker is not None and speaker.name is not None and speaker.kind == "organization":
                found[_body_key(speaker.name)].add(speaker, extraction.article.id)
    for entity in found.values():
        entity.name = entity.pick(entity.quotes)
    return found


def _body_key(name: str) -> str:
    return " ".join(_POSSESSIVE.sub("", _LEADING.sub("", normalise(name).strip())).replace(".", "").split())
