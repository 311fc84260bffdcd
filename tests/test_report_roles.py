from __future__ import annotations

import pytest
from facts import in_order, on_behalf, people, roles

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"
SECRETARY = f"đồng chí {UN}, Bí thư Tỉnh ủy Sơn La"
CHAIRWOMAN = f"đồng chí {MAY}, Chủ tịch UBND tỉnh"
START, NEXT = (words[:1].upper() + words[1:] for words in (SECRETARY, CHAIRWOMAN))
HELD = "Ngày 7/3, Tỉnh ủy Sơn La tổ chức hội nghị tổng kết công tác dân vận."
CHAIRED = f"Ngày 7/3, {SECRETARY} chủ trì hội nghị tổng kết công tác dân vận."

Roles = set[tuple[str, str]]

# (text, what people did); bodies are tested below.
ROLES: list[tuple[str, Roles]] = [
    # chairing
    (CHAIRED, {(UN, "chair")}),
    (f"{HELD} {START} dự và chủ trì hội nghị.", {(UN, "chair"), (UN, "attend")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy chủ trì hội nghị.", {(UN, "chair")}),
    (f"{HELD} Chủ trì hội nghị có đồng chí {UN}, Bí thư Tỉnh ủy.", {(UN, "chair")}),
    (f"{HELD} Chủ trì hội nghị là đồng chí {UN}, Bí thư Tỉnh ủy.", {(UN, "chair")}),
    (f"{HELD} Hội nghị diễn ra dưới sự chủ trì của đồng chí {UN}, Bí thư Tỉnh ủy.",
     {(UN, "chair")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy điều hành hội nghị.", {(UN, "chair")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy và {CHAIRWOMAN} đồng chủ trì hội nghị.",
     {(UN, "chair"), (MAY, "chair")}),
    (f"{HELD} Các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}, Chủ tịch UBND tỉnh; {HAO}, Chủ tịch "
     "HĐND tỉnh đồng chủ trì hội nghị.", {(n, "chair") for n in (UN, MAY, HAO)}),
    (f"{HELD} Đồng chủ trì hội nghị có các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}, Chủ tịch UBND "
     "tỉnh.", {(UN, "chair"), (MAY, "chair")}),
    # a task is no meeting
    (f"{CHAIRED} Đồng chí giao Sở Y tế chủ trì, phối hợp với các sở, ngành.",
     {(UN, "chair"), (UN, "speak")}),
    # attending
    (f"{HELD} Dự hội nghị có {SECRETARY}.", {(UN, "attend")}),
    (f"{HELD} Tham dự hội nghị có các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}, Chủ tịch UBND tỉnh.",
     {(UN, "attend"), (MAY, "attend")}),
    (f"{CHAIRED} Cùng dự có {CHAIRWOMAN}.", {(UN, "chair"), (MAY, "attend")}),
    (f"{CHAIRED} Cùng dự hội nghị có các đồng chí {MAY}, Chủ tịch UBND tỉnh; {HAO}, Chủ tịch HĐND "
     "tỉnh; lãnh đạo các sở, ngành.", {(UN, "chair"), (MAY, "attend"), (HAO, "attend")}),
    (f"{CHAIRED} Về phía tỉnh có {CHAIRWOMAN}.", {(UN, "chair"), (MAY, "attend")}),
    (f"{HELD} Đến dự hội nghị có {SECRETARY}.", {(UN, "attend")}),
    (f"{HELD} Hội nghị có sự tham dự của {SECRETARY}.", {(UN, "attend")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy dự hội nghị.", {(UN, "attend")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy tham dự và phát biểu tại hội nghị.",
     {(UN, "attend"), (UN, "speak")}),
    (f"Ngày 7/3, Thủ tướng {UN} tiếp Bộ trưởng Bộ Quốc phòng Lào Bounmy Sengdara.",
     {(UN, "attend"), ("Bounmy Sengdara", "attend")}),
    # speaking
    (f"{HELD} Phát biểu tại hội nghị, {SECRETARY} biểu dương các địa phương.", {(UN, "speak")}),
    (f"{HELD} Phát biểu khai mạc, {SECRETARY} nhấn mạnh nhiều nhiệm vụ.", {(UN, "speak")}),
    (f"{HELD} Kết luận hội nghị, {SECRETARY} yêu cầu khẩn trương.", {(UN, "speak")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy kết luận hội nghị.", {(UN, "speak")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy trình bày báo cáo tại hội nghị.", {(UN, "speak")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy phát biểu chỉ đạo hội nghị.", {(UN, "speak")}),
    (f"{HELD} Theo đồng chí {UN}, Bí thư Tỉnh ủy, kết quả rất tích cực.", {(UN, "speak")}),
    (f"{CHAIRED} Đồng chí nêu rõ: cần khẩn trương.", {(UN, "chair"), (UN, "speak")}),
    (f"{HELD} “Cần khẩn trương”, {SECRETARY} nhấn mạnh.", {(UN, "speak")}),
    (f"{HELD} “Cần khẩn trương” - Bí thư Tỉnh ủy {UN} yêu cầu.", {(UN, "speak")}),
    (f"{CHAIRED} Tham luận tại hội nghị, {CHAIRWOMAN} nêu nhiều giải pháp.",
     {(UN, "chair"), (MAY, "speak")}),
    # absence and negation
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy vắng mặt.", set()),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy không dự hội nghị.", set()),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy không thể tham dự hội nghị.", set()),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy xin vắng.", set()),
    (f"{CHAIRED} {NEXT} vắng mặt.", {(UN, "chair")}),
    # said outside the meeting
    (f"{HELD} Trao đổi với phóng viên, {SECRETARY} cho biết kết quả rất tích cực.", set()),
    (f"{HELD} Trả lời phỏng vấn, {SECRETARY} cho biết kết quả rất tích cực.", set()),
    (f"{HELD} Bên lề hội nghị, {SECRETARY} cho biết kết quả rất tích cực.", set()),
    # words in quotation marks do nothing here
    (f"{CHAIRED} Một đại biểu kể: “Hôm đó ông {HAO} chủ trì hội nghị, ông {HAO} phát biểu”.",
     {(UN, "chair")}),
    # praise and decisions are nobody's role
    (f"{HELD} Hội nghị biểu dương ông {HAO}, Giám đốc Sở Y tế.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles(text: str, expected: Roles) -> None:
    persons = {UN, MAY, HAO, *people(text)}
    assert {(who, role) for who, role in roles(text) if who in persons} == expected


# (text, what bodies did)
BODIES: list[tuple[str, Roles]] = [
    (f"{HELD} Các đồng chí Thường trực Tỉnh ủy chủ trì hội nghị.",
     {("Thường trực Tỉnh ủy Sơn La", "chair")}),
    (f"{HELD} Ban Thường vụ Tỉnh ủy chủ trì hội nghị.",
     {("Ban Thường vụ Tỉnh ủy Sơn La", "chair")}),
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN}; đại diện Bộ Y tế.", {("Bộ Y tế", "represented")}),
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN}; đại diện lãnh đạo Ban Dân vận Trung ương.",
     {("Ban Dân vận Trung ương", "represented")}),
    # groups without a name of their own
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN}; lãnh đạo các sở, ngành, địa phương.", set()),
    (f"{CHAIRED} Tỉnh Sơn La kiến nghị nhiều nội dung.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_roles_of_bodies(text: str, expected: Roles) -> None:
    persons = set(people(text))
    assert {(who, role) for who, role in roles(text) if who not in persons} == expected


ORDERS: list[tuple[str, list[str]]] = [
    (f"{HELD} Dự hội nghị có các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}, Chủ tịch UBND tỉnh; {HAO}, "
     "Chủ tịch HĐND tỉnh.", [UN, MAY, HAO]),
    (f"{HELD} Dự hội nghị có các đồng chí: {HAO}, Chủ tịch HĐND tỉnh; {UN}, Bí thư Tỉnh ủy; {MAY}, "
     "Chủ tịch UBND tỉnh.", [HAO, UN, MAY]),
    (f"{HELD} Bí thư Tỉnh ủy {UN} và Chủ tịch UBND tỉnh {MAY} đồng chủ trì hội nghị.", [UN, MAY]),
    (f"{HELD} Hội nghị diễn ra dưới sự chủ trì của các đồng chí: {MAY}, Chủ tịch UBND tỉnh; {UN}, "
     "Bí thư Tỉnh ủy.", [MAY, UN]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_order_of_a_list_is_kept(text: str, expected: list[str]) -> None:
    assert in_order(text) == expected


BEHALF: list[tuple[str, set[tuple[str, str]]]] = [
    (f"{HELD} Thay mặt Ban Thường vụ Tỉnh ủy, Bí thư Tỉnh ủy {UN} phát biểu.",
     {(UN, "Ban Thường vụ Tỉnh ủy Sơn La")}),
    (f"{HELD} Thay mặt UBND tỉnh, đồng chí {MAY}, Chủ tịch UBND tỉnh phát biểu tại hội nghị.",
     {(MAY, "Ủy ban nhân dân tỉnh Sơn La")}),
    (f"{HELD} Đồng chí {MAY}, Chủ tịch UBND tỉnh phát biểu tại hội nghị.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BEHALF)
def test_body_acted_for(text: str, expected: set[tuple[str, str]]) -> None:
    assert on_behalf(text) == expected


@pytest.mark.parametrize(
    ("verb", "role"),
    [("chủ trì", "chair"), ("đồng chủ trì", "chair"), ("điều hành", "chair"), ("chủ tọa", "chair"),
     ("dự", "attend"), ("tham dự", "attend"), ("đến dự", "attend"), ("tới dự", "attend"),
     ("cùng dự", "attend"), ("phát biểu tại", "speak"), ("kết luận", "speak"),
     ("phát biểu chỉ đạo", "speak"), ("phát biểu kết luận", "speak"),
     ("phát biểu khai mạc", "speak"), ("khai mạc", "speak"), ("bế mạc", "speak"),
     ("trình bày báo cáo tại", "speak"), ("báo cáo tại", "speak"), ("tham luận tại", "speak"),
     ("giải trình tại", "speak")],
)  # fmt: skip
@pytest.mark.parametrize("adverb", ["", "đã ", "trực tiếp "])
def test_verbs(verb: str, role: str, adverb: str) -> None:
    assert (UN, role) in roles(f"{HELD} Bí thư Tỉnh ủy {UN} {adverb}{verb} hội nghị.")
