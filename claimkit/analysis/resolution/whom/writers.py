"""`The email said`: the person who was just said to have written, sent or made it."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: one such answer in 533 articles, which was right
_BACK = 2  # sentences to where it was first told of
_DEFINITE = frozenset({"the", "that", "this"})
_WRITTEN = frozenset({"wrote", "sent", "written", "writes", "tweeted", "posted", "from", "by", "emailed"})


def meant(scene: Scene, k: int) -> int | None:
    """Who wrote the document that attribution `k` has as its source, if one person alone is named with it before."""
    reading, source = scene.readings[k], scene.walk.attributions[k].source
    if reading is None or source is None or reading.shape != "document" or reading.noun not in lists.personal():
        return None
    article = scene.article
    tokens = article.between(source.start, source.end)
    if len(tokens) > 3 or tokens[0].lower not in _DEFINITE:
        return None
    here = article.sentence(source.start)
    start = article.sentence_start(source.start)
    for _ in range(_BACK):
        if not start:
            return None
        end, start = start, article.sentence_start(start - 1)
        words = [t.lower for t in article.between(start, end)]
        if article.sentence(start) < here - _BACK:
            return None
        if reading.noun in words:
            people = {p for o in scene.in_range(start, end) if not article.quoted(o.start) for p in o.people}
            return next(iter(people)) if len(people) == 1 and not _WRITTEN.isdisjoint(words) else None
    return None
