"""`claimkit sample` and `claimkit evaluate`, with the pipeline replaced by one that knows one pattern."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import claimkit
from claimkit import reader
from claimkit.brat import read_corpus
from claimkit.cli import app
from claimkit.errors import InputError
from claimkit.evaluation import draw as sampling
from claimkit.evaluation import (
    from_extractions,
    join,
    read_polnear,
    read_speakers,
    score_attributions,
    score_speakers,
)
from claimkit.evaluation.annotated import GoldArticle
from claimkit.models.record import Article, Cue, Extraction, Quote, Span, Speaker
from claimkit.output.records.quote import records
from claimkit.reader.input_options import Options
from claimkit.store import Store

from store_links import write_links

SAID = re.compile(r"“([^”]+)”(?: (says|said) (\w+)\.(?: “([^”]+)”)?)?", re.DOTALL)


def extraction(article: Article) -> Extraction:
    """Every “…” said NAME. “…” of the article."""

    def span(match: re.Match[str], group: int) -> Span:
        return Span(*match.span(group), match[group])

    quotes = []
    for number, match in enumerate(SAID.finditer(article.text)):
        content = [span(match, 1), *([span(match, 4)] if match[4] else [])]
        cue = Cue(*match.span(2), match[2], "say") if match[2] else None
        who = Speaker(match[3].lower(), f"{match[3]} Lee", "person", "resolved") if match[3] else None
        source = span(match, 3) if match[3] else None
        text = " ".join(piece.text for piece in content)
        id_ = f"q_{article.id}{number}"
        quotes.append(Quote(id_, article.id, "direct", text, tuple(content), cue, source, who, 0.9))
    return Extraction(article, tuple(quotes))


def run(paths: Sequence[str], *, options: Options = reader.DEFAULT, **_: Any) -> SimpleNamespace:
    found = list(reader.read(paths, options=options))
    failures = tuple(f for f in found if isinstance(f, InputError))
    return SimpleNamespace(
        extractions=tuple(extraction(a) for a in found if isinstance(a, Article)), clusters=(), failures=failures
    )


def analyse(articles: Sequence[Article], *, progress: Any = None, **options: Any) -> SimpleNamespace:
    return SimpleNamespace(extractions=tuple(map(extraction, articles)), clusters=(), failures=())


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of articles, two of one name, in an empty current folder."""
    monkeypatch.setattr("claimkit.runs.pipeline.run", run)
    monkeypatch.setattr("claimkit.runs.pipeline.analyse", analyse)
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "one.txt": "It rained.\r\n\r\n“We will stay,” said Ann. “Or go.”\r\n“Never,\r\nnever,” says Bob.\r\n",
        "two.txt": "It snowed in Bray, and “nobody came” at all.\n",
        "three.md": "# Late\n\n“It was late” said Cy.\n",
        "deep/one.txt": "Elsewhere it was dry.\n",
    }.items():
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path / "news"


def claim(*arguments: str, code: int = 0, stdin: str | None = None) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit", input=stdin)
    assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
    assert "Traceback" not in result.stderr
    return result.stdout, result.stderr


def values(scores: dict[str, Any]) -> set[float]:
    return {
        row[key]
        for types in scores["scores"].values()
        for type, row in types.items()
        if scores["counts"]["annotated"][type]
        for key in ("f1", "rate")
        if key in row
    }


def predictions(*paths: str) -> str:
    """What `claimkit quotes PATH --type all` prints."""
    return "".join(json.dumps(row) + "\n" for row in records(run(paths).extractions))


# The way there and back


def test_a_sample_scores_100_against_what_filled_it(news: Path) -> None:
    out, err = claim("sample", "4", "news", "--out", "gold")
    assert out == ""
    assert err == "claimkit: gold: 4 articles with 4 attributions to correct; then run: claimkit evaluate gold\n"
    Path("same.jsonl").write_text(predictions("news"), encoding="utf-8")
    for gold in ("gold", "gold/speakers.jsonl"):
        for options in (["--predictions", "same.jsonl"], []):
            scores = json.loads(claim("evaluate", gold, "--json", *options)[0])
            assert values(scores) == {1.0}, (gold, options)
            assert scores["articles"] == (4 if gold == "gold" else 3)
    table, err = claim("evaluate", "gold", "--predictions", "-", "--errors", stdin=predictions("news"))
    assert "100 100–100" in table
    assert table.endswith("0 mistakes\n")


def test_the_files_of_a_sample(news: Path) -> None:
    claim("sample", "4", "news", "--out", "gold", "-q")
    files = sorted(str(p.relative_to("gold")) for p in Path("gold").rglob("*") if p.is_file())
    twins = sorted(name for name in files if re.fullmatch(r"text/one-[0-9a-f]{20}\.txt", name))
    assert len(twins) == 2
    assert len(files) == 3 * 4 + 2
    assert {"text/two.txt", "text/three.md", "attributions/two_pre0.ann", "attributions/two_pre0.txt"} <= set(files)
    configuration = Path("gold/attributions/annotation.conf").read_text(encoding="utf-8")
    assert [line for line in configuration.splitlines() if line.startswith("[")] == [
        *("[entities]", "[relations]", "[events]", "[attributes]")
    ]
    name = next(n for n in twins if "rained" in Path("gold", n).read_text(encoding="utf-8"))
    text = (news / "one.txt").read_bytes()
    assert Path("gold", name).read_bytes() == text
    stem = Path(name).stem
    ann = Path(f"gold/attributions/{stem}_pre0.ann").read_text(encoding="utf-8").splitlines()
    assert ann[3] == "T4\tContent 15 28;41 47\tWe will stay, Or go."
    assert ann[-2] == "E1\tAttribution:T1 Source:T2 Cue:T3 Content:T4"
    assert "T8\tContent 51 57;59 65\tNever, never," in ann
    decoded = text.decode()
    for offsets, words in re.findall(r"^T\d+\t\S+ ([\d ;]+)\t(.*)$", "\n".join(ann), re.MULTILINE):
        pieces = (decoded[int(a) : int(b)] for a, b in (o.split() for o in offsets.split(";")))
        assert " ".join(" ".join(piece.split()) for piece in pieces) == words
    assert Path("gold/attributions/two_pre0.ann").read_text(encoding="utf-8").splitlines() == [
        "T1\tAttribution-no-source 24 35\tnobody came",
        "T2\tContent 24 35\tnobody came",
        "E1\tAttribution-no-source:T1 Content:T2",
    ]
    rows = [json.loads(line) for line in Path("gold/speakers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["article"], row["kind"], row["speaker"]) for row in rows] == [
        *((stem, "person", [who]) for who in ("Ann Lee", "Bob Lee")),
        ("three", "person", ["Cy Lee"]),
        ("two", "unknown", None),
    ]


def test_corrections_change_the_scores(news: Path) -> None:
    claim("sample", "4", "news", "--out", "gold", "-q")
    file = Path("gold/attributions/two_pre0.ann")
    file.write_text("", encoding="utf-8")
    out, _ = claim("evaluate", "gold", "--json", "--errors", "--samples", "0")
    scores = json.loads(out)
    assert scores["scores"]["match"]["all"] == {"f1": 0.8571, "precision": 0.75, "recall": 1.0}
    assert [(e["kind"], e["article"], e["text"], e["line"]) for e in scores["errors"]] == [
        ("spurious", "two", "nobody came", 1)
    ]
    table, _ = claim("evaluate", "gold", "--errors", "--only", "spurious", "--type", "mixed")
    assert table.endswith("0 mistakes\n")
    speakers = Path("gold/speakers.jsonl")
    speakers.write_text(speakers.read_text(encoding="utf-8").replace('"Cy Lee"', '"Dan Orr"'), encoding="utf-8")
    table, _ = claim("evaluate", "gold/speakers.jsonl", "--errors")
    assert "wrong speaker · direct · three line 3" in table
    assert "annotated: Dan Orr; found: Cy Lee" in table


def test_a_sample_that_nobody_corrected_gets_no_figures(news: Path) -> None:
    claim("sample", "4", "news", "--out", "gold", "-q")
    for gold in ("gold", "gold/speakers.jsonl"):
        table, err = claim("evaluate", gold)
        assert (table, err.split(":")[2]) == ("", " nothing is corrected yet")
        assert json.loads(claim("evaluate", gold, "--json")[0])["untouched"] == (4 if gold == "gold" else 3)
    Path("gold/attributions/two_pre0.ann").write_text("", encoding="utf-8")
    table, err = claim("evaluate", "gold")
    assert "content found" in table
    assert err.startswith("claimkit: gold: 2 articles are exactly what claimkit finds; did somebody read them?")


def test_how_far_two_people_agree(news: Path) -> None:
    claim("sample", "4", "news", "--out", "gold", "-q")
    for path in sorted(Path("gold/attributions").glob("*_pre0.ann")):
        if not path.name.startswith("three"):
            path.with_name(path.name.replace("pre0", "anna")).write_bytes(path.read_bytes())
    Path("gold/attributions/two_anna.ann").write_text("", encoding="utf-8")
    shutil.copytree("gold", "other")
    Path("other/attributions/two_pre0.ann").write_text("", encoding="utf-8")
    codes = ["gold", "--annotator", "anna", "--against", "pre0"]
    folders = ["other", "--annotator", "pre0", "--against", "gold"]
    for arguments, articles, f1 in ((codes, 3, 0.8), (folders, 4, 0.8571)):
        scores = json.loads(claim("evaluate", *arguments, "--json")[0])
        assert (scores["articles"], scores["scores"]["match"]["all"]["f1"]) == (articles, f1)
        assert "confidence" not in scores
    speakers = Path("other/speakers.jsonl")
    speakers.write_text(speakers.read_text(encoding="utf-8").replace('"Cy Lee"', '"Dan Orr"'), encoding="utf-8")
    table, _ = claim("evaluate", "gold/speakers.jsonl", "--against", "other/speakers.jsonl", "--errors")
    assert "annotated: Cy Lee; found: Dan Orr" in table
    for path in Path("other/text").iterdir():
        path.write_text("It rained.\n" * 9, encoding="utf-8")
    assert "has other words for the second annotator" in claim("evaluate", *folders, code=3)[1]


def test_a_sample_as_an_archive_is_the_folder(news: Path) -> None:
    for out in ("gold", "gold.zip", "again.zip"):
        claim("sample", "3", "news", "--out", out, "--seed", "4", "-q")
    with zipfile.ZipFile("gold.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == Path("gold", name).read_bytes()
        assert len(archive.namelist()) == len([p for p in Path("gold").rglob("*") if p.is_file()])
    assert Path("gold.zip").read_bytes() == Path("again.zip").read_bytes()


def test_a_sample_of_a_file_of_many(news: Path) -> None:
    rows = [{"key": "x", "words": f"“We sail at {n},” said Ann."} for n in range(3)]
    rows += [{"id": "a/\0..\n" + "ö" * 300, "words": "“We stay,” said Bob."}]
    Path("many.txt").write_text("".join(json.dumps(row) + "\n" for row in rows))
    reading = ("--input-format", "jsonl", "--map", "text=words")
    claim("sample", "1", "many.txt", "--out", "one", "-q", *reading)
    assert re.fullmatch(r"many-[0-9a-f]{20}|.{0,3}ö+-[0-9a-f]{20}", *(p.stem for p in Path("one/text").iterdir()))
    claim("sample", "4", "many.txt", "--out", "gold", "-q", *reading)
    texts = sorted(path.read_text() for path in Path("gold/text").iterdir())
    assert texts == sorted(row["words"] for row in rows)
    found = run(["many.txt"], options=Options("jsonl", (("text", "words"),)))
    Path("same.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records(found.extractions)))
    scores = json.loads(claim("evaluate", "gold", "--json", "--predictions", "same.jsonl")[0])
    assert values(scores) == {1.0}
    assert scores["articles"] == 4


def test_a_sample_of_the_store(news: Path) -> None:
    with Store("claimkit.db") as store:
        for found in run(["news"]).extractions:
            store.save(found, location=found.article.path, digest="d", version="v")
        write_links(store, list(store.extractions()), ())
    claim("sample", "4", "--out", "stored", "-q")
    claim("sample", "4", "news", "--out", "read", "-q")
    for path in Path("read").rglob("*.*"):
        assert path.read_bytes() == Path("stored", path.relative_to("read")).read_bytes()


def test_scores_into_files(news: Path) -> None:
    claim("sample", "4", "news", "--out", "gold", "-q")
    Path("gold/attributions/two_pre0.ann").write_text("", encoding="utf-8")
    for name, start in {"scores.json": '{"articles": 4', "scores.txt": "# Written by claimkit "}.items():
        assert claim("evaluate", "gold", "-o", name)[0] == ""
        assert Path(name).read_text(encoding="utf-8").startswith(start)


# Drawing

ARTICLES = [Extraction(Article(f"a_{i}", f"{i % 7}/{i}.txt", f"text {i % 5}"), ()) for i in range(30)]


@given(st.permutations(ARTICLES), st.integers(1, 29), st.integers())
def test_a_draw_depends_on_the_seed_alone(shuffled: list[Extraction], number: int, seed: int) -> None:
    drawn = sampling.draw(shuffled, number, seed)
    assert drawn == sampling.draw(ARTICLES, number, seed)
    assert drawn == sampling.draw(ARTICLES, number + 1, seed)[:number]
    assert len({e.article.id for e in drawn}) == number


def test_every_article_can_be_drawn() -> None:
    seen = {e.article.id for seed in range(60) for e in sampling.draw(ARTICLES, 3, seed)}
    assert seen == {e.article.id for e in ARTICLES}


@given(st.lists(st.text(alphabet="ab “”\r\n\t\x1b\x85\u2028é", max_size=40), min_size=1, max_size=3))
def test_any_text_comes_back(texts: list[str]) -> None:
    import tempfile

    found = [extraction(Article(f"a_{i}", f"{i}.txt", text)) for i, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "gold")
        sampling.write(sampling.files(found), out)
        assert [article.text for article in read_corpus(out)] == texts
        gold = read_polnear(out)
        scores = score_attributions(join(gold, from_extractions(found, gold)), samples=0)
        wordy = any(s.value for s in scores.figures)
        assert not wordy or next(s.value for s in scores.figures if s.type == "all") > 0
        if "speaker" in (out / "speakers.jsonl").read_text(encoding="utf-8"):
            people = read_speakers(out / "speakers.jsonl", out / "text")
            assert score_speakers(join(people, from_extractions(found, gold))).counts["wrong"]["all"] == 0


def test_a_byte_order_mark_moves_the_offsets() -> None:
    found = extraction(Article("a_1", "one.txt", "“No” said Ann."))
    gold = [GoldArticle("one", "\ufeff“No” said Ann.", ())]
    assert from_extractions([found], gold)["one"][0].content == ((2, 4),)
    with pytest.raises(InputError, match=r"one\.txt: read by claimkit as another text"):
        from_extractions([found], [GoldArticle("one", "something else", ())])


# What can go wrong


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["sample", "5", "news", "--out", "x"], 2, "5 articles wanted but only 4 there; ask for 4 or fewer"),
        (["sample", "1", "news", "--out", "news"], 2, "news: is there already and may hold annotations"),
        (["sample", "1", "news", "--out", "file.zip"], 2, "file.zip: is there already and may hold annotations"),
        (["sample", "1", "news", "--out", "no/x"], 2, "no: no such folder; make it first"),
        (["sample", "1", "-", "--out", "x"], 2, "not from standard input; name a PATH"),
        (["sample", "1", "--out", "x"], 2, "claimkit.db: nothing is stored yet"),
        (["sample", "0", "news", "--out", "x"], 2, "Invalid value for"),
        (["sample", "1", "news"], 2, "Missing option '--out'"),
        (["evaluate", "none"], 2, "none: no such folder"),
        (["evaluate", "none.jsonl"], 2, "text: no such folder; name the folder of the articles with --text"),
        (["evaluate", "none.jsonl", "--text", "news"], 2, "none.jsonl: no such file"),
        (["evaluate", "news"], 2, "news: no attributions/*.ann here"),
        (["evaluate", "file.zip"], 2, "file.zip: an archive; unpack it and give its folder"),
        (["evaluate", "news/one.txt", "--format", "polnear"], 2, "news/one.txt: not a folder"),
        (["evaluate", "gold", "--predictions", "none"], 3, "none: no such file"),
        (["evaluate", "gold", "--predictions", "gold"], 3, "gold: cannot be read (Is a directory)"),
        (
            ["evaluate", "gold", "--predictions", "more.jsonl"],
            2,
            "about articles that are not in the gold: four and 1 more",
        ),
        (
            ["evaluate", "gold", "--predictions", "other.jsonl"],
            2,
            "the predictions are about other articles: four and 0",
        ),
        (["evaluate", "gold", "--annotator", "ab12"], 2, "no file of annotator 'ab12'; the annotators are: pre0"),
        (["evaluate", "gold", "--against", "gold"], 2, "gold: is GOLD itself"),
        (
            ["evaluate", "gold", "--against", "ab12"],
            2,
            "--against ab12: no such folder; for two annotators of GOLD give",
        ),
        (["evaluate", "gold", "--against", "ab12", "--predictions", "x"], 2, "are two things to judge"),
        (["evaluate", "gold", "--text", "news"], 2, "--text is for a JSON Lines GOLD"),
        (["evaluate", "gold/speakers.jsonl", "--annotator", "pre0"], 2, "--annotator is for a folder of brat files"),
        (["evaluate", "gold", "--only", "missed"], 2, "give --errors too"),
        (["evaluate", "gold/speakers.jsonl", "-o", "gold/speakers.jsonl"], 2, "is read by this command"),
        (["evaluate", "gold", "-o", "no/scores.txt"], 2, "no: no such folder"),
    ],
)
def test_each_mistake_of_a_user_is_one_line(news: Path, arguments: list[str], code: int, message: str) -> None:
    claim("sample", "2", "news/two.txt", "news/three.md", "--out", "gold", "-q")
    Path("file.zip").write_bytes(b"PK")
    four = [{**json.loads(line), "article": {"path": "four.txt", "id": "a_4"}} for line in _two().splitlines()]
    other = json.dumps(four[0]) + "\n"
    Path("other.jsonl").write_text(other, encoding="utf-8")
    six = json.dumps({**four[0], "article": {"path": "six.txt"}}) + "\n"
    Path("more.jsonl").write_text(_two() + other + six, encoding="utf-8")
    out, err = claim(*arguments, code=code)
    assert out == ""
    assert message in err
    if "Usage:" not in err:
        assert err.count("\n") == 1
    assert not Path("x").exists()


def _two() -> str:
    return predictions("news/two.txt")


def test_an_input_that_cannot_be_read_is_named_and_the_rest_goes_on(news: Path) -> None:
    (news / "bad.txt").write_bytes(b"")
    _, err = claim("sample", "4", "news", "--out", "gold", "-q", code=3)
    assert err == "claimkit: news/bad.txt: the file is empty\n"
    assert Path("gold/text/two.txt").is_file()
    Path("gold/text/two.txt").write_bytes(b"")
    Path("gold/attributions/two_pre0.ann").write_bytes(b"")
    out, err = claim("evaluate", "gold", "--json", code=3)
    assert err.splitlines()[0] == "claimkit: gold/text/two.txt: the file is empty"
    assert json.loads(out)["articles"] == 4


def test_speakers_of_some_articles_are_enough(news: Path) -> None:
    claim("sample", "2", "news/two.txt", "news/three.md", "--out", "gold", "-q")
    out, err = claim("evaluate", "gold/speakers.jsonl", "--json", "--predictions", "-", stdin=predictions("news"))
    assert "predictions about 1 article that is not in the gold are left out" in err
    assert json.loads(out)["counts"]["right"]["all"] == 1


@pytest.mark.model
@pytest.mark.usefixtures("analysed_once")
def test_claimkit_finds_in_its_sample_what_it_put_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text, Markdown and HTML: the sample articles, read again from the files that were written."""
    monkeypatch.chdir(tmp_path)
    seeds = Path(claimkit.__file__).resolve().parent.parent / "seeds"
    claim("sample", "7", str(seeds), "--out", "gold", "-q")
    for gold in ("gold", "gold/speakers.jsonl"):
        assert values(json.loads(claim("evaluate", gold, "--json", "--samples", "0")[0])) == {1.0}
