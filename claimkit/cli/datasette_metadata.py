"""`claimkit datasette-metadata`."""

from __future__ import annotations

from claimkit.cli import options
from claimkit.cli.options import Format, OutputOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import write

EXAMPLES = """\b
Examples:
  claimkit datasette-metadata > metadata.json
  datasette claimkit.db --metadata metadata.json"""


def datasette_metadata(
    output: options.Output = None, force: options.Force = False, db: options.Database = options.DEFAULT_DATABASE
) -> None:
    """Print what Datasette shows beside the store.

    Titles, what each column holds, labels, facets and ready-made questions, for a store of the name of --db.
    """
    from claimkit.output.exports.datasette import metadata

    sink = choose_sink(OutputOptions(format=Format.json, output=output, force=force), [db])
    write([metadata(db)], sink.file)
