"""What went wrong, one entry a mistake, with the passage to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from claimkit.brat import Fragments
from claimkit.evaluation.annotated import GoldArticle, Statement
from claimkit.evaluation.pairing import pair, same_role, units
from claimkit.evaluation.speaker_scores import SCARE, judge
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.measures import Mistake
from claimkit.models.types import MistakeKind

# Characters shown before and after a content, and of a content itself.
_AROUND = 90
_MOST = 600


def attribution_mistakes(articles: Sequence[GoldArticle]) -> list[Mistake]:
    """Contents missed and spurious and those with a wrong source, in the order of the articles' names and texts.

    A matched content whose borders differ is none.
    """
    return _sorted(mistake for article in articles for mistake in _attributions(article))


def speaker_mistakes(articles: Sequence[GoldArticle]) -> list[Mistake]:
    """Statements by persons that were missed, left unnamed or given to another, and scare quotes given to someone."""
    return _sorted(mistake for article in articles for mistake in _speakers(article))


def chosen(mistakes: Sequence[Mistake], types: Collection[str], kinds: Collection[str]) -> list[Mistake]:
    """The mistakes of these types and kinds; no kinds stand for all. A scare quote counts as direct."""
    return [
        m for m in mistakes if ("direct" if m.type == SCARE else m.type) in types and (not kinds or m.kind in kinds)
    ]


def _attributions(article: GoldArticle) -> Iterator[Mistake]:
    words = WordIndex(article.text)
    gold, found = units(words, article.gold), units(words, article.found)
    pairs = pair(gold, found)
    for i, unit in enumerate(gold):
        if not unit.tokens:
            continue
        mine = unit.statement
        if i not in pairs:
            yield _mistake(article, "missed", unit.type, mine, _at(article, mine.source), None)
            continue
        other = found[pairs[i]].statement
        if not same_role(words, mine.source, other.source):
            yield _mistake(article, "source", unit.type, mine, _at(article, mine.source), _at(article, other.source))
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        other = found[j].statement
        yield _mistake(article, "spurious", found[j].type, other, None, _at(article, other.source))


def _speakers(article: GoldArticle) -> Iterator[Mistake]:
    for case in judge(article):
        names = "; ".join(case.gold.speakers) or None
        if case.type == SCARE:
            if case.named:
                yield _mistake(article, "speaker", case.type, case.gold, None, case.named)
        elif case.found is None:
            yield _mistake(article, "missed", case.type, case.gold, names, None)
        elif not case.named:
            yield _mistake(article, "unnamed", case.type, case.gold, names, _at(article, case.found.source))
        elif not case.right:
            yield _mistake(article, "speaker", case.type, case.gold, names, case.named)


def _mistake(
    article: GoldArticle, kind: MistakeKind, type: str, statement: Statement, annotated: str | None, found: str | None
) -> Mistake:
    start, end = statement.content[0][0], statement.content[-1][1]
    text = article.text
    before = _line(text[max(0, start - _AROUND) : start])
    after = _line(text[end : end + _AROUND])
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Mistake(
        kind=kind,
        article=article.name,
        type=type,
        line=text.count("\n", 0, start) + 1,
        content=statement.content,
        before=before,
        words=_at(article, statement.content) or "",
        after=after,
        annotated=annotated,
        found=found,
    )


def _at(article: GoldArticle, ranges: Fragments) -> str | None:
    """The words at `ranges` on one line, ` … ` where they are interrupted; None where there are none."""
    words = " … ".join(_line(article.text[start : min(end, start + _MOST)]).strip() for start, end in ranges)
    cut = len(words) > _MOST or any(end - start > _MOST for start, end in ranges)
    return words[:_MOST] + "…" if cut else words or None


def _line(text: str) -> str:
    """Every run of space as one space, those at the ends too."""
    joined = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{joined}{' ' * text[-1:].isspace()}" if joined else ""


def _sorted(mistakes: Iterator[Mistake]) -> list[Mistake]:
    return sorted(mistakes, key=lambda m: (m.article, m.content, m.kind, m.found or ""))
