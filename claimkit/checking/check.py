"""One quotation → its verdict, over all sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from claimkit.checking.candidates import Candidate, find_candidates
from claimkit.checking.index import Index
from claimkit.checking.judge import Decision, Judged, decide, judge
from claimkit.checking.omissions import weigh
from claimkit.checking.passages import Placed, codes_of, costs_at, is_free, place, place_in
from claimkit.checking.quotations import InDraft
from claimkit.checking.sources import Source
from claimkit.checking.speakers import compare
from claimkit.models.checks import Check, CheckedDifference, Verdict
from claimkit.models.record import Article, Span
from claimkit.models.types import Range
from claimkit.store import Store
from claimkit.wording.word_tokens import WordToken

# Set by hand: places that are looked at for one quotation, and further ones that are shown.
_MOST_PLACES = 24
_PLACED = 3  # of these, the ones that fit best, the speaker's own, and where none fits well, the heaviest
_OWN = 2
_HEAVIEST = 3
_FITS = 0.25
_MOST_OTHERS = 3
_PART = 400  # words of the longest quotation that is looked up as a whole

# Where what is left out may mislead.
_MAY_MISLEAD: frozenset[Verdict] = frozenset({"verbatim", "cut", "misleading"})
_INCOMPLETE = "; the source was written before it was spoken and may be incomplete"
_LEFT_OUT = "; the words left out may change the meaning"

# What somebody should look at before it is printed.
ATTENTION: frozenset[Verdict] = frozenset(
    {"altered", "misleading", "wrong speaker", "not found", "elsewhere", "contradicted"}
)


class Checker:
    """Looks quotations up in `sources`, and in a `store` if there is one.

    What has an id of `never` or lies at a path of `own` is left out: a draft is not its own proof.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        store: Store | None = None,
        *,
        never: Iterable[str] = (),
        own: Iterable[str] = (),
    ) -> None:
        self._never = frozenset(never)
        self._own = frozenset(map(os.path.realpath, own))
        self.sources = tuple(
            source
            for source in sorted(sources, key=lambda source: (source.path, source.id))
            if not {source.id, source.article} & self._never and os.path.realpath(source.path) not in self._own
        )
        self._index = Index(self.sources)
        self._store = store

    def check(self, asked: InDraft, draft: str = "-") -> Check:
        """The verdict on one quotation."""
        words = asked.words[:_PART]
        if not words:
            return Check(asked.quotation, "not found", False, True, None, (), (), 0.0, "no words", draft)
        judged = [judge(one, asked) for one in self.places(asked)]
        return _answer(_decide(judged, asked), judged, asked, draft)

    def places(self, asked: InDraft) -> list[Placed]:
        """Where the words of a quotation or a claim may be, the closest first."""
        words = asked.words[:_PART]
        return sorted(self._placed(asked, words), key=lambda one: one.cost) if words else []

    def _placed(self, asked: InDraft, words: Sequence[WordToken]) -> Iterator[Placed]:
        text = asked.quotation.text
        codes = [int(code) for code in codes_of([word for word in words if word.kind != "bracket"])]
        for candidate in self._likely(
            find_candidates(self._index, codes, _MOST_PLACES), words, asked.quotation.speaker
        ):
            yield place(self._index, candidate, text, words)
        if self._store is not None:
            from claimkit.checking.stored import find_stored  # imports what reads a store

            for source in find_stored(self._store, text, self._is_own):
                if source.words.bounds[-1]:
                    yield place_in(source, 0, Candidate(0, 0, source.words.bounds[-1], 0.0), text, words)

    def _is_own(self, article: Article) -> bool:
        return article.id in self._never or os.path.realpath(article.path) in self._own

    def _likely(self, found: Sequence[Candidate], words: Sequence[WordToken], speaker: str | None) -> list[Candidate]:
        """The candidates that fit best, and the best of the speaker's own."""
        codes, free = codes_of(words), is_free(words)
        costs = costs_at(self._index, found, codes, free)
        priced = [(cost, at) for at, cost in enumerate(costs)]
        order = [at for _, at in sorted(priced)]
        own = [at for at in order if compare(speaker, self._label(found[at])) == "same"]
        heaviest = [] if min(priced, default=(0, 0))[0] <= _FITS * len(words) else range(min(_HEAVIEST, len(found)))
        return [found[at] for at in dict.fromkeys([*order[:_PLACED], *own[:_OWN], *heaviest])]

    def _label(self, candidate: Candidate) -> str | None:
        """The label of the turn in which the candidate begins."""
        source, number = self._index.places[candidate.stream]
        stream = source.words.streams[number]
        return source.labels[stream.turns[0]] if stream.turns else None


def _decide(judged: list[Judged], asked: InDraft) -> Decision:
    """The verdict. Where it rests on a transcript's words, what they lack is weighed first, at each place in question.

    Words that a speaker says twice, once with a reservation, are still verbatim: the verdict is sought again.
    """
    decision = decide(judged, asked)
    for _ in range(len(judged)):
        best = decision.best
        if best is None or best.omission is not None or not best.placed.source.labelled:
            break
        if decision.verdict not in _MAY_MISLEAD or (weighed := weigh(best, asked)) is best:
            break
        judged[judged.index(best)] = weighed
        decision = decide(judged, asked)
    return decision


def _answer(decision: Decision, judged: Sequence[Judged], asked: InDraft, draft: str) -> Check:
    best = decision.best
    nearest = best or next((one for one in judged if one.placed.share > 0), None)
    minor = decision.verdict == "altered" and best is not None and best.weight == "minor"
    sound = dict.fromkeys(one.placed.passage for one in judged if one.sound)
    others = tuple(passage for passage in sound if nearest is None or passage != nearest.placed.passage)[:_MOST_OTHERS]
    incomplete = decision.verdict == "not found" and nearest is not None and nearest.placed.passage.prepared
    learned = best is not None and any(change.kind == "context dropped" for change in best.changes)
    reason = decision.rule + (_INCOMPLETE if incomplete else "") + (_LEFT_OUT if learned else "")
    return Check(
        asked.quotation,
        decision.verdict,
        minor,
        decision.verdict in ATTENTION,
        nearest.placed.passage if nearest else None,
        _differences(nearest, asked.quotation.text) if best and nearest else (),
        others,
        round(nearest.placed.share if nearest else 0.0, 3),
        reason,
        draft,
        best.omission if best else None,
    )


def _differences(judged: Judged, text: str) -> tuple[CheckedDifference, ...]:
    placed = judged.placed
    return tuple(
        CheckedDifference(
            change.kind,
            _span(placed.passage.text, placed.said, change.said),
            _span(text, placed.words, change.words),
        )
        for change in sorted(judged.changes, key=lambda change: (change.words, change.said))
    )


def _span(text: str, words: Sequence[WordToken], run: Range) -> Span:
    start, end = run
    if start < end:
        first, last = words[start].start, words[end - 1].end
    elif start < len(words):
        first = last = words[start].start
    else:
        first = last = words[-1].end if words else 0
    return Span(first, last, text[first:last])
