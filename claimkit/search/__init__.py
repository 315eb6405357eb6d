"""Read-only queries on an open store, a file each: a phrase, lists, one speaker, one quotation, one cluster, a report.

Every answer is in a fixed order that does not depend on how the store came to be.
"""
