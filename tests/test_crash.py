"""Builds that are killed, interrupted or out of room, and the next one, which must end well."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import disturbed
import poison
import pytest
from disturbed import Sources

from kg.errors import KgError
from kg.store.connection import connect
from kg.store.store import Store
from kg.work.lock import only_build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return Sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def clean(sources: Sources) -> bytes:
    return sources.clean(sources.first)


def waited(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a file is there."""
    deadline = time.monotonic() + disturbed.SECONDS
    while not path.exists():
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_at_random_moments(sources: Sources, tmp_path: Path) -> None:
    assert disturbed.kills(sources, tmp_path / "x.db", 4, seed=7) > 0


@pytest.mark.parametrize("when", ["d00002", "d00070"])
def test_killed_within_a_document(tmp_path: Path, when: str) -> None:
    db, marks = tmp_path / "x.db", tmp_path / "marks"
    source = poison.corpus(tmp_path / "in.jsonl", 80, **{when: "HANG ONCE"})
    process = poison.start("build", source, "-o", db, "-j", "2", marks=marks)
    waited(marks / f"{when}-0", process)
    process.kill()
    process.communicate(timeout=disturbed.SECONDS)
    assert poison.alive(marks) == []  # the one that hangs, too
    process = poison.start("build", source, "-o", db, "-q", "-j", "2", marks=marks)
    process.communicate(timeout=disturbed.SECONDS)
    assert process.returncode == 0
    clean = tmp_path / "clean.db"
    process = poison.start("build", source, "-o", clean, "-q", marks=marks)
    process.communicate(timeout=disturbed.SECONDS)
    assert disturbed.export(db) == disturbed.export(clean)
    assert disturbed.left_behind(db) == []


def test_a_loss_of_power(sources: Sources, clean: bytes, tmp_path: Path) -> None:
    moments = random.Random(3)
    db = tmp_path / "x.db"
    copies = [tmp_path / f"copy{i}.db" for i in range(3)]
    process = sources.start(sources.first, db)
    waited(db, process)
    for copy in copies:
        time.sleep(moments.uniform(0, 1))
        disturbed.power_cut(process, db, copy)
    process.communicate(timeout=disturbed.SECONDS)
    for copy in copies:
        sources.build(sources.first, copy)
        assert disturbed.export(copy) == clean


def test_interrupted(tmp_path: Path) -> None:
    db, marks = tmp_path / "x.db", tmp_path / "marks"
    source = poison.corpus(tmp_path / "in.jsonl", 100, d00099="HANG ONCE")
    process = poison.start("build", source, "-o", db, "-j", "2", "-q", marks=marks)
    waited(marks / "d00099-0", process)
    deadline = time.monotonic() + disturbed.SECONDS
    while (kept := reports(db)) < 64 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=disturbed.SECONDS)
    assert (process.returncode, out, err.strip()) == (130, "", "kg: interrupted")
    assert poison.alive(marks) == []
    assert disturbed.left_behind(db) == []
    assert 64 <= kept <= reports(db) <= 96
    with Store(db) as store:
        assert list(store.documents()) == []


def reports(db: Path) -> int:
    """Return how many reports are kept in a store."""
    with Store(db) as store:
        return int(store.connection.execute("SELECT count(*) FROM reports").fetchone()[0])


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, resource.RLIM_INFINITY))


def test_no_room_for_the_store(sources: Sources, clean: bytes, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    process = poison.start(
        "build",
        sources.first,
        "-o",
        db,
        "-q",
        "-j",
        "2",
        marks=sources.marks,
        preexec_fn=_small_files,
    )
    _, err = process.communicate(timeout=disturbed.SECONDS)
    assert process.returncode == 1
    assert err.startswith(f"kg: error: {db}: cannot write: ") and err.count("\n") == 1
    assert disturbed.left_behind(db) == []
    sources.build(sources.first, db)
    assert disturbed.export(db) == clean


def test_a_full_disk(sources: Sources, clean: bytes, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o"]
    if subprocess.run([*mount, "size=800k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        db = disk / "x.db"
        process = sources.start(sources.first, db)
        _, err = process.communicate(timeout=disturbed.SECONDS)
        assert process.returncode == 1
        assert err == f"kg: error: {db}: cannot write: database or disk is full\n"
        subprocess.run([*mount, "remount,size=100m", "tmpfs", disk], check=True)
        sources.build(sources.first, db)
        assert disturbed.export(db) == clean
    finally:
        subprocess.run(["umount", disk], check=True)


# Two at once


def test_another_build_of_the_store_says_who_has_it(tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 3)
    db, marks = tmp_path / "x.db", tmp_path / "marks"
    with only_build(db):
        process = poison.start("build", source, "-o", db, marks=marks)
        _, err = process.communicate(timeout=disturbed.SECONDS)
    told = f"another kg build is writing it (process {os.getpid()}): wait for its end"
    assert (process.returncode, err) == (1, f"kg: error: {db}: {told}\n")
    assert not db.exists()
    with only_build(tmp_path / "other.db"):
        process = poison.start("build", source, "-o", db, "-q", marks=marks)
        assert process.communicate(timeout=disturbed.SECONDS) == ("", "")
    assert process.returncode == 0
    assert [p.name for p in tmp_path.glob("*-lock")] == []


@pytest.mark.parametrize("left", ["", "1\n", "999999999\n", "\x00" * 100])
def test_a_lock_that_was_left_is_none(tmp_path: Path, left: str) -> None:
    (tmp_path / "x.db-lock").write_text(left)
    with only_build(tmp_path / "x.db"):
        assert (tmp_path / "x.db-lock").read_text() == f"{os.getpid()}\n"
    assert not (tmp_path / "x.db-lock").exists()


def test_a_lock_that_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    (tmp_path / "x.db-lock").symlink_to(tmp_path / "precious")
    with pytest.raises(KgError, match="lock: cannot write"), only_build(tmp_path / "x.db"):
        raise AssertionError("had it")
    assert (tmp_path / "precious").read_text() == "kept"


# A store that was hardly made


def test_a_store_without_its_tables_is_made(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as empty:  # as after a transaction that was rolled back
        empty.execute("CREATE TABLE x (y)")
        empty.execute("DROP TABLE x")
    assert path.stat().st_size > 0
    empty.close()
    connect(path, write=True).close()
    with Store(path) as store:
        assert list(store.documents()) == []


def test_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(KgError, match="not a store of kg"):
        connect(path, write=True)
    assert path.read_bytes() == before
