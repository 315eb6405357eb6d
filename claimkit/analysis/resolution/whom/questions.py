"""`Moe asked Lund whether …. “No,” he said.`: who was asked, and who asked."""

from __future__ import annotations

from bisect import bisect_left

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.analysis.resolution.whom.surroundings import Surroundings

_ASKED = frozenset({"asked", "asks", "pressed", "questioned", "grilled", "interviewed", "challenged", "quizzed"})
_BY_ASKED = [[word, "by"] for word in sorted(_ASKED)]
_ASKS = frozenset({"ask", "asks", "asked", "asking"})
_ANSWERS = frozenset({"answer", "answers", "answered", "answering", "reply", "replies", "replied", "replying"})
_SHORT = frozenset({"yes", "no", "yeah", "nope", "never", "correct"})  # what an answer begins with
_TITLES = 5  # words before a name that may be its title


def features(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """Whether the person was asked, and whether they asked, in this sentence or the one before."""
    starts, places = scene.place_starts.get(person, []), scene.places.get(person, [])
    i = bisect_left(starts, s.start)
    asked = asks = False
    for o in places[max(0, i - 2) : i]:
        if s.sentence - scene.article.sentence(o.start) > 1 or scene.article.quoted(o.start):
            continue
        before = _words_before(scene, o)
        j = scene.article.index(o.end)
        after = [t.lower for t in scene.article.tokens[j : j + 4] if t.text != ","]
        passive = any(w in lists.be() for w in after[:2]) and any(w in _ASKED for w in after[1:3])
        asked |= passive or (bool(before) and before[-1] in _ASKED)
        asks |= (not passive and bool(after) and after[0] in _ASKED) or before[-2:] in _BY_ASKED
    return [float(asked), float(asks)]


def _words_before(scene: Scene, o: Occurrence) -> list[str]:
    """Up to three words before a name and its title."""
    tokens = scene.article.tokens
    first = i = scene.article.index(o.start)
    while i and (tokens[i - 1].capital or tokens[i - 1].lower in ("the", ".")) and first - i < _TITLES:
        i -= 1
    return [t.lower for t in tokens[max(0, i - 3) : i]]


def put_by(scene: Scene, k: int) -> tuple[int, ...]:
    """Who asked what attribution `k` answers: never the one who answers (`“Did you?” Okafor asked. “No,” he said.`)."""
    article, j = scene.article, scene.before(k)
    if j is None or article.quoted(scene.at[j]) or article.paragraph(scene.at[k]) - article.paragraph(scene.at[j]) > 1:
        return ()
    question, answer = scene.walk.attributions[j], scene.walk.attributions[k]
    asks = question.content[-1].text.rstrip("”\"'’ ").endswith("?") or not _ASKS.isdisjoint(_cue(scene, j))
    answers = not _ANSWERS.isdisjoint(_cue(scene, k)) or (answer.type == "direct" and scene.begins(k) in _SHORT)
    return scene.said[j].people if asks and answers else ()


def _cue(scene: Scene, k: int) -> set[str]:
    cue = scene.walk.attributions[k].cue
    return {t.lower for t in scene.article.between(cue.start, cue.end)} if cue is not None else set()
