"""Every field of a record once: where it is in the record, in the store and in tables, and what it holds.

A new field of an article is a row here, an attribute of `Article`, what fills it, and a migration of the store. CSV,
data frames and Parquet, the article in the JSON and its schema, the store's columns of an article and Datasette's
labels follow from the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Literal, NamedTuple

from claimkit.models.record import Article

Kind = Literal["text", "number", "count", "flag", "date", "spans", "names"]

# Of the JSON Schemas, MAJOR.MINOR: MINOR goes up when something is added, MAJOR when something changes or goes.
SCHEMA_VERSION = "1.4"


class Field(NamedTuple):
    """One column of a table of records.

    `path` leads to its value in the record: keys, and numbers of list items (`content.-1.end`). `stored` is its table
    and column in the store, where it has one. `csv`: the CSV has it too. A list of kind `names` is text in tables, its
    names separated by semicolons.
    """

    name: str
    kind: Kind
    path: str
    stored: str | None
    description: str
    csv: bool = True


FIELDS = (
    Field("id", "text", "id", "quotes.id", "The record's id, the same on every run"),
    Field(
        "type",
        "text",
        "type",
        "quotes.type",
        "direct: the speaker's words in quotation marks; mixed: some of them; indirect: none",
    ),
    Field("speaker", "text", "speaker.name", "speakers.name", "Who said it, under one name in all articles"),
    Field("text", "text", "text", "quotes.text", "The quotation as it reads"),
    Field("cue", "text", "cue.text", "quotes.cue", "The words that report it"),
    Field("source", "text", "source.text", "quotes.source", "The article's words for the speaker"),
    Field("outlet", "text", "article.outlet", "articles.outlet", "Who published the article"),
    Field("published", "date", "article.published", "articles.published", "Date of the article"),
    Field("title", "text", "article.title", "articles.title", "Headline of the article"),
    Field("path", "text", "article.path", "articles.path", "The article's file as it was named; - for standard input"),
    Field("url", "text", "article.url", "articles.url", "Web address of the article"),
    Field("confidence", "number", "confidence", "quotes.confidence", "The chance that content and source are right"),
    Field("cluster", "text", "cluster", "quotes.cluster_id", "The same for every record of one utterance"),
    Field("speaker_id", "text", "speaker.id", "speakers.id", "Id of the speaker"),
    Field("speaker_kind", "text", "speaker.kind", "speakers.kind", "person, organization, group, document or author"),
    Field(
        "speaker_status",
        "text",
        "speaker.status",
        "quotes.status",
        "How sure the speaker's name is: resolved, ambiguous, unresolved or anonymous",
    ),
    Field("wikidata", "text", "speaker.wikidata", "speakers.wikidata", "The speaker's Wikidata id"),
    Field("cue_lemma", "text", "cue.lemma", "quotes.cue_lemma", "Base form of the cue's head"),
    Field(
        "cue_class",
        "text",
        "cue.class",
        "quotes.cue_class",
        "assertion, denial, question, request, belief, intention, discovery or silence",
    ),
    Field("cue_polarity", "text", "cue.polarity", "quotes.cue_polarity", "affirmed, negated, withheld or neither"),
    Field(
        "cue_modality",
        "text",
        "cue.modality",
        "quotes.cue_modality",
        "possible, future, conditional or necessary; empty for what is told as a fact",
    ),
    Field("cue_hearsay", "flag", "cue.hearsay", "quotes.cue_hearsay", "Whether the article marks it as hearsay"),
    Field("article_id", "text", "article.id", "articles.id", "The article's id"),
    Field("start", "count", "content.0.start", None, "Where the content begins in the article's text"),
    Field("end", "count", "content.-1.end", None, "Where the content ends in the article's text"),
    Field(
        "affiliation",
        "text",
        "speaker.affiliation",
        "article_speakers.affiliation",
        "Whom the person speaks for, as the article or the people file says",
    ),
    Field(
        "decided_by",
        "text",
        "speaker.decided_by",
        "quotes.decided_by",
        "What settled who the speaker is, where the articles did not: correction, people file, office list or cluster",
    ),
    Field(
        "speaker_confidence",
        "number",
        "speaker.confidence",
        None,
        "The chance that the name is right if the source is; empty where no person is named",
    ),
    Field("article_words", "count", "article.words", "articles.words", "Words of the article's text, without markup"),
    Field(
        "speaker_title",
        "text",
        "speaker.title.text",
        "article_speakers.title",
        "The speaker's office, role or rank in the article's words",
    ),
    Field(
        "speaker_members",
        "names",
        "speaker.members",
        "article_speakers.members",
        "The people of several who speak jointly",
    ),
    Field(
        "speaker_pronouns",
        "text",
        "speaker.pronouns",
        "article_speakers.pronouns",
        "she, he or they, where the article uses a pronoun or honorific for the speaker; never guessed from a name",
    ),
    Field("publisher", "text", "speaker.publisher", "article_speakers.publisher", "Who published the document"),
    Field(
        "statement",
        "number",
        "statement",
        "quotes.statement",
        "The chance that it is a statement of anyone, and not an act, a plan, a topic or a title",
    ),
    Field("via", "text", "via.name", "quotes.via", "Who is said to have quoted the speaker"),
    Field(
        "channel_kind",
        "text",
        "channel.kind",
        "quotes.channel_kind",
        "How the words were given: outlet, interview, post, statement, letter, speech or press",
    ),
    Field("channel", "text", "channel.name", "quotes.channel", "Outlet, interviewer or platform they were given to"),
    Field("inside", "text", "inside", "quotes.inside", "Id of the claim of which this one is a part"),
    Field(
        "claimkit_version",
        "text",
        "versions.claimkit",
        None,
        "The release of claimkit that analysed the article, and a digest of its rules",
    ),
    Field("model_version", "text", "versions.model", None, "A digest of the models that analysed the article"),
    Field(
        "content_hash",
        "text",
        "versions.content",
        None,
        "SHA-256 of what the file held for the article when it was analysed; `claimkit verify` compares it",
    ),
    Field("content", "spans", "content", None, "Every span of the content: start, end and text", csv=False),
    Field("cue_start", "count", "cue.start", None, "Where the cue begins in the article's text", csv=False),
    Field("cue_end", "count", "cue.end", None, "Where the cue ends in the article's text", csv=False),
    Field("source_start", "count", "source.start", None, "Where the source begins in the article's text", csv=False),
    Field("source_end", "count", "source.end", None, "Where the source ends in the article's text", csv=False),
)

_BY_PATH = {field.path: field for field in FIELDS}
# The fields of an article in a record by their key there, in the order of `Article`.
ARTICLE_FIELDS: Mapping[str, Field] = {
    attribute.name: _BY_PATH[f"article.{attribute.name}"]
    for attribute in fields(Article)
    if f"article.{attribute.name}" in _BY_PATH
}


def may_be_null(key: str) -> bool:
    """Whether the field `key` of an article may be null."""
    return str(Article.__annotations__[key]).endswith("| None")
