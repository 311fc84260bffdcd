"""Values of RDF statements: literals of each kind, and what is left out because it is not legal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.export.names import is_iri, unicode_text, valid_date
from kg.export.vocabulary import term

Fact = tuple[str, NamedNode | Literal]  # prefixed name of the predicate, object

# XML Schema Part 2, 3.2.9 to 3.2.14: what a day is written as where a part of it is not known.
_PARTS = (
    (re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])"), "xsd:gYearMonth"),
    (re.compile(r"[12]\d{3}"), "xsd:gYear"),
)
_LEAP_YEAR = "2024"
_REMEMBERED = 1 << 12  # kinds, rules, figures, names of late


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> Literal:
    """Return a string without a language."""
    return Literal(unicode_text(text))


@lru_cache(maxsize=_REMEMBERED)
def vietnamese(text: str) -> Literal:
    """Return a string in Vietnamese."""
    return Literal(unicode_text(text), language="vi")


@lru_cache(maxsize=_REMEMBERED)
def typed(value: str, datatype: str) -> Literal:
    """Return a literal of a datatype by its prefixed name; `value` must be legal there."""
    return Literal(value, datatype=term(datatype))


def boolean(value: bool) -> Literal:
    """Return a truth value."""
    return typed("true" if value else "false", "xsd:boolean")


@lru_cache(maxsize=_REMEMBERED)
def decimal(value: float) -> Literal:
    """Return a number to four places."""
    digits = f"{value:.4f}".rstrip("0")
    return typed(digits + "0" if digits.endswith(".") else digits, "xsd:decimal")


def day(text: str | None) -> Literal | None:
    """Return a day, a month, a year or a day without its year, typed as what it is.

    None for what is none of them: "2024-02-30", "2024-13", "--02-30".
    """
    if text is None:
        return None
    if valid_date(text):
        return typed(text, "xsd:date")
    if text.startswith("--") and valid_date(_LEAP_YEAR + text[1:]):
        return typed(text, "xsd:gMonthDay")
    found = (typed(text, datatype) for form, datatype in _PARTS if form.fullmatch(text))
    return next(found, None)


def date(predicate: str, text: str | None) -> Iterator[Fact]:
    """Give a statement with a day of the calendar, none for anything else."""
    text = valid_date(text)
    if text:
        yield predicate, typed(text, "xsd:date")


def address(predicate: str, source: str) -> Iterator[Fact]:
    """Give a statement with an address, none for what is no IRI."""
    if is_iri(source):
        yield predicate, NamedNode(source)


def texts(predicate: str, values: Iterable[str]) -> Iterator[Fact]:
    """Give a statement a text in Vietnamese."""
    for value in values:
        yield predicate, vietnamese(value)
