"""Learning which records are statements: `python -m claimkit.training.statements`."""
