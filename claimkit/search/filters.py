"""Which records a user asked for: one frozen set of conditions, the same for articles just read and for the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, get_args

from claimkit.english.text import slug, words
from claimkit.errors import UsageError
from claimkit.models.certainty import chance, is_statement
from claimkit.models.record import Article, Member, Quote, Speaker
from claimkit.models.types import CueClass, QuoteType, SpeakerStatus
from claimkit.models.values import iso_date
from claimkit.search.moments import utc_moment

ALL_TYPES: frozenset[QuoteType] = frozenset(get_args(QuoteType))
ALL_STATUSES: frozenset[SpeakerStatus] = frozenset(get_args(SpeakerStatus))
CLAIMS: frozenset[CueClass] = frozenset({"assertion", "denial"})
# In these kinds of cue something was said, whether or not it claims anything.
SAID: frozenset[CueClass] = frozenset({"assertion", "denial", "question", "request"})

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ARTICLES = {"the", "a", "an"}


def _require_known(what: str, given: Iterable[str], known: frozenset[str]) -> None:
    if unknown := sorted(map(str, set(given) - known)):
        raise UsageError(f"unknown {what} {unknown[0]!r}; choose from {', '.join(sorted(known))}")


def _several(condition: str, collect: Callable[[Iterable[Any]], Any], default: Any) -> Any:
    """A field of several values, which programs give as the one or several of `condition` (see `from_conditions`)."""
    return field(default=default, metadata={"condition": condition, "collect": collect})


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a record must all meet; the defaults let everything through.

    Each of `speakers` is a name, an alias, a surname or an id, and any of them will do; nobody in `exclude_speakers`
    will. `statuses` are those that the speaker may have; a record without a speaker has none of them. `outlet` is whole
    words of an outlet's name; case and accents do not matter. `since` and `until` are ISO dates, both inclusive
    (`2025`, `2025-02` or `2025-02-09`); an article without a date meets neither, unless
    `undated` is `keep` and not `drop`. `claims` keeps what is asserted or
    denied (see `is_claim`), `said` leaves out beliefs, intentions, findings and silence (see `is_said`), and both leave
    out what is likely no statement, as `stated` alone does (see `certainty.is_statement`). `min_statement` is the least
    chance of being one.

    Two conditions only the store can tell, so that `matches` goes by the `ids` that meet them (see `where.with_ids`):
    `added_since` keeps what was first seen then or later (a moment in UTC, see `moments`), `new_for` what the cursor of
    this name has not shown. Raises `UsageError` for an unknown type or status, an invalid date or a chance outside
    [0, 1].
    """

    speakers: tuple[str, ...] = _several("speaker", tuple, ())
    types: frozenset[QuoteType] = _several("type", frozenset, ALL_TYPES)
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    undated: str = "drop"
    min_confidence: float = 0.0
    min_statement: float = 0.0
    claims: bool = False
    said: bool = False
    stated: bool = False
    exclude_speakers: tuple[str, ...] = _several("exclude_speaker", tuple, ())
    statuses: frozenset[SpeakerStatus] | None = _several("status", frozenset, None)
    added_since: str | None = field(default=None, metadata={"convert": utc_moment})
    new_for: str | None = None
    ids: frozenset[str] | None = None

    def __post_init__(self) -> None:
        _require_known("type", self.types, ALL_TYPES)
        _require_known("status", self.statuses or (), ALL_STATUSES)
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and not _is_date(value):
                raise UsageError(f"{name}: {value!r} is not a date; write it as 2025-02-09, 2025-02 or 2025")
        _require_known("undated", (self.undated,), frozenset({"keep", "drop"}))
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(f"confidence: {self.min_confidence} is not between 0 and 1")
        if not 0 <= self.min_statement <= 1:
            raise UsageError(f"statement: {self.min_statement} is not between 0 and 1")

    @property
    def only_statements(self) -> bool:
        """Whether what is likely no statement is left out."""
        return self.stated or self.said or self.claims


EVERYTHING = Filters()
# The fields by what a program calls the condition.
_CONDITIONS = {field.metadata.get("condition", field.name): field for field in fields(Filters)}


def from_conditions(**conditions: Any) -> Filters:
    """`Filters` from conditions as programs give them: one value or several, dates as `date` or text, None for any.

    Raises `UsageError` as `Filters` does.
    """
    given: dict[str, Any] = {}
    for name, value in conditions.items():
        if name not in _CONDITIONS:
            raise TypeError(f"unknown condition {name!r}; choose from {', '.join(_CONDITIONS)}")
        if value is None:
            continue
        if convert := _CONDITIONS[name].metadata.get("convert"):
            value = convert(value)
        elif collect := _CONDITIONS[name].metadata.get("collect"):
            value = collect([value] if isinstance(value, str) else value)
        elif isinstance(value, date):
            value = value.isoformat()[:10]
        given[_CONDITIONS[name].name] = value
    return Filters(**given)


def matches(filters: Filters, article: Article, quote: Quote) -> bool:
    """Whether `quote` of `article` meets every condition."""
    return (
        quote.type in filters.types
        and (filters.ids is None or quote.id in filters.ids)
        and chance(quote) >= filters.min_confidence
        and quote.statement >= filters.min_statement
        and (not filters.only_statements or is_statement(quote))
        and (not filters.claims or is_claim(quote))
        and (not filters.said or is_said(quote))
        and article_matches(filters, article)
        and (filters.statuses is None or (quote.speaker is not None and quote.speaker.status in filters.statuses))
        and (not filters.speakers or any_speaker_matches(filters.speakers, quote.speaker))
        and not any_speaker_matches(filters.exclude_speakers, quote.speaker)
    )


def article_matches(filters: Filters, article: Article) -> bool:
    """Whether `article` meets the conditions on articles: outlet and date."""
    return _date_matches(filters, article.published) and (
        filters.outlet is None or outlet_matches(filters.outlet, article.outlet)
    )


def is_claim(quote: Quote) -> bool:
    """Whether its cue asserts or denies; a direct quotation without a cue, or with one of no known class, asserts."""
    kind = quote.cue.kind if quote.cue else None
    return kind in CLAIMS or (kind is None and quote.type == "direct")


def is_said(quote: Quote) -> bool:
    """Whether its cue is of a kind in which something is said, not thought, meant or found; or of no known kind."""
    return quote.cue is None or quote.cue.kind is None or quote.cue.kind in SAID


def any_speaker_matches(names: Iterable[str], speaker: Speaker | None) -> bool:
    """Whether any of `names` names `speaker` or, of several who speak jointly, one of them."""
    return speaker is not None and any(
        speaker_matches(name, one) for one in (speaker, *map(_member, speaker.members)) for name in names
    )


def _member(member: Member) -> Speaker:
    return Speaker(member.id, member.name, "person", "resolved")


def speaker_matches(wanted: str, speaker: Speaker) -> bool:
    """Whether `wanted` names `speaker`: by id, or by a name or alias.

    A person matches by some words of the name in their order (`Trump`, `Donald Trump` for Donald J. Trump), also where
    they end in another transliteration (`Zelenskiy`, `Zelensky`; see `names.fold`), anything else by the whole name
    only: `Trump` is not the Trump administration.
    """
    if speaker.name is None:
        return False
    if wanted == speaker.id or slug(wanted) == speaker.id:
        return True
    asked = name_words(wanted)
    names = (name_words(name) for name in (speaker.name, *speaker.aliases))
    if speaker.kind in ("person", "author"):
        from claimkit.english.names import fold  # its patterns take 5 ms to compile, which few questions need

        folded = [fold(word) for word in asked]
        return bool(asked) and any(_in_order(folded, [fold(word) for word in name]) for name in names)
    return bool(asked) and any(_bare(asked) == _bare(name) for name in names)


def outlet_matches(wanted: str, outlet: str | None) -> bool:
    """Whether the words of `wanted` appear next to each other in the outlet's name."""
    asked, name = words(wanted), words(outlet or "")
    return bool(asked) and any(name[i : i + len(asked)] == asked for i in range(len(name) - len(asked) + 1))


def _is_date(value: str) -> bool:
    first_day = value + "-01-01"[len(value) - 4 :]  # of a year or a month
    return _DATE.fullmatch(value) is not None and iso_date(first_day) is not None


def _date_matches(filters: Filters, published: str | None) -> bool:
    if published is None and filters.undated == "keep":
        return True
    return (filters.since is None or _since(filters.since, published)) and (
        filters.until is None or _until(filters.until, published)
    )


def _since(since: str, published: str | None) -> bool:
    return published is not None and published[: len(since)] >= since


def _until(until: str, published: str | None) -> bool:
    return published is not None and published[: len(until)] <= until


def name_words(name: str) -> list[str]:
    """The words of a name; adjacent initials are one word (`J. D. Vance`, `J.D. Vance`, `JD Vance`)."""
    found: list[str] = []
    initial = False
    for word in words(name):
        if len(word) == 1 and initial:
            found[-1] += word
        else:
            found.append(word)
        initial = len(word) == 1
    return found


def _bare(name: Sequence[str]) -> Sequence[str]:
    return name[1:] if len(name) > 1 and name[0] in _ARTICLES else name


def _in_order(asked: Sequence[str], name: Sequence[str]) -> bool:
    rest = iter(name)
    return all(word in rest for word in asked)
