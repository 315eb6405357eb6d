"""Compares the wordings of one quotation: what each changed, and which articles carry the same report.

All of it is computed from the quotations and articles of one cluster alone, when it is asked for.
"""

from claimkit.wording.copies.reports import reports
from claimkit.wording.differences import changes_words, differences
from claimkit.wording.quoted_text import Wording, wording

__all__ = ["Wording", "changes_words", "differences", "reports", "wording"]
