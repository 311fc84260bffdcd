"""What each source says of a meeting stays, and where sources disagree each answer does."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from report_maker import Maker
from test_link_meetings import LABEL, LONGER, MINISTER, OTHER, A, B, C, D

import kg.cli
from kg.documents.document import Document
from kg.errors import KgError
from kg.link.graph import link
from kg.store.conflicts import conflicts
from kg.store.store import Store

DAY = "2024-01-17"
# Three who attended: people enough for the meeting to be one.
GUESTS = ("Đỗ Văn Một", "Đỗ Văn Hai", "Đỗ Văn Ba")


def tell(id: str, label: str, *names: str, **given: Any) -> Maker:
    """A report of one meeting; a name is "chair:…" or "attend:…"."""
    maker = Maker(id, given.pop("issued", None))
    people: dict[str, str] = {}
    roles = []
    for name in names:
        role, _, who = name.rpartition(":")
        if who not in people:
            people[who] = maker.person(who, MINISTER)
        roles.append((people[who], role or "attend"))
    maker.meeting(label, *roles, **given)
    return maker


def disputes(*makers: Maker) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (kind, [(claim, documents)]) of each conflict, having tried every order."""
    found = []
    for order in itertools.permutations([m.report() for m in makers]):
        graph = link(order)
        found.append(
            [
                (
                    c.kind,
                    [
                        (s.claim, "".join(d.removeprefix("document/") for d in s.documents))
                        for s in graph.sides
                        if s.conflict == c.key
                    ],
                )
                for c in graph.conflicts
            ]
        )
    assert all(f == found[0] for f in found)
    return found[0]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # Contradictions
        (
            tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY),
            tell("b", LABEL, *GUESTS, f"chair:{B}", date=DAY),
            [("chair", [(B, "b"), (A, "a")])],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date="2024-01-16", end_date="2024-01-18"),
            tell("b", LABEL, f"chair:{A}", date="2024-01-17", end_date="2024-01-19"),
            [("date", [("2024-01-16/2024-01-18", "a"), ("2024-01-17/2024-01-19", "b")])],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
            tell("b", LABEL, f"chair:{A}", date=DAY, provinces=("Cà Mau",)),
            [("place", [("Cà Mau", "b"), ("Nghệ An", "a")])],
        ),
        # One says more than the other
        (
            tell("a", LABEL, f"chair:{A}", f"chair:{B}", date=DAY),
            tell("b", LABEL, f"chair:{A}", date=DAY),
            [],
        ),
        (
            tell("a", LABEL, *GUESTS, f"chair:{A}", f"chair:{B}", date=DAY),
            tell("b", LABEL, *GUESTS, f"chair:{A}", f"chair:{C}", date=DAY),
            [],
        ),
        (
            tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY),
            tell("b", LABEL, *GUESTS, date=DAY),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date="2024-01-16", end_date="2024-01-18"),
            tell("b", LABEL, f"chair:{A}", date=DAY),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY),
            tell("b", LABEL, f"chair:{A}", day_month="--01-17"),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY),
            tell("b", LONGER, f"chair:{A}"),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, session="sáng"),
            tell("b", LABEL, f"chair:{A}", date=DAY, session="chiều"),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
            tell("b", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An", "Cà Mau")),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
            tell("b", LABEL, f"chair:{A}", date=DAY),
            [],
        ),
        # Several rooms, or a meeting that says it is in several places
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",), sites=("Nghệ An",)),
            tell("b", LABEL, f"chair:{A}", date=DAY, provinces=("Cà Mau",), sites=("Cà Mau",)),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
            tell("b", LONGER, f"chair:{A}", date=DAY, provinces=("Cà Mau",)),
            [],
        ),
        # One territory before and after the merger
        (
            tell("a", LABEL, f"chair:{A}", date="2025-07-17", provinces=("Bình Phước",)),
            tell("b", LABEL, f"chair:{A}", date="2025-07-17", provinces=("Đồng Nai",)),
            [],
        ),
        # Two meetings
        (
            tell("a", LABEL, f"chair:{A}", date=DAY),
            tell("b", OTHER, f"chair:{B}", date=DAY),
            [],
        ),
        (
            tell("a", LABEL, f"chair:{A}", date=DAY),
            tell("b", LABEL, f"chair:{A}", date="2024-01-18"),
            [],
        ),
    ],
)  # fmt: skip
def test_of_meetings(first: Maker, second: Maker, found: list[Any]) -> None:
    assert disputes(first, second) == found


def test_a_third_source_on_no_side_is_none() -> None:
    found = disputes(
        tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY),
        tell("b", LABEL, *GUESTS, f"chair:{B}", date=DAY),
        tell("c", LABEL, *GUESTS, f"chair:{A}", f"chair:{B}", date=DAY),
    )
    assert found == [("chair", [(B, "b"), (A, "a")])]


HEAD = "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
DEPUTY = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
STANDING = "Phó Chủ tịch Thường trực @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
COUNCIL = "Chủ tịch @ Hội đồng nhân dân tỉnh Cà Mau / province / Cà Mau"
SECRETARY = "Bí thư @ Tỉnh ủy Cà Mau / province / Cà Mau"
VICE = "Thứ trưởng @ Bộ Thử / central"
FORMER = "former:nguyên " + HEAD
DISMISSED = "former:" + HEAD


def held(id: str, *posts: str, issued: str = DAY) -> Maker:
    maker = Maker(id, issued)
    # What both hold makes them one person.
    maker.person(D, "Ủy viên @ Trung ương Thử / central", *posts)
    return maker


@pytest.mark.parametrize(
    ("first", "second", "claims"),
    [
        ([HEAD], [DEPUTY], {"Chủ tịch", "Phó Chủ tịch"}),
        ([HEAD], [STANDING], {"Chủ tịch", "Phó Chủ tịch Thường trực"}),
        ([MINISTER], [VICE], {"Bộ trưởng", "Thứ trưởng"}),
        ([HEAD], ["acting:quyền " + HEAD], {"Chủ tịch", "quyền Chủ tịch"}),
        ([HEAD], [FORMER], {"Chủ tịch", "nguyên Chủ tịch"}),
        ([HEAD, SECRETARY], [DEPUTY, SECRETARY], {"Chủ tịch", "Phó Chủ tịch"}),
        # No contradiction
        ([HEAD], [HEAD], set()),
        ([DEPUTY], [STANDING], set()),
        ([HEAD], [SECRETARY], set()),
        ([COUNCIL], [DEPUTY], set()),
        ([HEAD], [], set()),
        ([DEPUTY], [FORMER], set()),
        # The day of a change
        ([DEPUTY], ["appointed:" + HEAD], set()),
        ([DEPUTY, "appointed:" + HEAD], [HEAD], set()),
        ([HEAD], [DISMISSED], set()),
        # A document that says both is on neither side
        ([HEAD, DEPUTY], [HEAD], set()),
    ],
)
def test_of_titles(first: list[str], second: list[str], claims: set[str]) -> None:
    found = disputes(held("a", *first), held("b", *second))
    assert len(found) == bool(claims)
    titles = {c for _, sides in found for c, _ in sides}
    assert {t.partition(" Ủy ban")[0].partition(" Bộ Thử")[0] for t in titles} == claims


def test_on_another_day_a_title_may_be_another() -> None:
    assert disputes(held("a", DEPUTY), held("b", HEAD, issued="2024-01-18")) == []


def test_a_telling_keeps_what_its_source_says() -> None:
    a = tell("a", LABEL, B, f"chair:{A}", date=DAY, provinces=("Nghệ An",), session="sáng")
    b = tell("b", LONGER, f"chair:{A}", f"speak:{A}", B, day_month="--01-17")
    graph = link([a.report(), b.report()])
    (meeting,) = graph.meetings
    assert (meeting.label, meeting.date, meeting.session) == (LONGER, DAY, "sáng")
    one, two = graph.tellings
    assert {t.meeting for t in (one, two)} == {meeting.key}
    assert (one.document, one.label, one.date, one.session) == ("document/a", LABEL, DAY, "sáng")
    assert (two.label, two.date, two.day_month) == (LONGER, None, "--01-17")
    assert (one.provinces, two.provinces) == (("province/nghe-an",), ())
    roles = {p.key: f"{p.role}:{p.participant}" for p in graph.participations}
    # In each source's own order.
    assert [roles[c] for c in one.claims] == [
        "attend:official/le-thi-ke",
        "chair:official/tran-van-chu",
    ]
    assert [roles[c] for c in two.claims] == [
        "chair:official/tran-van-chu",
        "speak:official/tran-van-chu",
        "attend:official/le-thi-ke",
    ]
    documents = {m.key: m.document for m in graph.mentions}
    assert {documents[m] for m in two.mentions} == {"document/b"}


@pytest.fixture
def store() -> Any:
    makers = [
        tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY),
        tell("b", LABEL, *GUESTS, f"chair:{B}", date=DAY),
        held("c", HEAD, issued="2023-05-05"),
        held("d", DEPUTY, issued="2023-05-05"),
    ]
    with Store(":memory:") as opened:
        for made in makers:
            opened.put_report(Document(id=made.id, text=made.text), made.report())
        opened.replace_graph(link([m.report() for m in makers]))
        yield opened


def test_what_a_store_answers(store: Store) -> None:
    title, chair = conflicts(store)
    assert (title.kind, title.about, title.date) == ("title", D, "2023-05-05")
    assert [a.documents for a in title.answers] == [("c",), ("d",)]
    assert (chair.kind, chair.about, chair.date) == ("chair", LABEL, DAY)
    (said,) = {e.document for e in chair.answers[0].evidence}
    assert (chair.answers[0].claim, said) == (B, "b")
    assert {e.exact for e in chair.answers[0].evidence} == {B, "chair"}


@pytest.mark.parametrize(
    ("conditions", "kinds"),
    [
        ({}, ["title", "chair"]),
        ({"kind": "title"}, ["title"]),
        ({"kind": "date"}, []),
        ({"official": "tran van chu"}, ["chair"]),
        ({"official": "hồ thị khách"}, ["title"]),
        ({"official": "do van mot"}, []),
    ],
)
def test_conditions(store: Store, conditions: dict[str, str], kinds: list[str]) -> None:
    assert [c.kind for c in conflicts(store, **conditions)] == kinds


def test_nobody_of_that_name(store: Store) -> None:
    with pytest.raises(KgError, match='no official matches "Nobody"'):
        conflicts(store, official="Nobody")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "x.db"
    makers = [
        tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY),
        tell("b", LABEL, *GUESTS, f"chair:{B}", date=DAY),
    ]
    with Store.create(db) as opened:
        for made in makers:
            opened.put_report(Document(id=made.id, text=made.text), made.report())
        opened.replace_graph(link([m.report() for m in makers]))
    assert kg.cli.run(["conflicts", str(db), "--csv"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header == "date,about,question,answer,sources,documents,words"
    answers = [["chair", B, "1", "b"], ["chair", A, "1", "a"]]
    assert [line.split(",")[2:6] for line in lines] == answers
    assert kg.cli.run(["conflicts", str(db), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [answer["claim"] for answer in found["answers"]] == [B, A]
    assert kg.cli.run(["conflicts", str(db), "--kind", "place"]) == 0
    assert capsys.readouterr().out == "no document contradicts another\n"
    assert kg.cli.run(["conflicts", str(db), "--name", "nobody"]) == 1
    assert capsys.readouterr().err.startswith('kg: error: no official matches "nobody"')
