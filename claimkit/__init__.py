"""claimkit: who said what, in which outlet, and is that really what they said?

extract(text)       the quotations and reported claims of one text
read(path, …)       those of files and folders
check(draft, against=…)  the quotations of a draft against transcripts, statements and articles
Store(path)         what was read before: quotes, who_said, clusters, speakers, explain, diff
Records             what they answer: a list of dictionaries with to_pandas() and to_polars()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimkit._version import __version__

if TYPE_CHECKING:
    from claimkit.api import Records, Store, check, extract, read

__all__ = ["Records", "Store", "__version__", "check", "extract", "read"]


def __getattr__(name: str) -> Any:
    """The names above, imported when first asked for, so that `import claimkit` costs nothing."""
    if name in __all__:
        from claimkit import api

        value = globals()[name] = getattr(api, name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
