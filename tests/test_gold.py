"""The sample articles and their gold: the gold is true to the files, and claimkit reaches the floors on it."""

from __future__ import annotations

import html
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimkit.models.collection import Cluster
from claimkit.models.record import Article, Extraction, Quote, Span, Speaker

import goldscore
from goldscore import GOLD, SEEDS, Outcome, Row, cluster_errors, clusters_expected, named, score, share_right

if TYPE_CHECKING:
    from claimkit.runs.pipeline import Result

ROWS = goldscore.load()
ARTICLES = sorted(path.name for path in SEEDS.iterdir())
OPENING = "“‘«\"'"


def text_of(name: str) -> str:
    """The file as offsets index it; of an HTML page all its text, furniture and scripts included."""
    raw = (SEEDS / name).read_bytes().decode("utf-8")
    return html.unescape(re.sub(r"<[^>]*>", " ", raw)) if name.endswith(".html") else raw


# (a) The gold itself.


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.article}-{row.words[:30]}")
def test_gold_stands_in_its_article(row: Row) -> None:
    text = text_of(row.article)
    pieces = [piece for piece in (*row.content, row.source, row.cue) if piece]
    for piece in pieces:
        place = piece.find(text)
        assert place is not None
        assert text[place[0] : place[1]].split() == piece.text.split()
        assert (piece.start is None) == row.article.endswith(".html")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.article}-{row.words[:30]}")
def test_gold_type_fits_the_quotation_marks(row: Row) -> None:
    text = text_of(row.article)
    places = [place for piece in row.content if (place := piece.find(text))]
    opened = [text[:start].rstrip("*")[-1:] in tuple(OPENING) for start, _ in places]
    inside = bool(re.search(r"[“”\"]|(?<!\w)['‘]\w", row.words))
    match row.type:
        case "direct" | "scare":
            assert all(opened)
        case "mixed":
            assert inside
            assert not any(opened)
        case "indirect":
            assert not inside
            assert not any(opened)
        case other:
            assert other == "furniture"
    said = row.type in ("direct", "mixed", "indirect")
    assert said == (row.source is not None) == (row.cue is not None) == (row.kind is not None)


def test_gold_covers_every_article_and_every_quotation_mark() -> None:
    assert {row.article for row in ROWS} == set(ARTICLES)
    for name in ARTICLES:
        text = text_of(name)
        covered = {
            i
            for row in ROWS
            if row.article == name
            for piece in row.content
            if (at := piece.find(text))
            for i in range(*at)
        }
        for mark in re.finditer(r"“|(?<![\w,.?!])[\"'‘](?=\w)", text):
            first_letter = re.compile(r"\w").search(text, mark.end())
            assert first_letter
            assert first_letter.start() in covered, text[mark.start() : mark.start() + 60]


def test_offsets_are_what_the_script_computes() -> None:
    sys.path.insert(0, str(GOLD))
    from locate import locate

    lines = (GOLD / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    assert locate(lines) == lines
    with pytest.raises(ValueError, match="0 times"):
        locate([lines[0].replace("I will never accept", "I would never accept")])


def test_each_cluster_member_names_one_row() -> None:
    expected = clusters_expected()
    assert set(expected) == {"together", "apart"}
    for group in (*expected["together"], *expected["apart"]):
        for member in (*group.get("members", ()), *group.get("may", ())):
            assert len(named(ROWS, member)) == 1, member


def test_two_outlets_print_making_progress() -> None:
    rows = [row for row in ROWS if "making progress" in row.words]
    assert {row.speaker for row in rows} == {"Donald Trump"}
    assert len({row.article for row in rows}) == 2
    assert len({row.words for row in rows}) == 2


# (b) What claimkit finds. First the scoring, on predictions made by hand.


def predict(rows: Sequence[Row]) -> list[Extraction]:
    """The gold as claimkit would give it."""
    quotes: dict[str, list[Quote]] = defaultdict(list)
    texts = {name: text_of(name) for name in ARTICLES}
    for number, row in enumerate(rows):
        if row.type not in ("direct", "mixed", "indirect"):
            continue
        places = [place for piece in row.content if (place := piece.find(texts[row.article]))]
        speaker = Speaker(row.speaker, row.speaker, "person", "resolved") if row.speaker else None
        spans = tuple(Span(start, end, texts[row.article][start:end]) for start, end in places)
        quote = Quote(f"q{number}", row.article, row.type, row.words, spans, None, None, speaker, 1.0)  # type: ignore[arg-type]
        quotes[row.article].append(quote)
    return [Extraction(Article(name, f"seeds/{name}", texts[name]), tuple(quotes[name])) for name in ARTICLES]


def change(extractions: list[Extraction], quote_id: str, **changes: object) -> list[Extraction]:
    """The extractions with one quote changed, or left out where nothing is to be changed."""
    changed = []
    for extraction in extractions:
        quotes = [replace(q, **changes) if q.id == quote_id else q for q in extraction.quotes]  # type: ignore[arg-type]
        kept = [q for q in quotes if changes or q.id != quote_id]
        changed.append(replace(extraction, quotes=tuple(kept)))
    return changed


def wrong(outcomes: list[Outcome]) -> list[Row]:
    return [outcome.row for outcome in outcomes if not outcome.right]


def row_number(article: str, words: str) -> int:
    return next(i for i, row in enumerate(ROWS) if row.article == article and words in row.words)


PROGRESS = row_number("harbor-ledger.txt", "making progress")


def expected_clusters() -> list[Cluster]:
    groups = [
        [f"q{ROWS.index(named(ROWS, m)[0])}" for m in g.get("members", ())] for g in clusters_expected()["together"]
    ]
    return [Cluster(f"c{i}", members[0], tuple(members)) for i, members in enumerate(groups) if members]


def test_the_gold_scores_full_marks() -> None:
    outcomes = score(ROWS, predict(ROWS))
    assert wrong(outcomes) == []
    assert share_right(outcomes, "direct", "mixed") == share_right(outcomes, "indirect") == 1.0
    assert cluster_errors(outcomes, expected_clusters()) == []


def test_nothing_predicted_scores_nothing() -> None:
    outcomes = score(ROWS, [])
    assert share_right(outcomes, "direct", "mixed", "indirect") == 0.0
    assert len(cluster_errors(outcomes, [])) == sum("members" in group for group in clusters_expected()["together"])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="missed"),
        pytest.param({"speaker": None}, id="no speaker"),
        pytest.param({"speaker": Speaker("m", "Melania Trump", "person", "resolved")}, id="wrong speaker"),
        pytest.param({"content": (Span(0, 5, "Trump"),)}, id="elsewhere"),
    ],
)
def test_a_bad_quote_counts_against_its_row_only(changes: dict[str, object]) -> None:
    outcomes = score(ROWS, change(predict(ROWS), f"q{PROGRESS}", **changes))
    assert wrong(outcomes) == [ROWS[PROGRESS]]


def test_less_than_half_of_the_words_is_not_found() -> None:
    start = ROWS[PROGRESS].content[0].start
    assert start is not None
    text = text_of("harbor-ledger.txt")
    for end, found in ((text.index("to stop the"), True), (text.index("we’re"), False)):
        outcomes = score(ROWS, change(predict(ROWS), f"q{PROGRESS}", content=(Span(start, end, text[start:end]),)))
        assert (wrong(outcomes) == []) == found


def test_other_spellings_of_a_name_are_right() -> None:
    number = row_number("northline-news-agency.txt", "No one wants peace")
    for name, right in (("Volodymyr Zelenskiy", True), ("Olena Zelenska", False)):
        speaker = Speaker("z", name, "person", "resolved")
        outcomes = score(ROWS, change(predict(ROWS), f"q{number}", speaker=speaker))
        assert (wrong(outcomes) == []) == right


def test_an_unnamed_source_takes_no_named_person() -> None:
    number = row_number("capital-brief.txt", "asked to guarantee")
    anonymous = Speaker("a", "a senior European official", "person", "anonymous")
    named_person = Speaker("k", "Keith Kellogg", "person", "resolved")
    assert wrong(score(ROWS, change(predict(ROWS), f"q{number}", speaker=anonymous))) == []
    assert wrong(score(ROWS, change(predict(ROWS), f"q{number}", speaker=named_person))) == [ROWS[number]]


@pytest.mark.parametrize("kind", ["scare", "furniture"])
def test_a_speaker_for_what_no_one_said_is_wrong(kind: str) -> None:
    numbers = [i for i, row in enumerate(ROWS) if row.type == kind]
    said = [replace(row, type="direct", speaker="Donald Trump") if i in numbers else row for i, row in enumerate(ROWS)]
    outcomes = score(ROWS, predict(said))
    assert wrong(outcomes) == [ROWS[i] for i in numbers]


def test_cluster_errors_are_named() -> None:
    outcomes = score(ROWS, predict(ROWS))
    clusters = expected_clusters()
    [missing] = cluster_errors(outcomes, clusters[1:])
    assert missing.startswith("Trump: making progress: not one cluster")
    end_war = f"q{row_number('morning-courier.txt', 'We want to end that war')}"
    merged = [replace(clusters[0], members=(*clusters[0].members, end_war)), *clusters[1:]]
    errors = cluster_errors(outcomes, merged)
    assert any(error.startswith("Trump wants the war to end") for error in errors)
    vance = f"q{row_number('capital-brief.txt', 'tools of leverage')}"
    healey = f"q{row_number('westbrook-beacon.txt', 'about Ukraine without')}"
    [chance] = cluster_errors(outcomes, [*clusters, Cluster("c99", vance, (vance, healey))])
    assert chance.startswith("share a cluster: capital-brief.txt")


# Then the real thing.


@pytest.fixture(scope="module")
def result() -> Result:
    from claimkit.runs.pipeline import run

    return run([str(SEEDS)])


@pytest.fixture(scope="module")
def outcomes(result: Result) -> list[Outcome]:
    return score(ROWS, result.extractions)


def listed(outcomes: list[Outcome], *types: str) -> str:
    """The rows of these types that came out wrong, to read in a failing test."""
    bad = [o for o in outcomes if o.row.type in types and not o.right]
    lines = [f"{o.row.article} [{o.row.type}] {o.row.words[:70]!r}: want {o.row.speaker}, {_got(o)}" for o in bad]
    return "\n".join(["", *lines])


def _got(outcome: Outcome) -> str:
    if outcome.quote is None:
        return "not found"
    speaker = outcome.quote.speaker
    return f"got {speaker.name!r} ({speaker.status})" if speaker else "got no speaker"


@pytest.mark.model
def test_every_sample_is_read(result: Result) -> None:
    assert list(result.failures) == []
    assert sorted(Path(e.article.path).name for e in result.extractions) == ARTICLES


@pytest.mark.model
def test_direct_and_mixed_have_the_right_speaker(outcomes: list[Outcome]) -> None:
    assert share_right(outcomes, "direct", "mixed") >= 0.95, listed(outcomes, "direct", "mixed")


@pytest.mark.model
def test_indirect_have_the_right_speaker(outcomes: list[Outcome]) -> None:
    assert share_right(outcomes, "indirect") >= 0.75, listed(outcomes, "indirect")


@pytest.mark.model
def test_no_speaker_for_what_no_one_said(outcomes: list[Outcome]) -> None:
    assert share_right(outcomes, "scare", "furniture") == 1.0, listed(outcomes, "scare", "furniture")


@pytest.mark.model
def test_one_name_a_person_across_outlets(outcomes: list[Outcome]) -> None:
    names: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for outcome in outcomes:
        if outcome.right and outcome.row.speaker and outcome.quote and outcome.quote.speaker:
            names[outcome.row.speaker].add((outcome.quote.speaker.id, outcome.quote.speaker.name))
    assert {person: found for person, found in names.items() if len(found) > 1} == {}


@pytest.mark.model
def test_the_same_quotation_is_grouped(result: Result, outcomes: list[Outcome]) -> None:
    assert cluster_errors(outcomes, result.clusters) == []
