"""That one document reprints another: as it is found, and as the graph has it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Reprint(NamedTuple):
    """The document (id) that one reprints, and how like it is (0 to 1)."""

    of: str
    similarity: float


class CopyRow(msgspec.Struct, frozen=True, gc=False):
    """A document (key) and the first one (key) of those that print the same text.

    `similarity` (0 to 1) is the share of all groups of words in a row that both have.
    """

    key: str
    document: str
    original: str
    similarity: float
