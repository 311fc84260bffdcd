"""What is derived from a store so that pages need not go through all of it.

Words to search, meetings by province, organiser and month: a small SQLite file of its own, made
anew for each state of a store.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from kg.link.slugs import search_form
from kg.store.store import Store

_LAYOUT: Final = 2
_SUFFIX: Final = ".side"
_KINDS: Final = ("province", "official", "body", "meeting")  # in the order of the rows
_DDL: Final = """
CREATE TABLE entity (id INTEGER PRIMARY KEY, key TEXT, label TEXT, detail TEXT);
CREATE TABLE span (kind TEXT PRIMARY KEY, first INTEGER, last INTEGER) WITHOUT ROWID;
CREATE TABLE held (key TEXT, day TEXT, meeting TEXT, PRIMARY KEY (key, day, meeting)) WITHOUT ROWID;
CREATE TABLE month (month TEXT PRIMARY KEY, meetings INTEGER) WITHOUT ROWID;
CREATE TABLE total (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
"""
# One a kind: a name's first word is that of thousands of officials, and of no meeting. A word of
# Vietnamese has at most seven letters: each beginning of it is looked up, none is gone through.
_WORDS: Final = """
CREATE VIRTUAL TABLE word_{} USING fts5 (
    words, content = '', prefix = '1 2 3 4 5 6 7', tokenize = 'unicode61', detail = 'none'
)
"""
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 8
_CANDIDATES: Final = 40
_TRIES: Final = 5


class Hit(msgspec.Struct, frozen=True):
    """An entity that a search found; `detail` tells it from others of its name."""

    key: str
    label: str
    detail: str
    kind: str


def stamp(store: Path) -> str:
    """Return a name for the state that a store's file is in.

    Raises:
        OSError: There is no such file.
    """
    real = os.path.realpath(store) if store.is_symlink() else os.fspath(store)
    found = os.stat(real)
    state = [_LAYOUT, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]
    with contextlib.suppress(FileNotFoundError):
        log = os.stat(real + "-wal")
        if log.st_size:
            state += [log.st_size, log.st_mtime_ns]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:20]


def is_made(store: Path, folder: Path) -> bool:
    """Say whether there is a file for a store as it is now.

    Raises:
        OSError: There is no such store.
    """
    return (folder / f"{stamp(store)}{_SUFFIX}").exists()


def make(store: Path, folder: Path) -> Path | None:
    """Make the file for a store as it is now, if it is not there; return its path.

    None if the store was written to all the while. Files of other states are removed.

    Raises:
        KgError: The store cannot be read.
        OSError: The folder cannot be written.
    """
    for _ in range(_TRIES):
        before = stamp(store)
        path = folder / f"{before}{_SUFFIX}"
        if path.exists():
            return path
        temporary = folder / f"{before}.{os.getpid()}.new"
        with Store.open(store) as opened:
            version = opened.connection.execute("PRAGMA data_version").fetchone()
            try:
                _write(opened, temporary)
                same = version == opened.connection.execute("PRAGMA data_version").fetchone()
                if same and stamp(store) == before:
                    os.replace(temporary, path)
                    for other in folder.glob(f"*{_SUFFIX}"):
                        if other != path:
                            other.unlink(missing_ok=True)
                    return path
            finally:
                temporary.unlink(missing_ok=True)
    return None


def _write(store: Store, target: Path) -> None:
    target.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as out:
        out.execute("PRAGMA journal_mode = OFF")
        out.execute("PRAGMA synchronous = OFF")
        out.executescript(_DDL)
        store.connection.execute("BEGIN")
        out.execute("BEGIN")
        number = 0
        for kind in _KINDS:
            out.execute(_WORDS.format(kind))
            first = number + 1
            insert = f"INSERT INTO word_{kind} (rowid, words) VALUES (?, ?)"
            for key, label, detail, words in _entities(store, kind):
                number += 1
                out.execute("INSERT INTO entity VALUES (?, ?, ?, ?)", (number, key, label, detail))
                out.execute(insert, (number, words))
            out.execute("INSERT INTO span VALUES (?, ?, ?)", (kind, first, number))
            out.execute(f"INSERT INTO word_{kind} (word_{kind}) VALUES ('optimize')")
        out.executemany(
            "INSERT OR IGNORE INTO held VALUES (?, ?, ?)",
            store.connection.execute(
                "SELECT e.value, coalesce(m.date, ''), m.key FROM meetings m, "
                "json_each(m.provinces) e UNION SELECT e.value, coalesce(m.date, ''), m.key "
                "FROM meetings m, json_each(m.organisers) e UNION SELECT s.province, "
                "coalesce(m.date, ''), m.key FROM sites s JOIN meetings m ON m.key = s.meeting "
                "WHERE s.province IS NOT NULL"
            ),
        )
        out.executemany(
            "INSERT INTO month VALUES (?, ?)",
            store.connection.execute(
                "SELECT substr(date, 1, 7), count(*) FROM meetings WHERE date IS NOT NULL "
                "GROUP BY 1"
            ),
        )
        for table in (
            "officials",
            "bodies",
            "meetings",
            "documents",
            "participations",
            "unsure",
            "conflicts",
        ):
            found = store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            out.execute("INSERT INTO total VALUES (?, ?)", (table, found[0]))
        out.execute("COMMIT")
        store.connection.execute("ROLLBACK")


def _entities(store: Store, kind: str) -> Iterator[tuple[str, str, str, str]]:
    """Give key, label, detail and words to search of all entities of a kind, the foremost first."""
    run = store.connection.execute
    if kind == "province":
        for key, label, name, last in run(
            "SELECT key, label, full_name, valid_to FROM places WHERE level = 'province' "
            "ORDER BY valid_to IS NOT NULL, label, key"
        ):
            yield key, label, f"– {last}" if last else "", search_form(f"{label} {name}")
    elif kind == "official":
        post = (
            "(SELECT p.label FROM memberships ms JOIN posts p ON p.key = ms.post "
            "WHERE ms.official = o.key ORDER BY ms.status = 'former', ms.last_seen DESC, ms.key "
            "LIMIT 1)"
        )
        for key, label, variants, detail in run(
            f"SELECT o.key, o.label, o.variants, {post} FROM officials o LEFT JOIN "
            "(SELECT participant, count(*) AS n FROM participations GROUP BY participant) c "
            "ON c.participant = o.key ORDER BY c.n IS NULL, c.n DESC, o.label, o.key"
        ):
            names = " ".join({label, *json.loads(variants)})
            yield key, label, detail or "", search_form(names)
    elif kind == "body":
        for key, label in run(
            "SELECT b.key, b.label FROM bodies b LEFT JOIN (SELECT p.body, count(*) AS n "
            "FROM posts p JOIN memberships ms ON ms.post = p.key GROUP BY p.body) c "
            "ON c.body = b.key ORDER BY c.n IS NULL, c.n DESC, b.label, b.key"
        ):
            yield key, label, "", search_form(label)
    else:
        for key, label, date in run(
            "SELECT key, label, date FROM meetings ORDER BY date IS NULL, date DESC, key"
        ):
            yield key, label, date or "", search_form(label)


class Side:
    """Opens the file for the state that a store is in, for the threads of a process."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._local = threading.local()

    def open(self) -> sqlite3.Connection | None:
        """Return the file for the store as it is now, None if it is not made yet."""
        local = self._local
        try:
            name = stamp(self._store)
        except OSError:
            return None
        if getattr(local, "name", None) != name:
            if getattr(local, "connection", None) is not None:
                local.connection.close()
            local.connection, local.name = None, None
            path = self._folder / f"{name}{_SUFFIX}"
            if not path.exists():
                return None
            local.connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None
            )
            local.name = name
        connection: sqlite3.Connection | None = local.connection
        return connection


def search(
    side: sqlite3.Connection, typed: str, kind: str, most: int, offset: int = 0
) -> list[Hit]:
    """Return entities of a kind that hold all words typed, the last one as the begin of a word.

    Accents and case are optional; among the first found, those with the accents typed come first.
    Without any words all entities are found.
    """
    match = _match(typed)
    if kind not in _KINDS or (typed.strip() and not match):
        return []
    spelt = not offset and not typed.isascii()
    wanted = max(most, _CANDIDATES) if spelt else most
    if match:
        sql = (
            f"SELECT e.key, e.label, e.detail FROM (SELECT rowid AS id FROM word_{kind} "
            f"WHERE word_{kind} MATCH ? ORDER BY rowid LIMIT ? OFFSET ?) w "
            "CROSS JOIN entity e ON e.id = w.id"
        )
        found = side.execute(sql, (match, wanted, offset))
    else:
        sql = (
            "SELECT key, label, detail FROM entity WHERE id BETWEEN ? AND ? ORDER BY id "
            "LIMIT ? OFFSET ?"
        )
        span = side.execute("SELECT first, last FROM span WHERE kind = ?", (kind,)).fetchone()
        found = side.execute(sql, (*span, wanted, offset))
    hits = [Hit(key, label, detail, kind) for key, label, detail in found]
    if spelt:
        hits = _spelt_so_first(hits, typed)
    return hits[:most]


def count(side: sqlite3.Connection, typed: str, kind: str, most: int) -> int:
    """Return how many entities of a kind a search finds, counting no further than `most`."""
    first, last = side.execute(
        "SELECT first, last FROM span WHERE kind = ?", (kind,)
    ).fetchone() or (1, 0)
    match = _match(typed)
    if not match:
        return 0 if typed.strip() else last - first + 1
    (n,) = side.execute(
        f"SELECT count(*) FROM (SELECT rowid FROM word_{kind} WHERE word_{kind} MATCH ? LIMIT ?)",
        (match, most),
    ).fetchone()
    return int(n)


def _match(typed: str) -> str:
    words = _WORD.findall(search_form(typed))[:_MOST_WORDS]
    # In quotes nothing is an operator; the words hold letters and digits alone.
    return " AND ".join([*(f'"{w}"' for w in words[:-1]), *(f'"{w}"*' for w in words[-1:])])


def _spelt_so_first(hits: list[Hit], typed: str) -> list[Hit]:
    words = set(typed.lower().split())
    return sorted(hits, key=lambda hit: not words <= set(hit.label.lower().split()))
