"""The people of a store, written to a file and read back."""

from __future__ import annotations

from claimkit.cli import sources
from claimkit.cli.guard import check_edited
from claimkit.cli.options import Format, OutputOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.cli.work.read_articles import load_people
from claimkit.corpus import people
from claimkit.corpus.people.entry_index import merge_roots, merge_targets
from claimkit.english.text import slug
from claimkit.errors import UsageError
from claimkit.output import labels
from claimkit.output.exports.people_file import people_csv, people_toml
from claimkit.output.visible import visible
from claimkit.runs import pipeline
from claimkit.store import speaker_rows

_NAMED = 6  # people that a notice names


def export_people(file: str | None, toml: bool, force: bool, db: str) -> None:
    """Write every person of the store `db` to `file`."""
    sink = choose_sink(OutputOptions(format=Format.csv, output=file, force=True), [db])
    with sources.stored(db) as store:
        entries = people.list_people(store.extractions(linked=True), store.people_file())
    text = "".join(people_toml(entries) if toml else people_csv(entries))
    if sink.file is not None:
        check_edited(sink.file, text, force)
    write([text], sink.file)


def import_people(file: str | None, clear: bool, quiet: bool, db: str) -> None:
    """Keep the people of `file` in the store `db`, or forget those kept, and name all speakers again."""
    if clear == (file is not None):
        raise UsageError("name one people file to import, or give --clear alone to forget the one before")
    entries = load_people(file) if file is not None else ()
    with sources.open_store(db) as store:
        store.replace_people_file(entries)
        pipeline.link(store)
        with store.snapshot() as rows:
            known = {speaker.id for speaker in speaker_rows.all_speakers(rows).values()}
    whole = merge_roots(merge_targets(entries))
    meant = [(entry, whole.get(entry.id, entry)) for entry in entries]
    strangers = [entry.name for entry, one in meant if known.isdisjoint((one.id, slug(one.pin or one.name)))]
    if strangers:
        listed = labels.listed([visible(name) for name in strangers], _NAMED)
        notice(f"{file}: nobody in {db} is {listed}; check how the articles spell the names", quiet)
    kept = "1 person" if len(entries) == 1 else f"{len(entries):,} people"
    notice("the people file is forgotten" if clear else f"{file}: {kept} kept in {db}", quiet)
