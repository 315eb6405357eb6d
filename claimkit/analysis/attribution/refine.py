"""What grammar adds to the tagger's spans: where two statements are joined, and whose statement a participle is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.analysis.statements.content_form import content_form, content_words
from claimkit.english.lexicon import words as listed
from claimkit.english.sentences import find_breaks
from claimkit.models.extraction import Region, TaggedSpan, Tagging
from claimkit.models.record import Span

# Words from which a quoted piece is a wording of its own; a shorter one is a single term.
_WORDING = 3
_PARTICIPLE = re.compile(r"[\w-]{2,30}ing\b", re.IGNORECASE)
_SHORTENED = re.compile(r"\b(?:Inc|Corp|Cos?|Ltd|Bros|Det|Insp|Cllr|Atty|Dep|Asst|Dist|Univ|Assn|Fr|Mgr)\.$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s{1,4}$")

_AGENT = re.compile(r"[ \u00a0](?P<who>(?:[\w’'.-]{1,30}[ \u00a0]){0,6}?[\w’'.-]{1,30})[ \u00a0]as\b")

# With these the words between a verb and a colon say more than whom it is about: “praised the side for its courage”.
_JUDGING = frozenset({"to", "for", "as", "over", "that", "not"})
_TOPIC = 12  # words at most of what a quotation is about
_LABEL = 6  # words at most of what something is called
_CALLED = 40  # characters before it
_NAME = 60  # characters before a surname that may hold given names and a nickname
_NICKNAMED = re.compile(r"(?<!\w)(?:[A-Z][\w'’.-]{0,20}[ \u00a0]){1,2}[“\"‘'][^“”\"‘’'\n]{2,25}[”\"’'][ \u00a0]$")


@cache
def _naming() -> re.Pattern[str]:
    """What comes before a label in marks: “known to her fans as ‘”, “dubbed ‘”."""
    alone, followed = ("|".join(sorted(listed("syntax", key))) for key in ("naming", "naming_as"))
    to_whom = r"(?:[ \u00a0][\w’'-]{1,20}){0,4}?[ \u00a0]as"
    return re.compile(
        rf"(?<![\w-])(?:{alone}|(?:{followed}){to_whom})[ \u00a0](?:(?:the|an?)[ \u00a0])?[“\"‘'«]?$", re.IGNORECASE
    )


def names_something(words: TaggedWords, members: Sequence[int]) -> bool:
    """Whether words are what something is called, titled or dubbed, which nobody says."""
    start = words.starts[members[0]]
    short = sum(map(words.starts_with_letter, members)) <= _LABEL
    return short and _naming().search(words.text[max(0, start - _CALLED) : start]) is not None


def says_only_that(words: TaggedWords, cue: Span, members: Sequence[int]) -> bool:
    """Whether a cue only takes up what was said before: “Having said that, Lindholm are yet to lose.”"""
    opens = cue.text.casefold() in ("having said", "that said", "that being said")
    return opens and len(members) > 1 and (words.word(members[0]), words.word(members[1])) == ("that", ",")


def quoted_wordings(words: TaggedWords, regions: Sequence[Region]) -> list[range]:
    """The words of each region that quotes more than a term, in text order."""
    return [inner for r in regions if len(inner := words.within(r.start, r.end)) >= _WORDING]


def refine(words: TaggedWords, quoted: Sequence[range], draft: DraftAttribution) -> Iterator[DraftAttribution]:
    """The statements in one draft; `quoted` are the text's wordings between marks."""
    if draft.cue is None:
        yield draft
        return
    first = bisect_left(quoted, draft.words[0], key=lambda part: part.stop - 1)
    last = bisect_right(quoted, draft.words[-1], key=lambda part: part.start)
    held = set(draft.words)
    inner = [part for part in quoted[first:last] if part[0] in held and part[-1] in held]
    members = draft.words
    if any(w in listed("syntax", "describing") for w in draft.cue.text.casefold().split()):
        # “described the call as a "long and useful" talk”: only the quoted words are the source's.
        members = next((list(part) for part in inner if _epithet(words, part)), members)
    members = _without_object(words, inner, draft.cue, _without_topic(words, inner, members))
    members = _without_conjunction(words, draft.cue, members)
    for statement in _coordinated(words, inner, members):
        yield replace(draft, words=statement)


def _without_conjunction(words: TaggedWords, cue: Span, members: list[int]) -> list[int]:
    """A report without a conjunction before its source: [If] the minister says the tunnel is safe."""
    first, *rest = [*words.fragments(members)]
    alone = [i for i in first if words.starts_with_letter(i)]
    if len(alone) != 1 or not rest or words.starts[rest[0][0]] < cue.end:
        return members
    return members[len(first) :] if words.word(alone[0]) in listed("cues", "modality", "supposing") else members


def _without_topic(words: TaggedWords, quoted: Sequence[range], members: list[int]) -> list[int]:
    """A quotation without what it is about: “It is too late,” Ilves said of [the plan to close the port]."""
    if not quoted or members[0] != quoted[0][0] or words.word(quoted[-1][-2]) != ",":
        return members
    after = [i for i in members if i > quoted[-1][-1]]
    apart = after and after[0] > quoted[-1][-1] + 1 and words.word(after[0]) != "that"
    return [i for i in members if i <= quoted[-1][-1]] if apart and len(after) <= _TOPIC else members


def _without_object(words: TaggedWords, quoted: Sequence[range], cue: Span, members: list[int]) -> list[int]:
    """A quotation after a colon without whom or what its verb is about: praised [the young side:] “They ran.”"""
    if not quoted or len(quoted[0]) < 3 or words.word(quoted[0][0] - 1) != ":":
        return members
    before = [i for i in members if i < quoted[0][0]]
    if not before or words.starts[before[0]] < cue.end or not words.text[words.starts[quoted[0][1]]].isupper():
        return members
    phrase = content_words(words.text[words.starts[before[0]] : words.ends[before[-1]]])
    claims = any(w in _JUDGING or w.endswith("ing") for w in phrase.words)
    return members if claims or content_form(phrase) not in ("noun", "name") else members[len(before) :]


def _epithet(words: TaggedWords, part: range) -> bool:
    """Whether a quotation comes between “as a” and a word of the same sentence, and so is not a sentence itself."""
    before = [words.word(i) for i in range(max(0, part[0] - 2), part[0])]
    runs_on = part[-1] + 1 < len(words.starts) and words.starts_with_letter(part[-1] + 1)
    same = runs_on and words.sentence[part[-1]] == words.sentence[part[-1] + 1]
    return same and words.word(part[-2])[-1:].isalnum() and before in (["as", "a"], ["as", "an"], ["as", "the"])


def _coordinated(words: TaggedWords, quoted: Sequence[range], members: list[int]) -> Iterator[list[int]]:
    """“that "A" and that B”, where A is quoted as a whole: two statements."""
    starts = {part[-1]: part[0] for part in quoted}
    for k, i in enumerate(members[:-3]):
        # The first statement is the quotation itself, at most with a "that" before it.
        if (
            i in starts
            and starts[i] in members[:2]
            and [words.word(j) for j in members[k + 1 : k + 3]] == ["and", "that"]
        ):
            yield [j for j in members[: k + 1] if j >= starts[i]]
            yield members[k + 2 :]
            return
    yield members


def own_source(text: str, cue: TaggedSpan, tagging: Tagging, index: int) -> TaggedSpan:
    """`said Ilves. Anna Kask said`: of two sources that the tagger took for one, that on the cue's side."""
    source = tagging.sources[index]
    gaps = [
        g for g in find_breaks(text, source.start, source.end) if not _SHORTENED.search(text, max(0, g[0] - 8), g[0])
    ]
    if not gaps:
        return source
    cues = [c for c, (i, _) in zip(tagging.cues, tagging.source_of, strict=True) if i == index]
    if not (any(c.end <= source.start for c in cues) and any(c.start >= source.end for c in cues)):
        return source
    left, right = text[source.start : gaps[0][0]].rstrip("."), gaps[-1][1]
    if cue.end <= source.start and left:
        return replace(source, end=source.start + len(left))
    return replace(source, start=right) if cue.start >= source.end > right else source


def subject(words: TaggedWords, cue: TaggedSpan, source: TaggedSpan, sources: Sequence[TaggedSpan]) -> TaggedSpan:
    """The source of a participle: “A echoed B's words from C, saying …” is A's statement, not C's.

    A source after a preposition is not a subject; then the nearest earlier source of the sentence that can be one wins.
    """
    text = words.text
    participle = _PARTICIPLE.match(text, cue.start) and text[max(0, cue.start - 5) : cue.start].rstrip()[-1:] == ","
    if not participle or source.end > cue.start or not _is_object(text, source):
        return source
    home = words.sentence[words.within(source.start, cue.end)[0]]
    for other in reversed(sources):
        if other.end <= source.start and not _is_object(text, other):
            near = words.within(other.start, other.end)
            return other if near and words.sentence[near[0]] == home else source
    return source


def taken_from_content(
    words: TaggedWords, mask: bytearray, cue: TaggedSpan, source: TaggedSpan, members: list[int]
) -> bool:
    """Whether the source was cut from the head of a report: “an official said [Anna Ilves] would be in Europe”.

    A verb of saying does not take a person as its object, and a report after an inverted subject begins with a comma
    or a mark. `mask` is 1 between quotation marks.
    """
    text, first = words.text, words.starts[members[0]]
    return (
        text[cue.start : cue.end].strip().casefold() in listed("syntax", "clausal")
        and text[cue.end : source.start].isspace()
        and text[source.end : first].isspace()
        and not mask[first]
        and words.word(members[0]) != "that"
    )


def agent(
    words: TaggedWords, mask: bytearray, cue: TaggedSpan, members: list[int]
) -> tuple[TaggedSpan | None, list[int]]:
    """`was described by Ilves as`: who comes between “by” and “as” is the source, whatever they were tagged as."""
    text = words.text
    match = _AGENT.match(text, cue.end) if text[: cue.end].endswith(" by") else None
    if match is None or any(mask[i] for i in range(*match.span())):
        return None, members
    taken = words.within(cue.end, match.end())
    left = [i for i in members if i not in taken]
    if not any(words.starts_with_letter(i) for i in left):
        return None, members
    return TaggedSpan(*match.span("who"), cue.probability), left


def with_nickname(words: TaggedWords, source: TaggedSpan, members: list[int]) -> tuple[TaggedSpan, list[int]]:
    """`Antonio “Tony” Marchetti said`: what was tagged as a quotation before the surname belongs to the source."""
    before = max(0, source.start - _NAME)
    match = _NICKNAMED.search(words.text, before, source.start)
    if match is None:
        return source, members
    name = words.within(match.start(), source.start)
    left = [i for i in members if i not in name]
    if len(left) + len(name) != len(members) or not left:  # not all of it was taken for content, or nothing else was
        return source, members
    return replace(source, start=match.start()), left


def before(words: TaggedWords, cue: TaggedSpan, sources: Sequence[TaggedSpan]) -> TaggedSpan | None:
    """The nearest source before a cue in its sentence."""
    home = words.sentence[words.within(cue.start, cue.end)[0]]
    for other in reversed(sources):
        near = words.within(other.start, other.end)
        if other.end <= cue.start and near and words.sentence[near[-1]] == home:
            return other
    return None


def _is_object(text: str, span: TaggedSpan) -> bool:
    match = _LAST_WORD.search(text, max(0, span.start - 40), span.start)
    return match is not None and match[1].casefold() in listed("syntax", "prepositions")
