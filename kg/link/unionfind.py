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

    def __contains__(self, item: object) -> bool:
        return item in self._parent

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


def joinable(
    nodes: Sequence[T],
    contradict: Callable[[T, T], bool],
    free: Sequence[T] = (),
    outweighs: Callable[[T, Sequence[T]], bool] = lambda node, others: False,
) -> list[list[T]]:
    """Return the groups of nodes that may be joined, given that all of them look alike.

    Without any contradiction that is one group. Else two nodes belong together only if they
    contradict the same others; a node that contradicts nobody could belong to either side, so it
    stays alone, unless one side outweighs all others. Groups of one are left out. The result does
    not depend on the order of the nodes.

    Args:
        nodes: The nodes in order.
        contradict: Says whether two nodes can't be joined.
        free: More nodes, of which it is known that they contradict nobody.
        outweighs: Says whether the others are as nothing beside a node.
    """
    against: dict[T, set[T]] = {node: set() for node in nodes}
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            if contradict(a, b):
                against[a].add(b)
                against[b].add(a)
    groups: dict[frozenset[T], list[T]] = {}
    for node in nodes:
        groups.setdefault(frozenset(against[node]), []).append(node)
    unopposed = [*groups.pop(frozenset(), []), *free]
    if not groups:
        return [unopposed] if len(unopposed) > 1 else []
    parted = [node for group in groups.values() for node in group]
    for group in groups.values():
        rest = [node for node in parted if node not in group]
        if any(outweighs(node, rest) for node in group):
            group += unopposed
            break
    return [group for group in groups.values() if len(group) > 1]
