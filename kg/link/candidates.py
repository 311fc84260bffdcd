"""People of each report with what tells who they are, blocked by name."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec

from kg.link.bodies import Bodies, Posts
from kg.link.contradictions import Held, PostView, Profile, ordinal, view
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
from kg.link.sources import Keys, Ref, Source
from kg.report.model import Person, Report

# A name in more documents than this is nationwide: standing beside it tells nobody apart.
RARE_NAME_DOCUMENTS = 20
# Two words in the names of more bodies than this share of all are everybody's ("nhân dân").
RARE_WORDS_SHARE = 0.01


# What two mentions of one person share: the strength, the least number of which is the strongest,
# and what it is.
Clue = tuple[int, str]


class _Name(NamedTuple):
    """A name as printed, and as `canonical` gives it."""

    printed: str
    plain: str


class _Held(NamedTuple):
    """What several posts say together; `placed` is whether one of them says where it is held."""

    posts: tuple[PostView, ...]
    clues: tuple[Clue, ...]
    placed: bool


class Candidate(msgspec.Struct, eq=False, gc=False):
    """A person of one report with what tells who it is.

    `plain` is the name as `canonical` gives it. `posts` are what the person holds; `loose` says of
    each whether it was just taken up or given up. `clues` are things that two mentions of one
    person share. `day` is the number of the first day the person was seen. `age` orders candidates:
    by that day, unknown ones last, then by the report. `official` is the key of whom it turned out
    to be.
    """

    ref: Ref
    name: str
    plain: str
    foreign: bool
    day: int | None
    posts: tuple[PostView, ...]
    loose: tuple[bool, ...]
    clues: tuple[Clue, ...]
    age: int = 0
    official: str = ""

    def profile(self) -> Profile:
        """Return the posts with the day on which they were seen."""
        held = zip(self.posts, self.loose, strict=True)
        return {(p.key, loose): Held(p, loose, self.day, self.day) for p, loose in held}


class Candidates:
    """Collects the candidates of all reports; `blocks` are those of each name, the oldest first.

    What is the same of many candidates is one object for all of them, for the sake of memory.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        keys: Keys,
        bodies: Bodies,
        posts: Posts,
        rules: LinkRules,
    ) -> None:
        self._keys, self._bodies, self._posts, self._rules = keys, bodies, posts, rules
        named = _named(sources)
        self._documents = Counter(
            name
            for source, names in zip(sources, named, strict=True)
            if source.first is None
            for name in {n.plain for n in names}
        )
        self._pairs_of = {row.key: _word_pairs(row.label) for row in bodies.rows}
        self._spread = Counter(pair for pairs in self._pairs_of.values() for pair in pairs)
        self._rare = max(3, round(RARE_WORDS_SHARE * len(self._pairs_of)))
        self._views: dict[tuple[str, str | None], PostView] = {}
        self._told: dict[Clue, Clue] = {}
        self._held: dict[tuple[PostView, ...], _Held] = {}
        self._loose: dict[tuple[bool, ...], tuple[bool, ...]] = {}
        self._made: list[Candidate] = []
        self.blocks: dict[str, list[Candidate]] = defaultdict(list)
        by_date: dict[str | None, list[Candidate]] = defaultdict(list)
        for source, names in zip(sources, named, strict=True):
            for date, candidate in self._of(source, names):
                self._made.append(candidate)
                by_date[date].append(candidate)
        dates = sorted(by_date, key=lambda date: (date is None, date or ""))
        oldest_first = (c for date in dates for c in by_date[date])
        for age, candidate in enumerate(oldest_first):
            candidate.age = age
            self.blocks[candidate.plain].append(candidate)

    def add_meetings(self, sources: Sequence[Source], meetings: Mapping[Ref, Ref]) -> None:
        """Add to the clues who was at one meeting: one as strong as any post.

        `meetings` are sets of reports' meetings that are known to be one, by the one that stands
        for each.
        """
        made = iter(self._made)
        for source in sources:
            met: dict[str, set[Clue]] = defaultdict(set)
            told = ((m.id, meetings.get(source.ref(m.id))) for m in source.report.meetings)
            shared = {id: self._one((1, f"meeting {one}")) for id, one in told if one}
            for p in source.report.participations if shared else ():
                if p.meeting in shared:
                    met[p.participant].add(shared[p.meeting])
            for person, c in zip(_people(source.report), made, strict=False):
                if person.id in met:
                    c.clues = tuple(sorted(met[person.id].union(c.clues)))

    def note_keys(self, sources: Sequence[Source]) -> None:
        """Note among the keys of each report those of the officials whom it names."""
        made = iter(self._made)
        for source in sources:
            own = self._keys.of(source)
            for person, c in zip(_people(source.report), made, strict=False):
                own[person.id] = c.official

    def _of(self, source: Source, names: Sequence[_Name]) -> Iterator[tuple[str | None, Candidate]]:
        """Give the people of a report in the order of references, with the days first seen."""
        report = source.report
        rare = {n.plain for n in names if 1 < self._documents[n.plain] <= RARE_NAME_DOCUMENTS}
        beside = [(name, self._one((2, f"beside {name}"))) for name in rare]
        attended = _attended(report)
        views = self._views_of(source)
        holds: dict[str, list[tuple[PostView, bool]]] = defaultdict(list)
        for ms in report.memberships:
            loose = ms.status in ("former", "appointed")
            holds[ms.person].append((views[ms.post], loose))
        at = {m.id: m for m in report.meetings}
        for person, name in zip(_people(report), names, strict=True):
            met = attended.get(person.id, [])
            date = min((d for m in met if (d := at[m].date)), default=source.date)
            held = self._holding(tuple(post for post, _ in holds[person.id]))
            left = tuple(loose for _, loose in holds[person.id])
            clues = {clue for other, clue in beside if other != name.plain}
            if not held.placed:
                where = {province for m in met for province in at[m].provinces}
                clues |= {self._one((3, f"in {self._rules.provinces.territory(p)}")) for p in where}
            candidate = Candidate(
                ref=source.ref(person.id),
                name=name.printed,
                plain=name.plain,
                foreign=person.foreign,
                day=ordinal(date),
                posts=held.posts,
                loose=self._loose.setdefault(left, left),
                clues=tuple(sorted(clues.union(held.clues))) if clues else held.clues,
            )
            yield date, candidate

    def _one(self, clue: Clue) -> Clue:
        """Return the clue as the object that it is everywhere."""
        return self._told.setdefault(clue, clue)

    def _holding(self, posts: tuple[PostView, ...]) -> _Held:
        if posts not in self._held:
            clues = tuple(self._one(clue) for clue in sorted(set(self._clues(posts))))
            self._held[posts] = _Held(posts, clues, any(post.placed for post in posts))
        return self._held[posts]

    def _clues(self, posts: Sequence[PostView]) -> Iterator[Clue]:
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

    def _views_of(self, source: Source) -> dict[str, PostView]:
        """Return what the posts of a report say, by local id."""
        own = self._keys.of(source)
        provinces = {body.id: body.province for body in source.report.bodies}
        return {
            post.id: self._view(own[post.id], provinces.get(post.body) if post.body else None)
            for post in source.report.posts
        }

    def _view(self, key: str, province: str | None) -> PostView:
        if (key, province) not in self._views:
            row = self._posts.by_key[key]
            of = self._bodies.by_key.get(row.body or "")
            self._views[key, province] = view(row, of, province, self._rules)
        return self._views[key, province]


def _people(report: Report) -> list[Person]:
    return sorted(report.people, key=attrgetter("id"))


def _named(sources: Iterable[Source]) -> list[list[_Name]]:
    """Return the names of the people of each report; those printed alike are one object."""
    known: dict[str, _Name] = {}
    out = []
    for source in sources:
        names = []
        for person in _people(source.report):
            name = known.get(person.name)
            if name is None:
                name = known[person.name] = _Name(person.name, canonical(person.name))
            names.append(name)
        out.append(names)
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
