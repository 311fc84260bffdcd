from __future__ import annotations

import re
from collections import deque
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import pytest
from synthetic.corpus import corpus
from view_reference import Reference

import kg
from kg.errors import KgError
from kg.export.appearances import ROLES
from kg.export.elements import Elements
from kg.export.names import DEFAULT_BASE
from kg.export.network import graph
from kg.link.graph import link
from kg.link.model import (
    BodyRow,
    DocumentRow,
    Graph,
    MeetingRow,
    MembershipRow,
    Official,
    ParticipationRow,
    PlaceRow,
    PostRow,
    SiteRow,
)
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.store import Store

MET = ("officials", "bodies", "provinces")

# meeting, participant, role, site, documents
PARTICIPATIONS = """
m1 official/an chair - a
m1 official/binh attend - a,b
m1 official/chi attend - a
m1 official/chi speak - b
m2 official/an chair - c
m2 official/binh chair s1 c
m2 official/dung attend s1 c
m2 official/chi attend - c
m2 body/so represented - c
m3 official/an attend - d
m3 official/binh speak - d
"""
# official, post, status, first and last day, documents
MEMBERSHIPS = """
an truong-ban current 2024-01-10 2024-02-20 a,c
binh giam-doc current 2024-01-10 2024-01-10 a,b,c
dung truong-ban former 2024-02-20 2024-02-20 c
"""


def small() -> Graph:
    provinces = [
        PlaceRow("province/dong", "Đông", "Tỉnh Đông", "province", replaced_by="province/nam"),
        PlaceRow("province/tay", "Tây", "Tỉnh Tây", "province"),
        PlaceRow("province/nam", "Nam", "Tỉnh Nam", "province"),
    ]
    bodies = [
        BodyRow("body/ban", "Ban Tây", "ban", "province", "province/tay", True, "body/tinh-uy"),
        BodyRow("body/so", "Sở Đông", "so", "province", "province/dong"),
        BodyRow("body/tinh-uy", "Tỉnh ủy Tây", "tinh-uy", "province", "province/tay"),
    ]
    posts = [
        PostRow("post/truong-ban", "Trưởng Ban Tây", "Trưởng Ban", "body/ban"),
        PostRow("post/giam-doc", "Giám đốc Sở Đông", "Giám đốc", "body/so"),
    ]
    meetings = [
        MeetingRow(
            "meeting/m1", "hội nghị một", "hội nghị", "2024-01-10", provinces=("province/tay",)
        ),
        MeetingRow(
            "meeting/m2", "hội nghị hai", "hội nghị", "2024-02-20", "2024-02-21",
            organisers=("body/tinh-uy",),
        ),
        MeetingRow("meeting/m3", "lễ ba", "lễ"),
    ]  # fmt: skip
    parts = [line.split() for line in PARTICIPATIONS.split("\n") if line]
    held = [line.split() for line in MEMBERSHIPS.split("\n") if line]
    return Graph(
        documents=tuple(DocumentRow(f"document/{d}", d, None, None, None) for d in "abcd"),
        officials=tuple(
            Official(f"official/{key}", name)
            for key, name in (("an", "An"), ("binh", "Bình"), ("chi", "Chi"), ("dung", "Dũng"))
        ),
        places=tuple(sorted(provinces, key=lambda p: p.key)),
        bodies=tuple(bodies),
        posts=tuple(sorted(posts, key=lambda p: p.key)),
        meetings=tuple(meetings),
        sites=(SiteRow("site/s1", "meeting/m2", "điểm cầu Đông", "province/dong"),),
        memberships=tuple(
            MembershipRow(
                f"membership/{o}-{p}",
                f"official/{o}",
                f"post/{p}",
                s,
                first,
                last,
                (),
                tuple(f"document/{d}" for d in docs.split(",")),
                (),
                0.9,
            )
            for o, p, s, first, last, docs in held
        ),
        participations=tuple(
            ParticipationRow(
                f"participation/{number:02}",
                f"meeting/{m}",
                who,
                role,
                f"site/{site}" if site != "-" else None,
                None,
                None,
                number,
                tuple(f"document/{d}" for d in docs.split(",")),
                (),
                0.5 + number / 20,
            )
            for number, (m, who, role, site, docs) in enumerate(parts)
        ),
    )


def stored(made: Graph) -> Store:
    store = Store.create(":memory:")
    store.replace_graph(made)
    return store


@pytest.fixture(scope="module")
def store() -> Store:
    return stored(small())


def weights(network: Any) -> dict[str, int]:
    """Edges of a network as "an-binh" -> weight."""
    short = [re.sub(r"^\w+\.", "", key) for key in network]
    assert len(set(short)) == len(short)
    return {
        "-".join(re.sub(r"^\w+\.", "", end) for end in pair): data["weight"]
        for *pair, data in network.edges(data=True)
    }


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (
            "officials",
            {"an-binh": 3, "an-chi": 2, "an-dung": 1, "binh-chi": 2, "binh-dung": 1, "chi-dung": 1},
        ),
        # Who chairs a site chairs those at that site; the chair of all chairs him, too.
        ("chairs", {"an-binh": 2, "an-chi": 2, "an-dung": 1, "binh-dung": 1}),
        # Posts count where the same document prints them, former ones don't, organisers do.
        ("bodies", {"ban-so": 2, "ban-tinh-uy": 1, "so-tinh-uy": 1}),
        ("provinces", {"dong-tay": 2}),
        (
            "meeting-official",
            {
                "an-m1": 1, "an-m2": 1, "an-m3": 1, "binh-m1": 2, "binh-m2": 1, "binh-m3": 1,
                "chi-m1": 2, "chi-m2": 1, "dung-m2": 1,
            },
        ),
    ],
)  # fmt: skip
def test_who_met_whom(store: Store, view: Any, expected: dict[str, int]) -> None:
    assert weights(graph(store, view=view)) == expected


def test_an_edge_lists_its_meetings(store: Store) -> None:
    assert graph(store, view="officials").edges["official.an", "official.binh"] == {
        "id": "met.official.an.official.binh",
        "label": "3 meetings",
        "kind": "met",
        "weight": 3.0,
        "first_date": "2024-01-10",
        "last_date": "2024-02-21",
        "meetings": "2024-01-10 hội nghị một; 2024-02-20 hội nghị hai; lễ ba",
        "meeting_keys": "meeting/m1; meeting/m2; meeting/m3",
    }
    assert graph(store, view="chairs").edges["official.binh", "official.dung"]["meetings"] == (
        "2024-02-20 hội nghị hai"
    )
    assert graph(store, view="meeting-official").edges["official.chi", "meeting.m1"] == {
        "id": "took_part.official.chi.meeting.m1",
        "label": "attended; spoke",
        "kind": "took_part",
        "role": "attend; speak",
        "date": "2024-01-10",
        "weight": 2.0,
        "documents": "a; b",
        "list_order": 2,
        "confidence": 0.65,
    }


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        ("full", nx.MultiDiGraph),
        ("officials", nx.Graph),
        ("chairs", nx.DiGraph),
        ("bodies", nx.Graph),
        ("provinces", nx.Graph),
        ("meeting-official", nx.Graph),
    ],
)
def test_the_network_has_the_type_of_the_view(store: Store, view: Any, kind: type) -> None:
    assert type(graph(store, view=view)) is kind
    assert {name for name in kg.graph(store, view=view) if "." not in name} == set()


def test_officials_and_meetings_are_two_sides(store: Store) -> None:
    network = graph(store, view="meeting-official")
    sides = {kind: {n for n, k in network.nodes(data="kind") if k == kind} for kind in
             ("official", "meeting")}  # fmt: skip
    assert sum(map(len, sides.values())) == len(network)
    assert nx.bipartite.is_bipartite_node_set(network, sides["official"])


A_DAY = {"start": "2024-02-21", "end": "2024-12-31"}


@pytest.mark.parametrize(
    ("view", "only", "expected"),
    [
        ("officials", {"start": "2024-02-01"}, {
            "an-binh": 1, "an-chi": 1, "an-dung": 1, "binh-chi": 1, "binh-dung": 1, "chi-dung": 1}),
        # A meeting of two days is on its second day, too.
        ("chairs", A_DAY, {"an-binh": 1, "an-chi": 1, "an-dung": 1, "binh-dung": 1}),
        ("officials", {"end": "2024-01-31"}, {"an-binh": 1, "an-chi": 1, "binh-chi": 1}),
        ("officials", {"end": "2023-12-31"}, {}),
        ("officials", {"min_weight": 2}, {"an-binh": 3, "an-chi": 2, "binh-chi": 2}),
        ("officials", {"min_weight": 2.5}, {"an-binh": 3}),
        ("officials", {"roles": ("chair",)}, {"an-binh": 1}),
        ("chairs", {"roles": ("speak",)}, {"an-chi": 1}),
        ("meeting-official", {"roles": ("speak",)}, {"chi-m1": 1, "binh-m3": 1}),
        ("meeting-official", {"min_weight": 2}, {"binh-m1": 2, "chi-m1": 2}),
        ("officials", {"min_confidence": 0.94}, {"an-binh": 1}),
        ("officials", {"officials": ("DUNG",)}, {
            "an-binh": 3, "an-chi": 2, "an-dung": 1, "binh-chi": 2, "binh-dung": 1, "chi-dung": 1}),
        ("officials", {"officials": ("dung",), "end": "2024-01-31"}, {}),
        ("chairs", {"officials": ("dung",)}, {"an-binh": 2, "an-dung": 1, "binh-dung": 1}),
        ("chairs", {"officials": ("dung",), "hops": 0}, {}),
        ("meeting-official", {"officials": ("dung",)}, {"dung-m2": 1}),
        ("meeting-official", {"officials": ("dung",), "hops": 2}, {
            "an-m2": 1, "binh-m2": 1, "chi-m2": 1, "dung-m2": 1}),
        ("meeting-official", {"officials": ("an", "dung")}, {
            "an-m1": 1, "an-m2": 1, "an-m3": 1, "dung-m2": 1}),
        # Holders of its posts, and who was there; not everybody they met.
        ("officials", {"bodies": ("ban tay",)}, {"an-dung": 1}),
        ("officials", {"bodies": ("so dong",), "hops": 1}, {
            "an-binh": 3, "an-chi": 2, "an-dung": 1, "binh-chi": 2, "binh-dung": 1, "chi-dung": 1}),
        ("officials", {"provinces": ("dong",)}, {"binh-dung": 1}),
        ("officials", {"provinces": ("dong",), "bodies": ("ban tay",)}, {}),
        ("bodies", {"bodies": ("tinh uy tay",)}, {"ban-so": 2, "ban-tinh-uy": 1, "so-tinh-uy": 1}),
        ("bodies", {"provinces": ("tay",)}, {"ban-tinh-uy": 1}),
        ("provinces", {"provinces": ("tay",)}, {"dong-tay": 2}),
        ("provinces", {"provinces": ("nam",)}, {}),
    ],
)  # fmt: skip
def test_filters(store: Store, view: Any, only: dict[str, Any], expected: dict[str, int]) -> None:
    found = graph(store, view=view, only=kg.Filter(**only))
    assert weights(found) == expected
    assert all(degree for _, degree in found.degree())


def test_nodes_count_what_the_filter_lets_through(store: Store) -> None:
    only = kg.Filter(end="2024-01-31")
    node = graph(store, view="officials", only=only).nodes["official.an"]
    assert (node["appearances"], node["first_date"], node["last_date"]) == (
        1,
        "2024-01-10",
        "2024-01-10",
    )
    assert graph(store).nodes["official.an"]["appearances"] == 3


FULL = [
    ({"start": "2024-02-01"}, {"m2", "an", "binh", "chi", "dung", "ban", "so", "tinh-uy",
                               "truong-ban", "dong", "tay", "nam"}),
    # A meeting's province takes its successor along.
    ({"end": "2024-01-31"}, {"m1", "an", "binh", "chi", "truong-ban", "giam-doc", "ban", "so",
                             "tinh-uy", "dong", "tay", "nam"}),
    ({"roles": ("represented",)}, {"m2", "so", "tinh-uy", "tay", "dong", "nam"}),
    ({"officials": ("dung",)}, {"dung", "m2", "truong-ban"}),
    ({"officials": ("dung",), "hops": 0}, {"dung"}),
    ({"officials": ("dung",), "hops": 2}, {"dung", "m2", "truong-ban", "an", "binh", "chi", "so",
                                           "tinh-uy", "dong", "ban"}),
    ({"officials": ("dung",), "provinces": ("tay",)}, {"dung", "truong-ban"}),
    ({"provinces": ("dong",)}, {"dong", "so", "giam-doc", "binh", "dung", "m2"}),
    ({"bodies": ("so dong",)}, {"so", "giam-doc", "binh", "m2"}),
    ({"bodies": ("so dong", "ban tay")}, {"so", "giam-doc", "binh", "m2", "ban", "truong-ban", "an",
                                          "dung"}),
    ({"min_weight": 2}, {"m1", "binh", "an", "dung", "giam-doc", "truong-ban", "so", "ban",
                         "tinh-uy", "dong", "tay", "nam"}),
]  # fmt: skip


@pytest.mark.parametrize(("only", "expected"), FULL)
def test_filters_of_everything(store: Store, only: dict[str, Any], expected: set[str]) -> None:
    found = graph(store, only=kg.Filter(**only))
    if only.get("min_weight"):
        expected = expected - {"dung"}  # whose post one document prints
    assert {re.sub(r"^\w+\.", "", node) for node in found} == expected
    whole = graph(store)
    inside = whole.subgraph(found).edges(keys=True)
    if not {"start", "end", "roles", "min_weight"} & set(only):
        assert set(found.edges(keys=True)) == set(inside)
    assert set(found.edges(keys=True)) <= set(inside)


@pytest.mark.parametrize(
    ("view", "only", "message"),
    [
        ("pictures", {}, "no view 'pictures'"),
        ("full", {"start": "2024-13-01"}, "'2024-13-01' is not a date"),
        ("full", {"roles": ("king",)}, "no role 'king'"),
        ("full", {"min_confidence": 2}, "confidence of 2"),
        ("full", {"min_weight": float("nan")}, "weight of nan"),
        ("full", {"hops": 2}, "hops around what"),
        ("full", {"hops": -1, "officials": ("an",)}, "-1 hops"),
        ("officials", {"officials": ("anh",)}, 'no official matches "anh"; nearest: An'),
        ("full", {"provinces": ("bac",)}, 'no province matches "bac"'),
        ("full", {"bodies": ("bộ",)}, 'no body matches "bộ"'),
    ],
)
def test_what_cannot_be_met(store: Store, view: Any, only: dict[str, Any], message: str) -> None:
    with pytest.raises(KgError, match=re.escape(message)):
        graph(store, view=view, only=kg.Filter(**only))


@cache
def made_up() -> Graph:
    return link(labelled.report for labelled in corpus(400, 3))


@cache
def made_up_store() -> Store:
    return stored(made_up())


@pytest.mark.parametrize("view", [*MET, "chairs"])
@pytest.mark.parametrize(
    "only",
    [
        {},
        {"start": "2018-01-01", "end": "2021-06-30"},
        {"roles": ("attend", "speak")},
        {"min_confidence": 0.9, "start": "2019-01-01"},
    ],
    ids=str,
)
def test_views_are_those_of_the_reference(view: Any, only: dict[str, Any]) -> None:
    expected = Reference(made_up(), **only).pairs(view)
    found = graph(made_up_store(), view=view, only=kg.Filter(**only))
    assert {
        tuple(key.replace(".", "/", 1) for key in pair): data["meeting_keys"].split("; ")
        for *pair, data in found.edges(data=True)
    } == expected
    days = {m.key: (m.date, m.end_date or m.date) for m in made_up().meetings}
    for *_, data in found.edges(data=True):
        seen = [days[key] for key in data["meeting_keys"].split("; ") if days[key][0]]
        assert data["weight"] == len(data["meeting_keys"].split("; "))
        assert data.get("first_date") == min((a for a, _ in seen), default=None)
        assert data.get("last_date") == max((b for _, b in seen), default=None)


@pytest.mark.parametrize(
    "only",
    [
        {"roles": ("speak",), "min_weight": 2},
        {"start": "2018-01-01", "end": "2021-06-30"},
        {"roles": ("chair", "represented"), "min_confidence": 0.9},
        {"min_weight": 2, "end": "2019-12-31"},
    ],
    ids=str,
)
def test_participations_are_those_of_the_reference(only: dict[str, Any]) -> None:
    rest = dict(only)
    least = rest.pop("min_weight", 1)
    rows = [p for p in Reference(made_up(), **rest).parts("full") if len(p.documents) >= least]
    expected = {(p.participant, p.meeting, KIND_OF_ROLE[p.role]) for p in rows}
    expected |= {(p.participant, p.on_behalf_of, "acted_for") for p in rows if p.on_behalf_of}
    kinds = {kind for _, _, kind in expected}
    found = graph(made_up_store(), only=kg.Filter(**only))
    assert expected
    assert {
        (a.replace(".", "/", 1), b.replace(".", "/", 1), kind)
        for a, b, kind in found.edges(data="kind")
        if kind in kinds
    } == expected


def test_what_is_selected_is_not_looked_for_in_every_meeting() -> None:
    def steps(only: kg.Filter | None) -> int:
        """Count what SQLite does, in thousands of instructions."""
        done = 0

        def count() -> None:
            nonlocal done
            done += 1

        with Elements(made_up_store(), DEFAULT_BASE, chosen=only) as elements:
            elements.store.connection.set_progress_handler(count, 1000)
            deque(elements.edges(), 0)
        return done

    assert steps(kg.Filter(roles=ROLES)) < 2 * steps(None)


@pytest.mark.parametrize("view", ["full", "officials", "chairs", "meeting-official"])
@pytest.mark.parametrize("hops", [0, 1, 2, 3])
def test_hops_are_those_of_networkx(view: Any, hops: int) -> None:
    whole = graph(made_up_store(), view=view)
    name = max(
        (n for n, kind in whole.nodes(data="kind") if kind == "official"),
        key=lambda n: (whole.degree(n), n),
    )
    only = kg.Filter(officials=(name.replace(".", "/", 1),), hops=hops)
    near = nx.ego_graph(whole, name, radius=hops, undirected=True)
    found = graph(made_up_store(), view=view, only=only)
    ends = set if whole.is_directed() else lambda edges: set(map(frozenset, edges))
    assert ends(found.edges) == ends(near.edges)
    assert set(found) == (set(near) if view == "full" or near.size() else set())


def test_a_store_on_disk_gives_what_one_in_memory_does(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db") as disk:
        disk.replace_graph(small())
    for view in ("full", "officials"):
        assert nx.utils.graphs_equal(
            kg.graph(tmp_path / "a.db", view=view), graph(stored(small()), view=view)
        )


def test_a_store_opened_by_a_relative_path_goes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.create("a.db") as disk:
        disk.replace_graph(small())
    with Store("a.db") as disk:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir("elsewhere")
        assert len(graph(disk)) == 15


def test_the_order_of_rows_does_not_matter() -> None:
    made = small()
    turned = msgspec.structs.replace(
        made, **{t: tuple(reversed(getattr(made, t))) for t in made.__struct_fields__}
    )
    for view in ("full", *MET, "chairs", "meeting-official"):
        one, two = (graph(stored(g), view=view) for g in (made, turned))
        assert list(one.nodes(data=True)) == list(two.nodes(data=True))
        assert list(one.edges(data=True)) == list(two.edges(data=True))
