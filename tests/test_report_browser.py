"""The report in a real browser: a headless Chromium that is already installed. Every test also holds the page to no
request beyond its own file and no error on the console.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimkit.models.record import Article, Extraction

import report_cases as made
from records import extraction

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# As root Chromium needs --no-sandbox; the others keep it from looking for updates.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def missing(what: str) -> None:
    """In CI a missing browser is a failure, at a desk a reason to skip."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium with an empty profile of its own for all tests."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("no Chromium is installed (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed (pip install -e '.[browser]')")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS, headless=True)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the case file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(made.page(made.cases(), "Bridges"), encoding="utf-8")
    return path


class Window:
    """A window on a report; `errors` and `requests` must stay empty."""

    def __init__(self, browser: Any, path: Path, at: str = "", **settings: Any) -> None:
        settings = {"viewport": DESKTOP, "color_scheme": "light", "offline": True, **settings}
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # a busy machine is slow, not wrong
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + at)

    def until(self, condition: str, what: str) -> None:
        """Wait for a condition in JavaScript."""
        # Not by wait_for_function: when it has to wait it evaluates strings in the page, whose policy forbids that.
        for _ in range(6_000):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(10)
        pytest.fail(f"waited in vain until {what}")

    def settle(self) -> None:
        """Wait until the page shows what its address says: browsers tell it of a link or of "back" a moment later."""
        self.until("document.documentElement.dataset.at === location.hash", "the page shows what its address says")

    def at(self) -> str:
        """What is in the address behind the file."""
        self.settle()
        return str(self.page.evaluate("location.hash"))

    def text(self, selector: str) -> str:
        self.settle()
        return str(self.page.locator(selector).inner_text())

    def texts(self, selector: str) -> list[str]:
        """The texts of what is visible."""
        self.settle()
        return [found.inner_text() for found in self.page.locator(selector).all() if found.is_visible()]

    def shows(self, selector: str) -> bool:
        self.settle()
        return bool(self.page.locator(selector).is_visible())

    def titles(self) -> list[str]:
        return self.texts("#feed > article > h3")

    def fits(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def open_report(browser: Any, report: Path) -> Iterator[Any]:
    """Opens the report; at the end nothing may have left the file or gone wrong."""
    opened: list[Window] = []

    def opening(at: str = "", path: Path = report, **settings: Any) -> Window:
        opened.append(Window(browser, path, at, **settings))
        return opened[-1]

    yield opening
    for window in opened:
        assert window.errors == []
        assert {url.split("#")[0].split(":")[0] for url in window.requests} == {"file"}
        assert len({url.split("#")[0] for url in window.requests}) == 1
        assert window.page.evaluate("window.hacked") is None
        window.context.close()


def quote_id(part: str) -> str:
    """The id of the quotation whose words hold `part`."""
    return next(p.quote.id for page in made.cases().pages for p in page.quotes if part in p.quote.text)


def test_articles_are_shown_with_their_quotations(open_report: Any) -> None:
    window = open_report()
    assert window.titles()[1:] == [
        "صوت المجلس",
        "Bridge to close, mayor says",
        "Council votes to close the old bridge",
        "Without a title",
    ]
    assert window.text("h1") == "Bridges"
    assert window.text("#result") == "9 quotations and 2 reported claims in 5 articles"
    marked = window.page.locator("#feed .q", has_text="not be safe in five years")
    assert marked.inner_text() == "The bridge is safe today, but it will not be safe in five years,"
    nested = window.page.locator("#feed .q .q")
    assert nested.inner_text() == "a bridge that rests rusts"


def test_pointing_at_a_quotation_shows_all_about_it(open_report: Any) -> None:
    window = open_report()
    window.page.locator("#feed .q", has_text="what the work will cost").hover()
    window.page.locator("#details dl").wait_for()
    details = window.text("#details")
    for part in ("Mara Lindqvist", "The mayor", "“would not say”", "assertion · withheld: would not say", "hearsay"):
        assert part in details
    assert "71%" in details
    window.page.locator("#feed .q", has_text="not be safe in five years").click()
    details = window.text("#details")
    assert "Evening Lamp" in details
    assert "“Mara Lindqvist” the full name" in details
    assert window.at() == f"#{quote_id('five years')}"
    assert "".join(window.texts(".is-source")) == "Mara Lindqvist, the mayor"
    assert window.page.locator(".is-cue").inner_text() == "said"
    window.page.keyboard.press("Escape")
    assert "What the marks mean" in window.text("#details")


def test_filters(open_report: Any) -> None:
    window = open_report()
    form = window.page.locator("#form")
    form.locator("[name=speaker]").select_option("mara-lindqvist")
    assert window.text("#result") == "3 quotations and 2 reported claims in 3 articles"
    form.locator("[name=outlet]").select_option("Bridge Gazette")
    form.locator("[name=type]").select_option("indirect")
    assert window.titles() == ["Council votes to close the old bridge"]
    assert window.texts("#feed .q") == ["the detour would add ten minutes to a journey"]
    assert "speaker=mara-lindqvist" in window.at()
    window.page.reload()  # the address holds the state
    assert window.text("#result") == "1 reported claim in 1 article"
    assert form.locator("[name=outlet]").input_value() == "Bridge Gazette"
    form.locator("#clear").click()
    assert window.text("#result").startswith("9 quotations")
    form.locator("[name=since]").fill("2025-03-05")
    form.locator("[name=until]").fill("2025-03-06")
    form.locator("[name=until]").blur()
    assert window.titles() == ["صوت المجلس", "Bridge to close, mayor says"]
    form.locator("#clear").click()
    form.locator("[name=text]").fill("GRANDFATHER built")
    window.page.locator("#result", has_text=re.compile("^1 quotation in 1 article$")).wait_for()
    assert "text=GRANDFATHER" in window.at()
    form.locator("[name=text]").fill("zebra")
    window.page.locator(".nothing").wait_for()
    assert window.text("#feed") == "No quotation meets the filter."


def test_deep_links_and_the_way_back(open_report: Any) -> None:
    window = open_report(f"#{quote_id('grandfather')}")
    assert "Tomas Brandt" in window.text("#details")
    assert window.shows(f"#at-{quote_id('grandfather')}")
    window.page.goto(window.page.url.split("#")[0] + f"#{quote_id('five years')}")
    window.page.locator("#details").get_by_role("link", name="Side by side").click()
    window.settle()
    assert window.page.evaluate("document.activeElement.id") == "at-c_bridge"
    window.page.locator("#at-c_bridge").get_by_role("link", name="Evening Lamp").click()
    assert "ten years" in window.text("#details blockquote")
    window.page.locator("#details h3 a").click()
    assert window.text("#view-timeline h2").endswith("Mara Lindqvist")
    window.page.go_back()
    assert "ten years" in window.text("#details blockquote")
    window.page.go_back()
    assert window.shows("#at-c_bridge")
    window.page.go_back()
    assert "five years" in window.text("#details blockquote")


@pytest.mark.parametrize("at", ["#q_nothing", "#%E0%A4%A", "#c_?speaker=nobody", "#s_x", "#articles?since=x&type=y"])
def test_an_address_that_means_nothing_does_no_harm(open_report: Any, at: str) -> None:
    window = open_report(at)
    window.page.locator("nav a[data-view=articles]").click()
    assert window.shows("#view-articles")


def test_a_link_to_a_quotation_that_a_filter_hides_leads_to_it(open_report: Any) -> None:
    window = open_report(f"#{quote_id('grandfather')}?outlet=Evening+Lamp")
    assert "Tomas Brandt" in window.text("#details")
    assert window.text("#result").startswith("9 quotations")


def test_wordings_side_by_side(open_report: Any) -> None:
    window = open_report("#clusters")
    cluster = window.page.locator("#at-c_bridge")
    assert "2 outlets and 1 article without one, 3 independent reports" in cluster.inner_text()
    changed = cluster.locator(".wording", has_text="Evening Lamp")
    seen = "(node) => node.lastChild.previousSibling.textContent"
    assert changed.locator("del").evaluate_all(f"(all) => all.map({seen})")[:2] == ["will", "five"]
    assert changed.locator("ins").evaluate_all(f"(all) => all.map({seen})") == ["may", "ten"]
    window.page.locator("#changed").check()
    assert window.shows("#at-c_bridge")
    assert window.at() == "#clusters?changed=1"


def test_speakers_by_outlets_and_in_time(open_report: Any) -> None:
    window = open_report("#speakers")
    row = window.page.locator("#chart tbody tr", has_text="Mara Lindqvist")
    assert row.locator("td.total").inner_text() == "5"
    row.get_by_role("link", name="2: Mara Lindqvist in Evening Lamp").click()
    assert window.titles() == ["Bridge to close, mayor says"]
    window.page.go_back()
    row.get_by_role("link", name="Mara Lindqvist", exact=True).click()
    assert window.page.locator("#view-timeline svg").get_attribute("aria-label") == (
        "4 quotations from 4 Mar 2025 to 5 Mar 2025, 2 at most on one day; the list below has them all"
    )
    assert window.texts("#view-timeline .by-day h3") == ["5 Mar 2025", "4 Mar 2025", "no date"]
    window.page.locator("#view-timeline").get_by_role("link", name="All speakers").click()
    assert window.shows("#chart")


def test_the_keyboard_reaches_everything(open_report: Any) -> None:
    window = open_report()
    keys = window.page.keyboard
    focused = "document.activeElement"
    keys.press("Tab")
    assert window.page.evaluate(f"{focused}.textContent") == "Skip to the content"
    keys.press("Enter")
    assert window.page.evaluate(f"{focused}.id") == "main"
    window.page.locator("#passages").focus()
    for _ in range(12):  # past the names of speakers to the first quotation
        keys.press("Tab")
        if window.page.evaluate(f"{focused}.matches('.ref')"):
            break
    first = window.page.evaluate(f"{focused}.id")
    assert first.startswith("at-q_")
    assert window.page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    assert window.shows("#details dl")
    keys.press("ArrowRight")
    second = window.page.evaluate(f"{focused}.id")
    assert second.startswith("at-q_")
    assert second != first
    keys.press("Enter")
    assert window.page.evaluate(f"{focused}.id") == "details-title"
    assert window.at() == f"#{second.removeprefix('at-')}"
    keys.press("Escape")
    assert window.page.evaluate(f"{focused}.id") == second
    assert window.page.locator("#details dl").count() == 0


def test_hostile_text_stays_text(open_report: Any) -> None:
    window = open_report()
    hostile = window.page.locator("#feed > article").first
    assert hostile.locator("h3").inner_text() == "</script><script>window.hacked = 1</script> <b>bold</b>"
    assert '<!--<script> & "Sons"' in hostile.inner_text()
    assert "\u202e" not in hostile.inner_text()  # it would turn the line round
    assert hostile.locator("img, script, b b, i, svg").count() == 0
    hostile.locator(".ref").last.click()
    assert window.text("#details h3").endswith("Eve <b>Sharp</b>")
    assert window.page.locator("a[href^='javascript:' i]").count() == 0
    for link in window.page.locator("a[target]").all():
        assert re.match("https?://", link.get_attribute("href"))
        assert link.get_attribute("rel") == "noopener noreferrer"
    window.page.evaluate("document.body.setAttribute('onclick', 'window.hacked = 2')")
    window.page.locator("h1").click()
    blocked = [error for error in window.errors if "Content Security Policy" in error]
    assert len(blocked) == len(window.errors) >= 1
    window.errors.clear()


def test_right_to_left_text(open_report: Any) -> None:
    window = open_report()
    title = window.page.locator("#feed h3", has_text="صوت")
    assert title.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    paragraph = window.page.locator("#feed .text p", has_text="الجسر")
    assert paragraph.evaluate("(node) => getComputedStyle(node).direction") == "rtl"


def test_light_dark_and_the_choice_between_them(open_report: Any) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light, dark = open_report(), open_report(color_scheme="dark")
    assert light.page.evaluate(background) == "rgb(246, 245, 241)"
    assert dark.page.evaluate(background) == "rgb(19, 21, 23)"
    button = dark.page.locator("#theme")
    button.click()
    assert (button.inner_text(), dark.page.evaluate(background)) == ("Theme: light", "rgb(246, 245, 241)")
    dark.page.reload()
    assert button.inner_text() == "Theme: light"
    button.click()
    assert (button.inner_text(), dark.page.evaluate(background)) == ("Theme: dark", "rgb(19, 21, 23)")


@pytest.mark.parametrize("at", ["", "#clusters", "#speakers", "#s_mara-lindqvist"])
def test_a_phone_needs_no_sideways_scrolling(open_report: Any, at: str) -> None:
    window = open_report(at, viewport=PHONE, has_touch=True)
    window.settle()
    assert window.fits()
    if not at:
        window.page.locator("#filters summary").click()
        assert window.fits()
        window.page.locator("#feed .q", has_text="five years").tap()
        assert window.page.locator("#details").bounding_box()["y"] > 200
        assert window.fits()
        window.page.get_by_role("button", name="Close the details").click()
        assert not window.shows("#details")


def test_print(open_report: Any) -> None:
    window = open_report(color_scheme="dark")
    window.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    window.page.emulate_media(media="print")
    for control in ("nav", "#form", "#theme", "#details"):
        assert not window.shows(control)
    assert window.page.locator("#feed .text").count() == 5
    assert "Mara Lindqvist (would not say) what the work will cost indirect, 71%" in window.texts("#feed .listing li")
    assert window.page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 34, 38)"
    assert window.page.pdf(format="A4").startswith(b"%PDF")


def test_without_javascript_there_is_a_list(open_report: Any) -> None:
    window = open_report(java_script_enabled=False)
    assert window.page.locator("noscript li").count() == 11
    assert not window.page.locator("#app").is_visible()


@pytest.mark.parametrize("at", ["", "#clusters", "#speakers", "#s_mara-lindqvist"])
def test_axe_finds_nothing(open_report: Any, at: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    window = open_report(at, viewport={"width": 1280, "height": 4_000})
    if not at:
        window.page.locator("#feed .q", has_text="five years").click()
    colours = {"runOnly": ["color-contrast"]}  # all that the theme changes
    for scheme, options in (("light", {}), ("dark", colours)):
        window.page.emulate_media(color_scheme=scheme)
        found = Axe().run(window.page, options=options).response["violations"]
        assert [(v["id"], v["impact"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


@pytest.mark.slow
def test_an_article_of_ten_thousand_quotations(open_report: Any, tmp_path: Path) -> None:
    many = extraction("long.txt", *[(f"Sentence number {n} of a long day", f"Person {n % 50}") for n in range(10_000)])
    path = tmp_path / "long.html"
    path.write_text(made.page(made.overview([many])), encoding="utf-8")
    last = many.quotes[-1].id
    window = open_report(f"#{last}", path)
    assert "Sentence number 9999" in window.text("#details blockquote")
    assert window.page.locator(f"#at-{last}").evaluate("(node) => node.getBoundingClientRect().top < innerHeight")
    assert window.page.locator(".ref").count() == 10_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Extraction]]:
    """A report of a thousand articles."""
    articles: list[Extraction] = []
    for n in range(1_000):
        who = "Ann Lee" if n % 3 else "Dan Orr"
        one = extraction(f"{n}.txt", (f"We counted {n} of them", who), outlet="Daily", published="2025-01-01")
        articles.append(replace(one, article=replace(one.article, text=one.article.text + "More of it.\n\n" * 20)))
    path = tmp_path_factory.mktemp("many") / "many.html"
    path.write_text(made.page(made.overview(articles)), encoding="utf-8")
    return path, articles


def test_of_many_articles_one_is_chosen_from_a_list(open_report: Any, many: tuple[Path, list[Extraction]]) -> None:
    path, articles = many
    window = open_report(path=path)
    rows = window.page.locator(".contents li")
    assert (rows.count(), window.titles()) == (300, [])
    assert "Title of 0.txt\nDaily · 1 Jan 2025 · 1 quotation · Dan Orr" in window.text(".contents")
    window.page.get_by_role("button", name="Show all 1,000 articles").click()
    assert rows.count() == 1_000
    assert window.texts(".most li")[0].endswith("Ann Lee 666")
    window.page.locator(".contents a", has_text="Title of 500.txt").click()
    assert window.titles() == ["Title of 500.txt"]
    window.page.locator("#feed .ref").click()
    assert window.at() == f"#{articles[500].quotes[0].id}"
    window.page.keyboard.press("Escape")
    assert window.at() == f"#{articles[500].article.id}"
    window.page.locator(".neighbours a", has_text="Next").click()
    assert window.titles() != ["Title of 500.txt"]
    assert len(window.titles()) == 1
    window.page.locator(".neighbours a", has_text="All 1,000 articles").click()
    assert rows.count() == 300
    window.page.locator(".most a", has_text="Dan Orr").click()
    assert window.text("#result") == "334 quotations in 334 articles"
    target = articles[501].quotes[0].id
    window.page.goto(path.as_uri() + f"#{target}")
    window.page.locator(f"#at-{target}").wait_for()
    top = f"document.getElementById('at-{target}').getBoundingClientRect().top"
    window.until(f"0 < {top} && {top} < innerHeight", "the quotation is in the window")
    assert window.page.evaluate("document.documentElement.scrollHeight") < 5_000


def test_the_words_looked_for_are_marked(open_report: Any) -> None:
    window = open_report("#articles?text=SAFE in  five")
    marks = window.page.locator("#feed .text mark")
    assert [mark.inner_text() for mark in marks.all()] == ["safe in five"]
    window.page.locator("#feed .q mark").click()
    assert window.page.locator("#details mark").inner_text() == "safe in five"
    assert window.page.locator("#feed .q.chosen mark").count() == 1


def test_a_quotation_is_copied_with_its_source(open_report: Any) -> None:
    window = open_report(f"#{quote_id('five years')}")
    window.page.locator("#details button", has_text="Copy").click()
    window.page.locator("#details button", has_text="Copied").wait_for()
    window.page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'pasted' }))")
    window.page.locator("#pasted").focus()
    window.page.keyboard.press("Control+V")
    said, source, *rest = window.page.locator("#pasted").input_value().split("\n")
    assert "will not be safe in five years" in said
    assert source.startswith("Mara Lindqvist, in: “")
    assert rest[-1] == quote_id("five years")


def test_an_article_without_anything(open_report: Any, tmp_path: Path) -> None:
    bare = extraction("bare.txt", ("So be it", None))
    bare = replace(bare, article=Article(bare.article.id, "bare.txt", bare.article.text))
    path = tmp_path / "bare.html"
    path.write_text(made.page(made.overview([bare])), encoding="utf-8")
    window = open_report(path=path)
    assert window.titles() == ["Without a title"]
    assert "Outlet unknown · no date\nbare.txt" in window.text("#feed .byline")
    for view, words in (("clusters", "No quotation stands in several articles"), ("speakers", "No known speaker")):
        window.page.locator(f"nav a[data-view={view}]").click()
        assert words in window.text(f"#view-{view}")
