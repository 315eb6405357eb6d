"""What all articles say together: who each speaker is (`people`), and which quotations are one (`clusters`).

`link` computes both over a store; `unify`, `cluster` and `assign` do it for articles in memory. `parse_people_file` and
`list_people` read and write the file with which users correct the names.
"""

from claimkit.corpus.clusters import assign, cluster
from claimkit.corpus.linking import link
from claimkit.corpus.people import list_people, parse_people_file, unify

__all__ = ["assign", "cluster", "link", "list_people", "parse_people_file", "unify"]
