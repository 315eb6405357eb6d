"""`claimkit datasette-metadata`."""

from __future__ import annotations

from pathlib import Path

from claimkit.cli import options
from claimkit.cli.options import Format, OutputOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import write

EXAMPLES = """\b
Examples:
  claimkit datasette-metadata > metadata.json
  datasette claimkit.db --metadata metadata.json
  claimkit datasette-metadata -o datasette.yaml"""


def datasette_metadata(
    output: options.Output = None, force: options.Force = False, db: options.Database = options.DEFAULT_DATABASE
) -> None:
    """Print what Datasette shows beside the store.

    Titles, what each column holds, labels, facets and ready-made questions, for a store of the name of --db. With
    -o FILE.yaml what Datasette 1.0 takes from its datasette.yaml: the questions, and how tables are shown.
    """
    from claimkit.output.exports.datasette import configuration, metadata

    sink = choose_sink(OutputOptions(format=Format.json, output=output, force=force), [db])
    is_yaml = sink.file is not None and Path(sink.file).suffix.lower() in (".yaml", ".yml")
    write([configuration(db) if is_yaml else metadata(db)], sink.file)
