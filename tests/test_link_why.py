"""Why people are one official or two: what is kept of it, and what a store answers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_maker import Maker

from kg.cli import run
from kg.documents.document import Document
from kg.errors import KgError
from kg.link.decisions import Anchor, Decisions, Merge, Split
from kg.link.graph import link
from kg.link.model import Graph
from kg.report.model import Report
from kg.store.store import Store
from kg.store.why import resolve, why_not, why_same

NAME = "Nguyễn Văn Thành"
CHAIR_A = "Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
CHAIR_B = "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
SECRETARY_A = "Bí thư @ Tỉnh ủy Nghệ An / province / Nghệ An"
BUREAU_A = "Phó Giám đốc @ Sở Y tế tỉnh Nghệ An / province / Nghệ An"
BUREAU_A2 = "Chánh Thanh tra @ Sở Nội vụ tỉnh Nghệ An / province / Nghệ An"
DEPUTY_A = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
MINISTER = "Bộ trưởng @ Bộ Công an / central"
COMMUNE_B = "Chủ tịch @ Ủy ban nhân dân xã Thử / commune / Cà Mau"
CLERK = "Chuyên viên @ Vụ Thử / central"
DIRECTOR = "Giám đốc @ Công ty Thử / other"
FIRST, SECOND = "official/nguyen-van-thanh", "official/nguyen-van-thanh-2"


def maker(id: str, *people: tuple[str, ...], date: str | None = "2024-01-10") -> Maker:
    made = Maker(id, date)
    for name, *posts in people:
        made.person(name, *posts)
    return made


def linked(*makers: Maker) -> Graph:
    """Return the graph of reports, after a look at whether their order matters."""
    graphs = [link(m.report() for m in order) for order in itertools.permutations(makers)]
    assert all(graph == graphs[0] for graph in graphs)
    return graphs[0]


@pytest.mark.parametrize(
    ("kind", "what", "makers"),
    [
        (
            "post",
            ("post/chu-tich-uy-ban-nhan-dan-tinh-nghe-an",),
            [maker("a", (NAME, CHAIR_A)), maker("b", (NAME, CHAIR_A))],
        ),
        (
            "beside",
            ("official/le-thi-ke",),
            [
                maker("a", (NAME, CLERK), ("Lê Thị Kề", MINISTER)),
                maker("b", (NAME, DIRECTOR), ("Lê Thị Kề", MINISTER)),
            ],
        ),
        (
            "place",
            ("province/nghe-an-2025",),
            [maker("a", (NAME, BUREAU_A)), maker("b", (NAME, BUREAU_A2))],
        ),
        ("prominent", (), [maker("a", (NAME, MINISTER)), maker("b", (NAME, SECRETARY_A))]),
        ("only", (), [maker("a", (NAME, CLERK)), maker("b", (NAME,))]),
        ("rare", (), [maker("a", ("Wolfgang Thử",)), maker("b", ("Wolfgang Thử",))]),
        (
            "spelling",
            ("post/chu-tich-uy-ban-nhan-dan-tinh-nghe-an",),
            [maker("a", ("Trần Văn Bình", CHAIR_A)), maker("b", ("Trẩn Văn Bình", CHAIR_A))],
        ),
    ],
)
def test_what_joined(kind: str, what: tuple[str, ...], makers: list[Maker]) -> None:
    joins = [j for j in linked(*makers).joins if j.official != "official/le-thi-ke"]
    assert [(j.kind, j.what, j.documents) for j in joins] == [
        (kind, what, ("document/a", "document/b"))
    ]


def test_a_shared_meeting_joined() -> None:
    makers = [maker("a", (NAME, CLERK)), maker("b", (NAME, DIRECTOR))]
    for made in makers:
        made.person("Trần Văn Chủ", MINISTER)
        label = "hội nghị tổng kết phòng chống thiên tai miền Tây"
        made.meeting(label, ("p2", "chair"), ("p1", "attend"), date="2024-02-01")
    crowd = [maker(f"x{i:02}", ("Trần Văn Chủ", MINISTER)) for i in range(25)]
    graph = link([m.report() for m in makers + crowd])
    (join,) = [j for j in graph.joins if j.official == FIRST]
    assert (join.kind, join.what) == ("meeting", (graph.meetings[0].key,))


@pytest.mark.parametrize(
    ("kind", "what", "makers"),
    [
        (
            "provinces",
            (
                "post/chu-tich-uy-ban-nhan-dan-tinh-nghe-an",
                "post/chu-tich-uy-ban-nhan-dan-tinh-ca-mau",
            ),
            [maker("a", (NAME, CHAIR_A), date="2024-01-01"), maker("b", (NAME, CHAIR_B))],
        ),
        (
            "levels",
            ("post/bo-truong-bo-cong-an", "post/chu-tich-uy-ban-nhan-dan-xa-thu"),
            [maker("a", (NAME, MINISTER), date="2024-01-01"), maker("b", (NAME, COMMUNE_B))],
        ),
        ("document", ("document/a",), [maker("a", (NAME, CHAIR_A), (NAME, CHAIR_A))]),
        (
            "foreign",
            (),
            [maker("a", ("Kim Lan", CHAIR_A)), maker("b")],
        ),
    ],
)
def test_what_kept_apart(kind: str, what: tuple[str, ...], makers: list[Maker]) -> None:
    if kind == "foreign":
        makers[1].person("Kim Lan", "Ngoại trưởng", foreign=True)
    graph = linked(*makers)
    (row,) = graph.apart
    assert (row.kind, row.what) == (kind, what)
    assert (row.first, row.second) == tuple(sorted((o.key for o in graph.officials), key=len))
    assert not graph.unsure


@pytest.mark.parametrize(
    ("for_them", "against", "makers"),
    [
        (("name",), ("nothing",), [maker("a", (NAME, CLERK)), maker("b", (NAME, DIRECTOR))]),
        (
            ("name",),
            (f"untitled {FIRST}", f"untitled {SECOND}", "nothing"),
            [maker("a", (NAME,)), maker("b", (NAME,))],
        ),
        (
            ("post post/pho-chu-tich-uy-ban-nhan-dan-tinh-nghe-an", "place province/nghe-an-2025"),
            ("spelling",),
            [
                maker("a", ("Nguyễn Văn Hùng", DEPUTY_A)),
                maker("b", ("Nguyễn Văn Hưng", DEPUTY_A)),
            ],
        ),
    ],
)
def test_what_is_unsure(
    for_them: tuple[str, ...], against: tuple[str, ...], makers: list[Maker]
) -> None:
    (row,) = linked(*makers).unsure
    assert row.evidence_for[: len(for_them)] == for_them
    assert row.evidence_against == against
    assert 0 < row.score < 1


@pytest.mark.parametrize(
    "makers",
    [
        [maker("a", (NAME, CHAIR_A)), maker("b", ("Nguyễn Văn Thanh", CLERK))],
        [maker("a", ("Trần Văn Bình", CHAIR_A)), maker("b", ("Lê Thị Kề", CHAIR_A))],
        [maker("a", ("Trần Văn Bình", CHAIR_A)), maker("b", ("Trẩn Văn Bình", CHAIR_B))],
    ],
)
def test_other_names_are_no_pair(makers: list[Maker]) -> None:
    graph = linked(*makers)
    assert len(graph.officials) == 2
    assert not (graph.joins or graph.apart or graph.unsure)


def test_a_third_that_fits_both_names_its_rival() -> None:
    makers = [maker("a", (NAME, CHAIR_A)), maker("b", (NAME, CHAIR_B)), maker("c", (NAME,))]
    graph = linked(*makers)
    (apart,) = graph.apart
    assert {row.evidence_against[0].split()[0] for row in graph.unsure} == {"rival"}
    rivals = {row.evidence_against[0].split()[1] for row in graph.unsure}
    assert rivals == {apart.first, apart.second}


def test_the_likelier_pair_has_the_higher_score() -> None:
    graph = linked(
        maker("a", ("Nguyễn Văn Hùng", DEPUTY_A)),
        maker("b", ("Nguyễn Văn Hưng", DEPUTY_A)),
        maker("c", (NAME, CLERK)),
        maker("d", (NAME, DIRECTOR)),
    )
    by_name = {row.first: row.score for row in graph.unsure}
    assert by_name["official/nguyen-van-hung"] > by_name[FIRST]


POSTS = (CHAIR_A, CHAIR_B, SECRETARY_A, BUREAU_A, MINISTER, CLERK, DIRECTOR)
NAMES = (NAME, "Nguyễn Văn Thạnh", "Nguyen Van Thanh")
PERSON = st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(POSTS), max_size=2))


@settings(deadline=None)
@given(st.lists(st.lists(PERSON, min_size=1, max_size=2), min_size=1, max_size=7))
def test_the_joins_of_an_official_are_a_tree(documents: list[list[tuple[str, list[str]]]]) -> None:
    """They lead from each of its documents to each other, on one way."""
    makers = [
        maker(f"d{i}", *((name, *posts) for name, posts in people), date=f"2024-01-{1 + i:02}")
        for i, people in enumerate(documents)
    ]
    graph = link(m.report() for m in makers)
    named = defaultdict(set)
    for m in graph.mentions:
        if m.kind == "person":
            named[m.target].add(m.document)
    edges = defaultdict(int)
    reached: dict[str, list[set[str]]] = defaultdict(list)
    for row in graph.joins:
        edges[row.official] += len(row.documents) - 1
        touching = [s for s in reached[row.official] if s & set(row.documents)]
        rest = [s for s in reached[row.official] if not s & set(row.documents)]
        reached[row.official] = [*rest, set(row.documents).union(*touching)]
    for official, where in named.items():
        assert edges[official] == len(where) - 1
        assert reached[official] == ([where] if len(where) > 1 else [])
    pairs = [(row.first, row.second) for row in (*graph.apart, *graph.unsure)]
    assert len(pairs) == len({frozenset(pair) for pair in pairs})
    assert all(first != second for first, second in pairs)


def test_decisions_are_reasons() -> None:
    reports = [maker(id, (NAME, CLERK if id < "c" else DIRECTOR)).report() for id in "abcd"]
    merge = Merge(
        id=1,
        keys=(FIRST, SECOND),
        seen={FIRST: (Anchor("a", NAME),), SECOND: (Anchor("c", NAME),)},
    )
    graph = link(reports, decisions=Decisions(entries=(merge,)))
    assert [(j.kind, j.what, len(j.documents)) for j in graph.joins] == [
        ("post", ("post/chuyen-vien-vu-thu",), 2),
        ("post", ("post/giam-doc-cong-ty-thu",), 2),
        ("decided", ("1",), 2),
    ]
    assert not graph.unsure
    split = Split(id=2, key=FIRST, into={FIRST: (Anchor("a", NAME),), SECOND: (Anchor("b", NAME),)})
    graph = link(reports[:2], decisions=Decisions(entries=(split,)))
    assert [(row.kind, row.what) for row in graph.apart] == [("decided", ("2",))]
    assert not graph.joins


# What a store answers


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    makers = [
        maker("bao-1", (NAME, CHAIR_A), date="2024-01-01"),
        maker("bao-2", (NAME, CHAIR_A, SECRETARY_A)),
        maker("bao-3", (NAME, SECRETARY_A)),
        maker("bao:4", (NAME, CHAIR_B), ("Lê Thị Lan", CLERK)),
        maker("bao-5", ("Lê Thị Lan", DIRECTOR)),
    ]
    with Store.create(tmp_path / "x.db") as opened:
        reports: list[Report] = []
        for made in makers:
            opened.put_report(Document(id=made.id, text=made.text), made.report())
            reports.append(made.report())
        opened.replace_graph(link(reports))
        yield opened


def test_the_way_from_one_mention_to_another(store: Store) -> None:
    (same,) = why_same(store, f"bao-1:{NAME}", "bao-3:nguyen van thanh")
    assert same.between == ("bao-1", "bao-3")
    assert [step.documents for step in same.steps] == [("bao-1", "bao-2"), ("bao-2", "bao-3")]
    assert [step.what for step in same.steps] == [
        ("Chủ tịch Ủy ban nhân dân tỉnh Nghệ An",),
        ("Bí thư Tỉnh ủy Nghệ An",),
    ]
    assert {e.document for e in same.steps[0].evidence} == {"bao-1", "bao-2"}


def test_all_that_joined_an_official(store: Store) -> None:
    (same,) = why_same(store, "nguyen-van-thanh", FIRST)
    assert sum(len(step.documents) - 1 for step in same.steps) == 2


def test_why_not(store: Store) -> None:
    (answer,) = why_not(store, NAME, NAME)
    assert (answer.verdict, answer.kind) == ("apart", "provinces")
    assert answer.what == ("Bí thư Tỉnh ủy Nghệ An", "Chủ tịch Ủy ban nhân dân tỉnh Cà Mau")
    # Each side shows its own post.
    for side, post in zip(answer.sides, answer.what, strict=True):
        assert post in {e.exact for e in side.evidence}
    (answer,) = why_not(store, "bao:4:thành", "bao-1:thành")
    assert [side.who.key for side in answer.sides] == [SECOND, FIRST]
    assert answer.what[0].endswith("Cà Mau")
    (answer,) = why_not(store, "le-thi-lan", "le-thi-lan-2")
    assert answer.verdict == "unsure" and answer.reasons_against == (("nothing", ""),)
    (answer,) = why_not(store, "le-thi-lan", FIRST)
    assert (answer.verdict, answer.reasons_against) == ("none", (("spelling", ""),))


@pytest.mark.parametrize(
    ("ask", "a", "b", "problem"),
    [
        (why_same, FIRST, SECOND, "not one here"),
        (why_same, f"bao-1:{NAME}", f"bao:4:{NAME}", "not one here"),
        (why_not, FIRST, "bao-2:Thành", "one here"),
        (why_same, "bao-1:Lê Thị Lan", NAME, 'names no official "Lê Thị Lan"; it names Nguyễn'),
        (why_same, "bao-1:", NAME, "names no official"),
        (why_not, "bao-9:Lê Thị Lan", NAME, 'no official matches "bao-9:Lê Thị Lan"'),
    ],
)
def test_what_cannot_be_answered(
    ask: Callable[[Store, str, str], object], a: str, b: str, problem: str, store: Store
) -> None:
    with pytest.raises(KgError, match=problem):
        ask(store, a, b)


def test_a_document_tells_which_of_two_is_meant(store: Store) -> None:
    assert [who.key for who in resolve(store, "bao:4:Nguyễn Văn Thành")] == [SECOND]
    assert [who.key for who in resolve(store, NAME)] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["--why-same", "bao-1:thành", "bao-3:thành"], 0, ["the same post", "bao-2"]),
        (["--why-same", FIRST, FIRST, "--csv"], 0, ["verdict,official", "one,official/nguyen"]),
        (["--why-same", FIRST, FIRST, "--json"], 0, ['"steps"']),
        (["--why-not", NAME, NAME], 0, ["kept apart by posts in two provinces at a time"]),
        (["--why-not", NAME, NAME, "--csv"], 0, ["apart,official/nguyen", "provinces"]),
        (["--why-not", NAME, NAME, "--json"], 0, ['"verdict": "apart"']),
        (["--why-not", "le thi lan", "le thi lan"], 0, ["unsure (0.", "they share the name alone"]),
        (["--why-not", "le-thi-lan", FIRST], 0, ["never compared: their names differ"]),
        (["--why-same", FIRST, SECOND], 1, ["kg: error: not one here"]),
        (["--why-same", FIRST, FIRST, "--why-not", FIRST, FIRST], 2, ["take nothing but"]),
        ([], 2, ["Missing argument 'NAME'"]),
    ],
)
def test_command(
    args: list[str],
    status: int,
    words: list[str],
    store: Store,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_DB", str(store.path))
    assert run(["explain", *args]) == status
    out, err = capsys.readouterr()
    assert all(w in out + err for w in words), out + err
    if args and status == 0:
        monkeypatch.setenv("KG_DB", "nowhere.db")
        assert run(["explain", *args, str(store.path)]) == 0
        assert capsys.readouterr().out == out
