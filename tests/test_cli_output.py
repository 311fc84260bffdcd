"""Tables, CSV and JSON as the commands print them."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.output import Column, csv_text, display_width, emit, table

HEADERS = ("name", "n")


def test_table_is_aligned_and_numbers_stand_to_the_right() -> None:
    assert table(HEADERS, [("Nguyễn Văn A", 3), ("B", 12)]) == (
        "name           n\n────────────  ──\nNguyễn Văn A   3\nB             12\n"
    )


def test_table_aligns_decomposed_letters() -> None:
    rows = [(unicodedata.normalize("NFD", "Nguyễn"), "x"), ("abcdef", "y")]
    lines = table(HEADERS, rows).splitlines()
    assert [line.index(c) for line, c in zip(lines[2:], "xy", strict=True)] == [8, 8]


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("Nguyễn", 6), ("e\u0302\u0301", 1), ("会议", 4), ("", 0)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize("width", [20, 40, 79])
def test_table_fits_a_terminal(width: int) -> None:
    rows = [("Hội nghị tổng kết công tác xây dựng Đảng " * 3, "một cột khá dài " * 4)]
    lines = table(("meeting", "post"), rows, width).splitlines()
    assert all(display_width(line) <= width for line in lines)
    assert "…" in lines[2]
    assert "…" not in table(("meeting", "post"), rows)


def test_control_characters_do_not_reach_a_terminal() -> None:
    assert table(("x",), [("a\x1b[31m\nb\u202e",)]).splitlines()[2] == "a [31m b"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_csv_holds_no_formula(begin: str) -> None:
    text = csv_text(("x", "y", "n"), [(f"{begin}1+1", (f"{begin}a", "b"), -5)])
    row = list(csv.reader(io.StringIO(text)))[1]
    assert row == [f"'{begin}1+1", f"'{begin}a; b", "-5"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=4))
def test_csv_comes_back_as_it_was(cells: list[str]) -> None:
    row = list(csv.reader(io.StringIO(csv_text(cells, [cells]))))[1]
    assert [c.removeprefix("'") for c in row] == [c.removeprefix("'") for c in cells]


def test_the_three_forms_show_the_same_records(capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"a": "Đà Nẵng", "b": None, "c": ("x", "y")}]
    columns = [
        Column(name, lambda r, name=name: r[name])  # type: ignore[misc]
        for name in "abc"
    ]
    emit(records, columns, "table")
    assert capsys.readouterr().out.splitlines()[2] == "Đà Nẵng     x; y"
    emit(records, columns, "csv")
    assert capsys.readouterr().out == "a,b,c\nĐà Nẵng,,x; y\n"
    emit(records, columns, "json")
    out = capsys.readouterr().out
    assert '"a": "Đà Nẵng"' in out
    assert '"b": null' in out
    emit([], columns, "json")
    assert capsys.readouterr().out == "[]\n"
