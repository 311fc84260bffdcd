"""Where meetings were: a tile a province of today, in the order of the regions from north to south.

There is no outline of provinces here, nor coordinates: a tile says no more than is known.
"""

from __future__ import annotations

import functools
import sqlite3
import tomllib
from pathlib import Path
from typing import Final

import msgspec

from kg.lexicon.rules import load_csv, rules_dir
from kg.link.provinces import read_provinces
from kg.store.store import Store
from kg.web.pages.base import Asked, rows

PARAMETERS = ("year",)
_SHADES: Final = 5
_TILES: Final = Path(__file__).with_name("tiles.toml")


class Tile(msgspec.Struct, frozen=True):
    """A province of today: its place on the grid, the number of meetings, its shade (0 to 5).

    `key` is "" where the store does not hold it; `former` are those it took over.
    """

    label: str
    key: str
    region: str
    x: int
    y: int
    meetings: int
    shade: int
    former: tuple[str, ...]


class MapPage(msgspec.Struct, frozen=True):
    """The map; `most` is the largest number on it."""

    year: str
    years: tuple[str, ...]
    tiles: tuple[Tile, ...]
    width: int
    height: int
    most: int


def map_page(found: sqlite3.Connection | None, store: Store, asked: Asked) -> MapPage:
    """Return the map of all meetings, or of those of a year."""
    years = _years(found, store)
    year = asked.choice("year", years)
    counts = _counts(found, store, year)
    held = dict(
        rows(store, "SELECT key, replaced_by FROM places WHERE level = 'province' ORDER BY key")
    )
    today, heirs = _today()
    number: dict[str, int] = {}
    former: dict[str, set[str]] = {}
    for key, n in counts.items():
        heir = heirs.get(key, key)
        number[heir] = number.get(heir, 0) + n
    for key, heir in heirs.items():
        if key != heir:
            former.setdefault(heir, set()).add(_label(key))
    most = max((number.get(key, 0) for key, _ in today), default=0)
    grid = _grid()
    tiles = tuple(
        Tile(
            label,
            key if key in held else "",
            *grid.get(label, ("", 0, 0)),
            number.get(key, 0),
            _shade(number.get(key, 0), most),
            tuple(sorted(former.get(key, ()))),
        )
        for key, label in today
        if label in grid
    )
    tiles = tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x)))
    width = max((tile.x for tile in tiles), default=0) + 1
    height = max((tile.y for tile in tiles), default=0) + 1
    return MapPage(year, tuple(reversed(years)), tiles, width, height, most)


def _shade(n: int, most: int) -> int:
    """Return the shade of a number: each is for about three times as many as the one before."""
    if not n or not most:
        return 0
    shade = _SHADES
    limit = float(most)
    while shade > 1 and n < limit / 3:
        limit /= 3
        shade -= 1
    return shade


def _years(found: sqlite3.Connection | None, store: Store) -> list[str]:
    if found is not None:
        years = found.execute("SELECT DISTINCT substr(month, 1, 4) FROM month ORDER BY 1")
    else:
        years = store.connection.execute(
            "SELECT DISTINCT substr(date, 1, 4) FROM meetings WHERE date IS NOT NULL ORDER BY 1"
        )
    return [year for (year,) in years]


def _counts(found: sqlite3.Connection | None, store: Store, year: str) -> dict[str, int]:
    """Return the number of meetings by key of the province."""
    if found is None:
        return {}
    sql = "SELECT key, count(*) FROM held {} GROUP BY key"
    if year:
        return dict(
            found.execute(sql.format("WHERE day >= ? AND day < ?"), (year, year + "~")).fetchall()
        )
    return dict(found.execute(sql.format("")).fetchall())


@functools.cache
def _today() -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Return (key, label) of the provinces of today, and by key which one has its territory now."""
    folder = rules_dir() / "places"
    provinces = read_provinces(folder / "provinces.csv", folder / "former_provinces.csv")
    names = {row["name"] for row in load_csv(folder / "provinces.csv")}
    names |= {row["name"] for row in load_csv(folder / "former_provinces.csv")}
    keys = {key for name in names for key in (provinces.at(name, None), provinces.at(name, "9999"))}
    found = provinces.rows(dict.fromkeys(keys, ""))
    heir_of = {row.key: row.replaced_by for row in found}
    labels = {row.key: row.label for row in found}
    heirs = {}
    for key in labels:
        last: str = key
        while heir := heir_of.get(last):
            last = heir
        heirs[key] = last
    today = sorted({(key, labels[key]) for key in heirs.values() if key in labels})
    return tuple(today), heirs


def _label(key: str) -> str:
    folder = rules_dir() / "places"
    return _labels(folder).get(key, key)


@functools.cache
def _labels(folder: Path) -> dict[str, str]:
    provinces = read_provinces(folder / "provinces.csv", folder / "former_provinces.csv")
    _, heirs = _today()
    return {row.key: row.label for row in provinces.rows(dict.fromkeys(heirs, ""))}


@functools.cache
def _grid() -> dict[str, tuple[str, int, int]]:
    """Return the region and the column and row of each province by name."""
    table = tomllib.loads(_TILES.read_text(encoding="utf-8"))
    return {
        name: (region, x, y)
        for region, provinces in table.items()
        for name, (x, y) in provinces.items()
    }
