"""What all articles say together: who each speaker is (`people`), and which quotations are one (`clusters`).

`link` computes both over a store; `unify`, `cluster`, `assign` and `share_names` do it for articles in memory, in this
order. `parse_people_file` and `list_people` read and write the file with which users correct the names.
"""

from claimkit.corpus.clusters import assign, cluster
from claimkit.corpus.linking import link
from claimkit.corpus.people import list_people, parse_people_file, unify
from claimkit.corpus.same_words import share_names

__all__ = ["assign", "cluster", "link", "list_people", "parse_people_file", "share_names", "unify"]
