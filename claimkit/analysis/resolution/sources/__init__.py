"""The words of a source: what kind of speaker they stand for, before anyone is looked up."""
