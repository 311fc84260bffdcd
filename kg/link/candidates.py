"""People of each report with what tells who they are, blocked by name."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kg.link.bodies import Bodies, Posts
from kg.link.contradictions import Held, PostView, Profile, ordinal, view
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
from kg.link.sources import Ref, Source
from kg.report.model import Report

# A name in more documents than this is nationwide: standing beside it tells nobody apart.
RARE_NAME_DOCUMENTS = 20
# Two words in the names of more bodies than this share of all are everybody's ("nhân dân").
RARE_WORDS_SHARE = 0.01


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

    def seniority(self) -> tuple[bool, str, Ref]:
        """Return what orders candidates: the day first seen, unknown ones last, then the report."""
        return self.date is None, self.date or "", self.ref


class Candidates:
    """Collects the candidates of all reports; `blocks` are those of each name."""

    def __init__(
        self,
        sources: Sequence[Source],
        bodies: Bodies,
        posts: Posts,
        rules: LinkRules,
    ) -> None:
        self._bodies, self._rules = bodies, rules
        self._views = _views(sources, bodies, posts, rules)
        names = (name for s in sources for name in {canonical(p.name) for p in s.report.people})
        self._documents = Counter(names)
        self._pairs_of = {row.key: _word_pairs(row.label) for row in bodies.rows}
        self._spread = Counter(pair for pairs in self._pairs_of.values() for pair in pairs)
        self._rare = max(3, round(RARE_WORDS_SHARE * len(self._pairs_of)))
        # The same clue is told of many: one object for all of them.
        self._told: dict[tuple[int, str], tuple[int, str]] = {}
        self.blocks: dict[str, list[Candidate]] = defaultdict(list)
        for source in sources:
            for name, candidate in self._of(source):
                self.blocks[name].append(candidate)

    def add_meetings(self, sources: Sequence[Source], meetings: Mapping[Ref, Ref]) -> None:
        """Add to the clues who was at one meeting: one as strong as any post.

        `meetings` are sets of reports' meetings that are known to be one, by the one that stands
        for each.
        """
        met: dict[Ref, set[tuple[int, str]]] = defaultdict(set)
        for source in sources:
            for p in source.report.participations:
                if (one := meetings.get(source.ref(p.meeting))) is not None:
                    clue = (1, f"meeting {one}")
                    met[source.ref(p.participant)].add(self._told.setdefault(clue, clue))
        for block in self.blocks.values():
            for i, c in enumerate(block):
                if c.ref in met:
                    clues = tuple(sorted(met[c.ref].union(c.clues)))
                    block[i] = msgspec.structs.replace(c, clues=clues)

    def _of(self, source: Source) -> Iterator[tuple[str, Candidate]]:
        names = {canonical(p.name) for p in source.report.people}
        beside = sorted(n for n in names if 1 < self._documents[n] <= RARE_NAME_DOCUMENTS)
        attended = _attended(source.report)
        holds: dict[str, list[tuple[PostView, bool]]] = defaultdict(list)
        for ms in source.report.memberships:
            loose = ms.status in ("former", "appointed")
            holds[ms.person].append((self._views[source.ref(ms.post)], loose))
        at = {m.id: m for m in source.report.meetings}
        for person in source.report.people:
            met = attended.get(person.id, [])
            date = min((d for m in met if (d := at[m].date)), default=source.date)
            day = ordinal(date)
            held = holds[person.id]
            name = canonical(person.name)
            clues = {(2, f"beside {other}") for other in beside if other != name}
            clues |= set(self._clues([post for post, _ in held]))
            if not any(post.placed for post, _ in held):
                where = {province for m in met for province in at[m].provinces}
                clues |= {(3, f"in {self._rules.provinces.territory(p)}") for p in where}
            yield (
                name,
                Candidate(
                    ref=source.ref(person.id),
                    name=person.name,
                    foreign=person.foreign,
                    date=date,
                    profile={(p.key, loose): Held(p, loose, day, day) for p, loose in held},
                    posts=tuple(post for post, _ in held),
                    clues=tuple(self._told.setdefault(c, c) for c in sorted(clues)),
                ),
            )

    def _clues(self, posts: Sequence[PostView]) -> Iterator[tuple[int, str]]:
        for post in posts:
            if post.telling:
                yield 0, post.clue
            if post.local:
                yield 3, f"in {self._rules.provinces.territory(post.province or '')}"
            if not post.placed or post.body is None:
                continue
            for body in self._line(post.body):
                yield 4, f"of {body}"
            for pair in self._pairs_of[post.body]:
                if self._spread[pair] <= self._rare:
                    yield 5, f"{post.title} {pair}"

    def _line(self, body: str | None) -> Iterator[str]:
        """Give a body and those it belongs to."""
        while body is not None:
            yield body
            body = self._bodies.by_key[body].parent


def _views(
    sources: Sequence[Source], bodies: Bodies, posts: Posts, rules: LinkRules
) -> dict[Ref, PostView]:
    made: dict[tuple[str, str | None], PostView] = {}
    out: dict[Ref, PostView] = {}
    for source in sources:
        for post in source.report.posts:
            ref = source.ref(post.id)
            row = posts.by_key[posts.keys[ref]]
            body = source.ref(post.body) if post.body else None
            province = bodies.seen[body].province if body in bodies.seen else None
            if (row.key, province) not in made:
                of = bodies.by_key.get(row.body or "")
                made[row.key, province] = view(row, of, province, rules)
            out[ref] = made[row.key, province]
    return out


def _word_pairs(label: str) -> frozenset[str]:
    """Return each two neighbouring words of a body's name behind its first, the kind of body."""
    return frozenset(f"{a} {b}" for a, b in itertools.pairwise(canonical(label).split()[1:]))


def _attended(report: Report) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    known = {m.id for m in report.meetings}
    for p in report.participations:
        if p.meeting in known and p.meeting not in out[p.participant]:
            out[p.participant].append(p.meeting)
    return out
