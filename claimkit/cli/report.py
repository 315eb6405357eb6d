"""`claimkit report`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import InputOptions, NewOptions, SelectionOptions

EXAMPLES = """\b
Examples:
  claimkit report
  claimkit report seeds/ -o monday.html --title "Monday"
  claimkit report --speaker Zelensky --since 2025-02 -o zelensky.html
  claimkit report --about "peace talks" --speaker Zelensky -o talks.html"""
DEFAULT_FILE = "report.html"


@spread
def report(
    path: options.Paths = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The file to write; - for standard output.")
    ] = DEFAULT_FILE,
    force: options.Force = False,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The heading of the page.")] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="PHRASE", help="Only who said this, and what is near to it in meaning."),
    ] = None,
    selection: SelectionOptions = SelectionOptions(),
    new: NewOptions = NewOptions(),
    inputs: InputOptions = InputOptions(),
) -> None:
    """Write a page for the browser that shows all of it.

    Articles with their quotations marked, wordings side by side, speakers by outlet and in time, in one HTML file that
    loads nothing and sends nothing. With PATH it shows exactly those articles and stores them; without, the store.
    """
    from claimkit.cli.work.write_report import write_report

    write_report(path, output, force, title, selection, new, inputs, about)
