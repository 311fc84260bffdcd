"""One thing that is wrong, or likely to be, on one line of a rules file."""

from __future__ import annotations

from typing import Literal

import msgspec


class Finding(msgspec.Struct, frozen=True, order=True):
    """A finding: `file` as it is shown to the user, `line` from 1.

    An ``error`` makes the rules mean something else than they say, or nothing; a ``warning`` does
    no harm by itself.
    """

    file: str
    line: int
    level: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        note = "warning: " if self.level == "warning" else ""
        return f"{self.file}:{self.line}: {note}{self.message}"
