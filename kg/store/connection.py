"""Opening a store's file, and telling a store from what is none."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from kg.errors import KgError
from kg.store.schema import APPLICATION_ID, SCHEMA_VERSION, ddl

_BUSY_SECONDS = 30.0


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the store at `path` and check it; with `write`, make an empty one if there is none.

    Raises:
        KgError: There is no such file, it is no store, or a newer `kg` wrote it.
    """
    memory = str(path) == ":memory:"
    exists = not memory and path.exists()
    if path.is_dir():
        raise KgError(f"{path}: a directory, not a store")
    if not write and not memory and not exists:
        raise KgError(f"{path}: no such store (kg build makes one)")
    if write and not memory and not path.absolute().parent.is_dir():
        raise KgError(f"{path}: cannot write: no such directory")
    try:
        connection = _open(path, write=write or memory)
        try:
            if memory or write:
                _initialise(connection)
            _check(path, connection)
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
    except sqlite3.OperationalError as e:
        raise KgError(f"{path}: cannot open: {e}") from e
    except sqlite3.DatabaseError as e:
        raise KgError(f"{path}: not a store of kg") from e
    return connection


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    if str(path) == ":memory:":
        return sqlite3.connect(":memory:", isolation_level=None)
    uri = path.absolute().as_uri()
    if write:
        return sqlite3.connect(
            f"{uri}?mode=rwc", uri=True, isolation_level=None, timeout=_BUSY_SECONDS
        )
    connection = sqlite3.connect(
        f"{uri}?mode=ro", uri=True, isolation_level=None, timeout=_BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if os.access(path.absolute().parent, os.W_OK):
            raise  # it is being replaced just now: what is `immutable` would never see the change
        # A store in a folder that is read only: there SQLite can't make the log's index, and nobody
        # can write to the store either, which is what `immutable` promises.
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    return connection


def _initialise(connection: sqlite3.Connection) -> None:
    """Make the tables, if there is nothing yet: a new file, or one whose maker was cut off."""
    if not _empty(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _empty(connection):  # nobody else has made them meanwhile
            for statement in ddl().split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return not tables and not application


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise KgError(f"{path}: not a store of kg")
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema > SCHEMA_VERSION:
        raise KgError(
            f"{path}: was written by a newer kg (schema {schema}; this one reads {SCHEMA_VERSION})"
        )
    if schema < SCHEMA_VERSION:
        raise KgError(
            f"{path}: was written by an older kg (schema {schema}; this one reads "
            f"{SCHEMA_VERSION}): build it again into a new file"
        )
