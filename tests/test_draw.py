from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from graph_source import DOCUMENT, TEXT, GraphSource, small_graph, small_source

from kg.documents.document import Document
from kg.draw import MOST_MEETINGS, MOST_NODES, MOST_OTHERS, draw, render
from kg.errors import KgError
from kg.link.model import Graph, MeetingRow, Official, ParticipationRow
from kg.report.model import Report
from kg.store.store import Store

SVG = "{http://www.w3.org/2000/svg}"
LE = "official/le-thi-buoi"


def store_of(path: Path, graph: Graph) -> Store:
    store = Store.create(path)
    document = Document(id="bao-a", text=TEXT)
    store.put_report(document, Report(document="bao-a", digest=document.digest(), version="1"))
    store.replace_graph(graph)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_of(tmp_path / "a.db", small_graph()) as store:
        yield store


def words(picture: str) -> str:
    root = ET.fromstring(picture)
    return " ".join(t.text or "" for t in root.iter(SVG + "text"))


def rectangles(picture: str) -> list[tuple[float, float, float, float]]:
    (group,) = [g for g in ET.fromstring(picture).iter(SVG + "g") if g.get("transform")]
    out = []
    for r in group.iter(SVG + "rect"):
        x, y, width, height = (float(str(r.get(n))) for n in ("x", "y", "width", "height"))
        out.append((x, y, x + width, y + height))
    return out


def large_graph(officials: int, meetings: int) -> Graph:
    people = tuple(Official(f"official/{n:03}", f"Nguyễn Văn Số {n}") for n in range(officials))
    held = tuple(
        MeetingRow(f"meeting/{n:03}", f"hội nghị tổng kết công tác năm {n} " * (n % 4 + 1), "x")
        for n in range(meetings)
    )
    return Graph(
        officials=people,
        meetings=held,
        participations=tuple(
            ParticipationRow(
                f"participation/{n}-{m}",
                held[m].key,
                people[n].key,
                "chair" if n == m else "attend",
                None,
                None,
                None,
                None,
                (),
                (),
                1.0,
            )
            for n, m in itertools.product(range(officials), range(meetings))
            if (n + m) % 3 == 0
        ),
    )


def test_the_picture_names_all_that_is_in_the_graph(store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.svg")
    picture = (tmp_path / "g.svg").read_text("utf-8")
    for word in (
        "Lê Thị Bưởi",
        "Bí thư Tỉnh ủy Hà Nam",
        "Trần Văn Cam",
        "Sở Y tế",
        "hội nghị",
        "2024-03-05",
        "Hà Nam",
        "Nam Định",
        "was represented",
        "chaired",
    ):
        assert word in words(picture)
    titles = {t.text for t in ET.fromstring(picture).iter(SVG + "title")}
    assert "Trần Văn Cam – spoke (điểm cầu Nam Định) – hội nghị" in titles
    assert picture == render(store) == render(small_source())


@pytest.mark.parametrize(("officials", "meetings"), [(5, 3), (45, 15), (100, 50)])
def test_no_box_lies_on_another_or_outside(officials: int, meetings: int) -> None:
    picture = render(GraphSource(large_graph(officials, meetings), {}))
    boxes = rectangles(picture)
    assert len(boxes) == officials + meetings
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    root = ET.fromstring(picture)
    assert max(b[2] for b in boxes) < float(str(root.get("width")))
    assert max(b[3] for b in boxes) < float(str(root.get("height"))) - 60


@pytest.mark.parametrize(
    "label", ["<b>&\"'</b>", "\x00\x08\ufffe", "a\r\nb", "😀" * 30, "x" * 500, "từ " * 300]
)
def test_any_label_is_drawn(label: str) -> None:
    assert len(rectangles(render(small_source(label)))) == 7


@pytest.mark.parametrize("name", ["Lê Thị Bưởi", "le thi buoi", "BUOI"])
def test_one_officials_surroundings(name: str, store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.svg", name)
    text = words((tmp_path / "g.svg").read_text("utf-8"))
    for word in ("Lê Thị Bưởi", "Trần Văn Cam", "Tỉnh ủy Hà Nam", "hội nghị", "Hà Nam"):
        assert word in text


def test_of_many_meetings_the_latest_are_drawn_and_the_rest_counted() -> None:
    source = GraphSource(large_graph(180, 90), {})
    picture = render(source, "official/000")
    assert len(rectangles(picture)) == 1 + MOST_MEETINGS + MOST_OTHERS
    left_out = 30 - MOST_MEETINGS + 59 - MOST_OTHERS
    assert f"{left_out} more not shown" in words(picture)


def test_an_official_without_any_meeting_stands_alone() -> None:
    graph = msgspec.structs.replace(small_graph(), participations=(), memberships=())
    picture = render(GraphSource(graph, {DOCUMENT: TEXT}), LE)
    assert "Lê Thị Bưởi" in words(picture)
    assert len(rectangles(picture)) == 1


def test_an_empty_graph_is_an_empty_picture() -> None:
    assert rectangles(render(GraphSource(Graph(), {}))) == []


def test_a_graph_too_large_to_read_is_refused() -> None:
    with pytest.raises(KgError, match=f"{MOST_NODES + 1} nodes are too many"):
        render(GraphSource(large_graph(MOST_NODES - 9, 10), {}))


def test_names_that_fit_nobody_or_several(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="Phạm Thị Ổi"):
        draw(store, tmp_path / "g.svg", "Phạm Thị Ổi")
    twice = (*small_graph().officials, Official("official/le-thi-buoi-2", "Lê Thị Bưởi"))
    graph = msgspec.structs.replace(small_graph(), officials=twice)
    with (
        store_of(tmp_path / "b.db", graph) as other,
        pytest.raises(KgError, match=r"more than one official: .*le-thi-buoi-2"),
    ):
        draw(other, tmp_path / "g.svg", "Lê Thị Bưởi")
    assert not (tmp_path / "g.svg").exists()


def test_an_unwritable_target_is_one_line(store: Any, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot write"):
        draw(store, tmp_path / "none" / "g.svg")
