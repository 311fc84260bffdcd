"""The competency questions: what they answer over the seeds, in two engines."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from test_cli import ROOT
from test_export_conflicts import MAKERS
from test_export_conflicts import exported as disputed

from kg.build import build
from kg.export import export
from kg.sparql import DEFAULT_BASE, ask
from kg.sparql.questions import Question, questions, require_question
from kg.sparql.values import TYPES, parameters, set_values
from kg.store.store import Store

MARCH = "Hội nghị tổng kết công tác xây dựng Đảng năm 2023"
JANUARY = (
    "hội nghị giao ban công tác năm 2023 với các bí thư tỉnh ủy, thành ủy trực thuộc Trung ương"
)
JULY = (
    "hội nghị giao ban trực tuyến công tác 6 tháng đầu năm với Bí thư Tỉnh ủy, Thành ủy "
    "trực thuộc trung ương"
)
NGHE_AN = "hội nghị tổng kết công tác xây dựng Đảng năm 2023, nhiệm vụ trọng tâm năm 2024"
MEETING = "giao ban cong tac nam 2023"
MAI, QUY = "Trương Thị Mai", "Thái Thanh Quý"
CUONG, THANH = "Nguyễn Mạnh Cường", "Nguyễn Đức Thanh"
TRIET, CHINH, HANG = "Lương Nguyễn Minh Triết", "Lê Trung Chinh", "Huỳnh Thị Hằng"
HUNG, HIEU, HAU, NAM = "Lê Minh Hưng", "Hoàng Nghĩa Hiếu", "Phạm Văn Hậu", "Trần Quốc Nam"
CENTRE = "Trung ương Đảng"

# Name, parameters, and the answer: one line a solution, parted by " | ", "-" what is unbound.
# IRIs are written as tables show them.
ANSWERS: list[tuple[str, dict[str, str], str]] = [
    (
        "appearances",
        {"official": "truong thi mai"},
        f"""{MAI} | 2023-07-28 | kg:Chair | {JULY} | -
            {MAI} | 2023-07-28 | kg:Speaker | {JULY} | -
            {MAI} | 2024-01-17 | kg:Chair | {JANUARY} | -
            {MAI} | 2024-01-17 | kg:Speaker | {JANUARY} | -""",
    ),
    (
        "chairs",
        {"meeting": MEETING},
        f"""{JANUARY} | {MAI} | Ủy viên Bộ Chính trị | -
            {JANUARY} | {CHINH} | Phó Bí thư Thành ủy Đà Nẵng | điểm cầu Đà Nẵng
            {JANUARY} | {TRIET} | Ủy viên dự khuyết {CENTRE} | điểm cầu Đà Nẵng""",
    ),
    (
        "delegation",
        {"province": "Nghệ An"},
        f"""- | {NGHE_AN} | {HIEU} | kg:Speaker
            - | {NGHE_AN} | {QUY} | kg:Speaker
            2023-07-28 | {JULY} | {QUY} | kg:Chair""",
    ),
    (
        "co-chairs",
        {},
        f"""{CHINH} | {TRIET} | 1
            {CHINH} | {MAI} | 1
            {TRIET} | {MAI} | 1
            {QUY} | {MAI} | 1""",
    ),
    (
        "posts-on-day",
        {"official": "truong thi mai", "day": "2023-12-01"},
        f"""{MAI} | Thường trực Ban Bí thư | 2023-07-28 | 2024-01-17
            {MAI} | Trưởng Ban Tổ chức Trung ương | 2023-07-28 | 2024-01-17
            {MAI} | Ủy viên Bộ Chính trị | 2023-07-28 | 2024-01-17""",
    ),
    ("posts-on-day", {"official": "truong thi mai", "day": "2024-02-01"}, ""),
    (
        "holders",
        {"post": "bi thu tinh uy nghe an"},
        f"Bí thư Tỉnh ủy Nghệ An | {QUY} | kg:Current | 2023-07-28 | 2023-07-28",
    ),
    ("meetings-of-body", {"body": "tinh uy nghe an"}, "Tỉnh ủy Nghệ An | 2023 | 1"),
    (
        "meetings-of-body",
        {"body": "body/trung-uong-dang"},
        f"""{CENTRE} | 2023 | 1
            {CENTRE} | 2024 | 2""",
    ),
    (
        "on-behalf-of",
        {},
        f"- | {NGHE_AN} | {QUY} | Ban Thường vụ Tỉnh ủy Nghệ An | kg:Speaker",
    ),
    (
        "unseen",
        {},
        f"""{QUY} | 2023-07-28 | true
            {CUONG} | 2024-01-17 | false
            {THANH} | 2024-03-07 | false""",
    ),
    (
        "unseen",
        {"days": "50"},
        f"""{QUY} | 2023-07-28 | true
            {CUONG} | 2024-01-17 | true
            {THANH} | 2024-03-07 | false""",
    ),
    (
        "evidence",
        {"official": "manh cuong"},
        f"{CUONG} | 2024-01-17 | {JANUARY} | kg:Attendee | 001_47439332d31f91e3 | "
        "Tại điểm cầu Bình Phước, có các đồng chí Nguyễn Mạnh Cường – UVTW Đảng, Bí thư Tỉnh ủy; "
        "đồng chí Huỳnh Thị Hằng - Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh và trưởng "
        "các ban đảng, Chánh Văn phòng Tỉnh ủy.",
    ),
    ("disputes", {}, ""),
    (
        "provinces",
        {},
        """Nghệ An | 2
           Bình Phước | 1
           Đà Nẵng | 1""",
    ),
    ("successors", {"province": "Bình Phước"}, f"Bình Phước | 2024-01-17 | {JANUARY}"),
    (
        "calendar",
        {"start": "2024-01-17", "end": "2024-03-07"},
        f"""2024-01-17 | {JANUARY} | 10
            2024-03-07 | {MARCH} | 3""",
    ),
    (
        "busiest-chairs",
        {},
        f"""{MAI} | 2
            {CHINH} | 1
            {TRIET} | 1
            {THANH} | 1
            {QUY} | 1""",
    ),
    (
        "together",
        {"first": "official/truong-thi-mai", "second": "official/thai-thanh-quy"},
        f"""2023-07-28 | {JULY} | {MAI} | kg:Chair | {QUY} | kg:Chair
            2023-07-28 | {JULY} | {MAI} | kg:Speaker | {QUY} | kg:Chair""",
    ),
    (
        "company",
        {"official": "thai thanh quy"},
        f"""{HIEU} | 1
            {MAI} | 1""",
    ),
    (
        "protocol",
        {"meeting": MEETING},
        f"""1 | {HUNG} | kg:Attendee | Bí thư {CENTRE}
            1 | {TRIET} | kg:Chair | Ủy viên dự khuyết {CENTRE}
            1 | {CUONG} | kg:Attendee | Ủy viên {CENTRE}
            2 | {HANG} | kg:Attendee | Phó Bí thư Thường trực Tỉnh ủy Bình Phước
            2 | {CHINH} | kg:Chair | Phó Bí thư Thành ủy Đà Nẵng""",
    ),
    (
        "sites",
        {"meeting": MEETING},
        f"""điểm cầu Bình Phước | Bình Phước | {HANG} | kg:Attendee
            điểm cầu Bình Phước | Bình Phước | {CUONG} | kg:Attendee
            điểm cầu Đà Nẵng | Đà Nẵng | {CHINH} | kg:Chair
            điểm cầu Đà Nẵng | Đà Nẵng | {TRIET} | kg:Chair""",
    ),
    (
        "structure",
        {},
        f"""Ban Bí thư | {CENTRE} | central
            Ban Tổ chức Trung ương | {CENTRE} | central
            Bộ Chính trị | {CENTRE} | central
            Quân ủy Trung ương | {CENTRE} | central
            Thành ủy Đà Nẵng | {CENTRE} | province
            Tỉnh ủy Bình Phước | {CENTRE} | province
            Tỉnh ủy Nghệ An | {CENTRE} | province
            Văn phòng {CENTRE} | {CENTRE} | central
            Đảng ủy Công an Trung ương | {CENTRE} | central
            Ban Thường vụ Tỉnh ủy Nghệ An | Tỉnh ủy Nghệ An | province
            Thường trực Tỉnh ủy Nghệ An | Tỉnh ủy Nghệ An | province""",
    ),
    (
        "careers",
        {"official": "thai thanh quy"},
        f"""{QUY} | Bí thư Tỉnh ủy Nghệ An | Tỉnh ủy Nghệ An | kg:Current | 2023-07-28 | 2023-07-28
            {QUY} | Ủy viên {CENTRE} | {CENTRE} | kg:Current | 2023-07-28 | 2023-07-28""",
    ),
    ("retold", {}, f"2024-01-17 | {JANUARY} | 2"),
    (
        "document",
        {"document": "002_9061e898ab2a6f8c"},
        f"""{NGHE_AN} | Thường trực Tỉnh ủy Nghệ An | kg:Chair
            {NGHE_AN} | {HIEU} | kg:Speaker
            {NGHE_AN} | {QUY} | kg:Speaker""",
    ),
    (
        "open-posts",
        {},
        f"""{THANH} | Bí thư Tỉnh ủy | Bí thư Tỉnh ủy Ninh Thuận
            {HAU} | Chủ tịch Hội đồng nhân dân tỉnh | -
            {HAU} | Phó Bí thư Thường trực Tỉnh ủy | Phó Bí thư Thường trực Tỉnh ủy Ninh Thuận
            {NAM} | Chủ tịch Ủy ban nhân dân tỉnh | Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận
            {NAM} | Phó Bí thư Tỉnh ủy | Phó Bí thư Tỉnh ủy Ninh Thuận""",
    ),
    ("never-chaired", {}, f"{HIEU} | 1"),
    (
        "ended-bodies",
        {},
        """Hội đồng nhân dân tỉnh Bình Phước | 2025-06-30 | -
           Tỉnh ủy Bình Phước | 2025-06-30 | -""",
    ),
    (
        "network",
        {"official": "thanh quy"},
        f"""body/thuong-truc-tinh-uy-nghe-an | kg:tookPartIn | {NGHE_AN}
            body/thuong-truc-tinh-uy-nghe-an | rdfs:label | Thường trực Tỉnh ủy Nghệ An
            official/hoang-nghia-hieu | kg:tookPartIn | {NGHE_AN}
            official/hoang-nghia-hieu | rdfs:label | {HIEU}
            official/thai-thanh-quy | kg:tookPartIn | {JULY}
            official/thai-thanh-quy | kg:tookPartIn | {NGHE_AN}
            official/thai-thanh-quy | rdfs:label | {QUY}
            official/truong-thi-mai | kg:tookPartIn | {JULY}
            official/truong-thi-mai | rdfs:label | {MAI}
            {JULY} | rdfs:label | {JULY}
            {NGHE_AN} | rdfs:label | {NGHE_AN}""",
    ),
]
CASES = pytest.mark.parametrize(
    ("name", "settings", "expected"), ANSWERS, ids=lambda v: v if isinstance(v, str) else ""
)
MEETINGS = {
    "meeting/2023-07-28-hoi-nghi-giao-ban-truc-tuyen-cong-tac-6-thang-dau-nam-voi-bi": JULY,
    "meeting/nodate-hoi-nghi-tong-ket-cong-tac-xay-dung-dang-nam-2023-nhiem-vu": NGHE_AN,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


@pytest.fixture(scope="module")
def nt(store: Path) -> bytes:
    out = io.BytesIO()
    with Store(store) as opened:
        export(opened, out, "nt")
    return out.getvalue()


@pytest.fixture(scope="module")
def graph(nt: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=nt, format="nt")


@pytest.fixture(scope="module")
def engine(nt: bytes) -> ox.Store:
    made = ox.Store()
    made.bulk_load(nt, ox.RdfFormat.N_TRIPLES)
    return made


def shown(value: object) -> str:
    """A term as the answers above write it: a key, a prefixed name, a meeting's label, a text."""
    plain = value.value if isinstance(value, ox.Literal | ox.NamedNode) else value
    text = "-" if value is None else str(plain)
    text = text.removeprefix(DEFAULT_BASE).replace("https://w3id.org/chutri/ns#", "kg:")
    text = text.replace("http://www.w3.org/2000/01/rdf-schema#", "rdfs:")
    return MEETINGS.get(text, text)


def lines(expected: str) -> list[str]:
    return sorted(line.strip() for line in expected.splitlines())


def query_of(store: Path, name: str, settings: dict[str, str]) -> str:
    text = require_question(name).query
    with Store(store) as opened:
        return set_values(text, settings, opened, DEFAULT_BASE, name)


@CASES
def test_the_answer_of_kg(store: Path, name: str, settings: dict[str, str], expected: str) -> None:
    out = io.BytesIO()
    ask(store, require_question(name).query, out, "table", settings=settings)
    rows = [
        " | ".join(MEETINGS.get(cell, cell) or "-" for cell in cells)
        for cells in _cells(out.getvalue().decode())
    ]
    assert sorted(rows) == lines(expected)


def _cells(table: str) -> list[list[str]]:
    """Cut a table where its rule does."""
    _, rule, *body = table.splitlines()
    spans = [m.span() for m in re.finditer("─+", rule)]
    return [[line[start:end].strip() for start, end in spans] for line in body]


@CASES
def test_two_engines_answer_the_same(
    store: Path,
    graph: rdflib.Graph,
    engine: ox.Store,
    name: str,
    settings: dict[str, str],
    expected: str,
) -> None:
    text = query_of(store, name, settings)
    # No prefix is added here: the files stand on their own.
    result, found = graph.query(text), engine.query(text)
    if isinstance(found, ox.QueryTriples):
        theirs = [" | ".join(map(shown, (t.subject, t.predicate, t.object))) for t in found]
    else:
        assert isinstance(found, ox.QuerySolutions)
        names = [v.value for v in found.variables]
        assert names == [str(v) for v in result.vars or ()]
        theirs = [" | ".join(shown(row[v]) for v in names) for row in found]
    ours = [" | ".join(map(shown, row)) for row in result]  # type: ignore[arg-type]
    assert sorted(ours) == sorted(set(theirs)) == sorted(theirs) == lines(expected)


def test_without_parameters_everything_is_meant(graph: rdflib.Graph, engine: ox.Store) -> None:
    for question in questions():
        result, found = graph.query(question.query), engine.query(question.query)
        assert len(result) == len(list(found)), question.name  # type: ignore[arg-type]
        if question.name != "disputes":
            assert len(result) > 0, question.name


def test_disputes_are_those_of_the_graph() -> None:
    nt, text = disputed("nt", *MAKERS), require_question("disputes").query
    engine = ox.Store()
    engine.bulk_load(nt, ox.RdfFormat.N_TRIPLES)
    found = engine.query(text)
    assert isinstance(found, ox.QuerySolutions)
    theirs = sorted(" | ".join(shown(cell) for cell in row) for row in found)
    ours = sorted(
        " | ".join(map(shown, row))  # type: ignore[arg-type]
        for row in rdflib.Graph().parse(data=nt, format="nt").query(text)
    )
    assert ours == theirs
    assert {(line.split(" | ")[1], line.split(" | ")[3]) for line in ours} == {
        ("chair", "a"),
        ("chair", "b"),
        ("title", "c"),
        ("title", "d"),
    }


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)
def test_a_question_is_whole(question: Question) -> None:
    assert question.english.endswith(("?", ")")) and question.vietnamese.endswith(("?", ")"))
    assert question.english != question.vietnamese
    assert set(question.parameters.values()) <= set(TYPES)
    assert set(question.parameters) == set(parameters(question.query))
    assert question.name in {name for name, _, _ in ANSWERS}


def test_there_are_enough() -> None:
    assert len(questions()) >= 20
