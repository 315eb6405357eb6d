"""`claimkit mcp`: the SDK's own client asks every tool; bad arguments of every kind end in the protocol's errors."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.english.lexicon import data_dir
from claimkit.errors import UsageError
from claimkit.serving import questions, size
from claimkit.serving.citing import cite
from claimkit.store import Store

from output_cases import clusters, extractions
from store_links import write_links
from support import TESTS, cases

pytest.importorskip("mcp")
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from claimkit.serving.server import INSTRUCTIONS, make_server

TOOLS = ["who_said", "quotes", "speaker", "clusters", "diff", "explain", "check"]
HIDDEN = "\x1b]0;owned\x07\u202e\U000e0041"

# Logs what a process opens and which sockets it makes, from the moment `begin` is on standard error.
HOOK = """
import os, sys
LOG = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND)
WATCHED_EVENTS = ("os.mkdir", "os.remove", "subprocess.Popen", "sqlite3.connect")
def watch(event, arguments):
    if event == "open" or event.startswith("socket.") or event in WATCHED_EVENTS:
        os.write(LOG, f"{event} {arguments[0]!r} {arguments[2:]}\\n".encode("utf-8", "replace"))
sys.addaudithook(watch)
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the made-up articles."""
    path = tmp_path_factory.mktemp("mcp") / "a.db"
    with Store(path) as opened:
        for extraction in extractions():
            opened.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(opened, extractions(), clusters())
    return str(path)


def asked(path: str, ask: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """What the SDK's client gets from the server in this process."""

    async def talk() -> Any:
        async with Client(make_server(path)) as client:
            return await ask(client)

    return asyncio.run(talk())


def call(path: str, tool: str, **arguments: Any) -> Any:
    return asked(path, lambda client: client.call_tool(tool, arguments))


def answer(path: str, tool: str, **arguments: Any) -> dict[str, Any]:
    result = call(path, tool, **arguments)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    assert json.loads(result.content[0].text) == found
    return found


def printed(path: str, *arguments: str) -> list[Any]:
    result = CliRunner().invoke(app, [*arguments, "--db", path, "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    return [size.harmless(json.loads(line)) for line in result.stdout.splitlines()]


def bare(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in record.items() if key != "cite"} for record in records]


def test_the_tools_and_what_a_model_is_told(path: str) -> None:
    async def listed(client: Any) -> Any:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = asked(path, listed)
    assert [tool.name for tool in tools] == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert instructions == INSTRUCTIONS


def test_answers_are_the_records_of_the_command_line(path: str) -> None:
    everything = printed(path, "quotes", "--type", "all")
    assert bare(answer(path, "quotes", only_statements=False, limit=50)["records"]) == everything
    words = everything[0]["text"]
    assert bare(answer(path, "who_said", phrase=words, limit=1, near=0)["records"]) == printed(
        path, "who-said", words, "-n", "1"
    )
    assert bare(answer(path, "explain", quote_id=everything[0]["id"])["records"]) == printed(
        path, "explain", everything[0]["id"]
    )
    found = printed(path, "clusters")
    assert answer(path, "clusters", min_outlets=1)["records"] == found
    assert answer(path, "diff", cluster_id=found[0]["id"])["records"] == printed(path, "diff", found[0]["id"])
    name = next(record["speaker"]["name"] for record in everything if record["speaker"]["status"] == "resolved")
    (one,) = answer(path, "speaker", name=name)["records"]
    (expected,) = printed(path, "speakers", name)
    assert {**one, "newest": bare(one["newest"])} == expected


def test_pages_follow_each_other(path: str) -> None:
    everything = answer(path, "quotes", limit=50)["records"]
    pages = [answer(path, "quotes", limit=2, offset=offset) for offset in range(0, len(everything), 2)]
    assert [record for page in pages for record in page["records"]] == everything
    assert [page["more"] for page in pages] == [True] * (len(pages) - 1) + [False]


def test_nothing_found_is_said(path: str) -> None:
    assert answer(path, "who_said", phrase="zymurgy quixotic") == {
        "records": [],
        "more": False,
        "notices": [questions.NOBODY],
    }
    (notice,) = answer(path, "speaker", name="Zed Nobody")["notices"]
    assert "Zed Nobody" in notice


@pytest.mark.model
def test_a_draft_is_checked_against_the_store(path: str) -> None:
    (first, *_) = [record for record in printed(path, "quotes") if record["type"] == "direct"]
    (found,) = answer(path, "check", draft=f"“{first['text']},” {first['speaker']['name']} said.")["records"]
    assert found["verdict"] in ("verbatim", "cut", "wrong speaker", "second-hand only", "elsewhere", "not found")
    assert answer(path, "check", draft="Nothing was quoted here.")["records"] == []


@pytest.mark.parametrize("case", cases("mcp_refused"))
def test_bad_arguments_are_errors_of_the_protocol(case: dict[str, Any], path: str) -> None:
    arguments = {name: value * case.get("times", 1) for name, value in case["arguments"].items()}
    result = call(path, case["tool"], **arguments)
    assert result.is_error
    assert result.content[0].text == case["says"]


@pytest.mark.parametrize(
    ("status", "name", "expected"),
    [
        ("resolved", "Ann Lee", "Ann Lee"),
        ("ambiguous", "Lee", "speaker not established (the article says “the mayor”)"),
        ("unresolved", None, "speaker not established (the article says “the mayor”)"),
        ("anonymous", None, "a speaker whom the article does not name (the mayor)"),
    ],
)
def test_a_citation_names_only_who_is_resolved(status: str, name: str | None, expected: str) -> None:
    record = {
        "id": "q_1",
        "type": "direct",
        "text": "It  will\nopen.",
        "content": [{"start": 4, "end": 18}],
        "source": {"text": "the mayor"},
        "speaker": {"name": name, "status": status},
        "article": {"outlet": "The Example", "url": None, "path": "a.txt", "published": "2025-02-09"},
    }
    assert cite(record) == f"“It will open.” — {expected}; The Example, 2025-02-09, characters 4–18; q_1"
    indirect = {**record, "type": "indirect"}
    assert cite(indirect).startswith("It will open. (in the article's words) — ")


def test_answers_are_harmless_and_of_a_bounded_size() -> None:
    found = [{"text": HIDDEN + "x" * (size.MOST_CHARACTERS // 3), "span": [1, 2]}] * 5
    kept, more = size.bounded(found, 5)
    assert (len(kept), more) == (2, True)
    assert kept[0]["text"].startswith("␛]0;owned␇\\u202e\\U000e0041x")
    with pytest.raises(UsageError, match="too long for this tool"):
        size.bounded([{"text": "x" * size.MOST_CHARACTERS}], 1)


def test_a_missing_store_and_a_damaged_one_are_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["mcp", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 2
    assert "nothing is stored yet" in result.output
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database" * 100)
    found = call(str(broken), "quotes")
    assert found.is_error
    assert "broken.db" in found.content[0].text


@pytest.mark.slow
def test_a_scripted_client_over_standard_input(path: str, tmp_path: Path) -> None:
    """The command as an assistant starts it; after its start it opens nothing but the store, and writes nothing."""
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    log = tmp_path / "log"
    log.write_text("")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(TESTS.parent))),
        "WATCHED": str(log),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "claimkit", "mcp", "--db", path], env=environment, cwd=str(tmp_path)
    )
    before = Path(path).read_bytes()

    async def talk() -> tuple[str, list[Any]]:
        async with Client(stdio_client(server)) as client:
            asked = [
                ("who_said", {"phrase": "/etc/passwd"}),
                ("who_said", {"phrase": "x" * 5_000_000}),
                ("quotes", {"speaker": "'; DROP TABLE quotes; --"}),
                ("quotes", {"path": "/etc/passwd", "db": "/etc/passwd"}),
                ("explain", {"quote_id": "../../etc/passwd"}),
                ("diff", {"cluster_id": "c_%"}),
                ("speaker", {"name": "*"}),
                ("clusters", {"limit": 10**30}),
            ]
            for tool, arguments in asked:  # what the first question imports and reads
                await client.call_tool(tool, arguments)
            log.write_text("")
            results = [await client.call_tool(tool, arguments) for tool, arguments in asked]
            return log.read_text(), results

    seen, results = asyncio.run(asyncio.wait_for(talk(), timeout=120))
    opened = [line for line in seen.splitlines() if "/lib/python" not in line and str(data_dir()) not in line]
    assert [line for line in opened if path not in line] == []
    assert opened, "the hook saw the store"
    assert [result.is_error for result in results] == [False, True, False, True, True, True, False, True]
    assert Path(path).read_bytes() == before
