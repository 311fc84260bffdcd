"""Readers: files, folders and streams into `Document`s. Knows nothing of what they say."""

from __future__ import annotations

from kg.documents.document import Document
from kg.documents.failure import Failure
from kg.documents.fields import Fields
from kg.documents.options import Options
from kg.documents.reader import read
from kg.documents.selection import Selection, select
from kg.documents.site import Site

__all__ = ["Document", "Failure", "Fields", "Options", "Selection", "Site", "read", "select"]
