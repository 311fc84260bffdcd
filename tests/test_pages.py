"""What is read of pages of HTML and of web archives."""

from __future__ import annotations

import sys
from pathlib import Path

import inputs
import pytest
from inputs import ids, read_all, read_as

from kg.documents import Options, Site

FRENCH = [f"Réunion n° {i} à Paris, présidée par le préfet de la région." for i in range(5)]
TEXT = "\n".join(inputs.WORDS)


def french(head: str = "") -> str:
    page = inputs.page(FRENCH, title="T", head=head)
    return page.replace("Bản quyền", "")


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
