"""What linking does by tables and in order, beside the obvious way to do it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic.corpus import corpus

import kg.link.matching
import kg.link.title_conflicts
from kg.link.binding import Bound
from kg.link.bodies import Bodies, Posts
from kg.link.candidates import Candidates
from kg.link.decisions import Decisions
from kg.link.graph import link
from kg.link.likeness import ISSUE_DAYS, Told
from kg.link.model import Graph, MembershipRow, PostRow
from kg.link.nearby import RARE_WORDS, pairs
from kg.link.places import Places
from kg.link.rules import load_link_rules
from kg.link.slugs import number, numbered_apart
from kg.link.sources import Keys, Ref, ordered
from kg.report.model import Report

# Few enough for all pairs of meetings, and many for some of everything among them.
SIZE = 2500


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [labelled.report for labelled in corpus(SIZE)]


def one_by_one(wanted: Sequence[str], taken: Iterable[str]) -> list[str]:
    """Give each the key it wants, else the least number that nobody has and nobody wants."""
    out: list[str] = []
    for key in wanted:
        free = (key, *(f"{key}-{n}" for n in range(2, len(wanted) + 99)))
        gone = {*taken, *out}
        out.append(next(k for k in free if k not in gone and (k == key or k not in wanted)))
    return out


KEYS = st.sampled_from(["a", "b", "a-2", "a-3", "b-2", "a-2-2"])


@given(st.lists(KEYS, max_size=12), st.sets(KEYS, max_size=3))
def test_keys_numbered_apart(wanted: list[str], taken: set[str]) -> None:
    given_away = one_by_one(wanted, taken)
    assert list(numbered_apart(wanted, taken)) == given_away
    assert number(((key, i) for i, key in enumerate(wanted)), taken) == dict(enumerate(given_away))


def test_keys_are_those_of_one_table(reports: list[Report]) -> None:
    sources = ordered(reports)
    keys, table = Keys(sources), dict[Ref, str]()
    for source in sources:
        for person in source.report.people:
            keys.of(source)[person.id] = table[source.ref(person.id)] = person.name
    assert dict(keys.items()) == table
    assert sorted(keys.values()) == sorted(table.values())
    assert all(ref in keys and keys[ref] == key for ref, key in table.items())
    first = sources[0].id
    assert all(ref not in keys for ref in (Ref(first, "x"), Ref("no such", "p1")))


def all_pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Hold each meeting against each; of no word are there so many here that `CROWD` counts."""
    spread = Counter(word for t in told for word in t.words)
    rare = []
    for t in told:
        words = sorted((w for w in t.words if spread[w] > 1), key=lambda w: (spread[w], w))
        rare.append(set(words[:RARE_WORDS]))
    for a, b in itertools.combinations(told, 2):
        if a.ref.document == b.ref.document or a.people.isdisjoint(b.people):
            continue
        company = bool(a.chairs & b.chairs) or len(a.people & b.people) > 1
        words = len(a.words & b.words) > 2
        x, y = a.told_on(), b.told_on()
        near = x is None or y is None or abs(x - y) <= ISSUE_DAYS
        undated = (a.day is None or b.day is None) and rare[a.number] & rare[b.number]
        one_day = set(a.days()) & set(b.days())
        if (one_day and (company or words)) or (undated and near and company and words):
            yield a.number, b.number


def test_meetings_worth_comparing(reports: list[Report]) -> None:
    seen: list[Told] = []

    def noted(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
        seen.extend(told)
        return pairs(told)

    with patch.object(kg.link.matching, "pairs", noted):
        link(reports)
    assert [t.ref for t in seen] == sorted(t.ref for t in seen)
    assert [t.number for t in seen] == list(range(len(seen)))
    found = set(pairs(seen))
    assert len(found) > 300
    assert any(set(seen[a].days()).isdisjoint(seen[b].days()) for a, b in found)
    assert found == set(all_pairs(seen))


def disputes(graph: Graph) -> tuple[object, ...]:
    return graph.conflicts, graph.sides


def test_titles_worth_looking_at(reports: list[Report]) -> None:
    looked_at = Counter[str]()
    several = kg.link.title_conflicts.several_titles

    def all_of_them(
        memberships: Iterable[MembershipRow], posts: Mapping[str, PostRow]
    ) -> dict[str, set[str | None]]:
        rows = list(memberships)
        out: dict[str, set[str | None]] = {row.official: set() for row in rows}
        for row in rows:
            if posts[row.post].body is not None:
                out[row.official].add(posts[row.post].body)
        looked_at["all"] = sum(map(len, out.values()))
        looked_at["several"] = sum(map(len, several(rows, posts).values()))
        return out

    graph = link(reports)
    with patch.object(kg.link.title_conflicts, "several_titles", all_of_them):
        thorough = link(reports)
    assert disputes(graph) == disputes(thorough)
    assert any(row.kind == "title" for row in graph.conflicts)
    assert 0 < looked_at["several"] * 3 < looked_at["all"]


def test_candidates_are_in_order_of_age(reports: list[Report]) -> None:
    rules, sources = load_link_rules(), ordered(reports)
    keys = Keys(sources)
    places = Places(sources, keys, rules.provinces, rules.units)
    bodies = Bodies(sources, keys, places, Bound(Decisions(), sources))
    blocks = Candidates(sources, keys, bodies, Posts(sources, keys, bodies), rules).blocks
    seniority = {}
    for source in sources:
        days = {m.id: m.date for m in source.report.meetings if m.date}
        for person in source.report.people:
            took_part = [p for p in source.report.participations if p.participant == person.id]
            date = min((days[p.meeting] for p in took_part if p.meeting in days), default=None)
            date = date or source.date
            ref = source.ref(person.id)
            seniority[ref] = (date is None, date or "", ref)
    everybody = sorted((c for block in blocks.values() for c in block), key=lambda c: c.age)
    assert [c.ref for c in everybody] == sorted(seniority, key=lambda ref: seniority[ref])
    for name, block in blocks.items():
        assert {c.plain for c in block} == {name}
        assert [c.age for c in block] == sorted(c.age for c in block)
