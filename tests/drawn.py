"""What stands where in an SVG: boxes of nodes and of texts, measured with the font's own widths."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from fontTools.ttLib import TTFont

from kg.draw.letters import FONTS

SVG = "{http://www.w3.org/2000/svg}"
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
_MOVE = re.compile(r"translate\((\S+) (\S+)\)")


@functools.cache
def _advances(bold: bool) -> dict[str, float]:
    font = TTFont(FONTS[bold])
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    return {chr(c): widths[glyph][0] / em for c, glyph in font.getBestCmap().items()}


def text_width(text: str, size: float, bold: bool) -> float:
    """The width in pixels as the font sets it; a letter that it lacks counts nothing."""
    advances = _advances(bold)
    composed = unicodedata.normalize("NFC", text)
    return size * sum(advances.get(c, 0.0) for c in composed if not unicodedata.combining(c))


def _walk(
    element: ET.Element, x: float = 0, y: float = 0
) -> Iterator[tuple[ET.Element, float, float]]:
    if moved := _MOVE.fullmatch(element.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    yield element, x, y
    for child in element:
        yield from _walk(child, x, y)


def size(picture: str) -> tuple[float, float]:
    root = ET.fromstring(picture)
    return float(root.get("width", "0")), float(root.get("height", "0"))


def nodes(picture: str) -> list[tuple[Rectangle, list[Rectangle]]]:
    """The rectangle of each node, and those of the lines of text in it."""
    out = []
    for element, x, y in _walk(ET.fromstring(picture)):
        if element.tag == SVG + "g" and "node" in element.get("class", "").split():
            (box,) = element.findall(SVG + "rect")
            left, top, width, height = (
                float(box.get(name, "nan")) for name in ("x", "y", "width", "height")
            )
            rectangle = (left + x, top + y, left + x + width, top + y + height)
            out.append((rectangle, [_text(t, x, y) for t in element.findall(SVG + "text")]))
    return out


def texts(picture: str) -> list[Rectangle]:
    return [
        _text(element, x, y)
        for element, x, y in _walk(ET.fromstring(picture))
        if element.tag == SVG + "text"
    ]


def words(picture: str) -> str:
    return " ".join(t.text or "" for t in ET.fromstring(picture).iter(SVG + "text"))


def titles(picture: str) -> set[str]:
    return {t.text or "" for t in ET.fromstring(picture).iter(SVG + "title")}


def _text(element: ET.Element, x: float, y: float) -> Rectangle:
    letters = float(element.get("font-size", "nan"))
    width = text_width(element.text or "", letters, element.get("font-weight") == "bold")
    left = x + float(element.get("x", "nan"))
    left -= {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    base = y + float(element.get("y", "nan"))
    # Ascent and descent of capital letters with two marks ("Ổ") and of letters with a dot below.
    return left, base - 0.93 * letters, left + width, base + 0.24 * letters


def overlapping(rectangles: Iterable[Rectangle]) -> list[tuple[Rectangle, Rectangle]]:
    """Pairs that lie on each other by more than half a pixel in both directions."""
    return [
        (a, b)
        for a, b in itertools.combinations(rectangles, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5
    ]


def inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
