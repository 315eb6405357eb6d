"""How each kind of answer looks on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import RenderableType

from claimkit.models.checks import Check
from claimkit.models.collection import CorrectionState
from claimkit.models.hits import Entry, Hit
from claimkit.models.results import (
    ClusterSummary,
    Comparison,
    Explanation,
    GroupCount,
    Profile,
    PronounsCount,
    SpeakerSummary,
    WatchHit,
)
from claimkit.models.verified import Verified
from claimkit.output.terminal.checks import checks_view
from claimkit.output.terminal.comparison import comparisons_view
from claimkit.output.terminal.corrections import corrections_view
from claimkit.output.terminal.explanation import explanations_view
from claimkit.output.terminal.hits import hits_view
from claimkit.output.terminal.profile import profiles_view
from claimkit.output.terminal.summaries import clusters_table, groups_table, pronouns_table, speakers_table
from claimkit.output.terminal.table import quotes_table
from claimkit.output.terminal.verified import verified_view
from claimkit.output.terminal.watch import watch_view

# All items of an answer and the width of the terminal in columns; some take more by name.
View = Callable[..., RenderableType]

VIEWS: Mapping[type, View] = {
    Entry: quotes_table,
    Hit: hits_view,
    ClusterSummary: clusters_table,
    Comparison: comparisons_view,
    Explanation: explanations_view,
    SpeakerSummary: speakers_table,
    PronounsCount: pronouns_table,
    GroupCount: groups_table,
    Profile: profiles_view,
    WatchHit: watch_view,
    CorrectionState: corrections_view,
    Check: checks_view,
    Verified: verified_view,
}
