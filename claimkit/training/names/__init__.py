"""Teaching spaCy's recogniser the names of news: known speakers and made-up sentences → data/model/ner."""
