"""A store that is replaced, or written to, while it is served: every answer is of one state."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_cli import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from web_server import Server, serving, waiting

from kg.build import build
from kg.store.store import Store
from kg.web import side
from kg.web.snapshot import Snapshots, Unreadable

COUNT = "SELECT (COUNT(?o) AS ?n) { ?o a kg:Official ; rdfs:label ?l FILTER(STRSTARTS(?l, 'S')) }"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reload") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


def state(seeds: Path, path: Path, name: str) -> Path:
    """A store in which every official and every meeting bears one name."""
    shutil.copy(seeds, path)
    rename(path, name)
    return path


def rename(path: Path, name: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    for table in ("officials", "meetings"):
        connection.execute(f"UPDATE {table} SET label = ?", (name,))
    connection.execute("UPDATE officials SET variants = ?", (json.dumps([name]),))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")  # as a store that is closed
    connection.close()


def by_rename(seeds: Path, path: Path, name: str) -> None:
    os.replace(state(seeds, path.with_suffix(".new"), name), path)


def in_place(seeds: Path, path: Path, name: str) -> None:
    rename(path, name)


def in_place_in_a_log(seeds: Path, path: Path, name: str) -> None:
    """Written, and left in the log beside the store, as a build does that others read meanwhile."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    rename(path, name)


CHANGES: list[Callable[[Path, Path, str], None]] = [by_rename, in_place, in_place_in_a_log]


def label_of(snapshots: Snapshots) -> str:
    with snapshots.read() as (store, _):
        labels = {o.label for o in store.officials()}
    (label,) = labels
    return label


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_begins_a_new_state(
    seeds: Path, tmp_path: Path, change: Callable[[Path, Path, str], None]
) -> None:
    path = state(seeds, tmp_path / "s.db", "S0")
    snapshots = Snapshots(path, 10.0)
    seen = [snapshots.generation()]
    assert label_of(snapshots) == "S0" and snapshots.generation() == seen[0]
    for n in range(1, 4):
        change(seeds, path, f"S{n}")
        seen.append(snapshots.generation())
        assert label_of(snapshots) == f"S{n}"
        assert snapshots.generation() == seen[-1]
    assert len(set(seen)) == 4


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_being_read_stays_as_it_was(
    seeds: Path, tmp_path: Path, change: Callable[[Path, Path, str], None]
) -> None:
    path = state(seeds, tmp_path / "s.db", "S0")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    snapshots = Snapshots(path, 10.0)
    with snapshots.read() as (store, generation):
        if change is by_rename:
            by_rename(seeds, path, "S1")
        else:
            writer.execute("UPDATE officials SET label = 'S1'")
        assert {o.label for o in store.officials()} == {"S0"}
    assert snapshots.generation() != generation
    assert label_of(snapshots) == "S1"
    writer.close()


@pytest.mark.parametrize("content", [None, b"", b"no store" * 1000])
def test_no_store_for_a_moment_is_said_and_got_over(
    seeds: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = state(seeds, tmp_path / "s.db", "S0")
    snapshots = Snapshots(path, 10.0)
    assert label_of(snapshots) == "S0"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable), snapshots.read():
        pass
    by_rename(seeds, path, "S1")
    assert label_of(snapshots) == "S1"


def test_what_is_derived_is_of_the_same_state(seeds: Path, tmp_path: Path) -> None:
    path = state(seeds, tmp_path / "s.db", "S0")
    folder = tmp_path / "side"
    folder.mkdir()
    derived = side.Side(path, folder)
    assert derived.open() is None
    made = side.make(path, folder)
    assert made is not None and derived.open() is not None
    for change in CHANGES:
        change(seeds, path, f"S {change.__name__}")
        assert derived.open() is None
        side.make(path, folder)
        found = derived.open()
        assert found is not None
        assert {h.label for h in side.search(found, "", "official", 99)} == {f"S {change.__name__}"}
    assert len(list(folder.iterdir())) == 1


@pytest.fixture
def server(seeds: Path, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    path = state(seeds, tmp_path / "served.db", "S0")
    with serving(path, tmp_path / "log", "--workers", "2") as running:
        yield running, path


def test_under_load_nobody_gets_a_mixture_or_an_older_state(
    server: tuple[Server, Path], seeds: Path
) -> None:
    """All that a page names is of one state, and never of one before that which was there when the
    page was asked for.
    """
    running, path = server
    with Store(path) as store:
        key = max(p.participant for p in store.participations() if "official/" in p.participant)
    wrong: list[str] = []
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            asked = current[0]
            got = running.get(f"/{key}.json")
            if got.status == 503:
                continue
            page = json.loads(got.body)
            names = {page["label"]} | {a["meeting"]["label"] for a in page["appearances"]}
            if len(names) != 1:
                wrong.append(f"mixed: {names}")
            seen.update(names)
            if int(page["label"][1:]) < asked:
                wrong.append(f"{page['label']} after S{asked}")

    current = [0]
    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for n in range(1, 13):
            CHANGES[n % len(CHANGES)](seeds, path, f"S{n}")
            current[0] = n  # whoever asks from now on must see it
            for _ in waiting(20):
                if f"S{n}" in seen:
                    break
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert "S12" in seen
    # Queries and searches follow.
    for _ in waiting():
        got = running.ask(COUNT.replace("'S'", "'S12'"), "text/csv")
        if got.status == 200 and got.text.split() == ["n", "11"]:
            break
    else:
        raise AssertionError(got.text)
    for _ in waiting():
        hits = json.loads(running.get("/suggest?q=s12&kind=official").body)
        if hits and {hit["label"] for hit in hits} == {"S12"}:
            return
    raise AssertionError(hits)
