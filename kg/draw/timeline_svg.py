"""The SVG of a timeline: a row a post, below them a row a meeting, or of many a lane a role.

Dots of a lane that would lie on each other are stacked, so that a lane is a histogram of single
appearances; however many there are, none is hidden behind another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from kg.draw.axis import Axis, axis_over, stretch
from kg.draw.letters import wrapped
from kg.draw.svg import FAINT, INK, SOFT, document, legend, text, tooltip

Say = Callable[[str], str]  # a word of the picture's own, in the reader's language
_WIDTH: Final = 1180.0
_MARGIN: Final = 36.0
_GUTTER: Final = 380.0  # for the labels at the left
_LABEL: Final = 12.5
_LINE: Final = 16.0
_SMALL: Final = 11.0
_MOST_ROWS: Final = 20  # meetings; of more, a lane a role
_PITCH: Final = 9.0  # of stacked dots
_RADIUS: Final = 3.8
_TALLEST: Final = 270.0  # lane
_GRID: Final = "#e4e4e4"
_COLOURS: Final = {
    "chaired": "#c62f2f",
    "spoke": "#2878b5",
    "attended": "#4e9a57",
    "represented": "#8a8a8a",
}
_POST: Final = "#7a5ea8"
_HOLLOW: Final = "#ffffff"
_TAKEN_UP: Final = ("elected", "appointed", "assigned", "transferred")


class Mark(msgspec.Struct, frozen=True):
    """A step of a tenure (`kg.store.tenure.Step`)."""

    how: str
    first: str | None
    last: str | None
    by: bool


class Bar(msgspec.Struct, frozen=True):
    """A tenure: `told` are its days in words, `facts` what a page says of it."""

    label: str
    told: str
    marks: tuple[Mark, ...]
    facts: tuple[str, ...]


class Dot(msgspec.Struct, frozen=True):
    """An appearance: `label` is the meeting's, `how` the role as a verb, `day` ISO 8601."""

    meeting: str
    label: str
    how: str
    day: str
    facts: tuple[str, ...]


def svg(
    title: str,
    notes: Sequence[str],
    heading: str,
    bars: Sequence[Bar],
    dots: Sequence[Dot],
    undated: str = "",
    limits: tuple[str | None, str | None] = (None, None),
    *,
    linked: bool = False,
    say: Say = str,
) -> str:
    """Return the picture as an SVG document; equal input gives equal text.

    `undated` is a line on what has no known day. The bars are those that `is_dated`.

    `limits` are the first and the last day of the axis, if they are not to be those of the data.
    Bar number n (from 0) has the class ``n{n}``, dots count on; with `linked` each is a link to
    ``#i{n}``. `say` puts the picture's own words, which are English, into another language.
    """
    axis = _axis(bars, dots, limits)
    top, y = list[str](), _MARGIN + 4
    for line in wrapped(title, _WIDTH - 2 * _MARGIN, 20, 3, bold=True):
        top.append(text(_MARGIN, y, line, 20, bold=True))
        y += 26
    for note in notes:
        top.append(text(_MARGIN, y - 6, note, 12, SOFT))
        y += 17
    y += 34
    parts, spans = list[str](), list[tuple[float, float]]()
    if bars or undated:
        parts.append(text(_MARGIN, y - 8, heading, 12, FAINT, bold=True))
        start = y
        for number, bar in enumerate(bars):
            element, height = _bar(bar, axis, y)
            parts.append(_part(element, number, linked))
            y += height
        if bars:
            spans.append((start - 4, y))
        for line in wrapped(undated, _WIDTH - 2 * _MARGIN, 12, 6):
            y += 18
            parts.append(text(_MARGIN, y, line, 12, SOFT))
        y += 44
    if dots:
        parts.append(text(_MARGIN, y - 8, say("APPEARANCES"), 12, FAINT, bold=True))
        start = y
        few = len({dot.meeting for dot in dots}) <= _MOST_ROWS
        for element, bottom in (_rows if few else _lanes)(dots, axis, y, len(bars), linked, say):
            parts.append(element)
            y = bottom
        spans.append((start - 4, y + 8))
        y += 8
    if not bars and not dots and not undated:
        parts.append(text(_MARGIN, y, say("nothing of a known day"), 12, SOFT))
        y += 30
    key, last = legend(_samples(bars, dots, say), _MARGIN, y + 44, _WIDTH - _MARGIN)
    grid = _grid(axis, spans) if spans else []
    return document((_WIDTH, last + 30), title, [*top, *grid, *parts, *key])


def _axis(bars: Sequence[Bar], dots: Sequence[Dot], limits: tuple[str | None, str | None]) -> Axis:
    days = [stretch(day) for bar in bars for m in bar.marks for day in (m.first, m.last)]
    days += [stretch(dot.day) for dot in dots]
    known = [day for day in days if day]
    first, last = (stretch(day) for day in limits)
    if first:
        known = [(max(a, first[0]), max(b, first[0])) for a, b in known] + [first]
    if last:
        known = [(min(a, last[1]), min(b, last[1])) for a, b in known] + [last]
    return axis_over(known, _MARGIN + _GUTTER, _WIDTH - _MARGIN - 20)


def is_dated(bar: Bar) -> bool:
    """Say whether a bar has anything to draw: a step of a known day, month or year."""
    return any(_drawable(mark) for mark in bar.marks)


def _drawable(mark: Mark) -> bool:
    return mark.how != "held" and stretch(mark.first or mark.last) is not None


def _grid(axis: Axis, spans: Sequence[tuple[float, float]]) -> list[str]:
    """Return lines behind what is drawn between these heights, with days above and below all."""
    out = []
    for x, label in axis.ticks():
        for top, bottom in spans:
            out.append(f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{_GRID}"/>')
        out.append(text(x, spans[0][0] - 8, label, _SMALL, SOFT, anchor="middle"))
        out.append(text(x, spans[-1][1] + 14, label, _SMALL, SOFT, anchor="middle"))
    return out


def _part(element: str, number: int, linked: bool) -> str:
    group = f'<g class="node n{number}">{element}</g>'
    return f'<a href="#i{number}">{group}</a>' if linked else group


def _bar(bar: Bar, axis: Axis, y: float) -> tuple[str, float]:
    """Return a row with a tenure, and its height."""
    lines = wrapped(bar.label, _GUTTER - 24, _LABEL, 2)
    height = max(1, len(lines)) * _LINE + 10
    middle = y + height / 2
    parts = [
        tooltip(f"{bar.label}: {bar.told}. {'; '.join(bar.facts)}"),
        *_label(lines, _MARGIN, middle),
        *_steps(bar, axis, middle),
    ]
    return "".join(parts), height


def _label(lines: Sequence[str], x: float, middle: float) -> list[str]:
    """Return lines of text around the height of what they name."""
    top = middle + 4.5 - (len(lines) - 1) * _LINE / 2
    return [text(x, top + n * _LINE, line, _LABEL) for n, line in enumerate(lines)]


def _steps(bar: Bar, axis: Axis, y: float) -> Iterator[str]:
    """Give the spans in which somebody was seen in a post, joined by a thin line, and events."""
    spans, events = [], []
    for mark in bar.marks:
        first, last = stretch(mark.first or mark.last), stretch(mark.last or mark.first)
        if first is None or last is None or not axis.shows(first[0], last[1]):
            continue
        if mark.how in ("current", "acting", "former"):
            spans.append((mark, axis.x(first[0]), axis.x(last[1])))
        elif mark.how != "held":
            events.append((mark, axis.x((first[0] + first[1]) / 2)))
    holding = [x for mark, a, b in spans if mark.how != "former" for x in (a, b)]
    holding += [x for mark, x in events if mark.how not in ("nominated", "announced")]
    if holding:
        yield f'<path d="M{min(holding):.1f} {y:.1f}H{max(holding):.1f}" stroke="{_POST}"/>'
    for mark, a, b in spans:
        left, width = a - 3, b - a + 6  # a single day is to be seen, too
        if mark.how == "former":
            yield _box(left, y - 4, width, 8, _HOLLOW, FAINT)
        else:
            yield _box(left, y - 6, width, 12, _POST if mark.how == "current" else "#cdbfe6", _POST)
    for mark, x in events:
        yield _event(mark.how, mark.by, x, y)


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def _event(how: str, by: bool, x: float, y: float) -> str:
    """Return a triangle: upwards for the beginning, downwards for the end; hollow if it is only
    known to have been no later. A nomination is a diamond, and what is only announced a hollow one.
    """
    if how in _TAKEN_UP:
        shape = f"M{x:.1f} {y - 8:.1f}l7 13h-14z"
    elif how == "dismissed":
        shape = f"M{x:.1f} {y + 8:.1f}l7 -13h-14z"
    else:
        shape = f"M{x:.1f} {y - 7:.1f}l6 7l-6 7l-6 -7z"
    hollow = by or how == "announced"
    return f'<path d="{shape}" fill="{_HOLLOW if hollow else INK}" stroke="{INK}"/>'


def _rows(
    dots: Sequence[Dot], axis: Axis, y: float, first: int, linked: bool, say: Say
) -> Iterator[tuple[str, float]]:
    """Give a row a meeting, with its day and name, and where it ends."""
    meetings = defaultdict[str, list[tuple[int, Dot]]](list)
    for number, dot in enumerate(dots, first):
        meetings[dot.meeting].append((number, dot))
    for found in meetings.values():
        _, dot = found[0]
        lines = wrapped(dot.label, _GUTTER - 24 - 84, _LABEL, 2) or [""]
        height = len(lines) * _LINE + 10
        middle = y + height / 2
        parts = [text(_MARGIN, middle + 4.5 - (len(lines) - 1) * _LINE / 2, dot.day, _LABEL, SOFT)]
        parts += _label(lines, _MARGIN + 84, middle)
        x = axis.x((stretch(dot.day) or (0, 0))[0])
        parts.append(
            f'<path d="M{axis.left - 12:.1f} {middle:.1f}H{x:.1f}" stroke="{_GRID}" '
            'stroke-dasharray="2 3"/>'
        )
        # Roles at one meeting stand beside each other, around its day.
        side = x - 6.5 * (len(found) - 1)
        for n, (number, role) in enumerate(found):
            parts.append(_part(_circle(side + n * 13, middle, 5.2, role, say), number, linked))
        y += height
        yield "".join(parts), y


def _lanes(
    dots: Sequence[Dot], axis: Axis, y: float, first: int, linked: bool, say: Say
) -> Iterator[tuple[str, float]]:
    """Give a lane a role, and where it ends."""
    numbered = list(enumerate(dots, first))
    for how, colour in _COLOURS.items():
        bins = defaultdict[int, list[tuple[int, Dot]]](list)
        for number, dot in numbered:
            if dot.how == how:
                x = axis.x((stretch(dot.day) or (0, 0))[0])
                bins[round((x - axis.left) / _PITCH)].append((number, dot))
        if not bins:
            continue
        count = sum(map(len, bins.values()))
        most = max(map(len, bins.values()))
        pitch = min(_PITCH, _TALLEST / most)
        y += most * pitch + 22
        parts = [
            f'<path d="M{axis.left - 12:.1f} {y:.1f}H{axis.right:.1f}" stroke="#bbbbbb"/>',
            f'<circle cx="{_MARGIN + 5:.1f}" cy="{y - 6:.1f}" r="5" fill="{colour}"/>',
            text(_MARGIN + 18, y - 2, f"{say(how)}: {count}", 13),
        ]
        for place, stack in sorted(bins.items()):
            x = axis.left + place * _PITCH
            for n, (number, dot) in enumerate(stack):
                at = y - 3 - (n + 0.5) * pitch
                if pitch < _PITCH:  # too many for circles
                    look = f'fill="{colour}"'
                    shape = (
                        f'<rect x="{x - 3.5:.1f}" y="{at - pitch / 2:.2f}" width="7" '
                        f'height="{pitch * 0.88:.2f}" {look}>{_told(dot, say)}</rect>'
                    )
                else:
                    shape = _circle(x, at, _RADIUS, dot, say)
                parts.append(_part(shape, number, linked))
        yield "".join(parts), y
        y += 8


def _circle(x: float, y: float, radius: float, dot: Dot, say: Say) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{_COLOURS[dot.how]}">'
        f"{_told(dot, say)}</circle>"
    )


def _told(dot: Dot, say: Say) -> str:
    return tooltip(f"{dot.day} {say(dot.how)}: {dot.label}" + "".join(f" – {f}" for f in dot.facts))


def _samples(bars: Sequence[Bar], dots: Sequence[Dot], say: Say) -> list[tuple[str, str]]:
    """Return the samples and names of what is in the picture."""
    marks = {(mark.how, mark.by) for bar in bars for mark in bar.marks if _drawable(mark)}
    hows = {how for how, _ in marks}
    out = []
    for how, name, fill, stroke in (
        ("current", "seen in the post", _POST, _POST),
        ("acting", "acting", "#cdbfe6", _POST),
        ("former", "told to have left it", _HOLLOW, FAINT),
    ):
        if how in hows:
            out.append((_box(0, -5, 30, 10, fill, stroke), say(name)))
    for names, name in (
        (_TAKEN_UP, "elected, appointed, assigned, transferred"),
        (("dismissed",), "dismissed"),
        (("nominated",), "nominated"),
        (("announced",), "announced for then"),
    ):
        for by in (False, True):
            if any((how, by) in marks for how in names):
                told = say(f"{name}, then or before" if by else name)
                out.append((_event(names[0], by, 15, 0), told))
    for how, colour in _COLOURS.items():
        if any(dot.how == how for dot in dots):
            out.append((f'<circle cx="15" cy="0" r="5" fill="{colour}"/>', say(how)))
    return out
