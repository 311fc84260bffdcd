"""The provinces of before and after the merger of 2025-07-01, each valid for a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.lexicon.rules import load_csv
from kg.link.model import PlaceRow
from kg.link.slugs import canonical, search_form, slug


class Provinces:
    """A list of provinces; answers which one a name means on a day.

    The key of one that was there from the start is ``province/nghe-an``, that of one which came
    into being later has the year behind it: ``province/nghe-an-2025``.
    """

    def __init__(self, rows: Iterable[PlaceRow]) -> None:
        self._rows = {row.key: row for row in rows}
        self._by_name: dict[str, list[PlaceRow]] = {}
        for row in sorted(self._rows.values(), key=lambda r: (r.valid_from or "", r.key)):
            self._by_name.setdefault(canonical(row.label), []).append(row)

    def at(self, name: str, date: str | None) -> str:
        """Return the key of the province that a short name means on a day (None: not known).

        The one valid on that day; the oldest of the name where the day is not known; the last one
        where none was valid any more. A name that is not in the list gives a key made of it.
        """
        rows = self._by_name.get(canonical(name))
        if rows is None:
            return f"province/{slug(name)}"
        if date is None:
            return rows[0].key
        begun = [row for row in rows if (row.valid_from or "") <= date]
        return (begun or rows[:1])[-1].key

    def named(self, form: str) -> list[str]:
        """Return the keys of the provinces whose short name has this search form."""
        return sorted(row.key for row in self._rows.values() if search_form(row.label) == form)

    def territory(self, name: str) -> str:
        """Return the key of the province that a name's territory lies in today."""
        key = self.at(name, None)
        row = self._rows.get(key)
        while row is not None and row.replaced_by is not None:
            key, row = row.replaced_by, self._rows.get(row.replaced_by)
        return key

    def merged(self, name: str, date: str | None) -> bool:
        """Say whether, on that day, the province of this name had been taken over by another."""
        row = self._rows.get(self.at(name, None))
        return bool(row and row.valid_to and date is not None and date > row.valid_to)

    def rows(self, names: dict[str, str]) -> list[PlaceRow]:
        """Return the rows of provinces (key -> name as read) with those that took them over."""
        out: dict[str, PlaceRow] = {}
        for key, name in sorted(names.items()):
            row = self._rows.get(key)
            if row is None:
                out[key] = PlaceRow(key, name, name, "province")
            while row is not None and row.key not in out:
                out[row.key] = row
                row = self._rows.get(row.replaced_by or "")
        return sorted(out.values(), key=lambda r: r.key)


class _Line(msgspec.Struct):
    key: str
    name: str
    full_name: str
    gso: str
    iso3166_2: str
    wikidata: str
    valid_from: str
    valid_to: str
    replaced_by: str


def read_provinces(*paths: Path) -> Provinces:
    """Read lists of provinces (CSV; the columns of ``rules/places/provinces.csv``).

    Raises:
        KgError: The file is missing, or a column is.
    """
    lines: list[_Line] = []
    for path in paths:
        try:
            lines += msgspec.convert(load_csv(path), list[_Line])
        except msgspec.ValidationError as e:
            raise KgError(f"{path}: {e}") from e
    keys = {
        line.key: f"province/{slug(line.name)}"
        + (f"-{line.valid_from[:4]}" if line.valid_from else "")
        for line in lines
    }
    return Provinces(
        PlaceRow(
            key=keys[line.key],
            label=line.name,
            full_name=line.full_name,
            level="province",
            gso=line.gso or None,
            iso=line.iso3166_2 or None,
            wikidata=line.wikidata or None,
            valid_from=line.valid_from or None,
            valid_to=line.valid_to or None,
            replaced_by=keys.get(line.replaced_by),
        )
        for line in lines
    )
