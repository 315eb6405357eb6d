"""Groups of options (a dataclass of options that a command takes as one parameter), and commands under one name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import typer


def commands(name: str, help: str, example: str) -> typer.Typer:
    """Commands under one name, as `claimkit people export`."""
    return typer.Typer(
        name=name,
        help=help,
        epilog=f"\b\nExample:\n  {example}",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """`command` as Typer should see it: each parameter whose type is a dataclass becomes that dataclass's fields.

    The parameter's default, an instance, holds the defaults of its options. `command` itself is called with instances.
    """
    groups: dict[str, type[Any]] = {}
    parameters: list[inspect.Parameter] = []
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind = hints[name]
        if not is_dataclass(kind):
            parameters.append(parameter.replace(annotation=kind))
            continue
        groups[name] = kind  # type: ignore[assignment]
        options = get_type_hints(kind, include_extras=True)
        parameters += [
            parameter.replace(name=f.name, annotation=options[f.name], default=getattr(parameter.default, f.name))
            for f in fields(kind)
        ]

    def spread_out(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{f.name: given.pop(f.name) for f in fields(group)})
        command(**given)

    spread_out.__name__, spread_out.__doc__ = command.__name__, command.__doc__
    spread_out.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread_out.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return spread_out
