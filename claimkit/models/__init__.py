"""What passes between rooms: frozen, slotted dataclasses, free of spaCy objects.

Offsets are characters (Unicode code points), end exclusive; `article.text[span.start:span.end] == span.text`.

record            an article, a quotation in it, its cue, source and speaker
extraction        what is found on the way from a text to its quotations
collection        what can be said of many articles together
hits, results     what the queries on a store answer with
checks, verified  what a check of a draft gives, and one of records
measures          what measuring claimkit on annotated articles gives
fields, tables    the one list of a record's fields, and the columns of every table
types, values, certainty, rebuild

Import from these modules: making a dataclass costs half a millisecond, and `who-said` should answer in a quarter of a
second.
"""
