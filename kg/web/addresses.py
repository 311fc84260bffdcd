"""The addresses of pages: an entity's key is the path of its page, as it is the path of its IRI."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from kg.export.names import path_of


class Addresses:
    """Makes addresses below a prefix, the path of the base ("" or "/kg")."""

    def __init__(self, prefix: str, base: str) -> None:
        self.prefix, self.base = prefix, base

    def page(self, key: str, form: str = "") -> str:
        """Return the address of the page of an entity."""
        return f"{self.prefix}/{path_of(key)}" + (f".{form}" if form else "")

    def at(self, path: str, values: Mapping[str, object] | None = None, **more: object) -> str:
        """Return the address of another page ("/search") with the parameters that have a value."""
        given = {k: v for k, v in {**(values or {}), **more}.items() if v not in (None, "", ())}
        query = urlencode(given, doseq=True, errors="replace")
        return f"{self.prefix}{path}" + (f"?{query}" if query else "")

    def iri(self, key: str) -> str:
        """Return the IRI of an entity."""
        return self.base + path_of(key)
