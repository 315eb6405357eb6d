"""What passes between rooms: frozen, slotted dataclasses, free of spaCy objects.

Offsets are characters (Unicode code points), end exclusive; `article.text[span.start:span.end] == span.text`.

record        an article, a quotation in it, its cue, source and speaker
extraction    what is found on the way from a text to its quotations
collection    what can be said of many articles together
hits, results what the queries on a store answer with
measures      what measuring claimkit on annotated articles gives
fields        the one list of a record's fields
types, values, certainty

Import from these modules: making a dataclass costs half a millisecond, and `who-said` is to answer in a quarter second.
"""
