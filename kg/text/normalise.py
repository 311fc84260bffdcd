"""Normalisation that keeps the way back to the text as read.

What is made equal: Unicode form (NFC), tone placement ("Uỷ" and "Ủy", "hoà" and "hòa"),
zero-width characters and soft hyphens (dropped), kinds of blanks, quotation marks and apostrophes,
the look-alike "Ð". Nothing else is touched, so that the words stay those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

import msgspec

# The capital letters of Vietnamese, for character classes (ranges would take in small letters too).
CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_OLD_TONE: dict[str, str] = {}
for _pair in ("oa", "oe", "uy"):
    for _mark in _TONES:
        for _a, _b in (
            (_pair[0], _pair[1]),
            (_pair[0].upper(), _pair[1].upper()),
            (_pair[0].upper(), _pair[1]),
        ):
            _OLD_TONE[_a + unicodedata.normalize("NFC", _b + _mark)] = (
                unicodedata.normalize("NFC", _a + _mark) + _b
            )
# At the end of a syllable only ("hoàn" is right as it is), and never behind q, where u is a
# glide ("quý").
_OLD_TONE_RE = re.compile(r"(?<![qQ])(?:" + "|".join(map(re.escape, _OLD_TONE)) + r")(?![^\W\d_])")

_ONE_FOR_ONE = {
    0x00D0: "Đ",
    0x0189: "Đ",
    0x2018: "'",
    0x2019: "'",
    0x02BC: "'",
    0x00B4: "'",
    0x0060: "'",
    0x201C: '"',
    0x201D: '"',
    0x201E: '"',
    0x00AB: '"',
    0x00BB: '"',
    0x2010: "-",
    0x2011: "-",
    0x2012: "–",
    0x2015: "—",
    0x2212: "-",
    0x000B: " ",
    0x000C: "\n",
    0x0085: "\n",
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys((0x00A0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " "),
}
_DROPPED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_UNEASY = re.compile(f"[{_DROPPED}\u0300-\u036f]")
_PIECE = re.compile(f"[{_DROPPED}]+|[^{_DROPPED}\u0300-\u036f][\u0300-\u036f]+")


class Normalised(msgspec.Struct, frozen=True):
    """Normalised text and, for each of its characters, where it stood in the text as read.

    `offsets` and `widths` say for each character where it began and how many characters it was
    made of (a letter and its combining marks are one); both are None where every character kept
    its place.
    """

    text: str
    offsets: array[int] | None = None
    widths: array[int] | None = None

    def start(self, i: int) -> int:
        """Return the offset in the text as read of the character at `i`."""
        return i if self.offsets is None else self.offsets[i]

    def end(self, i: int) -> int:
        """Return the exclusive end in the text as read of a span that ends before `i`."""
        if self.offsets is None or self.widths is None or i == 0:
            return i
        return self.offsets[i - 1] + self.widths[i - 1]


def new_tone_placement(text: str) -> str:
    """Return NFC text with tone marks where the current orthography puts them; same length."""
    return _OLD_TONE_RE.sub(lambda m: _OLD_TONE[m[0]], text)


def normalise(text: str) -> Normalised:
    """Normalise a document's text; spans found in the result map back through its offsets."""
    if unicodedata.is_normalized("NFC", text) and _UNEASY.search(text) is None:
        return Normalised(new_tone_placement(text.translate(_ONE_FOR_ONE)))
    out: list[str] = []
    offsets, widths = array("q"), array("q")

    def put(piece: str, start: int, width: int) -> None:
        out.append(piece)
        for _ in piece:
            offsets.append(start)
            widths.append(width)

    def run(start: int, end: int) -> None:
        piece = text[start:end]
        if unicodedata.is_normalized("NFC", piece):  # nearly always: each stays in its place
            out.append(piece)
            offsets.extend(range(start, end))
            widths.extend([1] * (end - start))
            return
        for i in range(start, end):
            put(unicodedata.normalize("NFC", text[i]), i, 1)

    at = 0
    for m in _PIECE.finditer(text):
        run(at, m.start())
        if m[0][0] not in _DROPPED:
            put(unicodedata.normalize("NFC", m[0]), m.start(), len(m[0]))
        at = m.end()
    run(at, len(text))
    joined = "".join(out).translate(_ONE_FOR_ONE)
    return Normalised(new_tone_placement(joined), offsets, widths)


def fold(text: str) -> str:
    """Return the key under which names are matched without accents and case ("đ" folds to "d")."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
