"""Groups of options as parameters of a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from claimkit.cli.groups import spread

seen: list[Any] = []


@dataclass(frozen=True)
class Paint:
    colour: Annotated[str, typer.Option("--colour", help="What it looks like.")] = "red"
    layers: Annotated[list[int] | None, typer.Option("--layer")] = None


@spread
def paint(name: str, paint: Paint = Paint(colour="blue"), quiet: bool = False) -> None:
    """Paint it."""
    seen.append((name, paint, quiet))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["door"], ("door", Paint("blue"), False)),
        (["door", "--colour", "green", "--quiet"], ("door", Paint("green"), True)),
        (["--layer", "1", "door", "--layer", "2"], ("door", Paint("blue", [1, 2]), False)),
    ],
)
def test_a_group_is_its_options_with_the_defaults_of_the_parameter(arguments: list[str], expected: Any) -> None:
    app = typer.Typer()
    app.command()(paint)
    seen.clear()
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, seen) == (0, [expected]), result.output


def test_the_help_has_them_in_the_place_of_the_group() -> None:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(paint)
    shown = CliRunner().invoke(app, ["--help"]).output
    assert "Paint it." in shown
    assert shown.index("--colour") < shown.index("--layer") < shown.index("--quiet")
    assert "[default: blue]" in shown
