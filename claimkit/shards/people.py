"""Who is who over all shards: names are compared only with those that may be one person's, wherever they were printed.

Speakers fall into families: people who share a family name, bodies of one name, and whom the people file connects. Each
family is named by the same code that names the speakers of a store. Those who speak jointly are asked for one by one
and put together again, so that a joint statement does not make one family of two.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from claimkit.corpus.cache import speaker_from, speaker_row
from claimkit.corpus.people.article_speakers import ArticleSpeaker, Form, joint_names
from claimkit.corpus.people.canonical import CanonicalNames, join_members, join_parts, mark_decided
from claimkit.corpus.people.entity import NamedSpeaker, body_key, is_published
from claimkit.corpus.people.entry_index import EntryIndex, parse_names
from claimkit.corpus.people.forms import family_names
from claimkit.english import names
from claimkit.english.text import slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Speaker
from claimkit.shards.components import both_ways
from claimkit.shards.exchange import column, rows_table
from claimkit.shards.folder import Folder
from claimkit.shards.keys import piece_of
from claimkit.shards.lean import read_lean
from claimkit.shards.packing import compact, pack, unpack

SPEAKER, MEMBER, PART, FORM = range(4)
Unit = tuple[int, str]  # what is asked for: its kind, and itself as JSON
_UNIT = {"kind": "int8", "payload": "string", "articles": "int64", "quotes": "int64"}


def speakers_of(
    copies: Any,
    *,
    step: int,
    folder: Folder,
    groups: Sequence[Sequence[int]],
    pieces: int,
    people: Sequence[PersonEntry],
) -> dict[str, Any]:
    """The names to find for a group of shards, how often each form occurs in it, and which of them are compared."""
    import pyarrow as pa

    lean = read_lean(folder, groups[step], copies, ["article", "speaker"])
    asked, counts = _asked(lean)
    slugs = {key for entry in people for key in _entry_keys(entry)}
    rows: list[tuple[int, str, int, int, int, int]] = []
    edges: set[tuple[int, int]] = set()
    for kind, payload in sorted({*asked, *((FORM, form) for form in counts)}):
        several = sorted(map(_hash, _keys(kind, payload, slugs)))
        edges.update((several[0], other) for other in several[1:])
        rows.append((kind, payload, *counts.get(payload, (0, 0)), step, several[0]))
    if step == 0:
        for entry in people:
            several = sorted(map(_hash, _entry_keys(entry)))
            edges.update((several[0], other) for other in several[1:])
    units = rows_table(rows, **_UNIT, group="int32", key="uint64")
    units = units.append_column("to", pa.array(piece_of(column(units, "key"), pieces)))
    pairs = np.array(sorted(edges), dtype=np.uint64).reshape(-1, 2)
    return {"units": units, "edges": both_ways(pairs[:, 0], pairs[:, 1], pieces)}


def by_family(units: Any, labels: Any, *, step: int, pieces: int) -> dict[str, Any]:
    """The names, each to the step that has its whole family."""
    import pyarrow as pa

    if units is None:
        return {"units": rows_table((), **_UNIT, group="int32", family="uint64", to="int32")}
    key = column(units, "key")
    family = key.copy()
    if labels is not None:
        node, label = column(labels, "node"), column(labels, "label")
        order = np.argsort(node)
        at = np.minimum(np.searchsorted(node[order], key), len(node) - 1)
        known = node[order][at] == key
        family[known] = label[order][at[known]]
    found = units.drop_columns(["key"]).append_column("family", pa.array(family))
    return {"units": found.append_column("to", pa.array(piece_of(family, pieces)))}


def name_families(units: Any, *, step: int, people: Sequence[PersonEntry]) -> dict[str, Any]:
    """Who each name means, back to the groups of shards that ask."""
    asking: dict[int, dict[Unit, list[int]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    printed: dict[int, Counter[str]] = defaultdict(Counter)
    if units is not None:
        values = [units.column(n).to_pylist() for n in ("family", "kind", "payload", "group", "articles", "quotes")]
        for family, kind, payload, group, articles, quotes in zip(*values, strict=True):
            if kind == FORM:
                printed[family][payload] += articles
                counts[family][payload] += quotes
            else:
                asking[family][kind, payload].append(group)
    rows: list[tuple[int, str, str, int]] = []
    for family in sorted(asking):
        forms = {_form(text): (printed[family][text], number) for text, number in counts[family].items()}
        for (kind, payload), result in _name(list(asking[family]), forms, people).items():
            rows += [(kind, payload, result, group) for group in asking[family][kind, payload]]
    return {"named": rows_table(rows, kind="int8", payload="string", result="string", to="int32")}


class Named:
    """Who the speakers of a group of shards are, from what `name_families` sent it."""

    def __init__(self, named: Any, people: Sequence[PersonEntry]) -> None:
        self._results: dict[Unit, str] = {}
        if named is not None:
            values = (named.column(name).to_pylist() for name in ("kind", "payload", "result"))
            self._results = {(kind, payload): result for kind, payload, result in zip(*values, strict=True)}
        self._pinned = _pinned(people)
        self._people = bool(people)
        self._known: dict[str, NamedSpeaker] = {}

    def speaker(self, payload: str) -> NamedSpeaker:
        """The speaker whom an article gives as `payload`."""
        if payload not in self._known:
            self._known[payload] = self._speaker(payload)
        return self._known[payload]

    def _speaker(self, payload: str) -> NamedSpeaker:
        one = _article_speaker(payload)
        if one.speaker.members:
            pairs = [
                unpack(tuple[Speaker, Speaker], self._results[MEMBER, _text(each)].encode()) for each in one.members()
            ]
            before, now = (join_members(one.speaker, [pair[at] for pair in pairs]) for at in (0, 1))
        elif _is_joint(one):
            both = {part: json.loads(self._results[PART, _part(*part)]) for part in _parts(one)}
            before, now = (
                NamedSpeaker(join_parts(one, lambda form, titles, at=at: str(both[form, titles][at])))  # type: ignore[misc]
                for at in (0, 1)
            )
        elif (SPEAKER, payload) in self._results:
            return unpack(NamedSpeaker, self._results[SPEAKER, payload].encode())
        else:
            before = now = CanonicalNames([one], (), {}, EntryIndex(())).named(one)
        return mark_decided(now, before, self._pinned) if self._people else before


def _asked(lean: Any) -> tuple[set[Unit], dict[str, tuple[int, int]]]:
    """The names that some quotations ask for, and for each form the number of articles and quotations."""
    asked: set[Unit] = set()
    quotes: Counter[str] = Counter()
    pairs: set[tuple[str, int, int]] = set()
    forms: dict[str, list[str]] = {}
    values = (lean.column(name).to_pylist() for name in ("speaker", "shard", "article"))
    for payload, shard, article in zip(*values, strict=True):
        if payload is None:
            continue
        if payload not in forms:
            one = _article_speaker(payload)
            asked.update(_units(one, payload))
            forms[payload] = [compact(form) for form in one.forms]
        quotes.update(forms[payload])
        pairs.update((form, shard, article) for form in forms[payload])
    printed = Counter(form for form, _, _ in pairs)
    return asked, {form: (printed[form], number) for form, number in quotes.items()}


def _units(one: ArticleSpeaker, payload: str) -> Iterable[Unit]:
    speaker = one.speaker
    if speaker.members:
        yield from ((MEMBER, _text(each)) for each in one.members())
    elif speaker.name is not None and (speaker.kind in ("person", "organization") or is_published(speaker)):
        yield SPEAKER, payload
    elif _is_joint(one):
        yield from ((PART, _part(form, titles)) for form, titles in _parts(one))


def _is_joint(one: ArticleSpeaker) -> bool:
    """Whether several are named together who are not members."""
    speaker = one.speaker
    alone = speaker.kind in ("person", "organization") or is_published(speaker)
    return not speaker.members and speaker.name is not None and not alone and bool(one.titles)


def _parts(one: ArticleSpeaker) -> list[tuple[str, tuple[str, ...]]]:
    return list(zip(joint_names(one.speaker), one.titles, strict=True))


def _keys(kind: int, payload: str, slugs: set[str]) -> set[str]:
    """What a name shares with all names that it may be compared with."""
    if kind in (SPEAKER, MEMBER):
        speaker = _article_speaker(payload).speaker
        name, person = speaker.name or "", speaker.kind == "person"
    elif kind == PART:
        name, person = json.loads(payload)[0], True
    else:
        form = _form(payload)
        name, person = form[1], form[0] == "person"
    found = set() if person else {"body " + body_key(name)}
    if person:
        parsed = names.parse(name)
        found = {"name " + name} if parsed is None else {"family " + key for key in family_names(parsed)}
        if (key := "file " + slug(name)) in slugs:
            found.add(key)
    if kind == MEMBER:
        found.add("body " + body_key(name))
    return found


def _entry_keys(entry: PersonEntry) -> set[str]:
    """What an entry of the people file shares with the names that it means."""
    forms = (entry.id, entry.name, entry.pin, *entry.aliases, *entry.merge, *entry.split)
    found = {"file " + slug(form) for form in forms if form}
    return found | {"family " + key for name in parse_names(entry) for key in family_names(name)}


def _name(
    asked: Sequence[Unit], counts: Mapping[Form, tuple[int, int]], people: Sequence[PersonEntry]
) -> dict[Unit, str]:
    """Who each of a family is, as JSON: by the articles alone, and with the people file."""
    speakers = {payload: _article_speaker(payload) for kind, payload in asked if kind == SPEAKER}
    members = {payload: _article_speaker(payload) for kind, payload in asked if kind == MEMBER}
    before = CanonicalNames(list(speakers.values()), members.values(), counts, EntryIndex(()))
    now = CanonicalNames(list(speakers.values()), members.values(), counts, EntryIndex(people)) if people else before
    pinned = _pinned(people)
    found: dict[Unit, str] = {}
    for kind, payload in asked:
        if kind == SPEAKER:
            named = before.named(speakers[payload])
            if people:
                named = mark_decided(now.named(speakers[payload]), named, pinned)
            found[kind, payload] = pack(named).decode()
        elif kind == MEMBER:
            found[kind, payload] = pack((before.member(members[payload]), now.member(members[payload]))).decode()
        else:
            form, titles = json.loads(payload)
            found[kind, payload] = json.dumps([one.part(form, tuple(titles)) for one in (before, now)])
    return found


def _pinned(people: Sequence[PersonEntry]) -> set[str]:
    return {slug(entry.pin) for entry in people if entry.pin}


def _article_speaker(payload: str) -> ArticleSpeaker:
    return speaker_from(json.loads(payload))


def _text(one: ArticleSpeaker) -> str:
    return compact(speaker_row(one))


def _part(form: str, titles: tuple[str, ...]) -> str:
    return compact([form, titles])


def _form(payload: str) -> Form:
    kind, name, titles = json.loads(payload)
    return kind, name, tuple(map(tuple, titles))


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
