"""What is read of tables of records, and the one line that each bad file of any kind gives."""

from __future__ import annotations

import datetime
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import inputs
import pytest
import zstandard
from inputs import ids, read_all, read_as

from kg.documents import Document, Fields, Options
from kg.documents.failure import MAX_BYTES

NEEDS = {"x.parquet": "pyarrow", "x.docx": "docx", "x.pdf": "pypdf"}


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz", "x.JSONL.GZ", "x.jsonl.zst"])
def test_packed_lines(tmp_path: Path, name: str) -> None:
    data = inputs.records("a", "b")
    if name.lower().endswith("gz"):
        data = inputs.packed(data[:60]) + inputs.packed(data[60:])  # two members, as pigz writes
    elif name.endswith("zst"):
        data = zstandard.compress(data[:60]) + zstandard.compress(data[60:])
    documents, failures = read_as(tmp_path, name, data)
    assert (ids(documents), failures) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("name", "cut"), [("x.jsonl.gz", 20), ("x.jsonl.zst", 20), ("x.jsonl.gz", 4)]
)
def test_a_packed_file_that_ends_early_is_read_up_to_there(
    tmp_path: Path, name: str, cut: int
) -> None:
    import random

    chance = random.Random(7)  # words that do not pack into one block
    names = [f"{i}-{chance.random()}" for i in range(20_000)]
    whole = inputs.records(*names)
    data = inputs.packed(whole) if name.endswith("gz") else zstandard.compress(whole)
    documents, failures = read_as(tmp_path, name, data[:-cut])
    assert len(documents) > 10_000
    assert ids(documents) == names[: len(documents)]
    assert failures[-1] == f"{name}: ends early: what stands before was read"
    assert len(failures) <= 2


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.jsonl.gz", b"no gzip", "broken from here on (Not a gzipped file"),
        ("x.jsonl.zst", b"no zstd", "broken from here on ("),
        ("x.jsonl.gz", b"", "empty file"),
        ("x.jsonl.gz", inputs.packed(b" " * 50_000_000), "unpacks to more than 200 times its size"),
        ("x.jsonl.zst", zstandard.compress(bytes(50_000_000)), "binary file"),
        ("x.csv.zst", zstandard.compress(b"a" * 50_000_000), "unpacks to more than 200 times"),
        ("x.csv", b"", "empty file"),
        ("x.csv", b"a,b\n1,2\n", "no column 'id' (--id names another one); there: 'a, b'"),
        ("x.csv", b"id,b\n1,2\n", "no column 'text' (--text names another one); there: 'id, b'"),
        ("x.csv", bytes(100), "binary file"),
        ("x.parquet", b"PAR1xxxxPAR1", "not Parquet that can be read"),
        ("x.parquet", b"", "not Parquet that can be read"),
        (
            "x.parquet",
            lambda: inputs.parquet(id=["a"], text=[1]),
            "column 'text' holds int64, not text",
        ),
        ("x.parquet", lambda: inputs.parquet(id=[["a"]], text=["t"]), "column 'id' holds list<"),
        ("x.parquet", lambda: inputs.parquet(id=["a"]), "no column 'text'"),
        (
            "x.parquet",
            inputs.parquet(id=["a"] * 30, text=["x" * 10**6] * 30, plain=1),
            "unpacks",
        ),
        ("x.warc", b"no WARC at all\n", "not WARC after record 0"),
        ("x.warc", b"", "no records"),
        ("x.warc", b"WARC/1.0\r\nA: " + b"a" * 9_000_000, "broken after record 0: headers larger"),
        ("x.warc", b"WARC/1.0\r\n" + b"A: a\r\n" * 900_000, "broken after record 0: headers"),
        ("x.warc.gz", b"no gzip", "broken from here on (Not a gzipped file"),
        ("x.rss", b"<rss>", "not XML: no element found"),
        ("x.rss", b" ", "empty file"),
        ("x.xml", b"<urlset/>", "no feed: its root is 'urlset'"),
        ("x.atom", b"<feed/>", "a feed without items"),
        (
            "x.rss",
            b"<!DOCTYPE r [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]><rss><item>&b;</item></rss>",
            "XML that declares entities, refused",
        ),
        (
            "x.rss",
            b"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><item>&a;</item></rss>",
            "XML that declares entities, refused",
        ),
        ("x.zip", b"no zip", "not a zip archive"),
        ("x.zip", inputs.zipped([("a.md", b"x")]), "no file in this archive that is read"),
        ("x.tar", b"no tar", "not a tar archive, or broken from here on"),
        ("x.tar.gz", b"no gzip", "broken from here on (Not a gzipped file"),
        ("x.tgz", inputs.packed(bytes(10_240)), "no file in this archive that is read"),
        ("x.docx", b"no Word", "not a Word file (.docx)"),
        ("x.docx", inputs.zipped([("a.xml", b"<a/>")]), "not a Word file that can be read"),
        ("x.docx", inputs.zipped([("a.xml", b"a" * 30_000_000)]), "larger than 20 MB"),
        ("x.docx", lambda: inputs.word(), "no text in this file"),
        ("x.pdf", b"no PDF", "not a PDF that can be read"),
        ("x.pdf", inputs.pdf(""), "no text in this PDF: is it a scan?"),
    ],
)
def test_one_line_a_bad_file(
    tmp_path: Path, name: str, data: bytes | Callable[[], bytes], told: str
) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    documents, failures = read_as(tmp_path, name, data if isinstance(data, bytes) else data())
    assert documents == []
    assert len(failures) == 1
    assert failures[0].startswith(f"{name}: {told}")


def test_the_names_of_fields_can_be_given(tmp_path: Path) -> None:
    fields = Fields(text="nội dung", id="url", title="tít", date="ngày", url="url")
    expected = Document(
        id="https://a.vn/1", text="t", title="T", issued="2024-01-17", source="https://a.vn/1"
    )
    columns = {"url": "https://a.vn/1", "nội dung": "t", "tít": "T", "ngày": "2024-01-17"}
    line = ",".join(columns) + "\n" + ",".join(columns.values()) + "\n"
    made = {
        "x.csv": line.encode(),
        "x.jsonl": ("{" + ", ".join(f'"{k}": "{v}"' for k, v in columns.items()) + "}").encode(),
        "x.parquet": inputs.parquet(**{k: [v] for k, v in columns.items()}),
    }
    for name, data in made.items():
        assert read_as(tmp_path, name, data, Options(fields=fields)) == ([expected], [])


@pytest.mark.parametrize(
    ("data", "expected", "failures"),
    [
        ("id,text\n1,a\n2,b\n", {"1": "a", "2": "b"}, []),
        ("\ufeffid;text;url\r\n1;a,b;\r\n", {"1": "a,b"}, []),
        ("id\ttext\n1\ta b\n", {"1": "a b"}, []),
        ('id,text\n1,"a\nb ""c"""\n', {"1": 'a\nb "c"'}, []),
        ("id,text\n\n1,a\n\n", {"1": "a"}, []),
        ("id,text\n1\n2,b,c\n3,d", {"3": "d"}, [
            "x.csv, line 2: 1 values, but the header has 2",
            "x.csv, line 3: 3 values, but the header has 2",
        ]),
        ("id,text\n1,\n,b\n3,d\n", {"3": "d"}, [
            "x.csv, line 2: empty text", "x.csv, line 3: no id",
        ]),
        ("id,text\n1,a\n1,b\n", {"1": "a"}, [
            "x.csv, line 3: id '1' was already read from x.csv, line 2",
        ]),
        ('id,text\n1,"a\n', {}, ["x.csv, line 2: not CSV: unexpected end of data"]),
        ('id,text\n1,"a"b\n2,c\n', {"2": "c"}, [
            "x.csv, line 2: not CSV: ',' expected after '\"'",
        ]),
        ("id,text,date\n1,a,yesterday\n2,b,2024-01-17T10:00\n", {"2": "b"}, [
            "x.csv, line 2: date 'yesterday' is not an ISO 8601 date (YYYY-MM-DD)",
        ]),
    ],
)  # fmt: skip
def test_csv(tmp_path: Path, data: str, expected: dict[str, str], failures: list[str]) -> None:
    documents, told = read_as(tmp_path, "x.csv", data.encode())
    assert {d.id: d.text for d in documents} == expected
    assert [line.replace(f"{tmp_path}/", "") for line in told] == failures


def test_a_row_of_csv_that_was_cut_is_no_report(tmp_path: Path) -> None:
    rows = b"id,text\n" + b"".join(b"%d,text %d\n" % (i, i * 7919) for i in range(50_000))
    documents, failures = read_as(tmp_path, "x.csv.gz", inputs.packed(rows)[:-3000])
    assert len(documents) > 1000
    assert all(d.text == f"text {int(d.id) * 7919}" for d in documents)
    assert failures == ["x.csv.gz: ends early: what stands before was read"]


def test_a_line_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as f:
        f.write(b"id,text\n1,")
        f.writelines(b"a" * 1_000_000 for _ in range(60))
        f.write(b"\n2,b\n")
    tracemalloc.start()
    documents, failures = read_all(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ids(documents) == ["2"]
    assert failures == [
        "x.csv, line 2: larger than 20 MB, refused: give one report a file or a line"
    ]
    assert peak < 3 * MAX_BYTES


def test_parquet(tmp_path: Path) -> None:
    day = datetime.date(2024, 1, 17)
    data = inputs.parquet(
        id=[1, 2, 3, 1], text=["a", None, "c", "d"], date=[day, day, None, day], more=[1, 2, 3, 4]
    )
    documents, failures = read_as(tmp_path, "x.parquet", data)
    assert documents == [
        Document(id="1", text="a", issued="2024-01-17"),
        Document(id="3", text="c"),
    ]
    assert failures == [
        "x.parquet, row 2: no text",
        f"x.parquet, row 4: id '1' was already read from {tmp_path}/x.parquet, row 1".replace(
            f"{tmp_path}/", ""
        ),
    ]
