"""The stretches of a report's text to be drawn, nested so that each lies inside another or beside.

Mentions may overlap ("… | with the secretary of | …" across a meeting's name): one that crosses the
end of another is drawn in two pieces.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from kg.report.model import Mention, MentionKind, Report

# Kinds as they are drawn, the outer ones first, where two cover the same words.
KINDS: Final[tuple[MentionKind, ...]] = ("meeting", "role", "person", "post", "body", "place")


class Mark(msgspec.Struct, frozen=True):
    """A stretch of text, what it is (`about`, a line each), and a short `tag` ("p1", "chair").

    `levels` counts the marks that lie inside it, one in the other.
    """

    start: int
    end: int
    kind: MentionKind
    tag: str
    about: str
    levels: int = 0


class Event(msgspec.Struct, frozen=True):
    """A piece of a mark begins or ends, or text stands.

    `last` tells of the end of a piece that it is the end of its mark.
    """

    what: Literal["open", "close", "text"]
    mark: Mark | None = None
    text: str = ""
    last: bool = True


def marks(report: Report) -> list[Mark]:
    """Return what is to be drawn of a report, by place; of several mentions alike, one mark."""
    told = _About(report)
    found: dict[tuple[int, int, MentionKind], tuple[dict[str, None], dict[str, None]]] = {}
    for index, mention in enumerate(report.mentions):
        tags, about = found.setdefault((mention.start, mention.end, mention.kind), ({}, {}))
        for tag in told.tags(index, mention):
            tags[tag] = None
        for line in told.about(index, mention):
            about[line] = None
    plain = [
        Mark(start, end, kind, ",".join(tags), "\n".join(about))
        for (start, end, kind), (tags, about) in found.items()
        if start < end
    ]
    return nested(plain)


def nested(plain: Iterable[Mark]) -> list[Mark]:
    """Return marks by place, the outer ones first, with the number of levels inside each."""
    ordered = sorted(plain, key=lambda m: (m.start, -m.end, KINDS.index(m.kind)))
    levels = defaultdict[Mark, int](int)
    for _, _, cover in _segments(ordered):
        for depth, mark in enumerate(cover):
            levels[mark] = max(levels[mark], len(cover) - 1 - depth)
    return [msgspec.structs.replace(mark, levels=levels[mark]) for mark in ordered]


def events(text: str, drawn: Sequence[Mark]) -> Iterator[Event]:
    """Give the whole text in order, with the begin and the end of each piece of a mark."""
    stack: list[Mark] = []
    at = 0
    for start, end, cover in _segments(drawn):
        keep = 0
        while keep < min(len(stack), len(cover)) and stack[keep] is cover[keep]:
            keep += 1
        while len(stack) > keep:
            mark = stack.pop()
            yield Event("close", mark, last=mark.end <= at)
        if at < start:
            yield Event("text", text=text[at:start])
        for mark in cover[keep:]:
            stack.append(mark)
            yield Event("open", mark)
        yield Event("text", text=text[start:end])
        at = end
    while stack:
        yield Event("close", stack.pop())
    if at < len(text):
        yield Event("text", text=text[at:])


def _segments(drawn: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Give each stretch that the same marks cover, with these, the outermost first."""
    cuts = sorted({m.start for m in drawn} | {m.end for m in drawn})
    begun = 0
    cover: list[Mark] = []
    for start, end in itertools.pairwise(cuts):
        cover = [m for m in cover if m.end > start]
        while begun < len(drawn) and drawn[begun].start == start:
            cover.append(drawn[begun])
            begun += 1
        if cover:
            yield start, end, list(cover)


class _About:
    """What there is to say of the mentions of one report."""

    def __init__(self, report: Report) -> None:
        posts = {p.id: p.label for p in report.posts}
        held = defaultdict[str, list[str]](list)
        for m in report.memberships:
            held[m.person].append(posts[m.post])
        self._lines: dict[str, str] = dict(posts)
        self._lines |= {p.id: "; ".join([p.name, *held[p.id]]) for p in report.people}
        self._lines |= {
            b.id: b.label + ("" if b.placed else " (place left open)") for b in report.bodies
        }
        self._lines |= {
            x.id: x.full_name + (f", {x.province}" if x.province not in (None, x.name) else "")
            for x in report.places
        }
        self._lines |= {
            m.id: ", ".join(x for x in (m.label, m.date or m.day_month) if x)
            for m in report.meetings
        }
        names = {p.id: p.name for p in report.people} | {b.id: b.label for b in report.bodies}
        self._roles = defaultdict[int, list[tuple[str, str]]](list)
        for part in report.participations:
            for index in part.mentions:
                self._roles[index].append((part.role, names[part.participant]))

    def tags(self, index: int, mention: Mention) -> list[str]:
        if mention.kind == "role":
            return [role for role, _ in self._roles[index]]
        return [mention.target] if mention.kind in ("person", "meeting") else []

    def about(self, index: int, mention: Mention) -> list[str]:
        """Return the lines that explain a mention, the last one says who read it."""
        sure = f", confidence {mention.confidence:.2f}" if mention.confidence < 1 else ""
        read = f"{mention.rule}{sure}"
        if mention.kind == "role":
            lines = [f"{role}: {name}" for role, name in self._roles[index]]
            return [*lines, f"at {self._lines.get(mention.target, mention.target)}", read]
        return [f"{mention.kind}: {self._lines.get(mention.target, mention.target)}", read]
