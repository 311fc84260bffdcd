"""Finding officials, provinces and bodies by what somebody typed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

import msgspec

from kg.errors import KgError
from kg.link.slugs import canonical, search_form
from kg.store.provinces import heirs_of, province_name, rows_of
from kg.store.store import Store

_KEY = (
    "o.key IN (?, 'official/' || ?) "
    "OR o.key IN (SELECT target FROM redirects WHERE key IN (?, 'official/' || ?))"
)


class OfficialHit(msgspec.Struct, frozen=True):
    """An official that a name search found. `exact`: the whole name matched, not a part of it."""

    key: str
    label: str
    exact: bool


def find_officials(store: Store, name: str) -> list[OfficialHit]:
    """Return the officials whose name matches `name`, by the closest way of matching that hits.

    The ways, closest first: the name with its accents; the name without accents; names that start
    with it; names that hold all its words in any order; names that contain it. A key
    ("truong-thi-mai-2") is taken too, one that an official had before leads to who has it now. An
    empty list where nothing matches.
    """
    sought = search_form(name)
    if not sought:
        return []
    by_key = _hits(store, _KEY, [name] * 4, exact=True)
    if by_key:
        return by_key
    whole = _hits(store, "n.folded = ?", [sought], exact=True)
    if len(whole) > 1 and not name.isascii():
        # Accents tell people apart where the name as typed has them and somebody bears it so.
        spelt = {canonical(name)}
        same = [h for h in whole if spelt & {canonical(s) for s in _spellings(store, h.key)}]
        whole = same or whole
    if whole:
        return whole
    words = sought.split()
    return (
        _hits(store, "n.folded >= ? AND n.folded < ?", [sought, sought + "\U0010ffff"])
        or _hits(
            store,
            " AND ".join(["instr(' ' || n.folded || ' ', ' ' || ? || ' ') > 0"] * len(words)),
            words,
        )
        or _hits(store, "instr(n.folded, ?) > 0", [sought])
    )


def nearest_names(store: Store, name: str, n: int = 5) -> list[str]:
    """Return up to `n` labels of officials that look most like `name`, the most alike first."""
    rows = store.connection.execute(
        "SELECT n.folded, o.label FROM names n JOIN officials o ON o.key = n.official "
        "ORDER BY o.key"
    )
    return nearest(name, rows, n)


def require_officials(store: Store, name: str) -> list[OfficialHit]:
    """Return `find_officials(store, name)`.

    Raises:
        KgError: Nobody bears the name; the message lists the nearest names.
    """
    found = find_officials(store, name)
    if not found:
        raise KgError(_no_match("official", name, nearest_names(store, name)))
    return found


def require_provinces(
    store: Store, name: str, *, successors: bool = False, inferred: bool = False
) -> list[str]:
    """Return the keys of the provinces of this name, those before and after 2025-07-01.

    With `successors`, those too that took them over, and those that took these over; with
    `inferred`, those too that no document names and a list of known tenures tells. A name that
    the press uses (``rules/places/province_aliases.csv``) stands for the official one.

    Raises:
        KgError: The store has none; the message lists the nearest names.
    """
    rows = store.connection.execute(
        "SELECT key, label, replaced_by FROM places WHERE level = 'province' ORDER BY key"
    ).fetchall()
    if inferred:
        rows += _unnamed(store, {key for key, _, _ in rows})
    labels = [(key, label) for key, label, _ in rows]
    sought = province_name(name)
    keys = [key for key, label in labels if search_form(label) == sought]
    if successors:
        heirs = {key: heir for key, _, heir in rows}
        todo = [*keys, *heirs_of(sought)]
        while todo:
            key = todo.pop()
            if key in heirs and key not in keys:
                keys.append(key)
            todo += [heir for heir in [heirs.get(key)] if heir and heir not in keys]
    return sorted(keys) or _require("province", name, labels, lambda label: False)


def _unnamed(store: Store, named: set[str]) -> list[tuple[str, str, str | None]]:
    """Return (key, label, key of the heir) of the provinces that are only inferred."""
    told = store.connection.execute("SELECT DISTINCT province FROM inferred").fetchall()
    keys = {key for (key,) in told} - named
    return [row for row in rows_of(keys) if row[0] in keys] if keys else []


def require_bodies(store: Store, words: str) -> list[str]:
    """Return the keys of the bodies of this label; failing one, of those whose label holds it.

    A key ("body/tinh-uy-nghe-an") is taken too, also one that a body had before.

    Raises:
        KgError: The store has none; the message lists the nearest labels.
    """
    return require_labelled(store, "bodies", "body", words)


def require_labelled(store: Store, table: str, what: str, words: str) -> list[str]:
    """Return the keys of the rows of a table as `require_bodies` does; `what` is their noun.

    Raises:
        KgError: The table has none; the message lists the nearest labels.
    """
    sought = search_form(words)
    by_key = store.connection.execute(
        f"SELECT key FROM {table} WHERE key = ? "
        "OR key IN (SELECT target FROM redirects WHERE key = ?)",
        (words, words),
    ).fetchall()
    if by_key:
        return [key for (key,) in by_key]
    rows = store.connection.execute(f"SELECT key, label FROM {table} ORDER BY key").fetchall()
    if any(search_form(label) == sought for _, label in rows):
        return _require(what, words, rows, lambda label: label == sought)
    return _require(what, words, rows, lambda label: bool(sought) and sought in label)


def _require(
    what: str, name: str, rows: list[tuple[str, str]], fits: Callable[[str], bool]
) -> list[str]:
    found = [key for key, label in rows if fits(search_form(label))]
    if not found:
        near = nearest(name, ((search_form(label), label) for _, label in rows), 5)
        raise KgError(_no_match(what, name, near))
    return found


def _no_match(what: str, name: str, near: list[str]) -> str:
    return f'no {what} matches "{name}"' + (f"; nearest: {', '.join(near)}" if near else "")


def nearest(name: str, folded: Iterable[tuple[str, str]], n: int) -> list[str]:
    """Return up to `n` labels most like `name`; `folded` gives (search form, label) of each."""
    labels: dict[str, dict[str, None]] = {}
    for form, label in folded:
        labels.setdefault(form, {})[label] = None
    close = difflib.get_close_matches(search_form(name), labels, n=n, cutoff=0.55)
    return list(dict.fromkeys(label for form in close for label in labels[form]))[:n]


def _hits(
    store: Store, condition: str, values: list[str], *, exact: bool = False
) -> list[OfficialHit]:
    rows = store.connection.execute(
        "SELECT DISTINCT o.key, o.label FROM officials o JOIN names n ON n.official = o.key "
        f"WHERE {condition} ORDER BY o.label, o.key",
        values,
    )
    return [OfficialHit(key, label, exact) for key, label in rows]


def _spellings(store: Store, official: str) -> list[str]:
    rows = store.connection.execute("SELECT spelling FROM names WHERE official = ?", (official,))
    return [spelling for (spelling,) in rows]
