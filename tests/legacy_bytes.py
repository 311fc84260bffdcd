"""Writes texts in the encodings that Python cannot write: the tables of `reread`, turned round."""

from __future__ import annotations

import functools
import unicodedata

from kg.documents.legacy import GUESSED, reread, seen

# The vowels that bear tones, "đ", and all of it in capitals: the 134 letters beyond ASCII.
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SMALL = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in TONES] + ["đ"]
LETTERS = [c for c in SMALL if not c.isascii()]
LETTERS += [c.upper() for c in LETTERS]

ENCODINGS = GUESSED
_WITHOUT_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "."})


def encoded(text: str, encoding: str) -> bytes:
    """Return a text in one of `ENCODINGS`, as programs of its time wrote it.

    TCVN3 has no capitals with a tone: the small letter stands for both.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding == "windows-1258":
        return b"".join(_windows_1258(c) for c in text)
    if encoding in ("tcvn", "viscii"):  # have letters in the place of these
        text = text.translate(_WITHOUT_QUOTES)
    table = _table(encoding)
    return b"".join(
        table.get(c)
        or (table.get(c.lower()) if encoding == "tcvn3" else None)
        or c.encode("cp1252")
        for c in text
    )


def _windows_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in TONES[1:])
        base = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return (base + tone).encode("cp1258")


@functools.cache
def _table(encoding: str) -> dict[str, bytes]:
    single = [bytes([b]) for b in (*range(0x80, 0x100), *range(0x01, 0x20))]
    pairs = [
        bytes([a, b]) for a in (*b"aeouyAEOUY", 0xF4, 0xF6, 0xD4, 0xD6) for b in range(192, 256)
    ]
    found: dict[str, bytes] = {}
    for data in single + pairs * (encoding == "vni"):
        letter = reread(seen(data), encoding)
        if encoding == "tcvn3" and letter == seen(data).upper():  # none of its letters
            continue
        if letter in LETTERS and (len(data) == 1 or letter.isupper() == (data[1] < 0xE0)):
            found.setdefault(letter, data)
    return found
