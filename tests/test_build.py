"""Building: what is read, what is kept, what is told, and what a failure may not cost."""

from __future__ import annotations

import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from report_maker import Maker

import kg
import kg.build
from kg.documents import Document
from kg.errors import KgError
from kg.report.model import Report
from kg.store.schema import TABLES
from kg.store.store import Store

ROOT = Path(__file__).parent.parent
CHAIR = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"


class Reader:
    """Stands for extraction: a text is a person's name; "boom" fails, "quiet" tells no meeting."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, document: Document, lexicon: object = None, model: object = None) -> Report:
        self.read.append(document.id)
        text = document.text.strip()
        if text == "boom":
            raise IndexError("list index\nout of range")
        maker = Maker(document.id, document.issued)
        if text != "quiet":
            who = maker.person(text, CHAIR)
            maker.meeting("hội nghị", (who, "chair"), date="2024-01-17")
        return maker.report()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr("kg.report.extract.extract", made)
    monkeypatch.setattr("kg.lexicon.lexicon.load_lexicon", lambda _: SimpleNamespace(version="1"))
    monkeypatch.setattr("kg.ner.combine.load_recogniser", lambda *_: None)
    return made


class Build:
    """Builds a folder of texts into one store and collects what is told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.db = folder, folder / "officials.db"
        self.failures: list[tuple[str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.done: list[int] = []

    def __call__(self, *paths: Path, **texts: str) -> Store:
        folder = self.folder / "in"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.failures, self.notes, self.done = [], [], []
        return kg.build.build(
            [*([folder] if texts else []), *paths],
            self.db,
            on_failure=lambda f: self.failures.append((f.source, f.reason)),
            on_note=lambda n: self.notes.append((n.source, n.reason)),
            on_progress=self.done.append,
        )


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path)


def names(store: Store) -> list[str]:
    return sorted(o.label for o in store.officials())


def test_a_build(reader: Reader, build: Build) -> None:
    with build(a="Lê Hòa", b="Trần Nam") as store:
        assert names(store) == ["Lê Hòa", "Trần Nam"]
        assert [d.id for d in store.documents()] == ["a", "b"]
        assert store.meta("rules")
    assert build.failures == build.notes == []
    assert build.done == [1, 2]


def test_only_what_changed_is_read_anew(reader: Reader, build: Build) -> None:
    build(a="Lê Hòa", b="Trần Nam").close()
    reader.read.clear()
    with build(a="Lê Hòa", b="Trần Năm", c="Hồ Tư") as store:
        assert reader.read == ["b", "c"]
        assert names(store) == ["Hồ Tư", "Lê Hòa", "Trần Năm"]
        assert store.text("document/b") == "Trần Năm"


def test_other_code_reads_anew(
    reader: Reader, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(a="Lê Hòa").close()
    monkeypatch.setattr("kg.grounds.code_version", lambda rooms: "other")
    build(a="Lê Hòa").close()
    assert reader.read == ["a", "a"]


def test_what_is_given_no_more_goes(reader: Reader, build: Build) -> None:
    build(a="Lê Hòa", b="Trần Nam").close()
    with build(b="Trần Nam") as store:
        assert names(store) == ["Trần Nam"]
        assert {m.document for m in store.mentions()} == {"document/b"}


def test_one_bad_document_costs_no_other(reader: Reader, build: Build) -> None:
    with build(a="Lê Hòa", b="boom", c="Trần Nam") as store:
        assert names(store) == ["Lê Hòa", "Trần Nam"]
        assert list(store.failures()) == build.failures
    assert build.failures == [("b", "extraction failed: IndexError: list index out of range")]


def test_a_text_without_a_meeting_is_noted_and_built(reader: Reader, build: Build) -> None:
    with build(a="quiet", b="Lê Hòa") as store:
        assert [d.id for d in store.documents()] == ["a", "b"]
        assert list(store.notes()) == build.notes == [("a", "no meeting found")]
    assert build.failures == []
    with build(b="Lê Hòa") as store:
        assert list(store.notes()) == []


def test_a_build_of_nothing_readable_leaves_the_store(reader: Reader, build: Build) -> None:
    build(a="Lê Hòa").close()
    with build(build.folder / "missing") as store:
        assert names(store) == ["Lê Hòa"]
        assert [source for source, _ in store.failures()] == [str(build.folder / "missing")]
    assert len(build.failures) == 1


def test_an_interrupted_build_leaves_the_graph_and_keeps_what_was_read(
    reader: Reader, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(a="Lê Hòa").close()
    with monkeypatch.context() as patch:
        patch.setattr("kg.build.link", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(a="Lê Hoa", b="Trần Nam")
    with Store(build.db) as store:
        assert names(store) == ["Lê Hòa"]
        assert store.text("document/a") == "Lê Hòa"
    reader.read.clear()
    with build(a="Lê Hoa", b="Trần Nam") as store:
        assert reader.read == []
        assert names(store) == ["Lê Hoa", "Trần Nam"]


def test_bad_input_of_every_kind(reader: Reader, build: Build) -> None:
    extra = build.folder / "extra"
    extra.mkdir()
    (extra / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (extra / "latin.txt").write_bytes("à".encode("latin-1"))
    (extra / "empty.txt").write_bytes(b"")
    lines = [json.dumps({"id": "ok", "text": "Trần Nam"}), "{", json.dumps({"id": "x"})]
    (extra / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with build(extra, build.folder / "missing", a="Lê Hòa") as store:
        assert names(store) == ["Lê Hòa", "Trần Nam"]
        assert len(list(store.failures())) == len(build.failures) == 6
    assert all(reason and "\n" not in reason for _, reason in build.failures)


def test_a_store_that_cannot_be_written(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no such directory"):
        kg.build.build([ROOT / "seeds"], tmp_path / "no" / "officials.db")
    (tmp_path / "text.db").write_text("something else " * 100)
    with pytest.raises(KgError, match="not a store of kg"):
        kg.build.build([ROOT / "seeds"], tmp_path / "text.db")
    assert reader.read == []


def test_any_order_builds_the_same(tmp_path: Path) -> None:
    files: list[Any] = sorted((ROOT / "seeds").glob("*.txt"))
    tables = []
    for i in range(3):
        random.Random(i).shuffle(files)
        with kg.build.build(files, tmp_path / f"{i}.db") as store:
            tables.append({t: tuple(getattr(store, t)()) for t in TABLES})
    assert tables[0] == tables[1] == tables[2]
    # The seeds have no decisions, no two people of one name and no copies, do not contradict each
    # other and print nothing that is disputed.
    empty = {"copies", "redirects", "rejected", "apart", "unsure", "disputed", "conflicts", "sides"}
    assert {t for t, rows in tables[0].items() if not rows} == empty


def test_mentions_of_the_seeds_lie_where_they_say(tmp_path: Path) -> None:
    with kg.build([ROOT / "seeds"], tmp_path / "officials.db") as store:
        texts = {d.key: store.text(d.key) for d in store.documents()}
        for d in store.documents():
            assert texts[d.key] == (ROOT / "seeds" / f"{d.id}.txt").read_bytes().decode("utf-8")
        for m in store.mentions():
            exact = texts[m.document][m.start : m.end]
            assert exact == exact.strip() != ""


def test_from_python() -> None:
    text = "Ngày 17-1-2024, đồng chí Lê Thị Thử, Bí thư Tỉnh ủy Nghệ An chủ trì hội nghị."
    report = kg.extract(text)
    assert isinstance(report, kg.Report)
    assert [p.name for p in report.people] == ["Lê Thị Thử"]
    assert report == kg.extract(kg.Document(id="text", text=text))
    assert kg.__version__
    assert set(dir(kg)) >= {"Document", "Report", "Store", "build", "extract", "graph"}
    assert callable(kg.build) and callable(kg.graph)
    with pytest.raises(AttributeError):
        kg.nothing  # noqa: B018
