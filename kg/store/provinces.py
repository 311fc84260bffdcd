"""Provinces by what somebody typed, and the provinces that took them over."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.link.slugs import search_form

if TYPE_CHECKING:
    from kg.link.provinces import Provinces

_UNITS = ("tinh ", "thanh pho ", "tp ")


def province_name(typed: str) -> str:
    """Return the official short name (search form) of the province that a text means.

    The noun before it is left out, and another spelling that the press uses is made the official
    one; a text that names no province comes back as it is.
    """
    sought = search_form(typed)
    names, aliases = _names()
    for form in (sought, _bare(sought)):
        if form in names:
            return form
        if form in aliases:
            return aliases[form]
    return _bare(sought)


def heirs_of(name: str) -> list[str]:
    """Return the keys of the provinces that took over those of a name (search form)."""
    provinces = _provinces()
    rows = provinces.rows(dict.fromkeys(provinces.named(name), ""))
    return [row.replaced_by for row in rows if row.replaced_by]


def rows_of(keys: Iterable[str]) -> list[tuple[str, str, str | None]]:
    """Return (key, label, key of what took it over) of provinces and of those that did."""
    rows = _provinces().rows(dict.fromkeys(keys, ""))
    return [(row.key, row.label, row.replaced_by) for row in rows]


def _bare(sought: str) -> str:
    for unit in _UNITS:
        sought = sought.removeprefix(unit)
    return sought


@functools.cache
def _provinces() -> Provinces:
    # Loaded where a province is asked for: most commands start without the rules.
    from kg.lexicon.rules import rules_dir
    from kg.link.provinces import read_provinces

    folder = rules_dir() / "places"
    return read_provinces(folder / "provinces.csv", folder / "former_provinces.csv")


@functools.cache
def _names() -> tuple[frozenset[str], dict[str, str]]:
    from kg.lexicon.rules import load_csv, rules_dir

    rows = load_csv(rules_dir() / "places" / "province_aliases.csv")
    aliases = {search_form(row["alias"]): search_form(row["name"]) for row in rows}
    return frozenset(aliases.values()), aliases
