"""What one report says of places around a person: whether it fits a province or speaks against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.link.provinces import Provinces
from kg.link.sources import Source

_LOCAL = ("province", "district", "commune")


class Surroundings:
    """The provinces that a report names, and those that it ties each of its people to.

    `entities` are the keys of what it names, by local id. Provinces are compared by what their
    names mean on the report's day.
    """

    def __init__(self, source: Source, entities: Mapping[str, str], provinces: Provinces) -> None:
        report = source.report
        self._day, self._provinces = source.date, provinces
        bodies = {b.id: b for b in report.bodies}
        sites = {s.id: s.province for m in report.meetings for s in m.sites}
        meetings = {m.id: m for m in report.meetings}
        named = {p.province for p in report.places if p.level != "foreign"}
        named |= {b.province for b in report.bodies if b.level in _LOCAL}
        named |= {name for m in report.meetings for name in m.provinces} | set(sites.values())
        self._named = {self._key(name) for name in named if name}
        # Where an official (by key) works, chairs or sits, as far as the report says.
        self._tied: dict[str, set[str]] = defaultdict(set)
        at = {p.id: bodies[p.body] for p in report.posts if p.body in bodies}
        for held in report.memberships:
            body = at.get(held.post)
            who = entities.get(held.person)
            if who and body and body.province and body.level in _LOCAL and held.status != "former":
                self._tied[who].add(self._key(body.province))
        self._chaired: dict[str, list[set[str]]] = defaultdict(list)
        for took_part in report.participations:
            who = entities.get(took_part.participant)
            meeting = meetings.get(took_part.meeting)
            if not who or meeting is None:
                continue
            if took_part.site:
                if site := sites.get(took_part.site):
                    self._tied[who].add(self._key(site))
            elif took_part.role == "chair" and meeting.provinces:
                self._chaired[who].append({self._key(name) for name in meeting.provinces})

    def against(self, official: str, province: str) -> bool:
        """Say whether the report speaks against an official's (key) being one of a province.

        It does where it names provinces but not this one, where it ties the official to another
        one, and where the official chairs a meeting elsewhere.
        """
        key = self._key(province)
        if self._named and key not in self._named:
            return True
        if self._tied.get(official, set()) - {key}:
            return True
        return any(key not in where for where in self._chaired.get(official, ()))

    def names_another(self, province: str) -> bool:
        """Say whether the report names a province besides this one."""
        return bool(self._named - {self._key(province)})

    def _key(self, name: str) -> str:
        return self._provinces.at(name, self._day)
