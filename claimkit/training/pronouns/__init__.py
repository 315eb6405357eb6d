"""Learning who pronouns mean: `python -m claimkit.training.pronouns`."""
