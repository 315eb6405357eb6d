"""`claimkit schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.options import Format, OutputOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import write

EXAMPLES = """\b
Examples:
  claimkit schema > record.schema.json
  claimkit schema clusters
  claimkit schema --version"""


class Described(StrEnum):
    """What a schema describes: a record, or one object of a command's JSON."""

    record = "record"
    who_said = "who-said"
    clusters = "clusters"
    diff = "diff"
    explain = "explain"
    check = "check"
    speakers = "speakers"
    speaker = "speaker"
    pronouns = "pronouns"
    watch = "watch"
    groups = "groups"


def schema(
    answer: Annotated[
        Described,
        typer.Argument(
            metavar="[ANSWER]",
            help=f"{', '.join(Described)} (speaker, pronouns, groups: of `speakers NAME` and `speakers --by ...`).",
        ),
    ] = Described.record,
    version: Annotated[bool, typer.Option("--version", help="Print the version of the schemas only.")] = False,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Print the JSON Schema of what claimkit writes as JSON.

    Of a record of `claimkit quotes`, or of one object of another command's answer. The version's first number goes up
    when something that programs rely on changes, the second when something is added.
    """
    import json

    from claimkit.output.records import schemas

    sink = choose_sink(OutputOptions(format=Format.json, output=output, force=force), [])
    text = schemas.version() if version else json.dumps(schemas.schema_of(answer.value), indent=2, ensure_ascii=False)
    write([text + "\n"], sink.file)
