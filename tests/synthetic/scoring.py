"""How well a graph tells who is who and which meeting is which: counted over pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from kg.link.model import Graph
from synthetic.telling import Labelled


class Pairs(NamedTuple):
    """Pairs of mentions: found to be one, truly one, both."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


class Clusters:
    """Counts how clusters found and true ones overlap, mention by mention."""

    def __init__(self) -> None:
        self._found = Counter[Hashable]()
        self._true = Counter[Hashable]()
        self._both = Counter[tuple[Hashable, Hashable]]()

    def add(self, found: Hashable, true: Hashable) -> None:
        self._found[found] += 1
        self._true[true] += 1
        self._both[found, true] += 1

    def pairs(self) -> Pairs:
        """Return the counts over all pairs: great clusters count with the square of their size."""
        return Pairs(_pairs(self._found), _pairs(self._true), _pairs(self._both))

    def b_cubed(self) -> tuple[float, float, float]:
        """Return precision, recall and F1 as a mean over mentions (Bagga and Baldwin 1998)."""
        n = sum(self._true.values())
        precision = sum(k * k / self._found[f] for (f, _), k in self._both.items()) / n
        recall = sum(k * k / self._true[t] for (_, t), k in self._both.items()) / n
        return precision, recall, 2 * precision * recall / (precision + recall)


def scored(graph: Graph, corpus: Iterable[Labelled]) -> dict[str, Clusters]:
    """Return how a graph's officials ("person") and meetings ("meeting") meet the truth."""
    ids = {row.key: row.id for row in graph.documents}
    found = {
        (ids[row.document], row.start): row.target
        for row in graph.mentions
        if row.kind in ("person", "meeting")
    }
    out = {"person": Clusters(), "meeting": Clusters()}
    for report, people, meetings, _ in corpus:
        seen = set[str]()
        for mention in report.mentions:
            true = (people | meetings).get(mention.target)
            if true is None or mention.kind not in out or mention.target in seen:
                continue
            seen.add(mention.target)
            out[mention.kind].add(found[report.document, mention.start], true)
    return out


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
