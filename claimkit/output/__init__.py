"""Models → text: JSON Lines, JSON, CSV and tables for a terminal. No SQL, no spaCy."""
