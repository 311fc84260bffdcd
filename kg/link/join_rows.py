"""Rows that tell why people of several documents are one official, and why others are not."""

from __future__ import annotations

from typing import Literal

import msgspec

# What joined people of several documents into one official, the strongest evidence first:
#   post       one name and one post that says where it is held
#   meeting    one name at one meeting that several documents tell of
#   beside     one name beside another name that few documents hold
#   place      one name in one province
#   body       one name at one body, or below it
#   title      one name and title at bodies whose names share rare words
#   prominent  one name of whom the whole country's press speaks
#   rare       a name that few bear
#   only       the only one of the name who has a post
#   known      by far the best known of the name
#   spelling   nearly one name and one post
#   decided    a decision of an analyst
#   copy       one name in two prints of one report
JoinKind = Literal[
    "post",
    "meeting",
    "beside",
    "place",
    "body",
    "title",
    "prominent",
    "rare",
    "only",
    "known",
    "spelling",
    "decided",
    "copy",
]
# Why two posts exclude each other: two provinces' at a time; a central one and one of a district or
# commune; the heads of two districts or communes; the heads of two central bodies of one kind.
ClashKind = Literal["provinces", "levels", "districts", "heads", "firms"]
# What keeps two people of one name apart: their posts, that one document tells of both, that one is
# a foreigner, or a decision of an analyst.
ApartKind = ClashKind | Literal["document", "foreign", "decided"]


class JoinRow(msgspec.Struct, frozen=True, gc=False):
    """One reason that joined the people of several documents (keys) into one official (key).

    All rows of an official together are a tree over its documents: a row of k documents joins k
    groups, each by the document that has the reason. `what` holds keys of what they share (a post,
    a meeting, an official named beside, a province, a body), words, or the decision's number.
    """

    key: str
    official: str
    kind: JoinKind
    what: tuple[str, ...]
    documents: tuple[str, ...]


class ApartRow(msgspec.Struct, frozen=True, gc=False):
    """Two officials of one name (keys) who can't be one, and one reason.

    `what` holds the two posts that exclude each other, the first official's first, the document
    that tells of both, or the decision's number.
    """

    key: str
    first: str
    second: str
    kind: ApartKind
    what: tuple[str, ...] = ()


class UnsureRow(msgspec.Struct, frozen=True, gc=False):
    """Two officials (keys) of the same or nearly the same name, neither joined nor contradicted.

    `score` (0 to 1) orders pairs, the likeliest first; it is no probability. Evidence is a kind,
    and behind a blank the key or the words it is about. For: the kinds of `JoinRow` and "name".
    Against: "rival" (an official whom one of the two could be as well), "spelling", "untitled" (an
    official without any post), "nothing" (they share the name alone).
    """

    key: str
    first: str
    second: str
    score: float
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
