"""UTF-8 that was read as Latin-1 or Windows-1252: "Há»™i nghá»‹" is "Hội nghị"."""

from __future__ import annotations

import re

from kg.documents.legacy import seen

_BYTES = {ord(shown): byte for byte in range(0x80, 0x100) for shown in (seen(bytes([byte])),)}
_BYTES |= {byte: byte for byte in range(0x80, 0x100)}


def _any(first: int, last: int) -> str:
    """Return a character class of all that a byte from `first` to `last` is shown as."""
    return "[" + "".join(re.escape(chr(c)) for c, b in _BYTES.items() if first <= b <= last) + "]"


_NEXT = _any(0x80, 0xBF)
_RUN = re.compile(
    f"(?:{_any(0xC2, 0xDF)}{_NEXT}|{_any(0xE0, 0xEF)}{_NEXT}{{2}}|{_any(0xF0, 0xF4)}{_NEXT}{{3}})+"
)
# The second byte of "à" is a hard blank, which many programs make a plain one, and that of "í" a
# soft hyphen, which many drop: what is left is "Ã".
_LOST_BLANK = re.compile(r"Ã(?: (?=(?:[oiyumn]|n[gh])\b| )|(?=[ \t\r\n.,;:!?)\]]|\Z))")
_LOST_HYPHEN = re.compile(r"Ã(?=[a-z \t\r\n.,;:!?)\]]|\Z)")
# So is the last byte of "ậ", and the last one of "Đ", which Windows-1252 does not have.
_LOST_LAST = re.compile(r"áº(?=[a-z ])|Ä(?=[^\W\d_])")
_TWICE = 2


def undone(text: str) -> str:
    """Return a text with all that can be UTF-8 read byte by byte read as UTF-8, also if done twice.

    Whether it should be is not asked: see `kg.documents.encoding`. Time is linear.
    """
    blanks_kept = False
    for _ in range(_TWICE):
        read = _RUN.sub(_decoded, text)
        if read == text:
            break
        blanks_kept = "Ã\xa0" in text
        text = read
    if not blanks_kept:
        text = _LOST_BLANK.sub("à", text)
    text = _LOST_HYPHEN.sub("í", text)
    return _LOST_LAST.sub(lambda m: "Đ" if m[0] == "Ä" else "ậ", text)


def remains(text: str) -> int:
    """Return how many characters of a text are UTF-8 read byte by byte."""
    return len(_RUN.findall(text))


def _decoded(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[ord(c)] for c in run[0]).decode("utf-8")
    except UnicodeDecodeError:
        return run[0]
