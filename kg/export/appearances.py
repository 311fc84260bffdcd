"""Who took part in which meeting, in memory: small enough for millions of participations."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from kg.export.source import Source
from kg.report.model import Role

ROLES: Final[tuple[Role, ...]] = ("chair", "attend", "speak", "represented")
_CODE = {role: number for number, role in enumerate(ROLES)}


class Appearances:
    """The distinct (participant, meeting, role) of a store, by participant.

    Participations at several sites or under several posts fall together. Each triple is one
    64-bit number in a sorted array: 30 bits participant, 30 bits meeting, 4 bits role.
    """

    def __init__(self, source: Source) -> None:
        keys = [row.key for row in source.officials()] + [row.key for row in source.bodies()]
        self._participants = {key: number for number, key in enumerate(keys)}
        self._meetings = [row.key for row in source.meetings()]
        meetings = {key: number for number, key in enumerate(self._meetings)}
        codes = set[int]()
        for row in source.participations():
            who, what = self._participants.get(row.participant), meetings.get(row.meeting)
            if who is not None and what is not None:
                codes.add(who << 34 | what << 4 | _CODE[row.role])
        self._codes = array("Q", sorted(codes))

    def participants(self) -> Iterator[str]:
        """Give the keys of all officials and bodies."""
        return iter(self._participants)

    def of(self, participant: str) -> Iterator[tuple[str, Role]]:
        """Give the (key of the meeting, role) of one official or body, by key of the meeting."""
        who = self._participants.get(participant)
        if who is None:
            return
        position = bisect_left(self._codes, who << 34)
        while position < len(self._codes) and self._codes[position] >> 34 == who:
            code = self._codes[position]
            yield self._meetings[code >> 4 & (1 << 30) - 1], ROLES[code & 15]
            position += 1
