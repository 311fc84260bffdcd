"""Reprints in the graph: each is evidence, and what all of them say counts once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest
from graph_source import GraphSource
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from report_maker import Maker
from synthetic.corpus import corpus
from test_export import PREFIXES
from test_link_conflicts import DAY, DEPUTY, GUESTS, HEAD, held, tell
from test_link_meetings import LABEL, LONGER, A, B

import kg.build
import kg.text.shingles
from kg import decide
from kg.cli import run as kg_run
from kg.documents import Document
from kg.export import export
from kg.export.filters import Filter
from kg.link.copy_row import Reprint
from kg.link.graph import link
from kg.link.model import Graph
from kg.store.conflicts import conflicts
from kg.store.duplicates import known_copies
from kg.store.store import Store

HEADLINE = "Nghệ An tổng kết công tác phòng chống thiên tai"
# "Sáng nay" is the day on which a paper prints it.
PARAGRAPHS = (
    "Sáng nay, tại thành phố Vinh, Ủy ban nhân dân tỉnh Nghệ An tổ chức hội nghị tổng kết công tác "
    "phòng chống thiên tai và tìm kiếm cứu nạn năm qua. Đồng chí Lê Văn Thử, Chủ tịch Ủy ban nhân "
    "dân tỉnh Nghệ An chủ trì hội nghị. Dự hội nghị có đồng chí Trần Thị Mẫu, Giám đốc Sở Y tế "
    "tỉnh Nghệ An; đồng chí Phạm Văn Nháp, Bí thư Huyện ủy cùng đại diện các sở, ngành, địa phương "
    "và các đơn vị lực lượng vũ trang đóng trên địa bàn.",
    "Báo cáo tại hội nghị nêu rõ, năm qua thiên tai diễn biến phức tạp, mưa lũ gây thiệt hại lớn "
    "về nhà ở, hoa màu và công trình thủy lợi ở nhiều xã; các lực lượng đã kịp thời di dời "
    "hàng nghìn hộ dân ra khỏi vùng nguy hiểm, khắc phục giao thông và ổn định đời sống nhân dân.",
    "Các đại biểu thảo luận nhiều giải pháp về thông tin cảnh báo, huấn luyện lực lượng xung kích "
    "và dự trữ vật tư tại cơ sở, nhất là ở những địa bàn thường xuyên bị cô lập khi có mưa lớn.",
    "Hội nghị đề nghị các cấp, các ngành chủ động phương châm bốn tại chỗ, rà soát các khu dân cư "
    "có nguy cơ sạt lở và chuẩn bị đủ lương thực, thuốc men trước mùa mưa.",
)
BODY = "\n".join(PARAGRAPHS)
OTHER = (
    "Ngày 17-1-2024, Chủ tịch Ủy ban nhân dân tỉnh Nghệ An Lê Văn Thử chủ trì hội nghị tổng kết "
    "công tác phòng chống thiên tai và tìm kiếm cứu nạn.\n"
    "Theo thống kê, toàn tỉnh có hơn hai nghìn ngôi nhà bị tốc mái, nhiều đường bị chia cắt.\n"
)
FIRST = {"id": "a", "text": f"{HEADLINE}\n\n{BODY}", "issued": "2024-01-17"}
PRINTS = {
    "as it is": f"{HEADLINE}\n\n{BODY}",
    "headline and byline": f"Không để ai bị bỏ lại phía sau\n\n{BODY}\nMinh Anh – Theo TTXVN",
    "without the last paragraph": "\n".join(PARAGRAPHS[:-1]),
    "on one line": " ".join(BODY.split()),
}
COPY = {"id": "b", "text": PRINTS["headline and byline"], "issued": "2024-01-19"}
THIRD = {"id": "c", "text": OTHER, "issued": "2024-01-18"}

Built = Callable[..., Store]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    opened: list[Store] = []

    def build(*documents: dict[str, str]) -> Store:
        path = tmp_path / "reports.jsonl"
        lines = (json.dumps(d, ensure_ascii=False) for d in documents)
        path.write_text("\n".join(lines), encoding="utf-8")
        opened.append(kg.build.build([path], tmp_path / "officials.db"))
        return opened[-1]

    yield build
    for store in opened:
        store.close()


def facts(store: Store) -> dict[str, Any]:
    """Everything that is not about documents."""
    return {
        "people": [o.key for o in store.officials()],
        "bodies": [(b.key, b.label, b.parent, b.province) for b in store.bodies()],
        "posts": [(p.key, p.label) for p in store.posts()],
        "meetings": [(m.key, m.label, m.date) for m in store.meetings()],
        "participations": [(p.key, p.acting_as, p.confidence) for p in store.participations()],
        "memberships": [(m.key, m.first_seen, m.last_seen) for m in store.memberships()],
        "conflicts": list(store.conflicts()),
    }


@pytest.mark.parametrize("text", PRINTS.values(), ids=list(PRINTS))
def test_a_reprint_adds_evidence_and_no_facts(built: Built, text: str) -> None:
    with built(FIRST) as store:
        alone = facts(store)
        mentions = {m.key for m in store.mentions()}
    assert len(alone["people"]) == 3
    assert len(alone["meetings"]) == 1
    with built(FIRST, {**COPY, "text": text}) as store:
        assert facts(store) == alone
        assert known_copies(store)["b"].of == "a"
        assert mentions < {m.key for m in store.mentions()}
        (chair,) = (p for p in store.participations() if p.role == "chair")
        assert chair.documents == ("document/a", "document/b")
        assert len({m.document for m in store.mentions() if m.key in chair.mentions}) == 2


def test_the_first_print_leaves_and_the_other_stands_for_itself(built: Built) -> None:
    built(FIRST, COPY).close()
    with built(COPY) as store:
        assert known_copies(store) == {}
        assert {m.date for m in store.meetings()} == {"2024-01-19"}


def test_what_is_known_costs_nothing_again(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[int] = []
    make = kg.text.shingles.signatures

    def counting(texts: Any) -> Iterator[bytes]:
        made = list(make(texts))
        signed.append(len(made))
        return iter(made)

    monkeypatch.setattr(kg.text.shingles, "signatures", counting)
    built(FIRST, THIRD).close()
    built(FIRST, THIRD).close()
    with built(FIRST, COPY, THIRD) as store:
        assert signed == [2, 1]
        assert known_copies(store).keys() == {"b"}
        assert store.connection.execute("SELECT count(*) FROM signatures").fetchone() == (3,)
    with built(THIRD) as store:
        assert store.connection.execute("SELECT count(*) FROM signatures").fetchone() == (1,)


# What counts documents, counts sources


def nodelink(store: Store, **only: Any) -> dict[str, float]:
    out = io.BytesIO()
    export(store, out, "json", only=Filter(**only))
    edges = json.loads(out.getvalue())["links"]
    return {e["kind"]: e["weight"] for e in edges if e["source"].endswith("le-van-thu")}


def test_edges_weigh_what_sources_say(built: Built) -> None:
    with built(FIRST, COPY) as store:
        assert set(nodelink(store).values()) == {1.0}
        assert nodelink(store, min_weight=2) == {}
    with built(FIRST, COPY, THIRD) as store:
        assert nodelink(store)["chaired"] == 2.0
        assert nodelink(store, min_weight=2)["chaired"] == 2.0
        assert nodelink(store, min_weight=3) == {}


DISPUTING = (
    tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY, provinces=("Nghệ An",)),
    tell("b", LONGER, *GUESTS, f"chair:{B}", date=DAY),
    held("c", HEAD, issued="2023-05-05"),
    held("d", DEPUTY, issued="2023-05-05"),
)


@pytest.mark.parametrize(
    ("copies", "kinds"),
    [
        ({}, ["chair", "title"]),
        ({"b": "a"}, ["title"]),
        ({"d": "c"}, ["chair"]),
        ({"b": "a", "d": "c"}, []),
        ({"b": "nobody"}, ["chair", "title"]),
    ],
)
def test_a_report_does_not_contradict_its_reprint(copies: dict[str, str], kinds: list[str]) -> None:
    graph = disputing(copies)
    assert sorted(row.kind for row in graph.conflicts) == kinds


@pytest.mark.parametrize(
    ("copies", "answers"),
    [
        ({}, {"Nghệ An": "ab", "Cà Mau": "c"}),
        ({"b": "a"}, {"Nghệ An": "ab", "Cà Mau": "c"}),
        ({"c": "a"}, {}),
        ({"c": "b"}, {}),
        ({"a": "c", "b": "c"}, {}),
    ],
)
def test_what_a_reprint_has_otherwise_is_no_answer(
    copies: dict[str, str], answers: dict[str, str]
) -> None:
    where = zip("abc", ("Nghệ An", "Nghệ An", "Cà Mau"), strict=True)
    made = [tell(id, LABEL, f"chair:{A}", date=DAY, provinces=(at,)) for id, at in where]
    graph = link([m.report() for m in made], copies=reprint(copies))
    found = {
        s.claim: "".join(d.removeprefix("document/") for d in s.documents) for s in graph.sides
    }
    assert found == answers
    mine = {d: f"mention/{d.removeprefix('document/')}-" for s in graph.sides for d in s.documents}
    for side in graph.sides:
        assert side.mentions
        assert all(m.startswith(tuple(mine[d] for d in side.documents)) for m in side.mentions)


def disputing(copies: dict[str, str], *more: Maker) -> Graph:
    return link([m.report() for m in (*DISPUTING, *more)], copies=reprint(copies))


def reprint(copies: dict[str, str]) -> dict[str, Reprint]:
    return {id: Reprint(of, 0.9) for id, of in copies.items()}


def test_a_side_tells_how_many_sources_it_has() -> None:
    again = tell("e", LONGER, *GUESTS, f"chair:{B}", date=DAY)
    with Store(":memory:") as store:
        for maker in (*DISPUTING, again):
            store.put_report(Document(id=maker.id, text=maker.text), maker.report())
        store.replace_graph(disputing({"e": "b"}, again))
        (found,) = conflicts(store, kind="chair")
    assert [(a.documents, a.sources) for a in found.answers] == [(("b", "e"), 1), (("a",), 1)]


KNOWN = "Bí thư @ Tỉnh ủy Nghệ An / province / Nghệ An"


def many(names: int, posts: Sequence[str]) -> list[Maker]:
    """So many reports on one of the name, one on a namesake, one that says nothing of him."""
    makers = [Maker(f"known-{i:02}", "2024-01-17") for i in range(names)]
    for maker in makers:
        maker.person("Lê Văn Thử", *posts)
    other, bare = Maker("other", "2024-01-17"), Maker("bare", "2024-01-17")
    other.person("Lê Văn Thử", "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau")
    bare.person("Lê Văn Thử")
    return [*makers, other, bare]


@pytest.mark.parametrize(("copies", "people"), [(False, 2), (True, 3)])
def test_one_text_in_many_papers_makes_nobody_well_known(copies: bool, people: int) -> None:
    reports = [m.report() for m in many(25, [KNOWN])]
    same = {f"known-{i:02}": "known-00" for i in range(1, 25)} if copies else {}
    assert len(link(reports, copies=reprint(same)).officials) == people


@pytest.mark.parametrize(("copies", "title"), [(False, "Giám đốc Sở"), (True, "GĐ sở")])
def test_the_words_of_a_copy_win_no_vote(copies: bool, title: str) -> None:
    """A label is the one most often read; a misreading that all reprints share is read once."""
    makers = [Maker(id) for id in "abcde"]
    labels = ("GĐ sở", "GĐ sở", "Giám đốc Sở", "Giám đốc Sở", "Giám đốc Sở")
    for maker, label in zip(makers, labels, strict=True):
        body = maker.body("Sở Thử" if label == "GĐ sở" else "sở thử", "province", "Nghệ An")
        assert body
    same = {"d": "c", "e": "c"} if copies else {}
    graph = link([m.report() for m in makers], copies=reprint(same))
    assert [b.label for b in graph.bodies] == ["Sở Thử" if title == "GĐ sở" else "sở thử"]


def told(graph: Graph) -> dict[str, Any]:
    """The graph but for what names documents and mentions."""
    return {
        "officials": graph.officials,
        "bodies": graph.bodies,
        "posts": graph.posts,
        "places": graph.places,
        "meetings": graph.meetings,
        "sites": graph.sites,
        "participations": [
            (p.key, p.site, p.acting_as, p.on_behalf_of, p.order, p.confidence)
            for p in graph.participations
        ],
        "memberships": [
            (m.key, m.first_seen, m.last_seen, m.printed, m.confidence) for m in graph.memberships
        ],
        "conflicts": [graph.conflicts, [(s.key, s.claim, s.means) for s in graph.sides]],
        "apart": graph.apart,
        "inferred": graph.inferred,
    }


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 1000))
def test_a_corpus_with_its_reprints_is_the_corpus(choice: Random, seed: int) -> None:
    """People, meetings and all the rest, by the very keys, however often a report is reprinted."""
    reports = [labelled.report for labelled in corpus(400, seed)]
    again, copies = [], {}
    for report in reports:
        for n in range(choice.choice((0, 0, 1, 3))):
            id = f"{report.document}~{n}"
            copies[id] = Reprint(report.document, 1.0)
            again.append(structs.replace(report, document=id, digest=id))
    graph = link([*again, *reports], copies=copies)
    assert told(graph) == told(link(reports))
    assert {(c.document, c.similarity) for c in graph.copies} == {
        (d.key, 1.0) for d in graph.documents if d.id in copies
    }


def test_the_order_of_reports_makes_no_difference() -> None:
    makers = many(4, [KNOWN, "Trưởng đoàn @ Tỉnh ủy / province"])
    reports = [m.report() for m in makers]
    copies = reprint({"known-01": "known-00", "known-02": "known-00"})
    assert link(reports, copies=copies) == link(reports[::-1], copies=copies)


def test_two_of_one_name_in_a_report_are_the_same_two_in_its_reprint() -> None:
    makers = [Maker("a"), Maker("b")]
    for maker in makers:
        maker.person("Lê Văn Thử", "Phó Giám đốc @ Sở / province")
        maker.person("Lê Văn Thử")
        maker.person("Hùng")
    graph = link([m.report() for m in makers], copies=reprint({"b": "a"}))
    named = sorted((o.label, len([m for m in graph.mentions if m.target == o.key]))
                   for o in graph.officials)  # fmt: skip
    assert named == [("Hùng", 2), ("Lê Văn Thử", 2), ("Lê Văn Thử", 2)]
    assert len(link([m.report() for m in makers]).officials) > 3


def test_an_analyst_knows_better(built: Built, tmp_path: Path) -> None:
    built(FIRST, COPY).close()
    path = tmp_path / "officials.db"
    decide.split(path, "Lê Văn Thử", by=["b"], why="a namesake")
    with Store(path) as store:
        assert len([o for o in store.officials() if o.label == "Lê Văn Thử"]) == 2
        assert known_copies(store).keys() == {"b"}
    with built(FIRST, COPY) as store:
        assert len([o for o in store.officials() if o.label == "Lê Văn Thử"]) == 2


# What users see


def test_rdf_tells_copies(built: Built) -> None:
    from test_shapes import graph_of, violations

    with built(FIRST, COPY) as store:
        out = io.BytesIO()
        export(store, out, "nt")
        assert violations(graph_of(store)) == set()
    read = ox.Store()
    read.bulk_load(out.getvalue(), ox.RdfFormat.N_TRIPLES)
    assert read.query(
        f"{PREFIXES} ASK {{ ?b dcterms:identifier 'b' ; kg:copyOf ?a ; kg:similarity ?s . "
        "?a dcterms:identifier 'a' FILTER(?s > 0.7 && ?s < 1) "
        "FILTER NOT EXISTS { ?a kg:copyOf ?any } }"
    )


def test_an_event_told_on_two_days_is_one_event(built: Built) -> None:
    text = BODY.replace("Chủ tịch Ủy ban", "vừa được bầu giữ chức Chủ tịch Ủy ban", 1)
    documents = [{**d, "text": text} for d in (FIRST, COPY)]
    with built(*documents) as store:
        found = [(e.kind, e.day, e.documents) for e in store.tenure_events()]
    assert found == [("elected", "2024-01-17", ("document/a", "document/b"))]


@pytest.fixture
def run(
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    built({**FIRST, "title": HEADLINE}, COPY, THIRD).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)

    def call(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        return kg_run(args), *capsys.readouterr()

    return call


def test_the_command_lists_them(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("duplicates")
    assert (status, err) == (0, "")
    assert out.splitlines()[2].startswith(f"a         2024-01-17  {HEADLINE}  b     2024-01-19")
    assert "Không để ai bị bỏ lại phía sau" in out
    assert len(out.splitlines()) == 3
    assert run("duplicates", "--csv")[1].splitlines()[0] == (
        "document,issued,title,copy,copy issued,copy title,similarity"
    )
    (group,) = json.loads(run("duplicates", "--json")[1])
    assert (group["document"], group["copies"][0]["document"]) == ("a", "b")
    assert 0.7 < group["copies"][0]["similarity"] < 1
    assert ("copies", "1") in [tuple(line.split()) for line in run("status")[1].splitlines()]


def test_no_copies_are_no_error(built: Built, run: Callable[..., tuple[int, str, str]]) -> None:
    built(FIRST, THIRD).close()
    assert run("duplicates") == (0, "no document reprints another\n", "")
    assert run("duplicates", "--json") == (0, "[]\n", "")


def test_why_same_names_the_reprint(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("explain", "--why-same", "a:Mẫu", "b:Mẫu")
    assert status == 0
    assert "one report, printed by several" in out


def test_graphs_without_a_store_tell_copies_too() -> None:
    makers = many(2, [KNOWN])
    graph = link([m.report() for m in makers], copies=reprint({"known-01": "known-00"}))
    out = io.BytesIO()
    export(GraphSource(graph, {f"document/{m.id}": m.text for m in makers}), out, "ttl")
    assert "kg:copyOf document:known-00" in out.getvalue().decode()
