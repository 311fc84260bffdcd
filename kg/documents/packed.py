"""Streams out of compressed files, bounded in what they may unpack to."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, Any, cast

from kg.documents.failure import MAX_BYTES

MAX_RATIO = 200
"""How many times its size a file may unpack to; text comes to 20, what is made to harm to 1,000."""

# What a zstd file may ask for as memory: the most that its own tools give without being told.
_WINDOW = 1 << 27
_STEP = 512


class Budget:
    """What one file may unpack to in all; `size` tells how many of its bytes were used."""

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._out = 0

    def spend(self, count: int) -> bool:
        """Count bytes that came out; return whether they are still within bounds."""
        self._out += count
        return self._out <= MAX_BYTES or self._out <= MAX_RATIO * self._size()


class Unpacked(io.RawIOBase):
    """What a stream unpacks to. Where it breaks off, it ends, and `broken` says why."""

    def __init__(self, inner: IO[bytes], budget: Budget) -> None:
        self._inner = inner
        self._budget = budget
        self.broken: str | None = None

    def readable(self) -> bool:
        """Say that it can be read from."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what one step of unpacking gives; 0 at the end."""
        if self.broken is not None:
            return 0
        read = getattr(self._inner, "read1", self._inner.read)
        try:
            data = read(len(buffer))
        except EOFError:
            self.broken = "ends early: what stands before was read"
            return 0
        except Exception as e:  # each way of packing has errors of its own
            said = " ".join(str(e).split())[:100]
            self.broken = f"broken from here on ({said}): what stands before was read"
            return 0
        if not self._budget.spend(len(data)):
            self.broken = bomb()
            return 0
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what it reads from, too."""
        self._inner.close()
        super().close()


def bomb() -> str:
    """Return the reason given for what unpacks to far more than any text does."""
    return f"unpacks to more than {MAX_RATIO} times its size, refused"


def unpack(stream: IO[bytes], packed: str) -> Unpacked:
    """Return what a file unpacks to; `packed` is gzip or zstd."""
    budget = Budget(stream.tell)
    if packed == "gzip":
        import gzip

        return Unpacked(cast(IO[bytes], gzip.GzipFile(fileobj=stream)), budget)
    return Unpacked(cast(IO[bytes], _Zstd(stream)), budget)


class _Zstd:
    """Reads zstd frame by frame; the library's own stream takes a file cut short for a whole one.

    What goes in at once is little, so that what comes out at once is bounded, whatever the ratio.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        import zstandard

        self._library = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        self._stream = stream
        self._frame = self._library.decompressobj()
        self._begun = False
        self._out = b""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; none at the end.

        Raises:
            EOFError: The file ends within a frame.
            ValueError: It is no zstd.
        """
        import zstandard

        while not self._out:
            data = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame = self._library.decompressobj()
                self._begun = False
            data = data or self._stream.read(_STEP)
            if not data:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            try:
                self._out = self._frame.decompress(data)
            except zstandard.ZstdError as e:
                raise ValueError(str(e)) from e
        data, self._out = self._out[:size], self._out[size:]
        return data

    def close(self) -> None:
        """Leave the file to its owner."""
