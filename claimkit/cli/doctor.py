"""`claimkit doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.terminal import complain, write

EXAMPLES = """\b
Examples:
  claimkit doctor
  claimkit doctor --db news.db --repair
  claimkit doctor --db news.db --json | jq .problems"""


def doctor(
    db: options.Database = options.DEFAULT_DATABASE,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make a damaged store whole; the damaged one is kept as FILE.damaged."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check the installation and the store.

    Versions, the models against those that claimkit was measured with, whether the store is whole, what in it would be
    done anew, free disk. Exit code 1 if something is wrong, with a line that says what to do. --repair keeps what is
    whole in a damaged store and reads the files of the rest again.
    """
    from claimkit.output import formats
    from claimkit.output.visible import visible
    from claimkit.runs import health

    repaired = health.repair(db) if repair else []
    found = [*health.installation(), *repaired, *health.store(db)]
    problems = [finding.problem for finding in found if finding.problem is not None]
    if json:
        checks = [{"name": f.name, "value": f.value, "problem": f.problem} for f in found]
        write(formats.json_lines([{"problems": problems, "checks": checks}]), None)
    else:
        width = max(len(finding.name) for finding in found)
        write((f"{f.name:{width}}  {visible(f.value)}\n" for f in found), None)
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
