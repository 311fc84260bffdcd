"""The one file that some commands read, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.failures import Failures

if TYPE_CHECKING:
    from kg.documents import Document


def documents(file: Path, failures: Failures, rules: Path | None = None) -> Iterator[Document]:
    """Yield the reports of a file as `build` reads them; ``-`` is plain text on standard input.

    `rules` is the folder of rules, which knows the pages of sites.
    """
    from kg.documents import Failure, read
    from kg.documents.failure import MAX_BYTES, Unreadable
    from kg.documents.plain import parse_plain
    from kg.sites import reading

    if str(file) != "-":
        yield from read([file], failures, reading(rules))
        return
    try:
        yield parse_plain(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin")
    except Unreadable as e:
        failures(Failure("stdin", str(e)))
