"""Learning who is behind a source: `python -m claimkit.training.whom`."""
