"""Boxes in columns, joined by curves: the layout, and its SVG.

Columns keep boxes from overlapping whatever their number. Within a column boxes are ordered by
where their neighbours stand (barycentre sweeps) and put as near to them as there is room. A line
over several columns has a way point in each between, so that it runs beside the boxes there.
"""

from __future__ import annotations

import itertools
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from kg.export.names import xml_escape

_GAP, _MARGIN, _PADDING = 14.0, 36.0, 10.0
_SWEEPS = 12
_WAY = 4.0  # height of a way point
_FONT = "'Noto Sans','Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"
_SIZE, _SMALL = 14.0, 11.5
_GLYPH = 0.55  # mean width of a letter, in units of the font's size; bold ones are a bit wider


class Style(msgspec.Struct, frozen=True):
    """How a kind of box or of line looks, and what the legend calls it."""

    name: str
    stroke: str
    fill: str = "none"
    width: float = 1.4
    dash: str = ""


class Column(msgspec.Struct, frozen=True):
    """A column of boxes: its heading, the width of its boxes, the space right of it (pixels)."""

    heading: str
    width: float
    space: float


class Box(msgspec.Struct, frozen=True):
    """A thing drawn: `label` in large letters, `detail` in small ones below, in one `column`."""

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
    note: str = "",
) -> str:
    """Return the picture as an SVG document; equal input gives equal text."""
    routes = [_route(line, {box.id: box.column for box in boxes}) for line in lines]
    ways = [box for route in routes for box in route if isinstance(box, Box)]
    paths = [[box.id if isinstance(box, Box) else box for box in route] for route in routes]
    placed = _place([*boxes, *ways], paths, columns)
    right = sum(c.width + c.space for c in columns) - columns[-1].space + 2 * _MARGIN
    top = _MARGIN + 62
    bottom = max((p.y + p.height for p in placed.values()), default=0.0) + top
    used = {b.kind for b in boxes} | {line.kind for line in lines}
    legend = _legend([styles[kind] for kind in styles if kind in used], bottom + 34, right)
    height = legend[-1][0] + 40 if legend else bottom + _MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right:.0f} {height:.0f}" '
        f'width="{right:.0f}" height="{height:.0f}" font-family="{_FONT}" role="img">',
        f"<title>{xml_escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        _text(_MARGIN, _MARGIN + 4, title, 20, "#222222", "bold"),
        _text(_MARGIN, _MARGIN + 24, note, 12, "#666666"),
    ]
    x = _MARGIN
    for column in columns:
        out.append(_text(x, top - 12, column.heading, 12, "#888888", "bold"))
        x += column.width + column.space
    out.append(f'<g transform="translate(0 {top:.1f})">')
    out += _curves(lines, paths, placed, styles)
    out += [_drawn(p, styles[p.box.kind]) for p in placed.values() if p.box.kind]
    out.append("</g>")
    out += [element for _, element in legend]
    out.append("</svg>")
    return "\n".join(line for line in out if line) + "\n"


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
        label = _wrapped(box.label, width, _SIZE * 1.06, 5)
        detail = _wrapped(box.detail, width, _SMALL, 4)
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


def _wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    letters = int((width - 2 * _PADDING) / (size * _GLYPH))
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return textwrap.wrap(words, letters, max_lines=most, placeholder=" …")


def _text(x: float, y: float, text: str, size: float, colour: str, weight: str = "normal") -> str:
    if not text:
        return ""
    look = f'font-size="{size:g}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{xml_escape(text)}</text>'


def _drawn(p: _Placed, style: Style) -> str:
    width = 3.0 if p.box.strong else style.width
    full = " – ".join(filter(None, (p.box.label, p.box.detail)))
    parts = [
        f"<g><title>{xml_escape(full)}</title>",
        f'<rect x="{p.x:.1f}" y="{p.y:.1f}" width="{p.width:.1f}" height="{p.height:.1f}" rx="7" '
        f'fill="{style.fill}" stroke="{style.stroke}" stroke-width="{width:g}"/>',
    ]
    y = p.y + _PADDING
    for lines, size, colour in ((p.label, _SIZE, "#222222"), (p.detail, _SMALL, "#555555")):
        for line in lines:
            y += size * 1.3
            weight = "bold" if p.box.strong and size == _SIZE else "normal"
            parts.append(_text(p.x + _PADDING, y - size * 0.35, line, size, colour, weight))
    return "".join(parts) + "</g>"


def _curves(
    lines: Sequence[Line],
    paths: Sequence[Sequence[str]],
    placed: Mapping[str, _Placed],
    styles: Mapping[str, Style],
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
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        out.append(
            f'<path d="{course[number]}" fill="none" stroke="{style.stroke}" '
            f'stroke-width="{style.width:g}" stroke-opacity="0.8"{dash}>'
            f"<title>{xml_escape(line.title)}</title></path>"
        )
    return out


def _legend(styles: Sequence[Style], y: float, right: float) -> list[tuple[float, str]]:
    """Return the legend's (y, element): a row of samples, broken where the picture ends."""
    x, out = _MARGIN, []
    for style in styles:
        room = 52 + len(style.name) * 12 * _GLYPH
        if x + room > right:
            x, y = _MARGIN, y + 24
        look = f'stroke="{style.stroke}" stroke-width="{style.width:g}"'
        if style.fill != "none":
            look += f' fill="{style.fill}"'
            sample = f'<rect x="{x}" y="{y - 8}" width="30" height="16" rx="4" {look}/>'
        else:
            dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
            sample = f'<path d="M{x} {y}h30" fill="none" {look}{dash}/>'
        out.append((y, sample + _text(x + 38, y + 4, style.name, 12, "#444444")))
        x += room
    return out
