"""Looking up ids by how they begin: one that a user typed, and all that a command line may complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from claimkit.errors import NotFoundError, UsageError
from claimkit.store import Store, corrections
from claimkit.store.sql import decode, encode

IdKind = Literal["cluster", "quote", "speaker"]

_SHORTEST = 8  # characters that are shown of an id, even if fewer would do: a store grows; set by hand
_SHOWN = 5  # ids that the message about an ambiguous prefix lists; set by hand
_LAST = "\U0010ffff"  # sorts after whatever else may follow a prefix


class _Kind(NamedTuple):
    noun: str
    prefix: str
    table: str
    shown_by: str
    command: str


_KINDS = {
    "cluster": _Kind("cluster", "c_", "clusters", "`claimkit clusters` shows the ids", "diff"),
    "quote": _Kind("quotation", "q_", "quotes", "the table and the JSON of `claimkit quotes` have ids", "explain"),
}

_BEGINS = "{0} >= :start AND {0} < :start || char(1114111)"  # a range, so that an index serves it
# Each id with the words of the quotation or the name that it belongs to.
_COMPLETIONS: dict[IdKind, str] = {
    "cluster": "SELECT c.id, (SELECT text FROM quotes WHERE id = c.representative) FROM clusters c"
    f" WHERE {_BEGINS.format('c.id')} ORDER BY c.id LIMIT :limit",
    "quote": f"SELECT DISTINCT id, text FROM quotes WHERE {_BEGINS.format('id')} ORDER BY id LIMIT :limit",
    "speaker": "SELECT DISTINCT id, name FROM speakers WHERE name IS NOT NULL"
    f" AND ({_BEGINS.format('id')} OR instr(' ' || name, ' ' || :start) > 0) ORDER BY id LIMIT :limit",
}


def find_id(store: Store, kind: Literal["cluster", "quote"], prefix: str) -> str:
    """The stored id that is `prefix`, or the only one with it; the letter and underscore of `kind` may be left out.

    Raises `NotFoundError` if there is none and `UsageError` if there are several.
    """
    known = _KINDS[kind]
    other = next((one for name, one in _KINDS.items() if name != kind and prefix.strip().startswith(one.prefix)), None)
    if other is not None:
        raise NotFoundError(prefix, f"is the id of a {other.noun}; run `claimkit {other.command} {prefix.strip()}`")
    start = known.prefix + prefix.strip().lower().removeprefix(known.prefix)
    found = store.connection.execute(
        f"SELECT DISTINCT id FROM {known.table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
        (encode(start), encode(start + _LAST), _SHOWN + 1),
    ).fetchall()
    ids: list[str] = [decode(id_) for (id_,) in found]
    if not ids and kind == "quote" and corrections.ids_with(store.connection, start, 1):
        raise NotFoundError(
            prefix, f"was corrected: it is no quotation; `claimkit correct {prefix} --undo` brings it back"
        )
    if not ids:
        raise NotFoundError(prefix, f"no stored {known.noun} has an id with this prefix; {known.shown_by}")
    if ids[0] != start and len(ids) > 1:
        more = ", …" if len(ids) > _SHOWN else ""
        raise UsageError(f"{prefix}: ambiguous prefix: {', '.join(ids[:_SHOWN])}{more}; type more characters")
    return ids[0]


def find_correctable(store: Store, prefix: str) -> str:
    """The id of a stored quotation as `find_id` finds it, or of one that was corrected as none. Raises as it does."""
    try:
        return find_id(store, "quote", prefix)
    except NotFoundError:
        start = "q_" + prefix.strip().lower().removeprefix("q_")
        with store.snapshot() as db:
            known = corrections.ids_with(db, start, 2)
        if len(known) != 1:
            raise
        return known[0]


def shortener(store: Store) -> Callable[[str], str]:
    """A function that cuts ids of this store's quotations and clusters to what tells each from all others."""

    def short(id_: str) -> str:
        table = next((known.table for known in _KINDS.values() if id_.startswith(known.prefix)), None)
        if table is None:
            return id_
        with store.snapshot() as db:
            before = db.execute(f"SELECT max(id) FROM {table} WHERE id < ?", (encode(id_),)).fetchone()[0]
            after = db.execute(f"SELECT min(id) FROM {table} WHERE id > ?", (encode(id_),)).fetchone()[0]
        alike = max(_alike(id_, decode(other) or "") for other in (before, after))
        return id_[: max(_SHORTEST, alike + 1)]

    return short


def _alike(one: str, other: str) -> int:
    """How many characters two ids have in common from their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def completions(store: Store, kind: IdKind, prefix: str, limit: int = 50) -> list[tuple[str, str]]:
    """At most `limit` ids with `prefix`, each with the words of the quotation or the speaker's name.

    Speakers are also found by the beginning of any word of the name.
    """
    with store.snapshot() as db:
        found = db.execute(_COMPLETIONS[kind], {"start": prefix, "limit": limit})
        return [(id_, words or "") for id_, words in found]
