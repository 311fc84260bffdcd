"""Who is who: which mentions of one name are one person, and which must stay apart."""

from __future__ import annotations

import itertools

import pytest
from report_maker import Maker

from kg.link.graph import link

NAME = "Nguyễn Văn Thành"
CHAIR_A = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
CHAIR_B = "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
DEPUTY_A = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
SECRETARY_A = "Bí thư @ Tỉnh ủy Nghệ An / province / Nghệ An"
SECRETARY_B = "Bí thư @ Tỉnh ủy Cà Mau / province / Cà Mau"
SECRETARY = "Bí thư @ Tỉnh ủy / province"
BUREAU_A = "Phó Giám đốc @ Sở Y tế tỉnh Nghệ An / province / Nghệ An"
BUREAU_B = "Phó Giám đốc @ Sở Nội vụ tỉnh Cà Mau / province / Cà Mau"
DISTRICT_A = "Chủ tịch @ Ủy ban nhân dân huyện Thử / district / Nghệ An"
DISTRICT_A2 = "Chủ tịch @ Ủy ban nhân dân huyện Mẫu / district / Nghệ An"
COMMUNE_B = "Chủ tịch @ Ủy ban nhân dân xã Thử / commune / Cà Mau"
CENTRAL = "Ủy viên @ Trung ương Đảng / central"
MINISTER = "Bộ trưởng @ Bộ Công an / central"
MINISTER_2 = "Bộ trưởng @ Bộ Quốc phòng / central"
MINISTER_LONG = "Bộ trưởng @ Bộ Giao thông vận tải / central"
MINISTER_SHORT = "Bộ trưởng @ Bộ Giao thông / central"
DELEGATE_B = "đại biểu Quốc hội @ Đoàn đại biểu Quốc hội tỉnh Cà Mau / province / Cà Mau"
CLERK = "Chuyên viên @ Vụ Thử / central"
FIRM = "Chủ tịch @ Công ty Thử / other"
CLERK_2 = "Giám đốc @ Công ty Thử / other"
CHAIR_OLD = "Chủ tịch @ Ủy ban nhân dân tỉnh Bình Phước / province / Bình Phước"
CHAIR_NEW = "Chủ tịch @ Ủy ban nhân dân tỉnh Đồng Nai / province / Đồng Nai"
DEPUTY_NEW = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Đồng Nai / province / Đồng Nai"

Seen = tuple[str | None, tuple[str, ...]]


def count(*seen: Seen) -> int:
    """Return how many officials mentions of one name, each in a document of its own, become."""
    reports = []
    for i, (date, posts) in enumerate(seen):
        maker = Maker(f"d{i}", date)
        maker.person(NAME, *posts)
        reports.append(maker.report())
    numbers = {len(link(order).officials) for order in itertools.permutations(reports)}
    assert len(numbers) == 1
    return numbers.pop()


@pytest.mark.parametrize(
    ("people", "seen"),
    [
        # One person
        (1, [("2024-01-01", (CHAIR_A,)), ("2024-02-01", (CHAIR_A,))]),
        (1, [("2014-01-01", (CHAIR_A,)), ("2024-02-01", (CHAIR_A,))]),
        (1, [(None, (CHAIR_A,)), (None, (CHAIR_A, SECRETARY_A))]),
        (1, [("2019-01-01", (DEPUTY_A,)), ("2024-01-01", (SECRETARY_A,))]),
        (1, [("2019-01-01", (BUREAU_A,)), ("2024-01-01", (CHAIR_A,))]),
        (1, [("2024-01-01", (CHAIR_A,)), ("2022-06-01", (CHAIR_B,))]),
        (1, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", ("former:" + CHAIR_B,))]),
        (1, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", ("appointed:" + SECRETARY_B,))]),
        (1, [("2024-01-01", (CENTRAL, CHAIR_A)), ("2024-06-01", (CENTRAL,))]),
        (1, [(None, (SECRETARY_A,)), (None, (DELEGATE_B,))]),
        (1, [(None, (SECRETARY_A,)), (None, (MINISTER,))]),
        (1, [("2024-01-01", (MINISTER_LONG,)), ("2024-01-02", (MINISTER_SHORT,))]),
        (1, [("2020-01-01", (MINISTER,)), ("2024-01-02", (MINISTER_2,))]),
        # A post without a place fits any one that has it
        (1, [("2024-01-01", (SECRETARY_A,)), ("2024-01-02", (SECRETARY,))]),
        (1, [("2024-01-01", (SECRETARY,)), ("2024-01-02", (SECRETARY,))]),
        # What a report says was held is no other post
        (1, [("2024-01-01", (CLERK,)), ("2024-01-02", ("former:nguyên " + CLERK,))]),
        (1, [(None, ("former:nguyên Thủ tướng",)), (None, ("Thủ tướng",))]),
        (1, [(None, ("Ngoại trưởng",)), (None, ("Ngoại trưởng @ Bộ Ngoại giao Lào / foreign",))]),
        (1, [(None, ("Chủ tịch + Lào",)), (None, ("Chủ tịch + Lào",))]),
        # Two spellings of one body
        (
            1,
            [
                (None, ("Giám đốc @ Trung tâm Lúa nước Thử / other",)),
                (None, ("Giám đốc @ Trung tâm nghiên cứu Lúa nước / other",)),
            ],
        ),
        # One report tells of both posts, so a transfer is no wonder
        (
            1,
            [
                (None, (CHAIR_A,)),
                (None, (SECRETARY_B,)),
                (None, ("former:" + CHAIR_A, SECRETARY_B)),
            ],
        ),
        # Without a post, but there is only one to be
        (1, [("2024-01-01", (SECRETARY_A,)), ("2024-01-02", ())]),
        (1, [("2024-01-01", (CLERK,)), ("2024-01-02", ()), (None, ())]),
        # Officials of two provinces that became one
        (
            1,
            [
                (
                    "2025-06-01",
                    (CHAIR_OLD,),
                ),
                (
                    "2025-07-10",
                    (DEPUTY_NEW,),
                ),
            ],
        ),
        # Two people, or nobody knows
        (2, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", (CHAIR_B,))]),
        (2, [(None, (CHAIR_A,)), (None, (CHAIR_B,))]),
        (2, [(None, (CHAIR_A,)), ("2024-06-01", (SECRETARY_B,))]),
        (2, [("2024-01-01", (CENTRAL, CHAIR_A)), ("2024-06-01", (CENTRAL, CHAIR_B))]),
        (2, [("2014-01-01", (BUREAU_A,)), ("2024-06-01", (BUREAU_B,))]),
        (2, [("2024-01-01", (BUREAU_A,)), ("2024-06-01", (CHAIR_B,))]),
        (2, [("2014-01-01", (DISTRICT_A,)), ("2024-06-01", (COMMUNE_B,))]),
        (2, [("2024-01-01", (MINISTER,)), ("2024-06-01", (COMMUNE_B,))]),
        (2, [("2024-01-01", (MINISTER,)), ("2024-02-01", (MINISTER_2,))]),
        (2, [("2024-01-01", (CLERK,)), ("2024-02-01", (CLERK_2,))]),
        (2, [("2024-01-01", ("Giám đốc",)), ("2024-02-01", ("Giám đốc",))]),
        (2, [("2024-01-01", ()), ("2024-01-02", ())]),
        (
            2,
            [
                (
                    "2024-06-01",
                    (CHAIR_OLD,),
                ),
                ("2024-07-10", (CHAIR_NEW,)),
            ],
        ),
        (2, [("2024-01-01", (DISTRICT_A,)), ("2024-02-01", (DISTRICT_A2,))]),
        (2, [("2024-01-01", ("nguyên " + CLERK,)), ("2024-02-01", (CLERK_2,))]),
        # A third that fits both of two stays apart from either
        (3, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", (CHAIR_B,)), ("2024-03-01", ())]),
        (3, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", (CHAIR_B,)), (None, (SECRETARY,))]),
        (
            3,
            [
                ("2024-01-01", (CENTRAL, CHAIR_A)),
                ("2024-06-01", (CENTRAL, CHAIR_B)),
                ("2024-03-01", (CENTRAL,)),
            ],
        ),
        # ... and so do two who fit both
        (4, [("2024-01-01", (CHAIR_A,)), ("2024-06-01", (CHAIR_B,)), (None, ()), (None, ())]),
        # One who shares a post with one of the two is that one
        (
            2,
            [
                ("2024-01-01", (CHAIR_A,)),
                ("2024-06-01", (CHAIR_B,)),
                ("2024-03-01", (CHAIR_A, CENTRAL)),
            ],
        ),
        # Two in a post that only one holds are that one, though two more of the post contradict
        (
            3,
            [
                ("2024-01-01", (MINISTER, DISTRICT_A)),
                ("2024-01-02", (MINISTER, COMMUNE_B)),
                ("2024-01-03", (MINISTER,)),
                ("2024-01-04", (MINISTER, CENTRAL)),
            ],
        ),
        # ... but not in one that several hold
        (
            4,
            [
                ("2024-01-01", (CLERK, BUREAU_A)),
                ("2024-01-02", (CLERK, BUREAU_B)),
                ("2024-01-03", (CLERK,)),
                ("2024-01-04", (CLERK, CLERK_2)),
            ],
        ),
        # What a document says of one person it says of that person everywhere
        (1, [("2024-01-01", (MINISTER, DISTRICT_A)), ("2024-01-02", (MINISTER, DISTRICT_A))]),
        (1, [("2024-01-01", (MINISTER, DISTRICT_A)), ("2024-01-02", (DISTRICT_A,))]),
    ],
)
def test_people(people: int, seen: list[Seen]) -> None:
    assert count(*seen) == people


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", True),
        ("Nguyễn thị Hòa", "NGUYỄN THỊ HÒA", True),
        ("Trần Thuỷ", "Trần Thủy", True),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", False),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hung", True),
        ("Đặng Văn Do", "Đặng Văn Đo", False),
    ],
)
def test_spelling(first: str, second: str, same: bool) -> None:
    reports = []
    for i, name in enumerate((first, second)):
        maker = Maker(f"d{i}")
        maker.person(name, CHAIR_A)
        reports.append(maker.report())
    assert (len(link(reports).officials) == 1) is same


@pytest.mark.parametrize(
    ("name", "foreign", "officials"),
    [("Thành", False, 2), ("Hùng", False, 2), ("Putin", True, 1), ("Putin", False, 1)],
)
def test_a_given_name_alone_stays_in_its_document(name: str, foreign: bool, officials: int) -> None:
    makers = [Maker("a"), Maker("b")]
    for maker in makers:
        maker.person(name, CHAIR_A, foreign=foreign)
    graph = link([m.report() for m in makers])
    assert len(graph.officials) == officials
    assert not graph.unsure


def test_two_people_of_one_name_in_one_document_stay_two() -> None:
    maker = Maker("d")
    maker.person(NAME, CHAIR_A)
    maker.person(NAME, CHAIR_A)
    assert [o.key for o in link([maker.report()]).officials] == [
        "official/nguyen-van-thanh",
        "official/nguyen-van-thanh-2",
    ]


def test_foreigner_and_compatriot_of_one_name() -> None:
    a, b = Maker("a"), Maker("b")
    a.person("Kim Lan", CHAIR_A)
    b.person("Kim Lan", "Ngoại trưởng", foreign=True)
    assert len(link([a.report(), b.report()]).officials) == 2


def test_numbers_go_by_the_day_first_seen() -> None:
    a, b = Maker("z", "2020-01-01"), Maker("a", "2020-05-01")
    a.person(NAME, CHAIR_A)
    b.person(NAME, CHAIR_B)
    for order in ([a, b], [b, a]):
        graph = link([m.report() for m in order])
        posts = {m.official: m.post for m in graph.memberships}
        assert posts["official/nguyen-van-thanh"].endswith("nghe-an")
        assert posts["official/nguyen-van-thanh-2"].endswith("ca-mau")


def test_company_tells_who_is_who() -> None:
    """Beside one who is rarely named, a name of two people is that of the one known beside them."""
    makers = [Maker("a", "2024-01-01"), Maker("b", "2024-02-01"), Maker("c", "2024-03-01")]
    for maker, posts in zip(makers, ((CHAIR_A,), (CHAIR_B,), ()), strict=True):
        maker.person(NAME, *posts)
    makers[1].person("Lê Thị Kề", SECRETARY_B)
    makers[2].person("Lê Thị Kề", SECRETARY)
    graph = link([m.report() for m in makers])
    assert len(graph.officials) == 3
    named = {m.document: m.target for m in graph.mentions if m.target.startswith("official/nguyen")}
    assert named["document/c"] == named["document/b"] != named["document/a"]


def test_a_shared_meeting_tells_who_is_who() -> None:
    makers = [Maker("a", "2024-01-01"), Maker("b", "2024-02-01"), Maker("c", "2024-02-01")]
    for maker, posts in zip(makers, ((CHAIR_A,), (CHAIR_B,), ()), strict=True):
        who = maker.person(NAME, *posts)
        if maker.id != "a":
            # The chair is named too often to tell by himself who stands beside him.
            chair = maker.person("Trần Văn Chủ", MINISTER)
            label = "hội nghị tổng kết phòng chống thiên tai miền Tây"
            maker.meeting(label, (chair, "chair"), (who, "attend"), date="2024-02-01")
    crowd = [Maker(f"x{i}", "2023-01-01") for i in range(25)]
    for maker in crowd:
        maker.person("Trần Văn Chủ", MINISTER)
    graph = link([m.report() for m in makers + crowd])
    assert len(graph.meetings) == 1
    named = {m.document: m.target for m in graph.mentions if m.target.startswith("official/nguyen")}
    assert named["document/c"] == named["document/b"] != named["document/a"]


def test_the_place_of_a_meeting_tells_who_is_who() -> None:
    makers = [Maker("a", "2024-01-01"), Maker("b", "2024-02-01"), Maker("c", "2024-03-01")]
    for maker, posts in zip(makers, ((CHAIR_A,), (CHAIR_B,), ()), strict=True):
        who = maker.person(NAME, *posts)
    makers[2].meeting("lễ khởi công", (who, "attend"), provinces=("Cà Mau",))
    graph = link([m.report() for m in makers])
    named = {m.document: m.target for m in graph.mentions if m.target.startswith("official/nguyen")}
    assert named["document/c"] == named["document/b"] != named["document/a"]


def test_best_spelling_and_variants() -> None:
    makers = [Maker(f"d{i}") for i in range(3)]
    for maker, name in zip(makers, ("Lê Hoà", "Lê Hòa", "Lê Hòa"), strict=True):
        maker.person(name, CHAIR_A)
    (official,) = link([m.report() for m in makers]).officials
    assert (official.label, official.variants) == ("Lê Hòa", ("Lê Hoà", "Lê Hòa"))


def test_a_mention_without_a_post_is_the_far_better_known() -> None:
    for known, found in ((5, 3), (60, 2)):
        makers = [Maker("other", "2024-01-01"), Maker("untitled", "2024-01-01")]
        makers += [Maker(f"d{i}", "2024-01-01") for i in range(known)]
        for maker, posts in zip(makers, [(CHAIR_B,), (), *[(CHAIR_A,)] * known], strict=True):
            maker.person(NAME, *posts)
        assert len(link([m.report() for m in makers]).officials) == found


def test_one_report_counts_the_same_president_twice() -> None:
    """A mistake of reading in one report does not keep all others apart."""
    makers = [Maker(f"d{i}") for i in range(5)]
    for maker in makers:
        maker.person("Vladimir Thử", "Tổng thống + Nga", foreign=True)
    makers[0].person("Vladimir Thử", "Tổng thống + Nga", foreign=True)
    makers[1].person("Vladimir Thử")
    graph = link([m.report() for m in makers])
    assert [len(o.key) for o in graph.officials] == [21, 23, 23]


def test_a_name_that_few_bear_needs_no_post() -> None:
    makers = [Maker("a"), Maker("b")]
    for maker in makers:
        maker.person("Wolfgang Thử")
    assert len(link([m.report() for m in makers]).officials) == 1


def test_a_name_in_very_many_documents() -> None:
    """Neither time nor result suffers from a name that thousands of documents hold."""
    reports = []
    for i in range(3000):
        maker = Maker(f"d{i:04}", f"20{10 + i % 10}-01-{1 + i % 28:02}")
        maker.person(NAME, "Thủ tướng", *([f"Trưởng ban @ Ban Thử {i % 40} / central"] * (i % 2)))
        reports.append(maker.report())
    assert len(link(reports).officials) == 1


@pytest.mark.parametrize(
    ("days", "posts", "expected"),
    [
        (("2024-01-01", "2024-02-01"), (FIRM,), 2),
        (("2024-01-01", "2024-02-01"), ("Chủ tịch @ Hội đồng thành viên Tập đoàn Thử / other",), 2),
        (("2020-01-01", "2024-02-01"), (FIRM,), 1),  # called to office
        (("2024-01-01", "2024-02-01"), ("Chủ tịch @ Hội Cựu học sinh Thử / other",), 1),
        # misread sooner than another man: he leads a part of the government there, too
        (("2024-01-01", "2024-02-01"), (FIRM, "Chủ nhiệm @ Văn phòng Chính phủ / central"), 1),
    ],
)
def test_nobody_leads_a_ministry_and_a_firm(
    days: tuple[str, str], posts: tuple[str, ...], expected: int
) -> None:
    reports = []
    for i, (day, held) in enumerate(zip(days, (posts, (MINISTER,)), strict=True)):
        maker = Maker(f"d{i}", day)
        maker.person(NAME, *held)
        maker.person("Lò Thị Thử", "Chuyên viên @ Vụ Thử / central")  # beside him both times
        reports.append(maker.report())
    assert sum(o.label == NAME for o in link(reports).officials) == expected
