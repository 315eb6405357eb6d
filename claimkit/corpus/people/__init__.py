"""Who is who across articles: `unify` names the speakers, and a people file may correct it.

`name_labels` does so for the labels of a transcript.

`parse_people_file` reads such a file; `list_people` writes down the people whom articles name in that form.
"""

from claimkit.corpus.people.canonical import unify
from claimkit.corpus.people.file import parse_people_file
from claimkit.corpus.people.labels import name_labels
from claimkit.corpus.people.listing import list_people

__all__ = ["list_people", "name_labels", "parse_people_file", "unify"]
