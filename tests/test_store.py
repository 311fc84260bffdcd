"""The file on disk: what goes in comes out, and what is no store is refused in one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from report_maker import Maker

from kg.documents.document import Document
from kg.errors import KgError
from kg.link.graph import link
from kg.link.model import Graph
from kg.store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from kg.store.store import Store

CHAIR = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"


def maker(id: str = "a", name: str = "Đặng Văn Thử") -> Maker:
    made = Maker(id, "2024-01-18")
    made.place("Nghệ An")
    who = made.person(name, CHAIR, "former:Bộ trưởng @ Bộ Thử / central")
    made.meeting(
        "hội nghị tổng kết",
        (who, "chair", "Nghệ An"),
        date="2024-01-17",
        provinces=("Nghệ An",),
        sites=("Nghệ An",),
    )
    return made


def document(made: Maker) -> Document:
    return Document(id=made.id, text=made.text, issued=made.issued)


def fill(store: Store, *makers: Maker) -> Graph:
    for made in makers:
        store.put_report(document(made), made.report())
    graph = link([made.report() for made in makers])
    store.replace_graph(graph)
    return graph


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "officials.db"


def test_what_goes_in_comes_out(path: Path) -> None:
    made = [maker("a"), maker("b", "Lê Thị Hòa")]
    with Store.create(path) as store:
        graph = fill(store, *made)
    with Store(path) as store:
        for table in TABLES:
            assert tuple(getattr(store, table)()) == getattr(graph, table), table
        assert store.counts() == {t: len(getattr(graph, t)) for t in TABLES}
        assert store.text("document/a") == made[0].text
        for mention in store.mentions():
            assert store.text(mention.document)[mention.start : mention.end]


def test_another_graph_takes_the_place_of_the_first(path: Path) -> None:
    with Store.create(path) as store:
        fill(store, maker("a"), maker("b"))
        graph = fill(store, maker("b"))
        assert [d.id for d in store.documents()] == ["b"]
        assert tuple(store.officials()) == graph.officials
        with pytest.raises(KgError, match="no text"):
            store.text("document/a")
        assert store.connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)
        store.replace_graph(Graph())
        assert set(store.counts().values()) == {0}


def test_reading_streams(path: Path) -> None:
    with Store.create(path) as store:
        fill(store, maker("a"))
        rows = store.mentions()
        assert next(rows) != next(rows)
        assert next(store.mentions()).key == next(iter(store.mentions())).key


def test_a_graph_with_a_loose_end_is_refused_whole(path: Path) -> None:
    with Store.create(path) as store:
        graph = fill(store, maker("a"))
        broken = link([maker("b").report()])
        with pytest.raises(sqlite3.IntegrityError):
            store.replace_graph(
                Graph(documents=broken.documents, memberships=broken.memberships, officials=())
            )
        assert tuple(store.memberships()) == graph.memberships
        assert tuple(store.documents()) == graph.documents


def test_reports_are_kept_by_content_and_version(path: Path) -> None:
    made = maker()
    one = document(made)
    with Store.create(path) as store:
        store.put_report(one, made.report(), "v1")
    with Store.create(path) as store:
        assert store.cached_report(one.digest(), "v1") == made.report()
        assert store.cached_report(one.digest(), "v2") is None
        assert store.cached_report("0" * 32, "v1") is None
        store.put_report(one, made.report(), "v2")
        assert store.cached_report(one.digest(), "v2") == made.report()


def test_the_text_under_the_graph_stays_until_the_graph_goes(path: Path) -> None:
    made = maker()
    changed = Document(id=made.id, text="anders")
    with Store.create(path) as store:
        fill(store, made)
        store.put_report(changed, made.report())
        assert store.text("document/a") == made.text
        store.replace_graph(link([Maker("a").report()]), {"a": changed.digest()})
        assert store.text("document/a") == "anders"


@pytest.mark.parametrize(
    "text", ["", "\x00\ufeff", "Ủy\r\n\tban", "\U0001f600\ud800", "e\u0323\u0302"]
)
def test_texts_come_back_to_the_letter(path: Path, text: str) -> None:
    with Store.create(path) as store:
        store.put_report(Document(id="a", text=text), Maker("a").report())
        store.replace_graph(link([Maker("a").report()]))
        assert store.text("document/a") == text


def test_failures_and_notes(path: Path) -> None:
    with Store.create(path) as store:
        store.put_failure("b.txt", "empty file")
        store.put_failure("a.txt", "not UTF-8 at byte 3")
        store.put_note("c", "no meeting found")
        assert list(store.failures()) == [
            ("b.txt", "empty file"),
            ("a.txt", "not UTF-8 at byte 3"),
        ]
        assert list(store.notes()) == [("c", "no meeting found")]
        store.clear_problems()
        assert list(store.failures()) == list(store.notes()) == []


def test_an_interrupted_transaction_leaves_nothing(path: Path) -> None:
    with Store.create(path) as store:
        graph = fill(store, maker())
        with pytest.raises(KeyboardInterrupt), store.transaction():
            store.put_meta("x", "y")
            store.replace_graph(Graph())
            raise KeyboardInterrupt
        assert store.meta("x") is None
        assert tuple(store.mentions()) == graph.mentions


def test_write_ahead_log_and_foreign_keys(path: Path) -> None:
    with Store.create(path) as store:
        one = store.connection.execute
        assert one("PRAGMA journal_mode").fetchone() == ("wal",)
        assert one("PRAGMA foreign_keys").fetchone() == (1,)
        assert one("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert sorted(p.name for p in path.parent.iterdir()) == ["officials.db"]


def test_a_reader_can_read_while_another_writes(path: Path) -> None:
    with Store.create(path) as writer:
        graph = fill(writer, maker())
        with Store(path) as reader, writer.transaction():
            writer.replace_graph(Graph())
            assert tuple(reader.officials()) == graph.officials


def test_a_store_opened_for_reading_is_not_written(path: Path) -> None:
    Store.create(path).close()
    with Store.open(path) as store, pytest.raises(KgError, match="cannot write"):
        store.put_failure("a", "b")


def test_a_store_in_a_folder_that_is_read_only(path: Path) -> None:
    with Store.create(path) as store:
        graph = fill(store, maker())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Store(path) as store:
            assert tuple(store.officials()) == graph.officials
    finally:
        path.parent.chmod(0o755)


def refused(path: Path, *, write: bool = False) -> str:
    with pytest.raises(KgError) as e:
        Store(path, write=write)
    message = str(e.value)
    assert message.startswith(f"{path}: ") and "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_what_is_no_store_is_refused(path: Path) -> None:
    assert refused(path) == "no such store (kg build makes one)"
    assert not path.exists()
    assert refused(path.parent) == "a directory, not a store"
    assert refused(path / "x", write=True) == "cannot write: no such directory"
    path.write_bytes(b"not a database, and long enough to be looked at" * 30)
    before = path.read_bytes()
    assert refused(path) == refused(path, write=True) == "not a store of kg"
    assert path.read_bytes() == before
    path.write_bytes(b"")
    assert refused(path) == "not a store of kg"


def test_somebody_elses_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as con:
        con.execute("CREATE TABLE meetings (key TEXT)")
    con.close()
    assert refused(path) == refused(path, write=True) == "not a store of kg"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (SCHEMA_VERSION + 6, "was written by a newer kg (schema {n}; this one reads {m})"),
        (SCHEMA_VERSION - 1, "was written by an older kg (schema {n}; this one reads {m}): "),
    ],
)
def test_another_schema_is_refused(path: Path, schema: int, message: str) -> None:
    Store.create(path).close()
    with sqlite3.connect(path) as con:
        con.execute(f"PRAGMA user_version = {schema}")
    con.close()
    for write in (False, True):
        said = refused(path, write=write)
        assert said.startswith(message.format(n=schema, m=SCHEMA_VERSION))


def test_a_store_in_memory() -> None:
    with Store(":memory:") as store:
        graph = fill(store, maker())
        assert tuple(store.posts()) == graph.posts


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store.create(path) as store:
        assert store.connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
