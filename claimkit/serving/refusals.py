"""Arguments that a tool does not take, each in one line: what is wrong, and what to send."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from claimkit.output.visible import visible

_LONGEST = 40  # characters of a refused value that are shown
_MOST = 5  # arguments that are named, of any number that a caller may make up

# By the type of pydantic's error, with its limits filled in; below by the beginning of the type.
_SENTENCES = {
    "missing": "is missing; send it",
    "string_too_short": "is empty; send some words",
    "string_too_long": "is too long; send at most {max_length:,} characters",
    "too_long": "has too many entries; send at most {max_length:,}",
    "less_than_equal": "is {shown}; send at most {le:,}",
    "greater_than_equal": "is {shown}; send at least {ge:,}",
    "literal_error": "is {shown}; send {expected}",
    "list_type": "is {shown}; send a list, as [{shown}]",
}
_KINDS = {"string": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}


def refused(tool: str, errors: Iterable[Mapping[str, Any]]) -> str:
    """The lines for the errors of pydantic, one for each argument."""
    lines: dict[str, str] = {}
    for error in errors:
        name = str(error["loc"][0])
        lines.setdefault(name, f"{tool}: {name} {_sentence(error)}")
    return "\n".join([*lines.values()][:_MOST])


def unknown(tool: str, given: Iterable[str], taken: Iterable[str]) -> str:
    """The line for arguments that the tool does not have."""
    names = ", ".join(_shown(name) for name in sorted(given)[:_MOST])
    return f"{tool}: does not take {names}; it takes {', '.join(taken)}"


def no_tool(name: str, known: Iterable[str]) -> str:
    """The line for a tool that does not exist."""
    return f"there is no tool {_shown(name)}; there are {', '.join(known)}"


def _sentence(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    advice = _KINDS.get(kind.partition("_")[0], f"something else ({error['msg']})")
    return _SENTENCES.get(kind, f"is {{shown}}; send {advice}").format(
        shown=_shown(error["input"]), **error.get("ctx", {})
    )


def _shown(value: object) -> str:
    """The beginning of a value as JSON has it."""
    value = value[: _LONGEST + 1] if isinstance(value, (str, list)) else value
    text = visible(json.dumps(value, ensure_ascii=False, default=repr))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
