"""What one document says: the `Report` and its statements.

Everything in a report comes from one document alone. Statements refer to each other by local ids
(``p1`` a person, ``b1`` a body, ``l1`` a place, ``t1`` a post, ``m1`` a meeting) and to the text by
indices into `Report.mentions`. Offsets count Unicode code points of the document as read, end
exclusive. A report is never edited: linking reads it and makes a graph of its own.
"""

from __future__ import annotations

from typing import Literal

import msgspec

MentionKind = Literal["person", "post", "body", "place", "meeting", "role"]
Role = Literal["chair", "attend", "speak", "represented"]
Status = Literal["current", "acting", "former", "appointed"]
Level = Literal["central", "province", "district", "commune", "foreign", "other"]


class Mention(msgspec.Struct, frozen=True):
    """A stretch of text that refers to an entity of the report.

    `target` is the local id of what it refers to (for a ``role`` mention, a verb such as
    "chủ trì": the meeting). `rule` names the rule or the model that read it.
    """

    start: int
    end: int
    kind: MentionKind
    target: str
    rule: str
    confidence: float = 1.0


class Place(msgspec.Struct, frozen=True):
    """A province, district, commune or country named in the text.

    `name` is the short form ("Nghệ An", "Đồ Sơn"); `full_name` carries the unit's noun where it
    is known ("quận Đồ Sơn"). `province` is the short name of the province the place lies in (its
    own name for a province, None where the text and the gazetteer leave it open or abroad).
    """

    id: str
    name: str
    full_name: str
    level: Level
    province: str | None = None


class Body(msgspec.Struct, frozen=True):
    """An organ at one level and in one place, with its full canonical name.

    `kind` is the key of its class in ``rules/bodies.yaml`` ("tinh-uy", "ubnd", "bo"; "other" where
    only the form of the name told that it is a body). `province` is the short name of the province
    whose organ it is, None for central and foreign bodies and where nothing in the text settles
    it; `placed` is False only in that last case ("Tỉnh ủy" of nobody knows which province), and
    such a body is not the same as another document's. `parent` is the local id of the body
    it belongs to ("Ban Thường vụ Tỉnh ủy" to "Tỉnh ủy"), `place` the local id of its territory;
    `member` says that who sits in it sits in the parent, too.
    """

    id: str
    label: str
    kind: str
    level: Level
    province: str | None = None
    placed: bool = True
    parent: str | None = None
    place: str | None = None
    member: bool = False


class Post(msgspec.Struct, frozen=True):
    """A title at a body: "Bí thư Tỉnh ủy Nghệ An".

    `label` is canonical (abbreviations written out, the place added where the text settles it);
    `title` is the bare rank ("Bí thư"); `body` the local id of the body it is at, if any.
    `placed` is False where the post's body is not `placed`.
    """

    id: str
    label: str
    title: str
    body: str | None = None
    placed: bool = True


class Person(msgspec.Struct, frozen=True):
    """A person who appears as an official or a participant; `name` is the fullest best mention."""

    id: str
    name: str
    foreign: bool = False


class Membership(msgspec.Struct, frozen=True):
    """One person in one post, as one document prints it.

    `printed` is each distinct wording in the text, in order. `mentions` are indices of the post's
    and the name's mentions. `date` is the document's day or that of the meeting it was seen at.
    """

    person: str
    post: str
    status: Status
    printed: tuple[str, ...]
    mentions: tuple[int, ...]
    confidence: float = 1.0


class Site(msgspec.Struct, frozen=True):
    """One connected room (điểm cầu) of a meeting; `label` as printed ("điểm cầu Đà Nẵng")."""

    id: str
    label: str
    province: str | None = None


class Meeting(msgspec.Struct, frozen=True):
    """One event with people taking part, as one document tells of it.

    `date` is the first day (ISO 8601). Where only day and month are known it is None and
    `day_month` holds ``--MM-DD``: linking may find the year in another report. `end_date` is the
    last day of a range. `session` is the part of the day ("sáng", "chiều", "tối"). `provinces` are
    short names of where it took place or whose bodies held it; `organisers` are local ids of
    bodies.
    `planned` says that the text announces it as still to come.
    """

    id: str
    label: str
    kind: str
    date: str | None = None
    day_month: str | None = None
    end_date: str | None = None
    session: str | None = None
    provinces: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    planned: bool = False
    mentions: tuple[int, ...] = ()


class Participation(msgspec.Struct, frozen=True):
    """One participant (local id of a person or a body) in one role at one meeting.

    `site` is the local id of the meeting's site where the role is only there. `acting_as` is the
    post that the text gives beside the name, `on_behalf_of` the body acted for (thay mặt, đại
    diện), `order` the place in the list of names (from 1). `mentions` are indices: the
    participant's and the verb's.
    """

    meeting: str
    participant: str
    role: Role
    site: str | None = None
    acting_as: str | None = None
    on_behalf_of: str | None = None
    order: int | None = None
    mentions: tuple[int, ...] = ()
    confidence: float = 1.0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says. `version` is that of the rules and the model that read it."""

    document: str
    digest: str
    version: str
    issued: str | None = None
    title: str | None = None
    source: str | None = None
    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    places: tuple[Place, ...] = ()
    posts: tuple[Post, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    memberships: tuple[Membership, ...] = ()
    participations: tuple[Participation, ...] = ()
