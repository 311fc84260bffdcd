"""Prints records as a table, CSV or JSON: the same records and columns for each.

JSON holds the records whole; a table and CSV hold the columns asked for. Tables are fitted to a
terminal and stay whole in a pipe.
"""

from __future__ import annotations

import csv
import io
import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar

import msgspec

Form = Literal["table", "csv", "json"]
Cell = str | int | float | bool | tuple[str, ...] | None
T = TypeVar("T")

_GAP = "  "
_NARROWEST = 8
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


class Column(msgspec.Struct, Generic[T], frozen=True):
    """A column: its header and what it shows of a record."""

    header: str
    value: Callable[[T], Cell]


def emit(records: Sequence[T], columns: Sequence[Column[T]], form: Form) -> None:
    """Print the records to standard output in the form asked for."""
    if form == "json":
        emit_json(records)
        return
    headers = [c.header for c in columns]
    rows = [[c.value(r) for c in columns] for r in records]
    if form == "csv":
        sys.stdout.write(csv_text(headers, rows))
    else:
        print_table(headers, rows)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print a table to standard output, fitted to a terminal, whole into a file or a pipe."""
    sys.stdout.write(table(headers, rows, terminal_width()))


def emit_json(value: Any) -> None:
    """Print a value as indented JSON, Vietnamese letters as they are."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def csv_text(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return CSV with a header line; several values in a cell are parted by "; ".

    Line ends in a cell become "\\n"; a text that a spreadsheet would run as a formula gets an
    apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
    return out.getvalue()


def table(headers: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None = None) -> str:
    """Return a table of lines with a header and a rule under it.

    With a `width` (columns of a terminal) the widest columns are cut, with an ellipsis, until it
    fits; without, every cell stands whole.
    """
    lines = [list(headers), *([_one_line(_text(cell)) for cell in row] for row in rows)]
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    if width is not None:
        widths = _fitted(widths, width)
    right = [
        bool(rows) and all(type(row[i]) in (int, float) for row in rows)
        for i in range(len(headers))
    ]
    lines.insert(1, ["─" * w for w in widths])
    return "".join(
        _GAP.join(
            _padded(cell, w, to_right)
            for cell, w, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: marks none, wide letters two."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def terminal_width() -> int | None:
    """Return the columns of the terminal written to; None for a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, tuple):
        return "; ".join(cell)
    return str(cell)


def _guarded(cell: Cell) -> str:
    text = _text(cell).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if isinstance(cell, str | tuple) and text.startswith(_FORMULA) else text


def _one_line(text: str) -> str:
    """Compose the text, and keep line ends and control characters from a terminal."""
    return "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))


def _fitted(widths: Sequence[int], width: int) -> list[int]:
    fitted = list(widths)
    room = width - len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > room and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _padded(text: str, width: int, to_right: bool) -> str:
    if display_width(text) > width:
        kept = ""
        for c in text:
            if display_width(kept + c) > width - 1:
                break
            kept += c
        text = kept + "…"
    space = " " * (width - display_width(text))
    return space + text if to_right else text + space
