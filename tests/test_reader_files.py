"""The reader: files, folders, standard input and encodings."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import reader
from claimkit.errors import InputError
from claimkit.models.record import Article
from claimkit.reader import decoding
from claimkit.reader.files import Source
from claimkit.reader.parsed import Facts
from claimkit.reader.streams import MAX_BYTES

STORY = "Harbour opens again\n\nShips came in on Monday.\n"


def parse(data: bytes | str, path: str = "a.txt") -> Article:
    raw = data.encode() if isinstance(data, str) else data
    return reader.parse(Source(path, f"/{path}"), reader.Item("", raw, name=path))


def articles(*paths: Path | str, stdin: bytes = b"") -> list[Article]:
    found = list(reader.read([str(path) for path in paths], io.BytesIO(stdin)))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def errors(*paths: Path | str, stdin: bytes = b"") -> list[str]:
    return [str(e) for e in reader.read([str(p) for p in paths], io.BytesIO(stdin)) if isinstance(e, InputError)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folder_is_read_to_the_bottom_in_order(here: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.html", "a.text", "README", "c.png", ".hidden.txt", ".git/x.txt", "d.xlsx"):
        file = here / "news" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<p>{STORY}</p>" if name.endswith("html") else STORY)
    expected = ["news/README", "news/a.text", "news/a/b/c.html", "news/a/z.md", "news/b.txt"]
    assert [article.path for article in articles("news")] == expected
    assert [article.path for article in articles(here / "news", "news/b.txt", "./news/../news/b.txt")] == expected
    assert [article.format for article in articles("news")] == ["text", "text", "html", "markdown", "text"]


def test_order_of_arguments_does_not_matter(here: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (here / name).write_text(STORY + name)
    assert articles("c.txt", "a.txt", "b.txt") == articles("b.txt", "c.txt", "a.txt") == articles(".")


def test_a_file_named_outright_is_read_whatever_its_name(here: Path) -> None:
    for name in (".hidden", "story.php", "story.log"):
        (here / name).write_text(STORY)
        assert [article.title for article in articles(name)] == ["Harbour opens again"]


def test_standard_input(here: Path) -> None:
    [article] = articles("-", "-", stdin=STORY.encode())
    assert (article.path, article.text, article.format) == ("-", STORY, "text")
    [page] = articles("-", stdin=b"  <!DOCTYPE html><html><body><p>Ships came in on Monday.</p></body></html>")
    assert (page.format, page.text) == ("html", "Ships came in on Monday.")
    assert errors("-") == ["standard input: the file is empty"]


def test_process_substitution(here: Path) -> None:
    if not Path("/dev/fd").exists():
        pytest.skip("no /dev/fd")
    out, into = os.pipe()
    os.write(into, STORY.encode())
    os.close(into)
    try:
        [article] = articles(f"/dev/fd/{out}")
        assert article.text == STORY
    finally:
        os.close(out)


def test_links_are_followed_once_and_in_no_circle(here: Path) -> None:
    (here / "real").mkdir()
    (here / "real" / "a.txt").write_text(STORY)
    (here / "real" / "up").symlink_to(here)
    (here / "other").symlink_to(here / "real")
    (here / "again.txt").symlink_to(here / "real" / "a.txt")
    assert [article.path for article in articles("real")] == ["real/a.txt"]
    assert [article.path for article in articles(".")] == ["real/a.txt"]
    assert [article.path for article in articles("other/", "again.txt")] == ["other/a.txt"]
    (here / "circle").symlink_to(here / "circle")
    (here / "lost.txt").symlink_to(here / "gone.txt")
    assert [item.path for item in reader.read(["."])] == ["real/a.txt", "circle", "lost.txt"]
    assert errors("circle")[0].startswith("circle: cannot be read")


def test_a_link_to_a_folder_elsewhere_is_walked(here: Path) -> None:
    (here / "archive").mkdir()
    (here / "archive" / "a.txt").write_text(STORY)
    (here / "news").mkdir()
    (here / "news" / "archive").symlink_to(here / "archive")
    assert [article.path for article in articles("news")] == ["news/archive/a.txt"]


def test_each_bad_input_is_one_clear_line_and_the_rest_goes_on(here: Path) -> None:
    (here / "good.txt").write_text(STORY)
    (here / "empty.txt").write_bytes(b"")
    (here / "blank.txt").write_bytes(b" \n\t\n")
    (here / "binary.txt").write_bytes(b"text\0text")
    (here / "noise.txt").write_bytes(bytes(range(128, 256)) * 3)
    (here / "broken.txt").write_bytes("“We are open.”".encode()[:-1])
    (here / "report.pdf").write_bytes(b"%PDF-1.7 ...")
    (here / "page.html").write_text("<html><body><script>x</script></body></html>")
    (here / "big.txt").write_bytes(b"a" * (MAX_BYTES + 1))
    (here / "none").mkdir()
    (here / "tables").mkdir()
    (here / "tables" / "a.xlsx").write_text("a,b")
    found = list(
        reader.read([".", "missing.txt", "report.pdf", "none", "tables", "", "nul\0.txt", "odd\n\x1b[31m.txt"])
    )
    assert [item.path for item in found if isinstance(item, Article)] == ["good.txt"]
    told = {item.path: item.reason for item in found if isinstance(item, InputError)}
    assert set(told) == {
        "empty.txt", "blank.txt", "binary.txt", "noise.txt", "broken.txt", "report.pdf", "page.html", "big.txt",
        "missing.txt", '""', "nul\\x00.txt", "odd\\n\\x1b[31m.txt",
    }  # fmt: skip
    assert all(str(item).isprintable() for item in found if isinstance(item, InputError))
    assert told["broken.txt"] == "not valid UTF-8 at byte 15; save it again as UTF-8"
    assert told["missing.txt"] == "no such file or folder; check the path"
    assert errors("none") == [
        "none: no articles in this folder; claimkit reads .atom, .bz2, .csv, .docx, .gz, .htm, .html, .json, .jsonl, "
        ".markdown, .md, .ndjson, .pdf, .rss, .srt, .text, .tsv, .txt, .vtt, .warc, .xhtml, .xml, .zip, .zst and files "
        "without a suffix"
    ]
    assert "(1 of other kinds skipped; name a file to read it anyway)" in errors("tables")[0]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(here: Path) -> None:
    (here / "a.txt").write_text(STORY)
    (here / "a.txt").chmod(0)
    (here / "b").mkdir(mode=0)
    assert errors(".") == [
        "a.txt: permission denied; check who may read it",
        "b: permission denied; check who may read it",
    ]


def test_a_file_that_vanishes_between_finding_and_reading(here: Path) -> None:
    (here / "a.txt").write_text(STORY)
    [source] = reader.find(["a.txt"])
    assert isinstance(source, Source)
    (here / "a.txt").unlink()
    [error] = reader.items(source)
    assert str(error) == "a.txt: no such file or folder; check the path"


def test_a_name_that_is_not_utf8_can_be_read_and_written_out(here: Path) -> None:
    try:
        Path(os.fsdecode(b"caf\xe9.txt")).write_text(STORY)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    [article] = articles(".")
    assert article.path.encode("utf-8").decode() == "caf\\udce9.txt"
    [source] = reader.find(["."])
    assert isinstance(source, Source)
    assert source.location.encode("utf-8")


@given(
    names=st.lists(
        st.text("a\\\\udce9/\udce9\ud83d", max_size=12) | st.sampled_from(("\\udce9", "\udce9")), unique=True
    )
)
def test_no_two_files_have_one_location(names: list[str]) -> None:
    locations = [Source("", f"/n/{name}").location for name in names]
    assert len(set(locations)) == len(names)
    assert all(location.encode() for location in locations)


def test_a_name_that_spells_odd_bytes_out_is_another_file(here: Path) -> None:
    try:
        Path(os.fsdecode(b"caf\xe9.txt")).write_text(STORY)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    (here / "caf\\udce9.txt").write_text(STORY)
    (here / "cafe\u0301.txt").write_text(STORY)
    (here / "caf\u00e9.txt").write_text(STORY)
    assert len(articles(".")) == 4
    assert len({s.location for s in reader.find(["."]) if isinstance(s, Source)}) == 4


def test_digest_and_id(here: Path) -> None:
    (here / "a.txt").write_text(STORY)
    (here / "b.txt").write_text(STORY)
    a, b = articles(".")
    assert a.id.startswith("a_")
    assert a.id == b.id  # wherever it is
    assert a.id == articles("a.txt")[0].id
    item = reader.Item("", STORY)
    others = [replace(item, key="1"), replace(item, data="x"), replace(item, facts=Facts("x")), replace(item, name="x")]
    assert len({other.digest for other in [item, *others]}) == 5
    assert item.digest == reader.Item("", STORY.encode()).digest


# Encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“We are open,” he said. It’s fine: café.", "utf-8"),
        ("“We are open,” he said. It’s fine: café.", "utf-8-sig"),
        ("“We are open,” he said. It’s fine: café.", "utf-16"),
        ("“We are open,” he said. It’s fine: café.", "utf-32"),
        ("“We are open,” he said. It’s fine: café.", "cp1252"),
        ("“We are open,” he said. It’s fine: café.", "mac_roman"),
        ("Zoë Müller said “Nein” to the naïve idea.", "cp1252"),
        ("El alcalde dijo que mañana irá a la reunión. ¿Qué pasó?", "latin-1"),
        ("Prezydent miasta powiedział: „Zażółć gęślą jaźń”.", "cp1250"),
        ("Мэр города заявил, что порт снова открыт для кораблей.", "cp1251"),
        ("Мэр города заявил, что порт снова открыт для кораблей.", "koi8_r"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    assert decoding.decode(text.encode(encoding)) == text


def test_a_page_may_declare_its_charset() -> None:
    page = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'
    assert parse(page.format("windows-1251", "Мэр: порт открыт").encode("cp1251"), "a.html").text == "Мэр: порт открыт"
    assert parse(page.format("iso-8859-1", "“Open,” he said").encode("cp1252"), "a.html").text == "“Open,” he said"
    assert parse(page.format("unicode_escape", "“Open,” he said").encode("cp1252"), "a.html").text == "“Open,” he said"
    with pytest.raises(InputError, match="declared as EUC_KR but not valid at byte"):
        parse(page.format("euc-kr", "\xff").encode("latin-1"), "a.html")


def test_newlines_are_kept() -> None:
    text = "Harbour opens again\r\n\r\nShips came in.\rThe mayor waved.\n"
    assert parse(text).text == text


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_line(data: bytes) -> None:
    for path in ("a.txt", "a.md", "a.html"):
        try:
            article = parse(data, path)
        except InputError as error:
            assert str(error).isprintable()  # noqa: PT017  the property is about both outcomes
        else:
            assert article.text.strip()
            article.text.encode("utf-8")
