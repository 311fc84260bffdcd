"""The picture of an official's career: posts as bars, appearances as dots by role."""

from __future__ import annotations

import msgspec

from kg.draw.timeline_svg import Bar, Dot, Mark, is_dated, svg
from kg.report.model import Status
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.store import Store
from kg.web.language import Words
from kg.web.pages.base import require, rows

_POSTS = 40
_DOTS = 2500


class Career(msgspec.Struct, frozen=True):
    """What is drawn."""

    label: str
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    more: int


def timeline(store: Store, key: str, words: Words) -> str:
    """Return the SVG of an official's career, in the language of the words.

    Raises:
        Missing: There is no such official.
    """
    career = _career(store, key)
    latest = words("official.latest", n=_DOTS, all=_DOTS + career.more)
    own = words.group("timeline")
    return svg(
        career.label,
        [latest] if career.more else [],
        own["POSTS"],
        career.bars,
        career.dots,
        say=lambda text: own.get(text, text),
    )


def _career(store: Store, key: str) -> Career:
    label = require(store, key)
    held: dict[str, list[tuple[Status, str | None, str | None]]] = {}
    for post, status, first, last in rows(
        store,
        "SELECT p.label, ms.status, ms.first_seen, ms.last_seen FROM memberships ms "
        "CROSS JOIN posts p ON p.key = ms.post WHERE ms.official = ? "
        "ORDER BY ms.first_seen IS NULL, ms.first_seen, ms.key LIMIT ?",
        key,
        _POSTS,
    ):
        held.setdefault(post, []).append((status, first, last))
    bars = (
        Bar(
            post,
            " – ".join(dict.fromkeys(d for d in (spans[0][1], spans[-1][2]) if d)),
            tuple(_mark(*span) for span in spans),
            (),
        )
        for post, spans in held.items()
    )
    found = rows(
        store,
        "SELECT m.key, m.label, p.role, m.date FROM participations p CROSS JOIN meetings m "
        "ON m.key = p.meeting WHERE p.participant = ? AND m.date IS NOT NULL "
        "ORDER BY m.date DESC, m.key, p.role",
        key,
    )
    dots = [Dot(m, name, KIND_OF_ROLE[role], day, ()) for m, name, role, day in found[:_DOTS]]
    return Career(
        label,
        tuple(bar for bar in bars if is_dated(bar)),
        tuple(reversed(dots)),
        max(0, len(found) - _DOTS),
    )


def _mark(status: Status, first: str | None, last: str | None) -> Mark:
    """Return a span; of an election or the like only the day by which it was known."""
    if status == "appointed":
        return Mark("appointed", first, None, True)
    return Mark(status, first, last, False)
