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
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy chủ trì hội nghị.", {(UN, "chair")}),
    (f"{HELD} Chủ trì hội nghị có đồng chí {UN}, Bí thư Tỉnh ủy.", {(UN, "chair")}),
    (f"{HELD} Chủ trì hội nghị là đồng chí {UN}, Bí thư Tỉnh ủy.", {(UN, "chair")}),
    (f"{HELD} Hội nghị diễn ra dưới sự chủ trì của đồng chí {UN}, Bí thư Tỉnh ủy.",
     {(UN, "chair")}),
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy điều hành hội nghị.", {(UN, "chair")}),
    (f"{CHAIRED} Cùng họp có {CHAIRWOMAN}.", {(UN, "chair"), (MAY, "attend")}),
    (f"{CHAIRED} Hội nghị còn có {CHAIRWOMAN}.", {(UN, "chair"), (MAY, "attend")}),
    (f"{CHAIRED} Hội nghị có ý kiến khác với {CHAIRWOMAN}.", {(UN, "chair")}),
    (f"Thủ tướng {UN} có bài viết. Ông sau đó đã chủ trì cuộc họp khẩn.", {(UN, "chair")}),
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
    (f"{CHAIRED[:-1]}; cùng dự có các Ủy viên Trung ương Đảng, Ủy viên Ban cán sự đảng Chính phủ: "
     f"Phó Thủ tướng {MAY}; Bộ trưởng Bộ Y tế {HAO}.",
     {(UN, "chair"), (MAY, "attend"), (HAO, "attend")}),
    (f"{HELD} Theo phân công của Bí thư Tỉnh ủy {UN}, Chủ tịch UBND tỉnh {MAY} điều hành hội nghị.",
     {(MAY, "chair")}),
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
    # what stands between a subject and its verb
    (f"{HELD} Tại hội nghị, ông {HAO}, trưởng Phòng dịch tễ (Cục Thú y), cho biết kết quả.",
     {(HAO, "speak")}),
    (f"{HELD} Đồng chí {UN}, với tư cách Trưởng ban Tổ chức hội nghị, chủ trì hội nghị.",
     {(UN, "chair")}),
    (f"{HELD} Bí thư Tỉnh ủy {UN}, Trưởng Ban Chỉ đạo Đổi mới và Phát triển doanh nghiệp chủ trì "
     "hội nghị.", {(UN, "chair")}),
    (f"{HELD} Bí thư Tỉnh ủy {UN} và lãnh đạo các sở, ngành, địa phương đã dự hội nghị.",
     {(UN, "attend")}),
    (f"{HELD} Bí thư Tỉnh ủy {UN} cùng lãnh đạo các nước Lào, Campuchia, Thái Lan và Myanmar đã "
     "tham dự hội nghị.", {(UN, "attend")}),
    (f"{CHAIRED} Ông {HAO}, Giám đốc Sở Y tế, thay mặt Bí thư Tỉnh ủy trả lời các đại biểu.",
     {(UN, "chair"), (HAO, "speak")}),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế và một số cán bộ ngoại giao dự hội nghị.",
     {(HAO, "attend")}),
    # who is asked for, or handed over to, is no subject
    (f"{HELD} Hội nghị thống nhất để ông {HAO}, Giám đốc Sở Y tế nghỉ hưu kể từ ngày 1/4.", set()),
    # lists that do not go on with who chairs
    (f"Hội nghị về dân vận do Bí thư Tỉnh ủy Sơn La {UN} chủ trì, có sự tham gia của {CHAIRWOMAN}.",
     {(UN, "chair"), (MAY, "attend")}),
    (f"Chương trình tiếp xúc cử tri do Bí thư Tỉnh ủy Sơn La {UN} chủ trì, cùng sự tham gia của "
     "lãnh đạo các sở.", {(UN, "chair")}),
    (f"{HELD} Tham dự hội nghị có {CHAIRWOMAN}; dưới sự chủ trì của {SECRETARY}.",
     {(UN, "chair"), (MAY, "attend")}),
    (f"{HELD} Trả lời chất vấn của đại biểu {MAY} (Tổ đại biểu Mường La) về giá thuốc, ông {HAO}, "
     "Giám đốc Sở Y tế nhận trách nhiệm.", {(MAY, "speak"), (HAO, "speak")}),
    (f"{HELD} Giám đốc Sở Y tế {HAO} trả lời chất vấn của đại biểu {MAY}.",
     {(HAO, "speak"), (MAY, "speak")}),
    (f"{HELD} Hội nghị thống nhất với đánh giá về Giám đốc Sở Y tế {HAO} kết luận của thanh tra.",
     set()),
    (f"{HELD} Bí thư Tỉnh ủy {UN}, Trưởng Ban Chuyển đổi số chủ trì hội nghị.", {(UN, "chair")}),
    # a list may go on with people who share a post
    (f"{HELD} Bí thư Tỉnh ủy {UN} và các Phó Bí thư: {MAY}, {HAO} chủ trì hội nghị.",
     {(n, "chair") for n in (UN, MAY, HAO)}),
    (f"{HELD} Dự hội nghị có {SECRETARY} và các đồng chí Phó Chủ tịch UBND tỉnh: {MAY}, {HAO}.",
     {(n, "attend") for n in (UN, MAY, HAO)}),
    (f"{HELD} Chủ tọa kỳ họp gồm các đồng chí: {UN}, Chủ tịch HĐND tỉnh; {MAY}, {HAO}, Phó Chủ "
     "tịch HĐND tỉnh.", {(n, "chair") for n in (UN, MAY, HAO)}),
    (f"{HELD} Người trả lời chất vấn đầu tiên là {CHAIRWOMAN}.", {(MAY, "speak")}),
    (f"{HELD} Bí thư Tỉnh ủy {UN} tiếp tục điều khiển hội nghị.", {(UN, "chair")}),
    (f"{HELD} Ông {UN}, lái xe, điều khiển xe tải đến hội nghị.", set()),
    (f"{HELD} Ông {UN} điều hành nhiều công ty, theo báo cáo tại hội nghị.", set()),
    (f"{HELD} Người chủ trì hội nghị là {SECRETARY}.", {(UN, "chair")}),
    (f"{HELD} Người được bổ nhiệm là {CHAIRWOMAN}.", set()),
    (f"{HELD} Tham dự hội nghị có lãnh đạo các sở và thư của ông {HAO}, Giám đốc Sở Y tế.", set()),
    (f"{HELD} Trước đó, về phía tỉnh có thư của ông {HAO}, Giám đốc Sở Y tế.", set()),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế vinh dự khi hội nghị thành công.", set()),
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
    (f"{HELD} Chia sẻ với Tuổi Trẻ, {SECRETARY} cho biết kết quả rất tích cực.", set()),
    (f"{HELD} Trao đổi với Đất Việt tối 8/3, {SECRETARY} khẳng định kết quả tốt.", set()),
    (f"{CHAIRED} Đồng chí nói: “Thông tin trên báo là không chính xác”.",
     {(UN, "chair"), (UN, "speak")}),
    (f"{HELD} Trao đổi với phóng viên, {SECRETARY} cho biết kết quả tốt. {NEXT} cho rằng cần thêm "
     "vốn.", set()),
    (f"{HELD} Trao đổi với phóng viên, {SECRETARY} cho biết kết quả tốt. Tại hội nghị, "
     f"{CHAIRWOMAN} cho rằng cần thêm vốn.", {(MAY, "speak")}),
    (f"{CHAIRED} Đồng chí đề nghị trao đổi với báo chí nhiều hơn. {NEXT} cho rằng cần thêm vốn.",
     {(UN, "chair"), (MAY, "speak")}),
    (f"{HELD} Trước đó, ông {HAO}, Giám đốc Sở Y tế cho biết thuốc vẫn đủ.", set()),
    (f"{HELD} Trước đó, trình bày báo cáo, ông {HAO}, Giám đốc Sở Y tế cho biết thuốc vẫn đủ.",
     {(HAO, "speak")}),
    (f"{HELD} Người phát ngôn UBND tỉnh {HAO} cho biết kết quả rất tích cực.", set()),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế không cho biết vì sao thiếu thuốc.", set()),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế từ chối bình luận.", set()),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế không đồng tình.", {(HAO, "speak")}),
    (f"{HELD} Ông {HAO}, Giám đốc Sở Y tế nhận hoa chúc mừng.", set()),
    (f"{HELD} Bà Bùi Thị Hoa phát biểu tại hội nghị.", {("Bùi Thị Hoa", "speak")}),
    (f"Hội nghị về dân vận sẽ diễn ra tại Sơn La. Ông {HAO}, Giám đốc Sở Y tế cho rằng thuốc vẫn "
     "đủ.", set()),
    # who is told to do something
    (f"{HELD} Sau khi bị chủ trì nhắc nhở, ông {HAO}, Giám đốc Sở Y tế xin lỗi.",
     {(HAO, "speak")}),
    # one who does it along with another
    (f"{HELD} Bí thư Tỉnh ủy {UN} sáng nay đã cùng Chủ tịch UBND tỉnh {MAY} đồng chủ trì hội nghị.",
     {(UN, "chair"), (MAY, "chair")}),
    # somebody asked, received or described
    (f"{HELD} UBND tỉnh đã có văn bản yêu cầu Giám đốc Sở Y tế {HAO} báo cáo, giải trình.", set()),
    (f"Chiều 7/3, Thủ tướng {UN} tiếp ông {HAO}, Đại sứ Lào. Tiếp ông {HAO}, Thủ tướng {UN} bày tỏ "
     "vui mừng.", {(UN, "attend"), (HAO, "attend"), (UN, "speak")}),
    (f"{HELD} Hội nghị nhắc tới ông {HAO}, người từng tuyên bố sẽ từ chức.", set()),
    (f"{HELD} Báo cáo nêu ông {HAO}, Giám đốc Sở Y tế vi phạm quy định.", set()),
    # head lines before the meeting is named
    (f"Bí thư Tỉnh ủy {UN} yêu cầu không để dân thiếu nước. Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} "
     "chủ trì hội nghị chống hạn.", {(UN, "chair"), (UN, "speak")}),
    (f"Bí thư Tỉnh ủy {UN} yêu cầu không để dân thiếu nước. Ngày 7/3, {CHAIRWOMAN} Sơn La chủ trì "
     "hội nghị chống hạn.", {(MAY, "chair")}),
    # pictures show who is there, where nothing else is told of them
    (f"{HELD} Từ trái qua: Bí thư Tỉnh ủy {UN}, Chủ tịch UBND tỉnh {MAY} tại phiên khai mạc hội "
     "nghị.", {(UN, "attend"), (MAY, "attend")}),
    (f"{HELD} Bí thư Tỉnh ủy {UN} (trái) và Chủ tịch UBND tỉnh {MAY} (phải) tại hội nghị.",
     {(UN, "attend"), (MAY, "attend")}),
    (f"{CHAIRED} Bí thư Tỉnh ủy {UN} cùng các đại biểu tại hội nghị.", {(UN, "chair")}),
    (f"{HELD} Chân dung Bí thư Tỉnh ủy {UN} treo tại hội nghị.", set()),
    ("Sáng 24/5, ông Bùi Thế Hào - Chánh Văn phòng, người phát ngôn Sở Y tế Sơn La - đã có buổi "
     "làm việc với báo chí về giá thuốc.", {(HAO, "attend")}),
    # words in quotation marks do nothing here
    (f"{CHAIRED} Một đại biểu kể: “Hôm đó ông {HAO} chủ trì hội nghị, ông {HAO} phát biểu”.",
     {(UN, "chair")}),
    # what was done to somebody, or somewhere else
    (f"{HELD} Hội nghị biểu dương ông {HAO}, Giám đốc Sở Y tế.", set()),
    (f"{HELD} Hội nghị thông qua tờ trình của Giám đốc Sở Y tế {HAO}.", set()),
    (f"{HELD} Thay mặt UBND tỉnh, {CHAIRWOMAN} cảm ơn. Đồng chí {HAO} không có mặt.",
     {(MAY, "speak")}),
    # told by somebody else
    # a text that breaks off
    (f"Ngày 7/3, ông {UN}, Bí thư Tỉnh ủy Sơn La làm việc với Sở Y tế. Bà {MAY} cùng đi",
     {(UN, "attend"), (MAY, "attend")}),
    (f"{HELD} Chủ tọa hội nghị là", set()),
    (f"{HELD} Đồng chí {UN} chủ trì; cùng dự có các Ủy viên Bộ Chính trị, Ủy viên Thường vụ Quân",
     {(UN, "chair")}),
    (f"Lễ đón {UN} thăm Sơn La diễn ra hôm nay. Bộ trưởng {MAY} hội đàm với Tổng tham mưu trưởng",
     {(UN, "attend"), (MAY, "attend")}),
    (f"{HELD} Trong khi đó, tại cuộc họp bàn việc chống hạn hồi tuần trước, bà {MAY}", set()),
    # who has a meeting with somebody, goes along, receives guests
    (f"Ngày 7/3, ông {UN}, Bí thư Tỉnh ủy Sơn La và bà {MAY} có buổi làm việc với Sở Y tế.",
     {(UN, "attend"), (MAY, "attend")}),
    (f"Ngày 7/3, ông {UN}, Bí thư Tỉnh ủy Sơn La làm việc với Sở Y tế. Bà {MAY} cùng đi với đoàn.",
     {(UN, "attend"), (MAY, "attend")}),
    (f"Ngày 7/3, ông {UN}, Bí thư Tỉnh ủy Sơn La làm việc với Sở Y tế. Bà {MAY} đi cùng mẹ.",
     {(UN, "attend")}),
    (f"Ngày 7/3, ông {UN}, Đại sứ Lào thăm Sở Y tế Sơn La. Giám đốc Sở {MAY} chủ trì tiếp đoàn.",
     {(UN, "attend"), (MAY, "chair")}),
    (f"{HELD} Dự hội nghị có đồng chí {UN}; đồng chí {MAY}. Các đồng chí chủ trì hội nghị.",
     {(UN, "attend"), (MAY, "attend")}),
    # lists of those present from one side
    (f"{HELD} Lãnh đạo tỉnh Sơn La có các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}.",
     {(UN, "attend"), (MAY, "attend")}),
    (f"{HELD} Đơn vị nhận quân có Thượng tá {UN}, Chính ủy Trung đoàn 9.", {(UN, "attend")}),
    (f"{HELD} Lãnh đạo tỉnh Sơn La có ý kiến khác với ông {UN}.", set()),
    (f"{HELD} Tháp tùng Bộ trưởng có ông {UN}; bà {MAY}.", {(UN, "attend"), (MAY, "attend")}),
    (f"Đoàn Chủ tịch điều hành Đại hội gồm các đồng chí: {UN}, Bí thư Tỉnh ủy; {MAY}.",
     {(UN, "chair"), (MAY, "chair")}),
    (f"{HELD} Nguồn tin cho hay Bí thư Tỉnh ủy {UN} có kế hoạch tham dự hội nghị.",
     {(UN, "attend")}),
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
    # parts or a list of a kind stand for it
    (f"{CHAIRED} Dự hội nghị có đại diện một số đơn vị của Bộ Công an; các sở, ngành.",
     {("Bộ Công an", "represented")}),
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN} cùng các tổ chức quốc tế như Ngân hàng Thế giới (WB), "
     "Ngân hàng Phát triển châu Á (ADB).",
     {("Ngân hàng Thế giới", "represented"), ("Ngân hàng Phát triển châu Á", "represented")}),
    (f"{CHAIRED} Đại diện lãnh đạo các Bộ: Tài chính, Nội vụ cũng cho rằng cần khẩn trương.",
     {("Bộ Tài chính", "represented"), ("Bộ Nội vụ", "represented")}),
    (f"{CHAIRED} Các Bộ trưởng, Trưởng ngành cùng tham gia trả lời: Nội vụ, Ngân hàng Nhà nước "
     "Việt Nam, Tài chính.",
     {("Bộ Nội vụ", "represented"), ("Ngân hàng Nhà nước Việt Nam", "represented"),
      ("Bộ Tài chính", "represented")}),
    (f"{CHAIRED} Các Bộ trưởng đều cho rằng: cần khẩn trương.", set()),
    # those who meet, with a day or in a headline
    ("Sáng 7/3, Thường trực Chính phủ đã họp với lãnh đạo hai thành phố về giao thông.",
     {("Thường trực Chính phủ", "attend")}),
    ("Chiều 7/3, Quốc hội họp phiên toàn thể tại hội trường.", {("Quốc hội", "attend")}),
    (f"{CHAIRED} HĐND họp 2 kỳ một năm.", set()),
    ("Ngày 7/3, tại Trụ sở Trung ương Đảng, Ban Bí thư đã họp.", {("Ban Bí thư", "attend")}),
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN}; đại diện doanh nghiệp Nhật Bản.", set()),
    ("Ngày 7/3, Ban Thường vụ Thành ủy Hà Nội làm việc với Ban Thường vụ Tỉnh ủy Lào Cai.",
     {("Ban Thường vụ Thành ủy Hà Nội", "attend"), ("Ban Thường vụ Tỉnh ủy Lào Cai", "attend")}),
    (f"Ngày 7/3, Bộ trưởng Bộ Y tế {HAO} làm việc với một số đơn vị, gồm: Viện Dinh dưỡng và "
     "Viện Vệ sinh dịch tễ Trung ương.",
     {("Viện Dinh dưỡng", "attend"), ("Viện Vệ sinh dịch tễ Trung ương", "attend")}),
    (f"Ngày 7/3, Bộ trưởng Bộ Y tế {HAO} làm việc với lãnh đạo Bộ Tài chính, Bộ Nội vụ.",
     {("Bộ Tài chính", "represented"), ("Bộ Nội vụ", "represented")}),
    # those who speak or chair
    (f"{CHAIRED} Tại hội nghị, Bộ Y tế và Bộ Tài chính cũng cho rằng cần khẩn trương.",
     {("Bộ Y tế", "speak"), ("Bộ Tài chính", "speak")}),
    (f"{CHAIRED} Theo kế hoạch, Bộ Y tế đề nghị thêm vốn.", set()),
    (f"{CHAIRED} Tại hội nghị, các Bí thư Tỉnh ủy, Thành ủy đề nghị thêm vốn.", set()),
    (f"Ngày 7/3, hội thảo về giáo dục do Bộ Nội vụ chủ trì. {UN} dự hội thảo.",
     {("Bộ Nội vụ", "chair")}),
    # those who have a meeting
    ("Chiều 7/3, Bộ Y tế và Bộ Nội vụ đã có buổi làm việc với UBND tỉnh Sơn La.",
     {("Bộ Y tế", "attend"), ("Bộ Nội vụ", "attend"), ("Ủy ban nhân dân tỉnh Sơn La", "attend")}),
    ("Chiều 7/3, phóng viên Báo Nhân Dân đã có buổi làm việc với UBND tỉnh Sơn La.",
     {("Ủy ban nhân dân tỉnh Sơn La", "attend")}),
    # not there
    (f"{CHAIRED} Bí thư giao Sở Y tế làm việc với Sở Nội vụ.", set()),
    (f"{CHAIRED} Lãnh đạo Bộ Y tế không đến dự hội nghị.", set()),
    # groups without a name of their own
    (f"{CHAIRED} Dự hội nghị có {CHAIRWOMAN}; lãnh đạo các sở, ngành, địa phương.", set()),
    (f"{CHAIRED} Tỉnh Sơn La kiến nghị nhiều nội dung.", set()),
    # whose report is heard
    (f"{CHAIRED} Sau khi nghe báo cáo của Bộ Y tế, Bộ Tài chính, hội nghị đã thảo luận.",
     {("Bộ Y tế", "speak"), ("Bộ Tài chính", "speak")}),
    (f"{CHAIRED} Theo báo cáo của Bộ Y tế, dịch đã lui.", set()),
    # who holds a meeting along with others
    (f"Ngày 7/3, hội thảo về giáo dục do Bộ Nội vụ chủ trì, phối hợp với Bộ Y tế tổ chức. {UN} dự.",
     {("Bộ Nội vụ", "chair")}),
    (f"{CHAIRED} Thứ trưởng {HAO} đồng chủ trì tại điểm cầu Bộ Tài chính.", set()),
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
    (f"{HELD} Thừa ủy quyền của UBND tỉnh, ông {HAO}, Giám đốc Sở Y tế trình bày báo cáo.",
     {(HAO, "Ủy ban nhân dân tỉnh Sơn La")}),
    (f"{HELD} Thay mặt lãnh đạo tỉnh, Bí thư Tỉnh ủy {UN} cảm ơn các đại biểu.", set()),
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
     ("điều khiển", "chair"),
     ("dự", "attend"), ("tham dự", "attend"), ("đến dự", "attend"), ("tới dự", "attend"),
     ("cùng dự", "attend"), ("phát biểu tại", "speak"), ("kết luận", "speak"),
     ("phát biểu chỉ đạo", "speak"), ("phát biểu kết luận", "speak"),
     ("phát biểu khai mạc", "speak"), ("khai mạc", "speak"), ("bế mạc", "speak"),
     ("trình bày báo cáo tại", "speak"), ("báo cáo tại", "speak"), ("tham luận tại", "speak"),
     ("giải trình tại", "speak"), ("có bài phát biểu tại", "speak"), ("phản biện tại", "speak"),
     ("đọc tờ trình tại", "speak"), ("giải đáp thắc mắc tại", "speak")],
)  # fmt: skip
@pytest.mark.parametrize("adverb", ["", "đã ", "cũng đã ", "trực tiếp "])
def test_verbs(verb: str, role: str, adverb: str) -> None:
    assert (UN, role) in roles(f"{HELD} Bí thư Tỉnh ủy {UN} {adverb}{verb} hội nghị.")


LAO = "Bounmy Sengdara"
HEALTH = f"Bộ trưởng Bộ Y tế {HAO}"
# Other kinds of events: (text, what people did)
EVENTS: list[tuple[str, Roles]] = [
    # receptions and talks
    (f"Chiều 7/3, tại Trụ sở Chính phủ, Thủ tướng {UN} đã tiếp Đại sứ Lào tại Việt Nam {LAO}.",
     {(UN, "attend"), (LAO, "attend")}),
    (f"Ngày 7/3, tại Bắc Kinh, Thủ tướng {UN} hội kiến Chủ tịch Trung Quốc Lý Minh Quang.",
     {(UN, "attend"), ("Lý Minh Quang", "attend")}),
    (f"Ngày 7/3, Chủ tịch nước {UN} chủ trì lễ đón Tổng thống Hàn Quốc Park Jin-woo.",
     {(UN, "chair"), ("Park Jin-woo", "attend")}),
    # question time
    (f"Tại phiên chất vấn ngày 7/3, đại biểu Quốc hội {MAY} (Sơn La) đặt câu hỏi về giá thuốc. Trả "
     f"lời chất vấn, {HEALTH} cho biết đã có giải pháp.", {(MAY, "speak"), (HAO, "speak")}),
    # press conferences: what is said there is said at them
    (f"Chiều 7/3, Bộ trưởng Bộ Nội vụ {MAY} chủ trì cuộc họp báo. - Phóng viên: Giá thuốc ra sao? "
     f"- {HEALTH}: Đã có giải pháp. - Bộ trưởng {MAY}: Cảm ơn.",
     {(MAY, "chair"), (HAO, "speak"), (MAY, "speak")}),
    # an interview with the paper is no meeting
    (f"Chiều 7/3, Bộ trưởng Bộ Nội vụ {MAY} chủ trì hội nghị tổng kết. - Phóng viên: Giá thuốc ra "
     f"sao? - {HEALTH}: Đã có giải pháp.", {(MAY, "chair")}),
    (f"Tại buổi họp báo chiều 7/3, Người phát ngôn Bộ Ngoại giao {MAY} cho biết lập trường của "
     "Việt Nam.", {(MAY, "speak")}),
    (f"Chiều 7/3, tại họp báo Chính phủ thường kỳ, {HEALTH} trả lời câu hỏi của báo chí.",
     {(HAO, "speak")}),
    (f"{HELD} Trao đổi với báo chí sau hội nghị, Bí thư Tỉnh ủy {UN} nói sẽ làm quyết liệt.",
     set()),
    (f"{HELD} Nói với phóng viên, ông {HAO}, Giám đốc Sở Y tế cho rằng cần thêm thời gian.",
     set()),
    (f"{HELD} Trước đó, Sở Y tế tổ chức họp báo về giá thuốc. Ông {HAO}, Giám đốc Sở Y tế cho biết "
     "thuốc vẫn đủ.", {(HAO, "speak")}),
    (f"Thông tin này được nêu tại cuộc họp báo do UBND tỉnh Sơn La tổ chức ngày 7/3. Ông {HAO}, "
     "Giám đốc Sở Y tế, nói thuốc vẫn đủ.", {(HAO, "speak")}),
    # told by a source; only asked for or invited
    (f"Tin từ Sở Y tế cho hay, Bí thư Tỉnh ủy Sơn La {UN} vừa chủ trì cuộc họp về giá thuốc.",
     {(UN, "chair")}),
    (f"UBND tỉnh Sơn La đề nghị Bí thư Tỉnh ủy {UN} chủ trì cuộc họp về giá thuốc.", set()),
    (f"Ngày 7/3, Thủ tướng {UN} tiếp Đại sứ Lào {LAO}. Thủ tướng mời Chủ tịch nước {MAY} sang thăm "
     "Việt Nam.", {(UN, "attend"), (LAO, "attend")}),
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} làm việc với các doanh nghiệp tiêu biểu.",
     {(UN, "attend")}),
    (f"Làm việc với Sở Y tế Sơn La chiều 7/3, Bí thư Tỉnh ủy {UN} yêu cầu đủ thuốc.",
     {(UN, "attend"), (UN, "speak")}),
    (f"Năm nay, Bí thư Tỉnh ủy Sơn La {UN} có chương trình làm việc với 30 hoạt động.", set()),
    (f"Chiều 7/3, làm việc với lãnh đạo Sở Y tế Sơn La về thuốc, Bí thư Tỉnh ủy {UN} yêu cầu đủ "
     "thuốc.", {(UN, "attend"), (UN, "speak")}),
    # told in the order of events; a delegation that goes, whatever the day
    (f"Sau đó, Bí thư Tỉnh ủy Sơn La {UN} đã đến thăm, tặng quà các hộ nghèo ở xã Mường Bú.",
     {(UN, "attend")}),
    (f"Bí thư Tỉnh ủy Sơn La {UN} đã đến thăm, tặng quà các hộ nghèo ở xã Mường Bú.", set()),
    (f"Đoàn do Bí thư Tỉnh ủy Sơn La {UN} làm trưởng đoàn đến thăm, chúc Tết bà con xã Mường Bú.",
     {(UN, "attend")}),
    (f"Sáng 7/3, {HEALTH} cùng các thành viên trong đoàn đi khảo sát việc khám bệnh ở Sơn La.",
     {(HAO, "attend")}),
    (f"Sáng 7/3, Bí thư Tỉnh ủy Sơn La {UN} dâng hương tại Khu lưu niệm đồng chí {MAY}.",
     {(UN, "attend")}),
    # voters, visits, delegations
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} tiếp xúc cử tri huyện Mường La.", {(UN, "attend")}),
    (f"Ngày 7/3, Bí thư Tỉnh ủy Sơn La {UN} đi kiểm tra công tác chống hạn tại huyện Mường La.",
     {(UN, "attend")}),
    (f"Ngày 7/3, Thủ tướng {UN} thăm và làm việc tại tỉnh Sơn La. Cùng đi có {HEALTH}.",
     {(UN, "attend"), (HAO, "attend")}),
    (f"Ngày 7/3, Đoàn công tác do {HEALTH} làm Trưởng đoàn đã làm việc với UBND tỉnh Sơn La.",
     {(HAO, "attend")}),
    (f"Ngày 7/3, Đoàn công tác của Bộ Y tế do Bộ trưởng {HAO} dẫn đầu đã làm việc với tỉnh Sơn La. "
     f"Tiếp đoàn có Bí thư Tỉnh ủy {UN}.", {(HAO, "attend"), (UN, "attend")}),
    # ceremonies
    (f"Sáng 7/3, tại huyện Mường La diễn ra lễ khởi công cầu Nậm Pàn. Dự lễ có các đồng chí: {UN}, "
     f"Bí thư Tỉnh ủy Sơn La; {MAY}, Chủ tịch UBND tỉnh.", {(UN, "attend"), (MAY, "attend")}),
    (f"Sáng 7/3, các đồng chí {UN}, Bí thư Tỉnh ủy Sơn La; {MAY}, Chủ tịch UBND tỉnh dự lễ khởi "
     "công cầu Nậm Pàn.", {(UN, "attend"), (MAY, "attend")}),
    # lists
    (f"{HELD} Đồng chí {UN}, Bí thư Tỉnh ủy cùng các đồng chí {MAY}, Chủ tịch UBND tỉnh; {HAO}, "
     "Chủ tịch HĐND tỉnh dự hội nghị.", {(n, "attend") for n in (UN, MAY, HAO)}),
    (f"{HELD} Về phía Bộ Y tế có đồng chí {HAO}, Thứ trưởng Bộ Y tế. Về phía tỉnh Sơn La có đồng "
     f"chí {UN}, Bí thư Tỉnh ủy.", {(HAO, "attend"), (UN, "attend")}),
    (f"{HELD} Tham gia đoàn có bà {MAY}, Thứ trưởng Bộ Y tế.", {(MAY, "attend")}),
    (f"Ngày 7/3, dưới sự chủ trì của {SECRETARY}, Ban Thường vụ Tỉnh ủy tổ chức hội nghị dân vận.",
     {(UN, "chair")}),
    (f"{HELD} Hội nghị do đồng chí {UN}, Bí thư Tỉnh ủy chủ trì.", {(UN, "chair")}),
    # one after the other
    (f"{HELD} Bí thư Tỉnh ủy {UN} chủ trì hội nghị. Ông {HAO}, Giám đốc Sở Y tế trình bày báo cáo. "
     f"Bà {MAY}, Chủ tịch UBND tỉnh kết luận hội nghị.",
     {(UN, "chair"), (HAO, "speak"), (MAY, "speak")}),
    (f"{HELD} Tại hội nghị, đồng chí {HAO}, Giám đốc Sở Y tế đã trình bày tham luận.",
     {(HAO, "speak")}),
    (f"{HELD} Hội nghị đã nghe đồng chí {HAO}, Giám đốc Sở Y tế báo cáo kết quả.",
     {(HAO, "speak")}),
    (f"{HELD} Sau khi nghe báo cáo của đồng chí {HAO}, Giám đốc Sở Y tế, các đại biểu thảo luận.",
     {(HAO, "speak")}),
    (f"{HELD} Ghi nhận ý kiến của đại biểu, Bí thư Tỉnh ủy {UN} yêu cầu khẩn trương.",
     {(UN, "speak")}),
    (f"{HELD} “Chúng ta phải làm ngay”, ông {HAO}, Giám đốc Sở Y tế, nói.", {(HAO, "speak")}),
    # in somebody's place, or not there
    (f"{HELD} Bí thư Tỉnh ủy {UN} ủy quyền cho đồng chí {MAY}, Phó Bí thư Tỉnh ủy chủ trì hội "
     "nghị.", {(MAY, "chair")}),
    (f"{HELD} Đồng chí {HAO}, Chủ tịch HĐND tỉnh không có mặt. Đồng chí {UN}, Bí thư Tỉnh ủy dự "
     "hội nghị.", {(UN, "attend")}),
    # events that no noun names, told by who was there
    (f"Sáng 1/7, xã Mường La ra mắt chính quyền mới. Tham dự có {SECRETARY}.", {(UN, "attend")}),
    (f"Sáng 1/7, giá xăng tăng mạnh. Tham dự có {SECRETARY}.", set()),
    (f"Ngày 1/7, {SECRETARY} dẫn đầu Đoàn đại biểu cấp cao tỉnh Sơn La thăm chính thức Lào.",
     {(UN, "attend")}),
    (f"Chiều 1/7, {SECRETARY} có buổi tiếp và làm việc với ông {HAO}, Chủ tịch Tập đoàn Sao Hôm.",
     {(UN, "attend"), (HAO, "attend")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_roles_at_other_events(text: str, expected: Roles) -> None:
    persons = set(people(text))
    assert {(who, role) for who, role in roles(text) if who in persons} == expected
