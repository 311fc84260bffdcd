"""What is read of each kind of file, and the one line that each bad one gives."""

from __future__ import annotations

import datetime
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import inputs
import pyoxigraph
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import kg.cli
from kg.documents import Document, Failure, Fields, Options, Selection, Site, read, select
from kg.documents.failure import MAX_BYTES
from kg.documents.fields import address
from kg.documents.site import site_of
from kg.documents.snippet import text_of
from kg.rulecheck.check import check_rules
from kg.sites import load_sites
from kg.store.store import Store

NEEDS = {"x.parquet": "pyarrow", "x.docx": "docx", "x.pdf": "pypdf"}
FRENCH = [f"Réunion n° {i} à Paris, présidée par le préfet de la région." for i in range(5)]
TEXT = "\n".join(inputs.WORDS)


def read_all(path: Path, options: Options | None = None) -> tuple[list[Document], list[str]]:
    """Return the documents of a path and the failures, as the user sees them, below it."""
    failures: list[Failure] = []
    documents = list(read([path], failures.append, options or Options()))
    told = [f"{f.source}: {f.reason}".replace(f"{path.parent}/", "") for f in failures]
    assert all("\n" not in line for line in told)
    return documents, told


def read_as(
    folder: Path, name: str, data: bytes, options: Options | None = None
) -> tuple[list[Document], list[str]]:
    path = folder / name
    path.write_bytes(data)
    return read_all(path, options)


def french(head: str = "") -> str:
    page = inputs.page(FRENCH, title="T", head=head)
    return page.replace("Bản quyền", "")


def ids(documents: Sequence[Document]) -> list[str]:
    return [d.id for d in documents]


# Tables of records


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


# Pages


def test_a_page(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    head = "<link rel='canonical' href='https://bao.example.vn/tong-ket.html'/>"
    documents, failures = read_as(tmp_path, "x.htm", inputs.page(head=head).encode())
    assert failures == []
    (document,) = documents
    assert document.text.removeprefix("Tổng kết\n") == TEXT
    assert (document.id, document.title, document.issued) == ("x", "Tổng kết", "2024-01-17")
    assert document.source == "https://bao.example.vn/tong-ket.html"


@pytest.mark.parametrize(
    ("name", "told"),
    [("bao.example.vn", False), ("example.vn", False), ("other.vn", True), ("e.vn", True)],
)
def test_what_is_known_of_a_site(tmp_path: Path, name: str, told: bool) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    head = "<link rel='canonical' href='https://bao.example.vn/tong-ket.html'/>"
    extra = "<div class='more'><p>Một tin khác, dài và không thuộc bài báo này chút nào.</p></div>"
    data = inputs.page(head=head, extra=extra).encode()
    for site in (
        Site(site=name, drop=("//*[@class='more']",)),
        Site(site=name, body=("//nothing", "//*[@class='main']")),
    ):
        (document,), failures = read_as(tmp_path, "x.html", data, Options(sites=(site,)))
        assert failures == []
        assert ("Một tin khác" in document.text) == told
        assert TEXT in document.text


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (inputs.page().encode("utf-8"), "utf-8"),
        (inputs.page().encode("utf-8"), "iso-8859-1"),
        (inputs.page().encode("utf-8"), "no-such"),
        (inputs.page(head="<meta charset='utf-16'>").encode("utf-16"), ""),
        (french().encode("cp1252"), "cp1252"),
        (french("<meta charset='iso-8859-1'>").encode("cp1252"), ""),
    ],
)
def test_encodings_of_pages(tmp_path: Path, data: bytes, charset: str) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    made = inputs.warc([("https://a.vn/1", data)], kind=f"text/html; charset={charset}")
    (document,), failures = read_as(tmp_path, "x.warc", made)
    assert failures == []
    assert "Tổng kết" in document.text or "présidée par le préfet" in document.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "empty file"),
        ("<html><body></body></html>", "no text in this page"),
        ("<script>x</script>", "no text in this page"),
        ("<div>" * 100_000 + inputs.WORDS[0], "HTML nested too deeply"),
        ("<html><body>" + "<b>" * 100_000 + "</b>" * 100_000, "HTML nested too deeply"),
        ("<p>x</p>" * 100_000, "HTML of more elements or attributes than any report has"),
        ("<p>" + "<b>x</b>" * 15_000, "HTML of more elements"),
        (f"<p>{'x' * 15_000_000}</p>", "HTML with a piece above 10 MB"),
        ("<p " + " ".join(f"a{i}=1" for i in range(5000)) + ">x</p>", "HTML of more elements"),
    ],
    ids=range(9),
)
def test_pages_made_to_harm(tmp_path: Path, data: str, told: str) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    documents, failures = read_as(tmp_path, "x.html", data.encode())
    assert documents == []
    assert [line.startswith(f"x.html: {told}") for line in failures] == [True]


def test_a_missing_library_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "pypdf", "docx", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("a.html", "b.html", "c.pdf", "d.docx", "e.parquet"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "f.txt").write_text("x")
    (tmp_path / "g.zip").write_bytes(inputs.zipped([("1.htm", b"x"), ("2.htm", b"x")]))
    documents, failures = read_all(tmp_path)
    assert ids(documents) == ["f"]
    after = " (without it, all files of this kind are left out)"
    assert [line.partition(": ")[2] for line in failures] == [
        f"HTML needs trafilatura: pip install 'chutri-kg[html]'{after}",
        f"PDF needs pypdf: pip install 'chutri-kg[docs]'{after}",
        f"Word needs python-docx: pip install 'chutri-kg[docs]'{after}",
        f"Parquet needs pyarrow: pip install 'chutri-kg[parquet]'{after}",
        "HTML needs trafilatura: pip install 'chutri-kg[html]'",
    ]


# Web archives


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_web_archives(tmp_path: Path, name: str) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    packed = name.endswith("gz")
    good = inputs.page().encode()
    data = b"".join(
        [
            inputs.warc([("https://a.vn/1", good), ("https://a.vn/2", good)], packed=packed),
            inputs.warc([("https://a.vn/3", good)], packed=packed, status="404 Not Found"),
            inputs.warc([("https://a.vn/4", b"PNG")], packed=packed, kind="image/png"),
            inputs.warc([("https://a.vn/5", b"")], packed=packed),
            inputs.warc(
                [("https://a.vn/6", inputs.packed(good))],
                packed=packed,
                more=[("Content-Encoding", "gzip")],
            ),
            inputs.warc([("https://a.vn/1", good)], packed=packed),
        ]
    )
    documents, failures = read_as(tmp_path, name, data)
    assert ids(documents) == [f"https://a.vn/{i}" for i in (1, 2, 6)]
    assert all(d.source == d.id and d.text.endswith(TEXT) for d in documents)
    assert all(d.issued == "2024-01-17" for d in documents)
    assert [line.partition(": ")[2] for line in failures] == [
        "empty file",
        f"id 'https://a.vn/1' was already read from {tmp_path}/{name}, record 3".replace(
            f"{tmp_path}/", ""
        ),
    ]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_a_web_archive_that_ends_early(tmp_path: Path, name: str) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    pages = [(f"https://a.vn/{i}", inputs.page(title=f"Tin {i}").encode()) for i in range(4)]
    data = inputs.warc(pages, packed=name.endswith("gz"))
    documents, failures = read_as(tmp_path, name, data[:-700])
    assert ids(documents) == [f"https://a.vn/{i}" for i in range(3)]
    assert "ends" in failures[0]
    assert len(failures) <= 2


def test_packed_content_that_is_broken_is_no_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    noise = "".join(f"<p>{i * 7919} và {i * 104729}</p>" for i in range(9000))
    content = bytearray(inputs.packed(inputs.page([noise]).encode()))
    content[40_000:40_100] = b"\xff" * 100
    data = inputs.warc([("https://a.vn/1", bytes(content))], more=[("Content-Encoding", "gzip")])
    documents, failures = read_as(tmp_path, "x.warc", data)
    assert documents == []
    assert [line.startswith("x.warc, record 3: broken content: Error") for line in failures] == [
        True
    ]
    assert capsys.readouterr() == ("", "")


# Archives


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tgz"])
def test_archives(tmp_path: Path, name: str) -> None:
    members = [
        ("a.txt", b"a"),
        ("./b/c d.txt", b"c"),
        ("b/e\u0301.TXT", b"e"),
        ("b/x.jsonl.gz", inputs.packed(inputs.records("r1", "r2"))),
        ("t.csv", b"id,text\nr3,t\n"),
        ("u.parquet", inputs.parquet(id=["r4"], text=["t"])),
        (".hidden.txt", b"h"),
        ("__MACOSX/a.txt", b"h"),
        ("notes.md", b"n"),
        ("bad.txt", b"\x00" * 9),
        ("../out.txt", b"o"),
        ("/abs.txt", b"o"),
        ("C:/w.txt", b"o"),
        ("n.zip", b"z"),
        ("n.tar.gz", b"z"),
        ("end.txt", b"end"),
    ]
    made = {".zip": inputs.zipped(members), ".tar": inputs.taped(members)}
    data = made.get(Path(name).suffix) or inputs.taped(members, "w:gz")
    documents, failures = read_as(tmp_path, name, data)
    assert ids(documents) == [
        "x/a", "x/b/c d", "x/b/e\u0301", "r1", "r2", "r3", "r4", "x/end",
    ]  # fmt: skip
    outside = "a path that leads out of the archive, refused"
    nested = "an archive in an archive, refused: unpack it first"
    assert failures == [
        f"{name}/bad.txt: binary file, not text",
        f"{name}/../out.txt: {outside}",
        f"{name}//abs.txt: {outside}",
        f"{name}/C:/w.txt: {outside}",
        f"{name}/n.zip: {nested}",
        f"{name}/n.tar.gz: {nested}",
    ]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("a b.txt", "x/a b"),
        ("a\nb\x1b.txt", "x/a\\x0ab\\x1b"),
        ("\udcff.txt", "x/\\xff"),
        ("sổ/tay.txt", "x/sổ/tay"),
        ("a..b.txt", "x/a..b"),
    ],
)
def test_names_of_members(tmp_path: Path, name: str, id: str) -> None:
    documents, failures = read_as(tmp_path, "x.tar", inputs.taped([(name, b"text")]))
    assert (ids(documents), failures) == ([id], [])


def test_a_name_in_a_zip_that_is_not_marked_as_unicode(tmp_path: Path) -> None:
    data = inputs.zipped([("sXX.txt", b"text")]).replace(b"sXX.txt", "sô.txt".encode())
    assert ids(read_as(tmp_path, "x.zip", data)[0]) == ["x/sô"]


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6"])
def test_links_and_devices_in_archives(tmp_path: Path, kind: bytes) -> None:
    data = inputs.taped([("l.txt", b"")], kind=kind)
    assert read_as(tmp_path, "x.tar", data) == (
        [],
        ["x.tar/l.txt: a link or device in an archive, refused"],
    )


def test_bombs_stop_their_own_archive_alone(tmp_path: Path) -> None:
    zeros = b"0" * 30_000_000
    members = [("a.txt", b"a"), *((f"{i}.txt", zeros) for i in range(5)), ("z.txt", b"z")]
    (tmp_path / "a.zip").write_bytes(inputs.zipped(members))
    (tmp_path / "b.tar.gz").write_bytes(inputs.taped(members, "w:gz"))
    (tmp_path / "c.txt").write_text("c")
    tracemalloc.start()
    documents, failures = read_all(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {"a/a", "b/a", "c"} <= set(ids(documents)) <= {"a/a", "b/a", "c", "a/z"}
    assert any("unpacks to more than 200 times its size" in line for line in failures)
    assert len(failures) <= 10
    assert peak < 6 * MAX_BYTES


def test_a_header_of_tar_that_is_a_bomb(tmp_path: Path) -> None:
    data = inputs.taped([("x", b"x" * 200_000)])
    made = bytearray(data)
    made[156:157] = b"x"  # a header of more names than any file has
    made[148:156] = b"        "
    made[148:156] = b"%06o\0 " % sum(made[:512])
    _, failures = read_as(tmp_path, "x.tar", bytes(made))
    assert failures == [
        "x.tar: not a tar archive, or broken from here on: a header larger than any name needs"
    ]


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.zip"])
def test_an_archive_that_ends_early(tmp_path: Path, name: str) -> None:
    members = [(f"{i}.txt", f"text {i} ".encode() * 500) for i in range(9)]
    if name == "x.zip":
        data = inputs.zipped(members)
        data = data[:300] + bytes(40) + data[340:]
    else:
        data = inputs.taped(members, "w:gz" if name.endswith("gz") else "w")
        data = data[:-60] if name.endswith("gz") else data[:15_000]
    documents, failures = read_as(tmp_path, name, data)
    assert all(d.text == f"text {d.id[2:]} " * 500 for d in documents)
    assert documents
    assert failures


# Feeds


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "<title>T &amp; U</title><link>https://a.vn/1</link>"
            "<description><![CDATA[<p>Xin <b>chào</b></p><script>x</script>bạn]]></description>"
            "<pubDate>Wed, 17 Jan 2024 23:30:00 +0700</pubDate><guid>7</guid>",
            Document(
                id="https://a.vn/1",
                text="Xin chào\nbạn",
                title="T & U",
                issued="2024-01-17",
                source="https://a.vn/1",
            ),
        ),
        (
            "<c:encoded xmlns:c='u'>full</c:encoded><description>part</description>"
            "<guid>7</guid><d:date xmlns:d='v'>2024-01-17T01:00:00Z</d:date>",
            Document(id="7", text="full", issued="2024-01-17"),
        ),
    ],
)
def test_items_of_rss(tmp_path: Path, item: str, expected: Document) -> None:
    for name, root in (("f.rss", "rss"), ("f.xml", "RDF")):
        (document,), failures = read_as(tmp_path, name, inputs.rss(item, root=root))
        assert failures == []
        assert document == expected


def test_an_item_without_an_address_has_an_id_of_its_words(tmp_path: Path) -> None:
    items = [f"<description>{words}</description>" for words in ("x", "y", "x")]
    documents, failures = read_as(tmp_path, "f.rss", inputs.rss(*items))
    again, _ = read_as(tmp_path, "f.rss", inputs.rss(*items[1::-1]))
    assert [d.text for d in documents] == ["x", "y"]
    assert all(d.id.startswith("f/") for d in documents)
    assert ids(again) == ids(documents)[::-1]
    assert len(failures) == 1


def test_atom(tmp_path: Path) -> None:
    data = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
      <entry><id>urn:1</id><title>T</title><link rel="self" href="https://a.vn/x"/>
      <link href="https://a.vn/1"/><updated>2024-02-01T00:00:00Z</updated>
      <published>2024-01-17T00:00:00Z</published>
      <content type="html">&lt;p&gt;Một&lt;/p&gt;&lt;p&gt;Hai&lt;/p&gt;</content></entry>
      <entry><id>urn:2</id><summary>Ba</summary></entry><entry><id>urn:3</id></entry></feed>"""
    documents, failures = read_as(tmp_path, "x.atom", data.encode())
    assert documents == [
        Document(
            id="https://a.vn/1",
            text="Một\nHai",
            title="T",
            issued="2024-01-17",
            source="https://a.vn/1",
        ),
        Document(id="urn:2", text="Ba", source="urn:2"),
    ]
    assert failures == ["x.atom, item 3: no text in this item"]


@pytest.mark.parametrize(
    ("snippet", "text"),
    [
        ("a < b và c > d", "a < b và c > d"),
        ("a<br/>b<!-- c -->", "a\nb"),
        ("<!-- a", "<!-- a"),
        ("&lt;p&gt;", "<p>"),
        ("<style>p {}</style><p class='x'>a</p>", "a"),
    ],
)
def test_text_of_a_snippet(snippet: str, text: str) -> None:
    assert text_of(snippet) == text


# Word and PDF


def test_word(tmp_path: Path) -> None:
    data = inputs.word("Kính gửi", "", "Ngày 17-1", row=("a", "b"))
    assert read_as(tmp_path, "x.docx", data) == (
        [Document(id="x", text="Kính gửi\nNgày 17-1\na b")],
        [],
    )


def test_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert read_as(tmp_path, "x.pdf", inputs.pdf("Xin chao")) == (
        [Document(id="x", text="Xin chao")],
        [],
    )


# Selection


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


# What the rules know of sites


def test_the_sites_of_the_rules() -> None:
    sites = load_sites()
    assert len({s.site for s in sites}) == len(sites) > 5
    pages = {
        "https://xaydung.baochinhphu.vn/1.htm": "baochinhphu.vn",
        "https://nhandan.vn./x": "nhandan.vn",
        "https://notnhandan.vn/x": None,
        "http://[": None,
        None: None,
    }
    for url, name in pages.items():
        site = site_of(url, sites)
        assert (site.site if site else None) == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {site: a.vn, drop: ['//p[']}\n", 'a.vn: "//p[" is no XPath'),
        ("- {site: a.vn}\n- {site: a.vn}\n", 'the site "a.vn" was given before'),
        ("- {site: A}\n", "site: expected: "),
        ("- {site: a.vn, bodies: []}\n", 'unknown key "bodies"'),
    ],
)
def test_rules_check_looks_at_sites(tmp_path: Path, text: str, told: str) -> None:
    pytest.importorskip("jsonschema")
    pytest.importorskip("lxml")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "press.yaml").write_text(text)
    found = [str(f) for f in check_rules(tmp_path) if f.file.endswith("press.yaml")]
    assert len(found) == 1
    assert told in found[0]


def test_a_path_of_the_rules_that_is_wrong_is_named(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    data = inputs.page(head="<link rel='canonical' href='https://bao.vn/tin.html'>").encode()
    for site in (Site(site="bao.vn", drop=("//p[",)), Site(site="bao.vn", body=("//p[",))):
        _, failures = read_as(tmp_path, "x.html", data, Options(sites=(site,)))
        assert failures == ["x.html: the rules for bao.vn hold no XPath: '//p['"]
