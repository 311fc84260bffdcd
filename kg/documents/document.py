"""The unit of input: one report as read."""

from __future__ import annotations

import hashlib

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One press report as read, before any interpretation.

    Attributes:
        id: The path given, without the input root and the extension, or a record's own id.
        text: The text as read. Every offset of the project counts its Unicode code points.
        title: The headline where the source gives it apart from the text.
        issued: Day of publication (ISO 8601, ``YYYY-MM-DD``) where the source's metadata has it.
        source: IRI of the page the text came from.
    """

    id: str
    text: str
    title: str | None = None
    issued: str | None = None
    source: str | None = None

    def digest(self) -> str:
        """Return the content's hash (hex, 32 digits): the key of caches and of change detection."""
        h = hashlib.blake2b(digest_size=16)
        for field in (self.id, self.text, self.title, self.issued, self.source):
            h.update((field or "").encode("utf-8", "surrogatepass"))
            h.update(b"\x00")
        return h.hexdigest()
