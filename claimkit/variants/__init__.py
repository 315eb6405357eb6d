"""The wordings of one quotation beside each other: what each changed, and which articles carry the same report.

All of it is computed from the quotations and articles of one cluster alone, when somebody asks.
"""

from claimkit.variants.differences import changes_words, differences
from claimkit.variants.reports import reports
from claimkit.variants.wording import Wording, wording

__all__ = ["Wording", "changes_words", "differences", "reports", "wording"]
