"""Which words of a quotation's text stand in quotation marks: the speaker's own, where the type is mixed."""

from __future__ import annotations

import re

# One group for each style of marks; a quotation may be left open at the end.
QUOTED = re.compile(
    r"“([^“”]+)(?:”|\Z)|\"([^\"]+)(?:\"|\Z)|«([^«»]+)(?:»|\Z)"
    r"|(?<!\w)‘((?:[^‘’]|’(?=\w))+)(?:’|\Z)|(?<!\w)'((?:[^']|'(?=\w)){1,200})'(?!\w)"
)
