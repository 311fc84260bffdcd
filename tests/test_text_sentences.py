from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.sentences import sentence_at, sentence_spans

SENTENCES = [
    ("Hội nghị kết thúc. Đại biểu ra về.", ["Hội nghị kết thúc.", "Đại biểu ra về."]),
    ("Ai dự? Không ai! Thế rồi… Họ về.", ["Ai dự?", "Không ai!", "Thế rồi…", "Họ về."]),
    ("Tiêu đề không chấm\nNgày 7/3, mưa.", ["Tiêu đề không chấm", "Ngày 7/3, mưa."]),
    ("Dòng một.\n\n\n  Dòng hai.  ", ["Dòng một.", "Dòng hai."]),
    ("Toàn cảnh hội nghị | Sáng nay, họp.", ["Toàn cảnh hội nghị |", "Sáng nay, họp."]),
    # a stop that ends nothing
    ("Tại TP. Vinh, họp tổng kết.", ["Tại TP. Vinh, họp tổng kết."]),
    ("TS. Lò Thị Mây dự.", ["TS. Lò Thị Mây dự."]),
    ("PGS.TS. Vàng A Páo dự.", ["PGS.TS. Vàng A Páo dự."]),
    ("GS.TSKH. Vàng A Páo dự.", ["GS.TSKH. Vàng A Páo dự."]),
    ("Ở Q. 3 và P. Bến Thành.", ["Ở Q. 3 và P. Bến Thành."]),
    ("Ông N. V. Bình dự.", ["Ông N. V. Bình dự."]),
    ("Đạt 3.5 triệu tấn, tăng 1.200 tấn.", ["Đạt 3.5 triệu tấn, tăng 1.200 tấn."]),
    ("Ngày 21.4 họp.", ["Ngày 21.4 họp."]),
    ("Theo chinhphu.vn thì đúng.", ["Theo chinhphu.vn thì đúng."]),
    # quotation marks and numbers
    ('Ông nói: "Tôi hứa." Rồi ông về.', ['Ông nói: "Tôi hứa."', "Rồi ông về."]),
    ('Họp xong. "Tôi hứa", ông nói.', ["Họp xong.", '"Tôi hứa", ông nói.']),
    ("Họp xong. 12 xã dự.", ["Họp xong.", "12 xã dự."]),
    ("Họp xong... mọi người về.", ["Họp xong... mọi người về."]),
    # nothing at all
    ("", []),
    (" \n\t\n ", []),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[s:e] for s, e in sentence_spans(text)] == sentences


AROUND = [
    ("Một. Hai ba. Bốn.", "ba", "Hai ba."),
    ("Một. Hai ba. Bốn.", "ba. Bốn", "Hai ba. Bốn."),
    ("Trên\nHai ba\nDưới", "Hai", "Hai ba"),
]


@pytest.mark.parametrize(("text", "span", "sentence"), AROUND)
def test_sentence_around_a_span(text: str, span: str, sentence: str) -> None:
    at = text.index(span)
    start, end = sentence_at(text, at, at + len(span))
    assert text[start:end] == sentence


@given(st.text(alphabet="aÀb .?!…\n|\"'()1,;:Đ", max_size=80))
@settings(max_examples=200, deadline=None)
def test_sentences_are_in_order_and_leave_out_only_blanks(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert text[at:start].isspace() or at == start
        assert not text[start].isspace() and not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()
