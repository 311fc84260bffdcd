"""What the rules know of a body, beside what reports say of it: a row of the graph."""

from __future__ import annotations

import msgspec


class StandingRow(msgspec.Struct, frozen=True):
    """A body's branch and time; `key` and `label` are those of its `BodyRow`.

    `valid_from` and `valid_to` are its first and last day (ISO 8601), None where open or not known;
    `acts` what they rest on. `replaced_by` is the key of its successor. A successor that no report
    names has no `BodyRow`, but a `kind`: that of a body of the centre.
    """

    key: str
    label: str
    branch: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    replaced_by: str | None = None
    acts: tuple[str, ...] = ()
    kind: str | None = None
