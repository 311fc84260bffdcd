"""The graph on disk: one SQLite file."""
