"""What a caller can say about how inputs are read."""

from __future__ import annotations

import io
from collections.abc import Callable

import msgspec

from kg.documents.encoding import AUTO
from kg.documents.failure import Failure
from kg.documents.fields import USUAL, Fields
from kg.documents.site import Site


class Options(msgspec.Struct, frozen=True):
    """How records name what is read, and what is known of single sites' pages.

    `encoding` is one of `kg.documents.encoding.NAMES`. `on_note` is told what was read from another
    encoding than UTF-8, or had to be repaired.
    """

    fields: Fields = USUAL
    sites: tuple[Site, ...] = ()
    encoding: str = AUTO
    on_note: Callable[[Failure], None] | None = None

    def note(self, name: str, told: str) -> None:
        """Tell who wants to know what was read, and how."""
        if self.on_note is not None:
            self.on_note(Failure(name, told))


DEFAULT = Options()
"""The usual names, and nothing known of any site."""


class Input(msgspec.Struct, frozen=True):
    """A file, or a member of an archive: how failures call it, its id, and its bytes.

    `seekable` says whether its bytes can be read in any order.
    """

    name: str
    id: str
    stream: io.BufferedReader
    seekable: bool = False
