"""Ids: the same for the same article wherever it lies, and copies of an article are one."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit import reader
from claimkit.cli import app
from claimkit.models.record import Article
from claimkit.reader.article_id import article_id, canonical
from claimkit.reader.parsed import Facts

SEEDS = Path(claimkit.__file__).resolve().parent.parent / "seeds"
TEXT = "Ferry Line To Close\n\nThe ferry will close in June, mayor Ada Lund said on Monday.\n"


def ids(*paths: str) -> dict[str, str]:
    """The id of each article by the name of its file."""
    found = [article for article in reader.read(paths) if isinstance(article, Article)]
    return {article.path.replace("#", "/").rsplit("/", 1)[-1]: article.id for article in found}


def test_the_same_articles_have_the_same_ids_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SEEDS, tmp_path / "a" / "seeds")
    with zipfile.ZipFile(tmp_path / "seeds.zip", "w") as packed:
        for path in sorted(SEEDS.iterdir()):
            packed.write(path, f"deep/er/{path.name}")
    monkeypatch.chdir(tmp_path)
    expected = ids("a/seeds")
    assert len(expected) == 7
    assert all(len(id_) == 22 for id_ in expected.values())
    assert ids("seeds.zip") == expected
    monkeypatch.chdir(tmp_path / "a" / "seeds")
    assert ids(".") == expected
    monkeypatch.chdir("/")
    assert ids(str(tmp_path / "a")) == expected


def test_a_text_has_one_id_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-16"))
    Path("c.jsonl").write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    Path("d.csv").write_text(f'headline,body\nFerry Line To Close,"{TEXT.rstrip()}"\n', encoding="utf-8")
    assert len(set(ids(".").values())) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Facts(), Facts(title="Ferry  Line To Close"), True),
        (Facts(), Facts(title="No more ferries"), False),
        (Facts(outlet="Post"), Facts(outlet="Lantern"), False),
        (Facts(published="2025-02-03"), Facts(published="2025-02-04"), False),
        (Facts(url="https://post.example/a"), Facts(url="https://post.example/b"), False),
        (
            Facts(url="https://www.post.example/a/?utm_source=x#top"),
            Facts(title="T", outlet="O", url="http://post.example/a"),
            True,
        ),
    ],
)
def test_what_an_id_depends_on(one: Facts, other: Facts, same: bool) -> None:
    assert (article_id(TEXT, one) == article_id(TEXT, other)) is same


def test_where_an_address_is_known_the_words_do_not_count() -> None:
    facts = Facts(url="https://post.example/a")
    assert article_id(TEXT, facts) == article_id("Something else.", facts)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("HTTPS://WWW.Post.Example:443/A/B/?b=2&a=1&utm_medium=mail&fbclid=3#x", "post.example/A/B?a=1&b=2"),
        ("http://post.example:8080/", "post.example:8080"),
        ("https://post.example/story?id=7", "post.example/story?id=7"),
        ("ftp://post.example/a", None),
        ("https://[post", None),
        ("post", None),
        (None, None),
    ],
)
def test_canonical(url: str | None, shown: str | None) -> None:
    assert canonical(url) == shown


@pytest.mark.model
def test_copies_of_an_article_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*line: str) -> str:
        result = CliRunner().invoke(app, line, prog_name="claimkit")
        assert result.exit_code == 0, result.output
        return result.stdout

    monkeypatch.chdir(tmp_path)
    shutil.copytree(SEEDS, "seeds")
    answers = (
        ("quotes", "--type", "all"),
        ("clusters", "--json"),
        ("speakers", "--json"),
        ("speakers", "Zelensky", "--json"),
    )
    run("quotes", ".", "-q")
    before = [run(*answer) for answer in answers]
    shutil.copytree("seeds", "z")
    run("quotes", ".", "-q")
    after = [run(*answer) for answer in answers]
    assert after[0] == before[0]
    assert after[2:] == before[2:]

    def shape(clusters: str) -> list[object]:
        return [(c["id"], c["outlets"], len(c["reports"])) for c in json.loads(clusters)]

    assert shape(after[1]) == shape(before[1])
