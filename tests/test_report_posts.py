from __future__ import annotations

import pytest
from facts import posts

UN, MAY = "Quàng Văn Ún", "Lò Thị Mây"

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
    ("Bộ trưởng Bộ NN&PTNT Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn"]),
    ("Bộ trưởng Bộ LĐ-TB&XH Quàng Văn Ún dự hội nghị.",
     ["Bộ trưởng Bộ Lao động - Thương binh và Xã hội"]),
    ("ĐBQH Quàng Văn Ún dự hội nghị.", ["Đại biểu Quốc hội"]),
    ("Đại biểu Quốc hội tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    ("Đại biểu Quốc hội Quàng Văn Ún (Sơn La) phát biểu tại hội nghị.",
     ["Đại biểu Quốc hội đoàn tỉnh Sơn La"]),
    ("Chủ tịch UBMTTQ Việt Nam tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
     ["Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn La"]),
    ("Phó Chủ nhiệm Ủy ban Pháp luật của Quốc hội Quàng Văn Ún dự hội nghị.",
     ["Phó Chủ nhiệm Ủy ban Pháp luật của Quốc hội"]),
    # an abbreviation that the text defines itself
    (
        "Ban Quản lý dự án (BQLDA) tỉnh Sơn La họp. Giám đốc Sở Y tế tỉnh Sơn La Quàng Văn Ún dự "
        "hội nghị.",
        ["Giám đốc Sở Y tế tỉnh Sơn La"],
    ),
    # the same post said in two ways is one post
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
