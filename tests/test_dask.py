"""Building on a Dask cluster: the store of one process, whatever becomes of its workers."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import poison
import pytest
from dask_cluster import SECONDS, DaskCluster, dask_cluster
from test_partitions import exports
from test_workers import content

import kg
import kg.cli
from kg.errors import KgError

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A cluster whose workers live as long as it does."""
    with dask_cluster(tmp_path_factory.mktemp("cluster") / "it", 2) as made:
        yield made


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Return the status of a process and its lines on standard error."""
    out, err = process.communicate(timeout=SECONDS)
    assert out == "" and "Traceback" not in err
    return process.returncode, err.splitlines()


def run(cluster: DaskCluster, *args: str | Path) -> tuple[int, list[str]]:
    """Run `kg` on a cluster."""
    return ended(poison.start(*args, "--dask", cluster.address, marks=cluster.marks))


def one_process(source: Path, folder: Path) -> Path:
    """Build a source in one process, which nobody disturbs."""
    db = folder / "one.db"
    assert kg.cli.run(["build", str(source), "-o", str(db), "-q", "-j", "1"]) == 0
    return db


def left(folder: Path) -> list[str]:
    """Return temporary files, locks and files of a shuffle in a folder."""
    return [
        str(p.relative_to(folder))
        for p in folder.rglob("*")
        if p.suffix in (".tmp", ".parquet") or p.name.endswith("-lock")
    ]


def test_workers_are_lost_while_reading_and_while_linking(tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 200, 3, d00090="PARENT ONCE")
    shuffle, db = tmp_path / "shuffle", tmp_path / "many.db"
    with dask_cluster(tmp_path / "cluster", 3) as cluster:
        Path(f"{cluster.marks}-{poison.LINKING}").write_text("PARENT")
        cluster.wait_for(3)
        status, told = run(cluster, "build", source, "-o", db, "-q", "--shuffle", shuffle)
        assert (status, told) == (0, [])
        marks = {p.name for p in cluster.marks.iterdir()}
        assert {"d00090-0", "d00090-1", "linking-0", "linking-1"} <= marks
        assert [w.wait(SECONDS) for w in cluster.workers if w.poll() is not None] == [-9, -9]
        assert cluster.children() == []
    one = one_process(source, tmp_path)
    assert content(db) == content(one)
    assert exports(db) == exports(one)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "harm, args, reason",
    [
        ("SIGKILL", [], "its process was ended by SIGKILL"),
        ("HANG", ["--timeout", "0.5"], "not read within 0.5 seconds (--timeout gives it more)"),
        ("HOG", ["--max-memory", "64"], "takes more than 64 MB (--max-memory gives it more)"),
    ],
)
def test_a_poisonous_document_costs_no_worker(
    cluster: DaskCluster, tmp_path: Path, harm: str, args: list[str], reason: str
) -> None:
    bad = poison.corpus(tmp_path / "bad.jsonl", 40, d00020=harm)
    lines = bad.read_text(encoding="utf-8").splitlines(keepends=True)
    good = tmp_path / "good.jsonl"
    good.write_text("".join(lines[:20] + lines[21:]), encoding="utf-8")
    db = tmp_path / "many.db"
    status, told = run(cluster, "build", bad, "-o", db, "-q", *args)
    failure = ("d00020", f"set aside after two tries: {reason}")
    assert (status, told) == (1, ["kg: {}: {}".format(*failure)])
    found, clean = content(db), content(one_process(good, tmp_path))
    assert found.pop("problems") == [failure, *clean.pop("problems")]
    assert found == clean
    assert cluster.ended() == [] and cluster.children() == []


def test_parts_and_linking_on_a_cluster(cluster: DaskCluster, tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 60)
    folder, db = tmp_path / "reports", tmp_path / "many.db"
    assert run(cluster, "extract", source, "-o", folder, "-q") == (0, [])
    assert run(cluster, "link", folder, "-o", db, "-q", "--shuffle", tmp_path / "s") == (0, [])
    one = one_process(source, tmp_path)
    assert content(db) == content(one)
    assert exports(db) == exports(one)
    assert left(tmp_path / "s") == []
    assert cluster.children() == []


def test_jobs_of_linking_that_always_kill_are_done_here(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.partitions import people

    monkeypatch.setattr(people, "_JOINER", "poison:dying")
    source = poison.corpus(tmp_path / "in.jsonl", 60)
    db = tmp_path / "many.db"
    kg.build([source], db, dask=cluster.address, shuffle=tmp_path / "s").close()
    assert exports(db) == exports(one_process(source, tmp_path))
    assert left(tmp_path / "s") == []


def test_a_shuffle_that_was_cut_off_goes_on(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 60)
    db, shuffle = tmp_path / "many.db", tmp_path / "s"
    with monkeypatch.context() as patched:
        patched.setattr("kg.build.replace_graph", _fails)
        with pytest.raises(KgError, match="as if the disk were full"):
            kg.build([source], db, dask=cluster.address, shuffle=shuffle)
    kept = {p: p.stat().st_mtime_ns for p in shuffle.rglob("*.parquet")}
    assert kept
    with monkeypatch.context() as patched:
        patched.setattr("kg.partitions.people.Shuffle.remove", lambda shuffle: None)
        kg.build([source], db, dask=cluster.address, shuffle=shuffle).close()
    assert {p: p.stat().st_mtime_ns for p in shuffle.rglob("*.parquet")} == kept
    assert exports(db) == exports(one_process(source, tmp_path))


def _fails(*args: Any) -> None:
    raise KgError("as if the disk were full")


def test_the_scheduler_dies(tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 200, d00150="HANG ONCE")
    db = tmp_path / "many.db"
    with dask_cluster(tmp_path / "cluster", 1) as cluster:
        address = cluster.address
        process = poison.start(
            "build", source, "-o", db, "-q", "--dask", address, marks=cluster.marks
        )
        deadline = time.monotonic() + SECONDS
        while not (cluster.marks / "d00150-0").exists():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.02)
        cluster.scheduler.send_signal(signal.SIGKILL)
        status, told = ended(process)
    lost = "the Dask scheduler is gone: what was read is kept, run it again"
    assert (status, told) == (1, [f"kg: error: {address}: {lost}"])
    with kg.Store(db) as store:
        kept = store.connection.execute("SELECT count(*) FROM reports").fetchone()[0]
        assert list(store.documents()) == []
    assert 32 <= kept < 200
    assert kg.cli.run(["build", str(source), "-o", str(db), "-q", "-j", "1"]) == 0
    assert exports(db) == exports(one_process(source, tmp_path))


def test_workers_of_another_kind_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("kg", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / "other" / folder)
    with (tmp_path / "other" / "kg" / "link" / "slugs.py").open("a") as f:
        f.write("\n# changed\n")
    with dask_cluster(tmp_path / "cluster") as cluster:

        def refused() -> str:
            with pytest.raises(KgError) as told:
                kg.build([ROOT / "seeds"], tmp_path / "x.db", dask=cluster.address)
            return str(told.value)

        with monkeypatch.context() as patched:
            patched.setattr("kg.work.cluster._WORKER_SECONDS", 0.5)
            none = "no Dask worker came within 0.5 seconds"
            assert refused() == f"{cluster.address}: {none}"
        cluster.add_workers(1, cluster.without_kg())
        none = "a worker has no kg: install this version on all"
        assert refused() == f"{cluster.address}: {none}"
        cluster.workers[0].kill()
        cluster.add_workers(1, tmp_path / "other")
        cluster.wait_for(2)
        told = refused()
        assert re.fullmatch(
            r"worker tcp://127\.0\.0\.1:\d+: another version of kg than the one that asks", told
        )


def test_rules_that_a_worker_does_not_have(tmp_path: Path) -> None:
    """The worker sees another folder at the same path, as on another machine."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    poison.corpus(tmp_path / "in.jsonl", 3)
    with dask_cluster(tmp_path / "cluster", 1) as cluster:
        code = (
            "import sys, kg.build, shutil\n"
            "at_work = kg.build.at_work\n"
            "def spoilt(*args):\n"
            "    shutil.rmtree('rules') if sys.argv[2] == 'gone' else"
            " open('rules/meetings.yaml', 'a').write('# changed')\n"
            "    return at_work(*args)\n"
            "kg.build.at_work = spoilt\n"
            "from kg.cli import run\n"
            "sys.exit(run(['build', 'in.jsonl', '-o', 'x.db', '--rules', 'rules',"
            " '--dask', sys.argv[1]]))\n"
        )
        for what, said in (
            ("changed", "the rules or the model are not those that this run began with"),
            ("gone", "cannot read rules: No such file or directory"),
        ):
            done = subprocess.run(
                [sys.executable, "-c", code, cluster.address, what],
                cwd=tmp_path,
                env={"PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
            assert done.returncode == 1, done.stderr
            assert done.stderr.startswith("kg: error: worker tcp://127.0.0.1:")
            assert said in done.stderr and done.stderr.count("\n") == 1


# Without a cluster


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://", "", "127.0.0.1:0"])
def test_no_scheduler(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr("kg.work.cluster._CONNECT_SECONDS", 1)
    args = ["build", str(ROOT / "seeds"), "-o", str(tmp_path / "x.db"), "--dask", address]
    assert kg.cli.run(args) == 1
    assert capsys.readouterr().err == f"kg: error: {address}: no Dask scheduler answers there\n"
    assert list(tmp_path.iterdir()) == []


def test_the_last_worker_is_lost(tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 60, d00040="PARENT")
    code = (
        "import sys; import kg.work.cluster as c; c._LOOK_SECONDS = c._WORKER_SECONDS = 0.5\n"
        f"exec({poison._CODE!r})"
    )
    with dask_cluster(tmp_path / "cluster", 1) as cluster:
        cluster.wait_for(1)
        args = ["build", source, "-o", tmp_path / "x.db", "-q", "--dask", cluster.address]
        process = poison.start(*args, marks=cluster.marks, code=code)
        status, told = ended(process)
        assert cluster.ended() == [-9]
    assert status == 1
    assert told == [f"kg: error: {args[-1]}: no Dask worker came within 0.5 seconds"]


def test_without_dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KgError, match=r"pip install 'chutri-kg\[dask\]'"):
        kg.build([ROOT / "seeds"], tmp_path / "x.db", dask="tcp://127.0.0.1:1")


@pytest.mark.parametrize(
    "args, said",
    [
        (["build", "x", "--dask", "a", "-j", "2"], "choose one of --workers and --dask"),
        (["build", "x", "-j", "2", "--dask", "a"], "choose one of --workers and --dask"),
        (["build", "x", "--shuffle", "s"], "--shuffle needs --dask"),
        (["extract", "x", "--dask", "a"], "--dask needs -o FOLDER"),
        (["link", "x", "--dask", "a"], "--dask needs --shuffle"),
        (["link", "x", "--shuffle", "s"], "--shuffle needs --dask"),
    ],
)
def test_wrong_usage(args: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg.cli.run(args) == 2
    assert said in capsys.readouterr().err
