"""What a process has of the machine's memory."""

from __future__ import annotations

import os


def address_space() -> int:
    """Return the bytes of address space that this process has reserved; 0 where unknown."""
    try:
        with open("/proc/self/statm", encoding="ascii") as f:
            return int(f.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
