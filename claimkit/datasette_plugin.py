"""`datasette-claimkit`: a page for each quotation of a store that Datasette serves, its words marked in the article.

Datasette (0.65) finds it by the entry point `datasette`. Ids of quotations in its tables become links to
`/-/claimkit/STORE/ID`. The page reads the store through Datasette and with its permissions, and writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from datasette import hookimpl

_ID = re.compile(r"q_[0-9a-f]{1,64}")
_AROUND = 600  # characters of the article before and after the quotation
_MOST = 20_000  # characters of a passage: a quotation may be the article
_TABLES = ("quotes", "spans", "articles", "texts")
_FACTS = """SELECT q.key, q.text, q.type, q.status, s.name AS speaker, a.title, a.outlet, a.published, a.path,
    t.text AS body, t.cuts FROM quotes q JOIN articles a ON a.key = q.article_key JOIN texts t ON t.article_key = a.key
    LEFT JOIN speakers s ON s.key = q.speaker_key WHERE q.id = ? ORDER BY a.location LIMIT 1"""
_SPANS = """SELECT role, start, "end" FROM spans WHERE quote_key = ? AND role IN ('content', 'cue', 'source')
    ORDER BY start, "end" """
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = "body{max-width:42rem;margin:2rem auto;font:1.1rem/1.6 Georgia,serif;padding:0 1rem}b,i{font-style:normal}"


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/-/claimkit/(?P<store>[^/]+)/(?P<id>[^/]+)$", _page)]


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, database: str | None, datasette: Any) -> Any:
    """A link where a cell is the id of a quotation."""
    if column not in ("id", "quote_id", "representative") or not isinstance(value, str) or database is None:
        return None
    if not _ID.fullmatch(value):
        return None
    from markupsafe import Markup

    address = datasette.urls.path(f"/-/claimkit/{_quoted(database)}/{value}")
    return Markup('<a href="{}">{}</a>').format(address, value)


async def _page(request: Any, datasette: Any) -> Any:
    """The quotation marked in its article."""
    from datasette import Forbidden, NotFound, Response

    name, id_ = request.url_vars["store"], request.url_vars["id"]
    if name not in datasette.databases or not _ID.fullmatch(id_):
        raise NotFound("no such quotation")
    for table in _TABLES:
        visible, _ = await datasette.check_visibility(
            request.actor, permissions=[("view-table", (name, table)), ("view-database", name), "view-instance"]
        )
        if not visible:
            raise Forbidden("view-table")
    database = datasette.get_database(name)
    if not set(_TABLES) <= set(await database.table_names()):
        raise NotFound("not a store of claimkit")
    found = (await database.execute(_FACTS, [id_])).first()
    if found is None:
        raise NotFound("no such quotation")
    spans = [tuple(row) for row in (await database.execute(_SPANS, [found["key"]])).rows]
    return Response.html(_html(dict(found), spans), headers={"Content-Security-Policy": _POLICY})


def _html(found: dict[str, Any], spans: list[tuple[Any, ...]]) -> str:
    """The page, every text of the article escaped."""
    from claimkit.output.visible import visible

    body = _text(found["body"])
    cuts = [(start, end) for start, end in json.loads(found["cuts"])]
    passage = "".join(_marked(body, cuts, spans))
    who = found["speaker"] or "unknown speaker"
    facts = " · ".join(escape(visible(_text(one))) for one in (who, found["outlet"], found["published"]) if one)
    title = escape(visible(_text(found["title"] or found["path"])))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<h1>{title}</h1><p>{facts} · {escape(found['type'])}, {escape(found['status'] or 'unknown')}</p>"
        f"<blockquote>{passage}</blockquote>"
        "<p>The mark is what was said, bold the words that say so, underlined who said it.</p></html>"
    )


def _marked(body: str, cuts: list[tuple[int, int]], spans: list[tuple[Any, ...]]) -> Iterator[str]:
    """The passage piece by piece; of spans that overlap the first counts."""
    from claimkit.english.text import cut_out
    from claimkit.output.visible import visible

    tags = {"content": "mark", "cue": "b", "source": "u"}

    def plain(start: int, end: int) -> str:
        return escape(visible(cut_out(body, cuts, start, end)))

    first = max(0, min((start for _, start, _ in spans), default=0) - _AROUND)
    last = min(len(body), max((end for _, _, end in spans), default=0) + _AROUND, first + _MOST)
    at = first
    for role, start, end in spans:
        if at <= start < end <= last:
            yield plain(at, start)
            yield f"<{tags[role]}>{plain(start, end)}</{tags[role]}>"
            at = end
    yield plain(at, last)


def _text(value: Any) -> str:
    """Text as the store holds it: bytes where it is not UTF-8."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
