"""What `evaluate` says about confidence."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from claimkit.models.measures import Reliability
from claimkit.output.records.quote import Record
from claimkit.output.terminal.table import column_width, new_table, with_footer


def reliability_record(sure: Reliability) -> Record:
    """`calibration_error`, `bins` of confidence and, for `--min-confidence` cuts, the shares kept and right."""
    return {
        "calibration_error": round(sure.error, 4),
        "bins": [
            {
                "low": b.low,
                "high": b.high,
                "count": b.count,
                "confidence": round(b.confidence, 4),
                "right": round(b.right, 4),
            }
            for b in sure.bins
        ],
        "cuts": [{"least": c.least, "kept": round(c.kept, 4), "right": round(c.right, 4)} for c in sure.cuts],
    }


def reliability_table(sure: Reliability) -> RenderableType:
    """A row for each least confidence: what it keeps, and how much of that is right."""
    rows = [(f"{c.least:.2f}", f"{100 * c.kept:.1f}", f"{100 * c.right:.1f}") for c in sure.cuts]
    heads = ("--min-confidence", "kept", "right")
    table = new_table(
        {head: column_width([Text(row[i]) for row in rows], 20, head) for i, head in enumerate(heads)},
    )
    table.leading = 0
    for column in table.columns:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    return with_footer(table, f"percent of records; calibration error {sure.error:.3f}")
