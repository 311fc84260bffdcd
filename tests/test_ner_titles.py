from __future__ import annotations

import pytest
from facts import posts, statuses, words

# (title as printed, posts in full); each is tried before a name and behind one.
TITLES: list[tuple[str, list[str]]] = [
    # the Party
    ("Ủy viên Bộ Chính trị", ["Ủy viên Bộ Chính trị"]),
    ("Ủy viên dự khuyết Trung ương Đảng", ["Ủy viên dự khuyết Trung ương Đảng"]),
    ("UVTW Đảng", ["Ủy viên Trung ương Đảng"]),
    ("Uỷ viên Trung ương Đảng", ["Ủy viên Trung ương Đảng"]),
    ("Thường trực Ban Bí thư", ["Thường trực Ban Bí thư"]),
    ("Bí thư Trung ương Đảng", ["Bí thư Trung ương Đảng"]),
    ("Trưởng ban Tổ chức Trung ương", ["Trưởng ban Tổ chức Trung ương"]),
    ("Trưởng Ban Tuyên giáo Trung ương", ["Trưởng Ban Tuyên giáo Trung ương"]),
    ("Phó Trưởng ban Nội chính Trung ương", ["Phó Trưởng ban Nội chính Trung ương"]),
    ("Chánh Văn phòng Trung ương Đảng", ["Chánh Văn phòng Trung ương Đảng"]),
    ("Bí thư Tỉnh ủy Sơn La", ["Bí thư Tỉnh ủy Sơn La"]),
    ("Phó Bí thư Tỉnh ủy Sơn La", ["Phó Bí thư Tỉnh ủy Sơn La"]),
    ("Phó Bí thư Thường trực Tỉnh ủy Sơn La", ["Phó Bí thư Thường trực Tỉnh ủy Sơn La"]),
    ("Bí thư Thành ủy Hải Phòng", ["Bí thư Thành ủy Hải Phòng"]),
    ("Tỉnh ủy viên", ["Tỉnh ủy viên"]),
    (
        "Ủy viên Ban Thường vụ Tỉnh ủy Sơn La",
        ["Ủy viên Ban Thường vụ Tỉnh ủy Sơn La"],
    ),
    ("Ủy viên BTV Tỉnh ủy Sơn La", ["Ủy viên Ban Thường vụ Tỉnh ủy Sơn La"]),
    ("Trưởng Ban Dân vận Tỉnh ủy Sơn La", ["Trưởng Ban Dân vận Tỉnh ủy Sơn La"]),
    (
        "Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy Sơn La",
        ["Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy Sơn La"],
    ),
    # the State
    ("Thủ tướng Chính phủ", ["Thủ tướng Chính phủ"]),
    ("Chủ tịch Quốc hội", ["Chủ tịch Quốc hội"]),
    ("Bộ trưởng Bộ Y tế", ["Bộ trưởng Bộ Y tế"]),
    ("Thứ trưởng Bộ Tài chính", ["Thứ trưởng Bộ Tài chính"]),
    ("Thứ trưởng Thường trực Bộ Ngoại giao", ["Thứ trưởng Thường trực Bộ Ngoại giao"]),
    ("Thống đốc Ngân hàng Nhà nước Việt Nam", ["Thống đốc Ngân hàng Nhà nước Việt Nam"]),
    ("Tổng Thanh tra Chính phủ", ["Tổng Thanh tra Chính phủ"]),
    ("Chánh án Tòa án nhân dân tối cao", ["Chánh án Tòa án nhân dân tối cao"]),
    ("Bộ trưởng Bộ GD&ĐT", ["Bộ trưởng Bộ Giáo dục và Đào tạo"]),
    # provinces and below
    ("Chủ tịch UBND tỉnh Sơn La", ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]),
    ("Phó Chủ tịch HĐND tỉnh Sơn La", ["Phó Chủ tịch Hội đồng nhân dân tỉnh Sơn La"]),
    (
        "Phó Chủ tịch Thường trực UBND tỉnh Sơn La",
        ["Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh Sơn La"],
    ),
    ("Chủ tịch UBND TP Hải Phòng", ["Chủ tịch Ủy ban nhân dân thành phố Hải Phòng"]),
    (
        "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh Sơn La",
        ["Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn La"],
    ),
    ("Giám đốc Sở Nội vụ tỉnh Sơn La", ["Giám đốc Sở Nội vụ tỉnh Sơn La"]),
    ("Giám đốc Công an tỉnh Sơn La", ["Giám đốc Công an tỉnh Sơn La"]),
    (
        "Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh Sơn La",
        ["Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh Sơn La"],
    ),
    ("Chánh Thanh tra tỉnh Sơn La", ["Chánh Thanh tra tỉnh Sơn La"]),
    ("Bí thư Huyện ủy Mường La", ["Bí thư Huyện ủy Mường La"]),
    ("Chủ tịch UBND huyện Mường La", ["Chủ tịch Ủy ban nhân dân huyện Mường La"]),
    ("Bí thư Tỉnh đoàn Sơn La", ["Bí thư Tỉnh đoàn Sơn La"]),
    # armed forces, schools, enterprises
    ("Tư lệnh Quân khu 2", ["Tư lệnh Quân khu 2"]),
    ("Chính ủy Quân khu 2", ["Chính ủy Quân khu 2"]),
    ("Hiệu trưởng Trường Đại học Tây Bắc", ["Hiệu trưởng Trường Đại học Tây Bắc"]),
    (
        "Tổng Giám đốc Tập đoàn Điện lực Việt Nam",
        ["Tổng Giám đốc Tập đoàn Điện lực Việt Nam"],
    ),
    # several at once
    (
        "Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh Sơn La",
        ["Chủ tịch Hội đồng nhân dân tỉnh Sơn La", "Phó Bí thư Thường trực Tỉnh ủy Sơn La"],
    ),
    (
        "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Sơn La",
        ["Bí thư Tỉnh ủy Sơn La", "Ủy viên Trung ương Đảng"],
    ),
    (
        "Phó Thủ tướng, Bộ trưởng Bộ Tài chính",
        ["Bộ trưởng Bộ Tài chính", "Phó Thủ tướng"],
    ),
    (
        "Phó Thủ tướng kiêm Bộ trưởng Bộ Tài chính",
        ["Bộ trưởng Bộ Tài chính", "Phó Thủ tướng"],
    ),
    (
        "Bí thư Tỉnh ủy kiêm Chủ tịch HĐND tỉnh Sơn La",
        ["Bí thư Tỉnh ủy Sơn La", "Chủ tịch Hội đồng nhân dân tỉnh Sơn La"],
    ),
    # terms of office: no part of a post, but for a seat in the Assembly
    ("Chủ tịch HĐND tỉnh Sơn La khoá XV", ["Chủ tịch Hội đồng nhân dân tỉnh Sơn La"]),
    ("Ủy viên Trung ương Đảng khóa XI, XII và XIII", ["Ủy viên Trung ương Đảng"]),
    ("Đại biểu Quốc hội khóa XIV", ["Đại biểu Quốc hội khóa XIV"]),
    ("Đại biểu Quốc hội khoá XIV đoàn Sơn La", ["Đại biểu Quốc hội khóa XIV đoàn tỉnh Sơn La"]),
    ("Đại biểu Quốc hội khóa XIII, XIV", ["Đại biểu Quốc hội"]),
    (
        "Đại biểu HĐND tỉnh Sơn La khóa XV, nhiệm kỳ 2021 - 2026, Giám đốc Sở Y tế",
        ["Giám đốc Sở Y tế tỉnh Sơn La", "Đại biểu Hội đồng nhân dân tỉnh Sơn La"],
    ),
    (
        "Đại biểu HĐND tỉnh Sơn La (khóa XV), Giám đốc Sở Y tế",
        ["Giám đốc Sở Y tế tỉnh Sơn La", "Đại biểu Hội đồng nhân dân tỉnh Sơn La"],
    ),
    (
        "Ủy viên Trung ương Đảng khóa XII, Bí thư Tỉnh ủy Sơn La nhiệm kỳ 2015-2020",
        ["Bí thư Tỉnh ủy Sơn La", "Ủy viên Trung ương Đảng"],
    ),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_title_before_a_name(title: str, expected: list[str]) -> None:
    assert posts(f"Ngày 7/3, {title} Quàng Văn Ún chủ trì hội nghị dân vận.") == {
        "Quàng Văn Ún": expected
    }


@pytest.mark.parametrize(("title", "expected"), TITLES)
@pytest.mark.parametrize("mark", [", ", " - ", " – "])
def test_title_behind_a_name(title: str, expected: list[str], mark: str) -> None:
    text = f"Ngày 7/3, đồng chí Quàng Văn Ún{mark}{title} chủ trì hội nghị dân vận."
    assert posts(text) == {"Quàng Văn Ún": expected}


BARE = ["Tổng Bí thư", "Chủ tịch nước", "Phó Chủ tịch nước", "Thủ tướng", "Phó Thủ tướng"]


@pytest.mark.parametrize("title", BARE)
def test_titles_that_need_no_body(title: str) -> None:
    held = {"Quàng Văn Ún": [title]}
    assert posts(f"Ngày 7/3, {title} Quàng Văn Ún chủ trì hội nghị dân vận.") == held
    assert posts(f"Ngày 7/3, đồng chí Quàng Văn Ún, {title}, dự hội nghị dân vận.") == held


# (title as printed, post in full, status)
STATUSES = [
    ("nguyên Bí thư Tỉnh ủy Sơn La", "nguyên Bí thư Tỉnh ủy Sơn La", "former"),
    ("Nguyên Chủ tịch nước", "nguyên Chủ tịch nước", "former"),
    ("cựu Bộ trưởng Bộ Y tế", "nguyên Bộ trưởng Bộ Y tế", "former"),
    ("quyền Bộ trưởng Bộ Y tế", "quyền Bộ trưởng Bộ Y tế", "acting"),
    ("Quyền Chủ tịch UBND tỉnh Sơn La", "quyền Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "acting"),
    ("Bộ trưởng Bộ Y tế", "Bộ trưởng Bộ Y tế", "current"),
]


@pytest.mark.parametrize(("title", "post", "status"), STATUSES)
def test_status(title: str, post: str, status: str) -> None:
    assert statuses(f"{title} Quàng Văn Ún dự hội nghị dân vận.") == {(post, status)}
    assert statuses(f"Ông Quàng Văn Ún, {title}, dự hội nghị dân vận.") == {(post, status)}


# (text, people and their posts): whose title it is, and whose it is not
WHOSE: list[tuple[str, dict[str, list[str]]]] = [
    # a post of several people
    (
        "Sau ý kiến của các thành viên UBND tỉnh Sơn La, Giám đốc Sở Y tế Quàng Văn Ún phát biểu.",
        {"Quàng Văn Ún": ["Giám đốc Sở Y tế tỉnh Sơn La"]},
    ),
    (
        "Các Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Quàng Văn Ún và Lò Thị Mây dự hội nghị.",
        {
            "Quàng Văn Ún": ["Bí thư Tỉnh ủy", "Ủy viên Trung ương Đảng"],
            "Lò Thị Mây": ["Bí thư Tỉnh ủy", "Ủy viên Trung ương Đảng"],
        },
    ),
    (
        "Các ông Quàng Văn Ún, Bùi Thế Hào, Phó Chủ tịch UBND tỉnh Sơn La dự hội nghị.",
        {
            key: ["Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]
            for key in ("Quàng Văn Ún", "Bùi Thế Hào")
        },
    ),
    (
        "Ông Quàng Văn Ún, Bùi Thế Hào, đều là Phó Giám đốc Sở Y tế, dự hội nghị.",
        {key: ["Phó Giám đốc Sở Y tế"] for key in ("Quàng Văn Ún", "Bùi Thế Hào")},
    ),
    (
        "Ông Quàng Văn Ún, Bùi Thế Hào, Phó Giám đốc Sở Y tế, dự hội nghị.",
        {"Quàng Văn Ún": [], "Bùi Thế Hào": ["Phó Giám đốc Sở Y tế"]},
    ),
    (
        "Các ông Quàng Văn Ún, Bùi Thế Hào, Giám đốc Sở Y tế, dự hội nghị.",
        {"Quàng Văn Ún": [], "Bùi Thế Hào": ["Giám đốc Sở Y tế"]},
    ),
    (
        "Quàng Văn Ún, Bùi Thế Hào, các Phó Giám đốc Sở Y tế cùng nhiều người dự hội nghị.",
        {key: ["Phó Giám đốc Sở Y tế"] for key in ("Quàng Văn Ún", "Bùi Thế Hào")},
    ),
    (
        "Bí thư Tỉnh ủy Quàng Văn Ún, các Phó Giám đốc Sở Y tế dự hội nghị.",
        {"Quàng Văn Ún": ["Bí thư Tỉnh ủy"]},
    ),
    # where an envoy sits
    (
        "Tổng lãnh sự Lào tại TP.HCM John Halvorsen dự hội nghị.",
        {"John Halvorsen": ["Tổng lãnh sự Lào tại thành phố Hồ Chí Minh"]},
    ),
    ("Các bí thư tỉnh ủy dự hội nghị.", {}),
    ("Mỗi chủ tịch xã phải chịu trách nhiệm.", {}),
    ("Chức danh Bí thư Tỉnh ủy Sơn La còn trống.", {}),
    (
        "Ông Quàng Văn Ún (Bí thư Tỉnh ủy Sơn La) dự hội nghị.",
        {"Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"]},
    ),
    (
        "Bí thư Tỉnh ủy Sơn La Quàng Văn Ún và Chủ tịch UBND tỉnh Lò Thị Mây dự hội nghị.",
        {
            "Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"],
            "Lò Thị Mây": ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La"],
        },
    ),
    (
        "Dự có Quàng Văn Ún, Bí thư Tỉnh ủy Sơn La; Lò Thị Mây, Bộ trưởng Bộ Y tế.",
        {"Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"], "Lò Thị Mây": ["Bộ trưởng Bộ Y tế"]},
    ),
    (
        "Các đồng chí Ủy viên Trung ương Đảng: Quàng Văn Ún, Bí thư Tỉnh ủy Sơn La; "
        "Lò Thị Mây, Bộ trưởng Bộ Y tế dự hội nghị.",
        {
            "Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La", "Ủy viên Trung ương Đảng"],
            "Lò Thị Mây": ["Bộ trưởng Bộ Y tế", "Ủy viên Trung ương Đảng"],
        },
    ),
    (
        "Thủ tướng Lào Bounmy Sengdara hội đàm với Thủ tướng Quàng Văn Ún.",
        {"Bounmy Sengdara": ["Thủ tướng Lào"], "Quàng Văn Ún": ["Thủ tướng"]},
    ),
    (
        "Bộ trưởng Bộ Quốc phòng Lào Bounmy Sengdara dự hội nghị.",
        {"Bounmy Sengdara": ["Bộ trưởng Bộ Quốc phòng Lào"]},
    ),
    (
        "Đại sứ Nhật Bản tại Việt Nam Yamato Kenjiro dự hội nghị.",
        {"Yamato Kenjiro": ["Đại sứ Nhật Bản tại Việt Nam"]},
    ),
    # who governs a place that a rank names alone, and the Party committee of it
    (
        "Bí thư TP HCM Quàng Văn Ún và Phó chủ tịch Hà Nội Lò Thị Mây dự hội nghị.",
        {
            "Quàng Văn Ún": ["Bí thư Thành ủy Thành phố Hồ Chí Minh"],
            "Lò Thị Mây": ["Phó chủ tịch Ủy ban nhân dân thành phố Hà Nội"],
        },
    ),
    (
        "Bí thư Sơn La Quàng Văn Ún và Bí thư huyện Mường La Lò Thị Mây dự hội nghị.",
        {"Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"], "Lò Thị Mây": ["Bí thư Huyện ủy Mường La"]},
    ),
    ("Bí thư tỉnh Quàng Văn Ún dự hội nghị.", {"Quàng Văn Ún": []}),
    ("Chủ tịch Hà Nam Khánh dự hội nghị.", {"Hà Nam Khánh": []}),
    (
        "Trợ lý Bộ trưởng Ngoại giao Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Trợ lý Bộ trưởng Bộ Ngoại giao"]},
    ),
    (
        "Người phát ngôn Điện Kremlin Yuri Halvorsen dự hội nghị.",
        {"Yuri Halvorsen": ["Người phát ngôn Điện Kremlin"]},
    ),
    (
        "Bộ trưởng Chủ nhiệm Văn phòng Chính phủ Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Bộ trưởng", "Chủ nhiệm Văn phòng Chính phủ"]},
    ),
    (
        "Thứ trưởng Bộ Ngoại giao, Chủ tịch SOM APEC 2017 Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Chủ tịch SOM APEC 2017", "Thứ trưởng Bộ Ngoại giao"]},
    ),
    (
        "Chủ tịch Hội đồng Tư vấn - Bộ trưởng Bộ Y tế Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Bộ trưởng Bộ Y tế", "Chủ tịch Hội đồng Tư vấn"]},
    ),
    (
        "Sau buổi tiếp xúc của ứng viên đại biểu Quốc hội, Bí thư Tỉnh ủy Sơn La Quàng Văn Ún "
        "dự hội nghị.",
        {"Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"]},
    ),
    ("Phó chủ tịch Uông Chu Ninh dự hội nghị.", {"Uông Chu Ninh": []}),
    (
        "Bí thư Đảng đoàn, Chủ tịch Hội Luật gia Việt Nam Quàng Văn Ún dự hội nghị.",
        {
            "Quàng Văn Ún": [
                "Bí thư Đảng đoàn Hội Luật gia Việt Nam",
                "Chủ tịch Hội Luật gia Việt Nam",
            ]
        },
    ),
    # terms of office, and when a post was held
    (
        "Ông Quàng Văn Ún, nguyên Bí thư Tỉnh ủy nhiệm kỳ 2010-2015, Chủ tịch HĐND tỉnh Sơn La "
        "nhiệm kỳ 2011 - 2016, dự hội nghị.",
        {
            "Quàng Văn Ún": [
                "nguyên Bí thư Tỉnh ủy Sơn La",
                "nguyên Chủ tịch Hội đồng nhân dân tỉnh Sơn La",
            ]
        },
    ),
    (
        "Giám đốc Sở Y tế Sơn La Quàng Văn Ún (trước đây là Bí thư Huyện ủy Mường La) dự hội nghị.",
        {"Quàng Văn Ún": ["Giám đốc Sở Y tế tỉnh Sơn La", "nguyên Bí thư Huyện ủy Mường La"]},
    ),
    (
        "Ông Quàng Văn Ún (nay là Bộ trưởng Bộ Y tế) dự hội nghị.",
        {"Quàng Văn Ún": ["Bộ trưởng Bộ Y tế"]},
    ),
    # a country's name in a person's
    (
        "Chủ tịch Hiệp hội Doanh nghiệp Bùi Đức Hào dự hội nghị. "
        "Giám đốc Trung tâm lưu trữ Lò Thị Nga phát biểu.",
        {
            "Bùi Đức Hào": ["Chủ tịch Hiệp hội Doanh nghiệp"],
            "Lò Thị Nga": ["Giám đốc Trung tâm lưu trữ"],
        },
    ),
    (
        "Chủ tịch Hiệp hội Doanh nghiệp Nga Yuri Halvorsen dự hội nghị.",
        {"Yuri Halvorsen": ["Chủ tịch Hiệp hội Doanh nghiệp Nga"]},
    ),
    (
        "Chánh Thanh tra Sở Xây dựng tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Chánh Thanh tra Sở Xây dựng tỉnh Sơn La"]},
    ),
    (
        "Trưởng Ban Chỉ đạo kỳ thi tốt nghiệp tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        {"Quàng Văn Ún": ["Trưởng Ban Chỉ đạo kỳ thi tốt nghiệp tỉnh Sơn La"]},
    ),
    (
        "Quàng Văn Ún - trưởng khoa luật Trường Đại học Tây Bắc - dự hội nghị.",
        {"Quàng Văn Ún": ["Trưởng khoa luật Trường Đại học Tây Bắc"]},
    ),
    (
        "Hội nghị bầu ông Quàng Văn Ún giữ chức Bí thư Huyện ủy Mường La.",
        {"Quàng Văn Ún": ["Bí thư Huyện ủy Mường La"]},
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOSE)
def test_whose_title_it_is(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected


PRINTED = [
    ("UVTW Đảng Quàng Văn Ún dự hội nghị.", ["UVTW Đảng"]),
    ("Uỷ viên Bộ Chính trị Quàng Văn Ún dự hội nghị.", ["Uỷ viên Bộ Chính trị"]),
    ("Chủ tịch UBND tỉnh Sơn La Quàng Văn Ún dự hội nghị.", ["Chủ tịch UBND tỉnh Sơn La"]),
    (
        "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        ["Phó Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh Sơn La"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_mentions_are_the_words_as_printed(text: str, expected: list[str]) -> None:
    assert words(text, "post") == expected
