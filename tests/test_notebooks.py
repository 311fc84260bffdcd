"""The notebooks run, print what is kept in them, and hold nothing of the machine they ran on."""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tools"))

import notebooks  # noqa: E402

NAMES = [path.stem for path in notebooks.NOTEBOOKS]
MINUTE = 60.0
MOST_BYTES = 300_000
# Pictures of each, drawn by matplotlib (png) or by kg itself (svg).
PICTURES = {
    "1-from-reports-to-a-graph": ["image/svg+xml"],
    "2-who-chairs-who-attends": ["image/png"] * 3,
    "3-a-provinces-year": ["image/png", "image/png", "image/svg+xml", "image/png"],
    "4-sparql-for-researchers": [],
    "5-how-good-is-it": ["image/png"] * 3,
}


def test_there_are_five() -> None:
    assert sorted(PICTURES) == NAMES


@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=NAMES)
def test_it_prints_what_is_kept(path: Path) -> None:
    start = time.monotonic()
    fresh = notebooks.run(path)
    assert time.monotonic() - start < MINUTE * 2  # as much again for a machine that is busy
    kept = nbformat.read(path, as_version=4)
    assert notebooks.texts(fresh) == notebooks.texts(kept), "run: python tests/tools/notebooks.py"
    pictures = [kind for kind in notebooks.pictures(fresh) if kind.startswith("image/")]
    assert pictures == notebooks.pictures(kept) == PICTURES[path.stem]
    assert [c.get("execution_count") for c in kept.cells if c.cell_type == "code"] == list(
        range(1, 1 + sum(c.cell_type == "code" for c in kept.cells))
    )


@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=NAMES)
def test_it_is_small_and_holds_nothing_of_a_machine(path: Path) -> None:
    data = path.read_text(encoding="utf-8")
    assert len(data) < MOST_BYTES
    kept = nbformat.read(path, as_version=4)
    nbformat.validate(kept)
    for cell in kept.cells:
        assert set(cell.metadata) == set()
        for output in cell.get("outputs", ()):
            assert output.output_type in ("stream", "display_data", "execute_result")
            assert output.get("name", "stdout") == "stdout"
    shown = "\n".join([c.source for c in kept.cells] + notebooks.texts(kept))
    folders = {ROOT, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix)} - {Path("/")}
    assert [folder for folder in folders if f"{folder}/" in shown] == []
    assert not re.search(r"/tmp/|/home/|/Users/|site-packages|[A-Z]:\\\\", shown)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of reports without a year, a province, a list or a post, and hardly a meeting."""
    import kg

    folder = tmp_path_factory.mktemp("notebooks")
    texts = (
        "Ngày 5/3/2026, tại Hà Nội, ông Lê Văn Thử chủ trì cuộc họp. Bà Trần Thị Mẫu phát biểu.",
        "Ông Lê Văn Thử dự một cuộc họp khác.",
    )
    for n, text in enumerate(texts):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    kg.build([folder], folder / "x.db").close()
    return folder / "x.db"


@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=NAMES)
def test_it_runs_on_another_store(path: Path, store: Path) -> None:
    fresh: Any = notebooks.run(path, KG_STORE=str(store))
    assert notebooks.pictures(fresh) == PICTURES[path.stem]
    if path.stem[0] in "123":
        assert "Lê Văn Thử" in "".join(notebooks.texts(fresh))


def test_every_province_has_a_tile_of_its_own() -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))

    tiles = rows(ROOT / "notebooks" / "tiles.csv")
    provinces = rows(ROOT / "rules" / "places" / "provinces.csv")
    assert sorted((t["valid"], t["name"]) for t in tiles) == sorted(
        (p["key"].partition(":")[0], p["name"]) for p in provinces
    )
    places = {(t["valid"], int(t["column"]), int(t["row"])) for t in tiles}
    assert len(places) == len(tiles) == 63 + 34
