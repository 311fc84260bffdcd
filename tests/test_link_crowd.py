"""Five thousand people of one name: the work grows with their number, not with their pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from report_maker import Maker

from kg.link import contradictions
from kg.link.graph import link
from kg.report.model import Report

NAME = "Nguyễn Văn Hùng"
PROVINCES = ("Nghệ An", "Cà Mau", "Hà Nội", "Lào Cai", "Bình Phước", "Đồng Nai", "Hà Nam")
# Comparisons of posts that a candidate may cost.
A_CANDIDATE = 40
# Rows about joins and pairs that a candidate may leave.
A_ROW = 4

Posts = Callable[[int], tuple[str, ...]]


def bureau(i: int) -> tuple[str, ...]:
    where = PROVINCES[i % len(PROVINCES)]
    return (f"Phó Giám đốc @ Sở Thử {i} tỉnh {where} / province / {where}",)


def office(i: int) -> tuple[str, ...]:
    return (f"Trưởng phòng @ Phòng Thử {i} quận Mẫu {i % 40} / district / Hà Nội",)


def chair(i: int) -> tuple[str, ...]:
    where = PROVINCES[i % len(PROVINCES)]
    return (f"Chủ tịch @ Hội Thử {i} tỉnh {where} / province / {where}",)


def nothing(i: int) -> tuple[str, ...]:
    return ()


def all_kinds(i: int) -> tuple[str, ...]:
    return (bureau, office, chair, nothing)[i % 4](i)


def one_post(i: int) -> tuple[str, ...]:
    return ("Thủ tướng", *([f"Trưởng ban @ Ban Thử {i % 40} / central"] * (i % 2)))


def reports(n: int, posts: Posts) -> Iterator[Report]:
    for i in range(n):
        maker = Maker(f"d{i:05}", f"20{10 + i % 10}-01-{1 + i % 28:02}")
        maker.person(NAME, *posts(i))
        if i % 3 == 0:  # somebody beside them whom few documents name
            maker.person(f"Lê Thị Kề {chr(97 + i % 26)}{chr(97 + i // 26 % 26)}", "Bộ trưởng")
        yield maker.report()


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often two posts are held against each other."""
    counted = Counter[str]()
    real = contradictions.clash

    def clash(*args: object) -> object:
        counted["clash"] += 1
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(contradictions, "clash", clash)
    return counted


@pytest.mark.parametrize(
    ("posts", "least", "most"),
    [
        (bureau, 4000, 5000),
        (office, 4000, 5000),
        (chair, 4000, 5000),
        (nothing, 4000, 5000),
        (all_kinds, 4000, 5000),
        (one_post, 1, 1),
    ],
)
def test_five_thousand_of_one_name(
    posts: Posts, least: int, most: int, comparisons: Counter[str]
) -> None:
    """Nobody of a crowd is joined to another for the province alone; one man of one post is one."""
    graph = link(reports(5000, posts))
    assert least <= sum(o.label == NAME for o in graph.officials) <= most
    assert len(graph.joins) + len(graph.apart) + len(graph.unsure) <= A_ROW * 5000
    assert comparisons["clash"] <= A_CANDIDATE * 5000


def test_what_tells_still_joins_in_a_crowd() -> None:
    """The same post in two documents is one person's, whatever the crowd of the name."""
    made = list(reports(2000, bureau))
    for maker in (Maker("x", "2024-01-01"), Maker("y", "2024-02-01")):
        maker.person(NAME, "Giám đốc @ Sở Mẫu tỉnh Tây Ninh / province / Tây Ninh")
        made.append(maker.report())
    named = {m.document: m.target for m in link(made).mentions if m.kind == "person"}
    assert named["document/x"] == named["document/y"]
    assert list(named.values()).count(named["document/x"]) == 2
