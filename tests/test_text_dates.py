from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from facts import days
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.dates import YearCues, find_dateline, find_dates, year_near

# (text, (day, month, year, part of the day, first day of a range)); None: no day is named.
Day = tuple[int, int, int | None, str | None, int | None]
DAYS: list[tuple[str, Day | None]] = [
    ("Ngày 17-1, họp.", (17, 1, None, None, None)),
    ("Ngày 17/1, họp.", (17, 1, None, None, None)),
    ("Ngày 21.4, họp.", (21, 4, None, None, None)),
    ("ngày 07/03/2024", (7, 3, 2024, None, None)),
    ("ngày 7-3-2024", (7, 3, 2024, None, None)),
    ("ngày 7.3.2024", (7, 3, 2024, None, None)),
    ("ngày 7 tháng 3", (7, 3, None, None, None)),
    ("ngày 7 tháng 3 năm 2024", (7, 3, 2024, None, None)),
    ("Ngày 07 tháng 03, năm 2024", (7, 3, 2024, None, None)),
    ("Sáng 7/3, khai mạc", (7, 3, None, "sáng", None)),
    ("Chiều ngày 7/3, khai mạc", (7, 3, None, "chiều", None)),
    ("Tối 7.3, khai mạc", (7, 3, None, "tối", None)),
    ("sáng nay, 7/3, khai mạc", (7, 3, None, "sáng", None)),
    ("sáng nay (7/3) khai mạc", (7, 3, None, "sáng", None)),
    ("Hôm nay (7/3), khai mạc", (7, 3, None, None, None)),
    ("chiều qua 7/3, khai mạc", (7, 3, None, "chiều", None)),
    ("(7/3/2024)", (7, 3, 2024, None, None)),
    ("ngày 29/2/2024", (29, 2, 2024, None, None)),
    # ranges
    ("Trong hai ngày 6 và 7/3, họp", (7, 3, None, None, 6)),
    ("Từ ngày 5-7/3, họp", (7, 3, None, None, 5)),
    ("Trong các ngày 5 đến 7/3/2024", (7, 3, 2024, None, 5)),
    ("Ngày 5 và 6 tháng 3", (6, 3, None, None, 5)),
    # what looks like a day and is none
    ("đạt 7/35 chỉ tiêu", None),
    ("có 3/4 số phiếu", None),
    ("Quyết định 12/2024/QĐ-UBND", None),
    ("Nghị định số 15/3/2024/NĐ", None),
    ("tăng 7.3% so với cùng kỳ", None),
    ("Chỉ thị số 35-CT/TW", None),
    ("giai đoạn 2021-2025", None),
    ("tỷ số 2-1", None),
    ("ngày 31/2/2024", None),
    ("ngày 45/3", None),
    ("tháng 6/2024", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text: str, day: Day | None) -> None:
    found = [(d.day, d.month, d.year, d.session, d.first_day) for d in find_dates(text)]
    assert found == ([] if day is None else [day])


DATELINES = [
    ("Họp tổng kết\n\nThứ năm, 18/01/2024 06:50\nNgày 17-1, …", "2024-01-18"),
    ("Thứ Hai, ngày 4/3/2024", "2024-03-04"),
    ("Chủ nhật, 10/3/2024 - 8:05", "2024-03-10"),
    ("18:52, 28/07/2023\nChiều 28/7, …", "2023-07-28"),
    ("18h52 ngày 28/07/2023", "2023-07-28"),
    ("28/07/2023 18:52\nChiều 28/7, …", "2023-07-28"),
    ("28/07/2023 - 18:52", "2023-07-28"),
    ("Nghị quyết ngày 28/07/2023 nêu rõ", None),
    ("Ngày 17-1, họp.", None),
    ("Thứ năm, 31/02/2024 06:50", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), DATELINES)
def test_dateline(text: str, day: str | None) -> None:
    assert find_dateline(text) == day


YEARS_NEAR = [
    (17, 1, "2024-01-18", 2024),
    (31, 12, "2024-01-02", 2023),
    (2, 1, "2023-12-31", 2024),
    (29, 2, "2024-03-01", 2024),
    (10, 9, "2024-03-10", 2023),
    (10, 9, "2024-03-13", 2024),
]


@pytest.mark.parametrize(("day", "month", "issued", "year"), YEARS_NEAR)
def test_year_near_the_day_of_publication(
    day: int, month: int, issued: str, year: int | None
) -> None:
    assert year_near(day, month, issued) == year


CUES = {"same": ["nhiệm vụ năm", "6 tháng đầu năm"], "review": ["tổng kết năm"],
        "school_year": ["năm học"], "plan": ["kế hoạch năm"], "year_before": ["cùng kỳ năm"],
        "not_event": ["tầm nhìn", "luật"], "not_now": ["đến năm", "từ năm"],
        "term": ["nhiệm kỳ"], "same_behind": ["và các năm tới"], "since": ["từ", "hồi"],
        "aim": ["đặt mục tiêu"], "aimed": ["phấn đấu"], "review_behind": ["vừa qua"],
        "act": ["nghị định", "số"], "in_force": ["hiệu lực"], "ahead": ["đến", "trước", "từ"],
        "so_far": ["tính đến"], "inside": ["vào", "cuối"], "planned": ["vào", "dự kiến"],
        "not_held": ["chủ nhà", "mục tiêu"], "looks_back": ["tổng kết", "tình hình"],
        "occasion": ["hội nghị", "lễ", "diễn tập"]}  # fmt: skip
OWN_YEARS = [
    (7, 3, "triển khai nhiệm vụ năm 2024", 2024),
    (5, 7, "sơ kết 6 tháng đầu năm 2019", 2019),
    (20, 12, "tổng kết năm 2021", 2021),
    (10, 1, "tổng kết năm 2021", 2022),
    (10, 7, "tổng kết năm 2021", None),
    (10, 1, "tổng kết năm 2021, triển khai nhiệm vụ năm 2022", 2022),
    (5, 9, "khai giảng năm học 2022-2023", 2022),
    (5, 5, "bế giảng năm học 2022 - 2023", 2023),
    (7, 3, "theo quyết định ngày 1/3/2020", 2020),
    (7, 3, "theo quyết định ngày 1/10/2020", None),
    (7, 3, "vào tháng 2/2020", 2020),
    (7, 3, "từ tháng 2/2020", None),  # named with its year because it is not this one
    (7, 3, "nhân ngày hội hồi tháng 3/2015", None),
    (7, 3, "nhiệm vụ năm 2023 và nhiệm vụ năm 2024", None),
    (7, 3, "giai đoạn 2021-2025", None),
    (7, 3, "", None),
    # a career's months lie near the day, too: the latest counts
    (
        7,
        3,
        "Tháng 2/2011 ông là phó giám đốc; tháng 4/2016 là giám đốc; bị kỷ luật tháng 2/2020",
        2020,
    ),
    (7, 3, "kế hoạch năm 2024", 2024),
    (7, 12, "kế hoạch năm 2024", 2023),
    (7, 3, "tăng 5% so với cùng kỳ năm 2019", 2020),
    (7, 3, "chuẩn bị cho Festival Huế 2022", 2022),
    (7, 3, "Festival Huế 2022 và APEC 2027", None),
    (7, 3, "Tầm nhìn ASEAN 2025", None),
    (7, 3, "theo Luật Báo Chí 2016", None),
    (7, 3, "Năm 2015 đạt 3%.", None),
    (7, 3, "năm 2022 là năm khó; trong năm 2022, giá tăng; năm 2022 đã qua; năm 2022 ấm", 2022),
    (7, 3, "năm 2022 là năm khó; trong năm 2022, giá tăng; năm 2022 đã qua; đến năm 2030", None),
    # what lies near a day: what has just been and what comes soon
    (7, 3, "đã họp ngày 1/2/2020", 2020),
    (7, 3, "đã họp ngày 10/12/2019", None),
    (7, 3, "đã họp ngày 25/5/2019", None),
    (7, 3, "hoàn thành trước ngày 25/5/2020", 2020),
    (7, 3, "tính đến tháng 1/2020", 2020),
    (7, 3, "tính đến ngày 31/12/2019", 2020),
    (7, 3, "nhiệm vụ 2024", 2024),
    (7, 3, "xảy ra vào cuối tháng 5/2020", 2020),
    (7, 3, "xảy ra tháng 5/2019", None),
    # acts may be old, and in force later
    (7, 3, "theo Nghị định số 12, ngày 20/2/2011", None),
    (7, 3, "theo Nghị định số 12, ngày 5/3/2020", 2020),
    (7, 3, "luật có hiệu lực từ ngày 1/4/2021", None),
    (7, 3, "ngày 20/3/2021, thành phố đã kết luận", None),
    (7, 3, "ngày 20/2/2021, thành phố đã kết luận", 2021),
    (12, 1, "hội nghị nghe về tình hình kinh tế năm 2021", 2022),
    (7, 3, "hội nghị vì các mục tiêu toàn cầu 2030", None),
    (17, 5, "khai thác vào quý II/2026", None),
    # another's occasion; a month is no part of a name
    (7, 6, "nước chủ nhà hội nghị năm 2018", None),
    (7, 6, "lễ ký hồi tháng 12/2016", None),
    (12, 1, "Năm 2021 vừa qua là năm khó.", 2022),
    (7, 3, "phấn đấu thu ngân sách năm 2022 tăng 5%", 2022),
    (7, 3, "phấn đấu đến năm 2022", None),
    (7, 6, "Festival Huế lần thứ V Di Sản-2022", 2022),
    (7, 3, "năm 2022, năm 2022, năm 2022, năm 2021, năm 2021, năm 2021", None),
    (7, 3, "năm 2022 và năm 2022", None),
    (7, 3, "Đại hội đại biểu Đảng bộ xã, nhiệm kỳ 2025-2030", 2025),
    (7, 3, "HĐND nhiệm kỳ 2021-2026 họp", None),
    # occasions named by their year; those that look back on it
    (7, 6, "Lễ tuyên dương điển hình tiên tiến năm 2017", 2017),
    (7, 6, "hội nghị xúc tiến đầu tư vào TP. HCM năm 2019 tại Lào", 2019),
    (7, 6, "dự lễ và, năm 2019, nhận bằng khen", None),
    (7, 6, "gặp bên lề hội nghị năm 2015; bầu cử vào tháng 11/2017", None),  # history
    (7, 6, "hội nghị về tầm nhìn phát triển đến năm 2030", None),
    (19, 2, "hội nghị trực tuyến tổng kết công tác cải cách hành chính năm 2018", 2019),
    (19, 12, "hội nghị trực tuyến tổng kết công tác cải cách hành chính năm 2018", 2018),
    # aims and what goes on
    (10, 2, "Năm 2017, tổng công ty đặt mục tiêu thông qua 78 triệu tấn.", 2017),
    (10, 6, "trong năm 2017 và các năm tới, Bộ sẽ thanh tra", 2017),
    (10, 6, "đến năm 2020 và các năm tới", None),
    # quarters: one that is over tells nothing in the months before it
    (17, 5, "từ quý I/2017", 2017),
    (17, 5, "khảo sát quý IV/2016", None),
    # the guest of next year, plans made late in the year
    (11, 11, "Festival Huế 2017, Festival Huế 2017; Festival Huế 2017; Festival Huế 2018", 2017),
    (5, 12, "thu phí trở lại từ ngày 1/1/2018; năm 2017 chỉ đạt 3%", 2017),
    # two years left open, of which the text names one
    (30, 6, "mức thu học phí năm học 2017-2018; danh mục thu hồi đất năm 2017", 2017),
    (30, 6, "mức thu học phí năm học 2017-2018", None),
]


@pytest.mark.parametrize(("day", "month", "text", "year"), OWN_YEARS)
def test_year_from_the_text_itself(day: int, month: int, text: str, year: int | None) -> None:
    assert YearCues(text, CUES).year(day, month) == year


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("từ ngày 29/3 đến 3/4/2019", [(29, 3, 2019), (3, 4, 2019)]),
        ("từ 28/12 đến ngày 2/1/2020", [(28, 12, 2019), (2, 1, 2020)]),
        ("Ngày 28/2, ngày 3/4/2019", [(28, 2, None), (3, 4, 2019)]),
        # a year far behind the first of two days, none is cut off
        ("từ ngày 28/2-5/3. Ngày 19/10/2006, họp", [(28, 2, None), (19, 10, 2006)]),
    ],
)
def test_several_days(text: str, found: list[tuple[int, int, int | None]]) -> None:
    assert [(d.day, d.month, d.year) for d in find_dates(text)] == found


WHO = "đồng chí Lò Thị Mây, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác dân vận."
ISSUED = "2024-03-08"
# (text, day of publication, days of its meetings)
MEETING_DAYS: list[tuple[str, str | None, list[str | None]]] = [
    (f"Ngày 7/3, {WHO}", ISSUED, ["2024-03-07"]),
    (f"Sáng nay, {WHO}", ISSUED, ["2024-03-08"]),
    (
        "Ngày 7/3, Bí thư Tỉnh ủy Sơn La Lò Thị Mây cho biết về kỳ họp thứ 4 HĐND tỉnh. "
        "Kỳ họp thứ 4 sẽ khai mạc vào ngày 12/3. Bà Mây chủ trì kỳ họp.",
        ISSUED,
        ["2024-03-12"],
    ),
    (f"Hôm nay, {WHO}", ISSUED, ["2024-03-08"]),
    (f"Chiều qua, {WHO}", ISSUED, ["2024-03-07"]),
    (f"Hôm qua, {WHO}", ISSUED, ["2024-03-07"]),
    (f"Tối qua, {WHO}", ISSUED, ["2024-03-07"]),
    (f"Ngày 29/12, {WHO}", "2024-01-02", ["2023-12-29"]),
    (f"Trong hai ngày 6 và 7/3, {WHO}", ISSUED, ["2024-03-06"]),
    (f"Ngày 7/3/2022, {WHO}", ISSUED, ["2022-03-07"]),
    (f"Thứ sáu, 08/03/2024 07:10\nNgày 7/3, {WHO}", None, ["2024-03-07"]),
    (f"Thứ sáu, 08/03/2024 07:10\nSáng nay, {WHO}", None, ["2024-03-08"]),
    (f"Ngày 7/3, {WHO} Hội nghị bàn nhiệm vụ năm 2024.", None, ["2024-03-07"]),
    # the day first told stands, with its year where that is told again
    (f"Ngày 7/3, {WHO} Ngày 9/3, Bí thư Lò Thị Mây trả lời về hội nghị.", None, ["--03-07"]),
    (f"Ngày 7/3, {WHO} Bà Mây tại hội nghị ngày 7/3/2024.", None, ["2024-03-07"]),
    # a deadline is no day of a meeting
    (f"{WHO} Bà Mây yêu cầu tại hội nghị báo cáo trước ngày 15/3.", ISSUED, [None]),
    (
        f"Chiều 7/3, Sở Y tế ra thông cáo về cuộc họp (từ ngày 4 đến 5/3), {WHO[:-1]} ấy.",
        ISSUED,
        ["2024-03-04"],
    ),
    (
        "Sáng nay 7/3, hội nghị khai mạc, dự kiến họp đến 9/3, do Bí thư Tỉnh ủy Sơn La Lò Thị Mây "
        "chủ trì.",
        ISSUED,
        ["2024-03-07"],
    ),
    # what the text calls today
    (f"Sáng nay (7/3/2024), trời mưa ở Sơn La. Chiều nay, {WHO}", None, ["2024-03-07"]),
    (f"Hôm qua (7/3), trời mưa ở Sơn La. Hôm nay, {WHO}", None, ["--03-08"]),
    (f"Sáng 7/3, trời mưa ở Sơn La. Chiều nay, {WHO}", None, ["--03-07"]),
    (f"Sáng 7/3, trời mưa ở Sơn La. Chiều qua, {WHO}", None, ["--03-06"]),
    # left open
    (f"Ngày 7/3, {WHO}", None, ["--03-07"]),
    (f"Sáng nay, {WHO}", None, [None]),
    (f"Mới đây, {WHO}", ISSUED, [None]),
    (f"Ngày 10 tháng Giêng âm lịch, {WHO}", ISSUED, [None]),
    (f"Ngày mùng 3 Tết, {WHO}", ISSUED, [None]),
]


@pytest.mark.parametrize(("text", "issued", "expected"), MEETING_DAYS)
def test_day_of_a_meeting(text: str, issued: str | None, expected: list[str | None]) -> None:
    assert days(text, issued) == expected


@given(st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)), st.sampled_from("/-."))
@settings(max_examples=150, deadline=None)
def test_every_full_day_is_found(day: dt.date, mark: str) -> None:
    text = f"Ngày {day.day}{mark}{day.month}{mark}{day.year}, họp."
    assert [(d.year, d.month, d.day) for d in find_dates(text)] == [(day.year, day.month, day.day)]
    assert text[find_dates(text)[0].start : find_dates(text)[0].end].endswith(str(day.year))


@given(st.text(alphabet="0123456789/-. ngàythásu%,()\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_days_are_real_apart_and_in_order(text: str) -> None:
    found = find_dates(text)
    for d in found:
        dt.date(d.year or 2024, d.month, d.day)
        assert 0 <= d.start < d.end <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
