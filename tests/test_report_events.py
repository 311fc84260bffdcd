"""Several events of one report: who is at which, who only hears of it, what is no event at all."""

from __future__ import annotations

import pytest
from facts import at_meetings

UN, MAY, HAO = "Quàng Văn Ún", "Lò Thị Mây", "Bùi Thế Hào"
ABE, LEE = "Taro Mikawa", "Lee Sun Ho"
ISSUED = "2024-03-08"
HELD = "Ngày 7/3, Tỉnh ủy Sơn La tổ chức hội nghị tổng kết công tác dân vận."
LED = f"Ngày 7/3, đồng chí {UN}, Bí thư Tỉnh ủy Sơn La chủ trì hội nghị tổng kết công tác dân vận."
CHAIRS = (UN, "chair", "hội nghị tổng kết")

Facts = set[tuple[str, str, str]]

# (text, (who, role, how the meeting's name begins))
EVENTS: list[tuple[str, Facts]] = [
    # what a press conference is about is no other meeting
    (f"Chiều 7/3, tại cuộc họp báo về kỳ họp thứ 5 HĐND tỉnh Sơn La, ông {HAO}, Phó Chủ tịch HĐND "
     "tỉnh cho biết kỳ họp bàn về giá nước.", {(HAO, "speak", "cuộc họp báo")}),
    (f"Chiều 7/3, Thủ tướng {UN} phát biểu tại lễ khai mạc Hội nghị Du lịch miền núi phía Bắc. Tại "
     "hội nghị, Thủ tướng nhấn mạnh liên kết vùng.", {(UN, "speak", "Hội nghị Du lịch")}),
    # the guest does not go on: his host does
    (f"Ngày 7/3, Thủ tướng {UN} tiếp Đại sứ Nhật Bản {ABE}, dự lễ khánh thành cầu Nậm Pàn.",
     {(UN, "attend", "tiếp"), (ABE, "attend", "tiếp"), (UN, "attend", "lễ khánh thành")}),
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với Thủ tướng Hàn Quốc {LEE} và chủ trì Diễn đàn Nông "
     "nghiệp xanh.", {(UN, "attend", "hội đàm"), (LEE, "attend", "hội đàm"),
                      (UN, "chair", "Diễn đàn Nông nghiệp xanh")}),
    (f"Ngày 7/3, Thủ tướng {UN} và Thủ tướng Hàn Quốc {LEE} dự Diễn đàn Nông nghiệp xanh.",
     {(UN, "attend", "Diễn đàn"), (LEE, "attend", "Diễn đàn")}),
    # why somebody goes there, what he did first
    (f"Ngày 7/3, Thủ tướng {UN} tới Tokyo để tham dự Hội nghị Tương lai Mê Kông.",
     {(UN, "attend", "Hội nghị Tương lai")}),
    (f"Ngày 7/3, Thủ tướng {UN} lên đường sang Nhật Bản dự Hội nghị Tương lai Mê Kông.",
     {(UN, "attend", "Hội nghị Tương lai")}),
    (f"Chiều 7/3, sau khi dự lễ khánh thành cầu Nậm Pàn, Bí thư Tỉnh ủy Sơn La {UN} về Hà Nội.",
     {(UN, "attend", "lễ khánh thành")}),
    # groups without a name, and leaders without one
    (f"Ngày 7/3, Thủ tướng {UN} tiếp lãnh đạo một số tập đoàn, gặp gỡ cộng đồng người Việt.",
     {(UN, "attend", "tiếp"), (UN, "attend", "gặp gỡ")}),
    (f"Chiều 7/3, lãnh đạo tỉnh Sơn La làm việc với đại diện các hộ dân. Bí thư Tỉnh ủy Sơn La {UN}"
     " nói sẽ đền bù đủ.", {(UN, "speak", "làm việc với")}),
    (f"Chiều 7/3, Bí thư Tỉnh ủy Sơn La {UN} họp với các sở, ngành về giá nước.",
     {(UN, "attend", "họp với")}),
    (f"Chiều 7/3, Bí thư Tỉnh ủy Sơn La {UN} đối thoại với hơn 30 hộ dân.",
     {(UN, "attend", "đối thoại với")}),
    (f"Bí thư Tỉnh ủy Sơn La {UN} mong tỉnh luôn đối thoại với hộ dân.", set()),
    ("Ngày 7/3, Hiệp hội Vận tải Sơn La gặp phản ứng của Sở Giao thông vận tải Sơn La.", set()),
    # named in passing, but with a chair; only charged with it
    (f"Quyết định được đưa ra sau phiên họp khẩn do Thủ tướng Hàn Quốc {LEE} chủ trì.",
     {(LEE, "chair", "phiên họp khẩn")}),
    (f"{LED} Đồng chí {UN} giao Phó Bí thư Tỉnh ủy {MAY} sớm chủ trì một cuộc họp về giá nước.",
     {CHAIRS, (UN, "speak", "hội nghị tổng kết")}),
    # of another day, or one more
    (f"{LED} Trước đó, ngày 20/2, Phó Bí thư Tỉnh ủy {MAY} đã chủ trì hội nghị tổng kết công tác "
     "dân vận khối doanh nghiệp.", {
         CHAIRS, (MAY, "chair", "hội nghị tổng kết công tác dân vận k"),
     }),
    (f"{LED} Ngày 8/3, Phó Bí thư Tỉnh ủy {MAY} chủ trì hội nghị tổng kết công tác dân vận.",
     {CHAIRS, (MAY, "chair", "hội nghị tổng kết")}),
    (f"{LED} Bí thư Tỉnh ủy {UN} cũng sẽ chủ trì một hội nghị xúc tiến đầu tư.",
     {CHAIRS, (UN, "chair", "hội nghị xúc tiến")}),
    # those along with whom, those who do what is done at ceremonies
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} chủ trì buổi họp báo cùng Phó Bí thư Tỉnh ủy {MAY}.",
     {(UN, "chair", "buổi họp báo"), (MAY, "chair", "buổi họp báo")}),
    (f"{HELD} Phó Bí thư Tỉnh ủy {MAY} trao bằng khen cho các tập thể.",
     {(MAY, "attend", "hội nghị tổng kết")}),
    (f"{LED} Bí thư Tỉnh ủy {UN} tặng hoa chúc mừng các tập thể.", {CHAIRS}),
    # a mark that opens and never closes
    ("Ngày 7/3, Tỉnh ủy Sơn La tổ chức lễ phát động “Năm dân vận khéo. Dự lễ có Bí thư Tỉnh ủy "
     f"{UN}; Phó Bí thư Tỉnh ủy {MAY}.",
     {(UN, "attend", "lễ phát động"), (MAY, "attend", "lễ phát động")}),
    (f"{LED} Trước đó, tại cuộc họp với các hộ dân hôm 6/3, Phó Bí thư Tỉnh ủy {MAY} nhận lỗi.",
     {CHAIRS}),
    # counted otherwise, undated above, a bare noun for a press conference
    (f"Ngày 7/3, Thủ tướng {UN} dự Hội nghị Mê Kông xanh lần thứ hai. Trước đó, Hội nghị Mê Kông "
     f"xanh lần thứ ba cấp bộ được tổ chức, Bộ trưởng Bộ Y tế {HAO} tham dự và phát biểu.",
     {(UN, "attend", "Hội nghị Mê Kông xanh lần thứ hai"),
      (HAO, "attend", "Hội nghị Mê Kông xanh lần thứ ba"),
      (HAO, "speak", "Hội nghị Mê Kông xanh lần thứ ba")}),
    (f"Họp khẩn vì thiếu nước\nBí thư Tỉnh ủy Sơn La {UN} sẽ chủ trì cuộc họp khẩn vì thiếu nước. "
     f"Ngày 7/3, Bí thư Tỉnh ủy {UN} đã chủ trì cuộc họp với Sở Xây dựng Sơn La.",
     {(UN, "chair", "cuộc họp khẩn"), ("Sở Xây dựng tỉnh Sơn La", "attend", "cuộc họp khẩn")}),
    (f"{HELD} Chiều cùng ngày, Bí thư Tỉnh ủy {UN} chủ trì họp báo về giá nước. Tại buổi họp, Phó "
     f"Bí thư Tỉnh ủy {MAY} cho biết giá không tăng.",
     {(UN, "chair", "họp báo"), (MAY, "speak", "họp báo")}),
    # a forum that is a body, too; a group counted, or behind two verbs
    (f"Thủ tướng {UN} phát biểu tại Diễn đàn Kinh tế Thế giới về ASEAN.",
     {(UN, "speak", "Diễn đàn Kinh tế Thế giới")}),
    (f"Sáng 7/3, Thủ tướng {UN} gặp mặt 63 điển hình tiên tiến.", {(UN, "attend", "gặp mặt 63")}),
    (f"Sáng 7/3, Thủ tướng {UN} gặp gỡ, nói chuyện với cán bộ Đại sứ quán.",
     {(UN, "attend", "gặp gỡ")}),
    # only asked for
    (f"{LED} Đề án sẽ trình Chính phủ họp bàn. Phó Bí thư Tỉnh ủy {MAY} nói đề án cần thêm vốn.",
     {CHAIRS, (MAY, "speak", "hội nghị tổng kết")}),
    # the name of "buổi đối thoại này" ends with "này"
    (f"{HELD} Chiều cùng ngày, Phó Bí thư Tỉnh ủy {MAY} chủ trì buổi đối thoại với các hộ dân. "
     f"Chủ trì buổi đối thoại này nên bà {MAY} đề nghị hai bên nói rõ.",
     {(MAY, "chair", "buổi đối thoại với"), (MAY, "speak", "buổi đối thoại với")}),
]  # fmt: skip

# (text, those who speak at the meeting)
SAID: list[tuple[str, set[str]]] = [
    # handed on
    (f"{HELD} Giám đốc Sở Y tế {HAO} cho biết, Phó Bí thư Tỉnh ủy {MAY} đã yêu cầu đủ thuốc.",
     {HAO}),
    (f"{HELD} Sở Y tế cho biết Phó Bí thư Tỉnh ủy {MAY} đã yêu cầu đủ thuốc.", set()),
    (f"{HELD} Theo ông {HAO}, Phó Bí thư Tỉnh ủy {MAY} đã yêu cầu đủ thuốc.", {HAO}),
    (f"{HELD} Giám đốc Sở Y tế {HAO} cho biết thuốc vẫn đủ; Phó Bí thư Tỉnh ủy {MAY} yêu cầu kiểm "
     "tra lại.", {HAO, MAY}),
    (f"{HELD} Giám đốc Sở Y tế {HAO} cho biết thuốc vẫn đủ, còn Phó Bí thư Tỉnh ủy {MAY} yêu cầu "
     "kiểm tra lại.", {HAO, MAY}),
    # on another day
    (f"{HELD} Ngày 20/2, Phó Bí thư Tỉnh ủy {MAY} đã yêu cầu dừng dự án.", set()),
    (f"{HELD} Ngày 8/3, Phó Bí thư Tỉnh ủy {MAY} yêu cầu dừng dự án.", {MAY}),
    # to reporters
    (f"{HELD} Phát biểu với báo giới, Phó Bí thư Tỉnh ủy {MAY} nhấn mạnh thuốc vẫn đủ.", set()),
    (f"{HELD} Trả lời TTXVN, Phó Bí thư Tỉnh ủy {MAY} cho biết thuốc vẫn đủ.", set()),
    # in writing, in the past, of him, or of what is his
    (f"{HELD} Phó Bí thư Tỉnh ủy {MAY} đã có văn bản yêu cầu kiểm tra lại.", set()),
    (f"{HELD} Phó Bí thư Tỉnh ủy {MAY} từng đề nghị kiểm tra lại.", set()),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế bị kết luận là có vi phạm.", set()),
    (f"{HELD} Lệnh của Bí thư Tỉnh ủy {UN} công bố quyết định khen thưởng.", set()),
    (f"{HELD} Ý kiến của Bí thư Tỉnh ủy {UN} cho rằng cần thêm vốn.", {UN}),
    (f"{HELD} Thực hiện ý kiến của Bí thư Tỉnh ủy {UN}, các sở kiểm tra lại.", set()),
    # talks of two, of whom he is none
    (f"Ngày 7/3, Thủ tướng {UN} hội đàm với Thủ tướng Hàn Quốc {LEE}. Giáo sư {HAO}, Viện trưởng "
     f"Viện Kinh tế, cho rằng hai bên cùng có lợi. Thủ tướng {UN} nhấn mạnh liên kết.", {UN}),
    # told as what was said when
    (f"Thủ tướng {UN} nhấn mạnh khi kết luận hội nghị Chính phủ với các địa phương.", {UN}),
    # where somebody lives stands between
    (f"{HELD} Ông {HAO} trú tại tổ 7, phường Chiềng Lề, thành phố Sơn La kiến nghị về giá nước.",
     {HAO}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_each_event_has_its_own_people(text: str, expected: Facts) -> None:
    found = at_meetings(text, ISSUED)
    assert len({(who, role, m) for who, role, m in found}) == len(expected), found
    for who, role, begins in expected:
        assert any(w == who and r == role and m.startswith(begins) for w, r, m in found), found


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_who_speaks_there(text: str, expected: set[str]) -> None:
    assert {who for who, role, _ in at_meetings(text, ISSUED) if role == "speak"} == expected


def test_reporters_are_no_party() -> None:
    text = f"Làm việc với PV báo Lao Động, ông {HAO}, Trưởng Công an huyện Mai Sơn, nói đã xử phạt."
    assert at_meetings(text, ISSUED) == set()
