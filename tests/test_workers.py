"""Reading with several processes: the same store, whatever the documents do to them."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import poison
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
import kg.build
from kg.commands.progress import told
from kg.documents import Document, Failure
from kg.errors import KgError
from kg.store.store import Store
from kg.work.driver import in_order
from kg.work.limits import Limits
from kg.work.local import DiedError, LocalExecutor
from kg.work.task import Outcome, Task

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def content(path: Path) -> dict[str, Any]:
    """All that a store holds, row by row; the decisions' day and path are none of it."""
    with Store(path) as store:
        tables = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            t: sorted(store.connection.execute(f"SELECT * FROM {t}"), key=repr)
            for (t,) in tables
            if t not in ("problems", "meta")
        } | {"problems": [*store.failures(), *store.notes()]}


def built(
    source: Path, db: Path, marks: Path, *args: str | Path
) -> tuple[int, list[str], dict[str, Any]]:
    """Build with the reader of `poison`; return status, lines of standard error and content."""
    process = poison.start("build", source, "-o", db, *args, marks=marks)
    out, err = process.communicate(timeout=100)
    assert out == "" and "Traceback" not in err
    return process.returncode, err.splitlines(), content(db)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports good and bad, enough of them that other processes read without being asked to."""
    folder = tmp_path_factory.mktemp("mixed")
    source = poison.corpus(folder / "in.jsonl", 160, 10, d00007="FAIL", d00150="FAIL")
    with source.open("a", encoding="utf-8") as f:
        f.write('{"id": "d00000", "text": "x"}\n{\n')
    return source


@pytest.fixture(scope="module")
def alone(mixed: Path) -> tuple[int, list[str], dict[str, Any]]:
    return built(mixed, mixed.parent / "1.db", mixed.parent / "marks", "--workers", "1")


@pytest.mark.parametrize(
    "args",
    [["--workers", "2"], ["--workers", "4"], ["--workers", "1", "--timeout", "50"], []],
    ids=" ".join,
)
def test_any_number_of_workers_builds_the_same(
    mixed: Path, alone: tuple[int, list[str], dict[str, Any]], tmp_path: Path, args: list[str]
) -> None:
    status, err, found = built(mixed, tmp_path / "n.db", tmp_path / "marks", *args)
    one_line = [line.replace(str(mixed.parent / "1.db"), "DB") for line in alone[1]]
    assert [line.replace(str(tmp_path / "n.db"), "DB") for line in err] == one_line
    assert (status, found) == (alone[0], alone[2])
    assert status == 1
    assert len(found["documents"]) == 158


@linux
@pytest.mark.parametrize(
    "harm, args, reason",
    [
        ("SIGKILL", [], "its process was ended by SIGKILL"),
        ("SIGSEGV", [], "its process was ended by SIGSEGV"),
        ("EXIT", [], "its process ended with status 3"),
        ("HANG", ["--timeout", "0.5"], "not read within 0.5 seconds (--timeout gives it more)"),
        ("HOG", ["--max-memory", "64"], "takes more than 64 MB (--max-memory gives it more)"),
    ],
)
def test_a_poisonous_document_is_set_aside(
    tmp_path: Path, harm: str, args: list[str], reason: str
) -> None:
    good = poison.corpus(tmp_path / "good.jsonl", 80)
    lines = good.read_text(encoding="utf-8").splitlines(keepends=True)
    good.write_text("".join(lines[:40] + lines[41:]), encoding="utf-8")
    bad = poison.corpus(tmp_path / "bad.jsonl", 80, d00040=harm)
    marks = tmp_path / "marks"
    clean = built(good, tmp_path / "good.db", marks)[2]
    status, err, found = built(bad, tmp_path / "bad.db", marks, "--workers", "2", *args)
    assert status == 1
    failure = ("d00040", f"set aside after two tries: {reason}")
    assert f"{failure[0]}: {failure[1]}" in err[4]
    assert found.pop("problems") == [failure, *clean.pop("problems")]
    assert found == clean
    assert sorted(p.name for p in marks.iterdir()) == ["d00040-0", "d00040-1"]
    assert poison.alive(marks) == []


@linux
@pytest.mark.parametrize("harm", ["SIGKILL ONCE", "EXIT ONCE", "PRINT"])
def test_what_harms_but_once_is_built(tmp_path: Path, harm: str) -> None:
    marks = tmp_path / "marks"
    ids = ("d00003", "d00031", "d00079")
    source = poison.corpus(tmp_path / "in.jsonl", 80, **dict.fromkeys(ids, harm))
    status, _, found = built(source, tmp_path / "x.db", marks, "--workers", "2")
    assert (status, len(found["documents"])) == (0, 80)
    assert {p.name for p in marks.iterdir()} >= {f"{id}-0" for id in ids}
    assert poison.alive(marks) == []


def test_a_script_without_a_guard_may_use_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import kg\nprint('once')\n"
        f"kg.build([{str(Path(__file__).parent.parent / 'seeds')!r}], 'x.db', workers=2).close()\n"
    )
    root = str(Path(__file__).parent.parent)
    code = f"import sys, runpy; sys.path.insert(0, {root!r}); runpy.run_path('script.py')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "once\n", "")


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers(tmp_path: Path, workers: int) -> None:
    with pytest.raises(KgError, match="at least one"):
        kg.build([tmp_path], tmp_path / "x.db", workers=workers)


def test_a_mistake_in_another_process_is_told(tmp_path: Path) -> None:
    task = Task("kg.work.task:reading", (None, "none", "of another version"))
    executor = LocalExecutor(1)
    try:
        with pytest.raises(KgError, match="not those that this run began with"):
            list(in_order([Document(id="a", text="x")], executor, task, 1))
    finally:
        executor.shutdown(cancel_futures=True)


def test_a_process_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.work.local._CODE", "import sys; sys.exit(5)")
    executor = LocalExecutor(1)
    try:
        with pytest.raises(KgError, match="can be started: its process ended with status 5"):
            list(in_order([Document(id="a", text="x")], executor, Task("x:y"), 1))
    finally:
        executor.shutdown(cancel_futures=True)


@pytest.mark.parametrize("size, seconds", [(1, 60), (1_000_000, 60), (5_000_000, 300)])
def test_long_documents_get_more_time(size: int, seconds: float) -> None:
    assert Limits().time_for(size) == seconds


# The driver


class Deadly(Executor):
    """Does each batch at once or later, and dies at some documents, as often as is said."""

    def __init__(self, deaths: dict[str, int], seed: int) -> None:
        self._deaths, self._random = deaths, random.Random(seed)
        self.most = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        done: list[Outcome] = []
        self.most = max(self.most, len(args[0]))
        for document in args[0]:
            if self._deaths.get(document.id, 0):
                self._deaths[document.id] -= 1
                future.set_exception(DiedError("died", done))
                return future
            done.append(Outcome(report=document.id.encode()))
        future.set_result(done)
        return future


@given(
    st.lists(st.sampled_from(["document", "failure"]), max_size=150),
    st.dictionaries(st.integers(0, 149), st.integers(1, 3), max_size=8),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_order_is_kept(kinds: list[str], deaths: dict[int, int], workers: int) -> None:
    items = [
        Document(id=str(i), text="x" * (i % 7)) if kind == "document" else Failure(str(i), "y")
        for i, kind in enumerate(kinds)
    ]
    executor = Deadly({str(i): n for i, n in deaths.items()}, workers)
    given_back = list(in_order(items, executor, Task("x:y"), workers))
    assert [item for item, _ in given_back] == items
    for item, outcome in given_back:
        if isinstance(item, Failure):
            assert outcome is None
        elif deaths.get(int(item.id), 0) >= 2:
            assert outcome == Outcome(failure="set aside after two tries: died")
        else:
            assert outcome == Outcome(report=item.id.encode())


def test_not_all_is_read_ahead() -> None:
    taken = 0

    def items() -> Iterator[Document]:
        nonlocal taken
        for i in range(10_000):
            taken += 1
            yield Document(id=str(i), text="x" * 2000)

    class Never(Executor):
        """Begins, and ends nothing until all that may be read is."""

        def __init__(self) -> None:
            self.waiting: list[tuple[Future[Any], int]] = []

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.waiting.append((Future(), len(args[0])))
            if len(self.waiting) == 8:
                for future, count in self.waiting:
                    future.set_result([Outcome()] * count)
                self.waiting.clear()
            return self.waiting[-1][0] if self.waiting else future

    results = in_order(items(), Never(), Task("x:y"), 2)
    next(results)
    assert taken == 8 * 32


def double(*options: str) -> Any:
    """A task of these tests: fails where it is told to."""

    def work(document: Document) -> Outcome:
        if document.text == "boom":
            raise RuntimeError("boom")
        return Outcome(report=document.text.encode() * 2)

    return work


def test_any_executor_will_do() -> None:
    texts = ["a", "boom", "b", *"cdefgh" * 20]
    documents = [Document(id=str(i), text=text) for i, text in enumerate(texts)]
    with ThreadPoolExecutor(3) as executor:
        found = list(in_order(documents, executor, Task("test_workers:double"), 3))
    assert [d for d, _ in found] == documents
    assert [o.report for _, o in found if o is not None and o.report] == [
        t.encode() * 2 for t in texts if t != "boom"
    ]
    assert found[1][1] == Outcome(failure="set aside after two tries: boom")


@pytest.mark.parametrize(
    "step, seconds, line",
    [
        ((10, 30, 0, None), 2, "10 documents, 30 facts, 0 failures, 5 a second"),
        (
            (10, 30, 1, 0.25),
            60,
            "█████░░░░░░░░░░░░░░░ 10 documents, 30 facts, 1 failures, 3:00 left",
        ),
        ((10, 30, 0, 1.0), 60, "████████████████████ 10 documents, 30 facts, 0 failures, linking"),
    ],
)
def test_progress(step: tuple[int, int, int, float | None], seconds: float, line: str) -> None:
    assert told(kg.build.Step(*step), seconds) == line
