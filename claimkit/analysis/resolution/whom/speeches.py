"""The text of a speech under a few lines that say whose it is: its `I` is the person who gives it."""

from __future__ import annotations

import re
from functools import cache

from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.lexicon import words as listed

CHANCE = 0.85  # set by hand; one article of 533, read before, has such a speech
_LINES = 6  # paragraphs before a speech that say whose it is


def speaker(scene: Scene, k: int) -> int | None:
    """Who gives the speech in which attribution `k` has `I` as its source."""
    reading, article = scene.readings[k], scene.article
    if reading is None or reading.shape != "author" or article.quoted(reading.start):
        return None
    greeting = _greeting().search(article.text, 1)
    if greeting is None or greeting.start() > reading.start or article.paragraph(greeting.start()) > _LINES:
        return None
    opening = article.text[: greeting.start()]
    people = {p for o in scene.in_range(0, greeting.start()) for p in o.people}
    told = any(t.lower in listed("speakers", "speeches", "nouns") for t in article.between(0, len(opening)))
    return next(iter(people)) if told and len(people) == 1 else None


@cache
def _greeting() -> re.Pattern[str]:
    """Words to an audience at the beginning of a paragraph: `Ladies and gentlemen,`, `Madam Chair,`."""
    phrases = sorted(listed("speakers", "speeches", "greetings"), key=len, reverse=True)
    return re.compile(rf"(?<=\n)[ \t]*(?:{'|'.join(re.escape(p) for p in phrases)})\b", re.IGNORECASE)
