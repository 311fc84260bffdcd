"""Which people of all reports are one official: blocked by name, joined by evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.link.binding import NO_PARTS, Bound, clash
from kg.link.bodies import Bodies, Posts
from kg.link.candidates import Candidate, Candidates
from kg.link.contradictions import (
    merge_profiles,
    pairs_told,
    posts_contradict,
    profiles_contradict,
    told_together,
)
from kg.link.model import Official
from kg.link.provinces import Provinces
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.slugs import slug
from kg.link.sources import Ref, Source, most_common
from kg.link.unionfind import joinable

# Somebody whom this many documents name, and this many times as many as name all others of the
# name, is whom a mention without a post means.
KNOWN_DOCUMENTS = 20
KNOWN_TIMES = 20


class Officials:
    """Keys and rows of officials. `keys` gives the key of each report's person.

    `meetings` are sets of reports' meetings that are known to be one: people of one name at one
    meeting are one person, if nothing contradicts. What is `decided` goes before everything.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        bodies: Bodies,
        posts: Posts,
        rules: LinkRules,
        meetings: Mapping[Ref, Ref],
        decided: Bound,
    ) -> None:
        blocks = Candidates(sources, bodies, posts, rules, meetings).blocks
        groups: list[list[Candidate]] = []
        for name in sorted(blocks):
            block = _Block(blocks[name], rules.provinces, rules.distinctive(name), decided)
            groups += block.joined()
        settled = Settled(decided, groups, lambda c: c.ref)
        groups = settled.groups
        labels = [most_common(c.name for c in group) for group in settled.leads]
        by_age = sorted(range(len(groups)), key=lambda i: min(c.seniority() for c in groups[i]))
        keys = settled.keys((f"official/{slug(labels[i])}", i) for i in by_age)
        names = settled.names()
        self.keys = {c.ref: keys[i] for i, group in enumerate(groups) for c in group}
        rows = [
            Official(
                key=keys[i],
                label=names.get(i, labels[i]),
                variants=tuple(sorted({c.name for c in group})),
                foreign=any(c.foreign for c in group),
            )
            for i, group in enumerate(groups)
        ]
        self.rows = sorted(rows, key=lambda row: row.key)


class _Cluster:
    """Candidates taken for one person so far."""

    def __init__(self, members: list[Candidate], decided: Bound) -> None:
        self.members = members
        self.parts = decided.parts_of(c.ref for c in members)
        self.documents = {c.ref.document for c in members}
        self.profile = merge_profiles([c.profile for c in members])
        posts = [held.post for held in self.profile.values()]
        self.titled = bool(posts)
        self.placed = any(post.placed for post in posts)
        self.prominent = any(post.prominent for post in posts)
        # A name without posts may be a foreigner's although nothing beside it says so.
        known = {c.foreign for c in members if c.posts or c.foreign}
        self.foreign = known.pop() if len(known) == 1 else None


class _Block:
    """All candidates of one name; `joined` gives those that are one person.

    What speaks for joining is gone through from the strongest to the weakest; what speaks against
    it always wins, and where it parts some, those who could be either stay apart (`joinable`).
    """

    def __init__(
        self, block: list[Candidate], provinces: Provinces, distinctive: bool, decided: Bound
    ) -> None:
        self._block = sorted(block, key=Candidate.seniority)
        self._decided = decided
        self._provinces = provinces
        self._distinctive = distinctive
        self._home = list(range(len(block)))  # by candidate: its cluster
        self._clusters = {i: _Cluster([c], decided) for i, c in enumerate(self._block)}
        # Posts that one report gives to one person of this name.
        self._together = set[tuple[str, str]]().union(*(pairs_told(c.posts) for c in block))

    def joined(self) -> list[list[Candidate]]:
        if len(self._block) > 1:
            for members in self._same_parts():
                self._unite(members)
            for members in self._same_posts():
                self._join_alike(members, sure=True)
            for strength, members in self._by_clue():
                self._join_alike(members, sure=strength == 0)
            # Those whom the whole country's press names are one, unless something contradicts.
            known = [
                i
                for i, c in self._clusters.items()
                if c.prominent or c.foreign or self._distinctive
            ]
            self._join_alike(known, sure=self._distinctive)
            self._join_untitled()
        return [cluster.members for cluster in self._clusters.values()]

    def _same_parts(self) -> list[list[int]]:
        """Group candidates that were one person when an analyst split them from others."""
        out: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for i, cluster in self._clusters.items():
            if cluster.parts:
                out[tuple(sorted(cluster.parts))].append(i)
        return [out[parts] for parts in sorted(out)]

    def _same_posts(self) -> list[list[int]]:
        """Group candidates with exactly the same posts: done first, it keeps big blocks small."""
        out: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, c in enumerate(self._block):
            if c.posts and all(post.telling for post in c.posts):
                out[tuple(sorted({post.key for post in c.posts}))].append(i)
        return [out[posts] for posts in sorted(out)]

    def _by_clue(self) -> list[tuple[int, list[int]]]:
        """Group candidates by each clue they share, the strongest and the rarest clue first."""
        out: dict[tuple[int, str], list[int]] = defaultdict(list)
        for i, c in enumerate(self._block):
            for clue in c.clues:
                out[clue].append(i)
        shared = [(strength, len(found), what, found) for (strength, what), found in out.items()]
        return [(strength, found) for strength, n, _, found in sorted(shared) if n > 1]

    def _join_untitled(self) -> None:
        """Give mentions without a post to the only one of the name, or the far better known."""
        titled = [i for i, c in self._clusters.items() if c.titled]
        if len(titled) == 1:
            self._join_alike(self._clusters)
            return
        placed = [i for i, c in self._clusters.items() if c.placed]
        for i in placed:
            if self._outweighs(i, [j for j in placed if j != i]):
                mine = self._clusters[i].parts
                others = (j for j in sorted(self._clusters) if j not in placed)
                self._unite([i, *(j for j in others if self._clusters[j].parts <= mine)])
                return

    def _join_alike(self, members: Iterable[int], sure: bool = False) -> None:
        """Join clusters that share something, as far as nothing parts them.

        That one report tells of two people of the name is a reason to ask which of them another
        means; but not where what they share is borne by one person alone (`sure`).
        """
        homes = sorted({self._home[i] for i in members})
        if len(homes) < 2:
            return
        told = Counter(d for i in homes for d in self._clusters[i].documents)
        if max(told.values()) == 1 and self._consistent([self._clusters[i] for i in homes]):
            self._unite(homes)
            return
        nodes, free = list[int](), list[int]()
        for i in homes:
            cluster = self._clusters[i]
            twice = not sure and any(told[d] > 1 for d in cluster.documents)
            alone = not cluster.titled and cluster.foreign is None and not twice
            alone = alone and not cluster.parts
            (free if alone else nodes).append(i)

        def contradict(i: int, j: int) -> bool:
            return self._contradict(i, j, sure)

        for group in joinable(nodes, contradict, free, self._outweighs):
            self._unite(group)

    def _unite(self, group: Sequence[int]) -> None:
        """Make one cluster of several; of two in one document, the later one is left out."""
        taken, documents = [], set[str]()
        for i in group:
            if documents.isdisjoint(self._clusters[i].documents):
                taken.append(i)
                documents |= self._clusters[i].documents
        members = [c for i in taken for c in self._clusters[i].members]
        for i in taken[1:]:
            del self._clusters[i]
        self._clusters[taken[0]] = _Cluster(members, self._decided)
        gone = set(taken)
        self._home = [taken[0] if home in gone else home for home in self._home]

    def _outweighs(self, i: int, others: Sequence[int]) -> bool:
        known = len(self._clusters[i].documents)
        rest = sum(len(self._clusters[j].documents) for j in others)
        return known >= KNOWN_DOCUMENTS and known >= KNOWN_TIMES * rest

    def _contradict(self, i: int, j: int, sure: bool) -> bool:
        a, b = self._clusters[i], self._clusters[j]
        if not sure and not a.documents.isdisjoint(b.documents):
            return True
        if clash(a.parts, b.parts):
            return True
        if a.foreign is not None and b.foreign is not None and a.foreign != b.foreign:
            return True
        return profiles_contradict(a.profile, b.profile, self._together, self._provinces)

    def _consistent(self, clusters: list[_Cluster]) -> bool:
        """Whether no posts of many clusters can contradict: found in one pass over all of them."""
        if len({c.foreign for c in clusters} - {None}) > 1:
            return False
        parts = NO_PARTS.union(*(c.parts for c in clusters))
        if len(dict(parts)) < len(parts):
            return False
        held = list(merge_profiles([c.profile for c in clusters]).values())
        return not any(
            posts_contradict(a, b, self._provinces)
            for i, a in enumerate(held)
            for b in held[i + 1 :]
            if not told_together(a.post, b.post, self._together)
        )
