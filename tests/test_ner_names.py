from __future__ import annotations

import pytest
from facts import names, people, posts

# (text, names by their form, officials or not)
NAMES: list[tuple[str, list[str]]] = [
    ("Bí thư Tỉnh ủy Nguyễn Văn Bình An phát biểu.", ["Nguyễn Văn Bình An"]),
    ("Đồng chí Lò Thị Mây phát biểu.", ["Lò Thị Mây"]),
    ("đ/c Trần Quang phát biểu.", ["Trần Quang"]),
    ("Ông Bùi Thế Hào phát biểu.", ["Bùi Thế Hào"]),
    # particles, four and five syllables
    ("Đồng chí Lương Hoàng Minh Khải dự.", ["Lương Hoàng Minh Khải"]),
    ("Bà Tôn Nữ Thị Hải Đường dự.", ["Tôn Nữ Thị Hải Đường"]),
    ("Bà Lò thị Mây dự.", ["Lò thị Mây"]),
    ("Đồng chí LÒ THỊ MÂY dự.", ["LÒ THỊ MÂY"]),
    # peoples of the mountains and the delta
    ("Đồng chí Giàng A Sềnh dự.", ["Giàng A Sềnh"]),
    ("Đồng chí Vàng Seo Páo dự.", ["Vàng Seo Páo"]),
    ("Đồng chí Hầu Mí Lử dự.", ["Hầu Mí Lử"]),
    ("Đồng chí Y Bhin Niê Kđăm dự.", ["Y Bhin Niê Kđăm"]),
    ("Bà H'Loan Êban dự.", ["H'Loan Êban"]),
    ("Đồng chí Điểu K'Brêu dự.", ["Điểu K'Brêu"]),
    ("Đồng chí Thạch Sô Phia dự.", ["Thạch Sô Phia"]),
    ("Ông A Lăng Bảo dự.", ["A Lăng Bảo"]),
    ("Đồng chí Ksor Blớp dự.", ["Ksor Blớp"]),
    ("Đồng chí Quàng Văn Ún dự.", ["Quàng Văn Ún"]),
    ("Có các đồng chí: Rơ Mah Blan-Phó Bí thư Tỉnh ủy; A Brao Tin - Bí thư Huyện ủy.",
     ["Rơ Mah Blan", "A Brao Tin"]),
    ("Đồng chí Kim Thị Sa Riêl dự.", ["Kim Thị Sa Riêl"]),
    ("các Phó Chủ tịch UBND tỉnh: Y Blin Mlô, Hồ Thị Nguyên", ["Y Blin Mlô", "Hồ Thị Nguyên"]),
    ("Đồng chí Bun-mi Xay-nha-kon dự.", ["Bun-mi Xay-nha-kon"]),
    # a headline that no full stop parts from the day behind it
    ("Bí thư Tỉnh ủy Quàng Văn Ún Sáng 15/6, Tỉnh ủy họp.", ["Quàng Văn Ún"]),
    ("Bí thư Tỉnh ủy Quàng Văn Sáng dự.", ["Quàng Văn Sáng"]),
    # the name of a province inside
    ("Giám đốc Sở Tài chính Trịnh Thị Hà Giang dự.", ["Trịnh Thị Hà Giang"]),
    # acronyms, terms and years are nobody's names
    ("Chủ tịch Năm APEC 2017 phát biểu.", []),
    ("Các đại biểu Quốc hội Khóa XIV dự.", []),
    # ranks, degrees and honorifics are no part of a name
    ("Thượng tướng Đỗ Hữu Phác dự.", ["Đỗ Hữu Phác"]),
    ("PGS.TS Mai Thị Sương dự.", ["Mai Thị Sương"]),
    ("GS.TSKH. Mai Xuân Lộc dự.", ["Mai Xuân Lộc"]),
    ("Thạc sĩ, bác sĩ Mai Thị Sương dự.", ["Mai Thị Sương"]),
    ("Luật sư Mai Xuân Lộc dự.", ["Mai Xuân Lộc"]),
    ("Hòa thượng Thích Thiện Hòa dự.", ["Thích Thiện Hòa"]),
    # what follows is no part of it
    ("Đồng chí Lò Thị Mây Phó Bí thư Tỉnh ủy dự.", ["Lò Thị Mây"]),
    ("Đồng chí Lò Thị Mây Chủ tịch UBND tỉnh dự.", ["Lò Thị Mây"]),
    ("Chủ tịch HĐND thành phố Lương Đình Trác dự.", ["Lương Đình Trác"]),
    ("Giám đốc Sở Nội vụ Đặng Quốc Thắm dự.", ["Đặng Quốc Thắm"]),
    ("Bộ trưởng Bộ Y tế Đặng Quốc Thắm dự.", ["Đặng Quốc Thắm"]),
    ("Giám đốc Công an tỉnh Hà Giang Đặng Quốc Thắm dự.", ["Đặng Quốc Thắm"]),
    ("Chủ tịch UBND huyện Mường La Lò Văn Pánh dự.", ["Lò Văn Pánh"]),
    # foreign
    ("Thủ tướng Lào Bounmy Sengdara dự.", ["Bounmy Sengdara"]),
    ("Tổng thống Pháp Jean-Marc Duvalier dự.", ["Jean-Marc Duvalier"]),
    ("Ngài Omar bin Hafiz dự.", ["Omar bin Hafiz"]),
    ("Bộ trưởng Ngoại giao Trung Quốc Chu Minh Quang dự.", ["Chu Minh Quang"]),
    ("Ngoại trưởng Kang Soo - jin dự.", ["Kang Soo-jin"]),
    ("Ngoại trưởng Ri Chol-hae dự.", ["Ri Chol-hae"]),
    ("Ông Mai Thu Lan - phó chủ tịch - dự.", ["Mai Thu Lan"]),
    # no names of persons
    ("Từ Kim Long - nam tỉnh Hà Giang - đến Đồng Văn.", []),
    ("Tại đường Nguyễn Huệ, xe ùn tắc.", []),
    ("Trường THPT Lê Hồng Phong khai giảng.", []),
    ("Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh.", []),
    ("Thành phố Hồ Chí Minh họp.", []),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh họp.", []),
    ("Tỉnh Bình Định họp với tỉnh Phú Yên.", []),
    ("Ban Tổ chức Trung ương họp.", []),
    ("Học viện Chính trị quốc gia Hồ Chí Minh khai giảng.", []),
    ("Giải thưởng Lương Định Của năm nay.", []),
    ("các tỉnh Hà Giang, Cao Bằng, Lạng Sơn và Lào Cai", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


# (text, people): who carries a title or takes part; None there is nobody.
PEOPLE: list[tuple[str, list[str]]] = [
    ("Đồng chí Lò Thị Mây, Bí thư Tỉnh ủy Sơn La.", ["Lò Thị Mây"]),
    ("Ngày 7/3, hội nghị diễn ra. Ông Bùi Thế Hào dự hội nghị.", ["Bùi Thế Hào"]),
    ("Ông Bùi Thế Hào trồng 3 ha cam.", []),
    ("Bà Lò Thị Mây, giáo viên, dạy học ở bản.", []),
    ("Anh hùng Núp được dựng thành phim.", []),
    ("Tượng đài Nguyễn Văn Trỗi được tu bổ.", []),
    ("Đường Trần Hưng Đạo nối với đường Lê Lợi.", []),
    ("Bí thư Tỉnh ủy Sơn La tiếp Đoàn", []),
    ("Ngoại trưởng Kang Soo-jin đến. Ngoại trưởng Kang Soo Jin dự hội nghị.", ["Kang Soo-jin"]),
    # called by a syllable that is a common word too
    ("Ông Lò Văn Quý dự hội nghị. Ông Quý phát biểu.", ["Lò Văn Quý"]),
    # a caption runs into the sentence behind it
    ("Bộ trưởng Bộ Y tế Bùi Thế Hào Theo Bộ trưởng Bùi Thế Hào, giá không tăng.", ["Bùi Thế Hào"]),
    ("Bộ trưởng Bộ Y tế Bùi Thế Hào Phát biểu tại hội nghị, ông nói.", ["Bùi Thế Hào"]),
    ("Bộ trưởng Bộ Y tế Bùi Hào Ông Hào cho biết.", ["Bùi Hào"]),
    ("Bộ trưởng Bộ Y tế Bùi Gia Phát phát biểu tại hội nghị.", ["Bùi Gia Phát"]),
    ("Tỉnh ủy Sơn La họp.", []),
]


@pytest.mark.parametrize(("text", "expected"), PEOPLE)
def test_people(text: str, expected: list[str]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "address",
    ["đồng chí", "Đồng chí", "đ/c", "ông", "bà", "Thượng tướng", "Đại tá", "TS.", "TS", "PGS.TS",
     "GS, TS", "đồng chí Thiếu tướng", "đồng chí Thiếu tướng, TS", "bác sĩ"],
)  # fmt: skip
def test_forms_of_address_belong_to_neither_name_nor_post(address: str) -> None:
    text = f"Ngày 7/3, {address} Quàng Văn Ún, Bí thư Tỉnh ủy Sơn La, chủ trì hội nghị dân vận."
    assert posts(text) == {"Quàng Văn Ún": ["Bí thư Tỉnh ủy Sơn La"]}
