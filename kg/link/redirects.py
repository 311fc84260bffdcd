"""Keys that stand for an entity no more, and the key that does."""

from __future__ import annotations

from collections.abc import Set

from kg.link.binding import Bound
from kg.link.model import RedirectRow
from kg.link.rejected import meant
from kg.link.sources import Keys


def redirects(bound: Bound, entities: Keys, live: Set[str]) -> tuple[RedirectRow, ...]:
    """Return where the keys lead that decisions name and no entity bears.

    A key that another entity bears by now can't redirect: that is said among the idle decisions.
    """
    out: dict[str, RedirectRow] = {}
    for entry, key, refs in bound.named:
        target = meant(refs, entities)
        if target is None or target == key:
            continue
        if key in live:
            told = f"{key} is another's key now, what it was about is {target}: it goes by that"
            if (entry, told) not in bound.idle:
                bound.idle.append((entry, told))
            continue
        out.setdefault(key, RedirectRow(key, target, entry.id))
    return tuple(out[key] for key in sorted(out))
