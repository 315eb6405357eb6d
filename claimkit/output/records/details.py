"""Answers of `explain` and of `speakers NAME` as records."""

from __future__ import annotations

from typing import Any

from claimkit.models.results import Explanation, Profile
from claimkit.models.tables import QUOTE_COLUMNS, SPEAKER_COLUMNS
from claimkit.output import reasons
from claimkit.output.records.answers import speaker_record, speaker_row
from claimkit.output.records.flat import quote_row
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, article_record, record


def explanation_record(item: Explanation) -> Record:
    """The quotation's record with what `explain` adds.

    `passage.marks` index `passage.text`; `passage.pieces` index the article like all other offsets. `steps` are the
    evidence in plain words, `why` is the status in plain words, `line` the file's line (null for HTML).
    """
    passage, evidence = item.passage, item.quote.speaker.evidence if item.quote.speaker else ()
    return {
        **record(item.quote, item.article),
        "line": item.line,
        "passage": {
            "text": passage.text,
            "marks": [
                {"role": m.role, "step": m.step, "start": m.start, "end": m.end, "text": passage.text[m.start : m.end]}
                for m in passage.marks
            ],
            "pieces": [{"start": start, "end": end} for start, end in passage.pieces],
        },
        "steps": [
            {"step": n, "start": e.start, "end": e.end, "text": e.text, "reason": e.reason, "meaning": reasons.step(e)}
            for n, e in enumerate(evidence, start=1)
        ],
        "why": reasons.status(item.quote, len(item.candidates)),
        "candidates": [
            {
                "name": candidate.name,
                "id": candidate.id,
                "start": candidate.span.start if candidate.span else None,
                "end": candidate.span.end if candidate.span else None,
            }
            for candidate in item.candidates
        ],
        "outlets": list(item.outlets),
        "others": [
            {"id": other.quote.id, "text": other.quote.text, "article": article_record(other.article)}
            for other in item.others
        ],
        "copies": list(item.copies),
        "corrected": list(item.corrected),
    }


def profile_record(item: Profile) -> Record:
    """The speaker's record (see `answers.speaker_record`) with names, roles, outlets, months and newest quotations.

    `names` counts articles, all others quotations; `unsure` quotations have another status than `resolved`.
    """
    return {
        **speaker_record(item.summary),
        "names": [{"name": count.text, "articles": count.number} for count in item.names],
        "roles": [{"role": count.text, "quotes": count.number} for count in item.roles],
        "titles": [{"title": count.text, "quotes": count.number} for count in item.titles],
        "affiliations": [{"affiliation": count.text, "quotes": count.number} for count in item.affiliations],
        "jointly_with": [{"name": count.text, "quotes": count.number} for count in item.jointly_with],
        "types": {count.text: count.number for count in item.types},
        "unsure": item.unsure,
        "by_outlet": [{"outlet": count.text, "quotes": count.number} for count in item.by_outlet],
        "by_month": [{"month": count.text, "quotes": count.number} for count in item.by_month],
        "undated": item.undated,
        "newest": [record(entry.quote, entry.article) for entry in item.newest],
        "namesakes": list(item.namesakes),
    }


def _explanation_rows(item: Explanation) -> list[dict[str, Any]]:
    return [quote_row(item.quote, item.article)]


def _profile_rows(profile: Profile) -> list[dict[str, Any]]:
    return [speaker_row(profile.summary)]


EXPLANATIONS = Layout(Explanation, explanation_record, _explanation_rows, QUOTE_COLUMNS)
PROFILES = Layout(Profile, profile_record, _profile_rows, SPEAKER_COLUMNS)
