"""The list of known tenures: its days, what it says of a name, and the file that is shipped."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.lexicon.rules import load_csv, rules_dir
from kg.link.tenures import FILE, Tenure, Tenures, load_tenures, read_tenures, span

SHARED = Path(__file__).resolve().parents[2] / "shared"
PRIVATE = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the reference data")
SHIPPED = rules_dir() / FILE


def tenure(
    holder: str,
    post: str,
    start: str = "2015",
    end: str = "2024",
    province: str = "Hà Nam",
    bearers: int = 1,
    page: str = "",
) -> Tenure:
    source = f"https://example.org/{page or holder.replace(' ', '_')}"
    return Tenure(holder, post, province, start, end, bearers, source)


SECRETARY = "Bí thư Tỉnh ủy Hà Nam"


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2024-03-07", "2024-03-07", "2024-03-07"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2011", "2011-01-01", "2011-12-31"),
    ],
)
def test_span(said: str, first: str, last: str) -> None:
    assert span(said) == (first, last)


@pytest.mark.parametrize(
    "said", ["", "nay", "2024-13", "2024-00", "2024-02-30", "2024-01-00", "3/2024", "0000-02", "24"]
)
def test_no_span(said: str) -> None:
    with pytest.raises(ValueError):
        span(said)


@pytest.mark.parametrize(
    ("start", "end", "day", "surely", "perhaps"),
    [
        ("2015-03-02", "2020-10-01", "2015-03-01", False, False),
        ("2015-03-02", "2020-10-01", "2015-03-02", True, True),
        ("2015-03-02", "2020-10-01", "2020-10-01", True, True),
        ("2015-03-02", "2020-10-01", "2020-10-02", False, False),
        ("2015", "2020", "2015-06-01", False, True),  # in which month of 2015 is not known
        ("2015", "2020", "2016-01-01", True, True),
        ("2015", "2020", "2020-01-02", False, True),
        ("2015-03", "2020-10", "2015-03-15", False, True),
        ("2015-03", "2020-10", "2015-03-31", True, True),
        ("2015-03", "2024-05-01+", "2024-05-01", True, True),
        ("2015-03", "2024-05-01+", "2024-05-02", False, True),  # still in office, as far as known
        ("2015-03", "2024-05-01+", "2031-01-01", False, True),
        ("2020", "2020", "2020-06-01", False, True),
    ],
)
def test_surely_and_perhaps(start: str, end: str, day: str, surely: bool, perhaps: bool) -> None:
    held = tenure("Lê Văn Bưởi", SECRETARY, start, end)
    assert (held.surely(day), held.perhaps(day)) == (surely, perhaps)


_WHEN = st.dates().flatmap(
    lambda d: st.sampled_from([d.isoformat(), d.isoformat()[:7], d.isoformat()[:4]])
)


@given(_WHEN, _WHEN, st.booleans(), st.dates())
def test_what_is_sure_is_possible(start: str, end: str, still: bool, day: object) -> None:
    held = tenure("Lê Văn Bưởi", SECRETARY, start, end + "+" * still)
    if held.surely(str(day)):
        assert held.perhaps(str(day))


@pytest.mark.parametrize(
    ("post", "province", "bare"),
    [
        (SECRETARY, "Hà Nam", {"bí thư tỉnh ủy"}),
        ("Bí thư Thành ủy Hà Nội", "Hà Nội", {"bí thư thành ủy"}),
        ("Bí thư Thành ủy Thành phố Hồ Chí Minh", "Hồ Chí Minh",
         {"bí thư thành ủy", "bí thư thành ủy thành phố"}),
        # "Chủ tịch Ủy ban nhân dân" may be that of a district.
        ("Chủ tịch Ủy ban nhân dân thành phố Hà Nội", "Hà Nội",
         {"chủ tịch ủy ban nhân dân thành phố"}),
        ("Bộ trưởng Bộ Y tế", "", set()),
    ],
)  # fmt: skip
def test_labels_without_their_place(post: str, province: str, bare: set[str]) -> None:
    assert tenure("Lê Văn Bưởi", post, province=province).bare_labels() == bare


def test_the_place_behind_a_label() -> None:
    held = tenure("A B", "Bí thư Thành ủy Thành phố Hồ Chí Minh", province="Hồ Chí Minh")
    assert held.place_behind("Bí thư Thành ủy") == "Thành phố Hồ Chí Minh"
    assert held.place_behind("Bí thư thành ủy Thành phố") == "Hồ Chí Minh"


ME, OTHER = "Lê Văn Bưởi", "Trần Thị Cam"
PRINTED = "Bí thư Tỉnh ủy"
ONLY: list[tuple[str, list[Tenure], list[str], str | None]] = [
    ("the one tenure", [tenure(ME, SECRETARY)], ["2018-05-01"], SECRETARY),
    ("on all days", [tenure(ME, SECRETARY)], ["2018-05-01", "2023-12-31"], SECRETARY),
    ("another post of the person elsewhere",
     [tenure(ME, SECRETARY), tenure(ME, "Chủ tịch Ủy ban nhân dân tỉnh Bắc Ninh",
                                    province="Bắc Ninh")], ["2018-05-01"], SECRETARY),
    ("the like post elsewhere, long before",
     [tenure(ME, SECRETARY), tenure(ME, "Bí thư Tỉnh ủy Bắc Ninh", "2003", "2008", "Bắc Ninh")],
     ["2018-05-01"], SECRETARY),
    ("the predecessor", [tenure(ME, SECRETARY, "2015-03-02"),
                         tenure(OTHER, SECRETARY, "2010", "2015-03-02")],
     ["2015-03-03"], SECRETARY),
    # Must stay open
    ("no day", [tenure(ME, SECRETARY)], [], None),
    ("another name", [tenure(OTHER, SECRETARY)], ["2018-05-01"], None),
    ("another post", [tenure(ME, "Chủ tịch Hội đồng nhân dân tỉnh Hà Nam")], ["2018-05-01"], None),
    ("a post of the centre", [tenure(ME, "Bí thư Trung ương Đoàn", province="")], ["2018-05-01"],
     None),
    ("before it", [tenure(ME, SECRETARY)], ["2014-12-31"], None),
    ("perhaps before it", [tenure(ME, SECRETARY)], ["2015-06-01"], None),
    ("one of the days after it", [tenure(ME, SECRETARY)], ["2018-05-01", "2025-01-01"], None),
    ("after the list's last day", [tenure(ME, SECRETARY, end="2024-05-01+")], ["2024-06-01"], None),
    ("the day that two share", [tenure(ME, SECRETARY, "2015-03-02"),
                                tenure(OTHER, SECRETARY, "2010", "2015-03-02")],
     ["2015-03-02"], None),
    ("overlapping tenures", [tenure(ME, SECRETARY),
                             tenure(OTHER, SECRETARY, "2017-01", "2019-01")], ["2018-05-01"], None),
    ("another may have held it", [tenure(ME, SECRETARY), tenure(OTHER, SECRETARY, "2018", "2018")],
     ["2018-05-01"], None),
    ("another's has no end", [tenure(ME, SECRETARY, "2021"),
                              tenure(OTHER, SECRETARY, "2015", "2019-01-01+")],
     ["2022-05-01"], None),
    ("the like post elsewhere at once",
     [tenure(ME, SECRETARY), tenure(ME, "Bí thư Tỉnh ủy Bắc Ninh", province="Bắc Ninh")],
     ["2018-05-01"], None),
    ("the like post elsewhere, perhaps",
     [tenure(ME, SECRETARY), tenure(ME, "Bí thư Tỉnh ủy Bắc Ninh", "2018", "2018", "Bắc Ninh")],
     ["2018-05-01"], None),
    ("two people of the name in the list",
     [tenure(ME, SECRETARY, page="1"), tenure(ME, "Bộ trưởng Bộ Y tế", province="", page="2")],
     ["2018-05-01"], None),
    ("people of the name that the list leaves out", [tenure(ME, SECRETARY, bearers=2)],
     ["2018-05-01"], None),
    ("ends before it begins", [tenure(ME, SECRETARY, "2024", "2015")], ["2018-05-01"], None),
]  # fmt: skip


@pytest.mark.parametrize(("case", "held", "days", "post"), ONLY, ids=[c for c, *_ in ONLY])
def test_only(case: str, held: list[Tenure], days: list[str], post: str | None) -> None:
    for order in (held, held[::-1]):
        found = Tenures(order).only([ME], PRINTED, days)
        assert (found.post if found else None) == post


def test_names_are_compared_as_linking_does() -> None:
    held = Tenures([tenure("Lê Hoà Bưởi", SECRETARY)])
    assert held.only(["lê hòa  bưởi"], "bí thư tỉnh uỷ", ["2018-05-01"]) is not None
    assert held.only(["Le Hoa Buoi"], PRINTED, ["2018-05-01"]) is None


HEAD = "holder,post,province,start,end,bearers,source\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A B,Bí thư Tỉnh ủy Hà Nam,Hà Nam,nay,2024,1,https://x.org/",
         'start: expected a day, a month or a year (2024-01-31), got "nay"'),
        ("A B,Bí thư Tỉnh ủy Hà Nam,Hà Nam,2020,2024-02-31,1,https://x.org/",
         'end: expected a day, a month or a year (2024-01-31), got "2024-02-31"'),
        ("A B,Bí thư Tỉnh ủy Hà Nam,Hà Nội,2020,2024,1,https://x.org/",
         'post: expected it to end with "Hà Nội"'),
        ("A B,Bí thư Tỉnh ủy Hà Nam,Hà Nam,2020,2024,x,https://x.org/",
         'bearers: expected a number, got "x"'),
        ("A B,Bí thư Tỉnh ủy Hà Nam,Hà Nam,2020,2024,1", "expected 7 values (holder, post,"),
    ],
)  # fmt: skip
def test_a_list_that_is_wrong(line: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "tenures.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(KgError) as e:
        read_tenures(path)
    assert str(e.value).startswith(f"{path}, line 2: {told}")


def test_rules_without_a_list(tmp_path: Path) -> None:
    assert load_tenures(tmp_path).of_holder([ME]) == []


# The list that is shipped


def test_the_shipped_list_says_where_it_is_from() -> None:
    comment = [x for x in SHIPPED.read_text(encoding="utf-8").split("\n") if x.startswith("# ")]
    told = " ".join(comment)
    assert "vi.wikipedia.org" in told
    assert "CC BY-SA" in told
    assert "state of 20" in told
    assert SHIPPED.stat().st_size < 200_000


def test_the_shipped_list_is_in_order_and_speaks_of_provinces() -> None:
    rows = load_csv(SHIPPED)
    keys = [(r["province"], r["post"], r["start"], r["end"]) for r in rows]
    assert keys == sorted(keys)
    assert len({tuple(r.values()) for r in rows}) == len(rows)
    provinces = {
        r["name"]
        for name in ("provinces.csv", "former_provinces.csv")
        for r in load_csv(rules_dir() / "places" / name)
    }
    assert {r["province"] for r in rows} - {""} <= provinces
    assert len({r["province"] for r in rows} - {""}) > 60


@PRIVATE
def test_the_shipped_list_is_what_the_script_writes(tmp_path: Path) -> None:
    tool = Path(__file__).parent / "tools/make_tenures.py"
    subprocess.run([sys.executable, str(tool), "--out", str(tmp_path)], check=True, timeout=300)
    assert (tmp_path / FILE).read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    ("office", "read"),
    [
        ("Bí thư Tỉnh ủy Ninh Thuận", {("Bí thư Tỉnh ủy Ninh Thuận", "Ninh Thuận")}),
        ("Chủ tịch, Ủy ban nhân dân tỉnh Ninh Thuận",
         {("Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận", "Ninh Thuận")}),
        ("Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Đăk Nông (lần 2)",
         {("Chủ tịch Ủy ban nhân dân tỉnh Đắk Nông", "Đắk Nông")}),
        ("Bí thư Thành ủy Thành phố Hồ Chí Minh",
         {("Bí thư Thành ủy Thành phố Hồ Chí Minh", "Hồ Chí Minh")}),
        ("Chủ tịch UBND Tp. Đà Nẵng", {("Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng", "Đà Nẵng")}),
        ("Trưởng Đoàn ĐBQH khóa XV tỉnh Hà Nam",
         {("Trưởng Đoàn đại biểu Quốc hội tỉnh Hà Nam", "Hà Nam")}),
        ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", {("Chủ nhiệm Văn phòng Chính phủ", "")}),
        ("Chủ tịch nước, Cộng hòa xã hội chủ nghĩa Việt Nam", {("Chủ tịch nước", "")}),
        ("Bộ trưởng Bộ Y tế Việt Nam", {("Bộ trưởng Bộ Y tế", "")}),
        # Towns, deputies, acting ones and what the country no longer has are left out.
        ("Bí thư Thành ủy Bắc Ninh", set()),
        ("Bí thư Thành ủy Cao Lãnh, Đồng Tháp", set()),
        ("Chủ tịch UBND thành phố Nam Định", set()),
        ("Chủ tịch Ủy ban nhân dân Quận 3, Thành phố Hồ Chí Minh", set()),
        ("Phó Bí thư Tỉnh ủy Hà Nam", set()),
        ("Quyền Bí thư Tỉnh ủy Hà Nam", set()),
        ("Bí thư Tỉnh ủy Hà Sơn Bình", set()),
        ("Thứ trưởng Bộ Y tế", set()),
    ],
)  # fmt: skip
def test_reading_offices(
    office: str, read: set[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "tools"))
    from make_tenures import Posts

    assert Posts().read(office) == read


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2020-10-02", "2020-10-02"), ("2010-08", "2010-08"), ("9/2010", "2010-09"),
        ("tháng 9/2010", "2010-09"), ("Tháng 9, năm 2010", "2010-09"), ("năm 2014", "2014"),
        ("2014", "2014"), (None, None), ("nay", None), ("đầu năm 2014", None), ("13/2010", None),
        ("2020-02-30", None), ("()", None), ("30 tháng 4 tháng 2014", None),
    ],
)  # fmt: skip
def test_reading_days(said: str | None, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "tools"))
    from make_tenures import when

    assert when(said) == day


def test_the_shipped_list_is_a_plain_table() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as f:
        table = list(csv.reader(line for line in f if not line.startswith("#")))
    assert {len(row) for row in table} == {7}
