"""What a user may say about the inputs."""

from __future__ import annotations

from dataclasses import dataclass

# The formats by the names that users give them; what is packed (gz, bz2, zst, zip) is always seen for what it is.
FORMATS = ("text", "markdown", "html", "json", "jsonl", "csv", "tsv", "ninjs", "feed", "warc", "pdf", "docx")
FIELDS = ("text", "title", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    `input_format` is the format (one of FORMATS) of every input, whatever its name; None tells it from the name and
    the content. `fields` are pairs of a field (one of FIELDS) and the column or key that holds it; `a.b` is the key b
    of the object a.
    """

    input_format: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


DEFAULT = Options()
