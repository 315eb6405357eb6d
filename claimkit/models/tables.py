"""The columns of every table that claimkit writes: what writes a table and what recognises one go by the same list."""

from __future__ import annotations

from dataclasses import fields

from claimkit.models.collection import PersonEntry
from claimkit.models.fields import FIELDS

# fmt: off
QUOTE_COLUMNS = tuple(field.name for field in FIELDS if field.csv)
HIT_COLUMNS = ("score", *QUOTE_COLUMNS, "outlets")
NEAR_COLUMNS = (*HIT_COLUMNS, "by", "similarity", "polarity")  # where a hit is by meaning
WATCH_COLUMNS = ("watches", "first_seen", *QUOTE_COLUMNS)
LINK_COLUMNS = ("id", "link", "speaker", "type", "text", "outlet", "published")
SPEAKER_COLUMNS = ("id", "name", "kind", "status", "wikidata", "aliases", "pronouns", "members", "quotes", "articles",
    "outlets", "first", "last")
GROUP_COLUMNS = ("by", "value", "speakers", "quotes")
PRONOUNS_COLUMNS = ("pronouns", "people", "quotes")
DIFFERENCE_COLUMNS = ("cluster", "quote", "speaker", "outlet", "published", "path", "changed", "type", "representative",
    "variant", "representative_start", "representative_end", "variant_start", "variant_end")
CHECK_COLUMNS = ("draft", "start", "end", "text", "speaker", "verdict", "minor", "attention", "confidence",
    "differences", "source", "place", "said", "said_by")
VERIFIED_COLUMNS = ("id", "path", "finding", "file", "text", "start", "end", "now_start", "now_end", "now_text")
PERSON_COLUMNS = tuple(field.name for field in fields(PersonEntry))
CORRECTION_COLUMNS = ("quote_id", "article_id", "content", "words", "speaker", "kind", "not_a_quotation", "cue",
    "cue_start", "cue_lemma", "cue_class", "cue_polarity", "cue_modality", "cue_hearsay", "path", "made")
STATE_COLUMNS = ("id", "state", "speaker", "kind", "not_a_quotation", "cue", "words", "path", "made")
