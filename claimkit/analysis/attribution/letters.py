"""Letters to an editor, without marks: what comes between “Dear Editor” and “Yours faithfully” is its signer's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.english.names import begins_name
from claimkit.english.sentences import ends_sentence
from claimkit.models.record import Span

_CERTAINTY = 0.9  # the form shows who writes; set by hand
_MOST = 60  # paragraphs of a letter
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_GREETING = re.compile(
    r"[ \t]{0,8}(?:Dear [A-Z][\w.’' -]{1,60}|Sirs?|Madam|Sir or Madam|To the Editor|To whom it may concern)"
    r"(?:[,:.;]|[ \t]?[–—-])[ \t\r]{0,4}(?=\S|$)",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"[ \t]{0,8}(?P<cue>Yours(?: (?:sincerely|faithfully|truly|ever|etc))?"
    r"|(?:Yours )?(?:Sincerely|Faithfully|Respectfully)(?: yours)?|(?:(?:Kind|Best|Warm) )?(?:regards|wishes)"
    r"|Cordially)[,.]?[ \t\r]{0,4}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[ \t]{0,8}(?P<cue>SIRS?|MADAM|Sirs?|Madam)[ \t]?[–—-]")
_SIGNER = re.compile(
    r"[ \t]{0,8}(?:(?:Mrs?|Ms|Dr|Prof|Rev|Sir|Dame|Lord|Lady)\.? )?(?P<name>(?P<given>[A-Z][\w’'-]{1,20})"
    r"(?: [A-Z][\w.’'-]{0,20}){1,3})(?:[,(][^\n]{0,100})?[ \t\r]{0,4}"
)


def letters(words: TaggedWords) -> Iterator[DraftAttribution]:
    """Each letter in the text. One whose signer has no given name, as a company has none, is left alone."""
    text = words.text
    lines = [m.span() for m in _LINE.finditer(text)]
    begins: tuple[int, int] | None = None  # the line after a greeting, and where its words begin
    for number, (start, end) in enumerate(lines[:-1]):
        greeting = _GREETING.match(text, start, end)
        if greeting is not None:
            begins = (number, greeting.end()) if greeting.end() < end else (number + 1, lines[number + 1][0])
        if begins is None:
            continue
        closing = _closing(text, lines, number, begins[1])
        if closing is None:
            continue
        cue, name, below = closing
        first, at = begins
        begins = None
        if not 0 < below - first <= _MOST:
            continue
        paragraphs = [(at, lines[first][1]), *lines[first + 1 : below]]
        members = [w for low, high in paragraphs for w in words.within(low, high)]
        words.take(words.within(at, lines[below - 1][1]), words.within(name.start, name.end))
        if any(words.starts_with_letter(w) for w in members):
            yield DraftAttribution(cue, name, _CERTAINTY, members, by_layout=True, verbatim=True)


def _closing(text: str, lines: list[tuple[int, int]], number: int, at: int) -> tuple[Span, Span, int] | None:
    """What ends a letter whose words begin at `at`, who signs it, and the line below the words."""
    below, closing = number, _FAREWELL.fullmatch(text, *lines[number])
    if closing is None and ends_sentence(text[slice(*lines[number])]):
        # “SIR – Your report …”, as in newspapers, has no more below it than its signer's name.
        below, closing = number + 1, _ADDRESS.match(text, text.rfind("\n", 0, at) + 1, at)
    if closing is None:
        return None
    signer = _SIGNER.fullmatch(text, *lines[number + 1])
    if signer is None or not begins_name(signer["given"]):
        return None
    return Span(*closing.span("cue"), closing["cue"]), Span(*signer.span("name"), signer["name"]), below
