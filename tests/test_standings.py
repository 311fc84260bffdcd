"""Where bodies stand: what is above them, their territory, and from when to when they were."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_source import GraphSource
from report_maker import Maker
from test_export import PREFIXES

import kg.cli
from kg.documents.document import Document
from kg.errors import KgError
from kg.export import export
from kg.link.body_rules import load_body_rules
from kg.link.graph import link
from kg.link.model import Graph
from kg.store.bodies import bodies
from kg.store.store import Store

BEFORE, AFTER = "2024-05-05", "2025-08-01"


def graph(day: str, *labels: str) -> Graph:
    """The graph of one report that names bodies: "label" of the centre, "label / level / province"
    below it. Every order of naming gives the same.
    """
    found = []
    for order in itertools.islice(itertools.permutations(labels), 6):
        maker = Maker("a", day)
        for text in order:
            label, _, rest = (part.strip() for part in text.partition("/"))
            level, _, province = (part.strip() for part in rest.partition("/"))
            maker.body(label, level or "central", province or None)  # type: ignore[arg-type]
        found.append(link([maker.report()]))
    tables = [[(b.label, _label(g, b.parent), _label(g, b.place)) for b in g.bodies] for g in found]
    assert all(t == tables[0] for t in tables)
    return found[0]


def _label(graph: Graph, key: str | None) -> str | None:
    return {r.key: r.label for r in [*graph.bodies, *graph.places]}.get(key or "")


PEOPLE = "Ủy ban nhân dân"
NGHE_AN, CA_MAU = "province / Nghệ An", "province / Cà Mau"


@pytest.mark.parametrize(
    ("day", "body", "others", "parent"),
    [
        # Of the centre
        (BEFORE, "Bộ Tài chính", ["Chính phủ"], "Chính phủ"),
        (BEFORE, "Bộ Chính trị", ["Trung ương Đảng", "Đảng Cộng sản Việt Nam"], "Trung ương Đảng"),
        # The nearest that anybody names
        (BEFORE, "Bộ Chính trị", ["Đảng Cộng sản Việt Nam"], "Đảng Cộng sản Việt Nam"),
        (BEFORE, "Ủy ban Kinh tế của Quốc hội", ["Quốc hội"], "Quốc hội"),
        # Of provinces
        (BEFORE, f"Tỉnh ủy Nghệ An / {NGHE_AN}", ["Trung ương Đảng"], "Trung ương Đảng"),
        (BEFORE, f"{PEOPLE} tỉnh Nghệ An / {NGHE_AN}", ["Chính phủ"], "Chính phủ"),
        (BEFORE, f"Công an tỉnh Nghệ An / {NGHE_AN}", ["Bộ Công an", "Chính phủ"], "Bộ Công an"),
        (
            BEFORE,
            f"Sở Y tế tỉnh Nghệ An / {NGHE_AN}",
            [f"{PEOPLE} tỉnh Nghệ An / {NGHE_AN}", f"{PEOPLE} tỉnh Cà Mau / {CA_MAU}"],
            f"{PEOPLE} tỉnh Nghệ An",
        ),
        # Of districts
        (
            BEFORE,
            "Huyện ủy Đô Lương / district / Nghệ An",
            [f"Tỉnh ủy Nghệ An / {NGHE_AN}", "Trung ương Đảng"],
            "Tỉnh ủy Nghệ An",
        ),
        (
            BEFORE,
            "Quận ủy Ba Đình / district / Hà Nội",
            ["Thành ủy Hà Nội / province / Hà Nội"],
            "Thành ủy Hà Nội",
        ),
        (
            BEFORE,
            "Phòng Y tế huyện Đô Lương / district / Nghệ An",
            [
                f"{PEOPLE} huyện Đô Lương / district / Nghệ An",
                f"{PEOPLE} huyện Quỳnh Lưu / district / Nghệ An",
                f"{PEOPLE} tỉnh Nghệ An / {NGHE_AN}",
            ],
            f"{PEOPLE} huyện Đô Lương",
        ),
        # Of communes: under the province once there are no districts
        (
            AFTER,
            "Đảng ủy phường Long Xuyên / commune / An Giang",
            ["Tỉnh ủy An Giang / province / An Giang"],
            "Tỉnh ủy An Giang",
        ),
        (
            BEFORE,
            "Đảng ủy xã Nghĩa Thái / commune / Nghệ An",
            [f"Tỉnh ủy Nghệ An / {NGHE_AN}"],
            None,
        ),
        # Nothing above it is named, or nobody knows which
        (BEFORE, "Bộ Tài chính", [], None),
        (BEFORE, "Bộ Tài chính / foreign", ["Chính phủ"], None),
        (BEFORE, f"Tỉnh ủy Nghệ An / {NGHE_AN}", [f"Tỉnh ủy Cà Mau / {CA_MAU}"], None),
        (BEFORE, "Tỉnh ủy / province", ["Trung ương Đảng"], None),
        (
            BEFORE,
            "Huyện ủy Đô Lương / district / Nghệ An",
            [f"Tỉnh ủy Cà Mau / {CA_MAU}", "Trung ương Đảng"],
            None,
        ),
        (
            BEFORE,
            "Sở Giao dịch Chứng khoán Hà Nội / province / Hà Nội",
            [f"{PEOPLE} thành phố Hà Nội / province / Hà Nội"],
            None,
        ),
        (
            BEFORE,
            f"Hội đồng nhân dân tỉnh Nghệ An / {NGHE_AN}",
            ["Quốc hội", "Chính phủ", f"{PEOPLE} tỉnh Nghệ An / {NGHE_AN}"],
            None,
        ),
    ],
)  # fmt: skip
def test_what_is_above(day: str, body: str, others: list[str], parent: str | None) -> None:
    made = graph(day, body, *others)
    label = body.partition("/")[0].strip()
    (row,) = (b for b in made.bodies if b.label == label)
    assert _label(made, row.parent) == parent


@pytest.mark.parametrize(
    ("body", "territory"),
    [
        ("Huyện ủy Đô Lương / district / Nghệ An", "Đô Lương"),
        (f"{PEOPLE} huyện Đô Lương / district / Nghệ An", "Đô Lương"),
        ("Đảng ủy xã Nghĩa Thái / commune / Nghệ An", "Nghĩa Thái"),
        # No such district there, or none known at all
        ("Huyện ủy Đô Lương / district / Cà Mau", None),
        ("Huyện ủy Không Đâu / district / Nghệ An", None),
        ("Bộ Tài chính", None),
    ],
)
def test_territories(body: str, territory: str | None) -> None:
    made = graph(BEFORE, body)
    assert _label(made, made.bodies[0].place) == territory


def times(made: Graph) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Return (first day, last day, label of the successor) of each body that has one."""
    labels = {s.key: s.label for s in made.standings}
    return {
        s.label: (s.valid_from, s.valid_to, labels.get(s.replaced_by or ""))
        for s in made.standings
        if s.valid_from or s.valid_to or s.replaced_by
    }


JUSTICE = "Ủy ban Pháp luật và Tư pháp"
MERGED = "Ban Tuyên giáo và Dân vận Trung ương"


@pytest.mark.parametrize(
    ("day", "names", "found"),
    [
        (
            BEFORE,
            ["Ban Tuyên giáo Trung ương", "Ban Dân vận Trung ương"],
            {
                "Ban Tuyên giáo Trung ương": (None, "2025-02-02", MERGED),
                "Ban Dân vận Trung ương": (None, "2025-02-02", MERGED),
                MERGED: ("2025-02-03", None, None),
            },
        ),
        (
            BEFORE,
            ["Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"],
            {"Bộ Kế hoạch và Đầu tư": (None, "2025-02-28", "Bộ Tài chính")},
        ),
        (
            BEFORE,
            ["Bộ Tài nguyên và Môi trường"],
            {
                "Bộ Tài nguyên và Môi trường": (None, "2025-02-28", "Bộ Nông nghiệp và Môi trường"),
                "Bộ Nông nghiệp và Môi trường": ("2025-03-01", None, None),
            },
        ),
        (
            BEFORE,
            ["Ủy ban Pháp luật của Quốc hội"],
            {
                "Ủy ban Pháp luật của Quốc hội": (None, "2025-02-17", JUSTICE),
                JUSTICE: ("2025-02-18", None, None),
            },
        ),
        # Districts
        (
            BEFORE,
            ["Huyện ủy Đô Lương / district / Nghệ An"],
            {"Huyện ủy Đô Lương": (None, "2025-06-30", None)},
        ),
        (
            BEFORE,
            ["Công an huyện Đô Lương / district / Nghệ An"],
            {"Công an huyện Đô Lương": (None, "2025-02-28", None)},
        ),
        # Provinces that went into others
        (
            BEFORE,
            [
                "Tỉnh ủy Bình Phước / province / Bình Phước",
                "Tỉnh ủy Đồng Nai / province / Đồng Nai",
            ],
            {"Tỉnh ủy Bình Phước": (None, "2025-06-30", "Tỉnh ủy Đồng Nai")},
        ),
        (
            BEFORE,
            [
                "Tỉnh ủy Bình Dương / province / Bình Dương",
                "Thành ủy Thành phố Hồ Chí Minh / province / Hồ Chí Minh",
                f"{PEOPLE} thành phố Hồ Chí Minh / province / Hồ Chí Minh",
            ],
            {"Tỉnh ủy Bình Dương": (None, "2025-06-30", "Thành ủy Thành phố Hồ Chí Minh")},
        ),
        (
            BEFORE,
            ["Tỉnh ủy Bình Phước / province / Bình Phước"],
            {"Tỉnh ủy Bình Phước": (None, "2025-06-30", None)},
        ),
        # That go on
        (BEFORE, ["Tỉnh ủy Đồng Nai / province / Đồng Nai"], {}),
        (BEFORE, ["Tỉnh ủy Lạng Sơn / province / Lạng Sơn", "Bộ Tài chính"], {}),
        (AFTER, ["Đảng ủy phường Long Xuyên / commune / An Giang"], {}),
        # Nobody knows when, or whether
        (BEFORE, [f"{PEOPLE} Quận 2 / district / Hồ Chí Minh"], {}),
        (BEFORE, ["Huyện ủy Không Đâu / district / Nghệ An"], {}),
        (BEFORE, ["Huyện ủy / district"], {}),
        (BEFORE, ["Ban Đối ngoại Trung ương", "Quân đoàn 1", "Bộ Thủy sản"], {}),
        (BEFORE, ["Bộ Kế hoạch và Đầu tư / foreign"], {}),
        (BEFORE, ["Bệnh viện huyện Đô Lương / district / Nghệ An"], {}),
    ],
)  # fmt: skip
def test_times(day: str, names: list[str], found: dict[str, tuple[str | None, ...]]) -> None:
    assert times(graph(day, *names)) == found


@pytest.mark.parametrize(
    ("body", "branch"),
    [
        ("Bộ Chính trị", "party"),
        ("Bộ Tài chính", "state"),
        ("Bộ Công an", "state"),
        ("Công an tỉnh Nghệ An / province / Nghệ An", "army"),
        ("Hội đồng nhân dân xã Nghĩa Thái / commune / Nghệ An", "assembly"),
        ("Hội Nông dân tỉnh Nghệ An / province / Nghệ An", "mass"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Nghệ An / province / Nghệ An", "front"),
        ("Câu lạc bộ Hoa Mai / other", None),
        ("Bộ Quốc phòng / foreign", None),
    ],
)
def test_branches(body: str, branch: str | None) -> None:
    made = graph(BEFORE, body)
    assert {s.branch for s in made.standings} == ({branch} if branch else set())


def test_what_a_report_says_stays() -> None:
    maker = Maker("a", BEFORE)
    party = maker.body("Tỉnh ủy Nghệ An", "province", "Nghệ An")
    maker.body("Trung ương Đảng", "central")
    maker.body("Ban Tổ chức Tỉnh ủy Nghệ An", "province", "Nghệ An", parent=party)
    made = link([maker.report()])
    parents = {b.label: _label(made, b.parent) for b in made.bodies}
    assert parents["Ban Tổ chức Tỉnh ủy Nghệ An"] == "Tỉnh ủy Nghệ An"
    branches = {s.label: s.branch for s in made.standings}
    assert branches["Ban Tổ chức Tỉnh ủy Nghệ An"] == "party"


def test_nobody_is_joined_by_what_stands_above_two_bodies() -> None:
    a, b = Maker("a", BEFORE), Maker("b", BEFORE)
    a.body("Chính phủ", "central")
    a.person("Nguyễn Văn Nam", "Chuyên viên @ Bộ Tài chính / central")
    b.person("Nguyễn Văn Nam", "Chuyên viên @ Bộ Y tế / central")
    made = link([a.report(), b.report()])
    assert len(made.officials) == 2
    assert {_label(made, body.parent) for body in made.bodies} == {None, "Chính phủ"}


def test_every_day_given_out_has_its_act() -> None:
    for known in load_body_rules().central.values():
        assert bool(known.acts) == bool(known.valid_from or known.valid_to), known.name


NAMES = (
    "Ban Dân vận Trung ương",
    "Trung ương Đảng",
    "Huyện ủy Đô Lương / district / Nghệ An",
    f"Tỉnh ủy Nghệ An / {NGHE_AN}",
)


@pytest.mark.parametrize(
    "pattern",
    [
        "?b rdfs:label 'Ban Dân vận Trung ương'@vi ; kg:validTo '2025-02-02'^^xsd:date ; "
        "kg:replacedOn '2025-02-03'^^xsd:date ; kg:branch 'party' ; dcterms:isReplacedBy ?c . "
        f"?c a kg:Body ; rdfs:label '{MERGED}'@vi ; kg:validFrom '2025-02-03'^^xsd:date ; "
        "kg:level 'central' ; kg:act ?act",
        "?b rdfs:label 'Huyện ủy Đô Lương'@vi ; kg:jurisdiction ?p ; kg:inProvince ?q ; "
        "org:subOrganizationOf/org:subOrganizationOf/rdfs:label 'Trung ương Đảng'@vi . "
        "?p rdfs:label 'Đô Lương'@vi ; kg:level 'district' ; kg:inProvince ?q ; "
        "kg:validTo '2025-06-30'^^xsd:date . ?q rdfs:label 'Nghệ An'@vi",
    ],
)
def test_the_export_says(pattern: str) -> None:
    out = io.BytesIO()
    export(GraphSource(graph(BEFORE, *NAMES), {"document/a": "x" * 1000}), out, "nt")
    store = ox.Store()
    store.bulk_load(out.getvalue(), ox.RdfFormat.N_TRIPLES)
    assert store.query(f"{PREFIXES} ASK {{ {pattern} }}")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    maker = Maker("a", BEFORE)
    for text in NAMES:
        label, _, rest = (part.strip() for part in text.partition("/"))
        level, _, province = (part.strip() for part in rest.partition("/"))
        maker.body(label, level or "central", province or None)  # type: ignore[arg-type]
    maker.person("Lê Văn Cam", f"Bí thư @ Tỉnh ủy Nghệ An / {NGHE_AN}")
    with Store.create(path) as store:
        store.put_report(Document(id="a", text=maker.text), maker.report())
        store.replace_graph(link([maker.report()]))
    return path


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"name": "dan van"}, ["Ban Dân vận Trung ương"]),
        ({"province": "nghe an"}, ["Huyện ủy Đô Lương", "Tỉnh ủy Nghệ An"]),
        ({"ended": True}, ["Ban Dân vận Trung ương", "Huyện ủy Đô Lương"]),
        ({"ended": True, "province": "Nghệ An"}, ["Huyện ủy Đô Lương"]),
    ],
)
def test_what_a_store_answers(db: Path, conditions: dict[str, str], found: list[str]) -> None:
    with Store(db) as store:
        assert [b.label for b in bodies(store, **conditions)] == found  # type: ignore[arg-type]


def test_what_a_store_does_not_know(db: Path) -> None:
    with Store(db) as store:
        with pytest.raises(KgError, match="no body matches"):
            bodies(store, name="Bộ Không Đâu")
        with pytest.raises(KgError, match="no province matches"):
            bodies(store, province="Cà Mau")


def test_the_command(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg.cli.run(["bodies", str(db), "--name", "dan van"]) == 0
    header, _, line = capsys.readouterr().out.splitlines()
    assert header.split()[:2] == ["body", "branch"]
    assert "2025-02-02" in line and MERGED in line
    assert kg.cli.run(["bodies", str(db), "--province", "Nghệ An", "--json"]) == 0
    district, province = json.loads(capsys.readouterr().out)
    assert (district["part_of"], district["territory"]) == ("Tỉnh ủy Nghệ An", "huyện Đô Lương")
    assert (province["territory"], province["officials"]) == ("Tỉnh Nghệ An", 1)
