"""The one file that some commands read, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.failures import Failures, tell

if TYPE_CHECKING:
    from kg.documents import Document


def documents(
    file: Path, failures: Failures, rules: Path | None = None, encoding: str = "auto"
) -> Iterator[Document]:
    """Yield the reports of a file as `build` reads them; ``-`` is plain text on standard input.

    `rules` is the folder of rules, which knows the pages of sites. What was read from another
    encoding than UTF-8 is told on standard error.
    """
    from kg.documents import Failure, read
    from kg.documents.failure import MAX_BYTES, Unreadable
    from kg.documents.plain import parse_plain
    from kg.sites import reading

    if str(file) != "-":
        yield from read([file], failures, reading(rules, encoding=encoding, on_note=tell))
        return
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        yield parse_plain(data, "stdin", encoding, lambda told: tell(Failure("stdin", told)))
    except Unreadable as e:
        failures(Failure("stdin", str(e)))
