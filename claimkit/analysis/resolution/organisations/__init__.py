"""The organisations of an article: their names, their kinds, and which one `the company` or `it` means."""
