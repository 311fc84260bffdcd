"""The prefixes that a query may use without declaring them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kg.export.vocabulary import NAMESPACES, prefixes

_MORE: Final = {"foaf": "http://xmlns.com/foaf/0.1/", "wd": "http://www.wikidata.org/entity/"}


def known_prefixes(base: str) -> dict[str, str]:
    """Return those of the exports ("kg", "org", "official", …), and those of what they refer to."""
    return prefixes(base) | _MORE


@lru_cache(maxsize=1 << 14)
def short(iri: str, base: str) -> str:
    """Return how tables show an IRI: an entity's key, a vocabulary's prefixed name, or the IRI.

    What stands there for an entity may be given to the other commands.
    """
    if iri.startswith(base):
        return iri[len(base) :]
    for prefix, namespace in (NAMESPACES | _MORE).items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
