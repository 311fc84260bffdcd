"""A store opened once more, so that an export has its own snapshot and temporary tables."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from kg.errors import KgError
from kg.export.names import unicode_text
from kg.export.source import Source
from kg.store.schema import TABLES, encoder
from kg.store.store import Store

# Pages in memory, in KiB: what does not fit waits on disk, however large the graph is. A store is
# read mostly in the order in which it lies there, temporary tables are looked up here and there.
_CACHES = {"main": 4096, "temp": 16384}


def reopen(source: Source) -> Store:
    """Return a store of its own connection with the rows of `source`, in a read transaction.

    A store on disk is opened again, one in memory is copied. Any other source is read into a new
    store in memory, which takes references to nothing, too.
    """
    with told(source):
        if isinstance(source, Store) and str(source.path) != ":memory:":
            # The file that is open, wherever the process has gone since.
            (_, _, path) = source.connection.execute("PRAGMA database_list").fetchone()
            store = Store.open(path)
        else:
            store = Store.create(":memory:")
            if isinstance(source, Store):
                source.connection.backup(store.connection)
            else:
                _copy(source, store.connection)
        for schema, size in _CACHES.items():
            store.connection.execute(f"PRAGMA {schema}.cache_size = -{size}")
        store.connection.execute("BEGIN")
    return store


def settle(store: Store) -> None:
    """Write the temporary tables out, so that the cache is free for what is read from now on.

    Pages written in a transaction stay in the cache until it is full of them; what is read then has
    a tenth of it. A statement under way keeps the snapshot while the transaction is committed.
    """
    run = store.connection.execute
    under_way = run("SELECT name FROM main.sqlite_schema")
    run("COMMIT")
    run("BEGIN")
    run("SELECT 1 FROM main.sqlite_schema LIMIT 1").fetchone()
    under_way.close()


def _copy(source: Source, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    for table, row in TABLES.items():
        rows = getattr(source, table, None)
        if rows is None:
            continue
        encode, fields = encoder(row), row.__struct_fields__
        columns = ", ".join(f'"{field}"' for field in fields)
        marks = ", ".join("?" * len(fields))
        connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            ([_storable(value) for value in encode(r)] for r in rows()),
        )


def _storable(value: Any) -> Any:
    return unicode_text(value) if isinstance(value, str) else value


@contextlib.contextmanager
def told(source: Source) -> Iterator[None]:
    """Turn what SQLite says of a damaged store or a full temporary folder into one line.

    Raises:
        KgError: SQLite could not go on.
    """
    try:
        yield
    except sqlite3.DatabaseError as e:
        path = getattr(source, "path", "store")
        # A store is only read: it is what has to be sorted that has no room.
        full = isinstance(e, sqlite3.OperationalError) and "full" in str(e)
        what = "no room for temporary tables: set SQLITE_TMPDIR" if full else f"cannot read: {e}"
        raise KgError(f"{path}: {what}") from e
