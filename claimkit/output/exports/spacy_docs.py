"""The spaCy component: quotations as spans of a Doc, and as records in its user data.

doc.spans["quotes"], ["sources"], ["cues"]    spans of whole tokens; `span.id_` is the record's id
doc._.quotes                                  the records, with exact offsets into `doc.text`
span._.quote                                  the record that a span belongs to
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from claimkit.errors import UsageError

Record = dict[str, Any]
GROUPS = ("quotes", "sources", "cues")
_KEY = "claimkit"  # of doc.user_data; what is there survives DocBin, to_bytes and being sent to another process


class QuoteFinder:
    """A pipeline component that marks what `analyse(text)` finds. It holds no model, so that it may be copied."""

    def __init__(self, name: str, analyse: Callable[[str], Iterable[Record]]) -> None:
        self.name = name
        self._analyse = analyse

    def __call__(self, doc: Doc) -> Doc:
        """Fills the Doc's span groups and user data; tokens and other annotations stay as they are."""
        return annotate(doc, self._analyse(doc.text))


def annotate(doc: Doc, records: Iterable[Record]) -> Doc:
    """`doc` with `records`, whose offsets index `doc.text`, as span groups and in its user data."""
    found = list(records)
    spans: dict[str, list[Span]] = {group: [] for group in GROUPS}
    for record in found:
        parts = [("quotes", record["type"], piece) for piece in record["content"]]
        parts += [("sources", "source", record["source"]), ("cues", "cue", record["cue"])]
        for group, label, piece in parts:
            if piece is None:
                continue
            span = doc.char_span(
                piece["start"],
                piece["end"],
                label=label,
                kb_id=(record["speaker"] or {}).get("wikidata") or "",
                span_id=record["id"],
                alignment_mode="expand",  # tokens that a quotation cuts through belong to it
            )
            if span is not None:
                spans[group].append(span)
    for group, members in spans.items():
        doc.spans[group] = SpanGroup(doc, name=group, spans=members)
    doc.user_data[_KEY] = found
    return doc


def records_of(doc: Doc) -> list[Record]:
    """The records of a Doc; none for one that claimkit has not seen."""
    return [_with_lists(record) for record in doc.user_data.get(_KEY, ())]


def record_of(span: Span) -> Record | None:
    """The record that a span of one of the groups belongs to."""
    for record in span.doc.user_data.get(_KEY, ()):
        if span.doc.vocab.strings[record["id"]] == span.id:
            found: Record = _with_lists(record)
            return found
    return None


def _with_lists(value: Any) -> Any:
    """Records as they were: spaCy's serialisation turns lists into tuples."""
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def extend() -> None:
    """Adds `doc._.quotes` and `span._.quote`. Raises `UsageError` where another package keeps something there.

    Not done on import: spaCy imports every package that offers a component, also for programs that do not use it.
    """
    homes: tuple[tuple[Any, str, Any], ...] = ((Doc, "quotes", records_of), (Span, "quote", record_of))
    for holder, name, getter in homes:
        if not holder.has_extension(name):
            holder.set_extension(name, getter=getter)
        elif holder.get_extension(name)[2] is not getter:
            raise UsageError(
                f"spaCy: another package has {holder.__name__.lower()}._.{name} already; claimkit needs it"
            )
