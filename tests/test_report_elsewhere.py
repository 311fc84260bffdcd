"""Words that a report of a meeting tells, and that were not said there; and words that were."""

from __future__ import annotations

import pytest
from facts import people, roles

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"
CHAIRED = f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} chủ trì hội nghị tổng kết công tác dân vận."
CHAIRS = (UN, "chair")

Roles = set[tuple[str, str]]

# (what follows on CHAIRED, what people did beside chairing)
ELSEWHERE: list[tuple[str, Roles]] = [
    # what stands in a document
    (f"Chủ tịch UBND tỉnh {MAY} đã ký văn bản yêu cầu các sở rà soát.", set()),
    (f"Giám đốc Sở Y tế {HAO} vừa có công văn hỏa tốc đề nghị cấp thuốc.", set()),
    (f"Văn phòng UBND tỉnh có văn bản truyền đạt ý kiến của Chủ tịch UBND tỉnh {MAY} giao Sở Y tế "
     f"rà soát. Chủ tịch UBND tỉnh {MAY} yêu cầu báo cáo trước ngày 20/3.", set()),
    (f"Trong công văn gửi Sở Y tế, Chủ tịch UBND tỉnh {MAY} đề nghị cấp thuốc.", set()),
    (f"Giám đốc Sở Y tế {HAO} cho biết đã ký quyết định cấp thuốc.", {(HAO, "speak")}),
    (f"Sở Y tế đã có văn bản báo cáo, Giám đốc Sở Y tế {HAO} nói.", {(HAO, "speak")}),
    (f"Các sở sẽ thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh {MAY}.", set()),
    (f"Đồng tình với ý kiến của Chủ tịch UBND tỉnh {MAY}, các đại biểu thảo luận.",
     {(MAY, "speak")}),
    # weak verbs stand right behind their subject, its post or an aside
    (f"Giám đốc Sở Y tế {HAO} từng bị nhiều người phản ánh.", set()),
    (f"Giám đốc Sở Y tế {HAO} lần lượt báo cáo từng việc.", {(HAO, "speak")}),
    (f"Bà {MAY}, Giám đốc công ty, báo cáo tiến độ.", {(MAY, "speak")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ELSEWHERE)
def test_words_of_other_occasions(text: str, expected: Roles) -> None:
    whole = f"{CHAIRED} {text}"
    persons = set(people(whole))
    assert {(n, r) for n, r in roles(whole) if n in persons} == {CHAIRS} | expected


# (text, what people did)
ABOVE: list[tuple[str, Roles]] = [
    # who speaks to reporters above goes on doing so below
    (f"Trao đổi với phóng viên, Giám đốc Sở Y tế Sơn La {HAO} cho biết thuốc vẫn đủ. Giá không "
     "tăng. Nhà thuốc nào cũng có. Người dân yên tâm. Thuốc còn nhiều. Ngày 7/3, UBND tỉnh tổ chức "
     f"hội nghị về giá thuốc. Ông {HAO} nói giá đã giảm.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ABOVE)
def test_words_to_reporters_above_a_meeting(text: str, expected: Roles) -> None:
    persons = set(people(text))
    assert {(n, r) for n, r in roles(text) if n in persons} == expected
