"""The people whom articles name, as entries of a people file that can be edited and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimkit.corpus.people.article_speakers import nameless
from claimkit.corpus.people.entry_index import EntryIndex
from claimkit.english import names
from claimkit.english.text import slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Speaker


def list_people(linked: Iterable[Extraction], people_file: Sequence[PersonEntry] = ()) -> list[PersonEntry]:
    """Every person whom `linked` names, and everyone in the people file that linked it, by id.

    Imported unchanged, the result changes no speaker of the same articles: names, aliases and ids are those that the
    speakers already have. Ambiguous names are left out.
    """
    index = EntryIndex(people_file)
    found: dict[str, PersonEntry] = {person.id: person for person in people_file}
    seen: dict[str, tuple[str, set[str], str | None]] = {}
    for speaker in _people(linked):
        assert speaker.name is not None
        name, aliases, wikidata = seen.get(speaker.id, (speaker.name, set(), None))
        seen[speaker.id] = min(name, speaker.name), aliases | set(speaker.aliases), wikidata or speaker.wikidata
    for id_, (name, aliases, wikidata) in sorted(seen.items()):
        entry = index.by_own_form(name)
        if entry is None:
            found[id_] = PersonEntry(id_, name, tuple(sorted(aliases)), wikidata=wikidata)
            continue
        forms = {slug(a): a for a in sorted({*aliases, *entry.aliases, entry.name})}
        kept = [form for key, form in forms.items() if key != slug(name) and not index.splits(entry, form)]
        found[entry.id] = replace(entry, name=name, aliases=tuple(kept), wikidata=entry.wikidata or wikidata)
    return [found[id_] for id_ in sorted(found)]


def _people(linked: Iterable[Extraction]) -> Iterable[Speaker]:
    for extraction in linked:
        for quote in extraction.quotes:
            speaker = quote.speaker
            person = speaker is not None and speaker.kind == "person" and speaker.status == "resolved"
            if speaker is not None and person and speaker.name is not None:
                yield speaker
            elif speaker is not None:
                full = (names.parse(member.name) for member in speaker.members)
                several = zip(speaker.members, full, strict=True)
                yield from (
                    Speaker(m.id, m.name, "person", "resolved")
                    for m, name in several
                    if name and name.full and not nameless(m.name)
                )
