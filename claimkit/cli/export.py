"""`claimkit export --format FORMAT`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import InputOptions, SelectionOptions

EXAMPLES = """\b
Examples:
  claimkit export -o quotes.parquet
  claimkit export seeds/ --format web-annotation -o quotes.jsonld
  claimkit export seeds/ --format brat -o annotated/
  claimkit export --format links --speaker Peskov"""


class ExportFormat(StrEnum):
    """What other programs read: the names of `output.exports.EXPORTERS`, which a help text need not import."""

    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    web_annotation = "web-annotation"
    schema_org = "schema-org"
    links = "links"
    brat = "brat"
    conll = "conll"
    docbin = "docbin"


@spread
def export(
    path: options.Paths = None,
    format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="What to write; without, FILE's suffix says it: .jsonl, .csv, .xlsx, .parquet, .conllup, .spacy.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; for brat to the folder FILE. Or stdout."),
    ] = None,
    force: options.Force = False,
    selection: SelectionOptions = SelectionOptions(),
    inputs: InputOptions = InputOptions(),
) -> None:
    """Write quotations and claims in a format that other programs read.

    jsonl, csv and xlsx as `quotes` writes them; parquet for data frames; web-annotation (W3C) and schema-org as
    JSON-LD; links that open the page at the quotation; brat, conll (CoNLL-U Plus) and docbin (spaCy) with the whole
    articles. With PATH exactly those articles; without, the store.
    """
    from claimkit.cli.work.write_export import write_export

    write_export(path, None if format is None else format.value, output, force, selection, inputs)
