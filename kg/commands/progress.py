"""A line on the terminal that tells how far a long run is; nothing where there is no terminal."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from kg.build import Step

_BAR = 20  # columns


class Progress:
    """Called with the number of things done; a context manager that wipes its line."""

    def __init__(self, quiet: bool = False, things: str = "reports") -> None:
        self._things = things
        self.shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._begin = self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def __call__(self, done: int) -> None:
        """Show the count and the speed, ten times a second at most."""
        if self._due():
            speed = done / (self._last - self._begin)
            self._write(f"{done} {self._things}, {speed:.0f} a second")

    def _due(self) -> bool:
        now = time.monotonic()
        if not self.shown or now - self._last < 0.1:
            return False
        self._last = now
        return True

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line, so that something else can be written."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class BuildProgress(Progress):
    """The progress of a build: a bar, documents, facts, failures and the time left."""

    def step(self, now: Step) -> None:
        """Show how far a build is, ten times a second at most."""
        if self._due():
            self._write(told(now, self._last - self._begin))


def told(step: Step, seconds: float) -> str:
    """Return the line on a build that has run for some seconds."""
    line = f"{step.documents} documents, {step.facts} facts, {step.failures} failures"
    if not step.share:
        return f"{line}, {step.documents / max(seconds, 0.001):.0f} a second"
    full = int(step.share * _BAR)
    left = round(seconds / step.share - seconds)
    if step.share == 1.0:
        return f"{'█' * _BAR} {line}, linking"
    return f"{'█' * full}{'░' * (_BAR - full)} {line}, {left // 60}:{left % 60:02} left"
