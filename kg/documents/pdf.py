"""Reads a PDF that holds text; a scan holds none."""

from __future__ import annotations

import io
import logging

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Unreadable, check_size, missing, too_large

MAX_PAGES = 200


def parse_pdf(data: bytes, id: str) -> Document:
    """Return the report that a PDF is: the text of its pages, one after the other.

    Raises:
        Unreadable: It is too large, no PDF, locked with a password, or holds no text.
        Missing: The library is not installed.
    """
    try:
        import pypdf
    except ImportError as e:
        raise missing("PDF", "pypdf", "docs") from e
    check_size(data)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        file = pypdf.PdfReader(io.BytesIO(data))
        if file.is_encrypted and not file.decrypt(""):
            raise Unreadable("PDF locked with a password")
        if len(file.pages) > MAX_PAGES:
            raise Unreadable(f"PDF of more than {MAX_PAGES} pages, refused")
        pages: list[str] = []
        size = 0
        for page in file.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > MAX_BYTES:
                raise Unreadable(too_large())
        title = " ".join((file.metadata.title or "").split()) if file.metadata else ""
    except Unreadable:
        raise
    except Exception as e:  # the library falls over broken files in ways that it does not name
        raise Unreadable(f"not a PDF that can be read: {type(e).__name__}") from e
    text = "\n".join(pages).replace("\x00", "").encode("utf-8", "ignore").decode()
    if not text.strip():
        raise Unreadable("no text in this PDF: is it a scan?")
    return Document(id=id, text=text, title=title.replace("\x00", "") or None)
