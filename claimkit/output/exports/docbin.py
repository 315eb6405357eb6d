"""Articles with their quotations as a spaCy DocBin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimkit.errors import UsageError
from claimkit.writing import replacing

Article = tuple[str, Mapping[str, Any], Sequence[Mapping[str, Any]]]


def write_docbin(articles: Iterable[Article], path: str) -> None:
    """Write texts with their records, whose offsets index the text, as Docs with what `spacy_docs` adds to them.

    An article is its text, what is known of it (kept as `doc.user_data["article"]`) and its records. spaCy's English
    tokenizer makes the tokens. DocBin cannot be written in pieces: everything is kept in memory.
    Raises `UsageError` if the file cannot be written.
    """
    import spacy
    from spacy.tokens import DocBin

    from claimkit.output.exports.spacy_docs import annotate, extend

    extend()
    nlp = spacy.blank("en")
    kept = DocBin(store_user_data=True)
    for text, facts, records in articles:
        nlp.max_length = max(nlp.max_length, len(text))
        doc = annotate(nlp.make_doc(text), [dict(record) for record in records])
        doc.user_data["article"] = dict(facts)
        kept.add(doc)
    try:
        with replacing(path) as file:
            file.write(kept.to_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file with -o") from error
