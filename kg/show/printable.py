"""Text of unknown origin made safe to print and to put on a page."""

from __future__ import annotations

import re

# Control characters but for line ends and tabs, marks that turn the direction of writing, halves
# of characters, and what is no character at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def printable(text: str) -> str:
    """Return the text with a symbol for each character that is not to be printed as it is.

    A carriage return before a line end is dropped.
    """
    return _UNSAFE.sub(lambda m: _symbol(m[0]), text.replace("\r\n", "\n"))


def _symbol(char: str) -> str:
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
