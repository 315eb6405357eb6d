"""Names of organisations and places in an article: what NER found, and what it left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.appositions import apposed
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import described as described_bodies
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.named import Organisations
from claimkit.analysis.resolution.organisations.words import key, plain
from claimkit.analysis.resolution.people.capitals import runs
from claimkit.analysis.resolution.people.not_names import ordinary
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.models.extraction import Mention

_FAR = 200  # mentions
_LABELS = frozenset({"ORG", "GPE", "FAC", "LOC", "NORP", "PRODUCT", "WORK_OF_ART"})
_NAMES = frozenset({"ORG", "GPE", "FAC"})  # labels whose names are looked for elsewhere in the article
_FIELDS = frozenset({"of", "for", "on"})  # before what a body is there for
_AND = frozenset({"and", "&"})
_LONGEST = 80  # characters of a name
_ROLE = 3  # tokens after a body in which a role may end
_WORDS = 9  # and words


class Bodies:
    """The article's organisations and places, as mentions in text order and as organisations."""

    def __init__(self, article: ArticleTokens, mentions: Sequence[Mention], roster: Roster) -> None:
        self.article = article
        self._roster = roster
        self._named = frozenset(m.start for m in mentions if m.label in _NAMES)
        cut = (_before_bracket(m) for m in mentions if m.label in _LABELS)
        found = [m for m in cut if self._may_be_name(m)]
        found = sorted({self._whole(m) for m in found}, key=lambda m: (m.start, m.end, m.label))
        known = _known_forms(found)
        taken = [(m.start, m.end) for m in (*mentions, *found) if m.label != "PERSON"]
        extra = [m for m in self._left_out(known, sorted(taken)) if self._may_be_name(m)]
        self.mentions = sorted([*found, *extra], key=lambda m: (m.start, m.end, m.label))
        self._starts = [m.start for m in self.mentions]
        taken = [(m.start, m.end) for m in self.mentions]
        described = [m for m in described_bodies.find(article) if not _overlaps(taken, m.start, m.end)]
        self._described = {m.start: m for m in described}
        self.organisations = Organisations(article, sorted([*self.mentions, *described], key=lambda m: m.start))

    def name(self, start: int, end: int) -> str:
        """The name of the body at `start:end`: `the IMF` → `International Monetary Fund`, `UK` → `United Kingdom`."""
        text = plain(self.article.text[start:end])
        k = self.organisations.find(text)
        if k is None and (known := words_of.nickname_of(key(text))) is not None:
            k = self.organisations.find(known)
        return words_of.country_called(text) or (self.organisations.all[k].name if k is not None else text)

    def described(self, start: int, end: int) -> Mention | None:
        """The described body that begins in `start:end` and is named there: `the defence ministry`."""
        inside = (self._described.get(t.start) for t in self.article.between(start, end))
        return next((m for m in inside if m is not None), None)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that overlap `start:end`."""
        i = bisect_left(self._starts, start)
        return [m for m in self.mentions[max(0, i - 3) : bisect_left(self._starts, end)] if m.end > start]

    def last_between(self, start: int, end: int) -> Mention | None:
        """The last mention inside `start:end`."""
        inside = [m for m in self.within(start, end) if start <= m.start and m.end <= end]
        return inside[-1] if inside else None

    def _may_be_name(self, mention: Mention) -> bool:
        """Whether NER's mention can be a name at all: no person of the article, no month, no common noun."""
        article = self.article
        words = [t for t in article.between(mention.start, mention.end) if t.text[0].isalnum()]
        while words and words[0].lower in {"the", "a", "an", "this", "that"}:
            words = words[1:]
        if not words or not any(t.capital or t.text[0].isdigit() for t in words) or len(mention.text) > _LONGEST:
            return False
        if self._roster.couple(words[0].start, words[-1].end):
            return False
        if any(
            o.start <= words[0].start and words[-1].end <= o.end
            for o in self._roster.within(words[0].start, words[-1].end)
        ):
            return False
        if len(words) > 1:
            return len(words) <= _WORDS
        word = words[0].lower.rstrip(".")
        if words_of.never(word) or lists.plural_role(word) or word in lists.function_words():
            return False
        opens = article.begins_sentence(words[0].start) or article.headline(words[0].start)
        common = word in lists.bodies() or word in lists.groups() or word in lists.documents()
        return not (opens and common and not words_of.known([word]) and not words_of.acronym(words[0].text))

    def _whole(self, mention: Mention) -> Mention:
        """With the part that NER cut off: `Workers of America`, `Council for the Arts`."""
        article = self.article
        tokens = article.tokens
        i = article.index(mention.end)
        last = tokens[i - 1] if i else None
        if last is None or last.possessive or not last.capital:
            return mention
        if i < len(tokens) and _numbered(last, tokens[i], article.text[last.end : tokens[i].start]):  # “ABC 7”
            return replace(mention, end=tokens[i].end, text=article.text[mention.start : tokens[i].end])
        if self._goes_on(mention, i):  # “Group on Betting and Gaming”
            end = tokens[i + 1].end
            return replace(mention, end=end, text=article.text[mention.start : end])
        if not words_of.heads_names(last.lower):
            return mention
        k = i
        if k + 1 < len(tokens) and tokens[k].lower in {"of", "for"}:
            k += 1 + (tokens[k + 1].lower == "the")
            first = k
            while (
                k < len(tokens)
                and k - first < 4
                and tokens[k].capital
                and not self._roster.within(tokens[k].start, tokens[k].end)
            ):
                k += 1
                if tokens[k - 1].possessive:
                    break
            paper = tokens[i].lower == "for" and k > first and _medium([t.lower for t in tokens[first:k]])
            if k > first and not paper and not article.text[mention.end : tokens[k - 1].end].count("\n"):
                end = tokens[k - 1].end
                return replace(mention, end=end, text=article.text[mention.start : end])
        return mention

    def _goes_on(self, mention: Mention, i: int) -> bool:
        """Whether NER cut off the second of two fields: the name goes on with `and` and a word that it left alone."""
        tokens = self.article.tokens
        inside = {t.lower for t in self.article.between(mention.start, mention.end)}
        if i + 1 >= len(tokens) or tokens[i].lower != "and" or inside.isdisjoint(_FIELDS) or "and" in inside:
            return False
        field = tokens[i + 1]
        ends = i + 2 >= len(tokens) or not tokens[i + 2].capital
        if not field.capital or not ends or field.start in self._named or self._roster.within(field.start, field.end):
            return False
        return not words_of.kinds_of_name([field.lower])

    def _left_out(self, known: dict[tuple[str, ...], str], taken: list[tuple[int, int]]) -> Iterator[Mention]:
        """Names that NER left out: those it knows elsewhere in the article, and capitals that end like a name."""
        yield from self._after_people()
        yield from (m for m in self._of_members() if not _overlaps(taken, m.start, m.end))
        capitals = list(runs(self.article))
        for o in self._roster.dropped:
            if not _overlaps(taken, o.start, o.end) and not self.article.headline(o.start):
                start = _start_of_run(capitals, o.start, o.end)
                yield Mention(start, o.end, self.article.text[start : o.end], "ORG")
        for match in words_of.fixed_names().finditer(self.article.text):
            if not self._roster.within(*match.span()):
                yield Mention(*match.span(), match[0], "ORG")
        told = (r for r in capitals if self._called(r) or self._apposed(r) or self._employs(r))
        known = {**{key(self.article.text[r[0].start : r[-1].end]): "ORG" for r in told}, **known}
        for run in capitals:
            if self.article.headline(run[0].start) or _overlaps(taken, run[0].start, run[-1].end):
                continue
            if self._roster.within(run[0].start, run[-1].end):
                continue
            text = self.article.text[run[0].start : run[-1].end]
            label = known.get(key(text))
            if label is None and not self._like_name(run):
                continue
            yield self._whole(Mention(run[0].start, run[-1].end, text, label or "ORG"))

    def _after_people(self) -> Iterator[Mention]:
        """`Trump campaign`, `Obama administration`: a person's name and what is theirs."""
        tokens = self.article.tokens
        for o in self._roster.occurrences:
            i = self.article.index(o.end)
            if o.possessive or i >= len(tokens) or tokens[i].lower not in words_of.after_people():
                continue
            if not self.article.text[o.end : tokens[i].start].strip(" \n\u00a0"):
                yield Mention(o.start, tokens[i].end, self.article.text[o.start : tokens[i].end], "ORG")

    def _of_members(self) -> Iterator[Mention]:
        """`Irish Builders' Guild`: whose body it is, in capitals, and a noun that is a body's."""
        tokens, article = self.article.tokens, self.article
        for i in range(len(tokens) - 1):
            token, head = tokens[i], tokens[i + 1]
            several = token.capital and token.possessive and token.lower.endswith("s")
            if (
                not several
                or not head.capital
                or not words_of.kinds_of_noun(head.lower)
                or article.headline(token.start)
            ):
                continue
            k = article.phrase_start(i, _LONGEST, lambda t: t.capital or t.lower in _AND)
            while tokens[k].lower in lists.function_words():
                k += 1
            if not self._roster.within(tokens[k].start, head.end) and article.adjacent(i):
                yield Mention(tokens[k].start, head.end, article.text[tokens[k].start : head.end], "ORG")

    def _called(self, run: Sequence[ArticleToken]) -> bool:
        """`consultancy Building Zones`: what it is stands right before."""
        i = self.article.index(run[0].start)
        before = self.article.tokens[i - 1] if i else None
        if before is None or before.capital or before.possessive or not words_of.kinds_said(before.lower):
            return False
        return not self.article.text[before.end : run[0].start].strip()

    def _apposed(self, run: Sequence[ArticleToken]) -> bool:
        """`Parla, the Italian food group at the centre of …`: what it is follows."""
        if run[-1].possessive or len(run) > 3 or any(ordinary(self.article, t) for t in run):
            return False
        head = apposed(self.article, run[-1].end)
        return bool(head) and bool(words_of.kinds_said(head[-1].lower))

    def _employs(self, run: Sequence[ArticleToken]) -> bool:
        """`Luma singer Ana Reyes`: a name, what somebody does there, and a person's name."""
        last = run[-1].lower
        i, tokens = self.article.index(run[-1].end), self.article.tokens
        role = next((k for k in range(i, min(i + _ROLE, len(tokens))) if _does(tokens[k].lower)), None)
        if role is None or run[-1].possessive or len(run) > 3 or any(ordinary(self.article, t) for t in run):
            return False
        if lists.role(last) or lists.person_noun(last) or lists.is_demonym(last) or words_of.labels(last):
            return False
        between = tokens[i : role + 1]
        person = next(self._roster.following(tokens[role].end), None)
        plain_words = not any(t.capital or not t.text[0].isalpha() for t in between)
        if person is None or not plain_words or "\n" in self.article.text[run[-1].end : person.start]:
            return False
        return not self.article.text[tokens[role].end : person.start].strip()

    def _like_name(self, run: Sequence[ArticleToken]) -> bool:
        """`Rhodium Group`; `NASA`."""
        last = run[-1].lower.rstrip(".")
        if len(run) > 1:
            role = lists.role(run[0].lower) is not None and lists.role(last) is not None
            return not role and (last in lists.tails() or bool(words_of.kinds_of_name([t.lower for t in run])))
        return bool(words_of.known([last]))


def _start_of_run(capitals: Sequence[Sequence[ArticleToken]], start: int, end: int) -> int:
    """Where a name begins of which the roster had the end only: `Clear Politics` of `Real Clear Politics`."""
    i = bisect_left(capitals, end, key=lambda run: run[-1].end)
    run = capitals[i] if i < len(capitals) else None
    if run is None or run[-1].end != end or run[0].start >= start:
        return start
    before = [t for t in run if t.start < start]
    plain_words = not any(
        _does(t.lower) or words_of.kinds_said(t.lower) or words_of.labels(t.lower) or t.possessive for t in before
    )
    return run[0].start if plain_words and not any(lists.is_demonym(t.lower) for t in before) else start


def _medium(words: Sequence[str]) -> bool:
    """Whether a name is a newspaper's or broadcaster's: whom a poll was made for."""
    return bool(words_of.kinds_of_name(words) & {"newspaper", "broadcaster"})


def _numbered(last: ArticleToken, number: ArticleToken, gap: str) -> bool:
    """Whether the number after a broadcaster is its channel's."""
    return (
        gap == " " and number.text.isdigit() and len(number.text) < 3 and "broadcaster" in words_of.known([last.lower])
    )


def _does(word: str) -> bool:
    return lists.role(word) is not None or lists.person_noun(word)


def _before_bracket(mention: Mention) -> Mention:
    """Without a bracket that NER opens and does not close: `International Labour Organisation (ILO`."""
    at = mention.text.find("(")
    if at < 1 or ")" in mention.text:
        return mention
    text = mention.text[:at].rstrip()
    return replace(mention, end=mention.start + len(text), text=text)


def _known_forms(mentions: Sequence[Mention]) -> dict[tuple[str, ...], str]:
    """The keys of names that may stand elsewhere, with the label: whole names, and `Citadel` for `Citadel Bank`."""
    known: dict[tuple[str, ...], str] = {}
    for m in mentions:
        words = key(m.text)
        if m.label in _NAMES and words:
            known[words] = m.label
            first = m.label == "ORG" and len(words) > 1 and len(words[0]) > 3 and not lists.known_thing(words[0])
            if first and all(words_of.ends_names(w) for w in words[1:]):
                known.setdefault(words[:1], "ORG")
    return known


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_left(spans, (start + 1,))
    return any(s < end and start < e for s, e in spans[max(0, i - 2) : i + 1])
