"""Who is who across articles: `unify` names the speakers, and a people file may correct it.

`parse_people_file` reads such a file; `list_people` writes down the people whom articles name in that form.
"""

from claimkit.corpus.people.canonical import unify
from claimkit.corpus.people.file import parse_people_file
from claimkit.corpus.people.listing import list_people

__all__ = ["list_people", "parse_people_file", "unify"]
