"""Districts and communes whose province a report leaves open, settled by the list of units.

Extraction leaves the province of a name open that several provinces have had at some time. On the
day of the report only one of them may bear it. Besides, a body's territory is the unit in its name.
The report itself is not changed: what is made here is a copy for linking.
"""

from __future__ import annotations

import msgspec

from kg.link.slugs import canonical
from kg.link.units import Units
from kg.report.model import Body, Place, Report

_LOCAL = ("district", "commune")


def located(report: Report, units: Units) -> Report:
    """Return the report with open provinces filled in and bodies tied to their territories."""
    day = report.issued or min((m.date for m in report.meetings if m.date), default=None)
    places = [_place(p, units, day) for p in report.places]
    known = {(canonical(p.full_name), p.province): p.id for p in places if p.level in _LOCAL}
    bodies, found, left_open = list[Body](), set[str](), set[str]()
    for body in report.bodies:
        name = units.of_body(body.label) if body.level in _LOCAL else None
        if name is None or body.place is not None:
            bodies.append(body)
            continue
        province = body.province
        if province is None:
            province = units.home(name, day)
            found |= {body.id} if province and not body.placed else set()
        unit = units.unit(name, province) if province else None
        if province is None:
            # Several provinces have one: nobody knows whether another report's is the same.
            bodies.append(msgspec.structs.replace(body, placed=False))
            left_open.add(body.id)
            continue
        if unit is None:
            bodies.append(body)
            continue
        id = known.get((canonical(name), province))
        if id is None:
            id = known[canonical(name), province] = f"u{len(known)}"
            noun, full = unit.full_name[:1].lower(), unit.full_name[1:]
            places.append(Place(id, unit.name, noun + full, unit.level, province))  # type: ignore[arg-type]
        bodies.append(msgspec.structs.replace(body, province=province, placed=True, place=id))
    if tuple(bodies) == report.bodies and tuple(places) == report.places:
        return report
    posts = tuple(
        msgspec.structs.replace(p, placed=p.body in found) if p.body in found | left_open else p
        for p in report.posts
    )
    return msgspec.structs.replace(report, places=tuple(places), bodies=tuple(bodies), posts=posts)


def _place(place: Place, units: Units, day: str | None) -> Place:
    if place.level not in _LOCAL or place.province is not None:
        return place
    province = units.home(place.full_name, day)
    return msgspec.structs.replace(place, province=province) if province else place
