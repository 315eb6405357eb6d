"""The installation and the store, checked."""

from __future__ import annotations

from claimkit.cli.exit_codes import finish
from claimkit.cli.terminal import complain, write
from claimkit.output import formats
from claimkit.output.visible import visible
from claimkit.runs import health


def check_health(db: str, repair: bool, json: bool, scheduler: str | None = None) -> None:
    """Print what was found; exit code 3 with a line for each problem."""
    repaired = health.repair(db) if repair else []
    found = [*health.installation(), *repaired, *health.store(db)]
    if scheduler is not None:
        from claimkit.shards.workers import compare

        found += compare(scheduler)
    problems = [finding.problem for finding in found if finding.problem is not None]
    if json:
        checks = [{"name": f.name, "value": f.value, "problem": f.problem} for f in found]
        write(formats.json_lines([{"problems": problems, "checks": checks}]), None)
    else:
        width = max(len(finding.name) for finding in found)
        write((f"{f.name:{width}}  {visible(f.value)}\n" for f in found), None)
    for problem in problems:
        complain(problem)
    finish(True, bool(problems))
