"""Which documents are built, by which fields, and the addresses they keep."""

from __future__ import annotations

from pathlib import Path

import inputs
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import ids

import kg.cli
from kg.documents import Document, Selection, select
from kg.documents.fields import address
from kg.store.store import Store

TEXT = "\n".join(inputs.WORDS)


def numbered(count: int) -> list[Document]:
    return [Document(id=f"d{i}", text="t", issued=f"2024-01-{i % 28 + 1:02}") for i in range(count)]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["d0", "d1", "d2", "d3"]),
        (Selection(limit=2), ["d0", "d1"]),
        (Selection(since="2024-01-03"), ["d2", "d3"]),
        (Selection(since="2024-01-02", limit=1), ["d1"]),
        (Selection(sample=9), ["d0", "d1", "d2", "d3"]),
    ],
)
def test_selection(selection: Selection, expected: list[str]) -> None:
    documents = [*numbered(4)]
    if selection.since:
        documents.append(Document(id="undated", text="t"))
    assert ids(list(select(documents, selection))) == expected


def test_a_sample_does_not_depend_on_the_order() -> None:
    documents = numbered(500)
    sample = ids(list(select(documents, Selection(sample=50))))
    assert len(sample) == 50
    assert sample == sorted(sample, key=lambda i: int(i[1:]))
    assert set(ids(list(select(documents[::-1], Selection(sample=50))))) == set(sample)
    assert set(sample) < set(ids(list(select(documents, Selection(sample=100)))))


# Addresses


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://a.vn/bài-viết?x=1&y=ệ#z", True),
        (" https://user:pw@a.vn:8080/%C3%A0 ", True),
        ("urn:uuid:0c9d9b4e-1111-4a4b-8a3a-1c9d9b4e1111", True),
        ("http://[bad", False),
        ("http://a.vn/[1]", False),
        ("http://a.vn/100%", False),
        ("http://a.vn:port/", False),
        ("http://a.vn/#a#b", False),
        ("http://a.vn/\ue000", False),
        ("http://a.vn/\ud800", False),
        ("a.vn/1", False),
        ("http:", False),
        ("x", False),
        (None, False),
    ],
)
def test_addresses(value: str | None, kept: bool) -> None:
    assert address(value) == ((value or "").strip() if kept else None)


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="ah:/?#[]@%0ệ.\ue000\ufffe&=-\U000e0001").map("http://".__add__),
        st.text(alphabet="ah:/?#[]@%0ệ.").map("a:".__add__),
    )
)
def test_an_address_that_is_kept_can_be_exported(value: str) -> None:
    kept = address(value)
    if kept is not None:
        assert pyoxigraph.NamedNode(kept).value == kept


def test_addresses_in_linear_time() -> None:
    for text in ("a" * 10**6, "http://" + "a:" * 10**6, "http://" + "%a" * 10**6, "a:" * 10**6):
        assert address(text + "[") is None


# The command


def build(folder: Path, *args: str) -> tuple[int, list[str]]:
    """Run ``kg build`` on a folder; return its status and the ids in the store."""
    store = folder.parent / "x.db"
    status = kg.cli.run(["build", str(folder), "-o", str(store), "-q", "--model", "none", *args])
    with Store(store) as opened:
        return status, [d.id for d in opened.documents()]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], ["0", "1", "2", "3", "4", "5", "6", "7"]),
        (["--limit", "2"], ["0", "1"]),
        (["--since", "2024-01-07"], ["6", "7"]),
        (["--since", "2024-01-03", "--limit", "1"], ["2"]),
        (["--sample", "3"], ["0", "2", "5"]),
        (["--sample", "4"], ["0", "2", "5", "7"]),
        (["--id", "name", "--text", "name"], ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"]),
        (["--date", "other"], ["0", "1", "2", "3", "4", "5", "6", "7"]),
    ],
)
def test_what_is_built(tmp_path: Path, args: list[str], expected: list[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    lines = "".join(f"{i},text {i},2024-01-0{i + 1},n{i},2024-02-01\n" for i in range(8))
    (folder / "x.csv").write_text(f"id,text,date,name,other\n{lines}")
    assert build(folder, *args) == (0, expected)


@pytest.mark.parametrize("args", [["--limit", "0"], ["--sample", "x"], ["--since", "2024"]])
def test_what_options_do_not_take(tmp_path: Path, args: list[str]) -> None:
    assert kg.cli.run(["build", str(tmp_path), "-o", str(tmp_path / "x.db"), *args]) == 2


def test_the_facts_of_a_page_are_those_of_its_text(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    for name, data in (("page", inputs.page().encode()), ("text", TEXT.encode())):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"x.{'html' if name == 'page' else 'txt'}").write_bytes(data)
    made = []
    for name in ("page", "text"):
        build(tmp_path / name)
        with Store(tmp_path / "x.db") as store:
            made.append({k: v for k, v in store.counts().items() if k in ("officials", "meetings")})
    assert made[0] == made[1]
    assert made[0]["officials"] == 1


def test_extract_reads_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    path = tmp_path / "x.html"
    path.write_text(inputs.page(), encoding="utf-8")
    assert kg.cli.run(["extract", str(path)]) == 0
    assert "Trần Văn Mẫu; Bộ trưởng" in capsys.readouterr().out
