"""How the time and memory of each format and each shape of text grow; ends with code 1 where time does over 1.25.

    python tests/fuzz/growth.py [--only html] [--jobs 2] [--least 0.1]

Each shape is doubled until it takes `--least` CPU seconds or has the reader's limit; its exponent is the slope of the
logarithms at ×1, ×2 and ×4, of the least of several times. Each size is read in a process of its own, so that one that
explodes ends alone. Tests never do this: a busy machine would fail them. All takes some eight minutes on two cores.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import gzip
import io
import json
import math
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command sets it
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claimkit import reader
from claimkit.corpus import people
from claimkit.errors import InputError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Article, Evidence, Extraction, Quote, Span, Speaker
from claimkit.reader.streams import MAX_BYTES, MAX_WHOLE

from documents import docx, pdf, warc, zipped
from fuzz import targets

_MOST = 1.25
_SURE = 0.08  # CPU seconds below which a time at the limit says nothing of its growth
_FIRST = 1_000  # bytes of the first try
_AGAIN = 3  # times that what is over is measured again
_MEMORY = 4_000_000_000
_STOP = 10  # CPU seconds of one size, and those of the next that are not waited for

Make = Callable[[int], bytes]
Case = tuple[str, Make, Callable[[bytes], object], int, bool]  # name, maker, reader, limit, whether sizes are exact


def _units() -> Iterator[tuple[str, str]]:
    """Pieces of text that are repeated; `@` becomes the number of the repetition."""
    pieces = [
        "“", "“a” ", "\"a", "‘a’ ", "said ", "said Anna Ilves. ", "\n", "\r\n\r\n", " ", "\t", "a", "A. ", "Mr. ",
        "who ", "“We sail,” Anna Ilves said. ", "“We sail,” N@ Ilves said. ", "“We sail,” Anna F@ said.\n",
        "he said, ", "* ", "“We sail,” President F@ said. ", "According to N@ F@, it rained.\n", "N@ and N@, ",
        "N@, F@ and others said so. ", "**", "*a ", "_a", "`a", "~~~\n", "```\n", "# a\n", "> ", ">", "- a\n",
        "1. a\n", "[", "[a](", "[a](b) ", "![", "]", "[a]: b\n", "[a@]: b\n[a@]\n", "\\", "a\n===\n", "a | b | c\n",
        "---\n", "| a |", "<", "<a", "<b>", "</b>", "<!--", "<a@>", "<q>", "<p>a ", "<div>", "<a href='",
        "<script>", "<table><tr><td>a", "<li>a", "<ul>", "&amp;", "&#8220;", "&x;", "a-\n", "2025-02-09 ",
        "Feb. 9, 2025\n", "KYIV, Feb 12 – (Reuters) ", "Title: a\n", "https://a.example/@ ", "www.a.example",
        "Read more\n", "Share | Tweet | Email\n", "© 2025 ", "â€œ", "é", "\u200b", "\u00ad", "中", "\u202e", "''",
        "…", "—", "said: “a ” – “b ", "according to ", "that ", "the president said ", "(", "a@ ", "N@ F@ ", "' a ",
    ]  # fmt: skip
    for piece in pieces:
        yield repr(piece)[1:-1], piece


def _repeated(piece: str, size: int) -> str:
    if "@" not in piece:
        return (piece * (size // len(piece) + 1))[:size]
    found, length, number = [], 0, 0
    while length < size:
        found.append(piece.replace("@", _letters(number)))
        length += len(found[-1])
        number += 1
    return "".join(found)


def _letters(number: int) -> str:
    """Letters that stand for a number: names have no digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def _read(name: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> None:
        source = reader.Source(name, name)
        for item in reader.items(reader.Source("-", reader.STDIN), io.BytesIO(data), reader.Options(_FORMAT.get(name))):
            if not isinstance(item, InputError):
                with contextlib.suppress(InputError):
                    reader.parse(source, item)

    return run


_FORMAT = {"x.csv": "csv", "x.tsv": "tsv", "x.jsonl": "jsonl", "x.json": "json", "x.md": "markdown", "x.html": "html"}


def _wrap(before: str, after: str, *, within: Callable[[str], str] = str) -> Callable[[str], bytes]:
    return lambda text: f"{before}{within(text)}{after}".encode("utf-8", "surrogatepass")


def _records(text: str) -> list[dict[str, str]]:
    return [{"id": str(i), "text": text[i : i + 500] or "x"} for i in range(0, len(text), 500)]


FORMATS: dict[str, tuple[Callable[[str], bytes], int]] = {
    "x.txt": (_wrap("", ""), MAX_BYTES),
    "x.md": (_wrap("", ""), MAX_BYTES),
    "x.html": (_wrap("<html><body><p>", "</p></body></html>"), MAX_BYTES),
    "x.json": (lambda text: json.dumps(_records(text)).encode(), MAX_WHOLE),
    "x.jsonl": (lambda text: "\n".join(map(json.dumps, _records(text))).encode(), MAX_WHOLE),
    "x.csv": (_wrap('text,title\n"', '",b\n', within=lambda t: t.replace('"', '""')), MAX_BYTES),
    "x.tsv": (_wrap("text\ttitle\n", "\tb\n", within=lambda t: " ".join(t.split())), MAX_BYTES),
    "x.rss": (_wrap("<rss><channel><item><encoded><![CDATA[", "]]></encoded></item></channel></rss>"), MAX_BYTES),
    "x.atom": (_wrap('<feed><entry><content type="xhtml">', "</content></entry></feed>"), MAX_BYTES),
    "x.warc": (lambda text: warc([("http://a.example/", "text/html", b"<p>" + text.encode())]), MAX_BYTES),
    "x.pdf": (lambda text: pdf([text.encode("cp1252", "replace").decode("cp1252").split("\n")[:1000]]), 200_000),
    "x.docx": (lambda text: docx(["".join(c for c in text if c.isprintable())]), MAX_BYTES),
    "x.gz": (lambda text: gzip.compress(text.encode(), mtime=0), MAX_BYTES),
    "x.zip": (lambda text: zipped({f"{i}.txt": text[i : i + 500] for i in range(0, len(text), 500)}), MAX_BYTES),
}  # fmt: skip
# Formats in which each piece of text is tried; in the others, which hold text as these do, every eighth.
_EVERY = ("x.txt", "x.md", "x.html", "x.rss")


def _built(make: Callable[[int], str]) -> Make:
    """Made by a number of parts that gives about the size asked for."""
    each = max(1, len(make(1_000)) // 1_000)
    return lambda size: make(max(1, size // each)).encode()


def _many(n: int, form: str = "a{}=1 ") -> str:
    return "".join(map(form.format, range(n)))


def _feed(item: str) -> str:
    return f"<rss><channel><item>{item}</item></channel></rss>"


def _spaces(n: int, content: str) -> str:
    """An Atom feed that declares many namespaces."""
    declared = _many(n, 'xmlns:a{0}="u{0}" ')
    return f"<feed {declared}><entry><content type='xhtml'>{content}</content></entry></feed>"


def _special() -> Iterator[Case]:
    """Shapes that are more than one piece repeated."""
    shapes: list[tuple[str, str, Callable[[int], str]]] = [
        ("attributes", "x.html", lambda n: f"<html><body><p {_many(n)}>{'hello there ' * 50}</p></body></html>"),
        ("attributes in a value", "x.html", lambda n: f"<html><body><p b='<a {_many(n)}'>hello</p></body></html>"),
        ("attributes, a comment", "x.html", lambda n: f"<html><!-- <a b=' --><p {_many(n)}>hello</p></html>"),
        ("attributes", "x.rss", lambda n: _feed(f"<description>&lt;p {_many(n)}&gt;{'hi you ' * 200}</description>")),
        ("attributes of XML", "x.rss", lambda n: _feed("<guid " + _many(n, 'a{}="1" ') + ">a</guid>")),
        ("xmlns", "x.atom", lambda n: _spaces(n, "<p>a b</p>" * n)),
        ("xmlns and prefixes", "x.atom", lambda n: _spaces(n, _many(n, "<a{0}:p>a</a{0}:p>"))),
        ("guids", "x.rss", lambda n: _feed("</item><item>".join(["<guid>a</guid><encoded>a b</encoded>"] * n))),
        ("nested", "x.atom", lambda n: _spaces(1, "<b>a" * n + "</b>" * n)),
        ("keys", "x.json", lambda n: json.dumps({f"k{i}": {"a": i} for i in range(n)})),
        ("lists", "x.json", lambda n: "[" * n),
        ("objects", "x.json", lambda n: '{"a":' * n),
        ("elements", "x.json", lambda n: "[" + "{}," * n + "{}]"),
        ("one long string", "x.json", lambda n: '[{"text":"' + "\\u201c" * n),
        ("columns", "x.csv", lambda n: f"text,{_many(n, 'c{},')}\n{'x,' * n}"),
        ("an open quotation mark", "x.csv", lambda n: 'text,b\n"' + "a\n" * n),
        ("quotation marks", "x.csv", lambda n: "text,b\n" + '"",' * n),
        ("front matter", "x.md", lambda n: "+++\na" + ".a" * n + "=1\n+++\ntext\n"),
        ("references", "x.md", lambda n: _many(n, "[a{}]: b\n") + "[a1][" * n),
    ]
    for shape, name, make in shapes:
        yield f"{name} {shape}", _built(make), _read(name), FORMATS[name][1], False
    for shape, make in {
        "merge chain": lambda n: "id,name,merge\n" + "".join(f"a{i},N{i},a{i + 1}\n" for i in range(n)),
        "merges": lambda n: "id,name,merge\n" + _cells(n, "a{}"),
        "rows": lambda n: "id,name\n" + "".join(f"a{i},N{_letters(i)}\n" for i in range(n)),
        "aliases": lambda n: "id,name,aliases\n" + _cells(n, "A{}"),
        "titles": lambda n: "name\n" + "Mr. " * min(n, 30_000) + "X\n",
    }.items():
        yield f"people.csv {shape}", _built(make), _people("people.csv"), MAX_BYTES, False
    for shape, make in {
        "dotted key": lambda n: "a" + ".a" * n + "=1",
        "dotted table": lambda n: "[a" + ".a" * n + "]",
        "tables": lambda n: "".join(f"[[person]]\nname='N{_letters(i)}'\n" for i in range(n)),
        "list": lambda n: "[[person]]\nname='A'\naliases=[" + "".join(f"'a{i}'," for i in range(n)) + "]\n",
        "nested": lambda n: "a=" + "[" * n,
        "escapes": lambda n: '[[person]]\nname="' + "\\t" * n + 'a"\n',
        "strings": lambda n: 'a="""' + '\\"""' * n,
        "keys": lambda n: "[[person]]\n" + "".join(f"k{i}=1\n" for i in range(n)),
    }.items():
        yield f"people.toml {shape}", _built(make), _people("people.toml"), MAX_BYTES, False
    for shape, form in {
        "names": "N@ F@",
        "surnames": "F@",
        "one surname": "N@ Ilves",
        "one given name": "Anna F@",
        "middle names": "Anna M@ Ilves",
        "middle names and an initial": "A. M@ Ilves",
        "third names": "Anna Maria M@ Ilves",
        "titles": "President F@",
        "two people at once": "N@ Ilves\nM@ Ilves and F@ Ilves",
        "particles": "van F@",
    }.items():
        yield f"linking {shape}", _built(lambda n, f=form: f"{f}\n" * n), _linked, MAX_BYTES, False


def _cells(n: int, form: str) -> str:
    """People of ten thousand other forms each: a cell holds 131,072 characters at most."""
    firsts = range(0, n, 10_000)
    cells = (";".join(form.format(_letters(i)) for i in range(first, min(n, first + 10_000))) for first in firsts)
    return "".join(f"x{number},X{_letters(number)},{cell}\n" for number, cell in enumerate(cells))


def _people(name: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> None:
        with contextlib.suppress(InputError):
            people.parse_people_file(data, name)
            people.unify([], (PersonEntry("a", "A"),))

    return run


def _linked(data: bytes) -> None:
    """One article in which each line is somebody who speaks."""
    text, spoken = "", []
    pieces: list[str] = []
    at = 0
    for number, form in enumerate(data.decode().split("\n")[:-1]):
        form = form.replace("@", _letters(number))
        line = f"“We sail,” said {form}.\n"
        start = at + line.index(form)
        spoken.append((start, form, at))
        pieces.append(line)
        at += len(line)
    text = "".join(pieces)
    quotes = []
    for start, form, line in spoken:
        step = Evidence(start, start + len(form), form, "name" if " " in form else "surname")
        speaker = Speaker(form.lower(), form, "group" if " and " in form else "person", "resolved", (step,))
        quotes.append(
            Quote(
                f"q{line}", "a", "direct", "We sail,", (Span(line + 1, line + 9, "We sail,"),), None, None, speaker, 1.0
            )
        )
    people.unify([Extraction(Article("a", "a.txt", text, published="2016-10-01"), tuple(quotes))])


def _analysed(data: bytes) -> None:
    with contextlib.suppress(InputError):
        article = reader.parse(reader.Source("x.md", "x.md"), reader.Item("", data.decode(), name="x.md"))
        targets._guessing().analyse(article)


def cases() -> list[Case]:
    """All that is measured."""
    found: list[Case] = list(_special())
    for number, (shown, piece) in enumerate(_units()):
        for name, (make, limit) in FORMATS.items():
            if name in _EVERY or number % 8 == 0:
                found.append(
                    (f"{name} {shown}", lambda n, p=piece, m=make: m(_repeated(p, n)), _read(name), limit, True)
                )
        found.append((f"analysis {shown}", lambda n, p=piece: _repeated(p, n).encode(), _analysed, MAX_BYTES, True))
    return found


class Point(NamedTuple):
    """One size: the least CPU time of several, and by how many bytes memory grew the first time."""

    asked: int
    size: int
    seconds: float
    memory: int


def _timed(run: Callable[[bytes], object], data: bytes) -> tuple[float, int]:
    """The least CPU time of two or three runs, and the memory of the first."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times: list[float] = []
    memory = 0
    while len(times) < 2 or (len(times) < 3 and sum(times) < _SURE * 3):
        start = time.process_time()
        run(data)
        times.append(time.process_time() - start)
        memory = memory or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return min(times), memory * 1_024


def _apart(run: Callable[[bytes], object], data: bytes) -> tuple[float, int] | None:
    """What a process of its own measures; None where it was stopped."""
    into, out = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(into)
            resource.setrlimit(resource.RLIMIT_CPU, (3 * _STOP, 3 * _STOP))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            os.write(out, json.dumps(_timed(run, data)).encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(into, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        return None
    seconds, memory = json.loads(told)
    return seconds, memory


def _measured(case: Case, least: float) -> tuple[list[Point], bool]:
    """×1, ×2 and ×4 of a size of which ×4 takes `least` seconds, or the largest three; whether it explodes."""
    _, make, run, limit, exact = case
    run(make(100))  # what is loaded once
    gc.collect()
    gc.freeze()  # a collection that walks over what was loaded is a step, not growth
    found: list[Point] = []
    asked = min(_FIRST, limit // 4)
    while asked <= limit:
        data = make(asked)
        size = asked if exact else len(data)
        if found and (size > limit or size <= found[-1].size):
            break
        measured = _apart(run, data)
        if measured is None:
            return found[-3:], True
        found.append(Point(asked, size, *measured))
        seconds = found[-1].seconds
        if len(found) > 1 and seconds > _SURE and seconds * seconds / max(found[-2].seconds, 1e-6) > _STOP:
            return found[-3:], _slope(found[-2:]) > _MOST
        if len(found) > 2 and seconds >= least:
            break
        if seconds * 16 <= least and asked * 4 <= limit:  # far from long enough
            found.clear()
            asked *= 4
        else:
            asked *= 2
    return _assured(case, found[-3:]), False


def _assured(case: Case, found: list[Point]) -> list[Point]:
    """Where it is over, larger sizes decide, and at the limit the least of several measurements: noise only adds."""
    _, make, run, limit, exact = case
    for _ in range(_AGAIN):
        if _slope(found) <= _MOST or found[-1].seconds < _SURE:
            break
        asked = found[-1].asked * 2
        data = make(asked)
        size = asked if exact else len(data)
        if found[-1].size < size <= limit and found[-1].seconds < _STOP / 4:
            measured = _apart(run, data)
            found = [*found[1:], Point(asked, size, *measured)] if measured is not None else found
        else:
            found = [_sooner(point, _apart(run, make(point.asked))) for point in found]
    return found


def _sooner(point: Point, again: tuple[float, int] | None) -> Point:
    return point if again is None else point._replace(seconds=min(point.seconds, again[0]))


def _slope(found: list[Point], of: Callable[[Point], float] = lambda point: point.seconds) -> float:
    """The slope of a straight line through the logarithms."""
    if len(found) < 2:
        return 0.0
    xs, ys = [math.log(p.size) for p in found], [math.log(max(of(p), 1e-6)) for p in found]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


@cache
def _all() -> list[Case]:
    return cases()


def _one(given: tuple[int, float]) -> tuple[int, list[Point], bool]:
    number, least = given
    return number, *_measured(_all()[number], least)


class Row(NamedTuple):
    """What is printed of one shape."""

    name: str
    kind: str
    size: int
    seconds: float
    exponent: float
    megabytes: float
    memory: float
    wrong: bool


def _row(case: Case, found: list[Point], explodes: bool) -> Row:
    exponent = _slope(found)
    _, size, seconds, memory = found[-1] if found else Point(0, 0, math.inf, 0)
    # What takes no time at the limit can be of any shape.
    wrong = explodes or (exponent > _MOST and seconds >= _SURE)
    grown = _slope(found, lambda point: point.memory) if all(p.memory > 1_000_000 for p in found) else 0.0
    return Row(case[0], case[0].split()[0], size, seconds, exponent, memory / 1e6, grown, wrong)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="shapes that have this in their name")
    arguments.add_argument("--least", type=float, default=0.1, help="CPU seconds that the largest size takes")
    arguments.add_argument("--jobs", type=int, default=1)
    given = arguments.parse_args()
    chosen = [number for number, case in enumerate(_all()) if given.only in case[0]]
    rows: list[Row] = []
    print(f"{'shape':44} {'bytes':>11} {'seconds':>8} {'exponent':>8} {'MB':>6} {'exponent':>8}")
    # The pool's processes, forked before anything has a thread, fork one more for each size.
    with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
        for number, found, explodes in pool.imap_unordered(_one, [(number, given.least) for number in chosen]):
            row = _row(_all()[number], found, explodes)
            rows.append(row)
            print(
                f"{row.name[:44]:44} {row.size:11,} {row.seconds:8.3f} {row.exponent:8.2f} {row.megabytes:6.0f} "
                f"{row.memory:8.2f}{'  <- over' if row.wrong else ''}",
                flush=True,
            )
    _sum_up(rows)
    bad = sum(row.wrong for row in rows)
    print(f"{len(rows)} shapes, {bad} over {_MOST}")
    return 1 if bad else 0


def _sum_up(rows: list[Row]) -> None:
    """The table of docs/benchmarks.md: each format's worst shape of those that take any time."""
    print(
        "\n| format | shapes | the worst of them | bytes | seconds | exponent | MB |"
        "\n|---|---:|---|---:|---:|---:|---:|"
    )
    for kind, number in Counter(row.kind for row in rows).items():
        timed = [row for row in rows if row.kind == kind and row.seconds >= _SURE]
        if worst := max(timed, key=lambda row: row.exponent, default=None):
            shape = worst.name.removeprefix(kind).strip()
            figures = f"{worst.size:,} | {worst.seconds:.2f} | {worst.exponent:.2f} | {worst.megabytes:.0f} |"
            print(f"| {kind} | {number} | `{shape}` | {figures}")
        else:
            print(f"| {kind} | {number} | none takes {_SURE} s at its limit | | | | |")


if __name__ == "__main__":
    sys.exit(main())
