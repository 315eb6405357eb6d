"""Read-only queries on an open store: who said a phrase, lists, one speaker, one quotation explained.

Every answer is in a fixed order that does not depend on how the store came to be.
"""

from claimkit.search.explain import explain
from claimkit.search.lists import clusters, quotes, speakers
from claimkit.search.phrase import who_said
from claimkit.search.profile import profile
from claimkit.search.records import ClusterSummary, Entry, Explanation, Hit, Profile, SpeakerSummary

__all__ = [
    "ClusterSummary",
    "Entry",
    "Explanation",
    "Hit",
    "Profile",
    "SpeakerSummary",
    "clusters",
    "explain",
    "profile",
    "quotes",
    "speakers",
    "who_said",
]
