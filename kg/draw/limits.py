"""What a picture tells of the limits that were set to it."""

from __future__ import annotations

from collections.abc import Sequence


def told_limits(
    start: str | None, end: str | None, roles: Sequence[str], *more: str
) -> tuple[str, ...]:
    """Return the note on days (ISO 8601), roles and what `more` says; none where nothing is set."""
    told = []
    if start or end:
        told.append(f"from {start or 'the beginning'} to {end or 'today'}")
    if roles:
        told.append(f"roles: {', '.join(roles)}")
    told += more
    return (f"only {'; '.join(told)}",) if told else ()
