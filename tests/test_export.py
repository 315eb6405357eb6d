"""`claimkit export`: what other programs' own libraries read back is what was found, span by span."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import conllu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SDO, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.cli.export import ExportFormat
from claimkit.english.text import clean_text
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Extraction, Quote, Span, Speaker
from claimkit.models.tables import QUOTE_COLUMNS
from claimkit.output.exports import EXPORTERS, Exporter, conll, standoff
from claimkit.output.exports.iris import article_iri, web_address
from claimkit.output.exports.schema_org import schema_org
from claimkit.output.exports.text_fragments import LinkTarget, text_fragment
from claimkit.output.exports.web_annotation import web_annotations
from claimkit.output.records.flat import COLUMNS, flat_row, quote_row
from claimkit.output.records.quote import record
from claimkit.search import entries
from claimkit.search.filters import Filters
from claimkit.store import Store

from output_cases import extractions as made_extractions
from records import extractions as any_extractions
from store_links import write_links
from support import TESTS

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
TERM = Namespace("urn:claimkit:term:")
Spans = dict[str, list[tuple[int, int]]]


def export(store: Path, *options: str, code: int = 0) -> str:
    """What `claimkit export` prints from the store."""
    result = CliRunner().invoke(app, ["export", "--db", str(store), *options], prog_name="claimkit")
    assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
    return result.stdout if code == 0 else result.stderr


@pytest.fixture(scope="module")
def articles(seeds_store: Path) -> list[Extraction]:
    with Store(seeds_store, readonly=True) as store:
        return list(store.extractions(linked=True))


@pytest.fixture(scope="module")
def found(articles: list[Extraction]) -> list[tuple[Quote, Article]]:
    pairs = [(quote, extraction.article) for extraction in articles for quote in extraction.quotes]
    assert len(pairs) > 80
    return pairs


def spans(quote: Quote) -> Spans:
    """Every span of a quotation by its role."""
    roles = {"source": [quote.source], "cue": [quote.cue], "content": quote.content}
    return {role: [(s.start, s.end) for s in all_ if s] for role, all_ in roles.items()}


def graph(document: str, context: str) -> Graph:
    """The JSON-LD document as RDF, with the terms of tests/contexts in the place of the context on the web."""
    loaded = json.loads(document)
    own = [part for part in loaded["@context"] if isinstance(part, dict)] if "anno" in context else []
    terms = json.loads((TESTS / "contexts" / context).read_text(encoding="utf-8"))
    return Graph().parse(data=json.dumps({**loaded, "@context": [terms, *own]}), format="json-ld")


# JSON Lines, CSV, Parquet


@pytest.mark.model
def test_json_lines_and_csv_are_those_of_quotes(seeds_store: Path, found: list[tuple[Quote, Article]]) -> None:
    lines = [json.loads(line) for line in export(seeds_store, "-f", "jsonl").splitlines()]
    assert lines == [record(*pair) for pair in found]
    rows = list(csv.DictReader(io.StringIO(export(seeds_store, "-f", "csv"))))
    assert [row["id"] for row in rows] == [quote.id for quote, _ in found]
    assert list(rows[0]) == list(QUOTE_COLUMNS)


@pytest.mark.model
def test_parquet_is_read_by_pyarrow(seeds_store: Path, found: list[tuple[Quote, Article]], tmp_path: Path) -> None:
    from pyarrow import parquet

    export(seeds_store, "-o", str(tmp_path / "a.parquet"))
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.to_pylist() == [flat_row(record(*pair)) for pair in found]
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["published"], types["confidence"], types["cue_hearsay"]) == ("date32[day]", "double", "bool")
    for row, (quote, _) in zip(table.to_pylist(), found, strict=True):
        read = {"content": [(span["start"], span["end"]) for span in row["content"]]}
        for role in ("source", "cue"):
            read[role] = [(row[f"{role}_start"], row[f"{role}_end"])] if row[role] else []
        assert read == spans(quote)


def test_flat_rows_say_the_same_as_the_csv() -> None:
    quote, article = example("We will go", Speaker("ann-lee", "Ann Lee", "person", "resolved", wikidata="Q1"))
    row, line = flat_row(record(quote, article)), quote_row(quote, article)
    assert list(row) == list(COLUMNS)
    assert set(line) == set(QUOTE_COLUMNS) <= set(COLUMNS)
    assert {key: row[key] for key in line if key not in ("published", "cue_hearsay")} == {
        key: value for key, value in line.items() if key not in ("published", "cue_hearsay")
    }


# JSON-LD


@pytest.mark.model
def test_web_annotations_are_read_by_rdflib(seeds_store: Path, found: list[tuple[Quote, Article]]) -> None:
    document = export(seeds_store, "-f", "web-annotation")
    rdf = graph(document, "anno.json")
    page = next(rdf.subjects(RDF.type, AS.OrderedCollectionPage))
    collection = rdf.value(page, AS.partOf)
    assert (collection, RDF.type, AS.OrderedCollection) in rdf
    assert rdf.value(collection, AS.totalItems) == Literal(len(found), datatype=_integer())
    items = list(Collection(rdf, rdf.value(page, AS.items)))
    assert items == [URIRef(f"urn:claimkit:{quote.id}") for quote, _ in found]
    for item, (quote, article) in zip(items, found, strict=True):
        assert (item, RDF.type, OA.Annotation) in rdf
        targets = list(rdf.objects(item, OA.hasTarget))
        roles = {"content": targets, "source": list(rdf.objects(item, TERM.source))}
        roles["cue"] = list(rdf.objects(item, TERM.cue))
        read = {role: sorted(_selected(rdf, target, article) for target in roles[role]) for role in roles}
        assert read == {role: sorted(ranges) for role, ranges in spans(quote).items()}
        names = {str(rdf.value(body, RDF.value)) for body in rdf.objects(item, OA.hasBody)} - {"None"}
        named = quote.speaker and quote.speaker.status == "resolved"
        assert names == {quote.type, *([quote.speaker.name] if quote.speaker and named else [])}
        assert (item, OA.motivatedBy, OA.identifying if named else OA.tagging) in rdf
        assert float(rdf.value(item, TERM.confidence)) == quote.confidence
    used = {str(iri) for triple in rdf for iri in triple if isinstance(iri, URIRef)}
    assert not [iri for iri in used if iri.startswith("file:")]  # every term is one of the contexts'


def _integer() -> URIRef:
    return URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")


def _selected(rdf: Graph, target: Any, article: Article) -> tuple[int, int]:
    """What a target selects: the position, which the quoted words and those around them agree with."""
    assert rdf.value(target, OA.hasSource) == URIRef(article_iri(article))
    selectors = {rdf.value(selector, RDF.type): selector for selector in rdf.objects(target, OA.hasSelector)}
    position, words = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
    start, end = int(rdf.value(position, OA.start)), int(rdf.value(position, OA.end))
    assert str(rdf.value(words, OA.exact)) == article.text[start:end]
    assert article.text[:start].endswith(str(rdf.value(words, OA.prefix)))
    assert article.text[end:].startswith(str(rdf.value(words, OA.suffix)))
    return start, end


@pytest.mark.model
def test_schema_org_is_read_by_rdflib(seeds_store: Path, found: list[tuple[Quote, Article]]) -> None:
    rdf = graph(export(seeds_store, "-f", "schema-org"), "schema.json")
    for quote, article in found:
        node = URIRef(f"urn:claimkit:{quote.id}")
        assert (node, RDF.type, SDO.Quotation if quote.type == "direct" else SDO.Claim) in _https(rdf)
        assert _https(rdf).value(node, SDO.text) == Literal(quote.text)
        place = _https(rdf).value(node, SDO.isPartOf if quote.type == "direct" else SDO.appearance)
        assert (place, RDF.type, SDO.NewsArticle) in _https(rdf)
        assert (place, SDO.identifier, Literal(article.id)) in _https(rdf)
        several = set(_https(rdf).objects(node, SDO.spokenByCharacter if quote.type == "direct" else SDO.author))
        who = next(iter(several), None)
        name = _https(rdf).value(who, SDO.name) if who else None
        speaker = quote.speaker
        if speaker and speaker.members:
            assert {str(_https(rdf).value(one, SDO.name)) for one in several} == {one.name for one in speaker.members}
        elif speaker and speaker.status == "resolved" and speaker.kind != "document":
            assert str(name) == speaker.name
        elif speaker is None or speaker.status != "resolved":
            assert name is None
    for subject, predicate, object_ in _https(rdf):
        assert predicate == RDF.type or predicate.startswith(str(SDO))
        for term in (predicate, object_ if predicate == RDF.type else None):
            if term is not None and term.startswith(str(SDO)):
                assert term in SDO  # rdflib knows every word of schema.org
        assert isinstance(subject, URIRef | BNode)


_CONVERTED: dict[int, Graph] = {}


def _https(rdf: Graph) -> Graph:
    """schema.org names itself with https in rdflib and with http in its own context."""
    if id(rdf) not in _CONVERTED:
        made = Graph()
        for triple in rdf:
            made.add(
                tuple(  # type: ignore[arg-type]
                    URIRef(str(SDO) + term.removeprefix("http://schema.org/"))
                    if isinstance(term, URIRef) and term.startswith("http://schema.org/")
                    else term
                    for term in triple
                )
            )
        _CONVERTED[id(rdf)] = made
    return _CONVERTED[id(rdf)]


def test_mixed_quotations_are_claims_with_the_quoted_words() -> None:
    speaker = Speaker("ann-lee", "Ann Lee", "person", "resolved", wikidata="Q42", affiliation="The Ministry")
    quote, article = example("that it was “not over” and “far from it”", speaker, type="mixed")
    node = json.loads("".join(schema_org([Entry(quote, article)])))["@graph"][1]
    assert node["@type"] == "Claim"
    assert [part["text"] for part in node["hasPart"]] == ["not over", "far from it"]
    assert node["author"]["sameAs"] == "http://www.wikidata.org/entity/Q42"
    assert node["author"]["affiliation"]["name"] == "The Ministry"


@pytest.mark.parametrize("status", ["ambiguous", "unresolved", "anonymous"])
def test_json_ld_names_no_speaker_who_is_not_settled(status: Any) -> None:
    quote, article = example("We will go", Speaker("smith", "Smith", "person", status))
    nodes = json.loads("".join(schema_org([Entry(quote, article)])))["@graph"]
    assert nodes[1]["spokenByCharacter"] == {"@type": "Person", "description": "the minister"}
    annotations = "".join(web_annotations([Entry(quote, article)], "1"))
    assert "Smith" not in annotations
    assert f'"claimkit:status": "{status}"' in annotations


@settings(max_examples=40)
@given(any_extractions())
def test_json_ld_of_odd_records_is_json_with_legal_names(extraction: Extraction) -> None:
    entries = [Entry(quote, extraction.article) for quote in extraction.quotes]
    for text in ("".join(web_annotations(entries, "1")), "".join(schema_org(entries))):
        loaded = json.loads(text)
        text.encode("ascii" if text.isascii() else "utf-8")
        for iri in _names(loaded):
            assert URIRef(iri).n3()  # raises for a character that no IRI may hold


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("id", "@id") and not isinstance(item, dict):
                yield item
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


# CoNLL


@pytest.mark.model
def test_conll_is_read_by_conllu(seeds_store: Path, articles: list[Extraction]) -> None:
    blocks = conllu.parse(export(seeds_store, "-f", "conll"))
    documents = _documents(blocks)
    assert list(documents) == [extraction.article.id for extraction in articles]
    for extraction in articles:
        text = extraction.article.text
        read: dict[int, Spans] = {}
        for block in documents[extraction.article.id]:
            for token in block:
                start, end = int(token["misc"]["start_char"]), int(token["misc"]["end_char"])
                assert token["form"] == text[start:end]
                for number, mark, role in _links(token["claimkit:links"]):
                    ranges = read.setdefault(number, {"source": [], "cue": [], "content": []})[role]
                    if mark == "B":
                        ranges.append((start, end))
                    else:
                        ranges[-1] = (ranges[-1][0], end)
            _check_bio(block)
        assert [read[number] for number in sorted(read)] == [spans(quote) for quote in extraction.quotes]
        facts = documents[extraction.article.id][0].metadata
        ids = [json.loads(facts[f"attribution {number}"])["id"] for number in sorted(read)]
        assert ids == [quote.id for quote in extraction.quotes]


def _documents(blocks: list[Any]) -> dict[str, list[Any]]:
    documents: dict[str, list[Any]] = {}
    for block in blocks:
        if "newdoc id" in block.metadata:
            documents[block.metadata["newdoc id"]] = []
        documents[next(reversed(documents))].append(block)
    return documents


def _links(cell: str | None) -> Iterator[tuple[int, str, str]]:
    for link in (cell or "_").split("|"):
        if link != "_":
            number, tag = link.split(":")
            yield int(number), tag[0], tag[2:].lower()


def _check_bio(block: Any) -> None:
    """An I follows a B or I of its own kind, and the block's text is its tokens'."""
    for role in conll.ROLES:
        before = "O"
        for token in block:
            tag = token[f"claimkit:{role.lower()}"]
            assert tag in ("O", f"B-{role}", f"I-{role}")
            assert tag[0] != "I" or before != "O"
            before = tag
    words = "".join(token["form"] + ("" if "SpaceAfter" in (token["misc"] or {}) else " ") for token in block).rstrip()
    assert words == block.metadata["text"]


@given(
    st.text("aB.“” \n’-é\t", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=2),
)
def test_tokens_keep_to_the_edges_and_out_of_the_cuts(
    text: str, edges: list[tuple[int, int]], cuts: list[tuple[int, int]]
) -> None:
    bounds = sorted({min(offset, len(text)) for pair in cuts for offset in pair})
    ranges = tuple(zip(bounds[::2], bounds[1::2], strict=False))
    article = Article("a_1", "a.txt", text, cuts=ranges)
    wanted = [min(offset, len(text)) for pair in edges for offset in pair]
    tokens = conll.tokens(article, wanted)
    kept = set(range(len(text))) - {i for start, end in ranges for i in range(start, end)}
    assert [i for token in tokens for i in range(token.start, token.end)] == [
        i for i in sorted(kept) if not text[i].isspace()
    ]
    assert not [(token, edge) for token in tokens for edge in wanted if token.start < edge < token.end]


# brat


@pytest.mark.model
def test_brat_reads_the_folder(seeds_store: Path, articles: list[Extraction], tmp_path: Path) -> None:
    folder = tmp_path / "annotated"
    export(seeds_store, "-f", "brat", "-o", str(folder))
    assert "Type\tArg:<EVENT>" in (folder / "annotation.conf").read_text(encoding="utf-8")
    names = {Path(extraction.article.path).stem: extraction for extraction in articles}
    assert {path.stem for path in folder.glob("*.ann")} == set(names)
    for name, extraction in names.items():
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
        assert text == extraction.article.text
        read = read_brat((folder / f"{name}.ann").read_text(encoding="utf-8"), text)
        assert Counter(map(str, read)) == Counter(str((quote.type, spans(quote))) for quote in extraction.quotes)


def read_brat(annotations: str, text: str) -> list[tuple[str, Spans]]:
    """(type, spans) of each event, by brat's rules: every span's words are the text's, each line has its form."""
    bound: dict[str, list[tuple[int, int]]] = {}
    events: dict[str, dict[str, list[tuple[int, int]]]] = {}
    types: dict[str, str] = {}
    for line in annotations.splitlines():
        id_, rest, *words = line.split("\t", 2)
        if id_[0] == "T":
            kind, offsets = rest.split(" ", 1)
            assert kind in ("Source", "Cue", "Content", "Attribution", "Attribution-no-source")
            pieces = [tuple(map(int, piece.split(" "))) for piece in offsets.split(";")]
            assert words == [" ".join(text[start:end] for start, end in pieces)]
            assert all(a[1] <= b[0] for a, b in pairwise(pieces))
            bound[id_] = _joined(pieces, text)  # type: ignore[arg-type]
        elif id_[0] == "E":
            trigger, *arguments = rest.split(" ")
            assert trigger.split(":")[1] in bound
            roles: Spans = {"source": [], "cue": [], "content": []}
            for argument in arguments:
                role, target = argument.split(":")
                roles[role.lower()] = bound[target]
            events[id_] = roles
        elif id_[0] == "A":
            name, target, value = rest.split(" ")
            assert name == "Type"
            types[target] = value
        else:
            assert id_[0] == "#"
            assert rest.split(" ")[0] == "AnnotatorNotes"
            assert rest.split(" ")[1] in events
    return [(types[id_], roles) for id_, roles in events.items()]


def _joined(pieces: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Fragments that only a line's end keeps apart are one span."""
    found = [pieces[0]]
    for start, end in pieces[1:]:
        between = text[found[-1][1] : start]
        if between.isspace() and len(between.splitlines()) + between.endswith("\n") > 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def test_brat_spans_over_lines_are_fragments_with_the_very_words() -> None:
    text = "“We  go\u2028 \n and\tstay,” said Ann."
    span = Span(1, 18, text[1:18])
    quote = Quote("q_1", "a_1", "direct", "…", (span,), None, None, None, 0.5)
    lines = standoff.standoff(Article("a_1", "a.txt", text), [quote])
    assert "T2\tContent 1 7;11 19" not in lines
    assert read_brat(lines.replace("\u2028", "?"), text) == [
        ("direct", {"source": [], "cue": [], "content": [(1, 18)]})
    ]


def test_brat_file_names_are_told_apart_and_safe() -> None:
    paths = ["a/x.txt", "b/X.txt", "c/x-2.md", "x.html", "d/:?\x00.txt", "e/" + "é" * 200 + ".txt", "..txt", "f/x.txt"]
    made = [name for name, _ in standoff.files(Extraction(Article(f"a_{p}", p, ""), ()) for p in paths)]
    stems = [name.removesuffix(".ann") for name in made if name.endswith(".ann")]
    assert stems[:4] == ["x", "X-2", "x-2-2", "x-3"]
    assert len({stem.casefold() for stem in stems}) == len(paths)
    assert all(len(stem.encode()) <= 160 and "/" not in stem and "\0" not in stem and stem[0] != "." for stem in stems)


# Links


@pytest.mark.parametrize(
    ("text", "words", "fragment"),
    [
        ("“It was a well-known thing, after all,” she said.", "It was a well-known thing, after all",
         "text=It%20was%20a%20well%2Dknown%20thing%2C%20after%20all"),
        ("He said “no & never again, not = that” to me.", "no & never again, not = that",
         "text=no%20%26%20never%20again%2C%20not%20%3D%20that"),
        ("Then Ann said: “We go” to all of them.", "We go",
         "text=Then%20Ann%20said%3A%20%E2%80%9C-,We%20go,-%E2%80%9D%20to%20all%20of"),
        ("“We go”", "We go", "text=%E2%80%9C-,We%20go,-%E2%80%9D"),
        ("“The long road home” and again THE LONG road home", "The long road home",
         "text=%E2%80%9C-,The%20long%20road%20home,-%E2%80%9D%20and%20again%20THE"),
        ("“One two three four five six seven.\n\nEight nine ten eleven twelve.”",
         "One two three four five six seven.\n\nEight nine ten eleven twelve.",
         "text=One%20two%20three%20four%20five%20six,Eight%20nine%20ten%20eleven%20twelve."),
        ("“Broken over\na line of text” he said.", "Broken over\na line of text",
         "text=Broken%20over%20a%20line%20of%20text"),
    ],
)  # fmt: skip
def test_text_fragments(text: str, words: str, fragment: str) -> None:
    start = text.index(words)
    quote = Quote("q_1", "a_1", "direct", words, (Span(start, start + len(words), words),), None, None, None, 0.9)
    article = Article("a_1", "a.txt", text, url="https://news.example/a?b=1")
    assert text_fragment(quote, LinkTarget(article)) == f"https://news.example/a?b=1#:~:{fragment}"


def test_text_fragment_of_a_long_span_quotes_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(80))
    quote, article = example(words, None, url="https://news.example/a#top")
    link = text_fragment(quote, LinkTarget(article))
    ends = ["%20".join(f"word{n}" for n in some) for some in (range(6), range(74, 80))]
    assert link == f"https://news.example/a#top:~:text={','.join(ends)}"


def test_text_fragment_leaves_markup_out_and_has_a_directive_a_piece() -> None:
    text = "“We *really* will go there soon,” said Ann. “And we will stay there.”"
    first, second = "We *really* will go there soon", "And we will stay there."
    pieces = tuple(Span(text.index(w), text.index(w) + len(w), w) for w in (first, second))
    quote = Quote("q_1", "a_1", "direct", "…", pieces, None, None, None, 0.9)
    cuts = ((4, 5), (11, 12))
    article = Article("a_1", "a.md", text, url="https://news.example/", format="markdown", cuts=cuts)
    assert text_fragment(quote, LinkTarget(article)) == (
        "https://news.example/#:~:text=We%20really%20will%20go%20there%20soon&text=And%20we%20will%20stay%20there."
    )


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "file:///etc/passwd", "news.example/a", "http://[", "https://x/" + "a" * 3000],
)
def test_no_link_without_a_web_address(url: str | None) -> None:
    quote, article = example("We will go", None, url=url)
    assert web_address(article) is None
    assert text_fragment(quote, LinkTarget(article)) is None


def test_an_address_with_odd_characters_is_encoded() -> None:
    _, article = example("We will go", None, url="https://news.example/é a\u202e?x=<y>")
    assert web_address(article) == "https://news.example/%C3%A9%20a%E2%80%AE?x=%3Cy%3E"


@pytest.mark.model
def test_links_find_their_words_in_the_article(seeds_store: Path, found: list[tuple[Quote, Article]]) -> None:
    rows = list(csv.DictReader(io.StringIO(export(seeds_store, "-f", "links"))))
    known = {quote.id: (quote, article) for quote, article in found if article.url}
    assert [row["id"] for row in rows] == list(known)
    assert rows
    for row in rows:
        _, article = known[row["id"]]
        assert row["link"].startswith(f"{article.url}#:~:text=")
        read = " ".join(clean_text(article.text, article.cuts).text.split())
        for directive in row["link"].split(":~:")[1].split("&"):
            parts = directive.removeprefix("text=").split(",")
            before = unquote(parts.pop(0).removesuffix("-")) if parts[0].endswith("-") else ""
            after = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else ""
            first, last = unquote(parts[0]), unquote(parts[-1])
            start = read.index(first) if not before else _after(read, before, first)
            end = read.index(last, start) + len(last)
            assert read[end:].lstrip().startswith(after)


def _after(text: str, before: str, words: str) -> int:
    """Where `words` stand right behind `before`."""
    for gap in ("", " "):
        if (place := text.find(before + gap + words)) >= 0:
            return place + len(before + gap)
    raise AssertionError(f"{before!r} does not stand before {words!r}")


# Which articles and records


@pytest.mark.model
@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--speaker", "Zelensky"],
        ["--type", "quotes", "--since", "2025-02-12"],
        ["--claims", "--outlet", "Plain Ink"],
    ],
)
def test_every_format_has_the_records_of_quotes(seeds_store: Path, tmp_path: Path, options: list[str]) -> None:
    wanted = [json.loads(line)["id"] for line in export(seeds_store, "-f", "jsonl", *options).splitlines()]
    annotations = json.loads(export(seeds_store, "-f", "web-annotation", *options))
    assert [item["id"].split(":")[2] for item in annotations["first"]["items"]] == wanted
    blocks = conllu.parse(export(seeds_store, "-f", "conll", *options))
    facts = [value for block in blocks for key, value in block.metadata.items() if key.startswith("attribution")]
    assert [json.loads(fact)["id"] for fact in facts] == wanted
    folder = tmp_path / "brat"
    export(seeds_store, "-f", "brat", "-o", str(folder), *options)
    notes = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ann")))
    assert Counter(word for word in notes.split() if word.startswith("q_")) == Counter(wanted)
    with Store(seeds_store, readonly=True) as store:
        every = {entry.article.id for entry in entries.quotes(store, Filters())}
    shown = set(_documents(blocks))
    assert shown == (every if not options else {json.loads(line)["article"]["id"] for line in
                                                export(seeds_store, "-f", "jsonl", *options).splitlines()})  # fmt: skip


def test_articles_without_quotations_are_kept_unless_quotations_are_chosen(tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    quote, article = example("We will go", Speaker("ann-lee", "Ann Lee", "person", "resolved"))
    with Store(store) as opened:
        empty = replace(article, id="a_2", path="b.txt", text="Nothing was said.")
        for extraction in (Extraction(article, (quote,)), Extraction(empty, ())):
            opened.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(opened, [], [])
    assert export(store, "-f", "conll").count("# newdoc") == 2
    assert export(store, "-f", "conll", "--speaker", "Lee").count("# newdoc") == 1
    none = CliRunner().invoke(app, ["export", "--db", str(store), "-f", "conll", "--since", "2025"])
    assert (none.exit_code, none.stdout) == (1, f"# global.columns = {' '.join(conll.COLUMNS)}\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name a format: --format jsonl | csv"),
        (["-o", "a.txt"], "a.txt: no format has the ending '.txt'; name one: --format jsonl | csv"),
        (["-f", "parquet"], "parquet is not text; name a file with -o"),
        (["-f", "docbin", "-o", "-"], "docbin is not text; name a file with -o"),
        (["-f", "brat"], "name one with -o"),
        (["-f", "brat", "-o", "no/such"], "no such folder"),
        (["-f", "jsonl", "--no-store"], "name a PATH"),
        (["-f", "jsonl", "--people", "p.csv"], "--people needs a PATH"),
        (["-f", "jsonl", "--since", "soon"], "is not a date"),
        (["-f", "jsonl"], "nothing is stored yet"),
    ],
)
def test_wrong_usage_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    message = export(Path("none.db"), *options, code=2)
    assert message.startswith("claimkit: ")
    assert words in message
    assert message.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["full/a.ann", "file"])
def test_brat_overwrites_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / name).write_text("work", encoding="utf-8")
    target = tmp_path / name.split("/")[0]
    assert str(target) in export(tmp_path / "none.db", "-f", "brat", "-o", str(target), code=2)
    assert (tmp_path / name).read_text(encoding="utf-8") == "work"


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    message = export(tmp_path / "none.db", "-o", str(tmp_path / "a.parquet"), code=2)
    assert message == "claimkit: Parquet needs pyarrow; run: pip install 'claimkit[parquet]'\n"


# Builders


def example(words: str, speaker: Speaker | None, type: Any = "direct", url: str | None = None) -> tuple[Quote, Article]:
    """One quotation, said by the minister."""
    text = f"“{words}” the minister said."
    source = Span(text.index("the minister"), text.index("the minister") + len("the minister"), "the minister")
    content = (Span(1, 1 + len(words), words),)
    quote = Quote("q_1", "a_1", type, words, content, None, source, speaker, 0.9, cluster="c_1")
    return quote, Article("a_1", "a.txt", text, url=url)


# The table of formats


def test_every_format_of_the_command_has_an_exporter() -> None:
    assert list(EXPORTERS) == [format.value for format in ExportFormat]
    suffixes = [suffix for exporter in EXPORTERS.values() for suffix in exporter.suffixes]
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize("exporter", EXPORTERS.values(), ids=list(EXPORTERS))
def test_an_exporter_writes_what_it_says(exporter: Exporter, tmp_path: Path) -> None:
    items: list[Any] = list(made_extractions())
    if exporter.takes == "entries":
        items = [Entry(quote, item.article) for item in items for quote in item.quotes]
    path = tmp_path / "made"
    if exporter.check:
        exporter.check(str(path))
    if exporter.output == "text":
        assert exporter.lines is not None
        assert "".join(exporter.lines(items)).endswith("\n")
    else:
        assert exporter.write is not None
        exporter.write(items, str(path))
        assert path.is_dir() == (exporter.output == "folder")
        assert path.exists()
