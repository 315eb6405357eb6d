"""Marks inside lines: links, images, emphasis, escapes. One pass, with bounded work per character.

Markdown is read as in CommonMark, with two differences that scraped pages require: strong emphasis may touch a word on
one side (`**“Quote.”**He`), and marks inside a word (`f**k`) are not emphasis. Plain text has links, images and `**`
only, because text files are often pages saved with their links.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from claimkit.english.text import merge_ranges
from claimkit.models.types import Range
from claimkit.reader.parsed import NEWLINE, Markup

_TOKEN = re.compile(
    rf"(?P<gap>{NEWLINE}[ \t>]*(?=[\r\n]))|(?P<escape>\\(?:[!-/:-@\[-`{{-~]|(?=[\r\n])))|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<angle><)|(?P<run>\*+|_+|~~)|(?P<code>`+)"
)
# Where a token may begin. Searching for one character first is several times as fast.
_START = {True: re.compile(r"[\r\n\\!\[\]<*_~`]"), False: re.compile(r"[\r\n\\!\[\]<*]")}
# Possessive: a target that does not close is given up without trying shorter ones.
_TARGET = re.compile(
    r"\([ \t]*+(?:<(?P<angled>[^<>\r\n]{0,2000}+)>"
    r"|(?P<bare>[^\s()<>]{0,2000}+(?:\([^\s()<>]{0,500}+\)[^\s()<>]{0,2000}+){0,5}+))"
    r"""(?:[ \t]{1,9}+(?:"[^"\r\n]{0,500}+"|'[^'\r\n]{0,500}+'))?+[ \t]*+\)"""
)
_REFERENCE = re.compile(r"\[([^\[\]\r\n]{0,200}+)\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,50}+\]:?")
_AUTOLINK = re.compile(r"<(?:https?://|www\.|mailto:)[^\s<>]{1,2000}+>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}+(?:[\s/][^<>]{0,1000}+)?>")
_CODE = re.compile(r"`([^`'’\r\n]{1,200}+)`(?![`\w])")
# In plain text `[sic](…)` may be two remarks; a link target contains one of these characters, or is empty.
_ADDRESS = re.compile(r"[/:.#?]")


def scan(
    text: str, start: int = 0, *, markdown: bool, skip: Sequence[Range] = (), references: Collection[str] = ()
) -> Markup:
    """The marks in `text`, beginning at `start` and outside `skip` (sorted, disjoint).

    `references` are the folded labels that the document defines (`[label]: https://…`).
    """
    scanner = _Scanner(text, markdown, references)
    for begin, end in skip:
        scanner.run(start, begin)
        start = max(start, end)
    scanner.run(start, len(text))
    return Markup(merge_ranges(scanner.cuts), merge_ranges(scanner.linked))


class _Scanner:
    """Collects cuts and linked words, with the open brackets and the unmatched runs of emphasis marks so far."""

    def __init__(self, text: str, markdown: bool, references: Collection[str]) -> None:
        self.cuts: list[Range] = []
        self.linked: list[Range] = []
        self._text = text
        self._markdown = markdown
        self._start = _START[markdown]
        self._references = references
        self._brackets: list[tuple[int, bool]] = []
        self._runs: dict[str, list[Range]] = {"*": [], "_": [], "~": []}

    def run(self, start: int, end: int) -> None:
        """Scan `start:end`; brackets and emphasis end at a blank line."""
        while mark := self._start.search(self._text, start, end):
            match = _TOKEN.match(self._text, mark.start(), end)
            if not match:
                start = mark.end()
                continue
            at, start = match.span()
            match match.lastgroup:
                case "gap":
                    self._close_paragraph()
                case "escape" if self._markdown:
                    self.cuts.append((at, at + 1))
                case "escape":
                    start = at + 1
                case "open":
                    start = self._open(at, start)
                case "close":
                    start = self._close(at, start, end)
                case "angle":
                    start = self._angle(at, start)
                case "run":
                    self._emphasis(at, start)
                case "code" if self._markdown and start - at == 1:
                    start = self._code(at, start, end)
                case _:
                    pass

    def _close_paragraph(self) -> None:
        self._brackets.clear()
        for runs in self._runs.values():
            runs.clear()

    def _code(self, at: int, after: int, end: int) -> int:
        code = _CODE.match(self._text, at, end)
        if not code or (at and self._text[at - 1].isalnum()):
            return after
        self.cuts += [(at, at + 1), (code.end() - 1, code.end())]
        return code.end()

    def _open(self, at: int, after: int) -> int:
        if self._markdown and (note := _FOOTNOTE.match(self._text, after - 1)):
            self.cuts.append(note.span())
            return note.end()
        self._brackets.append((at, after - at == 2))
        return after

    def _close(self, at: int, after: int, end: int) -> int:
        """A closing bracket: a link or an image if a bracket is open and a target follows."""
        if not self._brackets:
            return after
        opened, image = self._brackets.pop()
        inside = opened + (2 if image else 1)
        target = _TARGET.match(self._text, after, end)
        if target and (self._markdown or image or _is_target(target["angled"] or target["bare"] or "")):
            stop = target.end()
        elif self._markdown and (stop := self._referenced(inside, at, after, end)):
            pass
        else:
            return after
        if image:
            self.cuts.append((opened, stop))
        else:
            self.cuts += [(opened, inside), (at, stop)]
            self.linked.append((inside, at))
        return stop

    def _referenced(self, inside: int, at: int, after: int, end: int) -> int:
        """The end of a reference link that closes at `at` (`[text][label]`, `[label][]`, `[label]`), else 0."""
        if not self._references:
            return 0
        explicit = _REFERENCE.match(self._text, after, end)
        own = self._text[inside : min(at, inside + 201)]
        label = explicit[1] if explicit and explicit[1] else own
        return (explicit.end() if explicit else after) if fold_label(label) in self._references else 0

    def _angle(self, at: int, after: int) -> int:
        match = _AUTOLINK.match(self._text, at) or (self._markdown and _TAG.match(self._text, at))
        if not match:
            return after
        self.cuts.append(match.span())
        return match.end()

    def _emphasis(self, start: int, end: int) -> None:
        mark = self._text[start]
        if not self._markdown and (mark != "*" or end - start != 2):
            return
        before = self._text[start - 1] if start else " "
        after = self._text[end] if end < len(self._text) else " "
        opens = not after.isspace() and _may_touch(mark, before, after)
        closes = not before.isspace() and _may_touch(mark, after, before)
        runs = self._runs[mark]
        while closes and runs and start < end:
            opened, closed = runs.pop()
            width = min(closed - opened, end - start)
            self.cuts += [(closed - width, closed), (start, start + width)]
            start += width
            if opened < closed - width:
                runs.append((opened, closed - width))
        if opens and start < end:
            runs.append((start, end))


def _may_touch(mark: str, outer: str, inner: str) -> bool:
    """Whether a mark between these characters can be emphasis: not inside a word, and `_` not behind or before one."""
    return not outer.isalnum() or (mark != "_" and not inner.isalnum())


def _is_target(target: str) -> bool:
    return not target or _ADDRESS.search(target) is not None


def fold_label(label: str) -> str:
    """A reference label in the form in which labels are compared."""
    return " ".join(label.casefold().split())
