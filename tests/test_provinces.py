"""Provinces before and after the merger; districts and communes whose province is in question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_maker import Maker

import kg.cli
from kg.documents.document import Document
from kg.errors import KgError
from kg.lexicon.lexicon import load_lexicon
from kg.link.graph import link
from kg.link.model import Graph
from kg.link.rules import load_link_rules
from kg.report.extract import extract
from kg.store import queries
from kg.store.store import Store

BEFORE, AFTER = "2025-06-30", "2025-07-01"
CHAIR = "Chủ tịch @ Ủy ban nhân dân tỉnh {0} / province / {0}"


def told(id: str, province: str, day: str, who: str) -> Maker:
    maker = Maker(id, day)
    chair = maker.person(who, CHAIR.format(province))
    maker.meeting(f"cuộc họp {id}", (chair, "chair"), date=day, provinces=(province,))
    return maker


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    makers = [
        told("phuoc", "Bình Phước", BEFORE, "Lê Văn Cam"),
        told("dong", "Đồng Nai", BEFORE, "Vũ Văn Dừa"),
        told("moi", "Đồng Nai", AFTER, "Hồ Văn Xoài"),
        told("hue", "Thừa Thiên Huế", "2024-12-31", "Trần Văn Mận"),
        told("huemoi", "Huế", "2025-08-01", "Trần Văn Ổi"),
        told("lang", "Lạng Sơn", BEFORE, "Nông Văn Đào"),
        told("nai", "Gia Lai", AFTER, "Đinh Văn Lê"),
    ]
    with Store(":memory:") as opened:
        for m in makers:
            opened.put_report(Document(id=m.id, text=m.text), m.report())
        opened.replace_graph(link([m.report() for m in makers]))
        yield opened


@pytest.mark.parametrize(
    ("typed", "own", "following"),
    [
        ("Bình Phước", {"phuoc"}, {"phuoc", "moi"}),
        ("tỉnh Bình Phước", {"phuoc"}, {"phuoc", "moi"}),
        ("binh phuoc", {"phuoc"}, {"phuoc", "moi"}),
        # A name of before and after means both; what else went into it is not its own.
        ("Đồng Nai", {"dong", "moi"}, {"dong", "moi"}),
        ("Thừa Thiên Huế", {"hue"}, {"hue", "huemoi"}),
        ("Thừa Thiên - Huế", {"hue"}, {"hue", "huemoi"}),
        ("Huế", {"huemoi"}, {"huemoi"}),
        # Nothing took it over
        ("Lạng Sơn", {"lang"}, {"lang"}),
    ],
)
def test_queries(store: Store, typed: str, own: set[str], following: set[str]) -> None:
    def meetings(successors: bool) -> set[str]:
        rows = queries.meetings(store, province=typed, successors=successors)
        return {r.label.removeprefix("cuộc họp ") for r in rows}

    def officials(successors: bool) -> set[str]:
        rows = queries.officials(store, province=typed, successors=successors)
        return {d for r in rows for a in queries.appearances(store, r.key) for d in a.documents}

    assert (meetings(False), meetings(True)) == (own, following)
    assert (officials(False), officials(True)) == (own, following)


def test_a_province_of_which_no_report_tells_still_leads_to_its_successor(store: Store) -> None:
    """Bình Định went into Gia Lai; the store has only Gia Lai."""
    with pytest.raises(KgError, match='no province matches "Bình Định"'):
        queries.meetings(store, province="Bình Định")
    (row,) = queries.meetings(store, province="Bình Định", successors=True)
    assert row.label == "cuộc họp nai"


@pytest.mark.parametrize("typed", ["Bình Phúc", "Cà Mau", "huyện Bình Phước", ""])
def test_what_is_no_province_of_the_store(store: Store, typed: str) -> None:
    for successors in (False, True):
        with pytest.raises(KgError, match="no province matches"):
            queries.meetings(store, province=typed, successors=successors)


@pytest.mark.parametrize("command", ["meetings", "officials", "bodies"])
def test_successors_need_a_province(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg.cli.run([command, "--including-successors"]) == 2
    assert "--including-successors needs --province" in capsys.readouterr().err


# Districts and communes


def graph(text: str, issued: str | None) -> Graph:
    return link([extract(Document(id="d", text=text, issued=issued), load_lexicon())])


def homes(text: str, issued: str | None) -> dict[str, str | None]:
    """Return the province (key) of each district and commune that a text names."""
    return {p.full_name: p.province for p in graph(text, issued).places if p.level != "province"}


@pytest.mark.parametrize(
    ("text", "issued", "place", "province"),
    [
        # Borne once in the country
        ("Lễ mừng diễn ra tại huyện Đô Lương.", BEFORE, "huyện Đô Lương", "province/nghe-an"),
        ("Lễ mừng diễn ra tại quận Đồ Sơn.", BEFORE, "quận Đồ Sơn", "province/hai-phong"),
        # Borne in several provinces: the context says which one
        (
            "Lễ mừng diễn ra tại huyện Châu Thành, tỉnh Tiền Giang.",
            BEFORE,
            "huyện Châu Thành",
            "province/tien-giang",
        ),
        (
            "UBND tỉnh Hậu Giang họp. Lễ khánh thành diễn ra tại huyện Châu Thành.",
            BEFORE,
            "huyện Châu Thành",
            "province/hau-giang",
        ),
        # No context, or one that has none of that name: it stays open
        ("Lễ mừng diễn ra tại huyện Châu Thành.", BEFORE, "huyện Châu Thành", None),
        (
            "Lễ mừng diễn ra tại huyện Châu Thành, tỉnh Nghệ An.",
            BEFORE,
            "huyện Châu Thành",
            None,
        ),
        # An old name of several provinces, and today's of one: the day decides
        ("Hội nghị tại phường Long Xuyên.", AFTER, "phường Long Xuyên", "province/an-giang-2025"),
        ("Hội nghị tại phường Long Xuyên.", BEFORE, "phường Long Xuyên", None),
        ("Hội nghị tại phường Long Xuyên.", None, "phường Long Xuyên", None),
        ("Hội nghị tại phường Chi Lăng.", AFTER, "phường Chi Lăng", "province/an-giang-2025"),
        ("Hội nghị tại phường Chi Lăng.", BEFORE, "phường Chi Lăng", None),
    ],
)  # fmt: skip
def test_which_province(text: str, issued: str | None, place: str, province: str | None) -> None:
    assert homes(text, issued)[place] == province


@pytest.mark.parametrize(
    ("full_name", "day", "province"),
    [
        ("Huyện Đô Lương", BEFORE, "Nghệ An"),
        ("huyện đô lương", None, "Nghệ An"),
        ("Huyện Châu Thành", BEFORE, None),
        ("Phường Long Xuyên", AFTER, "An Giang"),
        ("Phường Long Xuyên", BEFORE, None),
        ("Huyện Không Đâu", BEFORE, None),
        ("", None, None),
    ],
)
def test_homes(full_name: str, day: str | None, province: str | None) -> None:
    assert load_link_rules().units.home(full_name, day) == province


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Ủy ban nhân dân huyện Đô Lương", "Huyện Đô Lương"),
        ("Huyện ủy Đô Lương", "Huyện Đô Lương"),
        ("Ban Thường vụ Huyện ủy Đô Lương", "Huyện Đô Lương"),
        ("Phòng Tài nguyên và Môi trường thị xã Cửa Lò", "Thị xã Cửa Lò"),
        ("Quận ủy Hoàn Kiếm", "Quận Hoàn Kiếm"),
        ("Công an Quận 1", "Quận 1"),
        # No unit of that name, or none at all
        ("Huyện ủy Không Đâu", None),
        ("Ủy ban nhân dân huyện", None),
        ("Ủy ban nhân dân", None),
        ("Câu lạc bộ Hoàn Kiếm", None),
    ],
)
def test_the_territory_in_a_bodys_name(label: str, unit: str | None) -> None:
    assert load_link_rules().units.of_body(label) == unit


def test_a_body_of_a_name_that_one_province_has_today_is_placed() -> None:
    text = "Chủ tịch UBND phường Long Xuyên Lê Văn Cam chủ trì cuộc họp."
    (body,) = (b for b in graph(text, AFTER).bodies if b.level == "commune")
    assert (body.placed, body.province) == (True, "province/an-giang-2025")
    assert body.place == "place/phuong-long-xuyen-an-giang"
    (body,) = (b for b in graph(text, BEFORE).bodies if b.level == "commune")
    assert (body.placed, body.province, body.place) == (False, None, None)


def test_districts_have_a_last_day() -> None:
    rows = graph("Lễ khánh thành tại huyện Đô Lương và tại Quận 2, TP.HCM.", "2019-05-05").places
    last = {p.full_name.lower(): p.valid_to for p in rows if p.level == "district"}
    # That of a district which ended before is not known to the day.
    assert last == {"huyện đô lương": "2025-06-30", "quận 2": None}
