"""The HTML file: template, style, script and data in one, with a policy that lets nothing leave it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from claimkit.english.characters import escape_json
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.models.results import Overview, PlacedQuote, ReportPage
from claimkit.output import labels
from claimkit.output.report.payload import payload
from claimkit.output.report.phrases import counts, outlet, said, shown

# The script's files in the order in which the page has them.
SCRIPTS = ("dom", "data", "state", "details", "articles", "clusters", "timeline", "speakers", "main")
LISTED = 500  # quotations that a browser without JavaScript lists

# JSON in a script element ends at nothing but `</script`, and HTML reads `<!--` there: no `<` is left at all.
_ESCAPED = re.compile("[<>&\u2028\u2029\x7f-\x9f]")


def html(found: Overview, title: str | None = None, version: str = "") -> Iterator[str]:
    """The report as pieces of an HTML document. The same `found` gives the same text.

    `title` is the heading, `version` the release of claimkit that made it. Raises `ModelError` where the shipped files
    of the page are missing.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    template = environment.from_string(_file("report.html.j2"))
    style, script = stylesheet(), program()
    yield from template.generate(
        title=shown(title or "Who said what"),
        version=version,
        counts=counts(found),
        style=Markup(style),
        script=Markup(script),
        style_hash=source_hash(style),
        script_hash=source_hash(script),
        data=Markup(embedded(payload(found))),
        listed=[_line(page, placed) for page, placed in islice(_all(found), LISTED)],
        left=max(sum(len(page.quotes) for page in found.pages) - LISTED, 0),
    )


def stylesheet() -> str:
    """The page's CSS: colours for light and dark (on a screen only), then the rules."""
    palette = colours()
    light, dark = (_variables(palette[theme]) for theme in ("light", "dark"))
    light, dark = (f"{variables}  color-scheme: {theme};\n" for theme, variables in (("light", light), ("dark", dark)))
    return (
        f":root {{\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root:not([data-theme=light]) {{\n{dark}}}\n}}\n"
        f"@media screen {{\n:root[data-theme=dark] {{\n{dark}}}\n}}\n{_file('report.css')}"
    )


def program() -> str:
    """The page's script: its files in one function, so that they share names with each other and nothing else."""
    return '"use strict";\n(() => {\n' + "\n".join(_file(f"{name}.js") for name in SCRIPTS) + "})();\n"


@cache
def colours() -> Mapping[str, Mapping[str, str]]:
    """The palette: colours by name for `light` and `dark`."""
    loaded: Mapping[str, Mapping[str, str]] = tomllib.loads(_file("palette.toml"))
    return loaded


def source_hash(text: str) -> str:
    """What a Content-Security-Policy calls the inline style or script `text`."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def embedded(data: Any) -> str:
    """`data` as JSON that is safe inside a script element."""
    return escape_json(json.dumps(data, ensure_ascii=False, separators=(",", ":")), _ESCAPED)


def _variables(palette: Mapping[str, str]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in palette.items())


def _file(name: str) -> str:
    path = data_dir() / "report" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}; install claimkit again") from error


def _all(found: Overview) -> Iterator[tuple[ReportPage, PlacedQuote]]:
    return ((page, placed) for page in found.pages for placed in page.quotes)


def _line(page: ReportPage, placed: PlacedQuote) -> Mapping[str, str]:
    """A quotation in the list for browsers without JavaScript."""
    article = page.article
    place = [outlet(article), article.published, article.title]
    return {
        "who": shown(labels.speaker(placed.quote).plain),
        "said": said(placed.quote),
        "place": " · ".join(shown(part) for part in place if part),
    }
