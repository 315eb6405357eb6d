"""`claimkit` with a cheap analyser in the place of the models; all else is the real thing.

    python tests/faults/cheap.py quotes news/ --jobs 2

Worker processes, which run their parent's main file anew under another name, have it too. The analyser takes what
stands between “ and ” as a quotation, and the two words after the cue as its speaker. An article with the word SLOW
takes 0.05 seconds until there is a file `hurry` in the current folder, one with FATAL kills its process, and one with
BROKEN makes it fail.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from claimkit.analysis import analyser as analysis
from claimkit.english.text import slug
from claimkit.models.record import Article, Cue, Extraction, Quote, Span, Speaker

_QUOTED = re.compile(r"“([^“”]{1,1000})” (\w{1,20}) (\w{1,20} \w{1,20})")


class Cheap(analysis.Analyser):
    """An analyser that needs no model."""

    def __init__(self) -> None:
        pass

    def analyse(self, article: Article) -> Extraction:
        """What stands between curly quotation marks."""
        if "SLOW" in article.text and not Path("hurry").exists():
            time.sleep(0.05)
        if "FATAL" in article.text:
            os._exit(9)
        if "BROKEN" in article.text:
            raise RecursionError("maximum recursion depth exceeded\nin this test")
        quotes = []
        for found in _QUOTED.finditer(article.text):
            text, cue, name = (Span(*found.span(n), found[n]) for n in (1, 2, 3))
            said = Cue(cue.start, cue.end, cue.text, "say", "assertion")
            quotes.append(
                Quote(
                    id=analysis.quote_id(article, (text,), said),
                    article_id=article.id,
                    type="direct",
                    text=text.text,
                    content=(text,),
                    cue=said,
                    source=name,
                    speaker=Speaker(slug(name.text), name.text, "person", "resolved"),
                    confidence=0.9,
                )
            )
        return Extraction(article, tuple(quotes))


if __name__ in ("__main__", "__mp_main__"):
    analysis.Analyser = Cheap  # type: ignore[misc]

if __name__ == "__main__":
    from claimkit.cli import main

    main()
