"""Which form of an answer a client wants: by the suffix of the address, else by ``Accept``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

Form = Literal["html", "json", "jsonld", "ttl"]
# The first is what a client gets that takes anything.
TYPES: Final[dict[Form, str]] = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}
_OFFERS: Final[dict[str, Form]] = {
    "text/html": "html",
    "application/json": "json",
    "application/ld+json": "jsonld",
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
}
_SUFFIXES: Final[dict[str, Form]] = {
    ".html": "html",
    ".json": "json",
    ".jsonld": "jsonld",
    ".ttl": "ttl",
}
_LONGEST: Final = 2000


def form_of(accept: str) -> Form | None:
    """Return the form that an Accept header wants most, None if it takes none of ours."""
    name = best(accept, list(_OFFERS))
    return _OFFERS[name] if name else None


def split_suffix(path: str) -> tuple[str, Form | None]:
    """Return a path without the suffix that names a form, and the form."""
    for suffix, form in _SUFFIXES.items():
        if path.endswith(suffix) and len(path) > len(suffix):
            return path[: -len(suffix)], form
    return path, None


def best(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offered media type that an Accept header wants most (RFC 9110, 12.5.1).

    Of several wanted alike the first offered; None if the header takes none of them. The most
    specific range that covers an offer gives it its weight.
    """
    if not accept.strip():
        return offers[0]
    ranges = _ranges(accept[:_LONGEST])
    found: tuple[float, str | None] = (0.0, None)
    for offer in offers:
        weight = _weight_of(offer, ranges)
        if weight > found[0]:
            found = weight, offer
    return found[1]


def _ranges(accept: str) -> dict[str, float]:
    out: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if name:
            out[name] = max(weight, out.get(name, 0.0))
    return out


def _weight_of(offer: str, ranges: Mapping[str, float]) -> float:
    for name in (offer, offer.partition("/")[0] + "/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
