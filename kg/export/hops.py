"""Steps along the edges of a view: who and what is near."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from kg.export.filters import Centre

Run = Callable[..., sqlite3.Cursor]


class Walk:
    """The edges of a view between the numbered nodes of ``entity (n, key)``, both ways."""

    def __init__(self, run: Run) -> None:
        self._run = run
        run("CREATE TEMP TABLE link (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")

    def join(self, numbers: str) -> None:
        """Take the edges that a query gives as pairs of numbers ``(a, b)``."""
        for ends in ("a, b", "b, a"):
            self._run(f"INSERT OR IGNORE INTO link SELECT DISTINCT {ends} FROM ({numbers})")

    def join_keys(self, keys: str) -> None:
        """Take the edges that a query gives as pairs of keys ``(a, b)``; None is no end."""
        self.join(
            f"SELECT x.n AS a, y.n AS b FROM ({keys}) k "
            "JOIN entity x ON x.key = k.a JOIN entity y ON y.key = k.b"
        )

    def go(self, steps: int, centre: Centre) -> None:
        """Make `kept` what is within so many steps.

        Of the officials, where some are named: of what was kept before, then, only what is near
        them, and themselves. Else of what was kept.
        """
        run = self._run
        run("CREATE TEMP TABLE reached (n INTEGER PRIMARY KEY, step INTEGER)")
        start = "SELECT key FROM kept"
        if centre.officials:
            run("CREATE TEMP TABLE middle (key TEXT PRIMARY KEY) WITHOUT ROWID")
            for key in centre.officials:
                run("INSERT OR IGNORE INTO middle VALUES (?)", (key,))
            start = "SELECT key FROM middle"
        run(f"INSERT INTO reached SELECT n, 0 FROM entity WHERE key IN ({start})")
        for step in range(1, steps + 1):
            found = run(
                "INSERT OR IGNORE INTO reached SELECT l.b, ? FROM reached r "
                "CROSS JOIN link l ON l.a = r.n WHERE r.step = ?",
                (step, step - 1),
            )
            if not found.rowcount:
                break
        near = "SELECT e.key FROM reached r CROSS JOIN entity e ON e.n = r.n"
        if centre.officials and (centre.provinces or centre.bodies):
            run(
                f"DELETE FROM kept WHERE key NOT IN ({near})",
            )
            run("INSERT OR IGNORE INTO kept SELECT key FROM middle")
        else:
            run(f"INSERT OR IGNORE INTO kept {near}")
