"""The graph on disk: one SQLite file, with the texts and what was read from each."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.documents.document import Document
from kg.errors import KgError
from kg.link.copy_row import CopyRow
from kg.link.join_rows import ApartRow, JoinRow, UnsureRow
from kg.link.model import (
    BodyRow,
    DisputedRow,
    DocumentRow,
    Graph,
    InferredRow,
    MeetingRow,
    MembershipRow,
    MentionRow,
    Official,
    ParticipationRow,
    PlaceRow,
    PostRow,
    RedirectRow,
    RejectedRow,
    SiteRow,
)
from kg.link.slugs import search_form
from kg.link.standing_row import StandingRow
from kg.link.telling_rows import ConflictRow, SideRow, TellingRow
from kg.report.model import Report
from kg.store.connection import connect
from kg.store.packed import packed, packed_text, unpacked, unpacked_text
from kg.store.schema import SCHEMA_VERSION, TABLES, decoder, encoder

if TYPE_CHECKING:
    from kg.store.told import TenureEvent

Row = TypeVar("Row", bound=msgspec.Struct)

_CLOSING_MS = 2000  # how long to wait for readers when a store is closed

GROUNDS = "grounds"
"""What a build keeps in `Store.meta` of all that the graph rests on."""


class Store:
    """An open store; a context manager that closes it.

    ``Store(path)`` and ``Store.open(path)`` read an existing one; ``Store.create(path)`` opens it
    for writing and makes it if it is not there. ":memory:" makes one that is never on disk.

    Raises:
        KgError: There is no such file, it is no store, or a newer `kg` wrote it.
    """

    schema = SCHEMA_VERSION

    def __init__(self, path: str | Path, *, write: bool = False) -> None:
        self.path = Path(path)
        self._write = write
        self.connection = connect(self.path, write=write)

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """Open an existing store for reading."""
        return cls(path)

    @classmethod
    def create(cls, path: str | Path) -> Store:
        """Open a store for writing; make an empty one if there is none."""
        return cls(path, write=True)

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        if self._write:
            # SQLite leaves the log where others have the store open; should another file take the
            # store's place, that log would be read as if it were the new one's.
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute(f"PRAGMA busy_timeout = {_CLOSING_MS}")
                self.connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all writing inside the block or none of it; a block within a block joins it.

        Raises:
            KgError: The file cannot be written (full, locked, read only).
        """
        if self.connection.in_transaction:
            yield
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.OperationalError):  # SQLite may have rolled back
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as e:
            raise KgError(f"{self.path}: cannot write: {e}") from e

    # Writing

    def put_report(self, document: Document, report: Report, version: str | None = None) -> None:
        """Keep a document's text and what was read from it, in one transaction.

        `version` is what `cached_report` asks for (default: the report's own). An earlier state of
        the document stays until the next `replace_graph`, since the graph in the store still rests
        on it.
        """
        self.put_reports([(document, msgspec.json.encode(report))], version or report.version)

    def put_reports(self, read: Iterable[tuple[Document, bytes]], version: str) -> None:
        """Keep documents with their reports as JSON, as `put_report` does, in one transaction."""
        with self.transaction():
            self.connection.executemany(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE "
                "SET version = excluded.version, report = excluded.report",
                (
                    (d.digest(), d.id, version, packed_text(d.text), packed(report))
                    for d, report in read
                ),
            )

    def cached_report(self, digest: str, version: str) -> Report | None:
        """Return the report on the document of this digest, if it was kept under this version."""
        found = self.cached_json(digest, version)
        return None if found is None else msgspec.json.decode(found, type=Report)

    def cached_json(self, digest: str, version: str) -> bytes | None:
        """Return what `cached_report` returns, as JSON."""
        found = self.connection.execute(
            "SELECT report FROM reports WHERE digest = ? AND version = ?", (digest, version)
        ).fetchone()
        return unpacked(found[0]) if found else None

    def reports_of(self, digests: Iterable[str]) -> Iterator[Report]:
        """Give the reports on documents of these digests, which are there, one at a time."""
        for digest in digests:
            yield msgspec.json.decode(self.report_json(digest), type=Report)

    def report_json(self, digest: str) -> bytes:
        """Return the report on the document of this digest, which is there, as JSON."""
        query = "SELECT report FROM reports WHERE digest = ?"
        (report,) = self.connection.execute(query, (digest,)).fetchone()
        return unpacked(report)

    def drop_unused(self) -> None:
        """Drop texts and reports that the graph does not rest on."""
        with self.transaction():
            self.connection.execute(
                "DELETE FROM reports WHERE digest NOT IN "
                "(SELECT digest FROM documents WHERE digest IS NOT NULL)"
            )

    def put_failure(self, source: str, reason: str) -> None:
        """Record that a source was not built, and why."""
        self._put_problem("failure", source, reason)

    def put_note(self, source: str, note: str) -> None:
        """Record something to know about a source that was built all the same."""
        self._put_problem("note", source, note)

    def clear_problems(self) -> None:
        """Forget all failures and notes."""
        with self.transaction():
            self.connection.execute("DELETE FROM problems")

    def _put_problem(self, kind: str, source: str, reason: str) -> None:
        row = tuple(s.encode("utf-8", "replace").decode() for s in (kind, source, reason))
        with self.transaction():
            self.connection.execute("INSERT INTO problems VALUES (?, ?, ?)", row)

    def put_meta(self, key: str, value: str) -> None:
        """Keep a line about the store as a whole, such as the version of the rules."""
        with self.transaction():
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def meta(self, key: str) -> str | None:
        """Return the line kept by `put_meta`, or None."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def rules_folder(self) -> Path | None:
        """Return the folder of rules that the store was built with; None for those shipped."""
        return Path(folder) if (folder := self.meta("rules_folder")) else None

    def reference(self) -> bool:
        """Say whether the rules' list of known tenures was held against the reports."""
        return self.meta("reference") != "no"

    def replace_graph(self, graph: Graph, digests: Mapping[str, str] | None = None) -> None:
        """Put a graph in the place of the one held, in one transaction.

        What `meta` has under `GROUNDS` was said of the graph before, and goes with it.

        `digests` gives the digest of the state of each document (by id) that the graph rests on;
        without it, that kept last. Texts and reports that the graph does not rest on are dropped.
        """
        con = self.connection
        if digests is None:
            digests = dict(con.execute("SELECT id, digest FROM reports ORDER BY rowid"))
        with self.transaction():
            for table in reversed(TABLES):
                if table == "officials":
                    con.execute("DELETE FROM names")
                con.execute(f"DELETE FROM {table}")
            for table, row in TABLES.items():
                rows: Iterable[msgspec.Struct] = getattr(graph, table)
                encode = encoder(row)
                columns = ", ".join(f'"{field}"' for field in row.__struct_fields__)
                marks = ", ".join("?" * len(row.__struct_fields__))
                con.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})", map(encode, rows)
                )
            con.executemany(
                "UPDATE documents SET digest = ? WHERE id = ?",
                ((digests[d.id], d.id) for d in graph.documents if d.id in digests),
            )
            con.executemany("INSERT INTO names VALUES (?, ?, ?)", _names(graph.officials))
            self.drop_unused()
            con.execute("DELETE FROM meta WHERE key = ?", (GROUNDS,))

    # Reading. Every iterator streams its table in the order of keys.

    def documents(self) -> Iterator[DocumentRow]:
        """Give the documents that the graph rests on."""
        return self._rows("documents", DocumentRow)

    def copies(self) -> Iterator[CopyRow]:
        """Give the documents that reprint another one."""
        return self._rows("copies", CopyRow)

    def officials(self) -> Iterator[Official]:
        """Give the officials."""
        return self._rows("officials", Official)

    def places(self) -> Iterator[PlaceRow]:
        """Give the provinces and other territories."""
        return self._rows("places", PlaceRow)

    def bodies(self) -> Iterator[BodyRow]:
        """Give the bodies."""
        return self._rows("bodies", BodyRow)

    def posts(self) -> Iterator[PostRow]:
        """Give the posts."""
        return self._rows("posts", PostRow)

    def meetings(self) -> Iterator[MeetingRow]:
        """Give the meetings."""
        return self._rows("meetings", MeetingRow)

    def sites(self) -> Iterator[SiteRow]:
        """Give the sites of meetings."""
        return self._rows("sites", SiteRow)

    def mentions(self) -> Iterator[MentionRow]:
        """Give the mentions."""
        return self._rows("mentions", MentionRow)

    def memberships(self) -> Iterator[MembershipRow]:
        """Give the memberships."""
        return self._rows("memberships", MembershipRow)

    def participations(self) -> Iterator[ParticipationRow]:
        """Give the participations."""
        return self._rows("participations", ParticipationRow)

    def joins(self) -> Iterator[JoinRow]:
        """Give the reasons that joined people of several documents."""
        return self._rows("joins", JoinRow)

    def apart(self) -> Iterator[ApartRow]:
        """Give pairs of officials of one name who can't be one."""
        return self._rows("apart", ApartRow)

    def unsure(self) -> Iterator[UnsureRow]:
        """Give pairs of officials who may be one."""
        return self._rows("unsure", UnsureRow)

    def redirects(self) -> Iterator[RedirectRow]:
        """Give the keys that entities had, each with the one it has now."""
        return self._rows("redirects", RedirectRow)

    def rejected(self) -> Iterator[RejectedRow]:
        """Give the facts that decisions took out of the graph."""
        return self._rows("rejected", RejectedRow)

    def reports(self) -> Iterator[Report]:
        """Give the reports that the graph rests on."""
        rows = self.connection.execute(
            "SELECT r.report FROM documents d JOIN reports r ON r.digest = d.digest ORDER BY d.key"
        )
        return (msgspec.json.decode(unpacked(report), type=Report) for (report,) in rows)

    def digests(self) -> dict[str, str]:
        """Return the digest of the state of each document, by id, that the graph rests on."""
        return dict(
            self.connection.execute(
                "SELECT id, digest FROM documents WHERE digest IS NOT NULL ORDER BY key"
            )
        )

    def inferred(self) -> Iterator[InferredRow]:
        """Give what a list of known tenures adds to memberships."""
        return self._rows("inferred", InferredRow)

    def disputed(self) -> Iterator[DisputedRow]:
        """Give what a list of known tenures has against memberships."""
        return self._rows("disputed", DisputedRow)

    def tellings(self) -> Iterator[TellingRow]:
        """Give what each document says of each meeting."""
        return self._rows("tellings", TellingRow)

    def conflicts(self) -> Iterator[ConflictRow]:
        """Give the questions on which documents disagree."""
        return self._rows("conflicts", ConflictRow)

    def sides(self) -> Iterator[SideRow]:
        """Give the answers to them."""
        return self._rows("sides", SideRow)

    def standings(self) -> Iterator[StandingRow]:
        """Give what the rules know of bodies."""
        return self._rows("standings", StandingRow)

    def tenure_events(self) -> Iterator[TenureEvent]:
        """Give what documents tell of memberships, by the membership's key and their own.

        Raises:
            KgError: The rules that the store was built with cannot be read.
        """
        from kg.store.told import told_events  # a question to a store like others: it knows stores

        return told_events(self)

    def select(self, row: type[Row], where: str, *values: str | float | None) -> Iterator[Row]:
        """Give the rows of a type for which the SQL condition `where` holds, by key."""
        table = next(t for t, r in TABLES.items() if r is row)
        return self._rows(table, row, f"WHERE {where}", values)

    def text(self, document: str) -> str:
        """Return the text of the document with this key, as it was read.

        Raises:
            KgError: The store has no text of such a document.
        """
        found = self.connection.execute(
            "SELECT r.text FROM documents d JOIN reports r ON r.digest = d.digest WHERE d.key = ?",
            (document,),
        ).fetchone()
        if found is None:
            raise KgError(f"{self.path}: no text of {document}")
        return unpacked_text(found[0])

    def failures(self) -> Iterator[tuple[str, str]]:
        """Give (source, reason) of what the last build could not read, in its order."""
        return self._problems("failure")

    def notes(self) -> Iterator[tuple[str, str]]:
        """Give (source, note) of what the last build noted, in its order."""
        return self._problems("note")

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table of the graph."""
        one = self.connection.execute
        return {t: int(one(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in TABLES}

    def _rows(
        self,
        table: str,
        row: type[Row],
        where: str = "",
        values: tuple[str | float | None, ...] = (),
    ) -> Iterator[Row]:
        columns = ", ".join(f'"{field}"' for field in row.__struct_fields__)
        cursor = self.connection.execute(
            f"SELECT {columns} FROM {table} {where} ORDER BY key", values
        )
        return map(decoder(row), cursor)

    def _problems(self, kind: str) -> Iterator[tuple[str, str]]:
        return iter(
            self.connection.execute(
                "SELECT source, reason FROM problems WHERE kind = ? ORDER BY rowid", (kind,)
            )
        )


def _names(officials: Iterable[Official]) -> Iterator[tuple[str, str, str]]:
    for official in officials:
        for spelling in sorted({official.label, *official.variants}):
            yield search_form(spelling), spelling, official.key
