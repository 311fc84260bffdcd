"""Reports in Parquet files: read by many jobs, linked by one, with the store of one process."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import poison
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic.corpus import corpus
from test_workers import content

import kg.cli
from kg.build import By, Told, linked
from kg.documents import Document
from kg.errors import KgError
from kg.gather import Read
from kg.grounds import read_by
from kg.linking import link_partitions
from kg.partitions.done import Done, Listed, write_done
from kg.partitions.files import about, name_of, rows, write_partition
from kg.partitions.share import Cut, Share
from kg.store.store import Store
from kg.work.lock import only_one
from kg.work.task import Outcome

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


class Runner:
    """Runs `kg` in this process and keeps what it says."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> tuple[int, list[str]]:
        self._capsys.readouterr()
        status = kg.cli.run([str(a) for a in args])
        out, err = self._capsys.readouterr()
        assert out == "" and "Traceback" not in err
        return status, err.splitlines()


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Runner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    return Runner(capsys)


def exports(db: Path) -> dict[str, bytes]:
    """Return a store as N-Triples and as GraphML."""
    out = {}
    for suffix in (".nt", ".graphml"):
        path = db.with_suffix(suffix)
        assert kg.cli.run(["export", str(db), str(path)]) == 0
        out[suffix] = path.read_bytes()
    return out


def parquets(folder: Path) -> dict[str, bytes]:
    """Return all Parquet files below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.parquet")}


def extracted(run: Runner, source: Path, folder: Path, parts: int = 1, *more: str) -> None:
    """Extract all parts, in an order that is not theirs."""
    numbers = list(range(1, parts + 1))
    random.Random(parts).shuffle(numbers)
    for number in numbers:
        run("extract", source, "-o", folder, "--part", f"{number}/{parts}", "-q", *more)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source with good reports, reports without a meeting, bad lines and an id given twice."""
    source = poison.corpus(tmp_path_factory.mktemp("mixed") / "in.jsonl", 60)
    lines = source.read_text(encoding="utf-8").splitlines()
    lines[7:7] = ["{", '{"id": "d00002", "text": "x"}']
    lines[30:30] = ['{"id": "lone", "text": "Ng\\u00e0y \\ud800 m\\u01b0a"}', '{"id": ""}']
    source.write_text("\n".join(lines), encoding="utf-8")
    return source


@pytest.mark.parametrize("parts, more", [(1, ()), (3, ("--size", "4")), (2, ("-j", "2"))])
def test_parts_give_the_store_of_one_process(
    run: Runner, mixed: Path, tmp_path: Path, parts: int, more: tuple[str, ...]
) -> None:
    one, many = tmp_path / "one.db", tmp_path / "many.db"
    status, told = run("build", mixed, "-o", one, "-j", "1")
    assert status == 1
    extracted(run, mixed, tmp_path / "reports", parts, *more)
    status, told_many = run("link", tmp_path / "reports", "-o", many)
    assert status == 1
    assert [line.replace("many.db", "one.db") for line in told_many] == told
    assert content(many) == content(one)
    assert exports(many) == exports(one)


def test_seeds(run: Runner, tmp_path: Path) -> None:
    assert run("build", SEEDS, "-o", "one.db", "-q") == (0, [])
    extracted(run, SEEDS, Path("reports"), 2)
    assert run("link", "reports", "-o", "many.db", "-q") == (0, [])
    assert exports(Path("many.db")) == exports(Path("one.db"))
    # What was linked is a build like another one: the next build has nothing to do.
    before = content(Path("many.db"))
    assert run("build", SEEDS, "-o", "many.db", "-q") == (0, [])
    assert content(Path("many.db")) == before


def test_several_folders_are_several_sources(run: Runner, tmp_path: Path) -> None:
    a = poison.corpus(tmp_path / "a.jsonl", 30)
    b = poison.corpus(tmp_path / "b.jsonl", 45, 2)
    for source in (a, b):
        extracted(run, source, tmp_path / source.stem, 2)
    assert run("build", a, b, "-o", "one.db", "-j", "1")[0] == 1
    status, told = run("link", "a", "b", "-o", "many.db")
    assert status == 1 and len([t for t in told if "was already read from a/" in t]) == 30
    assert exports(Path("many.db")) == exports(Path("one.db"))
    assert content(Path("many.db"))["documents"] == content(Path("one.db"))["documents"]


def test_made_up_reports(tmp_path: Path) -> None:
    made = [labelled.report for labelled in corpus(600)]
    read = read_by(None, "none")
    pairs = []
    for n, report in enumerate(made):
        document = Document(id=report.document, text=f"text {n}", issued=report.issued)
        report = msgspec.structs.replace(report, digest=document.digest())
        pairs.append((document, report))
    one = tmp_path / "one.db"
    with Store.create(one) as store:
        told = Told(None, None, None, None)
        store.put_reports(((d, msgspec.json.encode(r)) for d, r in pairs), read.version)
        for document, report in pairs:
            told.tell(Read(document.id, report.digest, 1, len(report.meetings), 0))
        linked(store, By(one, None, read, None, None), told)
    random.Random(5).shuffle(pairs)
    for number in (1, 2, 3):
        mine = pairs[number - 1 :: 3]
        folder = tmp_path / "reports" / f"{number}-of-3"
        folder.mkdir(parents=True)
        listed = Listed(name_of((d for d, _ in mine), read), tuple(range(len(mine))))
        outcomes = [(d, Outcome(report=msgspec.json.encode(r))) for d, r in mine]
        write_partition(folder / listed.name, outcomes, read)
        write_done(folder, Done(1, read, "the same", (listed,), ()))
    link_partitions([tmp_path / "reports"], tmp_path / "many.db").close()
    assert exports(tmp_path / "many.db") == exports(one)


# Running again


def test_a_second_run_reads_nothing(run: Runner, mixed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    status, told = run("extract", mixed, "-o", folder, "--size", "5")
    before = parquets(folder)
    assert status == 1 and len(before) > 5
    again, told_again = run("extract", mixed, "-o", folder, "--size", "5")
    assert again == 1
    known = told[-1].replace("documents,", "documents, 60 of them known,")
    assert told_again == [*told[:-1], known]
    assert parquets(folder) == before


def test_a_change_costs_its_own_partition(run: Runner, tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 80)
    run("extract", source, "-o", "reports", "--size", "8", "-q")
    before = parquets(Path("reports"))
    lines = source.read_text(encoding="utf-8").splitlines()
    lines[40:40] = ['{"id": "new", "text": "Ngày 2/3, trời mưa."}']
    source.write_text("\n".join(lines), encoding="utf-8")
    run("extract", source, "-o", "reports", "--size", "8", "-q")
    after = parquets(Path("reports"))
    assert len(before.keys() - after.keys()) == 1 <= len(after.keys() - before.keys()) <= 2
    assert len(before) > 4
    run("build", source, "-o", "one.db", "-q")
    run("link", "reports", "-o", "many.db", "-q")
    assert exports(Path("many.db")) == exports(Path("one.db"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_killed_within_a_document(run: Runner, tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 80, d00070="HANG ONCE")
    marks, folder = tmp_path / "marks", tmp_path / "reports"
    args = ("extract", source, "-o", folder, "--size", "8", "-q", "-j", "2")
    process = poison.start(*args, marks=marks)
    while not ((marks / "d00070-0").exists() and parquets(folder)):
        assert process.poll() is None  # the document that hangs is given up after a minute
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=100)
    assert poison.alive(marks) == []
    (folder / "1-of-1" / ".kg-1-abc.tmp").write_bytes(b"half")
    kept = parquets(folder)
    status, told = run("link", folder, "-o", "x.db")
    assert status == 1 and told[0].endswith("is not done: run kg extract with --part 1/1")
    process = poison.start(*args, marks=marks)
    assert process.communicate(timeout=100) == ("", "")
    assert kept.items() <= parquets(folder).items()
    assert [p.name for p in folder.rglob("*") if p.suffix not in ("", ".parquet", ".json")] == []
    run("link", folder, "-o", "many.db", "-q")
    run("build", source, "-o", "one.db", "-q", "-j", "1")
    assert exports(Path("many.db")) == exports(Path("one.db"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_is_set_aside_is_tried_again(run: Runner, tmp_path: Path) -> None:
    source = poison.corpus(tmp_path / "in.jsonl", 20, d00011="SIGKILL")
    marks, folder = tmp_path / "marks", tmp_path / "reports"
    process = poison.start("extract", source, "-o", folder, "-j", "2", marks=marks)
    _, err = process.communicate(timeout=100)
    reason = "set aside after two tries: its process was ended by SIGKILL"
    assert process.returncode == 1 and f"kg: d00011: {reason}\n" in err
    status, told = run("link", folder, "-o", "x.db")
    assert status == 1 and f"kg: d00011: {reason}" in told
    assert run("extract", source, "-o", folder, "-q") == (0, [])
    assert run("link", folder, "-o", "x.db", "-q") == (0, [])
    with Store("x.db") as store:
        assert store.counts()["documents"] == 20


def test_two_jobs_of_one_part(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with only_one(tmp_path / "reports" / "1-of-1", "kg extract"):
        (status, told) = run("extract", SEEDS, "-o", "reports")
        assert status == 1 and "another kg extract is writing it (process" in told[0]
        assert run("extract", SEEDS, "-o", "reports", "--part", "1/2", "-q") == (0, [])


# What does not fit together


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "reports"
    for part in ("1/2", "2/2"):
        assert kg.cli.run(["extract", str(SEEDS), "-o", str(folder), "--part", part, "-q"]) == 0
    return folder


def _first(folder: Path) -> Path:
    return next((folder / "1-of-2").glob("*.parquet"))


def _missing(folder: Path) -> None:
    shutil.rmtree(folder / "2-of-2")


def _half(folder: Path) -> None:
    (folder / "2-of-2" / "done.json").unlink()


def _none(folder: Path) -> None:
    shutil.rmtree(folder / "1-of-2")
    shutil.rmtree(folder / "2-of-2")


def _three(folder: Path) -> None:
    (folder / "1-of-3").mkdir()


def _file_gone(folder: Path) -> None:
    _first(folder).unlink()


def _cut_short(folder: Path) -> None:
    path = _first(folder)
    path.write_bytes(path.read_bytes()[:-100])


def _bit(folder: Path) -> None:
    path = _first(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _empty(folder: Path) -> None:
    _first(folder).write_bytes(b"")


def _foreign(folder: Path) -> None:
    parquet.write_table(arrow.table({"id": ["a"]}), _first(folder))


def _lied(folder: Path) -> None:
    path = _first(folder)
    table = parquet.read_table(path)
    text = arrow.array(["other"] * table.num_rows)
    parquet.write_table(table.set_column(5, "text", text), path)


def _no_report(folder: Path) -> None:
    path = _first(folder)
    table = parquet.read_table(path)
    parquet.write_table(table.set_column(6, "report", arrow.array(["{}"] * table.num_rows)), path)


def _fewer(folder: Path) -> None:
    path = _first(folder)
    parquet.write_table(parquet.read_table(path).slice(0, 1), path)


def _done(folder: Path, **changed: Any) -> None:
    path = folder / "2-of-2" / "done.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))


def _sources(folder: Path) -> None:
    _done(folder, sources="other")


def _schema(folder: Path) -> None:
    _done(folder, schema=2)


def _rules(folder: Path) -> None:
    _done(folder, read={"rules": "0", "model": "0", "code": "0"})


def _out(folder: Path) -> None:
    _done(folder, files=[{"name": "../1-of-2/x.parquet", "places": [0]}])


def _pipe(folder: Path) -> None:
    path = _first(folder)
    path.unlink()
    os.mkfifo(path)


def _pipe_at_the_end(folder: Path) -> None:
    (folder / "2-of-2" / "done.json").unlink()
    os.mkfifo(folder / "2-of-2" / "done.json")


def _folder(folder: Path) -> None:
    _done(folder, files=[{"name": ".", "places": [0]}])


def _garbage(folder: Path) -> None:
    (folder / "2-of-2" / "done.json").write_bytes(b"\xff[" * 100_000)


@pytest.mark.parametrize(
    "spoil, said",
    [
        (_missing, "part 2 of 2 is not done: run kg extract with --part 2/2"),
        (_half, "part 2 of 2 is not done: run kg extract with --part 2/2"),
        (_none, "holds no partitions of kg extract"),
        (shutil.rmtree, "no such file or directory"),
        (_three, "holds parts of 2 and parts of 3: remove those of an earlier run"),
        (_file_gone, "not a partition that can be read: "),
        (_cut_short, "not a partition that can be read: "),
        (_bit, "not a partition that can be read: "),
        (_empty, "not a partition that can be read: "),
        (_foreign, "not a partition that can be read: not written by kg extract"),
        (_lied, "is not what was read"),
        (_no_report, "row 1: no report: "),
        (_fewer, "not a partition that can be read: 1 of "),
        (_sources, "was given other sources than "),
        (_schema, "another version of kg wrote it"),
        (_rules, "read by other rules, another model or another kg than "),
        (_out, "not a file's name: '../1-of-2/x.parquet'"),
        (_pipe, "not a partition that can be read: no file"),
        (_pipe_at_the_end, "done.json: cannot be read: no file"),
        (_folder, "not a file's name: '.'"),
        (_garbage, "done.json: cannot be read: "),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(
    run: Runner, good: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    assert run("build", SEEDS / "001_47439332d31f91e3.txt", "-o", "x.db", "-q") == (0, [])
    before = content(Path("x.db"))["documents"]
    folder = tmp_path / "reports"
    shutil.copytree(good, folder)
    spoil(folder)
    status, told = run("link", "reports", "-o", "x.db")
    assert (status, len(told)) == (1, 1)
    assert told[0].startswith("kg: error: reports") and said in told[0]
    assert content(Path("x.db"))["documents"] == before


def test_other_rules(run: Runner, good: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    with (tmp_path / "rules" / "meetings.yaml").open("a") as f:
        f.write("\n# another comment\n")
    status, told = run("link", good, "-o", "x.db", "--rules", "rules")
    assert status == 1 and "read with other rules (" in told[0] and len(told) == 1
    assert not Path("x.db").exists()


@pytest.mark.parametrize(
    "args, said",
    [
        (("a.txt", "b.txt"), "several sources need -o FOLDER"),
        (("a.txt", "--part", "1/2"), "--part needs -o FOLDER"),
        (("a.txt", "--workers", "2"), "--workers needs -o FOLDER"),
        (("a.txt", "-o", "x", "--json"), "--json prints, -o writes: choose one of them"),
        (("a.txt", "-o", "x", "--part", "0/2"), "'0/2' is not a part such as 3/16"),
        (("a.txt", "-o", "x", "--part", "3/2"), "'3/2' is not a part such as 3/16"),
        (("a.txt", "-o", "x", "--part", "x"), "'x' is not a part such as 3/16"),
        (("a.txt", "-o", "x", "--part", "1/99999999"), "is not a part such as 3/16"),
    ],
)
def test_wrong_usage(run: Runner, args: tuple[str, ...], said: str) -> None:
    status, told = run("extract", *args)
    assert status == 2 and said in told[-1]


# Which job, which file


@given(st.lists(st.text(max_size=9), max_size=20), st.integers(1, 9))
def test_each_document_is_one_jobs(ids: list[str], count: int) -> None:
    shares = [Share(part, count) for part in range(1, count + 1)]
    assert all(sum(share.has(id) for share in shares) == 1 for id in ids)


@pytest.mark.parametrize("id, part", [("d00001", 3), ("d00002", 3), ("báo/bài", 3)])
def test_jobs_are_the_same_everywhere(id: str, part: int) -> None:
    code = (
        "import sys; from kg.partitions.share import Share; "
        "print([Share(p, 16).has(sys.argv[1]) for p in range(1, 17)])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, id], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {str([Share(p, 16).has(id) for p in range(1, 17)]) + "\n"}


@given(st.integers(1, 50), st.lists(st.integers(1, 3_000_000), max_size=60))
@settings(max_examples=30)
def test_partitions_are_bounded(size: int, lengths: list[int]) -> None:
    cut = Cut(size)
    documents = characters = 0
    for n, length in enumerate(lengths):
        assert documents < 4 * size and characters < 4_000_000
        documents, characters = documents + 1, characters + length
        if cut.after(str(n), length):
            documents = characters = 0


_text = st.text(st.characters(exclude_categories=()), max_size=9)


@given(st.lists(st.tuples(_text, _text, st.none() | _text, st.booleans()), max_size=8))
@settings(max_examples=30, deadline=None)
def test_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[tuple[Any, ...]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.parquet"
    read = read_by(None, "none")
    written = [
        (
            Document(id=id, text=text, title=title, source=title),
            Outcome(report=b'{"x": 1}') if good else Outcome(failure=text or "why"),
        )
        for id, text, title, good in given_rows
    ]
    counts = write_partition(path, written, read)
    found = list(rows(path))
    assert [row.document for row in found] == [document for document, _ in written]
    assert [(row.report, row.failure) for row in found] == [
        (outcome.report, outcome.failure) for _, outcome in written
    ]
    said = about(path)
    assert (said.documents, said.failures) == counts
    assert said.read == read


def test_without_a_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgError, match=r"pip install 'chutri-kg\[parquet\]'"):
        link_partitions([tmp_path], tmp_path / "x.db")
