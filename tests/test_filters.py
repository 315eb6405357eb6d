from __future__ import annotations

import pytest

from claimkit.errors import UsageError
from claimkit.models.record import Article, Cue, Extraction, Quote, Span, Speaker
from claimkit.models.types import CueClass, QuoteType
from claimkit.search.entries import quotes
from claimkit.search.filters import ALL_STATUSES, Filters, matches, outlet_matches, speaker_matches
from claimkit.store import Store

LUND = Speaker("ada-j-lund", "Ada J. Lund", "person", "resolved", aliases=("Mayor Lund", "Åda Lünd-Øy"))
COUNCIL = Speaker("lund-council", "the Lund Council", "organization", "resolved", aliases=("LC",))


@pytest.mark.parametrize(
    ("wanted", "speaker", "fits"),
    [
        ("Lund", LUND, True),
        ("lund", LUND, True),
        ("LUND", LUND, True),
        ("Ada Lund", LUND, True),
        ("Ada J Lund", LUND, True),
        ("ada-j-lund", LUND, True),
        ("lünd-øy", LUND, True),
        ("mayor", LUND, True),
        ("Lund Ada", LUND, False),
        ("Lun", LUND, False),
        ("Lundberg", LUND, False),
        ("Jonas Lund", LUND, False),
        ("", LUND, False),
        ("?", LUND, False),
        ("Lund", COUNCIL, False),
        ("Lund Council", COUNCIL, True),
        ("The Lund council", COUNCIL, True),
        ("lc", COUNCIL, True),
        ("JD Berg", Speaker("j-d-berg", "J. D. Berg", "person", "resolved"), True),
        ("J.D. Berg", Speaker("jd-berg", "JD Berg", "person", "resolved"), True),
        ("Berhiy", Speaker("x", "Oleksandr Berhy", "person", "resolved"), True),
        ("Berhyi", Speaker("x", "Berhy", "organization", "resolved"), False),
        ("O'Neil", Speaker("x", "Tim O’Neil", "person", "resolved"), True),
        ("unnamed", Speaker("unnamed", None, "person", "anonymous", aliases=("Lund",)), False),
        ("Lund", Speaker("unnamed", None, "person", "ambiguous", aliases=("Lund",)), False),
    ],
)
def test_speaker(wanted: str, speaker: Speaker, fits: bool) -> None:
    assert speaker_matches(wanted, speaker) is fits


@pytest.mark.parametrize(
    ("wanted", "outlet", "fits"),
    [
        ("Post", "The Harbour Post", True),
        ("harbour post", "The Harbour Post", True),
        ("the post", "The Harbour Post", False),
        ("Pos", "The Harbour Post", False),
        ("reseau", "Le Réseau", True),
        ("Post", None, False),
        ("", "Post", False),
    ],
)
def test_outlet(wanted: str, outlet: str | None, fits: bool) -> None:
    assert outlet_matches(wanted, outlet) is fits


QUOTE = Quote("q", "a", "mixed", "so it is", (), None, None, LUND, 0.5)


@pytest.mark.parametrize(
    ("filters", "published", "fits"),
    [
        (Filters(), None, True),
        (Filters(types=frozenset({"direct"})), None, False),
        (Filters(types=frozenset({"mixed"})), None, True),
        (Filters(min_confidence=0.5), None, True),
        (Filters(min_confidence=0.51), None, False),
        (Filters(since="2025-02-09"), "2025-02-09", True),
        (Filters(since="2025-02-10"), "2025-02-09", False),
        (Filters(since="2025-02"), "2025-02-09", True),
        (Filters(since="2026"), "2025-02-09", False),
        (Filters(until="2025-02-09"), "2025-02-09", True),
        (Filters(until="2025-02-08"), "2025-02-09", False),
        (Filters(until="2025-02"), "2025-02-28", True),
        (Filters(until="2025"), "2025-12-31", True),
        (Filters(until="2025-01"), "2025-02-09", False),
        (Filters(since="2025-02", until="2025-02"), "2025-02-09", True),
        (Filters(since="2000"), None, False),
        (Filters(until="2100"), None, False),
        (Filters(speakers=("Lund",), outlet="post"), None, True),
        (Filters(speakers=("Berg",), outlet="post"), None, False),
        (Filters(speakers=("Berg", "Lund")), None, True),
        (Filters(speakers=("",)), None, False),
        (Filters(exclude_speakers=("Berg",)), None, True),
        (Filters(exclude_speakers=("Berg", "mayor")), None, False),
        (Filters(speakers=("Lund",), exclude_speakers=("Ada Lund",)), None, False),
        (Filters(statuses=frozenset({"resolved", "ambiguous"})), None, True),
        (Filters(statuses=frozenset({"ambiguous"})), None, False),
        (Filters(statuses=frozenset()), None, False),
        (Filters(speakers=("Lund",), outlet="courier"), None, False),
    ],
)
def test_matches(filters: Filters, published: str | None, fits: bool) -> None:
    assert matches(filters, Article("a", "p", "", outlet="Harbour Post", published=published), QUOTE) is fits


def test_a_quotation_without_a_speaker_fits_no_name() -> None:
    quote = Quote("q", "a", "direct", "so it is", (), None, None, None, 0.5)
    assert matches(Filters(), Article("a", "p", ""), quote)
    assert not matches(Filters(speakers=("Lund",)), Article("a", "p", ""), quote)


def test_a_quotation_without_a_speaker_has_no_status_and_is_nobody_s() -> None:
    quote = Quote("q", "a", "direct", "so it is", (), None, None, None, 0.5)
    assert not matches(Filters(statuses=ALL_STATUSES), Article("a", "p", ""), quote)
    assert matches(Filters(exclude_speakers=("Lund",)), Article("a", "p", ""), quote)


def test_an_unknown_value_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"^unknown type 'quote'; choose from direct, indirect, mixed$"):
        Filters(types=frozenset({"direct", "quote"}))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"^unknown status 'x'; choose from ambiguous, anonymous, "):
        Filters(statuses=frozenset({"x"}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type", "kind", "fits"),
    [
        ("indirect", "assertion", True),
        ("indirect", "denial", True),
        ("indirect", "belief", False),
        ("direct", "question", False),
        ("direct", "intention", False),
        ("direct", None, True),
        ("mixed", None, False),
        ("indirect", None, False),
    ],
)
def test_claims(type: QuoteType, kind: CueClass | None, fits: bool) -> None:
    cue = Cue(0, 4, "said", "say", kind)
    quote = Quote("q", "a", type, "so it is", (), cue, None, None, 0.5)
    assert matches(Filters(claims=True), Article("a", "p", ""), quote) is fits
    assert matches(Filters(), Article("a", "p", ""), quote)


@pytest.mark.parametrize(("type", "fits"), [("direct", True), ("mixed", False), ("indirect", False)])
def test_a_direct_quotation_without_a_cue_is_a_claim(type: QuoteType, fits: bool) -> None:
    quote = Quote("q", "a", type, "so it is", (), None, None, None, 0.5)
    assert matches(Filters(claims=True), Article("a", "p", ""), quote) is fits


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("assertion", True),
        ("denial", True),
        ("question", True),
        ("request", True),
        (None, True),
        ("belief", False),
        ("intention", False),
        ("discovery", False),
        ("silence", False),
    ],
)
def test_what_is_said(kind: CueClass | None, fits: bool) -> None:
    quote = Quote("q_1", "a", "indirect", "x", (Span(0, 1, "x"),), Cue(1, 2, "c", "c", kind), None, None, 0.9)
    with Store(":memory:") as store:
        article = Article("a", "p.txt", "xc")
        store.save(Extraction(article, (quote,)), location="p.txt", digest="d", version="v")
        assert matches(Filters(said=True), article, quote) == fits
        assert [entry.quote.id for entry in quotes(store, Filters(said=True))] == ["q_1"] * fits


@pytest.mark.parametrize(
    "date", ["", "25", "yesterday", "2025-13", "2025-02-30", "2025-2-9", "09.02.2025", "2025-02-09T10"]
)
def test_what_is_no_date(date: str) -> None:
    with pytest.raises(UsageError, match=r"since: .* is not a date; write it as 2025-02-09, 2025-02 or 2025"):
        Filters(since=date)
    with pytest.raises(UsageError, match="until: "):
        Filters(until=date)


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_what_is_no_confidence(confidence: float) -> None:
    with pytest.raises(UsageError, match="not between 0 and 1"):
        Filters(min_confidence=confidence)


@pytest.mark.parametrize(
    ("type_", "chance", "filters", "fits"),
    [
        ("indirect", 0.2, Filters(stated=True), False),
        ("indirect", 0.2, Filters(said=True), False),
        ("indirect", 0.2, Filters(claims=True), False),
        ("indirect", 0.2, Filters(), True),
        ("indirect", 0.8, Filters(stated=True, said=True, claims=True), True),
        ("direct", 0.2, Filters(stated=True), True),
        ("direct", 0.2, Filters(min_statement=0.5), False),
        ("indirect", 0.8, Filters(min_statement=0.5), True),
    ],
)
def test_what_is_likely_no_statement(type_: QuoteType, chance: float, filters: Filters, fits: bool) -> None:
    cue = Cue(1, 2, "c", "c", "assertion")
    quote = Quote("q_1", "a", type_, "x", (Span(0, 1, "x"),), cue, None, None, 0.9, statement=chance)
    with Store(":memory:") as store:
        article = Article("a", "p.txt", "xc")
        store.save(Extraction(article, (quote,)), location="p.txt", digest="d", version="v")
        assert matches(filters, article, quote) == fits
        assert [entry.quote.statement for entry in quotes(store, filters)] == [chance] * fits


def test_a_chance_of_being_a_statement_outside_0_and_1_is_refused() -> None:
    with pytest.raises(UsageError, match="statement: 2 is not between 0 and 1"):
        Filters(min_statement=2)
