from __future__ import annotations

import pytest
from facts import people, roles

from kg.lexicon.lexicon import load_lexicon
from kg.ner.furniture import furniture_spans

# (text, what of it is page furniture)
FURNITURE: list[tuple[str, list[str]]] = [
    ("Toàn cảnh hội nghị. Ảnh: Bùi Thế Hào", ["Ảnh: Bùi Thế Hào"]),
    ("Đại biểu dự (Ảnh: Bùi Thế Hào) đông đủ.", ["(Ảnh: Bùi Thế Hào)"]),
    ("Đại biểu dự họp. Ảnh: TTXVN", ["Ảnh: TTXVN"]),
    ("Tin nhanh. (Nguồn: TTXVN)", ["(Nguồn: TTXVN)"]),
    ("Họp xong. Bài, ảnh: Lò Mây - Văn Ún", ["Bài, ảnh: Lò Mây - Văn Ún"]),
    ("Họp xong.\nVăn Ún", ["Văn Ún"]),
    ("Họp xong.\nVăn Ún - Lò Mây", ["Văn Ún - Lò Mây"]),
    ("Họp xong.\nV.Ú", ["V.Ú"]),
    ("Tiêu đề\n144\nHọp.", ["144"]),
    ("Tiêu đề\nliên quan\nHọp.", ["liên quan"]),
    ("Tiêu đề\nGốc\nHọp.", ["Gốc"]),
    ("Tiêu đề\nTin liên quan:\nHọp.", ["Tin liên quan:"]),
    ("Mời xem https://example.org/tin/1 nhé.", ["https://example.org/tin/1"]),
    ("[img]\nHọp.", ["[img]"]),
    # the report itself
    ("Ngày 7/3, đồng chí Lò Thị Mây chủ trì hội nghị.", []),
    ("Họp xong.\nĐồng chí Lò Thị Mây dự hội nghị.", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FURNITURE)
def test_furniture(text: str, expected: list[str]) -> None:
    assert [text[s:e].strip() for s, e in furniture_spans(text, load_lexicon())] == expected


REPORT = (
    "Tỉnh ủy Sơn La tổng kết công tác dân vận\n\n"
    "Ngày 7/3/2024, đồng chí Lò Thị Mây, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác "
    "dân vận.\n"
)
ADDITIONS = [
    "Ảnh: Bùi Thế Hào",
    "Toàn cảnh hội nghị. Ảnh: Bùi Thế Hào",
    "(Ảnh: Bùi Thế Hào/TTXVN)",
    "Bùi Thế Hào",
    "Bùi Hào - Văn Ún",
    "BÙI THẾ HÀO",
    "B.T.H",
    "Tác giả: Bùi Thế Hào",
    "Bài, ảnh: Bùi Thế Hào",
    "Thực hiện: Bùi Thế Hào",
    "(Nguồn: TTXVN)",
    "11 giờ trước",
    "144",
    "liên quan",
    "Gốc",
    "https://example.org/bi-thu-tinh-uy-bui-the-hao",
    "Hội nghị bàn việc học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
    "Hội nghị khen Trường THPT Lê Hồng Phong và phường Nguyễn Trãi.",
    "Quang cảnh hội nghị tại hội trường trên đường Nguyễn Huệ.",
]


@pytest.mark.parametrize("addition", ADDITIONS)
def test_furniture_adds_nobody(addition: str) -> None:
    for text in (REPORT + addition, REPORT + addition + "\n" + "Hội nghị kết thúc tốt đẹp."):
        assert people(text) == ["Lò Thị Mây"]
        assert roles(text) == {("Lò Thị Mây", "chair")}


@pytest.mark.parametrize(
    "head", ["11 giờ trước", "144", "liên quan", "Gốc", "(Dân trí) -", "TTO -"]
)
def test_furniture_above_the_report(head: str) -> None:
    text = f"{head}\n{REPORT}"
    assert people(text) == ["Lò Thị Mây"]
    assert roles(text) == {("Lò Thị Mây", "chair")}


def test_a_caption_said_twice_counts_once() -> None:
    caption = "Đồng chí Lò Thị Mây, Bí thư Tỉnh ủy Sơn La phát biểu tại hội nghị. Ảnh: Văn Ún\n"
    assert roles(REPORT + caption + caption) == {("Lò Thị Mây", "chair"), ("Lò Thị Mây", "speak")}
