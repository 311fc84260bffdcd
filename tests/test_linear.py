"""Time grows with a text's length, not with its square."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.documents.document import Document
from kg.report.extract import extract

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
REPORTS = "\n\n".join(path.read_text(encoding="utf-8") for path in SEEDS)

# What a hostile page may hold; each stands as a unit that is repeated.
UNITS = [
    REPORTS,
    "Bí thư Tỉnh ủy, ",
    "Nguyễn ",
    "(tổ chức đảng ",
    "hội nghị của ",
    "17/1 - ",
    "“",
    "A.",
    "BẮC ",
    "\n",
    "đồng chí ",
    "hội nghị, ",
    "Bí thư Tỉnh ủy Nguyễn Văn An, ",
    "...",
    "A hội đàm với B, ",
    "tiếp đoàn do ông A ",
    "của Bí thư, ",
    "UBND các xã Tân Lập, ",
]


def seconds(text: str) -> float:
    document = Document(id="d", text=text)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        extract(document)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit[:12].strip())
def test_four_times_the_text_takes_about_four_times_as_long(unit: str) -> None:
    short = (unit * (20_000 // len(unit) + 1))[:20_000]
    long = (unit * (80_000 // len(unit) + 1))[:80_000]
    extract(Document(id="d", text=short))  # what is loaded once
    assert seconds(long) < 9 * seconds(short) + 0.05  # the square would be 16
