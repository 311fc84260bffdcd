"""The first page: what the graph holds, and where it comes from."""

from __future__ import annotations

import sqlite3

import msgspec

from kg.store.store import Store
from kg.web.pages.base import Asked, Ref, rows

PARAMETERS = ()
_COUNTED = ("officials", "bodies", "meetings", "documents", "participations")


class Latest(msgspec.Struct, frozen=True):
    """A meeting with its day."""

    meeting: Ref
    date: str


class HomePage(msgspec.Struct, frozen=True):
    """The first page."""

    counts: dict[str, int]
    latest: tuple[Latest, ...]


def home_page(found: sqlite3.Connection | None, store: Store, asked: Asked) -> HomePage:
    """Return the first page."""
    if found is not None:
        counts = dict(found.execute("SELECT name, n FROM total").fetchall())
        counts = {name: counts[name] for name in _COUNTED}
    else:
        counts = {}
    latest = rows(
        store,
        "SELECT key, label, date FROM meetings WHERE date IS NOT NULL ORDER BY date DESC, key "
        "LIMIT 10",
    )
    return HomePage(counts, tuple(Latest(Ref(k, label), date) for k, label, date in latest))
