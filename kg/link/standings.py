"""Where bodies stand: what is above them, and from when to when they were, as far as rules know.

This comes after linking: that two people have posts somewhere below the Government tells nothing of
who they are. What a report says of a body stays; nothing is put above a body that no report names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from kg.link.body_rules import BodyRules, Central, Line
from kg.link.model import BodyRow, PlaceRow
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Keys, Source
from kg.link.standing_row import StandingRow
from kg.link.units import REFORM

_Seat = tuple[tuple[str, ...], str, str]  # a line's names, the level, the name of the territory


class _Known(NamedTuple):
    """A body with what the rules have on it."""

    row: BodyRow
    central: Central | None
    line: Line | None


def standings(
    bodies: Sequence[BodyRow],
    places: Iterable[PlaceRow],
    first_seen: Mapping[str, str],
    rules: BodyRules,
) -> tuple[tuple[BodyRow, ...], tuple[StandingRow, ...]]:
    """Return the bodies with those above them, and what is known of their time; both by key.

    `first_seen` gives the first day of a report that names the body, by key.
    """
    made = _Standings(bodies, places, first_seen, rules)
    return made.bodies, made.rows


def first_days(sources: Iterable[Source], keys: Keys) -> dict[str, str]:
    """Return the first day on which a report names each body (by key), where one has a day."""
    out: dict[str, str] = {}
    for source in sources:
        if source.date:
            own = keys.of(source)
            for body in source.report.bodies:
                key = own[body.id]
                out[key] = min(source.date, out.get(key, source.date))
    return out


class _Standings:
    def __init__(
        self,
        bodies: Sequence[BodyRow],
        places: Iterable[PlaceRow],
        first_seen: Mapping[str, str],
        rules: BodyRules,
    ) -> None:
        self._rules = rules
        self._first_seen = first_seen
        self._places = {p.key: p for p in places}
        self._known = {b.key: self._of(b) for b in bodies}
        self._central: dict[str, str] = {}
        self._seats: dict[_Seat, str] = {}
        for key, (row, central, line) in self._known.items():
            if central is not None:
                self._central.setdefault(canonical(central.name), key)
            for seat in self._seat(row, line):
                self._seats.setdefault(seat, key)
        self._parents = {b.key: b.parent for b in bodies}
        for key, known in self._known.items():
            if known.row.parent is None:
                self._parents[key] = self._above(known)
        self.bodies = tuple(
            b
            if self._parents[b.key] == b.parent
            else msgspec.structs.replace(b, parent=self._parents[b.key])
            for b in bodies
        )
        self._absent = self._successors_not_named()
        rows = [found for known in self._known.values() if (found := self._row(known))]
        rows += [self._row_of_absent(name) for name in self._absent]
        self.rows = tuple(sorted(rows, key=lambda r: r.key))

    def _of(self, row: BodyRow) -> _Known:
        if row.level == "central":
            return _Known(row, self._rules.central.get(canonical(row.label)), None)
        local = row.level in ("province", "district", "commune")
        return _Known(row, None, self._rules.line(row.label) if local else None)

    def _seat(self, row: BodyRow, line: Line | None) -> list[_Seat]:
        """Return where a body is found by its line: in its own territory."""
        ground = self._places.get((row.place or row.province or "") if row.placed else "")
        if line is None or ground is None or (row.level != "province" and row.place is None):
            return []
        return [(line.names, row.level, ground.key if row.level != "province" else ground.label)]

    def _above(self, known: _Known) -> str | None:
        """Return the key of the nearest body above one that the graph has."""
        row, central, line = known
        up: str | None = None
        if central is not None:
            up = self._nearest(self._rules.above(central.name))
        elif line is not None and row.placed:
            if line.part_of is not None:
                up = self._at(self._rules.line(line.part_of), row.level, row)
            elif row.level == "province" and line.centre is not None:
                up = self._nearest([line.centre, *self._rules.above(line.centre)])
            elif row.level == "district" or self._first_seen.get(row.key, "") >= REFORM:
                up = self._at(line, "province", row)
        return None if up is None or self._leads_to(up, row.key) else up

    def _nearest(self, names: Iterable[str]) -> str | None:
        return next((self._central[c] for n in names if (c := canonical(n)) in self._central), None)

    def _at(self, line: Line | None, level: str, row: BodyRow) -> str | None:
        """Return the body of a line at a level whose territory is, or holds, that of a body."""
        province = self._places.get(row.province or "")
        if line is None or province is None:
            return None
        where = province.label if level == "province" else row.place or ""
        return self._seats.get((line.names, level, where))

    def _leads_to(self, key: str | None, goal: str) -> bool:
        seen: set[str] = set()
        while key is not None and key not in seen:
            if key == goal:
                return True
            seen.add(key)
            key = self._parents[key]
        return False

    def _branch(self, key: str) -> str | None:
        """Return a body's branch, or that of the nearest body above it that has one."""
        seen: set[str] = set()
        at: str | None = key
        while at is not None and at not in seen:
            seen.add(at)
            _, central, line = self._known[at]
            if central is not None or line is not None:
                return central.branch if central is not None else line.branch if line else None
            at = self._parents[at]
        return None

    def _row(self, known: _Known) -> StandingRow | None:
        row, central, line = known
        began: str | None = None
        ended: str | None = None
        successor: str | None = None
        acts: tuple[str, ...] = ()
        if central is not None:
            began, ended, acts = central.valid_from, central.valid_to, central.acts
            successor = self._key(central.replaced_by) if central.replaced_by else None
        elif line is not None and row.placed:
            if row.level in line.ended:
                ended, acts = self._ended(row, line)
            elif row.level == "province":
                ended, successor = self._taken_over(row, line)
                acts = (self._rules.merged_by[ended],) if ended else ()
        branch = self._branch(row.key)
        if not any((branch, began, ended, successor)):
            return None
        return StandingRow(row.key, row.label, branch, began, ended, successor, acts)

    def _ended(self, row: BodyRow, line: Line) -> tuple[str | None, tuple[str, ...]]:
        """Return the last day of a body whose level is no more, and the act.

        None where its territory is not known, or ended before the level did, nobody knows when.
        """
        ground = self._places.get(row.place or "")
        if ground is None or ground.valid_to is None:
            return None, ()
        last, act = line.ended[row.level]
        return last, (act,)

    def _taken_over(self, row: BodyRow, line: Line) -> tuple[str | None, str | None]:
        """Return the last day of a province's body, and its successor, if the province is no more.

        One of a province that goes on under its name goes on, too.
        """
        province = self._places.get(row.province or "")
        heir = self._places.get(province.replaced_by or "") if province is not None else None
        if province is None or heir is None or heir.label == province.label:
            return None, None
        if province.valid_to not in self._rules.merged_by:
            return None, None
        return province.valid_to, self._seats.get((line.names, "province", heir.label))

    def _key(self, name: str) -> str:
        key = canonical(name)
        return self._central[key] if key in self._central else self._absent[name]

    def _successors_not_named(self) -> dict[str, str]:
        """Return the keys of successors that no report names, and of theirs, by name."""
        todo = [
            known.central.replaced_by
            for known in self._known.values()
            if known.central is not None and known.central.replaced_by
        ]
        names: set[str] = set()
        while todo:
            name = todo.pop()
            central = self._rules.central.get(canonical(name))
            if central is None or name in names or canonical(name) in self._central:
                continue
            names.add(name)
            if central.replaced_by:
                todo.append(central.replaced_by)
        taken = [(key, ("", key)) for key in sorted(self._known)]
        wanted = [(f"body/{slug(name)}", ("absent", name)) for name in sorted(names)]
        return {item[1]: key for item, key in number([*taken, *wanted]).items() if item[0]}

    def _row_of_absent(self, name: str) -> StandingRow:
        central = self._rules.central[canonical(name)]
        return StandingRow(
            key=self._absent[name],
            label=name,
            branch=central.branch,
            valid_from=central.valid_from,
            valid_to=central.valid_to,
            replaced_by=self._key(central.replaced_by) if central.replaced_by else None,
            acts=central.acts,
            kind=central.kind,
        )
