"""What restricts a claim: a condition, a hedge, a bound, a frame that leaves it open, a remark that takes it back."""
