"""Pictures of the graph: what is around somebody or something, and a career in time."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.draw.columns import Box, Column, Line, svg
from kg.draw.limits import told_limits
from kg.draw.look import COLUMN_OF, COLUMNS, STYLES
from kg.draw.output import Form, form_of, write_picture
from kg.draw.page import Entry
from kg.draw.surroundings import MOST, MOST_NODES, everything, surroundings
from kg.store.neighbours import Filter, Link
from kg.store.subjects import KINDS, Kind, require_subject

if TYPE_CHECKING:
    from kg.draw.surroundings import Surroundings
    from kg.store.store import Store

__all__ = ["MOST", "MOST_NODES", "Filter", "draw", "render"]

_PLURALS = {
    "official": "officials",
    "body": "bodies",
    "meeting": "meetings",
    "province": "provinces",
}
_MANY = 12
_HOPS = 2
_HOPS_OF_MEETING = 1  # who was there; what else they did is another picture


def draw(
    store: Store,
    out: str | Path | BinaryIO,
    name: str | None = None,
    *,
    kind: Kind | None = None,
    hops: int | None = None,
    most: int = MOST,
    limits: Filter | None = None,
    form: Form | None = None,
) -> None:
    """Write a picture of the whole graph, or of what is around an official, body, province or
    meeting.

    Args:
        store: An open store.
        out: The file, which appears whole or not at all, or a binary stream.
        name: A name (accents and case may be left out) or key.
        kind: What the name is, where several kinds of things bear it.
        hops: How far to go from there: 2, from a meeting 1, if None.
        most: The most nodes around it.
        limits: Which participations and posts count.
        form: "svg", "png" or "html"; by the suffix of the file if None.

    Raises:
        KgError: Nothing or more than one thing bears the name, the graph is too large for one
            picture, the suffix names no format, or the file cannot be written.
    """
    out = Path(out) if isinstance(out, str) else out
    form = form or form_of(out)
    picture, title, entries = render(
        store, name, kind=kind, hops=hops, most=most, limits=limits, linked=form == "html"
    )
    write_picture(out, form, picture, title, entries)


def render(
    store: Store,
    name: str | None = None,
    *,
    kind: Kind | None = None,
    hops: int | None = None,
    most: int = MOST,
    limits: Filter | None = None,
    linked: bool = False,
) -> tuple[str, str, list[Entry]]:
    """Return the SVG of what `draw` draws, its title, and what a page tells of each box.

    Raises:
        KgError: As `draw`.
    """
    limits = limits or Filter()
    if name is None:
        around = everything(store, limits)
        title = "Who chaired and attended which meeting"
    else:
        subject = require_subject(store, name, (kind,) if kind else KINDS)
        title = subject.label
        if hops is None:
            hops = _HOPS_OF_MEETING if subject.kind == "meeting" else _HOPS
        around = surroundings(store, subject, hops, most, limits)
    return _svg(around, title, _notes(around, limits), linked), title, _entries(around)


def _entries(around: Surroundings) -> list[Entry]:
    labels = {node.key: node.label for node in around.nodes}
    facts = defaultdict[str, list[str]](list)
    for link in around.links:
        facts[link.source].append(f"{_how(link)} – {labels[link.target]}")
        facts[link.target].append(f"{labels[link.source]} – {_how(link)}")
    return [
        Entry(node.label, node.kind, node.detail, tuple(facts[node.key])) for node in around.nodes
    ]


def _how(link: Link) -> str:
    name = STYLES[link.kind].name
    return f"{name} ({link.words})" if link.words else name


def _svg(around: Surroundings, title: str, notes: list[str], linked: bool) -> str:
    columns, column_of = _columns(around)
    boxes = [
        Box(node.key, node.kind, column_of[node.key], node.label, node.detail, node.centre)
        for node in around.nodes
    ]
    labels = {node.key: node.label for node in around.nodes}
    lines = [
        Line(
            link.source,
            link.target,
            link.kind,
            f"{labels[link.source]} – {_how(link)} – {labels[link.target]}",
        )
        for link in around.links
    ]
    return svg(boxes, lines, columns, STYLES, title, notes, linked=linked)


def _columns(around: Surroundings) -> tuple[tuple[Column, ...], dict[str, int]]:
    """Return the columns, and which one each node stands in.

    Many people around a single meeting stand at both sides of it, those who chaired or spoke left.
    """
    column_of = {node.key: COLUMN_OF[node.kind] for node in around.nodes}
    kinds = Counter(node.kind for node in around.nodes)
    if kinds["meeting"] != 1 or kinds["official"] < _MANY:
        return COLUMNS, column_of
    leading = {link.source for link in around.links if link.kind in ("chaired", "spoke")}
    people = [node.key for node in around.nodes if node.kind == "official"]
    people.sort(key=lambda key: (key not in leading, key))
    bodies, officials, meetings, provinces = COLUMNS
    right = set(people[(len(people) + 1) // 2 :])
    return (
        (bodies, officials, meetings, officials, provinces),
        {k: 3 if k in right else column + (column == 3) for k, column in column_of.items()},
    )


def _notes(around: Surroundings, limits: Filter) -> list[str]:
    """Return what a reader must know of the picture: what is in it, and what is not."""
    kinds = Counter(node.kind for node in around.nodes)
    held = ", ".join(f"{n} {_PLURALS[kind] if n > 1 else kind}" for kind, n in kinds.items())
    if around.left_out:
        held += f"; {around.left_out} more not shown"
    more = []
    if limits.provinces:
        more.append("meetings in one province")
    if limits.confidence:
        more.append(f"confidence of at least {limits.confidence:g}")
    return [held, *told_limits(limits.start, limits.end, limits.roles, *more)]
