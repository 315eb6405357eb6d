"""One quotation explained: the passage with its marks, the evidence step by step, and everything known about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain, zip_longest

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimkit.models.certainty import name_chance
from claimkit.models.record import Channel, Cue, Quote, Span, Speaker
from claimkit.models.results import Explanation, NameCandidate, Passage
from claimkit.output import labels, reasons
from claimkit.output.terminal import marking
from claimkit.output.visible import visible

# Marks where there are colours, and brackets where there are none: doubled, because single ones occur in articles.
_STYLES = {"content": "green", "source": "bold cyan", "cue": "bold magenta", "evidence": "underline"}
_BRACKETS = {"content": ("[[", "]]"), "source": ("<<", ">>"), "cue": ("{{", "}}"), "evidence": ("((", "))")}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHOWN = 80  # characters of the words of a step; the passage has them all
_NAMED = 12  # steps, candidates and outlets that a terminal shows; the record has all


def explanations_view(items: Sequence[Explanation], width: int, short: labels.Short = str) -> RenderableType:
    """Each quotation: its article, the marked passage, the steps from source to name, and the rest as a list."""
    return Group(*(_view(item, width, short) for item in items))


def _view(item: Explanation, width: int, short: labels.Short) -> RenderableType:
    article = item.article
    date = labels.published(article) if article.published else None
    head = labels.lines(
        labels.dotted(labels.speaker(item.quote), labels.outlet(article), date),
        Text(visible(article.title)) if article.title else None,
        Text(visible(article.path) + (f":{item.line}" if item.line else ""), style="dim"),
    )
    parts: list[RenderableType] = [head, Padding(marking.ByColour(partial(_passage, item.passage)), (1, 0, 0, 3))]
    if steps := _steps(item.quote, item.candidates, width):
        parts.append(Padding(steps, (1, 0, 0, 3)))
    return Group(*parts, Padding(_facts(item, short), (1, 0, 0, 3)))


def _passage(passage: Passage, coloured: bool) -> RenderableType:
    """The passage with its marks and what they mean: in colours, or in brackets."""
    present = {mark.role for mark in passage.marks}
    legend = []
    for role in (role for role in ("source", "cue", "content", "evidence") if role in present):
        name = "evidence, with its step" if role == "evidence" else role
        left, right = _BRACKETS[role]
        number = "n: " if role == "evidence" else ""
        legend.append(Text(name, _STYLES[role]) if coloured else Text(f"{left}{number}{name}{right}"))
    return Group(_marked(passage, coloured), Padding(Text("  ").join(legend), (1, 0, 0, 0)))


def _marked(passage: Passage, coloured: bool) -> Text:
    ranges: dict[tuple[int, int], tuple[list[str], list[int]]] = {}  # marks of the same words are one
    for mark in passage.marks:
        roles, steps = ranges.setdefault((mark.start, mark.end), ([], []))
        roles.append(mark.role)
        steps += [mark.step] if mark.step else []
    text = Text(overflow="fold")
    cuts = sorted({0, len(passage.text), *chain.from_iterable(ranges)})
    for place, following in zip_longest(cuts, cuts[1:]):
        for range_ in sorted((r for r in ranges if r[1] == place), key=lambda r: -r[0]):
            roles, steps = ranges[range_]
            raised = "·".join(map(str, steps)).translate(_RAISED)
            text.append(raised if coloured else _BRACKETS[_first(roles)][1])
        for range_ in sorted((r for r in ranges if r[0] == place), key=lambda r: -r[1]):
            roles, steps = ranges[range_]
            numbers = f"{','.join(map(str, steps))}: " if steps else ""
            text.append("" if coloured else _BRACKETS[_first(roles)][0] + numbers)
        here = {role for (start, end), (roles, _) in ranges.items() if start <= place < end for role in roles}
        styles = " ".join(style for role, style in _STYLES.items() if role in here)
        text.append(visible(passage.text[place:following], keep="\n"), styles if coloured else "")
    return text


def _first(roles: Sequence[str]) -> str:
    """The role whose brackets are shown for all roles of the same words."""
    return next((role for role in ("source", "cue", "content") if role in roles), "evidence")


def _steps(quote: Quote, candidates: Sequence[NameCandidate], width: int) -> Table | None:
    """The steps from the source's words to the name, one per line, with offsets and reasons."""
    evidence = quote.speaker.evidence if quote.speaker else ()
    if not evidence:
        return None
    named = iter([candidate for candidate in candidates if candidate.span is not None])
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column(overflow="fold", max_width=max(width // 3, 16))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for number, one in enumerate(evidence[:_NAMED], start=1):
        meant = next(named, None) if one.reason == "candidate" else None
        reason = Text(visible(reasons.step(one) + (f" ({meant.id})" if meant and meant.id else "")))
        table.add_row(Text(str(number)), Text(f"“{_short(one.text)}”"), Text(f"{one.start}–{one.end}"), reason)
    if more := labels.and_more(len(evidence), _NAMED):
        table.add_row(Text(), Text(more, style="dim"))
    who = quote.speaker
    if labels.is_known(who) and who.name:
        same = " ".join(evidence[-1].text.split()) == who.name
        reason = Text("" if same else "the one name for every form in the stored articles")
        table.add_row(Text("→"), Text(visible(who.name), style="bold"), Text(), reason)
    return table


def _facts(item: Explanation, short: labels.Short) -> Table:
    """Everything else, one line each."""
    quote, who = item.quote, item.quote.speaker
    sure = name_chance(who) if who else None
    facts: dict[str, Text | None] = {
        "Status": Text(f"{who.status if who else 'no speaker'}: {reasons.status(quote, len(item.candidates))}"),
        "Candidates": _listed([f"{c.name} ({c.id})" if c.id else c.name for c in item.candidates if c.span is None]),
        "Speaker": Text(visible(_speaker(who))) if who else None,
        "Members": _listed([f"{member.name} ({member.id})" for member in who.members]) if who else None,
        "Title": _quoted(who.title) if who else None,
        "Affiliation": _affiliation(who) if who else None,
        "Pronouns": _pronouns(who) if who and who.pronouns else None,
        "Publisher": Text(visible(who.publisher)) if who and who.publisher else None,
        "Confidence": Text(f"{quote.confidence:.2f}, the probability that content and source are right"),
        "Name": Text(f"{sure:.2f}, the probability of the name if the source is right") if sure else None,
        "Cue": Text(visible(_cue(quote.cue))) if quote.cue else None,
        "Quoted by": _channel(quote.via),
        "Channel": _channel(quote.channel),
        "Inside": Text(visible(f"{short(quote.inside)}, the claim that this is a part of")) if quote.inside else None,
        "Quotation": Text(visible(f"{short(quote.id)}, {quote.type}")),
        "Cluster": _cluster(item, short) if quote.cluster else None,
        "Corrected": Text(", ".join(item.corrected) + ", by hand") if item.corrected else None,
        "Copies": _listed(item.copies),
    }
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, fact in facts.items():
        if fact is not None:
            table.add_row(name, fact)
    return table


def _speaker(who: Speaker) -> str:
    known = (who.id if who.name else None, who.kind, who.wikidata)
    return ", ".join(filter(None, known))


def _quoted(span: Span | None) -> Text | None:
    """`“Mayor of London”  12–27`: words of the article and where they are."""
    return Text.assemble(f"“{_short(span.text)}”  ", (f"{span.start}–{span.end}", "dim")) if span else None


def _channel(channel: Channel | None) -> Text | None:
    """`outlet: Reuters  “Reuters”  12–19`: what kind of channel, its name and where the article says so."""
    if channel is None:
        return None
    named = (None if channel.kind == "quoted" else channel.kind, channel.name)
    place = _quoted(Span(channel.start, channel.end, channel.text)) or Text()
    return Text.assemble(visible(": ".join(filter(None, named))), "  ", place)


def _affiliation(who: Speaker) -> Text | None:
    if not who.affiliation:
        return None
    place = _quoted(who.affiliation_span) or Text("(people file)", style="dim")
    return Text.assemble(f"{visible(who.affiliation)}  ", place)


def _pronouns(who: Speaker) -> Text:
    place = _quoted(who.pronouns_span) or Text("(people file)", style="dim")
    return Text.assemble(f"{who.pronouns}  ", place)


def _cue(cue: Cue) -> str:
    """`would not say (say), assertion, withheld`: the cue's words, its lemma, and what it tells beside plain saying."""
    polarity = None if cue.polarity == "affirmed" else cue.polarity
    told = (cue.kind, polarity, cue.modality, "hearsay" if cue.hearsay else None)
    return ", ".join([f"{_short(cue.text)} ({cue.lemma})", *filter(None, told)])


def _cluster(item: Explanation, short: labels.Short) -> Text:
    """`c_1b2c, in 3 outlets; also Kyiv Wire (2025-02-10), Daily Lantern`."""
    printed = dict.fromkeys(labels.printed_by(other.article) for other in item.others)
    head = Text(
        visible(f"{short(item.quote.cluster or '')}, in {labels.spread(len(item.outlets), item.without_outlet)}")
    )
    also = _listed(list(printed))
    return Text.assemble(head, "; also ", also) if also else head


def _listed(parts: Sequence[str]) -> Text | None:
    """`parts` with commas, the first ones only; None where there are none."""
    return Text(labels.listed([visible(part) for part in parts], _NAMED)) if parts else None


def _short(text: str) -> str:
    """Words on one line, long ones without their middle."""
    return marking.shortened(visible(" ".join(text.split())), _SHOWN)
