"""What linking compares at all: how many comparisons, and how many true pairs are among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from unittest.mock import patch

import kg.link.contradictions
import kg.link.matching
from kg.link.likeness import Told
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
from kg.link.sources import Ref
from kg.link.spelling import likeness, neighbours
from kg.link.unionfind import UnionFind
from synthetic.scoring import Pairs
from synthetic.telling import Labelled


class Compared:
    """What one linking compared: `posts` held against each other, and `meetings`, pair by pair."""

    def __init__(self) -> None:
        self.posts = 0
        self.meetings: set[tuple[Ref, Ref]] = set()


@contextmanager
def watched() -> Iterator[Compared]:
    """Note all comparisons of the linking inside."""
    compared = Compared()
    clash, pairs = kg.link.contradictions.clash, kg.link.matching.pairs

    def noted_clash(*args: object) -> object:
        compared.posts += 1
        return clash(*args)  # type: ignore[arg-type]

    def noted_pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
        found = set(pairs(told))
        compared.meetings = {(told[a].ref, told[b].ref) for a, b in found}
        yield from found

    with (
        patch.object(kg.link.contradictions, "clash", noted_clash),
        patch.object(kg.link.matching, "pairs", noted_pairs),
    ):
        yield compared


def meeting_blocking(compared: Compared, corpus: Iterable[Labelled]) -> Pairs:
    """Return how many true pairs of meetings were compared, or are linked by pairs that were.

    What joins is transitive: no more pairs than these can be found.
    """
    truth = {
        Ref(report.document, id): true
        for report, _, meetings, _ in corpus
        for id, true in meetings.items()
    }
    linked = UnionFind(truth)
    for a, b in compared.meetings:
        if truth[a] == truth[b]:
            linked.union(a, b)
    sizes = Counter(truth.values())
    right = sum(_couples(len(refs)) for refs in linked.sets().values())
    return Pairs(len(compared.meetings), sum(map(_couples, sizes.values())), right)


def people_blocking(corpus: Iterable[Labelled], rules: LinkRules) -> tuple[Pairs, Pairs]:
    """Return how many true pairs of people bear one name, and how many at least nearly one."""
    by_name = Counter[str]()
    by_truth: dict[int, Counter[str]] = defaultdict(Counter)
    for report, people, _, _ in corpus:
        for person in report.people:
            name = canonical(person.name)
            by_name[name] += 1
            by_truth[people[person.id]][name] += 1
    near = {pair for pair in neighbours(by_name) if likeness(pair[0], pair[1], rules) is not None}
    true = sum(_couples(sum(names.values())) for names in by_truth.values())
    same = sum(_couples(n) for names in by_truth.values() for n in names.values())
    alike = sum(
        names[a] * names[b]
        for names in by_truth.values()
        for a, b in combinations(sorted(names), 2)
        if (a, b) in near
    )
    found = sum(_couples(n) for n in by_name.values())
    more = sum(by_name[a] * by_name[b] for a, b in near)
    return Pairs(found, true, same), Pairs(found + more, true, same + alike)


def _couples(n: int) -> int:
    return n * (n - 1) // 2
