"""Groups of statements that linking takes for one entity, set right by what analysts decided."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from kg.link.binding import NO_PARTS, Bound, Parts, clash, contradiction
from kg.link.slugs import number
from kg.link.sources import Keys, Ref

T = TypeVar("T")


class Settled(Generic[T]):
    """Groups as decided: `groups`, with `leads`, the members that were in the one that stays.

    Linking keeps apart what it knows to be apart; what it still put into one group is parted here,
    and what is decided to be one is joined. Statements that no split speaks of stay with the part
    that keeps the key.

    Raises:
        DecisionError: A merge joins what a split parts, by way of others in their groups.
    """

    def __init__(self, bound: Bound, groups: Iterable[list[T]], ref: Callable[[T], Ref]) -> None:
        self._bound, self._ref = bound, ref
        self.groups: list[list[T]] = []
        self.leads: list[list[T]] = []
        if not bound.parts and not bound.merges:
            self.groups = list(groups)
            self.leads = self.groups
            return
        parted = [part for group in groups for part in _parted(bound, group, ref)]
        self._unite(parted, ref)

    @functools.cached_property
    def _home(self) -> dict[Ref, int]:
        return {self._ref(m): i for i, group in enumerate(self.groups) for m in group}

    def _unite(self, parted: Sequence[list[T]], ref: Callable[[T], Ref]) -> None:
        home = {ref(m): i for i, group in enumerate(parted) for m in group}
        parts = [self._bound.parts_of(map(ref, group)) for group in parted]
        root = list(range(len(parted)))
        members = {i: [i] for i in root}

        def find(i: int) -> int:
            while root[i] != i:
                i = root[i]
            return i

        for entry, found in self._bound.merges:
            first, *_ = found.values()
            counted = Counter(find(home[r]) for r in first if r in home)
            if not counted:
                continue  # of another kind of entity
            keep = min(counted, key=lambda i: (-counted[i], i))
            for refs in found.values():
                for i in sorted({find(home[r]) for r in refs if r in home}):
                    if i == find(keep):
                        continue
                    if clash(parts[keep], parts[i]):
                        raise self._bound.contradiction(entry, parts[keep], parts[i])
                    parts[keep] |= parts[i]
                    members[keep] += members.pop(i)
                    root[i] = keep
        for i in sorted(members):
            self.leads.append(parted[i])
            self.groups.append([m for j in members[i] for m in parted[j]])

    def group_of(self, refs: Iterable[Ref]) -> int | None:
        """Return the number of the group that most of some references are in."""
        counted = Counter(self._home[r] for r in refs if r in self._home)
        return min(counted, key=lambda i: (-counted[i], i)) if counted else None

    def keys(self, wanted: Iterable[tuple[str, int]]) -> dict[int, str]:
        """Return the keys of groups: those that decisions name them by, else those they want.

        `wanted` is what `kg.link.slugs.number` takes. No other entity gets a key that a decision
        has given away, nor one that redirects.
        """
        gone = {key for _, found in self._bound.merges for key in list(found)[1:]}
        fixed: dict[int, str] = {}
        for key, refs in self._bound.pins:
            i = self.group_of(refs)
            if i is not None and i not in fixed and key not in gone | set(fixed.values()):
                fixed[i] = key
        free = [(key, i) for key, i in wanted if i not in fixed]
        return number(free, gone | set(fixed.values())) | fixed

    def names(self) -> dict[int, str]:
        """Return the labels that analysts gave to groups.

        Raises:
            DecisionError: Two of them name one entity differently.
        """
        out: dict[int, str] = {}
        by: dict[int, int] = {}
        entries = self._bound.decisions
        for n, (entry, refs) in enumerate(self._bound.names):
            i = self.group_of(refs)
            if i is None:
                continue
            if i in out and out[i] != entry.to:
                other = self._bound.names[by[i]][0]
                raise contradiction(entries, entry, other, "one entity, two names")
            out[i], by[i] = entry.to, n
        return out


def bearers(entities: Keys) -> dict[str, list[Ref]]:
    """Return the references by the keys of what they stand for."""
    out: dict[str, list[Ref]] = defaultdict(list)
    for ref, key in entities.items():
        out[key].append(ref)
    return out


def _parted(bound: Bound, group: list[T], ref: Callable[[T], Ref]) -> list[list[T]]:
    """Part a group as splits say; the rest stays with the part that keeps the key."""
    alike: dict[Parts, list[T]] = defaultdict(list)
    for member in group:
        alike[bound.parts.get(ref(member), NO_PARTS)].append(member)
    rest = alike.pop(NO_PARTS, [])
    buckets: list[tuple[Parts, list[T]]] = []
    for parts in sorted(alike, key=lambda p: ([part for _, part in sorted(p)], sorted(p))):
        for i, (held, members) in enumerate(buckets):
            if not clash(held, parts):
                buckets[i] = (held | parts, members + alike[parts])
                break
        else:
            buckets.append((parts, alike[parts]))
    if len(buckets) < 2:
        return [group]
    (parts, members), *others = buckets
    taken = {id(m) for m in members} | {id(m) for m in rest}
    # In the order of the group, which callers rely on.
    return [[m for m in group if id(m) in taken], *(found for _, found in others)]
