"""Quotations whose speaker the layout shows: signed (“…” ― Name), labelled (Name: “…”), announced (From Name:)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.analysis.statements.content_form import content_form, content_words
from claimkit.english.lexicon import words as listed
from claimkit.english.names import begins_name
from claimkit.models.extraction import Region
from claimkit.models.record import Span

# Both forms leave no doubt about who speaks, only that the layout may mean something else; set by hand.
_CERTAINTY = 0.95
_BLANK = " \t\u00a0"
_WORD = re.compile(r"\w+")
_SIGNED = 100  # characters of a line that signs a pull quote
_STOPS = (".", "!", "?", "…")
_LONGEST_LABEL = 200  # characters of a name and a role before a quotation
_CLOSERS = ("”", '"', "’", "'", "»")
_SIGNATURE = re.compile(
    rf"[{_BLANK}]*+(?:\n[{_BLANK}\r]*+){{0,2}}(?P<dash>[―—–]|--?)[{_BLANK}]*(?P<rest>[^\n“”\"]{{2,120}})(?:\n|$)"
)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*|\([^\W\d_][\w.’'-]*\))){1,5}")
# A name, perhaps with a role, that begins a line and is followed by nothing but a quotation.
_PERSON = r"[A-Z][\w.’'-]{0,30}(?: (?:(?:al|bin|da|de|del|der|di|du|la|le|of|van|von) )?[A-Z][\w.’'-]{0,30}){1,5}"
_ITEM = rf"[{_BLANK}]{{0,8}}(?:[-*+•·▪●][{_BLANK}]{{1,4}}|\d{{1,3}}[.)][{_BLANK}]{{1,4}})?"
_ROLE = rf"(?:(?:,[{_BLANK}]|[{_BLANK}]\()[^\n:“”\"]{{1,100}})?"
_LABEL = re.compile(
    rf"{_ITEM}(?P<name>{_PERSON}){_ROLE}[{_BLANK}]{{0,2}}(?P<cue>:|(?<=[{_BLANK}])[–—―-])[{_BLANK}]{{1,4}}$"
)
# The same in a line of its own, above or below the quotation.
_HEADING = re.compile(
    r"(?P<name>(?P<given>[A-Z][\w.’'-]{0,30})(?: (?:(?:al|bin|de|del|der|la|van|von) )?[A-Z][\w.’'-]{0,30}){1,4})"
    rf"{_ROLE}[{_BLANK}\r]{{0,4}}"
)
_HEADED = 2  # quotations beside such lines; a single line may be the caption of a picture
# A person named right after the quotation that opens a headline.
_OF_HEADLINE = re.compile(
    rf"(?P<cue>:)[{_BLANK}](?:(?i:(?:an?|our|the)[{_BLANK}](?:[\w-]{{1,20}}[{_BLANK}])?(?:conversation|interview|chat|talk|q&a)"
    rf"[{_BLANK}]with[{_BLANK}]))?(?P<name>(?:[\w’'-]{{1,20}}[{_BLANK}]){{0,3}}?(?P<given>[A-Z][\w’'-]{{1,20}})"
    rf"(?:[{_BLANK}][A-Z][\w’'.-]{{1,20}}){{1,2}})(?=[{_BLANK}][a-z]|[{_BLANK}]{{0,3}}(?:\n|$))"
)
# A line that announces someone's words: “Statement by NAME:”, “From the desk of NAME, ROLE:”.
_WORDS = r"(?:statement|remarks?|message|letter|comments?|quotes?|reaction|response|reply|note|post|tweet)"
_ANNOUNCED = re.compile(
    rf"[{_BLANK}]{{0,8}}(?P<cue>(?:\w{{1,20}} )?{_WORDS} (?:attributed to|from|by|of)\b"
    rf"|from(?: the (?:desk|office) of)?)[{_BLANK}]"
    rf"(?P<name>(?-i:[A-Z])[^\n:,“”\"]{{1,100}}?|the[{_BLANK}][^\n:“”\"]{{1,100}})"
    rf"{_ROLE}[{_BLANK}]{{0,2}}:[{_BLANK}\r]{{0,4}}$",
    re.IGNORECASE,
)


def labelled(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Lines of a name, perhaps a role, a colon or dash, and a quotation: lists of reactions, captions."""
    text = words.text
    for region in regions:
        line = _line_start(text, region.start)
        if line is None or not region.closed or not _ends_line(text, region.end):
            continue
        match = _LABEL.match(text[line : region.start])
        if match is None or match["name"].casefold() in listed("turns", "labels"):
            continue
        if not listed("boilerplate", "said").isdisjoint(_WORD.findall(match[0].casefold())):
            continue
        yield from _draft(words, region, _span(text, match, "name", line), _span(text, match, "cue", line))


def announced(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Quotations in paragraphs of their own under a line that says whose they are."""
    text = words.text
    chain: tuple[Span, Span] | None = None
    for region in regions:
        line = _line_start(text, region.start)
        if line is None or text[line : region.start].strip(_BLANK) or not _ends_line(text, region.end):
            chain = None
            continue
        above = text[max(0, line - _LONGEST_LABEL) : line].rstrip()
        begins = line - _LONGEST_LABEL if line > _LONGEST_LABEL else 0
        start = begins + above.rfind("\n") + 1
        match = _ANNOUNCED.match(text[start : begins + len(above)])
        if match is not None:
            chain = _span(text, match, "name", start), _span(text, match, "cue", start)
        elif chain is None or above[-1:] not in _CLOSERS:
            chain = None
        if chain is not None:
            yield from _draft(words, region, *chain)


def headed(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Quotations in paragraphs of their own, each beside a line with a name, perhaps a role: what passers-by say.

    The lines are above them if the first quotation has one there, and below them if it has not and the last one has.
    """
    alone = [r for r in regions if r.closed and _fills_paragraph(words.text, r)]
    above = [(r, _heading(words.text, *_line_above(words.text, r.start))) for r in alone]
    below = [(r, _heading(words.text, *_line_below(words.text, r.end))) for r in alone]
    beside = [n for n, pair in enumerate(zip(above, below, strict=True)) if any(name for _, name in pair)]
    if not beside:
        return
    first, last = beside[0], beside[-1]
    found = above if above[first][1] else below if below[last][1] else []
    named = [(region, name) for region, name in found if name is not None]
    if len(named) >= _HEADED:
        for region, name in named:
            members = list(words.within(region.start, region.end))
            words.take(members, words.within(name.start, name.end))
            yield DraftAttribution(None, name, _CERTAINTY, members, by_layout=True)


def _fills_paragraph(text: str, region: Region) -> bool:
    line = _line_start(text, region.start)
    return line is not None and not text[line : region.start].strip(_BLANK) and _ends_line(text, region.end)


def _heading(text: str, start: int, end: int) -> Span | None:
    """The name in a line that has nothing but a name and a role."""
    match = _HEADING.fullmatch(text, start, end)
    return _span(text, match, "name", 0) if match is not None and begins_name(match["given"]) else None


def _line_above(text: str, at: int) -> tuple[int, int]:
    """The last line before `at` that is not blank, or as much of it as a label can have."""
    low = max(0, at - _LONGEST_LABEL)
    end = low + len(text[low:at].rstrip())
    return text.rfind("\n", low, end) + 1 or low, end


def _line_below(text: str, at: int) -> tuple[int, int]:
    """The next line behind that of `at` that is not blank, or as much of it as a label can have."""
    high = min(len(text), at + _LONGEST_LABEL)
    line = text.find("\n", at, high)
    start = high if line < 0 else high - len(text[line:high].lstrip())
    end = text.find("\n", start, high)
    return start, high if end < 0 else end


def announcement(line: str) -> re.Match[str] | None:
    """A line that announces someone's words, with the groups `name` and `cue`."""
    return _ANNOUNCED.match(line)


def of_headline(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """““We were let down”: nurse Ida Brandt …” as the first line: a person named in full right after the colon."""
    text = words.text
    begins = len(text) - len(text.lstrip())
    for region in regions[:1]:
        match = _OF_HEADLINE.match(text, region.end) if region.closed and region.start == begins else None
        if match is None or not begins_name(match["given"]):
            continue
        name = Span(*match.span("name"), match["name"])
        yield from _draft(words, region, name, Span(*match.span("cue"), match["cue"]))


def _draft(words: TaggedWords, region: Region, name: Span, cue: Span) -> Iterator[DraftAttribution]:
    if members := list(words.within(region.start, region.end)):
        words.take(members, words.within(name.start, name.end))
        yield DraftAttribution(cue, name, _CERTAINTY, members, by_layout=True)


def _line_start(text: str, at: int) -> int | None:
    """Where the line of `at` begins, if that is near enough for a label."""
    low = max(0, at - _LONGEST_LABEL)
    found = text.rfind("\n", low, at)
    return found + 1 if found >= 0 or low == 0 else None


def _ends_line(text: str, at: int) -> bool:
    while at < len(text) and text[at] in _BLANK + "\r.,":
        at += 1
    return at == len(text) or text[at] == "\n"


def _span(text: str, match: re.Match[str], group: str, offset: int) -> Span:
    start, end = match.span(group)
    return Span(start + offset, end + offset, text[start + offset : end + offset])


def signatures(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Paragraphs of one quotation, a dash and a name, which an explanation may follow after a comma."""
    text = words.text
    for region in regions:
        line = _line_start(text, region.start)
        if line is None or not region.closed or text[line : region.start].strip():
            continue
        match = _SIGNATURE.match(text, region.end)
        name = _NAME.match(match["rest"].replace("\u00a0", " ")) if match else None
        if match is None or name is None or match["rest"][name.end() :].strip(_BLANK + ".\r")[:1] not in ("", ",", "("):
            continue
        start = match.start("rest")
        end = start + len(name.group().rstrip("."))
        if members := list(words.within(region.start, region.end)):
            words.take(members, words.within(start, end))
            yield DraftAttribution(
                Span(match.start("dash"), match.end("dash"), match["dash"]),
                Span(start, end, text[start:end]),
                _CERTAINTY,
                members,
                by_layout=True,
            )


def pull_quotes(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Pull quotes of scrapes: the line that says who spoke comes before the closing mark."""
    text = words.text
    for quoted, signed in pairwise(regions):
        if not quoted.continues or signed.start != signed.inner_start or not signed.closed:
            continue
        name = text[signed.start : signed.inner_end].rstrip(_BLANK + ".,")
        said = text[quoted.inner_start : quoted.end].rstrip("”’'\" \n\r")
        if "\n" in name or not 0 < len(name) <= _SIGNED or said[-1:] not in _STOPS or not _is_signature(name):
            continue
        if members := list(words.within(quoted.start, quoted.end)):
            words.take([*members, *words.within(signed.start, signed.end)], range(0))
            source = Span(signed.start, signed.start + len(name), name)
            yield DraftAttribution(None, source, _CERTAINTY, members, by_layout=True)


def _is_signature(line: str) -> bool:
    """Whether a line can be a name or a role: it begins with a capital and has no verb."""
    return line[0].isupper() and content_form(content_words(line)) == "name"
