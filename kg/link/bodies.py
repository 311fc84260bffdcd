"""Bodies and posts of all reports: one entity a full name, one a document where it has no place."""

from __future__ import annotations

from collections.abc import Sequence

from kg.link.binding import Bound
from kg.link.model import BodyRow, PostRow
from kg.link.places import Places
from kg.link.settled import Settled
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Ref, Source, most_common
from kg.report.model import Body, Post

_OF_THE_ASSEMBLY = " " + canonical("của Quốc hội")

_Found = list[tuple[Source, Body]]


class Bodies:
    """Keys and rows of bodies. `keys` gives the key of each report's body."""

    def __init__(self, sources: Sequence[Source], places: Places, decided: Bound) -> None:
        self.keys: dict[Ref, str] = {}
        self.seen = {s.ref(b.id): b for s in sources for b in s.report.bodies}
        alike: dict[tuple[str, ...], _Found] = {}
        for source in sources:
            for body in source.report.bodies:
                alike.setdefault(_name(source, body), []).append((source, body))
        groups = dict[tuple[str, ...], _Found]()
        for name, found in alike.items():
            provinces = {b.province for _, b in found if b.province and b.level != "central"}
            for source, body in found:
                # A name alone does not tell "Huyện ủy Châu Thành" of one province from another's.
                apart = slug(body.province) if body.province and len(provinces) > 1 else ""
                identity = (*name, apart)
                groups.setdefault(identity, []).append((source, body))
        settled = Settled(decided, groups.values(), lambda f: f[0].ref(f[1].id))
        names = {s.ref(b.id): identity for identity, f in groups.items() for s, b in f}
        wanted = []
        for i, found in enumerate(settled.leads):
            identity = names[found[0][0].ref(found[0][1].id)]
            wanted.append((_wanted(identity, found), identity, i))
        keys = settled.keys((key, i) for key, _, i in sorted(wanted))
        for i, found in enumerate(settled.groups):
            for source, body in found:
                self.keys[source.ref(body.id)] = keys[i]
        given = settled.names()
        rows = []
        for i, found in enumerate(settled.groups):
            label = given.get(i) or most_common(b.label for _, b in settled.leads[i])
            rows.append(self._row(keys[i], label, found, places))
        self.rows = _without_cycles(sorted(rows, key=lambda r: r.key))
        self.by_key = {row.key: row for row in self.rows}

    def _row(self, key: str, label: str, found: _Found, places: Places) -> BodyRow:
        first = min((s.date for s, _ in found if s.date), default=None)
        kinds = [b.kind for _, b in found]
        parents = [
            self.keys[r] for s, b in found if b.parent and (r := s.ref(b.parent)) in self.seen
        ]
        grounds = [
            places.keys[r] for s, b in found if b.place and (r := s.ref(b.place)) in places.keys
        ]
        provinces = [b.province for _, b in found if b.province]
        province = places.province(most_common(provinces), first) if provinces else None
        place = most_common(grounds) if grounds else None
        return BodyRow(
            key=key,
            label=label,
            kind=most_common([k for k in kinds if k != "other"] or kinds),
            level=most_common(b.level for _, b in found),
            province=province,
            placed=any(b.placed for _, b in found),
            parent=most_common(parents) if parents else None,
            # A province is its own territory: that of the body's time.
            place=province if place and place.startswith("province/") and province else place,
            member=any(b.member for _, b in found),
        )


class Posts:
    """Keys and rows of posts. `keys` gives the key of each report's post."""

    def __init__(self, sources: Sequence[Source], bodies: Bodies) -> None:
        self.keys: dict[Ref, str] = {}
        alike: dict[tuple[str, str], list[tuple[Source, Post, str | None]]] = {}
        for source in sources:
            for post in source.report.posts:
                ref = source.ref(post.body) if post.body else None
                body = bodies.keys.get(ref) if ref else None
                placed = post.placed and (body is None or bodies.by_key[body].placed)
                name = (_plain(post.label), "" if placed else source.slug)
                alike.setdefault(name, []).append((source, post, body))
        groups: dict[tuple[str, str, str], list[tuple[Source, Post, str | None]]] = {}
        for (label, own), found in alike.items():
            split = len({body for _, _, body in found if body}) > 1
            for source, post, body in found:
                apart = body or "" if split else ""
                groups.setdefault((label, own, apart), []).append((source, post, body))
        wanted = []
        for identity, found in groups.items():
            tail = identity[1] or identity[2].removeprefix("body/")
            label = most_common(p.label for _, p, _ in found)
            wanted.append((f"post/{slug(label)}" + (f"--{tail}" if tail else ""), identity))
        keys = number(sorted(wanted))
        self.rows = []
        for identity, found in groups.items():
            for source, post, _ in found:
                self.keys[source.ref(post.id)] = keys[identity]
            self.rows.append(
                PostRow(
                    key=keys[identity],
                    label=most_common(p.label for _, p, _ in found),
                    title=most_common(p.title for _, p, _ in found),
                    body=next((body for _, _, body in found if body), None),
                    placed=not identity[1],
                )
            )
        self.rows.sort(key=lambda r: r.key)
        self.by_key = {row.key: row for row in self.rows}


def _plain(label: str) -> str:
    """Return a label's form for comparing; "của Quốc hội" behind a committee's name is often left
    out and tells nothing apart.
    """
    return canonical(label).removesuffix(_OF_THE_ASSEMBLY)


def _name(source: Source, body: Body) -> tuple[str, ...]:
    country = ""
    if body.level == "foreign" and body.place:
        country = next((p.name for p in source.report.places if p.id == body.place), "")
    own = "" if body.placed else source.slug
    return _plain(body.label), "foreign" if body.level == "foreign" else "", country, own


def _wanted(identity: tuple[str, ...], found: _Found) -> str:
    label = slug(most_common(b.label for _, b in found))
    tail = "-" + slug(identity[2]) if identity[2] and slug(identity[2]) not in label else ""
    tail += f"-{identity[4]}" if identity[4] else ""
    return f"body/{label}{tail}" + (f"--{identity[3]}" if identity[3] else "")


def _without_cycles(rows: list[BodyRow]) -> list[BodyRow]:
    """Drop a parent that leads back to the body: two reports may see a pair the other way round."""
    parents = {row.key: row.parent for row in rows}
    for row in rows:
        seen, up = {row.key}, parents[row.key]
        while up is not None and up not in seen:
            seen.add(up)
            up = parents[up]
        if up == row.key:
            parents[row.key] = None
    return [
        row
        if parents[row.key] == row.parent
        else BodyRow(
            row.key,
            row.label,
            row.kind,
            row.level,
            row.province,
            row.placed,
            None,
            row.place,
            False,
        )
        for row in rows
    ]
