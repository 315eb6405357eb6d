"""`The email said`, `the remarks suggest`: the person who was just said to have written them, or who just spoke."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: 4 such answers in 533 articles, half of them read before, were right
_BACK = 2  # sentences to where it was first told of
_DEFINITE = frozenset({"the", "that", "this"})
# What somebody said or wrote, and no body issues.
_OWN = frozenset({"comment", "comments", "message", "messages", "remark", "remarks", "tweet", "tweets"})
_WRITTEN = frozenset({"wrote", "sent", "written", "writes", "tweeted", "posted", "from", "by", "emailed"})


def meant(scene: Scene, k: int) -> int | None:
    """Who wrote the document that attribution `k` has as its source, if one person alone is named with it before.

    Remarks are those of the person who spoke last.
    """
    reading, source = scene.readings[k], scene.walk.attributions[k].source
    if reading is None or source is None or reading.shape != "document" or reading.noun not in lists.personal():
        return None
    article = scene.article
    tokens = article.between(source.start, source.end)
    if len(tokens) > 3 or tokens[0].lower not in _DEFINITE:
        return None
    here = article.sentence(source.start)
    if reading.noun in _OWN:
        return _spoke_last(scene, k, here)
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


def _spoke_last(scene: Scene, k: int, here: int) -> int | None:
    """The person whose words come right before attribution `k`, at most a few sentences off."""
    last = scene.before(k)
    if last is None or scene.said[last].kind != "person" or here - scene.article.sentence(scene.at[last]) > _BACK:
        return None
    return scene.said[last].people[0]
