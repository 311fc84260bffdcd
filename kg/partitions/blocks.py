"""All candidates of one name as bytes, and who is whom of them, too: what travels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from kg.link.binding import Bound
from kg.link.candidates import Candidate, Clue
from kg.link.cluster import Cluster, Join, Reason
from kg.link.contradictions import PostView
from kg.link.decisions import Decisions
from kg.link.join_rows import JoinKind
from kg.link.officials import people_of
from kg.link.rules import LinkRules
from kg.link.sources import Ref


class _Person(msgspec.Struct, array_like=True):
    """A `Candidate` without what the others of its name have as well; posts by their numbers."""

    document: str
    id: str
    name: str
    foreign: bool
    day: int | None
    posts: tuple[int, ...]
    loose: tuple[bool, ...]
    clues: tuple[Clue, ...]
    age: int
    parts: tuple[tuple[int, int], ...]
    copied: tuple[str, str] | None


class _Block(msgspec.Struct, array_like=True):
    """The people of one name, in order, and the posts that they hold."""

    posts: tuple[PostView, ...]
    people: list[_Person]


class _Joined(msgspec.Struct, array_like=True):
    """One official: members by their numbers, what joined them, and how many only reprint."""

    members: list[int]
    joins: list[tuple[JoinKind, str, list[int]]]
    copies: int


_BLOCK = msgspec.msgpack.Decoder(_Block)
_JOINED = msgspec.msgpack.Decoder(list[_Joined])


def packed(block: Sequence[Candidate], decided: Bound, copied: Mapping[Ref, Ref]) -> bytes:
    """Return the candidates of one name with what is decided and copied of them, as MessagePack.

    The same ones give the same bytes.
    """
    posts: dict[PostView, int] = {}  # each is equal to itself alone
    people = [
        _Person(
            *c.ref,
            c.name,
            c.foreign,
            c.day,
            tuple(posts.setdefault(post, len(posts)) for post in c.posts),
            c.loose,
            c.clues,
            c.age,
            tuple(sorted(decided.parts_of([c.ref]))),
            copied.get(c.ref),
        )
        for c in block
    ]
    return msgspec.msgpack.Encoder(order="deterministic").encode(_Block(tuple(posts), people))


def answer(name: str, data: bytes, rules: LinkRules) -> bytes:
    """Return who is whom of a block that `packed` gave."""
    block, decided, copied = _unpacked(name, _BLOCK.decode(data))
    numbers = {id(c): i for i, c in enumerate(block)}
    return msgspec.msgpack.encode(
        [
            _Joined(
                [numbers[id(c)] for c in cluster.members],
                [(*reason, [numbers[id(c)] for c in who]) for reason, who in cluster.joins],
                cluster.copies,
            )
            for cluster in people_of(name, block, rules, decided, copied)
        ]
    )


def clusters(data: bytes, block: Sequence[Candidate], decided: Bound) -> list[Cluster]:
    """Return the people that an `answer` made of the candidates of a block, as it made them.

    Raises:
        msgspec.DecodeError: It is no answer.
    """
    return [_cluster(joined, block, decided) for joined in _JOINED.decode(data)]


def _cluster(joined: _Joined, block: Sequence[Candidate], decided: Bound) -> Cluster:
    # What posts a cluster has, is in the order of its members: there, too.
    first, *others = (
        Cluster(c, decided.parts_of([c.ref])) for c in (block[i] for i in joined.members)
    )
    cluster = first
    for other in others:
        cluster.add(other)
    cluster.joins = [
        Join(Reason(kind, what), tuple(block[i] for i in who)) for kind, what, who in joined.joins
    ]
    cluster.copies = joined.copies
    return cluster


def _unpacked(name: str, packed: _Block) -> tuple[list[Candidate], Bound, dict[Ref, Ref]]:
    decided = Bound(Decisions(), [])
    copied: dict[Ref, Ref] = {}
    block = []
    for p in packed.people:
        ref = Ref(p.document, p.id)
        if p.parts:
            decided.parts[ref] = frozenset(p.parts)
        if p.copied is not None:
            copied[ref] = Ref(*p.copied)
        posts = tuple(packed.posts[n] for n in p.posts)
        block.append(Candidate(ref, p.name, name, p.foreign, p.day, posts, p.loose, p.clues, p.age))
    return block, decided, copied
