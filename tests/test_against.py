"""Facts gained and lost between two exports of the same reports."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from graph_source import small_graph
from test_evaluate import GOLD, TEXTS, replaced, write_export, write_gold

import kg.cli
from kg.against import Change, compare
from kg.evaluate import LISTED, MEASURES, evaluate
from kg.link.model import Graph

DOC = "bao-a"


def changes(tmp_path: Path, old: Graph, new: Graph) -> tuple[list[Change], dict[str, list[int]]]:
    gold = write_gold(tmp_path / "gold.jsonl", GOLD)
    found = compare(
        gold,
        write_export(tmp_path / "old.nt", old, TEXTS),
        write_export(tmp_path / "new.nt", new, TEXTS),
    )
    assert list(found.measures) == list(MEASURES)
    counts = {
        name: [s.gained_right, s.gained_wrong, s.lost_right, s.lost_wrong]
        for name, s in found.measures.items()
    }
    return found.changes, counts


def renamed(label: str) -> Graph:
    graph = small_graph()
    officials = [
        msgspec.structs.replace(o, label=label) if o.label == "Lê Thị Bưởi" else o
        for o in graph.officials
    ]
    assert [o.label for o in officials] != [o.label for o in graph.officials]
    return msgspec.structs.replace(graph, officials=tuple(officials))


def test_equal_exports_have_nothing_to_tell(tmp_path: Path) -> None:
    found, counts = changes(tmp_path, small_graph(), small_graph())
    assert found == []
    assert set(map(tuple, counts.values())) == {(0, 0, 0, 0)}


def test_a_name_read_wrongly_is_lost_right_and_gained_wrong(tmp_path: Path) -> None:
    found, counts = changes(tmp_path, small_graph(), renamed("Lê Thị"))
    people = [c for c in found if c.measure == "people"]
    assert people == [
        Change("people", "gained", False, (DOC, "lê thị")),
        Change("people", "lost", True, (DOC, "lê thị bưởi")),
    ]
    assert counts["people"] == [0, 1, 1, 0]
    assert counts["roles"][2] > 0


def test_the_other_way_round_it_is_gained_right(tmp_path: Path) -> None:
    there, there_counts = changes(tmp_path, small_graph(), renamed("Lê Thị"))
    back, back_counts = changes(tmp_path, renamed("Lê Thị"), small_graph())
    other = {"gained": "lost", "lost": "gained"}
    assert {(c.measure, other[c.change], c.right, c.item) for c in there} == {
        (c.measure, c.change, c.right, c.item) for c in back
    }
    for name, (a, b, c, d) in there_counts.items():
        assert back_counts[name] == [c, d, a, b]


def test_the_figures_are_those_of_evaluate(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", GOLD)
    old = write_export(tmp_path / "old.nt")
    new = write_export(tmp_path / "new.nt", renamed("Lê Thị"), TEXTS)
    found = compare(gold, old, new)
    assert {n: s.old for n, s in found.measures.items()} == evaluate(gold, old).measures
    assert {n: s.new for n, s in found.measures.items()} == evaluate(gold, new).measures
    assert {c.measure for c in found.changes} <= set(LISTED)


def test_another_key_of_a_meeting_the_gold_does_not_have_is_no_change(tmp_path: Path) -> None:
    gold = {**GOLD, "meetings": []}
    path = write_gold(tmp_path / "gold.jsonl", gold)
    graph = small_graph()
    meeting = graph.meetings[0].key
    other = f"{meeting}-2"
    moved = msgspec.structs.replace(
        graph,
        meetings=tuple(
            msgspec.structs.replace(m, key=other) if m.key == meeting else m for m in graph.meetings
        ),
        sites=tuple(
            msgspec.structs.replace(s, meeting=other) if s.meeting == meeting else s
            for s in graph.sites
        ),
        participations=tuple(
            msgspec.structs.replace(p, meeting=other) if p.meeting == meeting else p
            for p in graph.participations
        ),
    )
    found = compare(
        path, write_export(tmp_path / "old.nt"), write_export(tmp_path / "new.nt", moved, TEXTS)
    )
    assert [c for c in found.changes if c.measure == "roles"] == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Sáng 5/3/2024, Bí thư Tỉnh ủy Hà Nam Lê Thị Bưởi chủ trì hội nghị."
    gold = write_gold(tmp_path / "gold.jsonl", {**GOLD, "text": text})
    old = write_export(tmp_path / "old.nt", replaced("officials", 0, label="Ai Đó"), TEXTS)
    assert kg.cli.run(["evaluate", str(gold), "--against", str(old)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("measure  ") and "gained right" in line for line in lines)
    assert f"gained right | people | {DOC} | lê thị bưởi" in lines
    assert any(line.startswith("lost wrong | people | ") for line in lines)
    assert kg.cli.run(["evaluate", str(gold), "--against", str(old), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)["against"]
    assert {c["change"] for c in data["changes"]} == {"gained", "lost"}
    assert data["measures"]["people"]["gained_right"] >= 1
    assert kg.cli.run(["evaluate", str(gold), "--against", str(tmp_path / "no.nt")]) == 1
    assert "no.nt: cannot read" in capsys.readouterr().err
