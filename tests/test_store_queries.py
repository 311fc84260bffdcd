"""Questions to a store, and finding names as people type them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_maker import Maker

from kg.documents.document import Document
from kg.errors import KgError
from kg.link.graph import link
from kg.store import queries
from kg.store.names import require_bodies, require_provinces
from kg.store.store import Store

CHAIR = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
SECRETARY = "Bí thư @ Tỉnh ủy Cà Mau / province / Cà Mau"
MINISTER = "Bộ trưởng @ Bộ Thử / central"


@pytest.fixture
def store() -> Iterator[Store]:
    a, b, c = Maker("a", "2024-01-18"), Maker("b", "2024-03-02"), Maker("c")
    high = a.person("Đặng Thị Thử", MINISTER)
    low = a.person("Lê Hòa", CHAIR)
    a.meeting(
        "hội nghị tổng kết phòng chống thiên tai",
        (high, "chair"),
        (high, "speak"),
        (low, "attend", "Nghệ An"),
        date="2024-01-17",
        provinces=("Nghệ An", "Cà Mau"),
        sites=("Nghệ An",),
    )
    high = b.person("Đặng Thị Thử", "former:" + MINISTER, SECRETARY)
    b.meeting("lễ khánh thành", (high, "attend"), date="2024-03-01", provinces=("Cà Mau",))
    last = c.person("Lê Hoa", SECRETARY)
    c.person("Đặng Thị Thừ", CHAIR)
    c.meeting("cuộc họp", (last, "chair"))
    with Store(":memory:") as opened:
        for made in (a, b, c):
            opened.put_report(Document(id=made.id, text=made.text), made.report())
        opened.replace_graph(link([m.report() for m in (a, b, c)]))
        opened.put_failure("d.txt", "empty file")
        yield opened


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Đặng Thị Thử", ["Đặng Thị Thử"]),
        ("đặng thị thử", ["Đặng Thị Thử"]),
        ("dang thi thu", ["Đặng Thị Thử", "Đặng Thị Thừ"]),
        ("DANG  THI THU", ["Đặng Thị Thử", "Đặng Thị Thừ"]),
        ("Dặng Thi Thu", ["Đặng Thị Thử", "Đặng Thị Thừ"]),
        ("dang-thi-thu-2", ["Đặng Thị Thừ"]),
        ("official/dang-thi-thu", ["Đặng Thị Thử"]),
        ("Lê Hoà", ["Lê Hòa"]),
        ("le hoa", ["Lê Hoa", "Lê Hòa"]),
        ("Lê", ["Lê Hoa", "Lê Hòa"]),
        ("thử đặng", ["Đặng Thị Thử", "Đặng Thị Thừ"]),
        ("Hoa", ["Lê Hoa", "Lê Hòa"]),
        ("ang thi", ["Đặng Thị Thử", "Đặng Thị Thừ"]),
        ("Nguyễn Văn", []),
        ("%", []),
        ("", []),
        ("' OR 1=1 --", []),
    ],
)
def test_names(store: Store, typed: str, found: list[str]) -> None:
    assert sorted(hit.label for hit in queries.find_officials(store, typed)) == sorted(found)


def test_nearest_names(store: Store) -> None:
    assert queries.nearest_names(store, "Đăng Thị Thủy")[0].startswith("Đặng Thị")
    assert queries.nearest_names(store, "xyz") == []
    with pytest.raises(KgError, match='no official matches "Đằng Thi Thua"; nearest: Đặng Thị Th'):
        queries.require_officials(store, "Đằng Thi Thua")


def test_appearances(store: Store) -> None:
    found = queries.appearances(store, "official/dang-thi-thu")
    assert [(a.date, a.role, a.site, a.post, a.documents) for a in found] == [
        ("2024-01-17", "chair", None, "Bộ trưởng Bộ Thử", ("a",)),
        ("2024-01-17", "speak", None, "Bộ trưởng Bộ Thử", ("a",)),
        ("2024-03-01", "attend", None, "Bí thư Tỉnh ủy Cà Mau", ("b",)),
    ]
    assert found[0].meeting == "hội nghị tổng kết phòng chống thiên tai"
    (at_site,) = queries.appearances(store, "official/le-hoa")
    assert at_site.site == "điểm cầu Nghệ An"
    assert queries.appearances(store, "official/nobody") == []


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, ["Lê Hoa", "Lê Hòa", "Đặng Thị Thử", "Đặng Thị Thừ"]),
        ({"province": "Nghệ An"}, ["Lê Hòa", "Đặng Thị Thử", "Đặng Thị Thừ"]),
        ({"province": "nghe an"}, ["Lê Hòa", "Đặng Thị Thử", "Đặng Thị Thừ"]),
        ({"province": "tỉnh Cà Mau"}, ["Lê Hoa", "Đặng Thị Thử"]),
        ({"body": "bo thu"}, ["Đặng Thị Thử"]),
        ({"body": "tỉnh ủy"}, ["Lê Hoa", "Đặng Thị Thử"]),
        ({"name": "lê", "province": "Cà Mau"}, ["Lê Hoa"]),
    ],
)
def test_officials(store: Store, conditions: dict[str, str], found: list[str]) -> None:
    rows = queries.officials(store, **conditions)
    assert sorted(row.label for row in rows) == sorted(found)


def test_an_officials_summary(store: Store) -> None:
    (row,) = queries.officials(store, name="Đặng Thị Thử")
    assert row.posts == ("Bộ trưởng Bộ Thử", "Bí thư Tỉnh ủy Cà Mau")
    assert row.former_posts == ("Bộ trưởng Bộ Thử",)
    assert (row.appearances, row.first_date, row.last_date) == (2, "2024-01-17", "2024-03-01")


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"province": "Nghệ Am"}, 'no province matches "Nghệ Am"; nearest: Nghệ An'),
        ({"body": "Bộ Thừa"}, 'no body matches "Bộ Thừa"; nearest: Bộ Thử'),
        ({"body": "..."}, 'no body matches "..."'),
        ({"name": "Lê Hoàn"}, 'no official matches "Lê Hoàn"; nearest: Lê Hòa'),
    ],
)
def test_what_nobody_knows(store: Store, conditions: dict[str, str], message: str) -> None:
    with pytest.raises(KgError) as e:
        queries.officials(store, **conditions)
    assert str(e.value).startswith(message)


def test_provinces_and_bodies_by_name(store: Store) -> None:
    assert require_provinces(store, "CÀ MAU") == ["province/ca-mau", "province/ca-mau-2025"]
    assert require_bodies(store, "Tỉnh ủy Cà Mau") == ["body/tinh-uy-ca-mau"]


@pytest.mark.parametrize(
    ("conditions", "days"),
    [
        ({}, ["2024-01-17", "2024-03-01", None]),
        ({"start": "2024-01-17"}, ["2024-01-17", "2024-03-01"]),
        ({"start": "2024-01-18", "end": "2024-12-31"}, ["2024-03-01"]),
        ({"end": "2024-01-17"}, ["2024-01-17"]),
        ({"province": "nghệ an"}, ["2024-01-17"]),
        ({"province": "Cà Mau", "end": "2024-02-01"}, ["2024-01-17"]),
    ],
)
def test_meetings(store: Store, conditions: dict[str, str], days: list[str | None]) -> None:
    assert [m.date for m in queries.meetings(store, **conditions)] == days


def test_a_meetings_summary(store: Store) -> None:
    first = queries.meetings(store)[0]
    assert (first.chairs, first.participants, first.documents) == (("Đặng Thị Thử",), 2, ("a",))
    assert first.provinces == ("Cà Mau", "Nghệ An")


def test_every_fact_explains_itself(store: Store) -> None:
    facts = queries.explain(store, "official/dang-thi-thu")
    assert [(f.kind, f.what, f.how, f.date) for f in facts] == [
        ("membership", "Bộ trưởng Bộ Thử", "current", "2024-01-17"),
        ("membership", "Bí thư Tỉnh ủy Cà Mau", "current", "2024-03-01"),
        ("membership", "Bộ trưởng Bộ Thử", "former", "2024-03-01"),
        ("participation", "hội nghị tổng kết phòng chống thiên tai", "chair", "2024-01-17"),
        ("participation", "hội nghị tổng kết phòng chống thiên tai", "speak", "2024-01-17"),
        ("participation", "lễ khánh thành", "attend", "2024-03-01"),
    ]
    for fact in facts:
        assert fact.evidence
        for e in fact.evidence:
            text = queries.document_text(store, e.document)
            assert text[e.start : e.end] == e.exact
            assert e.exact in e.sentence
            assert (e.rule, e.confidence) == ("test", 1.0)


def test_status(store: Store) -> None:
    status = queries.status(store)
    assert (status.documents, status.counts["officials"]) == (3, 4)
    assert status.failures == (("d.txt", "empty file"),)
    assert status.schema == Store.schema


def test_a_document_nobody_has(store: Store) -> None:
    with pytest.raises(KgError, match='no document "x"'):
        queries.document_text(store, "x")
