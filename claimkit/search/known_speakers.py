"""Which store-wide speakers a name fits, looked up by a word of the name: watchlists ask for hundreds of people."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from claimkit.english.text import slug
from claimkit.models.record import Speaker
from claimkit.search.filters import any_speaker_matches, name_words
from claimkit.store import Store, speaker_rows

_known: WeakKeyDictionary[Store, tuple[tuple[int, int], KnownSpeakers]] = WeakKeyDictionary()


def known_speakers(store: Store) -> KnownSpeakers:
    """The store's speakers as they are now, read again only after a change."""
    moment = store.moment
    found = _known.get(store)
    if found is None or found[0] != moment:
        found = _known[store] = moment, KnownSpeakers(store.connection)
    return found[1]


class KnownSpeakers:
    """All store-wide speakers by key, and by id and by each word of their names."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._all = speaker_rows.all_speakers(db)
        self._members = speaker_rows.member_keys(db)
        self._keys: dict[str, set[int]] = defaultdict(set)
        for key, speaker in self._all.items():
            for handle in _handles(speaker):
                self._keys[handle].add(key)

    def fitting(self, names: Iterable[str]) -> list[int]:
        """Sorted keys of those whom any of `names` fits, alone or among several (see `filters.any_speaker_matches`)."""
        fitting: set[int] = set()
        for name in names:
            looked_up = (name, slug(name), *_folded(name)[-1:])  # the last: the first may be an article
            candidates = {key for handle in looked_up for key in self._keys.get(handle, ())}
            fitting |= {key for key in candidates if any_speaker_matches((name,), self._all[key])}
        jointly = self._members.items()  # they may have aliases, too
        return sorted(fitting | {key for key, members in jointly if not fitting.isdisjoint(members)})


def _handles(speaker: Speaker) -> Iterator[str]:
    """Ids and words by which a name can fit this speaker or one of its members."""
    yield from (speaker.id, *(member.id for member in speaker.members))
    for name in (speaker.name or "", *speaker.aliases, *(member.name for member in speaker.members)):
        yield from _folded(name)


def _folded(name: str) -> list[str]:
    from claimkit.english.names import fold  # its patterns take 5 ms to compile, which few questions need

    return [fold(word) for word in name_words(name)]
