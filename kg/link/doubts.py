"""People of one name who stayed apart: those who can't be one, and those who may be."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from kg.link.binding import clash
from kg.link.candidates import Candidate, Clue
from kg.link.cluster import Cluster, Reason, reason_of
from kg.link.contradictions import clashes
from kg.link.join_rows import ApartKind
from kg.link.rules import LinkRules
from kg.link.variants import Near

# Of so few people of one name, each is held against each; of more, each against the next ones that
# share something with them. So pairs grow in number with people and with what these share.
FEW = 8
NEXT = 3
# A province or a body that two of many share is no reason to ask whether they are one.
_WEAK = (3, 4)
# How much a thing shared says, by the strength of the clue (post, meeting, beside, place, body,
# title), and how many of a kind count. Set by hand, to put pairs into an order.
_WEIGHTS = (0.8, 0.7, 0.35, 0.1, 0.15, 0.4)
_COUNTED = 3
_NAME = 0.3  # the name alone, divided by the number of people who bear it
_SLIP, _NEAR = 0.3, 0.05
_RIVAL = 0.5  # what remains where one of the two could be somebody else as well
_SHOWN = 12
_RIVALS_ASKED = 8


_Shared = tuple[Clue, Candidate]  # what two people share, and one of the first who has it
_clue = _number = itemgetter(0)


class Apart(NamedTuple):
    """Two people (by numbers) who can't be one; `what` as in `ApartRow`, documents by id."""

    a: int
    b: int
    kind: ApartKind
    what: tuple[str, ...]


class Unsure(NamedTuple):
    """Two people (by numbers) who may be one.

    `reasons` are what they share, each with a candidate of the first that has it; `rivals` are
    numbers; `near` says that their names differ.
    """

    a: int
    b: int
    score: float
    reasons: tuple[tuple[Reason, Candidate], ...]
    rivals: tuple[int, ...]
    near: bool


def by_name(people: Sequence[Cluster]) -> dict[str, list[int]]:
    """Return the numbers of the people who bear each name, in order."""
    named: dict[str, list[int]] = defaultdict(list)
    for i, cluster in enumerate(people):
        for name in {c.plain for c in cluster.members}:
            named[name].append(i)
    return named


def doubts(
    people: Sequence[Cluster],
    named: Mapping[str, Sequence[int]],
    near: Sequence[Near],
    rules: LinkRules,
) -> Iterator[Apart | Unsure]:
    """Give pairs of people of the same or nearly the same name (`by_name`), each pair once."""
    asked = {c for n in near for c in (n.a, n.b)}
    home = {c: i for i, cluster in enumerate(people) for c in cluster.members if c in asked}
    apart: dict[tuple[int, int], Apart] = {}
    shared: dict[tuple[int, int], tuple[float, tuple[tuple[Reason, Candidate], ...], bool]] = {}

    def judge(a: int, b: int, base: float, clues: Sequence[_Shared], far: bool) -> None:
        if (a, b) in apart or (a, b) in shared:
            return
        why = _apart(people[a], people[b], rules)
        if why is not None:
            apart[a, b] = Apart(a, b, *why)
        else:
            what = tuple((reason_of(clue), c) for clue, c in clues[:_SHOWN])
            shared[a, b] = (_score(base, clues), what, far)

    @functools.lru_cache(maxsize=256)
    def bearers(i: int) -> dict[Clue, Candidate]:
        return _bearers(people[i])

    for name in sorted(named):
        # Given names alone stay in their documents.
        lone = " " not in name and not rules.distinctive(name)
        group = [i for i in named[name] if not lone or people[i].foreign]
        if len(group) > 1:
            for (a, b), clues in sorted(_pairs(people, group).items()):
                judge(a, b, _NAME / len(group), sorted(clues, key=_clue), False)
    for n in near:
        a, b = sorted((home[n.a], home[n.b]))
        if a != b:
            mine, yours = bearers(a), bearers(b)
            clues = [(clue, mine[clue]) for clue in sorted(mine.keys() & yours.keys())]
            judge(a, b, _SLIP if n.joins else _NEAR, clues, True)
    rivals = _Rivals({pair: score for pair, (score, _, _) in shared.items()}, set(apart))
    yield from apart.values()
    for (a, b), (score, what, far) in shared.items():
        others = rivals.of(a, b)
        if others:
            score *= _RIVAL
        yield Unsure(a, b, round(score, 3), what, others, far)


def _pairs(people: Sequence[Cluster], group: Sequence[int]) -> dict[tuple[int, int], list[_Shared]]:
    """Return pairs of people of one name worth looking at, with the clues that they share."""
    by_clue: dict[Clue, list[tuple[int, Candidate]]] = defaultdict(list)
    for i in sorted(group, key=lambda i: min(c.age for c in people[i].members)):
        for clue, c in _bearers(people[i]).items():
            by_clue[clue].append((i, c))
    found: dict[tuple[int, int], list[_Shared]] = defaultdict(list)
    few = len(group) <= FEW
    shared = (clue for clue, bearers in by_clue.items() if len(bearers) > 1)
    for clue in sorted(shared, key=lambda clue: (clue[0] in _WEAK, clue)):
        bearers = by_clue[clue]
        for k, one in enumerate(bearers):
            for other in bearers[k + 1 : None if few else k + 1 + NEXT]:
                (a, c), (b, _) = sorted((one, other), key=_number)
                if few or clue[0] not in _WEAK or (a, b) in found:
                    found[a, b].append((clue, c))
    for k, a in enumerate(sorted(group) if few else ()):
        for b in sorted(group)[k + 1 :]:
            found.setdefault((a, b), [])
    return found


def _bearers(cluster: Cluster) -> dict[Clue, Candidate]:
    """Return the clues of a person, each with the first candidate that has it."""
    out: dict[Clue, Candidate] = {}
    for c in sorted(cluster.members, key=lambda c: c.ref):
        for clue in c.clues:
            out.setdefault(clue, c)
    return out


def _apart(a: Cluster, b: Cluster, rules: LinkRules) -> tuple[ApartKind, tuple[str, ...]] | None:
    if clash(a.parts, b.parts):
        of = dict(a.parts)
        return "decided", (str(min(s for s, part in b.parts if of.get(s, part) != part)),)
    if shared := a.documents & b.documents:
        return "document", (min(shared),)
    if a.foreign is not None and b.foreign is not None and a.foreign != b.foreign:
        return "foreign", ()
    if not a.profile or not b.profile:
        return None
    told = a.told() | b.told()
    why = min(clashes(a.profile, b.profile, told, rules.provinces), default=None)
    return (why.kind, (why.post, why.other)) if why else None


def _score(base: float, clues: Sequence[_Shared]) -> float:
    counted: dict[int, int] = defaultdict(int)
    for (strength, _), _ in clues:
        counted[strength] += 1
    unlike = [(1 - _WEIGHTS[s]) ** min(n, _COUNTED) for s, n in counted.items()]
    return 1 - (1 - base) * math.prod(unlike)


class _Rivals:
    """Whom one of an unsure pair could be as well: somebody who can't be the other."""

    def __init__(self, unsure: dict[tuple[int, int], float], apart: set[tuple[int, int]]) -> None:
        self._apart = apart
        self._beside: dict[int, list[int]] = defaultdict(list)
        for a, b in sorted(unsure, key=lambda pair: (-unsure[pair], pair)):
            for one, other in ((a, b), (b, a)):
                if len(self._beside[one]) < _RIVALS_ASKED:
                    self._beside[one].append(other)

    def of(self, a: int, b: int) -> tuple[int, ...]:
        """Return those that the second could be and the first can't, or the other way round."""
        found = {c for c in self._beside[b] if self._parted(a, c)}
        return tuple(sorted(found | {c for c in self._beside[a] if self._parted(b, c)}))

    def _parted(self, a: int, b: int) -> bool:
        return (min(a, b), max(a, b)) in self._apart
