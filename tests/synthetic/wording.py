"""What meetings are called, fully and as each paper words it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from synthetic.offices import Office, Offices

# Ways to say one thing: a paper takes any of a line.
NOUNS: dict[str, tuple[str, ...]] = {
    "session": ("hội nghị", "cuộc họp", "buổi làm việc", "hội nghị trực tuyến", "phiên họp"),
    "talk": ("cuộc gặp", "buổi tiếp", "cuộc tiếp"),
    "ceremony": ("lễ", "buổi lễ", "lễ công bố"),
    "visit": ("chuyến công tác", "chuyến kiểm tra", "buổi kiểm tra"),
    "forum": ("hội thảo", "tọa đàm", "diễn đàn"),
}
# The first noun of a meeting's kind is the one that most papers take.
MAIN_NOUN = 0.65
QUARTERS = ("I", "II", "III", "IV")
KINDS = {"session": 70, "talk": 6, "ceremony": 10, "visit": 6, "forum": 8}
ACTIONS = (
    ("triển khai công tác", "triển khai nhiệm vụ", "bàn về công tác"),
    ("tổng kết công tác", "đánh giá kết quả công tác"),
    ("sơ kết công tác", "đánh giá kết quả công tác"),
    ("góp ý dự thảo đề án", "thảo luận đề án", "cho ý kiến vào đề án"),
    ("tháo gỡ khó khăn trong", "giải quyết vướng mắc về", "gỡ vướng trong"),
    ("rà soát tiến độ", "kiểm điểm tiến độ", "đẩy nhanh tiến độ"),
    ("thông qua kế hoạch", "xem xét kế hoạch", "cho ý kiến về kế hoạch"),
    ("kiểm tra việc thực hiện", "giám sát việc thực hiện"),
    ("ký kết chương trình phối hợp về", "ký quy chế phối hợp về"),
    ("nâng cao chất lượng", "giải pháp nâng cao chất lượng"),
)
THEMES = (
    "phòng, chống dịch COVID-19", "xây dựng nông thôn mới", "giải phóng mặt bằng đường cao tốc",
    "chuyển đổi số", "cải cách hành chính", "giải ngân vốn đầu tư công", "thu hút đầu tư",
    "phòng, chống tham nhũng, tiêu cực", "xây dựng Đảng và hệ thống chính trị", "bầu cử đại biểu",
    "sắp xếp đơn vị hành chính", "phát triển du lịch", "giảm nghèo bền vững", "an toàn giao thông",
    "phòng cháy, chữa cháy", "bảo vệ nền tảng tư tưởng của Đảng", "tiếp công dân",
    "phòng, chống thiên tai và tìm kiếm cứu nạn", "kiểm tra, giám sát và kỷ luật Đảng",
    "dân vận", "tuyên giáo", "văn phòng cấp ủy", "quốc phòng, quân sự địa phương", "thu ngân sách",
    "phát triển công nghiệp hỗ trợ", "quy hoạch đô thị", "nhà ở xã hội", "đào tạo nghề",
    "giáo dục mầm non", "thi tốt nghiệp trung học phổ thông", "khám, chữa bệnh bảo hiểm y tế",
    "tiêm chủng vắc xin", "an toàn thực phẩm", "bảo vệ và phát triển rừng", "nuôi trồng thủy sản",
    "chống khai thác hải sản bất hợp pháp", "xuất khẩu nông sản", "phát triển hợp tác xã",
    "quản lý đất đai", "khai thác khoáng sản", "xử lý rác thải sinh hoạt", "cấp nước sạch",
    "an ninh biên giới", "phòng, chống ma túy", "phòng, chống buôn lậu và gian lận thương mại",
    "bảo tồn di sản văn hóa", "thể thao thành tích cao", "chăm sóc người có công",
    "bình đẳng giới", "bảo vệ trẻ em", "dân tộc thiểu số và miền núi", "tôn giáo",
    "lý lịch tư pháp", "thi hành án dân sự", "hòa giải ở cơ sở", "cải cách tiền lương",
    "tinh giản biên chế", "luân chuyển cán bộ", "phát triển đảng viên", "học tập và làm theo Bác",
    "năng lượng tái tạo", "điện nông thôn", "logistics và cảng biển", "phát triển khoa học",
    "đổi mới sáng tạo", "khởi nghiệp thanh niên", "hợp tác với các địa phương của Lào",
    "xúc tiến thương mại", "kinh tế biển", "chống hạn mặn", "thủy lợi nội đồng", "báo chí",
)  # fmt: skip
NUMBERED = ("kỳ họp thứ {n}", "hội nghị lần thứ {n}", "phiên họp thứ {n}")
REGULAR = ("hội nghị giao ban tháng {m}", "phiên họp thường kỳ tháng {m}", "cuộc họp giao ban")
# How much of its full name a paper gives a meeting. Next to nothing (at most one telling word):
# 6 of 100 in the press corpus; the others are guesses.
BARE, SHORT_THEME, WITH_PERIOD, WITH_PLACE, WITH_HOLDER = 0.06, 0.12, 0.6, 0.5, 0.2


class Topic(NamedTuple):
    """What a meeting is about. `regular` names one of a row in place of action and theme."""

    kind: str
    actions: tuple[str, ...]
    theme: str
    period: str
    place: str
    regular: str = ""


def topic(rng: Random, year: int, month: int, chair: Office, offices: Offices) -> Topic:
    """Draw what a meeting of a day is about."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    period = rng.choice(
        ("", "", f"năm {year}", f"quý {QUARTERS[(month - 1) // 3]} năm {year}",
         f"6 tháng đầu năm {year}", f"giai đoạn {year - year % 5}-{year - year % 5 + 5}")
    )  # fmt: skip
    province, _, unit = chair.home.partition("/")
    place = unit[:1].lower() + unit[1:] if unit else province
    if province and not unit and rng.random() < 0.35 and province in offices.units:
        full = rng.choice(offices.units[province]).full_name
        place = full[:1].lower() + full[1:]
    regular = ""
    if kind == "session" and rng.random() < 0.2:
        form = rng.choice(NUMBERED if rng.random() < 0.4 else REGULAR)
        regular = form.format(n=1 + (year * 4 + month // 3) % 25, m=month)
    return Topic(kind, rng.choice(ACTIONS), rng.choice(THEMES), period, place, regular)


def worded(topic: Topic, holder: str, rng: Random) -> tuple[str, str]:
    """Return what a paper calls a meeting, and the noun that tells its kind."""
    nouns = NOUNS[topic.kind]
    noun = nouns[0] if rng.random() < MAIN_NOUN else rng.choice(nouns)
    if rng.random() < BARE:
        return noun, noun
    if topic.regular:
        words = [topic.regular]
        noun = next(
            n
            for n in ("hội nghị", "phiên họp", "kỳ họp", "cuộc họp")
            if topic.regular.startswith(n)
        )
    else:
        theme = topic.theme
        if rng.random() < SHORT_THEME and len(theme.split()) > 3:
            theme = " ".join(theme.split()[:3]).rstrip(",")
        words = [noun, rng.choice(topic.actions), theme]
    if topic.regular or rng.random() < WITH_HOLDER:
        words += ["của", holder] if rng.random() < 0.7 else []
    if topic.place and rng.random() < WITH_PLACE:
        words += ["tại", topic.place]
    if topic.period and rng.random() < WITH_PERIOD:
        words.append(topic.period)
    return " ".join(words), noun
