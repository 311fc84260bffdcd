"""A report whose text had been read wrongly before it came here, as it was meant."""

from __future__ import annotations

import msgspec

from kg.documents.document import Document
from kg.documents.encoding import Decoded
from kg.documents.plain import restored
from kg.documents.repair import repaired


def repaired_document(document: Document) -> tuple[Document, str | None]:
    """Return a report with its text and its title as they were meant, and what they were read as.

    Raises:
        Unreadable: The text is garbage.
    """
    text = restored(Decoded(document.text))
    title = repaired(document.title or "", text.encoding)
    if text.encoding or title.encoding:
        document = msgspec.structs.replace(document, text=text.text, title=title.text or None)
    return document, text.encoding or title.encoding
