"""Are these the words? Quotations of a draft looked up in transcripts and articles, and judged.

    sources ─ index ─► candidates ─ fit ─► passage ─ differences, edges ─► judge ─► Check

sources.py reads and remembers, atoms.py says what a word is, index.py and candidates.py find places that share words,
fit.py lays the quotation over a place, changes.py and edges.py name what differs, judge.py decides. Whether a cut takes
something away is what `restrictions` tells: by how far the claim reaches (force.py), by what comes behind it
(reservations.py, bounds.py, narrowing.py; in the next sentence adversatives.py, takebacks.py) and before it (hedges.py,
veridical.py). `omissions` learned the same from examples: it adds to these rules, and takes back what they are wrong
about.
"""

from claimkit.checking.check import ATTENTION, Checker
from claimkit.checking.drafts import check_drafts
from claimkit.checking.sources import read_sources

__all__ = ["ATTENTION", "Checker", "check_drafts", "read_sources"]
