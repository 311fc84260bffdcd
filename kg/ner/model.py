"""What the recognisers hand to each other: references to bodies, titles, names, in tokens."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kg.lexicon.entries import Rank
from kg.report.model import Level

ChunkKind = Literal[
    "title", "honour", "rank", "name", "body", "place", "country", "role", "meeting", "mark", "word"
]


class Territory(msgspec.Struct, frozen=True):
    """A territory as named or only hinted at. Tokens `i` to `j` (exclusive).

    `unit` is the noun ("tỉnh", "quận"), `name` its short name or None where only the noun stands
    ("Chủ tịch HĐND tỉnh"), `provinces` the provinces it may lie in (one where it is settled).
    """

    i: int
    j: int
    unit: str
    level: Level
    name: str | None = None
    provinces: tuple[str, ...] = ()


class BodyRef(msgspec.Struct, frozen=True):
    """A body as the text names it, before its place is resolved.

    `base` is the canonical name without the territory ("Ủy ban nhân dân", "Tỉnh ủy"); `local` says
    that the name needs a territory; `of` is the whole that it is a part of; `member` that who sits
    in the part sits in the whole; `country` the short name of a foreign body's country.
    """

    i: int
    j: int
    base: str
    kind: str
    level: Level
    territory: Territory | None = None
    local: bool = False
    of: BodyRef | None = None
    member: bool = False
    country: str | None = None
    committee: bool = False


class TitleRef(msgspec.Struct, frozen=True):
    """A title as the text prints it: tokens `i` to `j` (exclusive), status, rank words, body.

    `noun` is the noun of a body without a name behind the rank ("Giám đốc | Sở"), or empty for
    any that the rank leads ("Giám đốc"): which one is meant, the rest of the text tells.
    """

    i: int
    j: int
    words: str
    rank: Rank
    status: str
    body: BodyRef | None = None
    country: str | None = None
    deputy: bool = False
    group: bool = False
    country_printed: str | None = None
    noun: str | None = None


class NameRef(msgspec.Struct, frozen=True):
    """A person's name: tokens `i` to `j` (exclusive)."""

    i: int
    j: int
    text: str
    foreign: bool = False
    short: bool = False


class Chunk(msgspec.Struct, frozen=True):
    """A recognised stretch of tokens `i` to `j` (exclusive); `value` is what its kind carries."""

    kind: ChunkKind
    i: int
    j: int
    value: Any = None
