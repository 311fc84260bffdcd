"""Offices of the State and the Party, centre to commune, with the bodies they are at."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from kg.report.model import Level
from synthetic.names import RULES

MINISTRIES = (
    "Nội vụ", "Ngoại giao", "Công an", "Quốc phòng", "Tư pháp", "Tài chính", "Công Thương",
    "Xây dựng", "Giao thông vận tải", "Y tế", "Giáo dục và Đào tạo", "Khoa học và Công nghệ",
    "Kế hoạch và Đầu tư", "Tài nguyên và Môi trường", "Thông tin và Truyền thông",
    "Nông nghiệp và Phát triển nông thôn", "Lao động - Thương binh và Xã hội",
    "Văn hóa, Thể thao và Du lịch",
)  # fmt: skip
UNITS_OF_MINISTRIES = (
    "Vụ Pháp chế", "Vụ Tổ chức cán bộ", "Vụ Kế hoạch - Tài chính", "Vụ Hợp tác quốc tế",
    "Cục Quản lý chất lượng", "Cục Công nghệ thông tin",
)  # fmt: skip
CENTRAL_BOARDS = ("Tổ chức", "Tuyên giáo", "Dân vận", "Nội chính", "Kinh tế")
DEPARTMENTS = (
    "Nội vụ", "Tư pháp", "Tài chính", "Công Thương", "Xây dựng", "Giao thông vận tải", "Y tế",
    "Giáo dục và Đào tạo", "Khoa học và Công nghệ", "Kế hoạch và Đầu tư",
    "Tài nguyên và Môi trường", "Thông tin và Truyền thông", "Văn hóa, Thể thao và Du lịch",
    "Nông nghiệp và Phát triển nông thôn", "Lao động - Thương binh và Xã hội",
)  # fmt: skip
BUREAUS = ("Nội vụ", "Tư pháp", "Tài chính - Kế hoạch", "Giáo dục và Đào tạo", "Y tế")
_COMMITTEES = {"huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}


class Body(NamedTuple):
    """A body as extraction names it; `parent` is the body it belongs to."""

    label: str
    kind: str
    level: Level
    province: str | None = None
    parent: Body | None = None


class Post(NamedTuple):
    """A title at a body, or one that needs none."""

    label: str
    title: str
    body: Body | None = None


class Office(NamedTuple):
    """What one person holds at a time: a main post and those that come with it.

    `rank` grows downwards; `kind` is the same for the offices of all provinces that are alike;
    `home` is the territory ("", "Nghệ An", "Nghệ An/Huyện Đô Lương"); `weight` is how much the
    press cares (a guess: a secretary is seen ten times as often as a deputy director).
    """

    id: int
    posts: tuple[Post, ...]
    rank: int
    kind: str
    home: str
    weight: float


class Territory(NamedTuple):
    """A district or commune of a province."""

    full_name: str
    province: str
    level: Level


class Offices:
    """All offices of as much of the country as gives about `wanted` of them.

    The centre is always there, provinces are added whole, one district and three communes of each
    at a time.
    """

    def __init__(self, wanted: int, rng: Random) -> None:
        self.all: list[Office] = []
        self.by_home: dict[str, list[Office]] = defaultdict(list)
        self.units: dict[str, list[Territory]] = {}
        self._centre()
        full = dict(_provinces())
        names = sorted(full)
        rng.shuffle(names)
        self.provinces = names[: min(len(names), max(2, wanted // 150))]
        for name in self.provinces:
            self._province(name, full[name])
        queues = {name: _units(name, rng) for name in self.provinces}
        while len(self.all) < wanted and any(queues.values()):
            for name in self.provinces:
                for _ in range(4 if queues[name] else 0):
                    if queues[name] and len(self.all) < wanted:
                        self._unit(queues[name].pop())

    def _add(self, home: str, kind: str, rank: int, weight: float, *posts: Post) -> None:
        office = Office(len(self.all), posts, rank, kind, home, weight)
        self.all.append(office)
        self.by_home[home].append(office)

    def _centre(self) -> None:
        politburo = _at("Ủy viên", Body("Bộ Chính trị", "party", "central"))
        committee = _at("Ủy viên", Body("Trung ương Đảng", "party", "central"))
        government = Body("Chính phủ", "state", "central")
        assembly = Body("Quốc hội", "assembly", "central")
        for title, weight in (("Tổng Bí thư", 60), ("Chủ tịch nước", 60)):
            self._add("", title, 0, weight, Post(title, title), politburo)
        self._add("", "pm", 0, 90, Post("Thủ tướng Chính phủ", "Thủ tướng", government), politburo)
        self._add("", "speaker", 0, 60, Post("Chủ tịch Quốc hội", "Chủ tịch", assembly), politburo)
        for _ in range(4):
            deputy = Post("Phó Thủ tướng Chính phủ", "Phó Thủ tướng", government)
            self._add("", "deputy pm", 1, 40, deputy, committee)
            self._add("", "vice speaker", 1, 20, _at("Phó Chủ tịch", assembly), committee)
        for name in MINISTRIES:
            ministry = Body(f"Bộ {name}", "ministry", "central")
            self._add("", "minister", 2, 25, _at("Bộ trưởng", ministry), committee)
            for _ in range(4):
                self._add("", "deputy minister", 3, 8, _at("Thứ trưởng", ministry))
            for unit in UNITS_OF_MINISTRIES:
                body = Body(f"{unit} {ministry.label}", "head", "central", None, ministry)
                head = "Vụ trưởng" if unit.startswith("Vụ") else "Cục trưởng"
                self._add("", "head of department", 5, 2, _at(head, body))
        for name in CENTRAL_BOARDS:
            board = Body(f"Ban {name} Trung ương", "party", "central")
            self._add("", "board", 2, 20, _head_of(board), committee)
            for _ in range(3):
                self._add("", "deputy of board", 4, 5, _deputy_of(board))

    def _province(self, name: str, full: str) -> None:
        city = full.startswith("Thành phố")
        noun = full[:1].lower() + full[1:]
        party = f"Thành ủy {full if name == 'Hồ Chí Minh' else name}" if city else f"Tỉnh ủy {name}"

        def body(label: str, kind: str = "territorial", parent: Body | None = None) -> Body:
            return Body(label, kind, "province", name, parent)

        committee = body(party, "party")
        bureau = body(f"Ban Thường vụ {party}", "organ", committee)
        people = body(f"Ủy ban nhân dân {noun}")
        council = body(f"Hội đồng nhân dân {noun}")
        central = _at("Ủy viên", Body("Trung ương Đảng", "party", "central"))
        in_bureau = _at("Ủy viên", bureau)
        delegation = body(f"Đoàn đại biểu Quốc hội {noun}")
        self._add(
            name, "secretary", 3, 30, _at("Bí thư", committee), central,
            Post(f"Trưởng {delegation.label}", "Trưởng đoàn", delegation),
        )  # fmt: skip
        standing = _at("Phó Bí thư Thường trực", committee)
        self._add(name, "standing deputy", 4, 18, standing, _at("Chủ tịch", council))
        self._add(name, "chair", 4, 28, _at("Chủ tịch", people), _at("Phó Bí thư", committee))
        for _ in range(3):
            self._add(name, "vice chair", 5, 14, _at("Phó Chủ tịch", people), in_bureau)
        for _ in range(2):
            self._add(name, "vice chair of council", 5, 5, _at("Phó Chủ tịch", council))
        for board in ("Tổ chức", "Tuyên giáo", "Dân vận", "Nội chính"):
            organ = body(f"Ban {board} {party}", "organ", committee)
            self._add(name, f"board {board}", 5, 6, _head_of(organ), in_bureau)
            self._add(name, "deputy of board", 7, 1.5, _deputy_of(organ))
        control = body(f"Ủy ban Kiểm tra {party}", "organ", committee)
        self._add(name, "control", 5, 5, _at("Chủ nhiệm", control), in_bureau)
        for sector in DEPARTMENTS:
            department = body(f"Sở {sector} {noun}", "head")
            member = _at("Tỉnh ủy viên" if not city else "Thành ủy viên", committee)
            self._add(name, f"director {sector}", 6, 4, _at("Giám đốc", department), member)
            for _ in range(3):
                self._add(name, "deputy director", 7, 1.5, _at("Phó Giám đốc", department))
        for label, head, deputy in (
            ("Công an", "Giám đốc", "Phó Giám đốc"),
            ("Bộ Chỉ huy quân sự", "Chỉ huy trưởng", "Phó Chỉ huy trưởng"),
            ("Ủy ban Mặt trận Tổ quốc Việt Nam", "Chủ tịch", "Phó Chủ tịch"),
            ("Liên đoàn Lao động", "Chủ tịch", "Phó Chủ tịch"),
            ("Hội Nông dân", "Chủ tịch", "Phó Chủ tịch"),
            ("Hội Liên hiệp Phụ nữ", "Chủ tịch", "Phó Chủ tịch"),
            ("Tòa án nhân dân", "Chánh án", "Phó Chánh án"),
            ("Viện kiểm sát nhân dân", "Viện trưởng", "Phó Viện trưởng"),
        ):
            of = body(f"{label} {noun}")
            self._add(name, f"head {label}", 6, 4, _at(head, of))
            for _ in range(2):
                self._add(name, "deputy of organ", 7, 1.5, _at(deputy, of))

    def _unit(self, unit: Territory) -> None:
        self.units.setdefault(unit.province, []).append(unit)
        full = unit.full_name[:1].lower() + unit.full_name[1:]
        noun, short = _parted(full)
        home = f"{unit.province}/{unit.full_name}"

        def body(label: str, kind: str = "territorial") -> Body:
            return Body(label, kind, unit.level, unit.province)

        people, council = body(f"Ủy ban nhân dân {full}"), body(f"Hội đồng nhân dân {full}")
        if unit.level == "district":
            committee = body(f"{_COMMITTEES[noun]} {short}", "party")
            standing = _at("Phó Bí thư Thường trực", committee)
            self._add(home, "district secretary", 6, 5, _at("Bí thư", committee))
            self._add(home, "district standing", 7, 2, standing, _at("Chủ tịch", council))
            chair = (_at("Chủ tịch", people), _at("Phó Bí thư", committee))
            self._add(home, "district chair", 7, 4, *chair)
            for _ in range(2):
                self._add(home, "district vice chair", 8, 2, _at("Phó Chủ tịch", people))
            self._add(home, "district police", 8, 1, _at("Trưởng", body(f"Công an {full}")))
            for sector in BUREAUS:
                bureau = body(f"Phòng {sector} {full}", "head")
                label = f"Trưởng phòng {sector} {full}"
                self._add(home, f"bureau {sector}", 9, 0.7, Post(label, "Trưởng phòng", bureau))
        else:
            committee = body(f"Đảng ủy {full}", "party")
            self._add(home, "commune secretary", 9, 0.8, _at("Bí thư", committee))
            self._add(home, "commune chair", 10, 0.8, _at("Chủ tịch", people))
            self._add(home, "commune vice chair", 11, 0.4, _at("Phó Chủ tịch", people))


def _at(title: str, body: Body) -> Post:
    own = title in ("Tỉnh ủy viên", "Thành ủy viên")
    label = f"{title} {body.province}" if own else f"{title} {body.label}"
    return Post(label, title, body)


def _head_of(board: Body) -> Post:
    return Post(f"Trưởng {board.label}", "Trưởng Ban", board)


def _deputy_of(board: Body) -> Post:
    return Post(f"Phó Trưởng {board.label}", "Phó Trưởng Ban", board)


def _parted(full: str) -> tuple[str, str]:
    noun = next(n for n in (*_COMMITTEES, "xã", "phường", "thị trấn") if full.startswith(n + " "))
    return noun, full.removeprefix(noun + " ")


def _provinces() -> Iterator[tuple[str, str]]:
    with (RULES / "places" / "provinces.csv").open(encoding="utf-8") as f:
        for row in csv.DictReader(line for line in f if not line.startswith("#")):
            if row["key"].startswith("old:"):
                yield row["name"], row["full_name"]


def _units(province: str, rng: Random) -> list[Territory]:
    """Return a province's districts, each followed by three of its communes, last one first."""
    levels: dict[str, list[Territory]] = {"district": [], "commune": []}
    with (RULES / "places" / "units.csv").open(encoding="utf-8") as f:
        for row in csv.DictReader(line for line in f if not line.startswith("#")):
            level = row["level"]
            if row["province"] == province and row["valid"] == "old" and level in levels:
                levels[level].append(Territory(row["full_name"], province, level))  # type: ignore[arg-type]
    for found in levels.values():
        rng.shuffle(found)
    out: list[Territory] = []
    while any(levels.values()):
        out += levels["district"][-1:]
        del levels["district"][-1:]
        out += levels["commune"][-3:]
        del levels["commune"][-3:]
    return out[::-1]
