"""People and clusters over all shards, stage by stage; no step holds more than its share of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import Any

import numpy as np

from claimkit.english.lexicon import digest_of
from claimkit.models.collection import PersonEntry
from claimkit.shards import answers, choosing, components, lean, lending, pairs, people, wordings
from claimkit.shards.engines import Engine
from claimkit.shards.exchange import Exchange, Stage
from claimkit.shards.folder import Folder
from claimkit.shards.keys import KEY_WIDTH, cuts
from claimkit.shards.mapping import mark_of
from claimkit.shards.packing import pack

# Quotations to a step: half a gigabyte in the largest one, whatever the number of all.
SHARE = 50_000

CURRENT = "link/current.json"


def link_shards(
    folder: Folder,
    marks: Mapping[int, Mapping[str, Any]],
    people_file: Sequence[PersonEntry],
    engine: Engine,
    told: Callable[[str], None] = lambda stage: None,
    share: int = SHARE,
    few: int = components.FEW,
) -> dict[str, Any]:
    """Link the shards with these marks; returns what `link/current.json` then says: where the records are.

    What was linked before, of the same shards with the same people file, is left as it is.
    """
    digest = _digest(marks, people_file)
    current: dict[str, Any] = {"answer": f"link/{digest}/answer", "shards": len(marks)}
    current["people"] = [pack(entry).decode() for entry in people_file]
    if (before := folder.read_json(CURRENT)) is not None and before["answer"] == current["answer"]:
        return dict(before)
    if marks:
        exchange = Exchange(engine, folder.below(f"link/{digest}/exchange"), told)
        answer = folder.below(current["answer"])
        current |= _link(exchange, folder, answer, marks, tuple(people_file), share, few)
    folder.write_json(CURRENT, current)
    folder.remove(f"link/{digest}/exchange")
    return current


def _link(
    exchange: Exchange,
    folder: Folder,
    answer: Folder,
    marks: Mapping[int, Mapping[str, Any]],
    file: tuple[PersonEntry, ...],
    share: int,
    few: int,
) -> dict[str, Any]:
    groups = _groups(marks, share)
    steps = pieces = len(groups)
    cut: dict[str, Any] = {"pieces": pieces}
    read: dict[str, Any] = {"folder": folder, "groups": groups}
    group_of = _inverse(groups)

    def run(name: str, function: Any, reads: Sequence[str] = (), shared: Sequence[str] = (), **facts: Any) -> Any:
        return exchange.run(Stage(name, function, steps, tuple(reads), tuple(shared), pieces, facts))

    run("articles", lean.article_ids, **read, **cut)
    copies = run("copies", lean.find_copies, ["articles/articles"], group_of=group_of)["facts"]

    rows = run("speakers", people.speakers_of, ["copies/copies"], people=file, **read, **cut)["edges"]
    labels = components.find_components(exchange, "speakers/edges", sum(rows), pieces, few)
    run("families", people.by_family, ["speakers/units", labels], **cut)
    run("names", people.name_families, ["families/units"], people=file)

    whose = ["copies/copies", "names/named"]
    sample = run("quotes", wordings.read_quotes, whose, people=file, **read, **cut)["facts"]
    begins = cuts(np.array([bytes.fromhex(one) for some in sample for one in some], dtype=f"S{KEY_WIDTH}"), pieces)
    made = run("wordings", wordings.make_rows, ["quotes/quotes"], begins=begins, **cut)
    number = sum(made["facts"])
    run("weights", wordings.add_frequencies, ["wordings/frequency"], wordings=number)
    exchange.run(Stage("common", wordings.gather, 1, shared=("weights/nats", "wordings/twos")))
    bases = [0, *accumulate(made["rows"])][:-1]
    run("rows", pairs.number_rows, ["wordings/rows"], ["common/twos"], bases=bases, **cut)
    run("pairs", pairs.pair_rows, ["rows/runs"], bases=bases)
    run("first", pairs.meet_first, ["rows/rows", "pairs/pairs", "pairs/occasions"], bases=bases)
    second = ["first/rows", "first/texts", "first/pairs"]
    edges = run("second", pairs.meet_second, second, ["common/nats"], bases=bases, **cut)["edges"]
    labels = components.find_components(exchange, "second/edges", sum(edges), pieces, few, bases)
    run("components", choosing.by_component, ["first/rows", "second/pairs", labels], bases=bases, **cut)
    asked = run("clusters", choosing.choose, ["components/rows", "components/pairs"], ["common/nats"])["facts"]
    reads = ["copies/copies", "names/named", "clusters/members"]
    if any(asked):
        run("printed", lending.print_members, reads, people=file, **read, **cut)
        run("persons", lending.ask_for_persons, ["printed/printed"])
        run("hints", lending.tell_hints, reads[:2], ["persons/persons"], people=file, **read)
        run("lent", lending.lend_names, ["printed/printed", "hints/hints"])
        reads.append("lent/lent")

    tell: dict[str, Any] = {"answer": answer, "people": file, **read}
    written = run("answers", answers.write_answers, reads, **tell)["facts"]
    files = {name: rows for some in written for name, rows in some.items()}
    return {"copies": sum(copies), "records": sum(files.values()), "files": files}


def _groups(marks: Mapping[int, Mapping[str, Any]], share: int) -> list[list[int]]:
    """Shards in groups of about as many quotations."""
    total = sum(mark["compared"] for mark in marks.values())
    number = max(1, min(len(marks), round(total / share)))
    groups: list[list[int]] = [[] for _ in range(number)]
    done = 0
    for shard in sorted(marks):
        groups[min(number - 1, done * number // max(total, 1))].append(shard)
        done += marks[shard]["compared"]
    return [group for group in groups if group]


def _inverse(groups: Sequence[Sequence[int]]) -> list[int]:
    found = [0] * (1 + max((shard for group in groups for shard in group), default=0))
    for number, group in enumerate(groups):
        for shard in group:
            found[shard] = number
    return found


def _digest(marks: Mapping[int, Mapping[str, Any]], people_file: Sequence[PersonEntry]) -> str:
    """A digest of all that decides the links."""
    sha = sha256(digest_of(("corpus", "english", "shards")).encode())
    for shard in sorted(marks):
        sha.update(f"{mark_of(shard)} {json.dumps(marks[shard], sort_keys=True)}\n".encode())
    for entry in people_file:
        sha.update(pack(entry))
    return sha.hexdigest()[:20]
