from __future__ import annotations

import pytest
from facts import posts, statuses

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"

# Posts in full: the place comes from the text, or stays open. (text, posts of Quàng Văn Ún)
POSTS: list[tuple[str, list[str]]] = [
    # settled by the post itself, its neighbour, another sentence, the headline, the site
    ("Bí thư Tỉnh ủy Sơn La Quàng Văn Ún dự hội nghị.", ["Bí thư Tỉnh ủy Sơn La"]),
    ("Bí thư Tỉnh uỷ Sơn La Quàng Văn Ún dự hội nghị.", ["Bí thư Tỉnh ủy Sơn La"]),
    (
        "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "Phó Bí thư Tỉnh ủy Sơn La"],
    ),
    (
        "Tỉnh ủy Sơn La họp. Bí thư Tỉnh ủy Quàng Văn Ún dự hội nghị.",
        ["Bí thư Tỉnh ủy Sơn La"],
    ),
    (
        "Sơn La tổng kết công tác dân vận\nBí thư Tỉnh ủy Quàng Văn Ún dự hội nghị.",
        ["Bí thư Tỉnh ủy Sơn La"],
    ),
    (
        "Trưởng Ban Kinh tế Ngân sách HĐND tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        ["Trưởng Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh Sơn La"],
    ),
    # one post, however its words are joined
    (
        "Giám đốc Sở Tài nguyên - Môi trường tỉnh Sơn La Quàng Văn Ún dự hội nghị. Ông Quàng Văn "
        "Ún, Giám đốc Sở Tài nguyên và Môi trường tỉnh Sơn La, phát biểu.",
        ["Giám đốc Sở Tài nguyên và Môi trường tỉnh Sơn La"],
    ),
    (
        "Giám đốc Sở Tài nguyên - Môi trường tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
        ["Giám đốc Sở Tài nguyên - Môi trường tỉnh Sơn La"],
    ),
    # between marks behind a name a post is read whole
    (
        "Ông Quàng Văn Ún, Phó Trưởng ban đổi mới doanh nghiệp, dự hội nghị.",
        ["Phó Trưởng ban Đổi mới doanh nghiệp"],
    ),
    (
        "Ông Quàng Văn Ún - Giám đốc Khu Quản lý đường bộ số 7 - dự hội nghị.",
        ["Giám đốc Khu Quản lý đường bộ số 7"],
    ),
    (
        "Ông Quàng Văn Ún, Vụ trưởng Vụ Quản lý công trình và an toàn đập, dự hội nghị.",
        ["Vụ trưởng Vụ Quản lý công trình và an toàn đập"],
    ),
    (
        "Ông Quàng Văn Ún, Tổng thư ký Hiệp hội Nuôi trồng và xuất khẩu cá tỉnh Sơn La, cho biết.",
        ["Tổng thư ký Hiệp hội Nuôi trồng và xuất khẩu cá tỉnh Sơn La"],
    ),
    (
        "Ông Quàng Văn Ún, Giám đốc Sở Y tế tỉnh Sơn La và bà Lò Thị Mây, dự hội nghị.",
        ["Giám đốc Sở Y tế tỉnh Sơn La"],
    ),
    (
        "Ông Quàng Văn Ún, Ngoại trưởng John Smith, ông Bùi Thế Hào dự hội nghị.",
        [],
    ),
    (
        "Dự hội nghị có Giám đốc Sở Y tế tỉnh Sơn La Lò Thị Mây; các Phó Giám đốc: Quàng Văn Ún, "
        "Bùi Thế Hào.",
        ["Phó Giám đốc Sở Y tế tỉnh Sơn La"],
    ),
    (
        "Bí thư Thành ủy Quàng Văn Ún dự hội nghị tại thành phố Hải Phòng.",
        ["Bí thư Thành ủy Hải Phòng"],
    ),
    (
        "Chủ tịch UBND thành phố Quàng Văn Ún dự hội nghị ở Hải Phòng.",
        ["Chủ tịch Ủy ban nhân dân thành phố Hải Phòng"],
    ),
    (
        "Hội nghị trực tuyến dân vận diễn ra sáng 7/3. Tại điểm cầu Sơn La, Bí thư Tỉnh ủy "
        "Quàng Văn Ún chủ trì. Hội nghị nghe đại diện Lai Châu, Hà Giang phát biểu.",
        ["Bí thư Tỉnh ủy Sơn La"],
    ),
    (
        "Ngày 7/3, UBND huyện Mường La họp. Bí thư Huyện ủy Quàng Văn Ún dự hội nghị.",
        ["Bí thư Huyện ủy Mường La"],
    ),
    # left open: nothing said, or two answers
    ("Bí thư Tỉnh ủy Quàng Văn Ún dự hội nghị.", ["Bí thư Tỉnh ủy"]),
    ("Chủ tịch UBND tỉnh Quàng Văn Ún dự hội nghị.", ["Chủ tịch Ủy ban nhân dân tỉnh"]),
    (
        "Sơn La và Lai Châu ký kết hợp tác. Bí thư Tỉnh ủy Quàng Văn Ún dự hội nghị.",
        ["Bí thư Tỉnh ủy"],
    ),
    ("Bí thư Tỉnh ủy Quàng Văn Ún đến Hải Phòng dự hội nghị.", ["Bí thư Tỉnh ủy"]),
    ("Bí thư Thành ủy Quàng Văn Ún đến Sơn La dự hội nghị.", ["Bí thư Thành ủy"]),
    ("Bí thư Huyện ủy Quàng Văn Ún dự hội nghị.", ["Bí thư Huyện ủy"]),
    # whose Party committee it is, the post beside it says
    (
        "Trung tướng Quàng Văn Ún, nguyên Ủy viên Ban Thường vụ Đảng ủy, nguyên Phó Tư lệnh Quân "
        "khu 9, dự hội nghị.",
        [
            "nguyên Phó Tư lệnh Quân khu 9",
            "nguyên Ủy viên Ban Thường vụ Đảng ủy Quân khu 9",
        ],
    ),
    (
        "Ông Quàng Văn Ún, bí thư đảng ủy, giám đốc Sở Y tế tỉnh Sơn La, dự hội nghị.",
        ["Bí thư Đảng ủy Sở Y tế tỉnh Sơn La", "Giám đốc Sở Y tế tỉnh Sơn La"],
    ),
    (
        "Ông Quàng Văn Ún, Bí thư chi bộ, Vụ trưởng Vụ Pháp chế, dự hội nghị.",
        ["Bí thư Chi bộ Vụ Pháp chế", "Vụ trưởng Vụ Pháp chế"],
    ),
    (
        "Ông Quàng Văn Ún, bí thư Đảng ủy, chính ủy, phó bí thư Đảng ủy, tư lệnh Quân khu 9.",
        [
            "Bí thư Đảng ủy Quân khu 9",
            "Chính ủy Quân khu 9",
            "Phó bí thư Đảng ủy Quân khu 9",
            "Tư lệnh Quân khu 9",
        ],
    ),
    (
        "Đại tá Quàng Văn Ún, Ủy viên Ban Thường vụ Huyện ủy, Trưởng Công an huyện Mường La, dự "
        "hội nghị. Huyện Sông Mã báo cáo.",
        ["Trưởng Công an huyện Mường La", "Ủy viên Ban Thường vụ Huyện ủy Mường La"],
    ),
    ("Ông Quàng Văn Ún, nguyên Bí thư Đảng ủy, dự hội nghị.", ["nguyên Bí thư Đảng ủy"]),
    (
        "Ông Quàng Văn Ún, Bí thư Đảng ủy, Chủ tịch Hội đồng thành viên Mobifone, dự hội nghị.",
        ["Bí thư Đảng ủy Mobifone", "Chủ tịch Hội đồng thành viên Mobifone"],
    ),
    # a firm's or a school's name carries the place, an organ lies in it
    (
        "Giám đốc Công ty Gang thép Thái Nguyên Quàng Văn Ún dự hội nghị.",
        ["Giám đốc Công ty Gang thép Thái Nguyên"],
    ),
    (
        "Giám đốc Sở Y tế Thái Nguyên Quàng Văn Ún dự hội nghị.",
        ["Giám đốc Sở Y tế tỉnh Thái Nguyên"],
    ),
    # behind a note on his life
    (
        "Ông Quàng Văn Ún (sinh năm 1970, người Sơn La) là Chủ tịch HĐQT công ty CP Pha Đin.",
        ["Chủ tịch Hội đồng quản trị Công ty cổ phần Pha Đin"],
    ),
    # a department at the whole behind its comma
    (
        "Ông Quàng Văn Ún, Vụ trưởng Vụ đổi mới doanh nghiệp, Văn phòng Chính phủ, dự hội nghị.",
        ["Vụ trưởng Vụ đổi mới doanh nghiệp Văn phòng Chính phủ"],
    ),
    (
        "Ông Quàng Văn Ún, Trưởng khoa Nội 5, Bệnh viện Bạch Mai, dự hội nghị.",
        ["Trưởng khoa Nội 5 Bệnh viện Bạch Mai"],
    ),
    (
        "Ông Quàng Văn Ún, Trưởng bộ môn Ung thư, trường Đại học Tây Bắc, dự hội nghị.",
        ["Trưởng bộ môn Ung thư Trường Đại học Tây Bắc"],
    ),
    (
        "Ông Quàng Văn Ún, Trưởng khoa Bỏng bệnh viện Bạch Mai, dự hội nghị.",
        ["Trưởng khoa Bỏng Bệnh viện Bạch Mai"],
    ),
    # canonical wording
    (
        "Chủ tịch UBND TP Hải Phòng Quàng Văn Ún dự hội nghị.",
        ["Chủ tịch Ủy ban nhân dân thành phố Hải Phòng"],
    ),
    (
        "Chủ tịch UBND TP.HCM Quàng Văn Ún dự hội nghị.",
        ["Chủ tịch Ủy ban nhân dân thành phố Hồ Chí Minh"],
    ),
    (
        "Chủ tịch UBND tỉnh Thừa Thiên - Huế Quàng Văn Ún dự hội nghị.",
        ["Chủ tịch Ủy ban nhân dân tỉnh Thừa Thiên Huế"],
    ),
    ("Chủ tịch tỉnh Sơn La Quàng Văn Ún dự hội nghị.", ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]),
    ("Bộ trưởng Y tế Quàng Văn Ún dự hội nghị.", ["Bộ trưởng Bộ Y tế"]),
    ("Bộ trưởng Bộ VHTT&DL Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch"]),
    ("Bộ trưởng Bộ VHTTDL Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch"]),
    ("Bộ trưởng Bộ NN&PTNT Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn"]),
    ("Bộ trưởng Bộ LĐ-TB&XH Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Lao động - Thương binh và Xã hội"]),
    ("ĐBQH Quàng Văn Ún dự hội nghị.", ["Đại biểu Quốc hội"]),
    ("Đại biểu Quốc hội tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
     ["Đại biểu Quốc hội tỉnh Sơn La"]),
    ("Đại biểu Quốc hội đoàn Sơn La Quàng Văn Ún dự hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    # bare committees and organs, completed by the chain
    ("Đồng chí Quàng Văn Ún, Bí thư Đảng ủy, Chủ tịch HĐND xã Chiềng Khoi dự hội nghị.",
     ["Bí thư Đảng ủy xã Chiềng Khoi", "Chủ tịch Hội đồng nhân dân xã Chiềng Khoi"]),
    ("Đồng chí Quàng Văn Ún, Bí thư Đảng ủy, Viện trưởng VKSND tỉnh Sơn La dự hội nghị.",
     ["Bí thư Đảng ủy Viện kiểm sát nhân dân tỉnh Sơn La",
      "Viện trưởng Viện kiểm sát nhân dân tỉnh Sơn La"]),
    ("Đồng chí Quàng Văn Ún, Ủy viên Ban Thường vụ, Trưởng Ban Nội chính Tỉnh ủy Sơn La dự họp.",
     ["Trưởng Ban Nội chính Tỉnh ủy Sơn La", "Ủy viên Ban Thường vụ Tỉnh ủy Sơn La"]),
    ("Đồng chí Quàng Văn Ún, Bí thư ban Cán sự đảng, Bộ trưởng Bộ Y tế dự hội nghị.",
     ["Bí thư Ban Cán sự Đảng Bộ Y tế", "Bộ trưởng Bộ Y tế"]),
    # a board is the company's of the director beside it
    ("Ông Quàng Văn Ún, Chủ tịch HĐQT kiêm Tổng giám đốc Công ty cổ phần Tây Bắc, dự hội nghị.",
     ["Chủ tịch Hội đồng quản trị Công ty cổ phần Tây Bắc",
      "Tổng giám đốc Công ty cổ phần Tây Bắc"]),
    ("Thành viên HĐTV, Tổng giám đốc Công ty cổ phần Tây Bắc Quàng Văn Ún dự hội nghị.",
     ["Thành viên Hội đồng thành viên Công ty cổ phần Tây Bắc",
      "Tổng giám đốc Công ty cổ phần Tây Bắc"]),
    ("Ông Quàng Văn Ún, Tổng giám đốc kiêm Phó Chủ tịch HĐQT Công ty cổ phần Tây Bắc, dự hội nghị.",
     ["Phó Chủ tịch Hội đồng quản trị Công ty cổ phần Tây Bắc",
      "Tổng giám đốc Công ty cổ phần Tây Bắc"]),
    ("Ông Quàng Văn Ún, Chủ tịch HĐQT, dự hội nghị.", ["Chủ tịch Hội đồng quản trị"]),
    # departments and fields of work in small letters, with the body behind them
    ("Anh Quàng Văn Ún, trưởng ban thanh niên trường học Tỉnh đoàn Sơn La, cho biết.",
     ["Trưởng ban thanh niên trường học Tỉnh đoàn Sơn La"]),
    ("Ông Quàng Văn Ún, trưởng Phòng dịch tễ (Cục Thú y), cho biết.",
     ["Trưởng Phòng dịch tễ Cục Thú y"]),
    ("Ông Quàng Văn Ún, giám đốc bán lẻ Ngân hàng Tây Bắc, cho biết.",
     ["Giám đốc bán lẻ Ngân hàng Tây Bắc"]),
    ("Phó Chánh tòa Hình sự TAND tỉnh Sơn La Quàng Văn Ún chủ tọa phiên họp.",
     ["Phó Chánh tòa Hình sự Tòa án nhân dân tỉnh Sơn La"]),
    ("Bí thư Tỉnh ủy Sơn La Quàng Văn Ún, trưởng ban, gửi thư cho Tỉnh đoàn.",
     ["Bí thư Tỉnh ủy Sơn La"]),
    # a life before the post
    ("Bị cáo Quàng Văn Ún (SN 1965, nguyên là Chủ tịch UBND tỉnh Sơn La) khai.",
     ["nguyên Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]),
    ("Ông Quàng Văn Ún, 56 tuổi, trú tại Hà Nội, Giám đốc Sở Y tế tỉnh Sơn La, dự hội nghị.",
     ["Giám đốc Sở Y tế tỉnh Sơn La"]),
    ("Bí thư Tỉnh ủy Sơn La Quàng Văn Ún, còn Chủ tịch UBND tỉnh thì vắng mặt.",
     ["Bí thư Tỉnh ủy Sơn La"]),
    # what the sentence has said: the side, the committee of the list, the ministry
    ("Về phía VKSND tỉnh Sơn La có đồng chí Quàng Văn Ún - Phó Viện trưởng dự hội nghị.",
     ["Phó Viện trưởng Viện kiểm sát nhân dân tỉnh Sơn La"]),
    ("Dự hội nghị có các đồng chí: Lò Thị Mây, Bí thư Tỉnh ủy Sơn La; Quàng Văn Ún, Phó Bí thư, "
     "Chủ tịch UBND tỉnh.",
     ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "Phó Bí thư Tỉnh ủy Sơn La"]),
    ("Đoàn công tác của Bộ Y tế do Thứ trưởng Quàng Văn Ún dẫn đầu dự hội nghị.",
     ["Thứ trưởng Bộ Y tế"]),
    ("Về phía tỉnh Sơn La có Chủ tịch UBND tỉnh Quàng Văn Ún. UBND tỉnh Lai Châu tổ chức hội nghị.",
     ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]),
    ("Về phía tỉnh Sơn La, Chủ tịch Quàng Văn Ún phát biểu tại hội nghị.",
     ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]),
    # of several districts the one spoken of
    ("Sau hội nghị ở huyện Sông Mã, tại huyện Mường La, Chủ tịch UBND huyện Quàng Văn Ún dự họp.",
     ["Chủ tịch Ủy ban nhân dân huyện Mường La"]),
    # a part with its whole, a committee as printed
    ("Cục trưởng Cục Tổ chức cán bộ Bộ Công an Quàng Văn Ún dự hội nghị.",
     ["Cục trưởng Cục Tổ chức cán bộ Bộ Công an"]),
    ("Chủ nhiệm Ủy ban Pháp luật của Quốc hội Quàng Văn Ún dự hội nghị.",
     ["Chủ nhiệm Ủy ban Pháp luật của Quốc hội"]),
    ("Phó Cục trưởng Cục Cảnh sát quản lý hành chính về trật tự xã hội Quàng Văn Ún dự hội nghị.",
     ["Phó Cục trưởng Cục Cảnh sát quản lý hành chính về trật tự xã hội"]),
    ("Viện trưởng VKSND khu vực 3 Quàng Văn Ún dự hội nghị.",
     ["Viện trưởng Viện kiểm sát nhân dân khu vực 3"]),
    ("Chỉ huy trưởng Ban Chỉ huy Quân sự huyện Sông Mã Quàng Văn Ún dự hội nghị.",
     ["Chỉ huy trưởng Ban Chỉ huy Quân sự huyện Sông Mã"]),
    ("Ông Quàng Văn Ún được giao giữ chức vụ Phó Giám đốc Sở Y tế Sơn La tại hội nghị.",
     ["Phó Giám đốc Sở Y tế tỉnh Sơn La"]),
    ("Đại biểu Quốc hội Quàng Văn Ún (Sơn La) phát biểu tại hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    ("Đại biểu Quốc hội Quàng Văn Ún (đoàn Bà Rịa – Vũng Tàu) phát biểu tại hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Bà Rịa - Vũng Tàu"]),
    ("Đại biểu Quàng Văn Ún (Đoàn đại biểu Quốc hội tỉnh Sơn La) phát biểu tại hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    ("Đại biểu Quàng Văn Ún, đoàn Sơn La, phát biểu tại hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    ("Chủ tịch UBMTTQ Việt Nam tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
     ["Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn La"]),
    # an abbreviation that the text defines itself
    (
        "Ban Quản lý dự án (BQLDA) tỉnh Sơn La họp. Giám đốc Sở Y tế tỉnh Sơn La Quàng Văn Ún dự "
        "hội nghị.",
        ["Giám đốc Sở Y tế tỉnh Sơn La"],
    ),
    # the same post said in two ways is one post
    ("Phó Chủ tịch Thường trực UBND tỉnh Sơn La Quàng Văn Ún dự họp. Ông Quàng Văn Ún, Phó Chủ "
     "tịch UBND tỉnh Sơn La, phát biểu.",
     ["Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh Sơn La"]),
    (
        "Bí thư Tỉnh ủy Sơn La Quàng Văn Ún dự hội nghị. Bí thư Tỉnh ủy Quàng Văn Ún phát biểu.",
        ["Bí thư Tỉnh ủy Sơn La"],
    ),
    (
        "Đồng chí Quàng Văn Ún, Phó Bí thư Tỉnh ủy Sơn La dự hội nghị. Chủ tịch UBND tỉnh Quàng "
        "Văn Ún phát biểu tại hội nghị.",
        ["Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "Phó Bí thư Tỉnh ủy Sơn La"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), POSTS)
def test_posts(text: str, expected: list[str]) -> None:
    assert posts(text)[UN] == sorted(expected)


PROVINCES = ["Sơn La", "Hà Giang", "Nghệ An", "Đắk Lắk", "Bà Rịa - Vũng Tàu", "Thừa Thiên Huế",
             "Kon Tum", "Bắc Kạn", "Sóc Trăng", "Bình Định"]  # fmt: skip
CITIES = ["Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ"]


@pytest.mark.parametrize("name", PROVINCES)
def test_every_province_gives_its_name_to_the_posts(name: str) -> None:
    text = f"Đồng chí {MAY}, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh {name} dự hội nghị."
    assert posts(text) == {
        MAY: [f"Chủ tịch Ủy ban nhân dân tỉnh {name}", f"Phó Bí thư Tỉnh ủy {name}"]
    }


@pytest.mark.parametrize("name", CITIES)
def test_every_city_gives_its_name_to_the_posts(name: str) -> None:
    text = f"Đồng chí {MAY}, Phó Bí thư Thành ủy, Chủ tịch UBND TP {name} dự hội nghị."
    assert posts(text) == {
        MAY: [f"Chủ tịch Ủy ban nhân dân thành phố {name}", f"Phó Bí thư Thành ủy {name}"]
    }


# Posts that the text gives, takes or recalls: (text, post, status)
TENURES: list[tuple[str, str, str]] = [
    (f"Sáng 7/3, Tỉnh ủy Sơn La công bố quyết định bổ nhiệm đồng chí {HAO} giữ chức Giám đốc Sở Y "
     "tế tỉnh Sơn La.", "Giám đốc Sở Y tế tỉnh Sơn La", "appointed"),
    (f"HĐND tỉnh Sơn La bầu ông {HAO} làm Phó Chủ tịch UBND tỉnh.",
     "Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "appointed"),
    (f"Ông {HAO} được điều động, chỉ định giữ chức Bí thư Huyện ủy Mường La, nhiệm kỳ 2020-2025.",
     "Bí thư Huyện ủy Mường La", "appointed"),
    (f"Ông {HAO}, nguyên Giám đốc Sở Y tế tỉnh Sơn La, bị kỷ luật khiển trách.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Bà {MAY} từng là Giám đốc Sở Y tế tỉnh Sơn La.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Ủy ban Kiểm tra Trung ương đề nghị kỷ luật ông {HAO}, Phó Chủ tịch UBND tỉnh Sơn La.",
     "Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "current"),
    (f"Ông {HAO}, Phó Giám đốc phụ trách Sở Y tế tỉnh Sơn La dự hội nghị.",
     "Phó Giám đốc phụ trách Sở Y tế tỉnh Sơn La", "current"),
    (f"Ông {HAO} từng giữ chức vụ Giám đốc Sở Y tế tỉnh Sơn La.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Từng giữ chức vụ Giám đốc Sở Y tế tỉnh Sơn La, ông {HAO} đã nghỉ hưu.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Ông {HAO} thôi giữ chức Giám đốc Sở Y tế tỉnh Sơn La.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Giai đoạn 2006-2011, ông {HAO} làm Giám đốc Sở Y tế tỉnh Sơn La.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Từ năm 2011 đến năm 2016, ông {HAO} là Giám đốc Sở Y tế tỉnh Sơn La.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"Từ năm 2011 đến nay, ông {HAO} là Giám đốc Sở Y tế tỉnh Sơn La.",
     "Giám đốc Sở Y tế tỉnh Sơn La", "current"),
    (f"Ông {HAO} làm Giám đốc Sở Y tế tỉnh Sơn La.",
     "Giám đốc Sở Y tế tỉnh Sơn La", "appointed"),
    (f"Quyết định miễn nhiệm chức danh Giám đốc Sở Y tế tỉnh Sơn La của ông {HAO}.",
     "nguyên Giám đốc Sở Y tế tỉnh Sơn La", "former"),
    (f"HĐND tỉnh sẽ miễn nhiệm chức vụ Phó Chủ tịch UBND tỉnh Sơn La đối với ông {HAO}.",
     "Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "current"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "post", "status"), TENURES)
def test_posts_given_and_taken(text: str, post: str, status: str) -> None:
    assert statuses(text) == {(post, status)}


# Posts of two people, or several of one: (text, posts of each)
SUCCESSIONS: list[tuple[str, dict[str, list[str]]]] = [
    (f"Ông {HAO} được điều động giữ chức Giám đốc Sở Y tế tỉnh Sơn La thay bà {MAY} nghỉ hưu.",
     {HAO: ["Giám đốc Sở Y tế tỉnh Sơn La"], MAY: ["nguyên Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Ông {HAO} được điều động giữ chức Giám đốc Sở Y tế tỉnh Sơn La. Bà {MAY} phát biểu.",
     {HAO: ["Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Ông {HAO}, nguyên Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Sơn La, dự hội nghị.",
     {HAO: ["nguyên Bí thư Tỉnh ủy Sơn La", "nguyên Ủy viên Trung ương Đảng"]}),
    (f"Ông {HAO}, nguyên Bí thư Tỉnh ủy Sơn La, Chủ tịch Hội Khuyến học tỉnh Sơn La, dự hội nghị.",
     {HAO: ["Chủ tịch Hội Khuyến học tỉnh Sơn La", "nguyên Bí thư Tỉnh ủy Sơn La"]}),
    (f"Ông {HAO}, Bí thư Tỉnh ủy Sơn La, nguyên Giám đốc Sở Y tế tỉnh Sơn La, dự hội nghị.",
     {HAO: ["Bí thư Tỉnh ủy Sơn La", "nguyên Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Ông {HAO} đã kinh qua các chức vụ: Chủ tịch UBND huyện Mường La, Bí thư Huyện ủy Mường La.",
     {HAO: ["nguyên Bí thư Huyện ủy Mường La", "nguyên Chủ tịch Ủy ban nhân dân huyện Mường La"]}),
    (f"Quốc hội miễn nhiệm chức vụ Bộ trưởng Bộ Y tế đối với ông {HAO}, đồng thời bổ nhiệm Bộ "
     f"trưởng Bộ Y tế đối với bà {MAY}.",
     {HAO: ["nguyên Bộ trưởng Bộ Y tế"], MAY: ["Bộ trưởng Bộ Y tế"]}),
    (f"Quốc hội miễn nhiệm chức vụ Bộ trưởng Bộ Y tế của ông {HAO}, đồng thời bầu bổ sung bà "
     f"{MAY}, Giám đốc Sở Y tế tỉnh Sơn La.",
     {HAO: ["nguyên Bộ trưởng Bộ Y tế"], MAY: ["Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"HĐND tỉnh sẽ bầu bổ sung Ủy viên UBND tỉnh Sơn La đối với ông {HAO}.", {}),
    (f"Ông {UN} dự hội nghị. Ông {HAO} từng làm Chánh Văn phòng kiêm Người phát ngôn UBND tỉnh Sơn "
     "La.",
     {UN: [], HAO: ["nguyên Chánh Văn phòng Ủy ban nhân dân tỉnh Sơn La",
                    "nguyên Người phát ngôn Ủy ban nhân dân tỉnh Sơn La"]}),
    # somebody else's, or that of several who are not named
    (f"Thủ tướng {UN} dự lễ nhậm chức Bộ trưởng Bộ Y tế của ông {HAO}.",
     {UN: ["Thủ tướng"], HAO: ["Bộ trưởng Bộ Y tế"]}),
    (f"Bộ trưởng Bộ Y tế {HAO} trao quyết định điều động cán bộ giữ chức Thứ trưởng Bộ Y tế.",
     {HAO: ["Bộ trưởng Bộ Y tế"]}),
    (f"Ông {UN}, một người gần gũi với ông {HAO}, hồi tháng 4 được bầu giữ chức Chủ tịch Quốc hội.",
     {UN: ["Chủ tịch Quốc hội"]}),
    (f"Bộ trưởng Bộ Y tế {HAO} chúc mừng hai ông được Thủ tướng bổ nhiệm giữ chức vụ Thứ trưởng "
     "Bộ Y tế.", {HAO: ["Bộ trưởng Bộ Y tế"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SUCCESSIONS)
def test_those_who_come_and_go(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected


# A title over a comma from a name that is not its holder's: (text, posts of each)
NEIGHBOURS: list[tuple[str, dict[str, list[str]]]] = [
    (f"Tại cuộc hội kiến với Thủ tướng {UN}, Nhà vua và Hoàng hậu cảm ơn nhân dân Việt Nam.",
     {UN: ["Thủ tướng"]}),
    (f"Tại hội nghị, Thủ tướng {UN}, Trưởng Ban Chỉ đạo Tây Bắc, phát biểu.",
     {UN: ["Thủ tướng", "Trưởng Ban Chỉ đạo Tây Bắc"]}),
    (f"Dự hội nghị có Thứ trưởng Bộ Y tế {UN}, Đại sứ Việt Nam tại Lào cùng nhiều doanh nghiệp.",
     {UN: ["Thứ trưởng Bộ Y tế"]}),
    ("Theo Ngoại trưởng Mỹ John Halvorsen, Tổng thống Mỹ cam kết hợp tác.",
     {"John Halvorsen": ["Ngoại trưởng Mỹ"]}),
    (f"Trong khi chờ văn bản chính thức của Thủ tướng Chính phủ, ông {UN} dự hội nghị.",
     {UN: []}),
    (f"Cũng theo ông {UN}, Thủ tướng đã yêu cầu họp. Ông {UN} dự hội nghị.", {UN: []}),
    (f"Theo ý kiến của ông {UN}, đại biểu Ngoẹo phản ứng. Ông {UN} dự hội nghị.", {UN: []}),
    # who holds a post, and behind a comma those who held it before
    (f"Dự có Chủ tịch nước {UN}, nguyên Chủ tịch nước: {HAO}, Lê Văn An; Thủ tướng {MAY}, "
     "nguyên Thủ tướng Trần Thị Ba.",
     {UN: ["Chủ tịch nước"], HAO: ["nguyên Chủ tịch nước"], "Lê Văn An": ["nguyên Chủ tịch nước"],
      MAY: ["Thủ tướng"], "Trần Thị Ba": ["nguyên Thủ tướng"]}),
    (f"Ông {UN}, Giám đốc Sở Y tế tỉnh Sơn La: {HAO}, Lê Văn An đều dự hội nghị.",
     {UN: ["Giám đốc Sở Y tế tỉnh Sơn La"], HAO: [], "Lê Văn An": []}),
    ("Tại Biển Đông, Thủ tướng nhấn mạnh nhiều nhiệm vụ.", {}),
    # what a verb is about, or one of a number, before a comma and somebody's name
    ("Ngoài Tổng thống Mỹ, ông Pavel Orlov gửi thư đến Thủ tướng Anh Mary Hill. Tổng thống Nga "
     "Pavel Orlov đã phát biểu.",
     {"Pavel Orlov": ["Tổng thống Nga"], "Mary Hill": ["Thủ tướng Anh"]}),
    ("Thủ tướng Đức Anna Halvorsen đến Phần Lan. Sau khi gặp Thủ tướng Phần Lan, bà Halvorsen "
     "nói về hợp tác.", {"Anna Halvorsen": ["Thủ tướng Đức"]}),
    (f"Về kỳ họp tới sẽ bầu 2 Phó Chủ tịch UBND tỉnh Sơn La, ông Hào thông tin. Ông {HAO} chủ trì "
     "họp báo.", {HAO: []}),
    (f"Ông {HAO}, Phó Chủ tịch UBND tỉnh Sơn La, chủ trì. Theo ông Hào, Bí thư Tỉnh ủy đã có chỉ "
     "đạo.", {HAO: ["Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]}),
    (f"Trong thời gian là Giám đốc Sở Y tế tỉnh Sơn La, ông Hào ký quyết định. Ông {HAO} dự "
     "hội nghị.", {HAO: ["Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Phó Trưởng ban Ban Nội chính Trung ương - ông {HAO} chủ trì hội nghị năm 2015.",
     {HAO: ["Phó Trưởng ban Nội chính Trung ương"]}),
    # a post and its holder behind "là"
    (f"Trung ương giới thiệu Chủ tịch nước là ông {UN}, Thủ tướng là ông {HAO}, Chủ tịch Quốc hội "
     f"là bà {MAY}.",
     {UN: ["Chủ tịch nước"], HAO: ["Thủ tướng"], MAY: ["Chủ tịch Quốc hội"]}),
    ("Cố vấn đầu tiên của tổng thống là ông John Halvorsen đã dự hội nghị.",
     {"John Halvorsen": []}),
    ("Hai cố vấn của Thủ tướng Anh Mary Hill là Chánh văn phòng Nick Moss và bà Ann Carter dự "
     "hội nghị.", {"Mary Hill": ["Thủ tướng Anh"], "Ann Carter": []}),
    # the name in full behind the title is its holder's
    (f"Trả lời Bí thư Tỉnh ủy Sơn La {UN}, Phó giám đốc Sở Xây dựng {HAO} cho biết sẽ sớm xong.",
     {UN: ["Bí thư Tỉnh ủy Sơn La"], HAO: ["Phó giám đốc Sở Xây dựng tỉnh Sơn La"]}),
    (f"Ông {UN}, Giám đốc Bệnh viện Nguyễn Tri Phương cho biết đã họp.",
     {UN: ["Giám đốc Bệnh viện Nguyễn Tri Phương"]}),
    (f"Trong cuộc hội đàm với ông {HAO}, Ngoại trưởng Mỹ cho biết sẽ hợp tác. Ông {HAO} phát biểu.",
     {HAO: []}),
    (f"Đơn của ông {HAO}, nguyên Phó Chủ tịch UBND tỉnh Sơn La cũng được bàn. Ông {HAO} phát biểu.",
     {HAO: ["nguyên Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]}),
    (f"Cùng dự có Bộ trưởng Bộ Y tế {HAO}, Thứ trưởng các Bộ: Quốc phòng, Công an.",
     {HAO: ["Bộ trưởng Bộ Y tế"]}),
    (f"Hơn 60 cán bộ, trong đó có 5 Ủy viên Trung ương Đảng - Tổng Bí thư {UN} nêu tại hội nghị.",
     {UN: ["Tổng Bí thư"]}),
    (f"Giải trình về ý kiến góp ý của ĐBQH, Chủ nhiệm Văn phòng Quốc hội {HAO} cho biết sẽ sửa.",
     {HAO: ["Chủ nhiệm Văn phòng Quốc hội"]}),
    (f"Trả lời ĐBQH, Bộ trưởng Bộ Y tế {HAO} cho biết sẽ họp.", {HAO: ["Bộ trưởng Bộ Y tế"]}),
    (f"Sau phát biểu của thứ trưởng Vương, Thường trực Ban Bí thư {UN} nói về tiến bộ.",
     {UN: ["Thường trực Ban Bí thư"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NEIGHBOURS)
def test_titles_of_somebody_else(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected


# What the text elsewhere says of a bare post: (text, posts of each)
ELSEWHERE: list[tuple[str, dict[str, list[str]]]] = [
    ("Thủ tướng Ấn Độ thăm Mỹ. Thủ tướng Ravi Narayanan phát biểu tại hội nghị.",
     {"Ravi Narayanan": ["Thủ tướng Ấn Độ"]}),
    (f"Thủ tướng John Halvorsen đón Thủ tướng {UN} thăm Australia.",
     {"John Halvorsen": ["Thủ tướng Australia"], UN: ["Thủ tướng"]}),
    ("Thủ tướng John Halvorsen dự hội nghị tại Australia cùng Tổng thống Pháp, Tổng thống Nga.",
     {"John Halvorsen": ["Thủ tướng"]}),
    ("Bộ trưởng Ngoại giao John Halvorsen dự hội nghị tại Australia. Bộ trưởng John Halvorsen nói.",
     {"John Halvorsen": ["Bộ trưởng Bộ Ngoại giao Australia"]}),
    # no post of a country that has none, nor one that somebody else of the text holds
    ("Phó chủ tịch Trung Quốc Vương Hải Sơn dự hội nghị cùng Tổng thống John Halvorsen.",
     {"Vương Hải Sơn": ["Phó chủ tịch Trung Quốc"], "John Halvorsen": ["Tổng thống"]}),
    ("Tổng thống Pháp Jean Moreau dự hội nghị. Tổng thống John Halvorsen phát biểu.",
     {"Jean Moreau": ["Tổng thống Pháp"], "John Halvorsen": ["Tổng thống"]}),
    ("Ngoại trưởng Mỹ John Halvorsen dự hội nghị. Người phát ngôn Bộ Ngoại giao Ann Moyle nói.",
     {"John Halvorsen": ["Ngoại trưởng Mỹ"], "Ann Moyle": ["Người phát ngôn Bộ Ngoại giao Mỹ"]}),
    (f"HĐND tỉnh Sơn La họp. Đại biểu {UN} phát biểu.",
     {UN: ["Đại biểu Hội đồng nhân dân tỉnh Sơn La"]}),
    (f"Bên hành lang Quốc hội, đại biểu {UN} trao đổi. Các đại biểu đồng tình với ông.",
     {UN: ["Đại biểu Quốc hội"]}),
    (f"Quốc hội và HĐND tỉnh Sơn La có ý kiến. Đại biểu {UN} phát biểu tại hội nghị.", {UN: []}),
    (f"Thủ tướng {UN}, Trưởng Tiểu ban, chủ trì phiên họp Tiểu ban Kinh tế - Xã hội.",
     {UN: ["Thủ tướng", "Trưởng Tiểu ban Kinh tế - Xã hội"]}),
    (f"Ông {UN}, nguyên Bí thư Đảng ủy, nguyên Chủ tịch Hội đồng quản trị, dự hội nghị.",
     {UN: ["nguyên Bí thư Đảng ủy", "nguyên Chủ tịch Hội đồng quản trị"]}),
    (f"Ông {UN}, nguyên Bộ trưởng Bộ Y tế, dự hội nghị. Bộ trưởng Bộ Y tế {UN} từng ký công văn.",
     {UN: ["nguyên Bộ trưởng Bộ Y tế"]}),
    (f"Thủ tướng {UN}, Trưởng Tiểu ban, chủ trì. Tiểu ban Nhân sự họp trước Tiểu ban Văn kiện.",
     {UN: ["Thủ tướng"]}),
    # of several boards the one named before; whose noun the rank has begins no clause
    (f"Tiểu ban Nhân sự do Thủ tướng {UN} làm Trưởng Tiểu ban, Tiểu ban Văn kiện do ông {HAO} làm "
     "Trưởng tiểu ban.",
     {UN: ["Thủ tướng", "Trưởng Tiểu ban Nhân sự"], HAO: ["Trưởng tiểu ban Văn kiện"]}),
    (f"Ban Chỉ đạo điều hành giá họp. Phó Thủ tướng {UN}, Trưởng Ban Chỉ đạo chủ trì cuộc họp.",
     {UN: ["Phó Thủ tướng", "Trưởng Ban Chỉ đạo điều hành giá"]}),
    (f"Tổ công tác của Thủ tướng do Phó Thủ tướng {UN} làm Tổ trưởng họp sáng nay.",
     {UN: ["Phó Thủ tướng", "Tổ trưởng Tổ công tác của Thủ tướng"]}),
    (f"Đoàn công tác do Phó Thủ tướng {UN} làm trưởng đoàn dự hội nghị.",
     {UN: ["Phó Thủ tướng"]}),
    (f"Ủy ban Kiểm tra Trung ương họp do ông {UN} - Chủ nhiệm Ủy ban - chủ trì.",
     {UN: ["Chủ nhiệm Ủy ban Kiểm tra Trung ương"]}),
    (f"Hội Luật gia Việt Nam họp. Dự họp có ông {UN}, Chủ tịch Hội; ông {HAO}, Phó Chủ tịch Hội.",
     {UN: ["Chủ tịch Hội Luật gia Việt Nam"], HAO: ["Phó Chủ tịch Hội Luật gia Việt Nam"]}),
    # a bare deputy under the only head of his rank; not under one of two
    (f"Chủ tịch UBND quận 9 {UN} cùng Phó Chủ tịch {HAO} dự họp.",
     {UN: ["Chủ tịch Ủy ban nhân dân Quận 9"], HAO: ["Phó Chủ tịch Ủy ban nhân dân Quận 9"]}),
    (f"Chủ tịch UBND quận 9 {UN} họp với Chủ tịch Hội Luật gia Việt Nam. Phó Chủ tịch {HAO} dự "
     f"họp. Chủ tịch Hội Luật gia Việt Nam {MAY} phát biểu.",
     {UN: ["Chủ tịch Ủy ban nhân dân Quận 9"], HAO: [], MAY: ["Chủ tịch Hội Luật gia Việt Nam"]}),
    # under the only government that the text names; not where it names a council, too
    (f"UBND thành phố Đà Nẵng có văn bản. Phó Chủ tịch {UN} chủ trì hội nghị.",
     {UN: ["Phó Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng"]}),
    (f"UBND thành phố Đà Nẵng báo cáo HĐND thành phố. Phó Chủ tịch {UN} chủ trì hội nghị.",
     {UN: []}),
    (f"Dự họp có Cục trưởng Cục Thú y {UN}, Phó Cục trưởng {HAO}.",
     {UN: ["Cục trưởng Cục Thú y"], HAO: ["Phó Cục trưởng Cục Thú y"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ELSEWHERE)
def test_bare_posts_that_the_text_completes(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected


# (title as printed, post in full): hospitals, unions, offices, forces, villages
OFFICES: list[tuple[str, str]] = [
    ("Giám đốc Bệnh viện Bạch Mai", "Giám đốc Bệnh viện Bạch Mai"),
    ("Phó Chánh Văn phòng UBND tỉnh Sơn La",
     "Phó Chánh Văn phòng Ủy ban nhân dân tỉnh Sơn La"),
    ("Bí thư Đảng ủy xã Mường Bú", "Bí thư Đảng ủy xã Mường Bú"),
    ("Viện trưởng Viện KSND tối cao", "Viện trưởng Viện kiểm sát nhân dân tối cao"),
    ("Chủ tịch Hội Nông dân tỉnh Sơn La", "Chủ tịch Hội Nông dân tỉnh Sơn La"),
    ("Chủ tịch Liên đoàn Lao động tỉnh Sơn La", "Chủ tịch Liên đoàn Lao động tỉnh Sơn La"),
    ("Phó Trưởng Đoàn ĐBQH tỉnh Sơn La", "Phó Trưởng Đoàn đại biểu Quốc hội tỉnh Sơn La"),
    ("Cục trưởng Cục Thuế tỉnh Sơn La", "Cục trưởng Cục Thuế tỉnh Sơn La"),
    ("Trưởng Công an huyện Mường La", "Trưởng Công an huyện Mường La"),
    ("Phó Giám đốc Công an tỉnh Sơn La", "Phó Giám đốc Công an tỉnh Sơn La"),
    ("Phó giám đốc công an tỉnh Sơn La", "Phó giám đốc công an tỉnh Sơn La"),
    ("Phó Giám đốc Công an Hà Nội", "Phó Giám đốc Công an thành phố Hà Nội"),
    ("Tư lệnh Cảnh sát cơ động", "Tư lệnh Cảnh sát cơ động"),
    ("Đội trưởng Quản lý thị trường số 6", "Đội trưởng Đội Quản lý thị trường số 6"),
    ("Giám đốc OceanBank chi nhánh Hải Phòng", "Giám đốc OceanBank chi nhánh Hải Phòng"),
    ("Chủ tịch HĐQT công ty lọc dầu Pha Đin",
     "Chủ tịch Hội đồng quản trị Công ty lọc dầu Pha Đin"),
    ("Phó Bí thư Đảng ủy tổng công ty Giấy Pha Đin",
     "Phó Bí thư Đảng ủy Tổng công ty Giấy Pha Đin"),
    ("Phó Tư lệnh Hải quân", "Phó Tư lệnh Hải quân"),
    ("Chủ tịch công đoàn Cục Thú y", "Chủ tịch Công đoàn Cục Thú y"),
    ("Phó Bí thư Đoàn Học viện Hành chính", "Phó Bí thư Đoàn Học viện Hành chính"),
    ("Tổng biên tập báo Pha Đin", "Tổng biên tập Báo Pha Đin"),
    ("Giám đốc quốc gia Ngân hàng Thế giới (WB) tại Việt Nam",
     "Giám đốc quốc gia Ngân hàng Thế giới tại Việt Nam"),
    ("Chủ tịch Ủy ban Quốc gia ASEAN 2020", "Chủ tịch Ủy ban Quốc gia ASEAN 2020"),
    ("Chánh Văn phòng ủy ban kiểm tra tỉnh ủy Sơn La",
     "Chánh Văn phòng Ủy ban Kiểm tra Tỉnh ủy Sơn La"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "post"), OFFICES)
def test_offices_of_every_kind(title: str, post: str) -> None:
    assert posts(f"{title} {HAO} dự hội nghị.") == {HAO: [post]}
    assert posts(f"Đại tá {HAO}, {title} dự hội nghị.") == {HAO: [post]}


LAO = "Bounmy Sengdara"
FOREIGN: list[tuple[str, dict[str, list[str]]]] = [
    # who leads a country, by no other post; several of them are nobody
    (
        f"Ngày 7/3, Thủ tướng {UN} hội kiến nhà lãnh đạo Lào {LAO}. Các nhà lãnh đạo ASEAN có mặt.",
        {UN: ["Thủ tướng"], LAO: ["Nhà lãnh đạo Lào"]},
    ),
    # the field of a ministry abroad in small letters, and a name with an initial
    (
        "Bộ trưởng truyền thông và thông tin Singapore S. Ramaswan phát biểu tại hội nghị.",
        {"S. Ramaswan": ["Bộ trưởng Bộ truyền thông và thông tin Singapore"]},
    ),
    # a ministry of a field that we have none of
    ("Bộ trưởng Tái thiết kinh tế Nhật Bản Kenji Morita dự hội nghị.",
     {"Kenji Morita": ["Bộ trưởng Bộ Tái thiết kinh tế Nhật Bản"]}),
    (f"Bộ trưởng {UN} tiếp đoàn Nhật Bản. Bộ trưởng {UN} phát biểu tại hội nghị.",
     {UN: ["Bộ trưởng"]}),
    (f"Tổng Bí thư, Chủ tịch nước Lào {LAO} hội đàm với Thủ tướng {UN}.",
     {LAO: ["Chủ tịch nước Lào", "Tổng Bí thư Lào"], UN: ["Thủ tướng"]}),
    ("Ngoại trưởng Mỹ John Halvorsen dự hội nghị.", {"John Halvorsen": ["Ngoại trưởng Mỹ"]}),
    ("Phó Thủ tướng kiêm Bộ trưởng Ngoại giao Thái Lan Somchai Rattanakul dự hội nghị.",
     {"Somchai Rattanakul": ["Bộ trưởng Bộ Ngoại giao Thái Lan", "Phó Thủ tướng Thái Lan"]}),
    ("Thủ tướng Campuchia Sok Vannara dự hội nghị.", {"Sok Vannara": ["Thủ tướng Campuchia"]}),
    ("Tổng thống Hàn Quốc Park Jin-woo dự hội nghị.", {"Park Jin-woo": ["Tổng thống Hàn Quốc"]}),
    ("Đại sứ Mỹ tại Việt Nam John Halvorsen dự hội nghị.",
     {"John Halvorsen": ["Đại sứ Mỹ tại Việt Nam"]}),
    (f"Đại sứ Việt Nam tại Lào {UN} dự hội nghị.", {UN: ["Đại sứ Việt Nam tại Lào"]}),
    ("Toàn quyền Australia Peter Halvorsen dự hội nghị.",
     {"Peter Halvorsen": ["Toàn quyền Australia"]}),
    ("Thủ hiến bang Nieder-Ostfalen bà Anna Halvorsen dự hội nghị.",
     {"Anna Halvorsen": ["Thủ hiến bang Nieder-Ostfalen"]}),
    ("Cố vấn An ninh quốc gia Mỹ John Halvorsen dự hội nghị.",
     {"John Halvorsen": ["Cố vấn An ninh quốc gia Mỹ"]}),
    (f"Tổng Tham mưu trưởng Quân đội nhân dân Việt Nam {UN} dự hội nghị.",
     {UN: ["Tổng Tham mưu trưởng Quân đội nhân dân Việt Nam"]}),
    ("Đại sứ quán Mỹ tại Việt Nam tổ chức hội nghị.", {}),
    # an acronym or a country in brackets between the post and the name
    ("Phó Chủ tịch Tập đoàn Brenmore (Anh) John Halvorsen dự hội nghị.",
     {"John Halvorsen": ["Phó Chủ tịch Tập đoàn Brenmore"]}),
    (f"Thủ tướng {UN} gặp Chủ tịch Nghị viện châu Âu (EP) John Halvorsen.",
     {UN: ["Thủ tướng"], "John Halvorsen": ["Chủ tịch Nghị viện châu Âu"]}),
    # the post before a comma and a form of address is not of the one named before it
    ("Có mặt Tổng thống Mỹ John Halvorsen, Chủ tịch Ngân hàng Thế giới (WB), ông Dan Moyle.",
     {"John Halvorsen": ["Tổng thống Mỹ"], "Dan Moyle": ["Chủ tịch Ngân hàng Thế giới"]}),
    # who leads a delegation from abroad, and who leads one that goes abroad
    (f"Đoàn đại biểu Quốc hội Lào do Phó Chủ tịch Quốc hội {LAO} dẫn đầu dự hội nghị.",
     {LAO: ["Phó Chủ tịch Quốc hội Lào"]}),
    (f"Đoàn đại biểu Đảng Nhân dân Cách mạng Lào do đồng chí {LAO}, Ủy viên Bộ Chính trị, dẫn đầu.",
     {LAO: ["Ủy viên Bộ Chính trị Đảng Nhân dân Cách mạng Lào"]}),
    (f"Đoàn công tác sang thăm Lào do Bộ trưởng Bộ Y tế {UN} dẫn đầu.",
     {UN: ["Bộ trưởng Bộ Y tế"]}),
    # parties and houses abroad whose first words name bodies of ours
    (f"Ủy viên Trung ương Đảng Nhân dân Cách mạng Lào, Bí thư Tỉnh ủy {LAO} dự hội nghị.",
     {LAO: ["Bí thư Tỉnh ủy", "Ủy viên Trung ương Đảng Nhân dân Cách mạng Lào"]}),
    ("Tổng Bí thư Ban Chấp hành Trung ương Đảng Cộng sản Trung Quốc Vương Hải Sơn dự hội nghị.",
     {"Vương Hải Sơn": ["Tổng Bí thư Ban Chấp hành Trung ương Đảng Cộng sản Trung Quốc"]}),
    (f"Ủy viên Trung ương Đảng Cộng sản Việt Nam {UN} dự hội nghị.",
     {UN: ["Ủy viên Trung ương Đảng"]}),
    ("Chủ tịch Ủy ban Đối ngoại Hạ viện Mỹ John Halvorsen dự hội nghị.",
     {"John Halvorsen": ["Chủ tịch Ủy ban Đối ngoại Hạ viện Mỹ"]}),
    ("Ủy viên Quốc vụ Trung Quốc Dương Hải Sơn dự hội nghị.",
     {"Dương Hải Sơn": ["Ủy viên Quốc vụ Trung Quốc"]}),
    ("Nữ hoàng Anh Elizabeth II dự hội nghị.", {"Elizabeth II": ["Nữ hoàng Anh"]}),
    (f"Nhận lời mời của Đại tướng {UN}, Bộ trưởng Quốc phòng Ấn Độ, bà Indira Halvorsen dự họp.",
     {"Indira Halvorsen": ["Bộ trưởng Bộ Quốc phòng Ấn Độ"]}),
    ("Đoàn Trung Quốc do Thượng tướng Vương Hải Sơn, Bộ trưởng Quốc phòng, dẫn đầu dự hội nghị.",
     {"Vương Hải Sơn": ["Bộ trưởng Bộ Quốc phòng Trung Quốc"]}),
    # initials
    ("Tổng thống Mỹ John Halvorsen dự hội nghị. Tổng thống J. Halvorsen phát biểu.",
     {"John Halvorsen": ["Tổng thống Mỹ"]}),
    ("Tổng thống Mỹ V. Halvorsen dự hội nghị.", {"V. Halvorsen": ["Tổng thống Mỹ"]}),
    # who gives a post does not get it
    ("Ông Bùi Thế Hào được Tổng thống Lào John Halvorsen bổ nhiệm làm Đại sứ.",
     {"Bùi Thế Hào": ["Đại sứ"], "John Halvorsen": ["Tổng thống Lào"]}),
    # a government is not who acts for its head
    ("Hội nghị bàn về chính quyền Tổng thống Mỹ John Halvorsen.",
     {"John Halvorsen": ["Tổng thống Mỹ"]}),
    ("Tổng thống Mỹ John Halvorsen gặp Chủ tịch Ủy ban Quốc vụ Kim Jong Ho.",
     {"John Halvorsen": ["Tổng thống Mỹ"], "Kim Jong Ho": ["Chủ tịch Ủy ban Quốc vụ"]}),
    # the counterpart of who is told of, not of somebody before
    (f"Phó Thủ tướng Lào {LAO} dự hội nghị. Chủ tịch Lào Khamtai Vongsa tiếp người đồng cấp Mỹ "
     "John Halvorsen.",
     {LAO: ["Phó Thủ tướng Lào"], "Khamtai Vongsa": ["Chủ tịch Lào"]}),
    ("Nhà Trắng xoa dịu sự giận dữ từ phía Nga: Tổng thống John Halvorsen chỉ vừa cho phép họp. "
     "Thủ tướng Pháp Luc Moreau dự.",
     {"John Halvorsen": ["Tổng thống"], "Luc Moreau": ["Thủ tướng Pháp"]}),
    ("Hội nghị Nga - Pháp khai mạc. Về phía Nga, điện Kremlin cho biết trong điện đàm với Thủ "
     "tướng Anna Halvorsen, hai bên đã họp.", {"Anna Halvorsen": ["Thủ tướng"]}),
    (f"Dự có Bộ trưởng Bộ Ngoại giao Việt Nam {HAO}, Bộ trưởng Ngoại giao Hàn Quốc, bà Park "
     "Jin-woo.",
     {HAO: ["Bộ trưởng Bộ Ngoại giao Việt Nam"],
      "Park Jin-woo": ["Bộ trưởng Bộ Ngoại giao Hàn Quốc"]}),
    # two guests whose country is left out: of which of them a post alone is, nothing tells
    ("Chuyến thăm của Tổng thống Mỹ kết thúc. Tổng thống John Halvorsen gặp Tổng thống Luc Moreau "
     "ở Nga.", {"John Halvorsen": ["Tổng thống"], "Luc Moreau": ["Tổng thống"]}),
    # of which of two countries, nothing tells
    ("Hội nghị Nga - Pháp khai mạc. Tổng thống John Halvorsen dự hội nghị.",
     {"John Halvorsen": ["Tổng thống"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOREIGN)
def test_posts_abroad(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected


# Bodies that a title names by their noun, or not at all: (text, posts); [] where it is left open.
NOUNS: list[tuple[str, dict[str, list[str]]]] = [
    (f"Bệnh viện Đa khoa tỉnh Sơn La tổ chức hội nghị. Ông {HAO}, Giám đốc Bệnh viện phát biểu.",
     {HAO: ["Giám đốc Bệnh viện Đa khoa tỉnh Sơn La"]}),
    (f"Trường Đại học Tây Bắc tổ chức lễ khai giảng. Hiệu trưởng nhà trường {HAO} dự lễ.",
     {HAO: ["Hiệu trưởng Trường Đại học Tây Bắc"]}),
    (f"Trường Đại học Tây Bắc tổ chức lễ khai giảng. Hiệu trưởng {HAO} dự lễ.",
     {HAO: ["Hiệu trưởng Trường Đại học Tây Bắc"]}),
    (f"Sở Y tế tỉnh Sơn La tổ chức hội nghị. Giám đốc Sở {HAO} chủ trì hội nghị.",
     {HAO: ["Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Sở Y tế tỉnh Sơn La tổ chức hội nghị. Phó Giám đốc {HAO} dự hội nghị.",
     {HAO: ["Phó Giám đốc Sở Y tế tỉnh Sơn La"]}),
    (f"Đoàn công tác của Sở Y tế do Phó Giám đốc {HAO} làm trưởng đoàn làm việc với Bệnh viện K.",
     {HAO: ["Phó Giám đốc Sở Y tế"]}),
    (f"Ông {HAO}, Trưởng Phòng Kinh tế huyện Mường La; ông {UN}, Phó Trưởng phòng, dự hội nghị.",
     {HAO: ["Trưởng Phòng Kinh tế huyện Mường La"],
      UN: ["Phó Trưởng phòng Kinh tế huyện Mường La"]}),
    (f"Cục Thuế tỉnh Sơn La tổ chức hội nghị. Cục trưởng {HAO} chủ trì hội nghị.",
     {HAO: ["Cục trưởng Cục Thuế tỉnh Sơn La"]}),
    (f"Hội Nông dân tỉnh Sơn La tổ chức hội nghị. Ông {HAO}, Chủ tịch Hội phát biểu.",
     {HAO: ["Chủ tịch Hội Nông dân tỉnh Sơn La"]}),
    (f"Đoàn công tác của Ủy ban Kiểm tra Trung ương do ông {HAO}, Phó Chủ nhiệm, dẫn đầu.",
     {HAO: ["Phó Chủ nhiệm Ủy ban Kiểm tra Trung ương"]}),
    # the commune that a text is about, though it names another one once
    (f"Đảng bộ xã Mường Bú (tỉnh Sơn La) tổ chức đại hội tại xã Mường Bú. Ông {HAO}, Chủ tịch HĐND "
     "xã phát biểu. Đại hội mừng xã Mường Chùm.",
     {HAO: ["Chủ tịch Hội đồng nhân dân xã Mường Bú"]}),
    (f"UBND xã Mường Bú và UBND xã Mường Chùm (tỉnh Sơn La) họp tại xã Mường Chùm, sau khi xã "
     f"Mường Bú mời. Nhiều đại biểu dự. Trời mưa. Đường xa. Ông {HAO}, Chủ tịch HĐND xã phát biểu.",
     {HAO: ["Chủ tịch Hội đồng nhân dân xã"]}),
    ("HĐND xã Mường Bú họp tại xã Mường Bú. Bí thư Đảng ủy xã Lô Đình Thảo phát biểu tại cuộc họp.",
     {"Lô Đình Thảo": ["Bí thư Đảng ủy xã Mường Bú"]}),
    (f"Ông {HAO}, Trưởng phòng Kế hoạch, Trung tâm Y tế huyện Mường La, dự hội nghị.",
     {HAO: ["Trưởng phòng Kế hoạch Trung tâm Y tế huyện Mường La"]}),
    # a rank that names its body by another word
    (f"Tổng tham mưu trưởng {HAO} dự hội nghị.", {HAO: ["Tổng tham mưu trưởng"]}),
    # what stands behind one name of a group is his own
    (f"Các đại biểu Quốc hội {HAO}, Giám đốc Sở Y tế tỉnh Sơn La và {UN} dự hội nghị.",
     {HAO: ["Giám đốc Sở Y tế tỉnh Sơn La", "Đại biểu Quốc hội"], UN: ["Đại biểu Quốc hội"]}),
    (f"Hội nghị cử bà {HAO} giữ chức Phó Chủ tịch không chuyên trách Hội Nông dân tỉnh Sơn La.",
     {HAO: ["Phó Chủ tịch không chuyên trách Hội Nông dân tỉnh Sơn La"]}),
    # names without a form of address, one after the other
    (f"Dự hội nghị có các đồng chí nguyên Bí thư Tỉnh ủy Sơn La: {HAO}, Sơn Thị Hoàng và Lô "
     "Văn Nam.",
     {HAO: ["nguyên Bí thư Tỉnh ủy Sơn La"], "Sơn Thị Hoàng": ["nguyên Bí thư Tỉnh ủy Sơn La"],
      "Lô Văn Nam": ["nguyên Bí thư Tỉnh ủy Sơn La"]}),
    # nobody's name is a bureau's, but a hospital's
    (f"Giám đốc Sở {HAO} dự hội nghị.", {HAO: []}),
    (f"Tổng Giám đốc Tập đoàn {HAO} dự hội nghị.", {HAO: []}),
    (f"Ông {HAO}, Giám đốc Bệnh viện Nguyễn Tri Phương, dự hội nghị.",
     {HAO: ["Giám đốc Bệnh viện Nguyễn Tri Phương"]}),
    # left open: of two, of none, of an office that may be anybody's
    ("Sở Y tế, Sở Tài chính tổ chức hội nghị về chi trả cho người dân vùng lũ. Nhiều đại biểu đến "
     f"từ các huyện, thị trong tỉnh. Ông {HAO}, Giám đốc, dự hội nghị.", {HAO: []}),
    (f"Hội nghị về dân vận được tổ chức. Giám đốc {HAO} dự hội nghị.", {HAO: []}),
    (f"Văn phòng Trung ương Đảng tổ chức hội nghị. Chánh Văn phòng {HAO} dự hội nghị.", {HAO: []}),
    (f"Văn phòng UBND tỉnh Sơn La tổ chức hội nghị. Ông {HAO}, Trưởng Văn phòng luật sư Công Lý, "
     "dự hội nghị.", {HAO: []}),
    # deputies and their delegations
    (f"Tại phiên họp, ĐBQH {UN} - Đoàn ĐBQH tỉnh Sóc Trăng đề nghị nhiều nội dung.",
     {UN: ["Đại biểu Quốc hội đoàn tỉnh Sóc Trăng"]}),
    (f"Tại phiên họp, đại biểu {UN} (Đoàn Sóc Trăng) đề nghị nhiều nội dung.",
     {UN: ["Đại biểu Quốc hội đoàn tỉnh Sóc Trăng"]}),
    (f"Tại phiên họp, ông {UN} thuộc Đoàn đại biểu Quốc hội tỉnh Sóc Trăng đề nghị.",
     {UN: ["Đại biểu Quốc hội đoàn tỉnh Sóc Trăng"]}),
    (f"Dự hội nghị có ông {UN}, Đoàn đại biểu Quốc hội tỉnh Sóc Trăng.", {UN: []}),
    (f"Quốc hội cho thôi làm nhiệm vụ đại biểu Quốc hội khóa XIV đối với ông {UN} thuộc Đoàn đại "
     "biểu Quốc hội tỉnh Sóc Trăng.",
     {UN: ["nguyên Đại biểu Quốc hội khóa XIV đoàn tỉnh Sóc Trăng"]}),
    # the side that a guest is listed under; what somebody is in charge of
    (f"Dự hội đàm, về phía Việt Nam có Bộ trưởng Bộ Quốc phòng {UN}; về phía Nhật Bản có Bộ trưởng "
     "Quốc phòng Nakatani Gen, Đại sứ Ito Naoki.",
     {UN: ["Bộ trưởng Bộ Quốc phòng"], "Nakatani Gen": ["Bộ trưởng Bộ Quốc phòng Nhật Bản"],
      "Ito Naoki": ["Đại sứ Nhật Bản"]}),
    (f"Phó Chủ tịch UBND tỉnh Sơn La phụ trách Nông nghiệp {UN} dự hội nghị.",
     {UN: ["Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"]}),
    (f"Văn phòng Chính phủ cho biết Bộ trưởng {UN} dự hội nghị.", {UN: ["Bộ trưởng"]}),
    (f"Đại sứ {UN} giải thích: “Ông ấy được Quốc hội bầu làm Chủ tịch nước”.", {UN: ["Đại sứ"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOUNS)
def test_bodies_meant_by_their_noun(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == expected
