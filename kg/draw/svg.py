"""The parts that pictures are made of: text, samples of a legend, and the document around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from kg.draw.letters import FONT_NAME, width
from kg.export.names import xml_escape

# None of them is wider than DejaVu Sans, whose widths the boxes are made for.
FONT: Final = f"'Noto Sans','Segoe UI','Helvetica Neue',Arial,'{FONT_NAME}',sans-serif"
INK: Final = "#222222"
SOFT: Final = "#666666"
FAINT: Final = "#8a8a8a"
_LEGEND: Final = 12.0  # size of its letters
_ROW: Final = 24.0


class Style(msgspec.Struct, frozen=True):
    """How a kind of box or of line looks, and what the legend calls it."""

    name: str
    stroke: str
    fill: str = "none"
    width: float = 1.4
    dash: str = ""


def document(size: tuple[float, float], title: str, parts: Iterable[str]) -> str:
    """Return a whole SVG document of (width, height) pixels on white."""
    w, h = (f"{length:.0f}" for length in size)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" '
            f'width="{w}" height="{h}" font-family="{FONT}" role="img">',
            f"<title>{xml_escape(title)}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *(part for part in parts if part),
            "</svg>\n",
        ]
    )


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    colour: str = INK,
    *,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """Return a line of text whose base line is at `y`; nothing for an empty one."""
    if not words:
        return ""
    look = f'font-size="{size:g}" fill="{colour}"'
    if bold:
        look += ' font-weight="bold"'
    if anchor != "start":
        look += f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{xml_escape(words)}</text>'


def tooltip(words: str) -> str:
    """Return what a browser shows when somebody points at the element around it."""
    return f"<title>{xml_escape(words)}</title>"


def dashes(style: Style) -> str:
    """Return the attribute that makes a line dashed, or nothing."""
    return f' stroke-dasharray="{style.dash}"' if style.dash else ""


def legend(
    samples: Sequence[tuple[str, str]], left: float, y: float, right: float
) -> tuple[list[str], float]:
    """Return the elements of a legend from `y` on, and the y of its last row.

    `samples` are (element 30 pixels wide around the origin's right, its name); rows break where
    the picture ends.
    """
    x, out = left, []
    for sample, name in samples:
        room = 38 + width(name, _LEGEND)
        if x > left and x + room > right:
            x, y = left, y + _ROW
        words = text(38, 4, name, _LEGEND, "#444444")
        out.append(f'<g transform="translate({x:.1f} {y:.1f})">{sample}{words}</g>')
        x += room + 20
    return out, y


def sample(style: Style) -> str:
    """Return a legend's sample of a style: a small box if it is filled, else a line."""
    look = f'stroke="{style.stroke}" stroke-width="{style.width:g}"'
    if style.fill != "none":
        return f'<rect x="0" y="-8" width="30" height="16" rx="4" {look} fill="{style.fill}"/>'
    return f'<path d="M0 0h30" fill="none" {look}{dashes(style)}/>'
