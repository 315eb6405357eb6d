"""The reader: files that hold many articles, packed files, PDF and Word documents."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import re
import socket
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from claimkit import reader
from claimkit.errors import InputError
from claimkit.models.record import Article
from claimkit.reader import Options, packed, rejoin, streams
from claimkit.reader.records import parse_day

from documents import docx, pdf, warc, zipped
from support import cases

STORY = "Ships came in on Monday, three weeks after the storm.\n\n“We are open,” the mayor said.\n"


def read(path: Path | str, options: Options = reader.DEFAULT, stdin: bytes = b"") -> list[Article | InputError]:
    return list(reader.read([str(path)], io.BytesIO(stdin), options))


def articles(path: Path | str, options: Options = reader.DEFAULT, stdin: bytes = b"") -> list[Article]:
    found = read(path, options, stdin)
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def errors(path: Path | str, options: Options = reader.DEFAULT) -> list[str]:
    return [str(found) for found in read(path, options) if isinstance(found, InputError)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", cases("reader_formats"))
def test_formats(case: dict[str, Any]) -> None:
    """Files as text, and what they hold: each article's key, text and facts; each error's line."""
    Path(case["file"]).write_text(case["content"].removeprefix("\n"), encoding=case.get("encoding", "utf-8"))
    fields = tuple((field, column) for field, column in case.get("map", {}).items())
    found = read(case["file"], Options(case.get("format"), fields))
    assert [str(e) for e in found if isinstance(e, InputError)] == case.get("errors", [])
    expected = case.get("article", [])
    held = [a for a in found if isinstance(a, Article)]
    assert [a.path.partition("#")[2] for a in held] == [e.get("key", "") for e in expected]
    for article, wanted in zip(held, expected, strict=True):
        for name in wanted.keys() - {"key"}:
            assert getattr(article, name) == (wanted[name] or None), name


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-02-09", "2025-02-09"),
        ("2025-02-09T10:15:00.000Z", "2025-02-09"),
        ("2025-02-09 10:15:00+02:00", "2025-02-09"),
        ("Sun, 09 Feb 2025 10:15:00 GMT", "2025-02-09"),
        ("2025/2/9", "2025-02-09"),
        ("20250209T101500Z", "2025-02-09"),
        ("1739095200", "2025-02-09"),
        ("1739095200000", "2025-02-09"),
        ("1739095200.5", "2025-02-09"),
        ("Feb. 9, 2025", "2025-02-09"),
        ("03/02/2025", None),
        ("yesterday", None),
        ("999999999999999", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_records(value: str | None, iso: str | None) -> None:
    found = parse_day(value)
    assert (found and found.isoformat()) == iso


# Packed files

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_files(suffix: str) -> None:
    pack = PACKERS[suffix]
    Path(f"gazette_2025-02-09_harbour.txt.{suffix}").write_bytes(pack(STORY.encode()))
    lines = [json.dumps({"text": STORY, "title": f"Story {i}"}) for i in range(3)]
    Path(f"news.jsonl.{suffix}").write_bytes(pack("\n".join(lines[:2]).encode()) + pack(("\n" + lines[2]).encode()))
    Path(f"unnamed.{suffix}").write_bytes(pack(b"<html><body><p>Ships came in on Monday.</p></body></html>"))
    Path(f"left-out.tar.{suffix}").write_bytes(pack(b"x"))
    found = articles(".")
    assert [article.path for article in found] == [
        f"gazette_2025-02-09_harbour.txt.{suffix}",
        f"news.jsonl.{suffix}#1",
        f"news.jsonl.{suffix}#2",
        f"news.jsonl.{suffix}#3",
        f"unnamed.{suffix}",
    ]
    assert (found[0].text, found[0].published, found[4].format) == (STORY, "2025-02-09", "html")


@pytest.mark.parametrize("suffix", PACKERS)
def test_damage_costs_what_follows_it_and_no_more(suffix: str) -> None:
    noise = random.Random(1)
    lines = "".join(json.dumps({"text": f"{noise.random()} {STORY}" * 50}) + "\n" for _ in range(400))
    whole = PACKERS[suffix](lines.encode())
    Path(f"news.jsonl.{suffix}").write_bytes(whole[: len(whole) - 20])
    [source] = reader.find([f"news.jsonl.{suffix}"])
    assert isinstance(source, reader.Source)
    found = list(reader.items(source))
    assert sum(isinstance(item, reader.Item) for item in found) > 10
    assert str(found[-1]) == f"news.jsonl.{suffix}: damaged {suffix} data; copy or download the file again"


def test_zip_archives() -> None:
    inner = zipped({"deep/b.txt": STORY, "c.jsonl": json.dumps({"text": STORY})})
    Path("news.zip").write_bytes(
        zipped({"a.txt": STORY, "in.zip": inner, "p.png": "x", "__MACOSX/a.txt": "x", ".x.txt": "x", "e.txt": " "})
    )
    found = read("news.zip")
    assert [item.path for item in found if isinstance(item, Article)] == [
        "news.zip#a.txt",
        "news.zip#in.zip#deep/b.txt",
        "news.zip#in.zip#c.jsonl#1",
    ]
    assert [str(item) for item in found if isinstance(item, InputError)] == ["news.zip#e.txt: the file is empty"]


def test_the_same_article_alone_and_in_archives() -> None:
    name = "gazette_2025-02-09_harbour.txt"
    Path(name).write_text(STORY)
    Path("news.zip").write_bytes(zipped({f"folder/{name}": STORY}))
    Path(f"{name}.gz").write_bytes(gzip.compress(STORY.encode()))
    alone, packed_, zipped_ = articles(".")
    for other in (packed_, zipped_):
        same = ("text", "title", "outlet", "published", "url", "format", "cuts")
        assert [getattr(other, n) for n in same] == [getattr(alone, n) for n in same]
    assert len({alone.id, packed_.id, zipped_.id}) == 1
    assert articles(".") == [alone, packed_, zipped_]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_keys_are_unique_and_do_not_depend_on_what_follows() -> None:
    with zipfile.ZipFile("news.zip", "w") as archive:
        for i in range(3):
            archive.writestr(zipfile.ZipInfo("a.txt"), f"{i} {STORY}")
    keys = [article.path for article in articles("news.zip")]
    assert keys == ["news.zip#a.txt", "news.zip#a.txt~2", "news.zip#a.txt~3"]
    line = json.dumps({"text": STORY}) + "\n"
    Path("news.jsonl").write_text(line)
    [source] = reader.find(["news.jsonl"])
    assert isinstance(source, reader.Source)
    [before] = reader.items(source)
    Path("news.jsonl").write_text(line + line)
    again = list(reader.items(source))
    assert again[0] == before
    assert isinstance(before, reader.Item)
    assert [item.location(source) for item in again if isinstance(item, reader.Item)] == [
        f"{source.file}/#1",
        f"{source.file}/#2",
    ]


def rss(items: Iterable[tuple[str, str]], after: str = "</channel></rss>") -> str:
    """A feed of (the XML that tells an item, its text)."""
    made = "".join(f"<item>{own}<c:encoded>&lt;p>{text}&lt;/p></c:encoded></item>" for own, text in items)
    return f'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>{made}{after}'


def rss_of(keys: list[str]) -> bytes:
    return rss((f"<guid>{key}</guid>", f"{STORY} {number}") for number, key in enumerate(keys)).encode()


def atom_of(keys: list[str]) -> bytes:
    made = (f"<entry><id>{k}</id><content>{STORY} {n}</content></entry>" for n, k in enumerate(keys))
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(made)}</feed>'.encode()


def warc_of(keys: list[str]) -> bytes:
    pages = [("https://a.example/", "text/plain", f"{STORY} {number}".encode()) for number in range(len(keys))]
    data = warc(pages)
    for number, key in enumerate(keys):
        data = data.replace(f"<urn:uuid:00000000-0000-0000-0000-{number:012}>".encode(), f"<urn:uuid:{key}>".encode())
    return data


def json_of(keys: list[str]) -> bytes:
    """An object whose names may be the same, and lie at different depths."""
    made = []
    for number, key in enumerate(keys):
        *path, last = key.split("/")
        inner = f'{json.dumps(last)}: [{{"text": {json.dumps(f"{STORY} {number}")}}}]'
        made.append("".join(f"{json.dumps(name)}: {{" for name in path) + inner + "}" * len(path))
    return f"{{{', '.join(made)}}}".encode()


def zip_of(keys: list[str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, key in enumerate(keys):
            archive.writestr(zipfile.ZipInfo(key), f"{STORY} {number}")
    return file.getvalue()


def lines_of(keys: list[str]) -> bytes:
    return "".join(json.dumps({"id": key, "text": f"{STORY} {n}"}) + "\n" for n, key in enumerate(keys)).encode()


def rows_of(keys: list[str]) -> bytes:
    head = "id,id,text\n" if len(keys) % 2 else "id,text,text_id\n"
    return (head + "".join(f'{k},"{STORY} {n}","{STORY} {n}"\n' for n, k in enumerate(keys))).encode()


MANY = {
    "rss.xml": rss_of,
    "atom.xml": atom_of,
    "a.warc": warc_of,
    "a.json": json_of,
    "a.zip": zip_of,
    "a.jsonl": lines_of,
    "a.csv": rows_of,
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", MANY)
@given(
    keys=st.lists(
        st.sampled_from(("a", "a~2", "a~3", "a~2~3", "a.b", "a/b", "a/b.c", "a.b/c", "a/b/c", "b", "1", "2", "b~1"))
        | st.text("a~12./", min_size=1, max_size=6).filter(lambda key: not key.startswith((".", "/"))),
        min_size=1,
        max_size=8,
    )
)
def test_articles_under_one_key_are_all_read(
    name: str, keys: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    if name == "a.zip":
        keys = [f"{key.replace('.', '_').strip('/')}.txt" for key in keys]
    if name == "a.json":
        keys = ["/".join(part for part in key.split("/")[:4] if part) or "a" for key in keys]
    file = tmp_path_factory.getbasetemp() / name
    file.write_bytes(MANY[name](keys))
    (source,) = reader.find([str(file)])
    assert isinstance(source, reader.Source)
    found = list(reader.items(source))
    assert all(isinstance(item, reader.Item) for item in found), found
    items = [item for item in found if isinstance(item, reader.Item)]
    assert len({item.location(source) for item in items}) == len(items) == len(keys)
    assert len({item.data for item in items}) == len(keys)
    assert list(reader.items(source)) == found


def test_what_one_item_of_a_feed_holds_costs_no_other() -> None:
    titles = {
        "&#xD83D;&#xDE00; ferry": "\U0001f600 ferry",
        "&#55357;&#56832; ferry": "\U0001f600 ferry",
        "&#x2019;&#xd83d;&#xde00;": "’\U0001f600",
        "a &#xDE00; ferry": "a \ufffd ferry",
        "ferry &#xD83D;": "ferry \ufffd",
        "&#x0; ferry": "ferry",
        "a &#x110000; ferry": "a \ufffd ferry",
        "a & b": "a b",
    }
    for written, title in titles.items():
        made = rss((f"<guid>{n}</guid><title>{t}</title>", STORY) for n, t in enumerate(("x", written, "y")))
        Path("feed.xml").write_text(made, encoding="utf-8")
        assert [article.title for article in articles("feed.xml")] == ["x", title, "y"], written


def test_items_of_a_feed_that_are_lost_are_counted() -> None:
    three = [(f"<guid>{number}</guid>", STORY) for number in range(3)]
    shown = ("<description><![CDATA[ <item> ]]></description><!-- <item> -->", STORY)
    two_channels = rss(three, "</channel><channel>" + rss(three[:1]).partition("<channel>")[2])
    whole = {rss(three): 3, rss([*three, shown]): 4, rss(three) + "<!-- made by hand -->\n": 3, two_channels: 4}
    for text, number in whole.items():
        Path("feed.xml").write_text(text, encoding="utf-8")
        assert len(articles("feed.xml")) == number
    broken = rss(three).replace("<guid>1</guid>", "<guid>1</guid><!-- ")
    Path("feed.xml").write_text(broken, encoding="utf-8")
    assert errors("feed.xml")[-1] == (
        "feed.xml: broken XML: 1 of its items were not read because they run together; download it again"
    )
    Path("feed.xml").write_text(rss(three)[:-40], encoding="utf-8")
    assert errors("feed.xml") == [
        "feed.xml: breaks off before its end, so its last article may be incomplete; download it again"
    ]


def test_lists_of_a_json_object_hide_no_others() -> None:
    story = {"text": STORY}
    made = {"a": {"b": [story]}, "a.b": [story], "c": {"x": story, "y": story, "z": [story, 3]}}
    Path("a.json").write_text(json.dumps(made))
    found = read("a.json")
    assert [a.path for a in found if isinstance(a, Article)] == [
        "a.json#a.b.1",
        "a.json#a.b.1~2",
        "a.json#c.x",
        "a.json#c.y",
        "a.json#c.z.1",
    ]
    assert [str(e) for e in found if isinstance(e, InputError)] == [
        "a.json#c.z.2: not a JSON object; each element has to be one, with the article's text in it"
    ]


def test_a_member_cannot_leave_its_archive(here: Path) -> None:
    (here / "sub").mkdir()
    Path("sub/news.zip").write_bytes(zipped({"../../out.txt": STORY, "/etc/x.txt": STORY}))
    before = sorted(here.rglob("*"))
    assert [a.path for a in articles("sub/news.zip")] == ["sub/news.zip#../../out.txt", "sub/news.zip#/etc/x.txt"]
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("suffix", [*PACKERS, "zip"])
def test_bombs_are_one_line(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_FREE_EXPANSION", 5_000_000)
    zeros = b"\0" * 40_000_000
    packs = {**PACKERS, "zip": lambda data: zipped({"a.jsonl": data, "b.jsonl": data})}
    name = f"bomb.{suffix}" if suffix == "zip" else f"bomb.jsonl.{suffix}"
    Path(name).write_bytes(packs[suffix](zeros))
    [error] = errors(name)
    assert error == f"{name}: unpacks to more than 200 times its size; unpack it yourself if it is sound"


def test_archives_in_archives_end_somewhere() -> None:
    data = STORY.encode()
    for _ in range(4):
        data = gzip.compress(data)
    Path("a.gz").write_bytes(data)
    assert [a.text for a in articles("a.gz")] == [STORY]
    for _ in range(4):
        data = gzip.compress(data)
    Path("a.gz").write_bytes(data)
    assert errors("a.gz") == ["a.gz: packed more than 5 levels deep; unpack it first"]
    nested = zipped({"a.txt": STORY})
    for i in range(5):
        nested = zipped({f"{i}.zip": nested})
    Path("a.zip").write_bytes(nested)
    assert errors("a.zip") == ["a.zip#4.zip#3.zip#2.zip#1.zip#0.zip: packed more than 5 levels deep; unpack it first"]


def test_members_with_odd_names_are_told_apart() -> None:
    inner = zipped({"b.txt": STORY})
    Path("a.zip").write_bytes(zipped({"in.zip": inner, "in.zip#b.txt": STORY + "x", "": STORY + "y", "c/": ""}))
    found = articles("a.zip")
    assert [a.path for a in found] == ["a.zip#in.zip#b.txt", "a.zip#in.zip%23b.txt", "a.zip#~3"]
    assert [a.text for a in found] == [STORY, STORY + "x", STORY + "y"]


def test_zip_archives_that_are_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = zipped({"a.txt": STORY * 50})
    at = sound.index(b"PK\x01\x02")
    locked = bytearray(sound)
    locked[6] |= 1
    locked[at + 8] |= 1
    unknown = bytearray(sound)
    unknown[8:10] = unknown[at + 10 : at + 12] = (99).to_bytes(2, "little")
    broken = bytearray(sound)
    broken[40:60] = b"\xff" * 20
    for name, data in {"cut": sound[:-30], "locked": locked, "unknown": unknown, "broken": broken}.items():
        Path(f"{name}.zip").write_bytes(data)
    damaged = "damaged zip archive; copy or download the file again"
    assert errors("cut.zip") == [f"cut.zip: {damaged}"]
    assert errors("locked.zip") == ["locked.zip#a.txt: is encrypted; unpack the archive first"]
    assert errors("broken.zip") == [f"broken.zip#a.txt: {damaged}"]
    assert "compressed by a method that claimkit does not know" in errors("unknown.zip")[0]
    Path("book.zip").write_bytes(zipped({"mimetype": "application/epub+zip", "a.html": STORY}))
    assert "e-book, but not .docx" in errors("book.zip")[0]
    Path("none.zip").write_bytes(zipped({"a.png": "x"}))
    assert "no articles in this archive" in errors("none.zip")[0]
    monkeypatch.setattr(packed, "_MOST_MEMBERS", 2)
    Path("many.zip").write_bytes(zipped({f"{i}.txt": STORY for i in range(3)}))
    assert errors("many.zip") == ["many.zip: has more than 2 members; split it"]
    monkeypatch.setattr(packed, "_LARGEST_LIST", 100)
    assert errors("many.zip") == ["many.zip: has more than 2 members; split it"]


# Size


def test_a_long_file_is_read_in_little_memory(here: Path) -> None:
    text = STORY * 200
    with Path("a.jsonl").open("w") as lines, Path("a.json").open("w") as array, Path("a.csv").open("w") as table:
        array.write("[")
        table.write("text\n")
        for i in range(500):
            lines.write(json.dumps({"text": text}) + "\n")
            array.write((",\n" if i else "") + json.dumps({"text": text}))
            table.write(f'"{text}"\n')
        array.write("]")
    for name in ("a.jsonl", "a.json", "a.csv"):
        assert Path(name).stat().st_size > 8_000_000
        [source] = reader.find([name])
        assert isinstance(source, reader.Source)
        tracemalloc.start()
        number = sum(isinstance(item, reader.Item) for item in reader.items(source))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (number, peak < 4_000_000) == (500, True), (name, peak)


def test_one_record_that_is_too_long_costs_no_other() -> None:
    good = json.dumps({"text": STORY})
    Path("a.jsonl").write_text(f"{good}\n{json.dumps({'text': 'x' * (streams.MAX_BYTES + 1)})}\n{good}\n")
    assert [str(f) if isinstance(f, InputError) else f.path for f in read("a.jsonl")] == [
        "a.jsonl#1",
        "a.jsonl#2: this line is longer than 10 MB; split it into articles",
        "a.jsonl#3",
    ]
    Path("a.csv").write_text(f"text\nShips came in.\n{'x' * (streams.MAX_BYTES + 1)}\nShips went out.\n")
    assert [str(f) if isinstance(f, InputError) else f.path for f in read("a.csv")] == [
        "a.csv#1",
        "a.csv#2: longer than 10 MB; look for a quotation mark that is never closed",
        "a.csv#3",
    ]
    Path("a.json").write_text(f"[{good}, {json.dumps({'text': 'x' * (streams.MAX_BYTES + 1)})}, {good}]")
    assert [type(f).__name__ for f in read("a.json")] == ["Article", "InputError", "Article"]


def test_what_has_to_be_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (streams, reader.unpack, reader.objects, reader.feed):
        monkeypatch.setattr(module, "MAX_WHOLE", 1_000, raising=False)
    Path("a.json").write_text(json.dumps({"articles": [{"text": STORY * 20}]}))
    assert errors("a.json") == ["a.json: larger than 0 MB; save it as JSON Lines, one article per line"]
    Path("a.rss").write_text("<rss>" + " " * 1_000)
    assert "split the feed" in errors("a.rss")[0]
    Path("a.pdf").write_bytes(b"%PDF-" + b" " * 1_000)
    assert "larger than" in errors("a.pdf")[0]


# Standard input


@pytest.mark.parametrize(
    ("format", "data", "keys"),
    [
        ("jsonl", b'{"text": "Ships came in."}\n{"text": "Ships left."}\n', ["1", "2"]),
        (None, b'{"text": "Ships came in."}\n{"text": "Ships left."}\n', ["1", "2"]),
        ("json", b'[{"text": "Ships came in."}]', ["1"]),
        (None, b'[\n {"text": "Ships came in."}]', ["1"]),
        ("csv", b"text;title\nShips came in.;Harbour\n", ["1"]),
        ("tsv", b'text\ttitle\n"Open," he said.\tHarbour\n', ["1"]),
        ("ninjs", b'{"uri": "x", "body_text": "Ships came in."}', [""]),
        ("markdown", b"# Harbour\n\nShips came in.", [""]),
        ("text", b"<html> is a word, the mayor said.", [""]),
        (None, zipped({"a.txt": STORY}), ["a.txt"]),
        (None, gzip.compress(STORY.encode()), [""]),
        (None, pdf([["Ships came in on Monday."]]), [""]),
        (None, docx(["Ships came in on Monday."]), [""]),
        (None, warc([("https://a.example/1", "text/html", b"<html><body><p>Ships came in.</p></body></html>")]), ["*"]),
    ],
)
def test_standard_input_in_any_format(format: str | None, data: bytes, keys: list[str]) -> None:
    found = articles("-", Options(format), data)
    assert keys == ["*"] or [article.path for article in found] == [f"-#{key}" if key else "-" for key in keys]
    assert found


def test_a_named_format_takes_files_of_any_name(here: Path) -> None:
    (here / "dump").mkdir()
    Path("dump/part-0001.log").write_text(json.dumps({"text": STORY}))
    assert "no articles in this folder" in errors("dump")[0]
    assert [a.path for a in articles("dump", Options("jsonl"))] == ["dump/part-0001.log#1"]


# Feeds, web archives, PDF, Word


def test_entities_of_a_feed_are_not_expanded() -> None:
    entities = '<!ENTITY a "ha"><!ENTITY s SYSTEM "/etc/passwd">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    Path("a.rss").write_text(
        f"<!DOCTYPE rss [{entities}]><rss><channel><item><encoded>We are open &amp; glad. &j; &s;</encoded></item>"
        "</channel></rss>"
    )
    [article] = articles("a.rss")
    assert article.text.startswith("We are open & glad.")
    assert len(article.text) < 60


def test_web_archives() -> None:
    page = "<html><head><title>Harbour</title></head><body><p>Ships: “open”, café.</p></body></html>"
    data = warc(
        [
            (
                "https://www.gazette.example/1",
                "text/html; charset=windows-1251",
                "<p>Мэр: порт открыт.</p>".encode("cp1251"),
            ),
            ("https://www.gazette.example/2", "text/html", page.encode()),
            ("https://www.gazette.example/a.css", "text/css", b"p {}"),
            ("https://www.gazette.example/robots.txt", "text/plain", b"User-agent: *"),
            ("https://www.gazette.example/3", "text/plain; charset=utf-8", STORY.encode()),
        ]
    )
    for name, raw in (("a.warc", data), ("a.warc.gz", gzip.compress(data))):
        Path(name).write_bytes(raw)
        one, two, three = articles(name)
        assert (one.text, one.url, one.outlet) == (
            "Мэр: порт открыт.",
            "https://www.gazette.example/1",
            "gazette.example",
        )
        assert (two.text, two.format) == ("Ships: “open”, café.", "html")
        assert (three.text, three.format) == (STORY, "text")
        assert len({one.path, two.path, three.path}) == 3
    Path("cut.warc").write_bytes(data[: data.index(b"robots")] + b"\r\n\r\nnonsense\r\n\r\nmore nonsense")
    found = read("cut.warc")
    assert [type(f).__name__ for f in found][:2] == ["Article", "Article"]
    assert all("unexpected" not in str(f) for f in found)


@pytest.mark.parametrize("length", ["9" * 30, str(2**63), str(2**62), "9" * 5_000, "-5", "100000"])
def test_a_warc_length_that_no_file_has_is_one_line(length: str) -> None:
    pages = [warc([(f"https://a.example/{n}", "text/plain", STORY.encode())]) for n in range(3)]
    pages[1] = re.sub(rb"(?<=\nContent-Length: )\d+", length.encode(), pages[1], count=1)
    Path("a.warc").write_bytes(b"".join(pages))
    first, error = read("a.warc")
    assert isinstance(first, Article)
    damaged = r"a\.warc: damaged WARC in record \d, and the rest was not read; download the file again"
    assert re.search(damaged, str(error))


def test_pdf() -> None:
    Path("a.pdf").write_bytes(
        pdf(
            [
                [
                    "The Harbour Ga-zette",
                    "Ships came in on Monday, three weeks after the storm, and hundreds were at the har-",
                    "bour. They had waited since the long-",
                    "term closure of the old quay was announced by the town hall in early spring, people",
                    "said.",
                    "“We are open,” the mayor told the crowd, and she promised that the harbour would stay",
                ],
                ["open all winter.", "2"],
            ]
        )
    )
    [article] = articles("a.pdf")
    assert article.format == "pdf"
    assert article.text.split("\n\n") == [
        "The Harbour Ga-zette Ships came in on Monday, three weeks after the storm, and hundreds were at the harbour. "
        "They had waited since the long-term closure of the old quay was announced by the town hall in early spring, "
        "people said.",
        "“We are open,” the mayor told the crowd, and she promised that the harbour would stay open all winter.",
    ]


def test_pdf_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("scan.pdf").write_bytes(pdf([[]]))
    assert errors("scan.pdf") == [
        "scan.pdf: this PDF holds pictures but no text; run text recognition (OCR) on it first"
    ]
    Path("bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert errors("bad.pdf") == ["bad.pdf: damaged PDF; copy or download the file again"]
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert errors("scan.pdf") == ["scan.pdf: reading PDF needs pypdfium2; run: pip install 'claimkit[pdf]'"]


@pytest.mark.parametrize("case", cases("reader_lines"))
def test_lines_are_joined_to_paragraphs(case: dict[str, Any]) -> None:
    """`lines` are text, left, right, base and size; a page ends where the base line is higher than before."""
    pages: list[list[rejoin.PrintedLine]] = [[]]
    for line in case["lines"]:
        if line == "page":
            pages.append([])
        else:
            pages[-1].append(rejoin.PrintedLine(*line))
    assert rejoin.join_paragraphs(pages) == case["paragraphs"]


def test_word_documents() -> None:
    Path("a.docx").write_bytes(docx(["Harbour opens again", "“We are open,”\tthe mayor said.", ""], title=True))
    [article] = articles("a.docx")
    assert (article.text, article.title, article.format) == (
        "Harbour opens again\n\n“We are open,” the mayor said.",
        "Harbour opens again",
        "docx",
    )
    Path("b.docx").write_bytes(
        docx(["Ships came in."], extra="<w:p><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>")
    )
    assert articles("b.docx")[0].text == "Ships came in."
    Path("empty.docx").write_bytes(docx([]))
    assert errors("empty.docx") == ["empty.docx: this Word document holds no text; nothing to read here"]
    Path("bad.docx").write_bytes(zipped({"[Content_Types].xml": "x", "word/document.xml": "<a"}))
    assert errors("bad.docx") == ["bad.docx: damaged Word document; save it again"]
    Path("a.xlsx").write_bytes(zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "<a/>"}))
    assert "office document or e-book, but not .docx" in errors("a.xlsx")[0]
    bomb = '<!DOCTYPE a [<!ENTITY a "hahahahaha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    Path("bomb.docx").write_bytes(docx(["Ships &j; came in."], head=bomb + "]>"))
    found = read("bomb.docx")
    assert len(found) == 1
    assert not isinstance(found[0], Article) or len(found[0].text) < 40


def test_no_format_needs_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the reader reached for the network")

    monkeypatch.setattr(socket, "socket", no_network)
    Path("a.pdf").write_bytes(pdf([["Ships came in."]]))
    Path("a.docx").write_bytes(docx(["Ships came in."]))
    Path("a.warc").write_bytes(warc([("https://a.example/1", "text/html", b"<html><body><p>Ships came in.</p>")]))
    Path("a.rss").write_text(
        '<!DOCTYPE rss SYSTEM "http://a.example/x.dtd"><rss><channel><item><encoded>Ships came in.</encoded></item>'
        "</channel></rss>"
    )
    assert [a.text for a in articles(".")] == ["Ships came in."] * 4


def test_parsers_are_loaded_only_where_they_are_needed() -> None:
    Path("a.jsonl").write_text(json.dumps({"text": "Ships came in."}))
    code = (
        "import sys, claimkit.reader as r; list(r.read(['a.jsonl']));"
        "print([m for m in ('trafilatura', 'lxml', 'warcio', 'pypdfium2', 'ftfy', 'zstandard') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
