"""All people of one name: joined by evidence, kept apart by contradictions, never pair by pair."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.link.binding import NO_PARTS, Bound, clash
from kg.link.candidates import Candidate
from kg.link.cluster import Cluster, Join, Reason, merged, reason_of, shared_documents
from kg.link.contradictions import (
    PostView,
    consistent,
    merge_profiles,
    pairs_told,
    profiles_contradict,
)
from kg.link.join_rows import JoinKind
from kg.link.provinces import Provinces
from kg.link.sources import Ref
from kg.link.unionfind import joinable

# Somebody whom this many documents name, and this many times as many as name all others of the
# name, is whom a mention without a post means.
KNOWN_DOCUMENTS = 20
KNOWN_TIMES = 20
# What more people of one name than this share tells nothing of who is who: they are held against
# each other only where they share something else as well. It bounds the work a candidate costs.
CROWD = 64
# A crowd that holds more posts than this together is many people, although none contradict, if
# what they share is only this.
_CROWD_POSTS: dict[JoinKind, int] = {
    "place": CROWD,
    "body": CROWD,
    "title": CROWD,
    "prominent": 4 * CROWD,
}


class Block:
    """All candidates of one name, the oldest first; `joined` gives those that are one person.

    What speaks for joining is gone through from the strongest to the weakest; what speaks against
    it always wins, and where it parts some, those who could be either stay apart (`joinable`). The
    number of comparisons grows with that of candidates, not of pairs (`CROWD`).
    """

    def __init__(
        self,
        block: list[Candidate],
        provinces: Provinces,
        distinctive: bool,
        decided: Bound,
        copied: Mapping[Ref, Ref] | None = None,
    ) -> None:
        """Make a cluster of each; `copied` gives what people of copies repeat."""
        self._block = block
        self._copied = copied or {}
        self._provinces = provinces
        self._distinctive = distinctive
        self._above = list(range(len(block)))  # towards the cluster of a candidate
        self._clusters = {
            i: Cluster(c, decided.parts_of([c.ref])) for i, c in enumerate(self._block)
        }
        self._contradictions: dict[tuple[int, ...], bool] = {}
        # Posts that one report gives to one person of this name.
        self._together = pairs_told(c.posts for c in block)

    def joined(self) -> list[Cluster]:
        """Return the people, each with all its candidates and what joined them."""
        if len(self._block) > 1:
            for members in self._same_parts():
                self._unite(members, Reason("decided"))
            self.join_copied()
            for members in self._same_posts():
                self._join_alike(members, Reason("post"), sure=True)
            for clue, members in self._by_clue():
                sole = clue[1].startswith("sole ")
                self._join_alike(members, reason_of(clue), sure=clue[0] == 0, sole=sole)
            # Those whom the whole country's press names are one, unless something contradicts.
            known = [
                i
                for i, c in self._clusters.items()
                if c.prominent or c.foreign or self._distinctive
            ]
            reason = Reason("rare" if self._distinctive else "prominent")
            self._join_alike(known, reason, sure=self._distinctive)
            self._join_untitled()
        return list(self._clusters.values())

    def join_copied(self) -> list[Cluster]:
        """Join those who stand in several prints of one report, and no others; return all."""
        again: dict[Ref, list[int]] = defaultdict(list)
        for i, c in enumerate(self._block) if self._copied else ():
            again[self._copied.get(c.ref, c.ref)].append(i)
        for members in again.values():
            bearers: dict[int, int] = {}
            for i in members:
                bearers.setdefault(self._home(i), i)
            homes = sorted(bearers)
            parts = [p for i in homes if (p := self._clusters[i].parts)]
            if len(homes) < 2 or any(itertools.starmap(clash, itertools.combinations(parts, 2))):
                continue
            joined = self._unite(homes, Reason("copy"), bearers)
            self._clusters[joined[0]].copies += len(joined) - 1
        return list(self._clusters.values())

    def _same_parts(self) -> list[list[int]]:
        """Group candidates that were one person when an analyst split them from others."""
        out: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for i, cluster in self._clusters.items():
            if cluster.parts:
                out[tuple(sorted(cluster.parts))].append(i)
        return [out[parts] for parts in sorted(out)]

    def _same_posts(self) -> list[list[int]]:
        """Group candidates with exactly the same posts: done first, it keeps big blocks small."""
        same: dict[tuple[PostView, ...], list[int]] = defaultdict(list)
        for i, c in enumerate(self._block):
            same[c.posts].append(i)
        out: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for posts, found in same.items():
            if posts and all(post.telling for post in posts):
                out[tuple(sorted({post.key for post in posts}))] += found
        return [sorted(out[posts]) for posts in sorted(out)]

    def _by_clue(self) -> list[tuple[tuple[int, str], list[int]]]:
        """Group candidates by each clue they share, the strongest and the rarest clue first."""
        out: dict[tuple[int, str], list[int]] = defaultdict(list)
        for i, c in enumerate(self._block):
            for clue in c.clues:
                out[clue].append(i)
        shared = sorted((clue[0], len(found), clue[1]) for clue, found in out.items())
        return [((s, what), out[s, what]) for s, n, what in shared if n > 1]

    def _join_untitled(self) -> None:
        """Give mentions without a post to the only one of the name, or the far better known."""
        titled = [i for i, c in self._clusters.items() if c.titled]
        if len(titled) == 1:
            self._join_alike(self._clusters, Reason("only"))
            return
        placed = {i for i, c in self._clusters.items() if c.placed}
        best = self._outweighing(sorted(placed))
        if best is not None:
            mine = self._clusters[best].parts
            others = [j for j in sorted(self._clusters) if j not in placed]
            others = [j for j in others if self._clusters[j].parts <= mine]
            self._unite([best, *others], Reason("known"))

    def _join_alike(
        self, members: Iterable[int], reason: Reason, sure: bool = False, sole: bool = False
    ) -> None:
        """Join clusters that share something, as far as nothing parts them.

        That one report tells of two people of the name is a reason to ask which of them another
        means; but not where what they share is borne by one person alone (`sure`). Where it is a
        post that only one at a time holds (`sole`), those who contradict nobody are that one, even
        if two others, who have it as well, contradict each other.
        """
        members = list(members)
        bearers: dict[int, int] = {}
        for i in members:
            bearers.setdefault(self._home(i), i)
        homes = sorted(bearers)
        if len(homes) < 2:
            return
        twice = shared_documents(self._clusters[i] for i in homes)
        nodes, free = list[int](), list[int]()
        for i in homes:
            cluster = self._clusters[i]
            asked = not sure and not cluster.documents.isdisjoint(twice)
            alone = not cluster.titled and cluster.foreign is None and not asked
            (free if alone and not cluster.parts else nodes).append(i)
        if len(nodes) > CROWD:
            if (sure or not twice) and self._consistent(homes, reason):
                self._unite([*nodes, *free], reason, bearers)
            else:
                self._join_some(members, nodes, free, reason, sure)
            return
        contradict = self._contradictor(sure)
        groups = joinable(nodes, contradict, free, self._outweighs)
        # Where an analyst split those who have it, it is not borne by one alone.
        if sole and not any(self._clusters[i].parts for i in nodes):
            taken = {i for group in groups for i in group}
            left = [i for i in nodes if i not in taken]
            groups.append([i for i in left if not any(contradict(i, j) for j in nodes if j != i)])
        for group in groups:
            if len(group) > 1:
                self._unite(group, reason, bearers)

    def _join_some(
        self, members: Sequence[int], nodes: list[int], free: list[int], reason: Reason, sure: bool
    ) -> None:
        """Join, of a crowd that shares something, those who share something else as well."""
        best = self._outweighing(nodes)
        if best is not None:
            self._unite([best, *free], reason)
        parts: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        apart = set(nodes)
        for i in members:
            if self._home(i) in apart:
                for clue in self._block[i].clues:
                    parts[clue].setdefault(i, i)
        for clue in sorted(parts, key=lambda c: (c[0], len(parts[c]), c[1])):
            bearers: dict[int, int] = {}
            for i in parts[clue]:
                bearers.setdefault(self._home(i), i)
            if 1 < len(bearers) <= CROWD:
                for group in joinable(sorted(bearers), self._contradictor(sure)):
                    self._unite(group, reason, bearers)

    def _home(self, i: int) -> int:
        """Return the cluster of a candidate."""
        root = i
        while self._above[root] != root:
            root = self._above[root]
        while self._above[i] != root:
            self._above[i], i = root, self._above[i]
        return root

    def _unite(
        self, group: Sequence[int], reason: Reason, bearers: Mapping[int, int] | None = None
    ) -> list[int]:
        """Make one cluster of several; of two in one document, the later one is left out.

        `bearers` gives the candidate of each cluster that has what they share. Returns those that
        were joined, of which the first stands for all.
        """
        taken, documents = list[int](), set[str]()
        largest = max(group, key=lambda i: len(self._clusters[i].documents))
        bulk = self._clusters[largest].documents
        for i in group:
            own = self._clusters[i].documents
            if not own.isdisjoint(documents):
                continue
            if i != largest:
                if largest in taken and not own.isdisjoint(bulk):
                    continue
                documents |= own
            taken.append(i)
        if len(taken) < 2:
            return taken
        who = tuple(self._block[bearers[i] if bearers else i] for i in taken)
        whole = merged(self._clusters.pop(i) for i in taken)
        whole.joins.append(Join(reason, who))
        self._clusters[taken[0]] = whole
        for i in taken[1:]:
            self._above[i] = taken[0]
        return taken

    def _outweighs(self, i: int, others: Sequence[int]) -> bool:
        known = self._clusters[i].known
        rest = sum(self._clusters[j].known for j in others)
        return known >= KNOWN_DOCUMENTS and known >= KNOWN_TIMES * rest

    def _outweighing(self, clusters: Sequence[int]) -> int | None:
        """Return the one of some clusters that outweighs all others of them, if one does."""
        best = max(clusters, key=lambda i: (self._clusters[i].known, -i), default=None)
        if best is None or not self._outweighs(best, [i for i in clusters if i != best]):
            return None
        return best

    def _contradictor(self, sure: bool) -> Callable[[int, int], bool]:
        """Return what says whether two clusters contradict; asked again, it remembers."""

        def contradict(i: int, j: int) -> bool:
            a, b = self._clusters[i], self._clusters[j]
            # A cluster only grows: its size tells its states from each other.
            asked = (i, len(a.members), j, len(b.members), sure)
            if asked not in self._contradictions:
                self._contradictions[asked] = self._contradict(a, b, sure)
            return self._contradictions[asked]

        return contradict

    def _contradict(self, a: Cluster, b: Cluster, sure: bool) -> bool:
        if not sure and not a.documents.isdisjoint(b.documents):
            return True
        if clash(a.parts, b.parts):
            return True
        if a.foreign is not None and b.foreign is not None and a.foreign != b.foreign:
            return True
        return profiles_contradict(a.profile, b.profile, self._together, self._provinces)

    def _consistent(self, homes: Sequence[int], reason: Reason) -> bool:
        """Whether no posts of a crowd can contradict: found in one pass over all of them."""
        clusters = [self._clusters[i] for i in homes]
        if len({c.foreign for c in clusters} - {None}) > 1:
            return False
        parts = NO_PARTS.union(*(c.parts for c in clusters))
        if len(dict(parts)) < len(parts):
            return False
        posts = list(merge_profiles([c.profile for c in clusters]).values())
        if len(posts) > _CROWD_POSTS.get(reason.kind, len(posts)):
            return False
        return consistent(posts, self._together, self._provinces, CROWD * CROWD)
