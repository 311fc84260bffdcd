"""Names that are nearly one: which misprints join, and which people must stay two."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_maker import Maker

from kg.link.graph import link
from kg.link.rules import load_link_rules
from kg.link.slugs import canonical
from kg.link.spelling import best, likeness, neighbours

CHAIR_A = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
CHAIR_B = "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
DEPUTY_A = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
UNPLACED = "Bí thư @ Tỉnh ủy / province"
MEMBER = "Ủy viên @ Trung ương Đảng / central"
COMMUNE_B = "Chủ tịch @ Ủy ban nhân dân xã Thử / commune / Cà Mau"
MINISTER = "Bộ trưởng @ Bộ Công an / central"

Seen = tuple[str, str | None, tuple[str, ...]]


def count(*seen: Seen) -> int:
    """Return how many officials names, each in a document of its own, become, in any order."""
    reports = []
    for i, (name, date, posts) in enumerate(seen):
        maker = Maker(f"d{i}", date)
        maker.person(name, *posts)
        reports.append(maker.report())
    numbers = {len(link(order).officials) for order in itertools.permutations(reports)}
    assert len(numbers) == 1
    return numbers.pop()


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("Trần Văn Bình", "Trẩn Văn Bình", "slip"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hung", "slip"),
        ("Nguyễn Văn Hùng", "Nguyen Van Hung", "slip"),
        ("Nguyễn Thị Lan", "Nguyen Thi Lan", "slip"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hùngg", "slip"),
        ("Phạm Sĩ Quý", "Phạm Sỹ Quý", "slip"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "near"),
        ("Nguyễn Văn Minh", "Nguyễn Văn Ninh", "near"),
        ("Trần Thị Lan", "Trần Thị Loan", "near"),
        # One name, or two
        ("Nguyễn Văn Hùng", "NGUYỄN VĂN HÙNG", None),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", None),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Mạnh", None),
        ("Nguyễn Văn Hùng", "Trần Văn Hưng", None),
        ("Nguyễn Văn Hùng", "Nguyễn Hùng", None),
        ("Nguyễn Vân Hùng", "Nguyễn Văn Hưng", None),
        ("Hùng", "Hung", None),
        ("Y Thử", "A Thử", None),
    ],
)
def test_likeness(a: str, b: str, alike: str | None) -> None:
    rules = load_link_rules()
    a, b = canonical(a), canonical(b)
    assert likeness(a, b, rules) == likeness(b, a, rules) == alike
    assert ((min(a, b), max(a, b)) in set(neighbours([a, b]))) or alike is None


@pytest.mark.parametrize(
    ("people", "seen"),
    [
        # One of the names is none: the same post is enough
        (1, [("Trần Văn Bình", None, (CHAIR_A,)), ("Trẩn Văn Bình", None, (CHAIR_A,))]),
        (1, [("Trần Văn Bình", None, (DEPUTY_A,)), ("Trẩn Văn Bình", None, (DEPUTY_A,))]),
        (1, [("Nguyễn Văn Hùng", None, (CHAIR_A,)), ("Nguyen Van Hung", None, (CHAIR_A,))]),
        (
            1,
            [
                ("Trần Văn Bình", "2024-01-01", (CHAIR_A, MEMBER)),
                ("Trẩn Văn Bình", "2024-06-01", (CHAIR_A,)),
                ("Tran Van Binh", "2024-06-01", (CHAIR_A,)),
            ],
        ),
        # However far two misspellings of it are from each other
        (
            1,
            [
                ("Trần Văn Bình", None, (CHAIR_A,)),
                ("Trẩn Văn Bình", None, (CHAIR_A,)),
                ("Trần Vn Bình", None, (CHAIR_A,)),
                ("Trần Văn Bìnhh", None, (CHAIR_A,)),
            ],
        ),
        # ... but two misspellings without the name itself are two
        (2, [("Trẩn Văn Bình", None, (CHAIR_A,)), ("Trần Văn Bìnhh", None, (CHAIR_A,))]),
        # Two real names, in a post that only one holds, at a time
        (
            1,
            [
                ("Nguyễn Văn Hùng", "2024-01-10", (CHAIR_A,)),
                ("Nguyễn Văn Hưng", "2024-01-20", (CHAIR_A,)),
            ],
        ),
        (
            1,
            [
                ("Nguyễn Văn Minh", "2024-01-10", (CHAIR_A,)),
                ("Nguyễn Văn Ninh", "2024-01-20", (CHAIR_A,)),
                ("Nguyễn Văn Minh", "2024-03-20", (CHAIR_A,)),
            ],
        ),
        # ... a year later it may be the next one, on unknown days too
        (
            2,
            [
                ("Nguyễn Văn Hùng", "2023-01-10", (CHAIR_A,)),
                ("Nguyễn Văn Hưng", "2024-01-20", (CHAIR_A,)),
            ],
        ),
        (2, [("Nguyễn Văn Hùng", None, (CHAIR_A,)), ("Nguyễn Văn Hưng", None, (CHAIR_A,))]),
        (
            2,
            [
                ("Nguyễn Văn Hùng", "2024-01-10", ("former:" + CHAIR_A,)),
                ("Nguyễn Văn Hưng", "2024-01-20", (CHAIR_A,)),
            ],
        ),
        # ... and of posts that several hold, two may be colleagues
        (
            2,
            [
                ("Nguyễn Văn Hùng", "2024-01-10", (DEPUTY_A,)),
                ("Nguyễn Văn Hưng", "2024-01-10", (DEPUTY_A,)),
            ],
        ),
        # No post, none that agrees, or none that says where
        (2, [("Trần Văn Bình", None, ()), ("Trẩn Văn Bình", None, ())]),
        (2, [("Trần Văn Bình", None, (CHAIR_A,)), ("Trẩn Văn Bình", None, ())]),
        (2, [("Trần Văn Bình", None, (CHAIR_A,)), ("Trẩn Văn Bình", None, (MEMBER,))]),
        (2, [("Trần Văn Bình", None, (UNPLACED,)), ("Trẩn Văn Bình", None, (UNPLACED,))]),
        # What contradicts wins over the spelling
        (
            2,
            [
                ("Trần Văn Bình", "2024-01-10", (MEMBER, CHAIR_A)),
                ("Trẩn Văn Bình", "2024-01-10", (MEMBER, CHAIR_B)),
            ],
        ),
        (
            2,
            [
                ("Trần Văn Bình", "2024-01-10", (MINISTER,)),
                ("Trẩn Văn Bình", "2024-01-10", (MEMBER, COMMUNE_B)),
            ],
        ),
        # A spelling that fits two people stays apart from both
        (
            3,
            [
                ("Nguyễn Văn Hùng", None, (DEPUTY_A,)),
                ("Nguyễn Văn Hung", None, (DEPUTY_A,)),
                ("Nguyễn Văn Hưng", None, (DEPUTY_A,)),
            ],
        ),
        # A misprint does not join two of the right name who are apart
        (
            3,
            [
                ("Trần Văn Bình", "2024-01-10", (CHAIR_A, MEMBER)),
                ("Trần Văn Bình", "2024-01-10", (CHAIR_B, MEMBER)),
                ("Trẩn Văn Bình", "2024-01-10", (MEMBER,)),
            ],
        ),
        (
            2,
            [
                ("Trần Văn Bình", "2024-01-10", (CHAIR_A,)),
                ("Trần Văn Bình", "2024-01-10", (CHAIR_B,)),
                ("Trẩn Văn Bình", "2024-01-10", (CHAIR_B,)),
            ],
        ),
        # Two letters are two names
        (2, [("Trần Văn Bình", None, (CHAIR_A,)), ("Trần Văn Chính", None, (CHAIR_A,))]),
    ],
)
def test_misprints(people: int, seen: list[Seen]) -> None:
    assert count(*seen) == people


def test_very_many_misspellings_of_one_name() -> None:
    name = "Trần Đình Quang Phương"
    spelt = {
        name[:i] + name[i + 1 :] for i in range(1, len(name)) if " " not in name[i - 1 : i + 2]
    }
    spelt |= {name[:i] + c + name[i:] for i in (2, 4, 8, 12, 17, 19) for c in "bcklmqvx"}
    assert len(spelt) > 50
    reports = []
    for i, text in enumerate([name, *sorted(spelt)]):
        maker = Maker(f"d{i}", "2024-01-10")
        maker.person(text, CHAIR_A)
        reports.append(maker.report())
    officials = link(reports).officials
    assert max(len(o.variants) for o in officials) >= 0.9 * len(spelt)
    assert len(officials) <= 0.1 * len(spelt)


def test_two_misspellings_that_one_document_knows_stay_out() -> None:
    both = Maker("d", "2024-01-10")
    both.person("Trẩn Văn Bình", CHAIR_A)
    both.person("Trần Vn Bình", CHAIR_A)
    right = Maker("e", "2024-01-10")
    right.person("Trần Văn Bình", CHAIR_A)
    assert len(link([both.report(), right.report()]).officials) == 3


def test_one_document_knows_both_names() -> None:
    maker = Maker("d", "2024-01-10")
    maker.person("Trần Văn Bình", CHAIR_A)
    maker.person("Trẩn Văn Bình", CHAIR_A)
    assert len(link([maker.report()]).officials) == 2


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["Lê Hòa", "Lê Hòa", "Lê Hoà"], "Lê Hòa"),
        (["Nguyen Van Hung"] * 3 + ["Nguyễn Văn Hùng"], "Nguyễn Văn Hùng"),
        (["Trẩn Văn Bình", "Trần Văn Bình", "Trần Văn Bình"], "Trần Văn Bình"),
        (["Tran Lan"], "Tran Lan"),
    ],
)
def test_the_best_spelling_stands_for_the_official(names: list[str], label: str) -> None:
    assert best(names) == label


@given(st.lists(st.text("abc ", min_size=1, max_size=6), max_size=12))
def test_neighbours_finds_every_pair_one_letter_apart(names: list[str]) -> None:
    """Against the slow way: each pair of names, each letter left out of each."""

    def forms(name: str) -> set[str]:
        bare = name.replace(" ", "")
        return {bare, *(bare[:i] + bare[i + 1 :] for i in range(len(bare)))}

    slow = {(a, b) for a, b in itertools.combinations(sorted(set(names)), 2) if forms(a) & forms(b)}
    assert set(neighbours(names)) == slow


def test_neighbours_of_very_many_names_are_few() -> None:
    """Ten thousand names that all look alike are not compared pair by pair."""
    names = [f"trần văn {a}{b}" for a in "abcdeghikl" for b in "abcdeghikl"] * 2
    many = [f"{name} {chr(97 + i % 26)}{chr(97 + i // 26 % 26)}" for i, name in enumerate(names)]
    assert len(list(neighbours(many))) <= 32 * 20 * len(many)
    one_letter = [f"trần văn {chr(0x4E00 + i)}" for i in range(10_000)]
    assert not list(neighbours(one_letter))


DEPUTY_MINISTER = "Thứ trưởng @ Bộ Công an / central"
BUREAU = "Phó Giám đốc @ Sở Y tế tỉnh Nghệ An / province / Nghệ An"


@pytest.mark.parametrize(
    ("people", "often", "name", "seldom", "other", "post"),
    [
        # Twenty reports of one in a high post, and one of nearly the same name in it: a misprint
        (1, 20, "Nguyễn Văn Hùng", 1, "Nguyễn Văn Hưng", DEPUTY_MINISTER),
        (1, 40, "Nguyễn Văn Hùng", 2, "Nguyễn Văn Hưng", DEPUTY_A),
        # Of less renown, of another letter, or told of too often: two
        (2, 19, "Nguyễn Văn Hùng", 1, "Nguyễn Văn Hưng", DEPUTY_MINISTER),
        (2, 20, "Nguyễn Văn Hùng", 2, "Nguyễn Văn Hưng", DEPUTY_MINISTER),
        (2, 20, "Nguyễn Văn Minh", 1, "Nguyễn Văn Ninh", DEPUTY_MINISTER),
        (2, 20, "Nguyễn Văn Hùng", 1, "Nguyễn Văn Hưng", BUREAU),
    ],
)
def test_who_is_known_is_meant(
    people: int, often: int, name: str, seldom: int, other: str, post: str
) -> None:
    reports = []
    for i, who in enumerate([name] * often + [other] * seldom):
        maker = Maker(f"d{i}", None)
        maker.person(who, post)
        reports.append(maker.report())
    assert len(link(reports).officials) == people
    assert len(link(reports[::-1]).officials) == people
