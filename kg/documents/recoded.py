"""A stream in UTF-16 or UTF-32 as one in UTF-8, in bounded memory."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 16


def recoded(stream: io.BufferedReader, encoding: str) -> io.BufferedReader:
    """Return a stream of what another one holds in `encoding`, in UTF-8.

    What is no character becomes U+FFFD, so that it costs the one record that it stands in.
    """
    return io.BufferedReader(_Recoded(stream, encoding))


class _Recoded(io.RawIOBase):
    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._left = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._left and not self._ended:
            data = self._stream.read(_PIECE)
            self._ended = not data
            self._left = self._decoder.decode(data, final=self._ended).encode()
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size
