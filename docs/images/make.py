"""The pictures in README: the report of seeds/ in a browser, and a table of `claimkit quotes`.

    python docs/images/make.py

Needs an installed Chromium and the extra `browser`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from claimkit.output.terminal.table import quotes_table
from claimkit.search import cluster_lists, entries
from claimkit.search.filters import Filters
from claimkit.store import Store

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDTH = 100  # columns of the terminal
# The same as Rich's own, without its web font: a picture loads nothing.
SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, Menlo, "DejaVu Sans Mono", monospace }}
{styles}
</style>
<defs>
{lines}</defs>
<rect fill="#ffffff" stroke="#85898f" width="100%" height="100%" rx="6"/>
<g transform="translate({terminal_x}, 16)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def report(folder: Path) -> None:
    page = folder / "report.html"
    database = str(folder / "seeds.db")
    claimkit = [sys.executable, "-m", "claimkit"]
    subprocess.run([*claimkit, "report", "seeds/", "--db", database, "-o", page], cwd=ROOT, check=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        window = chromium.new_page(viewport={"width": 1180, "height": 1000}, color_scheme="light")
        window.goto(page.as_uri() + "#articles?outlet=The+Harbor+Ledger")
        window.locator("#feed .q", has_text="I do believe").first.click()
        window.wait_for_timeout(300)
        window.screenshot(path=HERE / "report.png")
        chromium.close()


def terminal(folder: Path) -> None:
    with Store(folder / "seeds.db", readonly=True) as store:
        found = list(entries.quotes(store, Filters(speakers=("Peskov",), types=frozenset({"direct", "mixed"}))))
        known = [entry for summary in cluster_lists.clusters(store) for entry in summary.entries]
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, highlight=False)
    console.print("$ claimkit quotes seeds/ --speaker Peskov")
    console.print(quotes_table(found, WIDTH, known))
    svg = console.export_svg(theme=DEFAULT_TERMINAL_THEME, code_format=SVG, unique_id="quotes")
    (HERE / "quotes.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        report(Path(made))
        terminal(Path(made))
