"""Runs of capitalised words, and what stands before the name in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people.not_names import contraction
from claimkit.english import names
from claimkit.english.names import Gender

# Function words that are names too, after a given name or a title (`Theresa May`).
_NAMES_TOO = frozenset({"may", "will", "march", "april", "june", "august", "day", "said", "early", "more", "long"})
_SAYS = frozenset({"said", "says", "told", "tells", "added", "asked", "wrote", "argued", "insisted", "replied"})
_EPITHETS = ("ed", "born", "winning", "led", "run", "speaking")
_LONGEST = 40  # words in a run; more are cut
_SPACES = " \u00a0"


def runs(article: ArticleTokens) -> Iterator[list[ArticleToken]]:
    """Runs of capitalised words with nothing but spaces or a nickname in marks between them; particles (`van`) may
    stand inside."""
    run: list[ArticleToken] = []
    after = 0  # where the nickname after the last word ends
    for i, token in enumerate(article.tokens):
        if token.start < after:
            continue
        joined = (
            0 < len(run) < _LONGEST
            and not run[-1].possessive
            and (not article.text[run[-1].end : token.start].strip(_SPACES) or (after and after > run[-1].end))
        )
        if run and not joined:
            yield _trim(run)
            run = []
        following = article.tokens[i + 1] if i + 1 < len(article.tokens) else None
        named = token.capital and (
            not (token.lower in lists.function_words() or contraction(token.lower))
            or _name_after_all(run, token, following)
        )
        goes_on = following is not None and (following.capital or following.lower in names.particles())
        inside = bool(run) and token.lower in names.particles() and goes_on
        if named or inside:
            run.append(token)
            nickname = names.nickname(article.text, token.end)
            after = nickname[1] if nickname else 0
        elif run:
            yield _trim(run)
            run = []
    if run:
        yield _trim(run)


def _name_after_all(run: Sequence[ArticleToken], token: ArticleToken, following: ArticleToken | None) -> bool:
    """`May` after `Theresa` and before `said`, `Will` before `Smith`."""
    if not run and token.lower in _NAMES_TOO and following is not None and following.lower in _SAYS:
        return True
    if run and (names.is_given(run[-1].lower) or names.is_title(run[-1].lower)):
        return token.lower in _NAMES_TOO or _given_day(run[-1], token, following)
    return names.is_given(token.lower) and following is not None and following.capital and not run


def _given_day(before: ArticleToken, token: ArticleToken, following: ArticleToken | None) -> bool:
    """`Sunday` in `Mr Sunday Okafor`: a given name, as a title stands before it and a family name after it."""
    titled = names.honorific(before.lower) is not None or (names.is_title(before.lower) and before.capital)
    return titled and token.lower in lists.phrase_words("days") and following is not None and following.capital


def _trim(run: list[ArticleToken]) -> list[ArticleToken]:
    while run[-1].lower in names.particles() and not run[-1].capital:
        run.pop()
    return run


def name_part(run: Sequence[ArticleToken]) -> list[ArticleToken]:
    """What follows the last title, role, nationality or body in a run: `Ukrainian President Volodymyr Zelenskiy`."""
    for i in range(len(run) - 2, -1, -1):
        begins = i == 0 or precedes_name(run[i - 1])  # `Goalkeeper Dean Mercer`
        given = begins and names.is_given(run[i].lower) and not run[i].text.endswith(".")
        given = given or (i > 0 and _given_day(run[i - 1], run[i], run[i + 1]))
        if precedes_name(run[i]) and not given:
            return list(run[i + 1 :])
    return list(run)


def precedes_name(token: ArticleToken) -> bool:
    """Whether the capitalised word stands before names: a title, a role, a nationality, part of a body's name."""
    word = token.lower.rstrip(".")
    if len(word) == 1:
        return False
    return (
        epithet(token.text)
        or names.is_title(word)
        or lists.role(word) is not None
        or lists.is_demonym(word)
        or word in lists.tails()
        or word in lists.function_words()
        or lists.plural_role(word)
        or word in lists.phrase_words("kin_together")  # `Siblings Tom and Ann Reid`
        or ("-" in word and lists.person_noun(word))  # `Oscar-winner`
    )


def epithet(text: str) -> bool:
    """Whether the word says something about whom it stands before: `Oscar-nominated`, `Florida-based`."""
    first, hyphen, last = text.rpartition("-")
    return bool(first and hyphen) and last.islower() and last.endswith(_EPITHETS)


def can_be_name(token: ArticleToken) -> bool:
    """Letters, not endless, and no abbreviation such as `Ky.`."""
    word = token.text.rstrip(".")
    abbreviation = word != token.text and len(word) > 1 and "." not in word and word.lower() not in names.suffixes()
    return word[:1].isalpha() and len(word) < 40 and not abbreviation


def plain(token: ArticleToken) -> tuple[str, ...]:
    """The token as the words of a name: `J.D.` → j, d."""
    return names.split_given(token.text) if token.text[0].isalpha() else ()


def gender_before(article: ArticleTokens, start: int) -> Gender | None:
    """The gender that an honorific or role right before `start` tells."""
    i = article.index(start)
    for token in reversed(article.tokens[max(0, i - 2) : i]):
        if article.text[token.end : start].strip(" .\u00a0"):
            return None
        title = names.honorific(token.lower)
        if title == "either":
            continue
        return title or lists.role_gender(token.lower)
    return None


def titled(article: ArticleTokens, start: int, strict: bool = False) -> bool:
    """Whether a title (or, unless `strict`, a role in lower case) stands right before `start`."""
    i = article.index(start)
    if i == 0:
        return False
    token = article.tokens[i - 1]
    if article.text[token.end : start].strip(" .\u00a0") or token.possessive:
        return False
    if names.is_title(token.lower):
        return token.capital or not strict
    return not strict and (lists.role(token.lower) is not None or lists.person_noun(token.lower))
