"""Articles as brat standoff: NAME.txt and NAME.ann side by side, with annotation.conf, as brat opens them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claimkit import brat, writing
from claimkit.errors import UsageError
from claimkit.models.record import Article, Cue, Extraction, Quote, Span
from claimkit.output.visible import visible

# The type of quotation, which PolNeAR's configuration does not have.
CONFIGURATION = f"{brat.CONFIGURATION}Type\tArg:<EVENT>, Value:direct|mixed|indirect\n"


def files(extractions: Iterable[Extraction]) -> Iterator[tuple[str, str]]:
    """(name, text) of each file. Several articles of one file name get numbers, in their order."""
    yield "annotation.conf", CONFIGURATION
    taken: Counter[str] = Counter()
    for extraction in extractions:
        name = _name(extraction.article, taken)
        yield f"{name}.txt", extraction.article.text
        yield f"{name}.ann", standoff(extraction.article, extraction.quotes)


def standoff(article: Article, quotes: Sequence[Quote]) -> str:
    """The .ann file: spans and events, the type of each event as an attribute, who speaks as a note."""
    return brat.standoff(article.text, (_annotation(quote) for quote in quotes))


def write(made: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write the files as the folder `folder`, all of them or none. Raises UsageError.

    A folder that holds other files is left alone, as it may hold work; one that holds exactly these is not touched.
    """
    try:
        with writing.filling(folder) as begun:
            for name, text in made:
                (begun / name).write_bytes(text.encode("utf-8", "replace"))
    except FileExistsError as error:
        raise _taken(folder) from error
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder with -o") from error


def check(folder: Path) -> None:
    """Raises UsageError, before any work, unless `folder` can be made or may be what an earlier run has made."""
    try:
        if folder.is_dir():
            if any(folder.iterdir()):
                if not _is_ours(folder):
                    raise _taken(folder)
            elif writing.is_fixed(folder):
                raise UsageError(f"{folder}: the folder in use cannot be replaced; name a folder in it with -o")
        elif folder.exists():
            raise UsageError(f"{folder}: is a file; name a folder with -o")
        elif not folder.absolute().parent.is_dir():
            raise UsageError(f"{folder.parent}: no such folder; make it first or name another place with -o")
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder}: cannot be written ({error}); name another folder with -o") from error


def _taken(folder: Path) -> UsageError:
    return UsageError(f"{folder}: is not empty and may hold annotations; name another folder with -o")


def _is_ours(folder: Path) -> bool:
    configuration = folder / "annotation.conf"
    return configuration.is_file() and configuration.read_bytes() == CONFIGURATION.encode()


def _annotation(quote: Quote) -> brat.Annotation:
    speaker = quote.speaker
    who = (speaker.name or "no name", speaker.kind, speaker.status, speaker.wikidata) if speaker else ("no speaker",)
    note = "; ".join(filter(None, (*who, f"confidence {quote.confidence:.2f}", quote.cluster, quote.id)))
    return brat.Annotation(
        source=_ranges(quote.source),
        cue=_ranges(quote.cue),
        content=_ranges(*quote.content),
        type=quote.type,
        note=visible(note),
    )


def _ranges(*spans: Span | Cue | None) -> brat.Fragments:
    return tuple(sorted((span.start, span.end) for span in spans if span is not None))


def _name(article: Article, taken: Counter[str]) -> str:
    """The file's name without suffix. What no file can be called is replaced."""
    name = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in Path(article.path).stem)
    name = name.encode("utf-8", "replace")[:150].decode("utf-8", "ignore").strip(" .") or "article"
    shown, key = name, name.casefold()
    while taken[shown.casefold()]:  # two names may differ in the case of letters only, or be taken by a number
        taken[key] += 1
        shown = f"{name}-{taken[key]}"
    taken[shown.casefold()] += 1
    return shown
