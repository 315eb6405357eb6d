"""What the Tab key offers, from the store."""

from __future__ import annotations

from claimkit.errors import ClaimkitError
from claimkit.output.visible import visible
from claimkit.search.ids import IdKind, completions
from claimkit.store import Store

_HINT = 60  # characters of a quotation that are shown beside its id


def complete_ids(database: str, kind: IdKind, incomplete: str) -> list[tuple[str, str]]:
    """The ids of one kind that begin so, each with the words it stands for; nothing where the store cannot be read."""
    try:
        with Store(database, readonly=True, timeout=0.2) as store:
            found = completions(store, kind, incomplete)
    except ClaimkitError:  # a shell has no use for a message here
        return []
    return [(visible(name), visible(words)[:_HINT]) for name, words in found]
