"""Reads a Word file (.docx): its paragraphs and tables, in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Unreadable, check_size, missing, too_large

# What a file may unpack to, pictures and all.
_MOST = 10 * MAX_BYTES


def parse_docx(data: bytes, id: str) -> Document:
    """Return the report that a Word file is, a line a paragraph or row of a table.

    Raises:
        Unreadable: It is too large, no Word file, or holds no text.
        Missing: The library is not installed.
    """
    try:
        import docx
    except ImportError as e:
        raise missing("Word", "python-docx", "docs") from e
    check_size(data)
    _check_size(data)
    try:
        file = docx.Document(io.BytesIO(data))
        text = "\n".join(line for line in _lines(file) if line.strip())
        title = " ".join((file.core_properties.title or "").split()) or None
    except Exception as e:  # the library falls over broken files in ways that it does not name
        raise Unreadable(f"not a Word file that can be read: {type(e).__name__}") from e
    if not text:
        raise Unreadable("no text in this file")
    return Document(id=id, text=text, title=title)


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError) as e:
        raise Unreadable("not a Word file (.docx)") from e
    text = [m.file_size for m in members if m.filename.endswith((".xml", ".rels"))]
    if sum(text) > MAX_BYTES or sum(m.file_size for m in members) > _MOST:
        raise Unreadable(too_large())


def _lines(file: Any) -> Iterator[str]:
    from docx.table import Table, _Cell

    for block in file.iter_inner_content():
        if isinstance(block, Table):
            # The library's own cells are one for each column and row that they span, looked up
            # each time anew.
            for row in block._tbl.tr_lst:
                texts = (_Cell(cell, block).text.strip() for cell in row.tc_lst)
                yield " ".join(text for text in texts if text)
        else:
            yield block.text
