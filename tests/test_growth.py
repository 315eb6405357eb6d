"""Inputs that took time by the square of their size: what is done to them grows with the size alone."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import HTMLParser

from claimkit import reader
from claimkit.analysis.resolution.people import roster
from claimkit.analysis.resolution.people.entities import Person
from claimkit.analysis.tagger import _blocks
from claimkit.corpus import people
from claimkit.corpus.people import article_speakers, entry_index, forms, offices
from claimkit.english import dotted_keys as dotted
from claimkit.english import names
from claimkit.errors import InputError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Article, Extraction, Quote, Span, Speaker
from claimkit.reader import fragment, tags

MANY = "".join(f"a{i}=1 " for i in range(1_000))


def most_attributes(markup: str) -> int:
    tree = etree.fromstring(f"<div>{markup}</div>".encode(), HTMLParser(encoding="utf-8"))
    return max(len(node.attrib) for node in tree.iter(etree.Element))


@pytest.mark.parametrize(
    "markup",
    [
        f"<p {MANY}>We sail</p>",
        f"<!-- <a b=' --><p {MANY}>We sail</p>",
        f'<p b="{MANY}<a {MANY}">We sail</p>',
        f"<script>'<a {MANY}'</script><p {MANY}>We sail</p>",
        f"<p {MANY.replace(' ', '/')}>We sail</p>",
        f"<p {MANY.replace(' ', chr(12))}>We sail</p>",
        f"<p b=\xa0'{MANY}'>We sail</p>",
        f"<p {MANY.replace('=1', '=>')}>We sail</p>",
    ],
)
def test_no_parser_sees_a_tag_of_a_thousand_attributes(markup: str) -> None:
    assert most_attributes(tags.limit_attributes(markup)) <= 200
    assert "We sail" in fragment.extract_text(markup)


@given(st.lists(st.sampled_from(["<", "<a", "</a", ">", "=", "'", '"', "/", " b", "<!--", "-->", "<script", "\n"])))
def test_what_is_written_out_again_holds_no_such_tag_however_it_is_read(pieces: list[str]) -> None:
    markup = "".join([*pieces, "<p ", MANY, ">", *pieces])
    assert tags._is_sound(tags.limit_attributes(markup))


def test_usual_tags_stay_byte_for_byte() -> None:
    for markup in ('<p a=1 b="<c>" d>x</p>', "a <b and c", "if (a<b && c>d) {}", "<p", f"<p {MANY[:900]}>x</p>"):
        assert tags.limit_attributes(markup) == markup


def test_namespaces_of_a_feed_are_not_repeated_in_its_elements() -> None:
    names = " ".join(f'xmlns:a{i}="u{i}"' for i in range(500))
    inside = "<a1:p>We &amp; <b>you</b> sail<br/>on &x; home</a1:p> now" * 500
    data = f'<feed {names}><entry><content type="xhtml">{inside}</content></entry></feed>'.encode()
    source = reader.Source("-", reader.STDIN)
    (item,) = reader.items(source, io.BytesIO(data), reader.Options("feed"))
    assert isinstance(item, reader.Item)
    assert len(item.data) < len(data)
    assert str(item.data).startswith("<p>We &amp; <b>you</b> sail<br/>on &x; home</p> now")
    assert reader.parse(source, item).text.startswith("We & you sail\non")


class Counted(Mapping[str, PersonEntry]):
    """A mapping that counts how often it is asked."""

    def __init__(self, inner: Mapping[str, PersonEntry]) -> None:
        self.inner, self.asked = inner, 0

    def __getitem__(self, key: str) -> PersonEntry:
        self.asked += 1
        return self.inner[key]

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return key in self.inner

    def __iter__(self) -> Iterator[str]:
        return iter(self.inner)

    def __len__(self) -> int:
        return len(self.inner)


def test_a_chain_of_merges_is_followed_once() -> None:
    chain = [PersonEntry(f"a{i}", f"N{i}", merge=(f"a{i + 1}",)) for i in range(1_000)]
    into = Counted(entry_index.merge_targets(chain))
    roots = entry_index.merge_roots(into)
    assert {root.id for root in roots.values()} == {"a0"}
    assert into.asked < 10 * len(chain)


@given(st.lists(st.lists(st.integers(0, 6), max_size=2), min_size=1, max_size=7))
def test_who_takes_in_whom_is_what_following_each_merge_says(merged: list[list[int]]) -> None:
    into = entry_index.merge_targets(
        [PersonEntry(f"p{i}", f"N{i}", merge=tuple(f"p{j}" for j in m)) for i, m in enumerate(merged)]
    )
    for id_ in into:
        steps, at = [id_], into[id_].id
        while at in into and at not in steps:
            steps.append(at)
            at = into[at].id
        assert (id_ in entry_index.ids_in_circles(into)) == (at == id_)
        assert entry_index.merge_roots(into)[id_].id == at


@pytest.mark.parametrize(
    ("toml", "found"),
    [
        ("a" + ".a" * 20 + " = 1", (1, 21)),
        ("# x\n[[a" + ' . "b"' * 10 + "]]", (2, 11)),
        ('x = """a' + ".a" * 20 + '"""', None),
        ("x = 'a" + ".a" * 20 + "' # a" + ".a" * 20, None),
        ("x = [" + "1.5, " * 20 + "]", None),
        ('"' + "." * 20 + '" = 1', None),
        ('x = """' + '\\"""' * 20, None),
    ],
)
def test_keys_of_many_parts_are_found_outside_of_strings_and_comments(toml: str, found: tuple[int, int] | None) -> None:
    assert dotted.too_deep(toml) == found


def test_a_people_file_with_such_a_key_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"p\.toml:2: has a key of 12 parts; write \[\[person\]\]"):
        people.parse_people_file(b"[[person]]\na" + b".a" * 11 + b" = 1\n", "p.toml")


NAMES = ["Anna Ilves", "Ilves", "Ann", "O'Brien", "van Dyk", "St. Clair", "İlves"]
BETWEEN = [" said ", ". ", "\n", "Mr. ", "President ", "x", "’s "]


@given(st.lists(st.sampled_from([*NAMES, *BETWEEN])).map("".join))
def test_an_index_of_the_words_finds_what_a_search_for_each_name_finds(text: str) -> None:
    titles, offsets = article_speakers.titles_before(text, NAMES), offices.NameOffsets(text)
    for name in NAMES:
        starts, at = [], text.find(name)
        while at >= 0:
            starts.append(at)
            at = text.find(name, at + len(name))
        ends = [(a, a + len(name)) for a in starts]
        assert offsets.of(name) == [
            a for a, b in ends if not text[a - 1 : a].isalnum() and not text[b : b + 1].isalnum()
        ]
        before = [article_speakers._WORD_BEFORE.search(text, max(0, a - article_speakers._TITLE), a) for a in starts]
        assert titles[name] == {m[1].casefold() for m in before if m}


def test_spans_of_a_very_long_text_are_compared_with_those_near_them_only() -> None:
    cues = [(i * 10, i * 10 + 1) for i in range(5_000)]
    blocks = list(_blocks(cues, cues))
    assert [i for some, _ in blocks for i in range(5_000)[some]] == list(range(5_000))
    assert sum((some.stop - some.start) * (near.stop - near.start) for some, near in blocks) < 600 * len(cues)
    assert all(
        near.start <= max(0, some.start - 200) and near.stop >= min(5_000, some.stop + 199) for some, near in blocks
    )
    assert list(_blocks(cues[:100], cues[:100])) == [(slice(0, 100), slice(0, 100))]


WORDS = "Anna Ann A. B. Bill William Will Xi Suu San Aung Kyi van de Ilves Ilvess Kim J.D. JD Mohammed I. Ei Y. Jr."
FULL = st.lists(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=5).map(" ".join), max_size=20).map(
    lambda texts: {text: name for text in texts if (name := names.parse(text)) is not None and name.given}
)


@pytest.mark.parametrize("few", [0, 64])
@given(FULL)
def test_all_names_that_fit_are_among_the_pairs(few: int, parsed: dict[str, names.Name]) -> None:
    def fitting(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
        return {frozenset(pair) for pair in pairs if names.compatible(parsed[pair[0]], parsed[pair[1]])}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "_FEW", few)
        assert fitting(forms._pairs(sorted(parsed), parsed)) == fitting(itertools.combinations(sorted(parsed), 2))


@pytest.mark.parametrize("name", ["Anna {} Ilves", "A. {} Ilves", "Anna Maria {} Ilves", "{} van Ilves", "Anna {}"])
def test_few_names_of_many_are_compared(name: str) -> None:
    middle = ["".join(letters) for letters in itertools.product("Bcdfgklmnp", repeat=3)]
    parsed = {text: names.Name(text, tuple(text.lower().replace(".", "").split())) for text in map(name.format, middle)}
    pairs = list(itertools.islice(forms._pairs(sorted(parsed), parsed), 100_000))
    assert len(pairs) < 64 * len(parsed)


@given(FULL, st.sampled_from(["Ilves", "Xi Jinping", "van Dyk", "Kyi"]))
def test_a_name_that_fits_is_found_by_its_given_names(parsed: dict[str, names.Name], without: str) -> None:
    other = names.parse(without)
    assert other is not None
    for a, b in itertools.product(parsed.values(), [*parsed.values(), other]):
        assert forms.sought_keys(a) & forms.given_keys(b) or not names.compatible(a, b)


def test_people_who_speak_together_are_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(a: names.Name, b: names.Name) -> bool:
        nonlocal compared
        compared += 1
        return plain(a, b)

    plain = names.compatible
    monkeypatch.setattr(names, "compatible", counted)
    letters = ["".join(some) for some in itertools.product("bcdfg", repeat=3)]
    speakers = [Speaker(f"n{w}", f"N{w} Ilves", "person", "resolved", ()) for w in letters]
    speakers += [Speaker(f"j{w}", f"M{w} Ilves and K{w} Ilves", "group", "resolved", ()) for w in letters]
    span = Span(0, 1, "x")
    quotes = [Quote(s.id, "a", "direct", "x", (span,), None, None, s, 1.0) for s in speakers]
    text = "x " + " ".join(s.name or "" for s in speakers)
    people.unify([Extraction(Article("a", "a.txt", text), tuple(quotes))])
    assert compared < 10 * len(speakers)


def only_ends(name: names.Name, other: names.Name) -> bool:
    words = name.words
    return len(other.words) > len(words) and other.words[-len(words) :] == words and not names.is_given(words[0])


@given(FULL, st.data())
def test_the_usual_form_of_a_name_is_what_comparing_all_pairs_finds(
    parsed: dict[str, names.Name], data: st.DataObject
) -> None:
    person = Person(names.Name("Anna Ilves", ("anna", "ilves")), first=0)
    person.forms.update({text: data.draw(st.integers(1, 3)) for text in parsed})
    seen = {name: person.forms[text] for text, name in parsed.items()}  # the last of those that read the same counts
    whole = {name: n for name, n in seen.items() if not any(only_ends(name, other) for other in seen)}
    wanted = min(whole, key=lambda n: (-whole[n], -len(n.text), n.text), default=person.name)
    roster._rename(person)
    assert person.name == wanted


def test_titles_before_a_name_are_left_out_however_many() -> None:
    assert names.parse("Mr. President " * 1_000 + "Anna Ilves") == names.Name("Anna Ilves", ("anna", "ilves"))
    assert names.parse("Mr. " * 1_000) == names.parse("Mr.")
