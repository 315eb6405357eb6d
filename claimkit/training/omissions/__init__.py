"""Pairs of what was said and what was printed → data/model/omissions.npz."""
