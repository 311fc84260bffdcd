"""Boxes in columns, joined by curves: the layout, and its SVG.

Columns keep boxes from overlapping whatever their number. Within a column boxes are ordered by
where their neighbours stand (barycentre sweeps) and put as near to them as there is room. A line
over several columns has a way point in each between, so that it runs beside the boxes there.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from kg.draw.letters import wrapped
from kg.draw.svg import FAINT, SOFT, Style, dashes, document, legend, sample, text, tooltip

_GAP, _MARGIN, _PADDING = 14.0, 36.0, 10.0
_SWEEPS = 12
_WAY = 4.0  # height of a way point
_SIZE, _SMALL = 14.0, 11.5
_TITLE, _NOTE, _HEADING = 20.0, 12.0, 12.0
_NARROWEST = 560.0  # a picture


class Column(msgspec.Struct, frozen=True):
    """A column of boxes: its heading, the width of its boxes, the space right of it (pixels)."""

    heading: str
    width: float
    space: float


class Box(msgspec.Struct, frozen=True):
    """A thing drawn: `label` in large letters, `detail` in small ones below, in one `column`.

    A strong one is what the picture is about; the words of others are cut sooner.
    """

    id: str
    kind: str
    column: int
    label: str
    detail: str = ""
    strong: bool = False


class Line(msgspec.Struct, frozen=True):
    """A connection of two boxes of different columns; `title` is its tooltip."""

    source: str
    target: str
    kind: str
    title: str = ""


class _Placed(msgspec.Struct):
    box: Box
    label: list[str]
    detail: list[str]
    x: float
    width: float
    y: float = 0.0  # of the top

    @property
    def height(self) -> float:
        if not self.box.kind:
            return _WAY
        return 2 * _PADDING + len(self.label) * _SIZE * 1.3 + len(self.detail) * _SMALL * 1.3

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def svg(
    boxes: Sequence[Box],
    lines: Sequence[Line],
    columns: Sequence[Column],
    styles: Mapping[str, Style],
    title: str,
    notes: Sequence[str] = (),
    *,
    linked: bool = False,
) -> str:
    """Return the picture as an SVG document; equal input gives equal text.

    Columns without a box are left out. Box number n (from 0) and its lines have the class ``n{n}``,
    the boxes that it is joined to the class ``a{n}``; with `linked` it is a link to ``#i{n}``.
    """
    columns, boxes = _used(columns, boxes)
    routes = [_route(line, {box.id: box.column for box in boxes}) for line in lines]
    ways = [box for route in routes for box in route if isinstance(box, Box)]
    paths = [[box.id if isinstance(box, Box) else box for box in route] for route in routes]
    placed = _place([*boxes, *ways], paths, columns)
    ends = [c.width + c.space for c in columns]
    right = max(sum(ends) - (columns[-1].space if columns else 0) + 2 * _MARGIN, _NARROWEST)
    top, y = list[str](), _MARGIN + 4
    for line in wrapped(title, right - 2 * _MARGIN, _TITLE, 3, bold=True):
        top.append(text(_MARGIN, y, line, _TITLE, bold=True))
        y += _TITLE * 1.3
    for note in notes:
        for line in wrapped(note, right - 2 * _MARGIN, _NOTE, 2):
            top.append(text(_MARGIN, y - 6, line, _NOTE, SOFT))
            y += _NOTE * 1.4
    y += 24
    x = _MARGIN
    for column, room in zip(columns, ends, strict=True):
        top.append(text(x, y - 12, column.heading, _HEADING, FAINT, bold=True))
        x += room
    bottom = y + max((p.y + p.height for p in placed.values()), default=0.0)
    used = {b.kind for b in boxes} | {line.kind for line in lines}
    samples = [(sample(style), style.name) for kind, style in styles.items() if kind in used]
    key, last = legend(samples, _MARGIN, bottom + 34, right - _MARGIN)
    number = {box.id: n for n, box in enumerate(boxes)}
    near = defaultdict[str, set[int]](set)
    for joined in lines:
        near[joined.source].add(number[joined.target])
        near[joined.target].add(number[joined.source])
    parts = [
        *top,
        f'<g transform="translate(0 {y:.1f})">',
        *_curves(lines, paths, placed, styles, number),
        *(
            _drawn(placed[b.id], styles[b.kind], number[b.id], sorted(near[b.id]), linked)
            for b in boxes
        ),
        "</g>",
        *key,
    ]
    return document((right, last + 30 if key else bottom + _MARGIN), title, parts)


def _used(columns: Sequence[Column], boxes: Sequence[Box]) -> tuple[list[Column], list[Box]]:
    """Return the columns that hold something, and the boxes with their numbers among these."""
    kept = sorted({box.column for box in boxes})
    place = {column: n for n, column in enumerate(kept)}
    moved = [msgspec.structs.replace(box, column=place[box.column]) for box in boxes]
    return [columns[n] for n in kept], moved


def _route(line: Line, column_of: Mapping[str, int]) -> list[str | Box]:
    """Return the ends of a line, the left one first, with way points in the columns between."""
    first, last = sorted((line.source, line.target), key=lambda end: column_of[end])
    between = range(column_of[first] + 1, column_of[last])
    ways = [Box(f"{first} {last} {line.kind} {n}", "", n, "") for n in between]
    return [first, *ways, last]


def _place(
    boxes: Sequence[Box], paths: Sequence[Sequence[str]], columns: Sequence[Column]
) -> dict[str, _Placed]:
    left = [_MARGIN]
    for column in columns:
        left.append(left[-1] + column.width + column.space)
    placed = {}
    for box in boxes:
        width = columns[box.column].width
        room = width - 2 * _PADDING
        label = wrapped(box.label, room, _SIZE, 8 if box.strong else 3, bold=box.strong)
        detail = wrapped(box.detail, room, _SMALL, 8 if box.strong else 2)
        placed[box.id] = _Placed(box, label, detail, left[box.column], width)
    near = defaultdict[str, list[str]](list)
    for path in paths:
        for a, b in itertools.pairwise(path):
            near[a].append(b)
            near[b].append(a)
    ranks = [[p for p in placed.values() if p.box.column == n] for n in range(len(columns))]
    for rank in ranks:
        _stack(rank, {})
    for sweep in range(_SWEEPS):
        for rank in ranks if sweep % 2 == 0 else ranks[::-1]:
            wanted = {
                p.box.id: sum(placed[other].middle for other in near[p.box.id])
                / len(near[p.box.id])
                for p in rank
                if near[p.box.id]
            }
            middles = {p.box.id: wanted.get(p.box.id, p.middle) for p in rank}
            rank[:] = [placed[id] for _, id in sorted((y, id) for id, y in middles.items())]
            _stack(rank, wanted)
    highest = min((p.y for p in placed.values()), default=0.0)
    for p in placed.values():
        p.y -= highest
    return placed


def _stack(rank: Sequence[_Placed], wanted: Mapping[str, float]) -> None:
    """Put boxes below each other in this order, each as near to its wanted middle as can be.

    Pooling adjacent violators: boxes that would overlap form a block around their mean wish.
    """
    blocks: list[tuple[float, int, float]] = []  # sum of wished tops, boxes, height with gaps
    for p in rank:
        wish = wanted.get(p.box.id, p.middle) - p.height / 2
        total, count, height = wish, 1, p.height + _GAP
        while blocks and blocks[-1][0] / blocks[-1][1] + blocks[-1][2] > total / count:
            before = blocks.pop()
            total = before[0] + total - before[2] * count
            count += before[1]
            height += before[2]
        blocks.append((total, count, height))
    rest = iter(rank)
    for total, count, _ in blocks:
        y = total / count
        for _ in range(count):
            p = next(rest)
            p.y = y
            y += p.height + _GAP


def _drawn(p: _Placed, style: Style, number: int, near: Sequence[int], linked: bool) -> str:
    width = 3.0 if p.box.strong else style.width
    full = " – ".join(filter(None, (p.box.label, p.box.detail)))
    classes = " ".join(["node", f"n{number}", *(f"a{n}" for n in near)])
    parts = [
        f'<a href="#i{number}">' if linked else "",
        f'<g class="{classes}">{tooltip(full)}',
        f'<rect x="{p.x:.1f}" y="{p.y:.1f}" width="{p.width:.1f}" height="{p.height:.1f}" rx="7" '
        f'fill="{style.fill}" stroke="{style.stroke}" stroke-width="{width:g}"/>',
    ]
    y = p.y + _PADDING
    for lines, size, colour in ((p.label, _SIZE, "#222222"), (p.detail, _SMALL, "#555555")):
        for line in lines:
            y += size * 1.3
            bold = p.box.strong and size == _SIZE
            parts.append(text(p.x + _PADDING, y - size * 0.35, line, size, colour, bold=bold))
    return "".join(parts) + "</g>" + ("</a>" if linked else "")


def _curves(
    lines: Sequence[Line],
    paths: Sequence[Sequence[str]],
    placed: Mapping[str, _Placed],
    styles: Mapping[str, Style],
    number_of: Mapping[str, int],
) -> list[str]:
    steps = [(n, a, b) for n, path in enumerate(paths) for a, b in itertools.pairwise(path)]
    ends = defaultdict[tuple[str, str], list[tuple[float, int]]](list)
    for number, a, b in steps:
        ends[a, "right"].append((placed[b].middle, number))
        ends[b, "left"].append((placed[a].middle, number))
    # The ends at one side of a box are spread over it, in the order of where they lead.
    height = {}
    for (id, side), meeting in ends.items():
        box = placed[id]
        for position, (_, number) in enumerate(sorted(meeting), 1):
            height[number, id, side] = box.y + box.height * position / (len(meeting) + 1)
    course = defaultdict[int, str](str)
    for number, a, b in steps:
        left, right = placed[a].x + placed[a].width, placed[b].x
        y1, y2 = height[number, a, "right"], height[number, b, "left"]
        bend = (right - left) * 0.45
        course[number] += f"{'L' if course[number] else 'M'}{left:.1f} {y1:.1f}"
        course[number] += (
            f"C{left + bend:.1f} {y1:.1f} {right - bend:.1f} {y2:.1f} {right:.1f} {y2:.1f}"
        )
    out = []
    for number, line in enumerate(lines):
        style = styles[line.kind]
        classes = f"edge n{number_of[line.source]} n{number_of[line.target]}"
        out.append(
            f'<path class="{classes}" d="{course[number]}" fill="none" stroke="{style.stroke}" '
            f'stroke-width="{style.width:g}" stroke-opacity="0.8"{dashes(style)}>'
            f"{tooltip(line.title)}</path>"
        )
    return out
