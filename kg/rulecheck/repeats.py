"""Entries that stand twice: in one list, or in two lists of which only one is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import FIELDS, Rules, body_key, key_of, words
from kg.rulecheck.source import Entry
from kg.text.tokens import scan

# Files whose lists are compared letter by letter: case and marks matter there.
_EXACT = frozenset({"furniture.yaml"})
# Lists whose names are written with any connector.
_BODIES = frozenset({("sectors.yaml",), ("bodies.yaml", "organs"), ("bodies_central.yaml",)})
_ROLES = ("chair", "attend", "speak")
# Lists of one file that are asked one after the other: what stands in two is read as the first.
_RIVALS = (
    ("honorifics.yaml", ("honorifics",), ("ranks",), ("degrees",)),
    ("titles.yaml", ("status",), ("modifiers",)),
    ("titles.yaml", ("events", "appointed"), ("events", "office")),
    ("titles.yaml", ("events", "elected"), ("events", "removed")),
    ("dates.yaml", ("same",), ("plan",), ("review",), ("school_year",), ("year_before",)),
    ("furniture.yaml", ("agencies",), ("papers",)),
)


def check_repeats(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each entry that an earlier one already says, or contradicts."""
    for name, source in rules.sources.items():
        yield from source.repeated_keys()
        # What stands twice in training.yaml is drawn twice as often.
        if name.endswith(".yaml") and name != "training.yaml":
            for steps in source.lists():
                key = _key(name, tuple(map(str, steps)))
                what = str(steps[-1]) if steps else name.removesuffix(".yaml")
                yield from _repeated(source.entries(*steps), what, key)
    yield from _tables(rules)
    for form in ("verbs", "before"):
        lists = [(role, rules.entries("roles.yaml", role, form)) for role in _ROLES]
        yield from _rivals(lists, "error")
    for file, *paths in _RIVALS:
        yield from _rivals([(p[-1], rules.entries(file, *p)) for p in paths], "warning")
    yield from _surnames(rules)
    yield from _central(rules)


def _key(file: str, steps: tuple[str, ...]) -> Callable[[str], Hashable]:
    if file in _EXACT:
        return str
    if file == "abbreviations.yaml":
        return lambda phrase: tuple(w for w, _, _ in scan(phrase, 0, len(phrase)))
    return body_key if (file, *steps) in _BODIES else key_of


def _repeated(entries: list[Entry], what: str, key: Callable[[str], Hashable]) -> Iterator[Finding]:
    first: dict[Hashable, Entry] = {}
    for entry in entries:
        said = words(entry)
        if not said:
            continue  # an entry of several names: they are lists of their own
        known = first.setdefault(key(said), entry)
        if known is entry:
            continue
        told = f'duplicate "{said}" in {what} (first at line {known.line})'
        if _rest(entry.value) == _rest(known.value):
            yield entry.warning(told)
        else:
            yield entry.error(f"{told}; that one counts, and says something else")


def _rest(value: Any) -> Any:
    """Return what an entry says of the words by which it is looked up."""
    return {k: v for k, v in value.items() if k not in FIELDS} if isinstance(value, dict) else None


def _rivals(lists: list[tuple[str, list[Entry]]], level: str) -> Iterator[Finding]:
    """Give a finding for what stands in an earlier list too, where it is found first."""
    first: dict[Hashable, tuple[str, Entry]] = {}
    for name, entries in lists:
        for entry in entries:
            other, known = first.setdefault(key_of(words(entry)), (name, entry))
            if other != name:
                told = f'"{words(entry)}" in {name} stands in {other} too (line {known.line})'
                yield entry.error(told) if level == "error" else entry.warning(told)


def _tables(rules: Rules) -> Iterator[Finding]:
    """Rows of CSV tables that say one thing twice, or two things of one name."""
    for file, field in (("names/surnames.csv", "syllable"), ("names/syllables.csv", "syllable")):
        seen: dict[str, Entry] = {}
        for entry in rules.entries(file):
            known = seen.setdefault(entry.value[field].lower(), entry)
            if known is not entry:
                yield entry.warning(
                    f'duplicate "{entry.value[field]}" (first at line {known.line})'
                )
    places: dict[tuple[str, ...], Entry] = {}
    for entry in rules.entries("places/units.csv"):
        row = entry.value
        known = places.setdefault((row["full_name"], row["province"], row.get("valid", "")), entry)
        if known is not entry:
            yield entry.warning(f'duplicate "{row["full_name"]}" (first at line {known.line})')
    names: dict[tuple[str, ...], tuple[Entry, str]] = {}
    for entry in rules.entries("places/countries.csv"):
        row = entry.value
        for name in [row["name"], *_parts(row["aliases"]), *_parts(row["full_names"])]:
            known, country = names.setdefault(key_of(name), (entry, row["name"]))
            if known is not entry:
                yield entry.error(f'"{name}" is {country} already (line {known.line})')


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _surnames(rules: Rules) -> Iterator[Finding]:
    """Surnames that are believed only behind a title, but stand among those believed anywhere."""
    common = {e.value["syllable"].lower(): e for e in rules.entries("names/surnames.csv")}
    believed: dict[str, Entry] = {}
    for file in ("names/ethnic.yaml", "names/foreign.yaml"):
        for entry in rules.entries(file, "surnames"):
            name = words(entry)
            if name.lower() in common:
                yield entry.warning(
                    f'"{name}" is believed anywhere (surnames.csv, line'
                    f" {common[name.lower()].line}), so this does nothing"
                )
            elif believed.setdefault(name.lower(), entry).file != entry.file:
                other = believed[name.lower()]
                yield entry.warning(f'"{name}" stands in {other.file} too (line {other.line})')


def _central(rules: Rules) -> Iterator[Finding]:
    """Names and aliases of central bodies that another one has already, so that it is found."""
    owner: dict[tuple[str, ...], tuple[str, Entry]] = {}
    for entry in rules.entries("bodies_central.yaml"):
        name = entry.value["name"]
        for said in (name, *entry.value.get("aliases", ())):
            other, known = owner.setdefault(body_key(said), (name, entry))
            if known is not entry and other != name:
                yield entry.error(
                    f'"{said}" of {name} is read as {other} (line {known.line}), found first'
                )
