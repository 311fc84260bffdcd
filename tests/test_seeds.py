"""The five seed reports say what a careful reader of them would write down."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from facts import at_sites, bodies, days, people, posts, read

import kg
from kg.evaluate import MEASURES, evaluate
from kg.export import export

ROOT = Path(__file__).resolve().parents[1]
SEEDS = {path.stem[:3]: path for path in sorted((ROOT / "seeds").glob("*.txt"))}
GOLD = ROOT.parent / "shared" / "gold" / "seeds.jsonl"


def text(number: str) -> str:
    return SEEDS[number].read_text(encoding="utf-8")


MAI = ("Thường trực Ban Bí thư", "Trưởng Ban Tổ chức Trung ương", "Ủy viên Bộ Chính trị")
# Read off the texts: (seed, each person's posts)
POSTS: list[tuple[str, dict[str, tuple[str, ...]]]] = [
    ("000", {
        "Trương Thị Mai": MAI,
        "Lương Nguyễn Minh Triết": (
            "Chủ tịch Hội đồng nhân dân thành phố Đà Nẵng",
            "Phó Bí thư Thường trực Thành ủy Đà Nẵng",
            "Ủy viên dự khuyết Trung ương Đảng",
        ),
        "Lê Trung Chinh": (
            "Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng",
            "Phó Bí thư Thành ủy Đà Nẵng",
        ),
    }),
    ("001", {
        "Trương Thị Mai": MAI,
        "Lê Minh Hưng": ("Bí thư Trung ương Đảng", "Chánh Văn phòng Trung ương Đảng"),
        "Nguyễn Mạnh Cường": ("Bí thư Tỉnh ủy Bình Phước", "Ủy viên Trung ương Đảng"),
        "Huỳnh Thị Hằng": (
            "Chủ tịch Hội đồng nhân dân tỉnh Bình Phước",
            "Phó Bí thư Thường trực Tỉnh ủy Bình Phước",
        ),
    }),
    ("002", {
        "Hoàng Nghĩa Hiếu": ("Phó Bí thư Tỉnh ủy Nghệ An",),
        "Thái Thanh Quý": ("Bí thư Tỉnh ủy Nghệ An",),
    }),
    ("003", {
        "Trương Thị Mai": MAI,
        "Thái Thanh Quý": ("Bí thư Tỉnh ủy Nghệ An", "Ủy viên Trung ương Đảng"),
    }),
    # nothing in the report says which province it is about
    ("004", {
        "Nguyễn Đức Thanh": ("Bí thư Tỉnh ủy", "Ủy viên Trung ương Đảng"),
        "Phạm Văn Hậu": ("Chủ tịch Hội đồng nhân dân tỉnh", "Phó Bí thư Thường trực Tỉnh ủy"),
        "Trần Quốc Nam": ("Chủ tịch Ủy ban nhân dân tỉnh", "Phó Bí thư Tỉnh ủy"),
    }),
]  # fmt: skip


@pytest.mark.parametrize(("number", "expected"), POSTS)
def test_people_and_their_posts(number: str, expected: dict[str, tuple[str, ...]]) -> None:
    found = {n: sorted(p.casefold() for p in held) for n, held in posts(text(number)).items()}
    assert found == {n: sorted(p.casefold() for p in held) for n, held in expected.items()}


ROLES: list[tuple[str, set[tuple[str, str, str | None]]]] = [
    ("000", {
        ("Trương Thị Mai", "chair", None),
        ("Trương Thị Mai", "speak", None),
        ("Lương Nguyễn Minh Triết", "chair", "Đà Nẵng"),
        ("Lê Trung Chinh", "chair", "Đà Nẵng"),
    }),
    ("001", {
        ("Trương Thị Mai", "chair", None),
        ("Trương Thị Mai", "speak", None),
        ("Lê Minh Hưng", "attend", None),
        ("Nguyễn Mạnh Cường", "attend", "Bình Phước"),
        ("Huỳnh Thị Hằng", "attend", "Bình Phước"),
        ("Ban Cán sự đảng Chính phủ", "represented", None),
        ("Đảng đoàn Quốc hội", "represented", None),
        ("Quân ủy Trung ương", "represented", None),
        ("Đảng ủy Công an Trung ương", "represented", None),
    }),
    ("002", {
        ("Thường trực Tỉnh ủy Nghệ An", "chair", None),
        ("Hoàng Nghĩa Hiếu", "speak", None),
        ("Thái Thanh Quý", "speak", None),
    }),
    ("003", {
        ("Trương Thị Mai", "chair", None),
        ("Trương Thị Mai", "speak", None),
        ("Thái Thanh Quý", "chair", "Nghệ An"),
    }),
    ("004", {
        ("Nguyễn Đức Thanh", "chair", None),
        ("Nguyễn Đức Thanh", "speak", None),
        ("Phạm Văn Hậu", "attend", None),
        ("Trần Quốc Nam", "attend", None),
    }),
]  # fmt: skip


@pytest.mark.parametrize(("number", "expected"), ROLES)
def test_who_did_what_and_where(number: str, expected: set[tuple[str, str, str | None]]) -> None:
    assert at_sites(text(number)) == expected


# The year: of the dateline, of what the report says of its own time, or of nothing.
DAYS = [("000", "2024-01-17"), ("001", "2024-01-17"), ("002", None), ("003", "2023-07-28"),
        ("004", "2024-03-07")]  # fmt: skip


@pytest.mark.parametrize(("number", "day"), DAYS)
def test_one_meeting_and_its_day(number: str, day: str | None) -> None:
    assert days(text(number)) == [day]


NOBODY = [("000", "T.H"), ("002", "Hồ Chí Minh"), ("003", "Xuân Hướng"), ("003", "Cảnh Toàn"),
          ("004", "Văn Nỷ"), ("004", "V.Nỷ"), ("004", "Hồ Chí Minh")]  # fmt: skip


@pytest.mark.parametrize(("number", "name"), NOBODY)
def test_bylines_credits_and_mottoes_are_nobody(number: str, name: str) -> None:
    assert name not in people(text(number))


@pytest.mark.parametrize("number", sorted(SEEDS))
def test_mentions_are_words_of_the_report(number: str) -> None:
    report, words = read(text(number)), text(number)
    for m in report.mentions:
        assert words[m.start : m.end] == words[m.start : m.end].strip() != ""
    for person in report.people:
        shown = {words[m.start : m.end] for m in report.mentions if m.target == person.id}
        assert person.name in {unicodedata.normalize("NFC", s) for s in shown}


def gold() -> list[dict[str, Any]]:
    if not GOLD.exists():
        return []
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def plain(words: str) -> str:
    return unicodedata.normalize("NFC", words).split("#")[0].casefold()


@pytest.mark.skipif(not GOLD.exists(), reason="the gold annotations are not at hand")
@pytest.mark.parametrize("document", gold(), ids=lambda d: d["id"])
def test_each_seed_against_its_annotations(document: dict[str, Any]) -> None:
    words = document["text"]
    found = posts(words)
    assert {plain(n): {plain(p) for p in held} for n, held in found.items()} == {
        plain(n): {plain(p) for p in held} for n, held in document["people"].items()
    }
    assert {plain(b) for b in bodies(words)} == {plain(b) for b in document["bodies"]}
    assert days(words) == [m["date"] for m in document["meetings"]]
    said = {
        (plain(p["name"]), p["role"], p.get("site"))
        for m in document["meetings"]
        for p in m["participants"]
    }
    assert {
        (plain(w), role, site) for w, role, site in at_sites(words) if role != "represented"
    } == said
    assert not {plain(n) for n in people(words)} & {plain(n) for n in document["not_people"]}


@pytest.mark.skipif(not GOLD.exists(), reason="the gold annotations are not at hand")
def test_the_whole_way_scores_one(tmp_path: Path) -> None:
    with kg.build([ROOT / "seeds"], tmp_path / "officials.db") as store:
        export(store, tmp_path / "graph.nt")
    result = evaluate(GOLD, tmp_path / "graph.nt")
    assert {m: result.measures[m].F1 for m in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert (result.missing, result.spurious, result.bylines) == ([], [], 0)
