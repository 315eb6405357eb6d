"""What several say jointly, and what articles say of speakers, from the record to every answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit import api, corpus
from claimkit.cli import app
from claimkit.english.text import slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Member, Span, Speaker
from claimkit.search import profiles, speaker_lists
from claimkit.search.entries import quotes
from claimkit.search.filters import Filters, matches
from claimkit.search.phrase import who_said
from claimkit.search.where import with_ids
from claimkit.store import Store, connecting

from records import extraction, person

JOINT = ("We will keep the ferry running.", "Lund and Jonas Berg")


def jointly(*names: str) -> Speaker:
    name = " and ".join(names)
    return Speaker(slug(name), name, "group", "resolved", members=tuple(Member(slug(one), one) for one in names))


def said_by(item: Extraction, *speakers: Speaker | None) -> Extraction:
    several = zip(item.quotes, speakers, strict=True)
    return replace(item, quotes=tuple(replace(quote, speaker=who) for quote, who in several))


def articles() -> list[Extraction]:
    """Ada Lund speaks alone, jointly with Jonas Berg, and under her surname; he and Eva Roth never speak alone."""
    lund = replace(
        person("Ada Lund"),
        title=Span(0, 6, "Mayor\nof"),
        affiliation="Harbour Council",
        affiliation_span=Span(7, 11, "They"),
        pronouns="she",
        pronouns_span=Span(1, 3, "Ms"),
    )
    one = extraction("a.txt", ("It is late in the year.", "Ada Lund"), JOINT, outlet="Post", published="2025-02-09")
    two = extraction("b.txt", ("Nobody asked us about it.", "Lund"), outlet="Lantern", published="2025-02-10")
    three = extraction("c.txt", ("The bridge is safe to cross.", "Roth and Berg"), ("No.", "Ivo Marek"), outlet="Post")
    marek = replace(person("Ivo Marek"), pronouns="he", pronouns_span=Span(0, 2, "Mr"))
    return [
        said_by(one, lund, jointly("Lund", "Jonas Berg")),
        said_by(two, replace(person("Lund"), pronouns="she", pronouns_span=Span(1, 4, "her"))),
        said_by(three, jointly("Eva Roth", "Berg"), marek),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "joint.db"
    with Store(file) as store:
        for item in articles():
            store.save(item, location="/" + item.article.path, digest="", version="")
        corpus.link(store)
    return file


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def with_people(store: Store, *people: PersonEntry) -> None:
    store.replace_people_file(people)
    corpus.link(store)
    named = corpus.unify(articles(), people)
    assert list(store.extractions(linked=True)) == corpus.assign(named, corpus.cluster(named))
    assert connecting.damage(store.path) == []


def texts(store: Store, filters: Filters) -> list[str]:
    found = [entry.quote.text for entry in quotes(store, filters)]
    full = with_ids(store, filters)
    kept = [q.text for e in store.extractions(linked=True) for q in e.quotes if matches(full, e.article, q)]
    assert sorted(found) == sorted(kept)
    return found


def test_members_have_the_names_that_they_have_alone(store: Store) -> None:
    first, _, third = store.extractions(linked=True)
    who = first.quotes[1].speaker
    assert who is not None
    assert (who.id, who.name) == ("ada-lund-and-jonas-berg", "Ada Lund and Jonas Berg")
    assert who.members == (Member("ada-lund", "Ada Lund"), Member("jonas-berg", "Jonas Berg"))
    other = third.quotes[0].speaker
    assert other is not None
    assert [member.name for member in other.members] == ["Eva Roth", "Jonas Berg"]


@pytest.mark.parametrize(
    ("name", "found"),
    [("Ada Lund", 3), ("Lund", 3), ("Berg", 2), ("jonas-berg", 2), ("eva-roth", 1), ("ada-lund-and-jonas-berg", 1)],
)
def test_a_joint_statement_is_found_under_each_member(store: Store, name: str, found: int) -> None:
    wanted = texts(store, Filters(speakers=(name,)))
    assert len(wanted) == found
    assert len(texts(store, Filters(exclude_speakers=(name,)))) == 5 - found
    hits = who_said(store, "ferry running", Filters(speakers=(name,)))
    assert [hit.quote.text for hit in hits] == [text for text in wanted if "ferry" in text]


def test_two_members_get_their_joint_statement_once(store: Store) -> None:
    assert len(texts(store, Filters(speakers=("Ada Lund", "Jonas Berg")))) == 4


def test_speakers_counts_members_and_no_joint_speaker(store: Store) -> None:
    found = {one.speaker.name: (one.quotes, one.articles, one.outlets) for one in speaker_lists.speakers(store)}
    assert found == {"Ada Lund": (3, 2, 2), "Jonas Berg": (2, 2, 1), "Eva Roth": (1, 1, 1), "Ivo Marek": (1, 1, 1)}
    [joint] = [one for one in speaker_lists.speakers(store, "ada-lund-and-jonas-berg") if one.speaker.members]
    assert (joint.quotes, joint.speaker.name) == (1, "Ada Lund and Jonas Berg")
    counted = store.connection.execute("SELECT name, quotes FROM speaker_counts ORDER BY quotes DESC, name").fetchall()
    assert counted == [("Ada Lund", 3), ("Jonas Berg", 2), ("Eva Roth", 1), ("Ivo Marek", 1)]


def test_a_profile_has_what_is_said_alone_and_jointly(store: Store) -> None:
    found = profiles.profile(store, "Ada Lund")
    assert found is not None
    assert (found.summary.quotes, len(found.newest)) == (3, 3)
    assert [(one.text, one.number) for one in found.titles] == [("Mayor of", 1)]
    assert [(one.text, one.number) for one in found.affiliations] == [("Harbour Council", 1)]
    assert [(one.text, one.number) for one in found.jointly_with] == [("Jonas Berg", 1)]
    assert found.summary.speaker.pronouns == "she"
    alone = profiles.profile(store, "jonas-berg")
    assert alone is not None
    assert [(one.text, one.number) for one in alone.jointly_with] == [("Ada Lund", 1), ("Eva Roth", 1)]
    both = profiles.profile(store, "ada-lund-and-jonas-berg")
    assert both is not None
    assert (both.summary.quotes, both.jointly_with) == (1, ())


def test_pronouns_are_counted_by_people_and_statements(store: Store) -> None:
    found = [(one.pronouns, one.people, one.quotes) for one in speaker_lists.count_pronouns(store)]
    assert found == [("she", 1, 3), ("he", 1, 1), ("they", 0, 0), (None, 2, 2)]


def test_articles_that_differ_leave_the_pronouns_open(store: Store) -> None:
    other = said_by(articles()[1], replace(person("Lund"), pronouns="he", pronouns_span=Span(0, 2, "Mr")))
    store.save(other, location="/b.txt", digest="", version="2")
    corpus.link(store)
    found = {one.speaker.name: one.speaker.pronouns for one in speaker_lists.speakers(store)}
    assert found["Ada Lund"] is None
    pronouns = [q.speaker and q.speaker.pronouns for e in store.extractions(linked=True) for q in e.quotes]
    assert pronouns == ["she", None, "he", None, "he"]  # an article's own stay its own


def test_the_people_file_sets_and_hides_pronouns(store: Store) -> None:
    with_people(
        store,
        PersonEntry("ada-lund", "Ada Lund", pronouns="hide"),
        PersonEntry("jonas-berg", "Jonas Berg", pronouns="they", affiliation="Ferry Union"),
    )
    found = [(one.pronouns, one.people, one.quotes) for one in speaker_lists.count_pronouns(store)]
    assert found == [("she", 0, 0), ("he", 1, 1), ("they", 1, 2), (None, 2, 4)]
    lund = next(store.extractions(linked=True)).quotes[0].speaker
    assert lund is not None
    assert (lund.pronouns, lund.pronouns_span, lund.decided_by) == (None, None, "people file")
    assert (lund.affiliation, lund.title) == ("Harbour Council", Span(0, 6, "Mayor\nof"))
    with_people(store, PersonEntry("ada-lund", "Ada Lund", pronouns="they", affiliation="Town Hall"))
    lund = next(store.extractions(linked=True)).quotes[0].speaker
    assert lund is not None
    assert (lund.pronouns, lund.pronouns_span) == ("they", None)
    assert (lund.affiliation, lund.affiliation_span) == ("Town Hall", None)


def test_merging_two_people_merges_what_they_say_jointly(store: Store) -> None:
    with_people(store, PersonEntry("ada-lund", "Ada Lund", merge=("Eva Roth",)))
    found = {one.speaker.name: one.quotes for one in speaker_lists.speakers(store)}
    assert found == {"Ada Lund": 4, "Jonas Berg": 2, "Ivo Marek": 1}
    with_people(store)
    assert {one.speaker.name: one.quotes for one in speaker_lists.speakers(store)}["Eva Roth"] == 1


def test_an_exported_people_file_changes_nothing_and_lists_members(store: Store) -> None:
    before = list(store.extractions(linked=True))
    listed = corpus.list_people(before)
    assert [one.name for one in listed] == ["Ada Lund", "Eva Roth", "Ivo Marek", "Jonas Berg"]
    with_people(store, *listed)
    assert list(store.extractions(linked=True)) == before


def printed(path: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--db", str(path)], prog_name="claimkit")
    assert result.exit_code == 0, result.output
    return result.stdout


def test_csv_and_frames_have_the_new_columns(path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(path, "quotes", "--type", "all", "--format", "csv"))))
    kept = [
        tuple(
            row[name] for name in ("speaker_title", "affiliation", "speaker_members", "speaker_pronouns", "publisher")
        )
        for row in rows
    ]
    assert kept[:2] == [("Mayor\nof", "Harbour Council", "", "she", ""), ("", "", "Ada Lund; Jonas Berg", "", "")]
    frame = api.Store(path).quotes().to_pandas()
    assert list(frame["speaker_members"].fillna(""))[:2] == ["", "Ada Lund; Jonas Berg"]
    view = "SELECT speaker_title, affiliation, speaker_members, speaker_pronouns FROM quotations ORDER BY path, id"
    with Store(path, readonly=True) as store:
        assert set(store.connection.execute(view).fetchall()) >= {
            ("Mayor\nof", "Harbour Council", None, "she"),
            (None, None, "Ada Lund; Jonas Berg", None),
        }


def test_by_pronouns_is_printed_in_every_format(path: Path) -> None:
    assert json.loads(printed(path, "speakers", "--by", "pronouns", "--json")) == [
        {"pronouns": "she", "people": 1, "quotes": 3},
        {"pronouns": "he", "people": 1, "quotes": 1},
        {"pronouns": "they", "people": 0, "quotes": 0},
        {"pronouns": None, "people": 2, "quotes": 2},
    ]
    assert api.Store(path).pronouns().to_dicts()[0]["people"] == 1
    assert printed(path, "speakers", "--by", "pronouns", "--format", "csv").splitlines()[-1] == "unknown,2,2"
    table = printed(path, "speakers", "--by", "pronouns", "--format", "table")
    assert "unknown" in table
    assert "4 people" in table


def test_by_and_a_name_disagree(path: Path) -> None:
    result = CliRunner().invoke(app, ["speakers", "Lund", "--by", "pronouns", "--db", str(path)], prog_name="claimkit")
    assert result.exit_code == 2
    assert "--by counts all persons; leave NAME out" in result.output


def test_exports_name_each_member(path: Path) -> None:
    graph = json.loads(printed(path, "export", "--format", "schema-org"))["@graph"]
    found: list[Any] = [node.get("creator") for node in graph if node["@type"] == "Quotation"]
    lund = next(one for one in found if isinstance(one, dict) and one["name"] == "Ada Lund" and "jobTitle" in one)
    assert (lund["jobTitle"], lund["affiliation"]["name"]) == ("Mayor of", "Harbour Council")
    several = next(one for one in found if isinstance(one, list))
    assert [(one["@id"], one["name"]) for one in several] == [
        ("urn:claimkit:speaker:ada-lund", "Ada Lund"),
        ("urn:claimkit:speaker:jonas-berg", "Jonas Berg"),
    ]
    items = json.loads(printed(path, "export", "--format", "web-annotation"))["first"]["items"]
    bodies = [one["source"]["name"] for item in items for one in item["body"] if one.get("source")]
    assert bodies.count("Jonas Berg") == 2
    assert "Ada Lund and Jonas Berg" not in bodies
    parts = printed(path, "export", "--format", "conll", "--speaker", "Lund")
    assert '"members": [{"id": "ada-lund", "name": "Ada Lund"}' in parts


def test_explain_and_profile_show_what_the_article_says(path: Path) -> None:
    with Store(path, readonly=True) as store:
        first = next(store.extractions(linked=True))
    alone, joint = (printed(path, "explain", quote.id, "--format", "table") for quote in first.quotes)
    for shown in ("“Mayor of”", "Harbour Council", "“Ms”"):
        assert shown in alone
    assert "Ada Lund (ada-lund), Jonas Berg (jonas-berg)" in joint
    profile = printed(path, "speakers", "Lund", "--format", "table")
    for shown in ("Pronouns", "Mayor of (1 quotation)", "Harbour Council (1 quotation)", "Jonas Berg (1 quotation)"):
        assert shown in profile
