"""Readers: files, folders and streams into `Document`s. Knows nothing of what they say."""

from __future__ import annotations

from kg.documents.document import Document
from kg.documents.failure import Failure
from kg.documents.reader import read, size_of

__all__ = ["Document", "Failure", "read", "size_of"]
