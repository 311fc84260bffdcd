"""The linked graph as a whole: sound references, and the same for any order of the reports."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_maker import Maker

from kg.link.graph import link
from kg.link.model import Graph
from kg.link.slugs import canonical, fold, number, search_form, slug
from kg.report.model import Report

NAMES = ["Nguyễn Văn Thử", "Nguyễn Văn Thứ", "Lê Thị Hoà", "Lê Thị Hòa"]
POSTS = [
    "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An",
    "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau",
    "Bí thư @ Tỉnh ủy / province",
    "Bí thư @ Huyện ủy Châu Thử / district / Nghệ An",
    "Bí thư @ Huyện ủy Châu Thử / district / Cà Mau",
    "former:Bộ trưởng @ Bộ Thử / central",
    "Ủy viên @ Trung ương Đảng / central",
    "Thủ tướng",
]
LABELS = ["hội nghị", "hội nghị tổng kết phòng chống thiên tai", "lễ khánh thành cầu Thử"]
DAYS = [None, "2024-01-17", "2025-08-02"]
PROVINCES = ["Nghệ An", "Cà Mau", "Bình Phước"]


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    out = []
    for i in range(draw(st.integers(1, 6))):
        maker = Maker(f"d/{i}", draw(st.sampled_from(DAYS)))
        maker.place(draw(st.sampled_from(PROVINCES)))
        maker.place("huyện Châu Thử", draw(st.sampled_from([None, *PROVINCES])), "district")
        people = [
            maker.person(name, *draw(st.lists(st.sampled_from(POSTS), max_size=2, unique=True)))
            for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
        ]
        for _ in range(draw(st.integers(0, 2))):
            site = draw(st.sampled_from(PROVINCES))
            roles: list[Any] = [(p, "attend") for p in people] + [(people[0], "chair")]
            roles += [(people[-1], "chair", site)]
            maker.meeting(
                draw(st.sampled_from(LABELS)),
                *roles,
                date=draw(st.sampled_from(DAYS)),
                day_month=draw(st.sampled_from([None, "--01-17"])),
                provinces=(draw(st.sampled_from(PROVINCES)),),
                sites=(site,),
            )
        out.append(maker.report())
    return out


def check_references(graph: Graph) -> None:
    tables = [getattr(graph, f) for f in graph.__struct_fields__]
    keys = {row.key for table in tables for row in table}
    for table in tables:
        assert [row.key for row in table] == sorted({row.key for row in table})
    for row in graph.mentions:
        assert {row.document, row.target} <= keys
    for row in graph.memberships:
        assert {row.official, row.post, *row.documents, *row.mentions} <= keys
        assert row.mentions and row.documents
    for row in graph.participations:
        assert {row.meeting, row.participant, *row.documents, *row.mentions} <= keys
        assert row.site is None or row.site in keys
    for row in graph.meetings:
        assert {*row.provinces, *row.organisers} <= keys
    for row in (*graph.places, *graph.bodies):
        assert row.province is None or row.province in keys
    for row in graph.places:
        assert row.replaced_by is None or row.replaced_by in keys
    for row in graph.posts:
        assert row.body is None or row.body in keys


@settings(max_examples=60, deadline=None)
@given(reports(), st.integers())
def test_any_order_gives_the_same_graph(given_reports: list[Report], seed: int) -> None:
    graph = link(given_reports)
    check_references(graph)
    shuffled = given_reports[:]
    random.Random(seed).shuffle(shuffled)
    assert link(shuffled) == graph
    assert link([*shuffled, *given_reports]) == graph
    named = {(m.document, m.target) for m in graph.mentions if m.kind == "person"}
    persons = sum(len(r.people) for r in given_reports)
    assert len(named) == persons, "two people of one document became one"


@settings(max_examples=30, deadline=None)
@given(reports())
def test_no_two_meetings_of_a_report_become_one(given_reports: list[Report]) -> None:
    graph = link(given_reports)
    told = {(m.document, m.target) for m in graph.mentions if m.kind == "meeting"}
    assert len(told) == sum(len(r.meetings) for r in given_reports)


def test_nothing_gives_nothing() -> None:
    assert link([]) == Graph()


@pytest.mark.parametrize(
    ("issued", "name", "keys"),
    [
        ("2024-01-17", "Nghệ An", ["province/nghe-an", "province/nghe-an-2025"]),
        (None, "Nghệ An", ["province/nghe-an", "province/nghe-an-2025"]),
        ("2025-06-30", "Nghệ An", ["province/nghe-an", "province/nghe-an-2025"]),
        ("2025-07-01", "Nghệ An", ["province/nghe-an-2025"]),
        ("2024-01-17", "Bình Phước", ["province/binh-phuoc", "province/dong-nai-2025"]),
        ("2026-01-17", "Bình Phước", ["province/binh-phuoc", "province/dong-nai-2025"]),
        ("2024-01-17", "Tỉnh Lạ", ["province/tinh-la"]),
    ],
)
def test_provinces_are_those_of_the_day(issued: str | None, name: str, keys: list[str]) -> None:
    maker = Maker("d", issued)
    maker.place(name)
    graph = link([maker.report()])
    assert [p.key for p in graph.places] == keys
    assert graph.mentions[0].target.removesuffix("-2025") == f"province/{slug(name)}"


def test_codes_of_a_province() -> None:
    maker = Maker("d", "2024-01-17")
    maker.place("Nghệ An")
    old, new = link([maker.report()]).places
    assert (old.gso, old.full_name, old.replaced_by) == ("40", "Tỉnh Nghệ An", new.key)
    assert old.iso and old.wikidata
    assert (old.valid_to, new.valid_from) == ("2025-06-30", "2025-07-01")


def test_an_unplaced_body_is_its_documents_own() -> None:
    makers = [Maker("a/1"), Maker("a/2")]
    for maker in makers:
        maker.person("Lê Hòa", "Bí thư @ Tỉnh ủy / province")
    graph = link([m.report() for m in makers])
    assert [b.key for b in graph.bodies] == ["body/tinh-uy--a-1", "body/tinh-uy--a-2"]
    assert [p.key for p in graph.posts] == ["post/bi-thu-tinh-uy--a-1", "post/bi-thu-tinh-uy--a-2"]
    assert not any(row.placed for row in (*graph.bodies, *graph.posts))


def test_a_placed_body_is_one_before_and_after_the_merger() -> None:
    makers = [Maker("a", "2026-01-01"), Maker("b", "2024-01-01")]
    for maker in makers:
        maker.person("Lê Hòa", "Bí thư @ Tỉnh ủy Nghệ An / province / Nghệ An")
    graph = link([m.report() for m in makers])
    assert [(b.key, b.province) for b in graph.bodies] == [
        ("body/tinh-uy-nghe-an", "province/nghe-an")
    ]
    assert [p.key for p in graph.posts] == ["post/bi-thu-tinh-uy-nghe-an"]
    (held,) = graph.memberships
    assert (held.first_seen, held.last_seen) == ("2024-01-01", "2026-01-01")


def test_one_label_in_two_provinces_is_two_bodies() -> None:
    makers = [Maker("a"), Maker("b")]
    for maker, province in zip(makers, ("Nghệ An", "Cà Mau"), strict=True):
        maker.person("Lê Hòa", f"Bí thư @ Huyện ủy Châu Thử / district / {province}")
    graph = link([m.report() for m in makers])
    assert [b.key for b in graph.bodies] == [
        "body/huyen-uy-chau-thu-ca-mau",
        "body/huyen-uy-chau-thu-nghe-an",
    ]
    assert len(graph.posts) == len(graph.officials) == 2


def test_parents_do_not_run_in_circles() -> None:
    makers = [Maker("a"), Maker("b")]
    for maker, (low, high) in zip(makers, (("Ban A", "Ban B"), ("Ban B", "Ban A")), strict=True):
        parent = maker.body(high, "central")
        maker.body(low, "central", parent=parent)
    graph = link([m.report() for m in makers])
    assert sum(b.parent is not None for b in graph.bodies) == 1


def test_two_readings_of_the_same_words_are_one_mention() -> None:
    maker = Maker("d")
    maker.person("Lê Hòa")
    mention = maker.mentions[0]
    maker.mentions.append(type(mention)(mention.start, mention.end, "person", "p1", "other", 0.5))
    (row,) = link([maker.report()]).mentions
    assert (row.key, row.rule, row.confidence) == ("mention/d-0-6-person", "test", 1.0)


def test_documents_whose_ids_make_one_slug() -> None:
    graph = link([Maker("a/b").report(), Maker("a-b").report(), Maker("…").report()])
    assert [(d.key, d.id) for d in graph.documents][:2] == [
        ("document/a-b", "a-b"),
        ("document/a-b-2", "a/b"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đặng Thị Ngọc Thịnh", "dang-thi-ngoc-thinh"),
        ("Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "uy-ban-nhan-dan-tinh-ba-ria-vung-tau"),
        ("Ðà Nẵng", "da-nang"),
        ("Straße 1/2", "strasse-1-2"),
        ("  ", "x"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    made = slug(text)
    assert made == expected or (expected == "x" and made.startswith("x") and len(made) == 9)


@given(st.text())
def test_a_slug_is_fit_for_an_iri(text: str) -> None:
    made = slug(text)
    assert made.isascii() and made == made.lower() and made.replace("-", "").isalnum()
    assert len(slug(text, 20)) <= 20
    assert fold(fold(text)) == fold(text)
    assert search_form(search_form(text)) == search_form(text)
    assert canonical(text) == canonical(text.upper().lower()) or not text.isascii()


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"])))
def test_numbers_are_never_given_twice(wanted: list[str]) -> None:
    keys = number((key, i) for i, key in enumerate(wanted))
    assert len(set(keys.values())) == len(wanted)
    assert all(keys[i].startswith(key) for i, key in enumerate(wanted))
    assert all(keys[wanted.index(key)] == key for key in wanted)
