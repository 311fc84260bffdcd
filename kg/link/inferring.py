"""Posts whose place the text leaves open, placed by a list of known tenures.

"Bí thư Tỉnh ủy" of nobody knows which province is a given province's where name, post and day agree
with exactly one tenure and nothing in the report speaks against it. The body is then that
province's, and the other posts at it in the report are, too. What comes of it stands in rows of its
own (`InferredRow`): the membership stays as the text has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg.link.model import (
    BodyRow,
    InferredRow,
    MembershipRow,
    Official,
    PostRow,
)
from kg.link.provinces import Provinces
from kg.link.slugs import canonical
from kg.link.sources import Keys, Source
from kg.link.surroundings import Surroundings
from kg.link.tenures import Tenure, Tenures

# Of who left a post, the day on which the text was written says nothing.
_HELD = frozenset({"current", "acting", "appointed"})


class Known(msgspec.Struct, frozen=True):
    """The rows of the linked graph that a list of tenures is held against, by key."""

    memberships: tuple[MembershipRow, ...]
    officials: Mapping[str, Official]
    posts: Mapping[str, PostRow]
    bodies: Mapping[str, BodyRow]

    def names(self, official: str) -> set[str]:
        """Return all spellings of an official's name."""
        row = self.officials[official]
        return {row.label, *row.variants}

    def foreign(self, official: str) -> bool:
        """Say whether an official is another state's."""
        return self.officials[official].foreign


def inferred(
    known: Known,
    tenures: Tenures,
    sources: Sequence[Source],
    entities: Keys,
    provinces: Provinces,
) -> tuple[InferredRow, ...]:
    """Return what the list adds to memberships, by key."""
    return tuple(sorted(_Inferring(known, tenures, entities, provinces).rows(sources), key=_key))


class _Inferring:
    def __init__(
        self, known: Known, tenures: Tenures, entities: Keys, provinces: Provinces
    ) -> None:
        self._known, self._tenures = known, tenures
        self._entities, self._provinces = entities, provinces
        # An unplaced post or body is one document's alone.
        self._open: dict[str, dict[str, list[MembershipRow]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._placed: dict[str, list[MembershipRow]] = defaultdict(list)  # by canonical name
        self._in_document: dict[str, list[MembershipRow]] = defaultdict(list)  # placed ones
        self._post_keys = {canonical(p.label): p.key for p in known.posts.values() if p.placed}
        for row in known.memberships:
            post = known.posts[row.post]
            if row.status not in _HELD or known.foreign(row.official):
                continue
            if post.placed and tenures.of_post(post.label):
                for name in {canonical(n) for n in known.names(row.official)}:
                    self._placed[name].append(row)
                for document in row.documents:
                    self._in_document[document].append(row)
            elif not post.placed and post.body and known.bodies[post.body].level == "province":
                for document in row.documents:
                    self._open[document][post.body].append(row)

    def rows(self, sources: Sequence[Source]) -> Iterable[InferredRow]:
        for source in sources:
            if source.key in self._open:
                yield from self._of(source, self._open[source.key])

    def _of(self, source: Source, bodies: Mapping[str, list[MembershipRow]]) -> list[InferredRow]:
        """Return the rows of one document, by its bodies without a place."""
        around = Surroundings(source, self._entities.of(source), self._provinces)
        found: dict[str, list[tuple[MembershipRow, Tenure]]] = {}
        for body, rows in bodies.items():
            if not self._shared(rows):
                fit = [(row, t) for row in rows if (t := self._tenure(row, around)) is not None]
                if fit:
                    found[body] = fit
        # One report's "Tỉnh ủy" and "tỉnh" are one province's, or it is left open which.
        if len({t.province for fit in found.values() for _, t in fit}) != 1:
            return []
        out = []
        for body, fit in found.items():
            row, tenure = min(fit, key=lambda pair: pair[0].key)
            place = tenure.place_behind(self._known.posts[row.post].label)
            own = {row.key: tenure for row, tenure in fit}
            for row in bodies[body]:
                if row.key in own:
                    out.append(self._row(row, own[row.key].post, own[row.key]))
                elif not around.names_another(tenure.province) and self._follows(row, tenure):
                    label = f"{self._known.posts[row.post].label} {place}"
                    out.append(self._row(row, label, tenure))
        return out

    def _shared(self, rows: Iterable[MembershipRow]) -> bool:
        """Whether two people hold one body's post that one person holds: it is two bodies' then."""
        holders: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if self._tenures.one_holds(self._known.posts[row.post].label):
                holders[row.post].add(row.official)
        return any(len(who) > 1 for who in holders.values())

    def _tenure(self, row: MembershipRow, around: Surroundings) -> Tenure | None:
        """Return the one tenure that a membership can mean, if nothing speaks against it."""
        days = _days(row)
        if row.status == "acting" or not days:
            return None
        names = self._known.names(row.official)
        tenure = self._tenures.only(names, self._known.posts[row.post].label, days)
        if tenure is None or around.against(row.official, tenure.province):
            return None
        if self._seen_elsewhere(names, tenure) or self._taken(row, tenure):
            return None
        return tenure

    def _seen_elsewhere(self, names: Iterable[str], tenure: Tenure) -> bool:
        """Whether texts show somebody of the name in the like post elsewhere during the tenure."""
        bare = tenure.bare_labels()
        for name in {canonical(n) for n in names}:
            for row in self._placed.get(name, ()):
                label = self._known.posts[row.post].label
                if canonical(label) == canonical(tenure.post):
                    continue
                alike = any(t.bare_labels() & bare for t in self._tenures.of_post(label))
                if alike and (not _days(row) or any(tenure.perhaps(day) for day in _days(row))):
                    return True
        return False

    def _taken(self, row: MembershipRow, tenure: Tenure) -> bool:
        """Whether the same document gives the post, with its place, to somebody else."""
        key = self._post_keys.get(canonical(tenure.post))
        return key is not None and any(
            other.post == key and other.official != row.official
            for other in self._in_document.get(row.documents[0], ())
        )

    def _follows(self, row: MembershipRow, tenure: Tenure) -> bool:
        """Whether nothing is known against another's post at the body that a tenure placed."""
        days = _days(row)
        held = self._tenures.of_holder(self._known.names(row.official))
        return bool(days) and not any(
            t.province != tenure.province and t.province and t.perhaps(day)
            for t in held
            for day in days
        )

    def _row(self, row: MembershipRow, label: str, tenure: Tenure) -> InferredRow:
        post = self._post_keys.get(canonical(label))
        province = self._provinces.at(tenure.province, _days(row)[0])
        return InferredRow(
            key=f"inferred/{row.key.removeprefix('membership/')}",
            membership=row.key,
            label=label,
            post=post,
            body=self._known.posts[post].body if post else None,
            province=province,
            source=tenure.source,
            why=tenure.told(),
        )


def _days(row: MembershipRow) -> list[str]:
    return [day for day in (row.first_seen, row.last_seen) if day is not None]


def _key(row: InferredRow) -> str:
    return row.key
