"""Going through unsure pairs: in a pipe, as a list, and what is written down."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from report_maker import Maker

from kg.cli import run
from kg.documents.document import Document
from kg.errors import KgError
from kg.link.decisions import Merge, Split, read_decisions
from kg.link.graph import link
from kg.review import Review
from kg.store.store import Store

CLERK = "Chuyên viên @ Vụ Thử / central"
DIRECTOR = "Giám đốc @ Công ty Thử / other"
DEPUTY = "Phó Chủ tịch @ Ủy ban nhân dân tỉnh Nghệ An / province / Nghệ An"
PEOPLE = [
    ("a", "Nguyễn Văn Hùng", DEPUTY),
    ("b", "Nguyễn Văn Hưng", DEPUTY),
    ("c", "Lê Thị Lan", CLERK),
    ("d", "Lê Thị Lan", DIRECTOR),
]
HUNG = ("official/nguyen-van-hung", "official/nguyen-van-hung-2")
LAN = ("official/le-thi-lan", "official/le-thi-lan-2")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    reports = []
    path = tmp_path / "x.db"
    with Store.create(path) as opened:
        for id, name, post in PEOPLE:
            maker = Maker(id)
            who = maker.person(name, post)
            maker.meeting(f"hội nghị {id}", (who, "attend"), date="2024-01-10")
            opened.put_report(Document(id=id, text=maker.text), maker.report())
            reports.append(maker.report())
        opened.replace_graph(link(reports))
    return path


@pytest.fixture
def answer(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run ``kg review`` with answers on standard input and return what it prints."""

    def asked(keys: str, *options: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{k}\n" for k in keys)))
        assert run(["review", str(store), *options]) == 0
        return capsys.readouterr().out

    return asked


def decided(store: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (d.verb, d.keys if isinstance(d, Merge) else tuple(d.into) if isinstance(d, Split) else ())
        for d in read_decisions(store.parent / "decisions.yaml").live()
    ]


def officials(store: Path) -> int:
    with Store(store) as opened:
        return opened.counts()["officials"]


@pytest.mark.parametrize(
    ("keys", "written", "people"),
    [
        ("", [], 4),
        ("q", [], 4),
        ("ss", [], 4),
        ("y", [("merge", HUNG)], 3),
        ("n", [("split", HUNG)], 4),
        ("yy", [("merge", HUNG), ("merge", LAN)], 2),
        ("yn", [("merge", HUNG), ("split", LAN)], 3),
        ("sy", [("merge", LAN)], 3),
        ("yu", [], 4),
        ("yun", [("split", HUNG)], 4),
        ("nuyy", [("merge", HUNG), ("merge", LAN)], 2),
        ("uy", [("merge", HUNG)], 3),  # nothing to undo is no answer
        ("xy", [("merge", HUNG)], 3),
        ("qy", [], 4),
    ],
)
def test_answers(
    keys: str,
    written: list[tuple[str, tuple[str, ...]]],
    people: int,
    store: Path,
    answer: Callable[..., str],
) -> None:
    answer(keys)
    assert decided(store) == written
    assert officials(store) == people


def test_what_was_decided_is_not_asked_again(store: Path, answer: Callable[..., str]) -> None:
    answer("n")
    assert [row[2] for row in listed(answer)] == [LAN[0]]
    answer("y", "--later")
    assert officials(store) == 4
    assert listed(answer) == []
    assert "no pair left" in answer("")


def listed(answer: Callable[..., str]) -> list[list[str]]:
    lines = answer("", "--list", "--csv").splitlines()
    return [line.split(",") for line in lines[1:]]


def test_two_decisions_settle_a_third_pair(store: Path) -> None:
    """A is B and B is C: nobody asks for A and C; nor where A is B and B is not C."""
    with Store(store) as opened:
        review = Review(opened)
        first, second = review.left()
        linked = type(second)("unsure/x", first.second, second.first, 0.5, (), ())
        closing = type(second)("unsure/y", first.first, second.first, 0.4, (), ())
        review._rows = [first, linked, closing]
        review.same(first)
        assert review.left() == [linked, closing]
        review.different(linked)
        assert review.left() == []
        review.undo()
        review.same(linked)
        assert review.left() == []


def test_both_sides_are_shown(answer: Callable[..., str]) -> None:
    shown = answer("q")
    for words in (*HUNG, "Nguyễn Văn Hưng.", "+ the same post: Phó Chủ tịch", "− their names"):
        assert words in shown


def test_list_as_json_and_table(store: Path, answer: Callable[..., str]) -> None:
    pairs = json.loads(answer("", "--json"))
    assert [(p["first_key"], p["second_key"]) for p in pairs] == [HUNG, LAN]
    assert [p["score"] for p in pairs] == sorted((p["score"] for p in pairs), reverse=True)
    table = answer("", "--list")
    assert "the same post" in table and "they share the name alone" in table
    assert len(answer("", "--list", "--limit", "1").splitlines()) == 3
    assert len(answer("", "--list", "--least", "0.5").splitlines()) == 3
    assert LAN[1] in answer("", "--list", "--name", "le thi lan")
    assert HUNG[1] not in answer("", "--list", "--name", "le thi lan")


def test_the_limit_counts_pairs(store: Path, answer: Callable[..., str]) -> None:
    answer("yy", "--limit", "1")
    assert decided(store) == [("merge", HUNG)]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--decisions", "none"], "built without decisions"),
        (["--name", "nobody at all"], "no official matches"),
    ],
)
def test_errors(
    options: list[str], problem: str, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", str(store), *options]) == 1
    assert problem in capsys.readouterr().err


def test_without_rich(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "kg.sidebyside", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert run(["review", str(store)]) == 1
    assert "pip install 'chutri-kg[review]'" in capsys.readouterr().err
    assert run(["review", str(store), "--list"]) == 0


def test_a_file_that_cannot_be_read_is_told_before_anything_is_asked(store: Path) -> None:
    (store.parent / "decisions.yaml").write_text("- merge: [", encoding="utf-8")
    with Store(store) as opened, pytest.raises(KgError, match=r"decisions\.yaml, line 2"):
        Review(opened)
