"""Articles drawn for annotation: texts and what claimkit finds, as files that brat edits and evaluation reads."""

from __future__ import annotations

import heapq
import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claimkit import writing
from claimkit.brat import CONFIGURATION, Annotation, standoff
from claimkit.english.text import digest
from claimkit.errors import UsageError
from claimkit.evaluation.annotated import article_name
from claimkit.evaluation.predictions import sample_name, statement
from claimkit.models.record import Article, Extraction, Quote

# The annotator's code of prefilled files.
CODE = "pre0"
SPEAKERS = "speakers.jsonl"
_CONFIGURATION = "attributions/annotation.conf"
_KINDS = {"organization": "org", "document": "org"}


def draw(extractions: Iterable[Extraction], number: int, seed: int) -> list[Extraction]:
    """`number` articles by chance: the same for a seed whatever their order, and a larger draw keeps a smaller.

    Raises UsageError if there are fewer.
    """

    def chance(extraction: Extraction) -> tuple[str, str, str]:
        article = extraction.article
        return digest(str(seed), article_name(article.path), article.text, length=64), article.path, article.id

    drawn = heapq.nsmallest(number, extractions, key=chance)
    if len(drawn) < number:
        raise UsageError(f"{number} articles wanted but only {len(drawn)} there; ask for {len(drawn)} or fewer")
    return drawn


def files(extractions: Sequence[Extraction]) -> dict[str, str]:
    """The files of a sample by their path in its folder.

    text/NAME.txt               the text that offsets index; NAME.md for Markdown, so that it is read as such again
    attributions/NAME_pre0.ann  what claimkit found in it; beside it the text again, where brat looks for it
    attributions/annotation.conf
    speakers.jsonl              who claimkit takes to be behind each, to be corrected too
    """
    names = _names([extraction.article for extraction in extractions])
    made = {_CONFIGURATION: CONFIGURATION}
    speakers: list[str] = []
    for name, extraction in sorted(zip(names, extractions, strict=True), key=lambda pair: pair[0]):
        article, quotes = extraction.article, sorted(extraction.quotes, key=statement)
        found = (statement(quote) for quote in quotes)
        made[f"text/{name}{'.md' if article.format == 'markdown' else '.txt'}"] = article.text
        made[f"attributions/{name}_{CODE}.txt"] = article.text
        made[f"attributions/{name}_{CODE}.ann"] = standoff(
            article.text, (Annotation(s.source, s.cue, s.content) for s in found)
        )
        speakers += _speakers(name, quotes)
    return {**made, SPEAKERS: "".join(speakers)}


def write(made: dict[str, str], out: Path) -> None:
    """Write the files as the folder `out`, or as a zip archive if its name ends in .zip: all of them or none.

    What is there is left alone, because it may hold work; exactly this sample is not touched. Raises UsageError.
    """
    check(out)
    try:
        if _is_zip(out):
            _write_zip(made, out)
        else:
            with writing.filling(out) as begun:
                for path, text in made.items():
                    file = begun / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(_encoded(text))
    except FileExistsError as error:
        raise _taken(out) from error
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); name another place with --out") from error


def check(out: Path) -> None:
    """Raises UsageError unless a sample can be written to `out`, or may be what an earlier run has written."""
    try:
        taken = any(os.scandir(out)) if out.is_dir() else os.path.lexists(out)
        if taken and not _is_ours(out):
            raise _taken(out)
        if not out.parent.is_dir():
            raise UsageError(f"{out.parent}: no such folder; make it first or name another place with --out")
        if not taken and writing.is_fixed(out):
            raise UsageError(f"{out}: the folder in use cannot be replaced; name a folder in it with --out")
    except (OSError, ValueError) as error:
        raise UsageError(f"{out}: cannot be written ({error}); name another place with --out") from error


def _write_zip(made: dict[str, str], out: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(made.items()):
            # A fixed date: the same articles give the same archive.
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, _encoded(text), zipfile.ZIP_DEFLATED)
    if os.path.lexists(out):
        if out.read_bytes() != packed.getvalue():
            raise _taken(out)
        return
    with writing.replacing(out) as file:
        file.write(packed.getvalue())


def _taken(out: Path) -> UsageError:
    return UsageError(f"{out}: is there already and may hold annotations; name another place with --out")


def _is_zip(out: Path) -> bool:
    return out.suffix.lower() == ".zip"


def _is_ours(out: Path) -> bool:
    """Whether an earlier run may have made it; what it holds is compared at the end."""
    if _is_zip(out):
        return zipfile.is_zipfile(out)
    configuration = out / _CONFIGURATION
    return configuration.is_file() and configuration.read_bytes() == CONFIGURATION.encode()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _names(articles: Sequence[Article]) -> Iterator[str]:
    """File names without suffix; they end in the article's id where several articles have one name, in any case of
    letters, or may have it: those in a file of many."""
    short = [article_name(article.path) for article in articles]
    times = Counter(name.casefold() for name in short)
    for name, article in zip(short, articles, strict=True):
        alone = times[name.casefold()] == 1 and "#" not in article.path
        yield name if alone else sample_name(article.path, article.id)


def _speakers(name: str, quotes: Iterable[Quote]) -> Iterator[str]:
    for number, quote in enumerate(quotes, 1):
        who = quote.speaker if quote.speaker and quote.speaker.name else None
        row = {
            "article": name,
            "id": f"E{number}",
            "content": [list(pair) for pair in statement(quote).content],
            "source": quote.source.text if quote.source else None,
            "cue": quote.cue.text if quote.cue else None,
            "text": quote.text,
            "kind": _KINDS.get(who.kind, who.kind) if who else "unknown",
            "speaker": [who.name] if who else None,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"
