"""Decodes the lines of one file, of which those that tell little go by those that tell more."""

from __future__ import annotations

import io
from collections.abc import Callable

from kg.documents.encoding import AUTO, decode_bytes
from kg.documents.failure import Unreadable

# A file with more lines than this that are in no encoding holds something else.
_GIVE_UP_AFTER = 1000


class Lines:
    """Decodes line by line; `on_note` is told of each encoding beside UTF-8, once."""

    def __init__(self, encoding: str, on_note: Callable[[str], None]) -> None:
        self._encoding = encoding
        self._on_note = on_note
        self._told: set[str] = set()
        self._likely: str | None = None
        self._unsure = 0
        self._sampled = 0  # up to where the file was looked at for a guess

    def decode(self, line: bytes, offset: int, stream: io.BufferedReader) -> str:
        """Return the text of a line that begins at `offset` in the file and that `stream` follows.

        A line that is too short to be sure of is guessed together with what comes next.

        Raises:
            Unreadable: The line is not in the encoding named, or none is sure.
        """
        try:
            found = decode_bytes(line, self._encoding, offset=offset, likely=self._likely)
        except Unreadable:
            self._unsure += 1
            if self._unsure == _GIVE_UP_AFTER and self._encoding == AUTO:
                self._encoding = "utf-8"
            if self._encoding != AUTO or self._likely is not None or offset < self._sampled:
                raise
            sample = line + stream.peek(1)
            self._sampled = offset + len(sample)
            self._likely = _guessed(sample)
            if self._likely is None:
                raise
            found = decode_bytes(line, self._encoding, offset=offset, likely=self._likely)
        if found.encoding is not None:
            self._likely = found.encoding
            if found.encoding not in self._told:
                self._told.add(found.encoding)
                self._on_note(found.encoding)
        return found.text


def _guessed(sample: bytes) -> str | None:
    try:
        return decode_bytes(sample, offset=1).encoding
    except Unreadable:
        return None
