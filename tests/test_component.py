"""The spaCy component and the DocBin export, read by spaCy alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from typer.testing import CliRunner

from claimkit.analysis import ner as claimkit_nlp
from claimkit.cli import app
from claimkit.errors import UsageError
from claimkit.models.record import Extraction
from claimkit.output.exports.spacy_docs import GROUPS, annotate, extend
from claimkit.output.records.quote import article_record, record
from claimkit.store import Store

pytestmark = pytest.mark.model

TEXT = "“We want to end that war,” Donald Trump said. Mr. Trump added that the talks were going well."
TEXTS = [TEXT, "Nothing was said in Bray.", "“I agree,” said Ann Lee, a baker, “and so it is.”"]


@pytest.fixture(scope="module")
def pipe() -> Language:
    language = spacy.blank("en")
    language.add_pipe("claimkit")
    return language


def shown(doc: Doc) -> dict[str, Any]:
    """All that the component left in a Doc."""
    spans = {
        group: [(s.start, s.end, s.text, s.label_, s.id_, s.kb_id_, s._.quote["id"]) for s in doc.spans[group]]
        for group in GROUPS
    }
    return {"spans": spans, "quotes": doc._.quotes, "text": doc.text}


def test_it_marks_what_extract_finds(pipe: Language) -> None:
    import claimkit

    doc = pipe(TEXT)
    found = claimkit.extract(TEXT)
    for one in found:  # `extract` also takes a page of HTML, so what it was given counts as another content
        one["versions"]["content"] = doc._.quotes[0]["versions"]["content"]
    assert doc._.quotes == found
    assert [(s.text, s.label_) for s in doc.spans["quotes"]] == [
        ("We want to end that war", "direct"),
        ("that the talks were going well", "indirect"),
    ]
    assert [s.text for s in doc.spans["sources"]] == ["Donald Trump", "Mr. Trump"]
    assert [s.text for s in doc.spans["cues"]] == ["said", "added"]
    assert [s._.quote["speaker"]["name"] for s in doc.spans["quotes"]] == ["Donald Trump"] * 2
    for quote in doc._.quotes:
        for piece in (*quote["content"], quote["cue"], quote["source"]):
            assert doc.text[piece["start"] : piece["end"]] == piece["text"]


def test_the_pieces_of_a_split_quotation_have_one_id(pipe: Language) -> None:
    doc = pipe(TEXTS[2])
    (quote,) = doc._.quotes
    assert [span.text for span in doc.spans["quotes"]] == ["I agree", "and so it is."]
    assert {span.id_ for span in doc.spans["quotes"]} == {quote["id"]}


def test_it_works_beside_other_components() -> None:
    language = spacy.load(claimkit_nlp._package())
    language.add_pipe("claimkit", first=True)
    doc = language(TEXT)
    assert [span.text for span in doc.spans["quotes"]] == ["We want to end that war", "that the talks were going well"]
    assert "Donald Trump" in [entity.text for entity in doc.ents]


def test_several_processes_give_the_same(pipe: Language) -> None:
    alone = [shown(doc) for doc in pipe.pipe(TEXTS)]
    assert [shown(doc) for doc in pipe.pipe(TEXTS, n_process=2, batch_size=1)] == alone


def test_docs_survive_docbin_and_bytes(pipe: Language) -> None:
    docs = list(pipe.pipe(TEXTS))
    kept = DocBin(docs=docs, store_user_data=True).to_bytes()
    fresh = spacy.blank("en")
    again = list(DocBin().from_bytes(kept).get_docs(fresh.vocab))
    assert [shown(doc) for doc in again] == [shown(doc) for doc in docs]
    assert shown(Doc(fresh.vocab).from_bytes(docs[0].to_bytes())) == shown(docs[0])


@pytest.mark.parametrize(
    ("config", "texts"),
    [
        ({"types": ["direct"]}, ["We want to end that war"]),
        ({"types": ["indirect", "mixed"]}, ["that the talks were going well"]),
        ({"min_confidence": 1.0}, []),
        ({"claims": True}, ["We want to end that war", "that the talks were going well"]),
    ],
)
def test_the_configuration_chooses(config: dict[str, Any], texts: list[str]) -> None:
    language = spacy.blank("en")
    language.add_pipe("claimkit", config=config)
    doc = language(TEXT)
    assert [span.text for span in doc.spans["quotes"]] == texts


@pytest.mark.parametrize("config", [{"types": ["spoken"]}, {"min_confidence": 3.0}])
def test_a_configuration_that_is_none(config: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        spacy.blank("en").add_pipe("claimkit", config=config)


@pytest.mark.parametrize(
    "text", ["", " \n", "\0\0", "<html><body><p>“We go there now,” Ann Lee said.</p></body></html>", "“", "\u202e“x”"]
)
def test_any_text_is_taken_as_it_is(pipe: Language, text: str) -> None:
    doc = pipe(text)
    assert doc.text == text
    for quote in doc._.quotes:
        assert all(text[piece["start"] : piece["end"]] == piece["text"] for piece in quote["content"])


def test_a_pipeline_is_saved_and_loaded(pipe: Language, tmp_path: Path) -> None:
    pipe.to_disk(tmp_path / "model")
    assert shown(spacy.load(tmp_path / "model")(TEXT)) == shown(pipe(TEXT))


def test_a_fresh_interpreter_finds_the_component() -> None:
    script = (
        "import sys, spacy\nfrom spacy.tokens import Doc\nnlp = spacy.blank('en')\n"
        "assert not Doc.has_extension('quotes') and 'claimkit.runs.pipeline' not in sys.modules\n"
        "nlp.add_pipe('claimkit')\n"
        f"doc = nlp({TEXT!r})\nprint([span.text for span in doc.spans['quotes']])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "['We want to end that war', 'that the talks were going well']\n"


def test_tokens_that_a_span_cuts_through_belong_to_it() -> None:
    extend()
    doc = spacy.blank("en").make_doc("It is well-knownish.")
    piece = {"start": 8, "end": 16, "text": "ell-know"}
    parts = {"source": None, "cue": None, "speaker": None, "content": [piece]}
    annotate(doc, [{"id": "q_1", "type": "direct", **parts}])
    assert [span.text for span in doc.spans["quotes"]] == ["well-knownish"]
    assert doc._.quotes[0]["content"] == [piece]


def test_extensions_of_others_are_left_alone() -> None:
    getter = Doc.get_extension("quotes") if Doc.has_extension("quotes") else None
    Doc.set_extension("quotes", default=1, force=True)
    try:
        with pytest.raises(UsageError, match=r"another package has doc\._\.quotes already"):
            extend()
    finally:
        Doc.remove_extension("quotes")
        if getter:
            Doc.set_extension("quotes", getter=getter[2])
        extend()
    assert Span.has_extension("quote")


def test_the_docbin_export_is_read_by_spacy(seeds_store: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "-o", str(tmp_path / "a.spacy"), "--db", str(seeds_store)])
    assert result.exit_code == 0, result.output
    with Store(seeds_store, readonly=True) as store:
        articles = list(store.extractions(linked=True))
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [extraction.article.text for extraction in articles]
    for doc, extraction in zip(docs, articles, strict=True):
        wanted = [json.loads(json.dumps(record(quote, extraction.article))) for quote in extraction.quotes]
        assert doc._.quotes == wanted
        assert doc.user_data["article"] == article_record(extraction.article)
        check_spans(doc, extraction)


def check_spans(doc: Doc, extraction: Extraction) -> None:
    """Every span is there, over the tokens that it touches."""
    for group, pieces in {
        "quotes": [(q.id, s) for q in extraction.quotes for s in q.content],
        "sources": [(q.id, q.source) for q in extraction.quotes if q.source],
        "cues": [(q.id, q.cue) for q in extraction.quotes if q.cue],
    }.items():
        spans = list(doc.spans[group])
        assert [span.id_ for span in spans] == [id_ for id_, _ in pieces]
        for span, (_, piece) in zip(spans, pieces, strict=True):
            assert span.start_char <= piece.start
            assert span.end_char >= piece.end
            assert span[0].idx + len(span[0]) > piece.start
            assert span[-1].idx < piece.end
