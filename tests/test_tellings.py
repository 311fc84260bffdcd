"""What holds of tellings and conflicts whatever the reports say."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from report_maker import Maker

from kg.link.graph import link

NAMES = ("Trần Văn Chủ", "Lê Thị Kề", "Phạm Văn Đông")
LABELS = ("hội nghị tổng kết công tác phòng chống thiên tai năm 2023", "hội nghị", "lễ khánh thành")
DAYS = (None, "2024-01-16", "2024-01-17")
POSTS = (
    "Bộ trưởng @ Bộ Thử / central",
    "Thứ trưởng @ Bộ Thử / central",
    "former:nguyên Bộ trưởng @ Bộ Thử / central",
)

_roles = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("chair", "attend", "speak"))), max_size=4
)
_meeting = st.tuples(
    st.sampled_from(LABELS),
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    _roles,
    st.sampled_from(((), ("Nghệ An",), ("Cà Mau",))),
)
_posts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(POSTS))
_reports = st.lists(st.tuples(st.lists(_meeting, max_size=2), _posts), min_size=1, max_size=4)


def made(reports: list[Any]) -> list[Any]:
    out = []
    for n, (meetings, posts) in enumerate(reports):
        maker = Maker(f"r{n}", "2024-01-18")
        people = {name: maker.person(name, posts.get(name, POSTS[0])) for name in NAMES}
        for label, day, last, roles, where in meetings:
            end = last if day and last and last > day else None
            named = [(people[name], role) for name, role in roles]
            maker.meeting(label, *named, date=day, end_date=end, provinces=where)
        out.append(maker.report())
    return out


@settings(max_examples=80, deadline=None)
@given(_reports, st.randoms(use_true_random=False))
def test_nothing_that_a_source_says_is_lost(reports: list[Any], random: Any) -> None:
    found = made(reports)
    graph = link(found)
    random.shuffle(found)
    assert link(found) == graph
    # Each report's meeting is told once, in its own words.
    told = sorted((t.document, t.label, t.date or "") for t in graph.tellings)
    said = sorted(
        (f"document/{r.document}", m.label, m.date or "") for r in found for m in r.meetings
    )
    assert told == said
    # A participation is claimed by just the documents that it rests on, each in its telling.
    claimed: dict[str, set[str]] = {p.key: set() for p in graph.participations}
    meeting = {p.key: p.meeting for p in graph.participations}
    for t in graph.tellings:
        assert len(set(t.claims)) == len(t.claims)
        for claim in t.claims:
            assert meeting[claim] == t.meeting
            claimed[claim].add(t.document)
    assert claimed == {p.key: set(p.documents) for p in graph.participations}


@settings(max_examples=80, deadline=None)
@given(_reports)
def test_a_conflict_has_sides_and_sides_have_sources(reports: list[Any]) -> None:
    graph = link(made(reports))
    documents = {m.key: m.document for m in graph.mentions}
    things = {r.key for table in (graph.meetings, graph.officials) for r in table}
    for conflict in graph.conflicts:
        assert conflict.subject in things
        sides = [s for s in graph.sides if s.conflict == conflict.key]
        assert len(sides) > 1
        assert len({d for s in sides for d in s.documents}) > 1
        for side in sides:
            assert side.claim and side.documents
            assert {documents[m] for m in side.mentions} <= set(side.documents)
    assert {s.conflict for s in graph.sides} == {c.key for c in graph.conflicts}
