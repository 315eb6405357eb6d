"""What a run keeps of articles comes back as it was; folders take and give files whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from claimkit.errors import StoreError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Speaker
from claimkit.shards.folder import Folder, folder_at
from claimkit.shards.packing import pack, unpack

from records import extractions, speakers

pytest.importorskip("pyarrow")


@given(extractions())
def test_extractions_come_back(one: Extraction) -> None:
    data = pack(one)
    assert unpack(Extraction, data) == one
    assert data.isascii()


@given(speakers, speakers)
def test_several_come_back(one: Speaker, other: Speaker) -> None:
    assert unpack(tuple[Speaker, Speaker], pack((one, other))) == (one, other)


def test_people_come_back() -> None:
    entry = PersonEntry("a", "Ann Lee", ("A. Lee",), merge=("Bo",), pin="Ann", pronouns="she")
    assert unpack(PersonEntry, pack(entry)) == entry


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_folder_on_disk_and_one_by_its_address(scheme: str, tmp_path: Path) -> None:
    folder = folder_at(f"{scheme}{tmp_path}/x")
    assert folder.is_local is not bool(scheme)
    digest = folder.write("deep/one.json", b"{}")
    folder.write_json("deep/two.json", {"b": 1, "a": [2]})
    assert len(digest) == 64
    assert folder.names("deep") == ["one.json", "two.json"]
    assert folder.names("none") == []
    assert folder.read("deep/two.json") == b'{"a":[2],"b":1}'
    assert folder.read_json("deep/two.json") == {"a": [2], "b": 1}
    assert folder.read_json("deep/three.json") is None
    assert (folder.has("deep/one.json"), folder.has("deep"), folder.has("one")) == (True, False, False)
    assert folder.below("deep").names() == ["one.json", "two.json"]
    (tmp_path / "x" / "deep" / "one.json").write_bytes(b"{")
    with pytest.raises(StoreError, match="is damaged; remove it"):
        folder.read_json("deep/one.json")
    with pytest.raises(StoreError, match="cannot be read"):
        folder.read("nothing")


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "x"))

    def broken() -> None:
        with folder.writing("deep/one") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert [path for path in (tmp_path / "x").rglob("*") if path.is_file()] == []


def test_an_address_that_cannot_be() -> None:
    with pytest.raises(StoreError, match="nonsense://x: cannot be opened"):
        folder_at("nonsense://x").names()
