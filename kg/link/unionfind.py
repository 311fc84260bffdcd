"""Disjoint sets, and the choice of what may be joined where some of it contradicts the rest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class UnionFind(Generic[T]):
    """Disjoint sets of items; the least item of a set stands for it, whatever the order of joins.

    Items need an order, since the representative must not depend on the history.
    """

    def __init__(self, items: Iterable[T]) -> None:
        self._parent = {item: item for item in items}

    def find(self, item: T) -> T:
        """Return the item that stands for the set of `item`."""
        parent = self._parent
        root = item
        while parent[root] != root:
            root = parent[root]
        while parent[item] != root:
            parent[item], item = root, parent[item]
        return root

    def union(self, a: T, b: T) -> T:
        """Join the sets of two items; return the item that stands for both."""
        a, b = self.find(a), self.find(b)
        low, high = (a, b) if a <= b else (b, a)  # type: ignore[operator]
        self._parent[high] = low
        return low

    def sets(self) -> dict[T, list[T]]:
        """Return the sets by the items that stand for them, members in order."""
        out: dict[T, list[T]] = {}
        for item in sorted(self._parent):  # type: ignore[type-var]
            out.setdefault(self.find(item), []).append(item)
        return out


def joinable(nodes: Sequence[T], contradict: Callable[[T, T], bool]) -> list[list[T]]:
    """Return the groups of nodes that may be joined, given that all of them look alike.

    Without any contradiction that is one group. Else two nodes belong together only if they
    contradict the same others; a node that contradicts nobody could belong to either side, so it
    stays alone. Groups of one are left out. The result does not depend on the order of the nodes.
    """
    against: dict[T, set[T]] = {node: set() for node in nodes}
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            if contradict(a, b):
                against[a].add(b)
                against[b].add(a)
    if not any(against.values()):
        return [list(nodes)] if len(nodes) > 1 else []
    groups: dict[frozenset[T], list[T]] = {}
    for node in nodes:
        if against[node]:
            groups.setdefault(frozenset(against[node]), []).append(node)
    return [group for group in groups.values() if len(group) > 1]
