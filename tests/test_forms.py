"""Every form in which news has words: small files, and the quotations in them with who speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import claimkit

from support import cases


def folded(text: str) -> str:
    plain = re.sub(r"[“”\"„«»]", "", text).replace("’", "'").replace("‘", "'")
    return " ".join(plain.split()).strip(" .,;:'—–-").lower()


@pytest.mark.parametrize("case", cases("forms"))
def test_forms(case: dict, tmp_path: Path) -> None:
    file = tmp_path / case["file"]
    file.write_bytes(case["content"].encode("utf-8"))
    found = list(claimkit.read(str(file)))
    for expected in case.get("record", []):
        said = folded(expected["text"])
        records = [r for r in found if said in [folded(r["text"]), *(folded(c["text"]) for c in r["content"])]]
        assert records, f"{expected['text']!r} is not among {[r['text'] for r in found]}"
        assert expected.get("type", records[0]["type"]) in {r["type"] for r in records}
        if "speaker" in expected:
            assert expected["speaker"] in {(r["speaker"] or {}).get("name") for r in records}
        if "source" in expected:
            assert expected["source"] in {(r["source"] or {}).get("text") for r in records}
        if "cue" in expected:
            assert expected["cue"] in {(r["cue"] or {}).get("text") for r in records}
        if "via" in expected:
            assert expected["via"] in {(r["via"] or {}).get("name") for r in records}
        if "channel" in expected:
            given = [[c["kind"], c["name"]] if (c := r["channel"]) else [] for r in records]
            assert expected["channel"] in [[part for part in one if part] for one in given]
        if "inside" in expected:
            outer = {r["id"]: folded(r["text"]) for r in found}
            assert folded(expected["inside"]) in {outer.get(r["inside"]) for r in records}
        if expected.get("once"):
            assert sum(said in folded(r["text"]) for r in found) == 1
    for absent in case.get("absent", []):
        assert not [r["text"] for r in found if folded(absent) in folded(r["text"])]
    if found:
        assert {k: found[0]["article"][k] for k in case.get("article", {})} == case.get("article", {})
