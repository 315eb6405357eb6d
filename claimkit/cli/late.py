"""Typer, without the standard modules that it imports and a command hardly ever uses.

That takes a seventh off the start of every command (docs/benchmarks.md).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """Takes the part of a module until something of it is used, and then hands out the module's own."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        __import__(self.__name__)
        return getattr(sys.modules[self.__name__], name)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Within it, an import of one of the modules `names` gets a stand-in that imports it at its first use.

    After it nothing of that is left in `sys.modules`: the next import is an ordinary one. A module that is loaded
    already stays as it is, and one whose importer uses it at once is merely loaded at once. `names` are modules
    without a dot.
    """
    stand_ins = {name: _StandIn(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


# Half of the start is Typer's import. Nothing that it makes is garbage yet, and these modules (a fifth of it) only open
# a browser, unpack archives and install a completion.
gc.disable()
with deferred("bz2", "ipaddress", "lzma", "selectors", "shellingham", "signal", "subprocess", "tokenize"):
    import typer
    from typer.core import TyperCommand, TyperGroup
    from typer.main import get_command
gc.enable()

__all__ = ["TyperCommand", "TyperGroup", "deferred", "get_command", "typer"]
