"""Quotations corrected by hand; corrections listed, written to a file and read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.guard import check_edited
from claimkit.cli.options import Format, OutputOptions, StoreOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice, write
from claimkit.cli.work.read_articles import read_file
from claimkit.errors import NotFoundError, UsageError
from claimkit.models.collection import UNKNOWN, Correction
from claimkit.models.tables import CORRECTION_COLUMNS
from claimkit.output import formats, labels
from claimkit.output.records.corrections import CORRECTIONS
from claimkit.output.visible import visible
from claimkit.runs import pipeline
from claimkit.search.filters import speaker_matches
from claimkit.search.ids import find_correctable
from claimkit.store import Store, arrivals, speaker_rows
from claimkit.store import corrections as kept
from claimkit.store.correction_file import correction_row, parse_corrections

if TYPE_CHECKING:
    from claimkit.models.record import Article, Cue, Quote
    from claimkit.models.types import SpeakerKind

_NAMED = 6  # people whom a message names


def correct_quote(
    id_: str,
    speaker: str | None,
    kind: SpeakerKind | None,
    not_a_quotation: bool,
    cue: str | None,
    undo: bool,
    quiet: bool,
    db: str,
) -> None:
    """Keep one correction in the store `db`, or take it back, and link the store again."""
    said = [speaker, kind, cue]
    if undo + not_a_quotation + any(value is not None for value in said) != 1:
        raise UsageError(
            "say what to correct: --speaker, --kind and --cue, or --not-a-quotation alone, or --undo alone"
        )
    with sources.stored(db):
        pass
    with sources.open_store(db) as store:
        found = find_correctable(store, id_)
        with store.snapshot() as rows:
            before = kept.of_quote(rows, found)
        if undo:
            if before is None:
                raise NotFoundError(found, "was not corrected; `claimkit corrections list` shows what was")
            store.correct([before], forget=True)
        else:
            quote, article = _original(store, found)
            named = None
            if speaker is not None:
                named, known = _named(store, speaker, quiet)
                found_kind = quote.speaker.kind if quote.speaker else "person"
                kind = kind or (known if known != found_kind else None)
            meant = Correction(
                article_id=article.id,
                content=tuple((span.start, span.end) for span in quote.content) if before is None else before.content,
                words=quote.text if before is None else before.words,
                quote_id=found,
                speaker=named or (before.speaker if before else None),
                kind=kind or (before.kind if before and not named else None),
                dropped=not_a_quotation,
                cue=_cue(article, quote, cue) if cue is not None else before.cue if before else None,
                path=article.path,
                made=arrivals.now(),
            )
            if not_a_quotation:
                meant = replace(meant, speaker=None, kind=None, cue=None)
            store.correct([meant])
        pipeline.link(store)
    notice(f"{found}: {'as claimkit found it again' if undo else 'corrected'}", quiet)


def list_corrections(printing: OutputOptions, stored: StoreOptions) -> None:
    """Print every correction."""
    sink = choose_sink(printing, [stored.db])
    with sources.stored(stored.db) as store:
        shown = show(store.corrections(), CORRECTIONS, sink)
    if not shown:
        notice("nothing is corrected", stored.quiet)
    finish(shown)


def export_corrections(file: str | None, force: bool, db: str) -> None:
    """Write every correction to `file`."""
    sink = choose_sink(OutputOptions(format=Format.csv, output=file, force=True), [db])
    with sources.stored(db) as store:
        every = [item.correction for item in store.corrections()]
    text = "".join(formats.csv_lines(map(correction_row, every), CORRECTION_COLUMNS))
    if sink.file is not None:
        check_edited(sink.file, text, force)
    write([text], sink.file)
    finish(every)


def import_corrections(file: str, quiet: bool, db: str) -> None:
    """Keep the corrections of `file` in the store `db`, and link it again."""
    every = parse_corrections(read_file(file), file)
    with sources.open_store(db) as store:
        store.correct(every)
        waiting = len(store.lost_corrections())  # told now: they wait for their articles
        pipeline.link(store)
    notice(f"{file}: {labels.counted(len(every), 'correction')} kept in {db}", quiet)
    if waiting:
        notice(
            f"{file}: {labels.counted(waiting, 'correction')} of articles that {db} does not hold as they were", quiet
        )
    finish(every)


def _original(store: Store, quote_id: str) -> tuple[Quote, Article]:
    """The quotation with this id as analysis found it, and its article."""
    with store.snapshot() as rows:
        before = kept.of_quote(rows, quote_id)
        row = rows.execute(
            "SELECT a.id FROM quotes q JOIN articles a ON a.key = q.article_key WHERE q.id = ? LIMIT 1", (quote_id,)
        ).fetchone()
    for extraction in store.found_in(row[0] if row or before is None else before.article_id):
        for quote in extraction.quotes:
            if quote.id == quote_id:
                return quote, extraction.article
    raise NotFoundError(quote_id, "was corrected in an article that is no longer as it was; take it back with --undo")


def _named(store: Store, name: str, quiet: bool) -> tuple[str, SpeakerKind]:
    """The one name under which the store knows this speaker, and what it is."""
    name = " ".join(name.split())
    if not name:
        raise UsageError("--speaker has no name; write one, or `unknown`")
    if name.lower() == UNKNOWN:
        return UNKNOWN, "person"
    known = [one for one in speaker_rows.all_speakers(store.connection).values() if one.name is not None]
    exact = [one for one in known if one.name == name]
    fitting = {one.name: one for one in exact or known if one.name and speaker_matches(name, one)}
    if len(fitting) > 1:
        names = labels.listed([visible(one) for one in sorted(fitting)], _NAMED)
        raise UsageError(f"{name!r} may be {names}; write the whole name")
    if not fitting:
        notice(f"{visible(name)}: nobody in the store had this name; `claimkit correct … --undo` takes it back", quiet)
        return name, "person"
    [(found, one)] = fitting.items()
    return found, one.kind


def _cue(article: Article, quote: Quote, words: str) -> Cue:
    """The cue with these words nearest to the quotation, read as analysis reads it."""
    from claimkit.analysis.analyser import read_cue  # spaCy comes with it

    found = read_cue(article, quote, words)
    if found is None:
        raise UsageError(
            f"--cue: the article has no words {words!r} near the quotation; copy them from `claimkit explain`"
        )
    return found
