"""The file of decisions: what is written comes back; what is wrong is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.link.decisions import (
    Anchor,
    Decision,
    DecisionError,
    Merge,
    Reject,
    Rename,
    Split,
    append_decision,
    read_decisions,
    undo,
)

A, B, C = "official/a", "official/b", "official/c"
SIGNED = "  who: lan\n  when: '2026-03-01'\n  why: so\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.yaml"


def entry(id: int, line: str) -> str:
    return f"- id: {id}\n  {line}\n{SIGNED}"


WRITTEN: list[Decision] = [
    Merge(keys=(A, B), seen={A: (Anchor("001_1", "Lê A"), Anchor("2", "Lê A", 5))}, why="so"),
    Merge(keys=(A, B, C), why="so"),
    Split(
        key=A,
        into={A: (Anchor("a,b", "Lê A"),), "official/a-2": (Anchor("yes", "Lê: A"),)},
        why="x: y",
    ),
    Rename(key="body/x", to="Ủy ban #1: “x”", why="#"),
    Reject(
        key="participation/x",
        fact={"who": A, "role": "chair", "meeting": "meeting/m", "site": "điểm cầu A"},
        why="- so",
        seen={A: (Anchor("~", "null"),), "meeting/m": (Anchor("d", "hội nghị", 0),)},
    ),
    Reject(key="membership/x", why="so"),
    Reject(
        key="mention/x", fact={"document": "d", "start": "1", "end": "9", "kind": "person"}, why="0"
    ),
]


def test_what_is_written_comes_back(path: Path) -> None:
    for decision in WRITTEN:
        append_decision(path, decision)
    found = read_decisions(path)
    assert [d.id for d in found.entries] == list(range(1, len(WRITTEN) + 1))
    lines = path.read_text(encoding="utf-8").splitlines()
    for wrote, read in zip(WRITTEN, found.entries, strict=True):
        assert lines[read.line - 1] == f"- id: {read.id}"
        assert read.who and read.when[:2] == "20"
        for field in set(wrote.__struct_fields__) - {"id", "who", "when", "line"}:
            assert getattr(read, field) == getattr(wrote, field), field


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(WORDS, WORDS, WORDS, st.none() | st.integers(0, 10**6))
def test_any_words_come_back(
    tmp_path_factory: pytest.TempPathFactory, document: str, name: str, why: str, at: int | None
) -> None:
    path = tmp_path_factory.mktemp("words") / "d.yaml"
    seen = {A: (Anchor(document, name, at),)}
    append_decision(path, Merge(keys=(A, B), seen=seen, why=why, who=name))
    (read,) = read_decisions(path).entries
    assert isinstance(read, Merge)
    assert (read.seen, read.why, read.who) == (seen, why, name)


def test_no_file_holds_no_decision(path: Path) -> None:
    assert read_decisions(path).entries == ()
    path.write_text("# only words\n")
    assert read_decisions(path).entries == ()


def test_comments_and_form_stay(path: Path) -> None:
    by_hand = f"# mine\n{entry(7, 'merge: [official/a,   official/b]  # sure')}\n# end"
    path.write_text(by_hand, encoding="utf-8")
    assert append_decision(path, Rename(key=A, to="x", why="y")).id == 8
    assert path.read_text(encoding="utf-8").startswith(by_hand + "\n- id: 8\n")


def test_undo_and_undo_of_undo(path: Path) -> None:
    for decision in WRITTEN[:3]:
        append_decision(path, decision)
    assert undo(path, 1).id == 4
    assert [d.id for d in read_decisions(path).live()] == [2, 3]
    assert undo(path).subject() == "decision 3"  # the last that holds
    assert [d.id for d in read_decisions(path).live()] == [2]
    undo(path, 4)
    assert [d.id for d in read_decisions(path).live()] == [1, 2]
    assert read_decisions(path).undone() == {4: 6, 3: 5}
    before = path.read_bytes()
    for id, told in ((3, "undone already, by decision 5"), (99, "no decision 99"), (4, "already")):
        with pytest.raises(KgError, match=told):
            undo(path, id)
    assert path.read_bytes() == before


def test_nothing_to_undo(path: Path) -> None:
    with pytest.raises(KgError, match="no decision to undo"):
        undo(path)
    assert not path.exists()


WRONG = [
    ("- id: 1\n  merge: [official/a\n", 3, "expected"),
    ("\n\nmerge: x\n", 3, "decisions: expected a list"),
    ("- 3\n", 1, "entry: expected names and values"),
    ("- id: 1\n  \x00: 2\n", 2, "control characters"),
    (entry(1, "join: [official/a, official/b]"), 1, "an entry is one of merge"),
    (entry(1, "merge: [official/a, official/b]\n  undo: 1"), 1, "an entry is one of merge"),
    (entry(1, "merge: [official/a]"), 2, "two keys or more"),
    (entry(1, "merge: official/a"), 2, "merge: expected a list"),
    (entry(1, "merge: [official/a, official/a]"), 2, "stands twice"),
    (entry(1, "merge: [official/a, body/a]"), 2, "body and official are not of one kind"),
    (entry(1, "merge: [province/a, province/b]"), 2, "no key of official, body, meeting"),
    (entry(1, "merge: [Lê A, Lê B]"), 2, "Lê A is no key"),
    (entry(1, "merge: [official/a, official/b]\n  sen: {}"), 3, "unknown field sen"),
    (entry(1, "merge: [official/a, official/b]\n  seen: {official/c: {x: [y]}}"), 3, "official/c"),
    (entry(1, "merge: [official/a, official/b]\n  seen: {official/a: {}}"), 3, "no document"),
    (entry(1, "rename: official/a"), 1, "to is missing"),
    (entry(1, "rename: official/a\n  to: ''"), 3, "to: expected a text"),
    (entry(1, "split: official/a"), 1, "into is missing"),
    (entry(1, "split: official/a\n  into: {official/a: {x: [y]}}"), 3, "two parts"),
    (
        entry(1, "split: official/a\n  into: {official/b: {x: [y]}, official/c: {x: [z]}}"),
        3,
        "official/a itself is missing",
    ),
    (
        entry(1, "split: official/a\n  into: {official/a: {x: [y]}, official/b: {x: [y]}}"),
        3,
        "y stands twice",
    ),
    (entry(1, "reject: official/a"), 2, "no participation, membership, mention"),
    (entry(1, "reject: mention/a\n  fact: {document: d}"), 3, "end is missing"),
    (
        entry(1, "reject: mention/a\n  fact: {document: d, start: x, end: 2, kind: person}"),
        3,
        'expected a number, got "x"',
    ),
    (entry(1, "undo: 1"), 1, "no decision 1 before it"),
    (entry(1, "undo: x"), 2, "expected a number"),
    ("- id: 1\n  merge: [official/a, official/b]\n  who: x\n  when: y\n", 1, "why is missing"),
    ("- id: 1\n  merge: [official/a, official/b]\n  when: x\n  why: y\n", 1, "who is missing"),
    ("- merge: [official/a, official/b]\n" + SIGNED, 1, "id is missing"),
    (entry(1, f"merge: [{A}, {B}]") + entry(1, f"merge: [{A}, {C}]"), 6, "id 1 stands twice"),
    (entry(1, f"merge: [{A}, {B}]") + entry(2, f"merge: [{B}, {A}]"), 6, "in a cycle"),
    (
        entry(1, f"merge: [{A}, {B}]")
        + entry(2, f"merge: [{B}, {C}]")
        + entry(3, f"merge: [{C}, {A}]"),
        11,
        "in a cycle: official/a → official/c → official/b → official/a",
    ),
]


@pytest.mark.parametrize(("text", "line", "told"), WRONG)
def test_what_is_wrong_is_told_by_its_line(path: Path, text: str, line: int, told: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError) as e:
        read_decisions(path)
    assert e.value.line == line, e.value
    assert told in str(e.value) and str(e.value).startswith(f"{path}, line {line}: ")
    assert "\n" not in str(e.value)
    with pytest.raises(KgError):
        append_decision(path, Merge(keys=("official/x", "official/y"), why="z"))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        entry(1, f"merge: [{A}, {B}]") + entry(2, f"merge: [{A}, {C}]"),
        entry(1, f"merge: [{A}, {B}]") + entry(2, f"merge: [{C}, {A}]"),
        entry(1, f"merge: [{A}, {B}]") + entry(2, "undo: 1") + entry(3, f"merge: [{B}, {A}]"),
        entry(5, "rename: official/a\n  to: 'null'"),
    ],
)
def test_what_looks_wrong_and_is_not(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert read_decisions(path).entries


def test_a_cycle_is_not_written(path: Path) -> None:
    append_decision(path, Merge(keys=(A, B), why="x"))
    before = path.read_bytes()
    with pytest.raises(KgError, match=r"not decided: .*in a cycle"):
        append_decision(path, Merge(keys=(B, A), why="x"))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_read_or_written(path: Path) -> None:
    path.write_bytes(b"\xff")
    with pytest.raises(KgError, match="not UTF-8 at byte 0"):
        read_decisions(path)
    with pytest.raises(KgError, match="cannot read decisions"):
        read_decisions(path.parent)
    with pytest.raises(KgError, match="cannot write decisions"):
        append_decision(path.parent / "no" / "d.yaml", Merge(keys=(A, B), why="x"))
