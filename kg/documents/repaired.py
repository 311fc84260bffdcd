"""A report whose text had been read wrongly before it came here, as it was meant."""

from __future__ import annotations

import msgspec

from kg.documents.document import Document
from kg.documents.encoding import AUTO, Decoded
from kg.documents.options import Options
from kg.documents.plain import read_as, restored
from kg.documents.repair import repaired


def repaired_document(document: Document, where: str, options: Options) -> Document:
    """Return a report with its text and its title as they were meant, and note what was repaired.

    `where` is the place it stands at. With an encoding that is named nothing is repaired.

    Raises:
        Unreadable: The text is garbage.
    """
    if options.encoding != AUTO:
        return document
    text = restored(Decoded(document.text))
    title = repaired(document.title or "", text.encoding)
    told = text.encoding or title.encoding
    if told is None:
        return document
    options.note(where, read_as(told))
    return msgspec.structs.replace(document, text=text.text, title=title.text or None)
