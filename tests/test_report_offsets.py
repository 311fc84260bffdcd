"""Whatever the text is made of, reading it raises nothing and its mentions are where they say."""

from __future__ import annotations

import time
import unicodedata

import pytest
from facts import days, people, posts, roles
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.document import Document
from kg.report.extract import extract
from kg.report.model import Report
from kg.text.normalise import new_tone_placement, normalise

UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
MARKS = [chr(c) for c in range(0x300, 0x370)]

REPORT = (
    "Tỉnh ủy Hòa Bình tổng kết công tác dân vận\n\n"
    "Thứ sáu, 08/03/2024 07:10\n"
    "Ngày 7-3, đồng chí Lò Thị Mây, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Hòa Bình chủ trì hội "
    "nghị tổng kết công tác dân vận. Dự hội nghị có các đồng chí: Bùi Hòa Thụy, Phó Bí thư Tỉnh "
    "ủy, Chủ tịch UBND tỉnh; Quàng Văn Ún, Chủ tịch HĐND tỉnh.\n"
    "Kết luận hội nghị, Bí thư Tỉnh ủy yêu cầu khẩn trương.\n\n"
    "V.Ú"
)

PIECES = [
    *REPORT.replace("\n", " \n ").split(" "),
    "“", "”", '"', "«", "(", ")", "[", "|", ":", ";", ",", ".", "…", "-", "–", "/", "...", "\n",
    "Ảnh:", "(Nguồn:", "https://", "TP.", "PGS.TS.", "nguyên", "quyền", "thay mặt", "điểm cầu",
    "Các đồng chí:", "17/1", "31/2", "0/0", "99999999999999999999", "TCĐ", "(TCĐ)", "(ABC)",
    "ນາຍົກລັດຖະມົນຕີ", "国家主席 习", "Председатель", "รัฐ", "عبد", "😀", "\U0001f1fb\U0001f1f3",
    "é", "İ", "ß", "ﬁ", "\u0958", "\u200b", "\ufeff", "\u00ad", "\u0301", "\u0323", "\x00",
    "\x07", "\x1b[0m", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u00a0", "\u3000",
    "\ud800", "\uffff", "Y", "K'", "'", "H'Loan", "Êban", "Ksor", "giàng", "A", "TỈNH", "ỦY", "UỶ",
    "uỷ", "họp", "báo",
]  # fmt: skip

TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(
        lambda pieces: unicodedata.normalize("NFD", " ".join(pieces))
    ),
)


def read(text: str) -> Report:
    return extract(Document(id="d", text=text))


def check(text: str, report: Report) -> None:
    """Every mention lies in the text; its words, normalised, are those of the normalised text."""
    targets = {
        *(p.id for p in report.people),
        *(b.id for b in report.bodies),
        *(x.id for x in report.places),
        *(t.id for t in report.posts),
        *(m.id for m in report.meetings),
    }
    for m in report.mentions:
        assert 0 <= m.start < m.end <= len(text)
        shown = normalise(text[m.start : m.end]).text
        assert shown == shown.strip() != ""
        assert not unicodedata.combining(shown[0])
        assert unicodedata.combining(text[m.end : m.end + 1] or " ") == 0
        assert m.target in targets or m.kind in ("meeting", "role", "place")
    for membership in report.memberships:
        assert all(0 <= i < len(report.mentions) for i in membership.mentions)
    for participation in report.participations:
        assert all(0 <= i < len(report.mentions) for i in participation.mentions)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    check(text, read(text))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_names_stand_where_their_mentions_say(text: str) -> None:
    before = text + ("\n" if text else "")
    whole = before + "Đồng chí Vàng Seo Páo, Bí thư Tỉnh ủy Hòa Bình dự hội nghị."
    report = read(whole)
    found = {p.id for p in report.people if p.name == "Vàng Seo Páo"}
    here = [m for m in report.mentions if m.target in found and m.start >= len(before)]
    assert "Vàng Seo Páo" in [whole[m.start : m.end] for m in here]


def slowly(text: str) -> tuple[str, list[int], list[int]]:
    """What normalising does, one obvious step after the other: (text, starts, ends)."""
    plain = {
        **dict.fromkeys("ÐƉ", "Đ"), **dict.fromkeys("‘’ʼ´`", "'"), **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑−", "-"), "‒": "–", "―": "—", "\x0b": " ",
        **dict.fromkeys("\x0c\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\xa0\u1680\u202f\u205f\u3000", " "),
        **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    }  # fmt: skip
    out: list[tuple[str, int, int]] = []
    i = 0
    while i < len(text):
        j = i + 1
        if text[i] not in UNSEEN:
            while text[i] not in MARKS and j < len(text) and text[j] in MARKS:
                j += 1
            for c in unicodedata.normalize("NFC", text[i:j]):
                out.append((plain.get(c, c), i, j))
        i = j
    letters = "".join(c for c, _, _ in out)
    return new_tone_placement(letters), [s for _, s, _ in out], [e for _, _, e in out]


LETTERS = (
    "aáàeoóòuúyủỷýUÚYỶỦqQnđĐÐ ,.“’–\xa0\u2028é国ລ😀\n" + UNSEEN + "\u0300\u0301\u0302\u0309\u0323"
)


@given(st.one_of(st.text(alphabet=LETTERS, max_size=40), st.text(alphabet=LETTERS, max_size=6)))
@settings(max_examples=500, deadline=None)
def test_offsets_are_those_of_the_slow_way(text: str) -> None:
    normal = normalise(text)
    expected, starts, ends = slowly(text)
    assert normal.text == expected
    assert [normal.start(i) for i in range(len(expected))] == starts
    assert [normal.end(i + 1) for i in range(len(expected))] == ends


def old_tones(text: str) -> str:
    for new, old in (("Ủy", "Uỷ"), ("ủy", "uỷ"), ("Hòa", "Hoà"), ("hòa", "hoà"), ("Thụy", "Thuỵ")):
        text = text.replace(new, old)
    return text


def sown(text: str, mark: str, every: int) -> str:
    """Return a text with a mark that nobody sees between its letters."""
    return "".join(c + mark if n % every == 0 and c.isalpha() else c for n, c in enumerate(text))


VARIANTS = {
    "NFD": unicodedata.normalize("NFD", REPORT),
    "old tone placement": old_tones(REPORT),
    "NFD of old tone placement": unicodedata.normalize("NFD", old_tones(REPORT)),
    "byte order mark": "\ufeff" + REPORT,
    "zero-width spaces": sown(REPORT, "\u200b", 7),
    "soft hyphens": sown(REPORT, "\u00ad", 5),
    "no-break spaces": REPORT.replace(" ", "\u00a0"),
    "wide blanks": REPORT.replace(" ", "\u3000"),
    "line separators": REPORT.replace("\n", "\u2028"),
    "carriage returns": REPORT.replace("\n", "\r\n"),
    "two blanks": REPORT.replace(" ", "  "),
    "Icelandic Ð": REPORT.replace("Đ", "Ð"),
    "all at once": unicodedata.normalize(
        "NFD", sown(old_tones(REPORT), "\u200b", 11).replace(" ", "\u00a0")
    ),
}


@pytest.mark.parametrize("kind", VARIANTS)
def test_spelling_changes_no_fact(kind: str) -> None:
    text = VARIANTS[kind]
    assert people(text) == people(REPORT) == ["Lò Thị Mây", "Bùi Hòa Thụy", "Quàng Văn Ún"]
    assert posts(text) == posts(REPORT)
    assert roles(text) == roles(REPORT)
    assert days(text) == days(REPORT) == ["2024-03-07"]
    check(text, read(text))


@pytest.mark.parametrize("kind", VARIANTS)
def test_mentions_of_a_name_are_its_letters(kind: str) -> None:
    text = VARIANTS[kind]
    report = read(text)
    for person in report.people:
        first = min(m.start for m in report.mentions if m.target == person.id)
        shown = [
            " ".join(normalise(text[m.start : m.end]).text.split())
            for m in report.mentions
            if m.target == person.id and m.start == first
        ]
        assert person.name in shown


OTHER_LANGUAGES = [
    "ນາຍົກລັດຖະມົນຕີ ເປັນປະທານກອງປະຊຸມ ໃນວັນທີ 7 ມີນາ 2024.",
    "国家主席7日在北京主持会议并发表讲话。",
    "The minister chaired a meeting on 7 March and later spoke to the press about the budget.",
    "Председатель правительства провёл заседание 7 марта.",
    "\x00\x01\x02\x7fELF\x03\x00\xff\xfe" * 20,
    "\ud83d\ud800" * 5,
    "." * 500,
    "“" * 500,
    "Ủy viên " * 300,
    "Nguyễn " * 300,
    "đồng chí, " * 300,
    "và " * 300,
]


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_no_officials_in_what_is_no_report(text: str) -> None:
    report = read(text)
    check(text, report)
    assert report.people == () and report.participations == ()


def test_a_list_of_ten_thousand() -> None:
    listed = "; ".join(f"Lò Thị Mây, Giám đốc Sở Y tế tỉnh Hòa Bình số {n}" for n in range(10_000))
    text = f"Dự hội nghị có các đồng chí: {listed}."
    begin = time.process_time()
    report = read(text)
    assert time.process_time() - begin < 60
    check(text, report)
    assert [p.name for p in report.people] == ["Lò Thị Mây"]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_reading_twice_is_reading_once(text: str) -> None:
    assert read(text) == read(text)
