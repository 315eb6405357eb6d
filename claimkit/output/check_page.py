"""Checked quotations as a page for the browser: draft and source side by side. It loads nothing and has no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from claimkit.models.checks import Check, CheckedPassage
from claimkit.output.checked_pieces import left_out, pieces
from claimkit.output.records.checks import place
from claimkit.output.visible import visible

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --quiet: #595959; --line: #c8c8c8;
  --bad: #a4161a; --good: #1b6e3c; --mark: #fff1b8; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --quiet: #b0b0b0; --line: #444;
  --bad: #ff8a8a; --good: #7ddc9f; --mark: #4d4100; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; }
article { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 2rem; border-top: 1px solid var(--line);
  padding: 1rem 0; }
article h2 { grid-column: 1 / -1; font-size: 1rem; margin: 0; }
.bad { color: var(--bad); } .good { color: var(--good); } .quiet { color: var(--quiet); }
del { color: var(--bad); } ins { background: var(--mark); text-decoration: none; font-weight: 600; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
@media (max-width: 45rem) { article { grid-template-columns: 1fr; } }
"""


def check_page(checks: Sequence[Check], version: str) -> Iterator[str]:
    """The page, those that need attention first."""
    alarms = sum(check.attention for check in checks)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield f'<meta name="generator" content="claimkit {escape(version)}">\n'
    yield f"<title>Checked quotations</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield f"<h1>Checked quotations</h1>\n<p>{len(checks):,} checked, {alarms:,} to look at.</p>\n"
    for check in sorted(checks, key=lambda check: not check.attention):
        yield _article(check)
    yield "</main>\n</body>\n</html>\n"


def _article(check: Check) -> str:
    kinds = ", ".join(dict.fromkeys(difference.kind for difference in check.differences))
    verdict = f'<span class="{"bad" if check.attention else "good"}">{escape(check.verdict)}</span>'
    head = " · ".join(filter(None, (verdict, _text(check.quotation.speaker or ""), _text(kinds))))
    words = "".join(_piece(role, piece) for role, piece in pieces(check))
    draft = f'<p class="quiet">{_text(check.draft)}, character {check.quotation.start:,}</p>\n<p>“{words}”</p>'
    if (lacking := left_out(check)) is not None:
        draft += f"\n<p>{_text(lacking)}</p>"
    source = "" if check.passage is None else _passage(check.passage, check.verdict == "not found")
    return f"<article>\n<h2>{head}</h2>\n<div>{draft}</div>\n<div>{source}</div>\n</article>\n"


def _passage(passage: CheckedPassage, nearest: bool) -> str:
    where = [passage.speaker or "", passage.source, place(passage) or ""]
    head = ("nearest: " if nearest else "") + " · ".join(_text(part) for part in where if part)
    return (
        f'<p class="quiet">{head}</p>\n<p class="quiet">{_text(passage.before)}</p>\n<p>“{_text(passage.text)}”</p>\n'
        f'<p class="quiet">{_text(passage.after)}</p>'
    )


def _piece(role: str, piece: str) -> str:
    name = {"old": "del", "new": "ins"}.get(role)
    return f"<{name}>{_text(piece)}</{name}>" if name else _text(piece)


def _text(words: str) -> str:
    """Words as HTML, which shows any white space in them as one space."""
    return escape(visible(words))
