"""How much time and memory the reading of one document may take."""

from __future__ import annotations

import contextlib
import os

import msgspec

from kg.documents.document import Document
from kg.memory import address_space
from kg.work.task import Unit

SECONDS = 60.0
"""What a document may take, of up to `_LARGE` characters."""

MEGABYTES = 4096
"""What a process may take beside what it has loaded; the largest text that is read takes 2,400."""

# A report of a million characters takes four seconds; above that, time grows with the text.
_LARGE = 1_000_000


class Limits(msgspec.Struct, frozen=True):
    """The time for one document, in seconds, and the memory of a process, in megabytes."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    def time_for(self, characters: int) -> float:
        """Return the seconds that a document of this length has."""
        return self.seconds * max(1.0, characters / _LARGE)

    def time_of(self, unit: Unit) -> float:
        """Return the seconds that a unit has; a job, which nobody hostile wrote, has no end."""
        return self.time_for(len(unit.text)) if isinstance(unit, Document) else float("inf")


def limit_memory(megabytes: int) -> None:
    """Let this process take so much memory beside what it has.

    Where the system does not tell or limit it (macOS, Windows), the limit of time is the only one.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    used = address_space()
    if not used:
        return
    most = used + megabytes * 1_048_576
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
