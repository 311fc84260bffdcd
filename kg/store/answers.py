"""What the questions of `kg.store.queries` are answered with."""

from __future__ import annotations

import msgspec

from kg.report.model import Role, Status
from kg.store.evidence import Evidence


class Inferred(msgspec.Struct, frozen=True):
    """A post as the text leaves it open (`post`) and in full (`label`), as a list of known tenures
    has it: `why` is the tenure, `source` its address.
    """

    post: str
    label: str
    why: str
    source: str


class Disputed(msgspec.Struct, frozen=True):
    """A post as texts print it that a list of known tenures disagrees with, on `day` at least."""

    post: str
    day: str
    why: str
    source: str


class Appearance(msgspec.Struct, frozen=True):
    """One official in one role at one meeting; a meeting with two roles gives two appearances.

    `meeting` is the meeting's label, `meeting_key` its key; `site` the site's label. `post` is the
    post as the documents print it beside the name ("" where they print none); `documents` are ids.
    `inferred` are posts in full that no text tells.
    """

    date: str | None
    role: Role
    meeting: str
    site: str | None
    post: str
    documents: tuple[str, ...]
    meeting_key: str
    participation: str
    confidence: float
    inferred: tuple[str, ...] = ()


class OfficialSummary(msgspec.Struct, frozen=True):
    """An official with the posts seen and the number of meetings taken part in (`appearances`).

    `province_inferred`: of a question for a province, that only a post of `inferred` is of it.
    """

    key: str
    label: str
    posts: tuple[str, ...]
    former_posts: tuple[str, ...]
    appearances: int
    first_date: str | None
    last_date: str | None
    foreign: bool
    inferred: tuple[Inferred, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    province_inferred: bool = False


class MeetingSummary(msgspec.Struct, frozen=True):
    """A meeting with its chairs' labels, the number of participants and its documents' ids."""

    key: str
    date: str | None
    label: str
    provinces: tuple[str, ...]
    chairs: tuple[str, ...]
    participants: int
    documents: tuple[str, ...]
    planned: bool


class Fact(msgspec.Struct, frozen=True):
    """One statement about an official.

    For a ``membership``: `what` is the post's label, `how` its status, `date` when first seen,
    `last_date` when last seen. For a ``participation``: `what` is the meeting's label, `how` the
    role, `date` the meeting's date, `site` the site's label. `inferred` and `disputed` are what a
    list of known tenures says of a membership: they are no part of it.
    """

    kind: str
    key: str
    what: str
    how: Status | Role
    date: str | None
    last_date: str | None
    site: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    inferred: Inferred | None = None
    disputed: Disputed | None = None


class StoreStatus(msgspec.Struct, frozen=True):
    """What a store holds: rows a table, and what the last build could not read or had to note."""

    path: str
    schema: int
    rules: str | None
    documents: int
    counts: dict[str, int]
    failures: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
