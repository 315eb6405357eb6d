"""Training the tagger: a corpus of brat standoff files → a model for data/model/. Needs the extra `train` (torch)."""
