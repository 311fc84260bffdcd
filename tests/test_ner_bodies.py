from __future__ import annotations

import pytest
from facts import bodies, chunked, read, roles

# (text, canonical names of the bodies in it)
BODIES: list[tuple[str, list[str]]] = [
    # who organises
    ("Ngày 7/3, Tỉnh ủy Sơn La tổ chức hội nghị tổng kết công tác dân vận.", ["Tỉnh ủy Sơn La"]),
    ("Ngày 7/3, Thành ủy Hải Phòng tổ chức hội nghị tổng kết năm.", ["Thành ủy Hải Phòng"]),
    ("Ngày 7/3, Bộ Y tế tổ chức hội nghị tổng kết công tác dân vận.", ["Bộ Y tế"]),
    ("Ngày 7/3, Bộ GD&ĐT tổ chức hội nghị tổng kết công tác dân vận.", ["Bộ Giáo dục và Đào tạo"]),
    (
        "Ngày 7/3, UBND tỉnh Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
        ["Ủy ban nhân dân tỉnh Sơn La"],
    ),
    (
        "Ngày 7/3, Ủy ban MTTQ Việt Nam tỉnh Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
        ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn La"],
    ),
    (
        "Ngày 7/3, UBND huyện Mường La, tỉnh Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
        ["Ủy ban nhân dân huyện Mường La"],
    ),
    (
        "Ngày 7/3, Ban Tổ chức Trung ương tổ chức hội nghị tổng kết công tác dân vận.",
        ["Ban Tổ chức Trung ương"],
    ),
    (
        "Ngày 7/3, Ban Nội chính Trung ương và Bộ Công an tổ chức hội nghị tổng kết năm.",
        ["Ban Nội chính Trung ương", "Bộ Công an"],
    ),
    (
        "Ngày 7/3, Sở Nội vụ tỉnh Sơn La tổ chức hội nghị tổng kết công tác dân vận.",
        ["Sở Nội vụ tỉnh Sơn La"],
    ),
    # a place that another sentence gives, and one that nothing gives
    (
        "Ngày 7/3, Tỉnh ủy tổ chức hội nghị tổng kết năm. Sơn La có nhiều tiến bộ.",
        ["Tỉnh ủy Sơn La"],
    ),
    ("Ngày 7/3, Tỉnh ủy tổ chức hội nghị tổng kết năm.", ["Tỉnh ủy"]),
    (
        "Ngày 7/3, Tỉnh ủy tổ chức hội nghị tổng kết năm. Sơn La và Lai Châu có nhiều tiến bộ.",
        ["Tỉnh ủy"],
    ),
    # a body of which somebody holds a post
    ("Bí thư Quận ủy Đồ Sơn Bùi Thế Hào dự hội nghị.", ["Quận ủy Đồ Sơn"]),
    (
        "Ông Bùi Thế Hào, Giám đốc Sở NN&PTNT Sơn La, dự hội nghị.",
        ["Sở Nông nghiệp và Phát triển nông thôn tỉnh Sơn La"],
    ),
    # none
    ("Ngày 7/3, mưa to ở Sơn La.", []),
    ("Các sở, ngành, địa phương cần khẩn trương.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_bodies(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


# (text, name of the place, its level, its province)
PLACES = [
    ("Họp tại tỉnh Sơn La.", "Sơn La", "province", "Sơn La"),
    ("Họp tại TP Hải Phòng.", "Hải Phòng", "province", "Hải Phòng"),
    ("Họp tại TP.HCM.", "Hồ Chí Minh", "province", "Hồ Chí Minh"),
    ("Họp tại huyện Mường La (Sơn La).", "Mường La", "district", "Sơn La"),
    ("Họp tại quận Đồ Sơn, Hải Phòng.", "Đồ Sơn", "district", "Hải Phòng"),
    ("Họp tại huyện Châu Thành.", "Châu Thành", "district", None),  # many provinces have one
    ("Họp tại huyện Châu Thành, tỉnh Long An.", "Châu Thành", "district", "Long An"),
]


@pytest.mark.parametrize(("text", "name", "level", "province"), PLACES)
def test_places(text: str, name: str, level: str, province: str | None) -> None:
    place = chunked(text, "place")[0]
    settled = place.provinces[0] if len(place.provinces) == 1 else None
    assert (place.name, place.level, settled) == (name, level, province)


PLACED = [
    ("Bí thư Tỉnh ủy Sơn La Bùi Thế Hào dự hội nghị.", "Sơn La", True),
    ("Bí thư Tỉnh ủy Bùi Thế Hào dự hội nghị.", None, False),
    ("Bí thư Tỉnh ủy Bùi Thế Hào dự hội nghị tại Sơn La.", "Sơn La", True),
    ("Bí thư Tỉnh ủy Bùi Thế Hào đi Sơn La và Lai Châu dự hội nghị.", None, False),
    ("Bộ trưởng Bộ Y tế Bùi Thế Hào dự hội nghị.", None, True),
    ("Bí thư Tỉnh ủy Bùi Thế Hào dự hội nghị tại thành phố Hải Phòng.", None, False),
]


@pytest.mark.parametrize(("text", "province", "placed"), PLACED)
def test_province_of_a_body_is_read_off_the_text_or_left_open(
    text: str, province: str | None, placed: bool
) -> None:
    assert [(b.province, b.placed) for b in read(text).bodies] == [(province, placed)]


PARENTS = [
    ("Ủy viên Ban Thường vụ Tỉnh ủy Sơn La Bùi Thế Hào dự hội nghị.", "Tỉnh ủy Sơn La"),
    ("Trưởng Ban Dân vận Tỉnh ủy Sơn La Bùi Thế Hào dự hội nghị.", "Tỉnh ủy Sơn La"),
    ("Bí thư Tỉnh ủy Sơn La Bùi Thế Hào dự hội nghị.", None),
]


@pytest.mark.parametrize(("text", "parent"), PARENTS)
def test_whole_that_a_body_is_part_of(text: str, parent: str | None) -> None:
    labels = {b.id: b.label for b in read(text).bodies}
    parents = [labels[b.parent] for b in read(text).bodies if b.parent]
    assert parents == ([parent] if parent else [])


# (text, the body of the one post in it): names that go on over "và", a mark, "về" or a syllable
# that looks like a verb, and names that end before one
HELD = "Ông Quàng Văn Ún, {}, dự hội nghị."
WHOLE_NAMES = [
    ("Phó Chủ tịch Hội Tiêu chuẩn và Bảo vệ người tiêu dùng Việt Nam",
     "Hội Tiêu chuẩn và Bảo vệ người tiêu dùng Việt Nam"),
    ("Cục trưởng Cục Giải quyết khiếu nại, tố cáo và thanh tra khu vực II",
     "Cục Giải quyết khiếu nại, tố cáo và thanh tra khu vực II"),
    ("Chủ tịch Hội đồng Tư vấn chính sách tài chính, tiền tệ quốc gia",
     "Hội đồng Tư vấn chính sách tài chính, tiền tệ quốc gia"),
    ("Giám đốc Công ty CP du lịch Phương Tây", "Công ty cổ phần du lịch Phương Tây"),
    ("Giám đốc Cty Điện lực Sơn La", "Công ty Điện lực Sơn La"),
    ("Trưởng Ban Chỉ đạo quốc gia chống buôn lậu, gian lận thương mại và hàng giả",
     "Ban Chỉ đạo quốc gia chống buôn lậu, gian lận thương mại và hàng giả"),
    ("Cục trưởng Cục Viễn thông", "Cục Viễn thông"),
    ("Cục trưởng Cục Nghệ thuật biểu diễn", "Cục Nghệ thuật biểu diễn"),
    ("Cục trưởng Cục Thủy sản và Kiểm ngư", "Cục Thủy sản và Kiểm ngư"),
    ("Viện trưởng Viện Huyết học - Truyền máu Trung ương",
     "Viện Huyết học - Truyền máu Trung ương"),
    ("Giám đốc Trung tâm Nghiên cứu châu Á - Thái Bình Dương",
     "Trung tâm Nghiên cứu châu Á - Thái Bình Dương"),
    ("Chủ nhiệm Ủy ban về người Việt Nam ở nước ngoài", "Ủy ban về người Việt Nam ở nước ngoài"),
    ("Chủ tịch Ủy ban liên Chính phủ về hợp tác song phương Việt Nam - Lào",
     "Ủy ban liên Chính phủ về hợp tác song phương Việt Nam - Lào"),
    ("Chủ tịch Ủy ban hỗn hợp Việt Nam - Campuchia về hợp tác kinh tế, khoa học kỹ thuật",
     "Ủy ban hỗn hợp Việt Nam - Campuchia về hợp tác kinh tế, khoa học kỹ thuật"),
    ("Tổng Giám đốc Công ty Cổ phần Tập đoàn Trường Phát", "Công ty Cổ phần Tập đoàn Trường Phát"),
    ("Thứ trưởng Bộ Khoa học - công nghệ và môi trường",
     "Bộ Khoa học - công nghệ và môi trường"),
    ("Giám đốc Sở Văn hóa Thể thao và Du lịch tỉnh Sơn La",
     "Sở Văn hóa Thể thao và Du lịch tỉnh Sơn La"),
    ("Vụ trưởng Vụ Thông tin báo chí", "Vụ Thông tin báo chí"),
    ("Bí thư Huyện ủy Phú Quốc", "Huyện ủy Phú Quốc"),
    ("Bí thư Huyện ủy Krông Lơm", "Huyện ủy Krông Lơm"),
    ("Chủ tịch Hội Kiến trúc sư Việt Nam", "Hội Kiến trúc sư Việt Nam"),
    ("Trưởng ban Chỉ đạo điều hành giá", "Ban Chỉ đạo điều hành giá"),
    # a noun in small letters behind a rank begins one that ends in a name of its own
    ("Chủ tịch hiệp hội nuôi tôm Pha Đin", "Hiệp hội nuôi tôm Pha Đin"),
    ("Giám đốc nhà máy sữa Pha Đin", "Nhà máy sữa Pha Đin"),
    ("Phó Giám đốc Ban giải phóng mặt bằng và tái định cư thành phố Sơn La",
     "Ban giải phóng mặt bằng và tái định cư thành phố Sơn La"),
    ("Tổ trưởng Tổ tư vấn kinh tế của Thủ tướng", "Tổ tư vấn kinh tế của Thủ tướng"),
    # no name is cut within a word, nor does it end in the first one of the next body's noun
    ("Cục trưởng Cục Chế biến và Phát triển thị trường", "Cục Chế biến và Phát triển thị trường"),
    ("Chủ tịch Hiệp hội Lương thực Việt Nam", "Hiệp hội Lương thực Việt Nam"),
    ("Chủ tịch Hội đồng tư vấn cải cách thủ tục hành chính",
     "Hội đồng tư vấn cải cách thủ tục hành chính"),
    ("Giám đốc Trung tâm Đăng kiểm tàu cá", "Trung tâm Đăng kiểm tàu cá"),
    ("Cục trưởng Cục Nuôi trồng và Phát triển thị trường Nông sản",
     "Cục Nuôi trồng và Phát triển thị trường Nông sản"),
    ("Phó giám đốc Trung tâm gìn giữ di tích cố đô miền Trung",
     "Trung tâm gìn giữ di tích cố đô miền Trung"),
    ("Cục trưởng Cục chống tham nhũng", "Cục chống tham nhũng"),
    ("Tổng giám đốc Tổng công ty giấy vở Việt Nam", "Tổng công ty giấy vở Việt Nam"),
    ("Ủy viên Quốc vụ viện Trung Quốc", "Quốc vụ viện Trung Quốc"),
    ("Giám đốc Công ty Cổ phần Thương mại và dịch vụ Hoa Ban",
     "Công ty Cổ phần Thương mại và dịch vụ Hoa Ban"),
    ("Giám đốc Công ty cổ phần Đầu tư và phát triển truyện tranh Việt Nam",
     "Công ty cổ phần Đầu tư và phát triển truyện tranh Việt Nam"),
    ("Giám đốc Công ty TNHH Mỹ Lộc", "Công ty TNHH Mỹ Lộc"),
    ("Giám đốc Bệnh viện Sản – Nhi Tây Bắc", "Bệnh viện Sản – Nhi Tây Bắc"),
    ("Chủ tịch Hiệp hội Lương thực miền núi", "Hiệp hội Lương thực miền núi"),
    ("Giám đốc điều hành Ban Thư ký APEC", "Ban Thư ký APEC"),
    ("Trưởng Ban chỉ đạo 138 giải quyết phản ánh", "Ban chỉ đạo 138"),
    ("Trưởng Ban chỉ đạo 489 quốc gia", "Ban chỉ đạo 489 quốc gia"),
    ("Hiệu trưởng Trường Đại học Tôn Đức Thắng", "Trường Đại học Tôn Đức Thắng"),
    ("Chánh văn phòng Ủy ban Phòng thủ dân sự quốc gia",
     "Văn phòng Ủy ban Phòng thủ dân sự quốc gia"),
    ("Chủ tịch Ủy ban Quốc vụ nước Cộng hòa dân chủ nhân dân Triều Tiên",
     "Ủy ban Quốc vụ Triều Tiên"),
    ("Giám đốc Công ty TNHH Thương mại, xây dựng Thành Hoa Ban",
     "Công ty TNHH Thương mại, xây dựng Thành Hoa Ban"),
    ("Giám đốc Công ty tư vấn thiết kế Giao thông vận tải (TVG)",
     "Công ty tư vấn thiết kế Giao thông vận tải"),
    ("Giám đốc Công ty Cổ phần Tổng công ty giống lúa miền Tây",
     "Công ty Cổ phần Tổng công ty giống lúa miền Tây"),
    ("Giám đốc Công ty thép Hoa Ban, sản xuất thép ở đây", "Công ty thép Hoa Ban"),
    # provinces and countries in firms' own names
    ("Chủ tịch Tập đoàn Hoàng Hoa Gia Lai", "Tập đoàn Hoàng Hoa Gia Lai"),
    ("Giám đốc Công ty cổ phần thép Dana Ý", "Công ty cổ phần thép Dana Ý"),
    ("Giám đốc Công ty Điện lực Gia Lai", "Công ty Điện lực Gia Lai"),
    # what begins behind the mark is something else
    ("Giám đốc Công ty xi măng Tây Bắc và nhiều đại biểu khác", "Công ty xi măng Tây Bắc"),
    ("Chủ tịch Hội Nông dân tỉnh Sơn La - Trưởng đoàn", "Hội Nông dân tỉnh Sơn La"),
    ("Giám đốc Bệnh viện Bạch Mai - Hà Nội", "Bệnh viện Bạch Mai"),
]  # fmt: skip


@pytest.mark.parametrize(("post", "body"), WHOLE_NAMES)
def test_a_name_is_read_to_its_end(post: str, body: str) -> None:
    assert bodies(HELD.format(post)) == [body]


def test_electronic_government_is_no_body() -> None:
    assert bodies("Hội nghị bàn về Chính phủ điện tử.") == []


@pytest.mark.parametrize("rank", ["Giám đốc công ty", "Chủ tịch hiệp hội", "Giám đốc nhà máy"])
def test_a_noun_alone_behind_a_rank_is_no_body(rank: str) -> None:
    assert bodies(f"{rank} trình bày báo cáo tại hội nghị.") == []


def test_a_meeting_behind_a_name_is_no_part_of_it() -> None:
    text = "Đại hội Đảng bộ Quân đội và Đại hội Đảng toàn quốc do Quàng Văn Ún chủ trì."
    assert "Đảng bộ Quân đội" in bodies(text)


HOUSES_AND_MISSIONS = [
    (
        "Thủ tướng Quàng Văn Ún gặp Chủ tịch Thượng viện Australia John Doe.",
        ["Thượng viện Australia"],
    ),
    (
        "Ông Quàng Văn Ún gặp Chủ tịch Hạ viện Mỹ Paul Doe và Chủ tịch Ủy ban Quân lực Thượng viện"
        " John Roe.",
        ["Hạ viện Mỹ", "Ủy ban Quân lực Thượng viện Mỹ"],
    ),
    (
        "Ngày 7/3, Đại sứ quán Canada tại Việt Nam tổ chức hội nghị tổng kết năm.",
        ["Đại sứ quán Canada tại Việt Nam"],
    ),
    (
        "Ngày 7/3, Tổng Lãnh sự quán Nhật Bản tại TP.HCM tổ chức hội nghị tổng kết năm.",
        ["Tổng Lãnh sự quán Nhật Bản tại thành phố Hồ Chí Minh"],
    ),
    # where the meeting is, is no part of the name
    ("Ngày 7/3, Đại sứ quán Mỹ tổ chức hội nghị tại Hà Nội.", ["Đại sứ quán Mỹ"]),
    ("Đại sứ Quàng Văn Ún dự hội nghị.", []),
]


@pytest.mark.parametrize(("text", "expected"), HOUSES_AND_MISSIONS)
def test_houses_of_parliament_and_missions(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


# (text, bodies): parts with their wholes behind a mark; verbs and territories behind a name
PARTS = [
    ("Ông Quàng Văn Ún, trưởng Phòng Dịch tễ (Cục Thú y), dự hội nghị.",
     ["Cục Thú y", "Phòng Dịch tễ Cục Thú y"]),
    ("Ông Quàng Văn Ún - Vụ trưởng Vụ Thông tin báo chí, Bộ Ngoại giao - dự hội nghị.",
     ["Bộ Ngoại giao", "Vụ Thông tin báo chí Bộ Ngoại giao"]),
    ("Ông Quàng Văn Ún, Cục trưởng Cục Thú y, dự hội nghị.", ["Cục Thú y"]),
    ("Cục trưởng Cục quản lý giá (Bộ Tài chính) Quàng Văn Ún dự hội nghị.",
     ["Bộ Tài chính", "Cục quản lý giá Bộ Tài chính"]),
    ("Tổng Giám đốc Sở Giao dịch Chứng khoán thành phố Hồ Chí Minh Quàng Văn Ún dự hội nghị.",
     ["Sở Giao dịch Chứng khoán thành phố Hồ Chí Minh"]),
    ("Ngày 7/3, Bộ Y tế phối hợp với Báo Lao Động tổ chức hội nghị tổng kết năm.",
     ["Báo Lao Động", "Bộ Y tế"]),
    ("Lãnh đạo Viện kiểm sát nhân dân các khu vực dự hội nghị tổng kết năm.", []),
    ("Chủ tịch Ủy ban Thương mại quốc tế của Nghị viện châu Âu John Doe dự hội nghị.",
     ["Nghị viện châu Âu", "Ủy ban Thương mại quốc tế của Nghị viện châu Âu"]),
    ("Phiên họp báo Chính phủ thường kỳ tháng 5 diễn ra sáng 7/3.", []),
    ("Giám đốc Công ty xử lý nước thải Tây Bắc Quàng Văn Ún dự hội nghị.",
     ["Công ty xử lý nước thải Tây Bắc"]),
    ("Ông Quàng Văn Ún, Chủ tịch Tập đoàn bày tỏ mong muốn hợp tác với tỉnh bạn.", []),
    ("Ông Quàng Văn Ún, Giám đốc Công ty thép Tây Bắc chuyên cán nguội, dự hội nghị.",
     ["Công ty thép Tây Bắc"]),
    ("Giám đốc Công ty mẹ dự hội nghị.", []),
    ("Chủ tịch HĐQT công ty cổ phần Hoa Ban Quàng Văn Ún dự hội nghị.",
     ["Công ty cổ phần Hoa Ban", "Hội đồng quản trị Công ty cổ phần Hoa Ban"]),
    ("Ông Quàng Văn Ún, Chủ tịch HĐQT công ty cho biết hội nghị kéo dài.", ["Hội đồng quản trị"]),
    ("Giám đốc Cảng vụ Hàng không miền Nam Quàng Văn Ún dự hội nghị.",
     ["Cảng vụ Hàng không miền Nam"]),
    ("Giám đốc Ban Quản lý dự án cao tốc Hà Giang - Sơn La Quàng Văn Ún dự hội nghị.",
     ["Ban Quản lý dự án cao tốc Hà Giang - Sơn La"]),
    ("Giám đốc Sở Nội vụ Sơn La Quàng Văn Ún dự hội nghị.", ["Sở Nội vụ tỉnh Sơn La"]),
    ("Dự hội nghị có Giám đốc Lò Thị Mây, Phó Cục trưởng Cục Viễn thông Quàng Văn Ún, cùng nhiều"
     " đại biểu.", ["Cục Viễn thông"]),
    ("Chủ tịch Lò Văn Chung chủ trì cuộc họp. Chủ tịch Chung yêu cầu báo cáo.", []),
    ("Lãnh đạo Tổng công ty Giấy miền núi về tình trạng giá giảm dự hội nghị.",
     ["Tổng công ty Giấy miền núi"]),
    # a capital within a word makes no name
    ("Ông Quàng Văn Ún, nguyên Chủ tịch Tổng hội người Việt Nam tại Lào, dự hội nghị.",
     ["Tổng hội người Việt Nam tại Lào"]),
    ("Ông Quàng Văn Ún, kế toán trưởng Điện lực miền núi, dự hội nghị.",
     ["Điện lực miền núi"]),
    ("Tổng thư ký ASEAN John Doe dự hội nghị.", ["ASEAN"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts_and_what_stands_behind_a_name(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


# (text, bodies present through others): lists that say their noun once, groups told by name
TOLD = "Ngày 7/3, Thứ trưởng Bộ Nội vụ Quàng Thị Mây chủ trì hội nghị. {}"
GROUPS = [
    ("Các đại biểu đối thoại với lãnh đạo các Bộ: Y tế, Công an; Tài nguyên và Môi trường; Khoa học"
     " và Công nghệ.",
     ["Bộ Công an", "Bộ Khoa học và Công nghệ", "Bộ Tài nguyên và Môi trường", "Bộ Y tế"]),
    ("Dự hội nghị có đại diện các bộ, ngành, cơ quan liên quan: Y tế, Tài chính, Thanh tra Chính"
     " phủ.", ["Bộ Tài chính", "Bộ Y tế", "Thanh tra Chính phủ"]),
    ("Dự hội nghị có đại diện Văn phòng Chính phủ; các Bộ: Công an, Tài chính; các Sở: Y tế, Nội vụ"
     " tỉnh Sơn La.",
     ["Bộ Công an", "Bộ Tài chính", "Sở Nội vụ tỉnh Sơn La", "Sở Y tế tỉnh Sơn La",
      "Văn phòng Chính phủ"]),
    ("Dự hội nghị có đại diện các cơ quan Trung ương có Thanh tra Chính phủ, Bộ Y tế.",
     ["Bộ Y tế", "Thanh tra Chính phủ"]),
    ("Dự hội nghị còn có các khách mời thuộc Ban Tổ chức Trung ương, Ban Nội chính Trung ương.",
     ["Ban Nội chính Trung ương", "Ban Tổ chức Trung ương"]),
    ("Dự hội nghị có đại diện hai doanh nghiệp là Công ty TNHH Hoa Ban và Công ty TNHH Ban Mai.",
     ["Công ty TNHH Ban Mai", "Công ty TNHH Hoa Ban"]),
    ("Dự hội nghị có lãnh đạo Ủy ban nhân dân tỉnh Sơn La (nơi đăng cai), Hội Nông dân Việt Nam.",
     ["Hội Nông dân Việt Nam", "Ủy ban nhân dân tỉnh Sơn La"]),
    ("Dự hội nghị có đại diện HĐND, UBND huyện Mường La.",
     ["Hội đồng nhân dân huyện Mường La", "Ủy ban nhân dân huyện Mường La"]),
    ("Dự hội nghị có đại diện UBND các tỉnh: Nghệ An, Hà Tĩnh và Sơn La.",
     ["Ủy ban nhân dân tỉnh Hà Tĩnh", "Ủy ban nhân dân tỉnh Nghệ An",
      "Ủy ban nhân dân tỉnh Sơn La"]),
    ("Dự hội nghị có đại diện UBND các xã: Mường Bú, Mường Chùm, huyện Mường La.",
     ["Ủy ban nhân dân xã Mường Bú", "Ủy ban nhân dân xã Mường Chùm"]),
    # offices of two bodies, those that 2025 made, a unit named after two continents
    ("Dự hội nghị có đại diện Văn phòng Đoàn ĐBQH và HĐND tỉnh Sơn La, Kho bạc Nhà nước Sơn La.",
     ["Kho bạc Nhà nước tỉnh Sơn La",
      "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Sơn La"]),
    ("Dự hội nghị có đại diện Thuế tỉnh Sơn La, Thống kê tỉnh Sơn La, Kho bạc Nhà nước khu vực X.",
     ["Kho bạc Nhà nước khu vực X", "Thuế tỉnh Sơn La", "Thống kê tỉnh Sơn La"]),
    ("Dự hội nghị có đại diện Học viện Chính trị khu vực I, Viện KSND khu vực 3.",
     ["Học viện Chính trị khu vực I", "Viện kiểm sát nhân dân khu vực 3"]),
    ("Dự hội nghị có đại diện Vụ Thị trường châu Á - châu Phi, Cục Xuất nhập khẩu.",
     ["Cục Xuất nhập khẩu", "Vụ Thị trường châu Á - châu Phi"]),
    # nobody's own name
    ("Dự hội nghị có lãnh đạo Sở Y tế các tỉnh, đại diện các Ban Trung ương Đảng.", []),
    ("Các bộ, ngành, địa phương có liên quan: khẩn trương, quyết liệt.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_bodies_present_through_others(text: str, expected: list[str]) -> None:
    through = {p for p, role in roles(TOLD.format(text)) if role == "represented"}
    assert sorted(through) == expected
