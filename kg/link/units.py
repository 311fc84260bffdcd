"""Districts and communes: the territory in a body's name, and the province that a name means.

Many names are borne in several provinces, some before and some after 2025-07-01, when the districts
ended and the communes were drawn anew. A name means a place only where one alone bears it on the
day; else it stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.link.provinces import Provinces
from kg.link.slugs import canonical

REFORM = "2025-07-01"
_LAST = "2025-06-30"
_NOUNS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "xã", "phường", "huyện", "quận")


class Unit(NamedTuple):
    """A district or commune by its names, as ``rules/places/units.csv`` has them."""

    name: str
    full_name: str
    level: str


class Units:
    """The list of districts and communes, by full name.

    `rows` are the lines of ``units.csv``; `former` the (full name, province) of those that ended
    before 2025; `committees` the names of party committees with the noun of their territory
    ("Huyện ủy": "huyện").
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, str]],
        former: Iterable[tuple[str, str]],
        committees: Mapping[str, str],
        provinces: Provinces,
    ) -> None:
        self._homes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._units: dict[str, Unit] = {}
        for row in rows:
            key = canonical(row["full_name"])
            self._homes[key][row["valid"]].add(row["province"])
            self._units[key] = Unit(row["name"], row["full_name"], row["level"])
        self._former = {(canonical(full), canonical(home)) for full, home in former}
        self._nouns = {canonical(noun) for noun in _NOUNS}
        self._committees = {canonical(name): canonical(unit) for name, unit in committees.items()}
        self._provinces = provinces
        self._of_body: dict[str, str | None] = {}  # what was asked before: labels come again

    def home(self, full_name: str, day: str | None) -> str | None:
        """Return the short name of the province of a unit (full name) on a day (None: not known).

        None where several provinces have one of that name, or none has.
        """
        homes = self._homes.get(canonical(full_name))
        if homes is None:
            return None
        old, new = homes.get("old", set()), homes.get("new", set())
        # What is there today may have been there before, but nothing of the old is there today.
        found = old | new if day is None or day < REFORM else new or old
        return next(iter(found)) if len(found) == 1 else None

    def unit(self, full_name: str, province: str) -> Unit | None:
        """Return the unit of a full name that lay, or lies, in a province (short names).

        A unit of today lies in the province that took over the one given.
        """
        key = canonical(full_name)
        unit = self._units.get(key)
        if unit is None:
            return None
        there = {p for homes in self._homes[key].values() for p in homes}
        territory = self._provinces.territory(province)
        if province in there or any(self._provinces.territory(p) == territory for p in there):
            return unit
        return None

    def of_body(self, label: str) -> str | None:
        """Return the full name of the district or commune that a body's name ends with, if any.

        "Ủy ban nhân dân huyện Đô Lương" and "Huyện ủy Đô Lương" give "Huyện Đô Lương".
        """
        if label not in self._of_body:
            self._of_body[label] = self._named_at_the_end(label)
        return self._of_body[label]

    def _named_at_the_end(self, label: str) -> str | None:
        words = canonical(label).split()
        for i in range(len(words) - 2, -1, -1):
            for size in (2, 1):
                noun = " ".join(words[i : i + size])
                if i + size >= len(words):
                    continue
                rest = " ".join(words[i + size :])
                noun = self._committees.get(noun, noun)
                unit = self._units.get(f"{noun} {rest}") if noun in self._nouns else None
                if unit is not None:
                    return unit.full_name
        return None

    def ended(self, full_name: str, province: str) -> str | None:
        """Return the last day (ISO 8601) of a district; None for what is none, or not known.

        All ended with June 2025, but for those that ended before: their days are not known.
        """
        unit = self.unit(full_name, province)
        if unit is None or unit.level != "district":
            return None
        return None if (canonical(full_name), canonical(province)) in self._former else _LAST
