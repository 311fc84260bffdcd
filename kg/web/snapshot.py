"""Reads a store that may be replaced, or written to, at any time: each request sees one state.

A store is written to in place (`kg build` again) or replaced by another file (``mv new.db
officials.db``). Both begin a new generation; what was made of an older one is never shown again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import KgError
from kg.store.store import Store

_OF_THE_FILE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_SCHEMA,
    }
)
_STEPS: Final = 20_000  # of SQLite's machine between looks at the clock


_File = tuple[int, int, int, int]  # device, inode, bytes, time of the last change
_NONE: Final[_File] = (0, 0, 0, 0)


class Generation(NamedTuple):
    """One state of a store: the file (device, inode), how often it was opened anew because it was
    not what it had been, and how often it was written to.
    """

    device: int
    inode: int
    opening: int
    writes: int


class Unreadable(KgError):
    """The store can't be read at the moment: it is being replaced, or is no store."""


class TooLong(KgError):
    """Reading took longer than a page may take."""


class Snapshots:
    """Opens the store at a path for the threads of a process."""

    def __init__(self, path: str | Path, seconds: float) -> None:
        self._path, self._seconds = Path(path), seconds
        self._local = threading.local()
        self._lock = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        self._seen = (_NONE, _NONE)
        self._version = self._writes = self._openings = 0

    def generation(self) -> Generation:
        """Return the state that the store is in now.

        Raises:
            Unreadable: There is no store at the path.
        """
        with self._lock:
            try:
                there = self._there()
                if self._watch is None or self._seen != there:
                    self._reopen(there)
                assert self._watch is not None
                (version,) = self._watch.execute("PRAGMA data_version").fetchone()
                if version != self._version:
                    self._version = version
                    self._writes += 1
            except (OSError, sqlite3.Error, KgError) as e:
                if self._watch is not None:
                    self._watch.close()
                self._watch = None
                raise Unreadable("the store cannot be read at the moment") from e
            return Generation(*self._seen[0][:2], self._openings, self._writes)

    @contextlib.contextmanager
    def read(self) -> Iterator[tuple[Store, Generation | None]]:
        """Give the store, in one state for as long as the block runs, and its generation.

        The generation is None if the store changed just then: what is made of it is right, but not
        to be kept.

        Raises:
            Unreadable: There is no store at the path, or it cannot be read.
            TooLong: The block took more than its seconds.
        """
        before = self.generation()
        try:
            store = self._opened(before)
            connection = store.connection
            deadline = time.monotonic() + self._seconds
            connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
            connection.execute("BEGIN")
            try:
                connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
                after = self.generation()
                if before[:3] != after[:3]:
                    # The file went away under the connection; the next request reads the new one.
                    self._local.generation = None
                yield store, before if before == after else None
            finally:
                connection.set_progress_handler(None, 0)
                connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as e:
            code = getattr(e, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_INTERRUPT:
                raise TooLong("this page takes too long to make") from e
            if code not in _OF_THE_FILE:
                raise
            self._local.generation = None
            raise Unreadable("the store cannot be read at the moment") from e

    def _there(self) -> tuple[_File, _File]:
        """Return what files there are now: the store and the log beside it.

        Asking SQLite alone does not do. The logs of a file and of the one that takes its place have
        one name, and with it one index, so that a connection to the new file may hold what it has
        read before for current.
        """
        store = _file(self._path)
        try:
            log = _file(self._path.with_name(self._path.name + "-wal"))
        except FileNotFoundError:
            log = _NONE
        return store, log if log[2] else _NONE  # readers, too, make an empty one

    def _reopen(self, there: tuple[_File, _File]) -> None:
        """Watch the file that is there now."""
        if self._watch is not None:
            self._watch.close()
        self._openings += 1
        Store.open(self._path).close()  # says what is wrong with it
        self._watch = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        self._seen = there
        self._writes += 1
        (self._version,) = self._watch.execute("PRAGMA data_version").fetchone()

    def _opened(self, generation: Generation) -> Store:
        """Return this thread's connection to the file of a generation."""
        local = self._local
        if getattr(local, "generation", None) != generation[:3]:
            if getattr(local, "store", None) is not None:
                local.store.close()
            local.store, local.generation = None, None
            try:
                local.store = Store.open(self._path)
            except KgError as e:
                raise Unreadable("the store cannot be read at the moment") from e
            local.store.connection.execute("PRAGMA cache_size = -4096")
            local.generation = generation[:3]
        store: Store = local.store
        return store


def _file(path: Path) -> _File:
    found = os.stat(path)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
