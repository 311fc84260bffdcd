"""Reads a plain text file: one file, one report, its text kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.documents.document import Document
from kg.documents.encoding import AUTO, Decoded, decode_bytes, wide_encoding
from kg.documents.failure import Unreadable, check_size
from kg.documents.repair import refuse_garbage, repaired

# Control characters that are no letter in any encoding either.
_CONTROL = re.compile(rb"[\x00\x07\x08\x0e\x0f\x18\x1a\x1f\x7f]")
_HEAD = 65_536
_MAX_CONTROL_SHARE = 0.02

OnNote = Callable[[str], None]
"""Called with what is to be said of a text that was read: "read as TCVN3"."""


def parse_plain(
    data: bytes, id: str, encoding: str = AUTO, on_note: OnNote | None = None
) -> Document:
    """Return the document that the bytes of a text file are.

    A byte order mark is dropped; line ends stay as they are, so offsets fit the file's own text.

    Args:
        data: The file's bytes.
        id: The document's id.
        encoding: One of `kg.documents.encoding.NAMES`.
        on_note: Told the encoding, if it is not UTF-8, and what had to be repaired.

    Raises:
        Unreadable: There is nothing in it, or it is too large, binary, in no encoding that is sure,
            or garbage.
    """
    check_size(data)
    decoded = read_text(data, encoding)
    if not decoded.text.strip():
        raise Unreadable("empty file")
    if decoded.encoding and on_note is not None:
        on_note(read_as(decoded.encoding))
    return Document(id=id, text=decoded.text)


def read_text(data: bytes, encoding: str = AUTO) -> Decoded:
    """Return the text of a file's bytes, repaired where it had been read wrongly before.

    With an encoding that is named nothing is guessed, repaired or refused as garbage.

    Raises:
        Unreadable: It is binary, in no encoding that is sure, or garbage.
    """
    decoded = decode_bytes(data, encoding)
    return decoded if encoding != AUTO else restored(decoded)


def restored(decoded: Decoded, likely: str | None = None) -> Decoded:
    """Return a text that was decoded as `repaired` makes it, with all that it was read as.

    Raises:
        Unreadable: It is garbage.
    """
    found = repaired(decoded.text, likely)
    refuse_garbage(found.text)
    told = [name for name in (decoded.encoding, found.encoding) if name]
    return Decoded(found.text, ", ".join(told) or None)


def read_as(encoding: str) -> str:
    """Return the note that a text was read from an encoding."""
    return f"read as {encoding}"


def check_head(data: bytes) -> None:
    """Raise `Unreadable` if the first bytes of a file are plainly no text.

    Some legacy encodings have letters in the place of control characters; none has a zero.
    """
    if wide_encoding(data) is not None:
        return
    head = data[:_HEAD]
    if b"\x00" in data or len(_CONTROL.findall(head)) > _MAX_CONTROL_SHARE * len(head):
        raise Unreadable("binary file, not text")
