"""Two officials side by side, and the meetings that both were at."""

from __future__ import annotations

import json

import msgspec

from kg.store.names import find_officials
from kg.store.store import Store
from kg.web.pages.base import ROWS, Asked, Pager, Ref, labels, one, pager, rows

PARAMETERS = ("a", "b", "page")


class Common(msgspec.Struct, frozen=True):
    """A meeting of both, with what each did there and the participations that say so."""

    meeting: Ref
    date: str | None
    first: tuple[str, ...]
    first_keys: tuple[str, ...]
    second: tuple[str, ...]
    second_keys: tuple[str, ...]
    same_site: bool


class ComparePage(msgspec.Struct, frozen=True):
    """The page that compares two officials; `choices` are whom a typed name may mean."""

    a: str
    b: str
    first: Ref | None
    second: Ref | None
    choices_a: tuple[Ref, ...]
    choices_b: tuple[Ref, ...]
    first_meetings: int
    second_meetings: int
    common: tuple[Common, ...]
    pager: Pager


def compare_page(store: Store, asked: Asked) -> ComparePage:
    """Return the page for what `a` and `b` name: keys, or names as somebody types them."""
    typed = asked.text("a"), asked.text("b")
    found = [_choices(store, text) for text in typed]
    first, second = (some[0] if len(some) == 1 else None for some in found)
    both: list[str] = []
    numbers = [0, 0]
    if first and second:
        at = [_meetings(store, who.key) for who in (first, second)]
        numbers = [len(some) for some in at]
        both = _by_date(store, sorted(at[0] & at[1])) if first != second else []
    shown = pager(len(both), asked.page())
    some = both[(shown.page - 1) * ROWS : shown.page * ROWS]
    return ComparePage(
        a=typed[0],
        b=typed[1],
        first=first,
        second=second,
        choices_a=found[0] if len(found[0]) != 1 else (),
        choices_b=found[1] if len(found[1]) != 1 else (),
        first_meetings=numbers[0],
        second_meetings=numbers[1],
        common=tuple(_common(store, m, first.key, second.key) for m in some)
        if first and second
        else (),
        pager=shown,
    )


def _choices(store: Store, typed: str) -> tuple[Ref, ...]:
    if not typed:
        return ()
    if typed.startswith("official/"):
        return tuple(Ref(k, label) for k, label in labels(store, [typed]).items())
    return tuple(Ref(hit.key, hit.label) for hit in find_officials(store, typed)[:20])


def _meetings(store: Store, key: str) -> set[str]:
    found = rows(store, "SELECT DISTINCT meeting FROM participations WHERE participant = ?", key)
    return {meeting for (meeting,) in found}


def _by_date(store: Store, meetings: list[str]) -> list[str]:
    found = rows(
        store,
        "SELECT m.key FROM json_each(?) j CROSS JOIN meetings m ON m.key = j.value "
        "ORDER BY m.date IS NULL, m.date DESC, m.key",
        json.dumps(meetings),
    )
    return [key for (key,) in found]


def _common(store: Store, meeting: str, first: str, second: str) -> Common:
    label, date = one(store, "SELECT label, date FROM meetings WHERE key = ?", meeting)
    theirs = [
        rows(
            store,
            "SELECT key, role, site FROM participations WHERE meeting = ? AND participant = ? "
            "ORDER BY role, key",
            meeting,
            who,
        )
        for who in (first, second)
    ]
    sites = [{site for _, _, site in some if site} for some in theirs]
    return Common(
        Ref(meeting, label),
        date,
        tuple(dict.fromkeys(role for _, role, _ in theirs[0])),
        tuple(key for key, _, _ in theirs[0]),
        tuple(dict.fromkeys(role for _, role, _ in theirs[1])),
        tuple(key for key, _, _ in theirs[1]),
        not sites[0] or not sites[1] or bool(sites[0] & sites[1]),
    )
