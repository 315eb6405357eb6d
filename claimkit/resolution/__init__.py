"""Who, inside one article: from the words of a source to a person, an organisation, a group, a document, the author."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.models import Attribution, Mention, Speaker
from claimkit.resolution.resolver import speakers

__all__ = ["resolve"]


def resolve(text: str, mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> list[Speaker | None]:
    """One speaker for each attribution, in their order.

    `text` is the reading text that all offsets index. None stands for an attribution without a source that no
    neighbour explains. Names are as the article gives them; `people.unify` makes them agree across articles.
    """
    return speakers(text, mentions, attributions)
