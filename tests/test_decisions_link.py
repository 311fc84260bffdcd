"""Decisions in the linked graph: what is joined, what stays two, what leaves, and every rebuild."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_maker import Maker
from test_link_graph import check_references, reports

from kg.errors import KgError
from kg.link.decisions import Anchor, Decision, Decisions, Merge, Reject, Rename, Split, Undo
from kg.link.graph import link
from kg.link.model import Graph
from kg.report.model import Report

NAME = "Nguyễn Văn Thử"
NGHE_AN = "Bí thư @ Tỉnh ủy Nghệ An / province / Nghệ An"
CA_MAU = "Chủ tịch @ Ủy ban nhân dân tỉnh Cà Mau / province / Cà Mau"
WARD = "Chủ tịch @ Ủy ban nhân dân xã Thử / commune / Cà Mau"


def told(id: str, *people: tuple[str, ...], meeting: str = "", date: str = "2024-01-17") -> Report:
    """One report: people as (name, posts…), all of them at one meeting; the first chairs."""
    maker = Maker(id, date)
    ids = [maker.person(*person) for person in people]
    if meeting:
        roles: list[Any] = [(p, "attend") for p in ids[1:]]
        maker.meeting(meeting, (ids[0], "chair"), *roles, date=date)
    return maker.report()


def at(document: str, name: str = NAME) -> Anchor:
    return Anchor(document, name)


def decided(*entries: Decision) -> Decisions:
    signed = [
        type(e)(**{f: getattr(e, f) for f in e.__struct_fields__} | {"id": i, "line": i * 10})
        for i, e in enumerate(entries, 1)
    ]
    return Decisions(entries=tuple(signed))


def who(graph: Graph) -> dict[str, str]:
    """Return the official of each document that names one alone: document -> key."""
    return {
        m.document.removeprefix("document/"): m.target.removeprefix("official/")
        for m in graph.mentions
        if m.kind == "person"
    }


TWO = [told("a", (NAME, NGHE_AN)), told("b", (NAME, CA_MAU))]
ONE = [told(id, (NAME, NGHE_AN)) for id in "abcd"]
THU = "official/nguyen-van-thu"
JOIN = Merge(keys=(THU, THU + "-2"), seen={THU: (at("a"),), THU + "-2": (at("b"),)})
PART = Split(key=THU, into={THU: (at("a"), at("b")), THU + "-2": (at("c"), at("d"))})


def test_the_tables_below_start_from_this() -> None:
    assert who(link(TWO)) == {"a": "nguyen-van-thu", "b": "nguyen-van-thu-2"}
    assert set(who(link(ONE)).values()) == {"nguyen-van-thu"}


# Merge


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_merged_is_one_and_redirects(order: tuple[int, int]) -> None:
    keys = [JOIN.keys[i] for i in order]
    graph = link(TWO, decisions=decided(Merge(keys=tuple(keys), seen=JOIN.seen)))
    assert {f"official/{key}" for key in who(graph).values()} == {keys[0]}
    assert [(r.key, r.target, r.decision) for r in graph.redirects] == [(keys[1], keys[0], 1)]
    assert len(graph.memberships) == 2
    check_references(graph)


def test_other_names_become_spellings() -> None:
    given_reports = [told("a", ("Lê Văn Trẩn", WARD)), told("b", ("Lê Văn Trần", CA_MAU))] + [
        told(f"c{i}", ("Lê Văn Trẩn", WARD)) for i in range(3)
    ]
    keys = ("official/le-van-tran-2", "official/le-van-tran")
    seen = {keys[0]: (at("b", "Lê Văn Trần"),), keys[1]: (at("a", "Lê Văn Trẩn"),)}
    graph = link(given_reports, decisions=decided(Merge(keys=keys, seen=seen)))
    (one,) = graph.officials
    # The label is that of the side that stays, though the other is printed more often.
    assert (one.key, one.label) == (keys[0], "Lê Văn Trần")
    assert one.variants == ("Lê Văn Trần", "Lê Văn Trẩn")


def test_two_people_of_one_report_are_one_if_decided() -> None:
    report = told("a", ("Lê Thị Hòa", WARD), ("Lê Hòa",), meeting="hội nghị")
    keys = ("official/le-thi-hoa", "official/le-hoa")
    seen = {keys[0]: (at("a", "Lê Thị Hòa"),), keys[1]: (at("a", "Lê Hòa"),)}
    graph = link([report], decisions=decided(Merge(keys=keys, seen=seen)))
    assert [o.key for o in graph.officials] == [keys[0]]
    assert {p.participant for p in graph.participations} == {keys[0]}


def test_merges_follow_each_other() -> None:
    people = [(f"Lê Văn {x}", WARD) for x in ("Mốt", "Hai", "Ba")]
    given_reports = [told(str(i), p) for i, p in enumerate(people)]
    a, b, c = (f"official/le-van-{x}" for x in ("mot", "hai", "ba"))
    seen = {k: (at(str(i), people[i][0]),) for i, k in enumerate((a, b, c))}
    first = Merge(keys=(a, b), seen={a: seen[a], b: seen[b]})
    second = Merge(keys=(c, a), seen={c: seen[c], a: seen[a]})
    graph = link(given_reports, decisions=decided(first, second))
    assert [o.key for o in graph.officials] == [c]
    assert {r.key: r.target for r in graph.redirects} == {a: c, b: c}


def test_meetings_and_bodies_are_merged() -> None:
    sides = [("Lê A", "Trưởng ban @ Ban Một / central"), ("Lê B", "Trưởng ban @ Ban Hai / central")]
    given_reports = [
        told("a", sides[0], meeting="hội nghị tổng kết", date="2024-01-17"),
        told("b", sides[1], meeting="lễ khánh thành cầu Thử", date="2024-01-18"),
    ]
    graph = link(given_reports)
    (m, n), (x, y) = [r.key for r in graph.meetings], [r.key for r in graph.bodies]
    assert (x, y) == ("body/ban-hai", "body/ban-mot")
    merged = link(
        given_reports,
        decisions=decided(
            Merge(
                keys=(n, m),
                seen={m: (at("a", "hội nghị tổng kết"),), n: (at("b", "lễ khánh thành cầu Thử"),)},
            ),
            Merge(keys=(y, x), seen={x: (at("b", "Ban Hai"),), y: (at("a", "Ban Một"),)}),
        ),
    )
    assert [r.key for r in merged.meetings] == [n]
    assert {p.meeting for p in merged.participations} == {n}
    assert [(r.key, r.label) for r in merged.bodies] == [(y, "Ban Một")]
    assert {p.body for p in merged.posts} == {y}
    assert {r.key: r.target for r in merged.redirects} == {m: n, x: y}
    check_references(merged)


# Split


def test_what_is_split_is_two() -> None:
    graph = link(ONE, decisions=decided(PART))
    assert who(graph) == dict.fromkeys("ab", "nguyen-van-thu") | dict.fromkeys(
        "cd", "nguyen-van-thu-2"
    )
    assert len(graph.memberships) == 2
    check_references(graph)


# A report that comes after the split goes where its evidence points, else to nobody.
@pytest.mark.parametrize(
    ("posts", "new", "expected"),
    [
        ((NGHE_AN, CA_MAU), (NGHE_AN,), "nguyen-van-thu"),
        ((NGHE_AN, CA_MAU), (CA_MAU,), "nguyen-van-thu-2"),
        ((NGHE_AN, CA_MAU), (), None),
        ((WARD, WARD), (WARD,), None),
        ((WARD, WARD), (), None),
        ((WARD, ""), (WARD,), "nguyen-van-thu"),
        ((NGHE_AN, ""), (), None),
        ((NGHE_AN, ""), (NGHE_AN,), "nguyen-van-thu"),
    ],
)
def test_later_reports_go_by_evidence(
    posts: Sequence[str], new: Sequence[str], expected: str | None
) -> None:
    before = [told(id, (NAME, *filter(None, [posts[id in "cd"]]))) for id in "abcd"]
    graph = link([*before, told("e", (NAME, *new), date="2025-01-01")], decisions=decided(PART))
    found = who(graph)
    assert {found["a"], found["b"]} == {"nguyen-van-thu"}
    assert {found["c"], found["d"]} == {"nguyen-van-thu-2"}
    assert found["e"] == (expected or "nguyen-van-thu-3")


def test_a_part_stays_one_without_what_joined_it() -> None:
    name, hung = "Nguyễn Văn Hùng", "official/nguyen-van-hung"
    posts = WARD, "Giám đốc @ Sở Mốt tỉnh Hà Giang / province / Hà Giang"
    given_reports = [told("a", (name, posts[0])), told("b", (name, posts[1]))]
    given_reports.append(told("c", (name, *posts)))
    assert len(set(who(link(given_reports)).values())) == 1
    assert len(set(who(link(given_reports[:2])).values())) == 2
    part = Split(
        key=hung, into={hung: (at("a", name), at("b", name)), "official/x": (at("c", name),)}
    )
    found = who(link(given_reports, decisions=decided(part)))
    assert found == {"a": "nguyen-van-hung", "b": "nguyen-van-hung", "c": "x"}


def test_the_far_better_known_takes_no_other_part() -> None:
    name, hung = "Nguyễn Văn Hùng", "official/nguyen-van-hung"
    known = [told(f"k{i}", (name, NGHE_AN)) for i in range(30)]
    rest = [told("c", (name,)), told("e", (name,)), told("z", (name, WARD))]
    into = {hung: (at("c", name),), hung + "-2": tuple(at(f"k{i}", name) for i in range(30))}
    found = who(link([*known, *rest], decisions=decided(Split(key=hung, into=into))))
    assert found["e"] == found["k0"] == "nguyen-van-hung-2"
    assert (found["c"], found["z"]) == ("nguyen-van-hung", "nguyen-van-hung-3")


def test_parts_can_be_split_again() -> None:
    again = Split(key=THU, into={THU: (at("a"),), THU + "-3": (at("b"),)})
    found = who(link(ONE, decisions=decided(PART, again)))
    assert [found[d].removeprefix("nguyen-van-thu") for d in "abcd"] == ["", "-3", "-2", "-2"]


def test_what_two_reports_say_of_one_meeting_is_split() -> None:
    given_reports = [told(id, (NAME, NGHE_AN), meeting="hội nghị tổng kết") for id in "abc"]
    (one,) = link(given_reports).meetings
    names = {id: at(id, "hội nghị tổng kết") for id in "abc"}
    part = Split(key=one.key, into={one.key: (names["a"], names["b"]), "meeting/x": (names["c"],)})
    graph = link(given_reports, decisions=decided(part))
    assert {m.key for m in graph.meetings} == {one.key, "meeting/x"}
    assert len(graph.participations) == 2
    later = told("d", (NAME, NGHE_AN), meeting="hội nghị tổng kết")
    assert len(link([*given_reports, later], decisions=decided(part)).meetings) == 3


def test_a_body_is_split_and_later_reports_stay_with_the_key() -> None:
    given_reports = [told(id, (f"Lê {id}", "Trưởng ban @ Ban Thử / central")) for id in "abc"]
    at_ = {id: at(id, "Ban Thử") for id in "abc"}
    part = Split(key="body/ban-thu", into={"body/ban-thu": (at_["a"],), "body/y": (at_["b"],)})
    graph = link(given_reports, decisions=decided(part))
    assert [b.key for b in graph.bodies] == ["body/ban-thu", "body/y"]
    assert len(graph.posts) == 2
    assert [m.post for m in graph.memberships if m.official != "official/le-b"] == [
        "post/truong-ban-ban-thu--ban-thu"
    ] * 2


def test_apart_for_good() -> None:
    """Two who are apart stay so even when a report comes that would join them."""
    bridge = told("c", (NAME, NGHE_AN, CA_MAU))
    assert len(set(who(link([*TWO, bridge])).values())) == 1
    apart = Split(key=THU, into={THU: (at("a"),), THU + "-2": (at("b"),)})
    found = who(link([*TWO, bridge], decisions=decided(apart)))
    assert found["a"] != found["b"]


# Rename


def test_a_name_is_given_and_the_key_stays() -> None:
    graph = link(
        ONE, decisions=decided(Rename(key=THU, to="Nguyễn Văn Thứ", seen={THU: (at("a"),)}))
    )
    (one,) = graph.officials
    assert (one.key, one.label, one.variants) == (THU, "Nguyễn Văn Thứ", (NAME,))
    assert graph.redirects == ()


# Reject

MET = [
    told(id, (NAME, NGHE_AN), ("Lê Hòa", WARD), meeting="hội nghị tổng kết") for id in ("a", "b")
]
MEETING = "meeting/2024-01-17-hoi-nghi-tong-ket"
ABSENT = Reject(
    key="participation/x",
    fact={"who": THU, "role": "chair", "meeting": MEETING},
    seen={THU: (at("a"),), MEETING: (at("a", "hội nghị tổng kết"),)},
)
POST = "post/bi-thu-tinh-uy-nghe-an"
UNHELD = Reject(
    key="membership/x",
    fact={"who": THU, "post": POST, "status": "current"},
    seen={THU: (at("a"),), POST: (at("a", "Bí thư Tỉnh ủy Nghệ An"),)},
)


def test_a_rejected_fact_leaves_and_is_listed() -> None:
    before, graph = link(MET), link(MET, decisions=decided(ABSENT, UNHELD))
    gone = set(before.participations) - set(graph.participations)
    gone |= set(before.memberships) - set(graph.memberships)
    assert {row.key for row in gone} == {row.key for row in graph.rejected}
    assert {(r.kind, r.subject, r.how, r.what) for r in graph.rejected} == {
        ("membership", THU, "current", POST),
        ("participation", THU, "chair", MEETING),
    }
    assert all(r.documents == ("document/a", "document/b") for r in graph.rejected)
    assert before.officials == graph.officials
    check_references(graph)


def test_a_rejected_fact_stays_out_whoever_reports_it() -> None:
    later = told("c", (NAME, NGHE_AN), ("Lê Hòa", WARD), meeting="hội nghị tổng kết")
    graph = link([*MET, later], decisions=decided(ABSENT))
    assert {p.participant for p in graph.participations} == {"official/le-hoa"}
    (row,) = graph.rejected
    assert "document/c" in row.documents


def test_a_role_at_one_site_is_rejected_alone() -> None:
    maker = Maker("a", "2024-01-17")
    p = maker.person(NAME, NGHE_AN)
    maker.meeting(
        "hội nghị", (p, "chair"), (p, "chair", "Nghệ An"), date="2024-01-17", sites=("Nghệ An",)
    )
    key = "meeting/2024-01-17-hoi-nghi"
    seen = {THU: (at("a"),), key: (at("a", "hội nghị"),)}
    fact = {"who": THU, "role": "chair", "meeting": key}
    for site, left in ((None, "site"), ("Điểm cầu Nghệ An", None)):
        entry = Reject(
            key="participation/x", fact=fact | ({"site": site} if site else {}), seen=seen
        )
        (row,) = link([maker.report()], decisions=decided(entry)).participations
        assert bool(row.site) == bool(left)


def test_a_rejected_mention_takes_what_rests_on_it() -> None:
    spot = next(m for m in MET[0].mentions if m.kind == "person")
    fact = {"document": "a", "start": str(spot.start), "end": str(spot.end), "kind": "person"}
    entry = Reject(key="mention/a-x", fact=fact)
    graph = link(MET, decisions=decided(entry))
    check_references(graph)
    assert {p.documents for p in graph.participations if p.participant == THU} == {("document/b",)}
    assert {m.documents for m in graph.memberships if m.official == THU} == {("document/b",)}
    assert [(r.key, r.subject) for r in graph.rejected] == [("mention/a-x", "document/a")]
    alone = link(MET[:1], decisions=decided(entry))
    assert [o.label for o in alone.officials] == ["Lê Hòa"]
    check_references(alone)


# Keys


def test_keys_in_decisions_stay_when_an_older_namesake_comes() -> None:
    older = told("0", (NAME, WARD), date="2001-01-01")
    assert who(link([*ONE, older]))["a"] == "nguyen-van-thu-2"
    entry = Rename(key=THU, to="Nguyễn Văn Thứ", seen={THU: (at("a"),)})
    found = who(link([*ONE, older], decisions=decided(entry)))
    assert (found["a"], found["0"]) == ("nguyen-van-thu", "nguyen-van-thu-2")


def test_a_key_that_redirects_is_nobody_elses() -> None:
    more = told("c", (NAME, WARD.replace("Cà Mau", "Hà Giang")), date="2025-05-05")
    assert who(link([*TWO, more]))["c"] == "nguyen-van-thu-3"
    graph = link([*TWO, more], decisions=decided(JOIN))
    assert who(graph)["c"] == "nguyen-van-thu-3"
    assert {r.key for r in graph.redirects} == {THU + "-2"}


@pytest.mark.parametrize(
    "entry",
    [
        Merge(
            keys=("official/moved", "official/moved-2"),
            seen={"official/moved": (at("a"),), "official/moved-2": (at("b"),)},
        ),
        Merge(keys=(THU, THU + "-2")),
        Merge(keys=(THU + "-2", THU)),
    ],
    ids=["by anchors", "by keys", "by keys, the other way"],
)
def test_anchors_or_keys(entry: Merge) -> None:
    graph = link(TWO, decisions=decided(entry))
    assert [o.key for o in graph.officials] == [entry.keys[0]]


def test_keys_by_hand_are_those_that_decisions_made() -> None:
    by_hand = Merge(keys=(THU + "-2", "official/le-hoa"))
    graph = link([*ONE, told("e", ("Lê Hòa", WARD))], decisions=decided(PART, by_hand))
    assert who(graph)["e"] == who(graph)["c"] == "nguyen-van-thu-2"


def test_mentions_and_facts_by_hand() -> None:
    graph = link(MET)
    for table in ("participations", "memberships", "mentions"):
        row = getattr(graph, table)[0]
        without = link(MET, decisions=decided(Reject(key=row.key)))
        assert row.key not in {r.key for r in getattr(without, table)}
        assert [r.key for r in without.rejected] == [row.key]


# What does not fit


@pytest.mark.parametrize(
    ("entries", "line", "message"),
    [
        ([Merge(keys=(THU, "official/nobody"))], 10, "unknown id official/nobody"),
        ([Rename(key="body/none", to="x")], 10, "unknown id body/none"),
        ([JOIN, Reject(key="participation/none")], 20, "unknown id participation/none"),
        ([Reject(key="mention/a-0-99-person")], 10, "unknown id mention/a-0-99-person"),
        (
            [Rename(key=THU, to="x", seen={THU: (at("a", "Lê Hòa"),)})],
            10,
            "a names no Lê Hòa, or more than one",
        ),
        (
            [Split(key=THU, into={THU: (at("a", "x"),), THU + "-2": (at("b", "x"),)})],
            10,
            "no document names official/nguyen-van-thu as it says",
        ),
        (
            [
                JOIN,
                Split(key=THU, into={THU: (at("a"),), "official/y": (at("b"),)}),
            ],
            20,
            "contradicts decision 1 (line 10: merge",
        ),
        (
            [
                Split(key=THU, into={THU: (at("a"),), "official/y": (at("b"),)}),
                JOIN,
            ],
            20,
            "contradicts decision 1 (line 10: split",
        ),
        (
            [
                Rename(key=THU, to="x", seen={THU: (at("a"),)}),
                Rename(key=THU + "-2", to="y", seen={THU + "-2": (at("b"),)}),
                JOIN,
            ],
            20,
            "contradicts decision 1 (line 10: rename",
        ),
    ],
)
def test_what_does_not_fit_is_told(entries: list[Decision], line: int, message: str) -> None:
    with pytest.raises(KgError) as e:
        link(TWO, decisions=decided(*entries))
    assert str(e.value).startswith(f"decisions.yaml, line {line}: decision {line // 10}: ")
    assert message in str(e.value)


def test_a_merge_by_way_of_others_contradicts_a_split_too() -> None:
    """The merge names neither of the reports that the split parts; evidence joins them to it."""
    people = [told("a", ("Lê A", NGHE_AN)), told("a2", ("Lê A", NGHE_AN))]
    people += [told("b", ("Lê B", CA_MAU)), told("b2", ("Lê B", CA_MAU))]
    a, b = "official/le-a", "official/le-b"
    apart = Split(key=a, into={a: (at("a2", "Lê A"),), b: (at("b2", "Lê B"),)})
    join = Merge(keys=(a, b), seen={a: (at("a", "Lê A"),), b: (at("b", "Lê B"),)})
    with pytest.raises(KgError, match=r"decision 2: merge .* contradicts decision 1"):
        link(people, decisions=decided(apart, join))
    assert len(link(people, decisions=decided(apart, join, Undo(of=1))).officials) == 1


def test_what_could_be_either_part_stays_alone() -> None:
    """By hand, a split need not list all documents: the others then go by evidence, if any."""
    apart = Split(key=THU, into={THU: (at("a"),), THU + "-2": (at("c"),)})
    found = who(link(ONE, decisions=decided(apart)))
    assert len({found[d] for d in "abcd"}) == 4


@pytest.mark.parametrize(
    "entry",
    [
        JOIN,
        PART,
        Rename(key=THU, to="x", seen={THU: (at("a"),)}),
        ABSENT,
        UNHELD,
        Reject(key="mention/x", fact={"document": "a", "start": "0", "end": "1", "kind": "body"}),
    ],
    ids=lambda e: e.verb,
)
def test_decisions_about_reports_that_are_gone_wait(entry: Decision) -> None:
    idle: list[str] = []
    others = [told("z", ("Lê Hòa", WARD))]
    graph = link(others, decisions=decided(entry), on_idle=lambda d, why: idle.append(why))
    assert graph == link(others)
    assert idle and all("reports" in why or "nothing is read there" in why for why in idle)


# Any reports


@st.composite
def decisions(draw: st.DrawFn, given_reports: Sequence[Report]) -> Decisions:
    """Draw decisions about people of the reports, anchored; contradictions may be among them."""
    graph = link(given_reports)
    keys = [o.key for o in graph.officials]
    ids = {r.document: r for r in given_reports}
    docs = {d.key: d.id for d in graph.documents}
    places: dict[str, list[Anchor]] = {}
    for m in graph.mentions:
        if m.kind == "person":
            report = ids[docs[m.document]]
            local = next(
                x.target for x in report.mentions if (x.start, x.kind) == (m.start, m.kind)
            )
            name = next(p.name for p in report.people if p.id == local)
            places.setdefault(m.target, []).append(Anchor(report.document, name, m.start))
    entries: list[Decision] = []
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(keys))
        other = draw(st.sampled_from(keys))
        if other != key and draw(st.booleans()):
            seen = {k: tuple(places[k]) for k in (key, other)}
            entries.append(Merge(keys=(key, other), seen=seen))
        elif len(places[key]) > 1:
            cut = draw(st.integers(1, len(places[key]) - 1))
            into = {key: tuple(places[key][:cut]), f"{key}-new": tuple(places[key][cut:])}
            entries.append(Split(key=key, into=into))
        else:
            entries.append(Rename(key=key, to="Tên Mới", seen={key: tuple(places[key])}))
    return decided(*entries)


@settings(max_examples=60, deadline=None)
@given(st.data(), reports(), st.integers(0, 99))
def test_decisions_hold_whatever_the_order_and_whatever_comes(
    data: st.DataObject, given_reports: list[Report], seed: int
) -> None:
    entries = data.draw(decisions(given_reports[: len(given_reports) // 2 + 1]))
    try:
        graph = link(given_reports, decisions=entries)
    except KgError as e:
        assert "contradicts" in str(e)
        return
    check_references(graph)
    shuffled = given_reports[:]
    random.Random(seed).shuffle(shuffled)
    assert link(shuffled, decisions=entries) == graph
    ids = {d.key: d.id for d in graph.documents}
    bearer = {(ids[m.document], m.start): m.target for m in graph.mentions if m.kind == "person"}

    def found(anchors: Sequence[Anchor]) -> set[str]:
        return {bearer[a.document, a.at] for a in anchors if a.at is not None}

    for entry in entries.entries:
        if isinstance(entry, Merge):
            assert len(found([a for seen in entry.seen.values() for a in seen])) == 1
        if isinstance(entry, Split):
            one, two = entry.into.values()
            assert found(one).isdisjoint(found(two))
