"""Which reports tell of one meeting, and which must not be taken to."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from report_maker import Maker

from kg.link.graph import link

MINISTER = "Bộ trưởng @ Bộ Thử / central"
LABEL = "hội nghị tổng kết công tác phòng chống thiên tai năm 2023"
LONGER = "Hội nghị trực tuyến tổng kết phòng chống thiên tai năm 2023 và bàn giải pháp năm 2024"
OTHER = "hội nghị xúc tiến đầu tư vùng đồng bằng"
A, B, C, D = "Trần Văn Chủ", "Lê Thị Kề", "Phạm Văn Đông", "Hồ Thị Khách"

Told = tuple[str, tuple[str, ...], dict[str, Any]]


def tell(label: str, *names: str, issued: str | None = None, **given: Any) -> Any:
    """One meeting of one report; a name is "chair:…" or "attend:…"."""
    return label, names, {"issued": issued, **given}


def report(id: str, *told: Told) -> Any:
    maker = Maker(id, told[0][2].get("issued"))
    people: dict[str, str] = {}
    for label, names, given in told:
        roles = []
        for name in names:
            role, _, who = name.rpartition(":")
            if who not in people:
                people[who] = maker.person(who, MINISTER)
            roles.append((people[who], role or "attend"))
        maker.meeting(label, *roles, **{k: v for k, v in given.items() if k != "issued"})
    return maker.report()


def meetings(*reports: Any) -> set[frozenset[str]]:
    """Return the documents of each meeting, having tried every order of the reports."""
    found = []
    for order in itertools.permutations(reports):
        graph = link(order)
        told: dict[str, set[str]] = {m.key: set() for m in graph.meetings}
        for mention in graph.mentions:
            if mention.kind == "meeting":
                told[mention.target].add(mention.document.removeprefix("document/"))
        found.append(frozenset(frozenset(d) for d in told.values()))
    assert len(set(found)) == 1
    return set(found[0])


DAY = "2024-01-17"
DOC_A = "document/a"


@pytest.mark.parametrize(
    ("same", "first", "second"),
    [
        # One meeting
        (True, tell(LABEL, f"chair:{A}", date=DAY), tell(LABEL, f"chair:{A}", date=DAY)),
        (True, tell(LABEL, f"chair:{A}", date=DAY), tell(LONGER, f"chair:{A}", date=DAY)),
        (True, tell(LABEL, f"chair:{A}", date=DAY), tell("hội nghị", f"chair:{A}", date=DAY)),
        (True, tell(LABEL, B, C, date=DAY), tell(LONGER, B, C, date=DAY)),
        (True, tell(LABEL, B, date=DAY), tell(LONGER, B, date=DAY)),
        (
            True,
            tell(LABEL, f"chair:{A}", date=DAY),
            tell(LONGER, f"chair:{A}", day_month="--01-17"),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", day_month="--01-17"),
            tell(LONGER, f"chair:{A}", day_month="--01-17"),
        ),
        (True, tell(LABEL, f"chair:{A}"), tell(LONGER, f"chair:{A}")),
        (True, tell(LABEL, f"chair:{A}", date=DAY), tell(LONGER, f"chair:{A}")),
        (
            True,
            tell(LABEL, f"chair:{A}", date=DAY),
            tell(LONGER, f"chair:{A}", issued="2024-01-20"),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
            tell(LONGER, f"chair:{A}", date=DAY, provinces=("Cà Mau",)),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", date="2024-01-16", end_date="2024-01-18"),
            tell(LONGER, f"chair:{A}", date=DAY),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", date=DAY, session="sáng"),
            tell(LONGER, f"chair:{A}", date=DAY, session="chiều"),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", date=DAY, kind="hội nghị"),
            tell(LONGER, f"chair:{A}", date=DAY, kind="cuộc họp"),
        ),
        (
            True,
            tell("hội nghị", f"chair:{A}", date=DAY, kind="hội nghị"),
            tell(LABEL, f"chair:{A}", date=DAY, kind="hội nghị trực tuyến"),
        ),
        # ... the day told, or not told by a paper that came out on it or soon after
        (
            True,
            tell("hội nghị", f"chair:{A}", B, date=DAY, kind="hội nghị"),
            tell("cuộc họp", f"chair:{A}", B, date=DAY, kind="cuộc họp"),
        ),
        (
            True,
            tell(LABEL, f"chair:{A}", B, date=DAY),
            tell("hội nghị", f"chair:{A}", B, issued="2024-01-18"),
        ),
        (True, tell(LABEL, B, C, issued=DAY), tell(LONGER, B, C, date=DAY)),
        # Two meetings, or nobody knows
        (
            False,
            tell(LABEL, f"chair:{A}", B, date=DAY),
            tell("hội nghị", f"chair:{A}", B, issued="2024-01-25"),
        ),
        (
            False,
            tell(LABEL, f"chair:{A}", B, date=DAY),
            tell("hội nghị", f"chair:{A}", B, issued="2024-01-16"),
        ),
        (False, tell(LABEL, issued=DAY), tell(LABEL, date=DAY)),
        (
            False,
            tell(LABEL, f"chair:{A}", day_month="--01-17"),
            tell(LABEL, f"chair:{A}", issued="2024-06-18"),
        ),
        # ... whose names share only whose meeting it is, or who was there
        (
            False,
            tell("hội nghị xúc tiến đầu tư của Bộ Thử", f"chair:{A}", date=DAY),
            tell("hội nghị phòng cháy của Bộ Thử", f"chair:{A}", date=DAY),
        ),
        (
            False,
            tell(f"cuộc gặp {A} và {B}", A, B, kind="cuộc gặp"),
            tell(f"cuộc gặp {A} và {B} bên lề", A, B, kind="cuộc gặp"),
        ),
        (
            False,
            tell("lễ đón Thủ tướng Thử", A, B, date=DAY, kind="lễ đón"),
            tell("hội đàm với Thủ tướng Thử", A, B, date=DAY, kind="hội đàm"),
        ),
        (
            False,
            tell("hội nghị", f"chair:{A}", date=DAY, kind="hội nghị"),
            tell("cuộc họp", f"chair:{A}", date=DAY, kind="cuộc họp"),
        ),
        (False, tell(LABEL, f"chair:{A}", date=DAY), tell(LABEL, f"chair:{A}", date="2024-01-18")),
        (False, tell(LABEL, f"chair:{A}", date=DAY), tell(OTHER, f"chair:{A}", date=DAY)),
        (False, tell(LABEL, f"chair:{A}", date=DAY), tell(LABEL, f"chair:{D}", date=DAY)),
        (False, tell(LABEL, date=DAY), tell(LABEL, date=DAY)),
        (False, tell(LABEL, B, date=DAY), tell("hội nghị", B, date=DAY)),
        (
            False,
            tell("hội nghị", f"chair:{A}", date=DAY),
            tell("lễ", f"chair:{A}", date=DAY, kind="ceremony"),
        ),
        (
            False,
            tell(LABEL, f"chair:{A}", date=DAY),
            tell(LABEL, f"chair:{A}", day_month="--01-18"),
        ),
        (False, tell(LABEL, f"chair:{A}"), tell(OTHER, f"chair:{A}")),
        (False, tell("hội nghị", f"chair:{A}"), tell("hội nghị", f"chair:{A}")),
        (False, tell(LABEL, B), tell(LABEL, B)),
        (
            False,
            tell(LABEL, f"chair:{A}", date=DAY),
            tell(LABEL, f"chair:{A}", issued="2023-01-20"),
        ),
        (
            False,
            tell(LABEL, f"chair:{A}", issued="2024-06-20"),
            tell(LABEL, f"chair:{A}", issued="2023-01-20"),
        ),
        (
            False,
            tell(LABEL, B, C, date=DAY, provinces=("Nghệ An",)),
            tell(LABEL, B, C, date=DAY, provinces=("Cà Mau",)),
        ),
        (
            False,
            tell("kỳ họp thứ 9 Hội đồng Thử", f"chair:{A}"),
            tell("kỳ họp thứ 10 Hội đồng Thử", f"chair:{A}"),
        ),
        (
            False,
            tell("họp báo thường kỳ", f"chair:{A}", date=DAY, session="sáng"),
            tell("hội nghị thường niên", f"chair:{A}", date=DAY, session="chiều"),
        ),
    ],
)
def test_two_reports(same: bool, first: Told, second: Told) -> None:
    found = meetings(report("a", first), report("b", second))
    assert (found == {frozenset("ab")}) is same


def test_meetings_of_one_report_stay_apart() -> None:
    twice = report("a", tell(LABEL, f"chair:{A}", date=DAY), tell(LABEL, f"chair:{A}", date=DAY))
    assert len(link([twice]).meetings) == 2


def test_meetings_of_one_report_stay_apart_through_another() -> None:
    twice = report("a", tell(LABEL, f"chair:{A}", date=DAY), tell(LABEL, f"chair:{A}", date=DAY))
    once = report("b", tell(LABEL, f"chair:{A}", date=DAY))
    for order in itertools.permutations([twice, once]):
        graph = link(order)
        of_a = [
            m.target for m in graph.mentions if m.kind == "meeting" and m.document == "document/a"
        ]
        assert len(set(of_a)) == 2


def test_without_a_day_between_two_alike_it_stays_alone() -> None:
    """A meeting held every month: nobody can tell which one the third report means."""
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", date=DAY)),
        report("b", tell(LABEL, f"chair:{A}", date="2024-02-17")),
        report("c", tell(LABEL, f"chair:{A}")),
    )
    assert found == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_without_a_year_between_two_alike_it_stays_alone() -> None:
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", date="2023-01-17")),
        report("b", tell(LABEL, f"chair:{A}", date="2024-01-17")),
        report("c", tell(LABEL, f"chair:{A}", day_month="--01-17")),
    )
    assert found == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_bare_name_between_two_meetings_of_the_day_stays_alone() -> None:
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", date=DAY)),
        report("b", tell(OTHER, f"chair:{A}", date=DAY)),
        report("c", tell("hội nghị", f"chair:{A}", date=DAY)),
    )
    assert found == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_far_better_evidence_shows_which_of_two_is_meant() -> None:
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", B, C, date=DAY)),
        report("b", tell(OTHER, f"chair:{A}", date=DAY)),
        report("c", tell("hội nghị trực tuyến", f"chair:{A}", B, C, issued=DAY)),
        report("d", tell(LABEL, f"chair:{A}", B, C, issued="2024-01-18")),
    )
    assert frozenset("ad") <= next(m for m in found if "a" in m)
    assert frozenset("b") in found


def test_what_hangs_on_one_of_two_does_not_part_the_rest() -> None:
    """A day without its year goes to its meeting, although nobody knows whose the bare name is."""
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", B, C, date=DAY)),
        report("b", tell(OTHER, f"chair:{A}", date=DAY)),
        report("c", tell("hội nghị", f"chair:{A}", date=DAY)),
        report("d", tell(LONGER, f"chair:{A}", B, C, day_month="--01-17")),
    )
    assert found == {frozenset("ad"), frozenset("b"), frozenset("c")}


def test_words_that_every_name_has_tell_little() -> None:
    """In a big corpus; two reports alone can't know."""
    first = tell("hội nghị sơ kết quý nông thôn", f"chair:{A}", date=DAY)
    second = tell("hội nghị sơ kết quý khoáng sản", f"chair:{A}", date=DAY)
    two = (report("x", first), report("y", second))
    assert meetings(*two) == {frozenset("xy")}
    crowd = [
        report(
            f"d{i:03}", tell(f"hội nghị sơ kết quý việc {i}", f"chair:Hồ Văn {chr(65 + i % 26)}")
        )
        for i in range(400)
    ]
    targets = {m.document: m.target for m in link([*two, *crowd]).mentions if m.kind == "meeting"}
    assert targets["document/x"] != targets["document/y"]


def test_three_reports_of_one_meeting() -> None:
    found = meetings(
        report("a", tell(LABEL, f"chair:{A}", B, date=DAY)),
        report("b", tell(LONGER, B, C, f"chair:{A}", date=DAY)),
        report("c", tell("Hội nghị tổng kết phòng chống thiên tai", B, C, date=DAY)),
    )
    assert found == {frozenset("abc")}


def test_what_the_reports_say_together() -> None:
    a, b = Maker("a", "2024-01-18"), Maker("b")
    chair, guest = a.person(A, MINISTER), a.person(B, MINISTER)
    where = ("Nghệ An",)
    a.meeting(
        LABEL,
        (chair, "chair"),
        (guest, "chair", "Nghệ An"),
        date=DAY,
        provinces=where,
        sites=where,
    )
    chair, other = b.person(A, MINISTER), b.person(C, MINISTER)
    b.meeting(
        LONGER,
        (chair, "chair"),
        (chair, "speak"),
        (other, "attend", "Cà Mau"),
        day_month="--01-17",
        session="sáng",
        provinces=("Cà Mau",),
        sites=("Cà Mau",),
    )
    graph = link([a.report(), b.report()])
    (meeting,) = graph.meetings
    assert meeting.label == LONGER
    assert (meeting.date, meeting.session) == (DAY, "sáng")
    assert meeting.provinces == ("province/ca-mau", "province/nghe-an")
    assert meeting.key.startswith("meeting/2024-01-17-hoi-nghi-truc-tuyen-tong-ket")
    assert [s.label for s in graph.sites] == ["điểm cầu Cà Mau", "điểm cầu Nghệ An"]
    rows = {(p.participant, p.role, p.site and p.site[-7:]): p for p in graph.participations}
    assert len(rows) == len(graph.participations) == 4
    both = rows["official/tran-van-chu", "chair", None]
    assert both.documents == ("document/a", "document/b")
    assert len(both.mentions) == 4
    held = next(m for m in graph.memberships if m.official == "official/pham-van-dong")
    assert (held.first_seen, held.last_seen) == (DAY, DAY)


def test_a_meeting_without_a_day_has_a_key_that_says_so() -> None:
    (meeting,) = link([report("a", tell(LABEL, f"chair:{A}"))]).meetings
    assert meeting.date is None
    assert meeting.key.startswith("meeting/nodate-hoi-nghi")


def test_two_meetings_that_want_one_key() -> None:
    graph = link(
        [
            report("a", tell(LABEL, f"chair:{A}", date=DAY)),
            report("b", tell(LABEL, f"chair:{D}", date=DAY)),
        ]
    )
    first, second = (m.key for m in graph.meetings)
    assert second == first + "-2"
