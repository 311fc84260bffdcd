"""The rows of a store that a filter lets through, as temporary tables and views.

`part` participations, `held` memberships and `met` meetings, with the columns of their tables;
`kept`, where people or places are named: the keys of the nodes that may stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.export.filters import Centre, Filter
from kg.export.views import View
from kg.store.store import Store

_DAYS = "coalesce(m.end_date, m.date) >= ? AND m.date <= ?"
_EARLIEST, _LATEST = "0000-01-01", "9999-12-31"


# All are read meeting by meeting; to look for those selected of each meeting would take an index.
_ALL = "meetings m CROSS JOIN part p ON p.meeting = m.key"
_SELECTED = "part p CROSS JOIN meetings m ON m.key = p.meeting"


class Selection:
    """The temporary tables of a filter; `limited` says whether `kept` holds anything back.

    `meeting_rows` is the join of participations `p` to their meetings `m`.
    """

    def __init__(self, store: Store, view: View, chosen: Filter, centre: Centre) -> None:
        self._run = store.connection.execute
        self._view, self._chosen = view, chosen
        self.meeting_rows = _SELECTED if chosen.stated else _ALL
        self._meetings()
        self._participations()
        self._memberships()
        self.limited = bool(centre.provinces or centre.bodies or centre.officials)
        if self.limited:
            self._belonging(centre)

    def _meetings(self) -> None:
        if not self._chosen.stated:
            self._run("CREATE TEMP VIEW met AS SELECT * FROM meetings")
            return
        conditions, values = self._days()
        self._run("CREATE TEMP TABLE met_row (id INTEGER PRIMARY KEY)")
        self._run(f"INSERT INTO met_row SELECT m.rowid FROM meetings m WHERE {conditions}", values)
        self._run(
            "CREATE TEMP VIEW met AS "
            "SELECT m.* FROM met_row r CROSS JOIN meetings m ON m.rowid = r.id"
        )

    def _participations(self) -> None:
        chosen = self._chosen
        if not chosen.stated:
            self._run("CREATE TEMP VIEW part AS SELECT * FROM participations")
            return
        conditions, values = self._days()
        if chosen.roles:
            roles: set[str] = set(chosen.roles)
            if self._view.name == "chairs":
                roles.add("chair")
            conditions += f" AND p.role IN ({_marks(roles)})"
            values += sorted(roles)
        weight, more = self._weight("p")
        self._run("CREATE TEMP TABLE part_row (id INTEGER PRIMARY KEY)")
        self._run(
            "INSERT INTO part_row SELECT p.rowid FROM participations p "
            f"CROSS JOIN meetings m ON m.key = p.meeting WHERE {conditions} AND {weight}",
            (*values, *more),
        )
        self._run(
            "CREATE TEMP VIEW part AS "
            "SELECT p.* FROM part_row r CROSS JOIN participations p ON p.rowid = r.id"
        )
        if chosen.roles or chosen.min_confidence or chosen.min_weight > 1:
            self._run(
                "DELETE FROM met_row WHERE id NOT IN (SELECT m.rowid FROM part p "
                "JOIN meetings m ON m.key = p.meeting)"
            )

    def _memberships(self) -> None:
        chosen = self._chosen
        if not chosen.stated:
            self._run("CREATE TEMP VIEW held AS SELECT * FROM memberships")
            return
        conditions, values = self._weight("h")
        if chosen.dated:
            conditions += " AND coalesce(h.last_seen, h.first_seen) >= ? AND h.first_seen <= ?"
            values += [chosen.start or _EARLIEST, chosen.end or _LATEST]
        if chosen.roles:
            conditions += " AND h.official IN (SELECT participant FROM part)"
        self._run("CREATE TEMP TABLE held_row (id INTEGER PRIMARY KEY)")
        self._run(
            f"INSERT INTO held_row SELECT h.rowid FROM memberships h WHERE {conditions}", values
        )
        self._run(
            "CREATE TEMP VIEW held AS "
            "SELECT h.* FROM held_row r CROSS JOIN memberships h ON h.rowid = r.id"
        )

    def _days(self) -> tuple[str, list[str]]:
        if not self._chosen.dated:
            return "1", []
        days = [self._chosen.start or _EARLIEST, self._chosen.end or _LATEST]
        return _DAYS, days

    def _weight(self, table: str) -> tuple[str, list[float | str]]:
        conditions, values = f"{table}.confidence >= ?", list[float | str]()
        values.append(self._chosen.min_confidence)
        if self._view.name == "full" and self._chosen.min_weight > 1:
            conditions += (
                f" AND json_array_length({table}.documents) >= ? AND {_sources(table)} >= ?"
            )
            values += [self._chosen.min_weight, self._chosen.min_weight]
        return conditions, values

    def _belonging(self, centre: Centre) -> None:
        """Fill `kept` with what belongs to the provinces and bodies; both, where both are named."""
        self._run("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY) WITHOUT ROWID")
        if centre.provinces:
            self._keep(_OF_PROVINCES, centre.provinces)
        if centre.bodies:
            if centre.provinces:
                self._run("ALTER TABLE temp.kept RENAME TO kept_first")
                self._run("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY) WITHOUT ROWID")
            self._keep(_OF_BODIES, centre.bodies)
            if centre.provinces:
                self._run("DELETE FROM kept WHERE key NOT IN (SELECT key FROM kept_first)")

    def _keep(self, statements: Sequence[str], keys: Sequence[str]) -> None:
        self._run("CREATE TEMP TABLE named (key TEXT PRIMARY KEY) WITHOUT ROWID")
        for key in keys:
            self._run("INSERT INTO named VALUES (?)", (key,))
        for statement in statements:
            self._run(f"INSERT OR IGNORE INTO kept {statement}")
        self._run("DROP TABLE named")


def _sources(table: str) -> str:
    """Return what counts the documents of a statement, those that print one text once."""
    return (
        "(SELECT count(DISTINCT coalesce(c.original, j.value)) "
        f"FROM json_each({table}.documents) j LEFT JOIN copies c ON c.document = j.value)"
    )


def _marks(values: Sequence[object] | set[str]) -> str:
    return ", ".join("?" * len(values))


_NAMED = "IN (SELECT key FROM named)"
_IN_KEPT = "IN (SELECT key FROM kept)"
_OF_PROVINCES = (
    f"SELECT key FROM places WHERE key {_NAMED} OR province {_NAMED}",
    f"SELECT key FROM bodies WHERE province {_NAMED}",
    f"SELECT key FROM posts WHERE body {_IN_KEPT}",
    f"SELECT official FROM held WHERE post {_IN_KEPT}",
    "SELECT m.key FROM met m WHERE EXISTS "
    f"(SELECT 1 FROM json_each(m.provinces) WHERE value {_NAMED}) "
    f"OR m.key IN (SELECT meeting FROM sites WHERE province {_NAMED})",
    # At a site, a participant was in the site's province alone, not in those of all the sites.
    "SELECT p.participant FROM part p JOIN meetings m ON m.key = p.meeting "
    "LEFT JOIN sites s ON s.key = p.site WHERE CASE WHEN s.province IS NOT NULL "
    f"THEN s.province {_NAMED} ELSE EXISTS "
    f"(SELECT 1 FROM json_each(m.provinces) WHERE value {_NAMED}) END",
)
_OF_BODIES = (
    f"SELECT key FROM bodies WHERE key {_NAMED}",
    f"SELECT key FROM posts WHERE body {_NAMED}",
    f"SELECT official FROM held WHERE post {_IN_KEPT}",
    f"SELECT meeting FROM part WHERE participant {_NAMED} OR on_behalf_of {_NAMED}",
    "SELECT m.key FROM met m WHERE EXISTS "
    f"(SELECT 1 FROM json_each(m.organisers) WHERE value {_NAMED})",
)
