"""Who, across articles: one canonical name and id for each person and organisation, whatever the order of the articles.

`unify` names the speakers; `parse` reads a people file, which may correct it; `entries` writes down whom a set names,
in the form that a people file has.
"""

from __future__ import annotations

from claimkit.corpus.people.entries import entries
from claimkit.corpus.people.file import parse
from claimkit.corpus.people.offices import settle
from claimkit.corpus.people.seen import Form, Seen, seen
from claimkit.corpus.people.unify import Named, name, unify

__all__ = ["Form", "Named", "Seen", "entries", "name", "parse", "seen", "settle", "unify"]
