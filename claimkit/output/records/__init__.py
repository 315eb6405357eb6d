"""Answers as records for JSON and as rows for CSV; each module ends with the layouts of what it describes."""
