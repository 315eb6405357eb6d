"""The release, and digests of the code and data that decide an answer."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

__version__ = "0.1.0"

_PACKAGE = Path(__file__).parent


def digest_of(rooms: Iterable[str], data: Iterable[Path] = (), seed: str = "") -> str:
    """The release and a digest of all code in the folders `rooms` of the package, the files `data` and `seed`.

    What decides an answer is a folder: a file anywhere below it counts. Data files count by name and content.
    """
    sha = sha256(seed.encode())
    code = [path for room in rooms for path in (_PACKAGE / room).rglob("*.py")]
    named = [(path.relative_to(_PACKAGE).as_posix(), path) for path in code]
    named += [(f"data/{path.name}", path) for path in data]  # the same in a checkout and installed
    for name, path in sorted(named):
        sha.update(name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{sha.hexdigest()[:12]}"
