"""Which people of all reports are one official: blocked by name, joined by evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from kg.link.bodies import Bodies, Posts
from kg.link.contradictions import (
    Held,
    PostView,
    Profile,
    merge_profiles,
    ordinal,
    posts_contradict,
    profiles_contradict,
    view,
)
from kg.link.model import Official
from kg.link.provinces import Provinces
from kg.link.rules import LinkRules
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Ref, Source, most_common
from kg.link.unionfind import UnionFind, joinable
from kg.report.model import Report

# A name in more documents than this is nationwide: standing beside it tells nobody apart.
RARE_NAME_DOCUMENTS = 20


class Candidate(msgspec.Struct, frozen=True):
    """A person of one report with what tells who it is.

    `clues` are (strength, what): things that two mentions of one person share; the least strength
    number is the strongest. `date` is the first day the person was seen.
    """

    ref: Ref
    name: str
    foreign: bool
    date: str | None
    profile: Profile
    posts: tuple[PostView, ...]
    clues: tuple[tuple[int, str], ...]


class _Cluster:
    """Candidates taken for one person so far."""

    def __init__(self, members: list[Candidate]) -> None:
        self.members = members
        self.documents = {c.ref.document for c in members}
        self.profile = merge_profiles([c.profile for c in members])
        self.titled = any(c.posts for c in members)
        self.pairs = {(p.key, q.key) for c in members for p in c.posts for q in c.posts}
        self.prominent = any(p.prominent for c in members for p in c.posts)
        # A name without posts may be a foreigner's although nothing beside it says so.
        known = {c.foreign for c in members if c.posts or c.foreign}
        self.foreign = known.pop() if len(known) == 1 else None

    def contradicts(self, other: _Cluster, provinces: Provinces) -> bool:
        if not self.documents.isdisjoint(other.documents):
            return True
        if self.foreign is not None and other.foreign is not None and self.foreign != other.foreign:
            return True
        return profiles_contradict(self.profile, other.profile, provinces)


class Officials:
    """Keys and rows of officials. `keys` gives the key of each report's person.

    `meetings` are sets of reports' meetings that are known to be one: people of one name at one
    meeting are one person, if nothing contradicts.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        bodies: Bodies,
        posts: Posts,
        rules: LinkRules,
        meetings: Mapping[Ref, Ref],
    ) -> None:
        self._provinces = rules.provinces
        blocks = _candidates(sources, bodies, posts, rules, meetings)
        groups: list[list[Candidate]] = []
        for name in sorted(blocks):
            groups += self._join(blocks[name])
        groups.sort(key=lambda group: min(_seniority(c) for c in group))
        labels = [most_common(c.name for c in group) for group in groups]
        keys = number((f"official/{slug(label)}", i) for i, label in enumerate(labels))
        self.keys = {c.ref: keys[i] for i, group in enumerate(groups) for c in group}
        self.rows = sorted(
            (
                Official(
                    key=keys[i],
                    label=labels[i],
                    variants=tuple(sorted({c.name for c in group})),
                    foreign=any(c.foreign for c in group),
                )
                for i, group in enumerate(groups)
            ),
            key=lambda row: row.key,
        )

    def _join(self, block: list[Candidate]) -> list[list[Candidate]]:
        if len(block) == 1:
            return [block]
        block = sorted(block, key=_seniority)
        sets = UnionFind(range(len(block)))
        clusters = {i: _Cluster([c]) for i, c in enumerate(block)}

        def contradict(a: int, b: int) -> bool:
            return clusters[a].contradicts(clusters[b], self._provinces)

        def join_alike(indices: Sequence[int]) -> None:
            roots = sorted({sets.find(i) for i in indices})
            if len(roots) < 2:
                return
            whole = self._consistent([clusters[r] for r in roots])
            for group in [roots] if whole else joinable(roots, contradict):
                self._unite(group, sets, clusters, contradict, sure=whole)

        for _, members in sorted(_same_posts(block).items()):
            join_alike(members)
        for members in _by_clue(block):
            join_alike(members)
        join_alike([i for i, c in clusters.items() if c.prominent or c.foreign])
        titled = [i for i, c in clusters.items() if c.titled]
        if len(titled) == 1:
            join_alike(list(clusters))
        return [cluster.members for cluster in clusters.values()]

    def _consistent(self, clusters: list[_Cluster]) -> bool:
        """Whether no two of many clusters can contradict: found in one pass over their posts."""
        documents = set[str]().union(*(c.documents for c in clusters))
        if sum(len(c.documents) for c in clusters) != len(documents):
            return False
        if len({c.foreign for c in clusters} - {None}) > 1:
            return False
        together = set[tuple[str, str]]().union(*(c.pairs for c in clusters))
        held = list(merge_profiles([c.profile for c in clusters]).values())
        return not any(
            posts_contradict(a, b, self._provinces)
            for i, a in enumerate(held)
            for b in held[i + 1 :]
            if (a.post.key, b.post.key) not in together
        )

    @staticmethod
    def _unite(
        group: Sequence[int],
        sets: UnionFind[int],
        clusters: dict[int, _Cluster],
        contradict: Callable[[int, int], bool],
        *,
        sure: bool,
    ) -> None:
        if sure:
            members = [c for i in group for c in clusters.pop(i).members]
            for i in group[1:]:
                sets.union(group[0], i)
            clusters[sets.find(group[0])] = _Cluster(members)
            return
        root = group[0]
        for other in group[1:]:
            if not contradict(root, other):
                both = clusters.pop(root).members + clusters.pop(other).members
                root = sets.union(root, other)
                clusters[root] = _Cluster(both)


def _seniority(c: Candidate) -> tuple[bool, str, Ref]:
    return c.date is None, c.date or "", c.ref


def _same_posts(block: list[Candidate]) -> dict[tuple[str, ...], list[int]]:
    """Group candidates with exactly the same posts: joined first, it keeps big blocks small."""
    out: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, c in enumerate(block):
        if c.profile and all(held.post.telling for held in c.profile.values()):
            out[tuple(sorted({key for key, _ in c.profile}))].append(i)
    return out


def _by_clue(block: list[Candidate]) -> list[list[int]]:
    """Group candidates by each clue they share, the strongest and the rarest clue first."""
    out: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, c in enumerate(block):
        for clue in c.clues:
            out[clue].append(i)
    shared = [(clue[0], len(found), clue[1], found) for clue, found in out.items()]
    return [found for _, n, _, found in sorted(shared) if n > 1]


def _candidates(
    sources: Sequence[Source],
    bodies: Bodies,
    posts: Posts,
    rules: LinkRules,
    meetings: Mapping[Ref, Ref],
) -> dict[str, list[Candidate]]:
    views: dict[Ref, PostView] = {}
    for s in sources:
        for p in s.report.posts:
            ref = s.ref(p.id)
            row = posts.by_key[posts.keys[ref]]
            body = s.ref(p.body) if p.body else None
            place = bodies.seen[body].province if body in bodies.seen else None
            views[ref] = view(row, bodies.by_key.get(row.body or ""), place, rules)
    documents = Counter(n for s in sources for n in {canonical(p.name) for p in s.report.people})
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for s in sources:
        names = {canonical(p.name) for p in s.report.people}
        beside = sorted(n for n in names if 1 < documents[n] <= RARE_NAME_DOCUMENTS)
        attended = _attended(s.report)
        holds: dict[str, list[tuple[PostView, bool]]] = defaultdict(list)
        for ms in s.report.memberships:
            loose = ms.status in ("former", "appointed")
            holds[ms.person].append((views[s.ref(ms.post)], loose))
        at = {m.id: m for m in s.report.meetings}
        for person in s.report.people:
            met = attended.get(person.id, [])
            date = min((d for m in met if (d := at[m].date)), default=s.date)
            day = ordinal(date)
            profile: Profile = {}
            for post, loose in holds[person.id]:
                profile[post.key, loose] = Held(post, loose, day, day)
            held = tuple(post for post, _ in holds[person.id])
            key = canonical(person.name)
            clues = {(1, f"meeting {meetings[r]}") for m in met if (r := s.ref(m)) in meetings}
            clues |= {(0, f"post {p.key}") for p in held if p.telling}
            clues |= {(2, f"beside {n}") for n in beside if n != key}
            where = {p.province for p in held if p.local and p.province}
            if not any(p.placed for p in held):
                where |= {province for m in met for province in at[m].provinces}
            clues |= {(3, f"in {rules.provinces.territory(name)}") for name in where}
            clues |= {(4, f"of {b}") for p in held if p.placed for b in _line(p.body, bodies)}
            blocks[key].append(
                Candidate(
                    s.ref(person.id),
                    person.name,
                    person.foreign,
                    date,
                    profile,
                    held,
                    tuple(sorted(clues)),
                )
            )
    return blocks


def _attended(report: Report) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    known = {m.id for m in report.meetings}
    for p in report.participations:
        if p.meeting in known and p.meeting not in out[p.participant]:
            out[p.participant].append(p.meeting)
    return out


def _line(body: str | None, bodies: Bodies) -> list[str]:
    """Return a body and those it belongs to."""
    out = []
    while body is not None:
        out.append(body)
        body = bodies.by_key[body].parent
    return out
