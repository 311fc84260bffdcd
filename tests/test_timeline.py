from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from drawn import SVG, inside, overlapping, size, texts, titles, words
from hypothesis import given
from hypothesis import strategies as st

import kg.cli
from kg.draw.axis import Axis, axis_over, stretch
from kg.draw.timeline import Period, draw_timeline, render_timeline
from kg.draw.timeline_svg import Bar, Dot, Mark, is_dated, svg
from kg.errors import KgError
from kg.store.store import Store

REPORTS = {
    "a.txt": "Ngày 5/3/2024, Bí thư Tỉnh ủy Hà Nam Lê Thị Bưởi chủ trì hội nghị về y tế. "
    "Phó Bí thư Tỉnh ủy Hà Nam Trần Văn Cam dự và phát biểu tại hội nghị.",
    "b.txt": "Ngày 7/9/2025, đồng chí Lê Thị Bưởi, Bí thư Tỉnh ủy Hà Nam, dự lễ khai giảng.",
    "c.txt": "Bí thư Tỉnh ủy Hà Nam Lê Thị Bưởi chủ trì hội nghị về giao thông.",
    "d.txt": "Ngày 2/6/2021, ông Trần Văn Cam được bầu giữ chức Phó Bí thư Tỉnh ủy Hà Nam.",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timeline")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert kg.cli.run(["build", str(folder), "-o", str(folder / "x.db"), "-q"]) == 0
    return folder / "x.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as store:
        yield store


def circles(picture: str) -> list[tuple[float, float, float]]:
    """The dots of appearances: x, y, radius."""
    out = []
    for group in ET.fromstring(picture).iter(SVG + "g"):
        if "node" in group.get("class", "").split():
            for c in group.findall(SVG + "circle"):
                out.append(tuple(float(c.get(k, "nan")) for k in ("cx", "cy", "r")))
    return out


@pytest.mark.parametrize("name", ["Lê Thị Bưởi", "buoi", "official/le-thi-buoi"])
def test_an_official_in_time(name: str, store: Store) -> None:
    picture, title, entries = render_timeline(store, name)
    assert title == "Lê Thị Bưởi"
    told = words(picture)
    for word in ("Bí thư Tỉnh ủy Hà Nam", "2024-03-05", "2025-09-07", "chaired", "attended"):
        assert word in told
    assert "3 appearances at 3 meetings, 2024-03-05 – 2025-09-07; 1 of no known day" in told
    assert len(circles(picture)) == 2
    assert [entry.kind for entry in entries] == ["post", "chaired", "attended"]
    assert any(t.startswith("2024-03-05 chaired: hội nghị về y tế") for t in titles(picture))


def test_a_post_in_time(store: Store) -> None:
    picture, title, _ = render_timeline(store, "pho bi thu tinh uy ha nam")
    assert title == "Phó Bí thư Tỉnh ủy Hà Nam"
    assert "Trần Văn Cam" in words(picture)
    assert "HOLDERS" in words(picture)
    assert "elected, appointed" in words(picture)


@pytest.mark.parametrize(
    ("period", "roles", "told"),
    [
        (Period("2025-01-01"), (), "1 appearance at 1 meeting, 2025-09-07"),
        (Period(None, "2024-12-31"), (), "1 appearance at 1 meeting, 2024-03-05"),
        (Period("2024-03-05", "2024-03-05"), (), "1 appearance at 1 meeting, 2024-03-05"),
        (Period("2024-03-06", "2025-09-06"), (), "0 appearances at 0 meetings"),
        (Period(), ("attend",), "1 appearance at 1 meeting, 2025-09-07"),
        (Period(), ("chair",), "2 appearances at 2 meetings, 2024-03-05; 1 of no known day"),
    ],
)
def test_filters(period: Period, roles: tuple[str, ...], told: str, store: Store) -> None:
    picture = render_timeline(store, "buoi", period=period, roles=roles)[0]
    assert told in words(picture)
    assert "only " in words(picture)


def made(count: int, days: int = 900) -> list[Dot]:
    start = date(2022, 1, 1)
    return [
        Dot(
            f"meeting/{n}",
            f"hội nghị tổng kết công tác năm của Ban Chấp hành Đảng bộ tỉnh, lần thứ {n}",
            ("chaired", "spoke", "attended")[n * n % 3],
            (start + timedelta(days=n * n * 7 % days)).isoformat(),
            (),
        )
        for n in range(count)
    ]


BARS = [
    Bar(
        "Phó Trưởng Ban Chỉ đạo Trung ương về phòng, chống tham nhũng, lãng phí, tiêu cực " * n,
        "",
        (
            Mark("current", f"2022-0{n}-01", f"2024-0{n}-01", False),
            Mark("appointed", f"202{n}", None, n == 2),
            Mark("dismissed", f"2024-1{n}", None, False),
            Mark("nominated", "--03-05", None, False),
        ),
        (),
    )
    for n in (1, 2)
]


@pytest.mark.parametrize("count", [0, 1, 2, 20, 21, 60, 300])
def test_however_many_appearances_nothing_lies_on_another(count: int) -> None:
    picture = svg("Lê Thị Bưởi", ["a note"], "POSTS", BARS, made(count), "of no known day: x; y")
    assert overlapping(texts(picture)) == []
    page = (0.0, 0.0, *size(picture))
    assert all(inside(box, page) for box in texts(picture))
    assert size(picture)[1] < 1500
    dots = circles(picture)
    assert len(dots) == count
    for a, b in itertools.combinations(dots, 2):
        assert (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 >= (a[2] + b[2] - 0.2) ** 2
    # Labels stand left of the dots.
    assert all(x > 400 for x, _, _ in dots)


def test_three_hundred_on_one_day_are_still_single_marks() -> None:
    dots = made(300, days=1)
    picture = svg("x", [], "POSTS", [], dots)
    marks = [
        group.find(SVG + "rect")
        for group in ET.fromstring(picture).iter(SVG + "g")
        if "node" in group.get("class", "").split()
    ]
    tall = sorted(
        (float(m.get("y", "nan")), float(m.get("height", "nan"))) for m in marks if m is not None
    )
    assert len(tall) == 300
    assert all(a[0] + a[1] <= b[0] + 0.02 for a, b in itertools.pairwise(tall))
    assert size(picture)[1] < 1200


def test_roles_at_one_meeting_stand_beside_each_other() -> None:
    dots = [Dot("meeting/1", "hội nghị", how, "2024-01-01", ()) for how in ("chaired", "spoke")]
    (a, b) = circles(svg("x", [], "POSTS", [], dots))
    assert a[1] == b[1]
    assert b[0] - a[0] >= a[2] + b[2]


def test_what_has_no_day_is_told_in_words() -> None:
    bar = Bar(
        "Đại biểu",
        "",
        (Mark("held", None, None, False), Mark("elected", "--05-01", None, True)),
        (),
    )
    assert not is_dated(bar)
    assert all(map(is_dated, BARS))
    assert "nothing of a known day" in words(svg("x", [], "POSTS", [], []))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_days_months_and_years_are_stretches(day: str, first: str, last: str) -> None:
    days = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    assert stretch(day) == days


@pytest.mark.parametrize("day", [None, "", "--03-05", "2024-13-01", "2024-02-30", "x", "1-2-3-4"])
def test_what_is_no_day(day: str | None) -> None:
    assert stretch(day) is None


@given(
    st.lists(st.dates(), min_size=1, max_size=5),
    st.floats(0, 500),
    st.floats(100, 2000),
)
def test_an_axis_shows_every_day_in_order(days: list[date], left: float, width: float) -> None:
    ordinals = sorted(d.toordinal() for d in days)
    axis = axis_over([(o, o) for o in ordinals], left, left + width)
    places = [axis.x(o) for o in ordinals]
    assert places == sorted(places)
    assert all(left <= x <= left + width for x in places)
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 9
    assert [x for x, _ in ticks] == sorted(x for x, _ in ticks)
    for x, label in ticks:
        first = stretch(label)
        assert first is not None
        assert abs(axis.x(first[0]) - x) < 1e-6


def test_ticks_are_round() -> None:
    year = Axis(date(2024, 1, 1).toordinal(), date(2024, 12, 31).toordinal(), 0, 1)
    assert [label for _, label in year.ticks()] == [f"2024-{m:02}" for m in (1, 3, 5, 7, 9, 11)]
    century = Axis(date(1930, 2, 3).toordinal(), date(2025, 2, 3).toordinal(), 0, 1)
    assert [label for _, label in century.ticks()][:2] == ["1940", "1960"]


@pytest.mark.parametrize("suffix", ["svg", "png", "html"])
def test_files(suffix: str, path: Path, tmp_path: Path) -> None:
    out = tmp_path / f"t.{suffix}"
    assert kg.cli.run(["timeline", "buoi", "-o", str(out), "--db", str(path)]) == 0
    assert out.read_bytes().startswith(
        {"svg": b"<svg", "png": b"\x89PNG", "html": b"<!doc"}[suffix]
    )
    if suffix == "html":
        page = out.read_text("utf-8")
        assert set(re.findall(r'href="(#\w+)"', page)) == {"#i0", "#i1", "#i2", "#none"}
        assert "<script" not in page
        assert "opacity: .1" not in page
        assert all(f"body:has(#i{n}:target) .n{n} > :is(circle, rect)" in page for n in range(3))


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        (["xyz"], 1, 'no official and no post matches "xyz"'),
        (["tinh uy"], 1, '"tinh uy" is more than one post: Bí thư Tỉnh ủy Hà Nam'),
        (["buoi", "--from", "x"], 2, "'x' is not a date"),
        (["buoi", "-o", "t.gif"], 1, "t.gif: the suffix names no format"),
        (["buoi", "-o", "none/t.svg"], 1, "cannot write"),
    ],
)
def test_what_cannot_be_drawn(
    args: list[str],
    status: int,
    told: str,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    out = [] if "-o" in args else ["-o", "t.svg"]
    assert kg.cli.run(["timeline", *args, *out, "--db", str(path)]) == status
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_names_that_fit_several(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="more than one post"):
        draw_timeline(store, tmp_path / "t.svg", "tinh uy ha nam")
