"""What a quotation leaves out of its passage → the chance that this misleads, and what the verdict makes of it.

The rules of edges.py know frames that somebody wrote down. The judge here learned from pairs of what was said and what
was printed, without the rules among what it sees, so that each can correct the other: a rule counts unless the judge
is sure that it is wrong, and the judge adds what no rule knows. `python -m claimkit.training.omissions` learns it.
"""

from claimkit.checking.omissions.weighing import weigh

__all__ = ["weigh"]
