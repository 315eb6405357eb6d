"""Read-only queries on an open store: who said a phrase, and lists of quotations, speakers and clusters.

Every answer is in a fixed order that does not depend on how the store came to be.
"""

from claimkit.search.lists import clusters, quotes, speakers
from claimkit.search.phrase import who_said
from claimkit.search.records import ClusterSummary, Entry, Hit, SpeakerSummary

__all__ = ["ClusterSummary", "Entry", "Hit", "SpeakerSummary", "clusters", "quotes", "speakers", "who_said"]
