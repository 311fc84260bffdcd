from __future__ import annotations

import pytest
from facts import posts

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"
PARTY, COUNCIL, GOVERNMENT = (
    "Bí thư Tỉnh ủy Sơn La",
    "Chủ tịch Hội đồng nhân dân tỉnh Sơn La",
    "Chủ tịch Ủy ban nhân dân tỉnh Sơn La",
)
SECOND = "Phó Bí thư Tỉnh ủy Sơn La"

# How names and titles are joined, (text, posts of each person).
ENTRIES: list[tuple[str, dict[str, list[str]]]] = [
    # one person
    (f"{PARTY} {UN} dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN}, {PARTY} dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN} - {PARTY} dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN} – {PARTY} dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN} — {PARTY} dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN} ({PARTY}) dự hội nghị.", {UN: [PARTY]}),
    (f"Đồng chí {UN} là {PARTY}.", {UN: [PARTY]}),
    (f"Đồng chí {UN} hiện là {PARTY}.", {UN: [PARTY]}),
    (f"Đồng chí {PARTY} {UN} dự hội nghị.", {UN: [PARTY]}),
    (f"{PARTY}, đồng chí {UN} dự hội nghị.", {UN: [PARTY]}),
    (f"{PARTY}, Đại tá {UN} dự hội nghị.", {UN: [PARTY]}),
    # titles on both sides, or several on one
    (f"{PARTY} {UN}, Trưởng Đoàn ĐBQH tỉnh dự hội nghị.",
     {UN: [PARTY, "Trưởng Đoàn đại biểu Quốc hội tỉnh Sơn La"]}),
    (f"{PARTY}, {COUNCIL} {UN} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"{PARTY} - {COUNCIL} {UN} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"{PARTY} và là {COUNCIL} {UN} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"{PARTY} kiêm {COUNCIL} {UN} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"{PARTY}, đồng thời là {COUNCIL} {UN} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"Đồng chí {UN}, {PARTY}, {COUNCIL} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"Đồng chí {UN}, {PARTY} kiêm {COUNCIL} dự hội nghị.", {UN: [PARTY, COUNCIL]}),
    (f"Đồng chí {UN}, {PARTY}, {COUNCIL}, {GOVERNMENT} dự hội nghị.",
     {UN: [PARTY, COUNCIL, GOVERNMENT]}),
    # the place said once, at the end of a chain
    ("Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Sơn La Quàng Văn Ún dự hội nghị.",
     {UN: [GOVERNMENT, SECOND]}),
    ("Đồng chí Quàng Văn Ún, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Sơn La dự hội nghị.",
     {UN: [GOVERNMENT, SECOND]}),
    # two people
    (f"{PARTY} {UN} và {GOVERNMENT} {MAY} dự hội nghị.", {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"{PARTY} {UN}, {GOVERNMENT} {MAY} dự hội nghị.", {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"{PARTY} {UN}; {GOVERNMENT} {MAY} dự hội nghị.", {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"{PARTY} {UN} cùng {GOVERNMENT} {MAY} dự hội nghị.", {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"Đồng chí {UN}, {PARTY} và đồng chí {MAY}, {GOVERNMENT} dự hội nghị.",
     {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"Đồng chí {UN}, {PARTY}, đồng chí {MAY}, {GOVERNMENT} dự hội nghị.",
     {UN: [PARTY], MAY: [GOVERNMENT]}),
    (f"{PARTY}, {COUNCIL} {UN}; {SECOND}, {GOVERNMENT} {MAY} dự hội nghị.",
     {UN: [PARTY, COUNCIL], MAY: [GOVERNMENT, SECOND]}),
    # lists
    (f"Các đồng chí: {UN}, {PARTY}; {MAY}, {GOVERNMENT}; {HAO}, {COUNCIL} dự hội nghị.",
     {UN: [PARTY], MAY: [GOVERNMENT], HAO: [COUNCIL]}),
    (f"Các đồng chí: {UN} - {PARTY}, {MAY} - {GOVERNMENT}, {HAO} - {COUNCIL} dự hội nghị.",
     {UN: [PARTY], MAY: [GOVERNMENT], HAO: [COUNCIL]}),
    (f"Các đồng chí {UN}, {PARTY}; {MAY}, {SECOND}, {GOVERNMENT} dự hội nghị.",
     {UN: [PARTY], MAY: [GOVERNMENT, SECOND]}),
    (f"Dự hội nghị có các đồng chí: {UN} ({PARTY}), {MAY} ({GOVERNMENT}).",
     {UN: [PARTY], MAY: [GOVERNMENT]}),
    # a title said once for all
    (f"Các đồng chí Ủy viên Trung ương Đảng: {UN}, {PARTY}; {MAY}, {GOVERNMENT} dự hội nghị.",
     {UN: [PARTY, "Ủy viên Trung ương Đảng"], MAY: [GOVERNMENT, "Ủy viên Trung ương Đảng"]}),
    (f"Các Phó Chủ tịch UBND tỉnh Sơn La: {UN}, {MAY}, {HAO} dự hội nghị.",
     {n: ["Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"] for n in (UN, MAY, HAO)}),
    (f"Các đồng chí Phó Chủ tịch UBND tỉnh Sơn La {UN}, {MAY} dự hội nghị.",
     {n: ["Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"] for n in (UN, MAY)}),
    # two of them
    (f"Dự họp có các Ủy viên Trung ương Đảng, Ủy viên Quân ủy Trung ương: {UN}, {PARTY}; {MAY}, "
     f"{GOVERNMENT}.",
     {UN: [PARTY, "Ủy viên Quân ủy Trung ương", "Ủy viên Trung ương Đảng"],
      MAY: [GOVERNMENT, "Ủy viên Quân ủy Trung ương", "Ủy viên Trung ương Đảng"]}),
    # of one at a time, held by two
    (f"Dự lễ có Tổng Bí thư {UN}, nguyên Tổng Bí thư: {MAY}, {HAO}; Chủ tịch nước Vì Văn Chung.",
     {UN: ["Tổng Bí thư"], MAY: ["nguyên Tổng Bí thư"], HAO: ["nguyên Tổng Bí thư"],
      "Vì Văn Chung": ["Chủ tịch nước"]}),
    # it ends with the list
    (f"Các đồng chí Ủy viên Trung ương Đảng: {UN}, {PARTY}; {MAY}, {GOVERNMENT} dự hội nghị. "
     f"Đồng chí {HAO}, {COUNCIL} phát biểu tại hội nghị.",
     {UN: [PARTY, "Ủy viên Trung ương Đảng"], MAY: [GOVERNMENT, "Ủy viên Trung ương Đảng"],
      HAO: [COUNCIL]}),
    # titles side by side of two people: a minister's before a chief's, a chief's twice
    (f"Tại cuộc gặp Tổng thống Mỹ, Thủ tướng {UN} nhấn mạnh hợp tác.", {UN: ["Thủ tướng"]}),
    (f"Cùng Bộ trưởng Bộ Y tế, Phó Thủ tướng {UN} trả lời chất vấn.", {UN: ["Phó Thủ tướng"]}),
    (f"Lý giải với Thủ tướng, Bộ trưởng Bộ Y tế {UN} cho biết còn khó khăn.",
     {UN: ["Bộ trưởng Bộ Y tế"]}),
    (f"Phó Thủ tướng, Bộ trưởng Bộ Ngoại giao {UN} dự hội nghị.",
     {UN: ["Bộ trưởng Bộ Ngoại giao", "Phó Thủ tướng"]}),
    (f"Thủ tướng kiêm Bộ trưởng Bộ Quốc phòng {UN} dự hội nghị.",
     {UN: ["Bộ trưởng Bộ Quốc phòng", "Thủ tướng"]}),
    (f"Lễ ký do Đại diện Thương mại Mỹ và Bộ trưởng Bộ Công Thương {UN} chứng kiến.",
     {UN: ["Bộ trưởng Bộ Công Thương"]}),
    (f"Cùng dự có Phó Thủ tướng {MAY}, Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn "
     f"(NN & PTNT) {UN}.",
     {MAY: ["Phó Thủ tướng"], UN: ["Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn"]}),
    (f"Tại Phủ Chủ tịch, Thủ tướng {UN} chủ trì lễ đón.", {UN: ["Thủ tướng"]}),
    # a title that belongs to nobody named
    (f"Đồng chí {UN} dự hội nghị cùng các bí thư huyện ủy.", {UN: []}),
    (f"{PARTY} {UN} yêu cầu chủ tịch UBND các huyện khẩn trương tại hội nghị.", {UN: [PARTY]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_entries(text: str, expected: dict[str, list[str]]) -> None:
    assert posts(text) == {name: sorted(held) for name, held in expected.items()}


@pytest.mark.parametrize("size", [2, 5, 20, 60])
def test_lists_of_any_length(size: int) -> None:
    given = ["Mây", "Ún", "Hào", "Thắm", "Lộc"]
    middle = ["Thị", "Văn", "Đức", "Quang", "Minh", "Thu", "Xuân", "Hữu", "Ngọc", "Kim", "Bá"]
    people = [f"Lò {m} {g}" for m in [*middle, "Thế"] for g in given][:size]
    listed = "; ".join(f"{name}, Giám đốc Sở Y tế tỉnh Sơn La" for name in people)
    found = posts(f"Dự hội nghị có các đồng chí: {listed}.")
    assert list(found) == people
    assert set(map(tuple, found.values())) == {("Giám đốc Sở Y tế tỉnh Sơn La",)}
