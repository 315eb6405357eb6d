"""What is compared: an article's text with what people marked in it and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from claimkit.brat import Fragments
from claimkit.errors import InputError, UsageError


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One attribution, annotated or found. Roles are ranges of characters (start, end), sorted, empty where absent.

    `speakers` are the names of who is behind it, empty where nobody is known. Only gold of speakers has `kind`
    (`person`, `org`, `group`, `author`, `unknown`) and `type` (direct, mixed, indirect, or scare: words in quotation
    marks that nobody is said to have said); elsewhere both are empty and the type follows from the text.
    """

    content: Fragments
    cue: Fragments = ()
    source: Fragments = ()
    speakers: tuple[str, ...] = ()
    kind: str = ""
    type: str = ""
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article: `gold` is what people marked, `found` what is to be judged. Their order never matters."""

    name: str
    text: str
    gold: tuple[Statement, ...]
    found: tuple[Statement, ...] = ()


def article_name(path: str) -> str:
    """The name by which gold and predictions know an article: its file's name without the suffix."""
    return PurePosixPath(path).stem


def join(gold: Sequence[GoldArticle], found: Mapping[str, Sequence[Statement]]) -> list[GoldArticle]:
    """The articles of `gold` with what was found in each (by article name), sorted by name.

    An article without a prediction counts as one in which nothing was found. Raises InputError for a span outside its
    text.
    """
    articles = []
    for article in sorted(gold, key=lambda article: article.name):
        statements = tuple(sorted(found.get(article.name, ())))
        for statement in statements:
            check(article, statement, article.name)
        articles.append(replace(article, gold=tuple(sorted(article.gold)), found=statements))
    return articles


def check(article: GoldArticle, statement: Statement, where: str) -> None:
    """Raises InputError, naming `where`, unless all ranges of `statement` lie in the text."""
    for start, end in (*statement.content, *statement.cue, *statement.source):
        if not 0 <= start < end <= len(article.text):
            raise InputError(
                where, f"span {start}:{end} lies outside the text of {article.name}, {len(article.text)} characters"
            )


def unknown_articles(gold: Sequence[GoldArticle], found: Mapping[str, object]) -> list[str]:
    """Names of articles that have predictions but no gold, sorted. Raises UsageError if no article has both."""
    known = {article.name for article in gold}
    unknown = sorted(set(found) - known)
    if unknown and len(unknown) == len(found):
        raise UsageError(
            f"the predictions are about other articles: {unknown[0]} and {len(unknown) - 1} more are not in the gold,"
            f" which has {min(known)}; names are file names without suffix"
        )
    return unknown


def untouched(articles: Sequence[GoldArticle]) -> list[str]:
    """Names of articles whose annotations are exactly what was found, names where the gold has them included."""
    return [article.name for article in articles if _known(article.gold) == _known(article.found, article.gold)]


def agreeing(first: Sequence[GoldArticle], second: Sequence[GoldArticle]) -> list[GoldArticle]:
    """The articles that two people annotated, the second one's annotations as what was found.

    Raises UsageError if there are none, InputError if an article has other words for one of them.
    """
    theirs = {article.name: article for article in second}
    both = [article for article in first if article.name in theirs]
    if not both:
        raise UsageError("no article has annotations of both; the same files must be in both places, by name")
    for article in both:
        if theirs[article.name].text != article.text:
            raise InputError(article.name, "has other words for the second annotator; give both the same text")
    return join(both, {article.name: theirs[article.name].gold for article in both})


def _known(statements: Sequence[Statement], like: Sequence[Statement] = ()) -> list[Statement]:
    """What can be compared: of statements with kinds content and names, of others all but names."""
    if any(statement.kind for statement in (like or statements)):
        return sorted(Statement(one.content, speakers=one.speakers) for one in statements)
    return sorted(Statement(one.content, one.cue, one.source) for one in statements)
