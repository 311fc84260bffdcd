"""Bodies and posts of all reports: one entity a full name, one a document where it has no place."""

from __future__ import annotations

from collections.abc import Sequence

from kg.link.binding import Bound
from kg.link.model import BodyRow, PostRow
from kg.link.places import Places
from kg.link.settled import Settled
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Keys, Source, firsthand, most_common
from kg.report.model import Body, Post

_OF_THE_ASSEMBLY = " " + canonical("của Quốc hội")

_Name = tuple[str, ...]
_Found = list[tuple[Source, Body]]


class Bodies:
    """Rows of bodies; their keys are noted in `keys`, which has those of places."""

    def __init__(
        self, sources: Sequence[Source], keys: Keys, places: Places, decided: Bound
    ) -> None:
        alike: dict[_Name, _Found] = {}
        for source in sources:
            for body in source.report.bodies:
                alike.setdefault(_name(source, body), []).append((source, body))
        groups = list[_Found]()
        several = set[_Name]()
        for name, found in alike.items():
            if len({b.province for _, b in found if b.province and b.level != "central"}) > 1:
                several.add(name)
                groups += _by_province(found)
            else:
                groups.append(found)
        settled = Settled(decided, groups, lambda f: f[0].ref(f[1].id))
        wanted = []
        for i, found in enumerate(settled.leads):
            name = _name(*found[0])
            identity = (*name, _province(found[0][1]) if name in several else "")
            wanted.append((_wanted(identity, found), identity, i))
        numbered = settled.keys((key, i) for key, _, i in sorted(wanted))
        for i, found in enumerate(settled.groups):
            for source, body in found:
                keys.of(source)[body.id] = numbered[i]
        given = settled.names()
        rows = []
        for i, found in enumerate(settled.groups):
            label = given.get(i) or most_common(b.label for _, b in firsthand(settled.leads[i]))
            rows.append(_row(numbered[i], label, found, keys, places))
        self.rows = _without_cycles(sorted(rows, key=lambda r: r.key))
        self.by_key = {row.key: row for row in self.rows}


class Posts:
    """Rows of posts; their keys are noted in `keys`, which has those of bodies."""

    def __init__(self, sources: Sequence[Source], keys: Keys, bodies: Bodies) -> None:
        alike: dict[tuple[str, str], list[tuple[Source, Post, str | None]]] = {}
        for source in sources:
            own = keys.of(source)
            for post in source.report.posts:
                body = own.get(post.body) if post.body else None
                placed = post.placed and (body is None or bodies.by_key[body].placed)
                name = (_plain(post.label), "" if placed else source.origin)
                alike.setdefault(name, []).append((source, post, body))
        groups: dict[tuple[str, str, str], list[tuple[Source, Post, str | None]]] = {}
        for (label, apart), found in alike.items():
            split = len({body for _, _, body in found if body}) > 1
            for source, post, body in found:
                at = body or "" if split else ""
                groups.setdefault((label, apart, at), []).append((source, post, body))
        wanted = []
        for identity, found in groups.items():
            tail = identity[1] or identity[2].removeprefix("body/")
            label = most_common(p.label for _, p, _ in firsthand(found))
            wanted.append((f"post/{slug(label)}" + (f"--{tail}" if tail else ""), identity))
        numbered = number(sorted(wanted))
        self.rows = []
        for identity, found in groups.items():
            for source, post, _ in found:
                keys.of(source)[post.id] = numbered[identity]
            self.rows.append(
                PostRow(
                    key=numbered[identity],
                    label=most_common(p.label for _, p, _ in firsthand(found)),
                    title=most_common(p.title for _, p, _ in firsthand(found)),
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
    own = "" if body.placed else source.origin
    return _plain(body.label), "foreign" if body.level == "foreign" else "", country, own


def _row(
    key: str, label: str, found: Sequence[tuple[Source, Body]], keys: Keys, places: Places
) -> BodyRow:
    first = min((s.date for s, _ in found if s.date), default=None)
    placed, member = any(b.placed for _, b in found), any(b.member for _, b in found)
    found = firsthand(found)
    kinds = [b.kind for _, b in found]
    parents = [up for s, b in found if b.parent and (up := keys.of(s).get(b.parent))]
    grounds = [at for s, b in found if b.place and (at := keys.of(s).get(b.place))]
    provinces = [b.province for _, b in found if b.province]
    province = places.province(most_common(provinces), first) if provinces else None
    place = most_common(grounds) if grounds else None
    return BodyRow(
        key=key,
        label=label,
        kind=most_common([k for k in kinds if k != "other"] or kinds),
        level=most_common(b.level for _, b in found),
        province=province,
        placed=placed,
        parent=most_common(parents) if parents else None,
        # A province is its own territory: that of the body's time.
        place=province if place and place.startswith("province/") and province else place,
        member=member,
    )


def _by_province(found: _Found) -> list[_Found]:
    """Part bodies of one name: "Huyện ủy Châu Thành" of one province is not another's."""
    parts: dict[str, _Found] = {}
    for source, body in found:
        parts.setdefault(_province(body), []).append((source, body))
    return list(parts.values())


def _province(body: Body) -> str:
    return slug(body.province) if body.province else ""


def _wanted(identity: tuple[str, ...], found: _Found) -> str:
    label = slug(most_common(b.label for _, b in firsthand(found)))
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
