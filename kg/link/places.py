"""Places of all reports: provinces of their time, other territories by name and province."""

from __future__ import annotations

from collections.abc import Sequence

from kg.link.model import PlaceRow
from kg.link.provinces import Provinces
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Keys, Source, firsthand, most_common
from kg.link.units import Units
from kg.report.model import Place

_Identity = tuple[str, str, str, str]


class Places:
    """Places of all reports: notes their keys; provinces asked for are noted, too."""

    def __init__(
        self, sources: Sequence[Source], keys: Keys, provinces: Provinces, units: Units
    ) -> None:
        self._provinces, self._units = provinces, units
        self._used: dict[str, str] = {}
        seen: dict[_Identity, list[tuple[Source, Place]]] = {}
        for source in sources:
            for place in source.report.places:
                if place.level == "province":
                    keys.of(source)[place.id] = self.province(place.name, source.date)
                else:
                    seen.setdefault(_identity(source, place), []).append((source, place))
        wanted = sorted((_wanted(identity, found), identity) for identity, found in seen.items())
        numbered = number(wanted)
        self._rows = [self._row(numbered[identity], found) for identity, found in seen.items()]
        for identity, found in seen.items():
            for source, place in found:
                keys.of(source)[place.id] = numbered[identity]

    def province(self, name: str, date: str | None) -> str:
        """Return the key of the province that a name means on a day; note it for `rows`."""
        key = self._provinces.at(name, date)
        self._used.setdefault(key, name)
        return key

    def rows(self) -> list[PlaceRow]:
        """Return the rows of all places met and all provinces asked for, by key."""
        return sorted([*self._rows, *self._provinces.rows(self._used)], key=lambda r: r.key)

    def _row(self, key: str, found: list[tuple[Source, Place]]) -> PlaceRow:
        province = found[0][1].province
        first = min((s.date for s, _ in found if s.date), default=None)
        return PlaceRow(
            key=key,
            label=most_common(p.name for _, p in firsthand(found)),
            full_name=most_common(p.full_name for _, p in firsthand(found)),
            level=found[0][1].level,
            province=self.province(province, first) if province else None,
            valid_to=self._units.ended(found[0][1].full_name, province) if province else None,
        )


def _identity(source: Source, place: Place) -> _Identity:
    # Many districts and communes share a name: without its province, one is known to this
    # document alone.
    own = source.origin if place.province is None and place.level in ("district", "commune") else ""
    return canonical(place.full_name), place.level, canonical(place.province or ""), own


def _wanted(identity: _Identity, found: list[tuple[Source, Place]]) -> str:
    place = found[0][1]
    key = f"place/{slug(place.full_name)}"
    if place.province:
        key += f"-{slug(place.province)}"
    return f"{key}--{identity[3]}" if identity[3] else key
