"""What each source says of a meeting, and where sources disagree: rows of the graph.

A meeting of many reports has one row in `kg.link.model`; here is what each report says of it, in
its own words. Keys are ``telling/…``, ``conflict/…`` and ``side/…``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ConflictKind = Literal["date", "place", "chair", "title"]


class TellingRow(msgspec.Struct, frozen=True, gc=False):
    """One meeting as one document tells of it.

    `date`, `end_date`, `day_month` and `session` are those of `kg.report.model.Meeting`. `claims`
    are keys of the participations that the document claims, in the order in which it names them.
    """

    key: str
    meeting: str
    document: str
    label: str
    kind: str
    date: str | None = None
    end_date: str | None = None
    day_month: str | None = None
    session: str | None = None
    planned: bool = False
    provinces: tuple[str, ...] = ()  # keys
    claims: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()  # keys: where the document names the meeting


class ConflictRow(msgspec.Struct, frozen=True):
    """A question to which documents give answers that cannot all be true.

    `subject` is the key of the meeting whose date, place or chair is in question, or that of the
    official whose title is; `date` is the day of it, where known.
    """

    key: str
    kind: ConflictKind
    subject: str
    date: str | None = None


class SideRow(msgspec.Struct, frozen=True):
    """One of the answers, with the documents that give it.

    `claim` is a day or days (ISO 8601: ``2024-01-17``, ``2024-01-16/2024-01-18``, ``--01-17``),
    or the labels of what is named; `means` are the keys of that. `mentions` are the words.
    """

    key: str
    conflict: str
    claim: str
    means: tuple[str, ...]
    documents: tuple[str, ...]
    mentions: tuple[str, ...]
