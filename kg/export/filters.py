"""Which part of the graph an export holds: conditions on what is stated, and who is near whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import KgError
from kg.export.appearances import ROLES
from kg.export.names import valid_date
from kg.export.views import VIEWS, View
from kg.report.model import Role

if TYPE_CHECKING:
    from kg.store.store import Store


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions as somebody types them; names without accents and in any case.

    Attributes:
        start, end: First and last day (ISO 8601). Only meetings that touch these days count, and
            posts observed in them; what has no day does not.
        roles: Only participations in one of these roles. In the view of chairs: of the chaired.
        min_weight: Only edges that weigh as much: documents of a statement (reprints counted
            once), or meetings together.
        min_confidence: Only statements of such a confidence (0 to 1).
        provinces: What belongs to a province of this name: its places, bodies and their posts,
            their holders, meetings there and who was there.
        bodies: A body of this label, its posts, their holders, meetings that it held or was at.
        officials: These officials and what is within `hops` steps of them.
        hops: Steps along edges of the view. Without an official: that many steps beyond what
            belongs to the provinces and bodies. None: 1 around what is itself a node of the view
            and was named (an official, in the views of bodies and provinces those), else 0.
    """

    start: str | None = None
    end: str | None = None
    roles: tuple[Role, ...] = ()
    min_weight: float = 0.0
    min_confidence: float = 0.0
    provinces: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    hops: int | None = None

    def check(self, view: str) -> None:
        """Refuse conditions that no store can meet.

        Raises:
            KgError: An unknown view or role, no day, a number out of its range, or hops around
                nothing.
        """
        if view not in VIEWS:
            raise KgError(f"no view {view!r}: choose one of {', '.join(VIEWS)}")
        for day in (self.start, self.end):
            if day is not None and valid_date(day) is None:
                raise KgError(f"{day!r} is not a date such as 2024-01-31")
        for role in self.roles:
            if role not in ROLES:
                raise KgError(f"no role {role!r}: choose of {', '.join(ROLES)}")
        if not 0 <= self.min_confidence <= 1:
            raise KgError(f"a confidence of {self.min_confidence}: it goes from 0 to 1")
        if not 0 <= self.min_weight < float("inf"):
            raise KgError(f"a weight of {self.min_weight}: it begins at 0")
        if self.hops is not None:
            if self.hops < 0:
                raise KgError(f"{self.hops} hops: they begin at 0")
            if not (self.officials or self.bodies or self.provinces):
                raise KgError("hops around what? Name an official, a body or a province")

    def steps(self, view: View) -> int:
        """Return the hops, as asked for or as fits what is named."""
        if self.hops is not None:
            return self.hops
        named = (
            bool(self.officials)
            or (view.name == "bodies" and bool(self.bodies))
            or (view.name == "provinces" and bool(self.provinces))
        )
        return 1 if named else 0

    @property
    def stated(self) -> bool:
        """Whether statements are left out for what they say, not for whom they are about."""
        return bool(self.dated or self.roles or self.min_weight > 1 or self.min_confidence)

    @property
    def dated(self) -> bool:
        """Whether only some days count."""
        return self.start is not None or self.end is not None


class Centre(msgspec.Struct, frozen=True):
    """The keys that the names of a filter stand for."""

    officials: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


def centre_of(store: Store, chosen: Filter) -> Centre:
    """Look the names of a filter up.

    Raises:
        KgError: The store knows no such name; the message lists the nearest.
    """
    from kg.store.names import require_bodies, require_officials, require_provinces

    officials = dict[str, None]()
    for name in chosen.officials:
        hits = require_officials(store, name)
        officials.update((hit.key, None) for hit in [h for h in hits if h.exact] or hits)
    bodies = {key: None for name in chosen.bodies for key in require_bodies(store, name)}
    provinces = {key: None for name in chosen.provinces for key in require_provinces(store, name)}
    return Centre(tuple(officials), tuple(bodies), tuple(provinces))
