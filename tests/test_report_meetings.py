from __future__ import annotations

import pytest
from facts import at_meetings, at_sites, meetings, read

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"
LED = f"đồng chí {UN}, Bí thư Tỉnh ủy Sơn La chủ trì"
ISSUED = "2024-03-08"

# (text, meetings with their days)
MEETINGS: list[tuple[str, list[tuple[str, str | None]]]] = [
    # one
    (f"Ngày 7/3, {LED} hội nghị tổng kết công tác dân vận.",
     [("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    (f"Ngày 7/3, {LED} cuộc họp bàn việc chống hạn.",
     [("cuộc họp bàn việc chống hạn", "2024-03-07")]),
    (f"Sáng 7/3, {LED} phiên họp thường kỳ tháng 3.",
     [("phiên họp thường kỳ tháng 3", "2024-03-07")]),
    (f"Ngày 7/3, {LED} buổi làm việc với Đoàn công tác của Bộ Y tế.",
     [("buổi làm việc với Đoàn công tác của Bộ Y tế", "2024-03-07")]),
    (f"Ngày 7/3, {LED} hội nghị về phòng, chống tham nhũng, tiêu cực.",
     [("hội nghị về phòng, chống tham nhũng, tiêu cực", "2024-03-07")]),
    (f"Ngày 7/3, {LED} Hội nghị lần thứ 15 Ban Chấp hành Đảng bộ tỉnh.",
     [("Hội nghị lần thứ 15 Ban Chấp hành Đảng bộ tỉnh", "2024-03-07")]),
    # named again in other words
    (f"Ngày 7/3, {LED} hội nghị tổng kết công tác dân vận. Hội nghị có 200 đại biểu. Tại cuộc "
     "họp, nhiều ý kiến được nêu.", [("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    (f"Sơn La tổng kết công tác dân vận\nNgày 7/3, {LED} hội nghị tổng kết công tác dân vận năm "
     f"2023. Đồng chí {UN} kết luận hội nghị tổng kết công tác dân vận.",
     [("hội nghị tổng kết công tác dân vận năm 2023", "2024-03-07")]),
    # in the headline in other words, by noun and by verb
    (f"Bí thư Tỉnh ủy {UN} chủ trì họp tổ công tác gỡ khó giải ngân đầu tư công\nNgày 7/3, {LED} "
     "phiên họp thứ hai của Ban Chỉ đạo các dự án trọng điểm.",
     [("phiên họp thứ hai của Ban Chỉ đạo các dự án trọng điểm", "2024-03-07")]),
    (f"Bí thư Tỉnh ủy Sơn La {UN} thị sát hồ chứa\nNgày 7/3, Bí thư Tỉnh ủy Sơn La {UN} đã thị sát "
     "tình hình hạn hán tại huyện Mai Sơn.", [("thị sát hồ chứa", "2024-03-07")]),
    # in the lead without its day, then with it; twice on one day by other nouns
    (f"Gỡ khó giá nước\nBí thư Tỉnh ủy Sơn La {UN} chủ trì buổi tiếp dân về giá nước. Ngày 7/3, Bí "
     f"thư Tỉnh ủy {UN} chủ trì buổi tiếp xúc với các hộ dân huyện Mai Sơn.",
     [("buổi tiếp xúc với các hộ dân huyện Mai Sơn", "2024-03-07")]),
    (f"Ngày 7/3, {LED} cuộc họp bàn việc chống hạn. Sáng 7/3, Bí thư Tỉnh ủy {UN} đã có buổi làm "
     "việc với lãnh đạo huyện Mai Sơn.", [("cuộc họp bàn việc chống hạn", "2024-03-07")]),
    # only asked for, denied, or in somebody's words
    (f"Ngày 7/3, {LED} cuộc họp bàn việc chống hạn. Các sở cần tổ chức hội nghị về giống lúa.",
     [("cuộc họp bàn việc chống hạn", "2024-03-07")]),
    ("Năm nay, Sở Y tế Sơn La không tổ chức lễ trao giải cho thầy thuốc trẻ.", []),
    (f"Ngày 7/3, {LED} cuộc họp bàn việc chống hạn. Đồng chí {UN} cho rằng hội nghị về giống lúa "
     "tháng trước rất thành công.", [("cuộc họp bàn việc chống hạn", "2024-03-07")]),
    # a first sentence is no headline
    (f"Ngày 6/3, {LED} cuộc họp gỡ khó giải ngân đầu tư công.\nNgày 7/3, {LED} hội nghị tổng kết "
     "công tác dân vận.", [("cuộc họp gỡ khó giải ngân đầu tư công", "2024-03-06"),
                           ("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    # several
    (f"Sáng 6/3, {LED} hội nghị tổng kết công tác dân vận. Chiều cùng ngày, đồng chí {UN} chủ trì "
     "cuộc họp bàn việc chống hạn.",
     [("hội nghị tổng kết công tác dân vận", "2024-03-06"),
      ("cuộc họp bàn việc chống hạn", "2024-03-06")]),
    (f"Ngày 5/3, {LED} hội nghị tổng kết công tác dân vận. Trước đó, ngày 4/3, đồng chí {UN} dự "
     "lễ khởi công cầu Nậm Pàn.",
     [("hội nghị tổng kết công tác dân vận", "2024-03-05"),
      ("lễ khởi công cầu Nậm Pàn", "2024-03-04")]),
    (f"Ngày 6/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La dự lễ khởi công cầu Nậm Pàn. Ngày 7/3, đồng "
     f"chí {UN} chủ trì hội nghị tổng kết công tác dân vận.",
     [("lễ khởi công cầu Nậm Pàn", "2024-03-06"),
      ("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    # a session of several days
    ("Ngày 6/3, HĐND tỉnh Sơn La khai mạc kỳ họp thứ 20. Bước sang ngày làm việc thứ hai, kỳ họp "
     f"thảo luận tại hội trường. Chủ tịch HĐND tỉnh {HAO} kết luận kỳ họp.",
     [("kỳ họp thứ 20", "2024-03-06")]),
    # without a noun
    (f"Ngày 7/3, Thủ tướng {UN} tiếp Thủ tướng Lào Bounmy Sengdara.",
     [("tiếp Thủ tướng Lào Bounmy Sengdara", "2024-03-07")]),
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với Thủ tướng Lào Bounmy Sengdara.",
     [("hội đàm với Thủ tướng Lào Bounmy Sengdara", "2024-03-07")]),
    # named in passing: with nobody's part in it told it is none
    ("Thực hiện Nghị quyết Đại hội XIII của Đảng, tỉnh Sơn La đạt nhiều kết quả.", []),
    (f"Ngày 7/3, {LED} hội nghị tổng kết công tác dân vận, góp ý dự thảo văn kiện trình Đại hội "
     "XIII của Đảng.", [("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    ("Theo kết luận hội nghị Trung ương 6, các tỉnh cần khẩn trương.", []),
    (f"Ngày 7/3, {LED} hội nghị tổng kết công tác dân vận, thực hiện Nghị quyết Đại hội XIII của "
     "Đảng.", [("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    (f"Ngày 7/3, {LED} hội nghị tổng kết công tác dân vận. Chương trình công tác năm 2024 và kết "
     "quả của Chương trình Hành động được nêu rõ trong ngày làm việc.",
     [("hội nghị tổng kết công tác dân vận", "2024-03-07")]),
    (f"Ngày 7/3, {LED} lễ giao, nhận quân năm 2024.",
     [("lễ giao, nhận quân năm 2024", "2024-03-07")]),
    (f"Ngày 7/3, {LED} lễ giao, nhận quân năm 2024. Cùng thời gian trên, tại huyện Mường La, "
     f"đồng chí {MAY} dự lễ giao, nhận quân của huyện.",
     [("lễ giao, nhận quân năm 2024", "2024-03-07"), ("lễ giao, nhận quân của huyện", None)]),
    (f"Chủ tọa hội nghị là các đồng chí: {UN}, Bí thư Tỉnh ủy Sơn La.", [("hội nghị", None)]),
    # no meeting
    (f"Ngày 7/3, {UN} được bổ nhiệm làm Giám đốc Sở Y tế tỉnh Sơn La.", []),
    ("Ngày 7/3, mưa to ở Sơn La.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MEETINGS)
def test_meetings(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert meetings(text, ISSUED) == expected


# (text, (who, role, meeting))
EACH_ITS_OWN: list[tuple[str, set[tuple[str, str, str]]]] = [
    # words about another meeting are said at the one spoken of
    (
        f"Ngày 7/3, {LED} cuộc họp bàn việc chống hạn. Đồng chí {UN} cho biết, tại lễ khởi công hồ "
        f"Nậm Pàn sắp tới sẽ có nhiều hộ dân. Sau đó, ông {HAO}, Giám đốc Sở Nông nghiệp, dự lễ ký "
        "kết với các hộ dân.",
        {
            (UN, "chair", "cuộc họp bàn việc chống hạn"),
            (UN, "speak", "cuộc họp bàn việc chống hạn"),
            (HAO, "attend", "lễ ký kết với các hộ dân"),
        },
    ),
    # a day long before a session of weeks is another meeting's; one within those weeks is not
    (
        f"Phát biểu tại phiên khai mạc kỳ họp HĐND tỉnh ngày 5/7, đồng chí {UN}, Bí thư Tỉnh ủy "
        f"Sơn La đề nghị thảo luận. Chiều 28/5, Phó Thủ tướng {HAO} đã chủ trì họp với Bộ Y tế.",
        {
            (UN, "speak", "kỳ họp Hội đồng nhân dân tỉnh ngày 5/7"),
            (HAO, "chair", "họp với Bộ Y tế"),
            ("Bộ Y tế", "attend", "họp với Bộ Y tế"),
            ("Hội đồng nhân dân tỉnh Sơn La", "attend", "kỳ họp Hội đồng nhân dân tỉnh ngày 5/7"),
        },
    ),
    (
        f"Sáng 7/3, Thủ tướng {UN} tiếp Đại sứ Lào Bounmy Sengdara. Chiều cùng ngày, Thủ tướng chủ "
        "trì phiên họp Chính phủ thường kỳ.",
        {
            (UN, "attend", "tiếp Đại sứ Lào Bounmy Sengdara"),
            ("Bounmy Sengdara", "attend", "tiếp Đại sứ Lào Bounmy Sengdara"),
            (UN, "chair", "phiên họp Chính phủ thường kỳ"),
        },
    ),
    (
        f"Sáng 6/3, {LED} hội nghị tổng kết công tác dân vận. Chiều cùng ngày, đồng chí {MAY}, Phó "
        "Bí thư Tỉnh ủy chủ trì cuộc họp bàn việc chống hạn.",
        {
            (UN, "chair", "hội nghị tổng kết công tác dân vận"),
            (MAY, "chair", "cuộc họp bàn việc chống hạn"),
        },
    ),
    (
        f"Ngày 5/3, {LED} hội nghị tổng kết công tác dân vận. Trước đó, ngày 4/3, đồng chí {MAY}, "
        "Phó Bí thư Tỉnh ủy dự lễ khởi công cầu Nậm Pàn.",
        {
            (UN, "chair", "hội nghị tổng kết công tác dân vận"),
            (MAY, "attend", "lễ khởi công cầu Nậm Pàn"),
        },
    ),
    (
        f"Ngày 5/3, {LED} hội nghị tổng kết công tác dân vận. Trước đó, ngày 4/3, đồng chí {UN} dự "
        f"lễ khởi công cầu Nậm Pàn. Kết luận hội nghị, đồng chí {UN} yêu cầu khẩn trương.",
        {
            (UN, "chair", "hội nghị tổng kết công tác dân vận"),
            (UN, "attend", "lễ khởi công cầu Nậm Pàn"),
            (UN, "speak", "hội nghị tổng kết công tác dân vận"),
        },
    ),
    # "dự thảo", "danh dự" tell of nobody's attending
    (
        f"Ngày 5/3, {LED} hội nghị tổng kết công tác dân vận. Đồng chí {MAY}, Phó Bí thư Tỉnh ủy "
        "nêu ý kiến về dự thảo báo cáo, danh dự của hội nghị.",
        {
            (UN, "chair", "hội nghị tổng kết công tác dân vận"),
            (MAY, "speak", "hội nghị tổng kết công tác dân vận"),
        },
    ),
]


# Talks and visits are told apart by who meets. (text, (who, how the meeting's name begins))
ABE, LEE = "Taro Mikawa", "Lee Sun Ho"
TALKS: list[tuple[str, set[tuple[str, str]]]] = [
    # both parties, once by verb and once by noun
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với Thủ tướng Nhật Bản {ABE}. Tại hội đàm, Thủ tướng {ABE} "
     "cảm ơn Việt Nam.", {(UN, "hội đàm"), (ABE, "hội đàm")}),
    (f"Cuộc hội đàm giữa Thủ tướng {UN} và Thủ tướng Nhật Bản {ABE} diễn ra ngày 7/3.",
     {(UN, "Cuộc hội đàm"), (ABE, "Cuộc hội đàm")}),
    (f"Thủ tướng Nhật Bản {ABE} trong cuộc hội kiến với Thủ tướng {UN} ngày 7/3 cảm ơn Việt Nam.",
     {(UN, "cuộc hội kiến"), (ABE, "cuộc hội kiến")}),
    # each host in a meeting of his own
    (f"Thủ tướng Nhật Bản {ABE} dự kiến hội kiến Chủ tịch nước {UN}, Chủ tịch Quốc hội {MAY}.",
     {(UN, "hội kiến"), (ABE, "hội kiến"), (MAY, "hội kiến")}),
    (f"Ngày 7/3, Thủ tướng {UN} tiếp Thủ tướng Nhật Bản {ABE}. Cùng ngày, Thủ tướng {UN} tiếp Tổng "
     f"thống Hàn Quốc {LEE}.", {(UN, "tiếp"), (ABE, "tiếp"), (LEE, "tiếp")}),
    # "hai nhà lãnh đạo", the counterpart
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với Thủ tướng Nhật Bản {ABE}. Sau đó, hai nhà lãnh đạo "
     "chứng kiến lễ ký kết 5 văn kiện.",
     {(UN, "hội đàm"), (ABE, "hội đàm"), (UN, "lễ ký kết"), (ABE, "lễ ký kết")}),
    (f"Ngày 7/3, Thủ tướng {UN} gặp người đồng cấp Nhật Bản {ABE}.", {(UN, "gặp"), (ABE, "gặp")}),
    # a round of visits, by verbs alone; who goes along
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} đi kiểm tra tiến độ các công trình. Cùng đi có Phó Chủ "
     f"tịch UBND tỉnh {MAY}.", {(UN, "đi kiểm tra"), (MAY, "đi kiểm tra")}),
    (f"Ngày 7/3, Đoàn công tác tỉnh Sơn La do đồng chí {UN}, Bí thư Tỉnh ủy làm trưởng đoàn đã đến "
     "thăm, chúc Tết các chiến sĩ.", {(UN, "đến thăm")}),
    # wished, denied or past: none
    (f"Thủ tướng {UN} mong muốn gặp Thủ tướng Nhật Bản {ABE}.", set()),
    (f"Hai nước duy trì các chuyến thăm cấp cao, theo Thủ tướng {UN}.", set()),
    (f"Thủ tướng {UN} gặp khó khăn.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TALKS)
def test_talks_and_visits(text: str, expected: set[tuple[str, str]]) -> None:
    report = read(text, ISSUED)
    names = {p.id: p.name for p in report.people}
    labels = {m.id: m.label for m in report.meetings}
    found = {
        (names[p.participant], labels[p.meeting])
        for p in report.participations
        if p.participant in names and p.role == "attend"
    }
    left = {
        pair
        for pair in expected
        if not any(pair[0] == n and m.startswith(pair[1]) for n, m in found)
    }
    assert (left, {n for n, _ in found}) == (set(), {n for n, _ in expected})


@pytest.mark.parametrize(("text", "expected"), EACH_ITS_OWN)
def test_each_meeting_has_its_own_people(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert at_meetings(text, ISSUED) == expected


WHOLE = (
    "Ngày 7/3, đồng chí Quàng Văn Ún, Ủy viên Bộ Chính trị, Thường trực Ban Bí thư chủ trì hội "
    "nghị trực tuyến tổng kết công tác dân vận."
)
# (text, (who, role, province of the site or None for the whole meeting))
SITES: list[tuple[str, set[tuple[str, str, str | None]]]] = [
    (WHOLE, {(UN, "chair", None)}),
    (f"{WHOLE} Bí thư Tỉnh ủy {MAY} chủ trì tại điểm cầu Sơn La.",
     {(UN, "chair", None), (MAY, "chair", "Sơn La")}),
    (f"{WHOLE} Đồng chí {MAY}, Bí thư Tỉnh ủy chủ trì điểm cầu tại Sơn La.",
     {(UN, "chair", None), (MAY, "chair", "Sơn La")}),
    (f"{WHOLE} Tại điểm cầu Sơn La, đồng chí {MAY}, Bí thư Tỉnh ủy chủ trì.",
     {(UN, "chair", None), (MAY, "chair", "Sơn La")}),
    (f"{WHOLE} Tại điểm cầu tỉnh Sơn La, đồng chí {MAY}, Bí thư Tỉnh ủy chủ trì hội nghị.",
     {(UN, "chair", None), (MAY, "chair", "Sơn La")}),
    (f"{WHOLE} Tại điểm cầu Sơn La có các đồng chí: {MAY}, Bí thư Tỉnh ủy; {HAO}, Chủ tịch UBND "
     "tỉnh tham dự.", {(UN, "chair", None)} | {(n, "attend", "Sơn La") for n in (MAY, HAO)}),
    (f"{WHOLE} Dự hội nghị tại điểm cầu Sơn La có các đồng chí: {MAY}, Bí thư Tỉnh ủy; {HAO}, Chủ "
     "tịch UBND tỉnh.", {(UN, "chair", None)} | {(n, "attend", "Sơn La") for n in (MAY, HAO)}),
    (f"{WHOLE} Bí thư Tỉnh ủy Sơn La {MAY} chủ trì tại điểm cầu Sơn La. Bí thư Tỉnh ủy Lai Châu "
     f"{HAO} chủ trì tại điểm cầu Lai Châu.",
     {(UN, "chair", None), (MAY, "chair", "Sơn La"), (HAO, "chair", "Lai Châu")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SITES)
def test_sites(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    assert at_sites(text) == expected


# (text, bodies that hold the meeting, provinces of the meeting)
HOLDERS: list[tuple[str, list[str], list[str]]] = [
    ("Ngày 7/3, Tỉnh ủy Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
     ["Tỉnh ủy Sơn La"], ["Sơn La"]),
    ("Ngày 7/3, tại Sơn La, Bộ Y tế tổ chức hội nghị tổng kết công tác tiêm chủng.",
     ["Bộ Y tế"], ["Sơn La"]),
    ("Ngày 7/3, Bộ Y tế phối hợp với UBND tỉnh Sơn La tổ chức hội nghị tổng kết tiêm chủng.",
     ["Bộ Y tế", "Ủy ban nhân dân tỉnh Sơn La"], ["Sơn La"]),
    ("Ngày 7/3, HĐND tỉnh Sơn La khai mạc kỳ họp thứ 20.",
     ["Hội đồng nhân dân tỉnh Sơn La"], ["Sơn La"]),
    ("Ngày 7/3, Tỉnh ủy - HĐND - UBND tỉnh Sơn La trang trọng tổ chức lễ dâng hương.",
     ["Hội đồng nhân dân tỉnh Sơn La", "Tỉnh ủy Sơn La", "Ủy ban nhân dân tỉnh Sơn La"],
     ["Sơn La"]),
    ("Hội thảo về tiêm chủng do Bộ Y tế chủ trì, phối hợp với UBND tỉnh Sơn La tổ chức ngày 7/3.",
     ["Bộ Y tế", "Ủy ban nhân dân tỉnh Sơn La"], ["Sơn La"]),
    ("Ngày 7/3, Thành ủy Hải Phòng tổ chức hội nghị tổng kết công tác dân vận.",
     ["Thành ủy Hải Phòng"], ["Hải Phòng"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "organisers", "provinces"), HOLDERS)
def test_who_holds_it_and_where(text: str, organisers: list[str], provinces: list[str]) -> None:
    report = read(text, ISSUED)
    label = {b.id: b.label for b in report.bodies}
    (meeting,) = report.meetings
    assert sorted(label[b] for b in meeting.organisers) == organisers
    assert list(meeting.provinces) == provinces


# (text, last day, part of the day, still to come)
DETAILS: list[tuple[str, str | None, str | None, bool]] = [
    ("Dự kiến ngày 20/3, Tỉnh ủy Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
     None, None, True),
    (f"Sáng 7/3, {LED} hội nghị tổng kết công tác dân vận.", None, "sáng", False),
    (f"Chiều 7/3, {LED} hội nghị tổng kết công tác dân vận.", None, "chiều", False),
    (f"Trong hai ngày 6 và 7/3, {LED} hội nghị tổng kết công tác dân vận.",
     "2024-03-07", None, False),
    (f"Từ ngày 5-7/3, {LED} hội nghị tổng kết công tác dân vận.", "2024-03-07", None, False),
    ("Ngày 20/3, Tỉnh ủy Sơn La sẽ tổ chức hội nghị tổng kết công tác dân vận.", None, None, True),
    (f"Theo kế hoạch, ngày 20/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La sẽ chủ trì hội nghị tổng kết "
     "công tác dân vận.", None, None, True),
    ("Ngày 7/3, Tỉnh ủy Sơn La đã tổ chức hội nghị tổng kết công tác dân vận.", None, None, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "end", "session", "planned"), DETAILS)
def test_days_and_plans(text: str, end: str | None, session: str | None, planned: bool) -> None:
    (meeting,) = read(text, ISSUED).meetings
    assert (meeting.end_date, meeting.session, meeting.planned) == (end, session, planned)
