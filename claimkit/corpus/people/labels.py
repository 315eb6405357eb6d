"""The speakers of a transcript, who are known by labels alone."""

from __future__ import annotations

from collections.abc import Mapping

from claimkit.corpus.people.article_speakers import ArticleSpeaker, count_forms
from claimkit.corpus.people.canonical import name_speakers
from claimkit.english.text import slug
from claimkit.models.record import Speaker

LabelledName = tuple[str, tuple[str, ...]]  # a name, and the folded titles before it


def name_labels(labels: Mapping[str, LabelledName]) -> dict[str, str | None]:
    """Each label's speaker by the canonical id, as if an article named them so; None where several may be meant."""
    given = {
        label: ArticleSpeaker(Speaker(slug(name), name, "person", "resolved"), (tuple(sorted(titles)),))
        for label, (name, titles) in labels.items()
    }
    distinct = list(dict.fromkeys(given.values()))
    named = name_speakers(distinct, count_forms([("", given.values())]))
    ids = {
        one: who.speaker.id if who.speaker.status == "resolved" else None
        for one, who in zip(distinct, named, strict=True)
    }
    return {label: ids[one] for label, one in given.items()}
