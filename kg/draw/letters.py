"""How wide a text is, and where it breaks: no box may be narrower than what stands in it.

The widths are those of DejaVu Sans, which PNG pictures are drawn with (``fonts/``). The other fonts
that a browser may take (see `kg.draw.svg.FONT`) are narrower, so a text that fits here fits there.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

FONTS: Final = tuple(
    Path(__file__).parent / "fonts" / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
)
FONT_NAME: Final = "DejaVu Sans"

_HORN: Final = "\u031b"  # of ơ and ư, the one mark that makes a letter wider
_ELLIPSIS: Final = "…"
# Letters of one width, in units of the font's size, without marks.
_REGULAR: Final = {
    0.28: "'ijl",
    0.3: "IJ",
    0.32: " ,.\u00a0‘’·",
    0.34: "/:;\\|",
    0.36: "f",
    0.38: "-",
    0.4: "()[]t",
    0.42: "!r",
    0.46: '"',
    0.5: "*_`–",
    0.52: "“”",
    0.54: "?sz",
    0.56: "Lc",
    0.58: "Fk",
    0.6: "vxy•",
    0.62: "PTYaeo«»",
    0.64: "$0123456789ESbdghnpqu{}đ",
    0.66: "K",
    0.7: "ABCRVXZ",
    0.74: "U",
    0.76: "HN",
    0.78: "&DGĐ",
    0.8: "OQ",
    0.82: "w",
    0.84: "#+<=>^~",
    0.88: "M",
    0.96: "%",
    0.98: "m",
    1: "@W—…",
}
_BOLD: Final = {
    0.32: "'",
    0.36: " ijl\u00a0",
    0.38: ",./IJ\\|‘’·",
    0.4: ":;",
    0.42: "-",
    0.44: "f",
    0.46: "!()[]",
    0.48: "t",
    0.5: "_`r–",
    0.54: '"*',
    0.6: "?csz",
    0.64: "L•",
    0.66: "vxy“”«»",
    0.68: "aek",
    0.7: "$0123456789EFTo",
    0.72: "bdghnpqu{}đ",
    0.74: "CPSYZ",
    0.78: "ABKRVX",
    0.82: "U",
    0.84: "#+<=>DGHN^~Đ",
    0.86: "OQ",
    0.88: "&",
    0.94: "w",
    1: "@M—…",
    1.02: "%",
    1.06: "m",
    1.12: "W",
}
_WIDTHS: Final = {
    False: {c: width for width, letters in _REGULAR.items() for c in letters},
    True: {c: width for width, letters in _BOLD.items() for c in letters},
}
_OTHER: Final = 1.1  # a letter that no table has
_WIDE: Final = 1.3  # a Chinese character, an emoji
# What the fonts beside this file have; anything else needs a font of the machine.
_SHIPPED: Final = re.compile(
    "[\n -~\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0300-\u0303\u0309\u0323\u1ea0-\u1ef9"
    "\u2010-\u2026\u2030\u2032\u2033\u203a\u20ab\ufffd]*"
)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a bound of the width of a text in pixels, set in letters of `size` pixels."""
    return size * sum(_width(c, bold) for c in unicodedata.normalize("NFD", text))


def wrapped(text: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Return the lines, at most `most`, that a text takes where there are `room` pixels.

    A word that is wider is broken; what is left over is told by an ellipsis at the end.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split()).split(" ")
    lines: list[str] = []
    line = ""
    # No more words are looked at than could fill the lines: a label may have thousands.
    for word in words[: int(most * room / (0.2 * size)) + 1]:
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size, bold=bold) > room and len(lines) <= most:
            n = _fitting(line, room, size, bold)
            lines.append(line[:n])
            line = line[n:]
        if len(lines) > most:
            break
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {_ELLIPSIS}", room, size, bold=bold)]
    return lines


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or the beginning of it and an ellipsis that fit into `room` pixels."""
    if width(text, size, bold=bold) <= room:
        return text
    stem = text.removesuffix(_ELLIPSIS).rstrip()
    n = _fitting(stem, room - width(f" {_ELLIPSIS}", size, bold=bold), size, bold)
    if n < len(stem) and not stem[n].isspace():
        n = stem.rfind(" ", 0, n) if " " in stem[:n] else n  # no half words
    return f"{stem[:n].rstrip(' ,;–-')} {_ELLIPSIS}"


def is_shipped(text: str) -> bool:
    """Say whether the fonts that come with `kg` can draw all of a text."""
    return _SHIPPED.fullmatch(text) is not None


def _fitting(text: str, room: float, size: float, bold: bool) -> int:
    """Return how many of the first characters fit, at least one."""
    used = 0.0
    for n, c in enumerate(text):
        used += width(c, size, bold=bold)
        if used > room:
            return max(1, n)
    return len(text)


def _width(c: str, bold: bool) -> float:
    known = _WIDTHS[bold].get(c)
    if known is not None:
        return known
    if c == _HORN:
        return 0.13
    if unicodedata.combining(c):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(c) in "WF" or c > "\uffff" else _OTHER
