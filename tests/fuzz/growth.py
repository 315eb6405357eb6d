"""How the time of each format and each shape of text grows with its size; ends with code 1 where it is over 1.25.

    python tests/fuzz/growth.py [--only html] [--longest 4] [--jobs 2]

Each shape is made at ×1, ×2 and ×4 of a size that takes a tenth of a CPU second or more, as long as the reader's limit
allows, and read in a process of its own (so that one that explodes ends alone). The figure is the slope of the
logarithms, of the least of several times. Tests never do this: a busy machine would fail them.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import contextlib
import gzip

from claimkit import reader
from claimkit.corpus import people
from claimkit.errors import InputError
from claimkit.models import Article, Evidence, Extraction, PersonEntry, Quote, Span, Speaker
from claimkit.reader.streams import MAX_BYTES, MAX_WHOLE

from documents import docx, pdf, warc, zipped
from fuzz import targets

_MOST = 1.25
_LEAST_SECONDS = 0.1
_FIRST = 4_000  # bytes of the first try
_MEMORY = 6_000_000_000
_STOP = 120  # CPU seconds of a shape, all sizes together

Make = Callable[[int], bytes]
Case = tuple[str, Make, Callable[[bytes], object], int]


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
        yield f"{name} {shape}", _built(make), _read(name), FORMATS[name][1]
    for shape, make in {
        "merge chain": lambda n: "id,name,merge\n" + "".join(f"a{i},N{i},a{i + 1}\n" for i in range(n)),
        "merge, one takes all": lambda n: "id,name,merge\nx,X," + ";".join(f"a{i}" for i in range(n)) + "\n",
        "rows": lambda n: "id,name\n" + "".join(f"a{i},N{_letters(i)}\n" for i in range(n)),
        "aliases": lambda n: "id,name,aliases\nx,X," + ";".join(f"A{_letters(i)}" for i in range(n)) + "\n",
        "titles": lambda n: "name\n" + "Mr. " * min(n, 30_000) + "X\n",
    }.items():
        yield f"people.csv {shape}", _built(make), _people("people.csv"), MAX_BYTES
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
        yield f"people.toml {shape}", _built(make), _people("people.toml"), MAX_BYTES
    for shape, form in {
        "names": "N@ F@",
        "surnames": "F@",
        "one surname": "N@ Ilves",
        "one given name": "Anna F@",
        "middle names": "Anna M@ Ilves",
        "titles": "President F@",
        "particles": "van F@",
    }.items():
        yield f"linking {shape}", _built(lambda n, f=form: f"{f}\n" * n), _linked, 1_000_000


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
        speaker = Speaker(form.lower(), form, "person", "resolved", (step,))
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
                found.append((f"{name} {shown}", lambda n, p=piece, m=make: m(_repeated(p, n)), _read(name), limit))
        found.append((f"analysis {shown}", lambda n, p=piece: _repeated(p, n).encode(), _analysed, 1_000_000))
    return found


def _least(run: Callable[[bytes], object], data: bytes) -> float:
    """The least CPU time of several runs."""
    times: list[float] = []
    while len(times) < 5 and sum(times) < 2:
        start = time.process_time()
        run(data)
        times.append(time.process_time() - start)
    return min(times)


def _measured(case: Case, longest: float) -> Iterator[tuple[int, float]]:
    """Sizes and times: ×1, ×2, ×4 of the first size that takes long enough, or the largest three."""
    _, make, run, limit = case
    run(make(100))  # what is loaded once
    size, found = min(_FIRST, limit // 4), []
    while size <= limit:
        data = make(size)
        if len(data) > limit and found:
            break
        found.append((len(data), _least(run, data)))
        if len(found) >= 3 and (found[-3][1] >= _LEAST_SECONDS or found[-1][1] > longest):
            break
        size *= 2
    yield from found[-3:]


def _slope(found: list[tuple[int, float]]) -> float:
    """The slope of a straight line through the logarithms."""
    xs, ys = [math.log(n) for n, _ in found], [math.log(max(t, 1e-6)) for _, t in found]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    width = sum((a - x) ** 2 for a in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / width if width else 0.0


def _apart(case: Case, longest: float) -> tuple[str, list[tuple[int, float]]]:
    """What a process of its own measures; nothing where it was stopped."""
    into, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(into)
        code = 1
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_CPU, (_STOP, _STOP))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.write(out, json.dumps(list(_measured(case, longest))).encode())
            code = 0
        os._exit(code)
    os.close(out)
    with os.fdopen(into, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return case[0], [(int(n), float(t)) for n, t in json.loads(data or b"[]")]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="shapes that have this in their name")
    arguments.add_argument(
        "--longest", type=float, default=4.0, help="CPU seconds beyond which no larger size is tried"
    )
    arguments.add_argument("--jobs", type=int, default=1)
    given = arguments.parse_args()
    chosen = [case for case in cases() if given.only in case[0]]
    bad = 0
    print(f"{'shape':44} {'bytes':>11} {'seconds':>8} {'exponent':>8}")
    with ThreadPoolExecutor(given.jobs) as pool:
        for name, found in pool.map(lambda case: _apart(case, given.longest), chosen):
            slope = _slope(found) if found else math.inf
            # What takes no time at the limit can be of any shape.
            wrong = not found or (slope > _MOST and found[-1][1] >= _LEAST_SECONDS)
            bad += wrong
            size, seconds = found[-1] if found else (0, math.inf)
            print(f"{name[:44]:44} {size:11,} {seconds:8.3f} {slope:8.2f}{'  <- over' if wrong else ''}", flush=True)
    print(f"{len(chosen)} shapes, {bad} over {_MOST}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
