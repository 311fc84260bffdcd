"""Turns a record of named values (an object of JSON, a row of a table) into a `Document`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from kg.documents.document import Document
from kg.documents.failure import Unreadable

# An absolute IRI as RFC 3987 has it, without addresses in brackets (IPv6), which no newspaper has.
_LETTER = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd])"
)
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?=[^?#])"
    rf"(?://(?:(?:{_LETTER}|:)*@)?{_LETTER}*(?::[0-9]*)?(?=[/?#]|\Z)|(?!//))"
    rf"(?:{_LETTER}|[:@/])*(?:\?(?:{_LETTER}|[:@/?])*)?(?:\#(?:{_LETTER}|[:@/?])*)?"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Fields(msgspec.Struct, frozen=True):
    """The names under which records hold what is read; None for the usual ones."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None

    def dates(self) -> tuple[str, ...]:
        """Return the fields for the day of publication, the first that has a value counts."""
        return (self.date,) if self.date else ("date", "published", "issued")

    def addresses(self) -> tuple[str, ...]:
        """Return the fields for the page's address, the first that has one counts."""
        return (self.url,) if self.url else ("url", "source")

    def needed(self) -> tuple[str, str]:
        """Return the fields without which a record is no report: of the id and of the text."""
        return self.id or "id", self.text or "text"

    def all(self) -> tuple[str, ...]:
        """Return every field that is looked at, each once."""
        names = (*self.needed(), self.title or "title", *self.dates(), *self.addresses())
        return tuple(dict.fromkeys(names))


USUAL = Fields()
"""The usual names."""


def document_of(record: Mapping[str, Any], fields: Fields) -> Document:
    """Return the document that a record is.

    Raises:
        Unreadable: The record has no id or no text, or a value is not of its kind.
    """
    id_field, text_field = fields.needed()
    id, text = _string(record, id_field), _string(record, text_field)
    if not id:
        raise Unreadable(f"no {id_field}")
    check_id(id)
    if text is None:
        raise Unreadable(f"no {text_field}")
    if not text.strip():
        raise Unreadable(f"empty {text_field}")
    if "\x00" in text:
        raise Unreadable(f"{text_field} holds a NUL character")
    return Document(
        id=id,
        text=text,
        title=_string(record, fields.title or "title") or None,
        issued=_day(record, fields),
        source=_address(record, fields),
    )


def check_id(id: str) -> None:
    """Refuse an id that no line on a terminal can show.

    Raises:
        Unreadable: It holds a control character.
    """
    if _CONTROL.search(id):
        raise Unreadable("id holds a control character")


def address(value: str | None) -> str | None:
    """Return a value without blanks around it if it is an absolute IRI, else None."""
    value = (value or "").strip()
    return value if _IRI.fullmatch(value) else None


def day_of(value: str) -> str:
    """Return the day of an ISO 8601 date; a time of day behind it is checked and cut.

    Raises:
        ValueError: It is no such date.
    """
    if not _DAY.fullmatch(value):
        raise ValueError(value)
    datetime.fromisoformat(value)
    return date.fromisoformat(value[:10]).isoformat()


def _string(record: Mapping[str, Any], field: str) -> str | None:
    value = record.get(field)
    if value is None or isinstance(value, str):
        return value
    raise Unreadable(f"{field} is not a string")


def _day(record: Mapping[str, Any], fields: Fields) -> str | None:
    for field in fields.dates():
        value = _string(record, field)
        if not value:
            continue
        try:
            return day_of(value)
        except ValueError:
            raise Unreadable(
                f"{field} {value[:40]!r} is not an ISO 8601 date (YYYY-MM-DD)"
            ) from None
    return None


def _address(record: Mapping[str, Any], fields: Fields) -> str | None:
    for field in fields.addresses():
        found = address(_string(record, field))
        if found is not None:
            return found
    return None
