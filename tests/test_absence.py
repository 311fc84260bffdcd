"""Who has not been seen for long, and who was where together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from report_maker import Maker
from test_cli import ROOT

from kg.build import build
from kg.cli import run
from kg.documents import Document
from kg.errors import KgError
from kg.link.graph import link
from kg.sparql import rows
from kg.sparql.questions import require_question
from kg.store.absence import absent, last_day
from kg.store.store import Store
from kg.store.together import common_meetings

HEAD = "Giám đốc @ Sở Nông nghiệp Hà Nam / province / Hà Nam"
WORKS = "Giám đốc @ Sở Công Thương Hà Nam / province / Hà Nam"


def report(id: str, day: str | None, *people: tuple[str, str, str], label: str = "") -> Maker:
    """A report on one meeting; people are (name, post, role)."""
    maker = Maker(id, day)
    maker.place("Hà Nam")
    roles = [(maker.person(name, *([post] if post else [])), role) for name, post, role in people]
    maker.meeting(label or f"hội nghị {id}", *roles, date=day, provinces=("Hà Nam",))  # type: ignore[arg-type]
    return maker


REPORTS = (
    report("a", "2024-01-10", ("Lê Văn Ất", HEAD, "chair"), ("Trần Thị Bính", "", "attend")),
    report("b", "2024-03-01", ("Trần Thị Bính", WORKS, "speak"), ("Vũ Văn Đinh", "", "chair")),
    report("c", "2024-03-31", ("Trần Thị Bính", WORKS, "chair"), ("Lê Văn Ất", "", "attend")),
    report("d", None, ("Hồ Văn Mậu", HEAD, "attend"), ("Vũ Văn Đinh", "", "attend")),
    report("e", "2024-04-30", ("Vũ Văn Đinh", f"former: {WORKS}", "attend")),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("absence") / "x.db"
    digests = {}
    with Store.create(path) as made:
        for maker in REPORTS:
            found = maker.report()
            document = Document(id=found.document, text=maker.text, issued=found.issued)
            made.put_report(document, found)
            digests[document.id] = document.digest()
        made.replace_graph(link([m.report() for m in REPORTS]), digests)
    return path


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("absence") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


@pytest.mark.parametrize(
    ("days", "post", "on", "expected"),
    [
        (
            0,
            None,
            None,
            [
                ("Hồ Văn Mậu", None, None),
                ("Lê Văn Ất", "2024-03-31", 30),
                ("Trần Thị Bính", "2024-03-31", 30),
                ("Vũ Văn Đinh", "2024-04-30", 0),
            ],
        ),
        (31, None, None, [("Hồ Văn Mậu", None, None)]),
        (30, "so nong nghiep", None, [("Hồ Văn Mậu", None, None), ("Lê Văn Ất", "2024-03-31", 30)]),
        (0, "giám đốc sở công thương hà nam", None, [("Trần Thị Bính", "2024-03-31", 30)]),
        (
            1,
            None,
            "2024-03-02",
            [
                ("Hồ Văn Mậu", None, None),
                ("Lê Văn Ất", "2024-01-10", 52),
                ("Trần Thị Bính", "2024-03-01", 1),
                ("Vũ Văn Đinh", "2024-03-01", 1),
            ],
        ),
    ],
)
def test_who_was_seen_when(
    store: Path,
    days: int,
    post: str | None,
    on: str | None,
    expected: list[tuple[str, str | None, int | None]],
) -> None:
    with Store(store) as opened:
        found = absent(opened, days, post, on)
    assert [(r.official, r.date, r.days) for r in found] == expected


def test_the_last_appearance_is_told_whole(store: Path) -> None:
    with Store(store) as opened:
        (binh,) = absent(opened, 0, "sở công thương")
    assert (binh.meeting, binh.roles, binh.posts) == (
        "hội nghị c",
        ("chair",),
        ("Giám đốc Sở Công Thương Hà Nam",),
    )


def test_meetings_only_announced_do_not_count(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.read_bytes())
    with Store(copy, write=True) as opened:
        assert last_day(opened) == "2024-04-30"
        opened.connection.execute("UPDATE meetings SET planned = 1 WHERE date = '2024-04-30'")
        assert last_day(opened) == "2024-03-31"
        seen = {r.official: r.date for r in absent(opened)}
    assert seen["Vũ Văn Đinh"] == "2024-03-01"


@pytest.mark.parametrize("days", [0, 49, 50, 51, 224])
def test_it_is_the_same_as_in_sparql(seeds: Path, days: int) -> None:
    text = require_question("unseen").query
    told = rows(seeds, text, settings={"days": str(days)})
    expected = {(row["name"], row.get("last")) for row in told if row["unseen"]}
    with Store(seeds) as opened:
        found = absent(opened, days, "Ủy viên Trung ương Đảng")
    assert {(r.official, r.date) for r in found} == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "le van at",
            "tran thi binh",
            [("2024-01-10", ("chair",), ("attend",)), ("2024-03-31", ("attend",), ("chair",))],
        ),
        ("le van at", "dinh", []),
        ("dinh", "mau", [(None, ("attend",), ("attend",))]),
        ("le van at", "le van at", []),
        ("dinh", "van", [(None, ("attend",), ("attend",))]),
    ],
)
def test_meetings_in_common(
    store: Path, first: str, second: str, expected: list[tuple[object, ...]]
) -> None:
    with Store(store) as opened:
        found = common_meetings(opened, first, second)
    assert [(c.date, c.first_roles, c.second_roles) for c in found] == expected


def test_meetings_in_common_are_those_of_both_lists(seeds: Path) -> None:
    with Store(seeds) as opened:
        found = common_meetings(opened, "trương thị mai", "lê trung chinh")
    (one,) = found
    assert (one.date, one.first_sites, one.second_sites) == (
        "2024-01-17",
        (),
        ("điểm cầu Đà Nẵng",),
    )
    assert one.same_site and one.documents == ("000_8813f1eaa29561c0", "001_47439332d31f91e3")


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        (["absent", "--of", "bi thu tinh uy nghe an", "--days", "9", "--json"], 0, '"days": 223'),
        (["absent", "--days", "5000"], 0, "Hoàng Nghĩa Hiếu"),
        (["absent", "--of", "bo chinh tri", "--days", "99"], 0, "everybody has been seen within"),
        (["absent", "--of", "zzzz"], 1, 'no post matches "zzzz"'),
        (["absent", "--on", "2024-13-01"], 2, "not a date"),
        (["absent", "--days", "-1"], 2, "--days"),
        (["appearances", "--compare", "mai", "quy"], 0, "chair; speak"),
        (["appearances", "--compare", "mai", "hieu"], 0, "no meeting in common"),
        (["appearances", "--compare", "mai", "zzzz"], 1, 'no official matches "zzzz"'),
        (["appearances", "--compare", "mai"], 2, "requires 2 arguments"),
        (["appearances", "x", "y", "--compare", "mai", "quy"], 2, "takes two names"),
        (["appearances"], 2, "a NAME is needed"),
    ],
)
def test_the_commands(
    seeds: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    status: int,
    told: str,
) -> None:
    monkeypatch.setenv("KG_DB", str(seeds))
    assert run(args) == status
    out, err = capsys.readouterr()
    assert told in (err if status else out)


def test_the_forms_hold_the_same(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["appearances", "--compare", "mai", "thanh quy", str(seeds)]
    assert run([*args, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["first_key"] == "official/truong-thi-mai" and row["same_site"] is True
    assert run([*args, "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith('2023-07-28,"hội nghị giao ban')


def test_nobody_bears_such_a_name(store: Path) -> None:
    with Store(store) as opened, pytest.raises(KgError, match="no official matches"):
        common_meetings(opened, "zzzz", "mau")
