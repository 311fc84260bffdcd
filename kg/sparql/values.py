"""Parameters of queries: lines of the form ``VALUES ?day { … }`` that get other values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from kg.errors import KgError
from kg.export.names import is_iri, path_of
from kg.sparql.questions import header
from kg.sparql.syntax import tokens
from kg.store.names import require_labelled, require_officials, require_provinces
from kg.store.store import Store

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
# Type -> table and noun of entities that are found by a part of their label.
_LABELLED: Final = {"body": "bodies", "post": "posts", "meeting": "meetings", "place": "places"}
TYPES: Final = ("official", "province", *_LABELLED, "document", "day", "days", "number", "text")
_ENTITY = re.compile(r"[a-z]+/\S+")


def set_values(text: str, settings: Mapping[str, str], store: Store, base: str, name: str) -> str:
    """Return a query with its parameters set.

    What an entity is may be told by its key, its IRI or a name, as everywhere in `kg`; all that a
    name matches are meant. Of which type a parameter is, the query's header says, else the
    parameter's own name (``?official``), else the value.

    Raises:
        KgError: The query has no such parameter, a value is not of its type, or nothing matches it.
    """
    places = parameters(text)
    _, types = header(text)
    found: dict[str, list[str]] = {}
    for key, value in settings.items():
        if key not in places:
            known = ", ".join(sorted(places)) or "none"
            raise KgError(f'{name}: no parameter "{key}" (VALUES ?{key} {{ … }}); it has {known}')
        kind = types.get(key, key if key in TYPES else _guess(value))
        found[key] = _terms(kind, value, store, base)
    spans = sorted(((*span, key) for key in found for span in places[key]), reverse=True)
    for start, end, key in spans:
        text = f"{text[:start]} {' '.join(found[key])} {text[end:]}"
    return text


def parameters(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the values of each parameter of a query stand, between the braces."""
    out: dict[str, list[tuple[int, int]]] = {}
    found = tokens(text)
    for i, (values, variable, brace) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        if values.text.upper() == "VALUES" and variable.kind == "variable" and brace.text == "{":
            end = next((t.start for t in found[i + 3 :] if t.text == "}"), len(text))
            out.setdefault(variable.text[1:], []).append((brace.start + 1, end))
    return out


def _guess(value: str) -> str:
    if re.fullmatch(r"-?\d+", value):
        return "number"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "day"
    return "entity" if _ENTITY.fullmatch(value) or is_iri(value) else "text"


def _terms(kind: str, value: str, store: Store, base: str) -> list[str]:
    """Return a value as SPARQL writes it."""
    literal = _LITERALS.get(kind)
    if literal is not None:
        return [literal(value)]
    if is_iri(value):
        return [f"<{value}>"]
    return [f"<{base}{path_of(key)}>" for key in _keys(kind, value, store)]


def _keys(kind: str, value: str, store: Store) -> Iterable[str]:
    if kind == "official":
        return [hit.key for hit in require_officials(store, value)]
    if kind == "province":
        return [value] if value.startswith("province/") else require_provinces(store, value)
    if kind == "document":
        return [value if value.startswith("document/") else _document(store, value)]
    if kind in _LABELLED:
        return require_labelled(store, _LABELLED[kind], kind, value)
    return [value]


def _document(store: Store, id: str) -> str:
    row = store.connection.execute("SELECT key FROM documents WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise KgError(f'{store.path}: no document "{id}"')
    return str(row[0])


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value).isoformat()
    except ValueError:
        day = ""
    if day != value:
        raise KgError(f'"{value}" is not a date such as 2024-01-31')
    return f'"{value}"^^<{_XSD}date>'


def _number(value: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise KgError(f'"{value}" is no whole number')
    return value


def _days(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise KgError(f'"{value}" is no number of days')
    return f'"P{int(value)}D"^^<{_XSD}dayTimeDuration>'


def _text(value: str) -> str:
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(sign, escape)
    return f'"{value}"'


_LITERALS: Final[dict[str, Callable[[str], str]]] = {
    "day": _day,
    "days": _days,
    "number": _number,
    "text": _text,
}
