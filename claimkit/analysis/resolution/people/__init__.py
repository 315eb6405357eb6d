"""The people of an article: where their names are, which names are one person's, and what is said of them."""
