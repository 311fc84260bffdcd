"""The rejected facts of a store, in words."""

from __future__ import annotations

import msgspec

from kg.link.decisions import kind_of
from kg.store.history import ENTITIES
from kg.store.store import Store


class Rejection(msgspec.Struct, frozen=True):
    """A fact that a decision took out of the graph; `documents` are the ids of those that say it.

    `who` and `what` are labels: of the official or body, and of the post or meeting. Of a mention,
    `who` is the document and `what` the words.
    """

    decision: int
    kind: str
    who: str
    how: str
    what: str
    documents: tuple[str, ...]
    key: str


def rejections(store: Store) -> list[Rejection]:
    """Return the rejected facts by decision."""
    ids = {d.key: d.id for d in store.documents()}
    found = [
        Rejection(
            decision=row.decision,
            kind=row.kind,
            who=ids.get(row.subject) or _label(store, row.subject),
            how=row.how,
            what=_label(store, row.what),
            documents=tuple(sorted(ids[d] for d in row.documents)),
            key=row.key,
        )
        for row in store.rejected()
    ]
    return sorted(found, key=lambda r: (r.decision, r.key))


def _label(store: Store, key: str) -> str:
    table = ENTITIES.get(kind_of(key))
    found = (
        table
        and store.connection.execute(f"SELECT label FROM {table} WHERE key = ?", (key,)).fetchone()
    )
    return str(found[0]) if found else key
