"""Who said a phrase, printed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import InputOptions, Meaning, NewOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import choose_sink, noting, show
from claimkit.cli.terminal import notice
from claimkit.english.text import terms
from claimkit.errors import UsageError
from claimkit.models.hits import Hit
from claimkit.models.tables import NEAR_COLUMNS
from claimkit.output.records.phrase_hits import HITS
from claimkit.output.visible import visible
from claimkit.search.filters import Filters, any_speaker_matches
from claimkit.search.ids import shortener
from claimkit.search.meaning import NEAREST, has_vectors, nearest, without_vectors
from claimkit.search.phrase import who_said
from claimkit.search.timeline import MOST, in_order, shown_ids
from claimkit.store import Store

# The folder of sample articles in a checkout: what a first try finds before anything is stored.
_SAMPLES = "seeds"
_ADDRESS = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)
_BY_WORDS = 10  # matches, unless --limit says otherwise
_OTHERS = 3  # hits by others that are named where the speaker asked for did not say it
_THE_WORDS = 85.0  # score from which on they say these words: `fuel` is not in “how we feel” (75); set by hand


def find_phrase(
    phrase: str,
    path: Sequence[str] | None,
    limit: int | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
    stated: bool,
    meaning: Meaning = Meaning.on,
    timeline: bool = False,
) -> None:
    """Print the best `limit` matches, and after them what is nearest in meaning; as a `timeline` by date."""
    if not (searched := terms(phrase)):
        raise UsageError(f"{phrase!r} contains no word to search for; give some words of the quotation")
    if _ADDRESS.fullmatch(phrase):
        raise UsageError(f"{phrase}: is a web address; give some words of the quotation, and the saved page as PATH")
    if path and all(name.isalpha() and not os.path.lexists(name) for name in path):
        whole = " ".join([phrase, *path])
        raise UsageError(f'put the phrase in quotation marks; run: claimkit who-said "{whole}"')
    cursor = sources.cursor(new, f"who-said {' '.join(searched)}", inputs.no_store)
    filters = replace(sources.filters(selection, cursor), stated=stated)
    sink = choose_sink(printing, sources.files_read(path, inputs))
    failed = False
    with ExitStack() as stack:
        store = None
        if not path and not inputs.no_store:
            sources.check(path, inputs)
            store = stack.enter_context(sources.stored_if_any(inputs.db))
        if store is None:
            store, failed = stack.enter_context(sources.opened(path or _samples(inputs.quiet), inputs))
        ids: list[str] = []
        hits = (
            []
            if meaning is Meaning.only
            else who_said(store, phrase, filters, limit=limit or (MOST if timeline else _BY_WORDS))
        )
        near = (
            []
            if meaning is Meaning.off
            else nearest(
                store, phrase, filters, limit=limit or (MOST if timeline else NEAREST), without=shown_ids(hits)
            )
        )
        best = hits[0].score if hits else 0.0
        show(
            noting(in_order([*hits, *near]) if timeline else [*hits, *near], _ids, ids),
            HITS._replace(columns=NEAR_COLUMNS) if near else HITS,
            sink,
            written=lambda: sources.advance(inputs.db, cursor, ids),
            short=shortener(store),
            timeline=timeline,
        )
        sources.tell_undated(store, filters, inputs.quiet)
        if meaning is not Meaning.off:
            _tell_unknown(store, meaning, inputs.quiet)
        if selection.speaker and meaning is not Meaning.only:
            _tell_others(store, phrase, filters, selection.speaker, best, inputs.quiet)
    found = [*hits, *near] if timeline or meaning is Meaning.only else hits
    if not found and not failed:
        instead = "; what is shown is near to it in meaning" if near else ""
        line = "nothing is near in meaning to" if meaning is Meaning.only else "no match for"
        notice(f"{line} {phrase!r}{instead}", inputs.quiet)
    finish(found, failed)


def _tell_unknown(store: Store, meaning: Meaning, quiet: bool) -> None:
    """A line about articles that a search by meaning does not know."""
    if has_vectors(store):
        if missing := without_vectors(store):
            them = "1 article is" if missing == 1 else f"{missing:,} articles are"
            notice(f"{them} not searched by meaning yet; run `claimkit index --meaning`", quiet)
    elif meaning is Meaning.only:
        raise UsageError("what the records mean is not stored yet; run `claimkit index --meaning`")


def _ids(hit: Hit) -> list[str]:
    """Everything that a hit shows: the quotation, and where else it is printed."""
    return [hit.quote.id, *(other.id for other in hit.others)]


def _tell_others(store: Store, phrase: str, filters: Filters, asked: Sequence[str], best: float, quiet: bool) -> None:
    """A line about those who said it more nearly than the speakers asked for, if anybody did."""
    others = who_said(store, phrase, replace(filters, speakers=()), limit=_OTHERS)
    close = [hit for hit in others if hit.score > best and hit.score >= _THE_WORDS]
    nearer = [hit for hit in close if not any_speaker_matches(asked, hit.quote.speaker)]
    if nearer:
        from claimkit.output import labels  # Rich is slow to import, and answers for programs need none of it

        named: list[str] = []
        for hit in nearer:
            sides = [(side.speaker.name or labels.NOTHING, side.articles[0]) for side in hit.sides]
            credited = sides or [(labels.speaker(hit.quote).plain, hit.article)]
            named += [f"{visible(name)} in {labels.printed_by(article)}" for name, article in credited]
        notice(f"not {' or '.join(map(visible, asked))}, but: {', '.join(dict.fromkeys(named))}", quiet)


def _samples(quiet: bool) -> list[str]:
    """What to read when no PATH is given and nothing is stored: the sample articles.

    Raises `UsageError` when there are none.
    """
    if Path(_SAMPLES).is_dir():
        notice(f"nothing is stored yet: reading {_SAMPLES}/", quiet)
        return [_SAMPLES]
    raise UsageError("nothing is stored yet; name the articles to search: claimkit who-said PHRASE PATH")
