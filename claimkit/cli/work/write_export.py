"""Records or whole articles in a format of another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, InputOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.errors import UsageError
from claimkit.models.record import Extraction
from claimkit.output.exports import EXPORTERS, Exporter
from claimkit.output.labels import counted
from claimkit.search.entries import quotes
from claimkit.search.filters import EVERYTHING, Filters, article_matches, matches
from claimkit.search.where import with_ids
from claimkit.store import Store


def write_export(
    path: Sequence[str] | None,
    format: str | None,
    output: str | None,
    force: bool,
    selection: SelectionOptions,
    inputs: InputOptions,
) -> None:
    """Write the selected records to `output`."""
    exporter = _choose(format, output)
    filters = sources.filters(selection)
    _check(exporter, output, sources.files_read(path, inputs), force)
    count = _Count(exporter)
    with sources.opened(path, inputs) as (store, failed):
        found: Iterable[Any]
        found = _extractions(store, filters) if exporter.takes == "articles" else quotes(store, filters)
        if exporter.lines is not None:
            write(exporter.lines(count.items(found)), None if output == "-" else output)
        elif exporter.write is not None:
            exporter.write(count.items(found), str(output))
        sources.tell_undated(store, filters, inputs.quiet)
    if count.left_out:
        notice(f"{counted(count.left_out, 'record')} left out: the article's web address is not known", inputs.quiet)
    if not count.records and not failed:
        notice("nothing found to export", inputs.quiet)
    elif output not in (None, "-") and not failed:
        notice(f"{output}: {counted(count.records - count.left_out, 'record')}", inputs.quiet)
    finish(count.records, failed)


class _Count:
    """Counts the records that go by, and those of them that the format cannot show."""

    def __init__(self, exporter: Exporter) -> None:
        self.records = 0
        self.left_out = 0
        self._left_out = exporter.left_out

    def items(self, found: Iterable[Any]) -> Iterator[Any]:
        for item in found:
            self.records += len(item.quotes) if isinstance(item, Extraction) else 1
            self.left_out += self._left_out is not None and self._left_out(item)
            yield item


def _choose(format: str | None, output: str | None) -> Exporter:
    if format is not None:
        return EXPORTERS[format]
    suffix = Path(output).suffix.lower() if output else ""
    for exporter in EXPORTERS.values():
        if suffix in exporter.suffixes:
            return exporter
    known = " | ".join(EXPORTERS)
    if suffix:
        raise UsageError(f"{output}: no format has the ending {suffix!r}; name one: --format {known}")
    raise UsageError(f"name a format: --format {known}")


def _check(exporter: Exporter, output: str | None, reads: Sequence[str], force: bool) -> None:
    """Raises `UsageError` or `MissingError`, before any work, for a place or a package that is missing."""
    if exporter.output != "text" and output in (None, "-"):
        if exporter.output == "folder":
            raise UsageError(f"{exporter.name} needs a folder; name one with -o")
        raise UsageError(f"{exporter.name} is not text; name a file with -o")
    if exporter.output != "folder":
        choose_sink(OutputOptions(format=Format.jsonl, output=output, force=force), reads)
    if exporter.check is not None:
        exporter.check(str(output))


def _extractions(store: Store, filters: Filters) -> Iterator[Extraction]:
    """The articles with the selected quotations; one without any only if no option chooses among quotations."""
    selective = replace(filters, outlet=None, since=None, until=None, undated="drop") != EVERYTHING
    filters = with_ids(store, filters)
    for extraction in store.extractions(linked=True):
        if article_matches(filters, extraction.article):
            kept = tuple(q for q in extraction.quotes if matches(filters, extraction.article, q))
            if kept or not selective:
                yield replace(extraction, quotes=kept)
