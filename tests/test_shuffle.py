"""People joined elsewhere, by way of files: the very graph that linking at one go makes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic.corpus import corpus
from test_decisions_link import JOIN, ONE, PART, TWO, decided
from test_link_graph import reports

from kg.errors import KgError
from kg.link.copy_row import Reprint
from kg.link.decisions import Decision
from kg.link.graph import link
from kg.partitions.people import Shuffle, joining
from kg.report.model import Report
from kg.work.task import Job

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def shuffle(folder: Path, executor: ThreadPoolExecutor) -> Shuffle:
    return Shuffle(folder, folder / "x.db", executor, 2, None)


@given(made=reports(), copied=st.lists(st.booleans(), min_size=12, max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_reports(threads: ThreadPoolExecutor, made: list[Report], copied: list[bool]) -> None:
    ids = sorted({report.document for report in made})
    copies = {
        id: Reprint(ids[0], 0.9) for id, is_copy in zip(ids[1:], copied, strict=False) if is_copy
    }
    with tempfile.TemporaryDirectory() as folder:
        found = link(made, people=shuffle(Path(folder), threads), copies=copies)
    assert found == link(made, copies=copies)


def test_a_made_up_country(threads: ThreadPoolExecutor, tmp_path: Path) -> None:
    made = [labelled.report for labelled in corpus(4000, seed=3)]
    again = [msgspec.structs.replace(r, document=f"{r.document}-again") for r in made[::7]]
    copies = {f"{r.document}-again": Reprint(r.document, 1.0) for r in made[::7]}
    graph = link([*made, *again], copies=copies)
    people = shuffle(tmp_path, threads)
    assert link([*made, *again], people=people, copies=copies) == graph
    assert any(row.kind == "copy" for row in graph.joins)
    assert len(list(tmp_path.rglob("*.people.parquet"))) > 4
    people.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("told, entry", [(TWO, JOIN), (ONE, PART)])
def test_decisions(
    threads: ThreadPoolExecutor, tmp_path: Path, told: list[Report], entry: Decision
) -> None:
    graph = link(told, decisions=decided(entry))
    assert graph != link(told)
    assert link(told, decisions=decided(entry), people=shuffle(tmp_path, threads)) == graph


def test_what_was_answered_is_not_asked_again(threads: ThreadPoolExecutor, tmp_path: Path) -> None:
    graph = link(ONE, people=shuffle(tmp_path, threads))
    (answer,) = tmp_path.rglob("*.joined.parquet")
    before = answer.stat().st_mtime_ns
    assert link(ONE, people=shuffle(tmp_path, threads)) == graph
    assert answer.stat().st_mtime_ns == before
    answer.write_bytes(answer.read_bytes()[:-9])
    assert link(ONE, people=shuffle(tmp_path, threads)) == graph
    assert answer.stat().st_mtime_ns != before


def test_a_folder_that_a_worker_does_not_see(tmp_path: Path) -> None:
    from kg.lexicon.rules import rules_dir, rules_version

    work = joining(None, rules_version(rules_dir()))
    outcome = work(Job(str(tmp_path / "a.people.parquet")))
    assert outcome.error is not None
    assert outcome.error.endswith("not there: must all workers see the folder of --shuffle?")


def test_a_folder_that_is_none(threads: ThreadPoolExecutor, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match="cannot write: "):
        shuffle(tmp_path / "file", threads)
