"""Bodies: where they stand, and from when to when they were."""

from __future__ import annotations

import msgspec

from kg.link.model import BodyRow
from kg.store.names import require_bodies, require_provinces
from kg.store.store import Store


class BodySummary(msgspec.Struct, frozen=True):
    """A body with the labels of what it is part of, its territory and its successor.

    `valid_from` and `valid_to` are the first and the last day of the body under this name, where
    the rules know them, `acts` what they rest on. `officials` counts those seen in a post there.
    """

    key: str
    label: str
    kind: str
    level: str
    branch: str | None
    part_of: str | None
    territory: str | None
    province: str | None
    valid_from: str | None
    valid_to: str | None
    replaced_by: str | None
    acts: tuple[str, ...]
    officials: int


def bodies(
    store: Store,
    name: str | None = None,
    province: str | None = None,
    *,
    successors: bool = False,
    ended: bool = False,
) -> list[BodySummary]:
    """Return bodies by key: all, or those that meet every condition given.

    `name`: words of the label. `province`: where it lies; with `successors` the provinces that took
    it over count, too. `ended`: only those that are no more, or have another name.

    Raises:
        KgError: The store knows no such body or province; the message lists the nearest.
    """
    wanted = None if name is None else set(require_bodies(store, name))
    lie_in = (
        None if province is None else set(require_provinces(store, province, successors=successors))
    )
    places = dict(store.connection.execute("SELECT key, full_name FROM places"))
    standings = {row.key: row for row in store.standings()}
    rows = {row.key: row for row in store.bodies()}
    labels = {key: row.label for key, row in standings.items()}
    labels |= {key: row.label for key, row in rows.items()}
    held = dict(
        store.connection.execute(
            "SELECT p.body, count(DISTINCT ms.official) FROM memberships ms "
            "JOIN posts p ON p.key = ms.post WHERE p.body IS NOT NULL GROUP BY p.body"
        )
    )
    out = []
    for key in sorted(rows):
        row, standing = rows[key], standings.get(key)
        if wanted is not None and key not in wanted:
            continue
        if lie_in is not None and row.province not in lie_in:
            continue
        if ended and (standing is None or standing.valid_to is None):
            continue
        out.append(
            BodySummary(
                key=key,
                label=row.label,
                kind=row.kind,
                level=row.level,
                branch=standing.branch if standing else None,
                part_of=labels.get(row.parent or ""),
                territory=_territory(row, places),
                province=places.get(row.province or ""),
                valid_from=standing.valid_from if standing else None,
                valid_to=standing.valid_to if standing else None,
                replaced_by=labels.get((standing.replaced_by if standing else None) or ""),
                acts=standing.acts if standing else (),
                officials=held.get(key, 0),
            )
        )
    return out


def _territory(row: BodyRow, places: dict[str, str]) -> str | None:
    return places.get(row.place or row.province or "")
