"""What a list of known tenures adds to memberships, and what it has against them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.store.answers import Disputed, Inferred
from kg.store.store import Store


class References:
    """The rows of one official (by key), or of all, by membership and by official."""

    def __init__(self, store: Store, official: str | None = None) -> None:
        self.inferred: dict[str, Inferred] = {}
        self.disputed: dict[str, Disputed] = {}
        self._of: dict[str, list[str]] = {}
        self._documents: dict[str, frozenset[str]] = {}
        whose = "" if official is None else "WHERE ms.official = ? "
        values = () if official is None else (official,)
        tables = "JOIN memberships ms ON ms.key = r.membership JOIN posts p ON p.key = ms.post "
        order = "ORDER BY ms.first_seen IS NULL, ms.first_seen, ms.key"
        for key, who, documents, post, label, why, source in store.connection.execute(
            "SELECT ms.key, ms.official, ms.documents, p.label, r.label, r.why, r.source "
            f"FROM inferred r {tables}{whose}{order}",
            values,
        ):
            self.inferred[key] = Inferred(post, label, why, source)
            self._documents[key] = frozenset(json.loads(documents))
            self._of.setdefault(who, []).append(key)
        for key, who, post, day, why, source in store.connection.execute(
            "SELECT ms.key, ms.official, p.label, r.day, r.why, r.source "
            f"FROM disputed r {tables}{whose}{order}",
            values,
        ):
            self.disputed[key] = Disputed(post, day, why, source)
            self._of.setdefault(who, []).append(key)

    def inferred_of(self, official: str) -> tuple[Inferred, ...]:
        """Return what is inferred of an official, by the day first seen."""
        return tuple(self.inferred[k] for k in self._of.get(official, ()) if k in self.inferred)

    def disputed_of(self, official: str) -> tuple[Disputed, ...]:
        """Return what is disputed of an official, by the day first seen."""
        return tuple(self.disputed[k] for k in self._of.get(official, ()) if k in self.disputed)

    def labels(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return the posts inferred where these documents (keys) leave them open."""
        wanted = frozenset(documents)
        found = (row.label for k, row in self.inferred.items() if self._documents[k] & wanted)
        return tuple(dict.fromkeys(found))
