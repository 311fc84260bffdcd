"""Readers: files, folders and streams into `Document`s. Knows nothing of what they say.

The readers themselves are not imported before `read` is asked for: many commands read no report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.documents.document import Document
from kg.documents.failure import Failure
from kg.documents.fields import Fields
from kg.documents.selection import Selection, select
from kg.documents.site import Site

if TYPE_CHECKING:
    from kg.documents.options import Options
    from kg.documents.reader import read, size_of

__all__ = [
    "Document",
    "Failure",
    "Fields",
    "Options",
    "Selection",
    "Site",
    "read",
    "select",
    "size_of",
]


def __getattr__(name: str) -> Any:
    if name in ("read", "size_of"):
        from kg.documents import reader

        return getattr(reader, name)
    if name == "Options":
        from kg.documents.options import Options

        return Options
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
