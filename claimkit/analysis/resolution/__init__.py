"""Who, inside one article: from the words of a source to a person, an organisation, a group, a document, the author.

`people` and `organisations` collect who is in the article, `sources` reads what kind of speaker a source stands for,
persons.py and others.py look the speaker up in text order (walk.py), `pronouns` choosing among antecedents; `whom` then
asks the ranker about those that no name settles.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import resolver
from claimkit.models.extraction import Antecedent, Attribution, Mention, States
from claimkit.models.record import Speaker

__all__ = ["antecedent", "resolve"]


def resolve(
    text: str, mentions: Sequence[Mention], attributions: Sequence[Attribution], states: States | None = None
) -> list[Speaker | None]:
    """One speaker for each attribution, in their order.

    `text` is the text without markup, which all offsets index; `states` are the tagger's for it. Rules come first, and
    where there are states a ranker then decides whom pronouns, roles and sources without words stand for.
    The speaker is None for an attribution without a source whose neighbours do not explain it either. Names are as the
    article gives them; `people.unify` makes them agree across articles.
    """
    return resolver.speakers(text, mentions, attributions, states)


def antecedent(text: str, mentions: Sequence[Mention], start: int, states: States | None = None) -> Antecedent | None:
    """Whom the pronoun (`he`, `her`, `himself` …) that begins at `start` stands for, by the ranker that speakers use.

    Any name in the text may be a person's here. None if nobody is named near it, or if no such pronoun begins there.
    `share` says how certain the result is.
    """
    return resolver.antecedent(text, mentions, start, states)
