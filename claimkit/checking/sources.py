"""Files and folders → sources: their streams of words, read once and remembered by their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from claimkit.checking import memory
from claimkit.checking.occasions import day_in_name
from claimkit.checking.streams import Streams, split_streams
from claimkit.english.text import clean_text, digest, terms
from claimkit.errors import InputError
from claimkit.models.checks import Transcript, Turn
from claimkit.models.record import Article
from claimkit.reader import find, items, parse, streams
from claimkit.reader.decoding import decode
from claimkit.reader.files import Source as File
from claimkit.reader.files import explain_os_error, suffix
from claimkit.reader.input_options import DEFAULT, Options
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.transcripts import find_turns

# Files whose bytes may be a transcript; all others are read as articles.
_MAYBE_TURNS = frozenset({"", ".txt", ".text", ".tsv", ".csv", ".vtt", ".srt", ".md", ".markdown"})


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One transcript or article with its words. `id` goes by its words, `article` by its address.

    `labels`, `lines` and `times` are those of its turns.
    """

    path: str
    id: str
    article: str | None
    published: str | None
    outlet: str | None
    labelled: bool
    prepared: bool
    labels: tuple[str | None, ...]
    lines: tuple[int | None, ...]
    times: tuple[str | None, ...]
    words: Streams


Progress = Callable[[int, float], None]


def read_sources(
    paths: Sequence[str],
    *,
    prepared: bool = False,
    options: Options = DEFAULT,
    progress: Progress | None = None,
    remember: bool = True,
) -> tuple[list[Source], list[InputError]]:
    """The sources under `paths`, by path, and what could not be read.

    A file is taken apart once and then remembered by its content in the user's cache folder, if `remember`.
    """
    found: list[Source] = []
    failures: list[InputError] = []
    files = find(paths, options)
    for number, file in enumerate(files):
        if isinstance(file, InputError):
            failures.append(file)
            continue
        for source in _read_file(file, options, remember):
            if isinstance(source, InputError):
                failures.append(source)
            else:
                found.append(replace(source, prepared=prepared) if prepared else source)
        if progress is not None:
            progress(number + 1, (number + 1) / len(files))
    return found, failures


def words_id(text: str) -> str:
    """The same for texts of the same words, wherever they are and however they are marked up."""
    return digest(" ".join(terms(text)), length=20)


def _read_file(file: File, options: Options, remember: bool) -> Iterator[Source | InputError]:
    data = _bytes_of(file) if options.input_format is None and suffix(file.path) in _MAYBE_TURNS else None
    if isinstance(data, InputError):
        yield data
        return
    if data is not None:
        key = sha256(suffix(file.path).encode() + b"\0" + data).hexdigest()
        if remember and (kept := memory.recall(key)):
            yield _named(file.path, kept)
            return
        if (transcript := _transcript(file, data)) is not None:
            kept = memory.of_transcript(transcript, split_streams(transcript))
            if remember:
                memory.keep(key, kept)
            yield _named(file.path, kept)
            return
    for item in items(file, None, options):
        if isinstance(item, InputError):
            yield item
            continue
        try:
            article = parse(file, item)
        except InputError as error:
            yield error
            continue
        yield _of_article(article, remember)


def _bytes_of(file: File) -> bytes | InputError | None:
    """The bytes of a plain file; None for standard input and for packed files, which are read as articles."""
    if file.path == "-":
        return None
    try:
        stream, _ = streams.open_file(file.file)
        with stream:
            data = streams.read_all(stream, streams.MAX_BYTES, "split it into parts")
    except (OSError, ValueError) as error:
        return InputError(file.shown, explain_os_error(error))
    except UnreadableError as error:
        return InputError(file.shown, str(error))
    return None if streams.detect_packing(data) else data


def _transcript(file: File, data: bytes) -> Transcript | None:
    try:
        text = decode(data)
    except UnreadableError:
        return None
    turns = find_turns(text, file.path)
    if turns is None:
        return None
    return Transcript(file.path, words_id("\n".join(turn.text for turn in turns)), tuple(turns), day_in_name(file.path))


def _of_article(article: Article, remember: bool) -> Source:
    """An article's or a statement's own words, under nobody's name."""
    key = sha256(f"{article.format}\0{article.cuts}\0{article.text}".encode("utf-8", "surrogatepass")).hexdigest()
    kept = memory.recall(key) if remember else None
    if kept is None:
        cleaned = clean_text(article.text, article.cuts)
        turns = []
        at = 0
        for paragraph in cleaned.text.split("\n"):
            if paragraph.strip():
                line = article.text.count("\n", 0, cleaned.raw_range(at, at + 1)[0]) + 1
                turns.append(Turn(None, paragraph, None if article.format == "html" else line))
            at += len(paragraph) + 1
        transcript = Transcript(article.path, words_id(cleaned.text), tuple(turns), labelled=False)
        kept = memory.of_transcript(transcript, split_streams(transcript))
        if remember:
            memory.keep(key, kept)
    return replace(_named(article.path, kept), article=article.id, published=article.published, outlet=article.outlet)


def _named(path: str, kept: memory.Kept) -> Source:
    """What was taken apart, now or earlier, under the path by which it was asked for this time."""
    facts = (kept.labels, kept.lines, kept.times, kept.words)
    return Source(path, kept.id, None, day_in_name(path), None, kept.labelled, False, *facts)
