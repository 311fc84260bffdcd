"""What the entries of the rules files are, once read."""

from __future__ import annotations

from typing import Literal

import msgspec

from kg.report.model import Level


class Rank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rank of ``titles.yaml``; see the comments there for the fields."""

    rank: str
    glue: int = 0
    implies: str | None = None
    body: str | None = None
    alone: bool = False
    free: bool = False
    civil: bool = False
    reference: bool = False
    head: bool = False
    of_the_ministry: bool = False
    precedence: Literal["chief", "minister"] | None = None
    deputy: Literal["only"] | None = None
    leads: tuple[str, ...] = ()


class Unit(msgspec.Struct, frozen=True):
    """A territory of the gazetteers. `provinces` are short names of all provinces that hold one of
    that name.
    """

    name: str
    full_name: str
    level: Level
    provinces: tuple[str, ...]


class Committee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Party or Youth Union committee of a territory. `tail`: words at the end that are the
    unit's noun.
    """

    name: str
    level: Level
    unit: str
    tail: int = 0


class Organ(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of another body; `member`: who sits in it sits in the whole body too."""

    name: str
    canonical: str | None = None
    member: bool = False


class Territorial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organ of a level of government; its name needs a territory."""

    name: str
    canonical: str | None = None
    local: bool = True


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun that begins a body's name; see ``bodies.yaml``."""

    name: str
    sector: bool = False
    level: Level | None = None
    local: bool = False
    proper: bool = False
    long: bool = False


class CentralBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body of the centre, named once for all, with the names the press gives it."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "other"
    level: Level = "central"
    parent: str | None = None
    member: bool = False
    since: str | None = None
    until: str | None = None
    replaced_by: str | None = None


class MeetingNoun(msgspec.Struct, frozen=True):
    """A noun that begins a meeting's name, or a verb of meeting; `alone`: without another party."""

    noun: str
    kind: str
    weak: bool = False
    alone: bool = False
