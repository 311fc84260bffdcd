"""Tables of a store, and how rows of the graph become rows of a table and back.

One table a type of `kg.link.model`, its columns the type's fields in order. A tuple is kept as a
JSON array, a truth value as 0 or 1. Four tables are the store's own: `reports` (texts and what was
read from them, by the digest of the document), `signatures` (of these texts, to
find copies by), `names` (folded spellings for the search) and `problems` (what the last build could
not read, or had to note).
"""

from __future__ import annotations

import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from kg.link import copy_row, join_rows, model, standing_row, telling_rows

_decode = msgspec.json.Decoder(tuple).decode
T = TypeVar("T", bound=msgspec.Struct)

SCHEMA_VERSION = 6
APPLICATION_ID = 0x6B67_6370  # "kgcp": tells a store from any other SQLite file

# In the order of their foreign keys; those between rows are checked when a transaction ends, so the
# order within a table is free.
TABLES: dict[str, type[msgspec.Struct]] = {
    "documents": model.DocumentRow,
    "copies": copy_row.CopyRow,
    "officials": model.Official,
    "places": model.PlaceRow,
    "bodies": model.BodyRow,
    "posts": model.PostRow,
    "meetings": model.MeetingRow,
    "sites": model.SiteRow,
    "mentions": model.MentionRow,
    "memberships": model.MembershipRow,
    "participations": model.ParticipationRow,
    "joins": join_rows.JoinRow,
    "apart": join_rows.ApartRow,
    "unsure": join_rows.UnsureRow,
    "redirects": model.RedirectRow,
    "rejected": model.RejectedRow,
    "inferred": model.InferredRow,
    "disputed": model.DisputedRow,
    "tellings": telling_rows.TellingRow,
    "conflicts": telling_rows.ConflictRow,
    "sides": telling_rows.SideRow,
    "standings": standing_row.StandingRow,
}
_REFERENCES = {
    ("copies", "document"): "documents",
    ("copies", "original"): "documents",
    ("places", "province"): "places",
    ("places", "replaced_by"): "places",
    ("bodies", "province"): "places",
    ("bodies", "parent"): "bodies",
    ("bodies", "place"): "places",
    ("posts", "body"): "bodies",
    ("sites", "meeting"): "meetings",
    ("sites", "province"): "places",
    ("mentions", "document"): "documents",
    ("memberships", "official"): "officials",
    ("memberships", "post"): "posts",
    ("participations", "meeting"): "meetings",
    ("participations", "site"): "sites",
    ("participations", "acting_as"): "posts",
    ("participations", "on_behalf_of"): "bodies",
    ("joins", "official"): "officials",
    ("apart", "first"): "officials",
    ("apart", "second"): "officials",
    ("unsure", "first"): "officials",
    ("unsure", "second"): "officials",
    ("inferred", "membership"): "memberships",
    ("inferred", "post"): "posts",
    ("inferred", "body"): "bodies",
    ("disputed", "membership"): "memberships",
    ("tellings", "meeting"): "meetings",
    ("tellings", "document"): "documents",
    ("sides", "conflict"): "conflicts",
    ("standings", "replaced_by"): "standings",
}
_OWN = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (
    digest TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, text BLOB NOT NULL,
    report BLOB NOT NULL
);
CREATE TABLE signatures (
    digest TEXT PRIMARY KEY REFERENCES reports (digest) ON DELETE CASCADE,
    method TEXT NOT NULL, signature BLOB NOT NULL
);
CREATE TABLE problems (kind TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE names (
    folded TEXT NOT NULL, spelling TEXT NOT NULL,
    official TEXT NOT NULL REFERENCES officials (key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX inferred_province ON inferred (province);
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_official ON names (official);
CREATE INDEX meetings_date ON meetings (date);
CREATE INDEX participations_participant ON participations (participant);
CREATE INDEX mentions_target ON mentions (target);
CREATE UNIQUE INDEX documents_id ON documents (id);
"""
_SQL_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}


def ddl() -> str:
    """Return the statements that make an empty store of this schema."""
    out = []
    for table, row in TABLES.items():
        columns = []
        for field, hint in typing.get_type_hints(row).items():
            column = f'"{field}" {_sql_type(hint)}'
            if not _optional(hint):
                column += " NOT NULL"
            if field == "key":
                column += " PRIMARY KEY"
            if target := _REFERENCES.get((table, field)):
                column += f" REFERENCES {target} (key) DEFERRABLE INITIALLY DEFERRED"
            columns.append(column)
        if table == "documents":
            columns.append("digest TEXT REFERENCES reports (digest) DEFERRABLE INITIALLY DEFERRED")
        out.append(f"CREATE TABLE {table} ({', '.join(columns)});")
    # Deleting a row looks for rows that refer to it: without these, in time quadratic to the table.
    out += [f"CREATE INDEX {t}_{f} ON {t} ({f});" for t, f in _REFERENCES]
    return "\n".join(out) + _OWN


def encoder(row: type[msgspec.Struct]) -> Callable[[msgspec.Struct], list[Any]]:
    """Return the function that makes a row's columns of a row of the graph."""
    fields = row.__struct_fields__
    tuples = _fields_of(row, _is_tuple)

    def encode(value: msgspec.Struct) -> list[Any]:
        return [
            json.dumps(getattr(value, f), ensure_ascii=False) if f in tuples else getattr(value, f)
            for f in fields
        ]

    return encode


@functools.cache
def decoder(row: type[T]) -> Callable[[tuple[Any, ...]], T]:
    """Return the function that makes a row of the graph of a row's columns."""
    fields = row.__struct_fields__
    tuples = [i for i, f in enumerate(fields) if f in _fields_of(row, _is_tuple)]
    truths = [i for i, f in enumerate(fields) if f in _fields_of(row, lambda hint: hint is bool)]

    def decode(columns: tuple[Any, ...]) -> T:
        values = list(columns)
        for i in tuples:
            values[i] = _decode(values[i])
        for i in truths:
            values[i] = bool(values[i])
        return row(*values)

    return decode


def _fields_of(row: type[msgspec.Struct], test: Callable[[Any], bool]) -> frozenset[str]:
    return frozenset(f for f, hint in typing.get_type_hints(row).items() if test(hint))


def _is_tuple(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple


def _optional(hint: Any) -> bool:
    return isinstance(hint, types.UnionType) and types.NoneType in typing.get_args(hint)


def _sql_type(hint: Any) -> str:
    if _optional(hint):
        return _sql_type(next(h for h in typing.get_args(hint) if h is not types.NoneType))
    return _SQL_TYPES.get(hint, "TEXT")
