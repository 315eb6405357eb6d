"""Read-only queries on an open store: who said a phrase, lists, one speaker, one quotation explained, one cluster
compared, and everything for a report.

Results come in a fixed order that does not depend on the history of the store.
"""

from claimkit.search.cluster_lists import clusters, each_cluster
from claimkit.search.comparing import diff
from claimkit.search.entries import clustered, quotes, speakers
from claimkit.search.explaining import explain
from claimkit.search.overviews import overview
from claimkit.search.phrase import who_said
from claimkit.search.profiles import profile

__all__ = [
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
