from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from graph_source import DOCUMENT, GraphSource, small_graph, small_source

from kg.build import build
from kg.errors import KgError
from kg.evaluate import MEASURES, Evaluation, evaluate
from kg.export import export
from kg.gold import normal_form
from kg.link.model import DocumentRow, Graph

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "gold" / "score.py"

GOLD: dict[str, Any] = {
    "id": "bao-a",
    "text": "",
    "published": "2024-03-06",
    "people": {
        "Lê Thị Bưởi": ["Bí thư Tỉnh ủy Hà Nam"],
        "Trần Văn Cam": ["nguyên Bí thư"],
    },
    "not_people": ["T.B"],
    "bodies": ["Tỉnh ủy Hà Nam", "Sở Y tế"],
    "provinces": ["Hà Nam", "Nam Định"],
    "meetings": [
        {
            "id": "m1",
            "label": "hội nghị",
            "date": "2024-03-05",
            "provinces": ["Hà Nam"],
            "participants": [
                {"name": "Lê Thị Bưởi", "role": "chair"},
                {"name": "Trần Văn Cam", "role": "speak", "site": "Nam Định"},
            ],
        }
    ],
}


def write_gold(path: Path, *documents: dict[str, Any]) -> Path:
    path.write_text(
        "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8"
    )
    return path


def write_export(
    path: Path, graph: Graph | None = None, texts: dict[str, str] | None = None
) -> Path:
    source = small_source() if graph is None else GraphSource(graph, texts or {})
    export(source, path)
    return path


def replaced(table: str, number: int, **changes: Any) -> Graph:
    graph = small_graph()
    rows = list(getattr(graph, table))
    rows[number] = msgspec.structs.replace(rows[number], **changes)
    return msgspec.structs.replace(graph, **{table: tuple(rows)})


def without(table: str, number: int) -> Graph:
    graph = small_graph()
    rows = [row for n, row in enumerate(getattr(graph, table)) if n != number]
    return msgspec.structs.replace(graph, **{table: tuple(rows)})


def two_documents() -> Graph:
    """The small graph told again by a second document."""
    graph = small_graph()
    again = tuple(
        msgspec.structs.replace(m, key=m.key.replace("bao-a", "bao-b"), document="document/bao-b")
        for m in graph.mentions
    )

    def both(row: Any) -> Any:
        mentions = (*row.mentions, *(key.replace("bao-a", "bao-b") for key in row.mentions))
        return msgspec.structs.replace(row, mentions=mentions)

    return msgspec.structs.replace(
        graph,
        documents=(*graph.documents, DocumentRow("document/bao-b", "bao-b", None, None, None)),
        mentions=(*graph.mentions, *again),
        memberships=tuple(map(both, graph.memberships)),
        participations=tuple(map(both, graph.participations)),
    )


def two_of_one_name() -> dict[str, Any]:
    gold = json.loads(json.dumps(GOLD).replace("bao-a", "bao-b"))
    gold["people"] = {"Lê Thị Bưởi#2": [], "Trần Văn Cam": []}
    return gold


TEXTS = {DOCUMENT: small_source().text(DOCUMENT), "document/bao-b": small_source().text(DOCUMENT)}

CASES = {
    "right": small_graph(),
    "no participation": msgspec.structs.replace(small_graph(), participations=()),
    "no chair": without("participations", 0),
    "wrong role": replaced("participations", 0, role="attend"),
    "no site": replaced("participations", 2, site=None),
    "wrong site": replaced("sites", 0, province="province/ha-nam"),
    "wrong date": replaced("meetings", 0, date="2024-03-06"),
    "no date": replaced("meetings", 0, date=None),
    "wrong name": replaced("officials", 0, label="Lê Thị Bươi"),
    "a byline": replaced("officials", 1, label="T.B"),
    "former post as such": replaced("posts", 0, label="nguyên Bí thư"),
    "post in other words": replaced("posts", 1, label="Bí thư Tỉnh uỷ tỉnh Hà Nam"),
    "post nearly": replaced("posts", 1, label="Phó Bí thư Tỉnh ủy Hà Nam"),
    "wrong province": replaced("mentions", 4, target="province/ninh-binh"),
    "two documents": two_documents(),
    "nothing": Graph(),
}


def score(evaluation: Evaluation) -> dict[str, Any]:
    return evaluation.as_dict()


@pytest.mark.skipif(not SCORER.exists(), reason="the gold's scorer is not there")
@pytest.mark.parametrize("golds", [(GOLD,), (GOLD, two_of_one_name())], ids=["one", "two"])
@pytest.mark.parametrize("case", CASES)
def test_the_figures_are_those_of_the_golds_scorer(
    case: str, golds: tuple[dict[str, Any], ...], tmp_path: Path
) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", *golds)
    nt = write_export(tmp_path / "export.nt", CASES[case], TEXTS)
    command = [sys.executable, str(SCORER), str(gold), str(nt), "--json", "--errors"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    out = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment
    ).stdout
    first, *rest = out.splitlines()
    evaluation = evaluate(gold, nt)
    assert score(evaluation) == json.loads(first)
    listed = evaluation.missing + evaluation.spurious
    assert len(rest) == len(listed)
    single = {"same-meeting", "same-person"}
    assert {line for line in rest if line.split(" | ")[1] not in single} == {
        " | ".join((word, f"{item[0]}", *item[1:]))
        for word, items in (("missing ", evaluation.missing), ("spurious", evaluation.spurious))
        for item in items
        if item[0] not in single
    }


@pytest.mark.skipif(not SCORER.exists(), reason="the gold's scorer is not there")
@pytest.mark.parametrize("name", ["seeds.jsonl", "dev.jsonl"])
def test_an_export_made_from_the_gold_scores_as_the_scorer_says(name: str, tmp_path: Path) -> None:
    gold = SHARED / "gold" / name
    nt = tmp_path / "export.nt"
    nt.write_text(gold_as_triples(gold), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(gold), str(nt), "--json"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    evaluation = evaluate(gold, nt)
    assert score(evaluation) == json.loads(out)
    assert evaluation.measures["people"].F1 > 0.9
    assert 0 < evaluation.measures["roles"].R < 1


@pytest.mark.skipif(not SCORER.exists(), reason="the gold's scorer is not there")
def test_a_real_build_scores_as_the_scorer_says(tmp_path: Path) -> None:
    gold, nt = SHARED / "gold" / "seeds.jsonl", tmp_path / "export.nt"
    with build([gold], tmp_path / "a.db") as store:
        export(store, nt)
    command = [sys.executable, str(SCORER), str(gold), str(nt), "--json"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert score(evaluate(gold, nt)) == json.loads(out)


def gold_as_triples(path: Path) -> str:
    """Write people and roles of a gold file as N-Triples, leaving out every seventh role."""
    kg, base = "https://w3id.org/chutri/ns#", "https://example.org/"
    lines, number = [], 0

    def add(subject: str, predicate: str, value: str) -> None:
        lines.append(f"<{base}{subject}> <{predicate}> {value} .")

    def node(name: str) -> str:
        return f"<{base}{name}>"

    a = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    for d in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        document = f"d{len(lines)}"
        add(document, "http://purl.org/dc/terms/identifier", json.dumps(d["id"]))
        who = {}
        for person in d["people"]:
            who[person] = f"p{len(lines)}"
            mention = f"x{len(lines)}"
            add(who[person], a, f"<{kg}Official>")
            add(who[person], label, json.dumps(person.split("#")[0], ensure_ascii=False) + "@vi")
            add(mention, kg + "refersTo", node(who[person]))
            add(mention, "http://www.w3.org/ns/oa#hasSource", node(document))
        for m in d["meetings"]:
            meeting = f"m{len(lines)}"
            if m["date"]:
                date = f'"{m["date"]}"^^<http://www.w3.org/2001/XMLSchema#date>'
                add(meeting, "https://schema.org/startDate", date)
            for p in m["participants"]:
                number += 1
                if p["name"] not in who or number % 7 == 0:
                    continue
                part, mention = f"q{len(lines)}", f"y{len(lines)}"
                role = {"chair": "Chair", "attend": "Attendee", "speak": "Speaker"}[p["role"]]
                add(part, a, f"<{kg}Participation>")
                add(part, kg + "meeting", node(meeting))
                add(part, kg + "role", f"<{kg}{role}>")
                add(part, kg + "participant", node(who[p["name"]]))
                add(part, "http://www.w3.org/ns/prov#wasDerivedFrom", node(mention))
                add(mention, "http://www.w3.org/ns/oa#hasSource", node(document))
    return "\n".join(lines) + "\n"


def test_what_is_right_and_what_is_wrong_is_listed(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", GOLD)
    right = evaluate(gold, write_export(tmp_path / "right.nt"))
    assert list(right.measures) == list(MEASURES)
    assert right.missing == [("posts", "bao-a", "trần văn cam", "nguyên bí thư")]
    assert right.spurious == [("posts", "bao-a", "trần văn cam", "bí thư")]
    assert right.measures["roles"].F1 == 1.0 and right.bylines == 0
    wrong = evaluate(gold, write_export(tmp_path / "wrong.ttl", CASES["a byline"], TEXTS))
    assert wrong.bylines == 1
    assert ("people", "bao-a", "trần văn cam") in wrong.missing
    assert "missing | people | bao-a | trần văn cam" in wrong.text(errors=True).splitlines()
    assert wrong.text().splitlines()[-1].split() == ["bylines-as-people", "1"]


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Uỷ viên BTV Tỉnh uỷ", "ủy viên ban thường vụ tỉnh ủy"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("Chủ tịch UBND tỉnh Cà Mau", "Chủ tịch Ủy ban nhân dân Cà Mau"),
        ("Bộ trưởng Bộ Quốc phòng", "Bộ trưởng Quốc phòng"),
        ("Lê Thị Bưởi#2", "Lê  Thị Bưởi"),
    ],
)
def test_forms_that_mean_the_same_compare_equal(name: str, same: str) -> None:
    assert normal_form(name) == normal_form(same)


def test_names_that_differ_in_accents_stay_apart() -> None:
    assert normal_form("Nguyễn Văn Hùng") != normal_form("Nguyễn Văn Hưng")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": "a"}\n', "line 1"),
        (json.dumps(GOLD).encode() + b"\n\n{not json\n", "line 3"),
        (b'{"id": "\xff"}\n', "line 1"),
        (json.dumps({**GOLD, "people": ["a list"]}).encode(), "line 1"),
        (b"\n", "no gold document"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_line(
    content: bytes, message: str, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(content)
    with pytest.raises(KgError, match=message) as caught:
        evaluate(gold, write_export(tmp_path / "export.nt"))
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", GOLD)
    (tmp_path / "bad.nt").write_text("no triples\n")
    for gold_path, nt in (
        (tmp_path / "none.jsonl", tmp_path / "bad.nt"),
        (gold, tmp_path / "none.nt"),
        (gold, tmp_path / "bad.nt"),
        (gold, tmp_path / "bad.xls"),
    ):
        with pytest.raises(KgError, match=r"none|bad") as caught:
            evaluate(gold_path, nt)
        assert "\n" not in str(caught.value)
