"""What a name means: an official, a body, a province or a meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

import msgspec

from kg.errors import KgError
from kg.link.slugs import search_form
from kg.store.names import find_officials, nearest, nearest_names, require_provinces
from kg.store.store import Store

Kind = Literal["official", "meeting", "body", "province"]
KINDS: Final[tuple[Kind, ...]] = ("official", "province", "body", "meeting")
_MOST_NAMED: Final = 5


class Subject(msgspec.Struct, frozen=True):
    """An entity that a name means. A province that was merged in 2025 and has its name still is two
    entities: both are in `keys`.
    """

    kind: Kind
    label: str
    keys: tuple[str, ...]


_Found = tuple[str, str]  # key, label


def require_subject(store: Store, name: str, kinds: Sequence[Kind] = KINDS) -> Subject:
    """Return the one entity that `name` means, by the closest way of matching that hits.

    A key ("meeting/2024-01-17-…") comes first, then a whole name, then a part of one; each without
    accents and case. Where entities of several kinds bear the name, that of the first kind is
    taken.

    Raises:
        KgError: Nothing or several things match; the message names some.
    """
    for search in (_by_key, _whole, _part):
        for kind in kinds:
            found = search(store, name, kind)
            if not found:
                continue
            if len(found) > 1 and (kind != "province" or len({label for _, label in found}) > 1):
                raise KgError(_several(name, kind, found))
            return Subject(kind, found[0][1], tuple(key for key, _ in found))
    raise KgError(_nothing(store, name, kinds))


def _several(name: str, kind: Kind, found: Sequence[_Found]) -> str:
    # The days in a meeting's key tell it from others of its name.
    told = ", ".join(
        key if kind == "meeting" else f"{label} ({key.partition('/')[2]})"
        for key, label in found[:_MOST_NAMED]
    )
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return f'"{name}" is more than one {kind}: {told}{more}'


def _nothing(store: Store, name: str, kinds: Sequence[Kind]) -> str:
    what = ", ".join(kinds[:-1]) + " or " * (len(kinds) > 1) + kinds[-1]
    near = list[str]()
    # The names of meetings are many and alike: nobody mistypes one.
    for kind in [kind for kind in kinds if kind != "meeting"] or kinds:
        if kind == "official":
            near += nearest_names(store, name, 3)
        else:
            labels = ((search_form(label), label) for _, label in _rows(store, kind))
            near += nearest(name, labels, 2)
    return f'no {what} matches "{name}"' + (f"; nearest: {', '.join(near)}" if near else "")


def _by_key(store: Store, name: str, kind: Kind) -> list[_Found]:
    key = name if name.startswith(f"{kind}/") else f"{kind}/{name}"
    return store.connection.execute(
        f"SELECT key, label FROM {_TABLES[kind]} WHERE key = ? "
        "OR key = (SELECT target FROM redirects WHERE key = ?)",
        (key, key),
    ).fetchall()


def _whole(store: Store, name: str, kind: Kind) -> list[_Found]:
    if kind == "official":
        return [(hit.key, hit.label) for hit in find_officials(store, name) if hit.exact]
    if kind == "province":
        try:
            keys = set(require_provinces(store, name))
        except KgError:
            return []
        return [row for row in _rows(store, kind) if row[0] in keys]
    sought = search_form(name)
    return _matching(store, kind, lambda label: bool(sought) and label == sought)


def _part(store: Store, name: str, kind: Kind) -> list[_Found]:
    if kind == "official":
        return [(hit.key, hit.label) for hit in find_officials(store, name)]
    words = search_form(name).split()
    if kind == "province" or not words:
        return []
    return _matching(store, kind, lambda label: all(f" {w} " in f" {label} " for w in words))


_TABLES: Final = {
    "official": "officials",
    "meeting": "meetings",
    "body": "bodies",
    "province": "places",
}


def _matching(store: Store, kind: Kind, fits: Callable[[str], bool]) -> list[_Found]:
    return [(key, label) for key, label in _rows(store, kind) if fits(search_form(label))]


def _rows(store: Store, kind: Kind) -> list[_Found]:
    """Return key and label of all entities of a kind, by key."""
    where = "WHERE level = 'province'" if kind == "province" else ""
    return store.connection.execute(
        f"SELECT key, label FROM {_TABLES[kind]} {where} ORDER BY key"
    ).fetchall()
