"""How words were given, where the article says so: told to an outlet, in an interview, in a post, quoted by others.

Read from the sentence of the cue, next to it: what another clause holds goes with somebody else's words. Only names
that can hardly be anything but an outlet count, and a form without a name ("in a statement") has none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimkit.english.lexicon import words as listed
from claimkit.english.sentences import find_sentence
from claimkit.models.extraction import Attribution
from claimkit.models.record import Channel, Span
from claimkit.models.types import ChannelKind

_REACH = 300  # characters of a sentence before and after its cue
_BETWEEN = 70  # characters between a cue and the form that goes with it: the source, a day, whoever was told
_LONGEST = 6  # words of a name
_HELD = "\0"  # in place of what is said

_ = "[ \u00a0]"
_CAPITAL = r"[A-ZÀ-Ž0-9@][\w.&’'@/-]{0,40}"
_NAME = re.compile(rf"(?:[Tt]he{_})?(?P<name>{_CAPITAL}(?:{_}(?:(?:of|and|de|for){_})?{_CAPITAL}){{0,6}})")
# A few words that may say what an outlet is; its own website is nobody's outlet.
_DESCRIBED = re.compile(
    r"(?!(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Mm]y|[Oo]ur)\b)"
    rf"(?:(?!(?:of|by|in|at|to|for|from|on|that){_})[\w’'.-]{{1,30}}{_}){{0,4}}[\w’'-]{{3,12}}"
)
_OF_KIND = re.compile(rf"{_}(?P<kind>[a-z]{{3,12}}){_}")
_CAPITALS = re.compile(rf"(?P<name>{_CAPITAL}(?:{_}{_CAPITAL}){{0,3}}){_}$")
_TOLD = re.compile(rf"\b(?:told|tells|telling|tell){_}")
_PRESS = re.compile(rf"(?:[\w’'-]{{1,20}}{_}){{0,2}}?(?P<noun>[a-z]{{5,14}})\b")
_FORM = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Tt]hrough|[Vv]ia|[Bb]y|[Oo]n|[Aa]t|[Ff]rom){_}"
    rf"(?:an?|his|her|their|its|the|another|two|several|recent|separate){_}"
    rf"(?P<inner>(?:[\w’'.&-]{{1,30}}{_}){{0,4}}?)(?P<noun>[a-z]{{3,12}}(?:[ \u00a0-][a-z]{{4,10}})?)\b"
)
_WITH = re.compile(
    rf"{_}(?:(?:published|aired|broadcast|released|posted){_}(?:\w+{_})?(?:by|on|in|with)|with|to|on|for|by){_}"
)
_PLACED = re.compile(rf"\b(?P<word>(?:on|in|to|via){_})(?:(?:his|her|its|their|the){_}(?:official{_}|personal{_})?)?")
_QUOTING = re.compile(
    r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\b[^\n“”\"]{0,120}?"
    rf"\bas{_}(?:saying|telling|stating|insisting|warning)\b"
)
_PASSIVE = re.compile(rf"\b(?:was|were|is|are|been|being){_}(?:(?:also|later|widely){_})?$")
_PLATFORM = re.compile(rf"{_CAPITAL}(?: Social)?")
_ROLE = re.compile(rf"(?!(?:the|an?){_})(?:[a-z][\w-]{{1,20}}{_}){{1,3}}")
_BY = re.compile(rf"\b(?:by|in){_}")
_AS_QUOTED = re.compile(rf"\bas{_}(?:quoted|reported|cited|told|recounted){_}(?:by|in|to){_}")
_COMMON = re.compile(
    rf"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir){_}(?:[\w’'-]{{1,30}}{_}){{0,3}}?[\w’'-]{{2,30}}"
    rf"(?={_}*(?:[.,;:”\"\n\0]|as{_}|$))"
)
_HELPERS = ("has", "have", "had", "also", "later", "then", "yesterday", "earlier", "first")
_INSIDE = ("of", "and", "the", "de", "for")  # small words inside names
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


def with_channels(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions with who quotes the speaker (`via`) and how the words were given (`channel`)."""
    held = sorted({(s.start, s.end) for a in found for s in a.content})
    others = sorted({s.start for a in found for s in (a.cue, a.source) if s is not None})
    return [_read(_frame(text, held, others, a), a) if a.cue is not None else a for a in found]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The sentence of a cue with all that is said blanked out; `text[0]` is character `offset` of the article."""

    text: str
    offset: int
    cue: int
    after: int  # where the cue ends
    stop: int  # where the words of the next cue begin
    source: Span | None

    def span(self, start: int, end: int) -> Span:
        return Span(self.offset + start, self.offset + end, self.text[start:end])


def _frame(text: str, held: Sequence[tuple[int, int]], others: Sequence[int], found: Attribution) -> _Frame:
    cue = found.cue
    assert cue is not None
    first, last = find_sentence(text, cue.start, cue.end, _REACH)
    pieces, at = [], first
    for start, end in held[bisect_left(held, (first - _REACH * 20, 0)) :]:
        if start >= last:
            break
        start, end = max(start, at), min(end, last)
        if end > start:
            pieces += [text[at:start], _HELD * (end - start)]
            at = end
    pieces.append(text[at:last])
    own = found.source.start if found.source else -1
    stop = next((o for o in others[bisect_left(others, cue.end) :] if o != own), last)
    return _Frame("".join(pieces), first, cue.start - first, cue.end - first, min(stop, last) - first, found.source)


def _read(frame: _Frame, found: Attribution) -> Attribution:
    via = next((channel for rule in _VIA if (channel := rule(frame)) is not None), None)
    channel = next((channel for rule in _CHANNELS if (channel := rule(frame)) is not None), None)
    if via and channel and via.start == channel.start:
        channel = None
    return replace(found, via=via, channel=channel) if via or channel else found


def _quoting(frame: _Frame) -> Channel | None:
    """A in “A quoted B as saying”, “B was quoted as saying by A”, “B was quoted by A as saying”."""
    for clause in _QUOTING.finditer(frame.text):
        if not (clause.start() <= frame.after and frame.cue < clause.end()):
            continue
        start, end = clause.span()
        if _PASSIVE.search(frame.text, max(0, start - 30), start):
            for by in _BY.finditer(frame.text, start, min(len(frame.text), end + 6)):
                if by.start() < end or not frame.text[end : by.start()].strip():
                    return _quoted(frame, by.end())
            return None
        return _subject(frame, start)
    return None


def _as_quoted(frame: _Frame) -> Channel | None:
    """A in “B said, as quoted by A”."""
    match = _AS_QUOTED.search(frame.text, 0, frame.stop)
    return _quoted(frame, match.end()) if match and _near(frame, match.start()) else None


def _quoted(frame: _Frame, at: int) -> Channel | None:
    if (outlet := _outlet(frame, at)) is not None:
        return replace(outlet, kind="quoted")
    span = _name(frame, at) or _common(frame, at)
    return None if span is None else _channel("quoted", span, _plain(span.text) or None)


def _subject(frame: _Frame, end: int) -> Channel | None:
    """Who is named before a verb: capitalised words, or an article and a few words."""
    low = max(0, end - _REACH // 2)
    words = list(re.finditer(r"[^ \u00a0]+", frame.text[low:end]))[-_LONGEST - 2 :]
    while words and words[-1][0] in _HELPERS:
        words.pop()
    words = words[
        1 + max((i for i, word in enumerate(words) if not word[0][-1].isalnum() or _HELD in word[0]), default=-1) :
    ]
    if not words:
        return None
    first = len(words)
    while first and (words[first - 1][0][0].isupper() or (first < len(words) and words[first - 1][0] in _INSIDE)):
        first -= 1
    if first == len(words) or (first == len(words) - 1 and words[first][0] in ("The", "A", "An")):
        first = next((i for i, word in enumerate(words) if word[0].casefold() in ("the", "a", "an")), -1)
        if first < 0:
            return None
    span = frame.span(low + words[first].start(), low + words[-1].end())
    named = any(word[0].isupper() for word in _plain(span.text).split())
    return _channel("quoted", span, _plain(span.text) if named else None)


def _told(frame: _Frame) -> Channel | None:
    """Reuters in “she told Reuters”; the press in “she told reporters”."""
    for match in _TOLD.finditer(frame.text, frame.cue, frame.after + 2):
        if (outlet := _outlet(frame, match.end())) is not None:
            form = _form(frame)
            return replace(outlet, kind="interview") if form and form.kind == "interview" else outlet
        return _press(frame, match.end())
    return None


def _form(frame: _Frame) -> Channel | None:
    """“in an interview with NBC”, “in a statement”, “in a Facebook post”."""
    for match in _FORM.finditer(frame.text, 0, frame.stop):
        kind, end = _kind_of(match["noun"], match.start("noun"))
        if kind is None or not _near(frame, match.start()):
            continue
        within = _inner(frame, match.start("inner"), match.end("inner"), kind)
        if within is not None:
            return within
        follows = _WITH.match(frame.text, end)
        named = None
        if follows is not None:
            named = _outlet(frame, follows.end()) or (_person(frame, follows.end()) if kind == "interview" else None)
        if named is not None:
            return replace(named, kind=kind)
        return _channel(kind, frame.span(match.start("noun"), end), None)
    return None


def _placed(frame: _Frame) -> Channel | None:
    """“wrote on X”, “said on CNN”, “wrote in the Guardian”."""
    for match in _PLACED.finditer(frame.text, frame.cue, frame.stop):
        if not _near(frame, match.start()):
            continue
        if (platform := _platform(frame, match.end())) is not None:
            return platform
        place = match.end("word")
        if match["word"] in ("on ", "in ") and (outlet := _outlet(frame, place)) is not None:
            return outlet
    return None


_VIA = (_quoting, _as_quoted)
_CHANNELS = (_told, _form, _placed)


def _near(frame: _Frame, start: int) -> bool:
    """Whether what begins at `start` goes with the cue: right after it, or at the sentence's beginning."""
    if start < frame.cue:
        opens = not frame.text[:start].strip(' \u00a0“"')
        source = frame.source.start - frame.offset if frame.source else frame.cue
        between = frame.text[start : min(source, frame.cue)]
        named = frame.source.end - frame.offset if frame.source else frame.cue
        adjoins = (
            named <= start
            and not frame.text[named:start].strip(" \u00a0,")
            and _HELD not in frame.text[start : frame.cue]
        )
        return adjoins or (opens and _HELD not in between)
    if start < frame.after:
        return True
    between = frame.text[frame.after : start]
    if len(between) > _BETWEEN or _HELD in between:
        return False
    words = re.findall(r"[^\W\d_]+", between.casefold())
    return listed("channels", "words", "clauses").isdisjoint(words)


def _kind_of(noun: str, start: int) -> tuple[ChannelKind | None, int]:
    """The kind of a form and where its noun, of one word or two, ends."""
    kinds: tuple[ChannelKind, ...] = ("interview", "post", "statement", "letter", "speech", "press")
    one = re.split(r"[ \u00a0]", noun)[0]
    for form in (noun, one):
        for kind in kinds:
            if re.sub(r"[ \u00a0]", "-", form) in listed("channels", "forms", kind):
                return kind, start + len(form)
    return None, start


def _inner(frame: _Frame, start: int, end: int, kind: ChannelKind) -> Channel | None:
    """The outlet or platform inside “in a CNN interview”, “in a Facebook post”."""
    for match in _NAME.finditer(frame.text, start, end):
        named = _platform(frame, match.start()) or _outlet(frame, match.start())
        if named is not None:
            return replace(named, kind=kind)
    return None


def _outlet(frame: _Frame, at: int) -> Channel | None:
    """The outlet whose name begins at `at`, also behind a word for what it is or a person of it."""
    span = _name(frame, at)
    if span is None:
        return _described(frame, at)
    person, link, place = span.text.rpartition(" of ")
    if link and not _is_outlet(person, False) and _is_outlet(place, False) and not _listed(span.text):
        begin = span.end - len(place)
        return _channel("outlet", Span(begin, span.end, place), place)  # Rowe of Fox News
    rest = span.end - frame.offset
    if _is_outlet(span.text, frame.text[at : at + 4] in ("the ", "The ")):
        if (kind := _OF_KIND.match(frame.text, rest)) and kind["kind"] in listed("channels", "kinds"):
            span = _name(frame, kind.end()) or span  # US TV network Fox News
        return _channel("outlet", span, _plain(span.text))
    for link in (" of ", " from "):
        if frame.text.startswith(link, rest):
            other = _name(frame, rest + len(link))
            if other is not None and _is_outlet(other.text, frame.text[rest + len(link) :][:4] in ("the ", "The ")):
                return _channel("outlet", other, _plain(other.text))
    return _described(frame, at)


def _described(frame: _Frame, at: int) -> Channel | None:
    """“the French newspaper L'Equipe”, “the Today programme”, “a local radio station”."""
    if (match := _DESCRIBED.match(frame.text, at, frame.stop)) is None:
        return None
    kinds = [m for m in re.finditer(r"\b[a-z]{3,12}\b", match.group()) if m.group() in listed("channels", "kinds")]
    if not kinds:
        return None
    kind, after = match.start() + kinds[0].start(), match.start() + kinds[0].end()
    name = _name(frame, after + 1)
    if name is not None and name.start == frame.offset + after + 1:
        return _channel("outlet", name, _plain(name.text))
    before = _CAPITALS.search(frame.text, at, kind)
    if before is not None and before["name"].casefold().replace(" ", "-") not in listed("channels", "words", "origins"):
        return _channel("outlet", frame.span(*before.span("name")), before["name"])
    return None if kinds[0].group() in ("site", "website") else _channel("outlet", frame.span(at, after), None)


def _press(frame: _Frame, at: int) -> Channel | None:
    match = _PRESS.match(frame.text, at)
    if match is None or match["noun"] not in listed("channels", "press"):
        return None
    return _channel("press", frame.span(match.start("noun"), match.end("noun")), None)


def _platform(frame: _Frame, at: int) -> Channel | None:
    match = _PLATFORM.match(frame.text, at)
    if match is None:
        return None
    name = _POSSESSIVE.sub("", match.group().rstrip(".,"))
    if name.casefold().replace(" ", "-") not in listed("channels", "platforms"):
        return None
    return _channel("post", frame.span(at, at + len(name)), name)


def _person(frame: _Frame, at: int) -> Channel | None:
    """Whoever interviews: any name but a day's, also after “radio host”."""
    span = _name(frame, at)
    if span is None and (role := _ROLE.match(frame.text, at)):
        span = _name(frame, role.end())
    return None if span is None else _channel("interview", span, _plain(span.text))


def _name(frame: _Frame, at: int) -> Span | None:
    """The capitalised words that begin at `at`, up to a possessive; no day or month."""
    match = _NAME.match(frame.text, at, max(at, frame.stop))
    if match is None:
        return None
    start, words = match.start("name"), list[tuple[int, int]]()
    for word in re.finditer(r"[^ \u00a0]+", match["name"]):
        plain = word.group().rstrip(".,")
        if plain.casefold() in listed("channels", "words", "days") and words:
            break
        owned = _POSSESSIVE.sub("", plain)
        words.append((word.start(), word.start() + len(owned)))
        if owned != word.group():
            break
    while words and match["name"][words[-1][0] : words[-1][1]] in _INSIDE:
        words.pop()
    if not words or len(words) > _LONGEST:
        return None
    name = match["name"][: words[-1][1]]
    if name.casefold() in listed("channels", "words", "days") or not name[0].isalpha():
        return None
    return frame.span(start, start + words[-1][1])


def _common(frame: _Frame, at: int) -> Span | None:
    match = _COMMON.match(frame.text, at)
    return None if match is None else frame.span(*match.span())


def _is_outlet(name: str, definite: bool) -> bool:
    words = [word.casefold().strip(".,") for word in name.split()]
    if any(_listed(" ".join(words[:n])) for n in range(1, 4)):
        return True
    if len(words) == 1:
        return definite and words[0] in listed("channels", "alone")
    return words[-1] in listed("channels", "ends") or not listed("channels", "holds").isdisjoint(words)


def _listed(name: str) -> bool:
    return name.casefold().replace(" ", "-") in listed("channels", "outlets")


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|The|an?|An?) ", "", " ".join(name.split()))


def _channel(kind: ChannelKind, span: Span, name: str | None) -> Channel:
    return Channel(span.start, span.end, span.text, kind, name)
