"""What could not be read, and the limits that decide it."""

from __future__ import annotations

import os
import re

import msgspec

MAX_BYTES = 20_000_000
"""The largest text file or JSONL line that is read, in bytes: no press report comes near it."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Failure(msgspec.Struct, frozen=True):
    """One input that was not read: where it stands ("a.jsonl, line 3") and why, in one line."""

    source: str
    reason: str


class Unreadable(Exception):
    """Raised inside the readers; `read` turns it into one `Failure`."""


class Missing(Unreadable):
    """Raised where a kind of file needs a library that is not installed."""


def missing(kind: str, library: str, extra: str) -> Missing:
    """Return what to raise where a library is not installed, with how to get it."""
    return Missing(f"{kind} needs {library}: pip install 'chutri-kg[{extra}]'")


def printable(path: str | os.PathLike[str]) -> str:
    """Return a path as one line of valid Unicode: wrong bytes and control characters escaped."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def reason(e: OSError) -> str:
    """Return what the system said was wrong, as the reason of a failure."""
    said = e.strerror or str(e)
    return said[:1].lower() + said[1:]


def check_size(data: bytes) -> None:
    """Raise `Unreadable` if what is one report has more than `MAX_BYTES`."""
    if len(data) > MAX_BYTES:
        raise Unreadable(too_large())


def too_large() -> str:
    """Return the reason given for anything above `MAX_BYTES`."""
    return f"larger than {MAX_BYTES // 1_000_000} MB, refused: give one report a file or a line"
