"""Linking of a small made-up corpus: how good, and how many comparisons; the generator itself."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic.blocking import Compared, meeting_blocking, people_blocking, watched
from synthetic.corpus import corpus
from synthetic.names import Names, new_tones, printed
from synthetic.scoring import Clusters, scored
from synthetic.stored import make_store
from synthetic.telling import Labelled

from kg.link.graph import link
from kg.link.model import Graph
from kg.link.rules import load_link_rules
from kg.report.model import Report

SIZE = 3000
# Comparisons of posts that a person of a report may cost, and of pairs, a meeting of a report.
A_PERSON, A_MEETING = 1.0, 2.5


class Linked:
    """A corpus, linked, with what was compared."""

    def __init__(self, size: int) -> None:
        self.corpus = list(corpus(size))
        self.compared: Compared
        with watched() as self.compared:
            self.graph: Graph = link(labelled.report for labelled in self.corpus)
        self.people = sum(len(labelled.people) for labelled in self.corpus)
        self.meetings = sum(len(labelled.meetings) for labelled in self.corpus)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return Linked(SIZE)


def test_who_is_who(linked: Linked) -> None:
    """Pairs of mentions of people: the benchmark at 100,000 has the figures to be met."""
    clusters = scored(linked.graph, linked.corpus)["person"]
    pairs = clusters.pairs()
    assert pairs.true > 5000
    assert pairs.f1 >= 0.97
    assert pairs.precision >= 0.95
    assert clusters.b_cubed()[2] >= 0.97


def test_which_meeting_is_which(linked: Linked) -> None:
    clusters = scored(linked.graph, linked.corpus)["meeting"]
    pairs = clusters.pairs()
    assert pairs.true > 500
    assert pairs.f1 >= 0.95
    assert pairs.precision >= 0.98


def test_what_is_one_is_compared(linked: Linked) -> None:
    """Blocking loses next to nothing that could be joined."""
    same, alike = people_blocking(linked.corpus, load_link_rules())
    assert same.recall >= 0.97
    assert alike.recall >= 0.999
    assert meeting_blocking(linked.compared, linked.corpus).recall >= 0.96


def test_comparisons_grow_with_the_reports(linked: Linked) -> None:
    larger = Linked(4 * SIZE)
    for one in (linked, larger):
        assert one.compared.posts <= A_PERSON * one.people
        assert 0 < len(one.compared.meetings) <= A_MEETING * one.meetings
    assert len(larger.compared.meetings) <= 4.8 * len(linked.compared.meetings)


def test_the_same_numbers_give_the_same_reports() -> None:
    first, second, other = (list(corpus(300, seed)) for seed in (1, 1, 2))
    assert first == second
    assert [x.report for x in first] != [x.report for x in other]


@pytest.mark.parametrize("size", [300, 3000, 9000])
def test_size(size: int) -> None:
    made = sum(len(x.report.participations) for x in corpus(size))
    assert abs(made - size) <= 0.05 * size


def test_reports_come_one_by_one_in_the_order_of_days() -> None:
    made = corpus(20_000)
    assert isinstance(made, Iterator)
    days = [x.report.document.split("/")[1][:10] for x in itertools.islice(made, 200)]
    assert len(set(days)) > 20
    assert days == sorted(days)


def test_reports_are_whole(linked: Linked) -> None:
    """Every id that a statement names is there, and every offset is in order."""
    documents = Counter(x.report.document for x in linked.corpus)
    assert max(documents.values()) == 1
    for labelled in linked.corpus:
        _assert_whole(labelled)


def _assert_whole(labelled: Labelled) -> None:
    report: Report = labelled.report
    people, bodies = {p.id for p in report.people}, {b.id for b in report.bodies}
    posts, meetings = {p.id for p in report.posts}, {m.id for m in report.meetings}
    sites = {s.id for m in report.meetings for s in m.sites}
    assert labelled.people.keys() == people
    assert labelled.meetings.keys() == meetings
    assert {b.parent for b in report.bodies} - {None} <= bodies
    assert {p.body for p in report.posts} - {None} <= bodies
    assert {o for m in report.meetings for o in m.organisers} <= bodies
    for membership in report.memberships:
        assert membership.person in people
        assert membership.post in posts
    for p in report.participations:
        assert p.meeting in meetings
        assert p.participant in people | bodies
        assert p.site is None or p.site in sites
        assert p.acting_as is None or p.acting_as in posts
        assert all(0 <= i < len(report.mentions) for i in p.mentions)
    ends = [0, *(m.end for m in report.mentions)]
    for before, mention in zip(ends, report.mentions, strict=False):
        assert before <= mention.start < mention.end
        assert mention.target in people | bodies | posts | meetings
    again = msgspec.json.decode(msgspec.json.encode(report), type=Report)
    assert again == report


def test_what_makes_it_hard_is_there(linked: Linked) -> None:
    """Namesakes, misprints, promotions, papers that differ, days left out."""
    names: dict[int, set[str]] = {}
    bearers: dict[str, set[int]] = {}
    titles: dict[int, set[str]] = {}
    labels: dict[int, set[str]] = {}
    for report, people, meetings, _ in linked.corpus:
        posts = {p.id: p.label for p in report.posts}
        for person in report.people:
            names.setdefault(people[person.id], set()).add(person.name)
            bearers.setdefault(person.name, set()).add(people[person.id])
        for held in report.memberships:
            titles.setdefault(people[held.person], set()).add(posts[held.post])
        for meeting in report.meetings:
            labels.setdefault(meetings[meeting.id], set()).add(meeting.label)
    assert sum(len(who) > 1 for who in bearers.values()) >= 5
    assert sum(len(spellings) > 1 for spellings in names.values()) >= 5
    assert sum(len(held) > 2 for held in titles.values()) >= 20
    assert sum(len(said) > 1 for said in labels.values()) >= 100
    told = [m for x in linked.corpus for m in x.report.meetings]
    assert sum(m.date is None for m in told) >= 0.1 * len(told)
    assert any(m.sites for m in told)
    assert any(m.end_date for m in told)


def test_names_are_as_frequent_as_in_life() -> None:
    rng, names = random.Random(1), Names()
    drawn = [names.draw(rng) for _ in range(5000)]
    surnames = Counter(name.split()[0] for name in drawn)
    assert surnames.most_common(1)[0][0] == "Nguyễn"
    assert 0.25 <= surnames["Nguyễn"] / len(drawn) <= 0.4
    wrong = sum(printed(name, rng) != name for name in drawn)
    assert 10 <= wrong <= 100


@pytest.mark.parametrize(
    ("old", "new"),
    [("Lê Hòa", "Lê Hoà"), ("Trần Thị Thúy", "Trần Thị Thuý"), ("Phạm Quý", "Phạm Quý")],
)
def test_tones_placed_the_other_way(old: str, new: str) -> None:
    assert new_tones(old) == new


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_pairs_are_counted_as_one_by_one(mentions: list[tuple[int, int]]) -> None:
    clusters = Clusters()
    for found, true in mentions:
        clusters.add(found, true)
    pairs = list(itertools.combinations(mentions, 2))
    found = [a[0] == b[0] for a, b in pairs]
    true = [a[1] == b[1] for a, b in pairs]
    right = sum(f and t for f, t in zip(found, true, strict=True))
    assert clusters.pairs() == (sum(found), sum(true), right)


@pytest.mark.parametrize(
    ("mentions", "f1"),
    [
        ([(1, 1), (1, 1), (2, 2)], 1.0),
        ([(1, 1), (2, 1)], 2 / 3),
        ([(1, 1), (1, 2)], 2 / 3),
    ],
)
def test_b_cubed(mentions: list[tuple[int, int]], f1: float) -> None:
    clusters = Clusters()
    for found, true in mentions:
        clusters.add(found, true)
    assert clusters.b_cubed()[2] == pytest.approx(f1)


def test_a_stored_corpus_has_texts_that_its_mentions_point_into(tmp_path: Path) -> None:
    with make_store(300, tmp_path / "made.db") as store:
        rows = list(store.mentions())
        by_kind = {row.kind: store.text(row.document)[row.start : row.end] for row in rows}
    assert len(rows) > 300
    assert by_kind["person"].istitle()
    assert by_kind["role"] in {"chair", "attend", "speak", "represented"}
