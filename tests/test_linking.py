"""Linking a store: whatever happened to it before, the answer is that of all its articles at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.corpus import cache, clusters, columns, linking, people, same_words
from claimkit.english.text import digest, slug
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Article, Evidence, Extraction, Member, Quote, Span, Speaker
from claimkit.store import Store, checks, links

from store_links import write_links

SENTENCE = "The old reservoir will be drained before the first frost, whatever the council decides."
_SAID = (SENTENCE, SENTENCE[:57], SENTENCE[20:], "Nobody asked the keepers before the tower was sold.", "Hm.")
_NAMES = ("Donald Trump", "Donald J. Trump", "Trump", "Melania Trump", "Mike Waltz", "Waltz", "Mike Waltz and Trump")
_TEXTS = ("", "Mr. Trump spoke.", "President Trump met Mrs. Trump.", "The French president said so on Monday.")
_FILES = (
    (),
    (PersonEntry("donald-trump", "Donald Trump", ("D. Trump",), ("Trump",), pin="Donald J. Trump"),),
    (PersonEntry("mike-waltz", "Mike Waltz", split=("Waltz",), wikidata="Q1", affiliation="NSC", pronouns="he"),),
    (PersonEntry("waltz", "Waltz", merge=("Michael Waltz",), pronouns="hide"),),
)
# Of the first, an article says more; the others speak jointly, and some of them never alone.
_JOINT = ("Waltz & Donald Trump", "Trump & Michael Waltz", "Mr. Trump & Trump", "The Post & Ivo Marek", "D & Ivo Marek")
_FACTS = Speaker(
    *("", None, "person", "resolved"),
    title=Span(0, 9, "President"),
    affiliation="The Post",
    affiliation_span=Span(2, 5, "its"),
    pronouns="she",
    pronouns_span=Span(7, 10, "her"),
)


def article(number: int, said: Iterable[tuple[str, str, str | None, bool]], text: str, on: str | None) -> Extraction:
    """An article with quotations, each of words, type, speaker's name and whether there is evidence."""
    known = Article(f"a_{number:03}", f"{number}.txt", text, published=on)
    quotes = []
    for place, (words, type_, name, shown) in enumerate(said):
        speaker: Speaker | None = None
        if name == "?":  # whom the list of offices may name
            start = max(text.find("The French president"), 0)
            steps = (Evidence(start, start + 20, text[start : start + 20] or "the French president", "role"),) * shown
            speaker = Speaker("unresolved", None, "person", "unresolved", steps)
        elif name == "he":  # whom another article may name
            steps = (Evidence(0, 1, "x", "pronoun"),) * shown
            speaker = Speaker("unresolved", None, "person", "unresolved", steps)
        elif name is not None and " & " in name:
            steps = (Evidence(0, 1, "x", "named together"),) * shown
            members = tuple(Member(slug(one), one) for one in name.split(" & "))
            joined = name.replace(" & ", " and ")
            speaker = Speaker(slug(joined), joined, "group", "resolved", steps, members=members)
        elif name == "a report":
            speaker = Speaker("the-post-document", "the Post", "document", "resolved", publisher="the Post")
        elif name is not None:
            steps = (Evidence(0, 1, "x", "surname"),) * shown
            kind = "group" if " and " in name else "organization" if name == "The Post" else "person"
            speaker = Speaker(slug(name), name, kind, "resolved", steps)
            if kind == "person" and place % 2:
                speaker = speaker.as_said_of(_FACTS)
        spans = (Span(10 * place, 10 * place + 5, words[:5]),)
        id_ = "q_" + digest(f"{number} {place} {words}")
        source = Span(0, 2, "he") if name == "he" else None
        quotes.append(Quote(id_, known.id, type_, words, spans, None, source, speaker, 1.0))  # type: ignore[arg-type]
    return Extraction(known, tuple(quotes))


def expected(extractions: Iterable[Extraction], people_file: tuple[PersonEntry, ...] = ()) -> list[Extraction]:
    """All at once, from the articles."""
    named = people.unify(sorted(extractions, key=lambda one: one.article.path), people_file)
    return same_words.share_names(clusters.assign(named, clusters.cluster(named)))


def save(store: Store, one: Extraction, location: str | None = None) -> None:
    store.save(one, location=location or one.article.path, digest="", version="")


_quotes = st.tuples(
    st.sampled_from(_SAID),
    st.sampled_from(["direct", "mixed", "indirect"]),
    st.none() | st.sampled_from([*_NAMES, *_JOINT, "The Post", "the Post", "a report", "?", "he"]),
    st.booleans(),
)
_articles = st.tuples(
    st.lists(_quotes, max_size=4), st.sampled_from(_TEXTS), st.sampled_from([None, "2025-03-01", "2024-06-01"])
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_articles, max_size=8), st.randoms(use_true_random=False), st.lists(st.integers(0, 9), max_size=6))
def test_any_history_gives_the_answer_of_all_at_once(
    given_: list[tuple[list[tuple[str, str, str | None, bool]], str, str | None]], rng: Random, steps: list[int]
) -> None:
    corpus = [article(n, *one) for n, one in enumerate(given_)]
    held: dict[str, Extraction] = {}
    people_file: tuple[PersonEntry, ...] = ()
    with Store(":memory:") as store:
        for step in steps:
            if step < 5:
                for one in rng.sample(corpus, rng.randint(0, len(corpus))):
                    save(store, one)
                    held[one.article.path] = one
            elif step < 7 and held:
                gone = rng.sample(sorted(held), rng.randint(1, len(held)))
                store.remove(gone)
                held = {path: one for path, one in held.items() if path not in gone}
            elif step == 7:
                people_file = rng.choice(_FILES)
                store.replace_people_file(people_file)
            elif step == 8:
                store.connection.execute(
                    rng.choice(["DELETE FROM lean", "UPDATE lean SET data = x'00', written = x'00'"])
                )
            else:
                write_links(store, list(store.extractions()), ())  # somebody else's links
                store.connection.execute("UPDATE counters SET value = -1 WHERE name = 'linked'")
            if rng.random() < 0.5:
                linking.link(store)
                assert list(store.extractions(linked=True)) == expected(held.values(), people_file)
        linking.link(store)
        assert list(store.extractions(linked=True)) == expected(held.values(), people_file)
        assert not store.stale
        check_members(store, held.values(), people_file)


def check_members(store: Store, held: Iterable[Extraction], people_file: tuple[PersonEntry, ...]) -> None:
    """Every speaker speaks, alone or jointly, and those who do so jointly are the same as in any other history."""
    query = (
        "SELECT j.id, o.id, o.name, o.kind, o.wikidata, o.affiliation, o.pronouns,"
        " (SELECT group_concat(alias) FROM aliases a WHERE a.speaker_key = o.key) FROM members m"
        " JOIN speakers j ON j.key = m.speaker_key JOIN speakers o ON o.key = m.member_key ORDER BY 1, m.position, 2"
    )
    left = (
        "SELECT count(*) FROM speakers WHERE key NOT IN (SELECT speaker_key FROM quotes WHERE speaker_key IS NOT NULL)"
    )
    with Store(":memory:") as fresh:
        for one in held:
            save(fresh, one)
        fresh.replace_people_file(people_file)
        linking.link(fresh)
        assert set(store.connection.execute(query)) == set(fresh.connection.execute(query))
    assert store.connection.execute(f"{left} AND key NOT IN (SELECT member_key FROM members)").fetchone() == (0,)
    assert list(checks.find_damage(store.connection, checks.described(store.connection))) == []


def rows_written(store: Store) -> int:
    """Rows of quotations, speakers and clusters that linking writes."""
    tables = ("quotes", "speakers", "aliases", "members", "clusters")
    store.connection.execute("CREATE TEMP TABLE IF NOT EXISTS written (name TEXT)")
    for table in tables:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            store.connection.execute(
                f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{verb} AFTER {verb} ON main.{table}"
                f" BEGIN INSERT INTO written VALUES ('{table}'); END"
            )
    store.connection.execute("DELETE FROM written")
    linking.link(store)
    return int(store.connection.execute("SELECT count(*) FROM written").fetchone()[0])


def one_quote(number: int, words: str, name: str | None, *aliases: str) -> Extraction:
    made = article(number, [(words, "direct", name, True)], "", "2025-03-01")
    [quote] = made.quotes
    speaker = quote.speaker and replace(quote.speaker, aliases=aliases)
    return replace(made, quotes=(replace(quote, speaker=speaker),))


def test_only_what_changed_is_written() -> None:
    with Store(":memory:") as store:
        for number in range(40):
            save(store, one_quote(number, f"{SENTENCE} {number}", "Ada Lund"))
        assert rows_written(store) > 0
        save(store, one_quote(40, "An unrelated word about nothing in the world.", "Ivo Marek"))
        assert rows_written(store) == 0  # it stands alone, and saving it gave it its speaker
        save(store, one_quote(41, "Another unrelated word about nobody at all.", "Ada Lund", "A. Lund"))
        assert rows_written(store) <= 6  # the speaker's row and aliases, not the forty quotations
        assert list(store.extractions(linked=True)) == expected(store.extractions())


def test_one_article_in_two_places() -> None:
    one, two = one_quote(1, SENTENCE, "Ada Lund"), one_quote(2, SENTENCE[:60], "Lund")
    with Store(":memory:") as store:
        save(store, one)
        save(store, two)
        linking.link(store)
        first = list(store.extractions(linked=True))
        save(store, one, "elsewhere/1.txt")
        linking.link(store)
        assert list(store.extractions(linked=True)) == [*first, first[0]]
        assert len({quote.cluster for e in first for quote in e.quotes}) == 1


def test_small_parts_become_one_and_gone_articles_leave_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "_PART_QUOTES", 4)
    with Store(":memory:") as store:
        for number in range(16):
            save(store, one_quote(number, f"{SENTENCE} {number}", "Ada Lund"))
            linking.link(store)
        parts = [cache.unpack_columns(part.data) for part in links.load_parts(store.connection)]
        assert len(parts) < 12
        assert sorted(key for part in parts for key in part.articles.tolist()) == list(range(1, 17))
        store.remove([f"{number}.txt" for number in range(0, 16, 3)])
        linking.link(store)
        parts = [cache.unpack_columns(part.data) for part in links.load_parts(store.connection)]
        assert sum(len(part.articles) for part in parts) == 10
        assert list(store.extractions(linked=True)) == expected(store.extractions())


def test_links_of_another_process_are_not_overwritten_by_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one process computes, another one links; the first one looks again."""
    with Store(tmp_path / "store.db") as store, Store(tmp_path / "store.db") as other:
        for number in range(4):
            save(store, one_quote(number, SENTENCE, "Ada Lund"))
        solve = linking.solve

        def meanwhile(*given: object) -> object:
            monkeypatch.setattr(linking, "solve", solve)
            save(other, one_quote(9, SENTENCE, "Lund"))
            linking.link(other)
            return solve(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(linking, "solve", meanwhile)
        linking.link(store)
        assert not store.stale
        assert list(store.extractions(linked=True)) == expected(store.extractions())


def test_columns_come_back_from_bytes() -> None:
    corpus = [article(n, [(_SAID[n % 5], "direct", _NAMES[n], True)], _TEXTS[1], None) for n in range(7)]
    one = columns.columns_of([(n, [n], extraction) for n, extraction in enumerate(corpus)])
    again = cache.unpack_columns(cache.pack_columns(one))
    assert again.speakers == one.speakers
    assert cache.pack_columns(again) == cache.pack_columns(one)
