from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.normalise import fold, new_tone_placement, normalise

NORMAL_FORMS = [
    # tone placement
    ("Uỷ viên", "Ủy viên"),
    ("Uỷ ban", "Ủy ban"),
    ("UỶ BAN", "ỦY BAN"),
    ("thuỷ lợi", "thủy lợi"),
    ("Hoà Bình", "Hòa Bình"),
    ("HOÀ BÌNH", "HÒA BÌNH"),
    ("Thanh Hoá", "Thanh Hóa"),
    ("sức khoẻ", "sức khỏe"),
    ("Khánh Hoà, Tuỳ viên", "Khánh Hòa, Tùy viên"),
    # right as it is
    ("quý III", "quý III"),
    ("quỹ Vì người nghèo", "quỹ Vì người nghèo"),
    ("Quỳ Hợp", "Quỳ Hợp"),
    ("hoàn thành", "hoàn thành"),
    ("hoạch định, huyện, tuyến", "hoạch định, huyện, tuyến"),
    ("thuyền, khuyến, toàn", "thuyền, khuyến, toàn"),
    # Unicode form
    (unicodedata.normalize("NFD", "Điện Biên"), "Điện Biên"),
    (unicodedata.normalize("NFD", "Uỷ viên"), "Ủy viên"),
    ("Nguyê\u0303n", "Nguyễn"),
    ("Ðồng chí", "Đồng chí"),
    # what nobody sees
    ("Tỉnh\u200b ủy", "Tỉnh ủy"),
    ("\ufeffNgày 7/3", "Ngày 7/3"),
    ("Ủy\u00ad viên", "Ủy viên"),
    ("chủ\u2060 trì\u200d", "chủ trì"),
    # blanks, quotation marks, dashes
    ("ông\u00a0Bình", "ông Bình"),
    ("ông\u3000Bình", "ông Bình"),
    ("7\u202f/\u202f3", "7 / 3"),
    ("dòng\u2028khác", "dòng\nkhác"),
    ("“Tôi hứa”", '"Tôi hứa"'),
    ("«Tôi hứa»", '"Tôi hứa"'),
    ("K’Brêu", "K'Brêu"),
    ("Y´Bhin", "Y'Bhin"),
    ("kinh tế \u2011 xã hội", "kinh tế - xã hội"),
    ("A – B — C", "A – B — C"),
    # other scripts stay
    ("ສະບາຍດີ 会议 совещание", "ສະບາຍດີ 会议 совещание"),
    ("", ""),
]


@pytest.mark.parametrize(("raw", "normal"), NORMAL_FORMS)
def test_normal_form(raw: str, normal: str) -> None:
    assert normalise(raw).text == normal


# A span of the normalised text, and what it was in the text as read.
WAYS_BACK = [
    ("Tỉnh ủy", "ủy", "ủy"),
    (unicodedata.normalize("NFD", "Bí thư Tỉnh ủy"), "Tỉnh", unicodedata.normalize("NFD", "Tỉnh")),
    ("Bí\u200b thư\u200b Tỉnh ủy", "thư", "thư"),
    ("Bí\u200b thư", "Bí thư", "Bí\u200b thư"),
    ("\ufeffUỷ viên", "Ủy", "Uỷ"),
    ("gặp ông\u00a0Bình", "ông Bình", "ông\u00a0Bình"),
    ("th\u00adư ký", "thư", "th\u00adư"),
]


@pytest.mark.parametrize(("raw", "span", "was"), WAYS_BACK)
def test_the_way_back(raw: str, span: str, was: str) -> None:
    normal = normalise(raw)
    at = normal.text.index(span)
    assert raw[normal.start(at) : normal.end(at + len(span))] == was


FOLDED = [
    ("Trương Thị Thắm", "truong thi tham"),
    ("ĐẶNG  Đình\tĐức", "dang dinh duc"),
    (unicodedata.normalize("NFD", "Ủy viên"), "uy vien"),
    ("Y Bhin Niê Kđăm", "y bhin nie kdam"),
]


@pytest.mark.parametrize(("text", "key"), FOLDED)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text
    assert new_tone_placement(once) == once
    assert fold(fold(text)) == fold(text)
