"""What a caller can say about how inputs are read."""

from __future__ import annotations

import io

import msgspec

from kg.documents.fields import USUAL, Fields
from kg.documents.site import Site


class Options(msgspec.Struct, frozen=True):
    """How records name what is read, and what is known of single sites' pages."""

    fields: Fields = USUAL
    sites: tuple[Site, ...] = ()


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
