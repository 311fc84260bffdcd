"""What the readers make of good input, and the one clear failure that each bad input gives."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import Document, Failure, read
from kg.documents.failure import MAX_BYTES
from kg.documents.kinds import KNOWN
from kg.documents.options import Options

SEEDS = Path(__file__).parent.parent / "seeds"


def read_all(*sources: str | Path) -> tuple[list[Document], list[Failure]]:
    failures: list[Failure] = []
    return list(read(sources, failures.append)), failures


def ids(documents: Sequence[Document]) -> list[str]:
    return [d.id for d in documents]


def test_a_folder_is_read_in_order_and_whole() -> None:
    documents, failures = read_all(SEEDS)
    assert failures == []
    assert ids(documents) == sorted(p.stem for p in SEEDS.glob("*.txt"))
    for d in documents:
        assert d.text.encode() == (SEEDS / f"{d.id}.txt").read_bytes()
        assert (d.title, d.issued, d.source) == (None, None, None)


def test_a_file_that_is_given_has_its_stem_as_id(tmp_path: Path) -> None:
    (tmp_path / "a.b.TXT").write_text("x")
    assert ids(read_all(tmp_path / "a.b.TXT")[0]) == ["a.b"]


def test_folders_below_hidden_files_and_other_kinds(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt", "notes.md", "c.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    documents, failures = read_all(f"{tmp_path}/")
    assert (ids(documents), failures) == (["a/1", "a/2", "b"], [])


def test_very_deep_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1100):
        os.mkdir("d")
        os.chdir("d")
    Path("deep.txt").write_text("x")
    os.chdir(tmp_path)
    try:
        assert ids(read_all(".")[0]) == ["d/" * 1100 + "deep"]
    finally:  # deeper than shutil.rmtree goes
        os.chdir("d/" * 1100)
        os.remove("deep.txt")
        for _ in range(1100):
            os.chdir("..")
            os.rmdir("d")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfm\xe1\xbb\x99t", "một"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("Họp".encode(), "Họp"),
        (b"form\x0cfeed \x1b[1m bold " * 20, "form\x0cfeed \x1b[1m bold " * 20),
        ("e\u0301 \ufeff".encode(), "e\u0301 \ufeff"),
    ],
)
def test_text_is_kept_as_it_stands(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    documents, failures = read_all(tmp_path)
    assert ([d.text for d in documents], failures) == ([text], [])


any_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


def from_stdin(text: str, options: Options) -> tuple[list[str], list[Failure]]:
    record = json.dumps({"id": "x", "text": text}).encode()
    failures: list[Failure] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(record))))
        documents = list(read(["-"], failures.append, options))
    return [d.text for d in documents], failures


@given(any_text)
def test_any_text_comes_back_from_jsonl(text: str) -> None:
    assert from_stdin(f"- {text}", Options(encoding="utf-8")) == ([f"- {text}"], [])


@given(any_text)
def test_no_text_is_altered_or_left_out_in_silence(text: str) -> None:
    notes: list[Failure] = []
    texts, failures = from_stdin(f"- {text}", Options(on_note=notes.append))
    assert texts == [f"- {text}"] or len(notes) + len(failures) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.txt", b"", "empty file"),
        ("x.txt", b"\xef\xbb\xbf \n\t", "empty file"),
        ("x.jsonl", b"", "empty file"),
        ("x.jsonl", b"\n\n", "empty file"),
        ("x.txt", bytes(range(256)) * 4, "binary file"),
        ("x.txt", b"\x7fELF\x02\x01\x01" + b"\x00" * 9, "binary file"),
        ("x.jsonl", b"\x1f\x8b\x08\x00" + b"\x00" * 9, "binary file"),
        ("x.txt", b"B\xed th\xad", "not UTF-8 at byte 1 (0xed), perhaps "),
        ("x.txt", b"\xef\xbb\xbfab\xff", "not UTF-8 at byte 5 (0xff)"),
        ("x.txt", "Họp".encode("utf-16")[:-1], "not UTF-16 at byte 6"),
        ("x.txt", "Họp".encode("utf-32")[:-1], "not UTF-32 at byte 12"),
        ("x.jsonl", b"{\n" + b'"a": 1,\n' * 50 + b"}", "not JSON Lines"),
        ("x.doc", b"text", "unknown kind of file '.doc'"),
        ("x.txt.gz", b"text", "unknown kind of file '.gz'"),
        ("README", b"text", "no file extension"),
    ],
)
def test_one_failure_a_bad_file(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("good")
    documents, failures = read_all(tmp_path / name, tmp_path / "good.txt")
    assert ids(documents) == ["good"]
    assert [f.source for f in failures] == [str(tmp_path / name)]
    assert reason in failures[0].reason


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    expected = {
        "missing.txt": "no such file or directory",
        "empty": f"no {KNOWN.replace(' and ', ' or ')} file in this folder",
        "self.txt": "too many levels of symbolic links",
        "pipe.txt": "not a regular file",
    }
    _, failures = read_all(*(tmp_path / name for name in expected), "", "a\0b")
    assert [f.reason for f in failures] == [*expected.values(), "not a path", "not a path"]


def test_link_loops_and_odd_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "in.txt").write_text("in")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "sub")
    (tmp_path / "link.txt").symlink_to(tmp_path / "sub" / "in.txt")
    (tmp_path / "a\nb \x1b.txt").write_text("odd")
    (tmp_path / "sổ tay 'x'.txt").write_text("fine")
    documents, failures = read_all(tmp_path)
    assert ids(documents) == ["a\\x0ab \\x1b", "sub/in", "sổ tay 'x'"]
    assert failures == [
        Failure(str(tmp_path / "sub" / "loop"), "link leads back to a folder above it")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "w") as f:
        f.write("x")
    assert ids(read_all(tmp_path)[0]) == ["\\xff"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", "text"', "not JSON"),
        ('["x"]', "not a JSON object"),
        ("[" * 100_000, "not"),
        ('{"id": "x", "text": "t", "more": ' + "[" * 100_000, "not"),
        ('{"text": "t"}', "no id"),
        ('{"id": "", "text": "t"}', "no id"),
        ('{"id": 7, "text": "t"}', "id is not a string"),
        ('{"id": "a\\u0007", "text": "t"}', "id holds a control character"),
        ('{"id": "x"}', "no text"),
        ('{"id": "x", "text": ["t"]}', "text is not a string"),
        ('{"id": "x", "text": " "}', "empty text"),
        ('{"id": "x", "text": "a\\u0000"}', "text holds a NUL character"),
        ('{"id": "x", "text": "\\ud800"}', "not JSON"),
        ('{"id": "x", "text": "t", "title": 1}', "title is not a string"),
        ('{"id": "x", "text": "t", "date": "31/1/2024"}', "date '31/1/2024' is not an ISO 8601"),
        ('{"id": "x", "text": "t", "published": "2024-02-30"}', "published '2024-02-30' is not"),
        ('{"id": "x", "text": "t", "issued": "20240131"}', "issued '20240131' is not"),
        ('{"id": "x", "text": "t", "issued": 2024}', "issued is not a string"),
        ('{"id": "first", "text": "t"}', "id 'first' was already read from"),
    ],
)
def test_one_failure_a_bad_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(f'{{"id": "first", "text": "t"}}\n\n{line}\n{{"id": "last", "text": "t"}}')
    documents, failures = read_all(path)
    assert ids(documents) == ["first", "last"]
    assert [f.source for f in failures] == [f"{path}, line 3"]
    assert failures[0].reason.startswith(reason)


def test_a_wrong_byte_in_a_line_is_placed_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"id": "a", "text": "t"}\r\n{"id": "b", "text": "\xff"}\n')
    documents, failures = read_all(path)
    assert ids(documents) == ["a"]
    assert failures[0].source == f"{path}, line 2"
    assert "at byte 47 (0xff)" in failures[0].reason
    assert path.read_bytes()[47] == 0xFF


@pytest.mark.parametrize(
    ("fields", "issued", "source"),
    [
        ({"date": "2024-01-17"}, "2024-01-17", None),
        ({"published": "2024-01-17T06:50:00+07:00"}, "2024-01-17", None),
        ({"date": None, "issued": "2024-01-17 06:50"}, "2024-01-17", None),
        ({"date": ""}, None, None),
        ({"url": "https://example.org/bài"}, None, "https://example.org/bài"),
        ({"url": None, "source": "https://example.org/1"}, None, "https://example.org/1"),
        ({"source": "a newspaper"}, None, None),
        ({"url": "https://example.org/a b>"}, None, None),
        ({"people": {"x": []}, "published": None}, None, None),
    ],
)
def test_fields(
    tmp_path: Path, fields: dict[str, object], issued: str | None, source: str | None
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"id": "x", "text": "t", "title": "T", **fields}))
    documents, failures = read_all(path)
    assert failures == []
    assert documents == [Document(id="x", text="t", title="T", issued=issued, source=source)]


def test_lines_and_files_above_the_limit_in_bounded_memory(tmp_path: Path) -> None:
    megabyte = b"a" * 1_000_000
    with (tmp_path / "a.jsonl").open("wb") as f:
        f.write(b'{"id": "long", "text": "')
        f.writelines(megabyte for _ in range(50))
        f.write(b'"}\n{"id": "next", "text": "t"}\n')
    with (tmp_path / "b.txt").open("wb") as f:
        f.writelines(megabyte for _ in range(50))
    tracemalloc.start()
    documents, failures = read_all(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ids(documents) == ["next"]
    assert [(Path(f.source).name, "larger than 20 MB" in f.reason) for f in failures] == [
        ("a.jsonl, line 1", True),
        ("b.txt", True),
    ]
    assert peak < 3 * MAX_BYTES


def test_a_source_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.txt").write_text("another x")
    documents, failures = read_all(
        tmp_path / "x.txt", tmp_path / "x.txt", tmp_path / "other" / "x.txt"
    )
    assert ids(documents) == ["x"]
    assert [f.reason for f in failures] == [f"id 'x' was already read from {tmp_path / 'x.txt'}"]
