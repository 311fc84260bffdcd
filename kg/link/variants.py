"""People whose names are nearly one: joined where their posts agree and nothing contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from kg.link.binding import clash
from kg.link.block import KNOWN_DOCUMENTS, KNOWN_TIMES
from kg.link.candidates import Candidate, Clue
from kg.link.cluster import Cluster, Join, Reason, merged, reason_of
from kg.link.contradictions import Held, near, profiles_contradict
from kg.link.rules import LinkRules
from kg.link.slugs import fold
from kg.link.spelling import likeness, neighbours
from kg.link.unionfind import UnionFind, joinable

# Two real names in a post that one person holds are one man's if they were seen in it this near to
# each other: nobody is followed so soon by one of nearly the same name.
OVERLAP_DAYS = 31
# Of more people than this whose names are nearly one, nobody can tell who is whom.
CROWD = 32
# Clues that two of nearly one name are compared for: a post that says where, a meeting told twice.
_COMPARED = 2


class Near(NamedTuple):
    """Two people of nearly one name, by a candidate of each that has the reason, which they share.

    `joins` says that the reason is enough to join them, if nothing speaks against it.
    """

    a: Candidate
    b: Candidate
    reason: Reason
    joins: bool


def same_people(clusters: Sequence[Cluster], rules: LinkRules) -> tuple[list[Cluster], list[Near]]:
    """Return the people, those joined whose names are nearly one; and pairs that may be one.

    Two names of which one is no name as it stands are joined if both hold one post that says where;
    two real names only if that post is held by one at a time, and both were seen in it together, or
    if accents alone differ and the country's press names the one in it, next to nobody the other.
    What contradicts wins, and a spelling that fits two people stays apart from both.
    """
    found = _near(clusters, rules)
    sure = {pair: n for pair, n in found.items() if n.joins}
    linked = _Linked(clusters, sure, rules)
    real = {i for pair in sure for i in pair if rules.name(_name(clusters[i]))}
    linked.join_groups({pair for pair in sure if real.issuperset(pair)})
    loose = linked.join_slips(real)
    linked.join_groups({pair for pair in sure if loose.issuperset(pair)})
    together = linked.together
    out: list[Cluster | None] = list(clusters)
    for root, members in together.sets().items():
        whole = merged(clusters[i] for i in members) if len(members) > 1 else None
        for i in members if whole else ():
            out[i] = whole if i == root else None
    left = [
        n
        for (a, b), n in sorted(found.items())
        if not ((a, b) in sure and together.find(a) == together.find(b))
    ]
    return [cluster for cluster in out if cluster is not None], left


class _Linked:
    """Joins people, by number, along pairs that are `sure`; `together` are the sets they make."""

    def __init__(
        self, clusters: Sequence[Cluster], sure: Mapping[tuple[int, int], Near], rules: LinkRules
    ) -> None:
        self._clusters, self._sure, self._rules = clusters, sure, rules
        self.together = UnionFind({i for pair in sure for i in pair})

    def join_groups(self, pairs: Set[tuple[int, int]]) -> None:
        """Join those that pairs link to each other, where nothing contradicts."""
        like = UnionFind({i for pair in pairs for i in pair})
        for a, b in sorted(pairs):
            like.union(a, b)
        for nodes in like.sets().values():
            for group in joinable(nodes, self._contradict) if len(nodes) <= CROWD else ():
                inside = set(group)
                for a, b in sorted(pair for pair in pairs if inside.issuperset(pair)):
                    self._join(a, b)

    def join_slips(self, real: Set[int]) -> set[int]:
        """Give each misspelt name to the one real name that it is near to.

        However many misspellings one name has, and however far they are from each other. Returns
        those that are near to no real name.
        """
        meant: dict[int, set[int]] = defaultdict(set)
        for a, b in self._sure:
            for slip, name in ((a, b), (b, a)):
                if slip not in real:
                    meant[slip] |= {name} & real
        by_root: dict[int, list[int]] = defaultdict(list)
        for slip, names in sorted(meant.items()):
            roots = {self.together.find(i) for i in names}
            if len(roots) == 1:
                by_root[roots.pop()].append(slip)
        members = self.together.sets()
        for root, slips in by_root.items():
            for slip in slips:
                others = [*members[root], *(s for s in slips if s != slip)]
                if not any(self._excluded(slip, i) for i in others):
                    self._join(slip, min(meant[slip]))
        return {slip for slip, names in meant.items() if not names}

    def _contradict(self, a: int, b: int) -> bool:
        same = _name(self._clusters[a]) == _name(self._clusters[b])
        return not (same or (min(a, b), max(a, b)) in self._sure) or self._excluded(a, b)

    def _excluded(self, a: int, b: int) -> bool:
        return excluded(self._clusters[a], self._clusters[b], self._rules)

    def _join(self, a: int, b: int) -> None:
        if self.together.find(a) != self.together.find(b):
            self.together.union(a, b)
            a, b = min(a, b), max(a, b)
            n = self._sure[a, b]
            reason = Reason("spelling", n.reason.what)
            self._clusters[a].joins.append(Join(reason, (n.a, n.b)))


def excluded(a: Cluster, b: Cluster, rules: LinkRules) -> bool:
    """Say whether two people can't be one, whatever they are called."""
    if not a.documents.isdisjoint(b.documents) or clash(a.parts, b.parts):
        return True
    if a.foreign is not None and b.foreign is not None and a.foreign != b.foreign:
        return True
    told = a.told() | b.told()
    return profiles_contradict(a.profile, b.profile, told, rules.provinces)


def _name(cluster: Cluster) -> str:
    return cluster.members[0].plain


def _near(clusters: Sequence[Cluster], rules: LinkRules) -> dict[tuple[int, int], Near]:
    """Return what two people of nearly one name share, the best of it, by their numbers."""
    buckets = _shared(clusters)
    found: dict[tuple[int, int], Near] = {}
    for clue in sorted(buckets):
        named: dict[str, list[int]] = defaultdict(list)
        for i in buckets[clue]:
            named[_name(clusters[i])].append(i)
        for x, y in neighbours(named):
            alike = likeness(x, y, rules)
            if alike is None:
                continue
            for i in named[x]:
                for j in named[y]:
                    pair = (min(i, j), max(i, j))
                    a, b = clusters[pair[0]], clusters[pair[1]]
                    joins = clue[0] == 0 and (
                        alike == "slip"
                        or _held_together(a, b, clue)
                        or (fold(x) == fold(y) and _outweighed(a, b, clue))
                    )
                    if pair not in found or (joins and not found[pair].joins):
                        who = buckets[clue]
                        found[pair] = Near(who[pair[0]], who[pair[1]], reason_of(clue), joins)
    return found


def _shared(clusters: Sequence[Cluster]) -> dict[Clue, dict[int, Candidate]]:
    """Return the clues to compare by that several people share: by number, a candidate of each.

    Next to all of them one person alone has: these get no table of their own.
    """
    first: dict[Clue, tuple[int, Candidate]] = {}
    out: dict[Clue, dict[int, Candidate]] = {}
    for i, cluster in enumerate(clusters):
        for c in cluster.members:
            for clue in c.clues:
                if clue[0] >= _COMPARED:
                    break  # they are in order
                before = first.setdefault(clue, (i, c))
                if before[0] != i:
                    out.setdefault(clue, dict([before])).setdefault(i, c)
    return out


def _held_together(a: Cluster, b: Cluster, clue: Clue) -> bool:
    return any(
        x.post.sole and None not in (x.first, y.first) and near(x, y, OVERLAP_DAYS)
        for x in _held(a, clue)
        for y in _held(b, clue)
    )


def _outweighed(a: Cluster, b: Cluster, clue: Clue) -> bool:
    """Whether one is known throughout the country, the other a slip in the same high post."""
    less, more = sorted((a, b), key=lambda cluster: cluster.known)
    known = more.known
    return (
        known >= max(KNOWN_DOCUMENTS, KNOWN_TIMES * less.known)
        and any(held.post.prominent for held in _held(less, clue))
        and bool(_held(more, clue))
    )


def _held(cluster: Cluster, clue: Clue) -> list[Held]:
    return [
        held
        for held in cluster.profile.values()
        if not held.loose and held.post.telling and held.post.clue == clue[1]
    ]
