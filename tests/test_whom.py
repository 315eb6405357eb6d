"""Who is behind a source without a name of its own: roles as structure, the networks, the answers, learning."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimkit.analysis.analyser import Analyser
from claimkit.analysis.resolution import resolver
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.people.roles import profiles
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.whom import (
    chains,
    facts,
    mention_features,
    network,
    other_features,
    person_features,
    table,
    vetoes,
)
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Candidate, Scene
from claimkit.errors import ModelError
from claimkit.models.certainty import name_chance
from claimkit.models.extraction import Mention
from claimkit.models.record import Article, Evidence, Speaker
from claimkit.store.rows import pack_evidence

import marked
from support import cases

AGREEMENTS = ("same", "covered", "noun", "place", "party", "age", "owner")


@pytest.mark.parametrize("case", cases("whom_roles"))
def test_what_a_source_asks_for_is_compared_with_what_the_article_says(case: dict[str, Any]) -> None:
    text = re.sub(r"[][]", "", case["text"])
    (name,) = re.findall(r"\[(.+?)\]", case["text"])
    start = text.index(name)
    article = ArticleTokens(text)
    roster = Roster(article, [Mention(start, start + len(name), name, "PERSON")], [])
    known = facts.facts_of(article, roster.occurrences, profiles(article, roster).get(0))
    asked = facts.phrase(ArticleTokens(case["asked"]).tokens)
    assert [p.name.text for p in roster.people] == [name]
    assert asked is not None
    fit = facts.compare(asked, known)
    assert fit.clash == case.get("clash", False)
    assert [what for what in AGREEMENTS if getattr(fit, what)] == [w for w in AGREEMENTS if w in case.get("fits", [])]


def test_a_source_without_words_asks_for_nothing() -> None:
    assert facts.phrase([]) is None


def test_each_feature_has_one_name() -> None:
    assert len(set(table.NAMES)) == len(table.NAMES)
    parts = len(mention_features.NAMES) + len(person_features.NAMES) + len(other_features.JOINT + other_features.ORG)
    assert len(table.NAMES) == parts + len(table.KINDS) + 1


def test_the_shipped_networks_fit_the_features() -> None:
    networks = network.load()
    assert networks.names == table.NAMES
    assert networks.hidden.shape[1] == len(table.NAMES)
    rng = np.random.default_rng(1)
    shares = networks.shares(rng.random((9, len(table.NAMES)), np.float32), [4, 5])
    assert shares[:4].sum() == pytest.approx(1, abs=1e-5)
    assert shares[4:].sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("curve", ["pronoun", "definite", "role", "other"])
def test_a_larger_share_is_surer(curve: str) -> None:
    found = [network.load().probability(share, curve) for share in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert found == sorted(found)
    assert 0 <= found[0] < found[-1] <= 1


@pytest.mark.parametrize(
    "text",
    [
        "[PERSON Ingrid Moe] asked [PERSON Hugo Lund] whether it was safe. [1q “Sure it is,”] [1s he] [1c said].",
        "[PERSON Hugo Lund] was pressed by [PERSON Ingrid Moe] on Monday. [1q “Sure it is,”] [1s he] [1c said].",
    ],
)
def test_who_was_asked_is_told_from_who_asked(text: str) -> None:
    reading, mentions, attributions = marked.read(text)
    done = resolver.first_pass(reading, mentions, attributions)
    scene = Scene(done.walk, done.readings, done.genders, None)
    rows = table.rows(scene, 0, Profiles.of(scene))
    found = {
        scene.people[c.people[0]].name.text: [rows.matrix[i][table.NAMES.index(n)] for n in ("was_asked", "asked_it")]
        for i, c in enumerate(rows.candidates)
        if c.kind == "person"
    }
    assert found == {"Hugo Lund": [1.0, 0.0], "Ingrid Moe": [0.0, 1.0]}


@pytest.mark.parametrize("case", cases("whom_chains"))
def test_one_person_goes_on_speaking(case: dict[str, Any]) -> None:
    reading, mentions, attributions = marked.read(case["text"])
    done = resolver.first_pass(reading, mentions, attributions)
    scene = Scene(done.walk, done.readings, done.genders, None)
    last = scene.order[-1]
    before = chains.before(scene, last)
    people = scene.said[before].people if before is not None else ()
    sure = before is not None and len(people) == 1 and chains.alone(scene, before, last, people[0])
    assert (scene.people[people[0]].name.text if sure else "") == case["speaker"]


@pytest.mark.parametrize(
    ("text", "name", "ruled_out"),
    [
        (
            "Chief executive [PERSON Ruth Calder] resigned. [PERSON Hugo Lund] mends nets. [1q “No,”] "
            "[1s the chief executive] [1c said].",
            "Hugo Lund",
            True,
        ),
        (
            "Governor [PERSON Ruth Calder] resigned. [PERSON Hugo Lund] mends nets. [1q “No,”] "
            "[1s the former governor] [1c said].",
            "Hugo Lund",
            False,
        ),
        (
            "Republican nominee [PERSON Ruth Calder] met [PERSON Hugo Lund]. [1q “No,”] [1s the nominee] [1c said].",
            "Hugo Lund",
            False,
        ),
        (
            "[PERSON Hugo Lund] knew [PERSON Sam Okafor]. [1s The judge who jailed [PERSON Okafor]] [1c said] "
            "[1q he was wrong].",
            "Sam Okafor",
            True,
        ),
        (
            "[1s An engineer] [1c said] [1q it was wrong]. [PERSON Ruth Calder] laughed. [2s The chief executive] "
            "[2c said] [2q it was right].",
            "An engineer",
            True,
        ),
    ],
)
def test_who_is_plainly_somebody_else(text: str, name: str, ruled_out: bool) -> None:
    reading, mentions, attributions = marked.read(text)
    done = resolver.first_pass(reading, mentions, attributions)
    scene = Scene(done.walk, done.readings, done.genders, None)
    person = next(i for i, p in enumerate(scene.people) if p.name.text == name)
    kind = "person" if scene.people[person].named else "stranger"
    asked = len(attributions) - 1
    assert vetoes.is_somebody_else(scene, asked, Candidate(kind, (person,))) is ruled_out


def test_damaged_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / network.FILE).write_bytes(b"no weights")
    monkeypatch.setattr(network, "data_dir", lambda: tmp_path)
    network._load.cache_clear()
    with pytest.raises(ModelError, match=r"whom\.npz.*install claimkit again"):
        network.load()
    network._load.cache_clear()


def test_a_share_is_how_sure_the_name_is_and_is_kept() -> None:
    step = Evidence(0, 3, "She", "pronoun", share=0.8125)
    said = Speaker("ann-lee", "Ann Lee", "person", "resolved", (step,))
    assert name_chance(said) == 0.8125
    assert pack_evidence(said.evidence) == '[[0,3,"She","pronoun",null,0.8125]]'


@pytest.mark.model
@cache
def analyser() -> Analyser:
    return Analyser()


@pytest.mark.parametrize("case", cases("whom"))
def test_speakers_of_whole_articles(case: dict[str, Any]) -> None:
    found = analyser().analyse(Article("a_1", "a.txt", case["text"].strip() + "\n"))
    quotes = sorted(found.quotes, key=lambda q: q.content[0].start)
    assert [(q.speaker.name or "") if q.speaker else "" for q in quotes] == case["speakers"]


TOWNS = ("Leeds", "Oslo", "Bergen", "Turku", "Galway", "Ghent")


@pytest.mark.train
def test_the_command_learns_from_a_corpus(tmp_path: Path) -> None:
    import json

    from claimkit.training.whom.__main__ import main

    rows = []
    for n, town in enumerate(TOWNS):
        text = f"Ruth Calder met Hugo Lund in {town} on Monday.\n\n“It rained,” she said. “It will stop,” he replied.\n"
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
        for name, word in (("Ruth Calder", "she"), ("Hugo Lund", "he")):
            start = text.index(f" {word} ") + 1
            words = "It rained" if word == "she" else "It will stop"
            rows.append(
                {
                    "article": f"{n}.txt",
                    "source": [[start, start + len(word)]],
                    "cue": [[start + len(word) + 1, start + len(word) + 5]],
                    "content": [[text.index(words), text.index(words) + len(words)]],
                    "kind": "person",
                    "speaker": [name],
                    "how": "pronoun",
                }
            )
    gold = tmp_path / "speakers.jsonl"
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    said: list[object] = []
    out = tmp_path / "whom.npz"
    main([str(gold), str(tmp_path), "--weights", "0.5", "--out", str(out)], said.append)
    assert str(said[-1]) == f"wrote {out}"
    assert re.search(r"person pronoun +n +\d+", str(said[0]))
    with np.load(out, allow_pickle=False) as file:
        learned = network.from_arrays({name: file[name] for name in file.files})
    assert learned.names == table.NAMES
    assert out.stat().st_size < 200_000


@pytest.mark.parametrize("word", ["spaniard", "frenchwoman", "kenyan", "pole", "mancunian"])
def test_words_for_one_person_of_a_place(word: str) -> None:
    assert facts.is_people_word(word)


@pytest.mark.parametrize("word", ["irish", "french", "spaniards", "gop", "spain", "woman", "chairman", "kremlin"])
def test_words_for_many_or_none(word: str) -> None:
    assert not facts.is_people_word(word)


@pytest.mark.train
def test_each_corpus_has_one_weight(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from claimkit.training.whom.__main__ import main

    with pytest.raises(SystemExit):
        main(["a.jsonl", str(tmp_path), "--weights", "1", "2"])
    assert "one weight for each file of speakers" in capsys.readouterr().err
