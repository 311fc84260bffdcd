"""What an export says of annotated reports that an older one did not, and the other way round."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

from kg.claims import Claims
from kg.evaluate import LISTED, MEASURES, Item, Score, score, tuples
from kg.gold import read_gold

_NO_MEETING: Final = "(no meeting of the gold)"


class Shift(msgspec.Struct, frozen=True):
    """One measure of an older export (`old`) and of this one, and how many facts came and went."""

    old: Score
    new: Score
    gained_right: int
    gained_wrong: int
    lost_right: int
    lost_wrong: int


class Change(msgspec.Struct, frozen=True):
    """A fact that only one of two exports has; `right`: the gold has it. `item` as in `Evaluation`
    without the measure.
    """

    measure: str
    change: Literal["gained", "lost"]
    right: bool
    item: Item


class Comparison(msgspec.Struct, frozen=True):
    """All measures by name, in the order of `MEASURES`; `changes` by measure, then by document."""

    measures: dict[str, Shift]
    changes: list[Change]


def compare(gold: Path, old: Path, new: Path) -> Comparison:
    """Compare two RDF exports of the same reports with each other and with a gold file.

    Raises:
        KgError: As `evaluate`.
    """
    documents = read_gold(Path(gold))
    known = {d.id for d in documents}
    meetings = {m.id for d in documents for m in d.meetings}
    measures: dict[str, Shift] = {}
    changes: list[Change] = []
    expected, before, _ = tuples(documents, Claims(Path(old), known))
    _, after, _ = tuples(documents, Claims(Path(new), known))
    for name in MEASURES:
        right = expected[name]
        gained = _told(name, after[name], meetings) - _told(name, before[name], meetings)
        lost = _told(name, before[name], meetings) - _told(name, after[name], meetings)
        measures[name] = Shift(
            old=score(right, before[name]),
            new=score(right, after[name]),
            gained_right=len(gained & right),
            gained_wrong=len(gained - right),
            lost_right=len(lost & right),
            lost_wrong=len(lost - right),
        )
        if name in LISTED:
            changes += [Change(name, "gained", item in right, item) for item in gained]
            changes += [Change(name, "lost", item in right, item) for item in lost]
    place = {name: i for i, name in enumerate(LISTED)}
    changes.sort(key=lambda c: (place[c.measure], c.item, c.change))
    return Comparison(measures, changes)


def _told(measure: str, items: set[Item], meetings: set[str]) -> set[Item]:
    """Name meetings that the gold does not have alike: their names depend on the export."""
    if measure not in ("roles", "chair", "attend", "speak"):
        return items
    return {(doc, key if key in meetings else _NO_MEETING, *pair) for doc, key, *pair in items}
