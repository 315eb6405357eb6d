"""The links of `claimkit export --format links`, followed by a real browser."""

from __future__ import annotations

import html
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from claimkit.models.record import Article, Quote, Span
from claimkit.output.exports.text_fragments import LinkTarget, text_fragment

from test_report_browser import browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser

LONG = "One two three four five six seven " + " ".join(f"word{n}" for n in range(70)) + " and the end of it all"
PARAGRAPHS = (
    "The minister, who was in Bray, said: “It was a well-known thing, after all – no & never again.” Then he left.",
    "“Yes,” said Ann Lee, a baker.",
    "“Yes,” said Bob, her son.",
    f"“{LONG},” she said.",
    "She began: “We shall go over there tomorrow morning.",
    "“And then we shall come back again in the evening.” Nobody spoke.",
)
TEXT = "\n\n".join(PARAGRAPHS)
FILLER = f"<p>{'Words that say nothing at all. ' * 60}</p>"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A page on this machine in which each paragraph is screens away from the next, with markup inside the words."""
    paragraphs = (html.escape(p).replace("well-known", "<em>well-known</em>") for p in PARAGRAPHS)
    body = FILLER + "".join(f"<p id=p{i}>{p}</p>{FILLER * 2}" for i, p in enumerate(paragraphs))
    page = f"<!doctype html><meta charset=utf-8><title>A page</title>{body}".encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()


@pytest.mark.parametrize(
    ("words", "occurrence", "paragraph"),
    [
        ("It was a well-known thing, after all – no & never again.", 0, 0),
        ("Yes", 0, 1),
        ("Yes", 1, 2),
        (LONG, 0, 3),
        (TEXT[TEXT.index("We shall go") : TEXT.index("” Nobody")], 0, 4),
    ],
    ids=["marks", "first", "second", "long", "paragraphs"],
)
def test_a_link_opens_the_page_at_the_words(
    browser: Any, address: str, words: str, occurrence: int, paragraph: int
) -> None:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    span = Span(start, start + len(words), words)
    quote = Quote("q_1", "a_1", "direct", words, (span,), None, None, None, 0.9)
    page = browser.new_page(viewport={"width": 800, "height": 300})
    page.goto(text_fragment(quote, LinkTarget(Article("a_1", "a.txt", TEXT, url=address))))
    page.wait_for_function("window.scrollY > 0", timeout=60_000)
    top, bottom = page.evaluate(
        f"(({{top, bottom}}) => [top, bottom])(document.getElementById('p{paragraph}').getBoundingClientRect())"
    )
    page.close()
    assert top < 300
    assert bottom > 0
