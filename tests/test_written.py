"""Reports written for these tests after the habits of provincial papers, annotated by hand.

They keep the grammar of lists, visits and local posts from slipping back; no figure of theirs says
how well reports are read that nobody has seen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.evaluate import Evaluation, evaluate
from kg.export import export

WRITTEN = Path(__file__).parent / "gold" / "written.jsonl"
# (measure, F1 that it does not fall below)
FLOORS = [
    ("people", 0.97),
    ("posts", 0.88),
    ("posts~", 0.90),
    ("bodies", 0.85),
    ("provinces", 0.98),
    ("roles", 0.86),
    ("roles*", 0.93),
    ("chair", 0.88),
    ("attend", 0.84),
    ("speak", 0.88),
    ("dates", 0.86),
    ("same-meeting", 1.0),
    ("same-person", 1.0),
]


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("written")
    with build([WRITTEN], folder / "written.db") as store:
        export(store, folder / "written.nt")
    return evaluate(WRITTEN, folder / "written.nt")


@pytest.mark.parametrize(("measure", "floor"), FLOORS)
def test_written_reports_are_read_as_well_as_ever(
    evaluation: Evaluation, measure: str, floor: float
) -> None:
    assert floor <= evaluation.measures[measure].F1, [
        m for m in (*evaluation.missing, *evaluation.spurious) if m[0] == measure
    ]
