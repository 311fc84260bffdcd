"""Visits, talks, welcomes and banquets of one report: a meeting each, with its own people."""

from __future__ import annotations

import pytest
from facts import at_meetings

UN, MAY = "Quàng Văn Ún", "Lò Thị Mây"
ABE, LEE, SOK = "Taro Mikawa", "Lee Sun Ho", "Sok Chanda"
ISSUED = "2024-03-08"
HOST = f"Thủ tướng Nhật Bản {ABE}"

# (text, (who, role, how the meeting's name begins))
VISITS: list[tuple[str, set[tuple[str, str, str]]]] = [
    # who goes: owner, subject of the sentence, subject behind an opening phrase
    (f"Chuyến thăm chính thức Nhật Bản lần này của Thủ tướng {UN} diễn ra từ ngày 7/3.",
     {(UN, "attend", "Chuyến thăm")}),
    (f"Ngày 7/3, Thủ tướng {UN} và phu nhân tới Tokyo, bắt đầu chuyến thăm chính thức Nhật Bản "
     f"theo lời mời của {HOST}.", {(UN, "attend", "chuyến thăm")}),
    (f"Trong khuôn khổ chuyến thăm Nhật Bản, sáng 7/3, Thủ tướng {UN} đã hội đàm với {HOST}.",
     {(UN, "attend", "chuyến thăm"), (UN, "attend", "hội đàm"), (ABE, "attend", "hội đàm")}),
    (f"Kết thúc chuyến thăm chính thức Nhật Bản, Thủ tướng {UN} tham dự Hội nghị Tương lai châu Á.",
     {(UN, "attend", "chuyến thăm"), (UN, "attend", "Hội nghị Tương lai")}),
    # who receives, who invites, what was long ago
    (f"Nhân chuyến thăm Việt Nam, sáng 7/3, Thủ tướng {UN} đã tiếp Đại sứ Nhật Bản {ABE}.",
     {(UN, "attend", "tiếp"), (ABE, "attend", "tiếp")}),
    (f"Tháng 11/2007, trong chuyến thăm Nhật Bản, Chủ tịch nước {UN} ký Tuyên bố chung.", set()),
    # where one goes to work, whatever it is; who is there does not make the other party
    (f"Ngày 7/3, Thủ tướng {UN} đến thăm và làm việc tại Bệnh viện Bạch Mai.",
     {(UN, "attend", "đến thăm và làm việc tại Bệnh viện")}),
    (f"Ngày 7/3, Thủ tướng {UN} thăm và làm việc tại dự án thủy điện.",
     {(UN, "attend", "thăm và làm việc")}),
    (f"Ngày 7/3, Thủ tướng {UN} về làm việc tại nhà máy thủy điện Sơn La.",
     {(UN, "attend", "về làm việc tại nhà máy")}),
    # by verb, also without a second party; not of him who invites, nor of guests received
    (f"Nhận lời mời của {HOST}, Thủ tướng {UN} thăm hữu nghị chính thức Nhật Bản từ ngày 7/3.",
     {(UN, "attend", "thăm hữu nghị chính thức")}),
    (f"Ngày 7/3, Thủ tướng {UN} thăm chính thức nước này.", {(UN, "attend", "thăm chính thức")}),
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} tiếp Đoàn đại biểu do ông {ABE}, Đại sứ Nhật Bản dẫn "
     "đầu sang thăm hữu nghị tỉnh.", {(UN, "attend", "tiếp"), (ABE, "attend", "tiếp")}),
    # a noun of inspection is no inspection
    (f"Ngày 7/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La đọc báo cáo kết quả giám sát việc giải quyết "
     "kiến nghị.", set()),
    # one side's talks with the other, told by their owner
    (f"Ý kiến này được đưa ra tại buổi làm việc của Bộ trưởng Bộ Y tế {UN} với UBND tỉnh Sơn La "
     "sáng 7/3.", {(UN, "attend", "buổi làm việc của"),
                   ("Ủy ban nhân dân tỉnh Sơn La", "attend", "buổi làm việc của")}),
    (f"Tại buổi làm việc của Bộ trưởng Bộ Y tế {UN} sáng 7/3 nhiều ý kiến được đưa ra.", set()),
    # words spoken during a visit belong to its talks
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với {HOST}. Hai bên cho rằng chuyến thăm chính thức Nhật "
     f"Bản của Thủ tướng {UN} rất quan trọng. Thủ tướng {ABE} nhấn mạnh hợp tác kinh tế.",
     {(UN, "attend", "hội đàm"), (ABE, "attend", "hội đàm"), (ABE, "speak", "hội đàm"),
      (UN, "attend", "chuyến thăm")}),
]  # fmt: skip

ONE_BY_ONE: list[tuple[str, set[tuple[str, str, str]]]] = [
    # a time between the subject and the verb; hosts of a rank each
    (f"{HOST} trong hai ngày 6 và 7/3 đã hội kiến Chủ tịch nước {UN} và Chủ tịch Quốc hội {MAY}.",
     {(ABE, "attend", "hội kiến"), (UN, "attend", "hội kiến"), (MAY, "attend", "hội kiến")}),
    # a post and its holder joined by a dash; the subject behind the guest
    (f"Chiều 7/3, Thủ tướng {UN} tiếp ông {LEE}, Đại sứ Hàn Quốc. Tiếp Thống đốc tỉnh Aichi - ông "
     f"{ABE}, Thủ tướng {UN} bày tỏ hài lòng.",
     {(UN, "attend", "tiếp ông Lee"), (LEE, "attend", "tiếp ông Lee"),
      (UN, "attend", "Tiếp Thống đốc"), (ABE, "attend", "Tiếp Thống đốc")}),
    # the subject behind talks that open the sentence; talks named by what came after
    (f"Trong cuộc gặp {HOST} chiều 7/3 bên lề Hội nghị Cấp cao ASEAN, Thủ tướng {UN} khẳng định "
     "hai nước là bạn.", {(UN, "attend", "cuộc gặp"), (ABE, "attend", "cuộc gặp")}),
    (f"Thủ tướng {UN} và {HOST} ra tuyên bố chung sau cuộc hội đàm ngày 7/3.",
     {(UN, "attend", "cuộc hội đàm"), (ABE, "attend", "cuộc hội đàm")}),
    (f"Ngày 7/3 diễn ra buổi làm việc giữa Thứ trưởng Bộ Y tế {MAY} và Đại sứ Nhật Bản {ABE}.",
     {(MAY, "attend", "buổi làm việc"), (ABE, "attend", "buổi làm việc")}),
    (f"Ngày 7/3, Thủ tướng {UN} và {HOST} gặp nhau tại Hà Nội.",
     {(UN, "attend", "gặp nhau"), (ABE, "attend", "gặp nhau")}),
    # what the two sides agree on is no meeting told of
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với {HOST}. Theo đó, hai bên nhất trí tổ chức tốt cuộc gặp "
     f"với Đại sứ {LEE}.", {(UN, "attend", "hội đàm"), (ABE, "attend", "hội đàm")}),
    # nobody's meeting: the subject is another's
    (f"{HOST} cho biết trong hai ngày 6 và 7/3 hai nước gặp Đại sứ {LEE}.",
     set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ONE_BY_ONE)
def test_met_one_by_one(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = {fact for fact in at_meetings(text, ISSUED) if fact[1] == "attend"}
    assert _begin_alike(found, expected), found


WELCOMES: list[tuple[str, set[tuple[str, str, str]]]] = [
    # a welcome before the talks; who chairs it; "hai Thủ tướng" hold the talks
    (f"Ngày 7/3, {HOST} chủ trì lễ đón chính thức Thủ tướng {UN}. Ngay sau lễ đón, hai Thủ tướng "
     "tiến hành hội đàm.",
     {(ABE, "chair", "lễ đón"), (UN, "attend", "lễ đón"), (ABE, "attend", "hội đàm"),
      (UN, "attend", "hội đàm")}),
    (f"Thủ tướng {UN} thăm chính thức Nhật Bản từ ngày 7/3. Lễ đón diễn ra tại Tokyo do {HOST} chủ "
     "trì.", {(UN, "attend", "thăm chính thức"), (ABE, "chair", "Lễ đón")}),
    (f"Ngày 7/3, Thủ tướng {UN} và {HOST} dự lễ ký kết 5 văn kiện. Trước đó, cuộc gặp giữa hai nhà "
     "lãnh đạo diễn ra tại Hà Nội.",
     {(UN, "attend", "lễ ký kết"), (ABE, "attend", "lễ ký kết"), (UN, "attend", "cuộc gặp"),
      (ABE, "attend", "cuộc gặp")}),
    # the two meet the press together
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với {HOST}. Sau hội đàm, hai Thủ tướng tham dự cuộc họp "
     "báo chung.",
     {(UN, "attend", "hội đàm"), (ABE, "attend", "hội đàm"), (UN, "attend", "cuộc họp báo"),
      (ABE, "attend", "cuộc họp báo")}),
    (f"Ngày 7/3, Thủ tướng {UN} và {HOST} đã có cuộc gặp gỡ báo chí.",
     {(UN, "attend", "cuộc gặp gỡ báo chí"), (ABE, "attend", "cuộc gặp gỡ báo chí")}),
    # a banquet beside the talks, with a noun and by verbs; no words are spoken there
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với {HOST}. Tối cùng ngày, Thủ tướng {UN} chủ trì tiệc "
     f"chiêu đãi chào mừng Thủ tướng {ABE}. Thủ tướng {UN} khẳng định hai nước là bạn.",
     {(UN, "attend", "hội đàm"), (ABE, "attend", "hội đàm"), (UN, "speak", "hội đàm"),
      (UN, "chair", "tiệc chiêu đãi"), (ABE, "attend", "tiệc chiêu đãi")}),
    (f"Tối 7/3, Thủ tướng {UN} dự tiệc chiêu đãi do {HOST} chủ trì.",
     {(UN, "attend", "tiệc chiêu đãi"), (ABE, "chair", "tiệc chiêu đãi")}),
    (f"Trưa 7/3, Chủ tịch nước {UN} mời cơm thân mật Đại sứ Nhật Bản {ABE}.",
     {(UN, "attend", "mời cơm"), (ABE, "attend", "mời cơm")}),
    # banquets in general
    (f"Đồng chí {UN}, Bí thư Tỉnh ủy Sơn La cấm chiêu đãi trong các dịp lễ.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WELCOMES)
def test_welcomes_and_banquets(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = at_meetings(text, ISSUED)
    assert _begin_alike(found, expected), found


SITTINGS: list[tuple[str, set[tuple[str, str, str]]]] = [
    (f"Sáng 7/3, dưới sự chủ trì của Tổng Bí thư {UN}, Ban Chấp hành Trung ương Đảng làm việc tại "
     f"hội trường. Đồng chí {MAY}, Chủ nhiệm Ủy ban Kiểm tra Trung ương phát biểu ý kiến.",
     {(UN, "chair", "Ban Chấp hành Trung ương"), (MAY, "speak", "Ban Chấp hành Trung ương"),
      ("Trung ương Đảng", "attend", "Ban Chấp hành Trung ương")}),
    ("Ngày 7/3, Quốc hội thảo luận ở tổ về dự án Luật Đất đai.",
     {("Quốc hội", "attend", "Quốc hội thảo luận")}),
    # a session that a noun names; a body that hears something at no session; no day
    (f"Sáng 7/3, Chủ tịch Quốc hội {UN} chủ trì phiên họp toàn thể. Quốc hội thảo luận ở tổ về dự "
     "án Luật Đất đai.", {(UN, "chair", "phiên họp toàn thể")}),
    ("Ngày 7/3, Sở Y tế tỉnh Sơn La nghe báo cáo về dịch sởi.", set()),
    ("Quốc hội cho ý kiến về dự án Luật Đất đai là việc thường xuyên.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SITTINGS)
def test_sessions_without_a_noun(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = at_meetings(text, ISSUED)
    assert _begin_alike(found, expected), found


def _begin_alike(found: set[tuple[str, str, str]], expected: set[tuple[str, str, str]]) -> bool:
    """Tell whether each fact found is one expected and the other way round."""

    def same(a: tuple[str, str, str], b: tuple[str, str, str]) -> bool:
        return a[:2] == b[:2] and a[2].startswith(b[2])

    return all(any(same(a, b) for b in expected) for a in found) and all(
        any(same(a, b) for a in found) for b in expected
    )


@pytest.mark.parametrize(("text", "expected"), VISITS)
def test_visits(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = at_meetings(text, ISSUED)
    assert _begin_alike(found, expected), found
