"""What an export says, and leaves behind, where something is wrong."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from graph_source import small_source
from synthetic.corpus import corpus
from test_export_views import small

import kg.cli
from kg.errors import KgError
from kg.export import FORMATS, export
from kg.link.graph import link
from kg.store.schema import SCHEMA_VERSION
from kg.store.store import Store

GRAPHS = ("graphml", "gephi", "gexf", "json", "popolo")
TABLES = ("csv", "neo4j", "parquet")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "a.db") as store:
        store.replace_graph(small())
    return tmp_path / "a.db"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path_factory.mktemp("tiny")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True
    )
    if done.returncode:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_leaves_the_old_file(tiny: Path, format: str) -> None:
    letters = Random(1).choices("aăâbcdđeêghiklmnoôơpqrstuưvxy ", k=200_000)  # hard to compress
    source = small_source("".join(letters))
    target = tiny / "g.out"
    before = [target.with_name(f"g-{t}.out") for t in ("nodes", "edges")]
    before = before if format in TABLES else [target]
    for file in before:
        file.write_text("old")
    try:
        with pytest.raises(KgError, match=r"g(-\w+)?\.out: cannot write: No space left on device"):
            export(source, target, format)
        assert sorted(tiny.iterdir()) == sorted(before)
        assert {file.read_text() for file in before} == {"old"}
    finally:
        for file in tiny.iterdir():
            file.unlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("format", GRAPHS)
def test_a_full_device_is_one_line(format: str) -> None:
    with pytest.raises(KgError, match=r"^/dev/full: cannot write: No space left on device$"):
        export(small_source(), Path("/dev/full"), format)


@pytest.mark.parametrize("format", [*GRAPHS, *TABLES])
def test_targets_that_cannot_be_written(tmp_path: Path, format: str) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("none/g", "folder"):
        with pytest.raises(KgError, match=f"{name}.*(cannot write|a directory)"):
            export(small_source(), tmp_path / name, format)
    assert [p.name for p in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(KgError, match=r"g\.gexf: cannot write: Permission denied"):
        export(small_source(), tmp_path / "g.gexf")
    tmp_path.chmod(0o755)


def test_one_table_that_cannot_be_written_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "g-edges.csv").mkdir()
    with pytest.raises(KgError, match=r"g-edges\.csv: cannot write: Is a directory"):
        export(small_source(), tmp_path / "g.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["g-edges.csv"]


BAD = [
    (["--official", "nguyen van khong"], r'no official matches "nguyen van khong".*'),
    (["--official", "dungg"], r'no official matches "dungg"; nearest: Dũng'),
    (["--province", "cà mau"], r'no province matches "cà mau".*'),
    (["--body", "bộ y tế"], r'no body matches "bộ y tế".*'),
    (["--hops", "2"], "hops around what.*"),
    (["-f", "nt", "--view", "chairs"], "nt: views and filters are of graph formats.*"),
    (["-f", "ttl", "--from", "2024-01-01"], "ttl: views and filters are of graph formats.*"),
    (["-f", "popolo", "--view", "chairs"], "Popolo holds people.*"),
]


@pytest.mark.parametrize(("options", "message"), BAD)
@pytest.mark.parametrize("view", ["full", "officials"])
def test_bad_filters(
    db: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str, view: str
) -> None:
    old = db.parent / "g.graphml"
    old.write_text("old")
    args = ["export", str(db), str(old), *options]
    if "--view" not in options:
        args += ["--view", view]
    assert kg.cli.run(args) == 1
    out, err = capsys.readouterr()
    assert out == "" and re.fullmatch(f"kg: error: {message}\n", err)
    assert old.read_text() == "old"


@pytest.mark.parametrize(
    "options",
    [
        ["--view", "everything"],
        ["--role", "king"],
        ["--from", "2024-02-30"],
        ["--to", "yesterday"],
        ["--min-confidence", "1.5"],
        ["--min-weight", "-1"],
        ["--hops", "-1"],
        ["--hops", "many"],
    ],
)
def test_wrong_usage(db: Path, capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert kg.cli.run(["export", str(db), str(db.parent / "g.graphml"), *options]) == 2
    out, err = capsys.readouterr()
    assert out == "" and options[0] in err.splitlines()[-1]
    assert not (db.parent / "g.graphml").exists()


@pytest.mark.parametrize("format", TABLES)
def test_tables_do_not_go_into_a_stream(
    db: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    assert kg.cli.run(["export", str(db), "-", "-f", format]) == 1
    assert "two files, nodes and edges" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "message"),
    [(SCHEMA_VERSION + 1, "newer kg"), (SCHEMA_VERSION - 1, "older kg.*build it again")],
)
def test_a_store_of_another_version(
    db: Path, capsys: pytest.CaptureFixture[str], version: int, message: str
) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    for out in ("g.graphml", "g.csv", "g.nt"):
        assert kg.cli.run(["export", str(db), str(db.parent / out)]) == 1
        err = capsys.readouterr().err
        assert re.fullmatch(rf"kg: error: {re.escape(str(db))}: .*{message}.*\n", err)
    assert {p.name for p in db.parent.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm"}


def test_a_store_that_is_damaged(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(db.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    db.write_bytes(data)
    for out in ("g.gexf", "g.csv", "g.popolo.json", "g.ttl"):
        assert kg.cli.run(["export", str(db), str(db.parent / out)]) == 1
        assert re.fullmatch(r"kg: error: .*a\.db: .*\n", capsys.readouterr().err)
    assert {p.name for p in db.parent.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm"}


def test_no_room_to_sort(tiny: Path, db: Path) -> None:
    with Store.create(db) as store:
        store.replace_graph(link(labelled.report for labelled in corpus(400, 3)))
    code = (
        "import sys, kg.cli, kg.export.reopen; kg.export.reopen._CACHES = dict(main=1, temp=1); "
        "sys.exit(kg.cli.run(sys.argv[1:]))"
    )
    args = ["export", db, db.parent / "g.json", "--view", "officials"]
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        env={**os.environ, "SQLITE_TMPDIR": str(tiny)},
        capture_output=True,
        text=True,
    )
    message = f"kg: error: {db}: no room for temporary tables: set SQLITE_TMPDIR\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
    assert not (db.parent / "g.json").exists()


def test_parquet_without_pyarrow(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgError, match=r"pip install 'chutri-kg\[parquet\]'"), Store(db) as store:
        export(store, db.parent / "g.parquet")
    assert [p.name for p in db.parent.glob("*.parquet")] == []


def test_a_build_meanwhile_changes_nothing(db: Path, tmp_path: Path) -> None:
    from kg.export.elements import Elements

    with Store(db) as store, Elements(store, "https://example.org/") as elements:
        nodes = elements.nodes()
        first: Any = next(nodes)
        with Store.create(db) as writer:
            writer.replace_graph(type(small())())
        assert len([first, *nodes]) == 15
        assert sum(1 for _ in elements.edges()) > 10
    with Store(db) as store, Elements(store, "https://example.org/") as elements:
        assert list(elements.nodes()) == []
