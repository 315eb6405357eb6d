"""One speaker: the names and roles that articles give, the outlets that quote, and when."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from claimkit.english import lexicon, names
from claimkit.english.text import prose, slug, words
from claimkit.errors import UsageError
from claimkit.models.hits import Entry
from claimkit.models.record import Speaker
from claimkit.models.results import Count, Profile, SpeakerSummary
from claimkit.search.entries import entries, quotes
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.speaker_counts import narrowed
from claimkit.search.speaker_lists import speakers
from claimkit.store import Store, checks, speaker_rows
from claimkit.store.sql import batches, decode, placeholders

READ = 1000  # newest quotations whose sources are searched for roles; set by hand
_NAMED = 8  # people that the message about an ambiguous name lists; set by hand
_ROLE = 60  # characters: anything longer is a clause, not a role; set by hand
_MONTH = re.compile(r"\d{4}-\d{2}")
_ROLE_STEPS = ("role", "same role")
_DETERMINER = re.compile(r"^(?:the|an?|its|his|her|their|my|our)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:,(—–]|\b(?:who|whom|whose|which|that)\b")
_NO_LETTER = re.compile(r"^[\W\d_]+|[^\w.]+$")


def profile(store: Store, name: str, *, newest: int = 10, filters: Filters = EVERYTHING) -> Profile | None:
    """The one speaker whom `name` fits (see `filters.speaker_matches`), with the `newest` quotations; None for nobody.

    Only records that meet `filters` count, except for `names`. An id fits its speaker alone. If nobody has the name,
    other transliterations of it are tried. Raises `UsageError`, listing ids, if several people fit.
    """
    with store.snapshot() as db:
        summary, namesakes = _choose(store, name)
        if summary is None:
            return None
        stored = speaker_rows.all_speakers(db).items()
        jointly = bool(summary.speaker.members)
        own = [key for key, who in stored if _is(who, summary.speaker) and bool(who.members) is jointly]
        members = speaker_rows.member_keys(db)
        shared = [] if jointly else [key for key, several in members.items() if not set(own).isdisjoint(several)]
        wanted = [*own, *shared]
        found: list[Any] = []
        for some in batches(wanted):
            found += db.execute(
                "SELECT a.published, a.location, q.position, q.key, q.type, q.status, a.outlet, q.id"
                " FROM quotes q LEFT JOIN articles a ON a.key = q.article_key"
                f" WHERE q.speaker_key IN ({placeholders(some)})",
                some,
            )
        found.sort(key=lambda row: (decode(row[1]), row[2]))
        found = list({row[7]: row for row in reversed(found)}.values())[::-1]  # of copies the first
        checks.demand(len(found) == summary.quotes, "a quotation")  # that counts without the index
        found.sort(key=lambda row: decode(row[0]) or "", reverse=True)  # undated ones last
        if filters != EVERYTHING:
            mine = filters if filters.speakers else replace(filters, speakers=(summary.speaker.id,))
            kept = {entry.quote.id: entry for entry in quotes(store, mine)}
            found = [row for row in found if decode(row[7]) in kept]
            summary = narrowed(summary, (kept[decode(row[7])] for row in found))
        read = [row[3] for row in found[:READ]]
        loaded = entries(store, read)
        forms = _forms(store, own)
    speaker = summary.speaker
    for alias in (speaker.name or "", *speaker.aliases):
        forms.setdefault(alias, 0)
    months = Counter(month[0] if (month := _MONTH.match(decode(row[0]) or "")) else None for row in found)
    outlets = Counter(outlet for row in found if (outlet := decode(row[6])))
    undated = months.pop(None, 0)
    spoken = [who for key in read if (who := loaded[key].quote.speaker) is not None and who.id == speaker.id]
    return Profile(
        summary,
        names=_ranked(forms),
        roles=_ranked(_roles(speaker, [loaded[key] for key in read])),
        titles=_ranked(_said(spoken, lambda who: who.title.text if who.title else None)),
        affiliations=_ranked(_said(spoken, lambda who: who.affiliation)),
        jointly_with=_ranked(_jointly_with(speaker, (loaded[key] for key in read))),
        types=_ranked(Counter(row[4] for row in found)),
        unsure=sum(row[5] != "resolved" for row in found),
        by_outlet=_ranked(outlets),
        by_month=tuple(Count(month, n) for month, n in sorted(months.items()) if month),
        undated=undated,
        newest=tuple(loaded[key] for key in read[:newest]),
        namesakes=namesakes,
    )


def _choose(store: Store, name: str) -> tuple[SpeakerSummary | None, tuple[str, ...]]:
    """The speaker asked for, and the ids of others with the same name."""
    fitting = speakers(store, name)
    if not fitting:
        fitting = [summary for summary in speakers(store) if _fits_loosely(name, summary.speaker)]
    parsed = names.parse(name)
    whole = slug(name) if parsed is not None and parsed.full else name
    if exact := next((summary for summary in fitting if summary.speaker.id in (name, whole)), None):
        return exact, tuple(summary.speaker.id for summary in fitting if summary is not exact)
    if len(fitting) > 1:
        shown = ", ".join(f"{s.speaker.id} ({s.quotes})" for s in fitting[:_NAMED])
        more = f" and {len(fitting) - _NAMED} more" if len(fitting) > _NAMED else ""
        raise UsageError(
            f"{name}: fits {len(fitting)} speakers; give one id (with its number of quotations): {shown}{more}"
        )
    return fitting[0] if fitting else None, ()


def _is(one: Speaker, speaker: Speaker) -> bool:
    return one.id == speaker.id and one.name is not None


def _said(speakers: Iterable[Speaker], text: Callable[[Speaker], str | None]) -> Counter[str]:
    """What articles say of the speaker, on one line, each with the number of quotations."""
    return Counter(" ".join(found.split()) for one in speakers if (found := text(one)))


def _jointly_with(speaker: Speaker, found: Iterable[Entry]) -> Counter[str]:
    """Those with whom the speaker speaks jointly, each with the number of quotations."""
    several = (entry.quote.speaker.members for entry in found if entry.quote.speaker is not None)
    return Counter(
        name for members in several for name in {m.name for m in members if m.id != speaker.id and not speaker.members}
    )


def _fits_loosely(name: str, speaker: Speaker) -> bool:
    """Whether a person's name contains the words of `name` in another transliteration."""
    if speaker.kind != "person":
        return False
    asked = [names.fold_loosely(word) for word in words(name)]
    for form in (speaker.name or "", *speaker.aliases):
        rest = iter([names.fold_loosely(word) for word in words(form)])
        if asked and all(word in rest for word in asked):
            return True
    return False


def _forms(store: Store, speaker_keys: Iterable[int]) -> Counter[str]:
    """The names by which articles call these speakers, each with the number of articles."""
    articles: dict[str, set[str | bytes]] = {}
    for some in batches(list(speaker_keys)):
        for article, name, aliases, whole in store.connection.execute(
            "SELECT (SELECT id FROM articles WHERE key = article_key), name, aliases,"
            f" {checks.whole('article_speakers')} FROM article_speakers WHERE key IN"
            f" (SELECT article_speaker_key FROM quotes WHERE speaker_key IN ({placeholders(some)}))",
            some,
        ):
            checks.demand(whole, "a speaker")
            for form in (decode(name), *json.loads(decode(aliases))):
                if form:
                    articles.setdefault(form, set()).add(article)
    return Counter({form: len(found) for form, found in articles.items()})


def _roles(speaker: Speaker, found: Iterable[Entry]) -> Counter[str]:
    """What articles call the speaker instead of, before or after the name, each with the number of quotations.

    Case does not count; the most frequent form represents all.
    """
    forms = sorted({speaker.name or "", *speaker.aliases} - {""}, key=lambda form: (-len(form), form))
    spellings: dict[str, Counter[str]] = {}
    for entry in found:
        if entry.quote.speaker is None or entry.quote.speaker.status != "resolved":
            continue
        for key, phrase in {phrase.casefold(): phrase for phrase in _phrases(entry, forms)}.items():
            spellings.setdefault(key, Counter())[phrase] += 1
    counts: Counter[str] = Counter()
    for spelt in spellings.values():
        counts[min(spelt, key=lambda phrase: (-spelt[phrase], phrase))] = spelt.total()
    return counts


def _phrases(entry: Entry, forms: Iterable[str]) -> Iterator[str]:
    """Role phrases of one quotation: those of its evidence, and those around the name in its source."""
    quote = entry.quote
    assert quote.speaker is not None
    pieces = [step for step in quote.speaker.evidence if step.reason in _ROLE_STEPS]
    texts = [prose(entry.article, step.start, step.end) for step in pieces]
    if quote.source is not None:
        source = prose(entry.article, quote.source.start, quote.source.end)
        form = next((form for form in forms if form in source), None)
        if form is not None:
            before, after = source.split(form, 1)
            texts += [before, after.lstrip(" ,") if after.lstrip().startswith(",") else ""]
    for text in texts:
        phrase = _DETERMINER.sub("", _NO_LETTER.sub("", _CLAUSE.split(text[: 4 * _ROLE])[0]))
        if phrase and len(phrase) <= _ROLE and _role_words() & set(words(phrase)):
            yield phrase


@cache
def _role_words() -> frozenset[str]:
    """Every role contains at least one of these words."""
    table = lexicon.table("roles")
    known: Mapping[str, str] = table["forms"]
    last = [role.split()[-1] for role in table["compound_roles"]]
    return frozenset([*lexicon.table("titles")["offices"], *known, *" ".join(known.values()).split(), *last])


def _ranked(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Largest first."""
    return tuple(Count(text, n) for text, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
