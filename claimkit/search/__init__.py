"""Read-only queries on an open store: who said a phrase, lists, one speaker, one quotation explained, one cluster
compared, and everything for a report.

Every answer is in a fixed order that does not depend on how the store came to be.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimkit.search.comparing import diff
    from claimkit.search.explaining import explain
    from claimkit.search.entries import clustered, clusters, each_cluster, quotes, speakers
    from claimkit.search.overviews import overview
    from claimkit.search.phrase import who_said
    from claimkit.search.profiles import profile
    from claimkit.models.entries import Entry, Hit
    from claimkit.models.results import (
        ClusterSummary,
        Comparison,
        Explanation,
        Overview,
        Page,
        Placed,
        Profile,
        SpeakerSummary,
        Variant,
    )

# Where each name lives. They are imported when first asked for: who-said needs but a part of this room. No file has the
# name of a function: once it is imported, Python puts the file in the function's place.
_HOMES = {
    "Entry": "records",
    "Hit": "records",
    "diff": "comparing",
    "explain": "explaining",
    "clustered": "lists",
    "clusters": "lists",
    "each_cluster": "lists",
    "overview": "overviews",
    "quotes": "lists",
    "speakers": "lists",
    "who_said": "phrase",
    "profile": "profiles",
}

__all__ = [
    "ClusterSummary",
    "Comparison",
    "Entry",
    "Explanation",
    "Hit",
    "Overview",
    "Page",
    "Placed",
    "Profile",
    "SpeakerSummary",
    "Variant",
    "clustered",
    "clusters",
    "diff",
    "each_cluster",
    "explain",
    "overview",
    "profile",
    "quotes",
    "speakers",
    "who_said",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'summaries')}"), name)
    globals()[name] = value
    return value
