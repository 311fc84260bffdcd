"""Words that a report of a meeting tells, and that were not said there; and words that were."""

from __future__ import annotations

import pytest
from facts import people, read, roles

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
    # on another occasion
    (f"Chủ tịch UBND tỉnh {MAY} trước đó cho biết sẽ cấp thêm thuốc.", set()),
    (f"Giám đốc Sở Y tế {HAO} từng đề nghị cấp thêm thuốc.", set()),
    (f"Cũng trong ngày 7/3, Chủ tịch UBND tỉnh {MAY} yêu cầu Sở Y tế rà soát. Chủ tịch UBND tỉnh "
     f"{MAY} giao Sở Tài chính cấp vốn.", set()),
    (f"Giám đốc Sở Y tế {HAO} trả lời câu hỏi của báo giới về giá thuốc.", set()),
    (f"Giám đốc Sở Y tế {HAO} khi đó khẳng định thuốc vẫn đủ.", set()),
    # whom words are about
    (f"Liên quan đến Giám đốc Sở Y tế {HAO}, Chủ tịch UBND tỉnh {MAY} nói sẽ xem xét.",
     {(MAY, "speak")}),
    (f"Đồng thời bầu bổ sung ủy viên UBND tỉnh đối với các ông: {HAO} - Giám đốc Sở Y tế.", set()),
    # only asked to
    (f"Sở Y tế được Chủ tịch UBND tỉnh {MAY} giao rà soát.", set()),
    (f"Theo lịch trình, Giám đốc Sở Y tế {HAO} sẽ đi Mường La.", set()),
    (f"Các sở trình sớm để Chủ tịch UBND tỉnh {MAY} chỉ đạo.", set()),
    (f"Ban Chỉ đạo giúp Chủ tịch UBND tỉnh {MAY} chỉ đạo các sở.", set()),
    # "ông" goes on being who spoke, whoever he speaks of
    (f"Giám đốc Sở Y tế {HAO} đề nghị cấp thuốc. Ông cho rằng Chủ tịch UBND tỉnh {MAY} rất quan "
     "tâm. Ông cho biết thuốc vẫn đủ.", {(HAO, "speak")}),
    # "dự" of another word heads no list of those present
    (f"Bởi thế, dự thảo quy định là việc mà Chủ tịch UBND tỉnh {MAY} quan tâm.", set()),
    (f"Nhấn mạnh vinh dự của tỉnh là được đón đoàn, Chủ tịch UBND tỉnh {MAY} hoan nghênh.",
     {(MAY, "speak")}),
    # several meetings are none
    (f"Chủ tịch UBND tỉnh {MAY} đã chủ trì nhiều cuộc họp nghe báo cáo.", set()),
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
    # of whom somebody speaks to reporters does not speak to them
    (f"{CHAIRED} Trao đổi với phóng viên, Giám đốc Sở Y tế {HAO} cho biết Chủ tịch UBND tỉnh {MAY} "
     f"đã dự. Chủ tịch UBND tỉnh {MAY} nhấn mạnh nhiều nhiệm vụ.",
     {CHAIRS, (MAY, "attend"), (MAY, "speak")}),
    # a meeting that is named as one known was spoken of above
    (f"Giám đốc Sở Y tế Sơn La {HAO} cho biết thuốc vẫn đủ. Giá không tăng. Nhà thuốc nào cũng có. "
     f"Người dân yên tâm. Tại cuộc họp, Chủ tịch UBND tỉnh {MAY} yêu cầu rà soát.",
     {(HAO, "speak"), (MAY, "speak")}),
    (f"Giám đốc Sở Y tế Sơn La {HAO} cho biết thuốc vẫn đủ. Giá không tăng. Nhà thuốc nào cũng có. "
     f"Người dân yên tâm. Tại cuộc họp về giá thuốc ngày 7/3, Chủ tịch UBND tỉnh {MAY} yêu cầu rà "
     "soát.", {(MAY, "speak")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ABOVE)
def test_words_to_reporters_above_a_meeting(text: str, expected: Roles) -> None:
    persons = set(people(text))
    assert {(n, r) for n, r in roles(text) if n in persons} == expected


CHAIRWOMAN = f"Chủ tịch UBND tỉnh {MAY}"
# (text, what people did at which kind of meeting)
TOGETHER: list[tuple[str, set[tuple[str, str, str]]]] = [
    # the meeting that was only looked back to, while those are told of who were there alone
    (f"{CHAIRED} Vừa qua, {CHAIRWOMAN} chủ trì cuộc làm việc với Sở Y tế về giá thuốc. "
     f"{CHAIRWOMAN} yêu cầu Sở Y tế rà soát. Bí thư Tỉnh ủy {UN} nhấn mạnh nhiều nhiệm vụ.",
     {(UN, "chair", "hội nghị"), (UN, "speak", "hội nghị"),
      (MAY, "chair", "cuộc làm việc"), (MAY, "speak", "cuộc làm việc")}),
    (f"{CHAIRED} Trước đó, trong cuộc làm việc với Sở Y tế về giá thuốc, {CHAIRWOMAN} yêu cầu rà "
     f"soát. Thuốc phải đủ. {CHAIRWOMAN} giao Sở Tài chính cấp vốn. Ông cho rằng giá còn cao.",
     {(UN, "chair", "hội nghị"), (MAY, "speak", "cuộc làm việc")}),
    # a meeting that has its own chair, and nothing in common with the one told of
    (f"Ngày 7/3, Công ty Gang thép Sơn La tổ chức đại hội cổ đông thường niên. Trong cuộc họp xử "
     f"lý nợ của các dự án do {CHAIRWOMAN} chủ trì mới đây, Giám đốc Sở Y tế Sơn La {HAO} cho biết "
     "nợ còn nhiều.", {(MAY, "chair", "cuộc họp"), (HAO, "speak", "cuộc họp")}),
    # part of a meeting is none of its own
    (f"{CHAIRED} Trước đó, tại phiên thảo luận về giá thuốc, {CHAIRWOMAN} yêu cầu rà soát.",
     {(UN, "chair", "hội nghị"), (MAY, "speak", "hội nghị")}),
    # at a press conference reporters are answered
    (f"Chiều 7/3, Sở Y tế Sơn La tổ chức họp báo về giá thuốc. Trả lời Báo Sơn La, Giám đốc "
     f"Sở Y tế {HAO} cho biết thuốc vẫn đủ.", {(HAO, "speak", "họp báo")}),
    # what is told at a press conference is told there, whatever meeting it tells of
    (f"Chiều 7/3, Sở Y tế Sơn La tổ chức họp báo về giá thuốc. Sở cũng sẽ tổ chức hội thảo chuyên "
     f"đề về thuốc nam. Giám đốc Sở Y tế {HAO} cho biết thuốc vẫn đủ.",
     {(HAO, "speak", "họp báo")}),
    # adverbs of two words before "họp"; a name of many words before "do A chủ trì"
    (f"Ngày 7/3, dưới sự chủ trì của Thủ tướng {UN}, Chính phủ đã tiếp tục họp phiên thường kỳ "
     "tháng 2.", {(UN, "chair", "họp")}),
    ("Buổi làm việc của Thường trực HĐND tỉnh Sơn La, lãnh đạo các sở, ban, ngành của tỉnh với "
     "lãnh đạo Sở Y tế tỉnh Sơn La, lãnh đạo Sở Tài chính tỉnh Sơn La về giá thuốc do Phó Bí thư "
     f"Tỉnh ủy, Chủ tịch HĐND tỉnh {UN} chủ trì đã diễn ra ngày 7/3.",
     {(UN, "chair", "buổi làm việc")}),
    # a day and a place open the sentence, then a verb
    (f"Sáng 7/3, tại Sơn La, chủ trì hội nghị tổng kết công tác dân vận, Bí thư Tỉnh ủy {UN} nhấn "
     "mạnh nhiều nhiệm vụ.", {(UN, "chair", "hội nghị"), (UN, "speak", "hội nghị")}),
    (f"Sáng 7/3, tại trụ sở Tỉnh ủy Sơn La, dự hội nghị tổng kết công tác dân vận, Bí thư Tỉnh ủy "
     f"{UN} nhấn mạnh nhiều nhiệm vụ.", {(UN, "attend", "hội nghị"), (UN, "speak", "hội nghị")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_at_which_meeting(text: str, expected: set[tuple[str, str, str]]) -> None:
    r = read(text)
    nouns = {m.id: m.kind for m in r.meetings}
    names = {p.id: p.name for p in r.people}
    found = {
        (names[p.participant], p.role, nouns[p.meeting])
        for p in r.participations
        if p.participant in names
    }
    assert found == expected


# (what follows on CHAIRED, bodies that chair)
TASKS: list[tuple[str, set[str]]] = [
    ("Hội nghị góp ý dự thảo do Sở Y tế đang chủ trì soạn thảo.", set()),
    (f"Bí thư Tỉnh ủy {UN} giao Sở Y tế chủ trì cuộc họp với các huyện.", set()),
    ("Cuộc họp do Sở Y tế chủ trì.", {"Sở Y tế tỉnh Sơn La"}),
]


@pytest.mark.parametrize(("text", "expected"), TASKS)
def test_bodies_that_lead_a_task_chair_nothing(text: str, expected: set[str]) -> None:
    whole = f"{CHAIRED} {text}"
    persons = set(people(whole))
    assert {n for n, r in roles(whole) if r == "chair" and n not in persons} == expected
