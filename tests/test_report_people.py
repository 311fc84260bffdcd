from __future__ import annotations

import pytest
from facts import at_meetings, people, posts, read, roles, words

UN, MAY = "Quàng Văn Ún", "Lò Thị Mây"
HELD = f"Ngày 7/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác dân vận."
# Both at one meeting: the Party's secretary and the chairwoman of the government.
BOTH = (
    f"Ngày 7/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác dân vận. "
    f"Dự hội nghị có đồng chí {MAY}, Chủ tịch UBND tỉnh."
)
DEPUTIES = (
    f"Ngày 7/3, đồng chí {UN}, Phó Chủ tịch UBND tỉnh Sơn La chủ trì hội nghị dân vận. "
    f"Dự hội nghị có đồng chí {MAY}, Phó Chủ tịch UBND tỉnh Sơn La."
)
NAMESAKES = (
    f"Ngày 7/3, đồng chí {MAY}, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác dân vận. "
    "Dự hội nghị có đồng chí Hà Thu Mây, Chủ tịch UBND tỉnh."
)

# (report, the next sentence, who speaks in it); None: two candidates, or nobody known.
SPEAKERS: list[tuple[str, str, str | None]] = [
    # by name
    (HELD, f"Phát biểu tại hội nghị, đồng chí {UN} biểu dương các địa phương.", UN),
    (HELD, f"{UN} phát biểu tại hội nghị.", UN),
    (HELD, "Phát biểu tại hội nghị, ông Ún biểu dương các địa phương.", UN),
    (HELD, "Đồng chí Ún nhấn mạnh nhiều nhiệm vụ.", UN),
    (HELD, "Ông Văn Ún nhấn mạnh nhiều nhiệm vụ.", UN),
    (HELD, "Bí thư Ún nhấn mạnh nhiều nhiệm vụ.", UN),
    (BOTH, "Bà Mây nhấn mạnh nhiều nhiệm vụ.", MAY),
    # by title
    (HELD, "Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ.", UN),
    (HELD, "Kết luận hội nghị, đồng chí Bí thư Tỉnh ủy yêu cầu khẩn trương.", UN),
    (HELD, "Phát biểu tại hội nghị, Bí thư Tỉnh ủy Sơn La biểu dương các địa phương.", UN),
    (HELD, "Người đứng đầu Tỉnh ủy Sơn La yêu cầu khẩn trương.", UN),
    (BOTH, "Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ.", UN),
    (BOTH, "Chủ tịch UBND tỉnh nhấn mạnh nhiều nhiệm vụ.", MAY),
    # by a word of address
    (HELD, "Đồng chí nhấn mạnh nhiều nhiệm vụ.", UN),
    (HELD, "Ông nhấn mạnh nhiều nhiệm vụ.", UN),
    # a slip of one accent
    (HELD, "Đồng chí Quáng Văn Ún nhấn mạnh nhiều nhiệm vụ.", UN),
    # abstention
    (NAMESAKES, "Phát biểu tại hội nghị, đồng chí Mây biểu dương các địa phương.", None),
    (DEPUTIES, "Phó Chủ tịch UBND tỉnh nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Phát biểu tại hội nghị, ông Lâm biểu dương các địa phương.", None),
    (HELD, "Phát biểu tại hội nghị, bà Mây biểu dương các địa phương.", None),
    (HELD, "Chủ tịch UBND tỉnh nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Phó Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Bí thư Tỉnh ủy Lai Châu nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Bí thư Huyện ủy nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Các bí thư tỉnh ủy nhấn mạnh nhiều nhiệm vụ.", None),
    (HELD, "Nguyên Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ.", None),
]  # fmt: skip


@pytest.mark.parametrize(("report", "sentence", "speaker"), SPEAKERS)
def test_who_is_meant(report: str, sentence: str, speaker: str | None) -> None:
    persons = set(people(f"{report} {sentence}"))
    spoke = {who for who, role in roles(f"{report} {sentence}") if role == "speak"} & persons
    assert spoke == ({speaker} if speaker else set())


@pytest.mark.parametrize(("report", "sentence", "speaker"), SPEAKERS)
def test_references_add_no_people(report: str, sentence: str, speaker: str | None) -> None:
    assert people(f"{report} {sentence}") == people(report)


# (text, people): who is one person and who is two
PEOPLE = [
    (f"{HELD} Ngày 8/3, đồng chí {UN} dự hội nghị.", [UN]),
    (f"{HELD.replace(UN, UN.upper())} Đồng chí {UN} phát biểu.", [UN]),
    (NAMESAKES, [MAY, "Hà Thu Mây"]),
    # a misprint of the middle name beside the same post; not of a post that several hold
    (f"{HELD} Bí thư Tỉnh ủy Sơn La Quàng Đình Ún phát biểu.", [UN]),
    (f"Bí thư Tỉnh ủy Sơn La Quàng Đình Ún họp. {HELD} Đồng chí {UN} phát biểu.", [UN]),
    (
        f"{HELD} Dự hội nghị có đồng chí Lò Văn Kim, Phó Bí thư Tỉnh ủy Sơn La; đồng chí Lò Đình "
        "Kim, Phó Bí thư Tỉnh ủy Sơn La.",
        [UN, "Lò Văn Kim", "Lò Đình Kim"],
    ),
    (DEPUTIES, [UN, MAY]),
    (
        "Thủ tướng Lào Bounmy Sengdara hội đàm với Thủ tướng Quàng Văn Ún. Ông Bounmy cảm ơn.",
        ["Bounmy Sengdara", UN],
    ),
    (
        "Thủ tướng Lào Bounmy Sengdara hội đàm với Thủ tướng Quàng Văn Ún. Ông Sengdara cảm ơn.",
        ["Bounmy Sengdara", UN],
    ),
    ("Tổng thống Halvorsen dự hội nghị. Tổng thống Halvorsen phát biểu.", ["Halvorsen"]),
    ("Các thành viên Ban Chỉ đạo dự hội nghị. Phó Giám đốc Ban Quản lý dự án vắng mặt.", []),
]


@pytest.mark.parametrize(("text", "expected"), PEOPLE)
def test_one_person_or_two(text: str, expected: list[str]) -> None:
    assert people(text) == expected


def test_a_title_alone_gives_its_holder_no_new_post() -> None:
    assert posts(f"{HELD} Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ.") == posts(HELD)


def test_posts_are_those_said_anywhere_in_the_text() -> None:
    text = f"Ông {UN} dự hội nghị. Đồng chí {UN}, Bí thư Tỉnh ủy Sơn La nói."
    assert posts(text) == {UN: ["Bí thư Tỉnh ủy Sơn La"]}


def test_a_short_name_is_a_mention_of_its_bearer() -> None:
    text = f"{HELD} Ông Ún nhấn mạnh nhiều nhiệm vụ."
    assert words(text, "person")[-1] == "Ún"
    assert len(read(text).people) == 1


def test_foreigners_are_marked() -> None:
    text = "Thủ tướng Lào Bounmy Sengdara hội đàm với Thủ tướng Quàng Văn Ún."
    assert [(p.name, p.foreign) for p in read(text).people] == [
        ("Bounmy Sengdara", True),
        (UN, False),
    ]


def test_speaking_is_at_the_meeting_that_was_told_of() -> None:
    text = f"{HELD} Bí thư Tỉnh ủy nhấn mạnh nhiều nhiệm vụ."
    meeting = "hội nghị tổng kết công tác dân vận"
    assert at_meetings(text) == {(UN, "chair", meeting), (UN, "speak", meeting)}
