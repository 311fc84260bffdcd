"""A line on the terminal that tells how far a long run is; nothing where there is no terminal."""

from __future__ import annotations

import sys
import time


class Progress:
    """Called with the number of things done; a context manager that wipes its line."""

    def __init__(self, quiet: bool = False, things: str = "reports") -> None:
        self._things = things
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._begin = self._last = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def __call__(self, done: int) -> None:
        """Show the count and the speed, ten times a second at most."""
        now = time.monotonic()
        if self._shown and now - self._last >= 0.1:
            self._last = now
            speed = done / (now - self._begin)
            sys.stderr.write(f"\r\x1b[K{done} {self._things}, {speed:.0f} a second")
            sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line, so that something else can be written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
