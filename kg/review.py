"""Going through unsure pairs: which are left, and what is written down for an answer."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError
from kg.link.decisions import (
    Decision,
    Decisions,
    Merge,
    Split,
    append_decision,
    read_decisions,
    undo,
)
from kg.link.join_rows import UnsureRow
from kg.link.unionfind import UnionFind
from kg.store.chosen import Chosen
from kg.store.entities import ENOUGH, anchors
from kg.store.names import require_officials
from kg.store.passages import Passages
from kg.store.store import Store
from kg.store.why import NotSame, about, unsure_pairs


class Review:
    """The unsure pairs of an open store that nobody has decided on yet, the likeliest first.

    `path` is the file that answers are written to, one by one; the store stays as it is until
    `kg.decide.relink`.

    Raises:
        KgError: The store goes without decisions, its file is not sound, or nobody bears `name`.
    """

    def __init__(
        self,
        store: Store,
        decisions: Path | None = None,
        *,
        least: float = 0.0,
        name: str | None = None,
        who: str = "",
    ) -> None:
        self._store, self._who = store, who
        self._passages = Passages(store)
        chosen = Chosen.of_open(store, decisions)
        if chosen.path is None:
            raise KgError(
                f"{store.path}: was built without decisions: --decisions FILE gives a file"
            )
        self.path = chosen.path
        self._decisions = read_decisions(self.path)
        rows = unsure_pairs(store, least)
        if name is not None:
            keys = {hit.key for hit in require_officials(store, name)}
            rows = [row for row in rows if row.first in keys or row.second in keys]
        self._rows = rows
        self._at = 0
        self._written: list[tuple[int, int]] = []  # (place of the pair, id of the decision)

    @property
    def answered(self) -> int:
        """How many answers were written down and not taken back."""
        return len(self._written)

    def left(self) -> list[UnsureRow]:
        """Return the pairs still open, without those that were skipped."""
        judged = _Judged(self._decisions)
        return [row for row in self._rows[self._at :] if not judged.knows(row.first, row.second)]

    def shown(self, row: UnsureRow) -> NotSame:
        """Return a pair with its reasons and both sides' evidence."""
        return about(self._store, self._passages, row)

    def same(self, row: UnsureRow) -> Decision:
        """Write down that a pair is one official."""
        keys = (row.first, row.second)
        seen = {key: anchors(self._store, key, ENOUGH) for key in keys}
        return self._write(row, Merge(keys=keys, seen=seen, who=self._who, why=_why(row)))

    def different(self, row: UnsureRow) -> Decision:
        """Write down that a pair is two officials."""
        into = {key: anchors(self._store, key) for key in (row.first, row.second)}
        return self._write(row, Split(key=row.first, into=into, who=self._who, why=_why(row)))

    def skip(self, row: UnsureRow) -> None:
        """Leave a pair open."""
        self._at = self._rows.index(row) + 1

    def undo(self) -> Decision | None:
        """Take back the last answer and return to its pair; None if there is none."""
        if not self._written:
            return None
        self._at, id = self._written.pop()
        entry = undo(self.path, id, who=self._who, why="taken back in kg review")
        self._decisions = read_decisions(self.path)
        return entry

    def _write(self, row: UnsureRow, entry: Decision) -> Decision:
        at = self._rows.index(row)
        written = append_decision(self.path, entry)
        self._decisions = read_decisions(self.path)
        self._written.append((at, written.id))
        self._at = at + 1
        return written


class _Judged:
    """What decisions say of pairs of officials, by way of others too."""

    def __init__(self, decisions: Decisions) -> None:
        live = decisions.live()
        merges = [entry.keys for entry in live if isinstance(entry, Merge)]
        splits = [tuple(entry.into) for entry in live if isinstance(entry, Split)]
        self._one = UnionFind({key for keys in (*merges, *splits) for key in keys})
        for first, *others in merges:
            for key in others:
                self._one.union(first, key)
        self._apart = {
            frozenset((self._one.find(a), self._one.find(b)))
            for keys in splits
            for a in keys
            for b in keys
        }

    def knows(self, a: str, b: str) -> bool:
        """Say whether two officials are decided to be one, or to be two."""
        a, b = self._root(a), self._root(b)
        return a == b or frozenset((a, b)) in self._apart

    def _root(self, key: str) -> str:
        return self._one.find(key) if key in self._one else key


def _why(row: UnsureRow) -> str:
    shared = ", ".join(dict.fromkeys(e.partition(" ")[0] for e in row.evidence_for))
    return f"kg review: score {row.score:.2f}" + (f" ({shared})" if shared else "")
