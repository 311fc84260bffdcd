"""What is read of zip and tar archives, of feeds, Word files and PDFs."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import inputs
import pytest
from inputs import ids, read_all, read_as

from kg.documents import Document
from kg.documents.failure import MAX_BYTES
from kg.documents.snippet import text_of


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


@pytest.mark.parametrize("tag", ["item", "channel", "description", "x"])
def test_feeds_nested_without_end(tmp_path: Path, tag: str) -> None:
    depth = 300_000
    nested = f"<{tag}>" * depth + "x" + f"</{tag}>" * depth
    data = f"<rss><channel><item><guid>1</guid>{nested}</item></channel></rss>".encode()
    documents, failures = read_as(tmp_path, "x.rss", data)
    assert len(documents) + len(failures) == 1


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
