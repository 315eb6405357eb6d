"""Drafts against sources: every quotation of every draft, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from claimkit.checking.check import Checker
from claimkit.checking.claims import check_claim
from claimkit.checking.continuing import join_continued
from claimkit.checking.quotations import QUOTED, find_quotations
from claimkit.checking.sources import Source, words_id
from claimkit.english.text import clean_text
from claimkit.models.checks import Check
from claimkit.models.record import Extraction
from claimkit.models.types import QuoteType
from claimkit.store import Store


def check_drafts(
    drafts: Sequence[Extraction],
    sources: Sequence[Source],
    store: Store | None = None,
    *,
    types: Collection[QuoteType] = QUOTED,
    own: Collection[str] = (),
    progress: Callable[[int, float], None] | None = None,
) -> Iterator[Check]:
    """A check for each quotation of the drafts, by draft and place. `own` are the paths of the drafts' files."""
    never = {identity for draft in drafts for identity in identities(draft)}
    checker = Checker(sources, store, never=never, own=own)
    asked = [(draft, find_quotations(draft, types)) for draft in drafts]
    number = max(1, sum(len(quotations) for _, quotations in asked))
    done = 0
    for draft, quotations in asked:
        found = []
        for one in quotations:
            check = check_claim if one.quotation.type == "indirect" else Checker.check
            found.append(check(checker, one, draft.article.path))
            done += 1
            if progress is not None:
                progress(done, done / number)
        yield from join_continued(found)


def identities(draft: Extraction) -> Iterator[str]:
    """What says that a source is the draft itself: its id, and the id of its words."""
    yield draft.article.id
    yield words_id(clean_text(draft.article.text, draft.article.cuts).text)
