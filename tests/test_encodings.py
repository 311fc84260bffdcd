"""Encodings: what is read right by itself, what only if it is named, and what is refused."""

from __future__ import annotations

import contextlib
import html
import io
import json
import random
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_bytes import ENCODINGS, LETTERS, encoded

import kg.cli
from kg.commands import options
from kg.documents import Document, Failure, read
from kg.documents.encoding import NAMES, decode_bytes
from kg.documents.failure import Unreadable
from kg.documents.jsonl import read_jsonl
from kg.documents.legacy import reread, seen
from kg.documents.options import Options
from kg.documents.plain import parse_plain, read_text
from kg.documents.repair import repaired

ALPHABET = "Bảng chữ cái: " + " ".join(LETTERS)
REPORT = (
    "Sáng 5/3, tại thành phố Vinh, Tỉnh ủy tổ chức hội nghị triển khai nhiệm vụ quý hai.\n"
    "Đồng chí Bùi Đức Hạnh, Phó Bí thư Tỉnh ủy, chủ trì; dự có lãnh đạo HĐND, UBND tỉnh.\n"
    "Phát biểu kết luận, đồng chí đề nghị các địa phương khẩn trương khắc phục hạn chế đã nêu."
)
SENTENCES = [
    REPORT,
    "Hội nghị bàn về chuyển đổi số (smart city, 5G) do Sở Thông tin và Truyền thông chủ trì.",
    "Chủ tịch nước tiếp Đại sứ Nhật Bản",
    "Khai mạc kỳ họp thứ bảy",
]
CAPITALS = [
    "HỘI NGHỊ TỔNG KẾT CÔNG TÁC XÂY DỰNG ĐẢNG",
    "ĐẠI HỘI ĐẢNG BỘ TỈNH HÀ GIANG: NHIỀU ĐỔI MỚI",
]
WIDE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("text", [*SENTENCES, *CAPITALS], ids=lambda t: t[:20])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_legacy_encoding_is_found(encoding: str, text: str) -> None:
    found = decode_bytes(encoded(text, encoding))
    assert found.text == text
    assert found.encoding is not None


@pytest.mark.parametrize("text", [ALPHABET, *SENTENCES, *CAPITALS], ids=lambda t: t[:20])
@pytest.mark.parametrize("encoding", WIDE)
def test_unicode_is_found(encoding: str, text: str) -> None:
    assert decode_bytes(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", sorted({*ENCODINGS} - {"tcvn3"}))
def test_all_letters_in_both_cases(encoding: str) -> None:
    assert decode_bytes(encoded(ALPHABET, encoding), encoding).text == ALPHABET
    assert len(set(LETTERS)) == 134


def test_tcvn3_has_small_letters_alone() -> None:
    found = decode_bytes(encoded(ALPHABET, "tcvn3"), "tcvn3").text
    assert found.casefold() == ALPHABET.casefold()
    assert [c for c in found if c.isupper()] == list("BĂÂÊÔƠƯĐ")


@pytest.mark.parametrize(
    ("shown", "encoding", "text"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("®éc lËp – tù do “h¹nh phóc”, 38°C", "tcvn3", "độc lập – tự do “hạnh phúc”, 38°C"),
        ("Hµ Néi, UBND Hµ Giang", "tcvn3", "Hà Nội, UBND Hà Giang"),
        ("§¹I HéI Vµ C¤NG T¸C", "tcvn3", "ĐẠI HỘI VÀ CÔNG TÁC"),
        ("TØnh ñy Thanh Ho¸", "tcvn3", "Tỉnh ủy Thanh Hoá"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Tænh uûy – “TRÖÔØNG” – AÁN ÑOÄ", "vni", "Tỉnh ủy – “TRƯỜNG” – ẤN ĐỘ"),
        ("Hµ Nªi", "windows-1252", "Hµ Nªi"),
        ("Hôòi nghiò Viêòt Nam, ðýõÌng", "windows-1258", "Hội nghị Việt Nam, đường"),
    ],
)
def test_known_texts(shown: str, encoding: str, text: str) -> None:
    assert reread(shown, encoding) == text


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv to compare with")
@pytest.mark.parametrize(("encoding", "name"), [("tcvn", "TCVN5712-1"), ("viscii", "VISCII")])
def test_a_table_is_that_of_iconv(encoding: str, name: str) -> None:
    for byte in (*range(0x01, 0x20), *range(0x80, 0x100)):
        done = subprocess.run(
            ["iconv", "-f", name, "-t", "UTF-8"], input=bytes([byte]), capture_output=True
        )
        if done.returncode:
            pytest.skip(f"this iconv does not know {name}")
        theirs = unicodedata.normalize("NFC", done.stdout.decode())
        ours = reread(bytes([byte]).decode("latin-1"), encoding)
        assert (byte, ours) == (byte, theirs)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain ASCII, 5 < 7 & 8 > 3; what?",
        "AT&amp;T &nbsp; &quot;quoted&quot; &copy; &unknown; &#0;",
        "https://example.org/?a=1 https://example.org/?b=2 https://example.org/b?c http://a.b/c?d",
        *SENTENCES,
        unicodedata.normalize("NFD", REPORT),
        f"{REPORT}\nLe président a été reçu à Hanoï.\n¿Qué pasó allí? Él está más\nFür größere",
        "HỢP TÁC XÃ “MỚI”, XÃ… và Ã",
        "- Ì0Û0ç",
        "Le président a été reçu à Hanoï, où il a présidé une réunion à l’hôtel.",
        "El señor José Muñoz visitó el país; ¿qué pasó? ¡Está allí!",
        "Vi gå på så små blå år, där låg på ön för allt",
        "Der Präsident führte Gespräche über Südostasien, größere außerdem.",
        "Премьер-министр провёл встречу в Ханое.",
        "ປະທານປະເທດ ໄດ້ໃຫ້ການຕ້ອນຮັບ",
        "国家主席在北京会见越南共产党中央委员会总书记。",
        "😀 ok 😀",
    ],
    ids=lambda t: t[:12],
)
def test_what_is_right_stays(text: str) -> None:
    found = read_text(text.encode())
    assert (found.text, found.encoding) == (text, None)


def wrongly_read(text: str) -> str:
    return seen(text.encode())


def without_blanks(text: str) -> str:
    """What programs make of hard blanks and soft hyphens, which are halves of letters here."""
    return text.replace("\xa0", " ").replace("\xad", "")


MOJIBAKE = "UTF-8 shown as Windows-1252"


@pytest.mark.parametrize(
    ("shown", "text", "told"),
    [
        (wrongly_read(REPORT), REPORT, MOJIBAKE),
        (REPORT.encode().decode("latin-1"), REPORT, MOJIBAKE),
        (wrongly_read(wrongly_read(REPORT)), REPORT, MOJIBAKE),
        (wrongly_read("Hội nghị"), "Hội nghị", MOJIBAKE),
        (wrongly_read(CAPITALS[0]), CAPITALS[0], MOJIBAKE),
        (without_blanks(wrongly_read("Chính phủ vào và nói")), "Chính phủ vào và nói", MOJIBAKE),
        (seen(encoded(REPORT, "tcvn3")), REPORT, "TCVN3"),
        (seen(encoded(REPORT, "vni")), REPORT, "VNI"),
        (seen(encoded(REPORT, "vps")), REPORT, "VPS"),
        (seen(encoded(REPORT, "viscii")), REPORT, "VISCII"),
        (encoded(REPORT, "tcvn3").decode("latin-1"), REPORT, "TCVN3"),
        (f"{REPORT}\n{wrongly_read(REPORT)}", f"{REPORT}\n{REPORT}", f"{MOJIBAKE} in part"),
        (f"{REPORT}\nTØnh ñy Thanh Ho¸ häp", f"{REPORT}\nTỉnh ủy Thanh Hoá họp", "TCVN3 in part"),
        ("Tænh uûy Thanh Hoùa", "Tỉnh ủy Thanh Hóa", "VNI"),
        (
            "H&#7897;i ngh&#x1ECB; &amp; ti&#7879;c tr&agrave;",
            "Hội nghị & tiệc trà",
            "HTML entities",
        ),
        ("b&amp;agrave; B&Agrave; &bogus; &#xD800;", "bà BÀ &bogus; &#xD800;", "HTML entities"),
        (html.escape(wrongly_read(REPORT)).replace("á", "&aacute;"), REPORT, None),
    ],
    ids=lambda t: t and t[:16],
)
def test_what_was_read_wrongly_is_undone(shown: str, text: str, told: str | None) -> None:
    found = repaired(shown)
    assert found.text == text
    assert found.encoding == (told or f"HTML entities, {MOJIBAKE}")


NOISE = bytes(random.Random(1).choices(range(0xA0, 0x100), k=400))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"H?i ngh? T?nh ?y Ngh? An di?n ra", "reads as garbage: letters are lost"),
        ("H\ufffdi ngh\ufffd T\ufffdnh \ufffdy".encode(), "reads as garbage: letters are lost"),
        ("\ue001\ue002\ue003 \ue004".encode(), "reads as garbage: many of its characters"),
        (NOISE, "not UTF-8 at byte 0"),
        (NOISE.decode("latin-1").encode(), "reads as garbage: it was read in another encoding"),
        (b"\xff, " * 500, "not UTF-8 at byte 0 (0xff), perhaps "),
        (b"abc \xff", "not UTF-8 at byte 4 (0xff), perhaps "),
        (b"a\x00b", "binary file, not text"),
    ],
)
def test_garbage_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as e:
        parse_plain(data, "x")
    assert str(e.value).startswith(reason)


def test_english_with_quotes_of_windows() -> None:
    text = "The President’s visit was “very successful”, a café owner said – and left."
    assert decode_bytes(text.encode("cp1252")).text == text


# Syllables as people write them: small letters, a capital in front, or all capitals.
syllables = st.sampled_from(
    ["hội", "nghị", "tỉnh", "ủy", "chủ", "trì", "quý", "đã", "ở", "nghiêng"]
)
words = st.builds(lambda s, f: f(s), syllables, st.sampled_from([str, str.title, str.upper]))


@given(st.lists(st.sampled_from(LETTERS) | words, min_size=1), st.sampled_from(ENCODINGS))
def test_any_letters_come_back_from_the_encoding_named(parts: list[str], encoding: str) -> None:
    text = " ".join(parts)
    found = decode_bytes(encoded(text, encoding), encoding).text
    if encoding in ("tcvn3", "vps"):  # where capitals may be told by their neighbours
        found, text = found.casefold(), text.casefold()
    assert found == text


@given(st.binary(), st.sampled_from(NAMES))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    try:
        document = parse_plain(data, "x", encoding)
    except Unreadable as e:
        assert "\n" not in str(e)
    else:
        document.text.encode()
        assert "\x00" not in document.text


@given(st.text(), st.sampled_from(ENCODINGS))
def test_any_text_is_repaired_or_kept(text: str, encoding: str) -> None:
    found = repaired(text)
    assert found.encoding is not None or found.text == text
    assert isinstance(reread(text, encoding), str)


def seconds(data: bytes) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        with contextlib.suppress(Unreadable):
            read_text(data)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        b"\xe9",
        b"\xc3",
        b"\xe1\xbb",
        b"a\xf9",
        b"H\xb5 ",
        b"A\xb5",
        b"&#7897;",
        b"&amp;",
        b"\xc3\x83 ",
        "á»™".encode(),
        "Ã".encode(),
        "Ä".encode(),
        b"? a",
        b"\x93",
        encoded(REPORT, "vni"),
    ],
)
def test_time_is_linear(unit: bytes) -> None:
    seconds(unit * 10)  # what is loaded once
    short, long = unit * (60_000 // len(unit)), unit * (240_000 // len(unit))
    assert seconds(long) < 9 * seconds(short) + 0.05  # the square would be 16


def read_all(*sources: Path, encoding: str = "auto") -> tuple[list[Document], list[str], list[str]]:
    failures: list[Failure] = []
    notes: list[Failure] = []
    documents = list(
        read(sources, failures.append, Options(encoding=encoding, on_note=notes.append))
    )
    return (
        documents,
        [f"{Path(f.source).name}: {f.reason}" for f in failures],
        [f"{Path(n.source).name}: {n.reason}" for n in notes],
    )


def test_a_folder_of_encodings(tmp_path: Path) -> None:
    for name in ENCODINGS:
        (tmp_path / f"{name}.txt").write_bytes(encoded(REPORT, name))
    (tmp_path / "a.txt").write_bytes(REPORT.encode())
    (tmp_path / "b.txt").write_bytes(REPORT.encode("utf-16"))
    documents, failures, notes = read_all(tmp_path)
    assert {d.text for d in documents} == {REPORT}
    assert (len(documents), failures) == (len(ENCODINGS) + 2, [])
    assert notes == [
        "b.txt: read as UTF-16",
        "tcvn.txt: read as TCVN3",
        "tcvn3.txt: read as TCVN3",
        "viscii.txt: read as VISCII",
        "vni.txt: read as VNI",
        "vps.txt: read as VPS",
        "windows-1258.txt: read as Windows-1258",
    ]


LINE = REPORT.split("\n")[0]
PAGE = "<html><head><title>Báo</title></head><body><article>{}</article></body></html>"
OTHER_KINDS = [
    # file, what it holds, encoding of its bytes, what is noted of it
    ("x.csv", f'id,text\na,"{LINE}"\n', "tcvn3", "x.csv: read as TCVN3"),
    ("x.csv", f'id,text\na,"{LINE}"\n', "utf-16", "x.csv: read as UTF-16"),
    ("x.csv", f'id,text\na,"{wrongly_read(LINE)}"\n', "utf-8",
     f"x.csv, line 2: read as {MOJIBAKE}"),
    ("x.csv", f'id,text\na,"{LINE}"\n', "utf-8", None),
    ("x.rss", "<rss><channel><item><link>https://a.vn/1</link><description>"
     f"{wrongly_read(LINE)}</description></item></channel></rss>", "utf-8",
     f"x.rss, item 1: read as {MOJIBAKE}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "encoding", "note"), OTHER_KINDS)
def test_other_kinds(
    tmp_path: Path, name: str, content: str, encoding: str, note: str | None
) -> None:
    data = encoded(content, encoding) if encoding in ENCODINGS else content.encode(encoding)
    (tmp_path / name).write_bytes(data)
    documents, failures, notes = read_all(tmp_path)
    assert ([d.text for d in documents], failures) == ([LINE], [])
    assert notes == ([note] if note else [])


PAGES = [
    # encoding of the page, what the user names, what is noted of it
    ("utf-8", "auto", None),
    ("tcvn3", "tcvn3", "TCVN3"),
    ("vni", "vni", "VNI"),
    ("tcvn3", "auto", "TCVN3"),
]


@pytest.mark.parametrize(("encoding", "asked", "note"), PAGES)
def test_pages(tmp_path: Path, encoding: str, asked: str, note: str | None) -> None:
    pytest.importorskip("trafilatura")
    page = PAGE.format("".join(f"<p>{line}</p>" for line in REPORT.split("\n")))
    data = encoded(page, encoding) if encoding in ENCODINGS else page.encode(encoding)
    (tmp_path / "x.html").write_bytes(data)
    documents, failures, notes = read_all(tmp_path, encoding=asked)
    assert ([d.text for d in documents], failures) == ([REPORT], [])
    assert notes == ([f"x.html: read as {note}"] if note else [])


def record(id: str, text: str, **more: str) -> str:
    return json.dumps({"id": id, "text": text, **more}, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("encoding", [*ENCODINGS, *WIDE])
def test_json_lines(tmp_path: Path, encoding: str) -> None:
    # The first line alone is too short to be sure of.
    lines = record("a", "Hà") + record("b", REPORT, title=SENTENCES[2]) + record("c", REPORT)
    data = encoded(lines, encoding) if encoding in ENCODINGS else lines.encode(encoding)
    (tmp_path / "x.jsonl").write_bytes(data)
    documents, failures, notes = read_all(tmp_path)
    assert [(d.id, d.text) for d in documents] == [("a", "Hà"), ("b", REPORT), ("c", REPORT)]
    assert documents[1].title == SENTENCES[2]
    assert (failures, len(notes)) == ([], 0 if encoding == "utf-8-sig" else 1)


def test_records_are_repaired_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        record("a", REPORT)
        + record("b", wrongly_read(REPORT), title=wrongly_read("Hội nghị"))
        + record("c", seen(encoded(REPORT, "vni")), title="Tænh uûy")
        + record("d", "H?i ngh? T?nh ?y Ngh? An di?n ra"),
        encoding="utf-8",
    )
    documents, failures, notes = read_all(path)
    assert {d.text for d in documents} == {REPORT}
    assert [d.title for d in documents] == [None, "Hội nghị", "Tỉnh ủy"]
    assert notes == [f"x.jsonl, line 2: read as {MOJIBAKE}", "x.jsonl, line 3: read as VNI"]
    assert [f[:32] for f in failures] == ["x.jsonl, line 4: reads as garbage"[:32]]


def test_the_encoding_that_is_named_wins(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xb8\xb5")
    assert read_all(tmp_path)[0] == []
    assert [d.text for d in read_all(tmp_path, encoding="tcvn3")[0]] == ["áà"]
    (tmp_path / "x.txt").write_text(wrongly_read(REPORT), encoding="utf-8")
    assert [d.text for d in read_all(tmp_path, encoding="utf-8")[0]] == [wrongly_read(REPORT)]


def test_a_record_with_half_a_character_costs_itself_alone() -> None:
    lines = record("a", "một") + record("b", "hai") + record("c", "ba")
    data = lines.encode("utf-16-le").replace("hai".encode("utf-16-le"), b"h\x00\x00\xd8i\x00")
    failures: list[Failure] = []
    stream = io.BufferedReader(io.BytesIO(data))
    texts = [
        d.text for _, d in read_jsonl(stream, "x", failures.append, Options(encoding="utf-16"))
    ]
    assert texts == ["một", "h\ufffdi", "ba"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"id": "b", "text": "\xff"}\n', "not UTF-8 at byte 46 (0xff), perhaps "),
        (b"\xff\n", "not UTF-8 at byte 25 (0xff), perhaps "),
        (b'{"id": "b", "text": "H?i ngh? T?nh ?y"}\n', "reads as garbage: letters are lost"),
    ],
)
def test_many_bad_lines_cost_themselves_alone(bad: bytes, reason: str) -> None:
    data = b'{"id": "a", "text": "t"}\n'
    failures: list[Failure] = []
    stream = io.BufferedReader(io.BytesIO(data + bad * 3000 + data))
    assert len(list(read_jsonl(stream, "x", failures.append))) == 2
    assert len(failures) == 3000
    assert failures[0].source == "x, line 2"
    assert failures[0].reason.startswith(reason)


def test_a_file_may_hold_several_encodings() -> None:
    parts = [record(name, REPORT) for name in ENCODINGS]
    data = b"".join(encoded(part, name) for part, name in zip(parts, ENCODINGS, strict=True))
    failures: list[Failure] = []
    stream = io.BufferedReader(io.BytesIO(data + parts[0].encode()))
    documents = [d for _, d in read_jsonl(stream, "x", failures.append)]
    assert [d.text for d in documents] == [REPORT] * (len(ENCODINGS) + 1)
    assert failures == []


def test_commands_take_an_encoding_and_tell_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, db = tmp_path / "old.txt", tmp_path / "x.db"
    path.write_bytes(encoded(REPORT, "vni"))
    assert kg.cli.run(["build", str(path), "-o", str(db)]) == 0
    assert f"kg: {path}: read as VNI" in capsys.readouterr().err
    assert kg.cli.run(["status", str(db), "--json"]) == 0
    assert [str(path), "read as VNI"] in json.loads(capsys.readouterr().out)["notes"]
    for command in ("extract", "show"):
        assert kg.cli.run([command, str(path), "--encoding", "VNI"]) == 0
        assert "Bùi Đức Hạnh" in capsys.readouterr().out
    assert kg.cli.run(["build", str(path), "--encoding", "latin-2"]) == 2
    assert "latin-2" in capsys.readouterr().err


def test_the_option_offers_what_the_reader_knows() -> None:
    assert options._ENCODINGS == NAMES


@pytest.mark.skipif(sys.platform != "linux", reason="one system is enough for a pipe")
def test_standard_input_in_utf_16(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", "-", "-o", tmp_path / "x.db"],
        input=record("a", REPORT).encode("utf-16"),
        capture_output=True,
        cwd=Path(__file__).parent.parent,
    )
    assert (done.returncode, b"kg: stdin: read as UTF-16" in done.stderr) == (0, True)
