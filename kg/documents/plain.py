"""Reads a plain text file: one file, one report, its text kept whole."""

from __future__ import annotations

import codecs
import re

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Unreadable, too_large

# Control characters that no text holds but for accidents: all of C0 without tab, line ends,
# form feed and escape.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 65_536
_MAX_CONTROL_SHARE = 0.02

_OTHER_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def parse_plain(data: bytes, id: str) -> Document:
    """Return the document that the bytes of a UTF-8 text file are.

    A byte order mark is dropped; line ends stay as they are, so offsets fit the file's own text.

    Raises:
        Unreadable: There is nothing in it, or it is too large, binary or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(too_large())
    check_head(data)
    text = decode(data)
    if not text.strip():
        raise Unreadable("empty file")
    return Document(id=id, text=text)


def check_head(data: bytes) -> None:
    """Refuse what is plainly no UTF-8 text: another Unicode form by its mark, a binary file."""
    for bom, name in _OTHER_BOMS:
        if data.startswith(bom):
            raise Unreadable(f"not UTF-8 at byte 0: {name} by its byte order mark")
    head = data[:_HEAD]
    controls = len(_CONTROL.findall(head))
    if b"\x00" in data or controls > _MAX_CONTROL_SHARE * len(head):
        raise Unreadable("binary file, not text")


def decode(data: bytes, offset: int = 0) -> str:
    """Decode UTF-8 strictly, without a byte order mark.

    `offset` is where `data` begins in its file, in bytes.

    Raises:
        Unreadable: The bytes are not UTF-8; the reason names the first wrong byte, from 0.
    """
    skip = 3 if offset == 0 and data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[skip:].decode("utf-8")
    except UnicodeDecodeError as e:
        at = offset + skip + e.start
        raise Unreadable(
            f"not UTF-8 at byte {at} (0x{data[skip + e.start]:02x}): "
            "legacy encodings are not read yet"
        ) from e
