"""Makes small files of all kinds that are read, made up, and reads them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from kg.documents import Document, Failure, Options, read

WORDS = tuple(
    f"Sáng {day}/1, tại Hà Nội, Bộ trưởng Trần Văn Mẫu chủ trì hội nghị tổng kết số {day}."
    for day in range(1, 6)
)


def page(
    paragraphs: Iterable[str] = WORDS, *, head: str = "", extra: str = "", title: str = "Tổng kết"
) -> str:
    """Return a page as newspapers have it, with links around the report."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    links = "".join(f"<li><a href='/{i}'>Tin {i}</a></li>" for i in range(9))
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>"
        "<meta property='article:published_time' content='2024-01-17T23:30:00+07:00'/>"
        f"{head}</head><body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>"
        f"<div class='main'>{text}</div>{extra}</article><footer>Bản quyền</footer></body></html>"
    )


def records(*ids: str) -> bytes:
    """Return JSON Lines with a record for each id."""
    return b"".join(
        json.dumps({"id": i, "text": f"text of {i}", "date": "2024-01-17"}).encode() + b"\n"
        for i in ids
    )


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def taped(members: Iterable[tuple[str, bytes]], mode: str = "w", kind: bytes = b"0") -> bytes:
    """Return a tar archive whose members are all of one kind (files, if it is not given)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as file:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data) if kind == b"0" else 0
            info.linkname = "" if kind == b"0" else "/etc/passwd"
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def warc(
    pages: Sequence[tuple[str, bytes]],
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    packed: bool = False,
    more: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return a WARC of responses, with the request of each, as crawlers write it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer._create_temp_file = io.BytesIO  # its own are never closed
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for address, data in pages:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(address, "request", http_headers=asked))
        headers = StatusAndHeaders(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(data), http_headers=headers
            )
        )
    return out.getvalue()


def rss(*items: str, root: str = "rss") -> bytes:
    """Return a feed with items given as XML."""
    told = "".join(f"<item>{i}</item>" for i in items)
    return f"<?xml version='1.0'?><{root}><channel>{told}</channel></{root}>".encode()


def parquet(plain: int = 0, **columns: Sequence[object]) -> bytes:
    """Return a Parquet file of these columns; a `plain` one writes each value out, packed."""
    pyarrow = pytest.importorskip("pyarrow")
    library = pytest.importorskip("pyarrow.parquet")

    out = io.BytesIO()
    table = pyarrow.table({k: list(v) for k, v in columns.items()})
    library.write_table(table, out, use_dictionary=not plain, compression="gzip")
    return out.getvalue()


def word(*paragraphs: str, row: Sequence[str] = ()) -> bytes:
    """Return a Word file with paragraphs, then a table of one row."""
    docx = pytest.importorskip("docx")

    file = docx.Document()
    for text in paragraphs:
        file.add_paragraph(text)
    if row:
        table = file.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """Return a PDF of one page with one line (ASCII)."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def packed(data: bytes) -> bytes:
    """Return data as gzip, the same each time."""
    return gzip.compress(data, mtime=0)


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
    """Write a file and read it; see `read_all`."""
    path = folder / name
    path.write_bytes(data)
    return read_all(path, options)


def ids(documents: Sequence[Document]) -> list[str]:
    """Return the ids of documents."""
    return [d.id for d in documents]
